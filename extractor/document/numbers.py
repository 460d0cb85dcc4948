"""Printed numbers → exact decimals. Nothing here passes through a float."""

from __future__ import annotations

import functools
from decimal import Decimal
from typing import Literal

import regex
from msgspec import Struct

from extractor.document.characters import plain

Kind = Literal["number", "dash", "blank", "text"]

_NUMBER = regex.compile(
    r"""
    (?P<open>\()? [¥￥$]? (?P<sign>[-+△▲]?) [¥￥$]?
    (?P<digits> \d{1,3}(?:,\d{3})+ | \d+ )
    (?P<fraction> \.\d+ )?
    (?P<close>\))?
    """,
    regex.VERBOSE,
)
# Footnote marks after a number. They go before anything else is done: NFKC would make 12.341 of 12.34①.
_MARK = regex.compile(
    r"(?<=[\d０-９)）])(?:[①-⓿❶-➓⑴-⒛¹²³⁰-⁹*＊※#＃†‡•§]{1,3}|注\d{0,2}|[(（]注\d{0,2}[)）]|[\[【〔]\d{1,2}[\]】〕])\s*$"
)
_RAISED = regex.compile(r"[\[(（]?(?:注?\d{1,2}|[①-⑳*＊])[\])）]?")
_AFTER_DIGIT = regex.compile(r"\d\s*$")
_SQUARE = regex.compile(r"[\[【〔]")  # no accountant's minus; before plain forms make round brackets of them
_COMPOSED = regex.compile(r"[①-⓿❶-➓㉈-㊿¹²³⁰-⁹₀-₉¼-¾⅐-⅞]")
# A quote within a number, or behind it alone: it may stand for the point, or for nothing.
_QUOTED = regex.compile(r"\d[”\"〞’'′″＇＂]+[,.]?\d|^[^“”\"〝〞‘’'＇＂]*\d[”\"〞’'′″＇＂]+\s*$")
_THOUSANDS = regex.compile(r"[-+]?\d{1,3}(?: \d{3})+(?:\.\d+)?")
_DOTS = regex.compile(r"[.…⋯]{3,12}")  # ……, which fills a blank
_DASH = regex.compile(r"[-/]{1,4}|\\")
MONEY_UNIT = "(?:百万|亿|万|千)?元"  # the name of one, for patterns of it among other text
_WITH_UNIT = regex.compile(rf"(?P<number>[^\p{{Han}}]+)(?P<unit>{MONEY_UNIT}|亿|万)")
_UNITS = ("元", "万", "亿")
DIGITS = "0123456789"
WIDE_DIGITS = "０１２３４５６７８９"  # of full width: numbers are read of them as well
NUMERALS = frozenset(DIGITS + WIDE_DIGITS)
IN_NUMBER = NUMERALS | frozenset(".,-")
LONGEST = 32  # no printed amount has more characters
_OF_LEVELS = r"\d{2}(?:\d{2}){0,2}"  # the digits of 类, 款 and 项 that follow that of the classification
FUNCTIONAL_CODE = f"2{_OF_LEVELS}"  # 支出功能分类科目编码, for patterns of it among other text
CODE_DIGITS = regex.compile(r"\d{3,7}")  # as many as a 科目编码 has, whatever they say
SUBJECT_CODE = regex.compile(f"[235]{_OF_LEVELS}")  # 科目编码: digits, and no amount
# An amount with two decimals: of several that meet, or of one that a narrow column wraps, it is known where each ends.
WITH_CENTS = regex.compile(r"[-－△(（]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)[.．]\d{2}[)）]?")
MOST_DIGITS = 15  # before the point: a thousand 万亿; more is a code or a fault of the text layer


class Printed(Struct, frozen=True):
    """What a cell prints: a number with its printed decimals, a dash, nothing, or other text."""

    kind: Kind
    value: Decimal | None = None

    @property
    def is_number(self) -> bool:
        return self.kind == "number"

    @property
    def is_value(self) -> bool:
        """Whether it is what a column of amounts prints: a number or a dash."""
        return self.kind in ("number", "dash")


_BLANK, _A_DASH, SOME_TEXT = Printed("blank"), Printed("dash"), Printed("text")


@functools.lru_cache(maxsize=16384)
def read_number(text: str) -> Printed:
    """A printed number: thousand separators, full-width digits, brackets and △ for negative, a trailing footnote mark.

    Round brackets are negative, and only around a number alone; square ones are not, as nobody knows what they mean.
    Any string gives one of the four kinds; a number keeps its printed decimals (`Decimal("22.50")`).
    """
    text = _MARK.sub("", text)
    bare = plain(text)
    if not bare or _DOTS.fullmatch(bare):
        return _BLANK
    if len(bare) > LONGEST or _COMPOSED.search(text) or (bare[0] == "(" and _SQUARE.search(text)):
        return SOME_TEXT
    if len(bare) < len(text) and _QUOTED.search(text):
        return SOME_TEXT
    if _DASH.fullmatch(bare):
        return _A_DASH
    found = _NUMBER.fullmatch(bare)
    if not found or bool(found["open"]) != bool(found["close"]):
        return SOME_TEXT
    digits = found["digits"].replace(",", "")
    if len(digits) > MOST_DIGITS:
        return SOME_TEXT
    value = Decimal(digits + (found["fraction"] or ""))
    negative = found["sign"] in ("-", "△", "▲")
    if found["open"]:
        if found["sign"]:
            return SOME_TEXT
        negative = True
    return Printed("number", -value if negative else value)


def with_unit(text: str) -> tuple[str, str] | None:
    """The number and the currency unit of 1,234.56万元 (or 1,234.56万, as spreadsheet formats have it), in plain form;
    None for any other text."""
    found = _WITH_UNIT.fullmatch(plain(text)) if text.rstrip().endswith(_UNITS) else None
    return (found["number"], found["unit"].removesuffix("元") + "元") if found and is_number(found["number"]) else None


def is_number(text: str) -> bool:
    return read_number(text).is_number


def are_numbers(text: str) -> bool:
    """Whether blanks split a text into several numbers (64.91 36). Digits set apart one by one are one number, and so
    are thousands (12 345.67)."""
    parts = text.split()
    if len(parts) < 2 or not all(map(is_number, parts)):
        return False
    return any(len(part) > 1 for part in parts) and not _THOUSANDS.fullmatch(" ".join(parts))


def is_footnote_mark(before: str, raised: str) -> bool:
    """Whether raised characters are a footnote mark after a number: nobody reads 12.34 with a raised 1 as 12.341."""
    return bool(_AFTER_DIGIT.search(before[-2:]) and _RAISED.fullmatch(raised.strip()))


def decimals(number: Decimal) -> int:
    """How many decimals are printed."""
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def last_digit(number: Decimal) -> Decimal:
    """One in the last digit that is printed: 0.01 of 22.50. By half of it the number may be rounded."""
    return Decimal((0, (1,), int(number.as_tuple().exponent)))
