"""Wide tables of spreadsheets, printed on pages side by side: the columns that did not fit stand on a later page.

Such a part has the rows of an earlier page at the same heights, and either columns of amounts without codes and
names, or, under the same title, the other panel of the table.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence

from msgspec.structs import replace

from extractor.lexicon.registries import CODE_ROLES, Role
from extractor.tables.assembly.flow import Block, Flow
from extractor.tables.headers import Header, read_header
from extractor.tables.model import Address, Cell, Grid

SAME_HEIGHT = 1.5  # points
FEWEST_ROWS = 3  # whose heights must agree: two rows may do so by chance
MOST_OF = 0.8  # of the rows of the left part go on in the right one: three rows of equal heights stand anywhere
PAGES_BACK = 12  # a spreadsheet prints all its first columns before the next ones: as long a table is rare
_KEYS = frozenset((*CODE_ROLES, Role.NAME, Role.LABEL))


def joined_beside(flow: Flow) -> Flow:
    """The flow with such parts set beside the grid whose rows they go on with."""
    blocks: list[Block] = []
    wider: dict[int, int] = {}  # how many parts stand beside a block already, by its place
    for block in flow.blocks:
        place = _left_part(blocks, block, wider)
        if place is None:
            blocks.append(block)
            continue
        left = blocks[place]
        whole = _set_beside(left.grid, block.grid, block.first_row)
        blocks[place] = replace(left, grid=whole, strays=(*left.strays, *block.strays))
        wider[place] = wider.get(place, 0) + 1
    return replace(flow, blocks=tuple(blocks))


def _left_part(blocks: Sequence[Block], block: Block, wider: dict[int, int]) -> int | None:
    """The place of the block that `block` is the right part of: the first with the fewest parts beside it."""
    if not blocks or not block.grid.has_layout or block.grid.rows - block.first_row < FEWEST_ROWS:
        return None
    header = read_header(block.grid, block.first_row)
    if not any(column.path for column in header.columns):
        return None
    found = [
        i
        for i in range(max(0, len(blocks) - PAGES_BACK), len(blocks))
        if blocks[i].grid.page < block.grid.page and _is_left_of(blocks[i], block, header)
    ]
    return min(found, key=lambda i: (wider.get(i, 0), i), default=None)


def _is_left_of(left: Block, block: Block, header: Header) -> bool:
    same_title = block.title is not None and left.title is not None and block.title.name == left.title.name
    if not left.grid.has_layout or not (block.title is None or same_title):
        return False
    heights, own = left.grid.y_edges, block.grid.y_edges[block.first_row :]
    if len(own) < MOST_OF * len(heights[left.first_row :]) or not all(_match(heights, y) is not None for y in own):
        return False
    begun = read_header(left.grid, left.first_row)
    alike = min(len(header.texts), len(begun.texts))  # 年初结转和结余, a row, may be read as a line more of a header
    if header.texts[:alike] == begun.texts[:alike] or not _keys(begun):
        return False
    return same_title or not _keys(header)


def _keys(header: Header) -> bool:
    return any(column.role in _KEYS for column in header.columns)


def _match(heights: Sequence[float], y: float) -> int | None:
    after = bisect(heights, y)
    near = min(range(max(after - 1, 0), min(after + 1, len(heights))), key=lambda i: abs(heights[i] - y))
    return near if abs(heights[near] - y) <= SAME_HEIGHT else None


def _set_beside(left: Grid, right: Grid, first_row: int) -> Grid:
    """One grid of the rows of `left`; `right` adds its columns, its rows placed by their heights."""
    heights, others = left.y_edges, right.y_edges
    rows = {r: place for r in range(first_row, right.rows) if (place := _match(heights, others[r])) is not None}
    cells, slots = list(left.cells), [list(row) for row in left.slots]
    numbers: dict[int, int] = {}
    for row in range(left.rows):
        source = next((r for r, place in rows.items() if place == row), None)
        if source is None:
            numbers_of_row = [len(cells)] * right.columns
            address = Address(left.page, left.ordinal, row, left.columns)
            cells.append(Cell(address, row, left.columns, 1, right.columns, "", right.engine))
        else:
            numbers_of_row = []
            for number in right.slots[source]:
                if number not in numbers:
                    numbers[number] = len(cells)
                    cell = right.cells[number]
                    cells.append(replace(cell, row=row, column=cell.column + left.columns))
                numbers_of_row.append(numbers[number])
        slots[row].extend(numbers_of_row)
    shift = left.x_edges[-1] - right.x_edges[0]
    return replace(
        left,
        columns=left.columns + right.columns,
        cells=tuple(cells),
        slots=tuple(map(tuple, slots)),
        x_edges=(*left.x_edges, *(x + shift for x in right.x_edges[1:])),
    )
