"""Ruled lines → tables and their cells, before anybody looks at what is written in them.

Lines are snapped and joined; lines that touch form one table; and coarse places (between neighbouring lines) that no
line separates are one cell.
"""

from __future__ import annotations

import math

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from extractor.document.model import Floats, Rulings

SNAP = 1.6  # points: lines nearer than this are one
JOIN = 3.0  # points: pieces with a smaller gap are one line
SLIVER = 3.4  # points: borders nearer than this leave no room for text; cells drawn apart have two borders
MANY_CRUMBS = 300  # so many pieces shorter than any border are the dots of dotted lines
TOUCH = 3.0  # points: lines that end this near another one meet it
SHORTEST = 5.0  # points: shorter pieces are crumbs of corners and dots
MAX_CROSSINGS = 1_000_000  # of the lines of a page; more is a drawing
MAX_LINES = 400  # in one direction of one table; more is a drawing


class Lattice(Struct, frozen=True):
    """The lines of one table: `horizontal` rows (y, x0, x1), `vertical` rows (x, top, bottom)."""

    horizontal: list[tuple[float, float, float]]
    vertical: list[tuple[float, float, float]]


def join_lines(pieces: Floats) -> list[tuple[float, float, float]]:
    """Pieces (place, start, end) joined to long lines: snapped to one place, joined over small gaps, crumbs dropped."""
    if not len(pieces):
        return []
    crumbs = pieces[:, 2] - pieces[:, 1] < SHORTEST
    if np.count_nonzero(crumbs) > MANY_CRUMBS:
        pieces = np.concatenate([pieces[~crumbs], _joined_dots(pieces[crumbs])])
        if not len(pieces):
            return []
    pieces = pieces[np.argsort(pieces[:, 0], kind="stable")]
    apart = np.diff(pieces[:, 0], prepend=-np.inf) > SNAP
    group, starts = np.cumsum(apart) - 1, np.flatnonzero(apart)
    middles = np.add.reduceat(pieces[:, 0], starts) / np.diff(starts, append=len(pieces))
    order = np.lexsort((pieces[:, 1], group))
    lines: list[tuple[float, float, float]] = []
    place = start = end = -math.inf
    for here, (_, a, b) in zip(middles[group[order]].tolist(), pieces[order].tolist(), strict=True):
        if here == place and a <= end + JOIN:
            end = max(end, b)
            continue
        if end - start >= SHORTEST:
            lines.append((place, start, end))
        place, start, end = here, a, b
    if end - start >= SHORTEST:
        lines.append((place, start, end))
    return lines


def _joined_dots(dots: Floats) -> Floats:
    """Dots in a row joined to lines. Dots of the lines across stand alone in this direction and are left out: snapped
    first, they would chain all places of the page into one."""
    row = np.round(dots[:, 0] * 2)
    order = np.lexsort((dots[:, 1], row))
    row, dots = row[order], dots[order]
    breaks = np.flatnonzero((np.diff(row) != 0) | (dots[1:, 1] > dots[:-1, 2] + JOIN)) + 1
    starts = np.concatenate([[0], breaks])
    ends = np.maximum.reduceat(dots[:, 2], starts)
    lines: Floats = np.stack([dots[starts, 0], dots[starts, 1], ends], axis=1)
    return lines[lines[:, 2] - lines[:, 1] >= SHORTEST]


def lattices(rulings: Rulings) -> list[Lattice]:
    """The ruled tables of a page, from its lines, as groups of touching lines, from top to bottom."""
    horizontal, vertical = join_lines(rulings.horizontal), join_lines(rulings.vertical)
    if not horizontal or not vertical or len(horizontal) * len(vertical) > MAX_CROSSINGS:
        return []
    h, v = np.array(horizontal), np.array(vertical)
    touch = (
        (v[None, :, 0] >= h[:, 1, None] - TOUCH)
        & (v[None, :, 0] <= h[:, 2, None] + TOUCH)
        & (h[:, 0, None] >= v[None, :, 1] - TOUCH)
        & (h[:, 0, None] <= v[None, :, 2] + TOUCH)
    )
    parent = list(range(len(h) + len(v)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, j in np.argwhere(touch).tolist():
        parent[root(i)] = root(len(h) + j)
    groups: dict[int, Lattice] = {}
    for i, line in enumerate(horizontal):
        groups.setdefault(root(i), Lattice([], [])).horizontal.append(line)
    for j, line in enumerate(vertical):
        groups.setdefault(root(len(h) + j), Lattice([], [])).vertical.append(line)
    found = [g for g in groups.values() if all(2 <= len(lines) <= MAX_LINES for lines in (g.horizontal, g.vertical))]
    return sorted(found, key=lambda g: min(line[0] for line in g.horizontal))


def edges(lattice: Lattice) -> tuple[Floats, Floats]:
    """The borders of a table's coarse columns, from left to right, and of its rows, from top to bottom."""
    xs = _edges(lattice.vertical, min(h[1] for h in lattice.horizontal), max(h[2] for h in lattice.horizontal))
    ys = _edges(lattice.horizontal, min(v[1] for v in lattice.vertical), max(v[2] for v in lattice.vertical))
    return xs, ys


def _edges(lines: list[tuple[float, float, float]], low: float, high: float) -> Floats:
    """The distinct places of lines; where a side is open, the ends of the crossing lines."""
    places: list[float] = []
    for place in sorted([line[0] for line in lines]):
        if not places or place - places[-1] > SLIVER:
            places.append(place)
    if low < places[0] - 2 * TOUCH:
        places.insert(0, low)
    if high > places[-1] + 2 * TOUCH:
        places.append(high)
    return np.array(places, dtype=np.float32)


def regions(lattice: Lattice, xs: Floats, ys: Floats) -> NDArray[np.intp]:
    """For each coarse place the number of its cell; cells are numbered in the reading order of their top left
    corners."""
    rows, columns = len(ys) - 1, len(xs) - 1
    middle_x, middle_y = (xs[1:] + xs[:-1]) / 2, (ys[1:] + ys[:-1]) / 2
    below = np.zeros((rows + 1, columns), dtype=bool)  # a line on the upper side of the row
    for y, x0, x1 in lattice.horizontal:
        below[int(np.argmin(np.abs(ys - y)))] |= (middle_x >= x0) & (middle_x <= x1)
    right = np.zeros((rows, columns + 1), dtype=bool)  # a line on the left side of the column
    for x, top, bottom in lattice.vertical:
        right[:, int(np.argmin(np.abs(xs - x)))] |= (middle_y >= top) & (middle_y <= bottom)
    label = np.arange(rows * columns).reshape(rows, columns)
    open_rows, open_columns = ~below[1:-1], ~right[:, 1:-1]
    while True:
        before = label.copy()
        _spread(label[1:], label[:-1], open_rows)
        _spread(label[:, 1:], label[:, :-1], open_columns)
        label = label.ravel()[label]  # a label is a place: what holds there holds here, and winding cells end soon
        if np.array_equal(before, label):
            break
    _, numbers = np.unique(label, return_inverse=True)
    region: NDArray[np.intp] = numbers.reshape(rows, columns)
    return region


def _spread(one: NDArray[np.intp], other: NDArray[np.intp], connected: NDArray[np.bool_]) -> None:
    """Gives neighbouring places that no line separates the smaller of their two labels."""
    smaller = np.minimum(one, other)
    np.copyto(one, smaller, where=connected)
    np.copyto(other, np.minimum(other, smaller), where=connected)
