"""Disclosures that hold the tables of several units in one file, with the figures of each.

`system` is a department with its summary (汇总), its own accounts (本级) and three subordinate units; `schools` are
twelve schools, sorted by table (all 01, then all 05) or one school after another. Their names differ in an ordinal, or
are the beginning of each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from samples.generator import departments as d
from samples.generator import layout
from samples.generator.accounts import Accounts
from samples.generator.departments import Department
from samples.generator.drawing.book import Book
from samples.generator.gold import figures
from samples.generator.grid import Grid
from samples.generator.invention import history
from samples.generator.style import Style

YEAR = 2023
SYSTEM = "云溪省青岚市林业局"
MEMBERS = ("青岚市林木种苗繁育中心", "青岚市林木种苗繁育中心检验站", "青岚市森林病虫害防治检疫站")
SCHOOLS = tuple(f"松澜县第{n}小学" for n in [*"一二三四五六七八九十", "十一", "十二"])


@dataclass(frozen=True, slots=True)
class Owned:
    """A set of tables in the file: of which unit, and of which coverage where the file tells (`summary`, `own`)."""

    unit: str
    coverage: str
    maker: str
    grids: tuple[Grid, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed figure; `code` of a subject, or the `label` of its row."""

    unit: str
    coverage: str
    table: str
    side: str
    code: str
    label: str
    measure: str
    basis: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class File:
    """A disclosure of several units: whose it is by its cover, and all that it prints."""

    path: Path
    publisher: str
    figures: tuple[Figure, ...]


def system(folder: Path) -> File:
    """The department's file: each set of all tables, one after the other."""
    style = Style(landscape=())
    owned = [_owned(d.FORESTRY, style, SYSTEM, "summary", f"{SYSTEM}（汇总）", 1)]
    owned.append(_owned(_smaller(d.FORESTRY), style, SYSTEM, "own", f"{SYSTEM}（本级）", 2))
    owned += [_owned(_smaller(d.FORESTRY), style, unit, "", unit, n) for n, unit in enumerate(MEMBERS, 3)]
    order = [grid for one in owned for grid in one.grids]
    return _drawn(folder / "system_2023.pdf", SYSTEM, [SYSTEM, f"{YEAR}年度部门决算"], style, order, owned)


def schools(folder: Path, by_table: bool) -> File:
    """The schools' file: tables 01 and 05 of each."""
    style = Style(order=("01", "05"), landscape=(), maker_label="编制单位", numbering=None)
    owned = [_owned(d.SCHOOL, style, unit, "", unit, n) for n, unit in enumerate(SCHOOLS, 11)]
    order = [grid for one in owned for grid in one.grids]
    if by_table:
        order.sort(key=lambda grid: grid.kind)
    name = "松澜县教育局"
    cover = [f"{name}所属学校", f"{YEAR}年度单位决算公开"]
    return _drawn(folder / f"schools_{'tables' if by_table else 'units'}.pdf", name, cover, style, order, owned)


def _smaller(department: Department) -> Department:
    return replace(department, staff=department.staff // 3)


def _owned(department: Department, style: Style, unit: str, coverage: str, maker: str, seed: int) -> Owned:
    accounts: Accounts = history(department, range(YEAR, YEAR + 1), seed)[YEAR]
    return Owned(unit, coverage, maker, tuple(layout.tables(accounts, department, style, maker)))


def _drawn(
    path: Path, publisher: str, cover: list[str], style: Style, order: Sequence[Grid], owned: Sequence[Owned]
) -> File:
    book = Book(style, "".join(cover))
    book.cover(cover)
    for grid in order:
        book.page(grid.kind in style.landscape)
        book.table(grid, grid.kind in style.landscape, fresh=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(book.finish())
    return File(path, publisher, tuple(_figures(owned)))


def _figures(owned: Sequence[Owned]) -> Iterator[Figure]:
    for one in owned:
        for a, cell in figures(one.grids):
            if cell.value is not None:
                value = Decimal(cell.value)
                yield Figure(one.unit, one.coverage, a.table, a.side, a.code, a.label, a.measure, a.basis, value)
