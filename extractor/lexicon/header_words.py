"""Cells that head columns: whether a text does, and what it is without ordinal, unit and number."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractor.document.characters import plain
from extractor.kept import compiled
from extractor.knowledge import remembered, remembering
from extractor.lexicon.composition import meaning
from extractor.lexicon.files import headers
from extractor.lexicon.labels import has_number, without_ordinal
from extractor.lexicon.words import bare, cut

LEVEL_FACETS = frozenset({"class", "group", "item"})
LEVELS = ("类款项", "类款")


@remembering(16384)
def is_header_word(text: str) -> bool:
    """Whether a cell may head a column: all its words are known, say more than 合计 or 总计, which rows say too, and
    say nothing about the page (过次页)."""
    words = cut(_without_marks(text))
    said = words.says - {"sum", "grand", "nothing", "granted", "overall", "situation", "of_which"}
    if all(len(piece.text) == 1 for piece in words.pieces):  # 费 and 数 are the ends of words that a line break has cut
        said &= LEVEL_FACETS
    return words.are_known and bool(said) and not said & {"table", "page"}


def is_numbered_header(text: str) -> bool:
    """Whether a cell may head a column, apart from the number before it (1.因公出国（境）费)."""
    return has_number(text) and is_header_word(without_ordinal(plain(text)))


def header_text(text: str) -> str:
    """The text of a header in plain form, without an ordinal (一、收入), a currency unit in brackets and the number of
    its column."""
    return without_ordinal(_without_marks(text))


def in_full(levels: tuple[str, ...], left: Sequence[str]) -> tuple[str, ...]:
    """A path of header cells with a short lowest cell written out; `left` is the path of the column on its left: 项目
    to the right of 基本支出 is 项目支出."""
    if not levels or levels[:-1] != tuple(left[:-1]):
        return levels
    said = cut(levels[-1]).says - {"of_which", "nothing", "unit"}
    shared = said & cut(left[-1]).says if left else frozenset[str]()  # 支出（项目） right of 支出（基本）
    for short in headers().short:
        if said - shared == cut(short.word).says and stands_beside(short.beside, left, shared):
            return (*levels[:-1], short.means)
    return levels


def stands_beside(facet: str, left: Sequence[str], shared: frozenset[str] = frozenset()) -> bool:
    """Whether the lowest header cell on the left says a facet and nothing else, apart from what is `shared`."""
    said = meaning(*left[-1:])
    return said.is_known and said.says == {facet, *shared}


def _without_marks(text: str) -> str:
    return _numbered().sub("", _currency_unit().sub("", plain(text)))


def unit_named(label: str) -> str | None:
    """The currency unit in a printed header: that of the lowest cell with one (合计（万元）)."""
    found = [m for level in label.split("/") for m in _currency_unit().findall(plain(level))]
    return str(found[-1].strip("()").rpartition(":")[2].removeprefix("人民币")) if found else None


def is_sub_header(text: str) -> bool:
    """Whether a cell says no more than 类, 款, 项 or 栏次."""
    said = cut(text)
    return said.are_known and (said.says <= {"class", "group", "item", "column_no"} or bare(text) in LEVELS)


@remembered
def _currency_unit() -> regex.Pattern[str]:
    return compiled(headers().currency_unit.expression)


@remembered
def _numbered() -> regex.Pattern[str]:
    return compiled(headers().numbered.expression)
