"""Numbers of the prose that cannot be taken for granted: a stroke goes through one, something drawn at it may be a part
of it or stands in its place, another number is printed upon it, or letters stand in for its digits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from extractor.document.characters import HAN
from extractor.document.model import Line, Page
from extractor.document.numbers import IN_NUMBER, NUMERALS
from extractor.kept import compiled
from extractor.languages import Sentence, said
from extractor.tables.assembly.frame import frame_of, is_frame
from extractor.tables.drawings import changed, crossed
from extractor.tables.model import PageContent

FEWEST_WORDS = 8  # ideographs of a line: with fewer, and no clause, it may be a label of a chart, over which lines go
LONGEST = 80  # characters of a line that names a unit
SMALLEST, LARGEST = 0.3, 2.0  # of a line's height: how large a drawn character may be
WIDE = 1.0  # of the size: a gap in which a number has room
SMALLER = 0.85  # of the size of a digit: what is inserted there is no larger,
ASIDE = 0.5, 1.3  # and stands so much higher or lower
SHOWN = 40  # characters of a line
_END_OF_A_CLAUSE = compiled(r"\p{Han}.*[，。；]|\p{Han}、")
# (One alone before a number may be a bullet of a font without Unicode.)
_UNREADABLE = compiled(r"\d[.,]?\ufffd|\ufffd{2}")
_NO_YEAR = compiled(r"\d(?!\d*年)")
# An amount or a share: what else has both (PM2.5, A4) counts nothing in 元 or %.
_LETTERS = compiled(r"(?<![A-Za-z\d.,])(?=[\d.,]*[OoQlI])(?=[.,OoQlI]*\d)[\dOoQlI][\d.,OoQlI]*(?:[百千万亿]*元|[%％])")

_WORD_AT_END = compiled(r"(?![百千万亿])\p{Han}$")
_UNIT_ALONE = compiled(r"(?:^|(?<=\p{Han}\s?))(?:[百千万亿]*元|[%％])")


def doubtful_numbers(pages: Sequence[Page], contents: Sequence[PageContent]) -> Iterator[Sentence]:
    """At most one sentence of each kind per page, naming the first line outside tables that has such a number."""
    read = {page.number: page for page in pages}
    for content in contents:
        text = "\n".join(line.text for line in content.lines)
        if _UNREADABLE.search(text) and (line := _that(content.lines, _has_unreadable)):
            yield said(
                "Page {page}: a number of “{line}” cannot be read as it is printed; compare with the document.",
                page=content.page,
                line=line.text[:SHOWN],
            )
        if _LETTERS.search(text) and (line := _that(content.lines, _LETTERS.search)):
            yield said(
                "Page {page}: letters stand for digits in a number of “{line}”; compare with the document.",
                page=content.page,
                line=line.text[:SHOWN],
            )
        page = read.get(content.page)
        if page is None:
            continue
        if line := next(_with_digits_aside(page, content.lines), None):
            yield said(
                "Page {page}: what is drawn at a number of “{line}” may be a part of it; compare with the document.",
                page=content.page,
                line=line.text[:SHOWN],
            )
        is_drawn_on = bool(len(page.drawn.boxes) + len(page.drawn.slants))
        if is_drawn_on:
            yield from _drawn_upon(page, content.lines)
            if line := next((line for line in content.lines if _has_gap(page, line)), None):
                yield said(
                    "Page {page}: something is drawn between the words of “{line}”, which may belong to the unit of "
                    "money; compare with the document.",
                    page=content.page,
                    line=line.text[:SHOWN],
                )
        if is_drawn_on or page.amended:
            left = min((line.box.x0 for line in content.lines if line.box is not None), default=0.0)
            pairs = pairwise((None, *content.lines))
            if line := next((line for last, line in pairs if line and _lacks_a_number(page, line, last, left)), None):
                yield said(
                    "Page {page}: something is drawn where a number of “{line}” should stand; compare with the "
                    "document.",
                    page=content.page,
                    line=line.text[:SHOWN],
                )


def _that(lines: Sequence[Line], holds: Callable[[str], object]) -> Line | None:
    return next((line for line in lines if holds(line.text) and _is_prose(line)), None)


def _has_unreadable(text: str) -> bool:
    """Whether a number in a line cannot be read, but for the year of a table, printed over the end of whose it is."""
    return _UNREADABLE.search(text) is not None and not (is_frame(text) and not _NO_YEAR.search(text))


def _is_prose(line: Line) -> bool:
    return len(HAN.findall(line.text)) >= FEWEST_WORDS or _END_OF_A_CLAUSE.search(line.text) is not None


def _with_digits_aside(page: Page, lines: Sequence[Line]) -> Iterator[Line]:
    """The lines of prose close over or under a digit of which a small number stands alone: somebody inserted it."""
    c = page.characters
    alone = [(line.box, line.characters[0]) for line in lines if line.box and IN_NUMBER.issuperset(line.text)]
    if not alone:
        return
    middle, high, feet = np.array(
        [((box.x0 + box.x1) / 2, box.bottom - box.top, c.baseline[first]) for box, first in alone]
    ).T
    for line in lines:
        held = np.array([i for i in line.characters if i >= 0 and c.text[i] in IN_NUMBER], np.intp)[:, None]
        size, rise = c.size[held], np.abs(c.baseline[held] - feet)
        over = (c.x0[held] < middle) & (middle < c.x1[held]) & (high < SMALLER * size)
        if (over & (rise > ASIDE[0] * size) & (rise < ASIDE[1] * size)).any() and _is_prose(line):
            yield line


def _has_gap(page: Page, line: Line) -> bool:
    """Whether something as large as a character is drawn in a gap of a line that names a unit of money."""
    if line.box is None or len(line.text) > LONGEST or frame_of([line.text]).currency_unit is None:
        return False
    boxes, box = page.drawn.boxes, line.box
    size, middle = box.bottom - box.top, (boxes[:, 1] + boxes[:, 3]) / 2
    sides = boxes[:, 2:] - boxes[:, :2]
    within = (boxes[:, 0] > box.x0) & (boxes[:, 2] < box.x1) & (middle > box.top) & (middle < box.bottom)
    within &= (sides > SMALLEST * size).all(axis=1) & (sides < LARGEST * size).all(axis=1)
    held = [i for i in line.characters if i >= 0]
    x = (page.characters.x0[held] + page.characters.x1[held]) / 2
    return any(not ((x > x0) & (x < x1)).any() for x0, x1 in boxes[within][:, [0, 2]].tolist())


def _lacks_a_number(page: Page, line: Line, last: Line | None, left: float) -> bool:
    """Whether something is drawn in a gap of a line of prose, or at its beginning, behind which a unit of money or a %
    stands alone: a number, or what hides one or strikes it out. `last` is the line before it, `left` where the lines of
    the page begin."""
    if line.box is None or not (units := list(_UNIT_ALONE.finditer(line.text))) or not _is_prose(line):
        return False
    boxes, box, c = page.drawn.boxes, line.box, page.characters
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    level = (y > box.top) & (y < box.bottom) & (boxes[:, 3] - boxes[:, 1] > SMALLEST * (box.bottom - box.top))
    for unit in units:
        before = next((i for i in reversed(line.characters[: unit.start()]) if i >= 0), -1)
        behind = line.characters[unit.start()]
        start = float(c.x1[before]) if before >= 0 else left
        apart = behind >= 0 and c.x0[behind] - start > WIDE * c.size[behind]
        if page.amended and before < 0 and last is not None and _WORD_AT_END.search(last.text):
            return True
        if apart and (page.amended or (level & (x > start) & (x < c.x0[behind])).any()):
            return True
    return False


def _drawn_upon(page: Page, lines: Sequence[Line]) -> Iterator[Sentence]:
    prose = [line for line in lines if not NUMERALS.isdisjoint(line.text) and _is_prose(line)]
    if not prose:
        return
    owner, homes = _numbers(page, prose)
    if through := crossed(page.drawn, page.characters, owner):
        yield said(
            "Page {page}: a stroke goes through a number of “{line}”; see whether it stands.",
            page=page.number,
            line=prose[homes[min(through)]].text[:SHOWN],
        )
    elif others := changed(page.drawn, page.characters, owner):
        yield said(
            "Page {page}: what is drawn at a number of “{line}” may be a part of it; compare with the document.",
            page=page.number,
            line=prose[homes[min(others)]].text[:SHOWN],
        )


def _numbers(page: Page, lines: Sequence[Line]) -> tuple[NDArray[np.intp], list[int]]:
    """For each character of a page the index of the number that it belongs to (-1: none), and for each number its
    line."""
    owner = np.full(len(page.characters), -1, dtype=np.intp)
    homes: list[int] = []
    for place, line in enumerate(lines):
        before = False
        for character, index in zip(line.text, line.characters, strict=True):
            inside = character in IN_NUMBER and index >= 0
            if inside:
                if not before:
                    homes.append(place)
                owner[index] = len(homes) - 1
            before = inside
    return owner, homes
