"""Lines under sums, as accountants draw them: they part no rows."""

from __future__ import annotations

import numpy as np

from extractor.document.model import Characters, Rulings
from extractor.document.numbers import IN_NUMBER

TOUCHES, BELOW = 0.1, 0.4  # of the size: how far over the baseline of its number such a line goes, and under it
BEYOND = 0.4  # of the size: and how far beyond its ends


def without_underlines(found: Characters, rulings: Rulings) -> Rulings:
    """The lines of a page; none, where each of them lies under a single number."""
    flat = rulings.horizontal
    if not len(flat) or len(rulings.vertical) or not all(_underlines(found, *line) for line in flat.tolist()):
        return rulings
    return Rulings(flat[:0], rulings.vertical)


def _underlines(c: Characters, y: float, x0: float, x1: float) -> bool:
    """Whether a level line goes under one number, and no further."""
    middle, down = (c.x0 + c.x1) / 2, y - c.baseline
    over = (middle > x0) & (middle < x1) & (down > -TOUCHES * c.size) & (down < BELOW * c.size)
    near = np.flatnonzero(over)
    if not len(near) or not all(c.text[i] in IN_NUMBER for i in near.tolist()):
        return False
    reach = BEYOND * float(c.size[near].max())
    return bool(c.x0[near].min() - x0 < reach and x1 - c.x1[near].max() < reach)
