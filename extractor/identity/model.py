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


class Coverage(StrEnum):
    """`facts.coverage`: whose money a set of tables counts, where the document distinguishes: the department with its
    subordinate units (汇总), or itself alone (本级)."""

    SUMMARY = "summary"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Account:
    """Whose table it is: the unit (None where the document does not tell) and its coverage, and which printing of the
    table by both, from 1. `set_no` numbers the sets of tables in a document that belong together; the set of the
    publisher is 1. A table is nobody's where a document has several units and does not tell whose the table is."""

    unit_name: str | None
    coverage: Coverage | None = None
    printing: int = 1
    set_no: int = 1
    is_nobodys: bool = False


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


PrintedDate = tuple[int, int, int | None]  # year, month, and day where one is printed


@dataclass(frozen=True, slots=True)
class Edition:
    """Whether a disclosure calls itself a correction (更正, 修订), and the date that it prints for itself."""

    corrected: bool = False
    dated: PrintedDate | None = None


SILENT = Edition()  # says nothing of itself
