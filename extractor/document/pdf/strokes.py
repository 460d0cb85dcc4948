"""Which short strokes of a page may be part of a digit or sign, and which belong to a longer line."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from extractor.document.model import Floats

SHORT = 14.0  # points of length: such a line may be a stroke of a digit (in 16 points), or a row of its dots
DOTTED, EVEN = 12, 0.3  # dots one after the other in steps that differ by no more points: a line, and no digit's
STEP = 0.5  # points: strokes that stand no further apart join,
PIECES = 3  # and so many, longer than one stroke of a digit, are a line that is drawn piece by piece


def lone_strokes(short: Floats) -> Floats:
    """The short strokes, without those of dotted and dashed lines, which follow each other in even steps, and without
    the pieces of longer lines, which join."""
    lone = np.ones(len(short), dtype=bool)
    for along, across in ((0, 1), (1, 0)):
        row = np.round((short[:, across] + short[:, across + 2]) * 2)
        order = np.lexsort((short[:, along], row))
        steps, rows = np.diff(short[order, along]), np.diff(row[order])
        ends = np.flatnonzero((rows != 0) | (steps > SHORT))
        # A step is one of its line if that before it is as long.
        uneven = np.flatnonzero(np.abs(np.diff(steps)) > EVEN) + 1
        breaks = np.unique(np.concatenate([[-1], ends, uneven, [len(short) - 1]]))
        for first, last in pairwise(breaks.tolist()):
            if last - first >= DOTTED:
                lone[order[first + 1 : last + 1]] = False
        begin, end = short[order, along], short[order, along + 2]
        level = end - begin > short[order, across + 2] - short[order, across]  # (dots may be those of a digit)
        parted = np.flatnonzero((rows != 0) | (begin[1:] > end[:-1] + STEP))
        for first, last in pairwise([-1, *parted.tolist(), len(short) - 1]):
            if last - first >= PIECES and end[last] - begin[first + 1] > SHORT and level[first + 1 : last + 1].all():
                lone[order[first + 1 : last + 1]] = False
    return short[lone]
