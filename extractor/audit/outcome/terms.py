"""The numbers that a check binds which does not pass, one by one: rows of `check_terms`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec.structs import replace

from extractor.audit.outcome.sentences import Hint
from extractor.audit.trying.intervals import MICRO, Numbers
from extractor.audit.trying.trial import Trial
from extractor.records.closed_sets import TermSide
from extractor.records.rows import Check, CheckTerm, Fact


def terms_of(number: int, trial: Trial, numbers: Numbers, hint: Hint | None) -> tuple[CheckTerm, ...]:
    """The numbers of a trial, which is the check `number` of its document; `hint` says which may be at fault."""
    sides = (
        (TermSide.LEFT, 1, trial.left),
        (TermSide.RIGHT, 1, trial.right),
        (TermSide.BASE, 1, trial.over),
        (TermSide.BASE, -1, trial.over_minus),
    )
    placed = [(side, sign, node) for side, sign, nodes in sides for node in nodes]
    found = []
    for place, (side, sign, node) in enumerate(placed, 1):
        term = CheckTerm(
            check_no=number,
            term_no=place,
            side=side,
            sign=sign,
            table_no=None,
            cell=None,
            figure=None,
            amount=None,
            page=None,
            box=None,
            unit=None,
            mended=hint.mended if hint is not None and hint.node == node else None,
        )
        found.append(_with_number(term, node, numbers))
    return tuple(found)


def _with_number(term: CheckTerm, node: int, numbers: Numbers) -> CheckTerm:
    """A term with what is printed of its number, and where; one that the form itself writes has no place."""
    if node < numbers.first_figure:
        fact = numbers.facts[node]
        return replace(
            term,
            table_no=fact.table_no,
            cell=fact.cell,
            amount=fact.amount,
            page=fact.page,
            box=fact.box,
            unit=fact.currency_unit,
            fact=node,
        )
    if node < numbers.first_constant:
        figure = numbers.figures[node - numbers.first_figure]
        return replace(
            term,
            figure=figure.figure,
            amount=figure.value,
            page=figure.page,
            box=figure.box,
            unit=figure.value_unit,
        )
    return replace(term, amount=Decimal(numbers.value[node]) / MICRO)


def terms_in(checks: Sequence[Check], facts: Sequence[Fact]) -> Iterator[CheckTerm]:
    """The terms of all checks, each under the name that its fact has in the end."""
    for check in checks:
        for term in check.terms:
            name = facts[term.fact].cell if term.fact is not None else term.cell
            yield term if name == term.cell else replace(term, cell=name)
