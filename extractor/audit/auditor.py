"""`audit()`: every identity tried on a document's facts and figures."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import TypeVar

from extractor.audit.certainty import Certainty, Place
from extractor.audit.faults import Fault, faults
from extractor.audit.intervals import Numbers
from extractor.audit.ledgers import Blank
from extractor.audit.sentences import Sentences
from extractor.audit.trial import FAIL, PASS, SKIPPED, Trial
from extractor.audit.trials import Trials
from extractor.records.closed_sets import CheckStatus, Verdict
from extractor.records.rows import Check, Fact, Figure

NO_BLANK: Blank = {}
Judged = TypeVar("Judged", bound=Fact | Figure)


@dataclass(frozen=True, slots=True)
class Suspect:
    """The one number that explains failed checks: fact or figure (index), and the indexes of those checks. The value
    that would satisfy them is in their messages alone."""

    fact: int | None
    figure: int | None
    checks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Audit:
    """All checks of a document, and what they say of each fact and figure: `passed`, `failed`, `unchecked`.

    `weight` says how well the reading holds together (higher is better). `doubted` are the tables to read again: those
    that a doubtful failure binds, and the `incomplete`, which lack a total that every form prints, or a printing of
    their set. `odd` tables hold numbers with a figure less than all others, or a few blanks among zeros, right or not:
    why, one sentence each.
    """

    checks: tuple[Check, ...]
    fact_status: tuple[CheckStatus, ...]
    figure_status: tuple[CheckStatus, ...]
    suspects: tuple[Suspect, ...]
    weight: int
    doubted: frozenset[Place]
    incomplete: frozenset[Place]
    odd: Mapping[Place, tuple[str, ...]]

    @property
    def failed(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if check.status == FAIL)

    @property
    def tried(self) -> int:
        return sum(check.status != SKIPPED for check in self.checks)

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why the reading may be wrong, one sentence each; with any the document is `partial`."""
        return (
            *(check.message or "" for check in self.checks if check.verdict == Verdict.DOUBTFUL),
            *(
                f"Table {table} lacks a total that its form prints, or a printing of its set is lacking: a page or a "
                "column of it may be lost."
                for table, _ in sorted(self.incomplete)
            ),
        )

    @property
    def is_doubtful(self) -> bool:
        return bool(self.incomplete) or any(check.verdict == Verdict.DOUBTFUL for check in self.checks)


def audit(
    facts: Sequence[Fact],
    figures: Sequence[Figure] = (),
    *,
    empty: Collection[str] = (),
    blank: Blank = NO_BLANK,
    agreed: Collection[int] = (),
    agreed_tables: Collection[Place] = (),
) -> Audit:
    """Try every identity of `patterns/identities/` on a document.

    `empty` are tables printed without a figure, `blank` columns: their cells count as zero. `agreed` are the indexes
    of facts that two engines read alike, `agreed_tables` the tables that they read alike cell by cell, blanks included.

    A failure is `printed` where the numbers that it binds are certain (`Certainty`), else it is `doubtful`.
    """
    bound = Trials(facts, figures, frozenset(empty), blank)
    trials = bound.all()
    found = faults(trials, bound.numbers)
    certain = Certainty(facts, trials, bound, frozenset(agreed), frozenset(agreed_tables))
    incomplete = certain.incomplete(trials)
    words = Sentences(facts, figures, bound.numbers)
    hints: dict[int, str] = {}
    for fault in found:
        for i in fault.trials:
            hints[i] = words.hint(fault.node, fault.value, len(fault.trials))
    checks = tuple(
        _check(i + 1, trial, facts, figures, words, certain, hints.get(i, "")) for i, trial in enumerate(trials)
    )
    status = _status(trials, len(facts) + len(figures))
    return Audit(
        checks,
        tuple(status[: len(facts)]),
        tuple(status[len(facts) :]),
        tuple(_suspect(fault, len(facts)) for fault in found),
        _weight(trials, bound.numbers),
        incomplete.union(*(certain.doubts(trial) for trial in trials if trial.status == FAIL)),
        incomplete,
        certain.odd(),
    )


