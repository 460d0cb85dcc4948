"""Where the tables of a document lie: pages → grids, and the lines of text outside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from extractor.document.lines import lines_of
from extractor.document.model import Document, Line, Page
from extractor.document.numbers import read_number
from extractor.kept import compiled
from extractor.lexicon.header_words import is_header_word
from extractor.tables.assembly.split import split_at_tops
from extractor.tables.doubts import with_alternatives
from extractor.tables.imposed import by_parts
from extractor.tables.markup import markup_content
from extractor.tables.model import DRAWN, Cell, Grid, PageContent, numbered
from extractor.tables.ruled.grid import ruled_grids
from extractor.tables.unruled.over_pages import Aligned, Found, begun, continued, found
from extractor.tables.unruled.page import Part, opens_table, parts_of, title_at_foot

APART = 0.2  # of the size: a wider gap parts two runs of digits
FEW_AMOUNTS = 3  # on a page outside the cells, or several in one: with more, its rules do not part its tables (nor with
# any, where it may be the end of a table that is not ruled)
MANY_LINES = 4  # with a value each in one cell: its rows are not parted
SAME_SIDE, SAME_HEIGHT = 2.0, 0.25  # points; of the height of a shaded row
_AMOUNT = compiled(r"\d[.．]\d|\d[,，]\d{3}(?![\d,，.．])")


def locate(document: Document) -> tuple[PageContent, ...]:
    """The grids and the free lines of every page."""
    if not document.has_layout:
        return tuple(markup_content(page, document.text_source) for page in document.markup)
    return located(document.pages)


def located(pages: Sequence[Page]) -> tuple[PageContent, ...]:
    """PDF pages that follow one another: of each its ruled grids, its aligned ones and the lines outside them, each
    from top to bottom."""
    ruled = [_ruled(page) for page in pages]
    aligned: dict[int, list[Found]] = {page.number: [] for page in pages}
    for table in _aligned_tables(ruled):
        for part in found(table):
            aligned[part.grid.page].append(part)
    return tuple(part for page in ruled for part in by_parts(page.page, _content(page, aligned[page.page.number])))


class _Ruled(Struct, frozen=True):
    """A page and what its rules make of it: the grids, the characters in them, and the lines outside."""

    page: Page
    grids: tuple[Grid, ...]
    lines: tuple[Line, ...]

    @property
    def below(self) -> list[str]:
        """The texts of the lines under all grids."""
        lowest = max((g.box.bottom for g in self.grids if g.box), default=0.0)
        return [line.text for line in self.lines if line.box is None or line.box.top > lowest]


def _ruled(page: Page) -> _Ruled:
    ruled, held = ruled_grids(page)
    boxes = [grid for grid in ruled if _is_box(page, grid)]
    if boxes:
        ruled = tuple(grid for grid in ruled if grid not in boxes)
        held &= ~inside(page, boxes)
    grids = tuple(part for grid in ruled for part in split_at_tops(grid))
    return _Ruled(page, grids, lines_of(page.number, page.characters, np.flatnonzero(~held)))


def _is_box(page: Page, grid: Grid) -> bool:
    """Whether rules only frame a table with its title: most of its amounts are in cells that hold many of its rows."""
    if not any(len(cell.lines) >= MANY_LINES for cell in grid.cells):
        return False
    amounts = [*map(_amount_lines, grid.cells)]
    swallowed = sum(count for count in amounts if count >= MANY_LINES)
    if 2 * swallowed < sum(amounts) or not swallowed:
        return False
    lines = lines_of(page.number, page.characters, np.flatnonzero(inside(page, [grid])))
    return any(opens_table(line.text) for line in lines)


def _amount_lines(cell: Cell) -> int:
    """How many lines of a cell have an amount, or are a dash in the place of one."""
    if len(cell.lines) == 1:
        return int(cell.number.is_value)
    return sum(_AMOUNT.search(line) is not None or read_number(line).is_value for line in cell.lines)


def _aligned_tables(pages: Sequence[_Ruled]) -> list[Aligned]:
    """The tables on pages without rules, or whose rules do not separate their cells; they may continue over pages."""
    tables: list[Aligned] = []
    last: Aligned | None = None  # the table that the page before leaves unfinished, if there is one
    title_before = False  # whether the page before ends with a title whose table is not yet there
    for page in pages:
        titled = any(opens_table(line.text) for line in page.lines)
        parts: tuple[Part, ...] = ()
        few = FEW_AMOUNTS if last is None else 0
        if (last is not None or title_before or titled) and not (page.grids and _fit(page, few)):
            parts = parts_of(page.page, last is not None, title_before)
        going_on = last
        last = None
        for part in parts:
            longer = continued(going_on, part) if going_on is not None else None
            if longer is not None:
                tables[-1] = last = longer
            elif (table := begun(part)) is not None:
                tables.append(table)
                last = table
            going_on = None
        if last is not None and not (last.goes_on and last.parts[-1] is parts[-1]):
            last = None
        title_before = last is None and title_at_foot(page.below)
    return tables


def _content(ruled: _Ruled, aligned: Sequence[Found]) -> PageContent:
    """The content of a page, with those of its aligned tables that say more than its rules do."""
    page, grids = ruled.page, ruled.grids
    count = _counter(page) if aligned else _amounts_alone
    lead = 0 if aligned and _are_in_part(ruled) else 1
    better = [f for f in aligned if _has_more(f, grids, count, lead)]
    if not better:
        return PageContent(page.number, with_alternatives(page, numbered(grids)), ruled.lines)
    grids = (*(g for g in grids if not any(_overlap(g, f) for f in better)), *(f.grid for f in better))
    held = np.any([f.held for f in better], axis=0) | inside(page, grids)
    free = lines_of(page.number, page.characters, np.flatnonzero(~held))
    return PageContent(page.number, with_alternatives(page, numbered(grids)), free)


def _fit(ruled: _Ruled, few: int) -> bool:
    """Whether the rules of a page separate its amounts. They do not where they are shading, belong to the header alone
    or run in one direction: then more than a `few` amounts lie outside the cells, or several in one."""
    if _are_in_part(ruled):
        return False
    page, grids = ruled.page, ruled.grids
    count = _counter(page)
    printed = len(_AMOUNT.findall(page.characters.text)) if count is _amounts_alone else _digit_runs(page)
    return printed - sum(map(count, grids)) <= (few if count is _amounts_alone else FEW_AMOUNTS + printed // 5)


def _are_in_part(ruled: _Ruled) -> bool:
    """Whether the grids of a page are but the shaded rows of a table, or all but the first row of its header."""
    return _striped(ruled.page, ruled.grids) or any(_has_header_above(grid, ruled.lines) for grid in ruled.grids)


def _has_header_above(grid: Grid, lines: Sequence[Line]) -> bool:
    """Whether words of headers alone (预算数　决算数) stand over a grid as near as a row of it."""
    if grid.box is None:
        return False
    for line in lines:
        if line.box is not None and grid.box.top - (line.box.bottom - line.box.top) < line.box.bottom <= grid.box.top:
            words = line.text.split()
            if len(words) > 1 and all(map(is_header_word, words)):
                return True
    return False


def _striped(page: Page, grids: Sequence[Grid]) -> bool:
    """Whether every other row of a table is shaded, and so a grid of its own: text stands between such rows, in a gap
    as high as they are."""
    bands = [(g.box, g.rows) for g in grids if g.box is not None]
    c = page.characters
    x, y = (c.x0 + c.x1) / 2, (c.top + c.bottom) / 2
    for (above, _), (below, rows) in pairwise(bands):
        gap, height = below.top - above.bottom, below.bottom - below.top
        as_high = rows == 1 and abs(gap - height) < SAME_HEIGHT * height
        amid = (y > above.bottom) & (y < below.top) & (x > above.x0) & (x < above.x1)
        if as_high and max(abs(above.x0 - below.x0), abs(above.x1 - below.x1)) < SAME_SIDE and np.any(amid):
            return True
    return False


def _counter(page: Page) -> Callable[[Grid], int]:
    """How the numbers of a grid are counted: amounts with decimals or thousands, or all numbers on a page without
    such."""
    amounts = len(_AMOUNT.findall(page.characters.text))
    return _amounts_alone if amounts > FEW_AMOUNTS else _numbers_alone


def _digit_runs(page: Page) -> int:
    """How many runs of digits, each without a gap, stand on a page."""
    c = page.characters
    codes = np.frombuffer(c.text.encode("utf-32-le"), dtype=np.uint32)
    digit = (codes >= 0x30) & (codes <= 0x39)
    apart = (np.abs(c.x0[1:] - c.x1[:-1]) > APART * c.size[1:]) | (np.diff(c.baseline) != 0)
    return int(np.count_nonzero(digit[:1]) + np.count_nonzero(digit[1:] & (apart | ~digit[:-1])))


def _numbers_alone(grid: Grid) -> int:
    return sum(1 for cell in grid.cells if cell.number.is_number or _is_doubted(cell))


def _amounts_alone(grid: Grid) -> int:
    return sum(
        1
        for cell in grid.cells
        if (cell.number.is_number or _is_doubted(cell)) and len(_AMOUNT.findall(cell.text)) == 1
    )


def _is_doubted(cell: Cell) -> bool:
    """Whether a cell holds a number that must not be read: to leave that out, another reading is no better. (One of
    several amounts below one another may be two rows.)"""
    amounts = sum(_AMOUNT.search(line) is not None for line in cell.lines)
    return DRAWN in cell.text or (cell.has_several_numbers and (len(cell.lines) == 1 or amounts == 1))


def _has_more(aligned: Found, ruled: Sequence[Grid], count: Callable[[Grid], int], lead: int) -> bool:
    """Whether a table that is read by its alignment has more amounts, each in its cell, than the rules make of it, by
    so many as `lead`; not where it must lead and its columns have no header, while each of those between the rules has:
    two amounts stand in one cell."""
    over = [g for g in ruled if _overlap(g, aligned)]
    if lead and len(over) == 1 and _is_headed(over[0]) and not _is_headed(aligned.grid):
        return False
    return not over or count(aligned.grid) >= lead + sum(map(count, over))


def _is_headed(grid: Grid) -> bool:
    """Whether words stand over the amounts in each column."""
    body = min((cell.row for cell in grid.cells if _AMOUNT.search(cell.text)), default=0)
    words = (cell for cell in grid.cells if cell.row < body and cell.text and not cell.number.is_number)
    return grid.columns == len({c for cell in words for c in range(cell.column, cell.column + cell.column_span)})


def _overlap(ruled: Grid, aligned: Found) -> bool:
    return ruled.box is not None and min(ruled.box.bottom, aligned.bottom) > max(ruled.box.top, aligned.top)


def inside(page: Page, grids: Sequence[Grid]) -> NDArray[np.bool_]:
    """The characters whose middle lies in one of the grids."""
    c = page.characters
    x, y = (c.x0 + c.x1) / 2, (c.top + c.bottom) / 2
    held = np.zeros(len(c), dtype=bool)
    for box in (g.box for g in grids if g.box is not None):
        held |= (x >= box.x0) & (x <= box.x1) & (y >= box.top) & (y <= box.bottom)
    return held
