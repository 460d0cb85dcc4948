"""Scanned pages of OFD files: a page whose picture is all that it shows, as pixels to be recognised (OCR)."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np

from extractor.document.bounds import MAX_SIDE
from extractor.document.ofd.content import Area
from extractor.document.ofd.reader import drawn, opened
from extractor.document.pdf.drawing import Pixels
from extractor.document.pdf.objects import Rectangle, overlap
from extractor.document.pdf.sight.visibility import PICTURE_SHARE
from extractor.document.pictures import BROKEN, FORMATS, MOST_PIXELS
from extractor.errors import DocumentError


class OfdScans:
    """The pictures on the pages of a file. Raises `DocumentError` where the file cannot be opened."""

    def __init__(self, path: Path) -> None:
        self._container, self._sheets = opened(path)

    def picture(self, number: int) -> tuple[Pixels, float] | None:
        """The page with a number from 1 as its one large picture shows it, and how many pixels a point it has; None
        where there is none, or it cannot be opened."""
        try:
            found, _, bounds = drawn(self._container, self._sheets[number - 1])
            area = _large(found.areas, bounds)
            if area is None or not area.picture or max(bounds) > MAX_SIDE:
                return None
            return _on_page(self._container.bytes_of(area.picture), area.box, bounds)
        except (DocumentError, ModuleNotFoundError):
            return None


def _large(areas: list[Area], bounds: Rectangle) -> Area | None:
    """The picture that is most of a page, if there is one."""
    sizes = {place: _size(overlap(area.box, bounds)) for place, area in enumerate(areas) if area.picture}
    place = max(sizes, key=sizes.__getitem__, default=None)
    return None if place is None or sizes[place] <= PICTURE_SHARE * _size(bounds) else areas[place]


def _size(box: Rectangle) -> float:
    return max(box[2] - box[0], 0) * max(box[3] - box[1], 0)


def _on_page(data: bytes, box: Rectangle, bounds: Rectangle) -> tuple[Pixels, float] | None:
    """A picture where it lies on its page, which is white around it."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # the bound here is `MOST_PIXELS`, before anything is decoded
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as file:
            if file.width * file.height > MOST_PIXELS:
                return None
            grey = Image.alpha_composite(Image.new("RGBA", file.size, "white"), file.convert("RGBA")).convert("RGB")
    except BROKEN:
        return None
    scale = grey.width / (box[2] - box[0])
    width, height = (max(round((bounds[i + 2] - bounds[i]) * scale), 1) for i in (0, 1))
    if width * height > MOST_PIXELS:
        return None
    page = Image.new("RGB", (width, height), "white")
    high = max(round((box[3] - box[1]) * scale), 1)
    if grey.width * high > MOST_PIXELS:
        return None
    page.paste(grey.resize((grey.width, high)), (round(box[0] * scale), round((bounds[3] - box[3]) * scale)))
    return np.asarray(page), scale
