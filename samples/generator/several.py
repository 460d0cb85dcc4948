"""Disclosures that hold the tables of several units in one file, with the figures of each.

`SYSTEM` is a department with its summary (汇总), its own accounts (本级) and three subordinate units; `SCHOOLS` are
twelve schools, sorted by table (all 01, then all 05), `SCHOOLS_BY_UNIT` the same, one after another. Their names differ
in an ordinal, or are the beginning of each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from samples.generator import departments as d
from samples.generator import layout
from samples.generator.accounts import Accounts
from samples.generator.departments import Department
from samples.generator.disclosure import Paperless, Rendered
from samples.generator.drawing.book import Book
from samples.generator.gold import as_json, figures, owned_rows
from samples.generator.grid import Grid, Numerals
from samples.generator.invention import history
from samples.generator.style import Style

YEAR = 2023
BUREAU = "云溪省云泽市林业局"
MEMBERS = ("云泽市林木种苗繁育中心", "云泽市林木种苗繁育中心检验站", "云泽市森林病虫害防治检疫站")
SCHOOL_NAMES = tuple(f"松澜县第{n}小学" for n in [*"一二三四五六七八九十", "十一", "十二"])


@dataclass(frozen=True, slots=True)
class Set:
    """A set of tables in the file: of which department as a kind, which unit, and which coverage where the file tells
    (`summary`, `own`); `seed` draws its figures."""

    department: Department
    unit: str
    coverage: str
    maker: str
    seed: int


@dataclass(frozen=True)
class Several:
    """A disclosure of several units: whose it is by its cover, its sets in order, and whether it is sorted by table."""

    name: str
    publisher: str
    cover: tuple[str, ...]
    style: Style
    sets: tuple[Set, ...]
    by_table: bool = False

    @cached_property
    def grids(self) -> tuple[tuple[Grid, ...], ...]:
        """The tables of each set."""
        return tuple(tuple(layout.tables(_accounts(one), one.department, self.style, one.maker)) for one in self.sets)


def _accounts(one: Set) -> Accounts:
    return history(one.department, range(YEAR, YEAR + 1), one.seed)[YEAR]


_SMALLER = replace(d.FORESTRY, staff=d.FORESTRY.staff // 3)
SYSTEM = Several(
    "system_2023",
    BUREAU,
    (BUREAU, f"{YEAR}年度部门决算"),
    Style(borders="typeset", numerals=Numerals(zero=""), landscape=(), economic="two"),
    (
        Set(d.FORESTRY, BUREAU, "summary", f"{BUREAU}（汇总）", 1),
        Set(_SMALLER, BUREAU, "own", f"{BUREAU}（本级）", 2),
        *(Set(_SMALLER, unit, "", unit, seed) for seed, unit in enumerate(MEMBERS, 3)),
    ),
)
SCHOOLS = Several(
    "schools_2023",
    "松澜县教育局",
    ("松澜县教育局所属学校", f"{YEAR}年度单位决算公开"),
    Style(borders="browser", order=("01", "05"), landscape=(), maker_label="编制单位", numbering=None),
    tuple(Set(d.SCHOOL, unit, "", unit, seed) for seed, unit in enumerate(SCHOOL_NAMES, 11)),
    by_table=True,
)
SCHOOLS_BY_UNIT = replace(SCHOOLS, name="schools_by_unit_2023", by_table=False)


def samples() -> tuple[Several, ...]:
    """Those that are kept among the samples."""
    return SYSTEM, SCHOOLS


def render(file: Several) -> Rendered:
    """The file and its gold."""
    style = file.style
    book = Book(style, "".join(file.cover))
    book.cover(list(file.cover))
    for grid in _in_order(file):
        book.page(grid.kind in style.landscape)
        book.table(grid, grid.kind in style.landscape, fresh=False)
    content = book.finish()
    sets = [(one.unit, one.coverage, grids) for one, grids in zip(file.sets, file.grids, strict=True)]
    gold = {"tables.csv": owned_rows(sets), "meta.json": as_json(_meta(file, book))}
    return Rendered(f"{file.name}.pdf", content, {f"{file.name}_{name}": text for name, text in gold.items()})


def written(file: Several, paper: Paperless) -> bytes:
    """The same as a file that has no pages."""
    paper.cover("".join(file.cover), [])
    for grid in _in_order(file):
        paper.table(grid)
    return paper.finish()


def _in_order(file: Several) -> Iterator[Grid]:
    order = [grid for grids in file.grids for grid in grids]
    yield from sorted(order, key=lambda grid: grid.kind) if file.by_table else order


def _meta(file: Several, book: Book) -> dict[str, object]:
    """What `documents` should say of the file, and the pages of each kind of table."""
    tables: dict[str, dict[str, object]] = {}
    pages: dict[str, list[int]] = {}
    for grid, places in book.grids:
        tables.setdefault(grid.kind, {"title": grid.title, "number_printed": grid.number})
        pages.setdefault(grid.kind, []).extend(places)
    filled = {a.table for grids in file.grids for a, _ in figures(grids)}
    of_units = "单位决算" in file.cover[-1]
    return {
        "file": f"{file.name}.pdf",
        "unit_name": file.publisher,
        "year": YEAR,
        "report_kind": "unit_final" if of_units else "department_final",
        "currency_unit": file.style.numerals.unit,
        "pages": book.paper.page,
        "tables_found": sorted(tables),
        "tables_empty": sorted(set(tables) - filled),
        "tables_other": [],
        "tables": {kind: {**table, "pages": pages[kind]} for kind, table in tables.items()},
    }
