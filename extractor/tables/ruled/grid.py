"""Ruled lines and characters → cells with row and column spans.

Lines are snapped and joined, lines that touch form one table, its coarse places (between neighbouring lines)
are merged where no line parts them, and a character belongs to the cell that holds its centre.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extractor.document.geometry import as_displayed
from extractor.document.lines import baseline_groups
from extractor.document.model import Box, Characters, Floats, Page, Spans
from extractor.tables.model import Address, Cell, Grid
from extractor.tables.ruled.runs import keep_runs_whole, several_numbers, stacked, vertical_lines, without_marks

SNAP = 1.6  # points: lines nearer than this are one
JOIN = 3.0  # points: pieces with a smaller gap are one line
SLIVER = 3.4  # points: borders nearer than this leave no room for text; cells drawn apart have two borders
FEWEST_NUMBERS = 3  # in a table of one column that is the last column of a table cut by the page's edge
MANY_CRUMBS = 300  # so many pieces shorter than any border are the dots of dotted lines
TOUCH = 3.0  # points: lines that end this near another one meet it
SHORTEST = 5.0  # points: shorter pieces are crumbs of corners and dots
ONE_LINE = 0.5  # points: baselines that differ less are one line
MAX_CROSSINGS = 1_000_000  # of the lines of a page; more is a drawing
MAX_LINES = 400  # in one direction of one table; more is a drawing
ENGINE = "pdfium"


@dataclass(frozen=True, slots=True)
class Lattice:
    """The lines of one table: `horizontal` rows (y, x0, x1), `vertical` rows (x, top, bottom)."""

    horizontal: list[tuple[float, float, float]]
    vertical: list[tuple[float, float, float]]


def join_lines(pieces: Floats) -> list[tuple[float, float, float]]:
    """Pieces (place, start, end) as long lines: snapped to one place, joined over small gaps, crumbs dropped."""
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
    """Dots in a row as lines. Those of the lines across them stand alone in this direction, and are left out: snapped
    first, they would chain all places of the page into one."""
    row = np.round(dots[:, 0] * 2)
    order = np.lexsort((dots[:, 1], row))
    row, dots = row[order], dots[order]
    breaks = np.flatnonzero((np.diff(row) != 0) | (dots[1:, 1] > dots[:-1, 2] + JOIN)) + 1
    starts = np.concatenate([[0], breaks])
    ends = np.maximum.reduceat(dots[:, 2], starts)
    lines: Floats = np.stack([dots[starts, 0], dots[starts, 1], ends], axis=1)
    return lines[lines[:, 2] - lines[:, 1] >= SHORTEST]


def lattices(page: Page) -> list[Lattice]:
    """The ruled tables of a page as groups of touching lines, from top to bottom."""
    horizontal, vertical = join_lines(page.rulings.horizontal), join_lines(page.rulings.vertical)
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


def ruled_grids(page: Page) -> tuple[tuple[Grid, ...], NDArray[np.bool_]]:
    """The ruled tables of a page from top to bottom, and for each character whether one of them holds it."""
    held = np.zeros(len(page.characters), dtype=bool)
    grids: list[Grid] = []
    for lattice in lattices(page):
        grid, inside = _grid(page, len(grids), lattice)
        if grid is not None:
            grids.append(grid)
            held |= inside
    return tuple(grids), held


def _places(lines: list[tuple[float, float, float]], low: float, high: float) -> Floats:
    """The distinct places of lines, with the ends of the crossing lines where a side is left open."""
    places: list[float] = []
    for place in sorted([line[0] for line in lines]):
        if not places or place - places[-1] > SLIVER:
            places.append(place)
    if low < places[0] - 2 * TOUCH:
        places.insert(0, low)
    if high > places[-1] + 2 * TOUCH:
        places.append(high)
    return np.array(places, dtype=np.float32)


def _grid(page: Page, ordinal: int, lattice: Lattice) -> tuple[Grid | None, NDArray[np.bool_]]:
    xs = _places(lattice.vertical, min(h[1] for h in lattice.horizontal), max(h[2] for h in lattice.horizontal))
    ys = _places(lattice.horizontal, min(v[1] for v in lattice.vertical), max(v[2] for v in lattice.vertical))
    rows, columns = len(ys) - 1, len(xs) - 1
    characters = page.characters
    column = np.searchsorted(xs, (characters.x0 + characters.x1) / 2) - 1
    row = np.searchsorted(ys, (characters.top + characters.bottom) / 2) - 1
    inside: NDArray[np.bool_] = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
    if rows < 1 or columns < 1:
        return None, np.zeros_like(inside)
    region = _regions(lattice, xs, ys)
    owner = np.full(len(characters), -1)
    owner[inside] = region[row[inside], column[inside]]

    def extent(cell: int) -> tuple[float, float]:
        held = np.flatnonzero((region == cell).any(axis=0))
        return float(xs[held[0]]), float(xs[held[-1] + 1])

    keep_runs_whole(characters, owner, extent)
    box = Box(float(xs[0]), float(ys[0]), float(xs[-1]), float(ys[-1]))
    cells = _cells(page, ordinal, region, xs, ys, owner)
    if columns == 1 and sum(c.number.is_number for c in cells) < FEWEST_NUMBERS:
        return None, np.zeros_like(inside)  # a box around text
    slots = tuple(tuple(r) for r in region.tolist())
    x_edges, y_edges = tuple(xs.tolist()), tuple(ys.tolist())
    grid = Grid(page.number, ordinal, rows, columns, cells, slots, ENGINE, Spans.DRAWN, box, x_edges, y_edges)
    return grid, inside | (owner >= 0)


def _regions(lattice: Lattice, xs: Floats, ys: Floats) -> NDArray[np.intp]:
    """For each coarse place the number of its cell, counted in reading order of the cells' top left corners."""
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
    """Gives neighbouring places that no line parts the smaller label of the two."""
    smaller = np.minimum(one, other)
    np.copyto(one, smaller, where=connected)
    np.copyto(other, np.minimum(other, smaller), where=connected)


