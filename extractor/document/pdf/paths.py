"""What the path objects of a PDF page draw: pieces of lines, filled shapes.

Producers draw a line as a stroke, as a thin filled rectangle, as the edge of a filled cell, piece by piece or in one
path with hundreds of subpaths, inside nested forms and under any matrix. All become `Segment`s here. White and fully
transparent ones are left out; strokes of zero width count only on a page that has no others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import itemgetter

import numpy as np
import pypdfium2_raw as pdfium
from msgspec import Struct, field
from numpy.typing import NDArray

from extractor.document.geometry import Matrix
from extractor.document.model import PICTURE, Floats
from extractor.document.pdf import native
from extractor.document.pdf.objects import Mask, ObjectReader, Objects, Rectangle, in_layer

THIN = 2.6  # points: a filled shape no thicker than this is a line
STROKE, QUADRILATERAL = 2, (4, 5, 6)  # points: of a single stroke; of a broad one, filled, its first one again
BAND = 6.0  # points: what a broader pen draws is the ground of something
CONTROLS = 3  # points of a curve, its end the last
LINE, RECTANGLE = 2, 5  # segments: a path with more may have several pieces, and gaps between them
FAINT = 200  # of 255, in every channel: strokes as light are a ground
NEAR_WHITE = 250  # of 255, in every channel: a colour as light leaves no line to be seen
STRAIGHT = 0.5  # points: an edge that leans no more is upright or flat
BAR = 1.5  # times as long as it is broad: what is no longer is a box that is ticked
DARK = 100  # of 255, in every channel: a bar as dark hides what is printed
MAX_SEGMENTS = 60_000  # a page that draws more is a map or a drawing, not a table

Point = tuple[float, float]
Segment = tuple[float, float, float, float]


class Areas(Struct, frozen=True):
    """Filled shapes and pictures of a page: their places in its `Objects`, their boxes (user space), and their colours
    as red, green, blue and alpha. `plain` ones are rectangles of one known colour; of the others only the box is
    known."""

    places: NDArray[np.intp]
    boxes: Floats
    colours: NDArray[np.uint32]
    plain: Mask


class Paths(Struct):
    """What the path objects of a page amount to: lines, hairlines of zero width, and filled areas (user space).

    - `areas`: all filled shapes that are no lines, and all white ones.
    - `cut`: there are more paths than are read.
    - `curves`: the number of segments of filled shapes that are no rectangles, as letters drawn as outlines are;
      `shapes`: these shapes, and bars of dark ink, with the `points` of each.
    - `slants`: the pieces of open strokes, from point to point.
    """

    lines: list[Segment] = field(default_factory=list)
    hairlines: list[Segment] = field(default_factory=list)
    fills: list[Rectangle] = field(default_factory=list)
    areas: Areas | None = None
    cut: bool = False
    curves: int = 0
    shapes: list[Rectangle] = field(default_factory=list)
    points: list[int] = field(default_factory=list)
    slants: list[Segment] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        return len(self.lines) + len(self.hairlines) + len(self.fills) >= MAX_SEGMENTS

    def add(self, points: Sequence[Point], filled: bool, stroked: bool, pen: float, faint: bool) -> None:
        """The lines that one piece of a path draws; where it is `stroked`, with a pen of so many points. A
        `faint` one that is not level is hatching."""
        x0, y0, x1, y1 = box = _around(points)
        narrow = min(x1 - x0, y1 - y0)
        if filled and narrow <= THIN:
            if narrow > 0 or stroked:
                self.lines.append(box)
            return
        if filled:
            self._fill(points, box)
        if stroked:
            slanting = [(*a, *b) for a, b in pairwise(points) if not self._rule(a, b, pen)]
            is_ring = points[0] == points[-1]  # which crosses nothing out
            if not (filled or faint or is_ring) and len(self.slants) < MAX_SEGMENTS:
                self.slants += slanting
            if slanting and not faint:
                self._shape(points, box)

    def _fill(self, points: Sequence[Point], box: Rectangle) -> None:
        """A filled piece: a rectangle, or another shape; a narrow one that leans is the ink of a slant as well."""
        x0, y0, x1, y1 = box
        if all(_is_near(x, x0, x1) and _is_near(y, y0, y1) for x, y in points):
            self.fills.append(box)
            return
        self._shape(points, box)
        if len(points) in QUADRILATERAL and _area(points) < THIN * (x1 - x0):
            (_, first), (_, last) = (end(points, key=itemgetter(0)) for end in (min, max))
            self.slants.append((x0, y0, x1, y1) if last > first else (x0, y1, x1, y0))

    def _shape(self, points: Sequence[Point], box: Rectangle) -> None:
        self.shapes.append(box)
        self.points.append(len(points))

    def _rule(self, a: Point, b: Point, pen: float) -> bool:
        """Takes a stroke from one point to the next for a line, or for what a broad pen fills along it; not one that
        slants."""
        (ax, ay), (bx, by) = a, b
        if abs(ax - bx) >= STRAIGHT and abs(ay - by) >= STRAIGHT:
            return False
        low, high, left, right, half = min(ay, by), max(ay, by), min(ax, bx), max(ax, bx), pen / 2
        if pen < BAND:
            (self.lines if pen else self.hairlines).append((left, low, right, high))
        elif right - left > high - low:
            self.fills.append((left, low - half, right, high + half))
        else:
            self.fills.append((left - half, low, right + half, high))
        return True


class PathReader:
    """Turns the paths of one page into lines; what is asked of all of them is asked in one call of pdfium each, into
    arrays."""

    def __init__(self, reader: ObjectReader) -> None:
        self._reader = reader

    def read(self, objects: Objects, unseen: frozenset[int] = frozenset()) -> Paths:
        """All paths of a page, in its unrotated user space, except those at the places `unseen`."""
        paths = Paths(cut=objects.cut)
        places = objects.of(pdfium.FPDF_PAGEOBJ_PATH)
        if unseen:
            places = places[~np.isin(places, list(unseen))]
        if len(places) > MAX_SEGMENTS:
            places, paths.cut = places[:MAX_SEGMENTS], True
        if len(places):
            self._rule(objects, places, paths)
        return paths

    def _rule(self, objects: Objects, places: NDArray[np.intp], paths: Paths) -> None:
        """Thin paths of one piece as lines, by their bounds alone; all others by their subpaths."""
        handles, count = objects.at(places), len(places)
        modes = np.zeros((count, 2), np.int32)
        boxes, known = self._reader.bounds(handles)
        known &= native.ask(native.draw_mode, (handles,), *modes.T) != 0
        colours, answered = coloured(native.fill_color, handles, known & (modes[:, 0] != 0))
        filled = _inked(colours)
        strokes = coloured(native.stroke_color, handles, known & (modes[:, 1] != 0))[0]
        stroked, faint = _inked(strokes), np.asarray((strokes[:, :3] > FAINT).all(axis=1))
        boxes = objects.on_page(places, boxes)
        width, height = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
        narrow, wide = np.minimum(width, height), np.maximum(width, height)
        segments = np.fromiter(map(native.count_segments, handles), np.intp, count)
        paths.curves = int(segments[filled & (segments > RECTANGLE)].sum())
        thin = (narrow <= THIN) & (wide > 0) & (segments <= np.where(filled, RECTANGLE, LINE))
        outlined = known & (modes[:, 1] != 0)
        pens = _pens(handles, outlined & ~filled)
        hairline = stroked & ~filled & (pens == 0)
        # a filled area of no width leaves no ink worth a border
        lines = thin & ((filled & (narrow > 0)) | stroked)
        paths.lines.extend(boxes[lines & ~hairline].tolist())
        paths.hairlines.extend(boxes[lines & hairline].tolist())
        painted = known & (modes[:, 0] != 0)
        white = (painted & ~filled) | (outlined & ~stroked)  # however thin, it may lie upon a minus or a point
        broad = np.flatnonzero(white | ((narrow > THIN) & (painted | (pens > THIN))))
        if len(broad):
            plain = (answered & painted & (segments <= RECTANGLE))[broad]
            plain &= ~self._may_look_otherwise(objects.at(places[broad]), colours[broad])
            paths.areas = Areas(places[broad], boxes[broad], colours[broad], plain)
        dark = ~answered | (colours[:, :3] < DARK).all(axis=1)  # a pattern may be anything
        bars = boxes[filled & dark & (narrow > THIN) & (wide > BAR * narrow) & (segments <= RECTANGLE)].tolist()
        paths.shapes.extend(bars)
        paths.points.extend([PICTURE] * len(bars))
        context = [objects.context[i] for i in places.tolist()]
        for i in np.flatnonzero((filled | stroked) & ~thin).tolist():
            if paths.is_full:
                paths.cut = True
                return
            whole = objects.contexts[context[i]].matrix.after(self._reader.matrix(handles[i]))
            pen = float(pens[i]) * abs(whole.a * whole.d - whole.b * whole.c) ** 0.5
            for points in self._outlines(handles[i], whole):
                paths.add(points, bool(filled[i]), bool(stroked[i]), pen, bool(faint[i]))

    def _may_look_otherwise(self, handles: Sequence[int], colours: NDArray[np.uint32]) -> Mask:
        """Which shapes are blended in some way with what lies under them, or stand in a layer that may be off."""
        clear = colours[:, 3] < 255  # and so known to be translucent
        found: Mask = (np.fromiter(map(native.has_transparency, handles), np.intp, len(handles)) != 0) & ~clear
        if self._reader.uses.layers:
            found |= np.fromiter(map(in_layer, handles), np.bool_, len(handles))
        return found

    def _outlines(self, obj: int, matrix: Matrix) -> Iterator[list[Point]]:
        """The subpaths as lists of points; of a Bézier curve, three points on it."""
        points: list[Point] = []
        controls: list[Point] = []
        x, y = self._reader.places[:2]
        for i in range(min(native.count_segments(obj), MAX_SEGMENTS)):
            segment = native.get_segment(obj, i)
            native.segment_point(segment, x, y)
            kind = native.segment_type(segment) if points else pdfium.FPDF_SEGMENT_MOVETO
            here = matrix.point(*self._reader.floats[:2])
            if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
                controls.append(here)
                if len(controls) == CONTROLS:
                    points += _on_curve(points[-1], *controls)
                    controls = []
            else:
                if points and kind == pdfium.FPDF_SEGMENT_MOVETO:
                    yield points
                    points = []
                points.append(here)
            if native.segment_close(segment):
                points.append(points[0])
        if points:
            yield points


def _on_curve(start: Point, *controls: Point) -> list[Point]:
    """Two points on a Bézier curve, and its end. (Its control points may lie far from it.)"""
    (x0, y0), (x1, y1), (x2, y2), end = start, *controls
    third = [((8 * a + 12 * b + 6 * c + d) / 27) for a, b, c, d in ((x0, x1, x2, end[0]), (y0, y1, y2, end[1]))]
    rest = [((a + 6 * b + 12 * c + 8 * d) / 27) for a, b, c, d in ((x0, x1, x2, end[0]), (y0, y1, y2, end[1]))]
    return [(third[0], third[1]), (rest[0], rest[1]), end]


def _around(points: Sequence[Point]) -> Rectangle:
    """The box around some points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _is_near(place: float, low: float, high: float) -> bool:
    """Whether a coordinate is one of two others, or nearly so."""
    return min(abs(place - low), abs(place - high)) < STRAIGHT