def weigh(facts: Sequence[Fact], figures: Sequence[Figure], empty: Collection[str], blank: Blank) -> int:
    """`Audit.weight` alone, at a fraction of the price."""
    bound = Trials(facts, figures, frozenset(empty), blank)
    return _weight(bound.all(), bound.numbers)


def judged(records: Sequence[Judged], statuses: Sequence[CheckStatus]) -> tuple[Judged, ...]:
    """The facts or figures with what the audit says of each. (`dataclasses.replace` takes twice as long.)"""
    if not records:
        return ()
    kind = type(records[0])
    names = [field.name for field in fields(kind)]
    place, take = names.index("check_status"), attrgetter(*names)
    found: list[Judged] = []
    for record, status in zip(records, statuses, strict=True):
        values = [*take(record)]
        values[place] = status
        found.append(kind(*values))
    return tuple(found)


def _suspect(fault: Fault, facts: int) -> Suspect:
    is_fact = fault.node < facts
    return Suspect(fault.node if is_fact else None, None if is_fact else fault.node - facts, fault.trials)


def _weight(trials: Sequence[Trial], numbers: Numbers) -> int:
    """How well a reading holds together: identities that hold over money, less those that fail."""
    held = sum(trial.status == PASS and bool(trial.actual or trial.expected) for trial in trials)
    return held - sum(trial.status == FAIL for trial in trials)


def _status(trials: Sequence[Trial], count: int) -> list[CheckStatus]:
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
    return status


def _check(
    number: int,
    trial: Trial,
    facts: Sequence[Fact],
    figures: Sequence[Figure],
    words: Sentences,
    certain: Certainty,
    hint: str,
) -> Check:
    rule, nodes, count = trial.rule, trial.nodes, len(facts)
    bound_facts: tuple[int, ...] = nodes
    bound_figures: tuple[int, ...] = ()
    if rule.prose:
        bound_facts = tuple([node for node in nodes if node < count])
        bound_figures = tuple([node - count for node in nodes if node >= count])
    pages = {facts[i].page for i in bound_facts}
    pages.update([figures[i].page for i in bound_figures])
    numbered = tuple(sorted([page for page in pages if page is not None])) if pages != {None} else ()
    if trial.status == SKIPPED:
        return Check(
            rule.id, rule.name_zh, SKIPPED, None, None, None, None, None, _scope(trial), rule.tables, numbered, None,
            words.skipped(trial), bound_facts, bound_figures, number,
        )  # fmt: skip
    if rule.relation in ("percent", "identical"):
        unit: str | None = "%"
    else:
        unit = facts[bound_facts[0]].currency_unit if bound_facts else figures[bound_figures[0]].value_unit
    verdict: Verdict | None = None
    message: str | None = None
    if trial.status == FAIL:
        verdict = Verdict.DOUBTFUL if certain.doubts(trial) else Verdict.PRINTED
        message = words.failed(trial, unit, hint)
    money = words.money
    return Check(
        rule.id,
        rule.name_zh,
        trial.status,
        money(trial.expected, unit),
        money(trial.actual, unit),
        money(trial.actual - trial.expected, unit),
        money(trial.tolerance, unit),
        unit,
        _scope(trial),
        rule.tables,
        numbered,
        verdict,
        message,
        bound_facts,
        bound_figures,
        number,
    )


def _scope(trial: Trial) -> str:
    """Where an identity was tried: `20805/total`, `grand_total/basic`, with basis and printing where not the usual."""
    anchor = trial.rule.left[0]
    row = trial.row or ("|".join(anchor.keys) if anchor.rows == "keys" else anchor.section and f"S{anchor.section}")
    measure = trial.measure or "|".join(anchor.measures)
    scope = f"{row or '*'}/{measure}"
    if trial.basis != "final":
        scope += f"@{trial.basis}"
    return scope if trial.printing == 1 else f"{scope}#{trial.printing}"
