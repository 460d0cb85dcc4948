"""What an OFD page draws → a `Page`, as the text layer of a PDF gives it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from msgspec import Struct, field

from extractor.document import characters as text_form
from extractor.document.geometry import Matrix, upright
from extractor.document.lines import UNREADABLE
from extractor.document.model import NO_RULINGS, OFD_ENGINE, Characters, Page
from extractor.document.ofd.content import Drawn, Letter
from extractor.document.ofd.sight import Sight, sight
from extractor.document.page_state import page_state
from extractor.document.pdf.objects import Mask, Places, Rectangle
from extractor.document.pdf.paths import Areas, Paths
from extractor.document.pdf.red_figures import is_red, red_figures
from extractor.document.pdf.rulings import drawn as shapes
from extractor.document.pdf.rulings import rulings
from extractor.document.pdf.sight.overprint import (
    ASLANT,
    BIG,
    MOST,
    PALE,
    WHITE,
    chosen,
    once,
    pale_over_dark,
    without_struck,
)

NUMERIC = frozenset("0123456789.,-－△()（）")
_NO_STRIKES = np.empty((0, 4), np.float32)


class Signs(Struct):
    """Which character each glyph of a font stands for, over the pages of a file. One that stands for two, of which one
    belongs to numbers, cannot be what both say."""

    _said: dict[tuple[str, int], set[str]] = field(default_factory=dict)

    def doubted(self, letters: Sequence[Letter]) -> Mask:
        """Which letters are drawn as a glyph that is said to be another character elsewhere."""
        for letter in letters:
            if letter.sign is not None:
                self._said.setdefault(letter.sign, set()).add(text_form.printed(letter.text))
        two = {sign for sign, said in self._said.items() if len(said) > 1 and not said.isdisjoint(NUMERIC)}
        return np.array([letter.sign in two for letter in letters], dtype=bool)


def made(number: int, drawn: Drawn, notes: Drawn, bounds: Rectangle, signs: Signs) -> Page:
    """The page of that number, which shows `bounds` (left, bottom, right, top, in points); `notes` is what lies upon
    it."""
    view = sight(drawn, notes.areas, bounds)
    letters = drawn.letters
    doubted = view.letters & signs.doubted(letters)
    useless = np.array([not text_form.usable(one.text) for one in letters], dtype=bool)
    turn = _direction([letters[i] for i in np.flatnonzero(view.letters).tolist()])
    to_page, width, height = upright(bounds, turn)
    found = _characters(letters, doubted, to_page)
    inks = np.array([one.ink.on_white for one in letters], dtype=np.intp).reshape(-1, 3)
    kept = view.letters & ~useless | doubted
    if not view.recognised:
        kept &= ~_watermarks(found, letters, inks, kept)
    found, inks = chosen(found, kept), inks[kept]
    paths = _paths(drawn, view)
    lines = rulings(paths, to_page, width, height) if len(found) else NO_RULINGS
    doubts = red_figures(found, is_red(inks))
    pale = _is_pale(inks)
    if pale.any() and not view.recognised:
        found = chosen(found, ~pale_over_dark(found, np.where(pale, inks @ (1, 256, 65536), 0), lines.vertical))
    found, lines = without_struck(once(found), lines, _NO_STRIKES, _NO_STRIKES)
    state = page_state(
        found,
        height,
        paths,
        view.pictured,
        unusable=int(np.count_nonzero(view.letters & useless)),
        doubted=bool(doubted.any()),
        recognised=view.recognised,
    )
    return Page(
        number=number,
        width=width,
        height=height,
        characters=found,
        rulings=lines,
        state=state,
        turned=turn,
        recognised=view.recognised,
        bare_notes=any(letter.text.isdigit() for letter in notes.letters),
        engine=OFD_ENGINE,
        doubts=doubts,
        covered=view.covered,
        drawn=shapes(paths, _pictures(drawn), to_page),
    )


def _pictures(drawn: Drawn) -> Areas | None:
    """The pictures of a page, a number may be one."""
    found = [area for area in drawn.areas if area.picture is not None]
    if not found:
        return None
    boxes = np.array([area.box for area in found], dtype=np.float64)
    places = np.array([area.place for area in found], dtype=np.intp)
    return Areas(places, boxes, np.zeros((len(found), 4), np.uint32), np.zeros(len(found), dtype=bool))


def _characters(letters: Sequence[Letter], doubted: Mask, to_page: Matrix) -> Characters:
    boxes = to_page.rectangles(np.array([one.box for one in letters], dtype=np.float64).reshape(-1, 4))
    origins = np.array([one.origin for one in letters], dtype=np.float64).reshape(-1, 2)
    x0, top, x1, bottom = np.ascontiguousarray(boxes.T, dtype=np.float32)
    _, baseline = to_page.points(origins[:, 0], origins[:, 1])
    text = (UNREADABLE if lies else text_form.printed(one.text) for one, lies in zip(letters, doubted, strict=True))
    return Characters("".join(text), x0, top, x1, bottom, baseline.astype(np.float32), bottom - top)


def _direction(letters: Sequence[Letter]) -> int:
    """By how many degrees clockwise the page must be turned so that most of its text reads upright."""
    votes: Counter[int] = Counter()
    for letter in letters:
        right, up = letter.along
        votes[(0 if right > 0 else 180) if abs(right) >= abs(up) else (90 if up > 0 else 270)] += 1
    return max(votes, key=lambda turn: (votes[turn], turn == 0)) if votes else 0


def _watermarks(found: Characters, letters: Sequence[Letter], inks: Places, kept: Mask) -> Mask:
    """What is written aslant across the page, or big and pale over its text."""
    over = np.zeros(len(letters), dtype=bool)
    if not kept.any():
        return over
    for i, letter in enumerate(letters):
        less, more = sorted(map(abs, letter.along))
        over[i] = less > ASLANT * more
    sizes = found.size[kept]
    big = found.size > BIG * float(np.partition(sizes, len(sizes) // 2)[len(sizes) // 2])
    over |= big & _is_pale(inks)
    none = np.zeros(len(letters), dtype=bool)
    return none if np.count_nonzero(over & kept) > MOST * np.count_nonzero(kept) else over


def _is_pale(inks: Places) -> Mask:
    """Which inks (rows of red, green, blue) can be read through, and are no paper."""
    found: Mask = (inks.min(axis=1, initial=255) > PALE) & (inks.max(axis=1, initial=0) < WHITE)
    return found


def _paths(drawn: Drawn, view: Sight) -> Paths:
    """The outlines that are seen, as the lines that they draw."""
    paths = Paths(cut=drawn.cut, curves=drawn.curves)
    for outline in view.outlines:
        if paths.is_full:
            paths.cut = True
            break
        paths.add(outline.points, outline.filled, outline.stroked, outline.hairline, faint=False)
    return paths
