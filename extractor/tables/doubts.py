"""The cells of a page that was recognised in a picture (OCR), with what else their numbers may be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

from msgspec.structs import replace

from extractor.document.geometry import as_displayed
from extractor.document.model import Alternative, Box, Doubt, Page
from extractor.tables.model import Cell, Grid

DASH = "-"


def with_alternatives(page: Page, grids: tuple[Grid, ...]) -> tuple[Grid, ...]:
    """The grids of a page, in which each cell that prints nothing but a doubtful number has its alternatives."""
    if not page.doubts:
        return grids
    doubts: dict[str, list[tuple[Box, Doubt]]] = {}
    for doubt in page.doubts:
        box = as_displayed(doubt.box, page)
        doubts.setdefault(doubt.text, []).append((box, doubt))
    return tuple(replace(grid, cells=tuple(_doubted(grid.cells, doubts))) for grid in grids)


def _doubted(cells: Iterable[Cell], doubts: dict[str, list[tuple[Box, Doubt]]]) -> Iterator[Cell]:
    for cell in cells:
        found = _alternatives(cell.text, cell.box, doubts) if cell.box is not None else ()
        yield replace(cell, alternatives=found) if found else cell


def _alternatives(text: str, box: Box, doubts: dict[str, list[tuple[Box, Doubt]]]) -> tuple[Alternative, ...]:
    """What a cell may print instead; a dash that stands apart from its number may be dirt, or the number another one,
    or both."""
    found = _inside(box, doubts.get(text, []))
    number = text.removeprefix(DASH)
    if found or not number or number == text:
        return found
    dashes, numbers = _inside(box, doubts.get(DASH, [])), _inside(box, doubts.get(number, []))
    apart = (replace(dash, text=dash.text + number) for dash in dashes)
    others = (replace(other, text=DASH + other.text) for other in numbers)
    both = (Alternative(a.text + b.text, a.probability * b.probability) for a, b in product(dashes, numbers))
    return tuple(sorted((*apart, *others, *both), key=lambda other: -other.probability))


def _inside(cell: Box, doubts: Iterable[tuple[Box, Doubt]]) -> tuple[Alternative, ...]:
    for box, doubt in doubts:
        x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
        if cell.x0 <= x <= cell.x1 and cell.top <= y <= cell.bottom:
            return doubt.alternatives
    return ()
