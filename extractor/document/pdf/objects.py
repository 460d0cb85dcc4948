"""The objects of a PDF page in the order in which they are drawn, including those within forms.

A form (XObject) brings its own matrix and a box to which it is clipped, and may as a whole be translucent or stand in a
layer: its `Context`.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, repeat

import numpy as np
import pypdfium2_raw as pdfium
from msgspec import Struct, field
from numpy.typing import NDArray

from extractor.document.geometry import IDENTITY, Matrix
from extractor.document.model import Floats
from extractor.document.pdf import native
from extractor.document.pdf.damage.uses import EVERYTHING, Uses

MAX_FORM_DEPTH = 48  # forms within forms: more than pdfium draws
MAX_FORMS = 20_000  # of one page
MAX_OBJECTS = 200_000  # of one page
MAX_CLIP_SEGMENTS = 64  # of a path that something is cut to; one with more counts as of unknown shape

ONE_RECTANGLE = 5  # segments: of two in one path, what lies in both may be cut out

Rectangle = tuple[float, float, float, float]
Mask = NDArray[np.bool_]
Places = NDArray[np.intp]
NOWHERE: Places = np.empty(0, np.intp)
EVERYWHERE: Rectangle = (-np.inf, -np.inf, np.inf, np.inf)


class Context(Struct, frozen=True):
    """Where objects stand: `matrix` leads from their space to that of the page, and `clip` is what is shown of them (in
    the space of the page, unrotated). `unsure`: they must be looked at to know whether they are seen, since they are
    translucent, clipped to a shape that is no rectangle, or perhaps in a layer that is off."""

    matrix: Matrix = IDENTITY
    clip: Rectangle = EVERYWHERE
    unsure: bool = False


class Objects(Struct):
    """All objects of a page except forms: their handles and kinds (the numbers of pdfium), in drawing order, and for
    each the number of its context in `contexts`. `cut`: there are more than are read."""

    handles: list[int] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    context: list[int] = field(default_factory=list)
    contexts: list[Context] = field(default_factory=lambda: [Context()])
    cut: bool = False
    _places: dict[tuple[int, ...], Places] = field(default_factory=dict)
    _handles: dict[int, list[int]] = field(default_factory=dict)
    _fonts: frozenset[int] | None = None
    _modes: Places | None = None

    def of(self, *kinds: int) -> Places:
        """The places of the objects of these kinds, once all are read."""
        if kinds not in self._places:
            if len(kinds) > 1:
                found = [self.of(kind) for kind in kinds if kind in self.kinds]  # of most kinds a page has none
                self._places[kinds] = np.sort(np.concatenate(found)) if found else NOWHERE
            else:
                self._places[kinds] = np.flatnonzero(np.array(self.kinds, dtype=np.intp) == kinds[0])
        return self._places[kinds]

    def all_of(self, kind: int) -> list[int]:
        """The handles of the objects of a kind, once all are read."""
        if kind not in self._handles:
            self._handles[kind] = self.at(self.of(kind))
        return self._handles[kind]

    def fonts(self) -> frozenset[int]:
        """The fonts that the page prints with, once all objects are read."""
        if self._fonts is None:
            self._fonts = frozenset(filter(None, map(native.font_of, self.all_of(pdfium.FPDF_PAGEOBJ_TEXT))))
        return self._fonts

    def text_modes(self) -> Places:
        """How the runs of text are drawn (text render modes), once all objects are read."""
        if self._modes is None:
            runs = self.all_of(pdfium.FPDF_PAGEOBJ_TEXT)
            self._modes = np.fromiter(map(native.text_mode, runs), np.intp, len(runs))
        return self._modes

    def at(self, places: Places) -> list[int]:
        """The handles of the objects at these places."""
        return [self.handles[i] for i in places.tolist()]

    def on_page(self, places: Places, boxes: Floats) -> Floats:
        """Boxes of the objects at these places, from their own space to that of the page."""
        if len(self.contexts) == 1 or not len(places):
            return boxes
        found = boxes.copy()
        for matrix, inside in self._in_forms(places):
            found[inside] = matrix.rectangles(boxes[inside])
        return found

    def axes(self, places: Places) -> Floats:
        """a, b, c and d of the matrices of the objects at these places, as rows, in the space of the page."""
        matrices = np.zeros((len(places), 6), np.float32)
        native.ask(native.object_matrix, (self.at(places),), matrices)
        axes = matrices[:, :4].astype(np.float64)
        if len(self.contexts) == 1 or not len(places):
            return axes
        found = axes.copy()
        for m, inside in self._in_forms(places):
            a, b, c, d = axes[inside].T
            found[inside] = np.stack(
                [m.a * a + m.c * b, m.b * a + m.d * b, m.a * c + m.c * d, m.b * c + m.d * d], axis=1
            )
        return found

    def _in_forms(self, places: Places) -> Iterator[tuple[Matrix, Mask]]:
        """The matrix of each form that holds some of the objects at these places, and which of them it holds."""
        context = np.array(self.context, dtype=np.intp)[places]
        for number in np.unique(context[context > 0]).tolist():
            yield self.contexts[number].matrix, context == number


class ObjectReader:
    """Reads the objects of the pages of a document; `uses` says what the document may make use of."""

    def __init__(self, uses: Uses = EVERYTHING) -> None:
        self.uses = uses
        self.floats = (ctypes.c_float * 6)()
        self.places = [ctypes.addressof(self.floats) + 4 * i for i in range(4)]

    def read(self, page: object) -> Objects:
        """The objects of a loaded page."""
        found, place = Objects(), native.address_of(page)
        self._walk(map(native.get_object, repeat(place), range(native.count_objects(place))), 0, found, 0)
        return found

    def _walk(self, members: Iterable[int], context: int, found: Objects, depth: int) -> None:
        handles = list(members)
        if len(found.handles) + len(handles) > MAX_OBJECTS:
            found.cut = True
            handles = handles[: MAX_OBJECTS - len(found.handles)]
        kinds = list(map(native.object_type, handles))
        start = 0
        forms = [i for i, kind in enumerate(kinds) if kind == pdfium.FPDF_PAGEOBJ_FORM]
        for i in (*forms, len(handles)):
            found.handles += handles[start:i]
            found.kinds += kinds[start:i]
            found.context += [context] * (i - start)
            start = i + 1
            if i < len(handles) and (depth >= MAX_FORM_DEPTH or len(found.contexts) > MAX_FORMS):
                found.cut = True
            elif i < len(handles):
                form, here = handles[i], len(found.contexts)
                found.contexts.append(self._within(form, found.contexts[context]))
                inner = range(max(native.count_form_objects(form), 0))
                self._walk(map(native.get_form_object, repeat(form), inner), here, found, depth + 1)

    def _within(self, form: int, outer: Context) -> Context:
        clip, plain = self.clip(form)
        return Context(
            outer.matrix.after(self.matrix(form)),
            overlap(outer.clip, outer.matrix.rectangle(clip) if clip != EVERYWHERE else clip),
            outer.unsure or self.uses.layers or not plain or bool(native.has_transparency(form)),
        )

    def matrix(self, handle: int) -> Matrix:
        if not native.object_matrix(handle, self.places[0]):
            return IDENTITY
        return Matrix(*self.floats)

    def bounds(self, handles: Sequence[int]) -> tuple[Floats, Mask]:
        """Left, bottom, right and top of each object in its own space, and which objects have any."""
        found = np.zeros((len(handles), 4), np.float32)
        known: Mask = native.ask(native.object_bounds, (handles,), *found.T) != 0
        return found.astype(np.float64), known

    def clip(self, handle: int) -> tuple[Rectangle, bool]:
        """The box to which an object is clipped, in its own space, and whether that is all: a path that is no rectangle
        hides more than what lies outside its box."""
        path = native.clip_path(handle)
        box, plain = EVERYWHERE, True
        for number in range(native.count_clips(path) if path else 0):
            segments = native.count_clip_segments(path, number)
            if segments > MAX_CLIP_SEGMENTS:
                plain = False
                continue
            points = []
            for i in range(segments):
                native.segment_point(native.get_clip_segment(path, number, i), *self.places[:2])
                points.append((self.floats[0], self.floats[1]))
            if points:
                xs, ys = {p[0] for p in points}, {p[1] for p in points}
                box = overlap(box, (min(xs), min(ys), max(xs), max(ys)))
                plain &= _is_rectangle(points)
        if box[2] < box[0] or box[3] < box[1]:  # nothing is left: a matrix would make a box of it
            box = box[0], box[1], box[0], box[1]
        return box, plain


def _is_rectangle(points: Sequence[tuple[float, float]]) -> bool:
    """Whether a path goes once around a rectangle (or a part of a line) along its sides."""
    corners = {x for x, _ in points}, {y for _, y in points}
    along_sides = all(x == u or y == v for (x, y), (u, v) in pairwise([*points, points[0]]))
    whole = len(set(points)) == len(corners[0]) * len(corners[1])
    return len(points) <= ONE_RECTANGLE and max(map(len, corners)) <= 2 and along_sides and whole


def in_layer(handle: int) -> bool:
    """Whether an object stands in marked content that is a layer's (OC), at whatever depth."""
    name, size = (ctypes.c_ushort * 8)(), ctypes.c_ulong()
    for number in range(native.count_marks(handle)):
        mark = native.get_mark(handle, number)
        native.mark_name(mark, ctypes.addressof(name), ctypes.sizeof(name), ctypes.addressof(size))
        if size.value == 6 and bytes(name)[:4].decode("utf-16-le") == "OC":
            return True
    return False


def overlap(one: Rectangle, other: Rectangle) -> Rectangle:
    """What two boxes have in common; a box that ends before it begins where they have nothing."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])
