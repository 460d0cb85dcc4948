"""Wide tables of spreadsheets, printed over pages side by side: the columns that did not fit stand on a later page.

Such a part has its rows at the heights of an earlier page, and either columns of amounts without codes and names, or,
under the same title, the other panel of the table. Or it repeats the codes and names of all rows, under the same title
and over other columns, as tables of web pages and office files do, which have no heights.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping, Sequence
from itertools import pairwise

from msgspec.structs import replace

from extractor.document.characters import plain
from extractor.lexicon.columns import side_of
from extractor.lexicon.composition import meaning
from extractor.lexicon.header_words import is_header_word
from extractor.lexicon.labels import bare_label, item_of
from extractor.lexicon.numbering import column_number, is_numbering
from extractor.lexicon.registries import CODE_ROLES, Role, Side
from extractor.lexicon.words import are_parts_of_a_word
from extractor.tables.assembly.borders import column_map
from extractor.tables.assembly.flow import Block, Flow
from extractor.tables.assembly.shared_titles import SAME_HEIGHT, with_shared_titles
from extractor.tables.assembly.wider import Right, are_as_wide, set_beside, with_blank_columns, with_rows_at
from extractor.tables.headers import Header, are_printed_again, read_header, repeats
from extractor.tables.model import Grid

FEWEST_ROWS = 3  # whose heights must agree: two rows may do so by chance
MANY_ROWS = 6  # that hardly any other table without a title has at the same heights
MOST_OF = 0.8  # of the rows of the left part go on in the right one: three rows of equal heights stand anywhere
MOST_OF_HEADER = 6  # rows
PAGES_BACK = 12  # a spreadsheet prints all its first columns before the next ones: as long a table is rare
MOST_LEFT = 3  # pages with the first columns of a table whose title stands over the next ones alone
_ACROSS = "09"  # the table whose columns alone say what their amounts are
_KEYS = frozenset((*CODE_ROLES, Role.NAME, Role.LABEL))


def joined_beside(flow: Flow) -> Flow:
    """The flow with such parts set beside the grids whose rows they continue."""
    blocks: list[Block] = []
    wider: dict[int, int] = {}  # how many parts stand beside a block already, by its place
    rights: list[Right] = []  # the parts set beside blocks, and those set there since the last title
    recent: list[Right] = []
    for block in with_shared_titles(flow.blocks):
        begun, more = _of_same_rows(blocks, block)
        place, columns = None if more else _left_part(blocks, block, wider), tuple(range(block.grid.columns))
        if place is None and not more and (right := _right_of_rows(blocks, block, recent)):
            place, columns = right.place, right.columns
        if place is not None:
            block = _as_begun(blocks[place], block)
            parted = with_rows_at(blocks[place].grid, _finer_edges(blocks[place].grid, block))
            blocks[place] = replace(blocks[place], grid=parted)
            rows = _rows_of_heights(blocks[place], block)
        elif more:
            place, columns = begun, more
            shift = blocks[place].first_row - block.first_row
            rows = {row: row + shift for row in range(block.first_row, block.grid.rows)}
        else:
            blocks.append(block)
            if block.title is not None and not any(other.grid.page == block.grid.page for other in blocks[-2:-1]):
                recent.clear()  # the page beside this one has nothing of a table before
            continue
        left = blocks[place]
        groups = _groups_going_on(left, block.grid, rows, columns[0])
        whole = set_beside(left.grid, block.grid, rows, columns, groups)
        frame, strays = left.frame.with_more(block.frame), (*left.strays, *block.strays)
        blocks[place] = replace(left, grid=whole, title=left.title or block.title, frame=frame, strays=strays)
        rights.append(Right(place, left, block, columns))
        recent.append(rights[-1])
        wider[place] = wider.get(place, 0) + 1
    return replace(flow, blocks=tuple(with_blank_columns(blocks, rights)))


def _left_part(blocks: Sequence[Block], block: Block, wider: dict[int, int]) -> int | None:
    """The place of the block that `block` continues to the right: one whose printed number it repeats, else one under
    the last title, since a sheet is printed whole before the next begins; of several the first with the fewest parts
    beside it."""
    if not blocks or not block.grid.has_layout or block.grid.rows - block.first_row < FEWEST_ROWS:
        return None
    if block.title is None and _goes_on(blocks, block) and column_map(blocks[-1].grid, block.grid):
        return None  # the next part of a table may have its rows where a short part of another one has them
    as_high = [
        i
        for i in range(max(0, len(blocks) - PAGES_BACK), len(blocks))
        if _may_go_on(blocks[i], _as_begun(blocks[i], block)) and _counts_on(blocks[i], block) is not False
    ]
    if not as_high:
        return None
    header = read_header(block.grid, block.first_row)
    if not any(column.path for column in header.columns):
        return None
    found = [i for i in as_high if _is_left_of(blocks[i], block, header)]
    if block.title is not None:
        found = [i for i in found if blocks[i].title is not None or not _goes_on(blocks[:i], blocks[i])]
    number = block.frame.number
    numbered = [i for i in found if number is not None and blocks[i].frame.number == number]
    last = next((i for i in reversed(range(len(blocks))) if blocks[i].title is not None), 0)
    while last and _titled(blocks[last - 1], blocks[last]):
        last -= 1  # its title is printed over all its pages
    found = numbered or [i for i in found if i >= last] or found
    return min(found, key=lambda i: (wider.get(i, 0), i), default=None)


def _right_of_rows(blocks: Sequence[Block], block: Block, rights: Sequence[Right]) -> Right | None:
    """What a block without header and title is to the rows that it continues, of a block without a title: it has the
    columns of one of `rights`, and stands as many pages behind that block as that block stands behind its left one,
    and at the same height."""
    grid = block.grid
    if block.title is not None or not rights or not grid.has_layout:
        return None
    if any(column.path for column in read_header(grid, block.first_row).columns):
        return None
    return next(
        (
            Right(after, blocks[after], block, right.columns)
            for right in rights
            for after in range(right.place + 1, len(blocks))
            if blocks[after].title is None
            and blocks[after].grid.page - blocks[right.place].grid.page == grid.page - right.block.grid.page > 0
            and are_as_wide(grid, right.block.grid)
            and _are_as_high(blocks[after], block)
            and not _finer_edges(blocks[after].grid, block)
        ),
        None,
    )


def _as_begun(left: Block, block: Block) -> Block:
    """A block from the row at which the left part begins, if nothing stands there: a group of columns may have its
    words on the page before alone."""
    begun = left.grid.y_edges[left.first_row : left.first_row + 1]
    at = _match(block.grid.y_edges, begun[0]) if begun and block.grid.y_edges else None
    if at is None or any(cell.text for row in range(at, block.first_row) for cell in block.grid.row_cells(row)):
        return block
    return replace(block, first_row=min(at, block.first_row))


def _goes_on(before: Sequence[Block], block: Block) -> bool:
    """Whether a block repeats the header of the one before it, whose table it continues."""
    return any(
        repeats(block.grid, block.first_row, read_header(other.grid, other.first_row).printed) for other in before[-1:]
    )


def _may_go_on(left: Block, block: Block) -> bool:
    """Whether a block stands on a later page, without the title of another table, and with its rows where those of
    `left` are."""
    if (
        not left.grid.has_layout
        or left.grid.page >= block.grid.page
        or not (block.title is None or _titled(left, block) or _lacks_its_title(left, block))
    ):
        return False
    heights, own = left.grid.y_edges[left.first_row :], block.grid.y_edges[block.first_row :]
    enough = len(own) >= MOST_OF * len(heights) or _are_as_high(left, block)
    if not enough:
        return False
    finer = _finer_edges(left.grid, block)
    if not finer:
        return True
    data = read_header(left.grid, left.first_row).first_data_row  # the first row of a header may be open at its sides
    begins = data < left.grid.rows and left.grid.y_edges[data] > max(*finer, own[0])
    return begins and _match(heights, own[0]) is not None and abs(heights[-1] - own[-1]) <= SAME_HEIGHT


def _finer_edges(left: Grid, block: Block) -> list[float]:
    """The heights at which rows of a block end and none of the left part does: its header may have more levels."""
    return [y for y in block.grid.y_edges[block.first_row :] if _match(left.y_edges, y) is None]


def _are_as_high(left: Block, block: Block) -> bool:
    """Whether the rows of both begin and end at the same heights."""
    heights, own = left.grid.y_edges[left.first_row :], block.grid.y_edges[block.first_row :]
    return all(abs(heights[end] - own[end]) <= SAME_HEIGHT for end in (0, -1))


def _is_left_of(left: Block, block: Block, header: Header) -> bool:
    begun = read_header(left.grid, left.first_row)
    alike = min(len(header.texts), len(begun.texts))  # 年初结转和结余, a row, may be read as a line more of a header
    if are_printed_again(begun.texts[:alike], header.texts[:alike]):
        return False
    if not _keys(begun):
        return left.title is not None and left.title.table == _ACROSS and not _keys(header)
    may_lack = block.title is None or _lacks_its_title(left, block)
    if may_lack and _are_as_high(left, block) and _are_two_sides(begun, header):
        return True
    if _titled(left, block) or not (_keys(header) and _begins_a_table(header, begun)):
        return True
    return block.title is None and _is_panel(header, begun) and _are_as_high(left, block) and _has_many_rows(block)


def _are_two_sides(begun: Header, header: Header) -> bool:
    """Whether the labels of the left part are of income, and those of the right one of expenditure (01, 04)."""
    left, right = (
        {side_of(*column.levels) for column in one.columns if column.role is Role.LABEL} for one in (begun, header)
    )
    return left == {Side.INCOME} and right == {Side.EXPENDITURE}


def _is_panel(header: Header, begun: Header) -> bool:
    """Whether all columns are headed like some of the left part, if under another group (公用经费 beside 人员经费), and
    some are of amounts: codes and names alone begin the next sheet."""
    if all(column.role in _KEYS for column in header.columns):
        return False
    if len({column.levels[0] for column in header.columns if len(column.levels) > 1}) > 1:
        return False  # 本年支出合计/决算数 beside 基本支出/决算数: these are columns of one table
    leaves, others = ({column.levels[-1] for column in h.columns if column.levels} for h in (header, begun))
    return leaves <= others


def _has_many_rows(block: Block) -> bool:
    return block.grid.rows - block.first_row >= MANY_ROWS


def _lacks_its_title(left: Block, block: Block) -> bool:
    """Whether a block may be the first part of a table whose title stands only over a later page, as one centred over
    a wide table does: where whose the table is stands here alone, over columns numbered on from the last one here, or
    in a row of the grids that is blank here (otherwise a part of the title might stand in it)."""
    if left.title is not None or block.title is None or block.grid.page - left.grid.page > MOST_LEFT:
        return False
    if _counts_on(left, block) or (left.frame.maker and not block.frame.maker):
        return True
    return bool(block.first_row and left.first_row) and not any(cell.text for cell in left.grid.row_cells(0))


def _counts_on(left: Block, block: Block) -> bool | None:
    """Whether the numbers of the columns (栏次) of a block go on from the last one of the left part; None where one of
    them prints none."""
    before, after = _numbers(left), _numbers(block)
    return after[0] == before[-1] + 1 if before and after else None


def _numbers(block: Block) -> list[int]:
    """The numbers of the columns in the header of a block, one by one; none where it has no row of them. (A row may
    have its own number, 行次, and nothing else.)"""
    grid = block.grid
    for row in range(block.first_row, min(block.first_row + MOST_OF_HEADER, grid.rows)):
        cells = [cell for cell in grid.row_cells(row) if cell.text and not is_numbering(cell.text)]
        if not any(column_number(cell.text) for cell in cells):
            continue
        of_rows = {c.index for c in read_header(grid, block.first_row).columns if c.role is Role.ROW_NO}
        texts = [cell.text for cell in cells if cell.column not in of_rows]
        numbers = [number for text in texts if (number := column_number(text)) is not None]
        if numbers and len(numbers) == len(texts) and all(b - a == 1 for a, b in pairwise(numbers)):
            return numbers
    return []


def _begins_a_table(header: Header, begun: Header) -> bool:
    """Whether the first column names rows, as that of a table does, and these are not just the names of the codes in
    the column left of it; a column without a word over it may."""
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
    """For each row of the right part the row of the left part that it continues, by their heights."""
    heights, own = left.grid.y_edges, block.grid.y_edges
    found = {row: _match(heights, own[row]) for row in range(block.first_row, block.grid.rows)}
    return {row: place for row, place in found.items() if place is not None}


def _of_same_rows(blocks: Sequence[Block], block: Block) -> tuple[int, tuple[int, ...]]:
    """The place of the block before whose rows a block repeats, and the columns that it adds to these: of those under
    the last title the nearest; no columns where there is none."""
    for place in range(len(blocks) - 1, max(-1, len(blocks) - 1 - PAGES_BACK), -1):
        if columns := _columns_of_same_rows(blocks[place], block):
            return place, columns
        if blocks[place].title is not None:
            break
    return 0, ()


def _columns_of_same_rows(left: Block, block: Block) -> tuple[int, ...]:
    """The columns of amounts of a table that repeats the codes and names of all rows of another, in the same order,
    over amounts of another kind; it has the same title, or none and stands on a later page at the same height. None of
    any other table."""
    untitled = block.title is None and block.grid.has_layout
    if not _titled(left, block) and not (untitled and _may_go_on(left, block)):
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
    """The code and the name of each row of a table; nothing for a table that lacks either."""
    keys = [column.index for column in header.columns if column.role in _KEYS]
    if len(keys) < len((Role.CODE, Role.NAME)):
        return []
    rows = map(block.grid.row, range(header.first_data_row, block.grid.rows))
    return [tuple(plain(row.text(key)) for key in keys) for row in rows]


def _groups_going_on(left: Block, right: Grid, rows: Mapping[int, int], first: int) -> dict[int, tuple[int, str]]:
    """The first cells of the right part, by index, that continue one at the edge of the left part, each with the index
    of that and the words of both: a group of columns, of which one part has the words (年初结转和结余), or the label of
    a total that the edge cuts (公用|经费合计)."""
    end = read_header(left.grid, left.first_row).first_data_row
    found: dict[int, tuple[int, str]] = {}
    for source, place in rows.items():
        number, group = right.slots[source][first], left.grid.slots[place][-1]
        rest, begun = right.cells[number], left.grid.cells[group]
        has_leaf = any(right.cells[right.slots[below][first]].text for below, at in rows.items() if place < at < end)
        if rest.row_span != begun.row_span:
            continue
        if place < end and has_leaf and bool(begun.text) != bool(rest.text):
            found[number] = group, begun.text or rest.text
        elif begun.text and rest.text:
            ways = (begun.text + rest.text, begun.text + rest.text[1:])  # a character on the edge is printed on both
            is_whole = _names_a_total if place >= end else is_header_word
            whole = next(filter(is_whole, ways), None)
            if whole and (place >= end or meaning(rest.text).residue or are_parts_of_a_word(begun.text, rest.text)):
                found[number] = group, whole
    return found


def _names_a_total(text: str) -> bool:
    return any(item_of(rows, bare_label(text)) for rows in ("06", "04.expenditure"))
