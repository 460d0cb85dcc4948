"""A stroke that stands alone in its cell is a dash; 一 looks the same, and is one only where something is counted.

Before a number a dash is its minus, and a speck that was read as a dash is none: a dash has its shape and its place. On
a page with specks, points at the ends of a number are not its own, nor do they mean anything alone.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec.structs import replace

from extractor.document.model import Floats
from extractor.document.scan.picture.dirt import SHORT, STROKE
from extractor.document.scan.picture.pale import THIN
from extractor.document.scan.picture.shapes import Mask, Shapes, Strip
from extractor.document.scan.text.amounts import ALIKE, LEAST, SIGNS
from extractor.document.scan.text.recogniser import NOTHING, Written
from extractor.document.scan.text.strips import LEVEL, LONG, Strips

DASH, ONE = "-", "一"
NEXT = frozenset("二三")  # what stands below 一 where it counts
DASHES = frozenset(ALIKE[DASH])
POINTS = ALIKE["."] + ALIKE[","]
MARKS = DASHES.union(POINTS)
BLANK = 0  # the column of `Written.steps` for what stands between characters, and those for some signs
_POINTS, _DASH = [1 + SIGNS.index(sign) for sign in ".,"], 1 + SIGNS.index(DASH)
SHORTEST, AMONG_SPECKS = 0.27, 0.31  # of the height of the digits beside it: the hyphens of common fonts have 0.29 and
# more in a scan; on a page with specks some of these are as long
SHORTER = 0.2  # of it: so short it may be a minus all the same
THICKEST, LONGER = 0.35, 1.4  # no minus is thicker, and it is so many times as long as thick
EVEN = 0.5  # of what tells of a minus that may be specks: without it or with it is told by the accounts
FEW, LOW = 2, 0.45  # characters, and of a character's height: so few that are no higher are none
HALF = 0.5  # of the highest shape: digits are as high, dashes, points and dirt are not


def without_strokes(where: Strips) -> list[Strip]:
    """The strips to be recognised: those with nothing but a stroke are not."""
    return [strip for i, strip in enumerate(where.boxes) if i not in where.strokes]


def with_strokes(where: Strips, recognised: Sequence[Written], ink: Mask) -> list[Written]:
    """What is written in all strips, given what was recognised in those that are not strokes; `ink` marks what is
    drawn."""
    rest = iter(recognised)
    written = [
        _dash(strip) if i in where.strokes else _without_dirt(next(rest), strip, where, ink)
        for i, strip in enumerate(where.boxes)
    ]
    if where.dirty:
        for i in where.strokes:
            if any(
                _ends_before(where.boxes[i], *pair, where.character) for pair in zip(where.boxes, written, strict=True)
            ):
                written[i] = NOTHING
    counted = [strip for strip, found in zip(where.boxes, written, strict=True) if found.text in NEXT]
    for i, found in enumerate(written):
        if found.text in (DASH, ONE):
            is_one = any(_one_below_the_other(where.boxes[i], other) for other in counted)
            written[i] = replace(found, text=ONE if is_one else DASH)
    return written


def _dash(strip: Strip) -> Written:
    return Written(DASH, np.ones(1), np.array([(strip[2] - strip[0]) / 2]))


def _ends_before(stroke: Strip, other: Strip, written: Written, character: float) -> bool:
    """Whether a number ends close before a stroke, and so has no dash behind it."""
    is_beside = 0 <= stroke[0] - other[2] <= character and min(stroke[3], other[3]) > max(stroke[1], other[1])
    return is_beside and written.steps is not None


def _one_below_the_other(strip: Strip, other: Strip) -> bool:
    return strip[1] < other[1] and min(strip[2], other[2]) > max(strip[0], other[0])


def _without_dirt(written: Written, strip: Strip, where: Strips, ink: Mask) -> Written:
    if where.dirty and MARKS.issuperset(written.text):
        is_dash = DASHES.issuperset(written.text) and _holds_stroke(strip, where.character, ink)
        return written if is_dash else NOTHING
    if where.dirty and len(written.text) <= FEW and written.text.isascii() and _is_low(strip, where.character, ink):
        return _dash(strip)
    if where.dirty:
        return _without_specks(_without_points(written), strip, ink, AMONG_SPECKS)
    return _without_specks(written, strip, ink, SHORTEST)


def _holds_stroke(strip: Strip, character: float, ink: Mask) -> bool:
    """Whether some shape in a strip has the form of a dash."""
    left, top, right, bottom = strip
    shapes = Shapes.of(np.ascontiguousarray(ink[top:bottom, left:right]))
    is_long = (shapes.width >= SHORT * character) & (shapes.width >= STROKE * shapes.height)
    return bool((is_long & (shapes.height <= THIN * character)).any())


def _is_low(strip: Strip, character: float, ink: Mask) -> bool:
    """Whether a strip can hold nothing but a dash with specks on it: something as long, nothing as high as a digit, and
    room for no more than a few characters."""
    left, top, right, bottom = strip
    shapes = Shapes.of(np.ascontiguousarray(ink[top:bottom, left:right]))
    width, height = shapes.width.max(initial=0), shapes.height.max(initial=0)
    return bool(SHORT * character <= width <= LONG * character and height <= LOW * character)


def _without_points(written: Written) -> Written:
    """A strip of figures without points before it, and without points and dashes after it."""
    text = written.text
    first, end = len(text) - len(text.lstrip(POINTS)), len(text.rstrip(POINTS + ALIKE[DASH]))
    if written.steps is None or (first == 0 and end == len(text)):
        return written
    steps = written.steps.copy()
    best = steps.argmax(axis=1)
    before, after = (np.flatnonzero(~np.isin(best, [BLANK, *signs])) for signs in (_POINTS, [*_POINTS, _DASH]))
    if first and len(before):
        _blank(steps[: before[0]])
    if end < len(text) and len(after):
        _blank(steps[after[-1] + 1 :])
    return Written(text[first:end], written.sure[first:end], written.middles[first:end], steps)


def _blank(steps: Floats) -> None:
    steps[:] = LEAST
    steps[:, BLANK] = 1.0


def _without_specks(written: Written, strip: Strip, ink: Mask, shortest: float) -> Written:
    """A strip of figures without what was read as a dash but is shorter, or else a speck. What may still be a dash
    stays among what the strip may say."""
    if written.steps is None or not DASHES.intersection(written.text):
        return written
    left, top, right, bottom = strip
    shapes = Shapes.of(np.ascontiguousarray(ink[top:bottom, left:right]))
    specks = [i for i, c in enumerate(written.text) if c in DASHES and not _is_dash(written, i, shapes, shortest)]
    if not specks:
        return written
    steps = written.steps.copy()
    if len(specks) == sum(c in DASHES for c in written.text):
        may_be = any(_is_dash(written, i, shapes, SHORTER) for i in specks)
        seen = steps[:, _DASH].copy()
        steps[:, _DASH] = np.maximum(EVEN * seen, LEAST) if may_be else LEAST
        steps[:, BLANK] += EVEN * seen if may_be else 0
        steps /= steps.sum(axis=1, keepdims=True)
    text = "".join(c for i, c in enumerate(written.text) if i not in specks)
    return Written(text, np.delete(written.sure, specks), np.delete(written.middles, specks), steps)


def _is_dash(written: Written, place: int, shapes: Shapes, shortest: float) -> bool:
    """Whether a shape at the place of a character has the form of a dash, at least as long as a share of the height of
    the digits, and lies where a dash does beside digits; also where no ink stands apart from theirs, since then nothing
    tells."""
    begin, end = _border(written, place, place - 1), _border(written, place, place + 1)
    bottom = shapes.top + shapes.height
    high = shapes.height >= HALF * shapes.height.max(initial=1)
    middle = shapes.left + shapes.width / 2
    here = ~high & (begin <= middle) & (middle <= end)
    if not here.any():
        return True
    over, digits = shapes.top[high].min(), bottom[high].max() - shapes.top[high].min()
    height = ((shapes.top + bottom) / 2 - over) / digits
    is_level = (height >= LEVEL[0]) & (height <= LEVEL[1])
    is_long = (shapes.width >= shortest * digits) & (shapes.width >= LONGER * shapes.height)
    return bool((here & is_level & is_long & (shapes.height <= THICKEST * digits)).any())


def _border(written: Written, place: int, beside: int) -> float:
    """How far what is read as a dash may reach towards another character: to the middle of a digit, and halfway to
    another dash."""
    if not 0 <= beside < len(written.text):
        return (beside - place) * np.inf
    other = float(written.middles[beside])
    return (other + float(written.middles[place])) / 2 if written.text[beside] in DASHES else other
