"""A page that lies askew → level: turned, sheared and seen from an angle, as its own lines show.

Where a page has rules their directions tell all three; where it has not, the rows of its text tell how far it is
turned.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.document.model import Floats
from extractor.document.scan.cleaning import Mask, Picture

STEEPEST = 0.12  # a line that leans more is no rule of a page laid askew by hand
SHORTEST_RULE = 0.08  # of the page's shorter side
FEWEST_RULES = 4  # in a direction, that tell it
LEVEL = 0.0006  # leaning less over the whole page moves nothing by as much as a character's stroke
STEP, RANGE = 0.0015, 0.06  # of the slopes that are tried on rows of text
POINTS = 60_000  # of ink that are looked at for it


def levelled(picture: Picture, ink: Mask) -> Picture | None:
    """The picture levelled, of the same size; None where it lies level already. `ink` marks what is drawn."""
    height, width = ink.shape
    across, down = _rules(ink)
    level, narrowing = _leaning(across, width, height)
    plumb, widening = _leaning(down, height, width)
    if across is None:
        level = _slope_of_rows(ink)
    if down is None:
        plumb, widening = -level, 0.0
    ends = [level + narrowing * s for s in (-1, 1)] + [plumb + widening * s for s in (-1, 1)]
    if max(map(abs, ends)) < LEVEL:
        return None
    x, y = width / 2, height / 2
    corners = [
        _crossing(x, y + sy * y, ends[(sy + 1) // 2], x + sx * x, y, ends[2 + (sx + 1) // 2])
        for sx, sy in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ]
    target = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    matrix = cv2.getPerspectiveTransform(np.array(corners, np.float32), target)
    white = (255, 255, 255)
    found = cv2.warpPerspective(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=white)
    return np.asarray(found, np.uint8)


def _crossing(x0: float, y0: float, level: float, x1: float, y1: float, plumb: float) -> tuple[float, float]:
    """Where a flat line through a point (dy/dx = `level`) crosses an upright one through another (dx/dy = `plumb`)."""
    y = (y0 + level * (x1 - x0 - plumb * y1)) / (1 - level * plumb)
    return x1 + plumb * (y - y1), y


def _rules(ink: Mask) -> tuple[Floats | None, Floats | None]:
    """The long straight lines of a page, flat ones as rows (slope, middle across the slope from -1 to 1, length) and
    upright ones as the same; None where there are too few."""
    half = ink[::2, ::2].astype(np.uint8) * 255
    height, width = half.shape
    shortest = SHORTEST_RULE * min(height, width)
    lines = cv2.HoughLinesP(half, 1, np.pi / 1440, int(0.7 * shortest), None, shortest, 3)
    if lines is None:
        return None, None
    x0, y0, x1, y1 = lines.reshape(-1, 4).T.astype(np.float64)
    dx, dy = x1 - x0, y1 - y0
    return (
        _leaning_little(dx, dy, ((y0 + y1) / height - 1)),
        _leaning_little(dy, dx, ((x0 + x1) / width - 1)),
    )


def _leaning_little(along: Floats, aside: Floats, place: Floats) -> Floats | None:
    fit = np.abs(aside) < STEEPEST * np.abs(along)
    if np.count_nonzero(fit) < FEWEST_RULES:
        return None
    return np.stack([aside[fit] / along[fit], place[fit], np.abs(along[fit])], axis=1)


def _leaning(rules: Floats | None, along: float, across: float) -> tuple[float, float]:
    """The slope of the rules in the middle of the page, and how much more it is at its far edge: a line through them by
    weight of length, those left out that are far from it."""
    if rules is None:
        return 0.0, 0.0
    slope, place, weight = rules.T
    middle = _weighted_median(slope, weight)
    near = np.abs(slope - middle) < 0.02
    slope, place, weight = slope[near], place[near], weight[near]
    spread = float(np.ptp(place))
    if len(slope) < 2 * FEWEST_RULES or spread < 0.5:
        return _weighted_median(slope, weight), 0.0
    change, offset = np.polyfit(place, slope, 1, w=np.sqrt(weight))
    rest = np.abs(slope - offset - change * place)
    close = rest <= max(2 * float(np.median(rest)), 1e-4)
    change, offset = np.polyfit(place[close], slope[close], 1, w=np.sqrt(weight[close]))
    return float(offset), float(change)


def _weighted_median(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    order = np.argsort(values)
    total = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(total, total[-1] / 2)])


def _slope_of_rows(ink: Mask) -> float:
    """The slope along which ink gathers most into rows."""
    y, x = np.nonzero(ink[::2, ::2])
    if len(y) < FEWEST_RULES:
        return 0.0
    step = len(y) // POINTS + 1
    xs, ys = x[::step].astype(np.float32), y[::step].astype(np.float32)
    slopes = np.arange(-RANGE, RANGE + STEP / 2, STEP)
    best = slopes[int(np.argmax([_gathered(xs, ys, s) for s in slopes]))]
    finer = best + np.linspace(-STEP, STEP, 9)
    return float(finer[int(np.argmax([_gathered(xs, ys, s) for s in finer]))])


def _gathered(x: Floats, y: Floats, slope: float) -> float:
    rows = np.rint(y - slope * x)
    counts = np.bincount((rows - rows.min()).astype(np.intp)).astype(np.float64)
    return float((counts**2).sum())
