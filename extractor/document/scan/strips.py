"""Where text stands in a picture: strips of one line each, in the cells of ruled tables and outside them."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from extractor.document.lattice import edges, lattices, regions
from extractor.document.model import Rulings
from extractor.document.scan.cleaning import Mask, components

USUAL = 9.0  # points that a character is high where a page is too empty to tell
SMALLEST, LARGEST = 4.0, 40.0  # points that a character is high
ONE_LINE = 1.2  # of a character's height: rows of ink that together are no higher are of one line
LOWEST = 0.25  # of a character's height: a row of ink that is lower has no character but a stroke or a point
SPECK = 0.12  # of a character's height: a dot that is no larger, with nothing beside it, is dirt
APART = 1.3  # of a character's height: text further apart is read apart
SEVERAL = 1.75  # of a character's height: a strip that is higher has several lines
INSET = 0.5  # points from a rule's ink to what is written
MOST = 6000  # strips of a page; more is dirt or a drawing

Strip = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels; the ends are not in it."""


@dataclass(frozen=True, slots=True)
class Strips:
    """The strips of a page, and how high its characters are, in pixels."""

    boxes: list[Strip]
    character: float


def strips(ink: Mask, rulings: Rulings, covered: Mask, scale: float) -> Strips:
    """The strips of text in a mask of ink; `rulings` are its lines in pixels, which cover the pixels `covered`."""
    text = ink & ~covered
    character = _height(text, scale)
    found: list[Strip] = []
    free = text.copy()
    for x0, y0, x1, y1 in _cells(rulings, scale):
        edge = max(round(INSET * scale), 1)
        cell = text[y0 + edge : y1 - edge, x0 + edge : x1 - edge]
        if cell.size:
            found.extend(
                (x0 + edge + a, y0 + edge + b, x0 + edge + c, y0 + edge + d)
                for a, b, c, d in _lines_in(cell, character)
            )
        free[y0:y1, x0:x1] = False
    found.extend(_outside(free, character))
    return Strips(found[:MOST], character)


def _height(text: Mask, scale: float) -> float:
    """How high the characters of a page are: most of Chinese ones fill a square."""
    count, _, stats, _ = components(text)
    width, height = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    fit = (height > SMALLEST * scale) & (height < LARGEST * scale) & (width > 0.5 * height) & (width < 2 * height)
    if count < 2 or np.count_nonzero(fit) < 5:
        return USUAL * scale
    return float(np.percentile(height[fit], 70))


def _cells(rulings: Rulings, scale: float) -> list[Strip]:
    """The cells of the ruled tables, in pixels; those that are no rectangle by the box around them."""
    in_points = Rulings(rulings.horizontal / scale, rulings.vertical / scale)
    found: list[Strip] = []
    for lattice in lattices(in_points):
        xs, ys = edges(lattice)
        if len(xs) < 2 or len(ys) < 2:
            continue
        region = regions(lattice, xs, ys)
        rows, columns = np.divmod(np.arange(region.size), region.shape[1])
        number, count = region.ravel(), int(region.max()) + 1
        low = np.full((count, 2), np.iinfo(np.intp).max)
        high = np.zeros((count, 2), np.intp)
        np.minimum.at(low, number, np.stack([columns, rows], axis=1))
        np.maximum.at(high, number, np.stack([columns, rows], axis=1) + 1)
        x, y = np.rint(xs * scale).astype(int), np.rint(ys * scale).astype(int)
        found.extend(
            zip(
                x[low[:, 0]].tolist(),
                y[low[:, 1]].tolist(),
                x[high[:, 0]].tolist(),
                y[high[:, 1]].tolist(),
                strict=True,
            )
        )
    return found


def _lines_in(cell: Mask, character: float) -> list[Strip]:
    """The lines of one cell, from top to bottom, each in as many strips as gaps part it."""
    found: list[Strip] = []
    for top, bottom in _rows(cell, character):
        columns = np.flatnonzero(cell[top:bottom].any(axis=0))
        for part in np.split(columns, np.flatnonzero(np.diff(columns) > APART * character) + 1):
            left, right = int(part[0]), int(part[-1]) + 1
            if not _is_speck(cell[top:bottom, left:right], character):
                found.append((left, top, right, bottom))
    return found


def _rows(cell: Mask, character: float) -> list[tuple[int, int]]:
    """The rows of ink of a cell: runs that together are one line high are one, as the strokes of 三 are."""
    inked = np.flatnonzero(cell.any(axis=1))
    if not len(inked):
        return []
    runs = [(int(r[0]), int(r[-1]) + 1) for r in np.split(inked, np.flatnonzero(np.diff(inked) > 1) + 1)]
    joined: list[tuple[int, int]] = []
    for top, bottom in runs:
        if joined and bottom - joined[-1][0] <= ONE_LINE * character:
            joined[-1] = joined[-1][0], bottom
        else:
            joined.append((top, bottom))
    return joined


def _is_speck(strip: Mask, character: float) -> bool:
    return max(strip.shape) <= max(SPECK * character, 2) or bool(np.count_nonzero(strip) <= 3)


def _outside(free: Mask, character: float) -> list[Strip]:
    """The lines of text outside the cells: characters run together, from top to bottom."""
    reach = max(round(APART * character), 2)
    closed = cv2.morphologyEx(free.view(np.uint8), cv2.MORPH_CLOSE, np.ones((1, reach), np.uint8))
    count, labels, stats, _ = components(closed.astype(bool))
    found: list[Strip] = []
    for i in range(1, min(count, MOST)):
        x, y, w, h = stats[i, :4].tolist()
        if max(w, h) <= max(SPECK * character, 2):
            continue
        if h <= SEVERAL * character:
            found.append((x, y, x + w, y + h))
            continue
        part = free[y : y + h, x : x + w] & (labels[y : y + h, x : x + w] == i)
        found.extend((x + a, y + b, x + c, y + d) for a, b, c, d in _lines_in(part, character))
    return _joined(found, character)


def _joined(boxes: list[Strip], character: float) -> list[Strip]:
    """Strips of one line whose pieces lie a little higher and lower, as points and commas do, put together."""
    found: list[Strip] = []
    for box in sorted(boxes, key=lambda b: (b[0], b[1])):
        for i in range(len(found) - 1, -1, -1):
            other = found[i]
            low, high = max(box[1], other[1]), min(box[3], other[3])
            shared = high - low
            near = box[0] - other[2] < APART * character
            both = max(box[3], other[3]) - min(box[1], other[1])
            if (
                near
                and shared > 0.5 * min(box[3] - box[1], other[3] - other[1])
                and both <= 1.5 * max(character, other[3] - other[1])
            ):
                found[i] = min(box[0], other[0]), min(box[1], other[1]), max(box[2], other[2]), max(box[3], other[3])
                break
        else:
            found.append(box)
    return sorted(
        (b for b in found if b[3] - b[1] > LOWEST * character or b[2] - b[0] > LOWEST * character),
        key=lambda b: (b[1], b[0]),
    )
