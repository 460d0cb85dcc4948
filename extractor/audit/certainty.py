"""Whether the document prints a number as it was read: the verdict on a failed check."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.audit.trial import FAIL, PASS, Trial
from extractor.audit.trials import Trials
from extractor.records.rows import Fact

Place = tuple[str, int]
"""A table and which printing of it."""

# Read from marked cells, with no layout to mistake.
MARKED = frozenset({"office"})
# Read line by line, with nothing to lose on another page.
WHOLE = MARKED | {"text"}


class Certainty:
    """Which numbers are certain.

    A fact is if two engines agree on it (`agreed`, by index; `agreed_tables`: on the whole table, blanks included), if
    it equals what another table or the prose says, or if it is all that is left over in a sum of such numbers.
    Identities inside one table alone say little: they hold as well with a column shifted. A sum over rows, of which
    the reading may have lost one, is certain only where two engines agree on the table. The prose is running text, and
    its figures are taken as printed.
    """

    def __init__(
        self,
        facts: Sequence[Fact],
        trials: Sequence[Trial],
        bound: Trials,
        agreed: frozenset[int],
        agreed_tables: frozenset[Place],
    ) -> None:
        self._facts = facts
        self._bound = bound
        self._agreed_tables = agreed_tables
        self._agreed = agreed
        self._nodes = set(agreed)
        if any(trial.status == FAIL for trial in trials):
            self._confirm([t for t in trials if t.status == PASS and t.rule.relation == "equals" and t.actual])

    def doubts(self, trial: Trial) -> set[Place]:
        """The tables that a failed trial binds, if something in it is not certain; else none."""
        bound = [node for node in trial.nodes if node < len(self._facts)]
        gaps = {(table, trial.printing) for table in self._bound.gaps(trial)}
        if all(self._is_certain(node) for node in bound) and gaps <= self._agreed_tables:
            return set()
        return gaps.union(self._place(node) for node in bound)

    def incomplete(self, trials: Sequence[Trial]) -> frozenset[Place]:
        """The tables without a total that every form prints, or of which a printing of the set is lacking.

        Not those that two engines read so, nor those of which no page can have been lost.
        """
        whole = {(fact.table_no, fact.printing) for fact in self._facts if fact.engine in WHOLE}
        lacking = {(trial.lacking, trial.printing) for trial in trials if trial.lacking is not None}
        return frozenset((lacking | self._bound.short()) - self._agreed_tables - whole)

    def odd(self) -> dict[Place, tuple[str, ...]]:
        """The tables with numbers that may have lost a figure, or a few blanks, unless two engines agree; why, one
        sentence each."""
        whole = {self._place(n) for n, fact in enumerate(self._facts) if fact.engine in WHOLE}
        found: dict[Place, list[str]] = {}
        for place in self._bound.with_holes():
            said = f"Table {place[0]} leaves a few cells blank and prints its zeros in all others: some may be lost."
            found.setdefault(place, []).append(said)
        for n in self._bound.numbers.cut:
            if n not in self._agreed:
                fact = self._facts[n]
                said = (
                    f"Table {fact.table_no}, page {fact.page}: {fact.amount:f} in the row “{fact.row_label}” has fewer "
                    "decimals than the numbers around it, so a figure may be lost."
                )
                found.setdefault(self._place(n), []).append(said)
        return {place: tuple(said) for place, said in found.items() if place not in self._agreed_tables | whole}

    def _confirm(self, held: Sequence[Trial]) -> None:
        value = self._bound.numbers.value
        inside: list[Trial] = []
        for trial in held:
            if len({self._place(n)[0] if n < len(self._facts) else None for n in trial.nodes}) > 1:
                self._nodes.update(node for node in trial.nodes if value[node])
            elif all(value[node] for node in trial.nodes) and not self._bound.gaps(trial):
                inside.append(trial)
        found = True
        while found:
            found = False
            for trial in inside:
                left = [node for node in trial.nodes if node not in self._nodes]
                if len(left) == 1:
                    self._nodes.add(left[0])
                    found = True

    def _place(self, node: int) -> Place:
        return self._facts[node].table_no, self._facts[node].printing

    def _is_certain(self, node: int) -> bool:
        if node in self._nodes:
            return True
        return self._facts[node].engine in MARKED or self._place(node) in self._agreed_tables
