"""What locating and interpreting hand on: grids of cells, then tables whose columns have a meaning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import force_setattr, replace

from extractor.document.model import Alternative, Box, Line, Spans, place
from extractor.document.numbers import SOME_TEXT, Printed, read_number
from extractor.languages import Sentence

DRAWN = "\N{OBJECT REPLACEMENT CHARACTER}"  # stands for what is drawn in a cell and not written


class GridAddress(NamedTuple):
    """Which grid of a document: its page (1-based) and its ordinal among the grids of the page (0-based)."""

    page: int
    grid: int


class Address(NamedTuple):
    """Where a cell was located: page (1-based), the grid's ordinal on the page, row and column of its top left corner
    in that grid (all 0-based). No two cells of one reading of a document share it, and it stays with the cell when
    grids are set beside each other or put together."""

    page: int
    grid: int
    row: int
    column: int

    @property
    def of_grid(self) -> GridAddress:
        return GridAddress(self.page, self.grid)


class Extent(NamedTuple):
    """How far something reaches from left to right: in points, or in columns where a grid has no layout."""

    low: float
    high: float

    @property
    def width(self) -> float:
        return self.high - self.low

    def overlap(self, other: Extent) -> float:
        """The width that both share; negative where they are apart."""
        return min(self.high, other.high) - max(self.low, other.low)


class Cell(Struct, frozen=True):
    """A cell of a grid; `row` and `column` are 0-based in the grid that holds it and mark its top left corner.

    - `text`: as printed, without blanks and line breaks; `lines`: its printed lines; `number`: what it prints as a
      number.
    - `box`: in PDF points on the page as displayed. A cell that a file's markup gave has none, and stands at the
      1-based `line` of a text file or at a `place` that a person finds (`Sheet2!C14`).
    - `alternatives`: the other readings of a reader in doubt, the most probable first; engines that copy characters
      have none.
    - `has_several_numbers`: numbers stand beside, below or upon one another, and none can be believed.
    """

    address: Address
    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    engine: str
    box: Box | None = None
    line: int | None = None
    lines: tuple[str, ...] = ()
    place: str | None = None
    alternatives: tuple[Alternative, ...] = ()
    has_several_numbers: bool = False
    number: Printed = SOME_TEXT

    def __post_init__(self) -> None:
        force_setattr(self, "number", SOME_TEXT if self.has_several_numbers else read_number(self.text))

    @property
    def page(self) -> int:
        """The 1-based page on which the cell is printed."""
        return self.address.page

    @property
    def where(self) -> str:
        """Where a person finds the cell: `page 3`, `line 120`, `Sheet2!C14`."""
        return self.place or place(self.page, self.line)


class Grid(Struct, frozen=True):
    """The cells of one ruled (or aligned) area of one page, every place of rows x columns covered once.

    - `ordinal`: its place among the grids of its page, from 0; `part`: on which page of a sheet that holds several,
      from 0.
    - `spans`: how it is known how far cells reach; `slots[row][column]`: the index in `cells` of the cell that covers
      the place.
    - `x_edges`: the column borders (columns + 1 of them), and `y_edges`: the row borders, in points on the page turned
      upright, as is `box`; a grid that a file's markup gave has none of the three.
    - `header_rows`: how many first rows are known to be the header (0: unknown).
    - `currency_unit`: the unit that its amounts print with them.
    - `exchangeable`: columns with guessed spans whose numbers may be those of another column, each with that one.
    """

    page: int
    ordinal: int
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    slots: tuple[tuple[int, ...], ...]
    engine: str
    spans: Spans
    box: Box | None = None
    x_edges: tuple[float, ...] = ()
    y_edges: tuple[float, ...] = ()
    line: int | None = None
    header_rows: int = 0
    currency_unit: str | None = None
    part: int = 0
    exchangeable: tuple[tuple[int, int], ...] = ()

    @property
    def last_page(self) -> int:
        """The last page on which it has cells: parts from later pages may have been set beside its own."""
        return max((cell.page for cell in self.cells), default=self.page)

    @property
    def address(self) -> GridAddress:
        return GridAddress(self.page, self.ordinal)

    @property
    def leaf(self) -> tuple[int, int]:
        """The page it lies on, and which of those on the sheet."""
        return self.page, self.part

    @property
    def has_layout(self) -> bool:
        """Whether the grid lies on a page and its borders are known; what a file's markup gave has no such place."""
        return self.box is not None

    @property
    def printed_page(self) -> int | None:
        """The page on which a person finds the grid; None where the file has no pages."""
        return self.page if self.has_layout else None

    @property
    def where(self) -> str:
        """Where a person finds the grid: `page 3`, `line 120`, or the place of its first cell."""
        return next((cell.place for cell in self.cells if cell.place), place(self.page, self.line))

    def at(self, row: int, column: int) -> Cell:
        """The cell that covers a place, which spans may have begun above or to the left."""
        return self.cells[self.slots[row][column]]

    def row(self, index: int, columns: Sequence[int | None] | None = None) -> Row:
        """A row by all its columns, or by some of them in another order (None: the grid has no such column)."""
        cells, slots = self.cells, self.slots[index]
        if columns is None:
            return Row(self, index, tuple(cells[i] for i in slots))
        return Row(self, index, tuple(None if c is None else cells[slots[c]] for c in columns))

    def extent(self, cell: Cell) -> Extent:
        """How far one of its cells reaches."""
        first, end = cell.column, cell.column + cell.column_span
        return Extent(self.x_edges[first], self.x_edges[end]) if self.has_layout else Extent(first, end)

    def row_cells(self, row: int) -> tuple[Cell, ...]:
        """The cells of a row from left to right, each once, spanning ones included."""
        return tuple(self.cells[i] for i in dict.fromkeys(self.slots[row]))


