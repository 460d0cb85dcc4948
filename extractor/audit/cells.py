"""What a selector picks from the tables of a document, row by row and measure by measure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.audit.rules import Rule, Selector
from extractor.audit.sheets import EMPTY, Sheet, Sheets
from extractor.audit.trial import NOTHING, Trial

Term = tuple[Selector, Sheet | None]
# Rows that a table has as many of as it likes: none of them shows that one was lost.
OPEN = frozenset({"children", "top", "lines", "under"})


def bind_tables(rule: Rule, sheets: Sheets) -> Iterator[Trial]:
    """The places at which an identity of the tables can be tried, undecided: each printing and basis by itself."""
    printed = [table for table in rule.tables if table in sheets.printings]
    if not printed:
        return
    if len(printed) == 1:
        printings, bases = sorted(sheets.printings[printed[0]]), sorted(sheets.bases[printed[0]])
    else:
        printings = sorted(set().union(*(sheets.printings[table] for table in printed)))
        bases = sorted(set().union(*(sheets.bases[table] for table in printed)))
    for printing in printings:
        for basis in bases:
            yield from _places(rule, sheets, printing, basis)


def terms(selectors: Sequence[Selector], sheets: Sheets, printing: int, basis: str) -> list[Term]:
    return [(s, sheets.get(s.table or "", s.side, s.basis or basis, printing)) for s in selectors]


def gaps(trial: Trial, sheets: Sheets) -> set[str]:
    """The tables in which the trial asks for a cell that is not printed, or for a set of rows that may lack one."""
    found: set[str] = set()
    rule = trial.rule
    selectors = [s for s in (*rule.left, *rule.right, *rule.over) if not s.is_prose]
    for s, sheet in terms(selectors, sheets, trial.printing, trial.basis):
        if sheet is None or s.table is None:
            continue
        measures = (trial.measure,) if s.measure_word else s.measures
        keys = _keys(s, sheet, trial.row)
        cells = [sheet.rows.get(key, {}).get(measure or "") for key in keys for measure in measures]
        if s.rows in OPEN or not cells or not all(cells):
            found.add(s.table)
    return found


def gather(terms: Sequence[Term], row: str | None, measure: str | None) -> tuple[list[int], bool]:
    """The numbers that a side adds up, and whether any row of it is printed (a blank table's rows are)."""
    nodes: list[int] = []
    printed = False
    for s, sheet in terms:
        if sheet is None:
            continue
        if sheet is EMPTY:
            printed = True
            continue
        measures = (measure,) if s.measure_word else s.measures_in(sheet.measures)
        for key in _keys(s, sheet, row):
            cells = sheet.rows.get(key)
            if cells is not None:
                printed = True
                for name in measures:
                    found = cells.get(name or "")
                    if found:
                        nodes.extend(found)
    return nodes, printed


def _places(rule: Rule, sheets: Sheets, printing: int, basis: str) -> Iterator[Trial]:
    left, right = terms(rule.left, sheets, printing, basis), terms(rule.right, sheets, printing, basis)
    both = (*left, *right)
    if any(s.filled and sheet is EMPTY for s, sheet in both):
        return
    absent = [s for s, sheet in both if sheet is None and not s.optional]
    if absent:
        if basis == "final" and printing == 1 and (rule.needed or not rule.within) and any(sheet for _, sheet in both):
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
                yield _lacking(Trial(rule, None, measure, printing, basis, NOTHING, others), left, sheets)
            continue
        if not _prints(right, measure) or not all(_alike(g, sheets, measure, printing, basis) for g in rule.given):
            continue
        for row in rows:
            trial = _place(rule, left, right, row, measure, printing, basis, joined, sheets)
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
    sheets: Sheets,
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
            return _lacking(trial, side, sheets)
        if any(sheet is not None and sheet.has_plain for _, sheet in side):
            return None  # a row whose subject is not known may be the one
    return trial


def _lacking(trial: Trial, side: list[Term], sheets: Sheets) -> Trial:
    """A trial that is not possible because a side is not printed; the other side is."""
    trial.reason = f"{side[0][0].text} is not printed"
    if trial.rule.needed and sheets.amount(trial.nodes):
        trial.lacking = side[0][0].table
    return trial


def _rows(rule: Rule, left: list[Term], right: list[Term]) -> tuple[list[str | None], bool]:
    """The rows that an identity is tried at, and whether two tables are joined by row."""
    anchor, sheet = next(((s, sheet) for s, sheet in left if s.rows == "each"), (None, None))
    if anchor is None or sheet is None:
        return [None], False
    classes = "class" in anchor.keys
    rows: list[str | None] = [key for key in sheet.rows if _wanted(key, classes)]
    if any(s.rows == "children" for s, _ in right):
        return [key for key in rows if key is not None and sheet.children(key)], False
    others = [other for s, other in right if s.rows == "same" and other is not None and other is not sheet]
    if not others or len(rule.tables) == 1:
        return rows, False
    rows = [key for key in rows if key is not None and ":" not in key]
    if "both" in anchor.keys:
        return [key for key in rows if key in others[0].rows], True
    if rule.relation == "equals":
        rows += [k for k in others[0].rows if _wanted(k, classes) and ":" not in k and k not in sheet.rows]
    return rows, True


def _wanted(key: str, classes: bool) -> bool:
    return not key.startswith("of:") and (not classes or (len(key) == 3 and key.isdigit()))


def _measures(left: list[Term], right: list[Term]) -> list[str | None]:
    """The measures that an identity is tried at: those that every sheet concerned prints."""
    anchor, sheet = next(((s, sheet) for s, sheet in left if s.measure_word == "each"), (None, None))
    if anchor is None or sheet is None:
        return [None]
    found = [m for m in (anchor.measures or sorted(sheet.measures)) if m in sheet.measures]
    for s, other in right:
        if s.measure_word == "same" and not s.may_lack and other is not None and other is not EMPTY:
            found = [m for m in found if m in other.measures]
    return list(found)


def _prints(side: list[Term], measure: str | None) -> bool:
    """Whether some sheet of a side prints some measure asked for (a form without the column is not tried)."""
    for s, sheet in side:
        if sheet is EMPTY or s.may_lack:
            return True
        if sheet is not None and any(
            m in sheet.measures for m in ((measure,) if s.measure_word else s.measures_in(sheet.measures))
        ):
            return True
    return False


def _alike(pair: tuple[Selector, Selector], sheets: Sheets, measure: str | None, printing: int, basis: str) -> bool:
    """Whether two cells are printed, and with the same amount."""
    found = [gather(terms((s,), sheets, printing, basis), None, measure)[0] for s in pair]
    return all(found) and sheets.amount(found[0]) == sheets.amount(found[1])


def _keys(selector: Selector, sheet: Sheet, row: str | None) -> Sequence[str]:
    word = selector.rows
    if word == "keys":
        return selector.keys
    if word in ("each", "same"):
        return (row,) if row is not None else ()
    if word == "children":
        return sheet.children(row or "")
    if word == "lines":
        return sheet.lines
    if word == "under":
        return _under(sheet, selector.keys)
    if word == "only":
        return tuple(sheet.rows) if len(sheet.rows) == 1 else ()
    return sheet.top


def _under(sheet: Sheet, codes: tuple[str, ...]) -> list[str]:
    """The highest printed subjects within some codes: 301 itself, or its items where 301 is not printed."""
    found: list[str] = []
    for code in codes:
        if code in sheet.rows:
            found.append(code)
        else:
            found.extend(key for key in sheet.top if key.startswith(code))
    return found
