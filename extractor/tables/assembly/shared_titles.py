"""Titles in rows of the grids of two pages beside each other, which the edge between these cuts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from extractor.document.characters import plain
from extractor.lexicon.titles import Title, title_of
from extractor.tables.assembly.flow import Block
from extractor.tables.assembly.frame import frame_of
from extractor.tables.model import Grid

SAME_HEIGHT = 1.5  # points


def with_shared_titles(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, in which two pages that share a title (it begins over the first and ends over the second) both have
    it: it stands in rows of their grids at the same heights."""
    found = list(blocks)
    for at, (left, right) in enumerate(pairwise(blocks)):
        rows = right.first_row
        heights = zip(left.grid.y_edges, right.grid.y_edges[: rows + 1], strict=False)
        same = len(left.grid.y_edges) > rows and all(abs(one - other) <= SAME_HEIGHT for one, other in heights)
        if left.title or left.first_row not in (0, rows) or not same or left.grid.page != right.grid.page - 1:
            continue
        title = next(filter(None, (_cut_title(left.grid, right.grid, row) for row in range(rows))), None)
        if title is not None:
            frame = frame_of(cell.text for row in range(rows) for cell in left.grid.row_cells(row))
            found[at] = replace(left, title=title, first_row=rows, frame=frame)
            found[at + 1] = replace(right, title=None)
    return found


def _cut_title(left: Grid, right: Grid, row: int) -> Title | None:
    """The title that begins in a row of the left part and ends in that of the right one, where both hold nothing
    else."""
    texts = [[cell.text for cell in grid.row_cells(row) if cell.text] for grid in (left, right)]
    if list(map(len, texts)) != [1, 1]:
        return None
    (first,), (last,) = texts  # a character on the edge may be printed on both
    titles = (title_of(first + end) for end in (last, last[1:]))
    return next((t for t in titles if t is not None and t.table and plain(first) in plain(t.name)), None)
