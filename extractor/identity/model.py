"""Who publishes a document, for which year, and by which names it calls itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal

# Which of two printings of a unit and year a user prefers, where they do not say it themselves (see `vintages`).
Prefer = Literal["newest-file", "first"]
PREFERENCES: tuple[Prefer, ...] = ("newest-file", "first")


class ReportKind(StrEnum):
    """`documents.report_kind`: of a department (部门) or a unit (单位), final accounts (决算) or a budget (预算)."""

    DEPARTMENT_FINAL = "department_final"
    UNIT_FINAL = "unit_final"
    DEPARTMENT_BUDGET = "department_budget"
    UNIT_BUDGET = "unit_budget"


BUDGETS = frozenset({ReportKind.DEPARTMENT_BUDGET, ReportKind.UNIT_BUDGET})


@dataclass(frozen=True, slots=True)
class Identity:
    """Who published the document, for which year, and in which unit its tables count."""

    unit_name: str | None
    unit_name_printed: str | None
    unit_code: str | None
    year: int | None
    report_kind: ReportKind | None
    currency_unit: str | None


@dataclass(frozen=True, slots=True)
class UnitName:
    """A form in which the document prints its own name, where, and how often: a row of `unit_names`."""

    name: Annotated[str, "名称"]
    place: Annotated[str, "位置", "cover, frame, heading, prose, sheet"]
    count: Annotated[int, "次数"]
