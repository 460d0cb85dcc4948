"""The row of column numbers (栏次) of a table: its head, the numbers in it and the letters beside them."""

from __future__ import annotations

import regex

from extractor.document.characters import plain
from extractor.kept import compiled
from extractor.knowledge import remembered
from extractor.lexicon.files import headers
from extractor.lexicon.words import cut


def is_numbering(text: str) -> bool:
    """Whether a text is 栏次, the head of a row of column numbers."""
    return cut(text).says == {"column_no"}


def column_number(text: str) -> int | None:
    """The number of a column in a 栏次 row: 1, （1）, ① or 1=2+3."""
    found = _column_number().fullmatch(plain(text))
    return int(found["number"]) if found else None


def is_column_letter(text: str) -> bool:
    """Whether a text is 甲 or 乙, under the columns of a 栏次 row that hold no amounts."""
    return plain(text) in headers().column_letters


@remembered
def _column_number() -> regex.Pattern[str]:
    return compiled(headers().column_number.expression)
