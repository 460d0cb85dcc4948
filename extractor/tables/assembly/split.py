"""Ruled areas that hold more than one table: a title in a row of its own begins the next one, and so does a stage of
the budget (决算数) with a header under it, where 09 prints its stages below each other."""

from __future__ import annotations

from msgspec.structs import replace

from extractor.document.model import Box
from extractor.lexicon.composition import meaning
from extractor.lexicon.header_words import is_header_word
from extractor.lexicon.titles import title_of
from extractor.tables.model import Address, Cell, Grid

_STAGE = frozenset({"final", "budget", "adjusted", "this_year"})
FEWEST_HEADS = 2  # header words under a stage, for it to stand over a header of its own


def split_at_tops(grid: Grid) -> tuple[Grid, ...]:
    """The grid, or its parts where several tables touch each other."""
    starts = [0]
    filled = False  # whether the part so far has a header or numbers: titles above each other are a list of titles
    for row in range(1, grid.rows):
        cells = [c for c in grid.row_cells(row) if c.text]
        filled = filled or any(is_header_word(c.text) or c.number.is_value for c in grid.row_cells(row - 1))
        alone = filled and len(cells) == 1 and cells[0].row == row
        if alone and (_begins_table(cells[0].text) or _heads_stage(grid, row, cells[0].text)):
            starts.append(row)
            filled = False
    if len(starts) == 1:
        return (grid,)
    ends = [*starts[1:], grid.rows]
    return tuple(
        _part(grid, grid.ordinal + n, start, end) for n, (start, end) in enumerate(zip(starts, ends, strict=True))
    )


def _begins_table(text: str) -> bool:
    title = title_of(text)
    return title is not None and bool(title.known or title.may_be)


def _heads_stage(grid: Grid, row: int, text: str) -> bool:
    """Whether a text alone in its row names a stage of the budget and stands over a row of nothing but header words."""
    said = meaning(text)
    if said.basis is None or not said.is_known or said.says - _STAGE or row + 1 == grid.rows:
        return False
    under = [c for c in grid.row_cells(row + 1) if c.text]
    return not any(c.number.is_value for c in under) and sum(is_header_word(c.text) for c in under) >= FEWEST_HEADS


def _part(grid: Grid, ordinal: int, start: int, end: int) -> Grid:
    """The rows from `start` up to `end` as a grid of their own, the `ordinal`th of its page."""
    places: dict[int, int] = {}
    cells: list[Cell] = []
    for row in range(start, end):
        for number in dict.fromkeys(grid.slots[row]):
            if number in places:
                continue
            places[number] = len(cells)
            cell = grid.cells[number]
            top = max(cell.row, start)
            bottom = min(cell.row + cell.row_span, end)
            text, lines = (cell.text, cell.lines) if cell.row >= start else ("", ())
            address = Address(grid.page, ordinal, top - start, cell.column)
            cells.append(replace(cell, address=address, row=top - start, row_span=bottom - top, text=text, lines=lines))
    y_edges = grid.y_edges[start : end + 1]
    return replace(
        grid,
        ordinal=ordinal,
        rows=end - start,
        cells=tuple(cells),
        slots=tuple(tuple(places[n] for n in row) for row in grid.slots[start:end]),
        box=Box(grid.box.x0, y_edges[0], grid.box.x1, y_edges[-1]) if grid.box else None,
        y_edges=y_edges,
        line=next((c.line for c in cells if c.line is not None), None),
        header_rows=grid.header_rows if start == 0 else 0,
    )
