"""Tables within the prose of a web page, a Word document or a text, whose heads the prose knows: read as typed tables.

项目, 预算数, 决算数 over the items of 三公 is none of the nine, and its amounts explain the accounts as sentences do.
"""

from __future__ import annotations

from extractor.document.characters import without_blanks
from extractor.document.model import Line
from extractor.prose.text.folding import folded
from extractor.prose.text.typed_tables import typed_lines
from extractor.tables.model import Grid

_BLANK = "—"  # as in a cell that prints that there is none


def typed_rows(grid: Grid) -> list[Line]:
    """The rows of a grid as lines, where all are those of a typed table below its heads; else none. One with a layout
    is none: it was printed, not typed."""
    if grid.has_layout:
        return []
    rows = [grid.row(index) for index in range(grid.rows)]
    texts = [" ".join(without_blanks(cell.text) or _BLANK for cell in row.begun) for row in rows]
    typed = typed_lines(folded("\n".join(texts)).split("\n"))
    if len(typed) < len(rows) or not any(line.columns for line in typed.values()):
        return []
    return [Line(text, grid.page, None, row.line) for text, row in zip(texts, rows, strict=True)]
