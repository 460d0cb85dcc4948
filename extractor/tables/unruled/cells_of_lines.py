"""The lines of a column grouped into cells, one for each row of amounts."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum

import numpy as np
from msgspec import Struct

from extractor.document.geometry import median
from extractor.document.lines import UNREADABLE
from extractor.document.model import Box
from extractor.lexicon.header_words import is_header_word
from extractor.tables.assembly.frame import is_note
from extractor.tables.unruled.under_headers import Span
from extractor.tables.unruled.words import Word

ON_ROW = 0.3  # of the size: what stands on a row is no further off it
ROOM = 0.95  # of the size: a line that is further from all rows may be a row of its own
MOST_LINES = 6  # in one cell
MOST_ROWS = 500  # and in one column of a page
MOST_PASSES = 5  # in which each part of a column is regrouped
# What it costs to leave a row without a cell, a cell without a row or room for one, to give a row a second cell, and to
# join two lines.
SKIPPED, OFF, TWICE, JOINED = 1.0, 0.5, 1.0, 0.01
ALIKE = 0.45  # ways that differ by less in what they cost are as good as one another


class Line(Struct, frozen=True):
    """Characters written in one go: their indexes, their `place` among all such lines of the page, and whether they may
    continue the cell of the line before them in their column."""

    place: int
    word: Word
    indexes: tuple[int, ...]
    goes_on: bool = False

    @property
    def baseline(self) -> float:
        return self.word.baseline

    @property
    def size(self) -> float:
        return self.word.size

    @property
    def span(self) -> Span:
        return self.word.box.x0, self.word.box.x1


class Stands(StrEnum):
    """How a cell of several lines stands on its row."""

    MIDDLE = "middle"
    FIRST = "first"
    LAST = "last"

    def at(self, lines: Sequence[Line]) -> float:
        """The height at which the lines of a cell stand, in points."""
        ends = {Stands.FIRST: (0, 0), Stands.LAST: (-1, -1), Stands.MIDDLE: (0, -1)}[self]
        return sum(lines[end].baseline for end in ends) / 2


class CellOfLines(Struct, frozen=True):
    """A cell of one or several lines, and the baseline of its row; one that is not `readable` lies upon another."""

    lines: tuple[Line, ...]
    baseline: float
    readable: bool = True

    @property
    def is_changed(self) -> bool:
        """Whether the cell differs from its lines taken one by one."""
        return len(self.lines) > 1 or not self.readable

    @property
    def indexes(self) -> list[int]:
        return [index for line in self.lines for index in line.indexes]

    @property
    def word(self) -> Word:
        """The cell as one word on the baseline of its row, as if the row had been wide enough."""
        text, first = "".join(line.word.text for line in self.lines), self.lines[0].word
        (x0, x1), lower = self.span, self.baseline - first.baseline
        box = Box(x0, first.box.top + lower, x1, first.box.bottom + lower)
        return Word(text if self.readable else UNREADABLE * len(text), box, self.baseline, first.size)

    @property
    def span(self) -> Span:
        return min(line.span[0] for line in self.lines), max(line.span[1] for line in self.lines)


Cells = tuple[tuple[Line, ...], ...]


class _Page(Struct, frozen=True):
    """How the lines of a column are grouped: the heights of the rows, how cells stand on them, how far off them its
    lines are, from how many sizes away a line may be a row of its own, and the cost of leaving one above or below all
    rows alone."""

    rows: Sequence[float]
    stands: Stands
    off: float
    room: float
    outside: float

    def row_of(self, cell: Sequence[Line]) -> int | None:
        row, away = _nearest(self.stands.at(cell) - self.off, self.rows)
        return row if abs(away) < ON_ROW * cell[0].size else None

    def cost(self, cell: Sequence[Line]) -> float:
        """The cost of taking these lines for a cell, whatever stands beside it."""
        joined = JOINED * (len(cell) - 1)
        if self.row_of(cell) is not None:
            return joined
        if len(cell) > 1 or abs(_nearest(cell[0].baseline - self.off, self.rows)[1]) < self.room * cell[0].size:
            return OFF + joined
        return self.outside if _may_go_on(cell[0], self.rows) else 0.0


def best_parting(
    columns: Sequence[Sequence[Line]], rows: Sequence[float], room: float = ROOM
) -> tuple[Stands, list[CellOfLines]]:
    """How the cells of a page stand on their rows, and the cells of its columns without amounts. The lines of a column
    come in the order in which they were drawn; one that is `room` sizes away from all rows may be a row of its own.
    Cells are not readable where another way is as good and groups them differently."""
    ways = {stands: [_parted(column, rows, stands, room) for column in columns] for stands in Stands}
    costs = {stands: sum(cost for cost, _ in ways[stands]) for stands in Stands}
    stands = min(Stands, key=lambda one: costs[one])
    rivals = [one for one in Stands if one is not stands and costs[one] < costs[stands] + ALIKE]
    cells: list[CellOfLines] = []
    for place, column in enumerate(columns):
        others = [{_names(lines) for lines in ways[rival][place][1]} for rival in rivals]
        own = map(_names, ways[stands][place][1])
        doubtful = {name for names in own if not all(names in other for other in others) for name in names}
        for lines in _parted(column, rows, stands, room, outside=2 * JOINED)[1]:
            cells.append(CellOfLines(lines, stands.at(lines), doubtful.isdisjoint(_names(lines))))
    return stands, cells


def _names(lines: Sequence[Line]) -> tuple[int, ...]:
    return tuple(line.place for line in lines)


def _parted(
    column: Sequence[Line], rows: Sequence[float], stands: Stands, room: float, outside: float = 0.0
) -> tuple[float, Cells]:
    """The best way to group the lines of a column, and its cost. `outside` is the cost of leaving one alone above the
    first row or below the last: nothing where the question is how cells stand, since it may be a header or a note.

    It begins twice: with each line as a cell of its own, and with all that were drawn together as one. Then each group
    is regrouped given the others, until nothing changes, and the better of the two results is taken.
    """
    page = _Page(rows, stands, median(np.array([_nearest(line.baseline, rows)[1] for line in column])), room, outside)
    chains = _chains(column)
    alone: list[Cells] = [tuple((line,) for line in chain) for chain in chains]
    whole: list[Cells] = [
        (tuple(chain),) if len(chain) <= MOST_LINES and page.row_of(chain) is not None else single
        for chain, single in zip(chains, alone, strict=True)
    ]
    return min((_settled(chains, page, start) for start in (alone, whole)), key=lambda way: way[0])


def _settled(chains: Sequence[Sequence[Line]], page: _Page, parted: list[Cells]) -> tuple[float, Cells]:
    """A way to group the lines in which none of the `chains` can be grouped better by itself, and its cost."""
    claims = Counter(row for cells in parted for row in map(page.row_of, cells) if row is not None)
    for _ in range(MOST_PASSES):
        before = list(parted)
        for place, chain in enumerate(chains):
            claims.subtract(row for row in map(page.row_of, parted[place]) if row is not None)
            parted[place] = _best(chain, page, claims)
            claims.update(row for row in map(page.row_of, parted[place]) if row is not None)
        if parted == before:
            break
    cells = tuple(cell for part in parted for cell in part)
    beside = sum(TWICE * (claims[row] - 1) if claims[row] else SKIPPED for row in range(len(page.rows)))
    return sum(map(page.cost, cells)) + beside, cells


def _best(chain: Sequence[Line], page: _Page, claims: Mapping[int, int]) -> Cells:
    """The best grouping of lines that were drawn together, given how many other cells each row has."""
    ways: list[tuple[float, Cells]] = [(0.0, ())]
    for end in range(1, len(chain) + 1):
        longer = []
        for begin in range(max(0, end - MOST_LINES), end):
            cost, cells = ways[begin]
            cell = tuple(chain[begin:end])
            row = page.row_of(cell)
            beside = 0.0 if row is None else TWICE if claims.get(row) else -SKIPPED
            longer.append((cost + page.cost(cell) + beside, (*cells, cell)))
        ways.append(min(longer, key=lambda way: way[0]))
    return ways[-1][1]


def _chains(column: Sequence[Line]) -> list[list[Line]]:
    """The lines of a column, grouped where several may be of one cell."""
    chains: list[list[Line]] = []
    for line in column:
        if chains and line.goes_on:
            chains[-1].append(line)
        else:
            chains.append([line])
    return chains


def _may_go_on(line: Line, rows: Sequence[float]) -> bool:
    """Whether a line above or below all rows may be of a cell that stands on one."""
    if line.baseline < rows[0]:
        return not is_header_word(line.word.text)
    return line.baseline > rows[-1] and not is_note(line.word.text)


def _nearest(height: float, rows: Sequence[float]) -> tuple[int, float]:
    """The row nearest to a height, and how far below the row that height is."""
    at = bisect_left(rows, height)
    near = range(max(at - 1, 0), min(at + 1, len(rows)))
    row = min(near, key=lambda place: abs(height - rows[place]))
    return row, height - rows[row]
