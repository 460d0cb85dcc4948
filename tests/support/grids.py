"""Grids drawn by hand and located plain text, for tests of what reads them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from extractor.document.model import Box, Document, Line, Spans, TextSource
from extractor.document.text.reader import PlainTextReader
from extractor.tables.locate import locate
from extractor.tables.model import Address, Cell, Grid, PageContent
from extractor.tables.sheets.read import Performance

_SPAN = re.compile(r"^(.*?)(?:\{(\d+)x(\d+)\})?$", re.DOTALL)


def ruled(
    page: int, rows: Sequence[str], widths: Sequence[float], top: float = 100.0, ordinal: int = 0, left: float = 50.0
) -> Grid:
    """A ruled grid from rows of cells parted by `|`; `text{2x3}` spans 2 rows and 3 columns."""
    columns = len(widths)
    edges = [left]
    for width in widths:
        edges.append(edges[-1] + width)
    slots = [[-1] * columns for _ in rows]
    cells: list[Cell] = []
    for r, row in enumerate(rows):
        column = 0
        for field in row.split("|"):
            match = _SPAN.match(field.strip())
            assert match is not None
            height, width = int(match[2] or 1), int(match[3] or 1)
            while slots[r][column] != -1:
                column += 1
            box = Box(edges[column], top + 20 * r, edges[column + width], top + 20 * (r + height))
            for i in range(r, r + height):
                for j in range(column, column + width):
                    assert slots[i][j] == -1
                    slots[i][j] = len(cells)
            address, text = Address(page, ordinal, r, column), match[1].strip()
            cells.append(Cell(address, r, column, height, width, text, "pdfium", box=box))
            column += width
        assert -1 not in slots[r], row
    box = Box(edges[0], top, edges[-1], top + 20 * len(rows))
    heights = tuple(top + 20 * r for r in range(len(rows) + 1))
    places = tuple(map(tuple, slots))
    grid = Grid(page, ordinal, len(rows), columns, tuple(cells), places, "pdfium", Spans.DRAWN, box)
    return replace(grid, x_edges=tuple(edges), y_edges=heights)


def line(text: str, page: int = 1, top: float = 50.0) -> Line:
    return Line(text, page, Box(50, top, 400, top + 12))


def plain_text(text: str) -> tuple[PageContent, ...]:
    """Plain text as located, `|` written for the tab."""
    if not text.strip():
        return (PageContent(1, (), ()),)
    pages = PlainTextReader().markup(text.strip("\n").replace("|", "\t").encode(), "made_up.txt")
    return locate(Document("0" * 16, "made_up.txt", TextSource.PLAIN_TEXT, markup=pages))


def shown(result: Performance, *columns: str) -> list[tuple[object, ...]]:
    return [tuple(getattr(i, c) for c in columns) for i in result.indicators]
