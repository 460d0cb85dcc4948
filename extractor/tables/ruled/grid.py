"""Ruled lines and characters → cells with row and column spans. A character belongs to the cell that holds its
centre."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extractor.document.geometry import as_displayed
from extractor.document.holes import cells_with_holes
from extractor.document.lattice import TOUCH, Lattice, edges, lattices, regions
from extractor.document.lines import UNREADABLE, baseline_groups
from extractor.document.model import Box, Characters, Floats, Page, Spans
from extractor.document.numbers import NUMERALS, SUBJECT_CODE, is_number
from extractor.lexicon.header_words import is_header_word
from extractor.tables.drawings import drawn_in, with_drawing
from extractor.tables.model import Address, Cell, Grid
from extractor.tables.ruled.mixed_up import mixed_up
from extractor.tables.ruled.overflow import to_their_rows
from extractor.tables.ruled.runs import (
    keep_runs_whole,
    margin_of,
    several_numbers,
    stacked,
    vertical_lines,
    without_marks,
)

FEWEST_VALUES = 3  # in a table of one column
LOWEST = 0.7  # of the size of most of a table's characters: no row that is lower holds any
DECIMALS = 2  # of an amount
POINTS = frozenset(".．")
BESIDE = 0.3  # of the size: text that is no higher or lower stands in the same line
ONE_LINE = 0.5  # points: baselines that differ less are one line


def ruled_grids(page: Page) -> tuple[tuple[Grid, ...], NDArray[np.bool_]]:
    """The ruled tables of a page from top to bottom, and for each character whether one of them holds it."""
    held = np.zeros(len(page.characters), dtype=bool)
    grids: list[Grid] = []
    for lattice in lattices(page.rulings):
        grid, inside = _grid(page, len(grids), lattice)
        if grid is not None:
            grids.append(grid)
            held |= inside
    return tuple(grids), held


def _grid(page: Page, ordinal: int, lattice: Lattice) -> tuple[Grid | None, NDArray[np.bool_]]:
    characters = page.characters
    xs, ys = edges(lattice)
    ys = _with_room(lattice, xs, ys, characters)
    rows, columns = len(ys) - 1, len(xs) - 1
    column = np.searchsorted(xs, (characters.x0 + characters.x1) / 2) - 1
    row = np.searchsorted(ys, (characters.top + characters.bottom) / 2) - 1
    inside: NDArray[np.bool_] = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
    if rows < 1 or columns < 1:
        return None, np.zeros_like(inside)
    region = regions(lattice, xs, ys)
    owner = np.full(len(characters), -1)
    owner[inside] = region[row[inside], column[inside]]
    to_their_rows(characters, owner, column, region, ys)

    def extent(cell: int) -> tuple[float, float]:
        held = np.flatnonzero((region == cell).any(axis=0))
        return float(xs[held[0]]), float(xs[held[-1] + 1])

    torn = keep_runs_whole(characters, owner, extent)
    unreadable = mixed_up(characters, owner, column, ys)
    box = Box(float(xs[0]), float(ys[0]), float(xs[-1]), float(ys[-1]))
    cells = _cells(page, ordinal, region, xs, ys, owner, unreadable, torn)
    if columns == 1 and (not _is_column(cells) or (rows == 1 and _is_in_a_line(characters, inside))):
        return None, np.zeros_like(inside)  # a box around text
    slots = tuple(tuple(r) for r in region.tolist())
    x_edges, y_edges = tuple(xs.tolist()), tuple(ys.tolist())
    grid = Grid(page.number, ordinal, rows, columns, cells, slots, page.engine, Spans.DRAWN, box, x_edges, y_edges)
    return grid, inside | (owner >= 0)


def _with_room(lattice: Lattice, xs: Floats, ys: Floats, characters: Characters) -> Floats:
    """The borders of rows without those that part off a row that is blank and too low for text: tables drawn apart, and
    the cells of each as well, leave such rows between them; nor is the beginning of a row that a page break cuts off
    one, where nothing is written in it."""
    middle = (characters.top + characters.bottom) / 2
    across = (characters.x0 > xs[0]) & (characters.x1 < xs[-1]) & (middle > ys[0]) & (middle < ys[-1])
    if not across.any() or len(ys) < 3:
        return ys
    blank = np.bincount(np.searchsorted(ys, middle[across]), minlength=len(ys))[1 : len(ys)] == 0
    if blank[-1] and ys[-1] - max(line[0] for line in lattice.horizontal) > TOUCH:
        ys, blank = ys[:-1], blank[:-1]
    narrow = blank & (np.diff(ys) < LOWEST * float(np.median(characters.size[across])))
    narrow[-2:] = [narrow[-2:].any(), False] if len(narrow) > 1 else [False]  # the lowest border stays
    kept: Floats = ys[np.concatenate([[True], ~narrow])]
    return kept


def _is_in_a_line(characters: Characters, held: NDArray[np.bool_]) -> bool:
    """Whether a line goes on close beside the characters that a box holds: then it marks a number of the prose."""
    if not held.any():
        return False
    size, foot = float(characters.size[held].max()), float(characters.baseline[held].max())
    left, right = float(characters.x0[held].min()), float(characters.x1[held].max())
    level = ~held & (np.abs(characters.baseline - foot) < BESIDE * size)
    beside = (np.abs(characters.x1 - left) < size) | (np.abs(characters.x0 - right) < size)
    return bool((level & beside).any())


def _is_column(cells: Sequence[Cell]) -> bool:
    """Whether cells below each other are the last column of a table, which the edge of the page cut off: with several
    values, an amount, or a header over a value."""
    values = [cell for cell in cells if cell.number.is_value]
    if len(values) >= FEWEST_VALUES or any("." in cell.text for cell in values):
        return True
    return bool(values) and any(is_header_word(cell.text) for cell in cells if cell.row < values[0].row)


def _cells(
    page: Page,
    ordinal: int,
    region: NDArray[np.intp],
    xs: Floats,
    ys: Floats,
    owner: NDArray[np.intp],
    unreadable: frozenset[int],
    torn: frozenset[int],
) -> tuple[Cell, ...]:
    first: dict[int, list[int]] = {}
    for r, values in enumerate(region.tolist()):
        for c, number in enumerate(values):
            extent = first.setdefault(number, [r, c, r, c])
            extent[1], extent[2], extent[3] = min(extent[1], c), r, max(extent[3], c)
    texts = _texts(page.characters, owner)
    coded = {r for r, row in enumerate(region.tolist()) if any(_is_code(texts.get(n, ())) for n in {*row} - unreadable)}
    for number in unreadable:
        if first[number][0] not in coded:  # a row with a code has no need of its name
            texts[number] = tuple(UNREADABLE * len(line) for line in texts[number])
    for number in drawn_in(page.drawn, page.characters, owner, region, xs, ys):
        texts[number] = with_drawing(texts.get(number, ()))
    crowded = torn | several_numbers(page.characters, owner) | cells_with_holes(page, owner)
    x, y = xs.tolist(), ys.tolist()
    wrapped = any(len(lines) > 1 and all(map(is_number, lines)) for lines in texts.values())
    margin = margin_of(page.characters, owner, lambda n: (x[first[n][1]], x[first[n][3] + 1])) if wrapped else 0.0
    cells = []
    for number in range(len(first)):
        top, left, bottom, right = first[number]
        lines = texts.get(number, ())
        several = number in crowded or (
            len(lines) > 1 and stacked(page.characters, owner == number, lines, (x[left], x[right + 1]), margin)
        )
        box = as_displayed(Box(x[left], y[top], x[right + 1], y[bottom + 1]), page)
        address, text = Address(page.number, ordinal, top, left), (" " if several else "").join(lines)
        rows, columns = bottom - top + 1, right - left + 1
        engine = page.engine
        cells.append(
            Cell(address, top, left, rows, columns, text, engine, box=box, lines=lines, has_several_numbers=several)
        )
    return tuple(cells)


def _is_code(lines: Sequence[str]) -> bool:
    return len(lines) == 1 and SUBJECT_CODE.fullmatch(lines[0]) is not None


def _texts(characters: Characters, owner: NDArray[np.intp]) -> dict[int, tuple[str, ...]]:
    """The texts of the cells, line by line, without blanks; cells of one line, which nearly all are, in one go."""
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
    kept = without_marks(characters, indexes)
    lines = tuple("".join([text[i] for i in group.tolist()]) for group in baseline_groups(characters, kept))
    marks = [text[i] for i in np.setdiff1d(indexes, kept).tolist()]
    if len(marks) == DECIMALS and NUMERALS.issuperset(marks) and not POINTS.intersection(lines[-1]):
        return *lines[:-1], lines[-1] + UNREADABLE * DECIMALS  # which may as well be decimals
    return lines
