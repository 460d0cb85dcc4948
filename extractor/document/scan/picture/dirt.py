"""Specks (污点) on a page, told from the points of its text by where they lie: dirt falls anywhere, points beside text.

How large the dirt of the page is shows where nothing is written. What is as small is dirt beside text, too, if the
smallest marks there are clearly larger. What lies where a decimal point does stays, unless no point is so small:
without its point a number is another one.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.document.model import Floats
from extractor.document.scan.picture.cleaning import Sheet
from extractor.document.scan.picture.shapes import Mask, Shapes, Sizes

SMALL = 0.3  # of a character's height: no mark of dirt is longer, and no character as short
FAR = 0.5  # of a character's height: what is further from all that is larger belongs to none of it
SHORT, STROKE = 0.21, 1.6  # of a character's height, and of its own: a dash is as long
FEWEST = 40  # specks where nothing is written: with fewer a page is clean
LARGEST = 0.98  # of the specks: how large dirt is, blots apart
LARGER = 1.5  # times as large as dirt: a blot is no larger, and of the marks beside text
FEW = 0.15  # no more are smaller, or they and dirt are alike
POINT = 0.012  # of the square of a digit's height: no decimal point is as small
NEXT = 0.6  # of a character's height: so far from a decimal point is the digit on each side, in as much room,
OVER, UNDER = 0.9, (0.12, 0.4)  # over its foot it has ink, 7 only far over it, and under it none
ROWS = 4  # of its ink that are looked at
LEADER = 1.5  # of a character's height: points so near to each other on a line lead over (……) or are a line of points
LEVEL = 2  # pixels by which points of one line lie higher or lower
HALO = np.ones((5, 5), np.uint8)  # around a speck its ink fades


def dirt(shapes: Shapes, character: float) -> NDArray[np.bool_]:
    """Which shapes are dirt, on a page whose characters are `character` pixels high."""
    size = np.maximum(shapes.width, shapes.height)
    dashes = (shapes.width >= STROKE * shapes.height) & (shapes.width >= SHORT * character)
    small = (size <= SMALL * character) & ~dashes
    found = np.zeros(len(size), np.bool_)
    if np.count_nonzero(small) < FEWEST:
        return found
    reach = 2 * round(FAR * character) + 1
    around = cv2.dilate(shapes.drawn(~small).view(np.uint8), np.ones((reach, reach), np.uint8))
    beside = around[shapes.top + shapes.height // 2, shapes.left + shapes.width // 2] > 0
    height = _between(shapes, ~small, character)
    points = small & (height > 0)
    found[small & ~beside & ~points] = True
    x, y = (shapes.left + shapes.width / 2)[found], (shapes.top + shapes.height / 2)[found]
    found[found] = ~(_lead(x, y, LEADER * character) | _lead(y, x, LEADER * character))
    if np.count_nonzero(found) < FEWEST:
        return np.zeros_like(found)
    largest = float(np.quantile(shapes.area[found], LARGEST))
    found &= shapes.area <= LARGER * largest
    marks = small & beside & ~points & (shapes.area > largest)
    if _share(shapes.area[marks] <= LARGER * largest) <= FEW:
        found |= small & (shapes.area <= largest) & (~points | (shapes.area < POINT * height**2))
    return found


def _share(marked: NDArray[np.bool_]) -> float:
    return np.count_nonzero(marked) / max(len(marked), 1)


def _between(shapes: Shapes, large: NDArray[np.bool_], character: float) -> Sizes:
    """The height of the lower of the two larger shapes between which a shape lies, at their foot, as a decimal point
    does; 0 where it does not."""
    height, width = shapes.labels.shape
    ink = cv2.integral(shapes.drawn(large).view(np.uint8))
    left, foot = shapes.left, shapes.top + shapes.height
    right, reach = left + shapes.width, round(NEXT * character)
    over, under, far = (round(share * character) for share in (OVER, *UNDER))

    def holds(x: Sizes, y0: Sizes, y1: Sizes) -> NDArray[np.bool_]:
        x0, x1 = (np.clip(side, 0, width) for side in (x, x + reach))
        top, bottom = (np.clip(side, 0, height) for side in (y0, y1))
        found: NDArray[np.bool_] = ink[bottom, x1] - ink[top, x1] - ink[bottom, x0] + ink[top, x0] > 0
        return found

    lowest = np.full(len(left), round(character), np.int32)
    high = np.append(np.where(large, shapes.height, 0), 0)  # the last for what is no shape
    rows = np.clip(foot - 1 - np.linspace(0, over - 1, ROWS).astype(np.intp)[:, None], 0, height - 1)
    for x in (left - reach, right):
        columns = np.clip(x + np.arange(reach)[:, None, None], 0, width - 1)
        beside = high[shapes.labels[rows, columns] - 1].max(axis=(0, 1))
        stands = holds(x, foot - over, foot) & ~holds(x, foot + under, foot + far)
        lowest = np.where(stands, np.minimum(lowest, beside), 0)
    return lowest


def take_out(specks: Mask, sheet: Sheet) -> None:
    """Removes what a mask marks from a page."""
    sheet.ink[specks] = False
    fading = np.asarray(cv2.dilate(specks.view(np.uint8), HALO), np.uint8).view(np.bool_)
    sheet.grey[fading & ~sheet.ink] = 255


def _lead(along: Floats, across: Floats, reach: float) -> NDArray[np.bool_]:
    """Which points have another one beside them along a line."""
    found = np.zeros(len(along), np.bool_)
    for shift in (0, LEVEL):  # two ways to cut the page into lines: points of one lie together in one of them
        line = ((across + shift) // (2 * LEVEL)).astype(np.intp)
        order = np.lexsort((along, line))
        near = (np.diff(line[order]) == 0) & (np.diff(along[order]) <= reach)
        found[order[1:][near]] = True
        found[order[:-1][near]] = True
    return found
