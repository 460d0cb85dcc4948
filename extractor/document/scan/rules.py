"""Ruled lines (表格线) in a picture: long straight runs of ink, by morphology.

Runs shorter than a line are taken away before gaps are closed, never after: the other way round, rows of digits close
to lines, and 一 and decimal points go with them.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.document.model import Floats, Rulings
from extractor.document.scan.cleaning import Mask, components

SHORTEST = 14.0  # points: strokes of characters are shorter, those of titles aside
ALONE = 30.0  # points: a line that touches no other is longer than this, or the stroke of a title
GAP = 4.0  # points that a worn line may lack
THICKEST = 3.0  # points: what is thicker is shading
AROUND = 0.4  # points on each side of a line that its ink reaches


@dataclass(frozen=True, slots=True)
class Ruled:
    """The lines of a picture, in pixels, and the pixels that they cover."""

    rulings: Rulings
    covered: Mask


def ruled(ink: Mask, scale: float) -> Ruled:
    """The lines in a mask of ink, of `scale` pixels a point."""
    across, horizontal = _lines(ink, scale)
    down, vertical = _lines(np.ascontiguousarray(ink.T), scale)
    down = down.T
    crossing = cv2.dilate(
        (across & cv2.dilate(down.astype(np.uint8), _square(5)).astype(bool)).astype(np.uint8), _square(9)
    )
    horizontal = _held(horizontal, crossing.astype(bool), scale)
    vertical = _held(vertical, crossing.T.astype(bool), scale)
    covered = np.zeros(ink.shape, dtype=bool)
    reach = round(AROUND * scale)
    for y, x0, x1, thick in horizontal.tolist():
        covered[_around(y, thick, reach), max(int(x0) - reach, 0) : int(x1) + reach + 1] = True
    for x, y0, y1, thick in vertical.tolist():
        covered[max(int(y0) - reach, 0) : int(y1) + reach + 1, _around(x, thick, reach)] = True
    return Ruled(Rulings(horizontal[:, :3].astype(np.float32), vertical[:, :3].astype(np.float32)), covered)


def _around(place: float, thick: float, reach: int) -> slice:
    return slice(max(int(place - thick / 2) - reach, 0), int(place + thick / 2 + 1) + reach + 1)


def _square(side: int) -> NDArray[np.uint8]:
    return np.ones((side, side), np.uint8)


def _lines(ink: Mask, scale: float) -> tuple[Mask, Floats]:
    """The flat lines of a mask as pixels, and as rows (y, x0, x1, thickness)."""
    source = ink.view(np.uint8)
    opened = cv2.morphologyEx(source, cv2.MORPH_OPEN, np.ones((1, round(SHORTEST * scale)), np.uint8))
    closed = cv2.morphologyEx(opened, cv2.MORPH_CLOSE, np.ones((1, round(GAP * scale)), np.uint8))
    joined = cv2.bitwise_or(closed, opened)
    count, labels, stats, _ = components(joined.astype(bool))
    found = np.empty((0, 4))
    if count > 1:
        x, y, width, height, area = (stats[1:, i].astype(np.float64) for i in range(5))
        thick = area / width
        fit = (thick <= THICKEST * scale) & (width > 3 * height)
        lost = np.flatnonzero(~fit) + 1
        if len(lost):
            joined[np.isin(labels, lost)] = 0
        found = np.stack([y + (height - 1) / 2, x, x + width, thick], axis=1)[fit]
    return joined.astype(bool), found


def _held(lines: Floats, crossing: Mask, scale: float) -> Floats:
    """The lines that are long enough to stand alone, or cross another."""
    if not len(lines):
        return lines
    keep = lines[:, 2] - lines[:, 1] >= ALONE * scale
    for i in np.flatnonzero(~keep).tolist():
        y, x0, x1, thick = lines[i].tolist()
        keep[i] = crossing[_around(y, thick, 2), max(int(x0), 0) : int(x1) + 1].any()
    kept: Floats = lines[keep]
    return kept
