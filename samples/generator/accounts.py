"""The accounts behind a made-up disclosure: exact figures, from which every table and sentence is printed.

All amounts are whole 分 (`Fen`), so that printing in 万元 rounds each figure by itself, as real disclosures do:
sums of printed figures then miss the printed total by a hundredth here and there, and never by more than the
printed precision allows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Fen = int

FISCAL = ("general", "gov_fund", "state_capital")
"""The three funds of 财政拨款: 一般公共预算, 政府性基金预算, 国有资本经营预算."""

NATURES = ("basic", "project", "remit_to_superior", "operating", "subsidy_to_affiliated")
"""Columns of table 03: 基本支出, 项目支出, 上缴上级支出, 经营支出, 对附属单位补助支出."""

PERSONNEL = ("301", "303")
"""Economic classes of 人员经费; all others are 公用经费."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one 项 received from one source in the year and what became of it; `spent` is by nature."""

    code: str
    source: str
    income: Fen = 0
    opening: Fen = 0
    spent: Mapping[str, Fen] = field(default_factory=dict)
    surplus_used: Fen = 0
    distribution: Fen = 0
    initial_budget: Fen = 0
    adjusted_budget: Fen = 0

    @property
    def spending(self) -> Fen:
        return sum(self.spent.values())

    @property
    def closing(self) -> Fen:
        return self.opening + self.income + self.surplus_used - self.spending - self.distribution


@dataclass(frozen=True, slots=True)
class ThreePublic:
    """“三公”经费 of one basis (预算数 or 决算数), with the 会议费 and 培训费 that some provinces add."""

    abroad: Fen = 0
    vehicle_purchase: Fen = 0
    vehicle_operation: Fen = 0
    reception: Fen = 0
    meeting: Fen = 0
    training: Fen = 0

    @property
    def vehicle_total(self) -> Fen:
        return self.vehicle_purchase + self.vehicle_operation

    @property
    def total(self) -> Fen:
        return self.abroad + self.vehicle_total + self.reception


@dataclass(frozen=True, slots=True)
class Project:
    """A project with its own performance sheet; `score` is the self-evaluation in tenths of a point."""

    name: str
    budget: Fen
    executed: Fen
    score: int


@dataclass(frozen=True, slots=True)
class Activity:
    """What the prose tells beyond the tables: counts, procurement, running costs."""

    groups_abroad: int = 0
    persons_abroad: int = 0
    vehicles_bought: int = 0
    vehicles_kept: int = 0
    receptions: int = 0
    guests: int = 0
    goods: Fen = 0
    works: Fen = 0
    services: Fen = 0
    to_small_and_medium: Fen = 0
    to_small: Fen = 0
    vehicles: tuple[tuple[str, int], ...] = ()
    equipment: int = 0
    projects: tuple[Project, ...] = ()


@dataclass(frozen=True, slots=True)
class Accounts:
    """One unit's year. `economic` is table 06: the 款 of 一般公共预算 basic spending; both sides agree exactly."""

    year: int
    entries: tuple[Entry, ...]
    economic: Mapping[str, Fen]
    budgeted: ThreePublic
    actual: ThreePublic
    activity: Activity

    def __post_init__(self) -> None:
        if self.basic("general") != sum(self.economic.values()):
            raise ValueError("basic spending from the general budget must equal the economic classification")

    def picked(self, sources: Iterable[str] | None = None, code: str = "") -> list[Entry]:
        """The entries paid from `sources` (all where None) under `code` (a 类, 款 or 项)."""
        wanted = None if sources is None else set(sources)
        return [e for e in self.entries if e.code.startswith(code) and (wanted is None or e.source in wanted)]

    def income(self, *sources: str, code: str = "") -> Fen:
        return sum(e.income for e in self.picked(sources or None, code))

    def opening(self, *sources: str, code: str = "") -> Fen:
        return sum(e.opening for e in self.picked(sources or None, code))

    def closing(self, *sources: str, code: str = "") -> Fen:
        return sum(e.closing for e in self.picked(sources or None, code))

    def spending(self, *sources: str, code: str = "") -> Fen:
        return sum(e.spending for e in self.picked(sources or None, code))

    def nature(self, nature: str, *sources: str, code: str = "") -> Fen:
        return sum(e.spent.get(nature, 0) for e in self.picked(sources or None, code))

    def basic(self, *sources: str, code: str = "") -> Fen:
        return self.nature("basic", *sources, code=code)

    def project(self, *sources: str, code: str = "") -> Fen:
        return self.nature("project", *sources, code=code)

    def surplus_used(self) -> Fen:
        return sum(e.surplus_used for e in self.entries)

    def distribution(self) -> Fen:
        return sum(e.distribution for e in self.entries)

    def initial_budget(self, code: str = "") -> Fen:
        return sum(e.initial_budget for e in self.picked(("general",), code))

    def adjusted_budget(self, code: str = "") -> Fen:
        return sum(e.adjusted_budget for e in self.picked(("general",), code))

    def grand_total(self) -> Fen:
        """收入总计, which equals 支出总计."""
        return self.income() + self.surplus_used() + self.opening()

    def fiscal_total(self) -> Fen:
        """财政拨款收入总计, which equals its 支出总计."""
        return self.income(*FISCAL) + self.opening(*FISCAL)

    def economic_total(self, prefix: str) -> Fen:
        return sum(amount for code, amount in self.economic.items() if code.startswith(prefix))

    def personnel(self) -> Fen:
        return sum(self.economic_total(c) for c in PERSONNEL)

    def public(self) -> Fen:
        return sum(self.economic.values()) - self.personnel()

    def codes(self, level: int, *sources: str, code: str = "", spending: bool = False) -> list[str]:
        """The subject codes of a level (1 类, 2 款, 3 项) that the sources touch, in order."""
        length = 1 + 2 * level
        touched = (e for e in self.picked(sources or None, code) if not spending or e.spending)
        return sorted({e.code[:length] for e in touched})
