"""From a PDF's user space (origin bottom left, unrotated) to the page as it is read (origin top left, upright)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from extractor.document.model import Box, Floats, Page, Projection


class Matrix(Struct, frozen=True):
    """x' = a·x + c·y + e, y' = b·x + d·y + f, as PDF writes it."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def after(self, inner: Matrix) -> Matrix:
        """The matrix that applies `inner` first and then this one."""
        return Matrix(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            self.a * inner.e + self.c * inner.f + self.e,
            self.b * inner.e + self.d * inner.f + self.f,
        )

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def rectangle(self, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        (ax, ay), (bx, by) = self.point(box[0], box[1]), self.point(box[2], box[3])
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    def rectangles(self, boxes: Floats) -> Floats:
        """Rows (x0, y0, x1, y1), turned and put in order again."""
        ax, ay = self.points(boxes[:, 0], boxes[:, 1])
        bx, by = self.points(boxes[:, 2], boxes[:, 3])
        return np.stack([np.minimum(ax, bx), np.minimum(ay, by), np.maximum(ax, bx), np.maximum(ay, by)], axis=1)

    def points(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f


IDENTITY = Matrix(1, 0, 0, 1, 0, 0)


def upright(crop: tuple[float, float, float, float], turn: int) -> tuple[Matrix, float, float]:
    """The matrix from user space to the crop box turned clockwise by `turn` degrees, and that page's size in points."""
    left, bottom, right, top = crop
    w, h = right - left, top - bottom
    if turn == 90:
        return Matrix(0, 1, 1, 0, -bottom, -left), h, w
    if turn == 180:
        return Matrix(-1, 0, 0, 1, right, -bottom), w, h
    if turn == 270:
        return Matrix(0, -1, -1, 0, top, right), h, w
    return Matrix(1, 0, 0, -1, -left, top), w, h


def as_displayed(box: Box, page: Page) -> Box:
    """A box of a page as it was read → on the page as a viewer displays it: in its sheet, turned and skewed as it lay,
    and as large as the file says."""
    found = _turned_back(box, page)
    if page.enlarged == 1:
        return found
    return Box(*(side / page.enlarged for side in (found.x0, found.top, found.x1, found.bottom)))


def _turned_back(box: Box, page: Page) -> Box:
    if page.parts:
        box = _in_sheet(box, page.parts)
    if page.laid is not None:
        box = _projected(box, page.laid)
    width, height = page.sheet
    if page.turned == 90:
        return Box(box.top, width - box.x1, box.bottom, width - box.x0)
    if page.turned == 180:
        return Box(width - box.x1, height - box.bottom, width - box.x0, height - box.top)
    if page.turned == 270:
        return Box(height - box.bottom, box.x0, height - box.top, box.x1)
    return box


def _in_sheet(box: Box, parts: Sequence[Box]) -> Box:
    """A box on one of the pages stacked below each other → in the sheet on which they lie side by side."""
    middle, top = (box.top + box.bottom) / 2, 0.0
    for part in parts:
        height = part.bottom - part.top
        if middle < top + height or part is parts[-1]:
            down = part.top - top
            return Box(box.x0 + part.x0, box.top + down, box.x1 + part.x0, box.bottom + down)
        top += height
    return box


def _projected(box: Box, by: Projection) -> Box:
    """The box around a box that is seen from another angle."""
    a, b, c, d, e, f, g, h, i = by
    corners = ((box.x0, box.top), (box.x1, box.top), (box.x0, box.bottom), (box.x1, box.bottom))
    seen = [((a * x + b * y + c) / w, (d * x + e * y + f) / w) for x, y in corners for w in (g * x + h * y + i,)]
    xs, ys = zip(*seen, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def median(values: Floats) -> float:
    """The median of at least one number; numpy's own takes 25 ms to load masked arrays."""
    middle = len(values) // 2
    if len(values) % 2:
        return float(np.partition(values, middle)[middle])
    return float(np.partition(values, (middle - 1, middle))[middle - 1 : middle + 1].mean())
