"""单位 of every row, in tables that hold several: subjects under a row for each unit, or beside a column with the
units.

The 合计 of a table belongs to the unit of the table. A row for a unit is its total; the rows of the publisher itself
are its own accounts (本级), if the table covers all units.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set

from msgspec.structs import replace

from extractor.identity.headings import coverage_of
from extractor.identity.model import Account, Coverage
from extractor.identity.naming import clean_name
from extractor.identity.regions import says_where
from extractor.identity.units import is_fuller
from extractor.lexicon.composition import meaning
from extractor.lexicon.registries import Item, Shape
from extractor.lexicon.tables import tables_of
from extractor.tables.model import Table, Value


def by_rows(
    table: Table, account: Account, publisher: str | None, canonical: Mapping[str, str]
) -> list[tuple[Table, Account]]:
    """A table as one part for each unit that has rows in it, each with its account; unchanged where its rows all belong
    to the unit of the table. What is supposed of a table of several units stays unread."""
    is_coded = table.kind in tables_of(Shape.CODED)
    units = _units(table, publisher) if is_coded or table.kind == "09" else None
    if units is None:
        return [(_of_one_unit(table) if table.kind == "09" else table, account)]
    parts: dict[Account, list[Value]] = {account: []}
    own = _own_names({canonical.get(name, name) for unit in units if unit and (name := clean_name(unit))}, publisher)
    for value, printed in zip(table.values, units, strict=True):
        if table.kind == "09":
            value = _unlabelled(value, printed)
        if printed is None:
            parts[account].append(value)
            continue
        is_total = is_coded and value.subject_code is None and value.row_label == printed
        row = replace(value, item=Item.GRAND_TOTAL) if is_total else value
        parts.setdefault(_account(printed, publisher, canonical, own), []).append(row)
    whole, *others = parts.items()
    return [
        (replace(table, values=tuple(whole[1]), supposed=None), whole[0]),
        *((replace(table, values=tuple(values), unread=(), uneven=(), supposed=None), of) for of, values in others),
    ]


def _of_one_unit(table: Table) -> Table:
    """A table 09 without the labels of rows that say no more than its unit."""
    supposed = table.supposed and replace(table.supposed, values=_unlabelled_all(table.supposed.values))
    return replace(table, values=_unlabelled_all(table.values), supposed=supposed)


def _unlabelled_all(values: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(_unlabelled(value, None) for value in values)


def _unlabelled(value: Value, unit: str | None) -> Value:
    """A value of 09 without the label of its row, if that says no more than its unit, its year or 合计."""
    if not value.row_label:
        return value
    said = meaning(value.row_label)
    bare = not said.residue and said.says <= {"this_year"} and bool(said.silent or said.years)
    return replace(value, row_label=None) if value.row_label == unit or bare else value


def _own_names(names: Set[str], publisher: str | None) -> frozenset[str]:
    """Which of the names in the rows of one table is the publisher's: its own, else the only one that may be a form of
    it. Rows beside each other are different units: 某县经济责任审计局 is no form of 某县审计局 that has a row too."""
    if publisher is None:
        return frozenset()
    like = {name for name in names if _are_one(name, publisher)}
    return frozenset({publisher} if publisher in names else like if len(like) == 1 else ())


def _account(printed: str, publisher: str | None, canonical: Mapping[str, str], own: Set[str]) -> Account:
    name = clean_name(printed) or printed
    name = canonical.get(name, name)
    return Account(publisher, Coverage.OWN) if name in own else Account(name, coverage_of(printed))


def _are_one(one: str, other: str) -> bool:
    return is_fuller(one, other) or is_fuller(other, one)


def _units(table: Table, publisher: str | None) -> list[str | None] | None:
    """For each value the unit as its row or the row above says it, None for the table's own; None where no rows are of
    units."""
    beside = [value.unit if value.unit and clean_name(value.unit) else None for value in table.values]
    if any(beside):
        return None if _are_of_one(beside, publisher) else beside
    heads = {v.ordinal: v.row_label for v in table.values if _is_head(v)}
    names = {clean_name(label) for label in heads.values()}
    if not heads or not (len(names) > 1 or (publisher and any(n and _are_one(n, publisher) for n in names))):
        return None
    if not _begin_anew(table.values, heads) and not all(says_where(name or "") for name in names):
        return None
    found: list[str | None] = []
    unit: str | None = None
    for value in table.values:
        if value.ordinal in heads:
            unit = heads[value.ordinal]
        elif value.item is not None or (table.kind == "09" and value.row_label is not None):
            unit = None
        found.append(unit)
    return found


def _are_of_one(beside: Iterable[str | None], publisher: str | None) -> bool:
    """Whether a column of units says in every row that has one what the table's maker row says: 合计 has none then,
    and is no summary of others."""
    return {unit and clean_name(unit) for unit in beside} <= {publisher, None} and not any(map(coverage_of, beside))


def _is_head(value: Value) -> bool:
    return value.subject_code is None and value.item is None and clean_name(value.row_label) is not None


def _begin_anew(values: Sequence[Value], heads: Mapping[int, str | None]) -> bool:
    """Whether the subjects begin with a highest one after each row of a unit."""
    codes = {v.ordinal: v.subject_code for v in values if v.subject_code}
    if not codes:
        return False
    highest = min(map(len, codes.values()))
    return all(len(codes.get(ordinal + 1) or "") == highest for ordinal in heads)
