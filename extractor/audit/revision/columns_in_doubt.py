"""Columns of which the accounts say that they may measure something else.

Sums down a column hold whatever it measures, and so does the sum of a row with two of its parts exchanged. Where the
headers of two columns changed places, or one names another measure than its numbers are of, only what a column has in
common with other tables and with the prose fails. So a number of such a column is confirmed by these alone.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from extractor.audit.binding.fact_index import Place
from extractor.audit.trying.trial import FAIL, PASS
from extractor.records.closed_sets import Verdict
from extractor.records.rows import Check, Fact

_Column = tuple[Place, str | None, str]


def in_doubted_columns(facts: Sequence[Fact], checks: Sequence[Check], explained: Collection[int]) -> frozenset[int]:
    """The facts (by index) of columns that a failure in doubt binds beside other columns, and of those in its tables
    that nothing ties to another column, but for what a check with another table or with the prose confirms.

    `explained` are the checks (by index) that fail for one number alone; where no line parts the columns, they too may
    fail for the place of their amounts.
    """
    doubted: set[_Column] = set()
    tables: set[str] = set()
    of_guesses: set[str] = set()
    for place, check in enumerate(checks):
        if check.status != FAIL or check.verdict is not Verdict.DOUBTFUL:
            continue
        of_guesses.update(check.tables)
        if place not in explained:
            tables.update(check.tables)
            bound = {_column(facts[n]) for n in check.facts}
            if len(bound) > 1 or check.figures:
                doubted |= bound
    if not of_guesses:
        return frozenset()
    confirmed = {n for check in checks if _goes_beyond(check, facts) for n in check.facts}
    tied = set().union(*(found for check in checks if _binds(check) and len(found := _stages(check, facts)) > 1))
    return frozenset(
        n
        for n, fact in enumerate(facts)
        if n not in confirmed
        and (
            _column(fact) in doubted
            or (fact.table_no in (of_guesses if fact.guessed else tables) and _stage(fact) not in tied)
        )
    )


def only_within(facts: Sequence[Fact], checks: Sequence[Check]) -> frozenset[int]:
    """The facts (by index) whose column is a guess, since no line parts it from others, and of which the accounts say
    no more than that they are within an amount or an amount within them."""
    bound = {n for check in checks if _binds(check) for n in check.facts}
    return frozenset(n for n, fact in enumerate(facts) if fact.guessed and n not in bound)


def _goes_beyond(check: Check, facts: Sequence[Fact]) -> bool:
    """Whether a check that holds finds an amount again in several tables, or in the prose."""
    if not check.actual or check.difference is None or check.tolerance is None:
        return False
    tables = {facts[n].table_no for n in check.facts}
    return _binds(check) and (bool(check.figures) or len(tables) > 1)


def _binds(check: Check) -> bool:
    """Whether a check holds with equal sides: that one amount is within another says nothing of what they measure."""
    slack = check.difference is not None and check.tolerance is not None and abs(check.difference) > check.tolerance
    return check.status == PASS and not slack


def _column(fact: Fact) -> _Column:
    """The table and what is measured in it; the stages of a budget stand under one header."""
    return (fact.table_no, fact.in_set), fact.side, fact.measure


def _stages(check: Check, facts: Sequence[Fact]) -> set[tuple[_Column, str]]:
    """The columns, each with its stage of the budget, that a check binds."""
    return {_stage(facts[n]) for n in check.facts}


def _stage(fact: Fact) -> tuple[_Column, str]:
    return _column(fact), fact.basis
