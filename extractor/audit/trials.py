"""Identities tried at every place where a document has their numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.audit.cells import bind_tables, gaps, gather, terms
from extractor.audit.intervals import MICRO, Numbers
from extractor.audit.ledgers import Blank, Ledgers
from extractor.audit.rules import Rule, Selector, rules
from extractor.audit.statements import Statements
from extractor.audit.trial import FAIL, PASS, SKIPPED, Nodes, Trial
from extractor.records.rows import Fact, Figure


class Trials:
    """Everything needed to try the identities on one document."""

    def __init__(self, facts: Sequence[Fact], figures: Sequence[Figure], empty: frozenset[str], blank: Blank) -> None:
        self.numbers = Numbers(facts, figures)
        self._ledgers = Ledgers(facts, empty, blank)
        self._statements = Statements(figures, len(facts))

    def all(self) -> list[Trial]:
        """All trials that the document allows, in the order of the identities."""
        made: list[Trial] = []
        for rule in rules():
            if rule.prose:
                made.extend(self._prose(rule))
                continue
            for trial in bind_tables(rule, self._ledgers):
                if not trial.reason:
                    self._decide(trial)
                made.append(trial)
        return made

    def gaps(self, trial: Trial) -> set[str]:
        """The tables in which a lost cell or row could have made the trial fail."""
        return gaps(trial, self._ledgers)

    def short(self) -> set[tuple[str, int]]:
        """The tables of which a printing seems lost: their set is printed more often."""
        return self._ledgers.short()

    def with_holes(self) -> set[tuple[str, int]]:
        """The tables that lack a few of the cells that they print throughout."""
        return self._ledgers.with_holes()

    def _prose(self, rule: Rule) -> Iterator[Trial]:
        for anchor, code in self._statements.anchors(rule.left[0], once=rule.relation == "identical"):
            if not all(self._equal_figures(a, b, anchor) for a, b in rule.given):
                continue
            right = self._bind(rule.right, anchor, code)
            if right is None:
                continue
            trials = []
            for over in (rule.over, rule.or_over) if rule.or_over else (rule.over,):
                base = self._bind(over, anchor, code)
                if base is None:
                    continue
                trial = Trial(rule, code, None, 1, "final", (anchor,), right[0], base[0], base[1])
                self._decide(trial)
                if trial.status != SKIPPED:
                    trials.append(trial)
            held = next((t for t in trials if t.status == PASS), None)
            if held or (trials and not (rule.needed and len(trials) < 2)):
                yield held or trials[0]

    def _equal_figures(self, a: Selector, b: Selector, anchor: int) -> bool:
        first, second = self._statements.find(a, anchor), self._statements.find(b, anchor)
        if first is None or second is None:
            return False
        return self.numbers.value[first] == self.numbers.value[second]

    def _bind(self, selectors: tuple[Selector, ...], anchor: int, code: str | None) -> tuple[Nodes, Nodes] | None:
        """The numbers added and subtracted; None where one of them is not there."""
        plus: list[int] = []
        minus: list[int] = []
        for s in selectors:
            nodes: Sequence[int]
            if s.is_prose:
                found = self._statements.find(s, anchor)
                nodes = () if found is None else (found,)
            else:
                nodes = gather(terms((s,), self._ledgers, 1, "final"), code, None)[0]
            if not nodes:
                return None
            (plus if s.sign > 0 else minus).extend(nodes)
        return tuple(plus), tuple(minus)

    def _decide(self, trial: Trial) -> None:
        numbers, relation = self.numbers, trial.rule.relation
        trial.actual = left = numbers.total(trial.left)
        if relation == "percent":
            self._decide_percent(trial)
            return
        trial.expected = right = numbers.total(trial.right)
        trial.tolerance = slack = numbers.slack(trial.left) + numbers.slack(trial.right)
        if relation == "at_most":
            holds = left - right <= slack
        elif relation == "identical":
            trial.tolerance = 0
            holds = left == right
        else:
            holds = abs(left - right) <= slack
            if trial.is_copy:
                trial.tolerance = 0
                holds = left == right
        trial.status = PASS if holds else FAIL

    def _decide_percent(self, trial: Trial) -> None:
        """Left within what the division of two intervals gives, the printed percentage rounded or truncated."""
        numbers = self.numbers
        low, high = self._ratio(trial)
        if low is None or high is None:
            return
        half = numbers.half[trial.left[0]]
        below, above = (half, 2 * half) if trial.actual >= 0 else (2 * half, half)
        part = numbers.total(trial.right)
        trial.expected = 100 * MICRO * part // (numbers.total(trial.over) - numbers.total(trial.over_minus))
        trial.tolerance = max(high - trial.expected + half, half)
        trial.status = PASS if low <= trial.actual + above and trial.actual - below <= high else FAIL

    def _ratio(self, trial: Trial) -> tuple[int, int] | tuple[None, None]:
        """The least and the most that 100 · right / over may be; None where the base may be zero."""
        numbers = self.numbers
        part, part_slack = numbers.total(trial.right), numbers.slack(trial.right)
        base = numbers.total(trial.over) - numbers.total(trial.over_minus)
        base_slack = numbers.slack(trial.over) + numbers.slack(trial.over_minus)
        if abs(base) <= base_slack:
            return None, None
        # What stands in both, as Δ in Δ / (v - Δ), is off by the same amount in both.
        shared = numbers.slack([n for n in trial.over_minus if n in trial.right])
        ends = [
            100 * MICRO * (part + i * part_slack) // (base + j * (base_slack - shared) - i * shared)
            for i in (-1, 1)
            for j in (-1, 1)
        ]
        return min(ends) - 1, max(ends) + 1
