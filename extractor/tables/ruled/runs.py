"""Runs of characters: what is written in one go belongs to one cell, and tells in which direction it is read.

A number too long for its column, or a name that is not wrapped, is drawn over the border into the next cell, where a
viewer may clip it; its characters still follow each other without a gap.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from extractor.document.model import Characters
from extractor.document.numbers import is_number
from extractor.kept import compiled

TIGHT = 0.12  # of the size: characters of one run stand this near
BESIDE = 0.9  # of the size: text this near a border is aligned with it
VERTICAL = 0.6  # of a cell's steps from character to character
SMALL = 0.9  # of the size of a number: what is this small beside it is a footnote mark
RAISED = 0.15  # of the size
_NUMERIC = frozenset("0123456789０１２３４５６７８９.,．，-－()（）△")
_AMOUNT = compiled(r"[-－△(（]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:[.．]\d{1,6})?[)）]?")

Owners = NDArray[np.intp]


def keep_runs_whole(characters: Characters, owner: Owners, extent: Callable[[int], tuple[float, float]]) -> None:
    """Gives every character of a run that crosses a border to the one cell that the run stands in.

    `owner` (changed in place) is the cell of each character, -1 for none; `extent` gives a cell's left and right
    border. A run of digits crosses only if it is one number as a whole.
    """
    if len(characters) < 2:
        return
    size = characters.size[:-1]
    tight = (np.abs(characters.x0[1:] - characters.x1[:-1]) < TIGHT * size) & (
        np.abs(np.diff(characters.baseline)) < TIGHT * size
    )
    crossings = np.flatnonzero(tight & (owner[1:] != owner[:-1]))
    if not len(crossings):
        return
    starts = np.concatenate([[0], np.flatnonzero(~tight) + 1, [len(characters)]])
    for number in np.unique(np.searchsorted(starts, crossings, side="right") - 1).tolist():
        first, last = int(starts[number]), int(starts[number + 1]) - 1
        text = characters.text[first : last + 1]
        numeric = all(c in _NUMERIC for c in text)
        if numeric and not _AMOUNT.fullmatch(text):
            continue
        owner[first : last + 1] = _home(characters, owner, first, last, numeric, extent)


def _home(
    characters: Characters,
    owner: Owners,
    first: int,
    last: int,
    numeric: bool,
    extent: Callable[[int], tuple[float, float]],
) -> int:
    """The cell of a run: the one with whose border it is aligned, numbers at the right before the left, else the one
    that holds most of it."""
    size = float(characters.size[first])
    aligned: list[int] = []
    if owner[first] >= 0 and abs(float(characters.x0[first]) - extent(int(owner[first]))[0]) < BESIDE * size:
        aligned.append(int(owner[first]))
    if owner[last] >= 0 and abs(extent(int(owner[last]))[1] - float(characters.x1[last])) < BESIDE * size:
        aligned.append(int(owner[last]))
    if aligned:
        return aligned[-1 if numeric else 0]
    inside = owner[first : last + 1][owner[first : last + 1] >= 0]
    cells, counts = np.unique(inside, return_counts=True)
    return int(cells[np.argmax(counts)])


def vertical_lines(characters: Characters, indexes: NDArray[np.intp]) -> tuple[str, ...] | None:
    """The text of a cell that is written from top to bottom or turned, column by column as drawn; None where it is
    written across. `indexes` are in the order of drawing."""
    if len(indexes) < 3:
        return None
    size = characters.size[indexes][:-1]
    across = np.abs(np.diff((characters.x0[indexes] + characters.x1[indexes]) / 2))
    down = np.abs(np.diff(characters.baseline[indexes]))
    steps = (across < 0.3 * size) & (down > 0.4 * size) & (down < 2.5 * size)
    if np.count_nonzero(steps) < VERTICAL * len(steps):
        return None
    columns = np.split(indexes, np.flatnonzero(~steps) + 1)
    return tuple("".join([characters.text[i] for i in column.tolist()]) for column in columns)


def without_marks(characters: Characters, indexes: NDArray[np.intp]) -> NDArray[np.intp]:
    """The indexes of a cell's characters without the small digits of a footnote mark set over the end of a number."""
    sizes = characters.size[indexes]
    small = sizes < SMALL * sizes.max()
    if not small.any():
        return indexes
    rest = indexes[~small]
    number = "".join([characters.text[i] for i in rest[np.argsort(characters.x0[rest], kind="stable")].tolist()])
    raised = characters.baseline[indexes[small]] < characters.baseline[rest].max() - RAISED * sizes.max()
    after = characters.x0[indexes[small]] >= characters.x0[rest].max()
    return rest if is_number(number) and bool((raised & after).all()) else indexes
