"""A disclosure as a Word document (docx), as small as Word opens it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape

from samples.generator.archives import archive, content_types, relationships
from samples.generator.grid import Cell, Grid

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PAGE = 9000  # twentieths of a point between the margins
KINDS = "application/vnd.openxmlformats-officedocument.wordprocessingml"


@dataclass(slots=True)
class WordDocument:
    """Collects paragraphs and tables."""

    body: list[str] = field(default_factory=list)

    def line(self, text: str) -> int:
        """Adds a paragraph; returns how many blocks there are."""
        self.body.append(paragraph(text))
        return len(self.body)

    def cover(self, title: str, entries: list[str]) -> None:
        self.line(title)
        self.body.append('<w:p><w:r><w:br w:type="page"/></w:r></w:p>')
        self.line("目录")
        self.body.extend(paragraph(f"{text}\t{number}") for number, text in enumerate(entries, start=3))

    def table(self, grid: Grid) -> int:
        """Adds a table with its labels and notes; returns how many blocks stood before it."""
        first = len(self.body)
        for texts in grid.frame.lines:
            self.line("\t".join(filter(None, texts)))
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in _widths(grid))
        rows = "".join(f"<w:tr>{''.join(_cells(grid, row))}</w:tr>" for row in range(grid.rows))
        frame = '<w:tblPr><w:tblLayout w:type="fixed"/></w:tblPr>'
        self.body.append(f"<w:tbl>{frame}<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>")
        for note in grid.notes:
            self.line(note)
        return first

    def finish(self) -> bytes:
        return docx("".join(self.body))


def docx(body: str, parts: Mapping[str, str] | None = None) -> bytes:
    """A document with this body; `parts` are those beside it, by kind: `numbering`, `styles`, `footnotes`."""
    beside = dict(parts or {})
    kinds = {"word/document.xml": f"{KINDS}.document.main+xml"}
    kinds |= {f"word/{kind}.xml": f"{KINDS}.{kind}+xml" for kind in beside}
    return archive(
        {
            "[Content_Types].xml": content_types(kinds),
            "_rels/.rels": relationships({"rId1": "officeDocument:word/document.xml"}),
            "word/_rels/document.xml.rels": relationships({kind: f"{kind}:{kind}.xml" for kind in beside}),
            "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
            **{f"word/{kind}.xml": text for kind, text in beside.items()},
        }
    )


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph; its tabs and line feeds are Word's."""
    said = escape(text, quote=False).replace("\t", "</w:t><w:tab/><w:t>").replace("\n", "</w:t><w:br/><w:t>")
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{said}</w:t></w:r></w:p>'


def _cells(grid: Grid, row: int) -> Iterable[str]:
    """The cells of a row: a cell that reaches over several rows goes on in each of them."""
    covering = {(cell.row + i, cell.column): cell for cell in grid.cells for i in range(cell.rows)}
    widths, column = _widths(grid), 0
    while column < grid.columns:
        cell = covering.get((row, column), Cell(row, column, 1, 1, "", "left"))
        merge = "" if cell.rows == 1 else f'<w:vMerge w:val="{"restart" if cell.row == row else "continue"}"/>'
        text = cell.text if cell.row == row else ""
        width = f'<w:tcW w:w="{sum(widths[column : column + cell.columns])}" w:type="dxa"/>'
        span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
        yield f"<w:tc><w:tcPr>{width}{span}{merge}</w:tcPr>{paragraph(text)}</w:tc>"
        column += cell.columns


def _widths(grid: Grid) -> list[int]:
    """How wide the columns are, in twentieths of a point."""
    return [round(PAGE * width / sum(grid.widths)) for width in grid.widths]
