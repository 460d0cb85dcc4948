"""What locating and interpreting hand on: grids of cells, then tables whose columns have a meaning."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.document.model import Box, Line


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a grid; `row` and `column` are 0-based in their grid and mark its top left corner.

    `text` is as printed, without blanks and line breaks; `lines` keeps the printed lines of it.
    `page` is 1-based; `line` is the 1-based line of a plain text file, where `box` is None.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    page: int
    engine: str
    box: Box | None = None
    line: int | None = None
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one ruled (or aligned) area of one page, every place of rows x columns covered once.

    `x_edges` are the column borders in points (columns + 1 of them; empty for plain text).
    `slots[row][column]` is the index in `cells` of the cell that covers the place. `header_rows` counts the first
    rows that are known to be the header (0: not known).
    """

    page: int
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    slots: tuple[tuple[int, ...], ...]
    engine: str
    box: Box | None = None
    x_edges: tuple[float, ...] = ()
    line: int | None = None
    header_rows: int = 0

    def at(self, row: int, column: int) -> Cell:
        """The cell that covers a place, which spans may have begun above or to the left."""
        return self.cells[self.slots[row][column]]

    def row_cells(self, row: int) -> tuple[Cell, ...]:
        """The cells of a row from left to right, each once, spanning ones included."""
        return tuple(self.cells[i] for i in dict.fromkeys(self.slots[row]))


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its cells by the columns of the table's first part (None where the part has no such
    column)."""

    grid: Grid
    index: int
    cells: tuple[Cell | None, ...]

    def begins(self, column: int) -> Cell | None:
        """The cell at a column if this row and column are where it begins; spanning cells are read once."""
        cell = self.cells[column]
        if cell is None or cell.row != self.index or (column and self.cells[column - 1] is cell):
            return None
        return cell

    def text(self, column: int) -> str:
        cell = self.begins(column)
        return cell.text if cell else ""


def height(item: Line | Grid) -> float:
    """Where a line or a grid begins on its page: points from the top, or the line of a plain text file."""
    if item.box is not None:
        return item.box.top
    return float((item.number if isinstance(item, Line) else item.line) or 0)


@dataclass(frozen=True, slots=True)
class PageContent:
    """A page as located: its grids and the lines outside them, both from top to bottom."""

    page: int
    grids: tuple[Grid, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """One number of a table with its meaning, still as printed text in `cell`.

    `subject_code`, `row_label` … are as the contract's `facts` says; `ordinal` is the place of the row in the
    table, counted over pages.
    """

    cell: Cell
    side: str | None
    basis: str
    subject_code: str | None
    subject_name: str | None
    row_label: str | None
    item: str | None
    parent_label: str | None
    row_no: int | None
    measure: str
    measure_label: str
    ordinal: int


@dataclass(frozen=True, slots=True)
class Table:
    """One of the nine tables, over all its pages.

    `kind` is the canonical number 01…09; `printing` counts the printings of the same kind in a document
    (some print the whole set twice); `grids` are its parts in order; `unread` says, one sentence each, what
    was found but not understood, `uneven` where it prints zeros in one column and a blank in another, all down;
    `blank` are side, basis and measure of the columns without a number; `unknown_rows` are labels with amounts that
    name no item, read as they stand.
    """

    kind: str
    printing: int
    title: str
    number_printed: str | None
    currency_unit: str | None
    maker: str | None
    year: int | None
    grids: tuple[Grid, ...]
    values: tuple[Value, ...]
    unread: tuple[str, ...] = ()
    uneven: tuple[str, ...] = ()
    blank: frozenset[tuple[str | None, str, str]] = frozenset()
    unknown_rows: tuple[str, ...] = ()

    @property
    def pages(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(g.page for g in self.grids))
