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
import pypdfium2_raw as pdfium

from extractor.document import native
from extractor.document.geometry import IDENTITY, Matrix
from extractor.document.model import Floats, Rulings

THIN = 2.6  # points: a filled shape no thicker than this is a line
NEAR_WHITE = 250  # of 255, in every channel: a colour as light leaves no line to be seen
MAX_FORM_DEPTH = 8  # forms within forms; deeper ones are an attack
STRAIGHT = 0.5  # points: an edge that leans no more is upright or flat
WHOLE_PAGE = 0.97  # of the page's width and height: a frame as large is the paper's
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
        self._floats, self._colours = (ctypes.c_float * 6)(), (ctypes.c_uint * 4)()
        self._modes = (ctypes.c_int * 2)()
        self._float_places = [ctypes.addressof(self._floats) + 4 * i for i in range(4)]
        self._colour_places = [ctypes.addressof(self._colours) + 4 * i for i in range(4)]
        self._mode_places = [ctypes.addressof(self._modes) + 4 * i for i in range(2)]

    def read(self, page: object) -> Paths:
        """All paths and images of a loaded page, in its unrotated user space."""
        paths, place = Paths(), native.address_of(page)
        objects = (native.get_object(place, i) for i in range(native.count_objects(place)))
        self._walk(objects, IDENTITY, paths, 0)
        return paths

    def _walk(self, objects: Iterator[int], matrix: Matrix, paths: Paths, depth: int) -> None:
        for obj in objects:
            kind = native.object_type(obj)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                if len(paths.lines) + len(paths.fills) < MAX_SEGMENTS:
                    self._path(obj, matrix, paths)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                bounds = self._bounds(obj)
                if bounds:
                    paths.images.append(matrix.rectangle(bounds))
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_FORM_DEPTH:
                inner = (native.get_form_object(obj, i) for i in range(max(native.count_form_objects(obj), 0)))
                self._walk(inner, matrix.after(self._matrix_of(obj)), paths, depth + 1)

    def _bounds(self, obj: int) -> Rectangle | None:
        if not native.object_bounds(obj, *self._float_places):
            return None
        x0, y0, x1, y1 = self._floats[:4]
        return x0, y0, x1, y1

    def _matrix_of(self, obj: int) -> Matrix:
        if not native.object_matrix(obj, self._float_places[0]):
            return IDENTITY
        return Matrix(*self._floats)

    def _visible(self, getter: native.Call, obj: int) -> bool:
        """Whether a colour leaves ink on white paper; an unreadable one (a pattern) counts as ink."""
        if not getter(obj, *self._colour_places):
            return True
        r, g, b, alpha = self._colours
        return bool(alpha > 0 and (r < NEAR_WHITE or g < NEAR_WHITE or b < NEAR_WHITE))

    def _path(self, obj: int, matrix: Matrix, paths: Paths) -> None:
        bounds = self._bounds(obj)
        if bounds is None or not native.draw_mode(obj, *self._mode_places):
            return
        fill_mode, stroke_mode = self._modes
        filled = bool(fill_mode) and self._visible(native.fill_color, obj)
        stroked = bool(stroke_mode) and self._visible(native.stroke_color, obj)
        if not (filled or stroked):
            return
        x0, y0, x1, y1 = bounds if matrix is IDENTITY else matrix.rectangle(bounds)
        width, height = x1 - x0, y1 - y0
        hairline = False
        if stroked:
            native.stroke_width(obj, self._float_places[0])
            hairline = self._floats[0] == 0 and not filled
        if min(width, height) <= THIN and (width > 0 or height > 0):
            if min(width, height) == 0 and not stroked:
                return  # a filled area of no width leaves no ink worth a border
            (paths.hairlines if hairline else paths.lines).append((x0, y0, x1, y1))
            return
        self._subpaths(obj, matrix.after(self._matrix_of(obj)), filled, stroked, hairline, paths)

    def _subpaths(self, obj: int, matrix: Matrix, filled: bool, stroked: bool, hairline: bool, paths: Paths) -> None:
        for points in self._outlines(obj, matrix):
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            x0, y0, x1, y1 = min(xs), min(ys), max(xs), max(ys)
            if filled:
                if min(x1 - x0, y1 - y0) <= THIN:
                    if min(x1 - x0, y1 - y0) > 0 or stroked:
                        paths.lines.append((x0, y0, x1, y1))
                    continue
                if all(
                    min(abs(x - x0), abs(x - x1)) < STRAIGHT and min(abs(y - y0), abs(y - y1)) < STRAIGHT
                    for x, y in points
                ):
                    paths.fills.append((x0, y0, x1, y1))
            if stroked:
                target = paths.hairlines if hairline else paths.lines
                for (ax, ay), (bx, by) in pairwise(points):
                    if abs(ax - bx) < STRAIGHT or abs(ay - by) < STRAIGHT:
                        target.append((min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)))

    def _outlines(self, obj: int, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
        """The subpaths as lists of points; a Bézier curve counts by its end points."""
        points: list[tuple[float, float]] = []
        x, y = self._float_places[:2]
        for i in range(min(native.count_segments(obj), MAX_SEGMENTS)):
            segment = native.get_segment(obj, i)
            native.segment_point(segment, x, y)
            if points and native.segment_type(segment) == pdfium.FPDF_SEGMENT_MOVETO:
                yield points
                points = []
            points.append(matrix.point(*self._floats[:2]))
            if native.segment_close(segment):
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
    whole = (boxes[:, 2] - boxes[:, 0] > WHOLE_PAGE * width) & (boxes[:, 3] - boxes[:, 1] > WHOLE_PAGE * height)
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
