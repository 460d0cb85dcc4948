"""A panel of made-up departments over several years, with all that makes real panels hard to put together.

Names drift, two departments merge, a subject is renamed (20805 in 2020), one disclosure is corrected and one year is
missing. Every figure is known, so that what a reader makes of the folder can be compared cell by cell.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from samples.generator import departments as d
from samples.generator.accounts import Accounts
from samples.generator.departments import Department
from samples.generator.disclosure import Rendered, Sample, render
from samples.generator.gold import figures
from samples.generator.grid import Numerals
from samples.generator.invention import invent
from samples.generator.style import NEW_ORDER, OLD_ORDER, Style, Wording

PLACES = ("云溪省青岚市", "云溪省松澜县", "霞岭省苍梧山市", "澄州市望湖区", "霁山市松屏区")
TRADES = (
    ("林业局", d.FORESTRY), ("财政局", d.FINANCE), ("统计局", d.STATISTICS), ("水利局", d.WATER),
    ("城市管理局", d.CITY_MANAGEMENT), ("应急管理局", d.EMERGENCY), ("商务局", d.COMMERCE), ("文化馆", d.CULTURE),
)  # fmt: skip
WORDINGS: tuple[Wording, ...] = ("ministry", "shanghai", "sichuan", "west")
YEARS = range(2019, 2024)
MERGED = (11, 12)
"""The places in the list of the two departments that are one from `MERGER` on: 松澜县水利局 and 城市管理局."""
MERGER = 2022
CORRECTED = (7, 2021)
MISSING = (14, 2020)


@dataclass(frozen=True, slots=True)
class Unit:
    """A department of the panel with its code, the years it exists, and the names it goes by in each."""

    code: str
    department: Department
    first: int
    last: int
    names: tuple[tuple[int, str], ...]

    def name(self, year: int) -> str:
        """The name printed in a year: the latest that has begun."""
        return [name for since, name in self.names if since <= year][-1]


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed figure of the tables; `value` in the disclosure's own currency unit, `yuan` in 元."""

    unit_code: str
    year: int
    table: str
    side: str
    code: str
    label: str
    measure: str
    value: Decimal
    yuan: Decimal


@dataclass(frozen=True, slots=True)
class Publication:
    """A file of the panel. `is_superseded` marks the disclosure that a later one corrects."""

    file: str
    unit_code: str
    unit_name: str
    year: int
    is_superseded: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """What was written, and what a right reading of it finds."""

    units: tuple[Unit, ...]
    publications: tuple[Publication, ...]

    @property
    def cells(self) -> list[Cell]:
        """The figures that hold, with the corrected disclosure in the place of the first."""
        return [c for p in self.publications if not p.is_superseded for c in p.cells]

    def write_register(self, path: Path) -> None:
        """The units as a register: one row for each name and the years in which it is printed."""
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["unit_code", "unit_name", "valid_from", "valid_to"])
            for unit in self.units:
                ends = [since - 1 for since, _ in unit.names[1:]] + [unit.last]
                for (since, name), until in zip(unit.names, ends, strict=True):
                    writer.writerow([unit.code, name, max(since, unit.first), until])


def write(folder: Path, seed: int = 1, departments: int = 40, years: range = YEARS, paper: int = 0) -> Panel:
    """Writes the disclosures of `departments` units over `years` into `folder`, `paper` of the units as PDF."""
    folder.mkdir(parents=True, exist_ok=True)
    units = _units(departments, years)
    books = {unit.code: _accounts(unit, units, seed, years) for unit in units}
    publications: list[Publication] = []
    for place, unit in enumerate(units):
        for year in range(unit.first, unit.last + 1):
            if (place, year) == MISSING:
                continue
            plain = "" if place < paper else "\t|"[place % 2]
            sample = _sample(unit, place, year, books[unit.code], plain)
            is_corrected = (place, year) == CORRECTED
            publications.append(_publish(folder, sample, unit, is_superseded=is_corrected))
            if is_corrected:
                accounts = _corrected(sample.accounts)
                corrected = replace(sample, name=f"{sample.name}_second", accounts=accounts, mark="（更正后）")
                publications.append(_publish(folder, corrected, unit, is_superseded=False))
    return Panel(tuple(units), tuple(publications))


