"""One table over several pages: the grids that go on with the table before, by meaning.

A part goes on when it has no title (or the same again with other rows), the same column borders, no note (注：) and
hardly any text before it, and no header (or the same again). Column count alone decides nothing: 07 and 08 are
alike and follow each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import regex

from extractor.document.characters import plain
from extractor.tables.flow import Block
from extractor.tables.headers import Header, read_header
from extractor.tables.kinds import Title, kind_by_header
from extractor.tables.model import Cell, Grid

SAME_EDGE = 4.0  # points
STRANGE_TEXT = 60  # characters of page header and footer that may stand between two parts
_CODE = regex.compile(r"\d{3,7}")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its cells by the columns of the table's first part (None where the part has no such column).

    `first` marks the first row of a part, where a row cut by the page break may go on.
    """

    grid: Grid
    index: int
    cells: tuple[Cell | None, ...]
    first: bool = False

    def begins(self, column: int) -> Cell | None:
        """The cell at a column if this row and column are where it begins; spanning cells are read once."""
        cell = self.cells[column]
        if cell is None or cell.row != self.index or (column and self.cells[column - 1] is cell):
            return None
        return cell

    def text(self, column: int) -> str:
        cell = self.begins(column)
        return cell.text if cell else ""


@dataclass(slots=True)
class Stitched:
    """A table found: its title (None where only the header told the kind), header, and its parts in order."""

    kind: str | None
    title: Title | None
    blocks: list[Block]
    header: Header
    skips: list[int] = field(default_factory=list)
    maps: list[tuple[int | None, ...]] = field(default_factory=list)

    def rows(self) -> Iterator[Row]:
        """The data rows over all parts, title and header rows left out."""
        for block, skip, columns in zip(self.blocks, self.skips, self.maps, strict=True):
            grid = block.grid
            shared = self.header.shared if block is self.blocks[0] else ()
            for index in (*shared, *range(skip, grid.rows)):
                cells = tuple(None if c is None else grid.at(index, c) for c in columns)
                yield Row(grid, index, cells, first=index == skip and block is not self.blocks[0])


def stitch(blocks: Sequence[Block]) -> list[Stitched]:
    """The tables of a document; every grid belongs to exactly one."""
    tables: list[Stitched] = []
    for block in blocks:
        last = tables[-1] if tables else None
        if last is not None and _goes_on(last, block):
            continue
        header = read_header(block.grid, block.first_row)
        kind = block.title.kind if block.title else None
        if block.title is None and (by_header := kind_by_header(header.words)):
            kind = by_header.number
        identity = tuple(range(block.grid.columns))
        tables.append(Stitched(kind, block.title, [block], header, [header.first_data_row], [identity]))
    return tables


def _goes_on(table: Stitched, block: Block) -> bool:
    """Adds the block to the table if it is its next part."""
    same_title = (
        block.title is not None
        and table.title is not None
        and block.title.kind == table.kind is not None
        and block.title.weak == table.title.weak
    )
    if block.title is not None and not same_title:
        return False
    if block.grid.page not in (table.blocks[-1].grid.page, table.blocks[-1].grid.page + 1):
        return False
    if not same_title and (block.noted or block.before > STRANGE_TEXT or block.grid.page == table.blocks[-1].grid.page):
        return False
    columns = column_map(table.blocks[0].grid, block.grid)
    if columns is None:
        return False
    header = read_header(block.grid, block.first_row)
    repeats = bool(header.texts) and header.texts == table.header.texts
    numbered = not any(column.path for column in header.columns)  # the break came before the row of column numbers
    bare = len(header.shared) == len(header.texts)  # rows of totals (本年收入合计 …) alone are no header
    if not (repeats or numbered or bare):
        return False
    skip = header.first_data_row if (repeats or numbered) and not bare else block.first_row
    if same_title and _again(table, block, skip):
        return False
    table.blocks.append(block)
    table.skips.append(skip)
    table.maps.append(columns)
    return True


def column_map(first: Grid, grid: Grid) -> tuple[int | None, ...] | None:
    """For each column of the first part the column of `grid` over the same place, or None if the borders differ."""
    if not first.x_edges or not grid.x_edges:
        return tuple(range(first.columns)) if first.columns == grid.columns else None
    shift = grid.x_edges[0] - first.x_edges[0]
    edges = [x - shift for x in grid.x_edges]
    if abs(edges[-1] - first.x_edges[-1]) > SAME_EDGE:
        return None
    if not all(min(abs(x - e) for e in first.x_edges) <= SAME_EDGE for x in edges):
        return None
    columns: list[int | None] = []
    for left, right in zip(first.x_edges, first.x_edges[1:], strict=False):
        middle = (left + right) / 2
        columns.append(next((i for i in range(grid.columns) if edges[i] <= middle <= edges[i + 1]), None))
    return tuple(columns)


def _again(table: Stitched, block: Block, skip: int) -> bool:
    """Whether a grid under the same title is the table printed once more, not its next part: its rows are there
    already."""
    seen = {key for row in table.rows() if (key := _key([c.text for c in row.cells if c]))}
    new = [_key([c.text for c in block.grid.row_cells(r)]) for r in range(skip, block.grid.rows)]
    keys = [k for k in new if k]
    return any(k in seen for k in keys) or not keys


def _key(texts: Sequence[str]) -> str:
    """What names a row: its subject code or its first label."""
    bare = [plain(t) for t in texts if t]
    code = "".join(t for t in bare[:3] if _CODE.fullmatch(t) or (t.isdigit() and len(t) == 2))
    return code or (bare[0] if bare else "")
