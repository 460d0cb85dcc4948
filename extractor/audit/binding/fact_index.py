"""The facts of a document by table, row and measure, as identities ask for them; each printed cell counts once.

A row that is printed again (合计 first and last, a page that comes twice) is the same row: its numbers are compared and
never added. Where it is not sure which numbers count they are `unclear`, and no failure that binds them blames the
document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from decimal import Decimal
from typing import NamedTuple

from extractor.audit.binding.table_rows import EMPTY, TableRows
from extractor.lexicon.registries import Shape
from extractor.lexicon.tables import tables_of
from extractor.records.rows import Fact
from extractor.tables.model import Amounts

Place = tuple[str, int]
"""A table and which printing of it; of 绩效自评表 P1, P2 or P* and the number of the sheet."""


class Bare(NamedTuple):
    """The columns of a table that are printed without a number (`blank`), and those without one in the row of the
    total, since their header stands there (`headed`)."""

    blank: Set[Amounts]
    headed: Set[Amounts]

    def common(self, other: Bare) -> Bare:
        """Those of both of two readings."""
        return Bare(self.blank & other.blank, self.headed & other.headed)

    def moved(self, to: Mapping[Amounts, Amounts]) -> Bare:
        """The same where some columns are others."""
        return Bare(*(frozenset(to.get(column, column) for column in columns) for columns in self))


NOTHING_BARE = Bare(frozenset(), frozenset())

BareColumns = Mapping[Place, Bare]
"""By table and printing."""

Part = tuple[str, str | None, str, int]
"""A table, one side and one stage of the budget of it, and which printing."""

# Rows that have an item although they stand under another: the opening balances of 04 by fund.
OPENING = "opening_"
# Sums on the way, of what stands before them: no identity asks for such a row by its item or adds it to others, and
# those of a page, added up from rounded numbers, are in none.
SUBTOTAL, PAGE_SUM = "subtotal", "page_sum"
# The items of totals: a table has one row of each, however often and under whatever label it prints it.
TOTAL = "_total"
# Tables that are printed once in a set.
SET = ("01", "04", "05", "06")
# Tables whose every row is of a subject or an item: 09 may be one nameless row, and sheets have indicators.
WITH_NAMED_ROWS = frozenset({"01", "02", "03", "04", "05", "06", "07", "08"})
ANY_SHEET = "P*"
HOLES = 0.04  # of the cells: a table that lacks no more prints its zeros, and has lost some


class _Accounts:
    """The sets of a document by account: by the unit and the coverage that their tables are of. Sets of one account are
    printings of the same; those of tables that are nobody's are each by themselves."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        found: dict[tuple[str | None, str | None, int], set[int]] = {}
        units: dict[tuple[str | None, int], set[int]] = {}
        for fact in facts:
            if not fact.table_no.startswith("P"):
                alone = fact.in_set if fact.unit_name is None and fact.printing == 1 and fact.set_no > 1 else 0
                found.setdefault((fact.unit_name, fact.coverage, alone), set()).add(fact.in_set)
                units.setdefault((fact.unit_name, alone), set()).add(fact.in_set)
        self.all = tuple(frozenset(sets) for sets in found.values())
        self.by_unit = tuple(frozenset(sets) for sets in units.values())

    def of(self, number: int) -> frozenset[int]:
        """The sets of the account that a set belongs to."""
        return next((sets for sets in self.all if number in sets), frozenset())


