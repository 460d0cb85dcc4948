"""What tables say as the prose does: lines of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec.structs import replace

from extractor.document.model import Line
from extractor.prose.text.sentences_in_grids import sentences
from extractor.prose.text.typed_grids import typed_rows
from extractor.tables.model import Grid, GridAddress, PageContent, Table


def with_prose_of_grids(
    contents: Sequence[PageContent], nine: Sequence[Table], sheets: Collection[GridAddress]
) -> tuple[PageContent, ...]:
    """The contents with the rows of typed tables that are none of the nine and none of the `sheets`, and with the
    sentences in cells, among their lines; what the cells of 绩效自评表 say is theirs."""
    # A grid set beside another gives values to its table, and is none of its grids.
    values = (value.cell.address.of_grid for table in nine for value in table.values)
    taken = {*(grid.address for table in nine for grid in table.grids), *values}
    return tuple(_with_prose(content, taken, sheets) for content in contents)


def _with_prose(content: PageContent, taken: Collection[GridAddress], sheets: Collection[GridAddress]) -> PageContent:
    free = [grid for grid in content.grids if grid.address not in sheets]
    typed = {grid.address: rows for grid in free if grid.address not in taken and (rows := typed_rows(grid))}
    said = {grid.address: [*sentences(grid)] for grid in free if grid.address not in typed}
    found = typed | {address: lines for address, lines in said.items() if lines}
    if not found:
        return content
    lines: list[Line] = []
    for item in content.items:
        lines += found.get(item.address, ()) if isinstance(item, Grid) else (item,)
    return replace(content, lines=tuple(lines), grids=tuple(g for g in content.grids if g.address not in typed))
