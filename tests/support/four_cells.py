"""A ruled row of four cells with a figure in the last, and what a test draws upon it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from extractor.document.model import Page
from extractor.document.pdf.reader import read_pages
from extractor.tables.locate import located
from extractor.tables.model import Cell

SIZE = (400, 300)


LEFT, BOTTOM, WIDE, HIGH = 40, 200, 80, 24  # of the first cell of a row of four


BASE = BOTTOM + 8


Draw = Callable[[Canvas], None]


def page_of(path: Path, draw: Draw) -> Page:
    """A ruled row of four cells with a figure in the last, and what `draw` adds."""
    canvas = Canvas(str(path), pagesize=SIZE)
    canvas.setLineWidth(0.5)
    for column in range(4):
        for row in range(2):
            canvas.rect(LEFT + WIDE * column, BOTTOM - HIGH * row, WIDE, HIGH)
    canvas.setFont("Helvetica", 9)
    canvas.drawString(LEFT + 3 * WIDE + 4, BASE, "77.70")
    draw(canvas)
    canvas.showPage()
    canvas.save()
    path.write_bytes(path.read_bytes().replace(b"/Subtype /Highlight", b"/Subtype /StrikeOut"))
    return read_pages(path, 1)[0]


def cells(path: Path, draw: Draw) -> list[Cell]:
    (content,) = located([page_of(path, draw)])
    return [cell for grid in content.grids for cell in grid.cells if cell.text]


def texts(path: Path, draw: Draw) -> list[str]:
    return [cell.text for cell in cells(path, draw)]
