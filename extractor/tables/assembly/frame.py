"""The frame of a table: what stands over its header, in lines above it or in its first rows.

公开05表 (printed number), 单位：万元 (currency unit), 部门：X (maker), 2024年度 (year).
"""

from __future__ import annotations

from collections.abc import Iterable

import regex
from msgspec import Struct

from extractor.document.characters import plain, without_blanks
from extractor.kept import compiled
from extractor.knowledge import remembered
from extractor.lexicon.files import frame

_END_OF_UNIT = "元"  # of 单位：万, on the next line of a narrow cell
_WHOLE_NUMBER = compiled(r"\d{1,2}(?![-\d])")


class Frame(Struct, frozen=True):
    """What the lines around a table say; None where they say nothing. `units` are the currency units named, where there
    are several."""

    number: str | None = None
    currency_unit: str | None = None
    maker: str | None = None
    year: int | None = None
    units: tuple[str, ...] = ()

    def with_more(self, other: Frame) -> Frame:
        """The frame, completed by what another one, around a further part of the same table, says."""
        said = {name: getattr(self, name) or getattr(other, name) for name in self.__struct_fields__}
        return Frame(**said)

    @property
    def canonical_number(self) -> str | None:
        """The printed number in two digits, 公开5表 → 05; None where there is none, or none of a whole table."""
        found = _WHOLE_NUMBER.search(self.number or "")
        return f"{int(found[0]):02}" if found else None


@remembered
def _expressions() -> dict[str, regex.Pattern[str]]:
    entries = frame()
    return {name: compiled(getattr(entries, name).expression) for name in entries.__struct_fields__}


def frame_of(texts: Iterable[str]) -> Frame:
    """The frame from its texts in order: the first text to say a thing decides it, except one that names two units."""
    expressions, shortened = _expressions(), frame().unit.cut
    number = unit = maker = None
    year: int | None = None
    several: tuple[str, ...] = ()
    said = [(text, plain(text)) for text in texts]
    is_cut = any(bare.endswith(tuple(shortened)) and expressions["unit"].search(bare) for _, bare in said)
    for text, bare in said:
        if is_cut and bare == _END_OF_UNIT:
            continue
        if number is None and (found := expressions["number"].search(bare)):
            number = found[0].rstrip(":、")
        named = [shortened.get(found["unit"], found["unit"]) for found in expressions["unit"].finditer(bare)]
        units = tuple(dict.fromkeys(named))
        if len(units) > 1:
            several = several or units
        elif units and unit is None:
            (unit,) = units
        elif units and unit not in units:
            several = several or (str(unit), *units)
        if maker is None and (found := expressions["maker"].search(bare)):
            maker = _as_printed(text, found["maker"])
        if year is None and (found := expressions["year"].search(bare)):
            year = int(found["year"])
    return Frame(number, unit, maker, year, several)


def _as_printed(text: str, bare: str) -> str:
    """The part of the printed text whose plain form is `bare`."""
    printed = without_blanks(text)
    after = regex.split("[:：]", printed, maxsplit=1)[-1]
    for end in range(len(after), 0, -1):
        if plain(after[:end]) == bare:
            return after[:end]
    return bare


def is_frame(text: str) -> bool:
    """Whether a text belongs to a table's frame: its number, unit, maker or year."""
    bare = plain(text)
    expressions = _expressions()
    return bool(expressions["year"].fullmatch(bare)) or any(
        expressions[name].search(bare) for name in ("number", "unit", "maker")
    )


def is_note(text: str) -> bool:
    """注：…, the lines under a table."""
    return bool(_expressions()["note"].match(plain(text)))


def is_signature(text: str) -> bool:
    """单位负责人：…, 填表人：…, 联系电话：…: those who answer for a table; not a row of it."""
    return bool(_expressions()["signature"].match(plain(text)))


def says_bare(text: str) -> bool:
    """Whether words on the page of a table may say why it has no figures."""
    return bool(_expressions()["bare"].search(plain(text)))


def says_empty(text: str) -> bool:
    """Whether a remark says that the table has no figures (本表无数据, 无此项, 空表)."""
    return bool(_expressions()["empty"].search(plain(text)))
