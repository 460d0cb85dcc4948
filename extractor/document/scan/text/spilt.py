"""Lines of text that spill over the border of their cell, as headers do in rows of fixed height: a rule crosses them.

With the rule, the middle of what it crosses is gone from the picture, and two halves remain, one in each of two cells.
They are one line where ink stands against the rule in the same columns above and below it, and both halves together are
as high as one character. A line that runs on into the next cell is cut at its border.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from extractor.document.scan.picture.cleaning import INK, Picture
from extractor.document.scan.picture.shapes import Mask, Shapes, Strip

NEAR = 2.0  # of a character's height: pieces that are nearer may be of one line, a stroke of 三 too
BAND = 0.5  # of a character's height: a rule and what was taken out with it is no thicker
MOSTLY = 0.8  # of a border's length that is drawn
TOUCHING = 2  # pixels between a rule and what it crosses
SLANT = 2  # pixels by which a stroke that crosses a rule may lie further left or right beyond it
CROSSED = 0.15  # of a character's height: so many columns of one that is crossed have ink on both sides of the rule
LEAST, MOST = 0.7, 1.25  # of a character's height: what a rule crosses, both halves and the rule
SLACK = 0.2  # of a character's height: so much higher and lower than where it crosses the rule a line may be


def spilt(
    text: Mask, grey: Picture, before: Picture, covered: Mask, cells: Sequence[Strip], character: float
) -> list[Strip]:
    """The lines that cross the upper or lower border of one of the `cells` of a page, all in pixels: they are taken out
    of the mask `text` of what is written, and whole again in `grey`, the page without the pixels `covered` by its
    rules; `before` is the page with its rules."""
    borders = list(_crossed(text, covered, cells, character))
    if not borders:
        return []
    whole = text.copy()
    borders = [_bared(border, whole, grey, before, covered) for border in borders]
    shapes = Shapes.of(whole)
    found: list[Strip] = []
    for border in borders:
        for line in _lines(shapes, whole, border, character):
            left, _, right, _ = line
            _, top, _, bottom = border
            grey[top:bottom, left:right] = np.maximum(grey[top - 1, left:right], grey[bottom, left:right])
            found.append(line)
    text &= whole
    return found


def _crossed(text: Mask, covered: Mask, cells: Sequence[Strip], character: float) -> Iterator[Strip]:
    """The borders that something crosses, as high as what was taken out with their rules; of a border in parts the
    parts come first."""
    reach = round(BAND * character)
    edges = {(right - left, left, right, place) for left, above, right, below in cells for place in (above, below)}
    for _, left, right, place in sorted(edges):
        first = max(place - reach, 0)
        rows = first + np.flatnonzero(covered[first : place + reach, left:right].mean(axis=1) > MOSTLY)
        if not 0 < len(rows) <= reach or len(rows) != rows[-1] - rows[0] + 1:
            continue
        border = left, int(rows[0]), right, int(rows[-1]) + 1
        if border[1] > 0 and border[3] < len(text) and len(_columns(text, border)) >= CROSSED * character:
            yield border


def _columns(text: Mask, border: Strip) -> NDArray[np.intp]:
    """The columns in which ink stands against a border on both of its sides."""
    left, top, right, bottom = border
    over = text[max(top - TOUCHING, 0) : top, left:right].any(axis=0)
    under = text[bottom : bottom + TOUCHING, left:right].any(axis=0)
    beside = np.convolve(under, np.ones(2 * SLANT + 1, np.bool_), "same")
    return left + np.flatnonzero(over & beside)


def _bared(border: Strip, text: Mask, grey: Picture, before: Picture, covered: Mask) -> Strip:
    """The border as high as its rule is drawn; what else was taken out with it is put back, but not the ends of upright
    rules."""
    left, top, right, bottom = border
    upright = covered[top - 1, left:right] | covered[bottom, left:right]
    band = np.where(upright, np.uint8(255), before[top:bottom, left:right])
    rule = np.flatnonzero(np.median(band, axis=1) < INK * 255)
    if not len(rule):
        return border
    for rows in (slice(0, int(rule[0])), slice(int(rule[-1]) + 1, bottom - top)):
        grey[top:bottom, left:right][rows] = band[rows]
        text[top:bottom, left:right][rows] |= band[rows] < INK * 255
    return left, top + int(rule[0]), right, top + int(rule[-1]) + 1


def _lines(shapes: Shapes, text: Mask, border: Strip, character: float) -> Iterator[Strip]:
    """The lines that a border crosses; they are taken out of `text`."""
    begin, top, end, bottom = border
    most = round(MOST * character)
    columns = _columns(text, border)
    for run in np.split(columns, np.flatnonzero(np.diff(columns) > NEAR * character) + 1):
        if len(run) < CROSSED * character:
            continue
        part = slice(int(run[0]), int(run[-1]) + 1)
        up, down = _inked(text[max(top - most, 0) : top, part][::-1]), _inked(text[bottom : bottom + most, part])
        if not LEAST <= (up + bottom - top + down) / character <= MOST:
            continue
        beside = (shapes.left < end) & (shapes.left + shapes.width > begin)
        first, last = top - up - SLACK * character, bottom + down + SLACK * character
        fits = (shapes.top >= first) & (shapes.top + shapes.height <= last)
        members = _together(shapes, np.flatnonzero(beside & fits), part, NEAR * character)
        if len(members):
            yield _taken_out(shapes, members, text, begin, end)


def _inked(part: Mask) -> int:
    """How many rows of a part from the first on hold ink, whatever white there is before it."""
    white = np.flatnonzero(~part[TOUCHING:].any(axis=1))
    return int(white[0]) + TOUCHING if len(white) else len(part)


def _together(shapes: Shapes, members: NDArray[np.intp], run: slice, near: float) -> NDArray[np.intp]:
    """Those of some shapes that make a line with the columns of a run: each near the next."""
    order = members[np.argsort(shapes.left[members])]
    left, right = int(run.start), int(run.stop)
    kept = np.zeros(len(order), np.bool_)
    for places in (range(len(order)), range(len(order) - 1, -1, -1)):
        for i in places:
            begin, end = int(shapes.left[order[i]]), int(shapes.left[order[i]] + shapes.width[order[i]])
            if begin <= right + near and end >= left - near:
                kept[i] = True
                left, right = min(left, begin), max(right, end)
    return order[kept]


def _taken_out(shapes: Shapes, members: NDArray[np.intp], text: Mask, begin: int, end: int) -> Strip:
    """The strip of a line of some shapes, no wider than its cell; its ink is taken out of `text`."""
    left = max(int(shapes.left[members].min()), begin)
    right = min(int((shapes.left + shapes.width)[members].max()), end)
    top, bottom = int(shapes.top[members].min()), int((shapes.top + shapes.height)[members].max())
    text[top:bottom, left:right] &= ~np.isin(shapes.labels[top:bottom, left:right], members + 1)
    return left, top, right, bottom
