"""Where a table prints zeros in some cells and nothing in others: zeros may be lost, which no identity tells.

Zeros change no sum. In a text layer or in markup single blanks are printed so; in a scan a dash, which may be a pale
line of one dot, is the first thing to get lost.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from extractor.document.model import OCR_ENGINE
from extractor.errors import counted
from extractor.languages import Sentence, said
from extractor.lexicon.registries import Shape
from extractor.lexicon.tables import tables_of
from extractor.tables.assembly.stitch import Stitched
from extractor.tables.model import Address, Cell, GridAddress, Row, Table
from extractor.tables.nine.collected import Collected

FEWEST_ROWS = 2  # on a page, for a blank column to be told from a blank cell
FEWEST_DASHES = 3  # in the tables of a document, for it to print its zeros so
FEWEST_BLANKS = 3  # in a table without any
DASHES = frozenset("-－—–")
ZERO_SHARE = 0.9  # of the rows of a page: a column that prints so many zeros, and nothing else, prints them all


def uneven_columns(rows: Iterable[Row], found: Collected) -> Iterator[Sentence]:
    """A sentence for each column that is blank all down a page beside one that is zero all down.

    A table prints its zeros or leaves them blank. One that seems to do both may have lost a column, which no identity
    would tell, since zeros change no sum. (From a file's markup nothing is lost.)
    """
    for of_page in _by_grid(row for row in rows if row.grid.has_layout):
        for panel in found.panels:
            columns = [column for column, _, _ in panel.columns]
            cells = [[row.begins(c.index) for row in of_page] for c in columns]
            printed = [[cell for cell in column if cell is not None and cell.text] for column in cells]
            blank = [c for c, filled in zip(columns, printed, strict=True) if not filled]
            height = sum(any(cell is not None and cell.text for cell in row) for row in zip(*cells, strict=True))
            if not blank or height < FEWEST_ROWS:
                continue
            zero = [c for c, filled in zip(columns, printed, strict=True) if _all_zero(filled, height)]
            if zero:
                page = of_page[0].grid.page
                yield said(
                    "Table {table}, page {page}: “{blank}” is blank in all rows and “{zero}” zero in all, so zeros may "
                    "be lost.",
                    table=found.kind,
                    page=page,
                    blank=blank[0].label,
                    zero=zero[0].label,
                )


def _all_zero(cells: Sequence[Cell], rows: int) -> bool:
    numbers = [n for cell in cells if (n := cell.number.value) is not None]
    return not any(numbers) and len(numbers) >= ZERO_SHARE * rows


def blank_cells(table: Stitched, found: Collected) -> Iterator[Sentence]:
    """A sentence for a table of a scan whose rows are blank in some columns of amounts where others print zeros.

    A row counts if it has a label or, where no column has labels, an amount.
    """
    amounts = {value.cell.address for value in found.values}
    blank: list[tuple[Row, int]] = []
    zeros = False
    for rows in _by_grid(row for row in table.rows() if row.grid.engine == OCR_ENGINE):
        columns = [i for i in range(len(rows[0].cells)) if any(_is_among(row.begins(i), amounts) for row in rows)]
        labels = {i: _labels_of(i, columns, rows) for i in columns}
        for row in rows:
            cells = {i: cell for i in columns if (cell := row.begins(i)) is not None}
            filled = [i for i, cell in cells.items() if _is_among(cell, amounts)]
            zeros |= any(not cells[i].number.value for i in filled)
            for i, cell in cells.items():
                label = row.cells[at] if (at := labels[i]) is not None else None
                if not cell.text and (filled if at is None else label is not None and label.text):
                    blank.append((row, i))
    if zeros and blank:
        row, column = blank[0]
        yield said(
            "Table {table}, {where}: blank among cells that print zeros: {cells}, the first under “{column}”; zeros "
            "may be lost.",
            table=found.kind,
            where=row.where,
            cells=counted(len(blank), "cell"),
            column=table.header.columns[column].label,
        )


def without_dashes(tables: Sequence[Table]) -> Iterator[Sentence]:
    """A sentence for each table of a scan that leaves blank what others of the document print as dashes: one that lost
    all of its dashes has no zeros left to show that some are lost."""
    printed = [(table, [v.cell for v in table.values if v.cell.engine == OCR_ENGINE]) for table in tables]
    if sum(cell.text in DASHES for _, cells in printed for cell in cells) < FEWEST_DASHES:
        return
    full = tables_of(Shape.CODED)  # their rows have an amount in every column, or a sign for none
    for table, cells in printed:
        if table.kind not in full or not cells or not all(cell.number.value for cell in cells):
            continue
        rows = {(cell.address.of_grid, cell.address.row) for cell in cells}
        first = min(cell.address.column for cell in cells)
        places = [cell for grid in table.grids for cell in grid.cells if cell.address.column >= first]
        blank = [c for c in places if not c.text and (c.address.of_grid, c.address.row) in rows]
        if len(blank) >= FEWEST_BLANKS:
            yield said(
                "Table {table}, {where}: {cells} blank and no dash, while other tables print dashes; zeros may be "
                "lost.",
                table=table.kind,
                where=cells[0].where,
                cells=counted(len(blank), "cell"),
            )


def _by_grid(rows: Iterable[Row]) -> list[list[Row]]:
    found: dict[GridAddress, list[Row]] = {}
    for row in rows:
        found.setdefault(row.grid.address, []).append(row)
    return [*found.values()]


def _is_among(cell: Cell | None, amounts: Collection[Address]) -> bool:
    return cell is not None and cell.address in amounts


def _labels_of(column: int, amounts: Sequence[int], rows: Sequence[Row]) -> int | None:
    """The column with the labels of a column of amounts: the nearest one before it that has words."""
    for i in range(column - 1, -1, -1):
        texts = [cell for row in rows if (cell := row.begins(i)) is not None and cell.text]
        if i not in amounts and any(not cell.number.is_value for cell in texts):
            return i
    return None