class FactIndex:
    """All tables of a document; `printings[table]` are the numbers of its printings.

    `empty` are tables printed without a figure: their cells are blank, which reads as zero; so are those of the
    blank columns in `bare`, and a total in whose place the header stands is that of its parts. `same_as` leads from a
    fact that repeats another to that one. `claimed_twice` are facts that share their measure with another in one
    printed row, `unclear` these, the facts of a subject that is printed in several rows, and those of rows of which
    neither the subject nor the item is known.
    """

    def __init__(self, facts: Sequence[Fact], empty: frozenset[str], bare: BareColumns) -> None:
        self._tables: dict[Part, TableRows] = {}
        self.printings: dict[str, set[int]] = {}
        self.bases: dict[str, set[str]] = {}
        self.empty = empty
        self.same_as: dict[int, int] = {}
        self.claimed_twice: set[int] = set()
        self.unclear: set[int] = set()
        self._facts = facts
        self._accounts = _Accounts(facts)
        for table, keys in self._fill_rows():
            for key in sorted(keys):
                self._part_repeats(table, key)
        self._finish_tables(bare)
        # Where two of these are printed n times, so is the whole set (汇总 and 本级). Else a table printed more often
        # is the same one in several forms (分单位 and 分科目).
        self.sets = sorted((len(self.printings.get(table, ())) for table in SET), reverse=True)[1]

    def _fill_rows(self) -> Iterator[tuple[TableRows, set[str]]]:
        """Puts each fact into its cell.

        Gives the tables in which cells hold several facts, each with the keys of the rows in which they do.
        """
        repeated: dict[Part, set[str]] = {}
        coded = tables_of(Shape.CODED)
        for i, fact in enumerate(self._facts):
            part = (fact.table_no, fact.side, fact.basis, fact.in_set)
            table = self._tables.get(part)
            if table is None:
                table = self._tables[part] = TableRows(fact.table_no in coded)
                self.printings.setdefault(fact.table_no, set()).add(fact.in_set)
                self.bases.setdefault(fact.table_no, set()).add(fact.basis)
            if fact.item == PAGE_SUM:
                continue
            key = _key(fact)
            if key.startswith("row:") and fact.table_no in WITH_NAMED_ROWS:
                self.unclear.add(i)
                if fact.class_named:
                    table.named.setdefault(fact.class_named, key)
            cell = table.rows.setdefault(key, {}).setdefault(fact.measure, [])
            cell.append(i)
            table.measures.add(fact.measure)
            if len(cell) > 1:
                repeated.setdefault(part, set()).add(key)
        return ((self._tables[part], keys) for part, keys in repeated.items())

    def _finish_tables(self, bare: BareColumns) -> None:
        """Names the tables of sheets by `P*` as well, and adds the columns that are printed without a number."""
        for (number, side, basis, printing), table in list(self._tables.items()):
            if number == "09":
                _one_row(table)
            if number.startswith("P"):
                self._tables[ANY_SHEET, side, basis, printing] = table
                self.printings.setdefault(ANY_SHEET, set()).add(printing)
            columns = bare.get((number, printing), NOTHING_BARE)
            table.blank = {m for s, b, m in columns.blank if (s, b) == (side, basis)} - table.measures
            table.headed = {m for s, b, m in columns.headed if (s, b) == (side, basis)}
            table.measures |= table.blank

    def _part_repeats(self, table: TableRows, key: str) -> None:
        """Parts the numbers of a row that is printed several times into those that count and those that repeat them.

        Where the rows are alike, or are a total, the first counts. Rows of one subject with different amounts (of
        several units, it may be) count each. Two numbers of one measure in a single printed row do not: one of the
        columns is not what it was taken for.
        """
        cells, facts = table.rows[key], self._facts
        nodes = [n for listed in cells.values() for n in listed]
        alike = len({len(listed) for listed in cells.values()}) == 1 and all(
            len({facts[n].amount for n in listed}) == 1 for listed in cells.values()
        )
        is_total = self._is_total(nodes)
        claimed_twice = any(len({facts[n].row for n in listed}) < len(listed) for listed in cells.values())
        if claimed_twice:
            self.claimed_twice.update(nodes)
        if claimed_twice or not is_total:
            self.unclear.update(nodes)
        if not (claimed_twice or is_total or alike):
            return
        for measure, listed in cells.items():
            cells[measure], others = listed[:1], listed[1:]
            if others:
                table.again.setdefault(key, {})[measure] = others
                self.same_as.update(dict.fromkeys(others, listed[0]))

    def _is_total(self, nodes: Sequence[int]) -> bool:
        """Whether the numbers are of a row that a table has once: a total, or an item under one and the same label."""
        item = self._facts[nodes[0]].item
        return item is not None and (item.endswith(TOTAL) or len({self._facts[n].row_label for n in nodes}) == 1)

    def short(self) -> set[Place]:
        """The tables printed less often than the sets of their unit, whose 汇总 and 本级 have the same tables: the last
        printing of each."""
        counted = self._counted(self._accounts.by_unit)
        return {(table, max(own)) for table, own, sets in counted if len(own) < sets}

    def unmatched(self) -> set[Place]:
        """The tables of which it is not known which printing belongs to which set of their account."""
        counted = self._counted(self._accounts.all)
        return {(table, n) for table, own, sets in counted if sets > 1 and len(own) != sets for n in own}

    def _counted(self, accounts: Sequence[frozenset[int]]) -> Iterator[tuple[str, set[int], int]]:
        """Each table of each account (or unit): its printings, and how often the account prints its set."""
        for account in accounts:
            sets = self._often(account)
            for table, printings in self.printings.items():
                own = printings & account
                if own and not table.startswith("P"):
                    yield table, own, sets

    def _often(self, account: Set[int]) -> int:
        return sorted((len(self.printings.get(table, set()) & account) for table in SET), reverse=True)[1]

    def with_holes(self) -> set[Place]:
        """The tables that print nearly every cell, zeros too, and lack a few."""
        found: set[Place] = set()
        for (number, _, _, printing), table in self._tables.items():
            places = len(table.rows) * (len(table.measures) - len(table.blank))
            holes = places - sum(len(nodes) for row in table.rows.values() for nodes in row.values())
            if 0 < holes <= HOLES * places:
                found.add((number, printing))
        return found

    def get(self, table: str, side: str | None, basis: str, printing: int) -> TableRows | None:
        """The table, `EMPTY` for one printed without figures, None for one that is not there."""
        printings = self.printings.get(table)
        if not printings:
            return EMPTY if table in self.empty else None
        if printing not in printings:
            account = self._accounts.of(printing)
            own = printings & account
            if len(own) != 1 or self._often(account) > 1:
                return None
            (printing,) = own
        return self._tables.get((table, side, basis, printing))

    def amount(self, nodes: Sequence[int]) -> Decimal:
        """What some facts print, added up."""
        return sum((self._facts[n].amount for n in nodes), Decimal(0))


def _key(fact: Fact) -> str:
    if fact.parent_label is not None and not (fact.item or "").startswith(OPENING):
        return f"of:{fact.row}"
    if fact.item == SUBTOTAL:
        return f"sum:{fact.row}"
    return fact.item or fact.subject_code or f"row:{fact.row}"


def _one_row(table: TableRows) -> None:
    """Lay table 09 out as one row where no measure is printed twice: its list form prints one measure a row."""
    if len(table.rows) > 1 and sum(len(row) for row in table.rows.values()) == len(table.measures):
        row = {measure: nodes for cells in table.rows.values() for measure, nodes in cells.items()}
        table.rows = {"row:1": row}
