"""One table over several pages: the grids that continue the table before them, by meaning.

A part continues a table when it has no title (or the same again, over other rows), the same column borders, no note
(注：) and hardly any text before it, and no header (or the same again). The number of columns alone decides nothing: 07
and 08 are alike and follow each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from extractor.document.characters import plain
from extractor.document.numbers import CODE_DIGITS, is_number
from extractor.lexicon.labels import is_page_sum, is_subtotal
from extractor.lexicon.registries import Role, Shape
from extractor.lexicon.tables import decide, tables_of
from extractor.lexicon.titles import Title, unit_endings
from extractor.tables.assembly.borders import below_frame, column_map, stacked
from extractor.tables.assembly.cut_rows import rejoined
from extractor.tables.assembly.flow import Block
from extractor.tables.assembly.frame import is_note, is_signature
from extractor.tables.headers import Header, read_header, repeats, row_texts
from extractor.tables.model import Cell, Grid, Row

FEWEST_NUMBERS = 2  # tables that must be known without their printed numbers before a document's numbers are trusted
MOST_PANELS = 3  # panels of rows side by side
STRANGE_TEXT = 60  # characters of page header and footer that may stand between two parts


class Stitched(Struct):
    """A table found: its title (None where its header alone tells which of the nine it is), header, and parts in order.

    - `frame`: the grid whose columns are those of the table: its first part, or the whole of a header that was cut.
    - `skips`, `maps`: for each part its first data row, and for each column of the table that of the part.
    - `rejoined`: the last rows of parts that the next part goes on with, by the number of the part.
    - `residue`: unknown words of the title, where the columns alone tell which of the nine it is.
    - `panels`: how many stand side by side under the same header; the rows of the second follow those of the first.
    """

    kind: str | None
    title: Title | None
    blocks: list[Block]
    header: Header
    frame: Grid
    skips: list[int] = field(default_factory=list)
    maps: list[tuple[int | None, ...]] = field(default_factory=list)
    rejoined: dict[int, Row] = field(default_factory=dict)
    residue: tuple[str, ...] = ()
    panels: int = 1

    @property
    def is_weak(self) -> bool:
        """Whether a table of the same kind under a better title would take its place: its own title has unknown words,
        or reads like that of a table beside the nine."""
        return bool(self.residue) or (self.title is not None and self.title.weak)

    @property
    def where(self) -> str:
        """Where a person finds the beginning of the table: `page 3`, `line 120`."""
        return self.blocks[0].grid.where

    @property
    def is_headed(self) -> bool:
        """Whether a title, a number or a maker of its own stands over the table."""
        frame = self.blocks[0].frame
        return bool(self.title or frame.number or frame.maker)

    @property
    def last_page(self) -> int:
        return self.blocks[-1].grid.last_page

    def rows(self) -> Iterator[Row]:
        """The data rows of all parts, without title and header rows, nor headers printed again among the rows."""
        for part, (block, skip) in enumerate(zip(self.blocks, self.skips, strict=True)):
            grid, columns = block.grid, self.maps[part]
            wide = len(columns) // self.panels
            for panel in range(self.panels):
                for index in (*(() if part else self.header.shared), *_below_headers(grid, skip, self.header.printed)):
                    whole = self.rejoined.get(part) if index == grid.rows - 1 else None
                    yield whole or grid.row(index, columns[panel * wide : (panel + 1) * wide])

    def last_row(self) -> Row | None:
        """The last data row so far, if the last part has any."""
        grid = self.blocks[-1].grid
        return grid.row(grid.rows - 1, self.maps[-1]) if self.skips[-1] < grid.rows else None


def _below_headers(grid: Grid, first: int, header: tuple[tuple[str, ...], ...]) -> Iterator[int]:
    """The rows of a grid from `first` on, without the whole header printed again (as print titles leave it where pages
    became one table), without signatures (单位负责人：… 联系电话：…) and without notes, which the edge of a page may
    have cut in two."""
    row = first
    while row < grid.rows:
        if _is_below_table([cell for cell in grid.row_cells(row) if cell.text]):
            row += 1
            continue
        if header and plain(grid.at(row, 0).text) == header[0][0] and row_texts(grid, row, len(header)) == header:
            row += len(header)
        else:
            yield row
            row += 1


def _is_below_table(cells: Sequence[Cell]) -> bool:
    """Whether the filled cells of a row are a signature, or a note that reaches over cells without numbers."""
    first = cells[0].text if cells else ""
    return is_signature(first) or (is_note(first) and not any(cell.number.is_value for cell in cells))


def stitch(blocks: Sequence[Block]) -> list[Stitched]:
    """The tables of a document, in order; every grid belongs to exactly one."""
    tables: list[Stitched] = []
    headers = [read_header(block.grid, block.first_row) for block in blocks]
    trusted = _trusted_numbers(blocks, headers)
    for block, header in zip(blocks, headers, strict=True):
        last = tables[-1] if tables else None
        number = block.frame.canonical_number if trusted else None
        reached = max((table.last_page for table in tables[-2:]), default=0)  # a part beside the one before the last
        if last is not None and _goes_on(last, block, header, number, reached):
            continue
        found = decide(block.title, header.says, number)
        identity = tuple(range(block.grid.columns))
        skips = [header.first_data_row]
        tables.append(
            Stitched(found.table, block.title, [block], header, block.grid, skips, [identity], residue=found.residue)
        )
    for table in tables:
        _set_side_by_side(table)
    return tables


def _set_side_by_side(table: Stitched) -> None:
    """Splits the columns of a table of subjects that prints its rows in panels, with the header repeated over each."""
    columns = table.header.columns
    if table.kind not in tables_of(Shape.CODED) or len(columns) != table.frame.columns or table.rejoined:
        return
    for panels in range(2, MOST_PANELS + 1):
        wide, rest = divmod(len(columns), panels)
        first = columns[:wide]
        roles = {column.role for column in first}
        alike = all(a.levels == b.levels for a, b in zip(columns, columns[wide:], strict=False))
        if not rest and alike and all(c.levels for c in first) and None in roles and roles & {Role.CODE, Role.NAME}:
            table.header, table.panels = replace(table.header, columns=first), panels
            return


def _trusted_numbers(blocks: Sequence[Block], headers: Sequence[Header]) -> bool:
    """Whether the printed numbers (公开05表) are those of the ministry's forms: of several tables that are known
    without them, all agree. Provinces number the nine in orders of their own."""
    told = [(_told(block, header), block.frame.canonical_number) for block, header in zip(blocks, headers, strict=True)]
    agree = [table == number for table, number in told if table and number]
    return len(agree) >= FEWEST_NUMBERS and all(agree)


def _told(block: Block, header: Header) -> str | None:
    """The table that a block is by its title, else by its columns alone."""
    return block.title.table if block.title is not None else decide(None, header.says).table


def _goes_on(table: Stitched, block: Block, header: Header, number: str | None, reached: int) -> bool:
    """Adds the block to the table if it is its next part; `reached` is the last page of it or the table before."""
    same_title = _has_title_of(table, block)
    if (block.title is not None and not same_title) or _is_of_another_maker(table, block):
        return False
    grid, last_part = block.grid, table.blocks[-1].grid
    if not last_part.page <= grid.page <= reached + 1:
        return False
    printed = table.header.printed
    again = repeats(grid, block.first_row, printed)
    if again and row_texts(grid, block.first_row, len(table.header.texts)) == table.header.texts:
        printed = table.header.texts  # with the total that stands among its rows
    # Another block of the table, lower on the page. (Without a layout, pages tell nothing.)
    beside = grid.has_layout and grid.leaf == last_part.leaf and not same_title
    if not same_title and (block.noted or block.before > STRANGE_TEXT or (beside and not again)):
        return False
    if number and table.kind and number != table.kind and block.title is None:
        return False
    if _completes_header(table, block, header):
        return True
    columns = column_map(table.frame, grid)
    if columns is None and again and grid.columns == table.frame.columns:
        columns = tuple(range(grid.columns))
    if columns is None:
        return False
    begins = block.first_row + len(printed) if again else block.first_row
    last = table.last_row()
    whole = rejoined(last, grid.row(begins, columns), table.header) if last and begins < grid.rows else None
    if whole:  # the other half of a cut row is neither a row nor a header (支出)
        skip = begins + 1
    elif again:  # no row more than is printed again: a total may follow, which heads a table too
        skip = begins
    elif (without_header := _rows_alone(table, block, header, columns)) is not None:
        skip = without_header
    else:
        return False
    if (same_title or beside) and _again(table, block, skip):
        return False
    if whole:
        table.rejoined[len(table.blocks) - 1] = whole
    table.blocks.append(block)
    table.skips.append(skip)
    table.maps.append(columns)
    return True


def _has_title_of(table: Stitched, block: Block) -> bool:
    """Whether a block stands under the title of the table, printed again."""
    one, other = block.title, table.title
    if one is None or other is None or one.weak != other.weak:
        return False
    return one.table == other.table and bool(one.table or one.name == other.name)


def _rows_alone(table: Stitched, block: Block, header: Header, columns: Sequence[int | None]) -> int | None:
    """The first data row of a part without words over its amounts; None where it has a header of its own."""
    if not any(column.path for column in header.columns):  # the page break came before the row of column numbers
        return header.first_data_row
    return None if _heads_amounts(table, block, header, columns) else block.first_row


def _is_of_another_maker(table: Stitched, block: Block) -> bool:
    """Whether a part names another maker than the table, over it or before its title: it is the next unit's, in a file
    sorted by table."""
    first = table.blocks[0]
    makers = {plain(maker) for part in (first, block) if (maker := part.frame.maker)}
    named = {before for title in (first.title, block.title) if title and (before := _before_name(title))}
    return len(makers) > 1 or (not makers and len(named) > 1)


def _before_name(title: Title) -> str:
    """What stands before the words of a title, where it names a unit and is no ordinal (续, 一、)."""
    before = plain(title.text).partition(title.name)[0]
    return before if any(end in before for end in unit_endings()) else ""


def _heads_amounts(table: Stitched, block: Block, header: Header, columns: Sequence[int | None]) -> bool:
    """Whether words stand over the amounts in what may be the header of the next part; if not, it is rows.

    A line of words and amounts is a row, even where its label reaches over columns of amounts (人员经费合计 in 06)."""
    named = {column.index for column in table.header.columns if column.role}
    grid = block.grid
    for row in range(block.first_row, header.first_data_row):
        places = (c for place, c in enumerate(columns) if place not in named and c is not None)
        over = [grid.at(row, column) for column in places]
        words = any(cell.number.kind == "text" and cell.text for cell in over)
        if words and not any(cell.number.is_value for cell in over):
            return True
    return False


def _completes_header(table: Stitched, block: Block, below: Header) -> bool:
    """Adds the block if the page break cut the header, so that only both parts together name all columns."""
    first = table.blocks[0]
    upper_rows = table.header.first_data_row
    alone = _is_header_alone(first.grid, table) and len(table.blocks) == 1 and not table.header.shared
    again = below.texts[: len(table.header.texts)] == table.header.texts
    if not alone or again or block.title is not None:
        return False
    begun = replace(first.grid, rows=upper_rows, slots=first.grid.slots[:upper_rows])
    both = stacked(below_frame(begun, first.first_row), block.grid, block.first_row)
    if both is None:
        return False
    grid, upper, lower = both
    header = read_header(grid, first.first_row)
    more = header.first_data_row - upper_rows
    kind = table.kind or decide(table.title, header.says).table
    named = kind and all(column.role or column.measure(kind) for column in header.columns)
    if more < 1 or header.shared or not named:
        return False
    table.kind, table.header, table.frame = kind, header, grid
    table.blocks.append(block)
    table.skips = [first.grid.rows, block.first_row + more]
    table.maps = [upper, lower]
    return True


def _is_header_alone(grid: Grid, table: Stitched) -> bool:
    """Whether a grid has no row below its header, or one that is blank, since rules run on to the edge of the page,
    below columns that are not all named yet: those of its rows, if no other."""
    below = range(table.header.first_data_row, grid.rows)
    if any(cell.text for row in below for cell in grid.row_cells(row)):
        return False
    kind, columns = table.kind or "", table.header.columns
    names_rows = kind in tables_of(Shape.THREE_PUBLIC) or any(column.role for column in columns)
    return not below or (len(below) == 1 and not (names_rows and all(c.role or c.measure(kind) for c in columns)))


def _again(table: Stitched, block: Block, skip: int) -> bool:
    """Whether a grid under the same title is the table printed once more rather than its next part: it begins with the
    same row, ends with the same total, or has rows of the table, which has none of them twice."""
    old = [_key([c.text for c in row.cells if c]) for row in table.rows()]
    seen = [key for key in old if key and not _is_of_a_page(key)]
    new = [_key([c.text for c in block.grid.row_cells(r)]) for r in range(skip, block.grid.rows)]
    keys = [key for key in new if key and not _is_of_a_page(key)]
    if not keys:
        return not any(new) and not seen  # else the blank rows of a form go on
    if seen and (keys[0] == seen[0] or (keys[-1] == seen[-1] and _is_total(keys[-1]))):
        return True
    rows = [key for key in seen if not _is_total(key)]
    return len(rows) == len(set(rows)) and any(key in rows for key in keys)


def _key(texts: Sequence[str]) -> tuple[str, ...]:
    """What names a row: its subject code, else its labels (in 01 and 04 two stand side by side)."""
    bare = [plain(t) for t in texts if t]
    code = "".join(t for t in bare[:3] if CODE_DIGITS.fullmatch(t) or (t.isdigit() and len(t) == 2))
    return (code,) if code else tuple(t for t in bare if not is_number(t))


def _is_of_a_page(key: tuple[str, ...]) -> bool:
    """Whether a row is the sum of a page (本页小计), which says nothing about the table."""
    return any(map(is_page_sum, key))


def _is_total(key: tuple[str, ...]) -> bool:
    return all(map(is_subtotal, key))
