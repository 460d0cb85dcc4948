"""Characters → lines of text, by baseline: digits and Chinese characters of one line often stand at slightly different
heights."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from extractor.document.model import Box, Characters, Line
from extractor.document.numbers import NUMERALS
from extractor.kept import compiled

SAME_BASELINE = 0.45  # of the smaller size: characters this near belong to one line
CHAINED = 0.6  # of the size: a line that spans more is several, linked by those of other columns between them
SMALL, RAISED, NEAR = 0.75, 0.15, 0.3  # of the size of a digit: how small, how high and how near its footnote mark is
UNREADABLE = "\N{REPLACEMENT CHARACTER}"
UPON = 0.1  # of the size: digits that reach further over the next may stand upon it
LONGEST_MARK = 5  # characters
MARK = compiled(r"\d|[①-⑳]|[*＊※]{1,3}|[\[(（〔](?:注?\d{1,2}|注)[\])）〕]|注\d{0,2}")
GAP = 0.6  # of the size: a wider gap is a blank


def baseline_groups(characters: Characters, indexes: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """The indexes grouped into lines from top to bottom, each from left to right."""
    if not len(indexes):
        return []
    ordered = indexes[np.argsort(characters.baseline[indexes], kind="stable")]
    baselines, sizes = characters.baseline[ordered], characters.size[ordered]
    step = np.diff(baselines) > SAME_BASELINE * np.minimum(sizes[1:], sizes[:-1])
    cuts = np.flatnonzero(step) + 1
    ends = np.concatenate([cuts, [len(ordered)]])
    begins = np.concatenate([[0], cuts])
    groups = np.split(ordered, cuts)
    if (chained := baselines[ends - 1] - baselines[begins] > CHAINED * sizes[begins]).any():
        groups = [
            g
            for group, long in zip(groups, chained, strict=True)
            for g in (_unchained(characters, group) if long else [group])
        ]
    return [g[np.argsort(characters.x0[g], kind="stable")] for g in groups]


def _unchained(characters: Characters, group: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """The lines of neighbouring cells, each a little lower than the one before, one by one: measured from where each
    line begins, not from character to character. `group` is in the order of baselines."""
    lines: list[NDArray[np.intp]] = []
    while len(group):
        first = group[0]
        near = characters.baseline[group] - characters.baseline[first] <= SAME_BASELINE * characters.size[first]
        lines.append(group[near])
        group = group[~near]
    return lines


def lines_of(page: int, characters: Characters, indexes: NDArray[np.intp]) -> tuple[Line, ...]:
    """The given characters of a page as printed lines with their boxes."""
    marks, doubtful = raised(characters, indexes)
    if doubtful:
        characters = unreadable(characters, doubtful)
    kept = indexes[~marks]
    return tuple(_line(page, characters, group) for group in baseline_groups(characters, kept))


def raised(characters: Characters, indexes: NDArray[np.intp]) -> tuple[NDArray[np.bool_], dict[int, float]]:
    """Which characters are a footnote mark set small and high, or low, at a digit: nobody reads 12.34 with a raised 1
    as 12.341, nor 2023 with one before it as 12023. Several digits without a bracket may as well be decimals: for these
    the indexes, with the baseline of the number."""
    found = np.zeros(len(indexes), dtype=bool)
    doubtful: dict[int, float] = {}
    size, foot = characters.size[indexes], characters.baseline[indexes]
    smaller = (size[1:] < SMALL * size[:-1]) | (size[:-1] < SMALL * size[1:])
    if not smaller.any():
        return found, doubtful
    # (ideographs behind a mark may be hardly larger, but they stand lower)
    steps = np.flatnonzero(smaller | (np.abs(np.diff(foot)) > RAISED * np.maximum(size[1:], size[:-1]))) + 1
    for begin, end in pairwise([0, *steps.tolist(), len(indexes)]):
        if end - begin > LONGEST_MARK:
            continue
        text = "".join([characters.text[i] for i in indexes[begin:end].tolist()])
        for mark, digit in ((begin, begin - 1), (end - 1, end)):
            if not 0 <= digit < len(indexes) or characters.text[indexes[digit]] not in NUMERALS:
                continue
            left, right = (mark, digit) if digit == end else (digit, mark)
            gap = characters.x0[indexes[right]] - characters.x1[indexes[left]]
            rise = abs(foot[digit] - foot[mark])
            if size[mark] < SMALL * size[digit] and abs(gap) < NEAR * size[digit] and RAISED < rise / size[digit] < 1:
                if MARK.fullmatch(text):
                    found[begin:end] = True
                elif digit < begin and NUMERALS.issuperset(text):
                    doubtful |= dict.fromkeys(indexes[begin:end].tolist(), float(foot[digit]))
    return found, doubtful


def unreadable(characters: Characters, places: Mapping[int, float]) -> Characters:
    """The characters, with those at these places unreadable, on the given baselines."""
    text, baseline = list(characters.text), characters.baseline.copy()
    for place, foot in places.items():
        text[place], baseline[place] = UNREADABLE, foot
    return replace(characters, text="".join(text), baseline=baseline)


def _upon_another(characters: Characters, group: NDArray[np.intp], near: NDArray[np.intp]) -> Characters:
    """The characters, with digits that stand upon another, or under a letter of a stamp, unreadable: nobody can say
    which number is printed there. `near` are the places in a `group`, from left to right, of characters that reach over
    the next one."""
    found: set[int] = set()
    for one, other in zip(group[near].tolist(), group[near + 1].tolist(), strict=True):
        least = min(characters.x1[one] - characters.x0[one], characters.x1[other] - characters.x0[other])
        middles = characters.x0[other] + characters.x1[other] - characters.x0[one] - characters.x1[one]
        if middles < least and characters.text[one] in NUMERALS and characters.text[other] in NUMERALS:
            found |= {one, other}
    digits, letters = (
        group[[holds(characters.text[i]) for i in group.tolist()]] for holds in (NUMERALS.__contains__, str.isalpha)
    )
    middle, edge = (characters.x0[digits] + characters.x1[digits]) / 2, UPON * characters.size[letters, None]
    under = (middle > characters.x0[letters, None] + edge) & (middle < characters.x1[letters, None] - edge)
    if under.any():
        found.update(digits[under.any(axis=0)].tolist(), letters[under.any(axis=1)].tolist())
    return unreadable(characters, {i: float(characters.baseline[i]) for i in found}) if found else characters


def _line(page: int, characters: Characters, group: NDArray[np.intp]) -> Line:
    x0, x1, size = characters.x0[group], characters.x1[group], characters.size[group]
    apart = x0[1:] - x1[:-1]
    gaps = apart > GAP * size[1:]
    text, places = [], []
    members: Iterable[int] = group.tolist()
    if (near := np.flatnonzero(apart < -UPON * size[1:])).size:
        characters = _upon_another(characters, group, near)
    for index, gap in zip(members, [False, *gaps.tolist()], strict=True):
        if gap:
            text.append(" ")
            places.append(-1)
        text.append(characters.text[index])
        places.append(index)
    box = Box(
        float(x0.min()), float(characters.top[group].min()), float(x1.max()), float(characters.bottom[group].max())
    )
    return Line("".join(text), page, box, None, tuple(places))
