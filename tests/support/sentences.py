"""Sentences of the prose as a document would hold them, and what is read from them."""

from __future__ import annotations

from extractor.document.model import Line, Page
from extractor.prose.figures import Prose, read_prose
from extractor.tables.model import PageContent


def plain(text: str) -> tuple[list[PageContent], list[Page]]:
    lines = tuple(Line(t, 1, None, i) for i, t in enumerate(text.split("\n"), 1))
    return [PageContent(1, (), lines)], []


def read(text: str, year: int | None = 2023) -> Prose:
    return read_prose(*plain(text), year)


def said(prose: Prose) -> list[tuple[str, str, str | None, str | None]]:
    """What the prose states; what it tells in passing, and what was not understood, is left out."""
    stated = [(f.metric, f) for f in prose.figures if f.metric is not None and f.context is None]
    return [(metric, f.subject, None if f.value is None else str(f.value), f.value_unit) for metric, f in stated]
