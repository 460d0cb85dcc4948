"""Ordinals of headings: 第二部分, 一、, （一）, 1. before their words, 附件1 before those of what is attached."""

from __future__ import annotations

import regex

from extractor.document.characters import folded
from extractor.kept import compiled
from extractor.knowledge import remembered
from extractor.lexicon.files import heading_roles
from extractor.lexicon.spelt_years import CHINESE_DIGITS

LONGEST = 24  # characters of all ordinals of a heading, and the blanks and colons between them


@remembered
def _ordinals() -> regex.Pattern[str]:
    return compiled(rf"(?:(?:{'|'.join(rule.expression for rule in heading_roles().ordinals)})[\s、:：]*)*+")


@remembered
def _attached() -> regex.Pattern[str]:
    return compiled(rf"(?:{heading_roles().attached.expression})?+\s*+")


def ordinals_of(heading: str) -> str:
    """The ordinals with which a heading begins, as far as its words; empty where there is none."""
    found = _ordinals().match(folded(heading[:LONGEST]))
    return heading[: found.end()] if found else ""


def without_ordinals(heading: str) -> str:
    """A heading without the ordinals before it."""
    return heading[len(ordinals_of(heading)) :]


def without_attached(heading: str) -> str:
    """A heading without the word for what is attached (附件1), and the ordinals before and behind it."""
    rest = without_ordinals(heading)
    found = _attached().match(folded(rest[:LONGEST]))
    return without_ordinals(rest[found.end() :]) if found else rest


def is_numbered_in_words(heading: str) -> bool:
    """Whether a heading has an ordinal in Chinese numerals (二、), as those between tables have; notes and the lines of
    a list are numbered in digits."""
    ordinals = ordinals_of(heading)
    return bool(ordinals) and not any(map(str.isdigit, ordinals))


def number_of(numeral: str) -> int:
    """A number up to 99 in either writing: 12, 十二; 0 for what is none (十十)."""
    tens, ten, ones = numeral.translate(CHINESE_DIGITS).rpartition("十")
    if "十" in tens:
        return 0
    return (10 * int(tens or 1) if ten else 0) + int(ones or 0)
