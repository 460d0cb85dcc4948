"""What tells a disclosure from an earlier one of the same unit and year: whether it calls itself a correction, and its
date.

Both are on the cover; the first is also in titles above the tables and in the name of the file. The words are data:
`patterns/editions.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any

import regex

from extractor.document.characters import plain
from extractor.document.model import Line
from extractor.identity.model import Edition, PrintedDate
from extractor.identity.naming import YEAR, clean_name, cover
from extractor.identity.shapes import editions
from extractor.kept import compiled
from extractor.knowledge import remembered
from extractor.lexicon.ordinals import number_of
from extractor.lexicon.spelt_years import CHINESE_DIGITS
from extractor.tables.model import PageContent

_OPENING = 20  # lines in which a document without a contents page names itself
_LONGEST_TITLE = 100  # characters
_COUNT = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_CHINESE = rf"年(?P<month>{_COUNT})月(?:(?P<day>{_COUNT})[日号])?"
_NUMERIC = r"[-./](?P<month>\d{1,2})(?:[-./](?P<day>\d{1,2}))?"
_DATE = rf"{YEAR}(?:{_CHINESE}|{_NUMERIC})"


@remembered
def _shapes() -> tuple[Any, Any, Any]:
    """The expressions for a title that ends in a word for a correction, for such a file name, and for a line that ends
    in a date."""
    mark, dated = editions().corrected.expression, editions().dated
    labels, more = ("|".join(map(regex.escape, listed)) for listed in (dated.labels, dated.may_follow))
    label = rf"(?:{labels})(?:{more}):?"
    return (
        compiled(rf"(?:.*决算\w{{0,10}})?{mark}"),
        compiled(rf"(?:.*[-_(]|.*决算\w{{0,10}})?{mark}(?:[-_(]\d+\)?)?"),
        compiled(rf"(?P<before>.*?)(?:\(?{label})?\(?{_DATE}\)?"),
    )


def edition(contents: Sequence[PageContent], source_file: str) -> Edition:
    """What a document says about itself on its cover, in its titles and in the name of its file."""
    lines = [line for content in contents for line in content.lines if line.text.strip()]
    opening = [plain(line.text) for line in lines[: cover(lines) or _OPENING] if len(line.text) <= _LONGEST_TITLE]
    _, named, _ = _shapes()
    return Edition(
        bool(named.fullmatch(plain(PurePosixPath(source_file).stem)))
        or any(map(is_correction, opening))
        or any(is_correction(title) for title in _bracketed(lines)),
        max((date for text in opening if (date := date_of(text))), key=lambda d: (*d[:2], d[2] or 0), default=None),
    )


def _bracketed(lines: Sequence[Line]) -> Iterator[str]:
    """Titles anywhere in the document that end in a bracket."""
    for line in lines:
        if "决算" in line.text and len(line.text) <= _LONGEST_TITLE and (text := plain(line.text)).endswith(")"):
            yield text


def is_correction(text: str) -> bool:
    """Whether a title in plain text says that it corrects an earlier one."""
    return _shapes()[0].fullmatch(text) is not None


def date_of(text: str) -> PrintedDate | None:
    """The date with which a line of the cover ends, alone, after a label or after the name of the unit."""
    match = _shapes()[2].fullmatch(text)
    if match is None or (match["before"] and clean_name(match["before"]) is None):
        return None
    year, month = int(match["year"].translate(CHINESE_DIGITS)), number_of(match["month"])
    day = number_of(match["day"]) if match["day"] else None
    return (year, month, day) if 1 <= month <= 12 and (day is None or 1 <= day <= 31) else None
