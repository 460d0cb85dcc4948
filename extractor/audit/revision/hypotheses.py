"""Other amounts for numbers that were recognised in a picture (OCR), tried on the identities that fail.

A change gives one number another amount that its picture allows; a move is one change, or two at numbers that stand in
one identity (the same figure misread twice agrees with itself), or one for each of the numbers of a failing sum that
lost their points, or of which another identity asks for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from math import log10

from msgspec import Struct

from extractor.audit.binding.fact_index import Place
from extractor.audit.trying.trial import FAIL, PASS
from extractor.audit.trying.trials import Trials
from extractor.document.numbers import decimals
from extractor.records.rows import Fact

MOST_FAILED = 60  # identities; more is no misread number but another table
MOST_OTHERS = 40  # amounts of one number that are tried, the most probable first
MOST_BESIDE = 8  # of a second number
LEAST = 1e-12  # a probability
FORM = 2.0  # powers of ten by which a number of other decimals than all around it is less likely
PAIR = 2  # numbers of a trial that says only that they are equal
ALONE = 2  # trials that must be mended where others fail that bind a table of which something was not understood


class Change(Struct, frozen=True):
    """Another amount for a fact (by index); `cost` is by how many powers of ten its picture says it less than what was
    read."""

    fact: int
    amount: Decimal
    cost: float


class Move(Struct, frozen=True):
    """Changes made together. With them the trials `mended` (by index) hold that failed, and none fails that held; of
    the numbers changed the trials `left` fail still. `whole` says that there are none of these, or none that can be
    expected to hold: several others are mended, and what is left binds tables that were not understood without a
    rest."""

    changes: tuple[Change, ...]
    mended: frozenset[int]
    left: frozenset[int]
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
                move, spoilt = self._tried((change,))
                if move.mended and not spoilt:
                    found.append(move)
                elif move.mended:
                    found.extend(self._beside(change, spoilt))
        return [*found, *self._together(found)]

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
                move, still_spoilt = self._tried(changes)
                if len(move.mended) > 1 and not still_spoilt:
                    yield move

    def _together(self, found: Sequence[Move]) -> Iterator[Move]:
        """Moves that leave no number of a failing sum as it was of which it is known what it must be: those that lost
        their points, and those that another trial asks to be changed.

        What each becomes is told by its own form or its own trial, and not sought for the sum's sake: among many
        changes some would please it by chance. Beside each such move stand its rivals, one number being another.
        """
        known = {fact: change for fact in self.facts_in(self.failed) if (change := self._point_restored(fact))}
        for move in sorted((m for m in found if len(m.changes) == 1 and m.left), key=lambda m: m.cost):
            known.setdefault(move.changes[0].fact, move.changes[0])
        for group in self._bound_together(sorted(known)):
            changes = tuple(known[fact] for fact in group)
            rivals = (
                (*changes[:i], other, *changes[i + 1 :])
                for i, change in enumerate(changes)
                for other in self._changes(change.fact, MOST_BESIDE)
                if other != change
            )
            for these in (changes, *rivals):
                move, spoilt = self._tried(these)
                if move.mended and not spoilt:
                    yield move

    def _point_restored(self, fact: int) -> Change | None:
        """The change by which a whole number has the point again that its neighbours have."""
        read = self._facts[fact]
        if decimals(read.amount):
            return None
        printed = read.amount.as_tuple()[:2]  # sign and digits
        for change in self._changes(fact, MOST_OTHERS):
            is_same = change.amount.as_tuple()[:2] == printed and decimals(change.amount)
            if is_same and not self._bound.numbers.is_cut(read, change.amount):
                return change
        return None

    def _bound_together(self, facts: Sequence[int]) -> list[list[int]]:
        """Facts in groups that failing trials bind, or any trial of two numbers: the same figure misread twice agrees
        with itself. Groups of one fact alone are left out."""
        groups: list[set[int]] = [{fact} for fact in facts]
        for trial in self.trials:
            if trial.status != FAIL and len(trial.nodes) > PAIR:
                continue
            touched = [group for group in groups if not group.isdisjoint(trial.nodes)]
            if len(touched) > 1:
                groups = [group for group in groups if group not in touched] + [set().union(*touched)]
        return [sorted(group) for group in groups if len(group) > 1]

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

    def _tried(self, changes: tuple[Change, ...]) -> tuple[Move, frozenset[int]]:
        """What becomes of the trials that changes touch, and those among them that held and do not hold with them."""
        touched = sorted({i for change in changes for i in self._touching[change.fact]})
        with self._with(changes):
            after = {i: self._bound.again(self.trials[i]) for i in touched}
        mended = frozenset(i for i in touched if self.trials[i].status == FAIL and after[i].confirms)
        spoilt = frozenset(i for i in touched if self.trials[i].status == PASS and after[i].status != PASS)
        left = frozenset(i for i, trial in after.items() if trial.status == FAIL)
        whole = not left or (len(mended) >= ALONE and all(self._lost.intersection(after[i].nodes) for i in left))
        return Move(changes, mended, left, whole), spoilt

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
