"""What the readers of workbooks have in common: sheets of cells as they are shown → lines and tables."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

import regex
from msgspec import Struct, field

from extractor.document.model import Line, MarkupCell, MarkupPage, MarkupTable, spans_of
from extractor.errors import DocumentError
from extractor.languages import Sentence, said
from extractor.problems import Problem

MOST_CELLS = 300_000  # with something in them, in one workbook: thirty units have half as many
APART = "  "  # between cells that stand beside each other in a line
_PLAIN = regex.compile(r"[\p{L}_][\p{L}\p{N}_.]*")

Place = tuple[int, int]
"""Row and column of a cell, from 0."""


class Sheet(Struct):
    """A sheet of a workbook that is seen: the texts that its cells show, which of them are merged (first and last row,
    first and last column), and which rows and columns are hidden."""

    name: str
    texts: dict[Place, str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    has_pictures: bool = False  # as large as a table


class Counted(Struct):
    """How many cells of a workbook have been read."""

    file: str
    cells: int = 0

    def one_more(self) -> None:
        """Raises `DocumentError` `too_large` beyond all use."""
        self.cells += 1
        if self.cells > MOST_CELLS:
            raise DocumentError(Problem.MANY_CELLS, file=self.file, limit=MOST_CELLS)


def pages_of(sheets: Sequence[Sheet], file: str) -> tuple[MarkupPage, ...]:
    """A page for each sheet; raises `DocumentError` `empty` where none shows anything."""
    pages: list[MarkupPage] = []
    line = 1
    for number, sheet in enumerate(sheets, start=1):
        rows = _rows(sheet, line, file)
        items = tuple(_items(rows, number, line))
        line += len(rows)
        unread = (_unread(sheet.name),) if sheet.has_pictures else ()
        pages.append(MarkupPage(number, items, name=sheet.name, unread=unread))
    if not any(page.items for page in pages):
        raise DocumentError(Problem.NO_TEXT, file=file)
    return tuple(pages)


def _unread(sheet: str) -> Sentence:
    return said("Pictures of a sheet were not read and may hold a table (“{sheet}”); look at them.", sheet=sheet)


def _rows(sheet: Sheet, first: int, file: str) -> list[list[MarkupCell]]:
    """The rows of a sheet that show something, the `first` of them counted so; each cell in the first row that it
    reaches over. Columns that show nothing are left out."""
    texts = {
        (row, column): text
        for (row, column), text in sheet.texts.items()
        if text.strip() and row not in sheet.hidden_rows and column not in sheet.hidden_columns
    }
    ranges: dict[Place, tuple[int, int]] = {}
    for top, bottom, left, right in sheet.merged:
        # What is merged shows the text of its first cell, whether or not that one's row is hidden.
        row = next((r for r in range(top, bottom + 1) if r not in sheet.hidden_rows), None)
        column = next((c for c in range(left, right + 1) if c not in sheet.hidden_columns), None)
        if row is not None and column is not None:
            ranges[row, column] = bottom, right
            if text := sheet.texts.get((top, left), "").strip():
                texts[row, column] = text
    rows, columns = sorted({row for row, _ in texts}), sorted({column for _, column in texts})
    covered: set[Place] = set()
    spans: dict[Place, Place] = {}
    area = 0
    for (row, column), (bottom, right) in ranges.items():
        down = rows[bisect_left(rows, row) : bisect_right(rows, bottom)]
        across = columns[bisect_left(columns, column) : bisect_right(columns, right)]
        area += len(down) * len(across)
        if area > MOST_CELLS:
            raise DocumentError(Problem.MANY_CELLS, file=file, limit=MOST_CELLS)
        if down and across:
            covered.update((r, c) for r in down for c in across)
            spans[down[0], across[0]] = len(down), len(across)
    covered -= spans.keys()
    if len(rows) * len(columns) > MOST_CELLS:
        raise DocumentError(Problem.LARGE_TABLE, line=first, rows=len(rows), columns=len(columns))
    return [
        [
            MarkupCell(texts.get((row, c), ""), *spans.get((row, c), (1, 1)), first + n, address(sheet.name, row, c))
            for c in columns
            if (row, c) not in covered
        ]
        for n, row in enumerate(rows)
    ]


def _items(rows: Sequence[list[MarkupCell]], page: int, line: int) -> Iterator[Line | MarkupTable]:
    """Rows with one text at the head and the foot of a sheet are lines, what stands between them is a table."""
    alone = [sum(bool(cell.text.strip()) for cell in row) <= 1 for row in rows]
    first = next((i for i, one in enumerate(alone) if not one), len(rows))
    end = next((i for i in range(len(rows), first, -1) if not alone[i - 1]), first)
    for i, row in enumerate(rows):
        if first <= i < end:
            if i == first:
                table = tuple(map(tuple, rows[first:end]))
                yield MarkupTable(table, spans_of(table), line + first)
        else:
            for text in (cell.text for cell in row if cell.text.strip()):
                yield Line(text.replace("\n", APART), page, None, line + i)


def address(sheet: str, row: int, column: int) -> str:
    """Where a person finds a cell: `Sheet2!C14`; `row` and `column` from 0."""
    name = sheet if _PLAIN.fullmatch(sheet) else "'" + sheet.replace("'", "''") + "'"
    return f"{name}!{letters(column)}{row + 1}"


def letters(column: int) -> str:
    """The letters of a column, from 0: A, B, … Z, AA."""
    said = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        said = chr(ord("A") + rest) + said
    return said
