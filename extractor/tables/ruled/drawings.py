"""Cells in which something is drawn that may be a number: the outlines of its digits, or a picture of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from extractor.document.model import Drawn, Floats

EDGE = 1.5  # points that something drawn in a cell may reach over its edge
FEWEST_POINTS = 16  # of the shapes in a cell: a figure has more, a dash or a tick has fewer
FILLS = 0.8  # of a cell's width and height: a shape that covers so much is its shading
MOST = 20_000  # shapes on a page: with more it is a drawing
STAMP, STAMP_POINTS = 250.0, 12  # points of length that a stamp has at most, and those of its outline at least


def with_drawings(drawn: Drawn, region: NDArray[np.intp], xs: Floats, ys: Floats) -> frozenset[int]:
    """The numbers in `region` of such cells, between the edges `xs` and `ys`.

    What reaches beyond its cell is a stamp, a logo or a watermark, and so are the letters within it.
    """
    boxes = drawn.boxes
    if not 0 < len(boxes) <= MOST:
        return frozenset()
    left, right = (np.searchsorted(xs, boxes[:, i] + d) - 1 for i, d in ((0, EDGE), (2, -EDGE)))
    top, bottom = (np.searchsorted(ys, boxes[:, i] + d) - 1 for i, d in ((1, EDGE), (3, -EDGE)))
    inside = (left >= 0) & (top >= 0) & (right < region.shape[1]) & (bottom < region.shape[0])
    inside &= (right >= left) & (bottom >= top)
    cells = np.full(len(boxes), -1)
    for i in np.flatnonzero(inside).tolist():
        held = region[top[i] : bottom[i] + 1, left[i] : right[i] + 1]
        cells[i] = held[0, 0] if (held == held[0, 0]).all() else -1
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    sides = boxes[:, 2:] - boxes[:, :2]
    for x0, y0, x1, y1 in boxes[(cells < 0) & (drawn.points >= STAMP_POINTS) & (sides < STAMP).all(axis=1)].tolist():
        cells[((middle > (x0, y0)) & (middle < (x1, y1))).all(axis=1)] = -1
    points: dict[int, int] = {}
    for i in np.flatnonzero(cells >= 0).tolist():
        whole = xs[right[i] + 1] - xs[left[i]], ys[bottom[i] + 1] - ys[top[i]]
        if sides[i][0] < FILLS * whole[0] or sides[i][1] < FILLS * whole[1]:
            points[cells[i]] = points.get(cells[i], 0) + int(drawn.points[i])
    return frozenset(int(cell) for cell, count in points.items() if count >= FEWEST_POINTS)
