"""Identities tried at every place where a document has their numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec.structs import replace

from extractor.audit.binding.fact_index import BareColumns, FactIndex, Place
from extractor.audit.binding.figure_index import FigureIndex
from extractor.audit.binding.sheets import SheetBinder
from extractor.audit.binding.tables import bind_tables, gaps, gather, terms
from extractor.audit.identities.rules import Relation, Rule, constants, rules
from extractor.audit.identities.selectors import Selector
from extractor.audit.trying.intervals import MICRO, Numbers
from extractor.audit.trying.trial import FAIL, PASS, SKIPPED, Nodes, Trial
from extractor.languages import said
from extractor.records.rows import Fact, Figure

SUM = 3  # numbers that are not zero make one; fewer say the same number twice
ENOUGH = 10  # sums that hold to the last 分 show that a document does not round
ALL_MONEY = ("01", "02", "03")  # the tables of all money, of which the others print parts


class Trials:
    """Everything needed to try the identities on one document."""

    def __init__(
        self, facts: Sequence[Fact], figures: Sequence[Figure], empty: frozenset[str], bare: BareColumns
    ) -> None:
        after = len(facts) + len(figures)
        self.constants = {name: after + i for i, name in enumerate(constants())}
        self.numbers = Numbers(facts, figures, [Decimal(name) for name in constants()])
        self.index = FactIndex(facts, empty, bare)
        self.figures = FigureIndex(figures, len(facts))
        self._below_zero: dict[int, int] = {}
        for i, fact in enumerate(facts):
            if fact.amount < 0 and fact.table_no in ALL_MONEY:
                self._below_zero[fact.in_set] = self._below_zero.get(fact.in_set, 0) - self.numbers.value[i]

    def all(self) -> list[Trial]:
        """All trials that tables and prose allow, in the order of the identities."""
        made: list[Trial] = []
        for rule in rules():
            if rule.sheet:
                continue
            if rule.prose:
                made.extend(self._prose(rule))
                continue
            for trial in bind_tables(rule, self.index):
                if not trial.reason:
                    self.decide(trial)
                    self._let_negatives_pass(trial)
                made.append(trial)
        self._hold_to_fen(made)
        return made

    def _let_negatives_pass(self, trial: Trial) -> None:
        """A part may exceed its whole by what other parts are below zero: then nothing can be said."""
        compares = trial.status == FAIL and trial.relation in (Relation.AT_MOST, Relation.AT_LEAST)
        if compares and abs(trial.actual - trial.expected) <= self._below_zero.get(trial.printing, 0):
            trial.status, trial.reason = SKIPPED, said("other amounts are below zero")

    def again(self, trial: Trial) -> Trial:
        """A trial as it comes out with the numbers as they are now."""
        made = replace(trial, reason=None)
        self.decide(made)
        self._let_negatives_pass(made)
        return made

    def of_sheet(self, sheet: int, project: str | None) -> list[Trial]:
        """All trials that a 绩效自评表 allows, by its number, in the order of the identities."""
        binder = SheetBinder(self.index, self.figures, self.constants, self.decide, sheet, project)
        return [trial for rule in rules() if rule.sheet for trial in binder.trials(rule)]

    def gaps(self, trial: Trial) -> set[str]:
        """The tables in which a lost cell or row could have made the trial fail."""
        return gaps(trial, self.index)

    def short(self) -> set[Place]:
        """The tables of which a printing seems lost: their set is printed more often."""
        return self.index.short()

    def with_holes(self) -> set[Place]:
        """The tables that lack a few of the cells that they print throughout."""
        return self.index.with_holes()

    def _prose(self, rule: Rule) -> Iterator[Trial]:
        for anchor, code in self.figures.anchors(rule.left[0], once=rule.relation is Relation.IDENTICAL):
            if not all(self._equal_figures(a, b, anchor) for a, b in rule.given):
                continue
            right, beside = self._bind(rule.right, anchor, code), self._bind(rule.left[1:], anchor, code)
            if right is None or beside is None:
                continue
            trials = []
            for over in (rule.over, rule.or_over) if rule.or_over else (rule.over,):
                base = self._bind(over, anchor, code)
                if base is None:
                    continue
                trial = Trial(rule, code, None, 1, "final", (anchor, *beside[0]), right[0], base[0], base[1])
                self.decide(trial)
                if trial.status != SKIPPED:
                    trials.append(trial)
            held = next((t for t in trials if t.status == PASS), None)
            if held or (trials and not (rule.needed and len(trials) < 2)):
                yield held or trials[0]

    def _equal_figures(self, a: Selector, b: Selector, anchor: int) -> bool:
        first, second = self.figures.find(a, anchor), self.figures.find(b, anchor)
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
                found = self.figures.find(s, anchor)
                nodes = () if found is None else (found,)
            else:
                nodes = gather(terms((s,), self.index, 1, "final"), code, None)[0]
            if not nodes:
                return None
            (plus if s.sign > 0 else minus).extend(nodes)
        return tuple(plus), tuple(minus)

    def decide(self, trial: Trial) -> None:
        """Passes or fails a trial; a percentage of what may be nothing stays untried."""
        numbers, relation = self.numbers, trial.relation
        trial.actual = left = numbers.total(trial.left)
        if relation is Relation.PERCENT:
            self._decide_percent(trial)
            return
        trial.expected = right = numbers.total(trial.right)
        trial.tolerance = slack = numbers.slack(trial.left) + numbers.slack(trial.right)
        if relation is Relation.AT_MOST:
            holds = left - right <= slack
        elif relation is Relation.AT_LEAST:
            holds = right - left <= slack
        elif relation is Relation.IDENTICAL:
            trial.tolerance = 0
            trial.expected = numbers.total(trial.right[:1])
            holds = len({numbers.value[n] for n in trial.nodes}) == 1
        elif trial.is_copy:
            trial.tolerance = 0
            holds = left == right
        else:
            holds = abs(left - right) <= slack and not self._is_slight(trial)
        trial.status = PASS if holds else FAIL

    def _is_slight(self, trial: Trial) -> bool:
        """Whether sides that differ by no more than all of their roundings together do so by too much nevertheless."""
        trial.slight = False
        if trial.actual == trial.expected or trial.rule.sheet:
            return False
        likely = 0 if trial.exact else self.numbers.likely(trial.nodes)
        if abs(trial.actual - trial.expected) > likely:
            trial.tolerance = likely
            trial.slight = True
        return trial.slight

    def let_round(self, trial: Trial) -> None:
        """Lets a trial hold after all that fails by a `slight` difference: its numbers are certain to be printed so."""
        trial.status, trial.slight, trial.exact = PASS, False, False
        trial.tolerance = self.numbers.slack(trial.nodes)

    def _hold_to_fen(self, made: Sequence[Trial]) -> None:
        """Allows no rounding to sums of amounts that are printed to 分, where only those of one number need it.

        Where sums that have no number in common are off, by whatever little, the accounts were rounded.
        """
        sums = [t for t in made if t.status == PASS and t.relation is Relation.EQUALS and self._is_sum(t)]
        to_fen = [t for t in sums if not t.rule.sheet and self.numbers.are_exact(t.nodes)]
        off = [t for t in to_fen if t.actual != t.expected]
        if not off or len(to_fen) - len(off) < ENOUGH or not frozenset.intersection(*(frozenset(t.nodes) for t in off)):
            return
        for trial in off:
            trial.exact = True
            self.decide(trial)

    def _is_sum(self, trial: Trial) -> bool:
        return sum(map(bool, map(self.numbers.value.__getitem__, trial.nodes))) >= SUM

    def _decide_percent(self, trial: Trial) -> None:
        """Left within what the division of two intervals gives, the printed percentage rounded or truncated."""
        numbers = self.numbers
        low, high = self._ratio(trial)
        if low is None or high is None:
            trial.reason = said("the amount to divide by may be zero")
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
