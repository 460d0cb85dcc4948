"""Grids of one table compared by their column borders: which columns are the same; and a header put together from two
pages."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from statistics import median

from msgspec.structs import replace

from extractor.tables.assembly.frame import is_frame
from extractor.tables.model import Cell, Grid

SAME_EDGE = 4.0  # points
LARGER = 0.04  # of a table's width: of two pages in photos one lies so much nearer
FEWEST = 5  # columns whose borders are the same but for that by no chance


def column_map(first: Grid, grid: Grid) -> tuple[int | None, ...] | None:
    """For each column of the first part the column of `grid` at the same place; None if the borders differ."""
    if not (first.has_layout and grid.has_layout):
        return tuple(range(first.columns)) if first.columns == grid.columns else None
    shift = _shift(first, grid)
    edges = [x - shift for x in grid.x_edges]
    if not _lie_on(first, edges) and not _lie_on(first, edges := _as_wide(first, grid)):
        return None
    columns: list[int | None] = []
    for left, right in zip(first.x_edges, first.x_edges[1:], strict=False):
        middle = (left + right) / 2
        columns.append(next((i for i in range(grid.columns) if edges[i] <= middle <= edges[i + 1]), None))
    return tuple(columns)


def _lie_on(first: Grid, edges: Sequence[float]) -> bool:
    """Whether borders lie on those of the first part, from its first to its last, or to the last but such as only its
    title and frame reach beyond."""
    if not edges or edges[-1] - first.x_edges[-1] > SAME_EDGE:
        return False
    if not all(min(abs(x - e) for e in first.x_edges) <= SAME_EDGE for x in edges):
        return False
    beyond = [cell for cell in first.cells if first.x_edges[cell.column] > edges[-1] - SAME_EDGE]
    return all(not cell.text or is_frame(cell.text) for cell in beyond)


def _as_wide(first: Grid, grid: Grid) -> list[float]:
    """The borders of a grid with as many as the first part that is drawn a little smaller or larger; of no other."""
    scale = (first.x_edges[-1] - first.x_edges[0]) / max(grid.x_edges[-1] - grid.x_edges[0], 1.0)
    if len(grid.x_edges) != len(first.x_edges) or grid.columns < FEWEST or abs(scale - 1) > LARGER:
        return []
    return [first.x_edges[0] + (x - grid.x_edges[0]) * scale for x in grid.x_edges]


def _shift(first: Grid, grid: Grid) -> float:
    """How far a grid lies to the right of the first part: by all borders where there are as many, since the outermost
    ones of shaded cells without lines are seen less reliably than those between two cells."""
    moved = [x - e for x, e in zip(grid.x_edges, first.x_edges, strict=False)]
    return median(moved) if len(grid.x_edges) == len(first.x_edges) else moved[0]


def stacked(upper: Grid, lower: Grid, first_row: int) -> tuple[Grid, tuple[int, ...], tuple[int, ...]] | None:
    """One grid of `upper` and the rows of `lower` from `first_row` on, with the column of each for each of its columns.

    Cells over the same columns that meet at the seam become one (因公出国|（境）费). None if the borders differ.
    """
    fine = max(upper, lower, key=lambda grid: grid.columns)
    above, below = _all_columns(fine, upper), _all_columns(fine, lower)
    if not fine.has_layout or above is None or below is None or not first_row < lower.rows:
        return None
    shift = upper.rows - first_row
    cells: list[Cell] = [*upper.cells, *(replace(cell, row=cell.row + shift) for cell in lower.cells)]
    slots = [[row[c] for c in above] for row in upper.slots]
    slots += [[len(upper.cells) + row[c] for c in below] for row in lower.slots[first_row:]]
    over, under = slots[upper.rows - 1], slots[upper.rows]
    same: dict[int, int] = {}
    for number, other in set(zip(over, under, strict=True)):
        if [n == number for n in over] == [n == other for n in under]:
            half, rest = cells[number], cells[other]
            cells[number] = replace(
                half, text=half.text + rest.text, row_span=half.row_span + rest.row_span, alternatives=()
            )
            same[other] = number
    rows = tuple(tuple(same.get(n, n) for n in row) for row in slots)
    whole = replace(fine, rows=len(rows), cells=tuple(cells), slots=rows, page=upper.page, y_edges=(), header_rows=0)
    return whole, above, below


def below_frame(grid: Grid, first_row: int) -> Grid:
    """The grid with the columns into which its rows from `first_row` on part it: those above, a title and frame in
    cells of their own, may have other borders and reach farther."""
    held = [cell for cell in grid.cells if cell.text and cell.row + cell.row_span > first_row]
    kept = sorted({0, *(end for cell in held for end in (cell.column, cell.column + cell.column_span))})
    if not first_row or not grid.has_layout or len(kept) in (1, grid.columns + 1):
        return grid
    starts = kept[:-1]
    numbers = {old: new for new, old in enumerate(dict.fromkeys(row[c] for row in grid.slots for c in starts))}
    cells = []
    for old in numbers:
        cell = grid.cells[old]
        begin, end = bisect_right(starts, cell.column) - 1, bisect_left(starts, cell.column + cell.column_span)
        cells.append(replace(cell, column=begin, column_span=end - begin))
    return replace(
        grid,
        columns=len(starts),
        cells=tuple(cells),
        slots=tuple(tuple(numbers[row[c]] for c in starts) for row in grid.slots),
        x_edges=tuple(grid.x_edges[k] for k in kept),
    )


def _all_columns(fine: Grid, grid: Grid) -> tuple[int, ...] | None:
    columns = column_map(fine, grid)
    return None if columns is None or None in columns else tuple(c for c in columns if c is not None)
