"""Wide tables of spreadsheets, printed on pages side by side: the columns that did not fit stand on a later page.

Such a part has the rows of an earlier page at the same heights, and either columns of amounts without codes and
names, or, under the same title, the other panel of the table. Or it prints the codes and names of all rows again, under
the same title and over other columns, as tables of web pages and office files do, which have no heights.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping, Sequence
from itertools import accumulate

from msgspec.structs import replace

from extractor.document.characters import plain
from extractor.lexicon.registries import CODE_ROLES, Role
from extractor.tables.assembly.flow import Block, Flow
from extractor.tables.headers import Header, read_header
from extractor.tables.model import Address, Cell, Grid

SAME_HEIGHT = 1.5  # points
FEWEST_ROWS = 3  # whose heights must agree: two rows may do so by chance
MOST_OF = 0.8  # of the rows of the left part go on in the right one: three rows of equal heights stand anywhere
PAGES_BACK = 12  # a spreadsheet prints all its first columns before the next ones: as long a table is rare
_ACROSS = "09"  # the table whose columns alone say what their amounts are
_KEYS = frozenset((*CODE_ROLES, Role.NAME, Role.LABEL))


def joined_beside(flow: Flow) -> Flow:
    """The flow with such parts set beside the grid whose rows they go on with."""
    blocks: list[Block] = []
    wider: dict[int, int] = {}  # how many parts stand beside a block already, by its place
    joined: tuple[int, Grid] | None = None  # the part set beside another one last, with the place of that
    for block in flow.blocks:
        place = _left_part(blocks, block, wider)
        if place is None and joined is not None and _are_rows_after(blocks, block, *joined):
            place = joined[0] + 1
        joined = (place, block.grid) if place is not None else None
        if place is not None:
            rows, columns = _rows_of_heights(blocks[place], block), tuple(range(block.grid.columns))
        elif blocks and (more := _columns_of_same_rows(blocks[-1], block)):
            place, columns = len(blocks) - 1, more
            shift = blocks[place].first_row - block.first_row
            rows = {row: row + shift for row in range(block.first_row, block.grid.rows)}
        else:
            blocks.append(block)
            continue
        left = blocks[place]
        groups = _groups_going_on(left, block.grid, rows, columns[0])
        whole = _set_beside(left.grid, block.grid, rows, columns, groups)
        blocks[place] = replace(left, grid=whole, strays=(*left.strays, *block.strays))
        wider[place] = wider.get(place, 0) + 1
    return replace(flow, blocks=tuple(blocks))


def _left_part(blocks: Sequence[Block], block: Block, wider: dict[int, int]) -> int | None:
    """The place of the block that `block` is the right part of: of those whose printed number it repeats, else of those
    under the last title, for a sheet is printed whole before the next one; of these the first with the fewest parts
    beside it."""
    if not blocks or not block.grid.has_layout or block.grid.rows - block.first_row < FEWEST_ROWS:
        return None
    as_high = [i for i in range(max(0, len(blocks) - PAGES_BACK), len(blocks)) if _may_go_on(blocks[i], block)]
    if not as_high:
        return None
    header = read_header(block.grid, block.first_row)
    if not any(column.path for column in header.columns):
        return None
    found = [i for i in as_high if _is_left_of(blocks[i], block, header)]
    number = block.frame.number
    numbered = [i for i in found if number is not None and blocks[i].frame.number == number]
    last = next((i for i in reversed(range(len(blocks))) if blocks[i].title is not None), 0)
    found = numbered or [i for i in found if i >= last] or found
    return min(found, key=lambda i: (wider.get(i, 0), i), default=None)


def _are_rows_after(blocks: Sequence[Block], block: Block, place: int, right: Grid) -> bool:
    """Whether a block without header or title has the next rows of the columns of `right`, which stand beside the block
    at `place`: the rows after that one's stand on its next page, as high."""
    lefts, grid = blocks[place : place + 2], block.grid
    header = read_header(grid, block.first_row)
    if len(lefts) < 2 or any(column.path for column in header.columns) or block.title is not None:
        return False
    begun, after = (left.grid for left in lefts)
    pages = after.page - begun.page, grid.page - right.page
    return pages == (1, 1) and lefts[1].title is None and _are_as_wide(grid, right) and _are_as_high(lefts[1], block)


def _are_as_wide(one: Grid, other: Grid) -> bool:
    """Whether the columns of both stand at the same places."""
    edges = list(zip(one.x_edges, other.x_edges, strict=False))
    return one.columns == other.columns and all(abs(x - own) <= SAME_HEIGHT for x, own in edges)


def _may_go_on(left: Block, block: Block) -> bool:
    """Whether a block stands on a later page without a title of another table, its rows where those of `left` are."""
    if (
        not left.grid.has_layout
        or left.grid.page >= block.grid.page
        or not (block.title is None or _titled(left, block))
    ):
        return False
    heights, own = left.grid.y_edges[left.first_row :], block.grid.y_edges[block.first_row :]
    enough = len(own) >= MOST_OF * len(heights) or _are_as_high(left, block)
    return enough and all(_match(heights, y) is not None for y in own)


