"""Negatives printed red without a sign (红字): taken as negative only where the sums demand it.

Identities propose, the colour disposes: figures that are red, and bound to each other by identities, are negative
together or not at all. They are where an equation that fails then holds, and none of those that bind them fails any
more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from extractor.audit.identities.rules import Relation
from extractor.audit.trying.trial import FAIL, PASS, Trial
from extractor.audit.trying.trials import Trials
from extractor.records.closed_sets import EngineName
from extractor.records.currency import in_yuan
from extractor.records.rows import Fact

EQUATIONS = (Relation.EQUALS, Relation.IDENTICAL)


def signed_by_colour(facts: tuple[Fact, ...], bind: Callable[[Sequence[Fact]], Trials]) -> tuple[Fact, ...]:
    """The facts, in which those are negative that are red and that the accounts require to be; `bind` gives the trials
    of facts."""
    red = {i for i, fact in enumerate(facts) if fact.others and fact.engine != EngineName.OCR and fact.amount > 0}
    if not red:
        return facts
    tried = _tried(bind(facts))
    for group in _bound_together(red, tried):
        changed = tuple(_negative(fact) if i in group else fact for i, fact in enumerate(facts))
        again = _tried(bind(changed))
        if _demanded(group, tried, again):
            facts, tried = changed, again
    return facts


def _tried(bound: Trials) -> list[Trial]:
    return [trial for trial in bound.all() if trial.status in (PASS, FAIL)]


def _bound_together(red: set[int], trials: Sequence[Trial]) -> list[frozenset[int]]:
    """The red facts in groups that no identity binds to each other."""
    groups = [frozenset({i}) for i in sorted(red)]
    for trial in trials:
        touched = [group for group in groups if not group.isdisjoint(trial.nodes)]
        if len(touched) > 1:
            groups = [group for group in groups if group not in touched] + [frozenset().union(*touched)]
    return sorted(groups, key=min)


def _negative(fact: Fact) -> Fact:
    amount = -fact.amount
    yuan = in_yuan(amount, fact.currency_unit)
    return replace(fact, amount=amount, amount_yuan=yuan, first_read=fact.amount, others=())


def _demanded(group: frozenset[int], before: Sequence[Trial], after: Sequence[Trial]) -> bool:
    """Whether an equation fails without the signs and fewer identities do with them, none of those that bind them."""
    failed, left = ([t for t in trials if t.status == FAIL] for trials in (before, after))
    asked = any(t.relation in EQUATIONS and not group.isdisjoint(t.nodes) for t in failed)
    return asked and len(left) < len(failed) and all(group.isdisjoint(t.nodes) for t in left)
