"""A disclosure as an Excel workbook (xlsx): a sheet a table, amounts as numbers with a format, a paragraph a cell."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape

from samples.generator.archives import archive, content_types, relationships
from samples.generator.grid import Cell, Grid

X = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# As they are printed: with separators or without, two decimals; bracketed, with a triangle; zeros as a dash or blank.
FORMATS = ("General", "@", "#,##0.00", "0.00", "#,##0.00;△#,##0.00", "#,##0.00;（#,##0.00）", "0.00;△0.00")


@dataclass(slots=True)
class Sheet:
    """A sheet by its rows of cells, as XML, and what of it is merged."""

    name: str
    rows: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)

    def add(self, cells: Iterable[str]) -> None:
        self.rows.append(f'<row r="{len(self.rows) + 1}">{"".join(cells)}</row>')


@dataclass(slots=True)
class Workbook:
    """Collects sheets: one for each table, and one for what stands between two of them."""

    sheets: list[Sheet] = field(default_factory=list)
    text: Sheet | None = None

    def line(self, text: str) -> int:
        """Adds a paragraph; returns how many sheets there are."""
        if self.text is None:
            self.text = self._sheet("文字")
        self.text.add([string(len(self.text.rows), 0, text)])
        return len(self.sheets)

    def cover(self, title: str, entries: list[str]) -> None:
        self.line(title)
        self.text = None
        for text in ("目录", *entries):
            self.line(text)
        self.text = None

    def table(self, grid: Grid) -> int:
        """Adds a sheet with a table, its labels and notes; returns how many sheets stood before it."""
        sheet, self.text = self._sheet("表"), None
        for texts in grid.frame.lines:
            places = (0, grid.columns // 2, grid.columns - 1)
            row = len(sheet.rows)
            sheet.add(string(row, c, text) for c, text in zip(places, texts, strict=True) if text)
        top = len(sheet.rows)
        for row in range(grid.rows):
            sheet.add(_cell(cell, top) for cell in sorted(grid.cells, key=lambda c: c.column) if cell.row == row)
        for cell in grid.cells:
            if cell.rows > 1 or cell.columns > 1:
                last = reference(top + cell.row + cell.rows - 1, cell.column + cell.columns - 1)
                sheet.merged.append(f"{reference(top + cell.row, cell.column)}:{last}")
        for note in grid.notes:
            sheet.add([string(len(sheet.rows), 0, note)])
        return len(self.sheets) - 1

    def finish(self) -> bytes:
        return xlsx({sheet.name: sheet_xml("".join(sheet.rows), sheet.merged) for sheet in self.sheets})

    def _sheet(self, name: str) -> Sheet:
        self.sheets.append(Sheet(f"{name}{len(self.sheets) + 1}"))
        return self.sheets[-1]


def sheet_xml(rows: str, merged: Iterable[str] = (), before: str = "") -> str:
    """A sheet; `before` are its columns and properties."""
    cells = "".join(f'<mergeCell ref="{one}"/>' for one in merged)
    return (
        f'<worksheet xmlns="{X}">{before}<sheetData>{rows}</sheetData>'
        f"{f'<mergeCells>{cells}</mergeCells>' if cells else ''}</worksheet>"
    )


def xlsx(
    sheets: dict[str, str], formats: Iterable[str] = FORMATS, hidden: Iterable[str] = (), strings: str = ""
) -> bytes:
    """A workbook with these sheets by name; styles of cells are numbered as `formats` are."""
    formats = tuple(formats)
    own = "".join(f'<numFmt numFmtId="{200 + n}" formatCode="{escape(one)}"/>' for n, one in enumerate(formats))
    styles = "".join(f'<xf numFmtId="{200 + n}"/>' for n in range(len(formats)))
    styles = f"<cellXfs>{styles}</cellXfs>"
    state = dict.fromkeys(hidden, ' state="hidden"')
    names = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"{state.get(name, "")}/>'
        for n, name in enumerate(sheets, start=1)
    )
    parts = {f"xl/worksheets/sheet{n}.xml": text for n, text in enumerate(sheets.values(), start=1)}
    kinds = {"xl/workbook.xml": f"{KINDS}.sheet.main+xml", "xl/styles.xml": f"{KINDS}.styles+xml"}
    kinds |= dict.fromkeys(parts, f"{KINDS}.worksheet+xml")
    targets = {f"rId{n}": f"worksheet:worksheets/sheet{n}.xml" for n in range(1, len(sheets) + 1)}
    targets |= {"styles": "styles:styles.xml"} | ({"strings": "sharedStrings:sharedStrings.xml"} if strings else {})
    if strings:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{X}">{strings}</sst>'
        kinds["xl/sharedStrings.xml"] = f"{KINDS}.sharedStrings+xml"
    return archive(
        {
            "[Content_Types].xml": content_types(kinds),
            "_rels/.rels": relationships({"rId1": "officeDocument:xl/workbook.xml"}),
            "xl/workbook.xml": f'<workbook xmlns="{X}" xmlns:r="{R}"><sheets>{names}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relationships(targets),
            "xl/styles.xml": f'<styleSheet xmlns="{X}"><numFmts>{own}</numFmts>{styles}</styleSheet>',
            **parts,
        }
    )


def reference(row: int, column: int) -> str:
    """`C14`, from row and column counted from 0; of the first 26 columns and those after them."""
    letters = chr(ord("A") + column % 26)
    return f"{chr(ord('A') + column // 26 - 1) if column > 25 else ''}{letters}{row + 1}"


def string(row: int, column: int, text: str) -> str:
    """A cell with a text."""
    said = f'<is><t xml:space="preserve">{escape(text, quote=False)}</t></is>'
    return f'<c r="{reference(row, column)}" s="1" t="inlineStr">{said}</c>'


def number(row: int, column: int, value: str, style: int) -> str:
    """A cell with a stored number."""
    return f'<c r="{reference(row, column)}" s="{style}"><v>{value}</v></c>'


def _cell(cell: Cell, top: int) -> str:
    """A cell of a table: an amount as the float behind it, under the format that shows it as it is printed."""
    value = cell.value
    row = top + cell.row
    if value is None or cell.text.strip()[-3:-2] != ("." if cell.text[-1].isdigit() else cell.text[-3:-2]):
        return string(row, cell.column, cell.text) if cell.text else ""
    style = 2 if "," in cell.text else 3
    if value < 0 and cell.text[0] in "△（":
        style = {"△": 4 if "," in cell.text else 6, "（": 5}[cell.text[0]]
    return number(row, cell.column, repr(math.nextafter(float(value), math.inf)), style)
