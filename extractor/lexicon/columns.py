"""Header cells → what a column names or measures (列): its role, its measure in a table, its budget stage, its side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

import regex

from extractor.document.characters import plain
from extractor.kept import compiled
from extractor.knowledge import remembered, remembering
from extractor.lexicon.composition import FLOWS, Meaning, meaning, named_together, says_plainly, silent
from extractor.lexicon.files import headers, measures
from extractor.lexicon.labels import (
    BALANCES,
    KNOWN_TOTAL,
    bare_label,
    has_number,
    is_of_an_earlier_year,
    without_ordinal,
)
from extractor.lexicon.registries import Basis, Measure, Role, Side
from extractor.lexicon.words import PARTS, bare, cut

LEVEL_FACETS = frozenset({"class", "group", "item"})
LEVELS = ("类款项", "类款")
FINE = frozenset({"carryover", "surplus"})
"""Facets that a measure of a balance may tell apart and need not: 年末项目支出结转 of 年末项目支出结转和结余."""
MOMENTS = frozenset({"opening", "closing"})
ITEMS_OF_09 = frozenset({"abroad", "vehicle", "reception"})
STAGES = frozenset({"budget", "final", "adjusted", "this_year"})
AMOUNTS = KNOWN_TOTAL | {"amount"}
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
    """The measure that facets name in a table, as one of its sets or as several of them together."""
    known = {facets: measure for facets, (measure, _) in _measures().get(table, {}).items()}
    return known.get(key) or (known.get(key - FINE) if key & MOMENTS else None) or named_together(known, key)


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


def is_grant(*path: str, beside_spending: bool = False) -> bool:
    """Whether a header says of a year's amounts only that they were granted (本年拨款, 当年安排数): the income beside
    本年支出. Beside a column of what was spent it may leave out the year, and speak of a total or of the accounts
    (拨款数, 当年实际拨款)."""
    said = meaning(*path)
    if not said.is_known or ("appropriation" not in said.says and "granted" not in said.silent):
        return False
    if beside_spending:
        return "expenditure" not in said.says and said.basis in (None, Basis.FINAL)
    spent = {"expenditure", "final"} & said.says or KNOWN_TOTAL & said.silent or said.basis is not None
    return "this_year" in said.says and not spent


def is_spending(*path: str) -> bool:
    """Whether a header says that its amounts were spent (本年支出)."""
    return "expenditure" in meaning(*path).says


def is_of_a_stage(*path: str) -> bool:
    """Whether a header says to which stage of the budget its amounts belong (年初预算数, 调整预算数, 预算数), and not
    only that they were planned or handed down this year (本年预算安排, 财政下达数)."""
    said = meaning(*path)
    return bool(said.says & {"year_start", "adjusted"}) or any(cut(level).says == {"budget"} for level in path)


def is_part(*path: str) -> bool:
    """Whether a header says that its amounts are a part of others (其中：教育收费)."""
    return "of_which" in meaning(*path).silent


def is_figure_at_start(*path: str) -> bool:
    """Whether a header says only that its amounts are those of the beginning (年初数): a budget, or what was left
    then."""
    return "at_start" in meaning(*path).silent


@remembering(8192)
def role_of(*path: str) -> Role | None:
    """What a column names, for a path of header cells; None for a column of amounts."""
    said = meaning(*path)
    everything = said.says | said.silent
    for entry in headers().roles:
        if entry.anywhere and everything.intersection(entry.anywhere):
            return entry.role if said.is_known or says_plainly(entry.anywhere, path) else None
        if entry.leaf and said.leaf.issuperset(entry.leaf):
            if "label" in entry.leaf and (_is_project(said) or _is_amount(path)):
                continue
            if "nature" in entry.leaf and cut(path[-1]).says & KNOWN_TOTAL:  # 按支出性质 over 合计, 基本支出, 项目支出
                continue
            if "count" in entry.leaf and _is_counted(path[-1]):
                continue
            if entry.role is Role.ASIDE and not (said.is_known or says_plainly(entry.leaf, path)):
                continue
            return entry.role
        if entry.only and path and cut(path[-1]).says == frozenset(entry.only) and said.is_known:
            return entry.role
    return None


def holds_no_amounts(label: str, year: int | None) -> bool:
    """Whether a row without a code holds no amounts of the fiscal year: it is a total of an earlier one, another year's
    accounts (2022年决算数), changes, or shares (占比)."""
    bare = bare_label(label)
    said = meaning(bare)
    of_another = bool(said.years) and year is not None and year not in said.years and not said.says & BALANCES
    aside = role_of(bare) is Role.ASIDE
    return is_of_an_earlier_year(label, year) or (said.is_known and (aside or of_another))


def is_only_a_stage(label: str) -> bool:
    """Whether a label says no more than a stage of the budget, or a year (年初预算数, 2023年决算数)."""
    said = meaning(bare_label(label))
    return said.is_known and said.says <= STAGES and bool(said.says or said.years) and not said.silent & KNOWN_TOTAL


def _is_counted(text: str) -> bool:
    """Whether a text ends in an item of 09: then a word before it counts nothing (（团组）因公出国)."""
    pieces = [*takewhile(lambda piece: not piece.says & PARTS, cut(text).pieces)]
    return bool(pieces) and bool(pieces[-1].says & ITEMS_OF_09)


def _is_project(said: Meaning) -> bool:
    """Whether 项目 is project spending and no label: it stands under or beside a balance (年末结转和结余)."""
    return bool(said.says & {"opening", "closing"})


def _is_amount(path: Sequence[str]) -> bool:
    """Whether what follows 项目, or stands below a label, says what its amounts are (收入项目合计; 资金来源 over
    金额)."""
    if len(path) > 1 and cut(path[-1]).says & AMOUNTS and cut(path[-1]).says <= silent():
        return True
    for level in path:
        words = cut(level)
        place = next((at for at, piece in enumerate(words.pieces) if "label" in piece.says), None)
        after = frozenset[str]().union(*(piece.says for piece in words.pieces[place:] if place is not None))
        of_something = words.says - {"label", "income", "expenditure"} - silent()
        if after & KNOWN_TOTAL or (of_something and after & {"income", "expenditure"}):
            return True
    return False


def side_of(*path: str) -> Side | None:
    """The panel of 01 or 04 that a label column opens; None where its header does not say. The uppermost cell with 收入
    or 支出 decides alone: the cell below it may be the same in both panels (收支项目, 支出项目)."""
    for level in path:
        flows = meaning(level).says & FLOWS
        if len(flows) == 1:
            return Side.INCOME if "income" in flows else Side.EXPENDITURE
    said = meaning(*path).says
    return next((entry.side for entry in headers().sides if said.intersection(entry.anywhere)), None)


def repeats(*path: str) -> bool:
    """Whether a label column of 01 or 04 opens a panel that repeats the figures in another order (按支出性质)."""
    return bool(meaning(*path).says.intersection(headers().repeats))


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


def is_aside_of_09(label: str) -> bool:
    """Whether a row or column of 09 holds no amount of this year's items: it is statistics, changes, or
    机关运行经费."""
    said = meaning(label)
    found = (said.says | {"last_year"} if "other_year" in said.says else said.says) & _aside_of_09()
    if said.basis is not None:
        found -= {"another_matter"}  # 预算目标数
    if _is_counted(label):
        found -= {"count"}
    if not said.is_known and "reception" not in said.says:
        found -= {"domestic", "foreign"}  # 因公赴国（境）外费用
    return bool(found) and (said.is_known or says_plainly(found, (label,)))


@remembered
def _aside_of_09() -> frozenset[str]:
    return frozenset(headers().aside_of_09)


@remembered
def _currency_unit() -> regex.Pattern[str]:
    return compiled(headers().currency_unit.expression)


@remembered
def _numbered() -> regex.Pattern[str]:
    return compiled(headers().numbered.expression)
