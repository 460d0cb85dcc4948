"""An identity of the tables, bound to the numbers of a document: row by row and measure by measure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from extractor.audit.binding.fact_index import FactIndex
from extractor.audit.binding.table_rows import EMPTY, GRAND_TOTAL, TableRows
from extractor.audit.identities.rules import Relation, Rule
from extractor.audit.identities.selectors import Selector
from extractor.audit.trying.trial import NOTHING, Trial
from extractor.languages import said
from extractor.lexicon.registries import Basis

_Term = tuple[Selector, TableRows | None]
# Rows that a table has as many of as it likes: none of them shows that one was lost.
OPEN = frozenset({"children", "top", "lines", "under"})


def bind_tables(rule: Rule, index: FactIndex) -> Iterator[Trial]:
    """The places at which an identity of the tables can be tried, undecided: each printing and basis by itself."""
    printed = [table for table in rule.tables if table in index.printings]
    if not printed:
        return
    printings = sorted(set().union(*(index.printings[table] for table in printed)))
    bases = sorted(set().union(*(index.bases[table] for table in printed)))
    for printing in printings:
        for basis in bases:
            yield from _Binding(rule, index, printing, basis).trials()


def terms(selectors: Sequence[Selector], index: FactIndex, printing: int, basis: str) -> list[_Term]:
    return [(s, index.get(s.table or "", s.side, s.basis or basis, printing)) for s in selectors]


def gaps(trial: Trial, index: FactIndex) -> set[str]:
    """The tables in which the trial asks for a cell that is not printed, or for a set of rows that may lack one."""
    found: set[str] = set()
    rule = trial.rule
    selectors = [s for s in (*rule.left, *rule.right, *rule.over) if not s.is_prose]
    for s, table in terms(selectors, index, trial.printing, trial.basis):
        if table is None or s.table is None:
            continue
        measures = (trial.measure,) if s.measure_word else s.measures
        keys = _keys(s, table, trial.row)
        cells = [_rows_of(s, table).get(key, {}).get(measure or "") for key in keys for measure in measures]
        is_sum_of_rows = s.rows in OPEN or (s.rows in ("each", "same") and len(keys) > 1) or len(keys) > len(s.keys) > 0
        if is_sum_of_rows or not cells or not all(cells):
            found.add(s.table)
    return found


def gather(terms: Sequence[_Term], row: str | None, measure: str | None) -> tuple[list[int], bool]:
    """The numbers that a side adds up, and whether any row of it is printed (a blank table's rows are)."""
    nodes: list[int] = []
    printed = False
    for s, table in terms:
        if table is EMPTY:
            printed = True
        elif table is not None:
            measures = (measure,) if s.measure_word else s.measures_in(table.measures)
            rows = _rows_of(s, table)
            found = [key for key in _keys(s, table, row) if key in rows]
            printed = printed or bool(found)
            for key in found:
                for name in measures:
                    nodes.extend(rows[key].get(name or "") or table.in_place_of(key, name))
    return nodes, printed


def _rows_of(s: Selector, table: TableRows) -> dict[str, dict[str, list[int]]]:
    return table.again if s.rows == "again" else table.rows


class _Binding:
    """An identity with the tables of one printing and one stage of the budget on its sides."""

    def __init__(self, rule: Rule, index: FactIndex, printing: int, basis: str) -> None:
        self._rule, self._index = rule, index
        self._printing, self._basis = printing, basis
        self._left = terms(rule.left, index, printing, basis)
        self._right = terms(rule.right, index, printing, basis)
        self._rows, self._joined = self._rows_tried()

    def trials(self) -> Iterator[Trial]:
        """A trial for each row and measure that the identity means, and one for a side that is needed and not there."""
        both = (*self._left, *self._right)
        if any(s.filled and table is EMPTY for s, table in both):
            return
        if absent := [s for s, table in both if table is None and not s.optional]:
            if any(table for _, table in both):
                yield from self._without_table(absent)
            return
        for measure in self._measures_tried():
            if (unprinted := self._unprinted(measure)) is not None:
                yield from self._without_column(measure, *unprinted)
            elif all(self._are_equal(pair, measure) for pair in self._rule.given):
                yield from (trial for row in self._rows if (trial := self._at(row, measure)) is not None)

    def _trial(self, row: str | None, measure: str | None, left: Sequence[int], right: Sequence[int]) -> Trial:
        return Trial(self._rule, row, measure, self._printing, self._basis, tuple(left), tuple(right))

    def _without_table(self, absent: Sequence[Selector]) -> Iterator[Trial]:
        """Says once, of the first printing and its final accounts, that a table is not there which the others of the
        identity ask for."""
        rule = self._rule
        is_told = self._basis == Basis.FINAL and self._printing == 1
        if is_told and (rule.needed or not rule.within):
            trial = self._trial(None, None, NOTHING, NOTHING)
            places = "、".join(sorted({f"{s.table}{'.' + s.side if s.side else ''}" for s in absent}))
            trial.reason = said("table {places} was not found", places=places)
            trial.lacking = rule.tables[0] if rule.within else None
            yield trial

    def _without_column(self, measure: str | None, lacking: list[_Term], other: list[_Term]) -> Iterator[Trial]:
        """Says that a side which every form prints has no column here; a budget stage may be printed of the totals
        alone."""
        if self._rule.needed and self._rows and (self._basis == Basis.FINAL or lacking is self._left):
            nodes, _ = gather(other, self._rows[0], measure)
            yield self._lacking(self._trial(None, measure, NOTHING, nodes), lacking)

    def _at(self, row: str | None, measure: str | None) -> Trial | None:
        """The trial of one row and measure; None where there is nothing to compare."""
        left, left_printed = gather([t for t in self._left if t[0].sign > 0], row, measure)
        right, right_printed = gather([t for t in self._right if t[0].sign > 0], row, measure)
        left += gather([t for t in self._right if t[0].sign < 0], row, measure)[0]  # subtracted here is added there
        right += gather([t for t in self._left if t[0].sign < 0], row, measure)[0]
        if not (left or right) or (not right and self._right[0][0].rows == "again"):
            return None
        trial = self._trial(row, measure, left, right)
        if self._rule.within and left == right:  # a total that is not printed, and its parts in its place
            if any(table is not None and measure in table.headed for _, table in self._left):
                return None
            return self._lacking(replace(trial, left=NOTHING), self._left)
        for side, printed in ((self._left, left_printed), (self._right, right_printed)):
            if printed:
                continue
            if not (self._joined or side[0][0].may_lack):
                return self._lacking(trial, side)
            if _may_have_row(side, row):
                return None
        return trial

    def _lacking(self, trial: Trial, side: list[_Term]) -> Trial:
        """A trial that is not possible because a side is not printed; the other side is."""
        trial.reason = said("{term} is not printed", term=side[0][0].text)
        if self._rule.needed and self._index.amount(trial.nodes):
            trial.lacking = side[0][0].table
        return trial

    def _rows_tried(self) -> tuple[list[str | None], bool]:
        """The rows that the identity is tried at, and whether two tables are joined by row."""
        anchor, table = next(((s, table) for s, table in self._left if s.rows == "each"), (None, None))
        if anchor is None or table is None:
            return [None], False
        rows = [key for key in table.rows if _is_asked(key, anchor)]
        words = {s.rows for s, _ in self._right}
        if "children" in words:
            return [key for key in rows if table.children(key)], False
        if "again" in words:
            return [key for key in rows if key in table.again], False
        others = [other for s, other in self._right if s.rows == "same" and other is not None and other is not table]
        if not others or self._rule.within:
            return [*rows], False
        rows = [key for key in rows if ":" not in key]
        if "both" in anchor.keys:
            return [key for key in rows if key in others[0].rows], True
        if self._rule.relation is Relation.EQUALS:
            rows += [k for k in others[0].rows if _is_asked(k, anchor) and ":" not in k and k not in table.rows]
        return [*rows], True

    def _measures_tried(self) -> list[str | None]:
        """The measures that the identity is tried at: those that every table concerned prints."""
        anchor, table = next(((s, table) for s, table in self._left if s.measure_word == "each"), (None, None))
        if anchor is None or table is None:
            return [None]
        found = [m for m in (anchor.measures or sorted(table.measures)) if m in table.measures]
        for s, other in self._right:
            if s.measure_word == "same" and not s.may_lack and other is not None and other is not EMPTY:
                found = [m for m in found if m in other.measures]
        return list(found)

    def _unprinted(self, measure: str | None) -> tuple[list[_Term], list[_Term]] | None:
        """The side of which no table prints a measure asked for, and the other; None where both are printed."""
        sides = ((self._left, self._right), (self._right, self._left))
        return next(((a, b) for a, b in sides if not _prints(a, measure, self._rule.within)), None)

    def _are_equal(self, pair: tuple[Selector, Selector], measure: str | None) -> bool:
        """Whether two cells are printed, and with the same amount."""
        one, other = (gather(terms((s,), self._index, self._printing, self._basis), None, measure)[0] for s in pair)
        return bool(one and other) and self._index.amount(one) == self._index.amount(other)


def _may_have_row(side: Sequence[_Term], row: str | None) -> bool:
    """Whether tables that do not print a row may have it nevertheless: under a subject that is not known, or within a
    row of a higher level (a table of 类 and 款 alone prints no 项)."""
    tables = [table for _, table in side if table is not None]
    if any(table.has_plain for table in tables):
        return True
    return row is not None and any(table is not EMPTY and not table.reaches(row) for table in tables)


def _is_asked(key: str, anchor: Selector) -> bool:
    """Whether `each` means a row: no 其中 line, and of the kind to which it is narrowed."""
    if key.startswith("of:"):
        return False
    if "class" in anchor.keys:
        return len(key) == 3 and key.isdigit()
    return "item" not in anchor.keys or not (key.isdigit() or ":" in key)


def _prints(side: list[_Term], measure: str | None, within: bool) -> bool:
    """Whether some table of a side prints some measure asked for (a form without the column is not tried).

    Of columns that may lack a table may print none, but not of those that make up another column of its own.
    """
    for s, table in side:
        if table is EMPTY or (s.may_lack and not within):
            return True
        if table is not None and any(
            m in table.measures for m in ((measure,) if s.measure_word else s.measures_in(table.measures))
        ):
            return True
    return False


def _keys(selector: Selector, table: TableRows, row: str | None) -> Sequence[str]:
    word = selector.rows
    if word == "keys":
        return (
            [own for key in selector.keys for own in table.row(key)] if GRAND_TOTAL in selector.keys else selector.keys
        )
    if word in ("each", "same", "again"):
        return table.row(row) if row is not None else ()
    if word == "children":
        return table.children(row or "")
    if word == "lines":
        return table.lines
    if word == "under":
        return [key for code in selector.keys for key in table.within(code)]
    if word == "only":
        return tuple(table.rows) if len(table.rows) == 1 else ()
    return table.top
