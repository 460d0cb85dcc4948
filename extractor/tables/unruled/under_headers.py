"""The columns of a table without vertical rules: the stacks of words in its body, each under one header cell.

Numbers stand at the right of a column and its header in the middle, so that the two may not overlap; they are matched
in order, nearest to nearest. Where a header cell is left over that is a guess: the same numbers may as well be those of
the column beside, and their sums hold there too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

COLUMN_GAP = 1.0  # points between the words of neighbouring columns
FLUSH = 0.5  # points
BLANK_COLUMN = 20.0  # points: what it costs to take a column for blank rather than a stack for its neighbour's
OVER_OTHERS = 15.0  # points: and to take a header cell that may reach over those beside it for one of a column

# of the points between the middles of a stack and a header cell: what these cost, for amounts that stand beside the
# cell, and for all others
BESIDE, UNDER = 0.5, 0.01

Span = tuple[float, float]


class Matched(Struct, frozen=True):
    """A column: the extents of what stands in it and of its header cell, in points; None where the body leaves it
    blank, or no header stands above it."""

    stack: Span | None
    head: Span | None

    @property
    def span(self) -> Span:
        both = [span for span in (self.stack, self.head) if span is not None]
        return min(a for a, _ in both), max(b for _, b in both)

    @property
    def is_sure(self) -> bool:
        """Whether what stands in the column stands under its own header cell."""
        return self.stack is not None and self.head is not None and shared(self.stack, self.head) > 0


def matched(
    stacks: Sequence[Span], sure: Sequence[Span], maybe: Sequence[Span], amounts: Sequence[Span]
) -> list[Matched]:
    """Stacks and header cells paired in order, from left to right, so that the distance is least.

    A header cell without a stack is a column that the body leaves blank, if it is `sure` to be above one column. In a
    wide column `amounts` stand far from the middle, where the header is, but no nearer to that of another column.
    """
    heads = sorted([*sure, *maybe])
    alone = 1000.0  # a stack without a header costs more than any distance on a page
    blank = [BLANK_COLUMN if head in sure else 0.0 for head in heads]
    best: list[list[tuple[float, tuple[tuple[int, int], ...]]]] = [
        [(sum(blank[:j]), ()) for j in range(len(heads) + 1)]
    ]
    for i, stack in enumerate(stacks, start=1):
        beside = BESIDE if stack in amounts else UNDER
        row: list[tuple[float, tuple[tuple[int, int], ...]]] = [(best[i - 1][0][0] + alone, best[i - 1][0][1])]
        for j, head in enumerate(heads, start=1):
            gap = max(0.0, head[0] - stack[1], stack[0] - head[1])
            middles = abs((head[0] + head[1]) - (stack[0] + stack[1])) / 2
            apart = 0.0 if flush(head, stack) else (beside if gap else UNDER) * middles
            above = OVER_OTHERS if head in maybe else 0.0
            pair = (best[i - 1][j - 1][0] + gap + apart + above, (*best[i - 1][j - 1][1], (i - 1, j - 1)))
            skip = (best[i - 1][j][0] + alone, best[i - 1][j][1])
            empty = (row[j - 1][0] + blank[j - 1], row[j - 1][1])
            row.append(min(pair, skip, empty, key=lambda option: option[0]))
        best.append(row)
    pairs = best[-1][-1][1]
    with_stack, with_head = {i for i, _ in pairs}, {j for _, j in pairs}
    found = [Matched(stacks[i], heads[j]) for i, j in pairs]
    found += [Matched(stack, None) for i, stack in enumerate(stacks) if i not in with_stack]
    found += [Matched(None, head) for j, head in enumerate(heads) if j not in with_head and head in sure]
    return sorted(found, key=lambda column: column.span)


def exchangeable(columns: Sequence[Matched]) -> Iterator[tuple[int, int]]:
    """The places of the columns whose numbers may be those of another, each with that one.

    They stand more under the header cell of the other than under their own; or they do not stand under their own, and
    neither do those of the columns between them and a blank one.
    """
    open_ = {i for i, column in enumerate(columns) if not column.is_sure}
    for i, column in enumerate(columns):
        if column.stack is None or column.head is None:
            continue
        own = shared(column.stack, column.head)
        for other, beside in enumerate(columns):
            if other != i and beside.head is not None and shared(column.stack, beside.head) > max(own, 0.0):
                open_.update((i, other))
                yield i, other
    loose = {i for run in _runs(sorted(open_)) if any(columns[i].stack is None for i in run) for i in run}
    for i in sorted(loose):
        if columns[i].stack is not None:
            yield from ((i, other) for other in (i - 1, i + 1) if other in loose)


def _runs(places: Sequence[int]) -> Iterator[list[int]]:
    """Places that follow one another."""
    run: list[int] = []
    for place in places:
        if run and place != run[-1] + 1:
            yield run
            run = []
        run.append(place)
    if run:
        yield run


def shared(one: Span, other: Span) -> float:
    """By how many points two extents overlap; below 0 the gap between them."""
    return min(one[1], other[1]) - max(one[0], other[0])


def flush(one: Span, other: Span) -> bool:
    """Whether two extents begin or end at one place, as a header and its column do that are aligned to the same
    side."""
    return min(abs(one[0] - other[0]), abs(one[1] - other[1])) < FLUSH


def stacked(extents: Sequence[Span]) -> tuple[Span, ...]:
    """The extents of what stands below one another, from left to right."""
    stacks: list[Span] = []
    for x0, x1 in sorted(extents):
        if stacks and x0 < stacks[-1][1] + COLUMN_GAP:
            stacks[-1] = (stacks[-1][0], max(stacks[-1][1], x1))
        else:
            stacks.append((x0, x1))
    return tuple(stacks)
