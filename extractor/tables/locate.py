"""Where the tables of a document lie: pages → grids, and the lines of text outside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from extractor.document.lines import lines_of
from extractor.document.model import Document, Page
from extractor.kept import compiled
from extractor.tables.assembly.split import split_at_titles
from extractor.tables.markup import markup_content
from extractor.tables.model import Grid, PageContent, numbered
from extractor.tables.ruled.grid import ruled_grids
from extractor.tables.unruled.aligned import Columns
from extractor.tables.unruled.page import Found, Open, aligned_tables, opens_table, title_at_foot

NOTHING_OPEN = Open()
APART = 0.2  # of the size: a wider gap parts two runs of digits
FEW_AMOUNTS = 3  # on a page outside the cells, or several in one: with more, its rules do not part its tables
_AMOUNT = compiled(r"\d[.．]\d|\d[,，]\d{3}(?![\d,，.．])")


def locate(document: Document) -> tuple[PageContent, ...]:
    """The grids and the free lines of every page."""
    if not document.has_layout:
        return tuple(markup_content(page, document.text_source) for page in document.markup)
    found = []
    left = NOTHING_OPEN
    for page in document.pages:
        content, left = page_content(page, left)
        found.append(content)
    return tuple(found)


def page_content(page: Page, before: Open = NOTHING_OPEN) -> tuple[PageContent, Open]:
    """A PDF page: its ruled grids, its aligned ones, and the lines outside them, each from top to bottom.

    `before` is what the page before leaves unfinished; given back is what this page leaves.
    """
    ruled, held = ruled_grids(page)
    grids = tuple(part for grid in ruled for part in split_at_titles(grid))
    lines = lines_of(page.number, page.characters, np.flatnonzero(~held))
    columns: Columns | None = None
    opens = bool(before) or any(opens_table(line.text) for line in lines)
    if (opens and not grids) or (grids and not _fit(page, grids)):
        count = _counter(page)
        better = [f for f in aligned_tables(page, before) if _more_numbers(f, grids, count)]
        if better:
            grids = (*(g for g in grids if not any(_overlap(g, f) for f in better)), *(f.grid for f in better))
            held = np.any([f.held for f in better], axis=0) | inside(page, grids)
            lines = lines_of(page.number, page.characters, np.flatnonzero(~held))
            columns = better[-1].columns
    below = max((g.box.bottom for g in grids if g.box), default=0.0)
    after = [line.text for line in lines if line.box is None or line.box.top > below]
    return PageContent(page.number, numbered(grids), lines), Open(columns, columns is None and title_at_foot(after))


def _fit(page: Page, grids: Sequence[Grid]) -> bool:
    """Whether the rules of a page part its amounts: where they are shading, or only those of the header or of one
    direction, amounts lie outside the cells or several in one."""
    count = _counter(page)
    printed = len(_AMOUNT.findall(page.characters.text)) if count is _amounts_alone else _digit_runs(page)
    return printed - sum(map(count, grids)) <= (FEW_AMOUNTS if count is _amounts_alone else FEW_AMOUNTS + printed // 5)


def _counter(page: Page) -> Callable[[Grid], int]:
    """How the numbers of a grid are counted: amounts with decimals or thousands, or on a page without them all."""
    amounts = len(_AMOUNT.findall(page.characters.text))
    return _amounts_alone if amounts > FEW_AMOUNTS else _numbers_alone


def _digit_runs(page: Page) -> int:
    """How many runs of digits stand on a page, each without a gap."""
    c = page.characters
    codes = np.frombuffer(c.text.encode("utf-32-le"), dtype=np.uint32)
    digit = (codes >= 0x30) & (codes <= 0x39)
    apart = (np.abs(c.x0[1:] - c.x1[:-1]) > APART * c.size[1:]) | (np.diff(c.baseline) != 0)
    return int(np.count_nonzero(digit[:1]) + np.count_nonzero(digit[1:] & (apart | ~digit[:-1])))


def _numbers_alone(grid: Grid) -> int:
    return sum(1 for cell in grid.cells if cell.number.is_number)


def _amounts_alone(grid: Grid) -> int:
    return sum(1 for cell in grid.cells if len(_AMOUNT.findall(cell.text)) == 1 and cell.number.is_number)


def _more_numbers(aligned: Found, ruled: Sequence[Grid], count: Callable[[Grid], int]) -> bool:
    """Whether a table that is read by its alignment has more amounts, each in its cell, than the rules make of it."""
    over = [g for g in ruled if _overlap(g, aligned)]
    return not over or count(aligned.grid) > sum(map(count, over))


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
