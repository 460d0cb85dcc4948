"""The objects of an OFD page, in the order in which they are drawn → characters, filled areas, outlines.

All are brought to the user space that PDF has: points, the origin at the bottom left. Objects stand in their Boundary
(x, y, width, height on what holds them, which cuts them as well), by their CTM, within blocks and graphics that are
used again (CompositeObject).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from extractor.document.geometry import Matrix
from extractor.document.ofd.container import box, child, children, is_true, kind, matrix
from extractor.document.ofd.outlines import Point, drawing
from extractor.document.ofd.resources import Colour, Resources, is_seen
from extractor.document.ofd.text import glyphs
from extractor.document.pdf.objects import EVERYWHERE, Rectangle, overlap
from extractor.document.pdf.paths import MAX_SEGMENTS, NEAR_WHITE, STRAIGHT, THIN

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

POINTS = 72 / 25.4  # of a millimetre
MOST_OBJECTS = 200_000  # of one page
MOST_CHARACTERS = 100_000  # of one page
DEEPEST = 8  # graphics in graphics
SLACK = 1.5  # points: a line on the edge of its Boundary is not cut
NONE = Colour(alpha=0)  # drawn with nothing
_LAYERS = {"Background": 0, "Body": 1, "Foreground": 2}


class Letter(Struct, frozen=True):
    """A character: its `box` and `origin`, the way `along` which it is written, its ink, when it is drawn (`place`).
    `hidden` says that it is not drawn, or cut away; `sign` is its glyph with the font that has it."""

    text: str
    box: Rectangle
    origin: Point
    along: Point
    ink: Colour
    place: int
    hidden: bool
    sign: tuple[str, int] | None = None


class Area(Struct, frozen=True):
    """What may hide, or be a ground: its box, colour (of a picture none), its outlines where it is no plain rectangle,
    and when it is drawn."""

    box: Rectangle
    colour: Colour
    place: int
    outlines: tuple[tuple[Point, ...], ...] = ()
    picture: str | None = None


class Outline(Struct, frozen=True):
    """One piece of a path: filled or stroked with ink that is seen on white, by a hairline or a wider pen."""

    points: tuple[Point, ...]
    filled: bool
    stroked: bool
    hairline: bool
    place: int


class Drawn(Struct):
    """All that a page draws; `cut` says that there is more of it than is read."""

    letters: list[Letter] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    outlines: list[Outline] = field(default_factory=list)
    curves: int = 0
    objects: int = 0
    cut: bool = False


class _Frame(Struct, frozen=True):
    """Where objects are drawn: from their parent's space to the page, within what is seen of it."""

    to_page: Matrix
    window: Rectangle = EVERYWHERE
    seen: bool = True
    layer: str | None = None
    depth: int = 0


def page_space(left: float, top: float, height: float) -> Matrix:
    """From the millimetres of a page, which go down, to points, which go up."""
    return Matrix(POINTS, 0, 0, -POINTS, -left * POINTS, (top + height) * POINTS)


def layers(page: Element) -> list[Element]:
    """The layers of a page or a template, from the lowest up."""
    found = [*children(child(page, "Content"), "Layer")]
    return sorted(found, key=lambda layer: _LAYERS.get(layer.get("Type") or "Body", 1))


