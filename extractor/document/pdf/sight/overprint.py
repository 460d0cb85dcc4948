"""What is printed over the text of a page, or printed twice: watermarks (水印), lines that strike text out, and bold
made by a second printing."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pypdfium2_raw as pdfium
from msgspec.structs import replace
from numpy.typing import NDArray

from extractor.document.lines import UNREADABLE
from extractor.document.model import Characters, Floats, Rulings
from extractor.document.numbers import IN_NUMBER, NUMERALS, SUBJECT_CODE
from extractor.document.pdf.objects import Mask
from extractor.kept import compiled

DOUBLED = 0.25  # of the size: the same character again this near is printed twice to look bold
DOUBLED_DIGIT = 0.12  # digits are narrow, and a number that runs over another is none of its doubles
TIGHT = 0.12  # of the size: characters of one run stand this near
ASLANT = 0.1  # tangent of the angle from which text is written across the page, not badly scanned
BIG = 2.2  # of the page's usual size
PALE, WHITE = 140, 250  # the darkest channel of an ink that text can be read through; from there on it is paper
MOST = 0.5  # of the characters: a page with more of them aslant is written so,
DISTINCT = 0.06  # unless it says the same again and again: so few of its characters differ
CLOSE, WITHIN = 1.5, 12.0  # of the size: pale and dark text this near stand together, and this near between two lines
ALIKE = 0.3  # of the size: so much do fonts differ in the height of their boxes
CROWDED = 0.5  # of the runs of one pale ink
MOST_PAIRS = 4_000_000  # of characters, compared at once
HIGH, LOW = 0.55, 0.1  # of the size over the baseline: between them a line goes through digits and ideographs
MIDDLE, FEWEST = (0.18, 0.45), 3  # of the size over the baseline: no border goes there through so many numbers of a row
OVERHANG = 0.7  # of the size: how far a line that strikes out may reach beyond its text
BY_HAND = 4.0  # times as long as a number: a line that somebody drew through it; longer ones part a page
REST = 2  # characters of a number that a line which strikes it out by hand may leave
MEET = 1.0  # points: a line that ends so near an upright one is a border
_WHOLE = compiled(r"\d[\d,]{2,}(?:\.\d{2})?")  # an old figure, or the new one tight behind it
ZERO = frozenset("0.,-—－")


def once(found: Characters) -> Characters:
    """The characters, without the second printing of one on (nearly) the same place."""
    if len(found) < 2:
        return found
    codes = np.frombuffer(found.text.encode("utf-32-le"), dtype=np.uint32)
    doubled = np.zeros(len(found), dtype=bool)
    reach = np.where((codes >= 0x30) & (codes <= 0x39), DOUBLED_DIGIT, DOUBLED) * found.size
    for shift in (0.0, 0.5):
        rows = np.floor(found.baseline / 2 + shift)
        order = np.lexsort((found.x0, rows, codes))
        near = (
            (codes[order][1:] == codes[order][:-1])
            & (np.abs(np.diff(found.x0[order])) < reach[order][1:])
            & (np.abs(np.diff(found.baseline[order])) < reach[order][1:])
        )
        doubled[np.maximum(order[1:], order[:-1])[near]] = True  # the later one, however both are sorted: one stays
    if not doubled.any():
        return found
    return chosen(found, ~(doubled & _whole(found, doubled)))


def _whole(found: Characters, doubled: Mask) -> Mask:
    """For each character whether a neighbour in its run is doubled too, or it has no neighbour: a run is printed twice
    as a whole, while single digits of two overlapping numbers may coincide."""
    tight = np.abs(found.x0[1:] - found.x1[:-1]) < TIGHT * found.size[1:]
    before, after = np.zeros(len(found), dtype=bool), np.zeros(len(found), dtype=bool)
    before[1:], after[:-1] = tight, tight
    supported = np.zeros(len(found), dtype=bool)
    supported[1:] |= tight & doubled[:-1]
    supported[:-1] |= tight & doubled[1:]
    alone: Mask = ~before & ~after
    return supported | alone


def chosen(found: Characters, keep: Mask) -> Characters:
    """The characters of a mask."""
    places = np.flatnonzero(keep)
    return Characters(
        "".join([found.text[i] for i in places.tolist()]),
        found.x0[places],
        found.top[places],
        found.x1[places],
        found.bottom[places],
        found.baseline[places],
        found.size[places],
    )


def aslant(text_page: object, indexes: NDArray[np.intp], found: Characters) -> Mask:
    """What is written slanted across the page, or big and pale over its text.

    `indexes` are the places of the characters in pdfium's text page. Only those whose size or step to the next
    character is unusual are asked for their matrix and colour.
    """
    over = np.zeros(len(found), dtype=bool)
    if len(found) < 2:
        return over
    size = found.size
    big = size > BIG * float(np.partition(size, len(size) // 2)[len(size) // 2])  # np.median loads 20 ms of numpy first
    # Steps that go as much down as along, and are no wider than a character: writing aslant.
    right, down = np.abs(np.diff(found.x0)), np.abs(np.diff(found.baseline))
    odd = (right > 0.2 * size[:-1]) & (right < 1.2 * size[:-1]) & (down > 0.08 * size[:-1]) & (down < 0.95 * size[:-1])
    asked = big.copy()
    asked[:-1] |= odd
    asked[1:] |= odd
    if not asked.any():
        return over
    matrix, colour = pdfium.FS_MATRIX(), [ctypes.c_uint() for _ in range(4)]
    channels = [ctypes.byref(c) for c in colour]
    for i in np.flatnonzero(asked).tolist():
        place = int(indexes[i])
        if pdfium.FPDFText_GetMatrix(text_page, place, ctypes.byref(matrix)):
            along = sorted((abs(matrix.a), abs(matrix.b)))
            over[i] = along[0] > ASLANT * along[1]
        if not over[i] and big[i] and pdfium.FPDFText_GetFillColor(text_page, place, *channels):
            r, g, b, alpha = (c.value for c in colour)
            over[i] = alpha < PALE or PALE < min(r, g, b) < WHITE
    if np.count_nonzero(over) > MOST * len(found) and not _repeats(chosen(found, over).text):
        over[:] = False
    return over


def _repeats(text: str) -> bool:
    """Whether a text says the same thing again and again, as a watermark strewn over a page does."""
    return len(set(text)) < DISTINCT * len(text)


def without_struck(found: Characters, rulings: Rulings, marks: Floats, drawn: Floats) -> tuple[Characters, Rulings]:
    """The characters and lines, without the text that a line strikes out and without those lines. Subject codes struck
    out are unreadable, and so are parts of numbers and the digits of a row through whose middle a line goes that is not
    its border. `marks`
    are the boxes of marks made to strike out, `drawn` those of lines that somebody drew upon the page."""
    if not len(found) or not len(rulings.horizontal) + len(marks) + len(drawn):
        return found, rulings
    flat = rulings.horizontal
    by_hand, certain = drawn[:, [1, 0, 2]], marks[:, [1, 0, 2]]  # as rows (y, x0, x1)
    lines = np.concatenate([flat, by_hand, certain])
    through = list(_through(lines, found))  # on most pages none is, and no border needs to be told from it
    if not through:
        return found, rulings
    struck, crossed = np.zeros(len(found), dtype=bool), np.zeros(len(found), dtype=bool)
    strikes = np.zeros(len(flat), dtype=bool)
    borders, alone = _borders(rulings), _alone(flat)
    alone[alone] = ~_cross(flat[alone], rulings.vertical)
    for number, near in through:
        is_ruled = number < len(flat)
        y, x0, x1 = lines[number].tolist()
        if is_ruled:
            crossed[_crossed(found, near, y)] = True
        if is_ruled and borders[number] and not alone[number]:
            continue
        over = OVERHANG * float(found.size[near].max())
        fits = found.x0[near].min() - x0 < over and x1 - found.x1[near].max() < over
        if alone[number] if is_ruled else x1 - x0 < BY_HAND * (found.x1[near].max() - found.x0[near].min()):
            fits |= _is_one_number(found, near)  # a border of a row has others beside it, or crosses columns
        if fits or number >= len(flat) + len(drawn):
            struck[near] = True
            strikes[number : number + 1] = True
    if not struck.any() and not crossed.any():
        return found, rulings
    struck, torn = _with_rest_of_numbers(found, struck)
    unreadable = _subject_codes(found, struck) | torn
    if unreadable.any() or crossed.any():
        marked = (unreadable | (crossed & ~struck)).tolist()
        text = "".join([UNREADABLE if u else c for c, u in zip(found.text, marked, strict=True)])
        found, struck = replace(found, text=text), struck & ~unreadable
    return chosen(found, ~struck), Rulings(rulings.horizontal[~strikes], rulings.vertical)


def _crossed(found: Characters, near: NDArray[np.intp], y: float) -> list[int]:
    """Which characters at a horizontal line are digits through whose middle it goes, if they are of several numbers: a
    single one may stand on the border of two rows."""
    up = (found.baseline[near] - y) / found.size[near]
    middle = near[(up > MIDDLE[0]) & (up < MIDDLE[1])]
    digits = sorted((i for i in middle.tolist() if found.text[i] in NUMERALS), key=lambda i: float(found.x0[i]))
    gaps = sum(found.x0[b] - found.x1[a] > CLOSE * found.size[b] for a, b in pairwise(digits))
    return digits if gaps + 1 >= FEWEST else []


def _through(lines: Floats, found: Characters) -> Iterator[tuple[int, NDArray[np.intp]]]:
    """The places of the horizontal lines (rows y, x0, x1) that go through characters, and these characters, by
    baseline."""
    order = np.argsort(found.baseline, kind="stable")
    heights, middle, size = found.baseline[order], ((found.x0 + found.x1) / 2)[order], found.size[order]
    first = np.searchsorted(heights, lines[:, 0] + LOW * size.min())
    count = np.maximum(np.searchsorted(heights, lines[:, 0] + HIGH * size.max()) - first, 0)
    for part in np.array_split(np.arange(len(lines)), int(count.sum()) // MOST_PAIRS + 1):
        line = np.repeat(part, count[part])
        before = np.cumsum(count[part]) - count[part]
        place = np.arange(len(line)) - np.repeat(before - first[part], count[part])
        up = heights[place] - lines[line, 0]
        held = (middle[place] > lines[line, 1]) & (middle[place] < lines[line, 2])
        held &= (up > LOW * size[place]) & (up < HIGH * size[place])
        line, place = line[held], place[held]
        for begin, end in pairwise([0, *(np.flatnonzero(np.diff(line)) + 1).tolist(), len(line)]):
            if begin < end:
                yield int(line[begin]), order[place[begin:end]]


def _with_rest_of_numbers(found: Characters, struck: Mask) -> tuple[Mask, Mask]:
    """The struck characters, with the few digits and signs left close beside them: a line drawn by hand ends before its
    number does, and what it leaves is no number. And those beside which more is left, unless that is a whole number and
    so are they: a line through one digit alone may change it (0 to 8)."""
    part = np.fromiter(map((IN_NUMBER | {UNREADABLE}).__contains__, found.text), np.bool_, len(found))
    tight = part[1:] & part[:-1] & (np.abs(found.x0[1:] - found.x1[:-1]) < TIGHT * found.size[1:])
    tight &= np.abs(np.diff(found.baseline)) < TIGHT * found.size[1:]
    runs = np.concatenate([[0], np.cumsum(~tight)])
    left = np.bincount(runs[part & ~struck], minlength=len(found))
    whole: Mask = struck | (part & np.isin(runs, runs[struck & part]) & (left[runs] <= REST))
    torn = struck & part & (left[runs] > REST)
    for run in np.unique(runs[torn]).tolist():
        places = np.flatnonzero((runs == run) & part)
        cuts = np.flatnonzero(np.diff(struck[places])) + 1
        texts = ["".join([found.text[i] for i in side.tolist()]) for side in np.split(places, cuts)]
        if len(texts) == 2 and all(map(_WHOLE.fullmatch, texts)) and ("." in texts[0]) == ("." in texts[1]):
            torn &= runs != run
    return whole, torn


def _subject_codes(found: Characters, struck: Mask) -> Mask:
    """Which of the struck characters are those of subject codes: without its code nobody knows what a row is about."""
    codes = np.zeros(len(found), dtype=bool)
    places = np.flatnonzero(struck)
    apart = (np.diff(places) > 1) | (
        np.abs(found.x0[places[1:]] - found.x1[places[:-1]]) > TIGHT * found.size[places[1:]]
    )
    for run in np.split(places, np.flatnonzero(apart) + 1):
        codes[run] = SUBJECT_CODE.fullmatch("".join([found.text[i] for i in run.tolist()])) is not None
    return codes


def _borders(rulings: Rulings) -> Mask:
    """Which horizontal lines end at a vertical one."""
    flat, upright = rulings.horizontal, rulings.vertical
    found = np.zeros(len(flat), dtype=bool)
    for part in np.array_split(np.arange(len(flat)), len(flat) * len(upright) // MOST_PAIRS + 1):
        y, ends = flat[part, :1], flat[part, 1:]
        here = (upright[:, 1] < y + MEET) & (upright[:, 2] > y - MEET)
        meets = [np.abs(upright[:, 0] - ends[:, i : i + 1]) < MEET for i in (0, 1)]
        found[part] = (here & (meets[0] | meets[1])).any(axis=1)
    return found


def _cross(flat: Floats, upright: Floats) -> Mask:
    """Which horizontal lines meet a vertical one between their ends."""
    found = np.zeros(len(flat), dtype=bool)
    x, top, bottom = upright[:, 0], upright[:, 1], upright[:, 2]
    for place, (y, x0, x1) in enumerate(flat.tolist()):
        found[place] = ((x > x0 + MEET) & (x < x1 - MEET) & (top < y + MEET) & (bottom > y - MEET)).any()
    return found


def _alone(flat: Floats) -> Mask:
    """Which horizontal lines have no other one in line with them, or beginning where they end."""
    order = np.lexsort((flat[:, 1], np.round(flat[:, 0])))
    y, x0, x1 = flat[order].T
    follows = (np.abs(np.diff(y)) < MEET) & (x0[1:] < x1[:-1] + MEET)
    found = np.ones(len(flat), dtype=bool)
    found[order[1:]] &= ~follows
    found[order[:-1]] &= ~follows
    return found


def _is_one_number(found: Characters, places: NDArray[np.intp]) -> bool:
    """Whether all characters at these places are those of one number."""
    order = places[np.argsort(found.x0[places])]
    tight = found.x0[order[1:]] - found.x1[order[:-1]] < found.size[order[1:]]
    return bool(tight.all()) and all(found.text[i] in IN_NUMBER for i in order.tolist())


def pale_over_dark(found: Characters, pale: NDArray[np.intp], upright: Floats) -> Mask:
    """Which characters belong to a watermark in an ink of its own (`pale`, 0 for all dark ones): digits in a cell that
    has dark ones, or a run in an ink that mostly stands beside or upon dark text. `upright` are the lines that separate
    cells."""
    faint, dark = np.flatnonzero(pale), np.flatnonzero(pale == 0)
    over = np.zeros(len(found), dtype=bool)
    if not len(faint) or len(faint) * len(dark) > MOST_PAIRS:
        return over
    if len(faint) > MOST * len(found) and not _repeats("".join([found.text[i] for i in faint.tolist()])):
        return over
    size, baseline = found.size, found.baseline
    beside: Mask = np.asarray(np.abs(baseline[faint, None] - baseline[dark]) < 0.8 * size[faint, None])
    gap = np.maximum(found.x0[dark] - found.x1[faint, None], found.x0[faint, None] - found.x1[dark])
    for i, place in enumerate(faint.tolist()):
        beside[i] &= _together(found, place, dark, gap[i], upright)
    digit = np.array([c in NUMERALS for c in found.text], dtype=bool)
    crowded: Mask = np.asarray(beside.any(axis=1))
    among: Mask = np.asarray((beside & digit[dark]).any(axis=1))
    runs = np.cumsum(np.concatenate([[0], _run_ends(found, faint, pale)]))
    inks = pale[faint]
    for ink in np.unique(inks).tolist():
        numbers = np.unique(runs[inks == ink]).tolist()
        members = [np.flatnonzero(runs == number) for number in numbers]
        in_lines = [_is_in_line(found, faint[m], dark, beside[m], gap[m]) for m in members]
        odd = [bool(np.any(crowded[m])) and not in_line for m, in_line in zip(members, in_lines, strict=True)]
        share = sum(odd) / len(members)
        repeated = _repeats("".join([found.text[i] for i in faint[inks == ink].tolist()]))
        strewn = repeated and any(bool(np.any(beside[m] & (gap[m] < 0))) for m in members)
        for m, in_line in zip(members, in_lines, strict=True):
            in_number = bool(np.any(among[m] & digit[faint[m]]))
            zero = all(found.text[i] in ZERO for i in faint[m].tolist())
            upon = bool(np.any(beside[m] & (gap[m] < 0)))
            crowd = len(members) > 1 and share > CROWDED and not in_line
            if strewn or ((in_number or crowd) and (upon or not zero)):
                over[faint[m]] = True
    return over


def _is_in_line(found: Characters, run: NDArray[np.intp], dark: NDArray[np.intp], beside: Mask, gap: Floats) -> bool:
    """Whether a pale run is part of a line of dark text: as low and as large, and upon none of it."""
    size = found.size[run, None]
    level = np.abs(found.baseline[run, None] - found.baseline[dark]) < TIGHT * size
    level &= np.abs(found.size[dark] - size) < ALIKE * size
    return bool(np.any(beside & level)) and not np.any(beside & (gap < -TIGHT * size))


def _run_ends(found: Characters, faint: NDArray[np.intp], pale: NDArray[np.intp]) -> Mask:
    """Where among consecutive pale characters a new run begins: not near the one before, or in another ink."""
    one, other = faint[:-1], faint[1:]
    near = np.minimum(np.abs(found.x0[other] - found.x1[one]), np.abs(found.x0[one] - found.x1[other]))
    ends: Mask = (
        (pale[one] != pale[other])
        | (near > CLOSE * found.size[one])
        | (np.abs(found.baseline[one] - found.baseline[other]) > found.size[one])
    )
    return ends


def _together(found: Characters, one: int, others: NDArray[np.intp], gap: Floats, upright: Floats) -> Mask:
    """Which of the `others`, at their distance `gap`, stand with a character between two vertical lines, or near it
    where there are none at its height."""
    y = found.baseline[one] - LOW * found.size[one]
    lines = np.sort(upright[(upright[:, 1] < y) & (upright[:, 2] > y), 0])
    middle = (found.x0 + found.x1) / 2
    place = np.searchsorted(lines, middle[one])
    near: Mask = gap < (WITHIN if 0 < place < len(lines) else CLOSE) * found.size[one]
    found_there: Mask = near & (np.searchsorted(lines, middle[others]) == place)
    return found_there
