"""Which pages of a document are read from their pictures (OCR), and the document with these pages read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import cv2
import numpy as np
from msgspec.structs import replace

from extractor.document.formats import HEAD, PICTURES
from extractor.document.model import Page
from extractor.document.ofd.scans import OfdScans
from extractor.document.pdf.reader import opened
from extractor.document.pictures import picture, pictures
from extractor.document.scan.page import read_picture
from extractor.document.scan.paper import dots_of, enlarged
from extractor.document.scan.picture.cleaning import Picture
from extractor.document.scan.rendering import DOTS_PER_POINT, rendered

Draw = Callable[[Page], tuple[Picture, float, float] | None]
"""The picture of a page, its pixels a point on paper, and by how much the page is larger there than its file says; None
where it cannot be drawn."""


def read_scans(path: Path, pages: Sequence[Page], wanted: Sequence[int]) -> tuple[Page, ...]:
    """The pages of a file, with those numbered `wanted` read from their pictures, one picture at a time.

    A page that cannot be drawn, or on which nothing can be read, stays as it was, except that the picture of a blank
    page becomes one.
    """
    with _drawing(path) as draw, _one_thread():
        return tuple(_read(draw, page) if page.number in wanted else page for page in pages)


def _read(draw: Draw, page: Page) -> Page:
    drawn = draw(page)
    if drawn is None:
        return page
    picture, scale, larger = drawn
    found = read_picture(picture, scale, page.number)
    if len(found.characters) or (found.state == "blank" and page.state != "text"):
        return replace(found, attached=page.attached, bare_notes=page.bare_notes, enlarged=larger)
    return replace(page, engine=found.engine) if page.state in ("picture", "garbled") else page


@contextmanager
def _one_thread() -> Iterator[None]:
    """OpenCV without threads of its own, however it is set before and after: they would wait for each other longer than
    they work."""
    before = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        yield
    finally:
        cv2.setNumThreads(before)


def _drawing(path: Path) -> AbstractContextManager[Draw]:
    """What draws the pages of a file, chosen by its first bytes."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if head.startswith(PICTURES):
        return _of_pictures(path)
    return _of_ofd(path) if head.startswith(b"PK") else _of_pdf(path)


@contextmanager
def _of_ofd(path: Path) -> Iterator[Draw]:
    scans = OfdScans(path)

    def draw(page: Page) -> tuple[Picture, float, float] | None:
        found = scans.picture(page.number)
        if found is None:
            return None
        picture, dots = found
        larger = enlarged(page, dots)
        return *_at_reading_size(picture, dots / larger), larger

    yield draw


@contextmanager
def _of_pdf(path: Path) -> Iterator[Draw]:
    with opened(path) as document:

        def draw(page: Page) -> tuple[Picture, float, float] | None:
            larger = enlarged(page, dots_of(document, page))
            found = rendered(document, page.number, larger)
            return None if found is None else (*found, larger)

        yield draw


@contextmanager
def _of_pictures(path: Path) -> Iterator[Draw]:
    with pictures(path) as file:
        yield lambda page: (*_at_reading_size(*picture(file, page.number, path)), 1.0)


def _at_reading_size(pixels: Picture, scale: float) -> tuple[Picture, float]:
    """A picture at the resolution at which characters are read best."""
    factor = DOTS_PER_POINT / scale
    height, width = (max(round(side * factor), 1) for side in pixels.shape[:2])
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, (width, height), interpolation=way), np.uint8), DOTS_PER_POINT
