"""Columns of words in rows so low that the lines of one cell lie upon those of the next, so that nobody can tell them
apart.

LibreOffice draws all lines of a wrapped name about the middle of its row, however low that is. Where three or more do
not fit, lines of two names stand at one height, and a row would get words, or a code, of another.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
from msgspec import Struct
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


class _Runs(Struct, frozen=True):
    """Runs of characters: the places of their characters, their cells and columns, whether they cross the border, and
    where they stand, in PDF points."""

    places: list[NDArray[np.intp]]

    cell: NDArray[np.intp]
    column: NDArray[np.intp]
    crosses: NDArray[np.bool_]
    baseline: Floats
    size: Floats
    x0: Floats
    x1: Floats


def mixed_up(characters: Characters, owner: NDArray[np.intp], column: NDArray[np.intp], ys: Floats) -> frozenset[int]:
    """The cells of words whose lines may be those of others. `owner` is the cell of each character (-1: none), `column`
    the column of its centre, `ys` the rules in PDF points."""
    runs = _runs(characters, np.flatnonzero(owner >= 0), owner, column)
    low, high = _upon_each_other(runs)
    if not len(low):
        return frozenset()  # as in nearly every table: nothing is asked of its texts
    words = np.array([any(characters.text[i].isalpha() for i in places.tolist()) for places in runs.places])
    both = words[low] & words[high]
    upon = np.isin(np.arange(len(words)), [low[both], high[both]])
    crowded = np.isin(runs.column, runs.column[upon])
    # In such a column a line on a rule, and any cell of several lines, may be of the rows beside as well.
    middle = runs.baseline - MIDDLE * runs.size
    doubted = upon | (np.abs(ys[None, :] - middle[:, None]).min(axis=1) < ON_RULE * runs.size)
    heights = Counter(
        cell for cell, _ in {*zip(runs.cell[crowded].tolist(), np.round(middle[crowded]).tolist(), strict=True)}
    )
    cells = {*runs.cell[crowded & doubted].tolist(), *(cell for cell, count in heights.items() if count > 1)}
    return frozenset(cells & {*runs.cell[crowded & words].tolist()})


def _runs(characters: Characters, held: NDArray[np.intp], owner: NDArray[np.intp], column: NDArray[np.intp]) -> _Runs:
    """The runs of the characters that cells hold; none for a table larger than any use."""
    size, baseline = characters.size[held], characters.baseline[held]
    step = characters.x0[held][1:] - characters.x1[held][:-1]
    apart = (np.abs(np.diff(baseline)) > SAME_LINE * size[1:]) | (step > BLANK * size[1:]) | (step < -BACK * size[1:])
    starts = np.concatenate([[0], np.flatnonzero(apart) + 1])
    if len(held) < 2 or len(starts) > MOST:
        held, starts = held[:0], starts[:0]
    places = column[held]
    first = held[starts]
    return _Runs(
        np.split(held, starts[1:]),
        owner[first],
        column[first],
        _over(np.maximum, places, starts) != _over(np.minimum, places, starts),
        characters.baseline[first],
        characters.size[first],
        _over(np.minimum, characters.x0[held], starts),
        _over(np.maximum, characters.x1[held], starts),
    )


def _over(what: np.ufunc, values: NDArray[Any], starts: NDArray[np.intp]) -> NDArray[Any]:
    """What is found over each run."""
    return np.asarray(what.reduceat(values, starts)) if len(starts) else values[:0]


def _upon_each_other(runs: _Runs) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The runs of one column that lie upon one another, in pairs."""
    lows, highs = [np.empty(0, np.intp)], [np.empty(0, np.intp)]
    order = np.lexsort((runs.baseline, runs.column))
    for by in range(1, min(len(order), MOST_BESIDE)):
        low, high = order[by:], order[:-by]
        largest = np.maximum(runs.size[low], runs.size[high])
        lie = (runs.column[low] == runs.column[high]) & (runs.baseline[low] - runs.baseline[high] < NEAR * largest)
        if not lie.any():
            break
        lie &= ~(runs.crosses[low] | runs.crosses[high])  # what is too long for its column is drawn over its border
        lie &= np.abs(runs.size[low] - runs.size[high]) < ALIKE * largest
        lie &= np.minimum(runs.x1[low], runs.x1[high]) - np.maximum(runs.x0[low], runs.x0[high]) > UPON * largest
        lows.append(low[lie])
        highs.append(high[lie])
    return np.concatenate(lows), np.concatenate(highs)
