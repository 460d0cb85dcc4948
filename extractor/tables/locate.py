"""Where the tables of a document lie: pages → grids, and the lines of text outside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from extractor.document.characters import without_blanks
from extractor.document.lines import lines_of
from extractor.document.model import Document, Line, Page, Spans
from extractor.errors import DocumentError, Problem
from extractor.kept import compiled
from extractor.tables.assembly.split import split_at_titles
from extractor.tables.model import Address, Cell, Grid, PageContent, numbered
from extractor.tables.ruled.grid import ruled_grids
from extractor.tables.unruled.aligned import Columns
from extractor.tables.unruled.page import Found, Open, aligned_tables, opens_table, title_at_foot

TEXT_ENGINE = "text"
NOTHING_OPEN = Open()
MOST_FIELDS = 100  # a line of text with more is no row of a table
MOST_CELLS = 1_000_000  # of one table of plain text
APART = 0.2  # of the size: a wider gap parts two runs of digits
FEW_AMOUNTS = 3  # on a page outside the cells, or several in one: with more, its rules do not part its tables
_AMOUNT = compiled(r"\d[.．]\d|\d[,，]\d{3}(?![\d,，.．])")
_PIPE_RULE = compiled(r"^[\s|:+-]+$")
_CONTENTS_ROW = compiled(r"^[^\t|]+[\t|]+\s*\d{1,4}\s*$")


def locate(document: Document) -> tuple[PageContent, ...]:
    """The grids and the free lines of every page."""
    if document.is_plain:
        return tuple(_plain_content(page) for page in document.pages)
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


def _plain_content(page: Page) -> PageContent:
    """Plain text: runs of lines with tabs or pipes are grids; contents lines (a heading, a tab, a page) are not."""
    grids: list[Grid] = []
    free: list[Line] = []
    run: list[Line] = []
    for line in (*page.lines, Line("", page.number)):
        if _is_row(line.text):
            run.append(line)
            continue
        if run:
            if all(_CONTENTS_ROW.match(r.text) for r in run):
                free.extend(run)
            else:
                grids.extend(split_at_titles(text_grid(run, len(grids))))
            run = []
        if line.number is not None:
            free.append(line)
    return PageContent(page.number, numbered(grids), tuple(free))


def _is_row(text: str) -> bool:
    return 0 < text.count("\t") < MOST_FIELDS or 2 <= text.count("|") <= MOST_FIELDS


def _fields(text: str) -> list[str]:
    if "\t" in text:
        return text.split("\t")
    return text.strip().removeprefix("|").removesuffix("|").split("|")


def text_grid(run: list[Line], ordinal: int = 0) -> Grid:
    """Lines of tab- or pipe-separated text as a grid; short lines are filled with empty cells."""
    rows = [(line, _fields(line.text)) for line in run if not _PIPE_RULE.match(line.text)]
    columns = max((len(fields) for _, fields in rows), default=0)
    if len(rows) * columns > MOST_CELLS:
        raise DocumentError(Problem.LARGE_TABLE, line=run[0].number, rows=len(rows), columns=columns)
    page = run[0].page
    cells, slots = [], []
    for r, (line, fields) in enumerate(rows):
        for c in range(columns):
            text = without_blanks(fields[c]) if c < len(fields) else ""
            address, lines = Address(page, ordinal, r, c), (text,) if text else ()
            cells.append(Cell(address, r, c, 1, 1, text, TEXT_ENGINE, line=line.number, lines=lines))
        slots.append(tuple(range(r * columns, (r + 1) * columns)))
    size = (len(rows), columns)
    return Grid(page, ordinal, *size, tuple(cells), tuple(slots), TEXT_ENGINE, Spans.LOST, line=run[0].number)
