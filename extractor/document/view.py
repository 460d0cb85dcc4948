"""A file's pages as a viewer displays them: their sizes, and pictures of them or of parts, for a person's eyes.

What is drawn here is drawn with the fonts of the machine; nothing is read from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from extractor.document import pictures
from extractor.document.bounds import MAX_PIXELS, MAX_SIDE
from extractor.document.formats import HEAD, PICTURES
from extractor.document.model import Box
from extractor.document.pdf.drawing import Pixels
from extractor.document.pdf.fonts import system_fonts
from extractor.errors import DocumentError, shown
from extractor.problems import Problem

if TYPE_CHECKING:
    from PIL import Image

WITH_PAGES = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff")
"""The kinds of files that have pages to be seen."""


class View(Protocol):
    """A file that is open. Pages count from 1; sizes are in PDF points, scales in pixels a point."""

    def size(self, page: int) -> tuple[float, float]:
        """Width and height of a page; raises `LookupError` where there is none or it cannot be drawn."""
        ...

    def picture(self, page: int, scale: float, part: Box | None = None) -> Image.Image:
        """A page, or the part of it in a box, smaller than asked where it would have too many pixels; raises
        `LookupError` as well."""
        ...


@contextmanager
def viewed(path: Path) -> Iterator[View]:
    """Opens a PDF or a picture to be looked at; raises `DocumentError` where it cannot be, as no OFD file can."""
    head = _head(path)
    if head.startswith(b"PK"):
        raise DocumentError(Problem.NOT_DRAWN, file=shown(path.name))
    if head.startswith(PICTURES):
        with pictures.pictures(path) as file:
            yield _Pictures(file, path)
        return
    import pypdfium2

    with system_fonts():
        try:
            document = pypdfium2.PdfDocument(path)
        except (pypdfium2.PdfiumError, OSError) as error:
            raise DocumentError(Problem.NOT_OPENED, file=shown(path.name)) from error
        with document:
            yield _Pdf(document)


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(HEAD)
    except OSError as error:
        raise DocumentError(Problem.NOT_OPENED, file=shown(path.name)) from error


class _Pdf:
    def __init__(self, document: Any) -> None:
        self._document = document

    def size(self, page: int) -> tuple[float, float]:
        width, height = self._page(page).get_size()
        if not (1 <= width <= MAX_SIDE and 1 <= height <= MAX_SIDE):
            raise LookupError(page)
        return width, height

    def picture(self, page: int, scale: float, part: Box | None = None) -> Image.Image:
        width, height = self.size(page)
        crop = _within(part, width, height) if part else Box(0, 0, width, height)
        scale = _bounded(scale, crop)
        margins = (crop.x0, height - crop.bottom, width - crop.x1, crop.top)
        bitmap = self._page(page).render(scale=scale, crop=margins)
        found: Image.Image = bitmap.to_pil().convert("RGB")
        return found

    def _page(self, page: int) -> Any:
        import pypdfium2

        if not 1 <= page <= len(self._document):
            raise LookupError(page)
        try:
            return self._document[page - 1]
        except pypdfium2.PdfiumError as error:
            raise LookupError(page) from error


class _Pictures:
    def __init__(self, file: Image.Image, path: Path) -> None:
        self._file, self._path = file, path

    def size(self, page: int) -> tuple[float, float]:
        pixels, dots = self._pixels(page)
        return pixels.shape[1] / dots, pixels.shape[0] / dots

    def picture(self, page: int, scale: float, part: Box | None = None) -> Image.Image:
        from PIL import Image

        pixels, dots = self._pixels(page)
        width, height = pixels.shape[1] / dots, pixels.shape[0] / dots
        crop = _within(part, width, height) if part else Box(0, 0, width, height)
        scale = _bounded(scale, crop)
        corners = (crop.x0 * dots, crop.top * dots, crop.x1 * dots, crop.bottom * dots)
        size = (max(round((crop.x1 - crop.x0) * scale), 1), max(round((crop.bottom - crop.top) * scale), 1))
        return Image.fromarray(pixels).resize(size, box=corners)

    def _pixels(self, page: int) -> tuple[Pixels, float]:
        """A page as it is read, and how many pixels a point it has."""
        if not 1 <= page <= getattr(self._file, "n_frames", 1):
            raise LookupError(page)
        return pictures.picture(self._file, page, self._path)


def _within(part: Box, width: float, height: float) -> Box:
    """A part as far as it is on the page; raises `LookupError` where nothing of it is."""
    box = Box(max(part.x0, 0), max(part.top, 0), min(part.x1, width), min(part.bottom, height))
    if box.x1 - box.x0 < 1 or box.bottom - box.top < 1:
        raise LookupError(part)
    return box


def _bounded(scale: float, crop: Box) -> float:
    area = (crop.x1 - crop.x0) * (crop.bottom - crop.top)
    return float(min(scale, (MAX_PIXELS / area) ** 0.5))
