"""The facts of a document by table, row and measure, as identities ask for them; each printed cell counts once.

A row that is printed again (合计 first and last, a page that comes twice) is the same row: its numbers are compared and
never added. Where it is not sure which numbers count they are `unclear`, and no failure that binds them blames the
document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from decimal import Decimal

from extractor.lexicon.registries import Shape
from extractor.lexicon.tables import tables_of
from extractor.records.rows import Fact

Place = tuple[str, int]
"""A table and which printing of it; of 绩效自评表 P1, P2 or P* and the number of the sheet."""

Blank = Mapping[Place, Set[tuple[str | None, str, str]]]
"""By table and printing: side, basis and measure of the columns that are printed without a number."""

Cells = dict[str, list[int]]
"""The facts of a row by measure."""

# Rows that have an item although they stand under another: the opening balances of 04 by fund.
OPENING = "opening_"
# Sums on the way, of what stands before them: no identity asks for such a row by its item or adds it to others, and
# those of a page, added up from rounded numbers, are in none.
SUBTOTAL, PAGE_SUM = "subtotal", "page_sum"
# The items of totals: a table has one row of each, however often and under whatever label it prints it.
TOTAL = "_total"
GRAND_TOTAL = "grand_total"
# Tables that are printed once in a set.
SET = ("01", "04", "05", "06")
# Tables whose every row is of a subject or an item: 09 may be one nameless row, and sheets have indicators.
WITH_NAMED_ROWS = frozenset({"01", "02", "03", "04", "05", "06", "07", "08"})
ANY_SHEET = "P*"
HOLES = 0.04  # of the cells: a table that lacks no more prints its zeros, and has lost some


class TableRows:
    """The facts of one table, side, basis and printing: `rows[key][measure]` lists those of a cell that count, `again`
    those of the same cell printed once more. Of the `measures` printed, those in `blank` have no cell.

    A key is a subject code, an item, or for rows with neither `row:N` (`of:N` for 其中 lines, `sum:N` for 小计).
    `named` are the rows without a code that bear the name of a 类, by the code of that.
    """

    __slots__ = ("_lines", "_of_subjects", "_parents", "_top", "again", "blank", "measures", "named", "rows")

    def __init__(self, of_subjects: bool = False) -> None:
        self._of_subjects = of_subjects
        self.rows: dict[str, Cells] = {}
        self.again: dict[str, Cells] = {}
        self.measures: set[str] = set()
        self.blank: set[str] = set()
        self.named: dict[str, str] = {}
        self._parents: dict[str, list[str]] | None = None
        self._top: list[str] = []
        self._lines: list[str] = []

    def _climb(self) -> dict[str, list[str]]:
        """Each printed subject's printed children, a level left out being skipped over."""
        if self._parents is None:
            self._parents = {}
            plain: list[str] = []
            for key in self.rows:
                if key[0].isdigit():
                    for n in range(len(key) - 1, 2, -1):
                        if key[:n] in self.rows:
                            self._parents.setdefault(key[:n], []).append(key)
                            break
                    else:
                        self._top.append(key)
                elif key.startswith("row:"):
                    plain.append(key)
            self._lines = self._top + plain
            self._top = self._top or self._classes(plain)
        return self._parents

    def _classes(self, plain: list[str]) -> list[str]:
        """Of rows without codes, those of 类 where the table begins with one, since the others stand under them."""
        classes = [*self.named.values()]
        return classes if classes and classes[0] == plain[0] else plain

    def children(self, key: str) -> list[str]:
        return self._climb().get(key, [])

    @property
    def top(self) -> list[str]:
        """The highest printed subjects, or the rows of a table without subjects (分单位)."""
        self._climb()
        return self._top

    @property
    def lines(self) -> list[str]:
        """The highest subjects and the rows without subject or item."""
        self._climb()
        return self._lines

    @property
    def has_plain(self) -> bool:
        """Whether some row has neither code nor item, so that its subject may be any."""
        return any(key.startswith("row:") for key in self.rows)

    def within(self, code: str) -> list[str]:
        """The highest printed subjects within a code: itself, or its items where it is not printed."""
        if code in self.rows:
            return [code]
        inside = sorted(key for key in self.rows if key[0].isdigit() and key.startswith(code))
        return [key for key in inside if not any(key != other and key.startswith(other) for other in inside)]

    def row(self, key: str) -> list[str]:
        """A row by its key. The row of a 类 or 款 of which the table prints none is all within it; so is the total of a
        table of subjects, where none of its rows may be one under another name."""
        if key == GRAND_TOTAL and key not in self.rows and self._of_subjects and not self.has_plain:
            return self.top or [key]
        if key in self.rows or not key.isdigit():
            return [key]
        return [key] if any(other.isdigit() and len(other) == len(key) for other in self.rows) else self.within(key)

    def reaches(self, key: str) -> bool:
        """Whether the table prints subjects as far down as a row: a 项 is no row of a table of 类 and 款 alone."""
        return not key.isdigit() or any(other.isdigit() and len(other) >= len(key) for other in self.rows)


