"""Which characters of a page lie within what is shown of it, and are large enough to be read."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractor.document.numbers import DIGITS
from extractor.document.pdf.objects import Mask, Rectangle
from extractor.document.pdf.text_layer import TextLayer, within
from extractor.kept import compiled

SMALLEST = 1.0  # points: the size of a character that nobody reads,
SMALLEST_SHARE = 0.15  # and as a share of the usual one of its page,
SMALLEST_OF_PAGE = 0.0004  # and of the page's longer side
NARROWEST = 0.04  # of the size: digits that are no wider are drawn on one spot, letters no higher are strokes
BEYOND, FEWEST = 5.0, 3  # points: so far on both sides of an edge; lines of a table that do
_NOTE = compiled(r"(?:备?注|说明)\s*\d?[:：]")
CLOSE, STEADY = 0.5, 0.1  # of the size: how near characters of one word stand, and how little its line rises


def in_sight(layer: TextLayer, bounds: Rectangle) -> tuple[Mask, Mask]:
    """A mask of the characters that lie on the visible page and are large enough to be read, and one of those that are
    too small."""
    here = within(layer.boxes, bounds)
    if not len(layer):
        return here, here
    left, bottom, right, top = layer.boxes.T
    width, height = right - left, top - bottom
    size = np.maximum(width, height)
    longest = max(bounds[2] - bounds[0], bounds[3] - bounds[1])
    tiny: Mask = np.zeros(len(layer), dtype=bool)
    if size.min() < max(SMALLEST, SMALLEST_OF_PAGE * longest, SMALLEST_SHARE * size.max()):
        usual = float(np.partition(size, 3 * len(size) // 4)[3 * len(size) // 4])  # tiny ones may be most of them
        least = max(min(SMALLEST, 0.5 * usual), SMALLEST_OF_PAGE * longest)  # (where most is tiny, it is what is usual)
        tiny = (size < least) | (size < SMALLEST_SHARE * usual)
    flat = np.minimum(width, height) < NARROWEST * size
    if flat.any():
        squashed = (height < width).tolist()
        flat &= np.array([c in DIGITS or (s and c.isalnum()) for c, s in zip(layer.text, squashed, strict=True)])
    if flat.any():  # and so are the points and signs of their runs
        runs = np.array(layer.objects(), dtype=np.int64)
        tiny |= flat | np.isin(runs, runs[flat & (runs != 0)])
    return here & ~tiny, tiny


def runs_on(layer: TextLayer, here: Mask, outside: Mask) -> bool:
    """Whether something on the visible page goes on outside it, in a horizontal or vertical line: watermarks may, and
    so may words of a note (注：) that a spreadsheet cuts off."""
    edges = np.flatnonzero((here[1:] & outside[:-1]) | (here[:-1] & outside[1:])).tolist()
    for i in edges:
        (x0, y0, x1, y1), (u0, v0, u1, v1) = layer.boxes[i : i + 2].tolist()
        size = max(min(x1 - x0, y1 - y0), min(u1 - u0, v1 - v0))
        apart = max(u0 - x1, x0 - u1, v0 - y1, y0 - v1)
        steps = min(abs(v0 - y0), abs(v1 - y1), abs(u0 - x0), abs(u1 - x1))
        in_one_word = apart < CLOSE * size and steps < STEADY * size and layer.text[i : i + 2].isalnum()
        if in_one_word and not _is_end_of_a_note(layer, i, STEADY * size):
            return True
    return False


def _is_end_of_a_note(layer: TextLayer, edge: int, step: float) -> bool:
    """Whether the line of a character begins as a note does, and goes on behind the character in words alone."""
    level = np.abs(layer.boxes[:, 1] - layer.boxes[edge, 1]) < max(step, 1.0)
    others = np.flatnonzero(~level)
    before, after = others[others < edge], others[others > edge]
    begin = int(before[-1]) + 1 if len(before) else 0
    end = int(after[0]) if len(after) else len(layer)
    line = layer.text[begin:end].lstrip()
    return _NOTE.match(line) is not None and not any(c in DIGITS for c in layer.text[edge:end])


def rules_run_on(lines: Sequence[Rectangle], bounds: Rectangle) -> bool:
    """Whether several ruled lines go on beyond an edge of the visible page: then a table does, and some of its columns
    are not seen."""
    x0, y0, x1, y1 = np.array(lines, dtype=np.float64).reshape(-1, 4).T
    left, bottom, right, top = bounds
    flat, upright = x1 - x0 > y1 - y0, y1 - y0 > x1 - x0
    across = flat & (bottom < y0) & (y1 < top), upright & (left < x0) & (x1 < right)
    over = (
        (low < edge - BEYOND) & (high > edge + BEYOND) & held
        for held, low, high, edges in ((across[0], x0, x1, (left, right)), (across[1], y0, y1, (bottom, top)))
        for edge in edges
    )
    return any(np.count_nonzero(some) >= FEWEST for some in over)
