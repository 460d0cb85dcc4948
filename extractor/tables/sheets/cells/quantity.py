"""Numbers inside a target or an actual value: `≤15万元` → 15, ≤, 万元.

A text gives a number where it is one clause that prints exactly one. Years, dates and the ordinals of a list do not
count. Two or more numbers (完成15.26万人，超过20%), a story of several clauses and a denial (无1000万元以上项目) give
none: which number is meant is not for us to guess.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import regex
from msgspec import Struct

from extractor.document.characters import plain
from extractor.kept import compiled
from extractor.knowledge import remembered
from extractor.tables.sheets.words import schemas
from extractor.tables.sheets.words.vocabulary import label

_LONGEST = 300  # longer texts tell a story; none prints one number alone
_MOST_DIGITS, _MOST_DECIMALS = 15, 6  # more is a code or a slip, no quantity
_NUMBER = compiled(r"(?<![\d.A-Za-z])-?\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d.])|(?<![\d.,A-Za-z])-?\d+(?:\.\d+)?(?![\d.])")
_CLAUSES = compiled(r"[,，;；。](?=.)(?!\d)")
_DIGIT = compiled(r"\d")
_PLAIN_NUMBER = compiled(r"^([-△▲]?)(\d{1,15}(?:\.\d{1,6})?|\.\d{1,6})(分|%|万元|元|亿元|千元)?$")


class Quantity(Struct, frozen=True):
    """One number with its comparison (≥ ≤ > < =) and unit; all None where the text prints none or several."""

    number: Decimal | None = None
    comparison: str | None = None
    unit: str | None = None


@remembered
def _comparisons() -> tuple[regex.Pattern[str], regex.Pattern[str], dict[str, str]]:
    data = schemas.values()
    signs = {plain(word): sign for sign, words in data.comparisons.items() for word in words}
    after = {plain(word): sign for sign, words in data.comparisons_after.items() for word in words}

    def longest_first(words: Iterable[str]) -> str:
        return "|".join(regex.escape(w) for w in sorted(words, key=len, reverse=True))

    before = compiled(rf"({longest_first(signs)})(?:{longest_first(data.between)})?$")
    return before, compiled(rf"^({longest_first(after)})"), {**signs, **after}


@remembered
def _measuring_nothing() -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    """The expressions of ordinals and of dates, whose numbers are no quantities."""
    expressions = schemas.expressions()
    return compiled(expressions.ordinal.expression), compiled(expressions.date.expression)


@remembered
def _denial() -> regex.Pattern[str]:
    return compiled(rf"^(?:{'|'.join(schemas.values().denials)})(?=\d)")


@remembered
def _units() -> tuple[regex.Pattern[str], dict[str, str]]:
    data = schemas.values()
    words = sorted({plain(u) for u in (*data.number_units, *data.equal_units)}, key=len, reverse=True)
    pattern = compiled(rf"^(?:{'|'.join(map(regex.escape, words))})(?:/[\p{{Han}}]{{1,4}})?")
    return pattern, {plain(k): v for k, v in data.equal_units.items()}


def comparison_of(text: str) -> str | None:
    """The sign of a column of its own (指标性质: ≥, 大于等于 …)."""
    return _comparisons()[2].get(plain(text[:20]))


def unit_of(text: str) -> str | None:
    """The unit of a column of its own (度量单位), as printed, 百分比 as %."""
    bare = plain(text[:20])
    return _units()[1].get(bare, bare) or None


def quantity(text: str | None) -> Quantity:
    """The one number a text prints, with its comparison and unit, exact as printed."""
    if not text or len(text) > _LONGEST:
        return Quantity()
    ordinal, date = _measuring_nothing()
    bare = date.sub(lambda found: "年" * len(found[0]), ordinal.sub("", plain(text)))
    found = list(_NUMBER.finditer(bare))
    if len(found) != 1 or _CLAUSES.search(bare) or _denial().match(bare):
        return Quantity()
    if _DIGIT.search(bare[: found[0].start()] + bare[found[0].end() :]):
        return Quantity()
    whole, _, part = found[0][0].lstrip("-").replace(",", "").partition(".")
    if len(whole) > _MOST_DIGITS or len(part) > _MOST_DECIMALS:
        return Quantity()
    before, after, names = _comparisons()
    sign = before.search(bare[: found[0].start()][-12:])
    rest = bare[found[0].end() :].removeprefix("(")
    unit_pattern, equal = _units()
    unit = unit_pattern.match(rest)
    closing = after.match(rest[len(unit[0]) if unit else 0 :])
    comparison = names[sign[1]] if sign else (names[closing[1]] if closing else None)
    name = unit[0] if unit else None
    return Quantity(Decimal(found[0][0].replace(",", "")), comparison, equal.get(name, name) if name else None)


def bare_number(text: str | None) -> Decimal | None:
    """The number that a cell prints, alone or with a unit (`1,234.50`, `99.80%`, `10分`); dashes give None."""
    if not text or len(text) > 40:
        return None
    found = _PLAIN_NUMBER.match(plain(text).replace(",", ""))
    if found is None:
        return None
    value = Decimal(found[2])
    return -value if found[1] else value


def is_numeric(text: str) -> bool:
    """Whether a cell is such a number, or stands for none (blank, `-`, `/`)."""
    return not text or bare_number(text) is not None or (len(text) < 4 and label(text) in {"", "-", "--", "/"})
