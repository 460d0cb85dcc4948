"""Which figures of the prose are of the document's fiscal year: only these stand in identities.

Last year's amounts stand between this year's (支出合计380万元，上年决算数为330万元，增加50万元). A figure says itself
which year its own words are of (`Figure.of_this_year`). Here a year holds on in its sentence as well: what was said
last, up to 其中 or a word for this year. A year that is only compared with (比2023年减少) says nothing of what follows.
And 上年结转和结余 is an amount of this year: its opening balance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from extractor.kept import compiled
from extractor.records.rows import Figure

CHANGES = frozenset({"change_amount", "change_pct"})  # of this year, against another
_REACH = 200  # characters of a sentence before a figure that are looked at
_SENTENCE = "。；\n"
_CLAUSE = "，、：（）()" + _SENTENCE
_OTHER = compiled(r"\d{4}年|上年|去年|上一年")
# 本年收入 and 本年支出 are the names of totals, which the year before had too.
_WORD = compiled(
    r"(?P<compared>[比较与同和于]\s*)?"
    r"(?:(?P<year>(?:19|20)\d\d)\s*年|(?P<other>上年|去年|上一年|前年|往年)|(?P<this>本年(?!收入|支出)|当年|今年|其中))"
    r"(?![^，。；]{0,6}结[转余])(?P<beside>度?(?:决算数?)?(?:相比|比较|对比))?"
)


def of_this_year(figures: Sequence[Figure], text: str = "", year: int | None = None) -> tuple[Figure, ...]:
    """The figures in their order; those of another year than `year` have lost their value, so that nothing binds them.

    `text` is the running text to which their places belong.
    """
    return tuple(
        figure if _is_of(figure, text, year) else replace(figure, value=None, value_yuan=None) for figure in figures
    )


def _is_of(figure: Figure, text: str, year: int | None) -> bool:
    if figure.metric in CHANGES:
        return _names(_OTHER.match(figure.subject), year)
    if figure.year_compared is not None and figure.metric == "amount":
        return False
    return _names(_OTHER.match(figure.subject), year) and _is_said_of(figure, text, year)


def _names(match: regex.Match[str] | None, year: int | None) -> bool:
    """Whether a subject names no other year than the document's."""
    return match is None or match[0] == f"{year}年"


def _is_said_of(figure: Figure, text: str, year: int | None) -> bool:
    """Whether the words before a figure in its sentence say nothing of another year."""
    end = figure.char_end
    start = max(end - _REACH, 0, *(text.rfind(mark, 0, figure.char_start) + 1 for mark in _SENTENCE))
    words = text[start:end] or figure.quote
    own = len(words.rstrip("0123456789.,，-万亿千百元%")) - 1
    own = max(words.rfind(mark, 0, own) for mark in _CLAUSE) + 1
    of_year = True
    for said in _WORD.finditer(words):
        if said.start() < own and (said["compared"] or said["beside"]):
            continue
        of_year = bool(said["this"]) or bool(said["year"] and (year is None or int(said["year"]) == year))
    return of_year
