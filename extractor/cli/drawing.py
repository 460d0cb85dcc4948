"""A page as a picture with what was read laid over it: grid, cells, and the measure of every number."""

from __future__ import annotations

from pathlib import Path

from extractor.document.fonts import system_fonts
from extractor.document.model import Page
from extractor.errors import UsageError
from extractor.languages import spoken
from extractor.tables.model import PageContent
from extractor.tables.nine.interpret import Interpretation

SCALE = 2.0  # pixels per point
GRID, VALUE, OTHER = (0, 110, 200, 255), (0, 160, 70, 60), (200, 120, 0, 40)
INK = (160, 0, 90, 255)


def draw_page(file: Path, page: Page, content: PageContent, found: Interpretation, target: Path) -> None:
    """Writes a PNG of a page: grid lines blue, cells with numbers green, other filled cells orange, measures in red.

    Raises `UsageError` where Pillow is missing or the picture cannot be written.
    """
    try:
        from PIL import Image, ImageDraw
    except ImportError as error:
        raise UsageError(spoken("Drawing needs Pillow; install it with: pip install 'juesuan[image]'.")) from error
    import pypdfium2  # its rendering is wanted here only

    with system_fonts(), pypdfium2.PdfDocument(file) as document:
        picture = document[page.number - 1].render(scale=SCALE).to_pil().convert("RGBA")
    layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    values = {v.cell.address: v for t in found.tables for v in t.values if v.cell.page == page.number}
    for grid in content.grids:
        for cell in grid.cells:
            if cell.box is None:
                continue
            corners = [side * SCALE for side in (cell.box.x0, cell.box.top, cell.box.x1, cell.box.bottom)]
            value = values.get(cell.address)
            fill = VALUE if value else OTHER if cell.text else None
            pen.rectangle(corners, outline=GRID, fill=fill, width=1)
            if value is not None:
                key = value.subject_code or value.item or ""
                pen.text((corners[0] + 2, corners[1] + 1), f"{value.measure} {key}".strip(), fill=INK)
    try:
        Image.alpha_composite(picture, layer).convert("RGB").save(target, "PNG")
    except OSError as error:
        raise UsageError(
            spoken(
                "{path} cannot be written ({reason}); choose another place.",
                path=target,
                reason=error.strerror or error,
            )
        ) from error
