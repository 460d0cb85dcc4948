"""Header cells → what a column is (列): its role, its budget stage, its side, and what it may be left aside for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from extractor.knowledge import remembered, remembering
from extractor.lexicon.composition import FLOWS, Meaning, meaning, says_plainly, silent
from extractor.lexicon.files import headers
from extractor.lexicon.labels import BALANCES, KNOWN_TOTAL, bare_label, is_of_an_earlier_year
from extractor.lexicon.registries import Basis, Role, Side
from extractor.lexicon.words import PARTS, cut

ITEMS_OF_09 = frozenset({"abroad", "vehicle", "reception"})
STAGES = frozenset({"budget", "final", "adjusted", "this_year"})
AMOUNTS = KNOWN_TOTAL | {"amount"}


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
