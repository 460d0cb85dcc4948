"""`audit()`: every identity tried on a document's facts and figures."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from extractor.audit.binding.fact_index import BareColumns, FactIndex, Place
from extractor.audit.outcome.checks import check_of
from extractor.audit.outcome.sentences import Sentences
from extractor.audit.trying.certainty import Agreement, Certainty, NotRead
from extractor.audit.trying.faults import Fault, causes
from extractor.audit.trying.trial import FAIL, PASS, SKIPPED, Trial
from extractor.audit.trying.trials import Trials
from extractor.languages import Sentence, said
from extractor.records.closed_sets import CheckStatus, EngineName
from extractor.records.rows import Check, Fact, Figure

NO_BARE: BareColumns = {}
Judged = TypeVar("Judged", bound=Fact | Figure)
ALL_READ = NotRead()
NO_AGREEMENT = Agreement()


class Suspect(Struct, frozen=True):
    """The one number that explains failed checks: fact or figure (index), and the indexes of those checks. The value
    that would satisfy them is in their messages alone."""

    fact: int | None
    figure: int | None
    checks: tuple[int, ...]


class Audit(Struct, frozen=True):
    """All checks of a document, and what they say of each fact and figure: `passed`, `failed`, `unchecked`.

    `weight` says how well the reading holds together (higher is better). `doubted` are the tables to read again: those
    that a doubtful failure binds, the `incomplete`, which lack a total that every form prints, or a printing of their
    set, and the `ambiguous`, which have two numbers of one measure in a row. `odd` tables hold numbers with a digit
    less than all others, or a few blanks among zeros, right or not: why, one sentence each.
    """

    checks: tuple[Check, ...]
    fact_status: tuple[CheckStatus, ...]
    figure_status: tuple[CheckStatus, ...]
    suspects: tuple[Suspect, ...]
    weight: int
    doubted: frozenset[Place]
    incomplete: frozenset[Place]
    ambiguous: frozenset[Place]
    odd: Mapping[Place, tuple[Sentence, ...]]

    @property
    def failed(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if check.status == FAIL)

    @property
    def tried(self) -> int:
        return sum(check.status != SKIPPED for check in self.checks)

    @property
    def doubts(self) -> tuple[Sentence, ...]:
        """Why the reading may be wrong, one sentence each; with any the document is `partial`."""
        return (
            *(check.doubt for check in self.checks if check.doubt),
            *(
                said(
                    "Table {table} lacks a total that its form prints, or is printed less often than the other tables "
                    "of its set: a page or a column of it may be lost.",
                    table=table,
                )
                for table, _ in sorted(self.incomplete)
            ),
            *(
                said(
                    "Table {table} has two numbers of the same measure in one row: a column is not what it was taken "
                    "for.",
                    table=table,
                )
                for table, _ in sorted(self.ambiguous)
            ),
        )


def audit(
    facts: Sequence[Fact],
    figures: Sequence[Figure] = (),
    *,
    empty: Collection[str] = (),
    bare: BareColumns = NO_BARE,
    lost: NotRead = ALL_READ,
    agreed: Agreement = NO_AGREEMENT,
) -> Audit:
    """Try every identity of tables and prose in `patterns/identities/` on a document.

    `empty` are tables printed without a figure, `bare` columns: blank cells count as zero. `lost` is what the reading
    did not understand, `agreed` what two engines read alike. `figures` say whether they are of the document's
    year (`Figure.of_this_year`).

    A failure is `printed` where what it binds is certain and understood (`Certainty`), else it is `doubtful`. A sum
    that is off by a rounding, however unlikely, blames nobody: where its numbers are certain it holds.
    """
    bound = Trials(facts, figures, frozenset(empty), bare)
    trials = bound.all()
    why = causes(trials, bound.numbers)
    certain = Certainty(facts, figures, trials, why, bound, agreed, lost)
    incomplete = certain.incomplete(trials)
    words = Sentences(bound.numbers)
    hints = {i: words.hint(fault.node, fault.value, len(fault.trials)) for fault in why.faults for i in fault.trials}
    printed = [trial.status == FAIL and certain.is_printed(trial) for trial in trials]
    for trial, blames in zip(trials, printed, strict=True):
        if blames and trial.slight:
            bound.let_round(trial)
    checks = tuple(check_of(i + 1, trial, words, printed[i], hints.get(i)) for i, trial in enumerate(trials))
    doubted = (trial for trial, blames in zip(trials, printed, strict=True) if trial.status == FAIL and not blames)
    status = _status(trials, len(facts) + len(figures), bound.index)
    for n in certain.cut():  # a sum of numbers that are cut alike holds all the same
        status[n] = CheckStatus.UNCHECKED if status[n] == CheckStatus.PASSED else status[n]
    ambiguous = frozenset((facts[n].table_no, facts[n].in_set) for n in bound.index.claimed_twice)
    return Audit(
        checks,
        tuple(status[: len(facts)]),
        tuple(status[len(facts) :]),
        tuple(_suspect(f, len(facts)) for f in why.faults if any(trials[i].status == FAIL for i in f.trials)),
        _weight(trials),
        (incomplete | ambiguous).union(*map(certain.places, doubted)),
        incomplete,
        ambiguous,
        certain.odd(),
    )


def weigh(facts: Sequence[Fact], figures: Sequence[Figure], empty: Collection[str], bare: BareColumns) -> int:
    """`Audit.weight` alone, at a fraction of the price."""
    bound = Trials(facts, figures, frozenset(empty), bare)
    return _weight(bound.all())


def believed(
    facts: Sequence[Fact], statuses: Sequence[CheckStatus], faint: Collection[int], unconfirmed: Collection[int]
) -> list[CheckStatus]:
    """What the audit says of each fact. On a page that was faintly recognised (OCR) identities confirm nothing: if
    every 4 was taken for a 1, sums may hold as well. Numbers given by a person are exempt. Nor do facts pass that are
    `unconfirmed` (by index)."""

    def is_doubted(place: int, fact: Fact) -> bool:
        return fact.engine != EngineName.PERSON and (fact.page in faint or place in unconfirmed)

    return [
        CheckStatus.UNCHECKED if status == CheckStatus.PASSED and is_doubted(i, fact) else status
        for i, (fact, status) in enumerate(zip(facts, statuses, strict=True))
    ]


def judged(records: Sequence[Judged], statuses: Sequence[CheckStatus]) -> tuple[Judged, ...]:
    """The facts or figures with what the audit says of each."""
    return tuple(replace(record, check_status=status) for record, status in zip(records, statuses, strict=True))


def _suspect(fault: Fault, facts: int) -> Suspect:
    is_fact = fault.node < facts
    return Suspect(fault.node if is_fact else None, None if is_fact else fault.node - facts, fault.trials)


def _weight(trials: Sequence[Trial]) -> int:
    """How well a reading holds together: identities that hold over money, less those that fail."""
    held = sum(trial.status == PASS and bool(trial.actual or trial.expected) for trial in trials)
    return held - sum(trial.status == FAIL for trial in trials)


def _status(trials: Sequence[Trial], count: int, index: FactIndex) -> list[CheckStatus]:
    """What the trials say of each number; of one that repeats another, also what they say of that. Of several numbers
    that claim one cell, none is sure to be the right one."""
    unchecked, passed, failed = CheckStatus.UNCHECKED, CheckStatus.PASSED, CheckStatus.FAILED
    status = [unchecked] * count
    for trial in trials:
        if trial.status == PASS:
            for node in trial.nodes:
                if status[node] is unchecked:
                    status[node] = passed
        elif trial.status == FAIL:
            for node in trial.nodes:
                status[node] = failed
    for node, first in index.same_as.items():
        if status[node] is unchecked or status[first] is failed:
            status[node] = status[first]
    for node in index.claimed_twice:
        if status[node] is passed:
            status[node] = unchecked
    return status
