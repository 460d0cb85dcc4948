"""Lines of a header cut into its cells, where nothing but narrow gaps parts them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import inf

from extractor.lexicon.header_words import is_header_word
from extractor.tables.unruled.rows import Lines
from extractor.tables.unruled.under_headers import COLUMN_GAP, Span
from extractor.tables.unruled.words import Word, joined

NEXT_LINE = 1.8  # of the size: the lines of a header cell are no further apart
AS_WIDE = 0.9  # of the narrowest gap over a border of columns: such a gap is over another


def parted(header: Lines, stacks: Sequence[Span]) -> list[list[Word]]:
    """The header with cells that stand over several columns (`stacks_of` the body) cut between them, where the text
    itself leaves a gap between each two: spreadsheets let the headers of narrow columns meet. A line of one cell may
    also meet that of a cell beside it, of which another line stands above or below; and cells over blank columns stand
    as far apart as the others of their line."""
    lines = [[part for word in line for part in _cut(word, stacks)] for line in header]
    lines = [[part for word in line for part in _over_blank_columns(word, line)] for line in lines]
    whole = [word for line in lines for word in line if not word.parts]
    return [[part for word in line for part in _of_cells(word, whole)] for line in lines]


def _of_cells(word: Word, others: Sequence[Word]) -> list[Word]:
    """A word, cut where its right part stands under or over another word, beside its left part."""
    for at, (left, right) in enumerate(pairwise(word.parts), start=1):
        for other in others:
            near = 0 < abs(other.baseline - right.baseline) < NEXT_LINE * word.size
            alike = min(abs(other.box.x0 - right.box.x0), abs(other.middle - right.middle)) < COLUMN_GAP
            if near and alike and other.box.x0 > left.box.x1:
                return [joined(word.parts[:at]), *_of_cells(joined(word.parts[at:]), others)]
    return [word]


def _over_blank_columns(word: Word, line: Sequence[Word]) -> list[Word]:
    """A word of two or more header cells, cut at gaps as wide as the narrowest between the words of its line."""
    narrowest = min((_gap(a, b) for a, b in pairwise(line)), default=inf)
    for at, (left, right) in enumerate(pairwise(word.parts), start=1):
        before, after = joined(word.parts[:at]), joined(word.parts[at:])
        if _gap(left, right) >= AS_WIDE * narrowest and is_header_word(before.text) and is_header_word(after.text):
            return [before, *_over_blank_columns(after, line)]
    return [word]


def _gap(left: Word, right: Word) -> float:
    return right.box.x0 - left.box.x1


def _cut(word: Word, stacks: Sequence[Span]) -> list[Word]:
    under = [span for span in stacks if span[0] < word.box.x1 and span[1] > word.box.x0]
    gaps = [(a.box.x1, b.box.x0) for a, b in pairwise(word.parts)]
    cuts: list[int] = []
    for (_, left), (right, _) in pairwise(under):
        between = [i for i, gap in enumerate(gaps) if _is_between(gap, left, right)]
        widest = sorted(between, key=lambda i: -_wide(gaps[i]))[:1]
        cuts.extend(i for i in widest if i not in cuts)  # a gap may hold a narrow column with all of its borders
    if not cuts or len(cuts) < len(under) - 1:
        return [word]
    wide = min(_wide(gaps[i]) for i in cuts)
    cuts += [i for i, gap in enumerate(gaps) if _wide(gap) >= AS_WIDE * wide and i not in cuts]  # over blank columns
    if any(2 * _wide(gap) > wide for i, gap in enumerate(gaps) if i not in cuts):
        return [word]
    edges = [0, *(i + 1 for i in sorted(cuts)), len(word.parts)]
    return [joined(word.parts[a:b]) for a, b in pairwise(edges)]


def _is_between(gap: Span, left: float, right: float) -> bool:
    """Whether a gap is that between two columns, which end and begin there: its middle lies between them, or it holds
    all that is between them, as a border that is drawn."""
    return left - COLUMN_GAP < sum(gap) / 2 < right + COLUMN_GAP or (gap[0] <= left and right <= gap[1])


def _wide(gap: Span) -> float:
    return gap[1] - gap[0]
