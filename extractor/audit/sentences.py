"""What a failed check says: which rows, which pages, both sides, the difference, and where the fault may lie."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractor.audit.intervals import MICRO, POINTS, Numbers, decimals
from extractor.audit.rules import Relation
from extractor.audit.trial import SKIPPED, Trial
from extractor.records.rows import Fact, Figure

LISTED = 6  # cells of one side; more are counted
MOST_DECIMALS = 4  # as many as the tables that are written hold


class Sentences:
    """Words for numbers of one document."""

    def __init__(self, facts: Sequence[Fact], figures: Sequence[Figure], numbers: Numbers) -> None:
        self._facts = facts
        self._figures = figures
        self.numbers = numbers
        self._known: dict[tuple[int, str | None], Decimal] = {}

    def money(self, value: int, unit: str | None) -> Decimal:
        """Millionths of a 元 in the unit of the table, without useless zeros."""
        known = self._known.get((value, unit))
        if known is None:
            known = _plain(Decimal(value) / (MICRO * self.numbers.unit(unit)))
            self._known[value, unit] = known
        return known

    def place(self, node: int) -> str:
        """Where a number stands: `table 02 20805 行政事业单位养老支出 total (page 6)`."""
        if node >= self.numbers.first_constant:
            return "by the form"
        if node < len(self._facts):
            fact = self._facts[node]
            name = fact.row_label or fact.subject_name or fact.item or ""
            if fact.table_no.startswith("P"):
                name = f"{fact.subject_name} {name}"
            code = f" {fact.subject_code}" if fact.subject_code else ""
            basis = "" if fact.basis == "final" else f" {fact.basis}"
            measure = "" if fact.measure == "amount" else f" {fact.measure}"
            name = f" {name}" if name else ""
            return f"table {fact.table_no}{code}{name}{measure}{basis}{_where(fact.page, fact.line, fact.place)}"
        figure = self._figures[node - len(self._facts)]
        return f"section {figure.section_no} {figure.subject} {figure.metric}{_where(figure.page, figure.line)}"

    def printed(self, node: int) -> str:
        """The number as it is printed."""
        if node >= self.numbers.first_constant:
            return f"{self.numbers.value[node] // MICRO}"
        if node < len(self._facts):
            return f"{self._facts[node].amount}"
        figure = self._figures[node - len(self._facts)]
        return f"{figure.value}{figure.value_unit or ''}"

    def _list(self, nodes: Sequence[int]) -> str:
        shown = [n for n in nodes if self.numbers.value[n]]
        if not shown:
            return "nothing" if not nodes else f"0 ({self.place(nodes[0])})"
        words = [f"{self.printed(n)} ({self.place(n)})" for n in shown[:LISTED]]
        more = len(shown) - LISTED
        return " + ".join(words) + (f" + {more} more" if more > 0 else "")

    def failed(self, trial: Trial, unit: str | None, hint: str) -> str:
        """One sentence on a failed trial."""
        actual, expected = self.money(trial.actual, unit), self.money(trial.expected, unit)
        gap = self.money(abs(trial.actual - trial.expected), unit)
        left, right = self._list(trial.left), self._list(trial.right)
        of = "" if unit in (None, POINTS) else f" {unit}"
        relation = trial.relation
        if relation is Relation.PERCENT:
            over = self._list(trial.over)
            over += f" - {self._list(trial.over_minus)}" if trial.over_minus else ""
            body = f"{left} should be 100 × {right} / ({over}), which is {expected.quantize(Decimal('0.01'))}%"
        elif relation is Relation.IDENTICAL:
            same = "state the same change" if trial.rule.prose else "are of the same row"
            body = f"{left} and {right} {same} and should be printed alike"
        elif relation is Relation.AT_MOST:
            body = f"{left} makes {actual} and should be at most {right}, {expected}, but is {gap}{of} more"
        elif relation is Relation.AT_LEAST:
            body = f"{left} makes {actual} and should be at least {right}, {expected}, but is {gap}{of} less"
        else:
            body = f"{left} makes {actual} but {right} makes {expected}, a difference of {gap}{of}"
        return f"{trial.rule.name_zh}: {body}{hint}."

    def hint(self, node: int, value: int, explained: int) -> str:
        """What is said of the number at fault."""
        fact = node < len(self._facts)
        unit = self._facts[node].currency_unit if fact else self._figures[node - len(self._facts)].value_unit
        mended = self.money(value, unit)
        places = decimals(self._facts[node].amount) if fact else 0
        if 0 < decimals(mended) < places:
            mended = mended.quantize(Decimal(1).scaleb(-places))
        checks = "the failed check" if explained == 1 else f"the {explained} failed checks that touch it"
        return f"; {checks} would hold if {self.place(node)}, printed {self.printed(node)}, were {mended}"

    def skipped(self, trial: Trial) -> str:
        return f"{trial.rule.name_zh}: not tried, because {trial.reason}." if trial.status == SKIPPED else ""


def _where(page: int | None, line: int | None, place: str | None = None) -> str:
    if page is not None or place is not None:
        return f", page {page}" if place is None else f", {place}"
    return f", line {line}" if line is not None else ""


def _plain(number: Decimal) -> Decimal:
    """Without zeros at the end, and with no more decimals than can be written."""
    number = number.normalize()
    if decimals(number) > MOST_DECIMALS:
        number = number.quantize(Decimal(1).scaleb(-MOST_DECIMALS)).normalize()
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number
