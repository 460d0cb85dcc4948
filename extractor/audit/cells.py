"""What a selector picks from the tables of a document, row by row and measure by measure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.audit.ledgers import EMPTY, Ledger, Ledgers
from extractor.audit.rules import Rule, Selector
from extractor.audit.trial import NOTHING, Trial

Term = tuple[Selector, Ledger | None]
# Rows that a table has as many of as it likes: none of them shows that one was lost.
OPEN = frozenset({"children", "top", "lines", "under"})


def bind_tables(rule: Rule, ledgers: Ledgers) -> Iterator[Trial]:
    """The places at which an identity of the tables can be tried, undecided: each printing and basis by itself."""
    printed = [table for table in rule.tables if table in ledgers.printings]
    if not printed:
        return
    if len(printed) == 1:
        printings, bases = sorted(ledgers.printings[printed[0]]), sorted(ledgers.bases[printed[0]])
    else:
        printings = sorted(set().union(*(ledgers.printings[table] for table in printed)))
        bases = sorted(set().union(*(ledgers.bases[table] for table in printed)))
    for printing in printings:
        for basis in bases:
            yield from _places(rule, ledgers, printing, basis)


def terms(selectors: Sequence[Selector], ledgers: Ledgers, printing: int, basis: str) -> list[Term]:
    return [(s, ledgers.get(s.table or "", s.side, s.basis or basis, printing)) for s in selectors]


def gaps(trial: Trial, ledgers: Ledgers) -> set[str]:
    """The tables in which the trial asks for a cell that is not printed, or for a set of rows that may lack one."""
    found: set[str] = set()
    rule = trial.rule
    selectors = [s for s in (*rule.left, *rule.right, *rule.over) if not s.is_prose]
    for s, ledger in terms(selectors, ledgers, trial.printing, trial.basis):
        if ledger is None or s.table is None:
            continue
        measures = (trial.measure,) if s.measure_word else s.measures
        keys = _keys(s, ledger, trial.row)
        cells = [ledger.rows.get(key, {}).get(measure or "") for key in keys for measure in measures]
        if s.rows in OPEN or not cells or not all(cells):
            found.add(s.table)
    return found


def gather(terms: Sequence[Term], row: str | None, measure: str | None) -> tuple[list[int], bool]:
    """The numbers that a side adds up, and whether any row of it is printed (a blank table's rows are)."""
    nodes: list[int] = []
    printed = False
    for s, ledger in terms:
        if ledger is None:
            continue
        if ledger is EMPTY:
            printed = True
            continue
        measures = (measure,) if s.measure_word else s.measures_in(ledger.measures)
        for key in _keys(s, ledger, row):
            cells = ledger.rows.get(key)
            if cells is not None:
                printed = True
                for name in measures:
                    found = cells.get(name or "")
                    if found:
                        nodes.extend(found)
    return nodes, printed


def _places(rule: Rule, ledgers: Ledgers, printing: int, basis: str) -> Iterator[Trial]:
    left, right = terms(rule.left, ledgers, printing, basis), terms(rule.right, ledgers, printing, basis)
    both = (*left, *right)
    if any(s.filled and ledger is EMPTY for s, ledger in both):
        return
    absent = [s for s, ledger in both if ledger is None and not s.optional]
    if absent:
        if (
            basis == "final"
            and printing == 1
            and (rule.needed or not rule.within)
            and any(ledger for _, ledger in both)
        ):
            places = "、".join(sorted({f"{s.table}{'.' + s.side if s.side else ''}" for s in absent}))
            reason = f"table {places} was not found"
            lacking = rule.tables[0] if rule.within else None
            yield Trial(rule, None, None, printing, basis, NOTHING, NOTHING, reason=reason, lacking=lacking)
        return
    rows, joined = _rows(rule, left, right)
    for measure in _measures(left, right):
        if not _prints(left, measure):
            if rule.needed and rows:
                others = tuple(gather(right, rows[0], measure)[0])
                yield _lacking(Trial(rule, None, measure, printing, basis, NOTHING, others), left, ledgers)
            continue
        if not _prints(right, measure) or not all(_alike(g, ledgers, measure, printing, basis) for g in rule.given):
            continue
        for row in rows:
            trial = _place(rule, left, right, row, measure, printing, basis, joined, ledgers)
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
    ledgers: Ledgers,
) -> Trial | None:
    left_nodes, left_printed = gather(left, row, measure)
    right_nodes, right_printed = gather(right, row, measure)
    if not (left_nodes or right_nodes):
        return None
    trial = Trial(rule, row, measure, printing, basis, tuple(left_nodes), tuple(right_nodes))
    for side, printed in ((left, left_printed), (right, right_printed)):
        if printed:
            continue
        if not (joined or side[0][0].may_lack):
            return _lacking(trial, side, ledgers)
        if any(ledger is not None and ledger.has_plain for _, ledger in side):
            return None  # a row whose subject is not known may be the one
    return trial


