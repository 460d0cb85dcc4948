"""Over which columns each cell of an aligned table's header stands.

No rule shows where a header cell ends. A leaf has a column of numbers under it; a cell above leaves reaches over as
many neighbouring columns as put it in their middle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise, takewhile

from msgspec import Struct

from extractor.document.characters import plain
from extractor.lexicon.labels import is_subtotal
from extractor.lexicon.measures import may_stand_over
from extractor.tables.unruled.header import SAME_HEIGHT, HeaderCell
from extractor.tables.unruled.under_headers import Span, flush

PADDING = 0.5  # of the size: cells of two rows begin at least so far below each other
ROOM = 0.25  # of the size: what is left under the text of the lowest cell
UNCLAIMED = 0.3  # of a column's width: what it costs to leave a column to no cell above it
NAMELESS = 1.0  # and one of several with the same sum for a header (合计, 小计): each is that of a group


def possible_leaves(cells: Sequence[HeaderCell], jitter: float) -> tuple[list[HeaderCell], list[HeaderCell]]:
    """The cells with nothing right below them: those that are certainly leaves (nothing is lower on both sides of
    them), and those that may reach over lower cells beside them instead. `jitter` is that of `jitter_of`."""
    is_under, is_lower = _rule_of_rows(cells, jitter), _rule_of_rows(cells, jitter, PADDING)
    sure: list[HeaderCell] = []
    maybe: list[HeaderCell] = []
    for cell in cells:
        if not any(c.x0 < cell.x1 and c.x1 > cell.x0 and is_under(c, cell) for c in cells if c is not cell):
            lower = [c for c in cells if is_lower(c, cell)]
            is_amid = any(c.x1 <= cell.x0 for c in lower) and any(c.x0 >= cell.x1 for c in lower)
            (maybe if is_amid else sure).append(cell)
    return sure, maybe


def _rule_of_rows(
    cells: Sequence[HeaderCell], jitter: float, room: float = ROOM
) -> Callable[[HeaderCell, HeaderCell], bool]:
    """A function that tells whether one cell begins in a row below that of another.

    Cells of one row share their tops, or else their middles: whichever makes fewer rows. A text in the middle of a cell
    that reaches to the foot of the header shows where the cell begins: it reaches up as far as it reaches down. `room`,
    in sizes, is what may be left below the lowest text: the more there is, the less lies under a cell as high as two
    rows, whose middle is where the lower of them begins.
    """
    own = [c for c in cells if not c.is_below]
    if _distinct([c.top for c in own]) < _distinct([c.height for c in own]):
        return lambda low, high: low.top > high.top + PADDING * high.words[0].size
    foot = max((c.bottom + room * c.words[0].size for c in own), default=0.0)
    return lambda low, high: 2 * low.height - foot > high.height + jitter


def _of_two_rows(leaves: Sequence[HeaderCell]) -> list[HeaderCell]:
    """The leaves in the lower of two rows, by their middles: under one row of cells any other reaches up beside it.
    None where more tells them apart, or nothing does: text may stand at the top or foot of cells."""
    middles = sorted(cell.height for cell in leaves)
    if _distinct(middles) != 2 or min(_distinct([c.top for c in leaves]), _distinct([c.bottom for c in leaves])) < 2:
        return []
    return [cell for cell in leaves if middles[-1] - cell.height <= SAME_HEIGHT]


def _distinct(heights: Sequence[float]) -> int:
    ordered = sorted(heights)
    return 1 + sum(b - a > SAME_HEIGHT for a, b in pairwise(ordered))


class _Unit(Struct, frozen=True):
    """Neighbouring columns under one header cell: the first and the last of them."""

    cell: HeaderCell
    first: int
    last: int


def spans(
    cells: Sequence[HeaderCell], columns: Sequence[Span], column_of: Callable[[Span], int], jitter: float
) -> list[tuple[HeaderCell, int, int]]:
    """For each header cell the first and the last column over which it stands: from the leaves up, each row of cells
    over what is below it.

    `columns` are the extents of the words of the columns; `column_of` gives the column of an extent.
    """
    sure, maybe = possible_leaves(cells, jitter)
    leaves: dict[int, HeaderCell] = {}
    for cell in sorted([*sure, *maybe], key=lambda c: (-c.bottom, c.x0)):
        leaves.setdefault(column_of((cell.x0, cell.x1)), cell)
    columns = [_around(leaves[i], span) if i in leaves else span for i, span in enumerate(columns)]
    units = [_Unit(leaves[i], i, i) for i in sorted(leaves)]
    placed = [(unit.cell, unit.first, unit.last) for unit in units]
    left, of_leaves = [c for c in cells if not _among(c, leaves.values())], _rule_of_rows(cells, jitter)
    of_others = of_leaves
    low = _of_two_rows(list(leaves.values())) if _distinct([c.height for c in left]) == 1 else []
    while left:
        sure, maybe = possible_leaves(left, jitter)
        peers = sorted(sure or maybe, key=lambda c: c.x0)
        under = [  # leaves reach down to the foot of the header, other cells to what they stand over
            [u for u in units if (of_leaves if _among(u.cell, leaves.values()) else of_others)(u.cell, p)]
            for p in peers
        ]
        if low:
            under = [[u for u in units if _among(u.cell, low)] for _ in peers]
        lower = under[0]
        # 项目 beside 科目编码, which stands over 类, 款 and 项: that goes first.
        if len(lower) < max(len(peers), *map(len, under)):
            at = [i for i, c in enumerate(peers) if not any(other.top > c.bottom for other in peers)]
            peers, lower = [peers[i] for i in at], under[at[0]]
        runs = _shared_out(peers, lower, columns)
        placed.extend((run.cell, run.first, run.last) for run in runs)
        bare = [u for u in units if not any(run.first <= u.first <= run.last for run in runs)]
        units = sorted([*runs, *bare], key=lambda u: u.first)
        of_others = _rule_of_rows(left, jitter)
        left = [c for c in left if not _among(c, peers)]
    return placed


def _among(cell: HeaderCell, cells: Iterable[HeaderCell]) -> bool:
    return any(cell is other for other in cells)


def _around(leaf: HeaderCell, words: Span) -> Span:
    """The extent of a column: its header stands in its middle and its words reach to at least one side; or header and
    words begin or end at one place."""
    if flush((leaf.x0, leaf.x1), words):
        return words
    half = max(words[1] - leaf.middle, leaf.middle - words[0])
    return leaf.middle - half, leaf.middle + half


def _shared_out(peers: Sequence[HeaderCell], lower: Sequence[_Unit], columns: Sequence[Span]) -> list[_Unit]:
    """Runs of neighbouring columns, one for each cell of a row, so that each stands as near as possible to the middle
    of its run; columns may be left over. Of several equal sums (合计, 小计) each is of another
    run."""
    if not lower:
        return _over_the_nearest(peers, columns)
    if from_the_left := _from_the_left(peers, lower):
        return from_the_left
    totals = {at: text for at, unit in enumerate(lower) if is_subtotal(text := plain(unit.cell.text))}
    several = {at for at, text in totals.items() if [*totals.values()].count(text) > 1}
    best: list[list[tuple[float, tuple[tuple[int, int], ...]] | None]] = [
        [None] * (len(lower) + 1) for _ in range(len(peers) + 1)
    ]
    best[0][0] = (0.0, ())
    for used in range(len(peers) + 1):
        for at in range(len(lower) + 1):
            state = best[used][at]
            if state is None:
                continue
            cost, runs = state
            if at < len(lower):
                width = columns[lower[at].last][1] - columns[lower[at].first][0]
                share = NAMELESS if at in several else UNCLAIMED
                _offer(best, used, at + 1, cost + share * width, runs)
            if used == len(peers):
                continue
            for end in range(at, len(lower)):
                if end > at and lower[end].first != lower[end - 1].last + 1:
                    break  # a cell that is not under these stands between them
                if end in several and totals[end] in {totals.get(one) for one in range(at, end)}:
                    break  # a group has one
                if not may_stand_over(peers[used].text, lower[end].cell.text):
                    break
                first, last = lower[at].first, lower[end].last
                away = abs(peers[used].middle - (columns[first][0] + columns[last][1]) / 2)
                _offer(best, used + 1, end + 1, cost + away, (*runs, (first, last)))
    state = best[len(peers)][len(lower)]
    if state is None:
        return _over_the_nearest(peers, columns)
    return [_Unit(peer, a, b) for peer, (a, b) in zip(peers, state[1], strict=True)]


def _from_the_left(peers: Sequence[HeaderCell], lower: Sequence[_Unit]) -> list[_Unit]:
    """Runs that begin where the cells of a row do, as what they stand over does, each reaching to the next; none where
    some cell begins elsewhere, as those do that stand in the middle of their columns."""
    begins = [[i for i, unit in enumerate(lower) if abs(unit.cell.x0 - peer.x0) < SAME_HEIGHT] for peer in peers]
    starts = [found[0] for found in begins if len(found) == 1]
    if len(starts) < len(peers):
        return []
    runs = [_as_low(lower[start:end]) for start, end in pairwise([*starts, len(lower)])]
    if not all(runs) or max(map(len, runs)) == 1:
        return []
    if any(after.first != before.last + 1 for run in runs for before, after in pairwise(run)):
        return []
    return [_Unit(peer, run[0].first, run[-1].last) for peer, run in zip(peers, runs, strict=True)]


def _as_low(run: Sequence[_Unit]) -> Sequence[_Unit]:
    """A run as far as its cells stand as low as the first: a higher one is two rows high, beside the cell over it."""
    return [*takewhile(lambda unit: unit.cell.height > run[0].cell.height - SAME_HEIGHT, run)]


def _over_the_nearest(peers: Sequence[HeaderCell], columns: Sequence[Span]) -> list[_Unit]:
    """Each cell over the column whose middle is nearest."""
    nearest = ((peer, _nearest(peer, columns)) for peer in peers)
    return [_Unit(peer, place, place) for peer, place in nearest if place is not None]


def _offer(
    best: list[list[tuple[float, tuple[tuple[int, int], ...]] | None]],
    used: int,
    at: int,
    cost: float,
    runs: tuple[tuple[int, int], ...],
) -> None:
    known = best[used][at]
    if known is None or cost < known[0]:
        best[used][at] = (cost, runs)


def _nearest(cell: HeaderCell, columns: Sequence[Span]) -> int | None:
    """The column whose middle is nearest."""
    return min(range(len(columns)), key=lambda i: abs(sum(columns[i]) / 2 - cell.middle), default=None)