def _area(points: Sequence[Point]) -> float:
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise([*points, points[0]]))) / 2


def coloured(getter: native.Call, handles: Sequence[int], asked: Mask) -> tuple[NDArray[np.uint32], Mask]:
    """The colours of the objects asked about, as red, green, blue and alpha, and which objects have one."""
    if asked.all():
        channels = np.zeros((4, len(handles)), np.uint32)
        answered: Mask = native.ask(getter, (handles,), *channels) != 0
        if not answered.all():
            channels[:, ~answered] = [[0], [0], [0], [255]]  # a pattern
        return channels.T, answered
    places = np.flatnonzero(asked)
    colours, answered = np.zeros((len(handles), 4), np.uint32), np.zeros(len(handles), dtype=bool)
    found = np.zeros((len(places), 4), np.uint32)
    answered[places] = native.ask(getter, ([handles[i] for i in places.tolist()],), *found.T) != 0
    colours[places] = found
    colours[asked & ~answered] = (0, 0, 0, 255)  # a pattern
    return colours, answered


def _inked(colours: NDArray[np.uint32]) -> Mask:
    """Which colours leave ink on white paper; an unknown one (a pattern) does."""
    ink: Mask = (colours[:, 3] > 0) & (colours[:, :3] < NEAR_WHITE).any(axis=1)
    return ink


def _pens(handles: Sequence[int], asked: Mask) -> Floats:
    """The widths of the pens with which the paths asked about are stroked, each in its own space; 1 for the others."""
    places = np.flatnonzero(asked)
    widths = np.zeros(len(places), np.float32)
    native.ask(native.stroke_width, ([handles[i] for i in places.tolist()],), widths)
    found: Floats = np.ones(len(handles), np.float32)
    found[places] = widths
    return found
