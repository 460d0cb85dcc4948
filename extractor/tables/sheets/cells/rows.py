"""The rows of 绩效自评表 as their readers see them: what each says for the first time."""

from __future__ import annotations

from extractor.document.model import Spans
from extractor.kept import compiled
from extractor.languages import Sentence, chinese
from extractor.tables.model import Cell, Grid, Row

_NUMBER = compiled(r"^[-\d.,%/—]+$")


def rows_of(grid: Grid) -> tuple[Row, ...]:
    return tuple(grid.row(index) for index in range(grid.rows))


def new_cells(row: Row) -> tuple[Cell, ...]:
    """The cells that begin in a row and hold text, from left to right.

    Where spans are lost, words that a converter repeats in every place of a spanning cell count once.
    """
    own = [cell for cell in row.begun if cell.text]
    if row.grid.spans is not Spans.LOST:
        return tuple(own)
    return tuple(cell for i, cell in enumerate(own) if not (i and _repeats(cell, own[i - 1])))


def capitalised(sentence: str) -> Sentence:
    """A sentence with a capital at its beginning."""
    return Sentence(sentence[:1].upper() + sentence[1:], chinese(sentence))


def _repeats(cell: Cell, before: Cell) -> bool:
    beside = cell.column == before.column + before.column_span
    return beside and cell.text == before.text and not _NUMBER.match(cell.text[:20])
