"""Header cells (表头) → the columns of a table (列), each known by the path of the header cells over it.

What a path means is up to the lexicon; this module decides where a header ends and which of its cells stand over which
column.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from extractor.document.characters import HAN, plain
from extractor.document.model import Spans
from extractor.document.numbers import CODE_DIGITS, with_unit
from extractor.lexicon.columns import role_of
from extractor.lexicon.composition import is_only_completion, meaning
from extractor.lexicon.header_words import header_text, in_full, is_header_word, is_numbered_header
from extractor.lexicon.labels import is_known_row
from extractor.lexicon.measures import measure_of, supposed_measure
from extractor.lexicon.numbering import column_number, is_column_letter, is_numbering
from extractor.lexicon.registries import Basis, Measure, Role
from extractor.lexicon.words import cut
from extractor.tables.model import Cell, Grid

MOST_ROWS = 10  # a header has no more
FEWEST_WORDS = 2  # in a row under columns of amounts, for it to be one of the header though none of its words is known
FEWEST_LETTERS = 3  # that name columns, in a row of nothing else
FEWEST_NUMBERS = 3  # of rows that follow each other, for them to be counted
MOST_NUMBER = 2  # digits of one; the shortest subject code has more
ACCOUNTS = "决算数"
MISREAD = 6  # numbers of columns among which one may be lost or misread in a picture


class Column(Struct, frozen=True):
    """A column of a table.

    - `levels`: the texts of its header cells from the top, in plain form; `path`: the same joined by `/`; `label`: as
      printed.
    - `role`: what the column names, or None for a column of amounts.
    - `basis`: the budget stage that its header says, if any.
    """

    index: int
    levels: tuple[str, ...]
    label: str
    role: Role | None
    basis: Basis | None

    @property
    def path(self) -> str:
        return "/".join(self.levels)

    @property
    def residue(self) -> tuple[str, ...]:
        """The words of the header that the lexicon does not know."""
        return meaning(*self.levels).residue

    @property
    def years(self) -> frozenset[int]:
        """The fiscal years that the header names."""
        return meaning(*self.levels).years

    def measure(self, table: str) -> Measure | None:
        """What the column measures in a table ("01" … "09"), or None."""
        return measure_of(table, *self.levels) if self.levels else None

    def supposed_measure(self, table: str) -> Measure | None:
        """What the column measures by the known words of its header alone, where others are unknown."""
        return supposed_measure(table, *self.levels) if self.levels else None


class Header(Struct, frozen=True):
    """The columns of a grid, and where its data begin; header rows that are `shared` hold data as well."""

    columns: tuple[Column, ...]
    first_data_row: int
    shared: tuple[int, ...]
    texts: tuple[tuple[str, ...], ...]

    @property
    def printed(self) -> tuple[tuple[str, ...], ...]:
        """The texts of the first rows, which are nothing but header: the next page may print them again."""
        return self.texts[: min(self.shared, default=self.first_data_row) - self.first_data_row + len(self.texts)]

    @property
    def says(self) -> frozenset[str]:
        """The facets of all words over all columns but those of the numbers of rows."""
        columns = (column for column in self.columns if column.role is not Role.ROW_NO)
        return frozenset().union(*(cut(level).says for column in columns for level in column.levels))


def _numbers_columns(cells: Sequence[Cell]) -> bool:
    """A 栏次 row: 栏次 1 2 3 …, or the counting numbers alone, starting where the page before left off; among many
    numbers a few may be missing or misread, as in scans."""
    texts = [c.text for c in cells if c.text]
    if any(map(is_numbering, texts)):
        return True
    lettered, texts = len(texts), [text for text in texts if not is_column_letter(text)]
    if lettered >= FEWEST_LETTERS and not texts:  # 甲 乙 A B C …
        return True
    if len(texts) < lettered and texts and all(column_number(text) is not None for text in texts):
        return True
    numbers = [number for text in texts if (number := column_number(text)) is not None]
    if len(numbers) < 3 or len(numbers) < len(texts) - 1:
        return False
    misread = len(texts) // MISREAD
    follow = sum(after - before == 1 for before, after in pairwise(numbers))
    if misread and len(numbers) >= len(texts) - misread and follow >= len(texts) - 1 - 2 * misread:
        return True
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def header_rows(grid: Grid, first_row: int) -> tuple[int, tuple[int, ...], frozenset[int]]:
    """The row after the header, the header rows that hold data as well, and the 栏次 rows."""
    if grid.header_rows:
        return grid.header_rows, (), frozenset()
    for row in range(first_row, min(grid.rows, first_row + MOST_ROWS)):
        cells = [c for c in grid.row_cells(row) if c.row == row and c.text]
        if _numbers_columns(cells):
            return row + 1, (), frozenset((row,))
        if any(c.number.is_number for c in cells):
            break
    shared: list[int] = []
    reach = first_row  # the first row that no header cell spans
    row = first_row
    while row < min(grid.rows, first_row + MOST_ROWS):
        cells = [c for c in grid.row_cells(row) if c.row == row and c.text]
        structural = [c for c in cells if is_header_word(c.text)]
        if cells and CODE_DIGITS.fullmatch(plain(cells[0].text)):
            break
        amounts = [c for c in cells if c.number.is_value or with_unit(c.text)]
        if structural and amounts:
            if sum(not _labels_its_row(grid, first_row, cell) for cell in structural) < 2:
                break
            shared.append(row)
        elif not structural and row >= reach and not _goes_on(grid, first_row, row, bool(amounts)):
            break
        reach = max([reach, *(c.row + c.row_span for c in structural)])
        row += 1
    return row, tuple(shared), frozenset()


def _labels_its_row(grid: Grid, first_row: int, cell: Cell) -> bool:
    """Whether a cell is the label of a row, below the head of a column of such (年初结转和结余 under 项目)."""
    above = [text for row in range(first_row, cell.row) if (text := header_text(grid.at(row, cell.column).text))]
    return bool(above) and role_of(*above) is not None and is_known_row(cell.text)


def _is_over_a_header(grid: Grid, row: int) -> bool:
    """Whether a row of known words without numbers (一、收入 | 二、支出), or of cells that each span several columns
    (工资福利支出), stands over a row that can only be a header."""
    if row + 1 >= grid.rows:
        return False
    cells = [c for c in grid.row_cells(row) if c.text]
    below = [c for c in grid.row_cells(row + 1) if c.text]
    words = sum(is_header_word(c.text) for c in below)
    over_several = len(cells) > 1 and all(c.column_span > 1 for c in cells) and words == len(below)
    return (
        (over_several or all(is_header_word(header_text(c.text)) for c in cells))
        and words >= FEWEST_WORDS
        and not any(c.number.is_value for c in (*cells, *below))
    )


def _goes_on(grid: Grid, first_row: int, row: int, has_amounts: bool) -> bool:
    """Whether a row that no header word opens belongs to the header: words stand in it where amounts are to come.

    An empty first row is a header cell whose text stands on the page beside. In a row that has amounts, words are
    labels; a text that is neither (amounts run into each other) makes the row a header of which nothing is known, which
    is reported.
    """
    if row == first_row:
        return not any(c.text for c in grid.row_cells(row)) or _is_over_a_header(grid, row)
    words = 0
    for cell in grid.row_cells(row):
        if cell.row == row and cell.number.kind == "text" and not with_unit(cell.text):
            above = [t for r in range(first_row, row) if (t := header_text(grid.at(r, cell.column).text))]
            is_label = has_amounts and bool(HAN.search(cell.text))
            is_word = bool(above) and role_of(*above) is None and any(map(str.isalpha, cell.text))
            words += not is_label and (is_word or is_numbered_header(cell.text))
    return words >= FEWEST_WORDS


def read_header(grid: Grid, first_row: int = 0) -> Header:
    """The header of a grid whose title and frame rows end before `first_row`."""
    end, shared, numbering = header_rows(grid, first_row)
    rows = range(first_row, end)
    mixed = {*shared, *numbering}  # rows in which only some cells belong to the header
    texts = [[_header_text(grid.at(r, c), r in mixed, first_row) for c in range(grid.columns)] for r in rows]
    if grid.spans is Spans.LOST:
        _spread(texts)
    columns: list[Column] = []
    for index in range(grid.columns):
        if index and all(grid.slots[r][index] == grid.slots[r][index - 1] for r in range(first_row, grid.rows)):
            continue  # a border of the frame rows alone: no cell of the table begins here
        printed: list[str] = []
        last: Cell | None = None
        for row, line in zip(rows, texts, strict=True):
            cell, text = grid.at(row, index), line[index]
            same = bool(printed) and text == printed[-1] if grid.spans is Spans.LOST else cell is last
            if text and not same:
                printed.append(text)
                last = cell
        levels = in_full(tuple(filter(None, map(header_text, printed))), columns[-1].levels if columns else ())
        role = role_of(*levels) if levels else None
        if role is Role.CODE and columns and columns[-1].role is Role.LABEL and _counts_rows(grid, index, end):
            role = Role.ROW_NO
        columns.append(Column(index, levels, "/".join(printed), role, meaning(*levels).basis))
    return Header(tuple(_with_accounts(columns)), end, shared, row_texts(grid, first_row, end - first_row))


def _counts_rows(grid: Grid, column: int, first: int) -> bool:
    """Whether the codes of a column beside the labels (编号) are the numbers of its rows, one by one."""
    texts = [text for row in range(first, grid.rows) if (text := plain(grid.at(row, column).text))]
    numbers = [int(text) for text in texts if text.isdecimal() and len(text) <= MOST_NUMBER]
    one_by_one = all(after - before == 1 for before, after in pairwise(numbers))
    return FEWEST_NUMBERS <= len(numbers) == len(texts) and one_by_one


def _with_accounts(columns: Sequence[Column]) -> list[Column]:
    """The columns, in which 本年完成 is 决算数 where the others are of the budget."""
    completed = [any(map(is_only_completion, column.levels)) for column in columns]
    others = [c for c, said in zip(columns, completed, strict=True) if c.role is None and c.levels and not said]
    if any(column.basis in (None, Basis.FINAL) for column in others):
        return list(columns)
    return [_as_accounts(column) if said else column for column, said in zip(columns, completed, strict=True)]


def _as_accounts(column: Column) -> Column:
    levels = tuple(ACCOUNTS if is_only_completion(level) else level for level in column.levels)
    return replace(column, levels=levels, role=role_of(*levels), basis=meaning(*levels).basis)


def row_texts(grid: Grid, first: int, count: int) -> tuple[tuple[str, ...], ...]:
    """The texts of `count` rows of a grid in plain form; of fewer if the grid ends earlier."""
    return tuple(tuple(plain(c.text) for c in grid.row_cells(r)) for r in range(first, min(first + count, grid.rows)))


def repeats(grid: Grid, first: int, header: tuple[tuple[str, ...], ...]) -> bool:
    """Whether a grid prints the rows of a header again from a row on."""
    return bool(header) and are_printed_again(header, row_texts(grid, first, len(header)))


def are_printed_again(header: tuple[tuple[str, ...], ...], again: tuple[tuple[str, ...], ...]) -> bool:
    """Whether the rows of a header are the same again; a cell that is too low there may print no more than the
    beginning of its text."""
    return [*map(len, header)] == [*map(len, again)] and all(
        text == whole or (text and whole.startswith(text))
        for printed, line in zip(header, again, strict=True)
        for whole, text in zip(printed, line, strict=True)
    )


def _header_text(cell: Cell, mixed: bool, first_row: int) -> str:
    """What a cell adds to the path of its columns: in a row that holds data or 栏次 as well, only words of the
    header."""
    if cell.row < first_row or (mixed and (not is_header_word(cell.text) or is_numbering(cell.text))):
        return ""
    return cell.text


def _spread(texts: list[list[str]]) -> None:
    """Fills the header of a grid without spans: a text also stands for the empty places right of it that have a text
    below, until another text begins in its row or in the row above."""
    for place in range(len(texts) - 2, -1, -1):
        left = ""
        for column in range(len(texts[place])):
            begins_above = place > 0 and bool(texts[place - 1][column])
            if texts[place][column]:
                left = texts[place][column]
            elif left and not begins_above and any(lower[column] for lower in texts[place + 1 :]):
                texts[place][column] = left
            else:
                left = ""