class Walk(Struct):
    """Draws objects one after the other into `drawn`."""

    resources: Resources
    drawn: Drawn = field(default_factory=Drawn)

    def layer(self, layer: Element, to_page: Matrix) -> None:
        """All that is in a layer, a block, or what a note draws."""
        self._all(layer, _Frame(to_page, layer=layer.get("DrawParam")))

    def _all(self, holder: Iterable[Element], frame: _Frame) -> None:
        for element in holder:
            if self.drawn.objects >= MOST_OBJECTS or len(self.drawn.letters) > MOST_CHARACTERS:
                self.drawn.cut = True
                return
            self.drawn.objects += 1
            name = kind(element)
            if name == "PageBlock":
                self._all(element, frame)
            elif name in _DRAWS:
                inner = self._inner(element, frame)
                _DRAWS[name](self, element, inner)

    def _inner(self, element: Element, frame: _Frame) -> _Frame:
        """The space of an object in its parent's, and what is seen of it."""
        bounds = box(element.get("Boundary"))
        x, y, width, height = bounds or (0.0, 0.0, 0.0, 0.0)
        at = frame.to_page.after(Matrix(1, 0, 0, 1, x, y))
        inner = at.after(matrix(element.get("CTM")))
        window = frame.window
        if width > 0 and height > 0:
            window = overlap(window, _wider(at.rectangle((0, 0, width, height)), SLACK))
        for clip in children(child(element, "Clips"), "Clip"):
            window = overlap(window, _clip(clip, (at, inner)))
        return _Frame(inner, window, frame.seen and is_seen(element), frame.layer, frame.depth)

    def _text(self, element: Element, frame: _Frame) -> None:
        pens = self.resources.pens(element, frame.layer)
        fills, strokes = is_true(element.get("Fill"), True), is_true(element.get("Stroke"), False)
        ink = pens.fill if fills else pens.stroke
        here = frame.seen and (fills or strokes) and ink.alpha > 0
        ink = replace(ink, alpha=_dimmed(ink.alpha, element))
        font, space = element.get("Font") or "", frame.to_page
        for glyph in glyphs(element):
            upright = space.after(Matrix(*glyph.along, -glyph.along[1], glyph.along[0], glyph.x, glyph.y))
            found = upright.rectangle(glyph.box)
            self.drawn.letters.append(
                Letter(
                    glyph.text,
                    found,
                    space.point(glyph.x, glyph.y),
                    (upright.a, upright.b),
                    ink,
                    self.drawn.objects,
                    not (here and _touches(found, frame.window)),
                    None if glyph.sign is None else (font, glyph.sign),
                )
            )
            if len(self.drawn.letters) > MOST_CHARACTERS:
                return

    def _path(self, element: Element, frame: _Frame) -> None:
        if not frame.seen or len(self.drawn.outlines) >= MAX_SEGMENTS:
            self.drawn.cut |= frame.seen
            return
        said = child(element, "AbbreviatedData")
        path = drawing("" if said is None else said.text or "")
        pens = self.resources.pens(element, frame.layer)
        fills, strokes = is_true(element.get("Fill"), False), is_true(element.get("Stroke"), True)
        fill = replace(pens.fill, alpha=_dimmed(pens.fill.alpha, element)) if fills else NONE
        stroke = replace(pens.stroke, alpha=_dimmed(pens.stroke.alpha, element)) if strokes else NONE
        pieces = [tuple(frame.to_page.point(*point) for point in outline) for outline in path.outlines]
        pieces = [cut for piece in pieces for cut in _cut(piece, frame.window)]
        pen = pens.width * _scale(frame.to_page)
        self.drawn.cut |= path.cut
        self.drawn.curves += path.curves if fills else 0
        if pieces and fill.alpha:
            around = _around(pieces)
            # a thin one of ink is a line; a white one may lie upon a minus or a point
            if min(around[2] - around[0], around[3] - around[1]) > THIN or not _is_inked(fill):
                plain = len(pieces) == 1 and _is_rectangle(pieces[0])
                self._area(Area(around, fill, self.drawn.objects, () if plain else tuple(pieces)))
        if stroke.alpha and pen > THIN:
            for piece in pieces:
                self._broad(piece, Area((0, 0, 0, 0), stroke, self.drawn.objects), pen)
        filled, stroked, hairline = _is_inked(fill), _is_inked(stroke), pens.width <= 0
        if filled or stroked:
            place = self.drawn.objects
            self.drawn.outlines += [Outline(piece, filled, stroked, hairline, place) for piece in pieces]

    def _broad(self, piece: tuple[Point, ...], area: Area, pen: float) -> None:
        """The edges of a piece as a broad pen draws them: each is an area."""
        for one, other in pairwise(piece):
            self._area(replace(area, box=_wider(_around([(one, other)]), pen / 2)))

    def _image(self, element: Element, frame: _Frame) -> None:
        if not frame.seen:
            return
        bounds = box(element.get("Boundary"))
        unit = (0.0, 0.0, 1.0, 1.0)
        if element.get("CTM") is None and bounds is not None:
            unit = (0.0, 0.0, bounds[2], bounds[3])
        found = overlap(frame.to_page.rectangle(unit), frame.window)
        media = self.resources.picture(element.get("ResourceID"))
        alpha = _dimmed(255, element) if media is not None and not media.is_clear else 0
        if found[2] > found[0] and found[3] > found[1]:
            part = None if media is None else media.part
            self._area(Area(found, Colour(alpha=alpha, known=False), self.drawn.objects, picture=part or ""))

    def _composite(self, element: Element, frame: _Frame) -> None:
        unit = self.resources.units.get(element.get("ResourceID") or "")
        content = child(unit, "Content")
        if content is None:
            return
        if frame.depth >= DEEPEST:
            self.drawn.cut = True
            return
        self._all(content, replace(frame, layer=None, depth=frame.depth + 1))

    def _area(self, area: Area) -> None:
        if len(self.drawn.areas) >= MAX_SEGMENTS:
            self.drawn.cut = True
            return
        self.drawn.areas.append(area)


