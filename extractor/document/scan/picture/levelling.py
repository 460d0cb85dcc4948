"""A skewed page → level: turned, sheared and seen from an angle, as its own lines show.

Along the right slope the ink of rules gathers into few rows; on a page without rules, that of its text does. The slopes
at the four sides of the page tell how it was turned and sheared, and from which angle it was seen.
"""

from __future__ import annotations

import cv2
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from extractor.document.model import Floats, Projection
from extractor.document.scan.picture.cleaning import Picture
from extractor.document.scan.picture.shapes import Mask, Shapes

STROKE = 14  # pixels of a halved picture: pieces of a leaning line are longer, most strokes of characters are not
LINE = 60  # pixels of a halved picture: lines are longer; strokes of characters that run together seldom are,
THICK = 4  # and they are thicker than this besides what such a line rises
FEWEST = 0.5  # of the page's shorter side: so much ink in rules tells their direction
STEEPEST = 0.06  # a page laid on a glass by hand leans no more
STEPS = (0.0015, 0.0002)  # of the slopes that are tried, coarse and fine
TURNING = 0.036  # by which slopes differ from one half of a page to the whole of it, seen from an angle
GAIN = 1.15  # by which ink must gather more where each half of a page has a slope of its own
LEVEL = 0.0006  # leaning less over the whole page moves nothing by as much as a character's stroke
POINTS = 60_000  # of ink that are looked at
FEW = 4  # of so many points one, where slopes far from each other are tried


class _Ink(Struct, frozen=True):
    """Points of ink: how far along the lines that are sought, and across them, in pixels."""

    along: Floats
    across: Floats

    def gathered(self, slope: float) -> float:
        """How much the points gather into rows of this slope."""
        return float((self._rows(slope)[1] ** 2).sum())

    def place(self, slope: float) -> float:
        """Where across them the rows lie into which the points gather, those with more points counted for more."""
        rows, counts = self._rows(slope)
        return float(np.average(self.across, weights=counts[rows]))

    def _rows(self, slope: float) -> tuple[NDArray[np.intp], Floats]:
        """The row of this slope in which each point lies, and how many lie in each."""
        rows = np.rint(self.across - slope * self.along)
        places = (rows - rows.min()).astype(np.intp)
        return places, np.bincount(places).astype(np.float64)

    def slope(self, around: float, reach: float, step: float) -> float:
        """The slope within `reach` of another along which the points gather best."""
        slopes = around + np.arange(-reach, reach + step / 2, step)
        return float(slopes[int(np.argmax([self.gathered(s) for s in slopes]))])

    def best(self, around: float = 0.0, reach: float = STEEPEST) -> float:
        coarse, fine = STEPS
        some = _Ink(self.along[::FEW], self.across[::FEW])
        return self.slope(some.slope(around, reach, coarse), coarse, fine)


def levelled(picture: Picture, ink: Mask, scale: float) -> tuple[Picture, Projection] | None:
    """The picture levelled, at the same size, and the way back, for pictures of `scale` pixels per point; None where it
    is level already. `ink` marks what is drawn."""
    height, width = ink.shape
    half: Picture = np.asarray(cv2.dilate(ink.view(np.uint8), np.ones((2, 2), np.uint8)), np.uint8)[::2, ::2]
    flat = _points(_lasting(half))
    upright = _points(_lasting(np.ascontiguousarray(half.T)))
    if flat is not None:
        top, bottom = _slopes(flat, height / 2)
    else:
        text = _points(half)
        top = bottom = text.best() if text is not None else 0.0
    left, right = _slopes(upright, width / 2) if upright is not None else (-(top + bottom) / 2,) * 2
    if max(map(abs, (top, bottom, left, right))) < LEVEL:
        return None
    x, y = width / 2, height / 2
    upper, lower, near, far = (0.0, top), (height, bottom), (0.0, left), (width, right)
    sides = ((upper, near), (upper, far), (lower, far), (lower, near))
    corners = [_crossing(x, y0, level, x1, y, plumb) for (y0, level), (x1, plumb) in sides]
    target = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    matrix = cv2.getPerspectiveTransform(np.array(corners, np.float32), target)
    points = np.diag((scale, scale, 1.0))
    back = (np.linalg.inv(points) @ np.linalg.inv(matrix) @ points).ravel().tolist()
    a, b, c, d, e, f, g, h, i = map(float, back)
    laid = (a, b, c, d, e, f, g, h, i)
    return laid_level(picture, laid, scale), laid


