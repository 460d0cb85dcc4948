"""What panel is asked for, and what an answer says about itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from extractor.errors import UsageError
from extractor.kept import compiled
from extractor.languages import Sentence, spoken
from extractor.lexicon.files import concepts
from extractor.records.closed_sets import Metric

PLACE = ("unit", "year")
# What a number can be laid out by, and the columns of `facts` and of `narrative` that stand for it.
OF_TABLES = (*PLACE, "subject_code", "item", "measure", "basis", "side")
OF_PROSE = (*PLACE, "concept", "metric", "compared_with")
_YEARS = compiled(r"(\d{4})(?:[-–—~～至](\d{4}))?")


@dataclass(frozen=True, slots=True)
class Request:
    """One table, or figures of the prose, as a panel. What is None is not filtered; a wide panel has one column for
    each value of `columns`, or each that their values make together."""

    table: str | None = None
    measure: str | None = None
    index: tuple[str, ...] = PLACE
    columns: tuple[str, ...] = ()
    level: int | None = None
    basis: str | None = "final"
    side: str | None = None
    item: str | None = None
    subject: str | None = None
    concepts: tuple[str, ...] = ()
    metric: str | None = "amount"
    compared_with: str | None = None
    years: frozenset[int] | None = None
    report_kind: str | None = None
    coverage: str | None = None
    long: bool = False
    balanced: bool = False
    only_passed: bool = False
    every_level: bool = False

    def __post_init__(self) -> None:
        if (self.table is None) == (not self.concepts):
            raise UsageError(
                spoken("A panel is of one --table, or of the prose with --concept: choose one of the two.")
            )
        if not self.columns:
            object.__setattr__(self, "columns", ("concept",) if self.concepts else ("subject_code",))
        there = OF_PROSE if self.concepts else OF_TABLES
        for option, names in (("--index", self.index), ("--columns", self.columns)):
            unknown = [name for name in names if name not in there or (name == "unit" and option == "--columns")]
            if unknown:
                known = ", ".join(there[option == "--columns" :])
                raise UsageError(
                    spoken(
                        "{option} takes {names}{of_prose}, not {name}.",
                        option=option,
                        names=known,
                        of_prose=spoken(" of the prose") if self.concepts else "",
                        name=unknown[0],
                    )
                )
        if len(set(self.dimensions)) < len(self.dimensions) or not self.index:
            raise UsageError(spoken("--index needs at least one name, each once, and none that --columns has."))
        if self.every_level and not self.long:
            raise UsageError(
                spoken("--level all puts subtotals beside their parts; it needs --long, which tells their levels.")
            )
        self._refuse_unknown("--metric", self.metric, map(str, Metric))
        for concept in self.concepts:
            self._refuse_unknown("--concept", concept, (entry.concept for entry in concepts().concepts))

    @staticmethod
    def _refuse_unknown(option: str, value: str | None, known: Iterable[str]) -> None:
        names = sorted(set(known))
        if value is not None and value not in names:
            raise UsageError(
                spoken(
                    "{option} {value} is not known; choose one of {names}.",
                    option=option,
                    value=value,
                    names=", ".join(names),
                )
            )

    @property
    def dimensions(self) -> tuple[str, ...]:
        return (*self.index, *self.columns)

    @property
    def subject_of(self) -> Sentence:
        """What the panel is of, as a sentence names it."""
        if self.table:
            return spoken("Table {table}", table=self.table)
        return spoken("The prose on {concepts}", concepts=", ".join(self.concepts))

    @property
    def by_unit_and_year(self) -> bool:
        """Whether a row is a unit in a year, so that it can say more about both."""
        return set(self.index) == set(PLACE)

    @property
    def by_document(self) -> bool:
        """Whether a row is a unit, a year or both, so that every document has one, with numbers or without."""
        return set(self.index) <= set(PLACE)


def years(text: str) -> frozenset[int]:
    """The years of `2019-2023`, `2021` or `2019,2021-2023`; raises `UsageError` for another text."""
    found: set[int] = set()
    for part in text.replace("，", ",").split(","):
        said = _YEARS.fullmatch(part.strip())
        first, last = (int(said[1]), int(said[2] or said[1])) if said else (1, 0)
        if first > last:
            raise UsageError(
                spoken("--years takes years such as 2023, 2019-2023 or 2019,2021-2023, not {text!r}.", text=text)
            )
        found.update(range(first, last + 1))
    return frozenset(found)


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
