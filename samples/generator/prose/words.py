"""Sentences with their figures marked: a wording's templates, filled with amounts, shares, changes and counts.

The templates are data (`data/wordings/`), one file for each family of wordings. Under each key stands what a section
may say; the code offers all figures that belong there by name, and a template takes those that it names.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import yaml

from samples.generator.accounts import Accounts, Fen
from samples.generator.departments import Department
from samples.generator.grid import Numerals
from samples.generator.passages import Figure, Passage
from samples.generator.style import Style
from samples.generator.subjects import DATA

REASONS = (
    "人员增减变动及调资增资", "按照工作安排据实支付", "厉行节约，压减一般性支出", "项目按合同约定进度付款",
    "上级专项资金安排变动", "新增重点工作任务",
)  # fmt: skip
SUBHEADING = "## "

Clause = tuple[str | Figure, ...]
Field = Figure | Clause | str | int


@functools.cache
def wording(name: str) -> Mapping[str, Any]:
    """The templates of `data/wordings/NAME.yaml`."""
    loaded: Mapping[str, Any] = yaml.safe_load((DATA / "wordings" / f"{name}.yaml").read_text("utf-8"))
    return loaded


@dataclass(frozen=True, slots=True)
class Words:
    """Speaks for one disclosure in its style. Money in prose is always in 万元, whatever the tables count in."""

    accounts: Accounts
    before: Accounts
    department: Department
    style: Style
    section: str = ""

    @property
    def templates(self) -> Mapping[str, Any]:
        return wording(self.style.wording)

    @property
    def year(self) -> int:
        return self.accounts.year

    def say(self, key: str, **fields: Field) -> list[Passage]:
        """The passages under a key of the wording, none where it has no such key."""
        passages = []
        for template in self.templates.get(key, ()):
            text = template.removeprefix(SUBHEADING)
            kind = "body" if text == template else "sub"
            passages.append(self._passage(self._filled(text, fields), kind == "sub"))
        return passages

    def line(self, key: str, **fields: Field) -> list[Passage]:
        """One passage from a key that holds a single template."""
        return [self._passage(self.clause(key, **fields), False)] if key in self.templates else []

    def clause(self, key: str, **fields: Field) -> Clause:
        return self._filled(self.templates[key], fields)

    def listed(self, clauses: Iterable[Clause], mark: str = "；") -> Clause:
        """Clauses one after the other, with a mark between."""
        out: list[str | Figure] = []
        for clause in clauses:
            out += [mark] if out else []
            out += clause
        return tuple(out)

    def money(self, metric: str, subject: str, fen: Fen, signed: int = 1) -> Figure:
        """An amount in 万元; `signed` is -1 where the words say 减少."""
        return self._figure(metric, subject, Numerals().value(abs(fen)), "万元", signed)

    def amount(self, subject: str, fen: Fen) -> Figure:
        """This year's actual; red figures are printed with their minus."""
        figure = self.money("amount", subject, fen, -1 if fen < 0 else 1)
        return replace(figure, text=f"-{figure.text}") if fen < 0 else figure

    def share(self, subject: str, part: Fen, whole: Fen, metric: str = "share_pct") -> Figure:
        """A percentage to two decimals; 0 of 0 is printed as 0."""
        return self._figure(metric, subject, _percent(part, whole), "%")

    def count(self, subject: str, number: int, unit: str) -> Figure:
        return Figure("count", subject, Decimal(number), unit, str(number))

    def change(self, subject: str, now: Fen, then: Fen) -> Clause:
        """“增加 X 万元，增长 P %”; without a base only the amount; equal years are 持平, a figure without value."""
        told = self.templates["change"]
        if not Numerals().value(abs(now - then)):
            return (Figure("change_amount", subject, None, "", told["flat"]),)
        is_less = now < then
        sign = -1 if is_less else 1
        fields: dict[str, Field] = {
            "word": told["words"][is_less],
            "amount": self.money("change_amount", subject, now - then, sign),
            "trend": told["trends"][is_less],
            "percent": self._figure("change_pct", subject, _percent(abs(now - then), then), "%", sign),
        }
        return self._filled(told["text"] if then else told["no_base"], fields)

    def reason(self, key: str) -> str:
        """A reason without figures, always the same for the same subject and year."""
        return REASONS[(sum(map(ord, key)) + self.year) % len(REASONS)]

    def _figure(self, metric: str, subject: str, value: Decimal, unit: str, signed: int = 1) -> Figure:
        """The value keeps the decimals that are printed."""
        text = f"{value:,.2f}" if self.style.prose_separators else f"{value:.2f}"
        if self.style.trimmed_zeros:
            text = text.rstrip("0").rstrip(".")
        return Figure(metric, subject, Decimal(text.replace(",", "")) * signed, unit, text)

    def _filled(self, template: str, fields: Mapping[str, Field]) -> Clause:
        """A template with its places `{name}` filled; some names every template may use."""
        known: dict[str, Field] = {
            "year": self.year, "last": self.year - 1, "unit": self.department.name, "short": self.department.short,
            "who": "本单位" if self.department.kind == "institution" else "本部门", **fields,
        }  # fmt: skip
        out: list[str | Figure] = []
        for n, piece in enumerate(re.split(r"\{(\w+)\}", template)):
            value = known[piece] if n % 2 else piece
            if isinstance(value, tuple):
                out += value
            else:
                out.append(value if isinstance(value, Figure) else str(value))
        return tuple(out)

    def _passage(self, clause: Clause, is_heading: bool) -> Passage:
        text = ""
        figures: list[Figure] = []
        for piece in clause:
            if isinstance(piece, Figure):
                figures.append(piece.placed(len(text)))
                text += piece.text
            else:
                text += piece
        passage = Passage(text, "sub" if is_heading else "body", self.section, tuple(figures))
        return _spaced(passage) if self.style.spaced_digits else passage


def _percent(part: Fen, whole: Fen) -> Decimal:
    if not whole:
        return Decimal("0.00")
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _spaced(passage: Passage) -> Passage:
    """Blanks between digits and ideographs, as some word processors set them; the figures move along."""
    text, last = "", 0
    gaps: list[int] = []
    for found in re.finditer(r"(?<=[一-鿿（）、])(?=\d)|(?<=\d)(?=[一-鿿%])", passage.text):
        text += passage.text[last : found.start()] + " "
        last = found.start()
        gaps.append(last)
    text += passage.text[last:]
    moved = tuple(f.placed(f.start + sum(gap <= f.start for gap in gaps)) for f in passage.figures)
    return Passage(text, passage.kind, passage.section, moved)
