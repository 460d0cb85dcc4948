"""Rows that a page break cut in two (Word lets them break): the half on the next page goes back to its row.

Each of its cells continues the text above it (住房保障支|出), completes the number or the code above it (1234|.56,
2080|505), or holds an amount where the half before has none. A row of its own has something that numbers it (a code,
行次, an ordinal) or a known label.
"""

from __future__ import annotations

from msgspec.structs import replace

from extractor.document.characters import plain
from extractor.document.numbers import SUBJECT_CODE
from extractor.kept import compiled
from extractor.lexicon.labels import are_two_rows, has_ordinal, is_known_row, is_part
from extractor.lexicon.registries import CODE_ROLES, Role
from extractor.tables.headers import Header
from extractor.tables.model import Cell, Row

_NUMBERING = frozenset((*CODE_ROLES, Role.ROW_NO))
_CODE = compiled(r"\d{3,7}(?![\d.,])")
_PIECE = compiled(r"-?[\d,]*\.?\d*")
_AMOUNT = compiled(r"-?[\d,]+\.\d\d")


def rejoined(upper: Row, lower: Row, header: Header) -> Row | None:
    """The whole row if `lower`, the first on its page, is the other half of `upper`, the last on the page before; else
    None. Each cell keeps the page and box of its amount."""
    if not (upper.grid.has_layout and lower.grid.has_layout) or upper.grid.leaf == lower.grid.leaf:
        return None
    named = {column.index for column in header.columns if column.role}
    numbering = {column.index for column in header.columns if column.role in _NUMBERING}
    halves = [(i, upper.begins(i), cell) for i in range(len(lower.cells)) if (cell := lower.begins(i)) and cell.text]
    if not halves or any(i in numbering and not _ends_code(over, cell) for i, over, cell in halves):
        return None
    above = [(i, cell) for i in range(len(upper.cells)) if (cell := upper.begins(i)) and cell.text]
    numbered = any(i in numbering or (i in named and _opens_row(cell.text)) for i, cell in above)
    amounts = any(cell.number.is_value for i, cell in above if i not in named)
    bare = not any(cell.number.is_value for _, _, cell in halves)
    cells = list(upper.cells)
    for first, over, cell in halves:
        places = lower.columns_of(cell)
        if over is None or places != upper.columns_of(over):
            return None
        if first in numbering or _goes_on(over.text, cell.text, numbered, bare):
            whole = replace(over, text=over.text + cell.text, lines=(*over.lines, *cell.lines), alternatives=())
        elif not over.text and numbered and not amounts and cell.number.is_value:
            whole = replace(cell, row=upper.index, column=over.column, row_span=1)
        else:
            return None
        cells[first : places[-1] + 1] = [whole] * len(places)
    return Row(upper.grid, upper.index, tuple(cells))


def _ends_code(over: Cell | None, cell: Cell) -> bool:
    """Whether digits are the end of the code above them, and one of the two is none by itself (2080|505, 208|0505; the
    digits of two codes together are never those of one)."""
    if over is None or not SUBJECT_CODE.fullmatch(plain(over.text + cell.text)):
        return False
    return not (SUBJECT_CODE.fullmatch(plain(over.text)) and SUBJECT_CODE.fullmatch(plain(cell.text)))


def _goes_on(text: str, rest: str, numbered: bool, bare: bool) -> bool:
    """Whether `rest` is what is missing from a cell's text; `bare`: no amount stands beside it."""
    if not text:
        return False
    if _PIECE.fullmatch(plain(text)) or _PIECE.fullmatch(plain(rest)):
        return bool(_AMOUNT.fullmatch(plain(text + rest))) and not _AMOUNT.fullmatch(plain(text))
    if is_known_row(text + rest) and (bare or not is_known_row(text)) and not are_two_rows(text, rest):
        return True  # 附属单位上缴|收入: what is above is a label, too, and a row of the rest has no amount
    itself = is_known_row(rest) or is_part(rest) or _opens_row(rest)
    return numbered and not itself and not is_known_row(text)


def _opens_row(text: str) -> bool:
    return bool(_CODE.match(plain(text))) or has_ordinal(text)
