"""The numbers that a check binds which does not pass, one by one: rows of `check_terms`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec.structs import replace

from extractor.audit.intervals import MICRO, Numbers
from extractor.audit.sentences import Hint
from extractor.audit.trial import Trial
from extractor.records.closed_sets import TermSide
from extractor.records.rows import Check, CheckTerm, Fact, Figure


def terms_of(
    number: int,
    trial: Trial,
    facts: Sequence[Fact],
    figures: Sequence[Figure],
    numbers: Numbers,
    hint: Hint | None = None,
) -> tuple[CheckTerm, ...]:
    """The numbers of a trial, which is the check `number` of its document; `hint` says which may be at fault."""
    sides = (
        (TermSide.LEFT, 1, trial.left),
        (TermSide.RIGHT, 1, trial.right),
        (TermSide.BASE, 1, trial.over),
        (TermSide.BASE, -1, trial.over_minus),
    )
    placed = [(side, sign, node) for side, sign, nodes in sides for node in nodes]
    found = []
    for i, (side, sign, node) in enumerate(placed, 1):
        term = _term(number, i, side, sign, node, facts, figures, numbers)
        found.append(replace(term, mended=hint.mended) if hint is not None and hint.node == node else term)
    return tuple(found)


def _term(
    number: int,
    place: int,
    side: TermSide,
    sign: int,
    node: int,
    facts: Sequence[Fact],
    figures: Sequence[Figure],
    numbers: Numbers,
) -> CheckTerm:
    if node < len(facts):
        fact = facts[node]
        return CheckTerm(
            number, place, side, sign, fact.table_no, fact.cell, None, fact.amount, fact.page, fact.box,
            fact.currency_unit, node,
        )  # fmt: skip
    if node < numbers.first_constant:
        figure = figures[node - len(facts)]
        return CheckTerm(
            number, place, side, sign, None, None, figure.figure, figure.value, figure.page, figure.box,
            figure.value_unit,
        )  # fmt: skip
    given = Decimal(numbers.value[node]) / MICRO
    return CheckTerm(number, place, side, sign, None, None, None, given, None, None, None)


def terms_in(checks: Sequence[Check], facts: Sequence[Fact]) -> Iterator[CheckTerm]:
    """The terms of all checks, each under the name that its fact has in the end."""
    for check in checks:
        for term in check.terms:
            name = facts[term.fact].cell if term.fact is not None else term.cell
            yield term if name == term.cell else replace(term, cell=name)
