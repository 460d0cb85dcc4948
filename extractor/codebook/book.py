"""The schema as a person reads it: every column with its unit and key, every value of a closed set with its meaning.

Columns, types and keys are those of the records (`records/schema.py`); meanings come from `patterns/codebook.yaml` and,
for measures, items and concepts, from the lexicon.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from msgspec import Struct

from extractor.knowledge import load, remembered
from extractor.lexicon.files import concepts, items, measures, tables
from extractor.records import schema
from extractor.records.fields import Field
from extractor.records.schema import Schema


class BookFile(Struct, frozen=True, forbid_unknown_fields=True):
    """`patterns/codebook.yaml`: sentences by table, units and meanings (English, Chinese) by column."""

    tables: dict[str, str]
    units: dict[str, str]
    values: dict[str, dict[str, tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a closed set, and what it means."""

    value: str
    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the codebook tells it. `parents` are the tables of whose key it is a part; `is_key`: of its own."""

    field: Field
    unit: str
    is_key: bool
    parents: tuple[str, ...]
    values: tuple[Value, ...]

    @property
    def en(self) -> str:
        """Its name in English words."""
        return self.field.name.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Entry:
    """A table as the codebook tells it."""

    table: Schema
    zh: str
    columns: tuple[Column, ...]


@remembered
def file() -> BookFile:
    """The codebook as it stands in its file; raises `PatternError` where an entry is broken."""
    return load("codebook.yaml", BookFile)


def book() -> tuple[Entry, ...]:
    """All tables that come out, in their order."""
    return tuple(Entry(t, file().tables[t.name], tuple(_column(t, f) for f in t.fields)) for t in schema.ALL)


def _column(table: Schema, field: Field) -> Column:
    units = file().units
    unit = units.get(f"{table.name}.{field.name}", units.get(field.name, "") if field.type != "string" else "")
    parents = tuple(p.table for p in table.parents if field.name in p.columns)
    return Column(field, unit, field.name in table.key, parents, values(table, field))


def values(table: Schema, field: Field) -> tuple[Value, ...]:
    """The meanings of a column's closed set, in its order; none where it takes any value."""
    found = file().values
    meanings = found.get(f"{table.name}.{field.name}") or found.get(field.name)
    if meanings is not None:
        return tuple(Value(value, en, zh) for value, (en, zh) in meanings.items())
    return _of_the_lexicon().get(f"{table.name}.{field.name}", ())


@remembered
def _of_the_lexicon() -> dict[str, tuple[Value, ...]]:
    nine = _values((entry.table, entry.zh) for entry in tables().tables)
    sheets = _values([("P1", "部门/单位整体支出绩效自评表"), ("P2", "项目支出绩效自评表")])
    return {
        "facts.table_no": nine,
        "performance.table_no": sheets,
        "performance_sheets.table_no": sheets,
        "check_terms.table_no": (*nine, *sheets),
        "facts.measure": _values((entry.measure, entry.zh) for entry in measures().measures),
        "facts.item": _values((entry.item, entry.zh) for entry in items().items),
        "narrative.concept": _values((entry.concept, entry.zh) for entry in concepts().concepts),
    }


def _values(meanings: Iterable[tuple[str, str]]) -> tuple[Value, ...]:
    """Keys with their Chinese meanings, several of one key side by side; in English a key says itself."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for key, zh in meanings:
        if zh not in found[key]:
            found[key].append(zh)
    english = {**_TABLES, **{key: key.replace("_", " ") for key in found if key not in _TABLES}}
    return tuple(Value(key, english[key], "；".join(zh)) for key, zh in found.items())


_TABLES = {
    "01": "income and expenditure, in total",
    "02": "income by subject",
    "03": "expenditure by subject",
    "04": "fiscal appropriations: income and expenditure, in total",
    "05": "expenditure from the general public budget by subject",
    "06": "basic expenditure from the general public budget by economic nature",
    "07": "appropriations of government funds",
    "08": "appropriations of the state capital budget",
    "09": "the three public expenses (三公): travel abroad, vehicles, receptions",
    "P1": "self-evaluation of a department or unit as a whole",
    "P2": "self-evaluation of a project",
}
