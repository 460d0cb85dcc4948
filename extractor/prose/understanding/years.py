"""Of which fiscal year a number is (`figure_year`), and what a change or a completion is against (`compared_with`)."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from extractor.kept import compiled
from extractor.lexicon.heading_roles import core_of
from extractor.lexicon.ordinals import without_ordinals
from extractor.prose.patterns.library import Library

LAST = "last"  # the year before the document's
LAST_YEAR = "last_year"  # the same in `compared_with`, and among the bases
_BUDGET = "预算"
_OF_BUDGETS = frozenset({"adjusted_budget", "budget", "last_budget"})  # bases that this word names
LAST_BUDGET = "last_budget"  # which what was spent has no change against
_TARGET = "target"  # of which `compared_with` does not tell
THIS = "this"  # the document's own, after another
SEVERAL = "several"  # 2019-2021年: of no year alone
OF_A_YEAR = frozenset("年期")  # one is in whatever names one; looked for first, as most words before a number name none
_YEAR = compiled(r"\d{4}")
_SPAN = compiled("[-—~至到]")
_LONGEST_SPAN = 8  # years: no more numbers share a clause


def year_in(library: Library, words: str) -> str | None:
    """The fiscal year that words name last, four digits, `LAST` or `SEVERAL`; 年初 and 上年结转 are of this year."""
    if OF_A_YEAR.isdisjoint(words):
        return None
    found = None
    for match in library.years.years.finditer(words):
        found = _said(match)
    return found


def _said(match: regex.Match[str]) -> str:
    return SEVERAL if match["several"] else _one(match)


def each_year(library: Library, words: str) -> tuple[str, ...]:
    """Every fiscal year that words name, in order: 2020年、2021年 are two, 2020—2022年 are three."""
    return tuple(
        year
        for match in library.years.years.finditer(words)
        for year in _through(match["several"] or "", (*_YEAR.findall(match["several"] or ""), _one(match)))
    )


def of_each_year(library: Library, words: str, year: str | None) -> tuple[str | None, ...]:
    """The years that one number is of: each of several, if the words say so (2021年、2020年均为0元)."""
    return each_year(library, words) if year == SEVERAL and library.subjects.names.each.search(words) else (year,)


def _through(several: str, years: tuple[str, ...]) -> tuple[str, ...]:
    """The years named, with those in between where they are the ends of a span."""
    match years:
        case (first, last) if _SPAN.search(several) and 0 < int(last) - int(first) < _LONGEST_SPAN:
            return tuple(map(str, range(int(first), int(last) + 1)))
    return years


def _one(match: regex.Match[str]) -> str:
    return f"20{match['short']}" if match["short"] else match["year"] or LAST


def only_year(library: Library, clause: str) -> str | None:
    """The year that a clause names, if it names nothing else (2014年，公务用车运行费…); `THIS` for the document's."""
    if OF_A_YEAR.isdisjoint(clause):
        return None
    if match := library.years.years.fullmatch(clause.strip("在、的其")):
        return _said(match)
    only = library.years.only.fullmatch(clause)
    return None if only is None else THIS if only["own"] else year_in(library, only["year"])


def last_years(year: int | None) -> tuple[str, ...]:
    """How the year before the document's is said."""
    return (LAST,) if year is None else (LAST, str(year - 1))


def tells_of_last_year(library: Library, title: str, titles: Iterable[str], year: int | None) -> bool:
    """Whether a section is of the year before: its title says no more (上年情况), or names it alone and another says
    the same of this year (一、2021年收支情况, 二、2022年收支情况).

    A year that is left over from the last disclosure has no such twin.
    """
    if only_year(library, without_ordinals(title)) == LAST:
        return True
    named = each_year(library, title)
    if len(named) != 1 or named[0] not in last_years(year):
        return False
    own, core = str(year), core_of(title)
    return any(each_year(library, other) == (own,) and core_of(other) == core for other in titles)


def against(library: Library, text: str, start: int, end: int, before: str | None) -> str | None:
    """What a change is against: by the last word for it in a stretch, else what the one `before` was against."""
    return (before, *each_against(library, text, start, end))[-1]


def each_against(library: Library, text: str, start: int, end: int) -> tuple[str, ...]:
    """Everything that a stretch names as a base of comparison, in order: 比预算和上年 are two."""
    found: dict[int, str] = {}
    no_budget = text.find(_BUDGET, start, end) < 0  # most stretches name none: that is seen faster so
    for name, base in library.years.bases.items():
        if no_budget and name in _OF_BUDGETS:
            continue
        for match in base.finditer(text, start, end):
            if match.end() not in found or name != "budget":
                found[match.end()] = _one(match) if name == "year" else LAST if name == LAST_YEAR else name
    return tuple(found[place] for place in sorted(found))


def fiscal_year(said: str | None, year: int | None) -> int | None:
    """The year of a figure, in digits: the document's where it names none; None where unknown or several."""
    if said is None:
        return year
    if said == LAST:
        return None if year is None else year - 1
    return None if said == SEVERAL else int(said)


def compared_with(said: str | None, year: int | None, of: int | None) -> str | None:
    """`last_year`, `initial_budget`, `adjusted_budget` or another year in four digits; None where nothing is said.

    It is the base of a change in the fiscal year `of`, in a document of a `year`.
    """
    if said == LAST or (said is not None and said.isdigit() and year is not None and int(said) == year - 1):
        return LAST_YEAR
    if said in (_TARGET, LAST_BUDGET) or said == str(year) == str(of):  # 2023年收入 A 万元，增长 P%: nothing is said
        return None
    return said
