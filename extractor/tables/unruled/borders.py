"""Borders between the columns of a table whose rules go one way only: upright ones, or the edges of shaded rows.

Where they are drawn, no column is a guess: words end at them, and what stands between two of them is one column.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from extractor.document.lattice import SNAP, join_lines
from extractor.document.model import Characters, Floats
from extractor.lexicon.header_words import is_header_word
from extractor.tables.unruled.letters import letter_spaced
from extractor.tables.unruled.rows import Lines, is_body_word
from extractor.tables.unruled.words import Word, has_decimals, joined, words_of

Upright = tuple[float, float, float]
"""A piece of a border: where it stands, its top and its bottom, in points."""

FEWEST = 3  # columns
OFTEN = 0.3  # of the lines beside which any border is drawn: so many have each of them
AS_HIGH, HIGHEST = 1.3, 60.0  # of a shaded row: the row under it; and points, of such a row
INTO = 0.1  # of the size: no further does a character reach over a border beside it


def uprights_of(pieces: Floats) -> tuple[Upright, ...]:
    """The upright borders of a page; those of shaded rows go on through the rows between them, which are as high."""
    found: list[Upright] = []
    height = 0.0  # of the shaded row above
    for x, top, bottom in join_lines(pieces):
        lower = min(height, bottom - top)
        if found and found[-1][0] == x and lower < HIGHEST and top - found[-1][2] < AS_HIGH * lower:
            found[-1] = (x, found[-1][1], bottom)
        else:
            found.append((x, top, bottom))
        height = bottom - top
    return tuple(found)


def words_between(characters: Characters, line: NDArray[np.intp], uprights: Sequence[Upright]) -> list[Word]:
    """The words of a line, given as indexes from left to right; each ends at a border that is drawn beside the line."""
    middle = float((characters.top[line] + characters.bottom[line]).mean()) / 2
    drawn = sorted(x for x, top, bottom in uprights if top < middle < bottom)
    if len(drawn) < FEWEST:
        return words_of(characters, line)
    words: list[Word] = []
    for (left, right), cell in _cells(characters, line, drawn):
        (own,) = letter_spaced([words_of(characters, cell)])
        between = -math.inf < left and right < math.inf
        if between and len(own) > 1 and all(len(word.text) == 1 for word in own) and not _head_each(own):
            own = [joined(own)]  # 算 数 below 年 初 预, which is a word only with that
        closed = between and len(own) == 1
        words.extend([replace(own[0], cell=(left, right))] if closed else own)
    return words


def _head_each(letters: Sequence[Word]) -> bool:
    """Whether single letters each head a column (类 款 项), whose borders need not reach up between them."""
    return all(is_header_word(letter.text) for letter in letters)


def _cells(
    characters: Characters, line: NDArray[np.intp], drawn: Sequence[float]
) -> Iterator[tuple[tuple[float, float], NDArray[np.intp]]]:
    """What stands between the borders beside a line, each with these two; no border goes through a character."""
    middles = (characters.x0[line] + characters.x1[line]) / 2
    reach = INTO * float(characters.size[line].max())
    begin, left = 0, -math.inf
    for place, x in zip(np.searchsorted(middles, drawn).tolist(), drawn, strict=True):
        over = place > 0 and characters.x1[line[place - 1]] > x + reach
        if over or (place < len(line) and characters.x0[line[place]] < x - reach):
            continue
        if place > begin:
            yield (left, x), line[begin:place]
        begin, left = place, x
    if begin < len(line):
        yield (left, math.inf), line[begin:]


def borders_of(uprights: Sequence[Upright], body: Lines) -> tuple[float, ...]:
    """The borders between the columns of a body, the outermost with them; none where they are not drawn, or do not part
    its numbers."""
    lines = [sum(w.box.top + w.box.bottom for w in line) / 2 / len(line) for line in body if line]
    beside = [
        (x, {y for y in lines if any(top < y < bottom for top, bottom in ends)}) for x, ends in _by_place(uprights)
    ]
    ruled = set[float]().union(*(beside_x for _, beside_x in beside))
    borders = tuple(x for x, own in beside if own and len(own) >= OFTEN * len(ruled))
    return borders if len(borders) > FEWEST and are_between(borders, cut_at(borders, body)) else ()


def cut_at(borders: Sequence[float], body: Lines) -> Lines:
    """The lines of a body, also those beside which no border is drawn, with their words cut at the borders where these
    part a number from what stands beside it."""
    return [[part for word in line for part in _cut(word, borders)] for line in body]


def _cut(word: Word, borders: Sequence[float]) -> list[Word]:
    cuts = [
        at
        for at, (left, right) in enumerate(pairwise(word.parts), start=1)
        if any(left.box.x1 <= x <= right.box.x0 for x in borders)
        and (is_body_word(left.text) or is_body_word(right.text))
    ]
    ends = [0, *cuts, len(word.parts)]
    return [joined(word.parts[a:b]) for a, b in pairwise(ends)] if cuts else [word]


def are_between(borders: Sequence[float], body: Lines) -> bool:
    """Whether each number of a body stands between two neighbouring borders, and no two amounts of a line between the
    same ones."""
    numbers = [[word for word in line if is_body_word(word.text)] for line in body]
    return all(_holds(borders, word) for line in numbers for word in line) and not any(
        _are_beside(borders, left, right) for line in numbers for left, right in pairwise(line)
    )


def _are_beside(borders: Sequence[float], left: Word, right: Word) -> bool:
    """Whether two amounts stand beside each other with no border between them."""
    are_amounts = has_decimals(left.text) and has_decimals(right.text)
    return are_amounts and not any(left.middle < x < right.middle for x in borders)


def _by_place(uprights: Sequence[Upright]) -> list[tuple[float, list[tuple[float, float]]]]:
    """The pieces of each border, from left to right."""
    places: list[tuple[float, list[tuple[float, float]]]] = []
    for x, top, bottom in sorted(uprights):
        if not places or x - places[-1][0] > 2 * SNAP:
            places.append((x, []))
        places[-1][1].append((top, bottom))
    return places


def _holds(borders: Sequence[float], word: Word) -> bool:
    """Whether a word stands between two neighbouring borders."""
    reach = INTO * word.size
    return any(a - reach <= word.box.x0 and word.box.x1 <= b + reach for a, b in pairwise(borders))
