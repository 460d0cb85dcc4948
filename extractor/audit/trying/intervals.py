"""What a printed number stands for: 97.34 万元 is anything from 97.335 to 97.345 万元.

Values are whole multiples of a millionth of a 元 (of a percentage point, of a point of a score), so that no arithmetic
here rounds. Interval arithmetic on printed precision follows XBRL Calculations 1.1; a printed zero stands for zero
alone, since here 0.00 is how an empty line is printed.

A sum of many amounts is off by half a step for each of them only if all were rounded the same way, which does not
happen: amounts are rounded without regard to each other. And amounts that are printed to 分 were not rounded at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from math import isqrt

from extractor.document.numbers import decimals
from extractor.records.currency import YUAN
from extractor.records.rows import Fact, Figure

MICRO = 10**6
PERCENT, POINTS = "%", "分"
HALF_A_FEN = MICRO // 200
DEVIATIONS = 4  # standard ones, beyond which no rounding is believed: one sum of a hundred thousand comes so far
BARE_TABLES, BARE = 3, 8  # so many tables print whole numbers without decimals, so many of them in all, and none with
GIVEN_DECIMALS = 1  # of a score: one with more was computed and rounded, one with no more was given and is exact


def usual(counts: Counter[int]) -> int:
    """The number of decimals that a table (or the prose) prints as a rule, the finer one in a tie."""
    return max(counts, key=lambda n: (counts[n], n), default=0)


def _whole_are_bare(facts: Sequence[Fact]) -> bool:
    """Whether a document prints its whole numbers without decimals, all of them and in many places."""
    bare: Counter[str] = Counter()
    for fact in facts:
        if fact.amount == fact.amount.to_integral_value():
            if decimals(fact.amount):
                return False
            bare[fact.table_no] += bool(fact.amount)
    return bare.total() >= BARE and len(+bare) >= BARE_TABLES


class Numbers:
    """The values of all facts and figures as integers, each with half the width of what it stands for.

    Facts come first, then figures: figure i is number `len(facts) + i`; the `constants` that identities write out are
    the last. A number printed with fewer decimals than is usual in its table has had its zeros dropped (22 for 22.00,
    or a reading lost a character) and is no less exact than its neighbours; so is an amount in the prose. Percentages
    are as exact as they are printed, 0.00% too. `spoken_money` are the amounts of the prose, `cut` the facts with fewer
    decimals in a document that else prints zeros at the end (`padded`): a reading may have lost their last digit. Whole
    numbers are none of them where all are printed `bare` (50 beside 12.50), as they are typed by hand.
    """

    def __init__(self, facts: Sequence[Fact], figures: Sequence[Figure], constants: Sequence[Decimal] = ()) -> None:
        self.value: list[int] = []
        self.half: list[int] = []
        self.facts, self.figures = facts, figures
        self.first_figure = len(facts)
        self.first_constant = len(facts) + len(figures)
        self.spoken_money: set[int] = set()
        self.cut: list[int] = []
        self.padded = False
        self._usual: dict[tuple[str, int, str | None], int] = {}
        self._add_facts(facts)
        self._add_figures(figures)
        for number in constants:
            self._add(number, 0)

    @staticmethod
    def unit(name: str | None) -> int:
        """How many 元 a currency unit is; a document that names none is taken to count in 万元 throughout. Percentages
        and scores count in themselves."""
        return 1 if name in (PERCENT, POINTS) else int(YUAN.get(name or "万元", YUAN["万元"]))

    def _add(self, yuan: Decimal, half: int) -> None:
        self.value.append(int(yuan * MICRO))
        self.half.append(half)

    def _add_facts(self, facts: Sequence[Fact]) -> None:
        counts: dict[tuple[str, int, str | None], Counter[int]] = {}
        padded = False
        places: list[int] = []
        for fact in facts:
            amount = fact.amount
            n = decimals(amount)
            places.append(n)
            padded = padded or (n > 0 and amount.as_tuple().digits[-1] == 0)
            if amount:
                counts.setdefault((fact.table_no, fact.in_set, fact.currency_unit), Counter())[n] += 1
        self.padded = padded
        bare = _whole_are_bare(facts)
        self._usual = common = {column: usual(counter) for column, counter in counts.items()}
        widths: dict[tuple[str | None, int], int] = {}
        for fact, n in zip(facts, places, strict=True):
            amount, unit = fact.amount, fact.currency_unit
            if unit == POINTS and n <= GIVEN_DECIMALS:
                self._add(amount, 0)
                continue
            if not amount and unit != PERCENT:
                self._add(amount, 0)
                continue
            if unit not in (PERCENT, POINTS) and n < (least := common[fact.table_no, fact.in_set, unit]):
                if padded and not (bare and n == 0):
                    self.cut.append(len(self.value))
                n = least
            if (unit, n) not in widths:
                widths[unit, n] = self._half(unit, n)
            yuan = fact.amount_yuan if fact.amount_yuan is not None else amount * self.unit(unit)
            self._add(yuan, widths[unit, n])

    def _half(self, unit: str | None, places: int) -> int:
        step: int = 10**places
        return max(self.unit(unit) * MICRO // step // 2, 1)

    def of_amount(self, fact: Fact, amount: Decimal) -> tuple[int, int]:
        """The value and half the width that a fact of the nine tables would have with another amount."""
        unit = fact.currency_unit
        if not amount:
            return 0, 0
        places = max(decimals(amount), self._usual.get((fact.table_no, fact.in_set, unit), 0))
        return int(amount * self.unit(unit) * MICRO), self._half(unit, places)

    def is_cut(self, fact: Fact, amount: Decimal) -> bool:
        """Whether an amount would have other decimals than are usual where zeros at the end are printed."""
        usual = self._usual.get((fact.table_no, fact.in_set, fact.currency_unit))
        return self.padded and bool(amount) and usual is not None and decimals(amount) != usual

    def _add_figures(self, figures: Sequence[Figure]) -> None:
        money = Counter(
            decimals(f.value) for f in figures if f.value and f.value_yuan is not None and f.value_unit != PERCENT
        )
        common = usual(money)
        for figure in figures:
            value, yuan = figure.value, figure.value_yuan
            if yuan is not None:
                self.spoken_money.add(len(self.value))
            if value is None or (not value and figure.value_unit != PERCENT):
                self._add(Decimal(0), 0)
            elif yuan is None:
                self._add(value, MICRO // 10 ** decimals(value) // 2)
            else:
                n = max(decimals(value), common)
                self._add(yuan, max(self.unit(figure.value_unit) * MICRO // 10**n // 2, 1))

    def parted(self, nodes: Sequence[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The indexes of the facts and of the figures among some numbers."""
        first, end = self.first_figure, self.first_constant
        return tuple(n for n in nodes if n < first), tuple(n - first for n in nodes if first <= n < end)

    def total(self, nodes: Sequence[int]) -> int:
        value = self.value
        return value[nodes[0]] if len(nodes) == 1 else sum([value[n] for n in nodes])

    def slack(self, nodes: Sequence[int]) -> int:
        half = self.half
        return half[nodes[0]] if len(nodes) == 1 else sum([half[n] for n in nodes])

    def likely(self, nodes: Sequence[int]) -> int:
        """How far a sum of these numbers may be off by rounding, which is as likely up as down and as far as not.

        Numbers of the same amount are rounded the same way, and count as one that is so many times as wide.
        """
        alike: Counter[tuple[int, int]] = Counter((abs(self.value[n]), self.half[n]) for n in nodes)
        return isqrt(DEVIATIONS**2 * sum((half * times) ** 2 for (_, half), times in alike.items()) // 3)

    def are_exact(self, nodes: Sequence[int]) -> bool:
        """Whether these numbers are printed to 分, of which there are no parts."""
        return all(self.half[n] <= HALF_A_FEN for n in nodes)
