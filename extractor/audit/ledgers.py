"""The facts of one table, side, basis and printing, by row and measure, as identities ask for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from decimal import Decimal

from extractor.records.rows import Fact

Blank = Mapping[tuple[str, int], Set[tuple[str | None, str, str]]]
"""By table and printing: side, basis and measure of the columns that are printed without a number."""

# Rows that have an item although they stand under another: the opening balances of 04 by fund.
OPENING = "opening_"
# Tables that are printed once in a set.
SET = ("01", "04", "05", "06")
HOLES = 0.04  # of the cells: a table that lacks no more prints its zeros, and has lost some


class Ledger:
    """`rows[key][measure]` lists the facts of a cell (more than one where a row is printed again); of the `measures`
    printed, those in `blank` have no cell.

    A key is a subject code, an item, or for rows with neither `row:N` (`of:N` for 其中 lines).
    """

    __slots__ = ("_lines", "_parents", "_top", "blank", "measures", "rows")

    def __init__(self) -> None:
        self.rows: dict[str, dict[str, list[int]]] = {}
        self.measures: set[str] = set()
        self.blank: set[str] = set()
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
            self._top = self._top or plain
        return self._parents

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


EMPTY = Ledger()


def _key(fact: Fact) -> str:
    if fact.parent_label is not None and not (fact.item or "").startswith(OPENING):
        return f"of:{fact.row}"
    return fact.item or fact.subject_code or f"row:{fact.row}"


class Ledgers:
    """All ledgers of a document; `printings[table]` are the numbers of its printings.

    `empty` are tables printed without a figure: their cells are blank, which reads as zero; so are those of the
    columns in `blank`.
    """

    def __init__(self, facts: Sequence[Fact], empty: frozenset[str], blank: Blank) -> None:
        self._ledgers: dict[tuple[str, str | None, str, int], Ledger] = {}
        self.printings: dict[str, set[int]] = {}
        self.bases: dict[str, set[str]] = {}
        self.empty = empty
        self._facts = facts
        for i, fact in enumerate(facts):
            place = (fact.table_no, fact.side, fact.basis, fact.printing)
            ledger = self._ledgers.get(place)
            if ledger is None:
                ledger = self._ledgers[place] = Ledger()
                self.printings.setdefault(fact.table_no, set()).add(fact.printing)
                self.bases.setdefault(fact.table_no, set()).add(fact.basis)
            row = ledger.rows.setdefault(_key(fact), {})
            if fact.measure in row:
                row[fact.measure].append(i)
            else:
                row[fact.measure] = [i]
                ledger.measures.add(fact.measure)
        for (table, side, basis, printing), ledger in self._ledgers.items():
            if table == "09":
                _one_row(ledger)
            columns = blank.get((table, printing), frozenset())
            ledger.blank = {m for s, b, m in columns if (s, b) == (side, basis)} - ledger.measures
            ledger.measures |= ledger.blank
        # Where two of these are printed n times, so is the whole set (汇总 and 本级). Else a table printed more often
        # is the same one in several forms (分单位 and 分科目).
        self.sets = sorted((len(self.printings.get(table, ())) for table in SET), reverse=True)[1]

    def short(self) -> set[tuple[str, int]]:
        """The tables printed more than once, but less often than the set they belong to: the last printing of each."""
        counts = {table: len(printings) for table, printings in self.printings.items()}
        return {(table, n) for table, n in counts.items() if n < self.sets}

    def with_holes(self) -> set[tuple[str, int]]:
        """The tables that print nearly every cell, zeros too, and lack a few."""
        found: set[tuple[str, int]] = set()
        for (table, _, _, printing), ledger in self._ledgers.items():
            places = len(ledger.rows) * (len(ledger.measures) - len(ledger.blank))
            holes = places - sum(len(row) for row in ledger.rows.values())
            if 0 < holes <= HOLES * places:
                found.add((table, printing))
        return found

    def get(self, table: str, side: str | None, basis: str, printing: int) -> Ledger | None:
        """The ledger, `EMPTY` for a table printed without figures, None for one that is not there."""
        printings = self.printings.get(table)
        if not printings:
            return EMPTY if table in self.empty else None
        if printing not in printings:
            if not (self.sets < 2 and len(printings) == 1):
                return None
            (printing,) = printings
        return self._ledgers.get((table, side, basis, printing))

    def amount(self, nodes: Sequence[int]) -> Decimal:
        """What some facts print, added up."""
        return sum((self._facts[n].amount for n in nodes), Decimal(0))


def _one_row(ledger: Ledger) -> None:
    """Lay table 09 out as one row where no measure is printed twice: its list form prints one measure a row."""
    if len(ledger.rows) > 1 and sum(len(row) for row in ledger.rows.values()) == len(ledger.measures):
        row = {measure: nodes for cells in ledger.rows.values() for measure, nodes in cells.items()}
        ledger.rows = {"row:1": row}
