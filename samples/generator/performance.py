"""绩效自评表 as printed by several provinces."""

from __future__ import annotations

from dataclasses import dataclass

from samples.generator.accounts import Accounts
from samples.generator.departments import Department
from samples.generator.gold import Indicator
from samples.generator.grid import Grid
from samples.generator.passages import Passage
from samples.generator.style import Style


@dataclass(frozen=True, slots=True)
class Form:
    before: tuple[Passage, ...]
    grid: Grid | None
    indicators: tuple[Indicator, ...] = ()


def sheets(accounts: Accounts, department: Department, style: Style) -> list[Form]:
    return []
