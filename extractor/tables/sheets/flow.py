"""A document as one flow of lines and grid rows, from top to bottom over all pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from extractor.document.model import Line
from extractor.kept import compiled
from extractor.tables.model import Cell, Grid, PageContent, height

_BREAK = regex.compile(r"<br ?/?>", regex.IGNORECASE)
_NUMBER = compiled(r"^[-\d.,%/—]+$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A cell as one row sees it: between `low` and `high` (points; in plain text columns), `begins` in this row."""

    cell: Cell
    low: float
    high: float
    begins: bool

    @property
    def text(self) -> str:
        return self.cell.text

    def overlap(self, low: float, high: float) -> float:
        """The width that the piece and a range share."""
        return min(self.high, high) - max(self.low, low)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a grid. `number` is 0-based in its grid; `ruled` says that blanks and spans are drawn, not guessed."""

    pieces: tuple[Piece, ...]
    page: int
    line: int | None
    number: int
    ruled: bool

    @property
    def new(self) -> tuple[Piece, ...]:
        """The pieces that begin in this row and hold text; words that a converter repeats in every place of a
        spanning cell count once."""
        own = [p for p in self.pieces if p.begins and p.text]
        if self.ruled:
            return tuple(own)
        return tuple(
            p
            for i, p in enumerate(own)
            if not (i and p.text == own[i - 1].text and p.low == own[i - 1].high and not _NUMBER.match(p.text[:20]))
        )


@dataclass(frozen=True, slots=True)
class Block:
    """A grid with its rows and its place: `index` counts the grids of its page."""

    grid: Grid
    page: int
    index: int
    rows: tuple[Row, ...]

    @property
    def width(self) -> tuple[float, float] | None:
        return (self.grid.box.x0, self.grid.box.x1) if self.grid.box else None


def flow_of(contents: Sequence[PageContent]) -> Iterator[Line | Block]:
    """Lines and grids of all pages in reading order; blank lines are left out."""
    for content in contents:
        items: list[tuple[float, int, Line | Block]] = []
        for index, grid in enumerate(content.grids):
            items.append((height(grid), 1, _block(grid, content.page, index)))
        for line in content.lines:
            if line.text.strip():
                items.append((height(line), 0, line))
        items.sort(key=lambda item: item[:2])
        yield from (item for _, _, item in items)


def _unmarked(cell: Cell) -> Cell:
    """A cell without the line breaks that converters write as `<br>`."""
    return replace(cell, text=_BREAK.sub("", cell.text)) if "<" in cell.text else cell


def _block(grid: Grid, page: int, index: int) -> Block:
    edges = grid.x_edges if len(grid.x_edges) == grid.columns + 1 else tuple(float(i) for i in range(grid.columns + 1))
    rows = []
    for number in range(grid.rows):
        pieces = tuple(
            Piece(_unmarked(cell), edges[cell.column], edges[cell.column + cell.column_span], cell.row == number)
            for cell in grid.row_cells(number)
        )
        first = next((p.cell.line for p in pieces if p.begins), grid.line)
        rows.append(Row(pieces, page, first, number, grid.box is not None))
    return Block(grid, page, index, tuple(rows))
