"""Cells of an aligned table in which a number is drawn, or changed by what is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from extractor.document.model import Box, Page
from extractor.tables.drawings import drawn_in

Extents = Sequence[Sequence[Box | None]]


def drawn_cells(page: Page, words: Extents, edges: Sequence[float], header_rows: int) -> set[tuple[int, int]]:
    """The rows and columns of such cells under a header.

    `words` is where in each row and column something is written, `edges` are the borders of the columns, in points on
    the page as it is read.
    """
    if not len(page.drawn.boxes) + len(page.drawn.slants):
        return set()
    rows = [(r, [box for box in row if box]) for r, row in enumerate(words)]
    extents = [
        (r, min(b.top for b in held), max(b.bottom for b in held)) for r, held in rows if r >= header_rows and held
    ]
    if not extents:
        return set()
    borders = [(above[2] + below[1]) / 2 for above, below in pairwise(extents)]
    if any(a >= b for a, b in pairwise(borders)):
        return set()  # what wraps lies beside other rows
    c, width = page.characters, len(edges) - 1
    owner = np.full(len(c), -1)
    x, y = (c.x0 + c.x1) / 2, (c.top + c.bottom) / 2
    for place, (r, _, _) in enumerate(extents):
        for column, box in enumerate(words[r]):
            if box is not None:
                owner[(x > box.x0) & (x < box.x1) & (y > box.top) & (y < box.bottom)] = place * width + column
    ys = np.array([extents[0][1] - 1, *borders, extents[-1][2] + 1])
    region = np.arange(len(extents) * width).reshape(len(extents), width)
    found = drawn_in(page.drawn, c, owner, region, np.array(edges), ys)
    return {(extents[cell // width][0], cell % width) for cell in found}
