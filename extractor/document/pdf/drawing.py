"""Parts of a page as they are drawn: the witness that is asked where the objects alone do not tell what is seen.

pdfium draws with its own fonts, the fonts in the PDF, and the marks of the stand-in for all others, so that the result
is the same on every machine.
"""

from __future__ import annotations

import ctypes
from collections.abc import Collection

import numpy as np
import pypdfium2_raw as pdfium
from numpy.typing import NDArray

from extractor.document.geometry import Matrix, upright
from extractor.document.model import Floats
from extractor.document.pdf import native
from extractor.document.pdf.objects import Mask, Places, Rectangle

MOST_PIXELS = 6_000_000  # of one drawing
WHITE = 0xFFFFFFFF
Pixels = NDArray[np.uint8]


class Drawing:
    """Draws a part of a page, time and again, with some of its objects left out.

    `bounds` are those of the page and `part` what is wanted of it, both in user space; `scale` is pixels a point, less
    where that would be too many pixels.
    """

    def __init__(self, page: object, bounds: Rectangle, part: Rectangle, scale: float) -> None:
        self._page = page
        rotation = 90 * max(pdfium.FPDFPage_GetRotation(page), 0)
        to_page, width, height = upright(bounds, rotation)
        x0, y0, x1, y1 = to_page.rectangle(part)
        x0, y0, x1, y1 = max(x0, 0.0), max(y0, 0.0), min(x1, width), min(y1, height)
        area = max(x1 - x0, 0.0) * max(y1 - y0, 0.0)
        self.scale = min(scale, (MOST_PIXELS / max(area, 1.0)) ** 0.5)
        self._whole = round(width * self.scale), round(height * self.scale)
        self._left, self._top = int(x0 * self.scale), int(y0 * self.scale)
        right, bottom = int(x1 * self.scale) + 1, int(y1 * self.scale) + 1
        self._size = max(right - self._left, 1), max(bottom - self._top, 1)
        self._to_pixels = Matrix(self.scale, 0, 0, self.scale, -self._left, -self._top).after(to_page)

    def without(self, handles: Collection[int] = ()) -> Pixels:
        """The part as red, green and blue (height x width x 3), drawn without the objects of these handles."""
        for handle in handles:
            native.set_active(handle, 0)
        try:
            return self._draw()
        finally:
            for handle in handles:
                native.set_active(handle, 1)

    def notes_alone(self) -> Pixels:
        """The part with nothing but what is drawn upon the page."""
        page = native.address_of(self._page)
        return self.without([native.get_object(page, i) or 0 for i in range(native.count_objects(page))])

    def _draw(self) -> Pixels:
        width, height = self._size
        bitmap = pdfium.FPDFBitmap_Create(width, height, 0)
        if not bitmap:
            raise MemoryError("pdfium has no memory for a drawing")
        try:
            pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE)
            place = -self._left, -self._top, *self._whole
            pdfium.FPDF_RenderPageBitmap(bitmap, self._page, *place, 0, pdfium.FPDF_ANNOT)
            return pixels(bitmap)[:, :, 2::-1].copy()
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)

    def boxes(self, boxes: Floats) -> Places:
        """Boxes in user space (left, bottom, right, top) as pixels (left, top, right, bottom), cut to the part."""
        found = self._to_pixels.rectangles(np.asarray(boxes, dtype=np.float64).reshape(-1, 4))
        limit = np.array([*self._size, *self._size])
        whole = np.concatenate([np.floor(found[:, :2]), np.ceil(found[:, 2:])], axis=1)
        cut: Places = np.clip(whole, 0, limit).astype(np.intp)
        return cut

    def in_user_space(self, boxes: Floats) -> list[Rectangle]:
        """Boxes of pixels as boxes in user space."""
        m = self._to_pixels
        scale = m.a * m.d - m.b * m.c
        back = Matrix(m.d / scale, -m.b / scale, -m.c / scale, m.a / scale, 0, 0)
        back = back.after(Matrix(1, 0, 0, 1, -m.e, -m.f))
        return [back.rectangle((x0, y0, x1, y1)) for x0, y0, x1, y1 in boxes.tolist()]


def pixels(bitmap: object) -> Pixels:
    """A bitmap of pdfium with four bytes a pixel as an array (height x width x 4: blue, green, red, alpha); it lives
    no longer than the bitmap."""
    width, height = pdfium.FPDFBitmap_GetWidth(bitmap), pdfium.FPDFBitmap_GetHeight(bitmap)
    stride = pdfium.FPDFBitmap_GetStride(bitmap)
    start = ctypes.cast(pdfium.FPDFBitmap_GetBuffer(bitmap), ctypes.POINTER(ctypes.c_ubyte))
    return np.ctypeslib.as_array(start, (height, stride))[:, : 4 * width].reshape(height, width, 4)


def counts(marked: Mask, boxes: Places) -> Places:
    """How many marked pixels lie in each box of whole pixels (left, top, right, bottom)."""
    sums = np.zeros((marked.shape[0] + 1, marked.shape[1] + 1), np.intp)
    sums[1:, 1:] = marked.cumsum(axis=0, dtype=np.intp).cumsum(axis=1)
    x0, y0, x1, y1 = boxes.T
    found: Places = sums[y1, x1] - sums[y0, x1] - sums[y1, x0] + sums[y0, x0]
    return found
