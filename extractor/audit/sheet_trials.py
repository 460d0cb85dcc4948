"""The identities within one 绩效自评表: rates, sums of the funds, weights and scores.

Printed numbers stand for intervals, as everywhere in the audit: 14.97 is anything from 14.965 to 14.975. Amounts of a
sheet share the finest decimals that it prints as a rule; a whole score, or one with one decimal, was given and is
exact, one with more decimals was computed and rounded.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractor import knowledge
from extractor.audit.intervals import decimals, usual
from extractor.audit.trial import FAIL, PASS, SKIPPED
from extractor.records.rows import Check
from extractor.tables.sheets import Indicator, Sheet

_MEASURES = ("initial_budget", "budget", "executed")
_GIVEN_DECIMALS = 1  # a score with more was computed
_FULL_SCORE = Decimal(100)
_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number with half the width of what it stands for, and where in the sheet it stands."""

    value: Decimal
    half: Decimal
    key: str

    @property
    def low(self) -> Decimal:
        return self.value - self.half

    @property
    def high(self) -> Decimal:
        return self.value + self.half


@dataclass(frozen=True, slots=True)
class Outcome:
    """A check with the sheet's numbers that it binds."""

    check: Check
    keys: tuple[str, ...]
    sheet: int


class SheetTrials:
    """One sheet with its indicators, and the identities tried on it."""

    def __init__(self, sheet: Sheet, rows: Sequence[Indicator]) -> None:
        self.sheet = sheet
        self.rows = rows
        amounts = [v for k, v in sheet.fields.items() if isinstance(v, Decimal) and v and k.endswith(_MEASURES)]
        self.places = usual(Counter(decimals(v) for v in amounts))
        unit = sheet.fields.get("funds_unit")
        self.unit = unit if isinstance(unit, str) else "万元"
        page, last = sheet.fields.get("page"), sheet.fields.get("page_last")
        self.pages = tuple(range(page, last + 1)) if isinstance(page, int) and isinstance(last, int) else ()
        name = sheet.fields.get("project_name") or sheet.fields.get("title") or sheet.table_no
        self.name = str(name)

    def amount(self, key: str) -> Number | None:
        value = self.sheet.fields.get(key)
        if not isinstance(value, Decimal):
            return None
        return Number(value, half_width(value, max(decimals(value), self.places)), key)

    def score(self, value: Decimal | None, key: str) -> Number | None:
        if value is None:
            return None
        half = Decimal(0) if decimals(value) <= _GIVEN_DECIMALS else half_width(value, decimals(value))
        return Number(value, half, key)

    def field_score(self, key: str) -> Number | None:
        value = self.sheet.fields.get(key)
        return self.score(value, key) if isinstance(value, Decimal) else None

    def rates(self) -> Iterator[Outcome]:
        """执行率 = 执行数/预算数, of the total and of each part that prints a rate."""
        for name in self.sheet.fields:
            if not name.endswith("_execution_rate"):
                continue
            part = name.removesuffix("_execution_rate")
            rate = self.sheet.fields[name]
            budget, executed = self.amount(f"{part}_budget"), self.amount(f"{part}_executed")
            budget = budget or self.amount(f"{part}_initial_budget")
            if not isinstance(rate, Decimal) or budget is None or executed is None:
                continue
            scope = f"{self.name}/{name}"
            if not budget.value or budget.low <= 0 or executed.value < 0:
                yield self.skipped("PS-rate", scope, "the budget is zero, so that there is no rate")
                continue
            printed = Number(rate, half_width(rate, decimals(rate)), name)
            low, high = executed.low / budget.high * 100, executed.high / budget.low * 100
            expected = executed.value / budget.value * 100
            fits = low <= printed.high and printed.low <= high
            tolerance = printed.half + max(expected - low, high - expected)
            said = (
                f"{self.place()}: 执行率 is printed as {rate}%, but {executed.value} by {budget.value} is "
                f"{_short(expected)}%; look at 执行数, 预算数 and 执行率 of {part}."
            )
            yield self.outcome(
                "PS-rate", scope, fits, expected, rate, tolerance, "%", said, (name, budget.key, executed.key)
            )

    def funds(self) -> Iterator[Outcome]:
        """A total of the funds against its parts."""
        for measure in _MEASURES:
            total = self.amount(f"funds_{measure}")
            if total is None:
                continue
            ways = []
            for division in knowledge.entry("performance.yaml")["fund_divisions"]:
                parts = [n for p in division if (n := self.amount(f"{p}_{measure}")) is not None]
                if parts and any(self.amount(f"{p}_{measure}") for p in division if p not in ("other", "carried_over")):
                    ways.append(parts)
            if not ways:
                continue
            tried = [(parts, self._adds_up(total, parts)) for parts in ways]
            parts, fits = next((t for t in tried if t[1]), tried[0])
            expected = sum((p.value for p in parts), Decimal(0))
            slack = total.half + sum((p.half for p in parts), Decimal(0))
            word = "the sum of its parts is" if len(parts) > 1 else "one part alone is"
            said = (
                f"{self.place()}: the funds' {measure} is {total.value} {self.unit}, but {word} {expected}; "
                "look at the rows of the funds."
            )
            keys = (total.key, *(p.key for p in parts))
            scope = f"{self.name}/funds_{measure}"
            yield self.outcome("PS-funds", scope, fits, expected, total.value, slack, self.unit, said, keys)

    @staticmethod
    def _adds_up(total: Number, parts: Sequence[Number]) -> bool:
        low, high = sum((p.low for p in parts), Decimal(0)), sum((p.high for p in parts), Decimal(0))
        return total.high >= low and (len(parts) == 1 or total.low <= high)

    def weights(self) -> Iterator[Outcome]:
        """分值 add up to the total of the sheet, or to 100."""
        yield from self._sum("PS-weights", "score_full", "分值")

    def scores(self) -> Iterator[Outcome]:
        """得分 add up to the total score."""
        yield from self._sum("PS-scores", "score", "得分")

    def _sum(self, check_id: str, column: str, printed_name: str) -> Iterator[Outcome]:
        values = [self.score(getattr(row, column), f"{column}:{row.row}") for row in self.rows]
        parts = [v for v in values if v is not None]
        total = self.field_score(f"total_{column}")
        if total is None and column == "score_full" and parts:
            total = Number(_FULL_SCORE, Decimal(0), "")
        if total is None or not parts:
            return
        scope = f"{self.name}/total_{column}"
        if len(parts) < len(values) and column == "score_full":
            yield self.skipped(check_id, scope, "not every indicator prints its weight")
            return
        funds = self.field_score(f"funds_{column}")
        # The execution rate's own points stand in the money block, or among the indicators, or in both.
        ways = [[*parts, funds], parts] if funds is not None else [parts]
        tried = [
            (way, abs(total.value - _sum(way)) <= total.half + sum((p.half for p in way), Decimal(0))) for way in ways
        ]
        way, fits = next((t for t in tried if t[1]), tried[0])
        expected = _sum(way)
        said = (
            f"{self.place()}: {printed_name} add up to {expected}, but the total is {total.value}; look at the "
            f"{printed_name} of the indicators and at 总分."
        )
        slack = total.half + sum((p.half for p in way), Decimal(0))
        keys = tuple(k for k in (total.key, *(p.key for p in way)) if k)
        yield self.outcome(check_id, scope, fits, expected, total.value, slack, None, said, keys)

    def limits(self) -> Iterator[Outcome]:
        """得分 ≤ 分值, for each indicator, the money block and the total."""
        pairs = [
            (row.indicator_level3 or f"row {row.row}", f"{row.row}", row.score, row.score_full, row.page)
            for row in self.rows
        ]
        fields = self.sheet.fields
        for name in ("funds", "total"):
            score, full = fields.get(f"{name}_score"), fields.get(f"{name}_score_full")
            if isinstance(score, Decimal) and isinstance(full, Decimal):
                pairs.append((name, name, score, full, None))
        for what, key, score, full, page in pairs:
            if score is None or full is None:
                continue
            said = f"{self.place(page)}: {what} scores {score} of {full}; look at its 得分 and 分值."
            keys = (
                (f"{key}_score", f"{key}_score_full")
                if key in ("funds", "total")
                else (f"score:{key}", f"score_full:{key}")
            )
            outcome = self.outcome(
                "PS-limit", f"{self.name}/{what}", score <= full, full, score, Decimal(0), None, said, keys
            )
            # That a score is within its weight says little of its digits: it makes no number sure.
            yield outcome if score > full else replace(outcome, keys=())

    def place(self, page: int | None = None) -> str:
        title = str(self.sheet.fields.get("title") or self.name)
        pages = (page,) if page else self.pages
        line = self.sheet.fields.get("line")
        where = f"page {pages[0]}" if pages else f"line {line}"
        return f"{title} ({where})"

    def outcome(
        self,
        check_id: str,
        scope: str,
        fits: bool,
        expected: Decimal,
        actual: Decimal,
        tolerance: Decimal,
        unit: str | None,
        said: str,
        keys: tuple[str, ...],
    ) -> Outcome:
        check = Check(
            check_id, _names()[check_id], PASS if fits else FAIL, _short(expected), _short(actual),
            _short(actual - expected), _short(tolerance), unit, scope, (self.sheet.table_no,), self.pages,
            None, None if fits else said,
        )  # fmt: skip
        return Outcome(check, keys, self.sheet.sheet)

    def skipped(self, check_id: str, scope: str, why: str) -> Outcome:
        check = Check(
            check_id, _names()[check_id], SKIPPED, None, None, None, None, None, scope, (self.sheet.table_no,),
            self.pages, None, f"{self.place()}: not tried, {why}.",
        )  # fmt: skip
        return Outcome(check, (), self.sheet.sheet)


@functools.cache
def _names() -> dict[str, str]:
    return {key: entry["name_zh"] for key, entry in knowledge.entry("performance.yaml")["checks"].items()}


def half_width(value: Decimal, places: int) -> Decimal:
    """Half a unit of the last of `places` decimals; nothing for zero, which is how an empty line is printed."""
    return _HALF.scaleb(-places) if value else Decimal(0)


def _sum(numbers: Sequence[Number]) -> Decimal:
    return sum((n.value for n in numbers), Decimal(0))


def _short(value: Decimal) -> Decimal:
    """At most four decimals, as `checks` holds them."""
    return value.quantize(Decimal("0.0001")) if decimals(value) > 4 else value
