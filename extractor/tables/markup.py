"""What a file's markup gives (lines, tables with their cells) → grids and the lines outside them."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from extractor.document.characters import printed, without_blanks
from extractor.document.model import Line, MarkupCell, MarkupPage, MarkupTable, TextSource
from extractor.document.numbers import are_numbers
from extractor.errors import DocumentError
from extractor.lexicon.titles import title_of
from extractor.problems import Problem
from extractor.tables.assembly.lost_spans import with_spans
from extractor.tables.assembly.split import split_at_tops
from extractor.tables.assembly.stacked_rows import parted_rows, several_numbers
from extractor.tables.model import Address, Cell, Grid, PageContent, numbered

ENGINES = {TextSource.PLAIN_TEXT: "text", TextSource.OFFICE: "office", TextSource.HTML: "html"}
MOST_CELLS = 1_000_000  # of one table
TITLE_ROWS = 8  # of a grid, in which its title may stand


def markup_content(page: MarkupPage, source: TextSource) -> PageContent:
    """The tables of a page as grids, and its lines; raises `DocumentError` `too_large` for a table beyond all use."""
    grids: list[Grid] = []
    lines: list[Line] = []
    for item in page.items:
        if isinstance(item, MarkupTable):
            grid = grid_of_markup(with_spans(item), page.number, len(grids), ENGINES[source])
            grids.extend(split_at_tops(grid))
        else:
            text = printed(item.text)
            lines.append(item if text == item.text else replace(item, text=text))
    if page.name is not None and title_of(page.name) and not _has_title(grids, lines):
        first = min((item.number or 0 if isinstance(item, Line) else item.line for item in page.items), default=1)
        lines.insert(0, Line(page.name, page.number, None, first - 1))  # what the sheet is called is its title
    return PageContent(page.number, numbered(grids), tuple(lines))


def _has_title(grids: Sequence[Grid], lines: Sequence[Line]) -> bool:
    """Whether a table has a title over it or in its first rows."""
    heads = (cell.text for grid in grids for row in range(min(TITLE_ROWS, grid.rows)) for cell in grid.row_cells(row))
    return any(title_of(text) for text in (*(line.text for line in lines), *heads) if text)


def grid_of_markup(table: MarkupTable, page: int, ordinal: int, engine: str) -> Grid:
    """A table as a grid, the `ordinal`th of its page.

    Each cell takes the next places of its row that no cell above reaches into; short rows are filled with blank ones.
    """
    width = max((sum(cell.column_span for cell in row) for row in table.rows), default=0)
    reach = sum(min(c.row_span, len(table.rows)) * c.column_span for row in table.rows for c in row)
    if max(reach, width * len(table.rows)) > MOST_CELLS:
        raise DocumentError(Problem.LARGE_TABLE, line=table.line, rows=len(table.rows), columns=width)
    cells: list[Cell] = []
    slots: list[list[int]] = [[] for _ in table.rows]
    for r, row in enumerate(table.rows):
        column = 0
        for cell in row:
            column = _next_free(slots[r], column)
            end = _end(slots[r], column, cell.column_span)
            bottom = min(r + cell.row_span, len(slots))
            for below in slots[r:bottom]:
                below.extend([-1] * (end - len(below)))
                below[column:end] = [len(cells)] * (end - column)
            cells.append(_cell(cell, Address(page, ordinal, r, column), bottom - r, end - column, engine))
            column = end
    columns = max(map(len, slots), default=0)
    for r, places in enumerate(slots):
        places.extend([-1] * (columns - len(places)))
        for c, place in enumerate(places):
            if place < 0:
                places[c] = len(cells)
                blank = MarkupCell("", line=next((cell.line for cell in table.rows[r]), None))
                cells.append(_cell(blank, Address(page, ordinal, r, c), 1, 1, engine))
    if table.number is not None:
        cells = [replace(c, line=table.line + c.row, place=c.place or _place(table.number, c)) for c in cells]
    rows = tuple(map(tuple, slots))
    return parted_rows(
        Grid(page, ordinal, len(rows), columns, tuple(cells), rows, engine, table.spans, line=table.line)
    )


def _place(number: int, cell: Cell) -> str:
    return f"table {number}, row {cell.row + 1}, column {cell.column + 1}"


def _next_free(places: list[int], column: int) -> int:
    while column < len(places) and places[column] >= 0:
        column += 1
    return column


def _end(places: list[int], column: int, span: int) -> int:
    """Where a cell that begins at a column ends: at a cell from above, if one reaches into its span."""
    end = column + span
    return next((c for c in range(column + 1, min(end, len(places))) if places[c] >= 0), end)


def _cell(cell: MarkupCell, address: Address, row_span: int, column_span: int, engine: str) -> Cell:
    parts = printed(cell.text).splitlines()
    lines = tuple(filter(None, map(without_blanks, parts)))
    several = several_numbers(lines) or any(map(are_numbers, parts))
    return Cell(
        address, address.row, address.column, row_span, column_span, "".join(lines), engine,
        line=cell.line, lines=lines, place=cell.place, has_several_numbers=several,
    )  # fmt: skip
