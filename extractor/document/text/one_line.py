"""One long line of a crawled page → the lines that it was: its title, its headings, its paragraphs."""

from __future__ import annotations

import regex
from msgspec import Struct

from extractor.kept import compiled
from extractor.knowledge import load, remembered
from extractor.rule import Rule, unshown, written_out

_LONG = 150  # characters; a shorter line is what it seems


class OneLine(Struct, frozen=True, forbid_unknown_fields=True):
    """`patterns/one_line.yaml`: where such a line breaks; {ordinal} in it is that of a heading."""

    ordinal: Rule
    breaks: Rule


@remembered
def breaks() -> regex.Pattern[str]:
    """Where a page in one line breaks; raises `PatternError` where a rule is broken."""
    file = load("one_line.yaml", OneLine, unshown)
    return compiled(written_out(file.breaks.expression, {"ordinal": file.ordinal.expression}))


def lines_of(text: str) -> list[str]:
    """The lines that a line of text was, in order; itself where it is short, is a row, or has no headings within."""
    if len(text) <= _LONG or "\t" in text or _is_piped(text):
        return [text]
    return [part for part in breaks().split(text) if part.strip()]


def _is_piped(text: str) -> bool:
    """Whether a line is a row of a table with pipes: between two of them, or no field of it as long as a paragraph."""
    fields = text.strip().split("|")
    return len(fields) > 2 and (not (fields[0] or fields[-1]) or all(len(field) <= _LONG for field in fields))
