"""Ruled lines (表格线) in a picture: long straight runs of ink, by morphology.

Runs shorter than a line are removed before gaps are closed, never after: the other way round, rows of digits close up
to lines, and 一 and decimal points go with them.
"""

from __future__ import annotations

import cv2
import numpy as np
from msgspec import Struct

from extractor.document.model import Floats, Rulings
from extractor.document.scan.picture.cleaning import INK, Picture
from extractor.document.scan.picture.shapes import Mask, Shapes

SHORTEST = 14.0  # points: strokes of characters are shorter, those of titles aside
LOWEST = 8.0  # points: rows are no lower
ALONE = 30.0  # points: a line that touches no other is longer than this, or the stroke of a title
GAP = 4.0  # points that a worn line may lack
SHADING = 5.0  # points: what is darker for as long across is no line
DARKER = 0.2  # of the way from paper to ink: hairlines are so much darker than what is around them
THICKEST = 3.0  # points: what is thicker is shading
MEETING = 1.0  # points: lines that end this near another one meet it
MOST = 2000  # lines in a direction; more is a drawing
AROUND = 0.4  # points on each side of a line that its ink reaches


class Ruled(Struct, frozen=True):
    """The lines of a picture, in pixels, and the pixels that they cover."""

    rulings: Rulings
    covered: Mask


def ruled(grey: Picture, scale: float) -> Ruled:
    """The lines in a cleaned page (0 ink, 255 paper) of `scale` pixels a point."""
    flat, upright = (_thin(part, scale) for part in (grey, np.asarray(cv2.transpose(grey), np.uint8)))
    flat |= _behind_text(flat, grey < INK * 255, scale)
    horizontal, vertical = lines(flat, upright, scale)
    reach = round(AROUND * scale)
    covered = _drawn(horizontal, flat.shape, reach) | across(_drawn(vertical, upright.shape, reach))
    return Ruled(Rulings(horizontal[:, :3].astype(np.float32), vertical[:, :3].astype(np.float32)), covered)


def lines(flat: Mask, upright: Mask, scale: float) -> tuple[Floats, Floats]:
    """The horizontal and vertical lines of a page as rows (place, begin, end, thickness) in pixels, from masks of what
    is thin across a line: `flat`, and (transposed) `upright`."""
    # A line ends in no other that it crosses or just fails to meet: rows may be lower than the shortest line.
    crossed = across(_longer(_runs(flat, scale), scale)), across(_longer(_runs(upright, scale), scale))
    horizontal, vertical = _lines(flat | crossed[1], scale), _lines(upright | crossed[0], scale)
    held = _held(horizontal, vertical, scale)
    low = _from_line_to_line(_lines(upright | crossed[0], scale, LOWEST), held, scale)
    return held, np.concatenate([_held(vertical, horizontal, scale), low])[:MOST]


def across(mask: Mask) -> Mask:
    """A mask transposed and laid out anew in memory: numpy would otherwise walk over it column by column."""
    return np.asarray(cv2.transpose(mask.view(np.uint8)), np.uint8).view(np.bool_)


def _drawn(lines: Floats, shape: tuple[int, ...], reach: int) -> Mask:
    """The pixels of horizontal lines, and as many around them."""
    found = np.zeros(shape, dtype=bool)
    for y, x0, x1, thick in lines.tolist():
        found[_around(y, thick, reach), max(int(x0) - reach, 0) : int(x1) + reach + 1] = True
    return found


def _around(place: float, thick: float, reach: int) -> slice:
    return slice(max(int(place - thick / 2) - reach, 0), int(place + thick / 2 + 1) + reach + 1)


def _thin(grey: Picture, scale: float) -> Mask:
    """What is darker than its surroundings above and below: nothing is left of shading and its edges."""
    kernel = np.ones((round(SHADING * scale), 1), np.uint8)
    return np.asarray(cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, kernel), np.uint8) > DARKER * 255


