"""Tables within the prose of a web page, a Word document or a text, whose heads the prose knows: read as typed tables.

项目, 预算数, 决算数 over the items of 三公 is none of the nine, and its amounts explain the accounts as sentences do.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec.structs import replace

from extractor.document.characters import without_blanks
from extractor.document.model import Line
from extractor.prose.text.folding import folded
from extractor.prose.text.typed_tables import typed_lines
from extractor.tables.model import Grid, GridAddress, PageContent

_BLANK = "—"  # as in a cell that prints that there is none


def with_typed_grids(contents: Sequence[PageContent], taken: Collection[GridAddress]) -> tuple[PageContent, ...]:
    """The contents with the rows of such tables among their lines; grids that are `taken` have been read as something
    else."""
    return tuple(_with_typed_grids(content, taken) for content in contents)


def _with_typed_grids(content: PageContent, taken: Collection[GridAddress]) -> PageContent:
    grids = [grid for grid in content.grids if not grid.has_layout and grid.address not in taken]
    found = {grid.address: rows for grid in grids if (rows := _lines(grid))}
    if not found:
        return content
    lines: list[Line] = []
    for item in content.items:
        lines += found.get(item.address, ()) if isinstance(item, Grid) else (item,)
    return replace(content, lines=tuple(lines), grids=tuple(g for g in content.grids if g.address not in found))


def _lines(grid: Grid) -> list[Line]:
    """The rows of a grid as lines, where all are those of a typed table below its heads; else none."""
    rows = [grid.row(index) for index in range(grid.rows)]
    texts = [" ".join(without_blanks(cell.text) or _BLANK for cell in row.begun) for row in rows]
    typed = typed_lines(folded("\n".join(texts)).split("\n"))
    if len(typed) < len(rows) or not any(line.columns for line in typed.values()):
        return []
    return [Line(text, grid.page, None, row.line) for text, row in zip(texts, rows, strict=True)]