def _units(count: int, years: range) -> list[Unit]:
    """The units in order, the merged one last; every third drops its province or city from its name in 2021."""
    units: list[Unit] = []
    for place in range(count):
        where, (trade, template) = PLACES[place // len(TRADES) % len(PLACES)], TRADES[place % len(TRADES)]
        name = where + trade if place < len(PLACES) * len(TRADES) else f"{where}第{place}{trade}"
        short = name.split("省")[-1].split("市", 1)[-1] if "区" in name else name.split("省")[-1]
        names = [(years[0], name)]
        if place % 3 == 0:
            names = [(years[0], short), (2021, name)] if place % 2 else [(years[0], name), (2021, short)]
        department = replace(template, name=name, short=short, members=(), staff=template.staff * (90 + place) // 100)
        last = MERGER - 1 if place in MERGED else years[-1]
        units.append(Unit(f"{330000 + place:06d}", department, years[0], last, tuple(names)))
    if count > max(MERGED):
        units.append(_merged(units, count, years))
    return units


def _merged(units: Sequence[Unit], count: int, years: range) -> Unit:
    one, other = (units[place].department for place in MERGED)
    name = f"{PLACES[1]}水利和城市管理局"
    department = replace(
        one, name=name, short=name.split("省")[-1], staff=one.staff + other.staff, main=one.main + other.main,
        plans=one.plans + other.plans, projects=one.projects + other.projects,
    )  # fmt: skip
    return Unit(f"{330000 + count:06d}", department, MERGER, years[-1], ((MERGER, name),))


def _accounts(unit: Unit, units: Sequence[Unit], seed: int, years: range) -> dict[int, Accounts]:
    """A unit's years and the one before them, each opening with what the one before left."""
    books: dict[int, Accounts] = {}
    if unit.first == MERGER and years[0] < MERGER:
        parts = [_accounts(units[place], units, seed, years)[MERGER - 1] for place in MERGED]
        books[MERGER - 1] = _joined(*parts)
    else:
        books[unit.first - 1] = invent(unit.department, unit.first - 1, seed)
    for year in range(unit.first, unit.last + 1):
        books[year] = invent(unit.department, year, seed, books[year - 1])
    return books


def _joined(one: Accounts, other: Accounts) -> Accounts:
    """Two units' accounts of a year as those of the one they become."""
    codes = dict.fromkeys([*one.economic, *other.economic])
    economic = {c: one.economic.get(c, 0) + other.economic.get(c, 0) for c in codes}
    return replace(one, entries=one.entries + other.entries, economic=economic)


def _corrected(accounts: Accounts) -> Accounts:
    """The same accounts with more spent, and received, for one project."""
    entries = list(accounts.entries)
    place = next(n for n, e in enumerate(entries) if e.source == "general" and e.spent.get("project"))
    more = 1_234_567
    entry = entries[place]
    spent = {**entry.spent, "project": entry.spent["project"] + more}
    entries[place] = replace(entry, spent=spent, income=entry.income + more)
    return replace(accounts, entries=tuple(entries))


def _sample(unit: Unit, place: int, year: int, books: dict[int, Accounts], plain: str) -> Sample:
    style = Style(
        numerals=Numerals(
            unit="元" if place % 4 == 3 else "万元", separators=place % 2 == 0, zero=("0.00", "", "-")[place % 3]
        ),
        order=OLD_ORDER if year <= 2021 else NEW_ORDER,
        row_numbers=place % 5 != 0,
        column_numbers=place % 5 != 0,
        code_columns=3 if place % 7 == 0 else 1,
        total="last" if place % 6 == 5 else "first",
        economic="two" if place % 2 else "three",
        three_public="pairs" if place % 8 == 3 else "grouped",
        wording=WORDINGS[place % 4],
    )
    department = replace(unit.department, name=unit.name(year))
    kind = "txt" if plain else "pdf"
    return Sample(f"{unit.code}_{year}", department, books[year], books[year - 1], style, kind, plain)


def _publish(folder: Path, sample: Sample, unit: Unit, is_superseded: bool) -> Publication:
    rendered = render(sample)
    (folder / rendered.file).write_bytes(rendered.content)
    cells = tuple(_cells(rendered, unit.code, sample))
    return Publication(rendered.file, unit.code, sample.unit_name, sample.year, is_superseded, cells)


def _cells(rendered: Rendered, unit_code: str, sample: Sample) -> list[Cell]:
    factor = 1 if sample.style.numerals.unit == "元" else 10_000
    cells = []
    for a, c in figures(rendered.grids):
        value = c.value
        if value is not None:
            place = (a.table, a.side, a.code, a.label, a.measure)
            cells.append(Cell(unit_code, sample.year, *place, value, value * factor))
    return cells