def _behind_text(flat: Mask, ink: Mask, scale: float) -> Mask:
    """The parts of horizontal rules behind text that crosses them, where the ink above and below makes them look like
    shading: a run of `ink` as long and as thin as a line, touching a part of one that is seen beside the text."""
    runs = _runs(flat, scale).view(np.uint8)
    long = cv2.morphologyEx(ink.view(np.uint8), cv2.MORPH_OPEN, np.ones((1, round(SHORTEST * scale)), np.uint8))
    solid = cv2.morphologyEx(long, cv2.MORPH_OPEN, np.ones((round(THICKEST * scale) + 1, 1), np.uint8))
    beside = cv2.dilate(runs, np.ones((2 * round(MEETING * scale) + 1, 1), np.uint8))
    thin = cv2.bitwise_and(long, 1 - cv2.bitwise_or(solid, beside))
    unseen = cv2.morphologyEx(thin, cv2.MORPH_OPEN, np.ones((1, round(SHORTEST * scale)), np.uint8))
    if not unseen.any():
        return np.zeros_like(flat)
    shapes = Shapes.of(np.asarray(cv2.bitwise_or(long, runs), np.uint8).view(np.bool_))
    seen = np.bincount(shapes.shape_of, runs.ravel()[shapes.inked], minlength=len(shapes.left)) > 0
    return shapes.drawn(seen & (shapes.height <= THICKEST * scale))


def _runs(ink: Mask, scale: float, shortest: float = SHORTEST) -> Mask:
    """The horizontal runs of a mask that go on for as long as a line, across what a worn line lacks."""
    source = ink.view(np.uint8)
    opened = cv2.morphologyEx(source, cv2.MORPH_OPEN, np.ones((1, round(shortest * scale)), np.uint8))
    closed = cv2.morphologyEx(opened, cv2.MORPH_CLOSE, np.ones((1, round(GAP * scale)), np.uint8))
    return np.asarray(cv2.bitwise_or(closed, opened), np.uint8).view(np.bool_)


def _longer(runs: Mask, scale: float) -> Mask:
    """Horizontal runs, lengthened at their ends by as much as lines that meet may lack."""
    kernel = np.ones((1, 2 * round(MEETING * scale) + 1), np.uint8)
    return np.asarray(cv2.dilate(runs.view(np.uint8), kernel), np.uint8).view(np.bool_)


def _lines(ink: Mask, scale: float, shortest: float = SHORTEST) -> Floats:
    """The horizontal lines of a mask as rows (y, x0, x1, thickness)."""
    runs = _runs(ink, scale, shortest)
    # Few rows of a page hold a line: those, and the one behind each, which keeps apart what does not touch.
    held: Mask = np.asarray(runs.any(axis=1), np.bool_)
    held[1:] |= held[:-1].copy()
    held[0] = True
    rows = np.flatnonzero(held)
    shapes = Shapes.of(runs[rows])
    sizes = shapes.left, rows[shapes.top], shapes.width, shapes.height, shapes.area
    x, y, width, height, area = (size.astype(np.float64) for size in sizes)
    thick = area / np.maximum(width, 1)
    found: Floats = np.stack([y + (height - 1) / 2, x, x + width, thick], axis=1)
    return found[(thick <= THICKEST * scale) & (width > 3 * height)]


def _from_line_to_line(low: Floats, flat: Floats, scale: float) -> Floats:
    """The vertical lines of a single low row, shorter than others, that reach from one horizontal line to the next:
    strokes of characters do not touch both."""
    reach = MEETING * scale
    beside = (low[:, 0, None] >= flat[None, :, 1] - reach) & (low[:, 0, None] <= flat[None, :, 2] + reach)
    begins, ends = (
        (beside & (np.abs(low[:, place, None] - flat[None, :, 0]) <= reach)).any(axis=1) for place in (1, 2)
    )
    kept: Floats = low[(low[:, 2] - low[:, 1] < SHORTEST * scale) & begins & ends]
    return kept


def _held(lines: Floats, others: Floats, scale: float) -> Floats:
    """The lines that are long enough to stand alone, and those that meet such a line of the other direction: two short
    ones that cross are strokes of a character."""
    long = lines[:, 2] - lines[:, 1] >= ALONE * scale
    held = others[others[:, 2] - others[:, 1] >= ALONE * scale]
    reach = MEETING * scale
    meets = (
        (held[None, :, 0] >= lines[:, 1, None] - reach)
        & (held[None, :, 0] <= lines[:, 2, None] + reach)
        & (lines[:, 0, None] >= held[None, :, 1] - reach)
        & (lines[:, 0, None] <= held[None, :, 2] + reach)
    )
    kept: Floats = lines[long | meets.any(axis=1)][:MOST]
    return kept
