"""The grid of the cells that an engine gives, each known only by its box."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence

from msgspec import Struct

from extractor.document.characters import printed, without_blanks
from extractor.document.model import Box, Spans
from extractor.tables.model import Address, Cell, Grid

SNAP = 2.0  # points: cell borders nearer than this are one


class RawCell(Struct, frozen=True):
    """A cell as an engine gives it: its box, spans included, and its printed lines."""

    box: Box
    lines: tuple[str, ...]


def edges(places: Sequence[float]) -> list[float]:
    """Distinct cell borders, each the first of those that lie within `SNAP`."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > SNAP:
            found.append(place)
    return found


def nearest(found: Sequence[float], place: float) -> int:
    return min(range(len(found)), key=lambda i: abs(found[i] - place))


def grid_of(page: int, cells: Sequence[RawCell], name: str) -> Grid | None:
    """The grid of one table; places that no cell covers become blank cells. None for fewer than two columns."""
    xs = edges([x for cell in cells for x in (cell.box.x0, cell.box.x1)])
    ys = edges([y for cell in cells for y in (cell.box.top, cell.box.bottom)])
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 2:
        return None
    covered = _covered(cells, xs, ys)
    found: list[Cell] = []
    slots = [[-1] * columns for _ in range(rows)]
    for r in range(rows):
        for c in range(columns):
            if slots[r][c] >= 0:
                continue
            bottom, right = _end(covered, r, c)
            raw = covered[r][c]
            lines = tuple(filter(None, (without_blanks(printed(line)) for line in raw.lines))) if raw else ()
            for row in slots[r : bottom + 1]:
                row[c : right + 1] = [len(found)] * (right - c + 1)
            box = Box(xs[c], ys[r], xs[right + 1], ys[bottom + 1])
            address, text = Address(page, 0, r, c), "".join(lines)
            found.append(Cell(address, r, c, bottom - r + 1, right - c + 1, text, name, box=box, lines=lines))
    box = Box(xs[0], ys[0], xs[-1], ys[-1])
    places = tuple(map(tuple, slots))
    return Grid(page, 0, rows, columns, tuple(found), places, name, Spans.DRAWN, box, tuple(xs), tuple(ys))


def _covered(cells: Sequence[RawCell], xs: Sequence[float], ys: Sequence[float]) -> list[list[RawCell | None]]:
    """The cell at each place between the borders: the first, where several claim it, with what is printed in those of
    them that have no place (a cell may be narrower than `SNAP`, or lie within another)."""
    owners = [[-1] * (len(xs) - 1) for _ in range(len(ys) - 1)]
    for number, cell in enumerate(cells):
        columns = range(nearest(xs, cell.box.x0), nearest(xs, cell.box.x1))
        for row in owners[nearest(ys, cell.box.top) : nearest(ys, cell.box.bottom)]:
            for c in columns:
                row[c] = row[c] if row[c] >= 0 else number
    held = [*cells]
    for number in sorted({*range(len(cells))}.difference(*owners)):
        box = cells[number].box
        r, c = _between(ys, box.top, box.bottom), _between(xs, box.x0, box.x1)
        over = owners[r][c]
        if over < 0:
            owners[r][c] = number
        else:
            held[over] = RawCell(held[over].box, (*held[over].lines, *cells[number].lines))
    return [[held[number] if number >= 0 else None for number in row] for row in owners]


def _between(borders: Sequence[float], low: float, high: float) -> int:
    """Between which borders the middle of a stretch lies, or is nearest to."""
    return min(max(bisect(borders, (low + high) / 2) - 1, 0), len(borders) - 2)


def _end(covered: Sequence[Sequence[RawCell | None]], r: int, c: int) -> tuple[int, int]:
    """The last row and column of the cell that begins at a place."""
    raw, bottom, right = covered[r][c], r, c
    if raw is not None:
        while right + 1 < len(covered[r]) and covered[r][right + 1] is raw:
            right += 1
        while bottom + 1 < len(covered) and covered[bottom + 1][c] is raw:
            bottom += 1
    return bottom, right
