"""Which numbers that were recognised in a picture (OCR) the accounts confirm.

An identity that holds within rounding alone holds as well with another last digit: it confirms a number if it would
fail with all that the picture may say instead. One that says no more than that a number is printed twice holds where it
was misread twice in the same way, and confirms none of which the recogniser was not sure. Sums hold as well where every
number has lost its point, so none is confirmed that has other decimals than the document prints. And they hold with a
number in another column or under another code: none is confirmed whose row has neither a code nor a name that is known,
whose code has another name, or whose table was not understood whole; and where no rules part the columns none of a
column of which no sum over columns, no other table and no prose says anything, or of a table in which many of these say
something else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from extractor.audit.binding.fact_index import Place
from extractor.audit.identities.rules import Relation
from extractor.audit.revision.exchanged import amounts_of
from extractor.audit.trying.intervals import usual
from extractor.audit.trying.trial import FAIL, PASS, Trial
from extractor.audit.trying.trials import SUM, Trials
from extractor.classification.subjects import are_alike
from extractor.document.numbers import decimals
from extractor.records.closed_sets import EngineName
from extractor.records.rows import Fact
from extractor.tables.model import Amounts

BY_NAME = ("01", "04")  # tables whose rows have no code but by their name
DOUBT = 1e-4  # the probability of all that a number may be instead: with less the recogniser is sure
OF_A_SUM = 5e-4  # and of all with which the sums that it stands in would hold as well
COPIES = 2  # of a number: so often it is not misread in the same way
TWO = 2  # columns, or a column and the prose: what binds so many tells columns apart
MOST_FAILED = 0.25  # of such identities that hold: where more fail the columns are not what they were taken for


def unconfirmed(facts: Sequence[Fact], bound: Trials, lost: Collection[Place]) -> frozenset[int]:
    """The facts (by index) that were recognised and of which something stays in doubt: their row or column (the tables
    `lost` were not understood without a rest), or their amount, where no identity settles it."""
    recognised = {i for i, fact in enumerate(facts) if fact.engine == EngineName.OCR}
    misplaced = {i for i in recognised if (facts[i].table_no, facts[i].in_set) in lost or _departs(facts[i])}
    misplaced |= recognised & bound.index.unclear
    cut = _of_other_decimals(facts, recognised) if bound.numbers.padded else set()
    guessed = {i for i in recognised if facts[i].guessed}
    return frozenset(misplaced | cut | _in_doubt(facts, bound) | in_untold_columns(facts, guessed, bound))


def _of_other_decimals(facts: Sequence[Fact], recognised: Collection[int]) -> set[int]:
    """Of the recognised facts those with other decimals than all of their currency unit have as a rule; where zeros at
    the end are printed none has."""
    printed = {i: decimals(facts[i].amount) for i in sorted(recognised) if facts[i].amount}
    counts: dict[str | None, Counter[int]] = {}
    for i, places in printed.items():
        counts.setdefault(facts[i].currency_unit, Counter())[places] += 1
    rule = {unit: usual(counter) for unit, counter in counts.items()}
    return {i for i, places in printed.items() if places != rule[facts[i].currency_unit]}


def in_untold_columns(facts: Sequence[Fact], guessed: set[int], bound: Trials) -> set[int]:
    """Of some facts those in columns that no identity binds to others, and in tables of which too many such fail."""
    if not guessed:
        return set()
    told: Counter[tuple[Place, Amounts]] = Counter()
    held: Counter[Place] = Counter()
    failed: Counter[Place] = Counter()
    for trial in bound.all():
        columns = {_column(facts[node]) for node in trial.nodes if node < len(facts)}
        if len(columns) + any(node >= len(facts) for node in trial.nodes) < TWO:
            continue
        places = {place for place, _ in columns}
        if trial.status == FAIL:
            failed.update(places)
        elif trial.confirms:
            told.update(columns)
            held.update(places)
    columns_of = {i: _column(facts[i]) for i in guessed}
    return {i for i, (p, own) in columns_of.items() if not told[p, own] or failed[p] > MOST_FAILED * held[p]}


def _column(fact: Fact) -> tuple[Place, Amounts]:
    return (fact.table_no, fact.in_set), amounts_of(fact)


def _departs(fact: Fact) -> bool:
    """Whether a row has a code that the classification has not, or has under another name: sums hold as well with the
    code of a neighbour."""
    if fact.subject_code is None or fact.table_no in BY_NAME:
        return False
    return fact.subject_name_official is None or not are_alike(fact.subject_name or "", fact.subject_name_official)


def _in_doubt(facts: Sequence[Fact], bound: Trials) -> set[int]:
    """The facts whose amount was recognised with some doubt, and of which no identity leaves none."""
    doubtful = {i for i, fact in enumerate(facts) if _is_doubtful(fact)}
    if not doubtful:
        return set()
    copies: dict[int, set[int]] = {i: set() for i in doubtful}
    rounded: dict[int, list[Trial]] = {i: [] for i in doubtful}
    for trial in bound.all():
        if trial.status != PASS or trial.relation not in (Relation.EQUALS, Relation.IDENTICAL):
            continue
        is_exact = trial.actual == trial.expected
        amounts = [node for node in trial.nodes if bound.numbers.value[node]]
        for node in doubtful.intersection(trial.nodes):
            is_sum = len(amounts) >= SUM or (bool(amounts) and not facts[node].amount)
            if is_sum and not is_exact:
                rounded[node].append(trial)
            elif is_sum:
                doubtful.discard(node)
            elif is_exact:
                copies[node].update(other for other in trial.nodes if other != node)
    return {i for i in doubtful if len(copies[i]) < COPIES and not _is_told(facts[i], i, rounded[i], bound)}


def _is_told(fact: Fact, place: int, sums: Sequence[Trial], bound: Trials) -> bool:
    """Whether sums that hold within rounding leave no doubt: whatever else the picture says would break one of them."""
    if fact.first_read is not None or not sums:
        return False
    numbers = bound.numbers
    before = numbers.value[place], numbers.half[place]
    doubt = 0.0
    try:
        for other in fact.others:
            numbers.value[place], numbers.half[place] = numbers.of_amount(fact, other.amount)
            if not numbers.is_cut(fact, other.amount) and all(bound.again(trial).status == PASS for trial in sums):
                doubt += other.probability
                if doubt > OF_A_SUM:
                    return False
    finally:
        numbers.value[place], numbers.half[place] = before
    return True


def _is_doubtful(fact: Fact) -> bool:
    return fact.first_read is not None or sum(other.probability for other in fact.others) > DOUBT
