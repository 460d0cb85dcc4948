"""The functional code of a row (功能分类科目编码): whole in one cell, parted into 类 款 项, or its own digits only.

208 | 05 | 05        whole in each row, as 2080505, 208.05.05 or 208-05-05
201 |    |           own digits only: the parents are those of the rows above,
    | 03 |           20103
    |    | 01        2010301
    |    | 1         2010301, where a spreadsheet took 款 and 项 for numbers, and its official name bears that out
    |    | 01行政运行  2010301, where its official name bears that out
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.classification.subjects import is_official_name
from extractor.document.characters import plain
from extractor.document.lines import UNREADABLE
from extractor.document.numbers import FUNCTIONAL_CODE, SUBJECT_CODE
from extractor.kept import compiled

CODE = compiled(rf"{FUNCTIONAL_CODE}(?!\d)")
OF_CLASS, OF_PART = 3, 2  # digits of a 类, and those that a 款 and a 项 add
_WHOLE = 7  # digits of a 项
_LIKE_DIGITS = compiled(r"(?=\D*\d)[\dOoQlI|SsBbZz\uFFFD]{3,}")
_SEVERAL = compiled(r"\d{7}(?:\D{1,3}\d{7})+\D?")
_NAMED = compiled(rf"(?P<name>\D+)\((?P<code>{FUNCTIONAL_CODE})\)")
_BEFORE = compiled(rf"[\[(【〔<]?(?P<code>{SUBJECT_CODE.pattern})[\])】〕>]?[-—–_:、.·/]?(?=\p{{Han}})")
_LIKE_AMOUNT = compiled(r"\d+[.．]\d\d")
_LED = compiled(r"(?P<digits>\d{2}|\d{4})[-—–_:、.·]?(?P<name>\p{Han}.*)")
_HELD = compiled(rf"(?P<before>\p{{Han}}(?:\D*\p{{Han}})?)(?P<code>{FUNCTIONAL_CODE})(?P<after>(?:\p{{Han}}\D*)?)")
_TO_NAME = compiled(r"^[^\p{Han}]+")
_GROUPED = compiled(r"2,\d{3},\d{3}|2\d,\d{3}")
_PARTED = compiled(r"(?P<class>2\d{2})(?:[.．·\-—－_](?P<group>\d{2})(?:[.．·\-—－_]?(?P<item>\d{2}))?)(?!\d)[.．]?")


def digits_of(part: str) -> str:
    """The digits of a code in plain form: alone, as a spreadsheet groups them (2,080,505), or with points or dashes
    between 类, 款 and 项; empty for anything else."""
    if part.isdigit():
        return part
    if _GROUPED.fullmatch(part):
        return part.replace(",", "")
    parted = _PARTED.fullmatch(part)
    return "".join(filter(None, parted.groups())) if parted else ""


def opens_with_code(text: str) -> bool:
    """Whether a text begins with a code; 200.25 without a header of codes is an amount, though a code may be printed
    so."""
    bare = plain(text)
    return bool(CODE.match(bare)) and not _LIKE_AMOUNT.fullmatch(bare)


def misprinted_code(part: str) -> bool:
    """Whether letters that look like digits, or a character that cannot be read, stand among the digits of a code, or
    several codes in its place."""
    return not part.isdigit() and bool(_LIKE_DIGITS.fullmatch(part) or _SEVERAL.fullmatch(part))


def code_before_name(text: str) -> tuple[str, str] | None:
    """Code and name of 2010301行政运行, [30101]基本工资, 2010301-行政运行; None where no code stands before a name."""
    found = _BEFORE.match(plain(text))
    return (found["code"], _TO_NAME.sub("", text)) if found else None


def code_after_name(text: str) -> tuple[str, str] | None:
    """Code and name of 行政运行（2010301）; None where no code stands in brackets after a name."""
    found = _NAMED.fullmatch(plain(text))
    return (found["code"], text[: -len(found["code"]) - 2]) if found else None


class HangingCodes:
    """Reads the codes of a table from top to bottom, over its pages; `year` is the fiscal year, where it is known."""

    def __init__(self, year: int | None) -> None:
        self._year = year
        self._above = ""

    def read(self, parts: Sequence[str], name: str) -> tuple[str | None, str]:
        """The code in the digits of a row's cells (blank for a cell without any), or None; and the name printed beside
        it, without digits of the code that stand before it there."""
        filled = with_zeros(parts)
        found = _joined([part for part in filled if part]) or self._completed(filled, name)
        if found and filled != [*parts] and not self._is_called(found, name):
            found = None
        if held := self._led(found, name) or (self._within(name) if found is None else None):
            found, name = held
        self._above = found or self._above
        return found, name

    def break_off(self, parts: Sequence[str]) -> None:
        """Forgets the code of the row above from where a part of this row's cannot be read: nothing below is of it."""
        broken = next((i for i, part in enumerate(parts) if misprinted_code(part) or UNREADABLE in part), None)
        if broken is not None:
            self._above = self._above[: OF_CLASS + OF_PART * (broken - 1) if broken else 0]

    def goes_on(self, digits: str) -> bool:
        """Whether digits begin as the 款 of the row above does: they are those of a code, if not all."""
        group = self._above[: OF_CLASS + OF_PART]
        return len(group) == OF_CLASS + OF_PART and digits.startswith(group)

    def _led(self, code: str | None, name: str) -> tuple[str, str] | None:
        """The code whose last digits stand before the name, and the name: 20502 | 03初中教育 is 2050203. That the
        official name agrees tells them from a name that begins with a number."""
        led = _LED.fullmatch(plain(name))
        if not led:
            return None
        parents = [code] if code else [self._above[:OF_CLASS], self._above[: OF_CLASS + OF_PART]]
        named = {p + led["digits"] for p in parents if p and self._is_called(p + led["digits"], led["name"])}
        return (named.pop(), _TO_NAME.sub("", name)) if len(named) == 1 else None

    def _completed(self, parts: Sequence[str], name: str) -> str | None:
        """The code completed by that of a row above. In columns, the place tells the level of the digits; in a single
        column, the official name of the subject must agree."""
        own = "".join(parts)
        place = next((place for place, part in enumerate(parts) if part), 0)
        if any(len(part) != OF_PART for part in parts if part):
            return None
        if place:
            digits = OF_CLASS + OF_PART * (place - 1)
            parent = self._above[:digits]
            return parent + own if len(parent) == digits and CODE.fullmatch(parent + own) else None
        parents = {self._above[:length] for length in (OF_CLASS, OF_CLASS + OF_PART) if len(self._above) >= length}
        named = [c for c in sorted(parent + own for parent in parents) if self._is_called(c, name)]
        return named[0] if len(named) == 1 else None

    def _within(self, name: str) -> tuple[str, str] | None:
        """Code and name where a code stands among the lines of a wrapped name, 机关事业单位2080505养老保险缴费支出, or
        behind it."""
        held = _HELD.fullmatch(plain(name))
        if not held:
            return None
        around = held["before"] + held["after"]
        return (held["code"], around) if self._is_called(held["code"], around) else None

    def _is_called(self, code: str, name: str) -> bool:
        return is_official_name(name, code, "function", self._year)


def with_zeros(parts: Sequence[str]) -> list[str]:
    """The parts of a code in columns of their own, with the zeros before 款 and 项 of one digit (301|1 → 301|01)."""
    return [part.zfill(OF_PART) if place and part.isdigit() else part for place, part in enumerate(parts)]


def _joined(parts: Sequence[str]) -> str | None:
    """类, 款, 项 as one code: 208|05|05 → 2080505, also where each column prints the whole code so far, and where zeros
    fill up a 类 or 款 to seven digits (2080500 → 20805): no 款 and no 项 is 00."""
    code = ""
    for part in parts:
        code = part if code and part.startswith(code) and len(part) > OF_PART else code + part
    if len(code) == _WHOLE:
        code = code.removesuffix("0000") if code.endswith("0000") else code.removesuffix("00")
    return code if CODE.fullmatch(code) else None
