"""A trial as it goes out: a row of `checks`."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.audit.intervals import PERCENT, POINTS
from extractor.audit.rules import Relation
from extractor.audit.sentences import Hint, Sentences
from extractor.audit.terms import terms_of
from extractor.audit.trial import FAIL, SKIPPED, Trial
from extractor.languages import Sentence
from extractor.records.closed_sets import Verdict
from extractor.records.currency import YUAN
from extractor.records.rows import Check, CheckTerm, Fact, Figure


def check_of(
    number: int,
    trial: Trial,
    facts: Sequence[Fact],
    figures: Sequence[Figure],
    words: Sentences,
    printed: bool,
    hint: Hint | None,
) -> Check:
    """The check of a trial, the `number`th of the document.

    `printed` says whether a failure is the document's own, `hint` where it may lie, where that is known.
    """
    rule, count = trial.rule, len(facts)
    bound_facts = trial.nodes
    bound_figures: tuple[int, ...] = ()
    if rule.prose or rule.sheet:
        bound_facts = tuple(node for node in trial.nodes if node < count)
        bound_figures = tuple(node - count for node in trial.nodes if count <= node < count + len(figures))
    pages = {facts[i].page for i in bound_facts}
    pages.update([figures[i].page for i in bound_figures])
    numbered = tuple(sorted([page for page in pages if page is not None])) if pages != {None} else ()
    if trial.status == SKIPPED:
        why = words.skipped(trial)
        return Check(
            rule.id, rule.name_zh, SKIPPED, None, None, None, None, None, _scope(trial), rule.tables, numbered, None,
            why, why.chinese, bound_facts, bound_figures, number,
            terms_of(number, trial, facts, figures, words.numbers),
        )  # fmt: skip
    unit = _unit(trial, facts, figures, bound_facts, bound_figures)
    verdict: Verdict | None = None
    message: Sentence | None = None
    terms: tuple[CheckTerm, ...] = ()
    if trial.status == FAIL:
        terms = terms_of(number, trial, facts, figures, words.numbers, hint)
        verdict = Verdict.PRINTED if printed else Verdict.DOUBTFUL
        message = words.failed(trial, unit, hint)
    elif words.reread:
        message = words.held(trial)
    money = words.money
    return Check(
        rule.id,
        rule.name_zh,
        trial.status,
        money(trial.expected, unit),
        money(trial.actual, unit),
        money(trial.actual - trial.expected, unit),
        money(trial.tolerance, unit),
        None if unit == POINTS else unit,
        _scope(trial),
        rule.tables,
        numbered,
        verdict,
        message,
        message.chinese if message is not None else None,
        bound_facts,
        bound_figures,
        number,
        terms,
    )


def _unit(
    trial: Trial,
    facts: Sequence[Fact],
    figures: Sequence[Figure],
    bound_facts: Sequence[int],
    bound_figures: Sequence[int],
) -> str | None:
    """The unit of both sides: that of the first number, and 元 where a sheet meets tables or prose."""
    rule = trial.rule
    if rule.relation is Relation.PERCENT or (rule.relation is Relation.IDENTICAL and rule.prose):
        return PERCENT
    if rule.sheet and not rule.within:
        return next(iter(YUAN))
    return facts[bound_facts[0]].currency_unit if bound_facts else figures[bound_figures[0]].value_unit


def _scope(trial: Trial) -> str:
    """Where an identity was tried: `20805/total`, `grand_total/basic`, with basis and printing where not the usual."""
    anchor = trial.rule.left[0]
    row = trial.row or ("|".join(anchor.keys) if anchor.rows == "keys" else anchor.section and f"S{anchor.section}")
    measure = trial.measure or "|".join(anchor.measures)
    scope = f"{row or '*'}/{measure}"
    if trial.basis != "final":
        scope += f"@{trial.basis}"
    return scope if trial.printing == 1 else f"{scope}#{trial.printing}"