_DRAWS = {
    "TextObject": Walk._text,
    "PathObject": Walk._path,
    "ImageObject": Walk._image,
    "CompositeObject": Walk._composite,
}


def _clip(clip: Element, spaces: Iterable[Matrix]) -> Rectangle:
    """What a clip lets be seen, at most: the standard leaves open whether it goes by the object's own matrix."""
    found: list[tuple[Point, ...]] = []
    for area in children(clip, "Area"):
        own = matrix(area.get("CTM"))
        for path in children(area, "Path"):
            x, y, *_ = box(path.get("Boundary")) or (0.0, 0.0)
            said = child(path, "AbbreviatedData")
            placed = own.after(Matrix(1, 0, 0, 1, x, y)).after(matrix(path.get("CTM")))
            for outline in drawing("" if said is None else said.text or "").outlines:
                for space in spaces:
                    whole = space.after(placed)
                    found.append(tuple(whole.point(*point) for point in outline))
        if next(children(area, "Text"), None) is not None:
            return EVERYWHERE
    return _wider(_around(found), SLACK) if found else EVERYWHERE


def _cut(piece: tuple[Point, ...], window: Rectangle) -> Iterator[tuple[Point, ...]]:
    """A piece of a path as far as it is seen: cut to its window, where all of its edges are level or upright."""
    if window == EVERYWHERE:
        yield piece
        return
    left, bottom, right, top = _around([piece])
    if left > window[2] or right < window[0] or bottom > window[3] or top < window[1]:
        return
    yield tuple((min(max(x, window[0]), window[2]), min(max(y, window[1]), window[3])) for x, y in piece)


def _around(pieces: Iterable[tuple[Point, ...]]) -> Rectangle:
    """The box around some outlines, at least one."""
    xs, ys = zip(*(point for piece in pieces for point in piece), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _is_rectangle(points: tuple[Point, ...]) -> bool:
    x0, y0, x1, y1 = _around([points])
    return 4 <= len(points) <= 6 and all(
        min(abs(x - x0), abs(x - x1)) < STRAIGHT and min(abs(y - y0), abs(y - y1)) < STRAIGHT for x, y in points
    )


def _is_inked(colour: Colour) -> bool:
    """Whether a colour leaves ink on white paper."""
    return colour.alpha > 0 and (not colour.known or min(colour.on_white) < NEAR_WHITE)


def _dimmed(alpha: int, element: Element) -> int:
    """How opaque a colour is on an object that may be less so itself."""
    said = element.get("Alpha") or ""
    return alpha * min(int(said), 255) // 255 if said.isdecimal() and len(said) < 9 else alpha


def _scale(to_page: Matrix) -> float:
    return float(abs(to_page.a * to_page.d - to_page.b * to_page.c) ** 0.5)


def _wider(found: Rectangle, by: float) -> Rectangle:
    return found[0] - by, found[1] - by, found[2] + by, found[3] + by


def _touches(found: Rectangle, window: Rectangle) -> bool:
    """Whether something of a box is seen."""
    return found[0] < window[2] and found[2] > window[0] and found[1] < window[3] and found[3] > window[1]
