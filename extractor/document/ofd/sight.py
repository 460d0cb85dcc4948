"""What of an OFD page a person sees: what is drawn, stands out from its ground, and has nothing upon it.

Nothing is drawn to know it: areas are of one colour, and what lies under a pattern or beneath a picture is known by
their places alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from msgspec import Struct

from extractor.document.model import Floats
from extractor.document.ofd.content import Area, Drawn, Outline
from extractor.document.pdf.objects import Mask, Places, Rectangle
from extractor.document.pdf.sight.in_sight import NARROWEST, SMALLEST, SMALLEST_SHARE
from extractor.document.pdf.sight.visibility import PICTURE_SHARE, RECOGNISED

STANDS_OUT = 30  # of 255 in a channel: ink that differs less from its ground is not seen
OPAQUE = 250  # of 255: from there on nothing shows through
MOST_PAIRS = 40_000_000  # of areas, and characters or lines: a page with more is a drawing


class Sight(Struct, frozen=True):
    """What is seen: a mask over the letters of a page, and its outlines. `recognised` says that the letters are those
    that somebody recognised (OCR) in the picture on the page, `pictured` is the share of the page under pictures,
    `covered` that notes lie on some letters."""

    letters: Mask
    outlines: tuple[Outline, ...]
    pictured: float
    recognised: bool
    covered: bool


def sight(drawn: Drawn, notes: Sequence[Area], bounds: Rectangle) -> Sight:
    """What a person sees of a page that shows `bounds` (left, bottom, right, top), with the areas of notes upon it."""
    pictures = [area for area in drawn.areas if area.picture is not None]
    share = _share(pictures, bounds)
    boxes = np.array([letter.box for letter in drawn.letters], dtype=np.float64).reshape(-1, 4)
    here = _in_sight(drawn, boxes, bounds)
    shown = here & ~np.array([letter.hidden for letter in drawn.letters], dtype=bool)
    order = np.array([letter.place for letter in drawn.letters], dtype=np.intp)
    inks = np.array([letter.ink.on_white for letter in drawn.letters], dtype=np.float64).reshape(-1, 3)
    plain = np.array([letter.ink.known for letter in drawn.letters], dtype=bool)
    if len(drawn.areas) * (len(boxes) + len(drawn.outlines)) > MOST_PAIRS:
        drawn.cut = True
        return Sight(shown, tuple(drawn.outlines), share, False, False)
    grounds = np.full((len(boxes), 3), 255.0)
    unsure = ~plain
    over = np.zeros(len(boxes), dtype=bool)
    for area in drawn.areas:
        held = _held(boxes, area)
        opaque = area.colour.alpha >= OPAQUE
        over |= held & (order < area.place) & opaque
        under = held & (order > area.place)
        if area.picture is not None:
            unsure |= under
        elif opaque:
            grounds[under] = area.colour.on_white
            unsure = np.where(under, ~(plain & area.colour.known), unsure)
    faint = ~unsure & (np.abs(inks - grounds).max(axis=1, initial=0) < STANDS_OUT)
    seen = shown & ~over & ~faint
    if share > PICTURE_SHARE and here.any():
        lying = here & ~seen & _any_held(boxes, pictures)
        if np.count_nonzero(lying) > RECOGNISED * np.count_nonzero(here):
            return Sight(here, (), share, True, False)
    noted = seen & _any_held(boxes, (note for note in notes if note.colour.alpha >= OPAQUE))
    return Sight(seen & ~noted, tuple(_uncovered(drawn)), share, False, bool(noted.any()))


def _in_sight(drawn: Drawn, boxes: Floats, bounds: Rectangle) -> Mask:
    """The letters that lie on the page and are of a size that can be read."""
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    found: Mask = (x > bounds[0]) & (x < bounds[2]) & (y > bounds[1]) & (y < bounds[3])
    if len(boxes):
        width, height = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
        size = np.maximum(width, height)
        usual = float(np.median(size))
        found &= size >= max(min(SMALLEST, 0.5 * usual), SMALLEST_SHARE * usual)
        digit = np.array(["0" <= letter.text <= "9" for letter in drawn.letters], dtype=bool)
        found &= ~(digit & (np.minimum(width, height) < NARROWEST * size))
    return found


def _held(boxes: Floats, area: Area) -> Mask:
    """Which boxes have their middle in an area."""
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    left, bottom, right, top = area.box
    found: Mask = (x > left) & (x < right) & (y > bottom) & (y < top)
    if area.outlines and found.any():
        places = np.flatnonzero(found)
        found[places] = _inside(x[places], y[places], area)
    return found


def _any_held(boxes: Floats, areas: Iterable[Area]) -> Mask:
    found = np.zeros(len(boxes), dtype=bool)
    for area in areas:
        found |= _held(boxes, area)
    return found


def _inside(x: Floats, y: Floats, area: Area) -> Mask:
    """Which points lie within the outlines of an area: those from which an odd number of edges is crossed on the way
    out."""
    found = np.zeros(len(x), dtype=bool)
    for points in area.outlines:
        for (ax, ay), (bx, by) in zip(points, (*points[1:], points[0]), strict=True):
            if ay != by:
                found ^= ((ay > y) != (by > y)) & (x < (bx - ax) * (y - ay) / (by - ay) + ax)
    return found


def _uncovered(drawn: Drawn) -> Iterator[Outline]:
    """The outlines that lie under nothing as a whole: a table may lie hidden with its lines."""
    boxes = np.array([_around(o.points) for o in drawn.outlines], dtype=np.float64).reshape(-1, 4)
    order: Places = np.array([o.place for o in drawn.outlines], dtype=np.intp)
    over = np.zeros(len(boxes), dtype=bool)
    for area in drawn.areas:
        if area.colour.alpha >= OPAQUE and not area.outlines:
            left, bottom, right, top = area.box
            whole = (boxes[:, 0] > left + 1) & (boxes[:, 2] < right - 1)
            over |= whole & (boxes[:, 1] > bottom + 1) & (boxes[:, 3] < top - 1) & (order < area.place)
    return (outline for outline, lies in zip(drawn.outlines, over.tolist(), strict=True) if not lies)


def _around(points: Sequence[tuple[float, float]]) -> Rectangle:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _share(pictures: Sequence[Area], bounds: Rectangle) -> float:
    """The share of a page under pictures, as if none lay on another."""
    left, bottom, right, top = bounds
    found = sum(
        max(min(p.box[2], right) - max(p.box[0], left), 0) * max(min(p.box[3], top) - max(p.box[1], bottom), 0)
        for p in pictures
    )
    return min(found / max((right - left) * (top - bottom), 1.0), 1.0)
