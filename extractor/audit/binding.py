"""An identity of the tables, bound to the numbers of a document: row by row and measure by measure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from extractor.audit.fact_index import EMPTY, GRAND_TOTAL, FactIndex, TableRows
from extractor.audit.rules import Relation, Rule
from extractor.audit.selectors import Selector
from extractor.audit.trial import NOTHING, Trial
from extractor.languages import said

Term = tuple[Selector, TableRows | None]
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
            yield from _places(rule, index, printing, basis)


def terms(selectors: Sequence[Selector], index: FactIndex, printing: int, basis: str) -> list[Term]:
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


def gather(terms: Sequence[Term], row: str | None, measure: str | None) -> tuple[list[int], bool]:
    """The numbers that a side adds up, and whether any row of it is printed (a blank table's rows are)."""
    nodes: list[int] = []
    printed = False
    for s, table in terms:
        if table is None:
            continue
        if table is EMPTY:
            printed = True
            continue
        measures = (measure,) if s.measure_word else s.measures_in(table.measures)
        rows = _rows_of(s, table)
        for key in _keys(s, table, row):
            cells = rows.get(key)
            if cells is not None:
                printed = True
                for name in measures:
                    found = cells.get(name or "")
                    if found:
                        nodes.extend(found)
    return nodes, printed


def _rows_of(s: Selector, table: TableRows) -> dict[str, dict[str, list[int]]]:
    return table.again if s.rows == "again" else table.rows


def _places(rule: Rule, index: FactIndex, printing: int, basis: str) -> Iterator[Trial]:
    left, right = terms(rule.left, index, printing, basis), terms(rule.right, index, printing, basis)
    both = (*left, *right)
    if any(s.filled and table is EMPTY for s, table in both):
        return
    final = basis == "final"
    absent = [s for s, table in both if table is None and not s.optional]
    if absent:
        if final and printing == 1 and (rule.needed or not rule.within) and any(table for _, table in both):
            places = "、".join(sorted({f"{s.table}{'.' + s.side if s.side else ''}" for s in absent}))
            reason = said("table {places} was not found", places=places)
            lacking = rule.tables[0] if rule.within else None
            yield Trial(rule, None, None, printing, basis, NOTHING, NOTHING, reason=reason, lacking=lacking)
        return
    rows, joined = _rows(rule, left, right)
    for measure in _measures(left, right):
        sides = ((left, right), (right, left))
        unprinted = next(((a, b) for a, b in sides if not _prints(a, measure, rule.within)), None)
        if unprinted is not None:
            # A budget stage may be printed of the totals alone.
            if rule.needed and rows and (final or unprinted[0] is left):
                others = tuple(gather(unprinted[1], rows[0], measure)[0])
                yield _lacking(Trial(rule, None, measure, printing, basis, NOTHING, others), unprinted[0], index)
            continue
        if not all(_alike(g, index, measure, printing, basis) for g in rule.given):
            continue
        for row in rows:
            trial = _place(rule, left, right, row, measure, printing, basis, joined, index)
            if trial is not None:
                yield trial


def _place(
    rule: Rule,
    left: list[Term],
    right: list[Term],
    row: str | None,
    measure: str | None,
    printing: int,
    basis: str,
    joined: bool,
    index: FactIndex,
) -> Trial | None:
    left_nodes, left_printed = gather([t for t in left if t[0].sign > 0], row, measure)
    right_nodes, right_printed = gather([t for t in right if t[0].sign > 0], row, measure)
    left_nodes += gather([t for t in right if t[0].sign < 0], row, measure)[0]  # what is subtracted is added across
    right_nodes += gather([t for t in left if t[0].sign < 0], row, measure)[0]
    if not (left_nodes or right_nodes) or (not right_nodes and right[0][0].rows == "again"):
        return None
    trial = Trial(rule, row, measure, printing, basis, tuple(left_nodes), tuple(right_nodes))
    if rule.within and left_nodes == right_nodes:  # a total that is not printed, and its parts in its place
        return _lacking(replace(trial, left=NOTHING), left, index)
    for side, printed in ((left, left_printed), (right, right_printed)):
        if printed:
            continue
        if not (joined or side[0][0].may_lack):
            return _lacking(trial, side, index)
        if any(table is not None and table.has_plain for _, table in side):
            return None  # a row whose subject is not known may be the one
        if row is not None and any(table is not EMPTY and not table.reaches(row) for _, table in side if table):
            return None  # a table of 类 and 款 alone prints no 项
    return trial


def _lacking(trial: Trial, side: list[Term], index: FactIndex) -> Trial:
    """A trial that is not possible because a side is not printed; the other side is."""
    trial.reason = said("{term} is not printed", term=side[0][0].text)
    if trial.rule.needed and index.amount(trial.nodes):
        trial.lacking = side[0][0].table
    return trial


def _rows(rule: Rule, left: list[Term], right: list[Term]) -> tuple[list[str | None], bool]:
    """The rows that an identity is tried at, and whether two tables are joined by row."""
    anchor, table = next(((s, table) for s, table in left if s.rows == "each"), (None, None))
    if anchor is None or table is None:
        return [None], False
    rows = [key for key in table.rows if _is_asked(key, anchor)]
    words = {s.rows for s, _ in right}
    if "children" in words:
        return [key for key in rows if table.children(key)], False
    if "again" in words:
        return [key for key in rows if key in table.again], False
    others = [other for s, other in right if s.rows == "same" and other is not None and other is not table]
    if not others or rule.within:
        return [*rows], False
    rows = [key for key in rows if ":" not in key]
    if "both" in anchor.keys:
        return [key for key in rows if key in others[0].rows], True
    if rule.relation is Relation.EQUALS:
        rows += [k for k in others[0].rows if _is_asked(k, anchor) and ":" not in k and k not in table.rows]
    return [*rows], True


def _is_asked(key: str, anchor: Selector) -> bool:
    """Whether `each` means a row: no 其中 line, and of the kind to which it is narrowed."""
    if key.startswith("of:"):
        return False
    if "class" in anchor.keys:
        return len(key) == 3 and key.isdigit()
    return "item" not in anchor.keys or not (key.isdigit() or ":" in key)


def _measures(left: list[Term], right: list[Term]) -> list[str | None]:
    """The measures that an identity is tried at: those that every table concerned prints."""
    anchor, table = next(((s, table) for s, table in left if s.measure_word == "each"), (None, None))
    if anchor is None or table is None:
        return [None]
    found = [m for m in (anchor.measures or sorted(table.measures)) if m in table.measures]
    for s, other in right:
        if s.measure_word == "same" and not s.may_lack and other is not None and other is not EMPTY:
            found = [m for m in found if m in other.measures]
    return list(found)


def _prints(side: list[Term], measure: str | None, within: bool) -> bool:
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


def _alike(pair: tuple[Selector, Selector], index: FactIndex, measure: str | None, printing: int, basis: str) -> bool:
    """Whether two cells are printed, and with the same amount."""
    found = [gather(terms((s,), index, printing, basis), None, measure)[0] for s in pair]
    return all(found) and index.amount(found[0]) == index.amount(found[1])


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
