"""Ruled lines (表格线) of a PDF page, from its path objects.

Producers draw a line as a stroke, as a thin filled rectangle, as the edge of a filled cell, piece by piece or in
one path with hundreds of subpaths, inside nested forms and under any matrix. All become `Segment`s here.
White and fully transparent ones are left out; strokes of zero width count only on a page that has no others.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import pypdfium2.raw as pdfium

from extractor.document.geometry import IDENTITY, Matrix
from extractor.document.model import Floats, Rulings

THIN = 2.6  # points: a filled shape no thicker than this is a line
NEAR_WHITE = 250
MAX_FORM_DEPTH = 8
MAX_SEGMENTS = 60_000  # a page that draws more is a map or a drawing, not a table

Rectangle = tuple[float, float, float, float]
Segment = tuple[float, float, float, float]


@dataclass(slots=True)
class Paths:
    """What the path objects of a page leave: lines, hairlines of zero width, and filled areas (user space)."""

    lines: list[Segment] = field(default_factory=list)
    hairlines: list[Segment] = field(default_factory=list)
    fills: list[Rectangle] = field(default_factory=list)
    images: list[Rectangle] = field(default_factory=list)


class PathReader:
    """Walks the objects of one page; the C buffers are made once and used for every call."""

    def __init__(self) -> None:
        self._floats = [ctypes.c_float() for _ in range(4)]
        self._float_refs = [ctypes.byref(f) for f in self._floats]
        self._bytes = [ctypes.c_uint() for _ in range(4)]
        self._byte_refs = [ctypes.byref(b) for b in self._bytes]
        self._mode, self._stroke = ctypes.c_int(), ctypes.c_int()
        self._matrix = pdfium.FS_MATRIX()

    def read(self, page: object) -> Paths:
        """All paths and images of a loaded page, in its unrotated user space."""
        paths = Paths()
        objects = (pdfium.FPDFPage_GetObject(page, i) for i in range(pdfium.FPDFPage_CountObjects(page)))
        self._walk(objects, IDENTITY, paths, 0)
        return paths

    def _walk(self, objects: Iterator[object], matrix: Matrix, paths: Paths, depth: int) -> None:
        for obj in objects:
            kind = pdfium.FPDFPageObj_GetType(obj)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                if len(paths.lines) + len(paths.fills) < MAX_SEGMENTS:
                    self._path(obj, matrix, paths)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                bounds = self._bounds(obj)
                if bounds:
                    paths.images.append(matrix.rectangle(bounds))
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_FORM_DEPTH:
                inner = (
                    pdfium.FPDFFormObj_GetObject(obj, i) for i in range(max(pdfium.FPDFFormObj_CountObjects(obj), 0))
                )
                self._walk(inner, matrix.after(self._matrix_of(obj)), paths, depth + 1)

    def _bounds(self, obj: object) -> Rectangle | None:
        if not pdfium.FPDFPageObj_GetBounds(obj, *self._float_refs):
            return None
        x0, y0, x1, y1 = (f.value for f in self._floats)
        return x0, y0, x1, y1

    def _matrix_of(self, obj: object) -> Matrix:
        m = self._matrix
        if not pdfium.FPDFPageObj_GetMatrix(obj, ctypes.byref(m)):
            return IDENTITY
        return Matrix(m.a, m.b, m.c, m.d, m.e, m.f)

    def _visible(self, getter: object, obj: object) -> bool:
        """Whether a colour leaves ink on white paper; an unreadable one (a pattern) counts as ink."""
        if not getter(obj, *self._byte_refs):  # type: ignore[operator]
            return True
        r, g, b, alpha = (c.value for c in self._bytes)
        return bool(alpha > 0 and min(r, g, b) < NEAR_WHITE)

    def _path(self, obj: object, matrix: Matrix, paths: Paths) -> None:
        bounds = self._bounds(obj)
        if bounds is None or not pdfium.FPDFPath_GetDrawMode(obj, ctypes.byref(self._mode), ctypes.byref(self._stroke)):
            return
        filled = bool(self._mode.value) and self._visible(pdfium.FPDFPageObj_GetFillColor, obj)
        stroked = bool(self._stroke.value) and self._visible(pdfium.FPDFPageObj_GetStrokeColor, obj)
        if not (filled or stroked):
            return
        x0, y0, x1, y1 = matrix.rectangle(bounds)
        width, height = x1 - x0, y1 - y0
        hairline = False
        if stroked:
            pdfium.FPDFPageObj_GetStrokeWidth(obj, self._float_refs[0])
            hairline = self._floats[0].value == 0 and not filled
        if min(width, height) <= THIN and (width > 0 or height > 0):
            if min(width, height) == 0 and not stroked:
                return  # a filled area of no width leaves no ink worth a border
            (paths.hairlines if hairline else paths.lines).append((x0, y0, x1, y1))
            return
        self._subpaths(obj, matrix.after(self._matrix_of(obj)), filled, stroked, hairline, paths)

    def _subpaths(self, obj: object, matrix: Matrix, filled: bool, stroked: bool, hairline: bool, paths: Paths) -> None:
        for points in self._outlines(obj, matrix):
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            x0, y0, x1, y1 = min(xs), min(ys), max(xs), max(ys)
            if filled:
                if min(x1 - x0, y1 - y0) <= THIN:
                    if min(x1 - x0, y1 - y0) > 0 or stroked:
                        paths.lines.append((x0, y0, x1, y1))
                    continue
                if all(min(abs(x - x0), abs(x - x1)) < 0.5 and min(abs(y - y0), abs(y - y1)) < 0.5 for x, y in points):
                    paths.fills.append((x0, y0, x1, y1))
            if stroked:
                target = paths.hairlines if hairline else paths.lines
                for (ax, ay), (bx, by) in pairwise(points):
                    if abs(ax - bx) < 0.5 or abs(ay - by) < 0.5:
                        target.append((min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)))

    def _outlines(self, obj: object, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
        """The subpaths as lists of points; a Bézier curve counts by its end points."""
        points: list[tuple[float, float]] = []
        x, y = self._floats[0], self._floats[1]
        for i in range(min(pdfium.FPDFPath_CountSegments(obj), MAX_SEGMENTS)):
            segment = pdfium.FPDFPath_GetPathSegment(obj, i)
            pdfium.FPDFPathSegment_GetPoint(segment, self._float_refs[0], self._float_refs[1])
            if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO and points:
                yield points
                points = []
            points.append(matrix.point(x.value, y.value))
            if pdfium.FPDFPathSegment_GetClose(segment):
                points.append(points[0])
        if points:
            yield points


def rulings(paths: Paths, to_page: Matrix, width: float, height: float) -> Rulings:
    """The paths as horizontal and vertical lines on the page, which is `width` x `height` points."""
    lines = paths.lines or paths.hairlines
    boxes = to_page.rectangles(np.array(lines, dtype=np.float32).reshape(-1, 4))
    boxes = _on_page(boxes, width, height)
    fills = _on_page(to_page.rectangles(np.array(paths.fills, dtype=np.float32).reshape(-1, 4)), width, height)
    horizontal, vertical = _split(boxes)
    if len(fills):
        more_h, more_v = _edges(_outside(fills, boxes))
        horizontal, vertical = np.concatenate([horizontal, more_h]), np.concatenate([vertical, more_v])
    return Rulings(horizontal, vertical)


def _on_page(boxes: Floats, width: float, height: float) -> Floats:
    """The boxes that touch the page, cut at its edges; the frame of the whole page is none."""
    keep = (boxes[:, 0] < width) & (boxes[:, 2] > 0) & (boxes[:, 1] < height) & (boxes[:, 3] > 0)
    boxes = boxes[keep]
    np.clip(boxes[:, 0::2], 0, width, out=boxes[:, 0::2])
    np.clip(boxes[:, 1::2], 0, height, out=boxes[:, 1::2])
    whole = (boxes[:, 2] - boxes[:, 0] > 0.97 * width) & (boxes[:, 3] - boxes[:, 1] > 0.97 * height)
    kept: Floats = boxes[~whole]
    return kept


def _split(boxes: Floats) -> tuple[Floats, Floats]:
    """Thin boxes as (y, x0, x1) and (x, top, bottom); the dot in a corner belongs to both directions."""
    w, h = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    dot = (w <= THIN) & (h <= THIN)
    flat, upright = (h <= w) | dot, (h > w) | dot
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    horizontal = np.stack([y, boxes[:, 0], boxes[:, 2]], axis=1)[flat]
    vertical = np.stack([x, boxes[:, 1], boxes[:, 3]], axis=1)[upright]
    return horizontal, vertical


def _outside(fills: Floats, lines: Floats) -> Floats:
    """The filled areas that no ruled table holds already: shading inside a ruled cell draws no cell of its own."""
    if not len(lines):
        return fills
    middle_x, middle_y = (fills[:, 0] + fills[:, 2]) / 2, (fills[:, 1] + fills[:, 3]) / 2
    upright = lines[(lines[:, 3] - lines[:, 1]) > (lines[:, 2] - lines[:, 0])]
    if len(upright) < 2:
        return fills
    left, top, right, bottom = upright[:, 0].min(), upright[:, 1].min(), upright[:, 2].max(), upright[:, 3].max()
    inside = (middle_x > left) & (middle_x < right) & (middle_y > top) & (middle_y < bottom)
    kept: Floats = fills[~inside]
    return kept


def _edges(fills: Floats) -> tuple[Floats, Floats]:
    """The four borders of each filled area."""
    x0, y0, x1, y1 = fills.T
    horizontal = np.concatenate([np.stack([y0, x0, x1], axis=1), np.stack([y1, x0, x1], axis=1)])
    vertical = np.concatenate([np.stack([x0, y0, y1], axis=1), np.stack([x1, y0, y1], axis=1)])
    return horizontal, vertical
