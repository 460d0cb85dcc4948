"""Running text with its figures marked, so that gold knows where each stands."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal["title", "part", "heading", "sub", "body"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the prose: metric and unit as in the facts, the value signed, and where its digits stand."""

    metric: str
    subject: str
    value: Decimal | None
    unit: str
    text: str
    start: int = 0


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


def write(section: str, template: str, *figures: Figure | str | int, kind: Kind = "body") -> Passage:
    """Fills the places `{}` of a template in order; figures are printed by their text and remembered."""
    parts = template.split("{}")
    if len(parts) != len(figures) + 1:
        raise ValueError(f"{len(figures)} figures for {len(parts) - 1} places: {template}")
    text, marked = parts[0], []
    for value, after in zip(figures, parts[1:], strict=True):
        if isinstance(value, Figure):
            marked.append(Figure(value.metric, value.subject, value.value, value.unit, value.text, len(text)))
            text += value.text
        else:
            text += str(value)
        text += after
    return Passage(text, kind, section, tuple(marked))
