"""Several readings of one table, compared cell by cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from msgspec.structs import replace

from extractor.audit.binding.fact_index import Place
from extractor.document.model import Box
from extractor.records.rows import Fact

CellKey = tuple[str | None, str, str | None, str | None, str, int]
"""Side, basis, key of the row, parent, measure, and which of several cells with the same."""

KEPT_SHARE = 0.9  # of the numbers of a reading that another one must have to take its place


def number_of(chosen: Mapping[Place, list[Fact]]) -> int:
    return sum(map(len, chosen.values()))


def is_thinner(facts: int, before: int) -> bool:
    """Whether a reading has clearly fewer numbers than the one it would replace: where the accounts themselves do not
    add up, an empty reading fails nothing."""
    return facts < KEPT_SHARE * before


def is_understood_anew(facts: Sequence[Fact], before: Sequence[Fact]) -> bool:
    """Whether the same engine read both and they differ in zeros only: what a dash means, all tables tell together,
    and the later reading knows more of them."""
    if not facts or engines_of(facts) != engines_of(before):
        return False
    mine, other = values_of(facts), values_of(before)
    return {a: v for a, v in mine.items() if v} == {a: v for a, v in other.items() if v}


def by_place(facts: Sequence[Fact]) -> dict[Place, list[Fact]]:
    """The facts of a reading by table and printing."""
    found: dict[Place, list[Fact]] = {}
    for fact in facts:
        found.setdefault((fact.table_no, fact.in_set), []).append(fact)
    return found


def addresses(facts: Sequence[Fact]) -> list[CellKey]:
    """Where each of the facts of a table stands in it."""
    seen: Counter[tuple[object, ...]] = Counter()
    found: list[CellKey] = []
    for fact in facts:
        key = (fact.side, fact.basis, fact.item or fact.subject_code or fact.row_label, fact.parent_label, fact.measure)
        found.append((*key, seen[key]))
        seen[key] += 1
    return found


def cells_of(facts: Sequence[Fact]) -> dict[CellKey, Fact]:
    """The facts of a table by where they stand in it."""
    return dict(zip(addresses(facts), facts, strict=True))


def agreed_facts(chosen: Sequence[Fact], readings: Iterable[Mapping[Place, list[Fact]]]) -> frozenset[int]:
    """The facts (by index) that another engine reads with the same amount in the same place."""
    read: dict[tuple[Place, CellKey], set[tuple[str, Decimal]]] = {}
    for reading in readings:
        for place, facts in reading.items():
            for address, fact in cells_of(facts).items():
                read.setdefault((place, address), set()).add((fact.engine, fact.amount))
    indexes: dict[Place, list[int]] = {}
    for i, fact in enumerate(chosen):
        indexes.setdefault((fact.table_no, fact.in_set), []).append(i)
    found: set[int] = set()
    for place, mine in indexes.items():
        for i, address in zip(mine, addresses([chosen[i] for i in mine]), strict=True):
            others = read.get((place, address), set())
            if any(engine != chosen[i].engine and amount == chosen[i].amount for engine, amount in others):
                found.add(i)
    return frozenset(found)


def stand_on(facts: Sequence[Fact], others: Sequence[Fact]) -> bool:
    """Whether any of some numbers stands where one of others does: the middle of its cell lies in theirs, or in the row
    above or below it if the amount is the same, for an engine may be off by a row."""
    places: dict[int | None, list[tuple[Box, Decimal]]] = {}
    for other in others:
        if other.box is not None:
            places.setdefault(other.page, []).append((other.box, other.amount))
    return any(
        fact.box is not None
        and any(_is_amid(fact.box, box, fact.amount == amount) for box, amount in places[fact.page])
        for fact in facts
        if fact.page in places
    )


def _is_amid(one: Box, other: Box, near: bool) -> bool:
    """Whether the middle of a box lies in another, or `near` it: as high as it is above or below."""
    x, y = (one.x0 + one.x1) / 2, (one.top + one.bottom) / 2
    more = other.bottom - other.top if near else 0.0
    return other.x0 <= x <= other.x1 and other.top - more <= y <= other.bottom + more


def in_place_of(before: Fact | None, fact: Fact) -> Fact:
    """The fact of another reading under the name of the cell whose place it takes."""
    return fact if before is None else replace(fact, row=before.row, cell=before.cell)


def amount_of(fact: Fact | None) -> Decimal | None:
    return None if fact is None else fact.amount


def values_of(facts: Sequence[Fact]) -> dict[CellKey, Decimal]:
    return {address: fact.amount for address, fact in cells_of(facts).items()}


def engines_of(facts: Sequence[Fact]) -> frozenset[str]:
    return frozenset(fact.engine for fact in facts)


def in_order(chosen: Mapping[Place, list[Fact]]) -> tuple[Fact, ...]:
    """The facts in the order in which the document prints the tables."""

    def place_on_paper(item: tuple[Place, list[Fact]]) -> tuple[float, float, Place]:
        first = item[1][0]
        return (first.page or 0, first.box.top if first.box else first.line or 0, item[0])

    return tuple(f for _, facts in sorted((i for i in chosen.items() if i[1]), key=place_on_paper) for f in facts)
