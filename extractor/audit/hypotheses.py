"""Other amounts for numbers that were recognised in a picture (OCR), tried on the identities that fail.

A change gives one number another amount that its picture allows; a move is one change, or two at numbers that stand in
one identity (the same figure misread twice agrees with itself).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from math import log10

from msgspec import Struct

from extractor.audit.fact_index import Place
from extractor.audit.trial import FAIL, PASS
from extractor.audit.trials import Trials
from extractor.records.rows import Fact

MOST_FAILED = 60  # identities; more is no misread number but another table
MOST_OTHERS = 40  # amounts of one number that are tried, the most probable first
MOST_BESIDE = 8  # of a second number
LEAST = 1e-12  # a probability
FORM = 2.0  # powers of ten by which a number of other decimals than all around it is less likely
ALONE = 2  # trials that must be mended where others fail that bind a table of which something was not understood


class Change(Struct, frozen=True):
    """Another amount for a fact (by index); `cost` is by how many powers of ten its picture says it less than what was
    read."""

    fact: int
    amount: Decimal
    cost: float


class Move(Struct, frozen=True):
    """Changes made together. With them the trials `mended` (by index) hold that failed, and none fails that held;
    `whole` says that no trial of the numbers changed fails any more, or none that can be expected to hold: several
    others are mended, and what is left binds tables that were not understood without a rest."""

    changes: tuple[Change, ...]
    mended: frozenset[int]
    whole: bool

    @property
    def cost(self) -> float:
        return sum(change.cost for change in self.changes)


def own_probability(fact: Fact) -> float:
    """How sure the recogniser was of what it read."""
    return max(1.0 - sum(other.probability for other in fact.others), LEAST)


class Hypotheses:
    """The trials of a document's facts and figures, and what becomes of them with other amounts."""

    def __init__(self, facts: Sequence[Fact], bound: Trials, lost: Collection[Place] = ()) -> None:
        self._facts, self._bound = facts, bound
        self._lost = {i for i, fact in enumerate(facts) if (fact.table_no, fact.in_set) in lost}
        self.trials = [trial for trial in bound.all() if trial.status in (PASS, FAIL)]
        self._touching: dict[int, list[int]] = {}
        for i, trial in enumerate(self.trials):
            for node in set(trial.nodes):
                self._touching.setdefault(node, []).append(i)

    @property
    def failed(self) -> list[int]:
        return [i for i, trial in enumerate(self.trials) if trial.status == FAIL]

    def facts_in(self, trials: Sequence[int] | frozenset[int]) -> list[int]:
        """The facts that some trials bind, each once."""
        return sorted({n for i in trials for n in self.trials[i].nodes if n < len(self._facts)})

    def facts_common_to(self, trials: frozenset[int]) -> set[int]:
        """The facts that all of some trials bind."""
        common = set.intersection(*(set(self.trials[i].nodes) for i in trials))
        return {n for n in common if n < len(self._facts)}

    def moves(self) -> list[Move]:
        """All that would mend some trial and spoil none."""
        if len(self.failed) > MOST_FAILED:
            return []
        found: list[Move] = []
        for fact in self.facts_in(self.failed):
            for change in self._changes(fact, MOST_OTHERS):
                mended, spoilt, whole = self._tried((change,))
                if mended and not spoilt:
                    found.append(Move((change,), mended, whole))
                elif mended:
                    found.extend(self._beside(change, spoilt))
        return found

    def make(self, move: Move) -> None:
        """The trials with a move made, for good."""
        for change in move.changes:
            self._put(change)
            for i in self._touching[change.fact]:
                self.trials[i] = self._bound.again(self.trials[i])

    def _beside(self, change: Change, spoilt: frozenset[int]) -> Iterator[Move]:
        """Moves of two: a change with one more at another number of a trial that it spoils by itself."""
        for other in self.facts_in(spoilt):
            if other == change.fact or not all(other in self.trials[i].nodes for i in spoilt):
                continue
            for second in self._changes(other, MOST_BESIDE):
                changes = (change, second) if change.fact < other else (second, change)
                mended, still_spoilt, whole = self._tried(changes)
                if len(mended) > 1 and not still_spoilt:
                    yield Move(changes, mended, whole)

    def _changes(self, fact: int, most: int) -> Iterator[Change]:
        read = self._facts[fact]
        if read.others and read.first_read is None:
            own = log10(own_probability(read))
            for other in read.others[:most]:
                cost = (
                    own
                    - log10(max(other.probability, LEAST))
                    + FORM
                    * (self._bound.numbers.is_cut(read, other.amount) - self._bound.numbers.is_cut(read, read.amount))
                )
                yield Change(fact, other.amount, cost)

    def _tried(self, changes: Sequence[Change]) -> tuple[frozenset[int], frozenset[int], bool]:
        """The trials that changes mend and those that they spoil, and whether all that they touch hold with them."""
        touched = sorted({i for change in changes for i in self._touching[change.fact]})
        with self._with(changes):
            after = {i: self._bound.again(self.trials[i]) for i in touched}
        mended = frozenset(i for i in touched if self.trials[i].status == FAIL and after[i].confirms)
        spoilt = frozenset(i for i in touched if self.trials[i].status == PASS and after[i].status != PASS)
        left = [trial for trial in after.values() if trial.status == FAIL]
        whole = not left or (len(mended) >= ALONE and all(self._lost.intersection(t.nodes) for t in left))
        return mended, spoilt, whole

    @contextmanager
    def _with(self, changes: Sequence[Change]) -> Iterator[None]:
        numbers = self._bound.numbers
        before = [(c.fact, numbers.value[c.fact], numbers.half[c.fact]) for c in changes]
        for change in changes:
            self._put(change)
        try:
            yield
        finally:
            for fact, value, half in before:
                numbers.value[fact], numbers.half[fact] = value, half

    def _put(self, change: Change) -> None:
        numbers = self._bound.numbers
        read = self._facts[change.fact]
        numbers.value[change.fact], numbers.half[change.fact] = numbers.of_amount(read, change.amount)
