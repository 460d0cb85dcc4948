"""Characters → lines of text, by baseline: digits and Chinese of one line often stand at slightly other heights."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from extractor.document.model import Box, Characters, Line

SAME_BASELINE = 0.45  # of the smaller size: characters this near belong to one line
CHAINED = 0.6  # of the size: a line that spans more is several, linked by those of other columns between them
GAP = 0.6  # of the size: a wider gap is a blank


def baseline_groups(characters: Characters, indexes: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """The indexes grouped into lines from top to bottom, each from left to right."""
    if not len(indexes):
        return []
    ordered = indexes[np.argsort(characters.baseline[indexes], kind="stable")]
    baselines, sizes = characters.baseline[ordered], characters.size[ordered]
    step = np.diff(baselines) > SAME_BASELINE * np.minimum(sizes[1:], sizes[:-1])
    cuts = np.flatnonzero(step) + 1
    ends = np.concatenate([cuts, [len(ordered)]])
    begins = np.concatenate([[0], cuts])
    groups = np.split(ordered, cuts)
    if (chained := baselines[ends - 1] - baselines[begins] > CHAINED * sizes[begins]).any():
        groups = [
            g
            for group, long in zip(groups, chained, strict=True)
            for g in (_unchained(characters, group) if long else [group])
        ]
    return [g[np.argsort(characters.x0[g], kind="stable")] for g in groups]


def _unchained(characters: Characters, group: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """The lines of neighbouring cells, each a little lower than the other, one by one: measured from where each line
    begins, not from character to character. `group` is in the order of baselines."""
    lines: list[NDArray[np.intp]] = []
    while len(group):
        first = group[0]
        near = characters.baseline[group] - characters.baseline[first] <= SAME_BASELINE * characters.size[first]
        lines.append(group[near])
        group = group[~near]
    return lines


def lines_of(page: int, characters: Characters, indexes: NDArray[np.intp]) -> tuple[Line, ...]:
    """The given characters of a page as printed lines with their boxes."""
    return tuple(_line(page, characters, group) for group in baseline_groups(characters, indexes))


def _line(page: int, characters: Characters, group: NDArray[np.intp]) -> Line:
    x0, x1, size = characters.x0[group], characters.x1[group], characters.size[group]
    gaps = (x0[1:] - x1[:-1]) > GAP * size[1:]
    text, places = [], []
    members: Iterable[int] = group.tolist()
    for index, gap in zip(members, [False, *gaps.tolist()], strict=True):
        if gap:
            text.append(" ")
            places.append(-1)
        text.append(characters.text[index])
        places.append(index)
    box = Box(
        float(x0.min()), float(characters.top[group].min()), float(x1.max()), float(characters.bottom[group].max())
    )
    return Line("".join(text), page, box, None, tuple(places))
