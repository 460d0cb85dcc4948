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
from extractor.tables.cut_rows import rejoined
from extractor.tables.flow import Block
from extractor.tables.headers import Header, read_header
from extractor.tables.kinds import Title, kind_by_header
from extractor.tables.model import Grid
from extractor.tables.model import Row as Row

SAME_EDGE = 4.0  # points
STRANGE_TEXT = 60  # characters of page header and footer that may stand between two parts
_CODE = regex.compile(r"\d{3,7}")


@dataclass(slots=True)
class Stitched:
    """A table found: its title (None where only the header told the kind), header, and its parts in order.

    `rejoined` are the last rows of parts, by the number of the part, that went on in the part after.
    """

    kind: str | None
    title: Title | None
    blocks: list[Block]
    header: Header
    skips: list[int] = field(default_factory=list)
    maps: list[tuple[int | None, ...]] = field(default_factory=list)
    rejoined: dict[int, Row] = field(default_factory=dict)

    def rows(self) -> Iterator[Row]:
        """The data rows over all parts, title and header rows left out."""
        for part, (block, skip) in enumerate(zip(self.blocks, self.skips, strict=True)):
            grid = block.grid
            for index in (*(() if part else self.header.shared), *range(skip, grid.rows)):
                whole = self.rejoined.get(part) if index == grid.rows - 1 else None
                yield whole or _row(grid, index, self.maps[part])

    def last_row(self) -> Row | None:
        """The last data row so far, if the last part has any."""
        grid = self.blocks[-1].grid
        return _row(grid, grid.rows - 1, self.maps[-1]) if self.skips[-1] < grid.rows else None


def _row(grid: Grid, index: int, columns: Sequence[int | None]) -> Row:
    return Row(grid, index, tuple(None if c is None else grid.at(index, c) for c in columns))


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
    grid, known = block.grid, table.header.texts
    header = read_header(grid, block.first_row)
    repeats = bool(known) and header.texts[: len(known)] == known
    begins = block.first_row + len(known) if repeats else block.first_row
    last = table.last_row()
    whole = rejoined(last, _row(grid, begins, columns), table.header) if last and begins < grid.rows else None
    if whole:  # the other half of a cut row is neither a row nor a header (支出)
        skip = begins + 1
    else:
        repeats = header.texts == known and bool(known)
        numbered = not any(column.path for column in header.columns)  # the break came before the row of column numbers
        bare = len(header.shared) == len(header.texts)  # rows of totals (本年收入合计 …) alone are no header
        if not (repeats or numbered or bare):
            return False
        skip = header.first_data_row if (repeats or numbered) and not bare else block.first_row
    if same_title and _again(table, block, skip):
        return False
    if whole:
        table.rejoined[len(table.blocks) - 1] = whole
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
