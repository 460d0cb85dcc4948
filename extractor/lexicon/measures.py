"""Header cells → what a column of amounts measures in a table (决算数, 基本支出, 本年收入 …)."""

from __future__ import annotations

from extractor.knowledge import remembered, remembering
from extractor.lexicon.composition import FLOWS, Meaning, meaning, named_together
from extractor.lexicon.files import headers, measures
from extractor.lexicon.labels import KNOWN_TOTAL
from extractor.lexicon.registries import Measure
from extractor.lexicon.words import BALANCE

MOMENTS = frozenset({"opening", "closing"})
NO_AMOUNT = frozenset({"other_year", "change", "rate", "completion"})
"""Facets of columns beside the amounts of this year."""


@remembered
def _measures() -> dict[str, dict[frozenset[str], tuple[Measure, frozenset[str]]]]:
    """By table and set of facets: the measure, and which facets must be said besides."""
    found: dict[str, dict[frozenset[str], tuple[Measure, frozenset[str]]]] = {}
    for entry in measures().measures:
        for table in entry.tables:
            for facets in entry.facets:
                found.setdefault(table, {})[frozenset(facets)] = (entry.measure, frozenset(entry.says))
    return found


@remembered
def _said_already() -> dict[str, frozenset[str]]:
    """By table, the facets that add nothing there: those of its title, and those that measure nothing."""
    ignored = frozenset(measures().ignored)
    return {table: frozenset(facets) | ignored for table, facets in measures().context.items()}


@remembering(8192)
def measure_of(table: str, *path: str) -> Measure | None:
    """The measure that a path of header cells names in a table ("01" … "09"); None where a word of it is unknown, or
    its words together are no measure of that table."""
    said = meaning(*path)
    return _measure(table, said) if said.is_known else None


@remembering(8192)
def names_a_measure(*path: str) -> bool:
    """Whether a path of header cells names a measure of some table."""
    return any(measure_of(table, *path) for table in _measures())


def may_stand_over(group: str, head: str) -> bool:
    """Whether a header cell may be the group of a lower one: what that names alone both name together too
    (公务用车购置及运行维护费 is no group of 公务接待费)."""
    return not names_a_measure(head) or names_a_measure(group, head)


@remembering(8192)
def supposed_measure(table: str, *path: str) -> Measure | None:
    """The measure that a path may name in a table: the one that its known words name, where others are unknown
    (县财政拨款收入); or one named besides facets by which the measures of the table do not differ (财政基本拨款收入 in
    02), or by facets that name it there for want of a better one (本年结余 in 07).

    None where the rest may reverse the meaning (非, 不含), or where the known words name nothing.
    """
    said = meaning(*path)
    if any(word in rest for rest in said.residue for word in headers().turning) or said.says & NO_AMOUNT:
        return None
    context = _said_already().get(table, frozenset())
    names = said.says - context
    if said.says >= FLOWS and names & FLOWS:
        names -= FLOWS  # 上缴上级收支 among the columns of 03
    if not names:
        return _measure(table, said) if said.residue and KNOWN_TOTAL & said.silent else None
    telling = names & _telling()[table]
    return (
        _measure(table, said)
        or _supposed()[table].get(names)
        or (_measured(table, telling) if telling else None)
        or _whole_of_all(table, names)
    )


@remembered
def _supposed() -> dict[str, dict[frozenset[str], Measure]]:
    """By table and set of facets: the measure that they name where the accounts bear it out."""
    found: dict[str, dict[frozenset[str], Measure]] = {table: {} for table in _measures()}
    for entry in measures().measures:
        for table in entry.tables:
            found[table].update({frozenset(facets): entry.measure for facets in entry.supposed})
    return found


@remembered
def _telling() -> dict[str, frozenset[str]]:
    """By table, the facets by which its measures differ from each other, or from what is none of them."""
    strict = frozenset(measures().strict)
    return {table: strict.union(*known) for table, known in _measures().items()}


def _measure(table: str, said: Meaning) -> Measure | None:
    """The measure of a table that has these facets."""
    if said.says & NO_AMOUNT:
        return None
    measure = _measured(table, key := said.says - _said_already().get(table, frozenset()))
    needs = _measures().get(table, {}).get(key, (None, frozenset()))[1]
    return measure if not needs or needs & (said.silent | said.says) else None


def _measured(table: str, key: frozenset[str]) -> Measure | None:
    """The measure that facets name in a table, as one of its sets or as several of them together. A balance may tell
    结转 and 结余 apart and need not: 年末项目支出结转 of 年末项目支出结转和结余."""
    known = {facets: measure for facets, (measure, _) in _measures().get(table, {}).items()}
    return known.get(key) or (known.get(key - BALANCE) if key & MOMENTS else None) or named_together(known, key)


@remembered
def _names() -> dict[tuple[str, Measure], str]:
    return {(table, entry.measure): entry.zh for entry in measures().measures for table in entry.tables}


def measure_name(table: str, measure: Measure) -> str:
    """What a measure is called in a table (基本支出)."""
    return _names()[table, measure]


@remembered
def _wholes() -> dict[Measure, Measure]:
    return {entry.measure: entry.alone for entry in measures().measures if entry.alone is not None}


def whole_of(measure: Measure) -> Measure | None:
    """The whole that a measure stands for where its other half is not printed beside it (年末项目支出结转 without
    结余); else None."""
    return _wholes().get(measure)


def _whole_of_all(table: str, names: frozenset[str]) -> Measure | None:
    """The measure all of whose parts are named (一般公共预算、政府性基金等财政拨款: 财政拨款收入)."""
    parts = [facets for facets, (measure, _) in _measures()[table].items() if facets <= names and whole_of(measure)]
    wholes = {whole_of(_measures()[table][facets][0]) for facets in parts}
    return wholes.pop() if len(wholes) == 1 and names == frozenset().union(*parts) else None
