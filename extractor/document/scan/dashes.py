"""A stroke that stands alone in its cell is a dash; drawn alike, 一 is one only where it begins to count."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec.structs import replace

from extractor.document.scan.recogniser import Written
from extractor.document.scan.strips import Strip, Strips

DASH, ONE = "-", "一"
NEXT = frozenset("二三")  # what stands below 一 where it counts


def without_strokes(where: Strips) -> list[Strip]:
    """The strips that are to be recognised: of a stroke there is nothing to be told."""
    return [strip for i, strip in enumerate(where.boxes) if i not in where.strokes]


def with_strokes(where: Strips, recognised: Sequence[Written]) -> list[Written]:
    """What is written in all strips, by what was recognised in those that are no strokes."""
    rest = iter(recognised)
    written = [_dash(strip) if i in where.strokes else next(rest) for i, strip in enumerate(where.boxes)]
    counted = [strip for strip, found in zip(where.boxes, written, strict=True) if found.text in NEXT]
    for i in where.strokes:
        if any(_one_below_the_other(where.boxes[i], other) for other in counted):
            written[i] = replace(written[i], text=ONE)
    return written


def _dash(strip: Strip) -> Written:
    return Written(DASH, np.ones(1), np.array([(strip[2] - strip[0]) / 2]))


def _one_below_the_other(strip: Strip, other: Strip) -> bool:
    return strip[1] < other[1] and min(strip[2], other[2]) > max(strip[0], other[0])
