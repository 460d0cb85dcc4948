"""Excel workbooks (xlsx): the sheets that are seen, each cell as its number format shows it.

Read from the XML itself, a cell at a time: neither the formulas nor the values behind what is shown are of use, a sheet
of a million rows must not fill the memory, and openpyxl refuses workbooks over a style or a picture.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

import regex
from lxml import etree

from extractor.document.model import MarkupPage
from extractor.document.numbers import is_footnote_mark
from extractor.document.office.colours import X, is_struck, unseen_styles
from extractor.document.office.inserted import HIGH, WIDE, points
from extractor.document.office.number_formats import BUILT_IN, shown, shown_text
from extractor.document.office.numbering import whole
from extractor.document.office.package import PART_ID, Package
from extractor.document.office.sheets import Counted, Place, Sheet, pages_of
from extractor.errors import DocumentError
from extractor.problems import Problem

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
FEW_COLUMNS, FEW_ROWS = 4, 8  # of cells: a picture over fewer is an emblem or a seal
MOST_COLUMNS = 16_384  # of a sheet
_OFF = ("0", "false", None)
_ZERO = regex.compile(r"[-+]?0+(?:\.0*)?(?:E[-+]?\d+)?", regex.IGNORECASE)


def workbook_pages(package: Package) -> tuple[MarkupPage, ...]:
    """A page for each sheet that is not hidden; raises `DocumentError` `truncated`, `too_large` or `empty`."""
    main = package.main("xl/workbook.xml")
    root, parts = package.xml(main), package.related(main)
    strings = _strings(package.optional(package.of_kind(main, "sharedStrings")))
    styles = package.optional(package.of_kind(main, "styles"))
    formats, unseen = _formats(styles), unseen_styles(styles)
    properties = root.find(f"{X}workbookPr")
    from_1904 = properties is not None and properties.get("date1904") not in _OFF
    counted = Counted(package.name)
    sheets = []
    for one in root.iter(f"{X}sheet"):
        part = parts.get(one.get(PART_ID, ""))
        if one.get("state") in ("hidden", "veryHidden") or part is None or part not in package.parts:
            continue
        sheet = Sheet(one.get("name", ""))
        _Cells(sheet, strings, formats, unseen, from_1904, counted).read(package, part)
        sheet.has_pictures = _has_large_picture(package.optional(package.of_kind(part, "drawing")))
        sheets.append(sheet)
    return pages_of(sheets, package.name)


def _has_large_picture(drawing: Element | None) -> bool:
    """Whether a picture on a sheet is as large as a table: by the cells that it lies over, or by its size."""
    for picture in drawing.iter(f"{_DRAWING}pic") if drawing is not None else ():
        anchor = picture.getparent()
        size = anchor.find(f"{_DRAWING}ext")
        if size is not None:
            width, height = (points(size.get(side)) for side in ("cx", "cy"))
            if width >= WIDE and height >= HIGH:
                return True
        begin, end = anchor.find(f"{_DRAWING}from"), anchor.find(f"{_DRAWING}to")
        if begin is not None and end is not None:
            across, down = (
                whole(end.findtext(_DRAWING + side), 0) - whole(begin.findtext(_DRAWING + side), 0)
                for side in ("col", "row")
            )
            if across >= FEW_COLUMNS and down >= FEW_ROWS:
                return True
    return False


def _strings(root: Element | None) -> list[str]:
    return [_text(one) for one in root.iter(f"{X}si")] if root is not None else []


def _text(root: Element) -> str:
    """The text of a string, without its reading aid, what is struck out, and footnote marks after a number."""
    said = ""
    for node in root:
        if node.tag == f"{X}t":
            said += node.text or ""
        elif node.tag == f"{X}r":
            piece = "".join(text.text or "" for text in node.iter(f"{X}t"))
            if is_struck(node.find(f"{X}rPr/{X}strike")):
                continue
            raised = node.find(f"{X}rPr/{X}vertAlign")
            if raised is None or raised.get("val") != "superscript" or not is_footnote_mark(said, piece):
                said += piece
    return said


def _formats(root: Element | None) -> list[str]:
    """The number format of each style of cells."""
    if root is None:
        return []
    own = {one.get("numFmtId"): one.get("formatCode") or "" for one in root.iter(f"{X}numFmt")}
    cells = root.find(f"{X}cellXfs")
    names = [one.get("numFmtId") or "0" for one in cells.iter(f"{X}xf")] if cells is not None else []
    return [own.get(name) or BUILT_IN.get(int(name) if name.isdecimal() else 0, "General") for name in names]


class _Cells:
    """Fills a sheet from its part."""

    def __init__(
        self,
        sheet: Sheet,
        strings: list[str],
        formats: list[str],
        unseen: frozenset[int],
        from_1904: bool,
        counted: Counted,
    ) -> None:
        self._sheet = sheet
        self._strings = strings
        self._formats = formats
        self._unseen = unseen
        self._from_1904 = from_1904
        self._counted = counted
        self._last_row = -1
        self._hidden_by_default = False
        self._shows_zeros = True

    def read(self, package: Package, part: str) -> None:
        data = package.bytes_of_xml(part)
        try:
            for node in _elements(data):
                if node.tag == f"{X}row":
                    self._row(node)
                elif node.tag == f"{X}col":
                    self._column(node)
                elif node.tag == f"{X}mergeCell":
                    self._merge(node.get("ref") or "")
                elif node.tag == f"{X}sheetView":
                    self._shows_zeros = node.get("showZeros") not in ("0", "false")
                elif node.get("zeroHeight") not in _OFF:
                    self._hidden_by_default = True
        except (etree.XMLSyntaxError, ValueError) as error:
            raise DocumentError(Problem.BROKEN_PART, file=package.name, part=part) from error

    def _row(self, node: Element) -> None:
        number = node.get("r") or ""
        first = _place(node[0].get("r") or "") if not number and len(node) else None
        row = int(number) - 1 if number.isdecimal() else first[0] if first is not None else self._last_row + 1
        self._last_row = row
        explicit = node.get("hidden")
        if explicit not in _OFF or (explicit is None and self._hidden_by_default) or node.get("ht") == "0":
            self._sheet.hidden_rows.add(row)
        column = -1
        for cell in node.iterchildren(f"{X}c"):
            place = _place(cell.get("r") or "")
            column = place[1] if place is not None else column + 1
            if text := self._shown(cell):
                self._counted.one_more()
                self._sheet.texts[row, column] = text

    def _shown(self, cell: Element) -> str:
        """What a cell shows. A formula that was never computed is shown itself, so that it is told."""
        style, kind = cell.get("s") or "0", cell.get("t") or "n"
        place = int(style) if style.isdecimal() else 0
        if place in self._unseen:
            return ""
        code = self._formats[place] if place < len(self._formats) else "General"
        if kind == "inlineStr":
            inline = cell.find(f"{X}is")
            return shown_text(_text(inline), code) if inline is not None else ""
        value = cell.findtext(f"{X}v")
        if value is None or value == "":
            formula = cell.findtext(f"{X}f")
            return f"={formula}" if formula and value is None else ""
        if kind == "s":
            number = int(value) if value.isdecimal() else -1
            return shown_text(self._strings[number], code) if 0 <= number < len(self._strings) else "#REF!"
        if kind == "b":
            return "TRUE" if value not in _OFF else "FALSE"
        if kind == "str":
            return shown_text(value, code)
        if kind in ("e", "d"):
            return str(value)
        if not self._shows_zeros and _ZERO.fullmatch(value.strip()):
            return ""
        return shown(value.strip(), code, self._from_1904)

    def _column(self, node: Element) -> None:
        width = node.get("width")
        if node.get("hidden") not in _OFF or (width is not None and width.strip("0.") == ""):
            first, last = node.get("min") or "", node.get("max") or ""
            if first.isdecimal() and last.isdecimal():
                self._sheet.hidden_columns.update(range(int(first) - 1, min(int(last), MOST_COLUMNS)))

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        begin, end = _place(first), _place(last)
        if begin is not None and end is not None:
            self._sheet.merged.append((begin[0], end[0], begin[1], end[1]))


def _elements(data: bytes) -> Iterator[Element]:
    """The parts of a sheet that say what is shown, each forgotten when the next is asked for."""
    tags = [X + name for name in ("row", "col", "mergeCell", "sheetFormatPr", "sheetView")]
    for _, node in etree.iterparse(
        io.BytesIO(data), tag=tags, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    ):
        yield node
        node.clear()
        while node.getprevious() is not None:
            del node.getparent()[0]


def _place(reference: str) -> Place | None:
    """Row and column of `C14`, from 0."""
    name = reference.replace("$", "").upper()
    split = len(name.rstrip("0123456789"))
    if not (0 < split <= 3 and name[:split].isascii() and name[:split].isalpha() and name[split:]):
        return None
    column = 0
    for letter in name[:split]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(name[split:]) - 1, column - 1
