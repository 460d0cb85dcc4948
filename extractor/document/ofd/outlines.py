"""What a path of an OFD page draws: AbbreviatedData (S M L Q B A C) → outlines; a curve counts by its end points."""

from __future__ import annotations

import re

from msgspec import Struct

from extractor.document.pdf.paths import MAX_SEGMENTS

Point = tuple[float, float]
_WORD = re.compile(r"([A-Za-z])|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?)")
_TAKES = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7}


class Drawing(Struct, frozen=True):
    """The outlines of a path in its own space; `curves` counts segments that are no straight lines, `cut` says that
    there are more than are read."""

    outlines: tuple[tuple[Point, ...], ...]
    curves: int = 0
    cut: bool = False


def drawing(said: str) -> Drawing:
    """The outlines that a path's data draw; what is no command is passed over."""
    outlines: list[list[Point]] = []
    command, taken, curves, count = "", [0.0][:0], 0, 0
    for word in _WORD.finditer(said):
        if word[1]:
            command, taken = word[1].upper(), []
            if command == "C" and outlines and outlines[-1]:
                outlines[-1].append(outlines[-1][0])
            continue
        taken.append(float(word[2]))
        if len(taken) != _TAKES.get(command, 0):
            continue
        if command in "SM" or not outlines:
            outlines.append([])
        outlines[-1].append((taken[-2], taken[-1]))
        curves += command in "QBA"
        count += 1
        taken = []
        if count >= MAX_SEGMENTS:
            return Drawing(_all(outlines), curves, cut=True)
    return Drawing(_all(outlines), curves)


def _all(outlines: list[list[Point]]) -> tuple[tuple[Point, ...], ...]:
    return tuple(tuple(points) for points in outlines if len(points) > 1)