def numbered(grids: Sequence[Grid]) -> tuple[Grid, ...]:
    """The grids of one page with their ordinals in the given order, and their cells' addresses by them."""
    return tuple(grid if grid.ordinal == i else _renumbered(grid, i) for i, grid in enumerate(grids))


def _renumbered(grid: Grid, ordinal: int) -> Grid:
    cells = tuple(replace(c, address=Address(grid.page, ordinal, c.row, c.column)) for c in grid.cells)
    return replace(grid, ordinal=ordinal, cells=cells)


class Row(Struct, frozen=True):
    """A row of a table: its cells by the columns of the table's first part (None where the part has no such
    column)."""

    grid: Grid
    index: int
    cells: tuple[Cell | None, ...]

    @property
    def page(self) -> int:
        return self.grid.page

    @property
    def where(self) -> str:
        """Where a person finds the row: `page 3`, `line 120`."""
        return next((cell.where for cell in self.begun), self.grid.where)

    @property
    def line(self) -> int | None:
        """The 1-based line of a text file on which the row stands."""
        return next((cell.line for cell in self.begun), self.grid.line)

    @property
    def reaching(self) -> tuple[Cell, ...]:
        """The cells that stand in the row from left to right, each once, those that span it from above included."""
        return tuple({cell.address: cell for cell in self.cells if cell is not None}.values())

    @property
    def begun(self) -> tuple[Cell, ...]:
        """Those of the `reaching` cells that begin in the row."""
        return tuple(cell for cell in self.reaching if cell.row == self.index)

    def begins(self, column: int) -> Cell | None:
        """The cell at a column if this row and column are where it begins; spanning cells are read once."""
        cell = self.cells[column]
        if cell is None or cell.row != self.index:
            return None
        before = self.cells[column - 1] if column else None
        return None if before is not None and before.address == cell.address else cell

    def columns_of(self, cell: Cell) -> list[int]:
        """The columns that a cell stands in."""
        return [i for i, other in enumerate(self.cells) if other is not None and other.address == cell.address]

    def text(self, column: int) -> str:
        """What is printed at a column, if a cell begins there."""
        cell = self.begins(column)
        return cell.text if cell else ""


class PageContent(Struct, frozen=True):
    """A page as located: its grids and the lines outside them, both from top to bottom."""

    page: int
    grids: tuple[Grid, ...]
    lines: tuple[Line, ...]

    @property
    def items(self) -> tuple[Line | Grid, ...]:
        """Lines and grids in reading order."""
        return tuple(sorted((*self.lines, *self.grids), key=height))


def height(item: Line | Grid) -> float:
    """Where a line or a grid begins on its page: points from the top, or the number of its (first) line in a file
    without layout."""
    if item.box is not None:
        return item.box.top
    return (item.number if isinstance(item, Line) else item.line) or 0


Amounts = tuple[str | None, str, str]
"""What the amounts of a column are: side, budget stage and measure."""


class Value(Struct, frozen=True):
    """One number of a table with its meaning, still as printed text in `cell`.

    - `subject_code`, `row_label` …: as the columns of `facts`; `ordinal`: the place of the row in the table, counted
      over pages.
    - `unit`: whose row it is (部门/单位), where a column of the table says so.
    - `guessed`: no line separates its column from the others; `may_be`: the measures of the columns under whose header
      it may stand.
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
    unit: str | None = None
    guessed: bool = False
    may_be: tuple[Amounts, ...] = ()


class Supposition(Struct, frozen=True):
    """A column whose header has an unknown word, taken for what its other words name; or one such column per budget
    stage; or a whole table whose title does not say by itself which it is.

    `values` are all those of its table with it. If the accounts bear it out, `taken` says so; if not, `unread` says
    that it was not understood; one sentence per column.
    """

    values: tuple[Value, ...]
    taken: tuple[Sentence, ...]
    unread: tuple[Sentence, ...]


class Table(Struct, frozen=True):
    """One of the nine tables, over all its pages.

    - `kind`: the canonical number 01…09; `printing`: counts the printings of the same kind in a document (some print
      the whole set twice); `grids`: its parts in order.
    - `unread`: a sentence for each thing that was found but not understood.
    - `uneven`: where it prints zeros in one column and blanks in another, all the way down.
    - `blank`: side, basis and measure of the columns without a number; `headed`: those whose header stands in the row
      of the total, in place of its amount.
    - `supposed`: a column, or the table itself, on which the accounts have still to decide; `noted`: a sentence on one
      for which they have.
    - `half`: for a table of two sides, which one was not found, until the other half is (see `nine/one_side`).
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
    unread: tuple[Sentence, ...] = ()
    uneven: tuple[Sentence, ...] = ()
    blank: frozenset[Amounts] = frozenset()
    headed: frozenset[Amounts] = frozenset()
    supposed: Supposition | None = None
    noted: tuple[Sentence, ...] = ()
    half: Sentence | None = None

    @property
    def as_supposed(self) -> Table:
        """The table with what is supposed among its values."""
        if self.supposed is None:
            return self
        return replace(
            self,
            values=self.supposed.values,
            unread=tuple(sentence for sentence in self.unread if sentence not in self.supposed.unread),
            supposed=None,
            noted=(*self.noted, *self.supposed.taken),
        )

    @property
    def pages(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(g.page for g in self.grids))
