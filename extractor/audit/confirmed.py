"""Which numbers that were recognised in a picture (OCR) the accounts confirm.

An identity that holds within rounding alone holds as well with another last digit, and one that says no more than that
a number is printed twice holds where it was misread twice in the same way. Both confirm a number that the recogniser
was sure of, and no other.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.audit.rules import Relation
from extractor.audit.trial import PASS, Trial
from extractor.audit.trials import Trials
from extractor.records.rows import Fact

DOUBT = 1e-4  # the probability of all that a number may be instead: with less the recogniser is sure
COPIES = 2  # of a number: so often it is not misread in the same way
SUM = 3  # numbers that are not zero make one; fewer say the same number twice


def unconfirmed(facts: Sequence[Fact], bound: Trials) -> frozenset[int]:
    """The facts (by index) that were recognised with some doubt, and of which no identity leaves none."""
    doubtful = {i for i, fact in enumerate(facts) if _is_doubtful(fact)}
    if not doubtful:
        return frozenset()
    copies: dict[int, set[int]] = {i: set() for i in doubtful}
    for trial in bound.all():
        if not _holds_exactly(trial):
            continue
        amounts = [node for node in trial.nodes if bound.numbers.value[node]]
        for node in doubtful.intersection(trial.nodes):
            if len(amounts) >= SUM or (amounts and not facts[node].amount):
                copies.pop(node)
                doubtful.discard(node)
            else:
                copies[node].update(other for other in trial.nodes if other != node)
    return frozenset(node for node in doubtful if len(copies[node]) < COPIES)


def _is_doubtful(fact: Fact) -> bool:
    return fact.first_read is not None or sum(other.probability for other in fact.others) > DOUBT


def _holds_exactly(trial: Trial) -> bool:
    return (
        trial.status == PASS
        and trial.relation in (Relation.EQUALS, Relation.IDENTICAL)
        and trial.actual == trial.expected
    )
