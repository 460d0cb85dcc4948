"""Identities tried at every place where a document has their cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.audit.intervals import MICRO, Numbers
from extractor.audit.rules import Rule, Selector, rules
from extractor.audit.sheets import EMPTY, Sheet, Sheets
from extractor.audit.statements import Statements
from extractor.normal.rows import Fact, Figure

Nodes = tuple[int, ...]
PASS, FAIL, SKIPPED = "pass", "fail", "skipped"
NOTHING: Nodes = ()


@dataclass(slots=True)
class Trial:
    """One identity at one place: which numbers stand on its sides, and how it came out.

    `minus` are subtracted on the left, `over` and `over_minus` make the base of a percentage. `blank` is true where
    a cell that should carry money is blank. `actual`, `expected` and `tolerance` are millionths of a 元 (of a point).
    """

    rule: Rule
    row: str | None
    measure: str | None
    printing: int
    basis: str
    left: Nodes
    right: Nodes
    over: Nodes = NOTHING
    over_minus: Nodes = NOTHING
    blank: bool = False
    status: str = SKIPPED
    actual: int = 0
    expected: int = 0
    tolerance: int = 0
    reason: str = ""

    @property
    def nodes(self) -> Nodes:
        return (*self.left, *self.right, *self.over, *self.over_minus)


class Trials:
    """Everything needed to try the identities on one document."""

    def __init__(self, facts: Sequence[Fact], figures: Sequence[Figure], empty: frozenset[str]) -> None:
        self.numbers = Numbers(facts, figures)
        self.sheets = Sheets(facts, empty)
        self.statements = Statements(figures, len(facts))

    def all(self) -> list[Trial]:
        """All trials that the document allows, in the order of the identities."""
        made: list[Trial] = []
        for rule in rules():
            if rule.prose:
                made.extend(self._prose(rule))
            else:
                made.extend(self._tables(rule))
        return made

    # --- tables -----------------------------------------------------------------------------------------------

    def _tables(self, rule: Rule) -> Iterator[Trial]:
        sheets = self.sheets
        printed = [table for table in rule.tables if table in sheets.printings]
        if not printed:
            return
        if len(rule.tables) == 1:
            table = printed[0]
            printings, bases = sorted(sheets.printings[table]), sorted(sheets.bases[table])
        else:
            printings = sorted(set().union(*(sheets.printings[table] for table in printed)))
            bases = sorted(set().union(*(sheets.bases[table] for table in printed)))
        for printing in printings:
            for basis in bases:
                yield from self._sheet_trials(rule, printing, basis)

    def _sheet_trials(self, rule: Rule, printing: int, basis: str) -> Iterator[Trial]:
        left = [(s, self._sheet(s, printing, basis)) for s in rule.left]
        right = [(s, self._sheet(s, printing, basis)) for s in rule.right]
        absent = [s for s, sheet in (*left, *right) if sheet is None and not s.optional]
        if absent:
            if basis == "final" and printing == 1 and not rule.within and any(sheet for _, sheet in (*left, *right)):
                tables = "、".join(sorted({str(s.table) for s in absent}))
                yield Trial(rule, None, None, printing, basis, NOTHING, NOTHING, reason=f"table {tables} was not found")
            return
        rows, joined = self._rows(rule, left, right)
        for measure in self._measures(rule, left, right):
            if not (_prints(left, measure) and _prints(right, measure)):
                continue
            if not all(self._equal_cells(a, b, measure, printing, basis) for a, b in rule.given):
                continue
            for row in rows:
                trial = self._table_trial(rule, left, right, row, measure, printing, basis, joined)
                if trial is not None:
                    yield trial

    def _sheet(self, selector: Selector, printing: int, basis: str) -> Sheet | None:
        return self.sheets.get(selector.table or "", selector.side, selector.basis or basis, printing)

    def _rows(
        self, rule: Rule, left: list[tuple[Selector, Sheet | None]], right: list[tuple[Selector, Sheet | None]]
    ) -> tuple[list[str | None], bool]:
        """The rows that an identity is tried at, and whether the sheets are joined by row."""
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
        if rule.relation == "equals":
            rows += [
                key for key in others[0].rows if _wanted(key, classes) and ":" not in key and key not in sheet.rows
            ]
        return rows, True

    @staticmethod
    def _measures(
        rule: Rule, left: list[tuple[Selector, Sheet | None]], right: list[tuple[Selector, Sheet | None]]
    ) -> list[str | None]:
        """The measures that an identity is tried at: those that every sheet concerned prints."""
        anchor, sheet = next(((s, sheet) for s, sheet in left if s.measure_word == "each"), (None, None))
        if anchor is None or sheet is None:
            return [None]
        found = [m for m in (anchor.measures or sorted(sheet.measures)) if m in sheet.measures]
        for s, other in right:
            if s.measure_word == "same" and other is not None and other is not EMPTY:
                found = [m for m in found if m in other.measures]
        return list(found)

    def _table_trial(
        self,
        rule: Rule,
        left: list[tuple[Selector, Sheet | None]],
        right: list[tuple[Selector, Sheet | None]],
        row: str | None,
        measure: str | None,
        printing: int,
        basis: str,
        joined: bool,
    ) -> Trial | None:
        left_nodes, left_printed = _gather(left, row, measure)
        right_nodes, right_printed = _gather(right, row, measure)
        if not (left_nodes or right_nodes):
            return None
        trial = Trial(rule, row, measure, printing, basis, tuple(left_nodes), tuple(right_nodes))
        if not left_printed or not right_printed:
            if not joined:
                needed = left if not left_printed else right
                trial.reason = f"{needed[0][0].text} is not printed"
                return trial if left_nodes or not left_printed else None
            lost = left if not left_printed else right
            if any(sheet is not None and sheet.has_plain for _, sheet in lost):
                return None
        trial.blank = not left_nodes or not right_nodes
        self._decide(trial, left[0][0])
        return trial

    def _equal_cells(self, a: Selector, b: Selector, measure: str | None, printing: int, basis: str) -> bool:
        """Whether two sums of cells are printed, and printed alike."""
        nodes = [_gather([(s, self._sheet(s, printing, basis))], None, measure)[0] for s in (a, b)]
        return all(nodes) and self.numbers.total(nodes[0]) == self.numbers.total(nodes[1])

    # --- prose ------------------------------------------------------------------------------------------------

    def _prose(self, rule: Rule) -> Iterator[Trial]:
        for anchor, code in self.statements.anchors(rule.left[0]):
            if not all(self._equal_figures(a, b, anchor) for a, b in rule.given):
                continue
            right = self._bind(rule.right, anchor, code)
            if right is None:
                continue
            trials = []
            for over in (rule.over, rule.or_over) if rule.or_over else (rule.over,):
                base = self._bind(over, anchor, code)
                if base is None:
                    continue
                trial = Trial(rule, code, None, 1, "final", (anchor,), right[0], base[0], base[1])
                self._decide(trial, rule.left[0])
                if trial.status != SKIPPED:
                    trials.append(trial)
            if trials:
                yield next((t for t in trials if t.status == PASS), trials[0])

    def _equal_figures(self, a: Selector, b: Selector, anchor: int) -> bool:
        first, second = self.statements.find(a, anchor), self.statements.find(b, anchor)
        if first is None or second is None:
            return False
        return self.numbers.value[first] == self.numbers.value[second]

    def _bind(self, selectors: tuple[Selector, ...], anchor: int, code: str | None) -> tuple[Nodes, Nodes] | None:
        """The numbers added and subtracted; None where one of them is not there."""
        plus: list[int] = []
        minus: list[int] = []
        for s in selectors:
            nodes: Sequence[int]
            if s.is_prose:
                found = self.statements.find(s, anchor)
                nodes = () if found is None else (found,)
            else:
                sheet = self._sheet(s, 1, "final")
                nodes = () if sheet is None else _gather([(s, sheet)], code, None)[0]
            if not nodes:
                return None
            (plus if s.sign > 0 else minus).extend(nodes)
        return tuple(plus), tuple(minus)

    # --- deciding ---------------------------------------------------------------------------------------------

    def _decide(self, trial: Trial, anchor: Selector) -> None:
        numbers, relation = self.numbers, trial.rule.relation
        trial.actual = left = numbers.total(trial.left)
        if relation == "percent":
            self._decide_percent(trial)
            return
        trial.expected = right = numbers.total(trial.right)
        trial.tolerance = slack = numbers.slack(trial.left) + numbers.slack(trial.right)
        if relation == "at_most":
            holds = left - right <= slack
        elif relation == "identical":
            trial.tolerance = 0
            holds = left == right
        else:
            holds = abs(left - right) <= slack
            if holds and left != right and trial.rule.within and self._is_copy(trial):
                trial.tolerance = 0
                holds = False
        trial.status = PASS if holds else FAIL

    def _is_copy(self, trial: Trial) -> bool:
        """Whether a table prints one figure twice (a total with one part): that is rounded the same both times."""
        value = self.numbers.value
        return sum(value[n] != 0 for n in trial.left) == 1 == sum(value[n] != 0 for n in trial.right)

    def _decide_percent(self, trial: Trial) -> None:
        """Left within what the division of two intervals gives, the printed percentage rounded or truncated."""
        numbers = self.numbers
        low, high = self.ratio(trial)
        if low is None or high is None:
            return
        half = numbers.half[trial.left[0]]
        below, above = (half, 2 * half) if trial.actual >= 0 else (2 * half, half)
        part = numbers.total(trial.right)
        trial.expected = 100 * MICRO * part // (numbers.total(trial.over) - numbers.total(trial.over_minus))
        trial.tolerance = max(high - trial.expected + half, half)
        trial.status = PASS if low <= trial.actual + above and trial.actual - below <= high else FAIL

    def ratio(self, trial: Trial) -> tuple[int, int] | tuple[None, None]:
        """The least and the most that 100 · right / over may be; None where the base may be zero."""
        numbers = self.numbers
        part, part_slack = numbers.total(trial.right), numbers.slack(trial.right)
        shared = [n for n in trial.over_minus if n in trial.right]
        base = numbers.total(trial.over) - numbers.total(trial.over_minus)
        base_slack = numbers.slack(trial.over) + numbers.slack(trial.over_minus)
        if abs(base) <= base_slack or not base:
            return None, None
        if shared:
            # Δ / (v - Δ) grows with Δ and falls with v where all are of one sign; the corners bound it anyway.
            base_slack -= numbers.slack(shared)
            corners = [
                100 * MICRO * (part + i * part_slack) // (base + j * base_slack - i * part_slack)
                for i in (-1, 1)
                for j in (-1, 1)
                if base + j * base_slack - i * part_slack
            ]
        else:
            corners = [
                100 * MICRO * (part + i * part_slack) // (base + j * base_slack) for i in (-1, 1) for j in (-1, 1)
            ]
        return min(corners) - 1, max(corners) + 1


def _wanted(key: str, classes: bool) -> bool:
    return not key.startswith("of:") and (not classes or (len(key) == 3 and key.isdigit()))


def _prints(terms: list[tuple[Selector, Sheet | None]], measure: str | None) -> bool:
    """Whether some sheet of a side prints some measure asked for (a form without the column is not tried)."""
    for s, sheet in terms:
        if sheet is EMPTY:
            return True
        if sheet is not None:
            asked = (measure,) if s.measure_word else s.measures
            if any(m in sheet.measures for m in asked):
                return True
    return False


def _gather(terms: list[tuple[Selector, Sheet | None]], row: str | None, measure: str | None) -> tuple[list[int], bool]:
    """The numbers that a side adds up, and whether any row of it is printed (a blank table's rows are)."""
    nodes: list[int] = []
    printed = False
    for s, sheet in terms:
        if sheet is None:
            continue
        if sheet is EMPTY:
            printed = True
            continue
        measures = (measure,) if s.measure_word else s.measures
        for key in _keys(s, sheet, row):
            cells = sheet.rows.get(key)
            if cells is not None:
                printed = True
                for name in measures:
                    found = cells.get(name or "")
                    if found:
                        nodes.extend(found)
    return nodes, printed


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