def _lacking(trial: Trial, side: list[Term], ledgers: Ledgers) -> Trial:
    """A trial that is not possible because a side is not printed; the other side is."""
    trial.reason = f"{side[0][0].text} is not printed"
    if trial.rule.needed and ledgers.amount(trial.nodes):
        trial.lacking = side[0][0].table
    return trial


def _rows(rule: Rule, left: list[Term], right: list[Term]) -> tuple[list[str | None], bool]:
    """The rows that an identity is tried at, and whether two tables are joined by row."""
    anchor, ledger = next(((s, ledger) for s, ledger in left if s.rows == "each"), (None, None))
    if anchor is None or ledger is None:
        return [None], False
    classes = "class" in anchor.keys
    rows: list[str | None] = [key for key in ledger.rows if _wanted(key, classes)]
    if any(s.rows == "children" for s, _ in right):
        return [key for key in rows if key is not None and ledger.children(key)], False
    others = [other for s, other in right if s.rows == "same" and other is not None and other is not ledger]
    if not others or len(rule.tables) == 1:
        return rows, False
    rows = [key for key in rows if key is not None and ":" not in key]
    if "both" in anchor.keys:
        return [key for key in rows if key in others[0].rows], True
    if rule.relation == "equals":
        rows += [k for k in others[0].rows if _wanted(k, classes) and ":" not in k and k not in ledger.rows]
    return rows, True


def _wanted(key: str, classes: bool) -> bool:
    return not key.startswith("of:") and (not classes or (len(key) == 3 and key.isdigit()))


def _measures(left: list[Term], right: list[Term]) -> list[str | None]:
    """The measures that an identity is tried at: those that every ledger concerned prints."""
    anchor, ledger = next(((s, ledger) for s, ledger in left if s.measure_word == "each"), (None, None))
    if anchor is None or ledger is None:
        return [None]
    found = [m for m in (anchor.measures or sorted(ledger.measures)) if m in ledger.measures]
    for s, other in right:
        if s.measure_word == "same" and not s.may_lack and other is not None and other is not EMPTY:
            found = [m for m in found if m in other.measures]
    return list(found)


def _prints(side: list[Term], measure: str | None) -> bool:
    """Whether some ledger of a side prints some measure asked for (a form without the column is not tried)."""
    for s, ledger in side:
        if ledger is EMPTY or s.may_lack:
            return True
        if ledger is not None and any(
            m in ledger.measures for m in ((measure,) if s.measure_word else s.measures_in(ledger.measures))
        ):
            return True
    return False


def _alike(pair: tuple[Selector, Selector], ledgers: Ledgers, measure: str | None, printing: int, basis: str) -> bool:
    """Whether two cells are printed, and with the same amount."""
    found = [gather(terms((s,), ledgers, printing, basis), None, measure)[0] for s in pair]
    return all(found) and ledgers.amount(found[0]) == ledgers.amount(found[1])


def _keys(selector: Selector, ledger: Ledger, row: str | None) -> Sequence[str]:
    word = selector.rows
    if word == "keys":
        return selector.keys
    if word in ("each", "same"):
        return (row,) if row is not None else ()
    if word == "children":
        return ledger.children(row or "")
    if word == "lines":
        return ledger.lines
    if word == "under":
        return _under(ledger, selector.keys)
    if word == "only":
        return tuple(ledger.rows) if len(ledger.rows) == 1 else ()
    return ledger.top


def _under(ledger: Ledger, codes: tuple[str, ...]) -> list[str]:
    """The highest printed subjects within some codes: 301 itself, or its items where 301 is not printed."""
    found: list[str] = []
    for code in codes:
        if code in ledger.rows:
            found.append(code)
        else:
            found.extend(key for key in ledger.top if key.startswith(code))
    return found
