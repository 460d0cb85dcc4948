"""Facets add up over the levels of a header (组合): 上年结转和结余 over 基本支出 is what was left of basic spending.

Over the levels of one axis the lower cell narrows the upper one: under 公务用车购置及运行费, 购置费 is the purchase
alone. Then combinations of words get their names: 上年 or 年初 with 结转 or 结余 is `opening`, 年末 with them
`closing`, 上年 with neither another year; 年初 with 预算 is the initial budget.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TypeVar

from msgspec import Struct

from extractor.knowledge import remembered, remembering
from extractor.lexicon.files import facets
from extractor.lexicon.registries import Basis
from extractor.lexicon.words import BALANCE, PARTS, Words, cut

FLOWS = frozenset({"income", "expenditure"})

OPENS = frozenset({"year_start", "last_year"})
CLOSES = frozenset({"year_end", "next_year"})
FROM_OTHERS = frozenset({"superior", "affiliated"})
Named = TypeVar("Named")
OF_ACCOUNTS = frozenset({"final", "income", "expenditure"})
SPENT_FOR = frozenset({"basic", "project", "personnel", "public", "operation", "operating_funds"})
WHOSE = frozenset({"appropriation", "general", "gov_fund", "state_capital"})


class Meaning(Struct, frozen=True):
    """What a text, or the header cells over a column, say together.

    - `says`: the facets; `silent`: those among the words that name nothing (小计, 金额); `leaf`: those of the lowest
      level that says anything.
    - `basis`: the stage of the budget; `years`: the fiscal years named.
    - `residue`: what no term covers, level by level.
    """

    says: frozenset[str]
    silent: frozenset[str]
    basis: Basis | None
    years: frozenset[int]
    residue: tuple[str, ...]
    leaf: frozenset[str]

    @property
    def is_known(self) -> bool:
        """Whether something is said and no word of it is unknown."""
        return not self.residue and bool(self.says or self.silent or self.basis)


@remembered
def silent() -> frozenset[str]:
    """The facets that say nothing about what is measured."""
    return frozenset(name for name, entry in facets().items() if entry.silent)


@remembered
def _axes() -> dict[str, str]:
    return {name: entry.axis for name, entry in facets().items() if entry.axis}


@remembering(16384)
def meaning(*levels: str) -> Meaning:
    """The meaning of a text, or of a path of header cells from the top."""
    return meaning_of(_words(levels))


def is_only_completion(text: str) -> bool:
    """Whether a text says of amounts no more than that they were carried out (本年完成, 完成情况): the accounts, where
    no other word for them stands beside it, else perhaps a share."""
    words = cut(text)
    said = words.says - silent()
    return words.are_known and "completion" in said and said <= {"completion", "this_year"}


def says_plainly(facets: Collection[str], path: Sequence[str]) -> bool:
    """Whether a known word, in a header with unknown ones, says any of the facets; a single character counts only at
    the end: 批 within an unknown word counts nothing, 率 at the end is a rate."""
    pieces = [cut(level).pieces for level in path]
    return any(
        piece.says.intersection(facets) and (len(piece.text) > 1 or (piece is level[-1] and "rate" in piece.says))
        for level in pieces
        for piece in level
    )


def meaning_of(words: Sequence[Words]) -> Meaning:
    """The meaning of a text that is cut into words, level by level."""
    said = _narrowed(words)
    if said >= {"fiscal", "granted", "income"}:
        said -= {"budget"}  # 财政预算核拨收入
    if said & OF_ACCOUNTS and not said & {"budget", "rate"}:
        said -= {"completion"}  # 实际完成, 收入完成合计
    basis = _basis(words, said)
    quiet = said & silent()
    said -= quiet
    spoken = [w.says - silent() for w in words if w.says - silent()]
    said = _named(said | (quiet & {"approved"}), words) - {"approved"}
    said = _granted(said, quiet)
    return Meaning(
        said,
        quiet,
        basis,
        frozenset().union(*(w.years for w in words)),
        tuple(rest for w in words for rest in w.residue),
        spoken[-1] if spoken else frozenset(),
    )


def named_together(known: Mapping[frozenset[str], Named], said: frozenset[str]) -> Named | None:
    """What the widest sets of facets within `said` name, if together they say all of it (上级补助 and 上级拨款 in
    上级补助及拨款); None where they do not name the same thing."""
    within = [facets for facets in known if facets and facets <= said]
    widest = [facets for facets in within if not any(facets < other for other in within)]
    named = {known[facets] for facets in widest}
    return named.pop() if len(named) == 1 and said == frozenset().union(*widest) else None


def _words(levels: Sequence[str]) -> list[Words]:
    """The words of each level; a text cut over two cells (上级补|助收入) is one level if that makes it known."""
    words: list[Words] = []
    for at, level in enumerate(levels):
        found = cut(level)
        whole = cut(levels[at - 1] + level) if at and (found.residue or words[-1].residue) else None
        if whole is not None and whole.are_known:
            words[-1] = whole
        else:
            words.append(found)
    return words


def _narrowed(words: Sequence[Words]) -> frozenset[str]:
    """The facets over all levels; of one axis only those of the lowest level that has any."""
    axes = _axes()
    said: set[str] = set()
    for level in words:
        says = level.says - _wider(level, axes)
        if "income" in said and says & SPENT_FOR:
            says -= {"expenditure"}  # 本年收入 over 项目经费支出: what came in for it
        if said & BALANCE and said & (OPENS | CLOSES) and says - silent() <= {"this_year", "final"}:
            says -= {"this_year"}  # 年初结转和结余 over 本年数, not 上年结转 over 本年支出
        for axis in {axes[f] for f in says if f in axes}:
            said = {f for f in said if axes.get(f) != axis}
        said |= says
    return frozenset(said)


def _wider(level: Words, axes: Mapping[str, str]) -> frozenset[str]:
    """What a cell says of an axis beyond the narrower of two levels written in it as one, which is recognised by a
    facet said twice (公务用车购置及运行费－公务用车购置费, 购置费（公务用车购置及运行费）)."""
    wider: frozenset[str] = frozenset()
    for axis in {axes[facet] for facet in level.says if facet in axes}:
        said: list[frozenset[str]] = [frozenset()]
        for piece in level.pieces:
            if piece.says & PARTS:
                break  # 公务用车购置及运行费（含购置费）
            on_axis = frozenset(facet for facet in piece.says if axes.get(facet) == axis)
            if len(said) == 1 and on_axis & said[0]:
                said.append(frozenset())
            said[-1] |= on_axis
        narrow, wide = min(said, key=len), max(said, key=len)
        if len(said) > 1 and narrow < wide:
            wider |= wide - narrow
    return wider


def _basis(words: Sequence[Words], said: frozenset[str]) -> Basis | None:
    if {"budget", "final"} <= said:
        return None
    if "final" in said:
        return Basis.FINAL
    if "budget" not in said and "approved" not in said:
        return None
    stage = ("budget", "approved")
    initial = any("year_start" in w.says and w.says.intersection(stage) for w in words) or (
        "year_start" in said and not said & BALANCE
    )
    return Basis.INITIAL_BUDGET if initial else Basis.ADJUSTED_BUDGET


def _granted(said: frozenset[str], quiet: frozenset[str]) -> frozenset[str]:
    """The facets with what 财政 adds: beside a word for granting (财政部门拨入) an appropriation; beside an
    appropriation or a known budget, nothing new (一般公共预算财政支出). Nor does 补助 add anything there, unless it
    comes from others."""
    if "fiscal" in said and ("granted" in quiet or "subsidy" in said):
        said |= {"appropriation"}
    if not said & WHOSE:
        return said
    return said - {"fiscal"} if said & FROM_OTHERS else said - {"fiscal", "subsidy"}


def _is_spending_of_it(level: Words) -> bool:
    """Whether a text speaks of what was spent of what was left over (上年结转本年支出)."""
    pieces = [piece.says for piece in level.pieces]
    balance = next((at for at, says in enumerate(pieces) if says & BALANCE), len(pieces))
    return bool(level.says & OPENS) and any("expenditure" in says for says in pieces[balance:])


def _named(said: frozenset[str], words: Sequence[Words]) -> frozenset[str]:
    """The facets with those that words make together: opening, closing, another year.

    Of a balance, 结转 and 结余 are told apart only where one narrows both (项目支出结转和结余 over 结转).
    """
    made = set(said)
    if made & BALANCE:
        both = any(w.says >= BALANCE for w in words)
        moment = "opening" if made & OPENS else "closing" if made & CLOSES else None
        if moment == "opening" and any(map(_is_spending_of_it, words)):
            moment = None
        if moment:
            if not (both and len(made & BALANCE) == 1):
                made -= BALANCE
            made = made - OPENS - CLOSES | {moment}
    elif "last_year" in made:
        made = made - {"last_year"} | {"other_year"}
    elif made & {"budget", "final", "approved"}:
        made -= {"year_end"} if "final" in made else {"year_start", "year_end"}  # 年末预算数, 年终决算数
    return frozenset(made)
