"""Texts of more lines than any disclosure has: they are read up to a bound, and it is said from where on they are
not."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from extractor.document.bounds import MAX_LINES
from extractor.document.model import Line, MarkupPage
from extractor.languages import said


def within_bounds(pages: Sequence[MarkupPage], most: int = MAX_LINES) -> tuple[MarkupPage, ...]:
    """The pages up to the line with which they have more than `most` outside their tables; blank lines do not count."""
    found: list[MarkupPage] = []
    left = most
    for page in pages:
        for place, item in enumerate(page.items):
            if not isinstance(item, Line) or not item.text or item.text.isspace():
                continue
            left -= 1
            if left < 0:
                told = said(
                    "The text has more than {most} lines; what stands from {where} on was not read.",
                    where=item.where,
                    most=most,
                )
                return (*found, replace(page, items=page.items[:place], unread=(*page.unread, told)))
        found.append(page)
    return tuple(found)
