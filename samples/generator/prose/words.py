"""The words that all sections share: amounts, shares, changes, and sentences with their figures marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from samples.generator.accounts import Accounts, Fen
from samples.generator.departments import Department
from samples.generator.grid import Numerals
from samples.generator.passages import Figure, Kind, Passage, write
from samples.generator.style import Style

REASONS = (
    "人员增减变动及调资增资", "按照工作安排据实支付", "厉行节约，压减一般性支出", "项目按合同约定进度付款",
    "上级专项资金安排变动", "新增重点工作任务",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a sentence with places `{}` for figures, texts and further clauses."""

    template: str
    parts: tuple[Figure | Clause | str | int, ...] = ()


Part = Figure | Clause | str | int


@dataclass(frozen=True, slots=True)
class Words:
    """Speaks for one disclosure in its style. Money in prose is always in 万元, whatever the tables count in."""

    accounts: Accounts
    before: Accounts
    department: Department
    style: Style
    section: str = ""

    @property
    def year(self) -> int:
        return self.accounts.year

    @property
    def who(self) -> str:
        return "本单位" if self.department.kind == "institution" else "本部门"

    def say(self, template: str, *parts: Part, kind: Kind = "body") -> Passage:
        """A passage of this section; in a style with spaced digits, blanks stand around every number."""
        flat_template, flat = _flattened(template, parts)
        passage = write(self.section, flat_template, *flat, kind=kind)
        return _spaced(passage) if self.style.spaced_digits else passage

    def money(self, metric: str, subject: str, fen: Fen, signed: int = 1) -> Figure:
        """An amount in 万元; `signed` -1 where the words say 减少."""
        value = Numerals().value(abs(fen))
        return self._figure(metric, subject, value, "万元", signed)

    def amount(self, subject: str, fen: Fen) -> Figure:
        return self.money("amount", subject, fen)

    def share(self, subject: str, part: Fen, whole: Fen, metric: str = "share_pct") -> Figure:
        """A percentage to two decimals; 0 of 0 is printed as 0."""
        value = _percent(part, whole)
        return self._figure(metric, subject, value, "%")

    def count(self, subject: str, number: int, unit: str) -> Figure:
        return Figure("count", subject, Decimal(number), unit, str(number))

    def change(
        self, subject: str, now: Fen, then: Fen, up: tuple[str, str] = ("增加", "增长"), down: tuple[str, str] = ("减少", "下降"),
        flat: str = "持平",
    ) -> Clause:  # fmt: skip
        """“增加 X 万元，增长 P %”; without a base only the amount; equal printed years are 持平, a row without value."""
        value = Numerals().value(abs(now - then))
        if not value:
            return Clause("{}", (Figure("change_amount", subject, None, "", flat),))
        sign = 1 if now > then else -1
        words = up if sign > 0 else down
        amount = self.money("change_amount", subject, now - then, sign)
        if not then:
            return Clause("{}{}万元", (words[0], amount))
        percent = _percent(abs(now - then), then)
        ratio = self._figure("change_pct", subject, percent, "%", sign)
        return Clause("{}{}万元，{}{}%", (words[0], amount, words[1], ratio))

    def reason(self, key: str) -> str:
        """A reason without figures, always the same for the same subject and year."""
        return REASONS[(sum(map(ord, key)) + self.year) % len(REASONS)]

    def listed(self, items: Sequence[Clause], mark: str = "；") -> Clause:
        return Clause(mark.join("{}" for _ in items), tuple(items))

    def _figure(self, metric: str, subject: str, value: Decimal, unit: str, signed: int = 1) -> Figure:
        """The value keeps the decimals that are printed."""
        text = f"{value:,.2f}" if self.style.prose_separators else f"{value:.2f}"
        if self.style.trimmed_zeros:
            text = text.rstrip("0").rstrip(".")
        return Figure(metric, subject, Decimal(text.replace(",", "")) * signed, unit, text)


def _percent(part: Fen, whole: Fen) -> Decimal:
    if not whole:
        return Decimal("0.00")
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _flattened(template: str, parts: Sequence[Part]) -> tuple[str, list[Figure | str | int]]:
    pieces, flat = template.split("{}"), []
    out = pieces[0]
    for part, after in zip(parts, pieces[1:], strict=True):
        if isinstance(part, Clause):
            inner, inner_parts = _flattened(part.template, part.parts)
            out += inner + after
            flat += inner_parts
        else:
            out += "{}" + after
            flat.append(part)
    return out, flat


def _spaced(passage: Passage) -> Passage:
    """Blanks between digits and ideographs, as some word processors set them; the figures move along."""
    text, shift, last, moved = "", {}, 0, []
    for found in re.finditer(r"(?<=[一-鿿（）、])(?=\d)|(?<=\d)(?=[一-鿿%])", passage.text):
        text += passage.text[last : found.start()] + " "
        last = found.start()
        shift[found.start()] = len(text)
    text += passage.text[last:]
    for f in passage.figures:
        added = sum(1 for place in shift if place <= f.start)
        moved.append(Figure(f.metric, f.subject, f.value, f.unit, f.text, f.start + added))
    return Passage(text, passage.kind, passage.section, tuple(moved))
