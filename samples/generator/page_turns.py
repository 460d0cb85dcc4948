"""The tables of a sample broken over pages at chosen rows, with the rows that bookkeepers put at a break.

`Turn` says how a page turns: whether the header is printed again, and which rows close a page (本页小计, 过次页) and
open the next (承前页). They print sums of what stands before them and are nobody's children.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from samples.generator import layout
from samples.generator.disclosure import Sample
from samples.generator.drawing.book import Book
from samples.generator.grid import Cell, Grid
from samples.generator.style import Style


@dataclass(frozen=True, slots=True)
class Turn:
    """How the pages of all tables of a document turn."""

    header_again: bool = False
    closes: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()

    @property
    def carries(self) -> bool:
        return bool(self.closes or self.opens)


CARRIED = (
    Turn(False, ("过次页",), ("承前页",)),
    Turn(True, ("本页小计",), ()),
    Turn(True, ("本页小计", "过次页"), ("承前页",)),
)
TURNS = (Turn(False), Turn(True), *CARRIED)


def grids(sample: Sample) -> list[Grid]:
    """The nine tables of a sample, each with its title over it."""
    style = _style(sample, Turn())
    listed = layout.tables(sample.accounts, sample.department, style, sample.unit_name)
    return [grid for grid in listed if grid.kind.isdigit()]


def breaks(grid: Grid) -> range:
    """The rows before which a page can turn: every row of the body but its first."""
    return range(grid.header_rows + 1, grid.rows)


def drawn(sample: Sample, turn: Turn, rows: Mapping[int, Sequence[int]]) -> bytes:
    """A file of the tables of a sample, the page turned before the given rows of each, by its place in `grids`."""
    style = _style(sample, turn)
    book = Book(style, sample.department.name)
    book.cover([sample.department.name, f"{sample.year}年度部门决算"])
    for place, grid in enumerate(grids(sample)):
        turned, before = carried(grid, rows.get(place, ()), turn, style)
        book.page(grid.kind in style.landscape)
        book.table(turned, grid.kind in style.landscape, fresh=False, turns=before)
    return book.finish()


def carried(grid: Grid, rows: Sequence[int], turn: Turn, style: Style) -> tuple[Grid, list[int]]:
    """The grid with the rows that close and open pages, and the rows before which the page turns in it."""
    if not turn.carries or grid.kind == "09":  # a few lines, which nobody adds up
        return grid, list(rows)
    begins = grid.header_rows
    before: list[int] = []
    for row in rows:
        row += len(before) * (len(turn.closes) + len(turn.opens))
        end = row + len(turn.closes)
        sums = _sums(grid, begins, row, style)
        grid = _with_rows(grid, row, (*turn.closes, *turn.opens), sums)
        before.append(end)
        begins = end + len(turn.opens)
    return grid, before


def _sums(grid: Grid, begin: int, end: int, style: Style) -> dict[int, str]:
    """By column what the rows from `begin` to `end` print, added up; a column without amounts there is blank."""
    found: defaultdict[int, Decimal] = defaultdict(Decimal)
    for cell in grid.cells:
        if begin <= cell.row < end and cell.value is not None:
            found[cell.column] += cell.value
    form = "{:,.2f}" if style.numerals.separators else "{:.2f}"
    return {column: form.format(value) for column, value in found.items()}


def _with_rows(grid: Grid, at: int, labels: Sequence[str], sums: Mapping[int, str]) -> Grid:
    """The grid with one more row for each label before row `at`, each label at the left of every panel."""
    count = len(labels)
    cells = [
        replace(c, row=c.row + count) if c.row >= at
        else replace(c, rows=c.rows + count) if c.row + c.rows > at
        else c
        for c in grid.cells
    ]  # fmt: skip
    amounts = _amount_columns(grid)
    for place, label in enumerate(labels):
        for column in range(grid.columns):
            opens_panel = column not in amounts and (column == 0 or column - 1 in amounts)
            text = sums.get(column, "") if column in amounts else label if opens_panel else ""
            cells.append(Cell(at + place, column, 1, 1, text, "right" if column in amounts else "left"))
    return replace(grid, cells=tuple(cells))


def _amount_columns(grid: Grid) -> set[int]:
    """The columns of amounts: those of the subjects of 06, whose totals stand anywhere; else those set at the right."""
    if grid.kind == "06":
        return {c.column for c in grid.cells if c.address and c.address.label not in ("人员经费合计", "公用经费合计")}
    return {c.column for c in grid.cells if c.row >= grid.header_rows and c.columns == 1 and c.align == "right"}


def _style(sample: Sample, turn: Turn) -> Style:
    place = "above" if sample.style.title_place == "heading" else sample.style.title_place
    return replace(sample.style, title_place=place, short_pages=(), repeat_header=turn.header_again)
