"""The names of cells: unique in a document, and the same for the same file and version.

`05.1/r12/final/total` is table 05, its first printing, the twelfth data row, 决算数, 合计. The two sides of 01 and 04
stand in it (`01.1/r3/income/final/amount`), and so does the block where a table prints several side by side
(`06.1/r3/b2/final/amount`: the second from the left).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from extractor.records.rows import Fact
from extractor.tables.model import Table, Value

Way = tuple[str | None, str, str]
"""Side, basis and measure of a column."""


def cell_names(table: Table) -> list[str]:
    """The names of the values of a table, in their order."""
    names = [_name(table, value) for value in table.values]
    if len(set(names)) == len(names):
        return names
    counts = Counter(names)
    beside = {_way(value) for name, value in zip(names, table.values, strict=True) if counts[name] > 1}
    columns: dict[tuple[int, Way], set[int]] = {}
    for value in table.values:
        columns.setdefault((value.cell.page, _way(value)), set()).add(value.cell.column)
    blocks = {key: {column: n for n, column in enumerate(sorted(found), start=1)} for key, found in columns.items()}
    return [
        _name(table, value, f"/b{blocks[value.cell.page, way][value.cell.column]}") if way in beside else name
        for name, value in zip(names, table.values, strict=True)
        for way in [_way(value)]
    ]


def _way(value: Value) -> Way:
    return value.side, value.basis, value.measure


def _name(table: Table, value: Value, block: str = "") -> str:
    side = f"/{value.side}" if value.side else ""
    return f"{table.kind}.{table.printing}/r{value.ordinal + 1}{side}{block}/{value.basis}/{value.measure}"


def distinct(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts, each under a name of its own: one that comes again, as cells of two readings may, is numbered."""
    if len({fact.cell for fact in facts}) == len(facts):
        return tuple(facts)
    taken = {fact.cell for fact in facts}
    seen: set[str] = set()
    found: list[Fact] = []
    for fact in facts:
        name, n = fact.cell, 1
        while name in seen or (n > 1 and name in taken):
            n += 1
            name = f"{fact.cell}~{n}"
        seen.add(name)
        found.append(fact if name == fact.cell else replace(fact, cell=name))
    return tuple(found)
