"""Picture files (PNG, JPEG, TIFF of several pages): each picture is a page, and its text is yet to be recognised."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from extractor.document.model import NO_CHARACTERS, NO_RULINGS, Page, TextSource
from extractor.document.pdf.drawing import Pixels
from extractor.errors import DocumentError, shown
from extractor.problems import Problem

if TYPE_CHECKING:
    from PIL import Image

FORMATS = ("PNG", "JPEG", "TIFF")
MOST_PIXELS = 80_000_000  # of one picture; a sheet of A3 at 600 dots an inch has 70 million
LONG_SIDE = 842.0  # points of a sheet of A4, which a picture is taken for that does not say how large it is
SIZES = (500.0, 1700.0)  # points of the longer side, from A5 to A2, between which what it says is believed
OBLONG = 3.0  # times as many dots along one side as along the other: faxes have twice as many, and more is no truth
BROKEN = (OSError, ValueError, SyntaxError, EOFError, LookupError, TypeError, struct.error, zlib.error)


class PictureReader:
    """Reads the pages of picture files: their sizes. What is on them is for OCR to say."""

    text_source = TextSource.OCR

    def pages(self, path: Path, max_pages: int) -> tuple[Page, ...]:
        """A page without characters for each picture of the file.

        Raises `DocumentError` `not_pdf` where nothing is installed that opens pictures, `truncated` where it cannot be
        opened, `too_large` where it has more pages, or more pixels on one, than are read.
        """
        with pictures(path) as file:
            count = getattr(file, "n_frames", 1)
            if count > max_pages:
                raise DocumentError(Problem.MANY_PAGES, file=shown(path.name), pages=count, limit=max_pages)
            found = []
            for number in range(1, count + 1):
                width, height = _points(_frame(file, number, path))
                found.append(Page(number, width, height, NO_CHARACTERS, NO_RULINGS, "picture"))
            return tuple(found)


@contextmanager
def pictures(path: Path) -> Iterator[Image.Image]:
    """A picture file opened; what is wrong with it is a `DocumentError`."""
    try:
        from PIL import Image
    except ModuleNotFoundError as error:
        raise DocumentError(Problem.PICTURE_FILE, file=shown(path.name)) from error
    Image.MAX_IMAGE_PIXELS = None  # the bound here is `MOST_PIXELS`, before anything is decoded
    try:
        with Image.open(path, formats=FORMATS) as file:
            yield file
    except BROKEN as error:
        raise DocumentError(Problem.BROKEN_PICTURE, file=shown(path.name)) from error


def picture(file: Image.Image, number: int, path: Path) -> tuple[Pixels, float]:
    """One picture of a file as red, green and blue, the way up that its camera says, and its pixels a point."""
    from PIL import ImageOps

    frame = _frame(file, number, path)
    points = max(_points(frame))
    frame = ImageOps.exif_transpose(_with_square_dots(frame))
    scale = max(frame.size) / points
    if frame.mode.startswith("I"):  # 16 bits of grey
        grey = (np.asarray(frame).astype(np.uint32) >> 8).astype(np.uint8)
        return np.repeat(grey[:, :, None], 3, axis=2), scale
    if "A" in frame.getbands() or "transparency" in frame.info:
        from PIL import Image

        frame = Image.alpha_composite(Image.new("RGBA", frame.size, "white"), frame.convert("RGBA"))
    return np.asarray(frame.convert("RGB")), scale


def _frame(file: Image.Image, number: int, path: Path) -> Image.Image:
    file.seek(number - 1)
    if file.width * file.height > MOST_PIXELS:
        millions = MOST_PIXELS // 1_000_000
        raise DocumentError(Problem.LARGE_PICTURE, file=shown(path.name), page=number, limit=millions)
    return file


def side_on_paper(side: float) -> float:
    """The longer side of a sheet of paper in points: as it is said, where any sheet of a document is as large."""
    return side if SIZES[0] <= side <= SIZES[1] else LONG_SIDE


def _points(frame: Image.Image) -> tuple[float, float]:
    """How large a picture is on paper: as it says, where that is a sheet of paper."""
    across, down = _dots(frame) or (0.0, 0.0)
    width, height = _square(frame)
    side = max(width, height) * 72 / max(across, down) if across else 0.0
    scale = side_on_paper(side) / max(width, height, 1)
    return width * scale, height * scale


def _dots(frame: Image.Image) -> tuple[float, float] | None:
    """How many dots an inch a picture says that it has, across and down; None where it says nothing of use."""
    match frame.info.get("dpi"):
        case (across, down) if across > 0 and down > 0:
            return float(across), float(down)
    return None


def _square(frame: Image.Image) -> tuple[int, int]:
    """Width and height of a picture in dots as wide as they are high, as many an inch as it has along its finer side:
    faxes have fewer down the page than across."""
    width, height = frame.size
    across, down = _dots(frame) or (1.0, 1.0)
    finer = max(across, down)
    if finer > OBLONG * min(across, down):
        return width, height
    return round(width * finer / across), round(height * finer / down)


def _with_square_dots(frame: Image.Image) -> Image.Image:
    if (size := _square(frame)) == frame.size:
        return frame
    return (frame.convert("L") if frame.mode == "1" else frame).resize(size)
