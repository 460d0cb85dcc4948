"""Gaps between shaded cells that a scan lost, found by the numbers of the page.

A gap may be narrower than a dot: then some of a page are seen and others are not. Where most are, a cell with two
numbers side by side is split between them; where gaps between rows, or much of the table, are lost, the others separate
nothing either.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from extractor.document.model import Rulings
from extractor.document.scan.picture.shapes import Strip

Span = tuple[int, int]
"""From where to where, in pixels."""
Line = tuple[float, float, float]
"""The place of a gap, its begin and its end, in pixels."""
ACROSS, DOWN = 0, 1  # the place of a strip's first side in it: numbers lie side by side, or one below the other
SEVERAL = 2  # cells of a row that hold numbers one below the other: one alone may hold a sum and a remark
MOST = 0.8  # of a page's numbers lie in cells, or the gaps are those of a part of the table


def parts_no_table(cells: Sequence[Strip], numbers: Sequence[Strip]) -> bool:
    """Whether so many gaps are lost that the others make no table: many numbers lie outside the cells, or below each
    other in some cells of a row."""
    held = [_spans(cell, numbers, DOWN) for cell in cells]
    if sum(map(len, held)) < MOST * len(numbers):
        return True
    high = [cell for cell, spans in zip(cells, held, strict=True) if any(_between(spans))]
    return any(sum(top < other[3] and other[1] < bottom for other in high) >= SEVERAL for _, top, _, bottom in high)


def with_columns(rulings: Rulings, cells: Sequence[Strip], texts: Sequence[Strip], numbers: Sequence[Strip]) -> Rulings:
    """The rulings of a page with more of them, which split cells with numbers side by side, and the cells above and
    below in which nothing is written at that place; all in pixels. `texts` are the strips of the page, `numbers` some
    of them."""
    known: list[Line] = [(x, top, bottom) for x, top, bottom in rulings.vertical.tolist()]
    lost = [
        _gap(span, other, known)
        for cell in cells
        for span in _between(_spans(cell, numbers, ACROSS))
        for other in cells
        if (other[0], other[2]) == (cell[0], cell[2])
    ]
    free = [line for line, cell in lost if not any(a < line[0] < b for a, b in _spans(cell, texts, ACROSS))]
    if not free:
        return rulings
    return Rulings(rulings.horizontal, np.concatenate([rulings.vertical, np.array(free, np.float32)]))


def _spans(cell: Strip, strips: Sequence[Strip], way: int) -> list[Span]:
    """Where the strips in a cell begin and end, in one direction, in order."""
    return sorted((strip[way], strip[way + 2]) for strip in strips if _lies_in(strip, cell))


def _between(spans: Sequence[Span]) -> Iterator[Span]:
    """What lies between spans that are wholly apart."""
    return ((one[1], other[0]) for one, other in pairwise(spans) if one[1] <= other[0])


def _gap(span: Span, cell: Strip, known: Sequence[Line]) -> tuple[Line, Strip]:
    """The gap within a span of a cell, and the cell: in line with the nearest gap that is seen, from its end on, or in
    the middle of the span."""
    _, top, _, bottom = cell
    seen = [(max(top - line[2], line[1] - bottom), line) for line in known if span[0] <= line[0] <= span[1]]
    away, (place, begin, end) = min(seen, default=(0, (sum(span) / 2, top, bottom)))
    if away > bottom - top:
        return (place, top, bottom), cell
    return (place, min(begin, top), max(end, bottom)), cell


def _lies_in(strip: Strip, cell: Strip) -> bool:
    x, y = (strip[0] + strip[2]) // 2, (strip[1] + strip[3]) // 2
    return cell[0] <= x < cell[2] and cell[1] <= y < cell[3]