EMPTY = TableRows()


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
    columns in `blank`. `same_as` leads from a fact that repeats another to that one. `claimed_twice` are facts
    that share their measure with another in one printed row, `unclear` these, the facts of a subject that is printed in
    several rows, and those of rows of which neither the subject nor the item is known.
    """

    def __init__(self, facts: Sequence[Fact], empty: frozenset[str], blank: Blank) -> None:
        self._tables: dict[tuple[str, str | None, str, int], TableRows] = {}
        self.printings: dict[str, set[int]] = {}
        self.bases: dict[str, set[str]] = {}
        self.empty = empty
        self.same_as: dict[int, int] = {}
        self.claimed_twice: set[int] = set()
        self.unclear: set[int] = set()
        self._facts = facts
        self._accounts = _Accounts(facts)
        repeated: dict[tuple[str, str | None, str, int], set[str]] = {}
        coded = tables_of(Shape.CODED)  # their total is that of all their subjects
        for i, fact in enumerate(facts):
            place = (fact.table_no, fact.side, fact.basis, fact.in_set)
            table = self._tables.get(place)
            if table is None:
                table = self._tables[place] = TableRows(fact.table_no in coded)
                self.printings.setdefault(fact.table_no, set()).add(fact.in_set)
                self.bases.setdefault(fact.table_no, set()).add(fact.basis)
            if fact.item == PAGE_SUM:
                continue
            key = _key(fact)
            if key.startswith("row:") and fact.table_no in WITH_NAMED_ROWS:
                self.unclear.add(i)
                if fact.class_named:
                    table.named.setdefault(fact.class_named, key)
            row = table.rows.setdefault(key, {})
            if fact.measure in row:
                row[fact.measure].append(i)
                repeated.setdefault(place, set()).add(key)
            else:
                row[fact.measure] = [i]
                table.measures.add(fact.measure)
        for place, keys in repeated.items():
            for key in sorted(keys):
                self._part_repeats(self._tables[place], key)
        for (number, side, basis, printing), table in list(self._tables.items()):
            if number == "09":
                _one_row(table)
            if number.startswith("P"):
                self._tables[ANY_SHEET, side, basis, printing] = table
                self.printings.setdefault(ANY_SHEET, set()).add(printing)
            columns = blank.get((number, printing), frozenset())
            table.blank = {m for s, b, m in columns if (s, b) == (side, basis)} - table.measures
            table.measures |= table.blank
        # Where two of these are printed n times, so is the whole set (汇总 and 本级). Else a table printed more often
        # is the same one in several forms (分单位 and 分科目).
        self.sets = sorted((len(self.printings.get(table, ())) for table in SET), reverse=True)[1]

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