def laid_level(picture: Picture, laid: Projection, scale: float) -> Picture:
    """A picture levelled, by the way back."""
    points = np.diag((scale, scale, 1.0))
    matrix = points @ np.linalg.inv(np.reshape(laid, (3, 3))) @ np.linalg.inv(points)
    height, width = picture.shape
    found = cv2.warpPerspective(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    return np.asarray(found, np.uint8)


def _crossing(x0: float, y0: float, level: float, x1: float, y1: float, plumb: float) -> tuple[float, float]:
    """Where a flat line through a point (dy/dx = `level`) crosses an upright one through another (dx/dy = `plumb`)."""
    y = (y0 + level * (x1 - x0 - plumb * y1)) / (1 - level * plumb)
    return x1 + plumb * (y - y1), y


def _lasting(drawn: Picture) -> Picture:
    """The parts of a drawing that go on to the right for longer than a stroke of a character: pieces that together are
    a line, since on a page without rules the strokes of all its characters would indicate another slope."""
    pieces = np.asarray(cv2.morphologyEx(drawn, cv2.MORPH_OPEN, np.ones((1, STROKE), np.uint8)), np.uint8)
    shapes = Shapes.of(pieces.view(np.bool_))
    long = (shapes.width >= LINE) & (shapes.height <= THICK + STEEPEST * shapes.width)
    return shapes.drawn(long).view(np.uint8)


def _points(drawn: Picture) -> _Ink | None:
    """The points of flat lines in a halved picture, or of all its ink; None where there are too few."""
    y, x = np.nonzero(drawn)
    if len(y) < FEWEST * min(drawn.shape):
        return None
    step = len(y) // POINTS + 1
    return _Ink(x[::step].astype(np.float32), y[::step].astype(np.float32))


def _slopes(ink: _Ink, size: float) -> tuple[float, float]:
    """The slopes of lines at the near and the far side of a page, which is `size` pixels across them: two different
    ones only where each half of the page gathers clearly better with its own."""
    whole = ink.best()
    # Half of the ink on each side, or half of the way: of a table with three lines two are at its head.
    middles = {float(np.median(ink.across)), (float(ink.across.min()) + float(ink.across.max())) / 2}
    found = [_halves(ink, middle, whole, size) for middle in middles]
    return max((half for half in found if half[1] >= GAIN), default=(0.0, 1.0, (whole, whole)))[2]


def _halves(ink: _Ink, middle: float, whole: float, size: float) -> tuple[float, float, tuple[float, float]]:
    """How much ink gathers where the halves before and behind `middle` have slopes of their own, as a multiple of that
    with one slope; and the slopes at both sides of the page in that case."""
    near = ink.across < middle
    halves = [_Ink(ink.along[part], ink.across[part]) for part in (near, ~near)]
    if min(len(half.along) for half in halves) < FEWEST * size:
        return 0.0, 1.0, (whole, whole)
    own = [half.best(whole, TURNING) for half in halves]
    gathered = sum(half.gathered(slope) for half, slope in zip(halves, own, strict=True))
    places = [half.place(slope) for half, slope in zip(halves, own, strict=True)]
    change = (own[1] - own[0]) / (places[1] - places[0])
    slopes = own[0] - change * places[0], own[1] + change * (size - places[1])
    return gathered, gathered / sum(half.gathered(whole) for half in halves), slopes
