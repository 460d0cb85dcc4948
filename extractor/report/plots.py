"""Stacked bars as geometry, for a template to draw: how much of what, line by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH, LABEL, COUNT = 640.0, 90.0, 60.0  # of a plot, of the labels on its left and the counts on its right
BAR, GAP = 18.0, 8.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar: `kind` names its colour and hatch."""

    kind: str
    count: int
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of a plot."""

    label: str
    y: float
    total: int
    end: float
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """Bars below each other, all to one scale."""

    bars: tuple[Bar, ...]
    height: float
    width: float = WIDTH
    label: float = LABEL
    thick: float = BAR


def plot(rows: Mapping[str, Mapping[str, int]], kinds: Sequence[str]) -> Plot:
    """A plot of counts by label and kind; kinds in the order in which they are stacked."""
    most = max((sum(counts.values()) for counts in rows.values()), default=0)
    scale = (WIDTH - LABEL - COUNT) / most if most else 0.0
    bars = []
    for number, (label, counts) in enumerate(rows.items()):
        x, pieces = LABEL, []
        for kind in kinds:
            if count := counts.get(kind, 0):
                pieces.append(Piece(kind, count, x, count * scale))
                x += count * scale
        bars.append(Bar(label, number * (BAR + GAP), sum(counts.values()), x, tuple(pieces)))
    return Plot(tuple(bars), len(rows) * (BAR + GAP))
