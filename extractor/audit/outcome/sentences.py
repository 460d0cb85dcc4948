"""What a failed check says: which rows, which pages, both sides, the difference, and where the fault may lie."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from extractor.audit.identities.rules import Relation
from extractor.audit.trying.intervals import MICRO, POINTS, Numbers
from extractor.audit.trying.trial import Trial
from extractor.document.numbers import decimals
from extractor.languages import Sentence, joined, said
from extractor.records.closed_sets import Metric

LISTED = 6  # cells of one side; more are counted
MOST_DECIMALS = 4  # as many as the tables that are written hold
BASES = {"initial_budget": "initial budget", "adjusted_budget": "adjusted budget"}
METRICS = {
    Metric.AMOUNT: "amount",
    Metric.INITIAL_BUDGET: "initial budget",
    Metric.ADJUSTED_BUDGET: "adjusted budget",
    Metric.COMPLETION_PCT: "completion in %",
    Metric.SHARE_PCT: "share in %",
    Metric.CHANGE_AMOUNT: "change",
    Metric.CHANGE_PCT: "change in %",
    Metric.COUNT: "number",
    Metric.SCORE: "score",
}
"""What the metrics and budget stages are called in a sentence; the keys of their translations."""


class Hint(Struct, frozen=True):
    """Where a failure may lie: the number, the value of it (in its own unit) with which the check would hold, and the
    words for both."""

    node: int
    mended: Decimal
    sentence: Sentence


class Sentences:
    """Words for numbers of one document."""

    def __init__(self, numbers: Numbers) -> None:
        self._facts = numbers.facts
        self._figures = numbers.figures
        self.numbers = numbers
        self._reread = frozenset(i for i, fact in enumerate(self._facts) if fact.first_read is not None)
        self._known: dict[tuple[int, str | None], Decimal] = {}

    def money(self, value: int, unit: str | None) -> Decimal:
        """Millionths of a 元 in the unit of the table, without useless zeros."""
        known = self._known.get((value, unit))
        if known is None:
            known = _plain(Decimal(value) / (MICRO * self.numbers.unit(unit)))
            self._known[value, unit] = known
        return known

    def place(self, node: int) -> Sentence:
        """Where a number stands: `table 02 20805 行政事业单位养老支出 total (page 6)`."""
        if node >= self.numbers.first_constant:
            return said("by the form")
        if node >= len(self._facts):
            figure = self._figures[node - len(self._facts)]
            metric = said(METRICS[figure.metric]) if figure.metric else ""
            words = joined(" ", filter(None, (figure.subject, metric)))
            return said(
                "section {section} {words}{where}",
                section=figure.section_no,
                words=words,
                where=_where(figure.page, figure.line),
            )
        fact = self._facts[node]
        name = fact.row_label or fact.subject_name or fact.item or ""
        if fact.table_no.startswith("P"):
            name = f"{fact.subject_name} {name}"
        measure = "" if fact.measure == "amount" else Sentence(fact.measure, fact.measure_label or fact.measure)
        basis = "" if fact.basis == "final" else said(BASES[fact.basis])
        words = joined(" ", filter(None, (fact.table_no, fact.subject_code, name, measure, basis)))
        return said("table {words}{where}", words=words, where=_where(fact.page, fact.line, fact.place))

    def printed(self, node: int) -> str:
        """The number as it is printed."""
        if node >= self.numbers.first_constant:
            return f"{self.numbers.value[node] // MICRO}"
        if node < len(self._facts):
            return f"{self._facts[node].amount}"
        figure = self._figures[node - len(self._facts)]
        return f"{figure.value}{figure.value_unit or ''}"

    def _list(self, nodes: Sequence[int]) -> Sentence:
        shown = [n for n in nodes if self.numbers.value[n]]
        if not nodes:
            return said("nothing")
        if not shown:
            return said("0 ({place})", place=self.place(nodes[0]))
        terms = [said("{number} ({place})", number=self.printed(n), place=self.place(n)) for n in shown[:LISTED]]
        more = [said("{count} more", count=len(shown) - LISTED)] if len(shown) > LISTED else []
        return joined(" + ", (*terms, *more))

    def failed(self, trial: Trial, unit: str | None, hint: Hint | None) -> Sentence:
        """One sentence on a failed trial."""
        words = {
            "left": self._list(trial.left),
            "right": self._list(trial.right),
            "actual": self.money(trial.actual, unit),
            "expected": self.money(trial.expected, unit),
            "gap": self.money(abs(trial.actual - trial.expected), unit),
            "unit": "" if unit in (None, POINTS) else f" {unit}",
        }
        relation = trial.relation
        if relation is Relation.PERCENT:
            over = self._list(trial.over)
            words["over"] = joined(" - ", (over, self._list(trial.over_minus))) if trial.over_minus else over
            words["expected"] = self.money(trial.expected, unit).quantize(Decimal("0.01"))
            body = said("{left} should be 100 × {right} / ({over}), which is {expected}%", **words)
        elif relation is Relation.IDENTICAL and trial.rule.prose:
            body = said("{left} and {right} state the same change and should be printed alike", **words)
        elif relation is Relation.IDENTICAL:
            body = said("{left} and {right} are of the same row and should be printed alike", **words)
        elif relation is Relation.AT_MOST:
            body = said(
                "{left} makes {actual} and should be at most {right}, {expected}, but is {gap}{unit} more", **words
            )
        elif relation is Relation.AT_LEAST:
            body = said(
                "{left} makes {actual} and should be at least {right}, {expected}, but is {gap}{unit} less", **words
            )
        else:
            body = said("{left} makes {actual} but {right} makes {expected}, a difference of {gap}{unit}", **words)
        return said(
            "{identity}: {body}{hint}.", identity=trial.rule.name_zh, body=body, hint=hint.sentence if hint else ""
        )

    def held(self, trial: Trial) -> Sentence | None:
        """What is to be said of a trial that holds: where a number in it is not what was read first."""
        changed = sorted(self._reread.intersection(trial.nodes))
        if not changed:
            return None
        readings = [
            said(
                "{amount:f} for {first:f} in {place}",
                amount=self._facts[n].amount,
                first=self._facts[n].first_read,
                place=self.place(n),
            )
            for n in changed
        ]
        return said(
            "{identity}: holds with {readings}, which the picture says as well.",
            identity=trial.rule.name_zh,
            readings=joined(", ", readings),
        )

    def hint(self, node: int, value: int, explained: int) -> Hint:
        """What is said of the number at fault."""
        fact = node < len(self._facts)
        unit = self._facts[node].currency_unit if fact else self._figures[node - len(self._facts)].value_unit
        mended = self.money(value, unit)
        places = decimals(self._facts[node].amount) if fact else 0
        if 0 < decimals(mended) < places:
            mended = mended.quantize(Decimal(1).scaleb(-places))
        if explained == 1:
            checks = said("the failed check")
        else:
            checks = said("the {count} failed checks that touch it", count=explained)
        sentence = said(
            "; {checks} would hold if {place}, printed {printed}, were {mended}",
            checks=checks,
            place=self.place(node),
            printed=self.printed(node),
            mended=mended,
        )
        return Hint(node, mended, sentence)

    def skipped(self, trial: Trial) -> Sentence:
        """Why a trial was not possible."""
        reason = trial.reason or ""
        return said("{identity}: not tried, because {reason}.", identity=trial.rule.name_zh, reason=reason)


def _where(page: int | None, line: int | None, place: str | None = None) -> str:
    if place is not None:
        return f", {place}"
    if page is not None:
        return said(", page {page}", page=page)
    return said(", line {line}", line=line) if line is not None else ""


def _plain(number: Decimal) -> Decimal:
    """Without zeros at the end, and with no more decimals than can be written."""
    number = number.normalize()
    if decimals(number) > MOST_DECIMALS:
        number = number.quantize(Decimal(1).scaleb(-MOST_DECIMALS)).normalize()
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number
