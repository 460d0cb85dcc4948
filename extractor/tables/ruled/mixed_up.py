"""Columns of words in rows so low that the lines of one cell lie upon those of the next: nobody can say whose each is.

LibreOffice draws all the lines of a wrapped name about the middle of its row, however low that is. Where three or more
do not fit, lines of two names stand at one height, and a row would carry words, or a code, of another.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from extractor.document.model import Characters, Floats

BLANK, BACK = 0.8, 0.5  # of the size: a wider gap, or a step back, begins another run of characters
SAME_LINE = 0.12  # of the size: characters of one run stand on one baseline
NEAR = 0.8  # of the size: lines whose baselines are nearer lie upon one another
UPON = 0.5  # of the size: where they share so much of their width
ALIKE = 0.1  # of the size: lines of two sizes are a watermark and what it lies upon
ON_RULE = 0.3  # of the size: the middle of a line that is no further from a rule is on it
MIDDLE = 0.35  # of the size: so high over the baseline is the middle of a line
MOST_BESIDE = 20  # lines of one column that are compared with each
MOST = 5_000  # lines of a table


def mixed_up(characters: Characters, owner: NDArray[np.intp], column: NDArray[np.intp], ys: Floats) -> frozenset[int]:
    """The cells of words whose lines may be those of others. `owner` is the cell of each character, -1 for none,
    `column` the column of its centre, `ys` the rules in PDF points."""
    held = np.flatnonzero(owner >= 0)
    if len(held) < 2:
        return frozenset()
    size, baseline = characters.size[held], characters.baseline[held]
    step = characters.x0[held][1:] - characters.x1[held][:-1]
    apart = (np.abs(np.diff(baseline)) > SAME_LINE * size[1:]) | (step > BLANK * size[1:]) | (step < -BACK * size[1:])
    starts = np.concatenate([[0], np.flatnonzero(apart) + 1])
    if len(starts) > MOST:
        return frozenset()
    x0, x1 = np.minimum.reduceat(characters.x0[held], starts), np.maximum.reduceat(characters.x1[held], starts)
    places = column[held][starts]
    crosses = np.maximum.reduceat(column[held], starts) != np.minimum.reduceat(column[held], starts)
    order = np.lexsort((baseline[starts], places))
    cells, ends = owner[held][starts], [*starts[1:].tolist(), len(held)]

    def has_words(run: int) -> bool:
        return any(characters.text[i].isalpha() for i in held[starts[run] : ends[run]].tolist())

    crowded: set[int] = set()  # columns
    upon: set[int] = set()  # cells
    for by in range(1, min(len(order), MOST_BESIDE)):
        low, high = order[by:], order[:-by]
        largest = np.maximum(size[starts][low], size[starts][high])
        lie = (places[low] == places[high]) & (baseline[starts][low] - baseline[starts][high] < NEAR * largest)
        if not lie.any():
            break
        lie &= ~(crosses[low] | crosses[high])  # what is too long for its column is drawn over its border
        lie &= np.abs(size[starts][low] - size[starts][high]) < ALIKE * largest
        lie &= np.minimum(x1[low], x1[high]) - np.maximum(x0[low], x0[high]) > UPON * largest
        for one, other in zip(low[lie].tolist(), high[lie].tolist(), strict=True):
            if has_words(one) and has_words(other):
                crowded.add(int(places[one]))
                upon |= {int(cells[one]), int(cells[other])}
    if not crowded:
        return frozenset()
    rows: dict[int, set[int]] = {}
    words: set[int] = set()
    for run, first in enumerate(starts.tolist()):
        if int(places[run]) in crowded:
            cell, middle = int(owner[held[first]]), float(baseline[first] - MIDDLE * size[first])
            rows.setdefault(cell, set()).add(round(middle))
            if np.abs(ys - middle).min() < ON_RULE * size[first]:
                upon.add(cell)
            if has_words(run):
                words.add(cell)
    return frozenset(words & (upon | {cell for cell, heights in rows.items() if len(heights) > 1}))
