"""The shapes of the characters in units of money (万元, 亿元): which of them an outline draws, whatever its font calls
it.

No library comes with Chinese fonts to compare with, so they are written down here by their strokes, as the eye tells
them apart; a character has several shapes where styles differ: upright (宋, 黑), broad (圆), and brush (楷, 仿宋).
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from extractor.document.pdf.fonts import LARGE_UNITS, MONEY_UNITS
from extractor.document.pdf.witnesses.glyphs import (
    ALIKE,
    COLUMNS,
    MARGIN,
    ROWS,
    Contours,
    Shape,
    extent,
    is_framed,
    normal,
    shape,
    stood_in,
)
from extractor.kept import made_of

THICK = ((0.04, 0.04), (0.065, 0.065), (0.025, 0.06))  # half of a level and of another stroke: light, bold, and 宋
RISES = (0.0, 0.12)  # of level strokes over the whole width
SLANTS = (0.0, 0.2, 0.35)  # upright and italic
INSET = 0.03  # at which the middle of an outer stroke lies
LEAST = 0.43  # a shape that is less like the large unit that it is called is something else, whatever it is
BROAD = 500.0  # thousandths of the size: no sign is as broad
LEVEL = 2.0  # times as wide as high: a level stroke

Stroke = Sequence[tuple[float, float]]
_STROKES: dict[str, tuple[tuple[Stroke, ...], ...]] = {  # across and up, from 0 to 1
    "万": (
        (
            ((0, 0.97), (1, 0.97)),
            ((0.4, 0.97), (0.37, 0.6), (0.27, 0.3), (0.03, 0.02)),
            ((0.38, 0.6), (0.84, 0.6), (0.8, 0.12), (0.74, 0.04), (0.55, 0.07)),
        ),
        (
            ((0, 0.97), (1, 0.97)),
            ((0.28, 0.97), (0.27, 0.55), (0.2, 0.25), (0.02, 0.02)),
            ((0.28, 0.67), (0.93, 0.67), (0.93, 0.15), (0.85, 0.03), (0.5, 0.04)),
        ),
        (
            ((0.05, 0.9), (1, 0.97)),
            ((0.48, 0.95), (0.44, 0.6), (0.3, 0.3), (0, 0.05)),
            ((0.44, 0.63), (0.78, 0.66), (0.7, 0.1), (0.6, 0.03), (0.45, 0.18)),
        ),
    ),
    "亿": (
        (
            ((0.28, 1), (0.17, 0.75), (0, 0.5)),
            ((0.18, 0.72), (0.18, 0)),
            ((0.38, 0.86), (0.86, 0.86), (0.45, 0.28), (0.4, 0.12), (0.45, 0.04), (0.93, 0.03), (0.98, 0.28)),
        ),
        (
            ((0.35, 1), (0.24, 0.78), (0.02, 0.5)),
            ((0.2, 0.72), (0.2, 0.02)),
            ((0.43, 0.75), (0.72, 0.8), (0.46, 0.4), (0.42, 0.15), (0.5, 0.06), (0.9, 0.07), (0.97, 0.35)),
        ),
    ),
    "千": ((((0.82, 0.98), (0.5, 0.9), (0.14, 0.86)), ((0, 0.52), (1, 0.52)), ((0.5, 0.92), (0.5, 0))),),
    "百": (
        (
            ((0, 0.97), (1, 0.97)),
            ((0.48, 0.97), (0.4, 0.74)),
            ((0.16, 0.7), (0.84, 0.7), (0.84, 0.02), (0.16, 0.02), (0.16, 0.7)),
            ((0.16, 0.37), (0.84, 0.37)),
        ),
        (
            ((0, 0.97), (1, 0.97)),
            ((0.48, 0.97), (0.44, 0.78)),
            ((0.06, 0.76), (0.94, 0.76), (0.94, 0.02), (0.06, 0.02), (0.06, 0.76)),
            ((0.06, 0.4), (0.94, 0.4)),
        ),
        (
            ((0, 0.91), (1, 0.97)),
            ((0.48, 0.94), (0.35, 0.66)),
            ((0.22, 0.6), (0.22, 0.04)),
            ((0.22, 0.62), (0.72, 0.66), (0.72, 0.04)),
            ((0.26, 0.38), (0.6, 0.4)),
            ((0.22, 0.09), (0.72, 0.12)),
        ),
    ),
    "元": (
        (
            ((0.15, 0.97), (0.85, 0.97)),
            ((0, 0.63), (1, 0.63)),
            ((0.36, 0.63), (0.32, 0.35), (0.22, 0.15), (0.02, 0.02)),
            ((0.62, 0.63), (0.62, 0.12), (0.68, 0.04), (0.92, 0.04), (0.97, 0.26)),
        ),
        (
            ((0.28, 0.92), (0.65, 0.98)),
            ((0.1, 0.65), (0.78, 0.72)),
            ((0.36, 0.68), (0.3, 0.35), (0.02, 0.05)),
            ((0.53, 0.68), (0.5, 0.2), (0.55, 0.07), (0.75, 0.04), (0.95, 0.06), (0.97, 0.35)),
        ),
    ),
}  # fmt: skip


def differs(contours: Contours, character: str) -> bool:
    """Whether an outline is clearly another one of `MONEY_UNITS` than `character`, or nothing like a large one."""
    stand_in = stood_in(contours)
    if stand_in is not None:
        return stand_in in MONEY_UNITS and stand_in != character
    found = shape(contours)
    is_nothing_like = character in LARGE_UNITS and _likeness(found)[character] < LEAST
    return is_nothing_like or is_framed(contours) or is_another(found, character)


def passes_for_unit(contours: Contours) -> bool:
    """Whether an outline, of what is called a sign, is as broad and high as an ideograph."""
    stand_in = stood_in(contours)
    if stand_in is not None:
        return stand_in in LARGE_UNITS
    x0, y0, x1, y1 = extent(contours)
    return min(x1 - x0, y1 - y0) > BROAD


def is_another(found: Shape, character: str) -> bool:
    """Whether a shape (of `normal`) is clearly another one of `MONEY_UNITS` than `character`."""
    likeness = _likeness(found)
    best = max(likeness.values())
    return best > ALIKE and best - likeness[character] > MARGIN


def _likeness(found: Shape) -> dict[str, float]:
    return {unit: float((strokes @ found).max()) for unit, strokes in _patterns().items()}


@functools.cache
def _patterns() -> dict[str, NDArray[np.float32]]:
    """For each of `MONEY_UNITS` its shapes."""
    made_by = "\n".join([np.__version__, *(Path(__file__).with_name(n).read_text("utf-8") for n in _SOURCES)])
    return made_of("shapes of units", made_by, _drawn)


_SOURCES = (Path(__file__).name, "glyphs.py")


def _drawn() -> dict[str, NDArray[np.float32]]:
    return {
        unit: np.array(
            [
                normal(_ink(strokes, rise, slant, *thick))
                for strokes in styles
                for rise in RISES
                for slant in SLANTS
                for thick in THICK
            ],
            np.float32,
        )
        for unit, styles in _STROKES.items()
    }


def _ink(strokes: Sequence[Stroke], rise: float, slant: float, level: float, other: float) -> NDArray[np.bool_]:
    """Strokes drawn into a box of `ROWS` × `COLUMNS`, bottom row first."""
    risen = [np.array([(x + slant * y, y + rise * (x - 0.5)) for x, y in stroke]) for stroke in strokes]
    points = np.concatenate(risen)
    low, high = points.min(axis=0), points.max(axis=0)
    x, y = np.meshgrid((np.arange(COLUMNS) + 0.5) / COLUMNS, (np.arange(ROWS) + 0.5) / ROWS)
    ink = np.zeros((ROWS, COLUMNS), dtype=np.bool_)
    for stroke in risen:
        for (x0, y0), (x1, y1) in pairwise((INSET + (1 - 2 * INSET) * (stroke - low) / (high - low)).tolist()):
            dx, dy = x1 - x0, y1 - y0
            along = np.clip(((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy), 0, 1)
            ink |= np.hypot(x - x0 - along * dx, y - y0 - along * dy) < (level if abs(dx) > LEVEL * abs(dy) else other)
    return ink
