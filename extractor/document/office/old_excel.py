"""Old Excel workbooks (xls, and et of WPS, which is the same inside): as the new ones, read by xlrd."""

from __future__ import annotations

import io
import struct

from xlrd import open_workbook
from xlrd.biffh import (
    XL_CELL_BLANK,
    XL_CELL_BOOLEAN,
    XL_CELL_DATE,
    XL_CELL_EMPTY,
    XL_CELL_ERROR,
    XL_CELL_NUMBER,
    XLRDError,
    error_text_from_code,
)
from xlrd.book import Book
from xlrd.compdoc import CompDocError
from xlrd.sheet import Cell
from xlrd.sheet import Sheet as Source

from extractor.document.bounds import MAX_XML_BYTES
from extractor.document.model import MarkupPage
from extractor.document.office.number_formats import BUILT_IN, shown, shown_text
from extractor.document.office.sheets import Counted, Sheet, pages_of
from extractor.errors import DocumentError
from extractor.problems import Problem

# What xlrd raises over a damaged workbook besides its own errors.
_DAMAGED = (
    XLRDError, CompDocError, struct.error, LookupError, ValueError, AssertionError, TypeError, AttributeError,
    ArithmeticError, EOFError,
)  # fmt: skip
_WHITE = frozenset({1, 9})  # in the palette of colours
_NUMBERS = (XL_CELL_NUMBER, XL_CELL_DATE)


def old_workbook_pages(data: bytes, name: str) -> tuple[MarkupPage, ...]:
    """A page for each sheet that is not hidden; raises `DocumentError` `encrypted`, `truncated`, `too_large` or
    `empty`."""
    if len(data) > MAX_XML_BYTES:
        raise DocumentError(Problem.LARGE_FILE, file=name, limit=MAX_XML_BYTES // 1024**2)
    try:
        book = open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO(), ragged_rows=True)
        counted = Counted(name)
        sheets = [_sheet(book, sheet, counted) for sheet in book.sheets() if sheet.visibility == 0]
    except _DAMAGED as error:
        locked = "encrypted" in str(error) or "password" in str(error)
        raise DocumentError(Problem.LOCKED if locked else Problem.BROKEN_ARCHIVE, file=name) from error
    return pages_of(sheets, name)


def _sheet(book: Book, source: Source, counted: Counted) -> Sheet:
    sheet = Sheet(source.name)
    sheet.merged = [(top, bottom - 1, left, right - 1) for top, bottom, left, right in source.merged_cells]
    sheet.hidden_rows = {row for row, info in source.rowinfo_map.items() if info.hidden or info.height == 0}
    sheet.hidden_columns = {column for column, info in source.colinfo_map.items() if info.hidden or info.width == 0}
    for row in range(source.nrows):
        for column in range(source.row_len(row)):
            cell = source.cell(row, column)
            blank = cell.ctype == XL_CELL_NUMBER and not cell.value and not getattr(source, "show_zero_values", True)
            if not blank and (text := _shown(book, cell)) and not _is_unseen(book, cell.xf_index):
                counted.one_more()
                sheet.texts[row, column] = text
    return sheet


def _is_unseen(book: Book, style: int | None) -> bool:
    """Whether a style has a font that is struck out, or white on no paint or on white paint."""
    if style is None or style >= len(book.xf_list):
        return False
    own = book.xf_list[style]
    plain = own.background.fill_pattern == 0
    painted = not plain and not (own.background.fill_pattern == 1 and own.background.pattern_colour_index in _WHITE)
    font = book.font_list[own.font_index]
    return bool(font.struck_out) or (font.colour_index in _WHITE and not painted)


def _shown(book: Book, cell: Cell) -> str:
    """What a cell shows."""
    if cell.ctype in (XL_CELL_EMPTY, XL_CELL_BLANK):
        return ""
    if cell.ctype == XL_CELL_ERROR:
        return str(error_text_from_code.get(cell.value, "#N/A"))
    if cell.ctype == XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    code = _format(book, cell.xf_index)
    return shown(repr(cell.value), code, book.datemode == 1) if cell.ctype in _NUMBERS else shown_text(cell.value, code)


def _format(book: Book, style: int | None) -> str:
    if style is None or style >= len(book.xf_list):
        return "General"
    key = book.xf_list[style].format_key
    own = book.format_map.get(key)
    if key == 14 or 27 <= key <= 36 or 50 <= key <= 58:  # dates as Chinese programs show them
        return BUILT_IN.get(key, "General")
    return own.format_str if own is not None else BUILT_IN.get(key, "General")
