"""The digits of a page and the fonts that print them; and what stands beside digits and must be drawn to be known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cached_property
from itertools import repeat

import numpy as np

from extractor.document.model import Floats
from extractor.document.numbers import DIGITS, NUMERALS, WIDE_DIGITS
from extractor.document.pdf import native
from extractor.document.pdf.fonts import MARKED
from extractor.document.pdf.witnesses import glyphs
from extractor.document.pdf.witnesses.shown import Shown
from extractor.kept import compiled

DIGIT = f"[{DIGITS}{WIDE_DIGITS}]"
ALONE = frozenset("-–—－−‐‑‒―⁻₋﹘﹣/\\／＼﹨" + glyphs.QUOTES)  # what stands alone for a zero, or for nothing
MARK = compiled(rf"[\p{{Zs}}\p{{P}}\p{{S}}ー{glyphs.LEFT_OUT}]")  # beside digits: each is asked how it is drawn
_IN_DRAWINGS = compiled(rf"(?![.\-\[\]【】〔〕])[{glyphs.SMALL_SIGNS}{glyphs.LEFT_OUT}]")
TIGHT = 0.15  # of the size: so near is the next digit of a number, and so little is it higher
SPACED = 0.5  # of the size: so far apart are digits that are set apart
_BLANK_BEFORE, _BLANK_BEHIND = compiled(rf"\p{{Zs}}(?={DIGIT})"), compiled(rf"{DIGIT}\p{{Zs}}")


class Digits:
    """The digits of a page: their places, and whether their codes say which they are (the first of each run answers for
    it); and, once asked for, which digits each font prints, and where."""

    def __init__(self, text_page: int, text: str) -> None:
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        is_digit = (codes - ord(DIGITS[0]) < 10) | (codes - ord(WIDE_DIGITS[0]) < 10)
        starts = is_digit.copy()
        starts[1:] &= ~is_digit[:-1]
        self._codes, self._before, self._behind = codes, np.zeros_like(is_digit), np.zeros_like(is_digit)
        self._before[1:], self._behind[:-1] = is_digit[:-1], is_digit[1:]
        self._text_page, self._text = text_page, text
        self.places: list[int] = np.flatnonzero(is_digit).tolist()
        self.are_mapped = 1 not in map(native.char_unmapped, repeat(text_page), np.flatnonzero(starts).tolist())

    def neighbours(self) -> set[str]:
        """The characters that stand beside digits."""
        return set(map(chr, set(self._codes[self._before | self._behind].tolist())))

    def beside(self, characters: Set[str]) -> Iterator[tuple[int, int]]:
        """The places of such characters beside a digit, each with that of the digit (of two, the one before), and those
        of dashes and quotes anywhere: one alone may be a zero, or nothing."""
        before, behind = self._before, self._behind
        near, asked = before | behind, np.zeros_like(before)
        for c in characters:  # few; np.isin sorts
            asked |= (self._codes == ord(c)) & (near | (c in ALONE))
        places = np.flatnonzero(asked)
        steps = (behind & ~before)[places].astype(np.intp) - before[places]
        yield from zip(places.tolist(), (places + steps).tolist(), strict=True)

    @cached_property
    def _fonts(self) -> list[int]:
        return fonts_of(self._text_page, self.places)

    @cached_property
    def used(self) -> dict[int, set[str]]:
        found: dict[int, set[str]] = {}
        for font, digit in set(zip(self._fonts, map(self._text.__getitem__, self.places), strict=True)):
            if font:
                found.setdefault(font, set()).add(digit)
        return found

    def of(self, fonts: Set[int]) -> frozenset[int]:
        """The places of the digits of some fonts."""
        return (
            frozenset(p for p, font in zip(self.places, self._fonts, strict=True) if font in fonts)
            if fonts
            else frozenset()
        )

    def unmapped(self) -> frozenset[int]:
        """The places of those whose codes say nothing."""
        return frozenset(p for p in self.places if native.char_unmapped(self._text_page, p) == 1)


def bare_signs(
    text_page: int, text: str, fonts: Iterable[int], signs: Set[str], doubled: Set[str], shown: Shown
) -> frozenset[int]:
    """The places of those of the `signs` (points within numbers, and minuses, which may be zeros alone) for which their
    font shows no outline, or perhaps not theirs."""
    bare = {
        (font, sign) for font in fonts for sign in signs
        if shown.is_bare(font, {sign}) or (sign in doubled and not glyphs.is_stand_in(font, sign))
    }  # fmt: skip
    places = sorted(
        i for sign in {sign for _, sign in bare} for i in _places(text, sign)
        if sign == "-" or not NUMERALS.isdisjoint(text[max(i - 1, 0) : i + 2])
    )  # fmt: skip
    found = zip(places, fonts_of(text_page, places), strict=True)
    return frozenset(place for place, font in found if (font, text[place]) in bare)


def _places(text: str, character: str) -> Iterator[int]:
    place = text.find(character)
    while place >= 0:
        yield place
        place = text.find(character, place + 1)


def drawn_marks(
    text_page: int, text: str, digits: Digits, fonts: Iterable[int], shown: Shown
) -> tuple[frozenset[int], tuple[tuple[int, int], ...]]:
    """The places of marks beside a digit in one object of text, in those of the `fonts` whose glyphs are drawings, if a
    number may have them; and of blanks there, each with that of the digit."""
    if not any(shown.is_bare(font, frozenset()) for font in fonts):
        return frozenset(), ()
    asked = {c for c in digits.neighbours() if c.isspace() or not c.isprintable() or _IN_DRAWINGS.fullmatch(c)}
    pairs = list(digits.beside(asked))
    of_drawings = [
        pair for pair, font in zip(pairs, fonts_of(text_page, [place for place, _ in pairs]), strict=True)
        if font and shown.is_bare(font, frozenset()) and in_one_number(text_page, *pair)
    ]  # fmt: skip
    marks = frozenset(place for place, _ in of_drawings if _IN_DRAWINGS.fullmatch(text[place]))
    return marks, tuple(pair for pair in of_drawings if pair[0] not in marks)


def stood_in(text_page: int, text: str, doubled: Set[str]) -> tuple[int, ...]:
    """The places of what fonts that are not in the file print for one of the `doubled`, if it has a mark of its own in
    the font that stands in for them."""
    asked = {c for c in MARKED if c in doubled}
    if not asked:
        return ()
    asked |= {chr(ord(c) + 0xFEE0) for c in asked if c.isascii()}
    places = [i for i, c in enumerate(text) if c in asked]
    fonts = fonts_of(text_page, places)
    absent = {font for font in set(fonts) - {0} if glyphs.is_stand_in(font, asked)}
    return tuple(place for place, font in zip(places, fonts, strict=True) if font in absent)


def blanks_beside(text_page: int, text: str) -> tuple[tuple[int, int], ...]:
    """The places of blanks beside a digit in one object of text, and those of the digits."""
    pairs = [(m.start(), m.start() + 1) for m in _BLANK_BEFORE.finditer(text)]
    pairs += [(m.start() + 1, m.start()) for m in _BLANK_BEHIND.finditer(text)]
    return tuple(pair for pair in pairs if in_one_number(text_page, *pair))


def in_one_number(text_page: int, one: int, other: int) -> bool:
    """Whether two characters are printed by one object of text, or side by side, as by producers that write each glyph
    apart: tightly, or a little apart in one font. (No object prints the gap that pdfium calls a blank.)"""
    items = native.text_object(text_page, one), native.text_object(text_page, other)
    if None in items or items[0] == items[1]:
        return None not in items
    reach = SPACED if len(set(map(native.font_of, items))) == 1 else TIGHT
    return adjoin(boxes_of(text_page, sorted((one, other))), reach)


def used_by(text: str, spans: Sequence[tuple[int, int]], fonts: Sequence[int]) -> dict[int, set[str]]:
    """Which characters each font prints in these spans."""
    used: dict[int, list[str]] = {}
    for (start, end), font in zip(spans, fonts, strict=True):
        if font:
            used.setdefault(font, []).append(text[start:end])
    return {font: set("".join(parts)) for font, parts in used.items()}


def fonts_of(text_page: int, places: list[int]) -> list[int]:
    """The font of each of these characters, 0 where it has none; each object of text is asked once."""
    if not places:
        return []
    items = list(map(native.text_object, repeat(text_page), places))
    of_object = {item: native.font_of(item) or 0 for item in set(items) - {None}}
    return [of_object.get(item, 0) for item in items]


def boxes_of(text_page: int, places: list[int]) -> Floats:
    """Left, bottom, right and top of characters of a text page."""
    boxes = np.zeros((len(places), 4), np.float32)  # left, top, right, bottom
    if places:
        native.ask(native.loose_char_box, (repeat(text_page), places), boxes)
    return np.ascontiguousarray(boxes[:, [0, 3, 2, 1]])


def adjoin(boxes: Floats, reach: float = TIGHT) -> bool:
    """Whether characters follow one another along a line with no gap beyond this share of their size: one number may
    consist of several runs."""
    along = 0 if abs(boxes[-1, 0] - boxes[0, 0]) >= abs(boxes[-1, 1] - boxes[0, 1]) else 1
    low, high = boxes[:, 1 - along], boxes[:, 3 - along]
    size = high[0] - low[0]
    gaps, middle = boxes[1:, along] - boxes[:-1, along + 2], (low + high) / 2
    level = abs(low[-1] - low[0]) < TIGHT * size and ((middle > low[0]) & (middle < high[0])).all()
    return bool(level and (np.abs(gaps) < reach * size).all())