def _cells(
    page: Page,
    ordinal: int,
    region: NDArray[np.intp],
    xs: Floats,
    ys: Floats,
    owner: NDArray[np.intp],
) -> tuple[Cell, ...]:
    first: dict[int, list[int]] = {}
    for r, values in enumerate(region.tolist()):
        for c, number in enumerate(values):
            extent = first.setdefault(number, [r, c, r, c])
            extent[1], extent[2], extent[3] = min(extent[1], c), r, max(extent[3], c)
    texts = _texts(page.characters, owner)
    crowded = several_numbers(page.characters, owner)
    x, y = xs.tolist(), ys.tolist()
    cells = []
    for number in range(len(first)):
        top, left, bottom, right = first[number]
        lines = texts.get(number, ())
        several = number in crowded or (
            len(lines) > 1 and stacked(page.characters, owner == number, lines, x[right + 1] - x[left])
        )
        box = as_displayed(Box(x[left], y[top], x[right + 1], y[bottom + 1]), page.width, page.height, page.turned)
        address, text = Address(page.number, ordinal, top, left), (" " if several else "").join(lines)
        rows, columns = bottom - top + 1, right - left + 1
        cells.append(
            Cell(address, top, left, rows, columns, text, ENGINE, box=box, lines=lines, has_several_numbers=several)
        )
    return tuple(cells)


def _texts(characters: Characters, owner: NDArray[np.intp]) -> dict[int, tuple[str, ...]]:
    """The texts of the cells, each line by line, blanks left out; cells of one line, nearly all, in one go."""
    held = np.flatnonzero(owner >= 0)
    if not len(held):
        return {}
    order = held[np.lexsort((characters.x0[held], owner[held]))]
    starts = np.flatnonzero(np.diff(owner[order], prepend=-1))
    baseline = characters.baseline[order]
    heights = np.maximum.reduceat(baseline, starts) - np.minimum.reduceat(baseline, starts)
    text = "".join([characters.text[i] for i in order.tolist()])
    ends = [*starts[1:].tolist(), len(order)]
    return {
        cell: (text[a:b],) if height < ONE_LINE else _lines(characters, np.sort(order[a:b]))
        for cell, a, b, height in zip(
            owner[order[starts]].tolist(), starts.tolist(), ends, heights.tolist(), strict=True
        )
    }


def _lines(characters: Characters, indexes: NDArray[np.intp]) -> tuple[str, ...]:
    """The lines of a cell that has several."""
    text = characters.text
    if (turned := vertical_lines(characters, indexes)) is not None:
        return turned
    indexes = without_marks(characters, indexes)
    return tuple("".join([text[i] for i in group.tolist()]) for group in baseline_groups(characters, indexes))
