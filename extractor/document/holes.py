"""Gaps of numbers in which a character should stand, for which nothing is drawn: a point, or a digit.

Only a text layer says how far each of its characters reaches: on scans gaps are of any width.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from extractor.document.model import FIRST_ENGINE, Characters, Floats, Page
from extractor.document.numbers import DIGITS, MONEY_UNIT
from extractor.kept import compiled

HOLE, LACKING = 0.18, 0.35  # of the size: how much wider than the least gap is one in which a point was, or a digit
WIDEST = 1.1  # of the size: what is further apart in a sentence is two numbers
LEVEL = 0.15  # of the size: what rises more is not of the number
_IN_NUMBER = frozenset("0123456789.,．，-－()（）△")
_PARTS = frozenset(DIGITS + ".,")
_THOUSANDS = compiled(r"[-－△(（]?\d{1,3}(?: \d{3})+(?:[.．]\d{1,6})?[)）]?")  # parted by gaps
# (tried once for each run of digits, which on a page of amounts are thousands)
_OF_A_SENTENCE = compiled(rf"(?<![\d.,])[.,]*+(?P<number>\d[\d.,]++)(?={MONEY_UNIT}|[%％])")


def cells_with_holes(page: Page, owner: NDArray[np.intp]) -> frozenset[int]:
    """The cells whose number has such a gap; `owner` is the cell of each character of a page, -1 for none."""
    c = page.characters
    if page.engine != FIRST_ENGINE or len(c) < 2:
        return frozenset()
    codes = np.frombuffer(c.text.encode("utf-32-le", "surrogatepass"), np.uint32)
    part = ((codes >= ord("0")) & (codes <= ord("9"))) | (codes == ord(".")) | (codes == ord(","))
    gap = c.x0[1:] - c.x1[:-1]
    odd = (gap > HOLE * c.size[1:]) | (gap < -c.size[1:])  # or written in another order
    odd &= (owner[1:] == owner[:-1]) & (owner[1:] >= 0) & part[1:] & part[:-1]
    numbers = set(owner[1:][odd].tolist())
    return frozenset(number for number in numbers if _has_hole(c, _in_order(c, np.flatnonzero(owner == number))))


def _in_order(c: Characters, held: NDArray[np.intp]) -> NDArray[np.intp]:
    return held[np.argsort(c.x0[held], kind="stable")]


def sentences_with_holes(c: Characters, vertical: Floats) -> list[int]:
    """The indexes of the digits of amounts and shares within text that have such a gap; two that stand close beside
    each other, in cells (between which a `vertical` line is drawn) or with a point each, have none."""
    found: list[int] = []
    for match in _OF_A_SENTENCE.finditer(c.text):
        held = np.arange(*match.span("number"))
        is_one = match["number"].count(".") < 2 and not _are_parted(c, held, vertical)
        if is_one and _has_hole(c, held, WIDEST):
            found += [i for i in held.tolist() if c.text[i] in DIGITS]
    return found


def _are_parted(c: Characters, held: NDArray[np.intp], vertical: Floats) -> bool:
    """Whether a line goes down between two characters."""
    foot, (x, top, bottom) = float(c.baseline[held[0]]), vertical.T
    return bool(((x > c.x0[held[0]]) & (x < c.x1[held[-1]]) & (top < foot) & (bottom > foot)).any())


def _has_hole(c: Characters, held: NDArray[np.intp], widest: float = np.inf) -> bool:
    """Whether characters, from left to right, are a number with a gap that is much wider than the least of its gaps,
    and parts no thousands."""
    text, size = "".join([c.text[i] for i in held.tolist()]), c.size[held]
    gaps: Floats = (c.x0[held][1:] - c.x1[held][:-1]) / size[1:]
    if not _IN_NUMBER.issuperset(text) or np.ptp(c.baseline[held]) > LEVEL * size.max() or gaps.max() > widest:
        return False
    least, parted = max(float(gaps.min()), 0.0), text[0]
    for before, behind, gap in zip(text, text[1:], gaps.tolist(), strict=False):
        room = HOLE if before in DIGITS and behind in DIGITS else LACKING
        parted += " " * (gap - least > room and {before, behind} <= _PARTS) + behind
    return " " in parted and not _THOUSANDS.fullmatch(parted)
