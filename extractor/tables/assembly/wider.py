"""Two grids as one: the rows of the left one cut where those of the right one end, and the columns set beside; and what
is below the left one made as wide."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping, Sequence
from itertools import accumulate

from msgspec import Struct
from msgspec.structs import replace

from extractor.tables.assembly.flow import Block
from extractor.tables.assembly.shared_titles import SAME_HEIGHT
from extractor.tables.headers import read_header
from extractor.tables.model import Address, Cell, Grid


class Right(Struct, frozen=True):
    """A block set beside another: the place of that and what it was before, the block, and its columns set there."""

    place: int
    left: Block
    block: Block
    columns: tuple[int, ...]


def with_rows_at(grid: Grid, heights: Sequence[float]) -> Grid:
    """A grid whose rows are split at some heights within it; the cells there span both parts."""
    for y in heights:
        at = bisect(grid.y_edges, y) - 1
        cells = (
            replace(c, row=c.row + (c.row > at), row_span=c.row_span + (c.row <= at < c.row + c.row_span))
            for c in grid.cells
        )
        slots = (*grid.slots[: at + 1], *grid.slots[at:])
        edges = (*grid.y_edges[: at + 1], y, *grid.y_edges[at + 1 :])
        grid = replace(grid, rows=grid.rows + 1, cells=tuple(cells), slots=slots, y_edges=edges)
    return grid


def set_beside(
    left: Grid, right: Grid, rows: Mapping[int, int], columns: Sequence[int], groups: Mapping[int, tuple[int, str]]
) -> Grid:
    """One grid with the rows of `left`; `right` adds some of its columns, each of its rows to one of `left`'s. Cells of
    the right part in `groups` continue cells of the left one."""
    cells, slots = list(left.cells), [list(row) for row in left.slots]
    for number, (group, text) in groups.items():
        rest, begun = right.cells[number], cells[group]
        words, span = begun if begun.text else rest, begun.column_span + rest.column_span
        lines = words.lines if words.text == text else (text,)
        cells[group] = replace(begun, text=text, lines=lines, column_span=span)
    sources: dict[int, int] = {}
    for source, place in rows.items():
        sources.setdefault(place, source)
    numbers = {number: group for number, (group, _) in groups.items()}
    for row in range(left.rows):
        own_row = sources.get(row)
        if own_row is None:
            numbers_of_row = [len(cells)] * len(columns)
            address = Address(left.page, left.ordinal, row, left.columns)
            cells.append(Cell(address, row, left.columns, 1, len(columns), "", right.engine))
        else:
            own = [right.slots[own_row][column] for column in columns]
            for place, number in enumerate(own):
                if number not in numbers:
                    numbers[number] = len(cells)
                    span = own.count(number)
                    cells.append(replace(right.cells[number], row=row, column=left.columns + place, column_span=span))
            numbers_of_row = [numbers[number] for number in own]
        slots[row].extend(numbers_of_row)
    edges = left.x_edges
    if edges and right.x_edges:
        widths = [right.x_edges[column + 1] - right.x_edges[column] for column in columns]
        edges = (*edges[:-1], *accumulate(widths, initial=edges[-1]))
    return replace(
        left,
        columns=left.columns + len(columns),
        cells=tuple(cells),
        slots=tuple(map(tuple, slots)),
        x_edges=edges,
    )


def with_blank_columns(blocks: Sequence[Block], rights: Sequence[Right]) -> list[Block]:
    """The blocks, with the columns of `rights` for those that go on below the left one of these and have nothing beside
    them, since a spreadsheet prints no page that is blank; with the headers too, where they repeat those of the left
    one."""
    found = list(blocks)
    beside = [[right for right in rights if right.place == place] for place in range(len(blocks))]
    for begun, own in enumerate(beside):
        for place in range(begun + 1, len(blocks) if own else 0):
            if blocks[place].title is not None:
                break
            block = beside[place][0].left if beside[place] else blocks[place]
            if are_as_wide(block.grid, own[0].left.grid):
                found[place] = _as_wide_as(found[place], block, own[len(beside[place]) :])
    return found


def _as_wide_as(block: Block, alone: Block, rights: Sequence[Right]) -> Block:
    """A block, `alone` before others were set beside it, with the columns of `rights` blank, but for their headers."""
    for right in rights:
        rows = _rows_of_header(alone, right)
        block = replace(block, grid=set_beside(block.grid, right.block.grid, rows, right.columns, {}))
    return block


def _rows_of_header(block: Block, right: Right) -> dict[int, int]:
    """For each row of the header of a right part the row of a block that repeats the header of the left one; nothing
    for a block that begins with other rows."""
    own, left, beside = (read_header(b.grid, b.first_row) for b in (block, right.left, right.block))
    depth = own.first_data_row - block.first_row
    if own.texts != left.texts or depth != beside.first_data_row - right.block.first_row:
        return {}
    return {right.block.first_row + row: block.first_row + row for row in range(depth)}


def are_as_wide(one: Grid, other: Grid) -> bool:
    """Whether the columns of both stand at the same places."""
    edges = list(zip(one.x_edges, other.x_edges, strict=False))
    return one.columns == other.columns and all(abs(x - own) <= SAME_HEIGHT for x, own in edges)
