"""Lines of a cell whose row is too low for them: LibreOffice draws them about the middle of the row, over its rules.

The centre of such a line may lie in the next row, among what is printed there. A line on a rule belongs to the cell on
either side of it; of all ways to share such lines out, the one is taken that leaves the text of every cell in the
middle of its row. Where none does clearly better (text written on the rules row by row), each line stays where its
centre is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from extractor.document.model import Characters, Floats

ON_RULE = 0.3  # of a character's height: its centre is no further from the rule
CLEARLY = 0.3  # of a character's height: by how much the texts must stand nearer to the middles of their rows
MOST_LINES = 4  # on rules that follow each other: more are a way of writing
OUTSIDE = -1
Span = tuple[float, float]  # of heights on the page, from the top down


class _Line(Struct, frozen=True):
    """Characters in a row on the rule between two cells."""

    characters: NDArray[np.intp]
    between: tuple[int, int]  # the cells above and below the rule
    span: Span


def to_their_rows(
    characters: Characters, owner: NDArray[np.intp], column: NDArray[np.intp], region: NDArray[np.intp], ys: Floats
) -> None:
    """Gives lines on the rules to the cells that they overflow, by changing `owner`, the cell of each character (-1:
    none), in place. `column` is that of each centre, `region` the cell of each slot, `ys` the rules in PDF points."""
    if not len(owner):
        return
    centre, height = (characters.top + characters.bottom) / 2, characters.bottom - characters.top
    rule = np.abs(ys[:, None] - centre).argmin(axis=0)
    near = (np.abs(ys[rule] - centre) < ON_RULE * height) & (column >= 0) & (column < region.shape[1])
    on = np.flatnonzero(near)
    if not len(on):
        return
    framed = np.pad(region, ((1, 1), (0, 0)), constant_values=OUTSIDE)
    above, below = framed[rule[on], column[on]], framed[rule[on] + 1, column[on]]
    lines = _lines(characters, on[above != below], above[above != below], below[above != below])
    for chain in _chains(lines):
        cells = {cell for line in chain for cell in line.between} - {OUTSIDE}
        rows = {cell: _row(region, ys, cell) for cell in cells}
        texts = _texts(characters, owner, cells, np.concatenate([line.characters for line in chain]))
        if len(chain) > MOST_LINES or not texts:
            continue
        as_it_is = [int(owner[line.characters[0]]) for line in chain]
        shares = product(*(line.between for line in chain))
        best = min(shares, key=lambda share: _off(chain, share, texts, rows))
        gain = _off(chain, as_it_is, texts, rows) - _off(chain, best, texts, rows)
        if gain > CLEARLY * float(height[chain[0].characters].mean()):
            for line, cell in zip(chain, best, strict=True):
                owner[line.characters] = cell


def _lines(
    characters: Characters, on: NDArray[np.intp], above: NDArray[np.intp], below: NDArray[np.intp]
) -> Iterator[_Line]:
    for pair in sorted(set(zip(above.tolist(), below.tolist(), strict=True))):
        its = on[(above == pair[0]) & (below == pair[1])]
        yield _Line(its, pair, (float(characters.top[its].min()), float(characters.bottom[its].max())))


def _chains(lines: Iterable[_Line]) -> list[list[_Line]]:
    """The lines, grouped where several may be of one cell."""
    chains: list[list[_Line]] = []
    for line in lines:
        apart: list[list[_Line]] = []
        met = [line]
        for chain in chains:
            if any({*line.between} & {*other.between} - {OUTSIDE} for other in chain):
                met += chain
            else:
                apart.append(chain)
        chains = [*apart, met]
    return chains


def _row(region: NDArray[np.intp], ys: Floats, cell: int) -> Span:
    rows = np.flatnonzero((region == cell).any(axis=1))
    return float(ys[rows[0]]), float(ys[rows[-1] + 1])


def _texts(
    characters: Characters, owner: NDArray[np.intp], cells: Iterable[int], without: NDArray[np.intp]
) -> dict[int, Span]:
    """From where to where the cells hold text that is certainly theirs."""
    sure = owner.copy()
    sure[without] = OUTSIDE
    held = ((cell, np.flatnonzero(sure == cell)) for cell in cells)
    return {
        cell: (float(characters.top[its].min()), float(characters.bottom[its].max())) for cell, its in held if len(its)
    }


def _off(chain: Sequence[_Line], share: Sequence[int], texts: Mapping[int, Span], rows: Mapping[int, Span]) -> float:
    """How far in all the texts stand from the middles of their rows, in PDF points; a cell without text counts half its
    row."""
    off = 0.0
    for cell, (top, bottom) in rows.items():
        spans = [line.span for line, to in zip(chain, share, strict=True) if to == cell]
        spans += [texts[cell]] if cell in texts else []
        text = (min(s[0] for s in spans) + max(s[1] for s in spans)) / 2 if spans else top
        off += abs(text - (top + bottom) / 2)
    return off