def _are_as_high(left: Block, block: Block) -> bool:
    """Whether the rows of both begin and end at the same heights."""
    heights, own = left.grid.y_edges[left.first_row :], block.grid.y_edges[block.first_row :]
    return all(abs(heights[end] - own[end]) <= SAME_HEIGHT for end in (0, -1))


def _is_left_of(left: Block, block: Block, header: Header) -> bool:
    begun = read_header(left.grid, left.first_row)
    alike = min(len(header.texts), len(begun.texts))  # 年初结转和结余, a row, may be read as a line more of a header
    if header.texts[:alike] == begun.texts[:alike]:
        return False
    if not _keys(begun):
        return left.title is not None and left.title.table == _ACROSS and not _keys(header)
    return _titled(left, block) or not (_keys(header) and _begins_a_table(header, begun))


def _begins_a_table(header: Header, begun: Header) -> bool:
    """Whether the first column names rows, as that of a table does, and no more than their codes in the column left of
    it; without a word over it, it may."""
    first = header.columns[0]
    if first.role is Role.NAME and begun.columns[-1].role in CODE_ROLES:
        return False
    return first.role is not None or not first.path


def _titled(left: Block, block: Block) -> bool:
    """Whether both have the same title."""
    return block.title is not None and left.title is not None and block.title.name == left.title.name


def _keys(header: Header) -> bool:
    return any(column.role in _KEYS for column in header.columns)


def _match(heights: Sequence[float], y: float) -> int | None:
    after = bisect(heights, y)
    near = min(range(max(after - 1, 0), min(after + 1, len(heights))), key=lambda i: abs(heights[i] - y))
    return near if abs(heights[near] - y) <= SAME_HEIGHT else None


def _rows_of_heights(left: Block, block: Block) -> dict[int, int]:
    """Which row of the left part each row of the right one goes on, by their heights."""
    heights, own = left.grid.y_edges, block.grid.y_edges
    found = {row: _match(heights, own[row]) for row in range(block.first_row, block.grid.rows)}
    return {row: place for row, place in found.items() if place is not None}


def _columns_of_same_rows(left: Block, block: Block) -> tuple[int, ...]:
    """The columns of amounts of a table that follows one of the same title and prints the codes and names of all its
    rows again, in the same order, over amounts of another kind; none of any other table."""
    if block.title is None or left.title is None or block.title.name != left.title.name:
        return ()
    begun, header = read_header(left.grid, left.first_row), read_header(block.grid, block.first_row)
    paths = {column.path for column in begun.columns if column.role is None}
    own = [column for column in header.columns if column.role is None and column.path]
    depths = [h.first_data_row - b.first_row for h, b in ((begun, left), (header, block))]
    if not own or any(column.path in paths for column in own) or len(set(depths)) > 1 or begun.shared or header.shared:
        return ()
    rows, again = _keys_of_rows(left, begun), _keys_of_rows(block, header)
    return tuple(column.index for column in own) if len(rows) >= FEWEST_ROWS and rows == again else ()


def _keys_of_rows(block: Block, header: Header) -> list[tuple[str, ...]]:
    """The code and the name of each row of a table; nothing of a table that has not both."""
    keys = [column.index for column in header.columns if column.role in _KEYS]
    if len(keys) < len((Role.CODE, Role.NAME)):
        return []
    rows = map(block.grid.row, range(header.first_data_row, block.grid.rows))
    return [tuple(plain(row.text(key)) for key in keys) for row in rows]


def _groups_going_on(left: Block, right: Grid, rows: Mapping[int, int], first: int) -> dict[int, int]:
    """The first header cells of the right part, by number, that are the rest of a group of columns at the edge of the
    left one, each with the number of that group's cell: of the two one has the words (年初结转和结余)."""
    end = read_header(left.grid, left.first_row).first_data_row
    found: dict[int, int] = {}
    for source, place in rows.items():
        number, group = right.slots[source][first], left.grid.slots[place][-1]
        rest, begun = right.cells[number], left.grid.cells[group]
        has_leaf = any(right.cells[right.slots[below][first]].text for below, at in rows.items() if place < at < end)
        if place < end and has_leaf and bool(begun.text) != bool(rest.text) and rest.row_span == begun.row_span:
            found[number] = group
    return found


def _set_beside(
    left: Grid, right: Grid, rows: Mapping[int, int], columns: Sequence[int], groups: Mapping[int, int]
) -> Grid:
    """One grid of the rows of `left`; `right` adds some of its columns, each of its rows to one of `left`. Cells of the
    right part in `groups` are the rest of cells of the left one."""
    cells, slots = list(left.cells), [list(row) for row in left.slots]
    for number, group in groups.items():
        rest, begun = right.cells[number], cells[group]
        words, span = begun if begun.text else rest, begun.column_span + rest.column_span
        cells[group] = replace(begun, text=words.text, lines=words.lines, column_span=span)
    sources: dict[int, int] = {}
    for source, place in rows.items():
        sources.setdefault(place, source)
    numbers = dict(groups)
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
