"""Rows of a marked-up table whose cells hold several rows of amounts, one line below the other: split into these.

Makers of web pages and Word documents type two subjects into one row, with a line break in every cell. Each line is
then a row; where the cells differ in their number of lines, nothing tells which amount belongs to which subject.
"""

from __future__ import annotations

from msgspec.structs import replace

from extractor.document.numbers import read_number
from extractor.tables.model import Address, Cell, Grid

FEWEST_AMOUNTS = 2  # cells with as many numbers below each other, for a row to hold several


def parted_rows(grid: Grid) -> Grid:
    """The grid with each row that holds several split into them."""
    heights = [_height(grid, row) for row in range(grid.rows)]
    if max(heights, default=1) == 1:
        return grid
    tops = [sum(heights[:row]) for row in range(grid.rows + 1)]
    cells: list[Cell] = []
    slots = [[-1] * grid.columns for _ in range(tops[-1])]
    for number, cell in enumerate(grid.cells):
        first, end = tops[cell.row], tops[cell.row + cell.row_span]
        if len(cell.lines) > 1 and cell.row_span == 1 and len(cell.lines) == heights[cell.row]:
            pieces: list[tuple[int, int, str, tuple[str, ...]]]
            pieces = [(first + n, 1, line, (line,)) for n, line in enumerate(cell.lines)]
        else:
            pieces = [(first, end - first, cell.text, cell.lines)]
        places = [(r, c) for r in range(cell.row, cell.row + cell.row_span) for c in range(grid.columns)]
        columns = sorted({c for r, c in places if grid.slots[r][c] == number})
        for row, span, text, lines in pieces:
            for below in slots[row : row + span]:
                for column in columns:
                    below[column] = len(cells)
            address = Address(grid.page, grid.ordinal, row, cell.column)
            several = cell.has_several_numbers and len(pieces) == 1
            cells.append(
                replace(
                    cell, address=address, row=row, row_span=span, text=text, lines=lines, has_several_numbers=several
                )
            )
    return replace(grid, rows=tops[-1], cells=tuple(cells), slots=tuple(map(tuple, slots)))


def several_numbers(lines: tuple[str, ...]) -> bool:
    """Whether the lines of a cell are numbers each: together they are not one."""
    return len(lines) > 1 and all(read_number(line).is_value for line in lines)


def _height(grid: Grid, row: int) -> int:
    """How many rows stand in a row of a grid."""
    filled = [cell for cell in grid.row_cells(row) if cell.row == row and cell.lines]
    stacks = [cell for cell in filled if cell.row_span == 1 and several_numbers(cell.lines)]
    count = len(stacks[0].lines) if stacks else 1
    if len(stacks) < FEWEST_AMOUNTS or any(len(cell.lines) != count for cell in stacks):
        return 1
    rest = [cell for cell in filled if cell not in stacks]
    if any(len(cell.lines) not in (1, count) or read_number(cell.text).is_value for cell in rest):
        return 1
    named = any(len(cell.lines) == count and cell.row_span == 1 for cell in rest)
    return count if named else 1
