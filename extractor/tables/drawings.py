"""Cells in which something is drawn that may be a number, or may change one.

A number may be drawn as the outlines of its digits or as a picture; a written one may be changed by what is drawn
beside or upon it: a minus, a point, strokes that cross it out.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from extractor.document.model import PICTURE, Box, Characters, Drawn, Floats
from extractor.document.numbers import NUMERALS
from extractor.kept import compiled
from extractor.tables.model import DRAWN

EDGE = 1.5  # points that something drawn in a cell may reach over its edge
FEWEST_POINTS = 16  # of the shapes in a cell: a figure has more, a dash or a tick has fewer
FILLS = 0.8  # of a cell's width and height: a shape that covers so much is its shading
DIGIT = 0.7  # of the size: how high digits stand over their baseline
OVER = 0.06  # of the size: so much higher they are in some fonts
REACHES, BEYOND = 0.6, 0.3  # of a number's length and height: what crosses it out reaches over so much of it, and goes
# no further beyond it above and below; what does is the ground of the number, or a ring around it
LONGER = 1.0  # of the size: so much longer at either end is what crosses a number out
STROKE, BESIDE = (0.1, 0.9), 0.8  # of the size: how long a minus is, and how far from its number at most
LONG = 1.5  # times as long as high: a minus, and no dot
TRIANGLE, MARK = (4, 5), (0.25, 0.95)  # points of a closed one, its first again; of the size: that of a △ for a minus
HIGH, BROAD, TOUCHES, HELD = (
    (0.25, 1.0),
    0.75,
    0.25,
    0.7,
)  # of the size: how high and broad a digit may be, and how near
# its number; of its height: so much of it stands where digits stand
STEP = 0.6  # of the size: no further apart are the dashes of a border
CORE = 0.1  # of the size: so far within a digit goes what crosses it
POINT = 0.3  # of the size: a point is no larger
RAISED = 0.12  # of the size: lower than this over the baseline is a point, higher a minus
MOST = 20_000  # shapes on a page: with more it is a drawing
MOST_MARKS = 2_000  # small ones at the height of text
_NUMBER = compiled(r"[-+<>=≤≥＜＞＝\d.,，．%％]+")
LEVEL = 0.08  # of its width: no number is so low
THIN = 2.6  # points: a picture no broader is a line
STAMP, STAMP_POINTS = 250.0, 12  # points of length that a stamp has at most, and those of its outline at least


def drawn_in(
    drawn: Drawn, c: Characters, owner: NDArray[np.intp], region: NDArray[np.intp], xs: Floats, ys: Floats
) -> set[int]:
    """The cells whose number is drawn, in part or wholly, or is changed by what is drawn.

    `owner` is the cell of each character, `region` that of each place between the edges `xs` and `ys`; -1 stands for
    none.
    """
    middle = (drawn.boxes[:, :2] + drawn.boxes[:, 2:]) / 2
    column, row = np.searchsorted(xs, middle[:, 0]) - 1, np.searchsorted(ys, middle[:, 1]) - 1
    within = (column >= 0) & (row >= 0) & (column < region.shape[1]) & (row < region.shape[0])
    cells = np.full(len(middle), -1)
    within &= np.abs(xs[np.searchsorted(xs, drawn.boxes[:, 0] - EDGE) % len(xs)] - drawn.boxes[:, 0]) > EDGE
    cells[within] = region[row[within], column[within]]
    found = changed(drawn, c, owner, cells)
    for cell, box in _with_drawings(drawn, region, xs, ys).items():
        if not _holds(box, c, np.flatnonzero(owner == cell)):
            found.add(cell)
    return found


def with_drawing(lines: tuple[str, ...]) -> tuple[str, ...]:
    """The lines of a cell in which something is drawn, followed by `DRAWN` unless words stand in the cell: beside words
    it is an ornament."""
    return (*lines, DRAWN) if all(map(_NUMBER.fullmatch, lines)) else lines


def _holds(box: Box, c: Characters, indexes: NDArray[np.intp]) -> bool:
    """Whether one of these characters has its centre in a box: then what is drawn there is their ground."""
    x, y = (c.x0[indexes] + c.x1[indexes]) / 2, (c.top[indexes] + c.bottom[indexes]) / 2
    return bool(((x > box.x0) & (x < box.x1) & (y > box.top) & (y < box.bottom)).any())


def _with_drawings(drawn: Drawn, region: NDArray[np.intp], xs: Floats, ys: Floats) -> dict[int, Box]:
    """The cells in `region` (between the edges `xs` and `ys`) whose number is drawn, and where in them.

    What reaches beyond its cell is a stamp, a logo or a watermark, and so are the letters within it.
    """
    boxes = drawn.boxes
    if not 0 < len(boxes) <= MOST:
        return {}
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
    cells[(drawn.points >= PICTURE) & (sides <= THIN).any(axis=1)] = -1  # rules may be pictures
    cells[sides[:, 1] < LEVEL * sides[:, 0]] = -1  # a wavy line under a number
    for x0, y0, x1, y1 in boxes[(cells < 0) & (drawn.points >= STAMP_POINTS) & (sides < STAMP).all(axis=1)].tolist():
        cells[((middle > (x0, y0)) & (middle < (x1, y1))).all(axis=1)] = -1
    points: dict[int, int] = {}
    places: dict[int, Box] = {}
    for i in np.flatnonzero(cells >= 0).tolist():
        whole = xs[right[i] + 1] - xs[left[i]], ys[bottom[i] + 1] - ys[top[i]]
        if sides[i][0] < FILLS * whole[0] or sides[i][1] < FILLS * whole[1]:
            cell, box = int(cells[i]), Box(*boxes[i].tolist())
            points[cell] = points.get(cell, 0) + int(drawn.points[i])
            places[cell] = places[cell].union(box) if cell in places else box
    return {cell: box for cell, box in places.items() if points[cell] >= FEWEST_POINTS}


def changed(drawn: Drawn, c: Characters, owner: NDArray[np.intp], cells: NDArray[np.intp] | None = None) -> set[int]:
    """The cells whose numbers are changed by what is drawn beside or upon them; `owner` is the cell of each character,
    `cells` are those in which the drawn boxes lie, if that is known: a minus may stand at the far side of its cell."""
    boxes = drawn.boxes
    found: set[int] = set()
    if not len(boxes) + len(drawn.slants) or len(boxes) > MOST or not len(c):
        return found
    largest = float(c.size.max())
    sides = boxes[:, 2:] - boxes[:, :2]
    small = sides[:, 1] < (1 + 2 * BEYOND) * largest
    small &= (drawn.points < PICTURE) | (sides[:, 0] < largest)  # pictures that are longer are rules
    homes = np.full(len(boxes), -1) if cells is None else cells
    boxes, points, homes = boxes[small], drawn.points[small], homes[small]
    dashes = _dashes(boxes, largest)
    boxes, points, homes = boxes[~dashes], points[~dashes], homes[~dashes]
    lines = np.unique(c.baseline)
    lines = lines[np.searchsorted(lines, boxes[:, 1]) % len(lines)]  # the first one that is no higher than its head
    low = np.flatnonzero((lines >= boxes[:, 1]) & (lines - DIGIT * largest < boxes[:, 3]))[:MOST_MARKS]
    for box, of, home in zip(boxes[low].tolist(), points[low].tolist(), homes[low].tolist(), strict=True):
        x0, top, x1, bottom = box
        near = (c.x0 < x1 + largest) & (c.x1 > x0 - largest) & (c.top < bottom) & (c.bottom > top) & (owner >= 0)
        for cell in {*owner[near | ((owner == home) & (home >= 0))].tolist()} - found:
            if _changes(Box(*box), of, c, np.flatnonzero(owner == cell), cell == home):
                found.add(cell)
    return found | crossed(drawn, c, owner)


def _dashes(boxes: Floats, size: float) -> NDArray[np.bool_]:
    """Which boxes are the dashes of an upright line: narrow ones, with others of the same sides close above or below.
    (The foot of a △ has its sides.)"""
    found = np.zeros(len(boxes), dtype=bool)
    if len(boxes) < 2:
        return found
    order = np.lexsort((boxes[:, 1], np.round(boxes[:, 2] * 2), np.round(boxes[:, 0] * 2)))
    sides = np.round(boxes[order][:, [0, 2]] * 2)
    near = (sides[1:] == sides[:-1]).all(axis=1) & (sides[1:, 1] - sides[1:, 0] < 2 * THIN)
    near &= np.abs(boxes[order][1:, 1] - boxes[order][:-1, 3]) < STEP * size
    found[order[1:]] |= near
    found[order[:-1]] |= near
    return found


def crossed(drawn: Drawn, c: Characters, owner: NDArray[np.intp]) -> set[int]:
    """The cells with a digit through which a stroke goes, however long it is: it may cross out a row or a whole table,
    and a scrawl is higher than what it crosses out. (A line that splits a cell in two keeps clear of figures.)"""
    found: set[int] = set()
    if not len(drawn.slants):
        return found
    digits = np.flatnonzero((owner >= 0) & np.fromiter(map(NUMERALS.__contains__, c.text), np.bool_, len(c)))
    size, foot = c.size[digits], c.baseline[digits]
    quarter = (c.x1[digits] - c.x0[digits]) / 4
    left, right = c.x0[digits] + quarter, c.x1[digits] - quarter
    for ax, ay, bx, by in drawn.slants[:MOST_MARKS].tolist():
        x0, x1 = np.maximum(left, min(ax, bx)), np.minimum(right, max(ax, bx))
        y0, y1 = (
            ay + (x - ax) / (bx - ax) * (by - ay) if bx != ax else np.full(len(x), y) for x, y in ((x0, ay), (x1, by))
        )
        through = (x0 <= x1) & (np.minimum(y0, y1) < foot - CORE * size)
        through &= np.maximum(y0, y1) > foot - (DIGIT - CORE) * size
        found.update(owner[digits[through]].tolist())
    return found


def _changes(box: Box, points: int, c: Characters, held: NDArray[np.intp], is_home: bool) -> bool:
    """Whether something drawn, of so many points, changes the number that these characters make up; `is_home`: it lies
    in their cell."""
    size, foot = float(c.size[held].max()), float(c.baseline[held].max())
    first, last = float(c.x0[held].min()), float(c.x1[held].max())
    if foot - float(c.baseline[held].min()) > RAISED * size:
        return False  # several lines
    width, head = box.x1 - box.x0, foot - DIGIT * size
    middle = (box.top + box.bottom) / 2
    if box.bottom - box.top < POINT * size:
        least = max(STROKE[0] * size, LONG * (box.bottom - box.top))
        minus = least < width < STROKE[1] * size and head < middle < foot - RAISED * size
        if minus and (is_home or first - BESIDE * size < box.x0) and box.x1 < first + RAISED * size:
            return True
        if first < (box.x0 + box.x1) / 2 < last:
            point = width < POINT * size and abs(foot - middle) < RAISED * size
            on_digit = head - OVER * size < middle < foot - RAISED * size
            stroke = STROKE[0] * size < width < BROAD * size and on_digit
            if point or stroke:  # (at the head of a 1, that of a 7)
                return True
    high = box.bottom - box.top
    in_row = HIGH[0] * size < high < HIGH[1] * size and min(box.bottom, foot) - max(box.top, head) > HELD * high
    if in_row and width < BROAD * size and first - TOUCHES * size < box.x1 and box.x0 < last + TOUCHES * size:
        return True  # a digit more, or a part of one
    as_high = MARK[0] * size < min(width, box.bottom - box.top) and max(width, box.bottom - box.top) < MARK[1] * size
    if points in TRIANGLE and as_high and first - BESIDE * size < box.x1 < first + RAISED * size:
        return True
    over = min(box.x1, last) - max(box.x0, first)
    return (
        over > REACHES * (last - first)
        and width < last - first + 2 * LONGER * size
        and min(box.bottom, foot) - max(box.top, head) > REACHES * (box.bottom - box.top)
        and box.top > head - BEYOND * size
        and box.bottom < foot + BEYOND * size
    )
