"""Running text with its figures marked, so that gold knows where each stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

Kind = Literal["title", "part", "heading", "sub", "body"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the prose: metric and unit as in the facts, the value signed, and where its digits stand.

    The metrics `budget_amount` and `reserved_budget` stand for a bare 预算 that does not say which one it is.
    """

    metric: str
    subject: str
    value: Decimal | None
    unit: str
    text: str
    start: int = 0

    def placed(self, start: int) -> Figure:
        return replace(self, start=start)


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading or a paragraph under a section's heading."""

    text: str
    kind: Kind = "body"
    section: str = ""
    figures: tuple[Figure, ...] = ()

    def quote(self, figure: Figure) -> str:
        """The figure with the words before it, back to the last mark, and its unit."""
        end = figure.start + len(figure.text)
        before = max(self.text.rfind(mark, 0, figure.start) for mark in "，。；、：") + 1
        tail = self.text[end : end + len(figure.unit) + 1].rstrip("，。；、：（")
        return self.text[before:end] + tail
