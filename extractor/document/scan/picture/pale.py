"""Dashes of poor scans: one dot of the scanner thick, they are so pale that next to nothing of them is as dark as ink.

Taken for dirt, a dash would be lost, and with it a zero. Blurred, it is hardly longer than high at its edges; it is
told by how its darkness spreads: along a dash further than across, in a speck or a point equally far.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.document.model import Floats
from extractor.document.scan.picture.cleaning import Picture
from extractor.document.scan.picture.dirt import SHORT, STROKE
from extractor.document.scan.picture.shapes import Mask, Shapes

THIN = 0.25  # of a character's height: a dash is no thicker,
LONGEST, HIGHEST = 0.5, 0.32  # and blurred one that is hardly seen no longer and no higher
SPREAD = 1.3  # times as far along as across
ROOM = 0.9, 0.35  # of a character's height: beside it, and over and under it, a dash has nothing
STRAY = 3  # pixels of what is drawn may lie there all the same
AROUND = 0.4, 0.25  # of a character's height from its middle: there lies the darkness of a dash,
PAPER = 235  # of 255: what is lighter is paper,
DARK = 0.35, 0.7  # and of the way from ink to paper: between them is the darkest of a pale dash; specks are darker


def pale_dashes(grey: Picture, faint: Mask, character: float) -> Mask | None:
    """The pixels of dashes of which little is as dark as ink, on a page whose characters are `character` pixels high;
    `faint` marks what is drawn at all. None where there are none."""
    shapes = Shapes.of(faint)
    fit = (shapes.width >= SHORT * character) & (shapes.width <= LONGEST * character)
    fit &= (shapes.width > shapes.height) & (shapes.height <= HIGHEST * character)
    fit[fit] = _stand_alone(shapes, faint, fit, character)
    fit[fit] = _lie_flat(shapes, grey, fit, character)
    return _flat(shapes, grey, fit, int(THIN * character)) if fit.any() else None


def _flat(shapes: Shapes, grey: Picture, which: Mask, most: int) -> Mask:
    """What of some shapes is as flat as a dash: their darkest rows, `most` at most, without those to which they are
    blurred."""
    found = shapes.drawn(which)
    sides = shapes.left[which], shapes.top[which], shapes.width[which], shapes.height[which]
    for left, top, width, height in zip(*(side.tolist() for side in sides), strict=True):
        box = slice(top, top + height), slice(left, left + width)
        lightness = np.cumsum(np.append(0, grey[box].sum(axis=1, dtype=np.intp)))
        rows = min(int(width / STROKE), height, most)
        first = int(np.argmin(lightness[rows:] - lightness[:-rows]))
        found[box][:first] = found[box][first + rows :] = False
    return found


def _stand_alone(shapes: Shapes, faint: Mask, which: Mask, character: float) -> Mask:
    """Whether next to nothing is drawn around some shapes."""
    height, width = faint.shape
    drawn = cv2.integral(faint.view(np.uint8))
    left, top = shapes.left[which], shapes.top[which]
    beside, over = (round(share * character) for share in ROOM)
    x0, x1 = (np.clip(x, 0, width) for x in (left - beside, left + shapes.width[which] + beside))
    y0, y1 = (np.clip(y, 0, height) for y in (top - over, top + shapes.height[which] + over))
    held = drawn[y1, x1] - drawn[y0, x1] - drawn[y1, x0] + drawn[y0, x0]
    found: Mask = held - shapes.area[which] <= STRAY
    return found


def _lie_flat(shapes: Shapes, grey: Picture, which: Mask, character: float) -> Mask:
    """Whether the darkness of some shapes spreads further along than across, and they are pale."""
    x, y = shapes.left[which] + shapes.width[which] // 2, shapes.top[which] + shapes.height[which] // 2
    along, across = (np.arange(-(reach := round(share * character)), reach + 1) for share in AROUND)
    rows = np.clip(y[:, None, None] + across[:, None], 0, grey.shape[0] - 1)
    columns = np.clip(x[:, None, None] + along, 0, grey.shape[1] - 1)
    dark = np.maximum(PAPER - grey[rows, columns].astype(np.float32), 0)
    spread = _deviation(dark.sum(axis=1), along), _deviation(dark.sum(axis=2), across)
    least, most = (PAPER - share * 255 for share in DARK[::-1])
    darkest = dark.max(axis=(1, 2), initial=0)
    found: Mask = (spread[0] >= SPREAD * spread[1]) & (least < darkest) & (darkest < most)
    return found


def _deviation(weights: Floats, places: NDArray[np.integer]) -> Floats:
    """The standard deviation of places by their weights, one row of them for each shape."""
    whole = np.maximum(weights.sum(axis=1), 1)
    mean = weights @ places / whole
    spread: Floats = np.sqrt(np.maximum(weights @ places**2 / whole - mean**2, 0))
    return spread
