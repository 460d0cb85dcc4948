"""What panel is asked for, and what an answer says about itself."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.errors import UsageError
from extractor.languages import spoken

# What a fact can be laid out by, and the columns of `facts` that stand for it.
DIMENSIONS = ("unit", "year", "subject_code", "item", "measure", "basis", "side")
# Only these make column names that every program can read.
COLUMN_DIMENSIONS = ("subject_code", "item", "measure", "basis", "year")


@dataclass(frozen=True, slots=True)
class Request:
    """One table as a panel. What is None is not filtered; a wide panel has one column for each value of `columns`."""

    table: str
    measure: str | None = None
    index: tuple[str, ...] = ("unit", "year")
    columns: str = "subject_code"
    level: int | None = None
    basis: str | None = "final"
    side: str | None = None
    item: str | None = None
    subject: str | None = None
    report_kind: str | None = None
    coverage: str | None = None
    long: bool = False
    balanced: bool = False
    only_passed: bool = False
    every_level: bool = False

    def __post_init__(self) -> None:
        unknown = [d for d in (*self.index, self.columns) if d not in DIMENSIONS]
        if unknown:
            raise UsageError(
                spoken("A panel is laid out by {names}, not by {name}.", names=", ".join(DIMENSIONS), name=unknown[0])
            )
        if self.columns not in COLUMN_DIMENSIONS:
            raise UsageError(
                spoken("--columns takes {names}, not {name}.", names=", ".join(COLUMN_DIMENSIONS), name=self.columns)
            )
        if len(set(self.index)) < len(self.index) or self.columns in self.index or not self.index:
            raise UsageError(spoken("--index needs at least one name, each once, and none that --columns has."))

        if self.every_level and not self.long:
            raise UsageError(
                spoken("--level all puts subtotals beside their parts; it needs --long, which tells their levels.")
            )

    @property
    def dimensions(self) -> tuple[str, ...]:
        return (*self.index, self.columns)

    @property
    def by_unit_and_year(self) -> bool:
        """Whether a row is a unit in a year, so that it can say more about both."""
        return set(self.index) == {"unit", "year"}


@dataclass(frozen=True, slots=True)
class Counts:
    """What is in a panel: `cells` hold a number (`zeros` of them a printed 0), `blanks` none."""

    units: int
    years: tuple[int, ...]
    rows: int
    cells: int
    zeros: int
    blanks: int
    failed: int
    unchecked: int
