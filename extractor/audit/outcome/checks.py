"""A trial as it goes out: a row of `checks`."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractor.audit.identities.rules import Relation
from extractor.audit.outcome.sentences import Hint, Sentences
from extractor.audit.outcome.terms import terms_of
from extractor.audit.trying.intervals import PERCENT, POINTS, Numbers
from extractor.audit.trying.trial import FAIL, PASS, SKIPPED, Trial
from extractor.languages import Sentence
from extractor.records.closed_sets import Verdict
from extractor.records.currency import YUAN
from extractor.records.rows import Check


def check_of(number: int, trial: Trial, words: Sentences, printed: bool, hint: Hint | None) -> Check:
    """The check of a trial, the `number`th of the document.

    `printed` says whether a failure is the document's own, `hint` where it may lie, where that is known.
    """
    numbers, rule = words.numbers, trial.rule
    facts, figures = numbers.parted(trial.nodes)
    unit = _unit(trial, numbers, facts, figures)
    message = _message(trial, words, unit, hint)
    verdict = Verdict.PRINTED if printed else Verdict.DOUBTFUL

    def amount(value: int) -> Decimal | None:
        return None if trial.status == SKIPPED else words.money(value, unit)

    return Check(
        check_id=rule.id,
        check_name=rule.name_zh,
        status=trial.status,
        expected=amount(trial.expected),
        actual=amount(trial.actual),
        difference=amount(trial.actual - trial.expected),
        tolerance=amount(trial.tolerance),
        currency_unit=None if unit == POINTS else unit,
        scope=_scope(trial),
        tables=rule.tables,
        pages=_pages(numbers, facts, figures),
        verdict=verdict if trial.status == FAIL else None,
        message=message,
        message_zh=message.chinese if message is not None else None,
        facts=facts,
        figures=figures,
        check_no=number,
        terms=() if trial.status == PASS else terms_of(number, trial, numbers, hint),
    )


def _message(trial: Trial, words: Sentences, unit: str | None, hint: Hint | None) -> Sentence | None:
    if trial.status == SKIPPED:
        return words.skipped(trial)
    return words.failed(trial, unit, hint) if trial.status == FAIL else words.held(trial)


def _pages(numbers: Numbers, facts: Sequence[int], figures: Sequence[int]) -> tuple[int, ...]:
    pages = {numbers.facts[i].page for i in facts}
    pages.update([numbers.figures[i].page for i in figures])
    return tuple(sorted([page for page in pages if page is not None]))


def _unit(trial: Trial, numbers: Numbers, facts: Sequence[int], figures: Sequence[int]) -> str | None:
    """The unit of both sides: that of the first number, and 元 where a sheet meets tables or prose. A trial that was
    not possible has none."""
    rule = trial.rule
    if trial.status == SKIPPED:
        return None
    if rule.relation is Relation.PERCENT or (rule.relation is Relation.IDENTICAL and rule.prose):
        return PERCENT
    if rule.sheet and not rule.within:
        return next(iter(YUAN))
    return numbers.facts[facts[0]].currency_unit if facts else numbers.figures[figures[0]].value_unit


def _scope(trial: Trial) -> str:
    """Where an identity was tried: `20805/total`, `grand_total/basic`, with basis and printing where not the usual."""
    anchor = trial.rule.left[0]
    row = trial.row or ("|".join(anchor.keys) if anchor.rows == "keys" else anchor.section and f"S{anchor.section}")
    measure = trial.measure or "|".join(anchor.measures)
    scope = f"{row or '*'}/{measure}"
    if trial.basis != "final":
        scope += f"@{trial.basis}"
    return scope if trial.printing == 1 else f"{scope}#{trial.printing}"
