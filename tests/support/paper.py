"""Pages drawn by hand as other producers draw them, for tests of what reads them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extractor.document.model import Document, TextSource
from extractor.document.pdf.reader import read_pages
from extractor.tables.locate import locate
from extractor.tables.nine.interpret import Interpretation, interpret

FONT = "STSong-Light"
WIDTH, HEIGHT = 842, 595
LEFT, TOP, ROW = 40.0, 60.0, 16.0
Rows = Sequence[Sequence[str]]


class Paper:
    """A canvas measured from the top left, with text set in the cells of a table."""

    def __init__(self, path: Path) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self.path = path
        self.canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=1)
        self.canvas.setFont(FONT, 9)

    def text(self, x: float, y: float, text: str, size: float = 9) -> None:
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, HEIGHT - y, text)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)

    def cells(self, rows: Rows, widths: Sequence[float], top: float = TOP, left: float = LEFT) -> float:
        """Sets texts in cells, numbers at the right, the rest at the left; gives the height after the last row."""
        for r, row in enumerate(rows):
            x = left
            for text, width in zip(row, widths, strict=True):
                length = pdfmetrics.stringWidth(text, FONT, 9)
                number = text.replace(",", "").replace(".", "").isdigit() and "." in text
                self.text(x + width - length - 3 if number else x + 3, top + r * ROW + 12, text)
                x += width
        return top + len(rows) * ROW

    def across(self, count: int, widths: Sequence[float], top: float = TOP, left: float = LEFT) -> None:
        for r in range(count + 1):
            self.line(left, top + r * ROW, left + sum(widths), top + r * ROW)

    def down(self, count: int, widths: Sequence[float], top: float = TOP, left: float = LEFT) -> None:
        x = left
        for width in (*widths, 0.0):
            self.line(x, top, x, top + count * ROW)
            x += width

    def ruled(self, rows: Rows, widths: Sequence[float], top: float = TOP, left: float = LEFT) -> float:
        self.across(len(rows), widths, top, left)
        self.down(len(rows), widths, top, left)
        return self.cells(rows, widths, top, left)

    def page(self) -> None:
        self.canvas.showPage()
        self.canvas.setFont(FONT, 9)

    def saved(self) -> Path:
        """Saves the paper, and gives its path."""
        self.canvas.save()
        return self.path

    def read(self) -> Interpretation:
        """Saves the paper, and reads the tables on it."""
        self.canvas.save()
        pages = read_pages(self.path, 100)
        return interpret(locate(Document("0" * 16, self.path.name, TextSource.TEXT_LAYER, pages)))
