"""Ruled lines (表格线) of a PDF page, from its path objects.

Producers draw a line as a stroke, as a thin filled rectangle, as the edge of a filled cell, piece by piece or in
one path with hundreds of subpaths, inside nested forms and under any matrix. All become `Segment`s here.
White and fully transparent ones are left out; strokes of zero width count only on a page that has no others.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, repeat

import numpy as np
import pypdfium2_raw as pdfium
from numpy.typing import NDArray

from extractor.document import native
from extractor.document.geometry import IDENTITY, Matrix
from extractor.document.model import Floats, Rulings

THIN = 2.6  # points: a filled shape no thicker than this is a line
LINE, RECTANGLE = 2, 5  # segments: a path with more may have several pieces, and gaps between them
NEAR_WHITE = 250  # of 255, in every channel: a colour as light leaves no line to be seen
MAX_FORM_DEPTH = 8  # forms within forms; deeper ones are an attack
STRAIGHT = 0.5  # points: an edge that leans no more is upright or flat
WHOLE_PAGE = 0.97  # of the page's width and height: a frame as large is the paper's
MAX_SEGMENTS = 60_000  # a page that draws more is a map or a drawing, not a table

Rectangle = tuple[float, float, float, float]
Segment = tuple[float, float, float, float]
Mask = NDArray[np.bool_]


@dataclass(slots=True)
class Paths:
    """What the path objects of a page leave: lines, hairlines of zero width, and filled areas (user space).

    `cut` says that there are more of them than are read.
    """

    lines: list[Segment] = field(default_factory=list)
    hairlines: list[Segment] = field(default_factory=list)
    fills: list[Rectangle] = field(default_factory=list)
    images: list[Rectangle] = field(default_factory=list)
    cut: bool = False

    @property
    def is_full(self) -> bool:
        return len(self.lines) + len(self.hairlines) + len(self.fills) >= MAX_SEGMENTS


@dataclass(slots=True)
class _Drawn:
    """The path objects of a page, those in forms too; `under` has the places of those under each matrix."""

    handles: list[int] = field(default_factory=list)
    under: dict[Matrix, list[int]] = field(default_factory=dict)


class PathReader:
    """Walks the objects of one page; what is asked of all paths alike comes in arrays, a call of pdfium each."""

    def __init__(self) -> None:
        self._floats = (ctypes.c_float * 6)()
        self._float_places = [ctypes.addressof(self._floats) + 4 * i for i in range(4)]

    def read(self, page: object) -> Paths:
        """All paths and images of a loaded page, in its unrotated user space."""
        paths, place, drawn = Paths(), native.address_of(page), _Drawn()
        handles = map(native.get_object, repeat(place), range(native.count_objects(place)))
        self._walk(handles, IDENTITY, drawn, paths, 0)
        if drawn.handles:
            self._rule(drawn, paths)
        return paths

    def _walk(self, handles: Iterable[int], matrix: Matrix, drawn: _Drawn, paths: Paths, depth: int) -> None:
        for handle in handles:
            kind = native.object_type(handle)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                if len(drawn.handles) == MAX_SEGMENTS:
                    paths.cut = True
                    return
                drawn.under.setdefault(matrix, []).append(len(drawn.handles))
                drawn.handles.append(handle)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                if native.object_bounds(handle, *self._float_places):
                    x0, y0, x1, y1 = self._floats[:4]
                    paths.images.append(matrix.rectangle((x0, y0, x1, y1)))
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_FORM_DEPTH:
                inner = map(native.get_form_object, repeat(handle), range(max(native.count_form_objects(handle), 0)))
                self._walk(inner, matrix.after(self._matrix_of(handle)), drawn, paths, depth + 1)

    def _matrix_of(self, obj: int) -> Matrix:
        if not native.object_matrix(obj, self._float_places[0]):
            return IDENTITY
        return Matrix(*self._floats)

    def _rule(self, drawn: _Drawn, paths: Paths) -> None:
        """Thin paths of one piece as lines by their bounds alone, all others by their subpaths."""
        handles, count = drawn.handles, len(drawn.handles)
        bounds, modes = np.zeros((count, 4), np.float32), np.zeros((count, 2), np.int32)
        known = native.ask(native.object_bounds, (handles,), *bounds.T) != 0
        known &= native.ask(native.draw_mode, (handles,), *modes.T) != 0
        filled = _inked(native.fill_color, handles, known & (modes[:, 0] != 0))
        stroked = _inked(native.stroke_color, handles, known & (modes[:, 1] != 0))
        boxes = bounds.astype(np.float64)
        for matrix, places in drawn.under.items():
            boxes[places] = matrix.rectangles(boxes[places])
        width, height = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
        narrow, wide = np.minimum(width, height), np.maximum(width, height)
        segments = np.fromiter(map(native.count_segments, handles), np.intp, count)
        thin = (narrow <= THIN) & (wide > 0) & (segments <= np.where(filled, RECTANGLE, LINE))
        hairline = _of_no_width(handles, stroked & ~filled)
        # a filled area of no width leaves no ink worth a border
        lines = thin & ((filled & (narrow > 0)) | stroked)
        paths.lines.extend(boxes[lines & ~hairline].tolist())
        paths.hairlines.extend(boxes[lines & hairline].tolist())
        for matrix, places in drawn.under.items():
            for i in places:
                if paths.is_full:
                    paths.cut = True
                    return
                if (filled[i] or stroked[i]) and not thin[i]:
                    whole = matrix.after(self._matrix_of(handles[i]))
                    self._subpaths(handles[i], whole, bool(filled[i]), bool(stroked[i]), bool(hairline[i]), paths)

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


def _inked(getter: native.Call, handles: Sequence[int], asked: Mask) -> Mask:
    """Which of the paths asked about leave ink on white paper; one of an unreadable colour (a pattern) does."""
    places = np.flatnonzero(asked)
    colours = np.zeros((len(places), 4), np.uint32)
    answered = native.ask(getter, ([handles[i] for i in places.tolist()],), *colours.T) != 0
    ink: Mask = np.zeros(len(handles), dtype=bool)
    ink[places] = ~answered | ((colours[:, 3] > 0) & (colours[:, :3] < NEAR_WHITE).any(axis=1))
    return ink


def _of_no_width(handles: Sequence[int], asked: Mask) -> Mask:
    """Which of the paths asked about are stroked with a pen of no width."""
    places = np.flatnonzero(asked)
    widths = np.zeros(len(places), np.float32)
    native.ask(native.stroke_width, ([handles[i] for i in places.tolist()],), widths)
    found: Mask = np.zeros(len(handles), dtype=bool)
    found[places] = widths == 0
    return found


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
