"""An identity of 绩效自评表, bound to the numbers of one sheet, of the tables and of the prose."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct

from extractor.audit.binding.fact_index import FactIndex
from extractor.audit.binding.figure_index import FigureIndex
from extractor.audit.identities.rules import Rule, Terms
from extractor.audit.identities.selectors import Selector
from extractor.audit.trying.trial import NOTHING, PASS, Nodes, Trial
from extractor.languages import Sentence, said


class SheetBinder(Struct, frozen=True):
    """One sheet by its number and the name of its project. In a sheet a blank is not a zero: a side is there only where
    each of its terms without `?` has a number. What a sheet shares with a table may be in any printing of the table."""

    index: FactIndex
    figures: FigureIndex
    constants: Mapping[str, int]
    decide: Callable[[Trial], None]
    sheet: int
    project: str | None

    def trials(self, rule: Rule) -> Iterator[Trial]:
        """The trials of an identity, decided: for each row and measure that it means one, for each figure of the prose
        on the project one."""
        anchor = rule.left[0]
        rows = self._rows(anchor)
        for measure in anchor.measures if anchor.measure_word else (None,):
            for row in rows:
                left = self._side(rule.left, row, measure, 1)
                if left and self._is_given(rule, row, measure):
                    yield from self._tried(rule, row, measure, left)

    def _tried(self, rule: Rule, row: str | None, measure: str | None, left: Nodes) -> Iterator[Trial]:
        over = self._side(rule.over, row, measure, 1) if rule.over else NOTHING
        if over is None:
            return
        rights = list(self._rights(rule, row, measure))
        tried = [Trial(rule, row, measure, self.sheet, "final", left, right, over) for right in rights]
        for trial in tried:
            self.decide(trial)
        if rule.prose:
            yield from tried
        elif passed := next((trial for trial in tried if trial.status == PASS), None):
            yield passed
        elif tried and rule.whole and self._side(rule.right, row, measure, 1) is None:
            lacking = said("a part of what is added up is not printed")
            yield Trial(rule, row, measure, self.sheet, "final", left, NOTHING, reason=lacking)
        elif tried:
            yield tried[0]
        elif reason := self._reason(rule):
            yield Trial(rule, row, measure, self.sheet, "final", left, NOTHING, reason=reason)

    def _is_given(self, rule: Rule, row: str | None, measure: str | None) -> bool:
        """Whether the pairs are equal without which an identity is not tried."""
        for pair in rule.given:
            one, other = (self._side((selector,), row, measure, 1) for selector in pair)
            if not one or not other:
                return False
            trial = Trial(rule, row, measure, self.sheet, "final", one, other)
            self.decide(trial)
            if trial.status != PASS:
                return False
        return True

    def _rights(self, rule: Rule, row: str | None, measure: str | None) -> Iterator[Nodes]:
        """The right sides that are printed, in the order of the entry."""
        for way in (rule.right, *rule.or_right):
            for printing in self._printings(way):
                right = self._side(way, row, measure, printing)
                if right and rule.prose:
                    yield from ((node,) for node in right)
                elif right:
                    yield right

    def _printings(self, way: Terms) -> Sequence[int]:
        tables = {s.table for s in way if s.table is not None and not s.is_sheet}
        return sorted({n for table in tables for n in self.index.printings.get(table, ())}) if tables else (1,)

    def _reason(self, rule: Rule) -> Sentence | None:
        """Why there is nothing to compare with, where that is worth a word."""
        if rule.tables:
            return said("table {tables} does not print the amount to compare with", tables="、".join(rule.tables))
        whole = next((s for s in rule.right if s.rows == "lines" and "all" in s.keys), None)
        if whole is not None and self._numbers(whole, None, None, 1, in_part=True):
            return said("not every row prints its {measure}", measure="|".join(whole.measures))
        return None

    def _side(self, terms: Terms, row: str | None, measure: str | None, printing: int) -> Nodes | None:
        """The numbers of a side; None where it is not printed."""
        nodes: list[int] = []
        for s in terms:
            found = self._numbers(s, row, measure, printing)
            if not found and not s.may_lack:
                return None
            nodes += found
        return tuple(nodes)

    def _rows(self, anchor: Selector) -> list[str | None]:
        cells = self._cells(anchor, 1)
        if anchor.rows != "each":
            return [None] if cells is not None else []
        return [key for key in cells or () if any(m in cells[key] for m in anchor.measures)] if cells else []

    def _cells(self, s: Selector, printing: int) -> dict[str, dict[str, list[int]]] | None:
        """The rows of a table or of this sheet; None where the sheet is of the other kind, or the table not there."""
        if s.is_sheet and self.sheet not in self.index.printings.get(s.table or "", ()):
            return None
        table = self.index.get(s.table or "", s.side, s.basis or "final", self.sheet if s.is_sheet else printing)
        return None if table is None else table.rows

    def _numbers(
        self, s: Selector, row: str | None, measure: str | None, printing: int, in_part: bool = False
    ) -> list[int]:
        if s.is_prose:
            return self.figures.on_project(self.project, s) if self.project else []
        rows = self._cells(s, printing)
        if rows is None:
            return []
        if s.rows == "lines":
            keys: Sequence[str] = [key for key in rows if key.startswith("row:")]
        else:
            keys = s.keys if s.rows == "keys" else (row,) if row is not None else ()
        found: list[int] = []
        for key in keys:
            cells = rows.get(key, {})
            names = (measure or "",) if s.measure_word else s.measures_in(cells)
            nodes = [n for name in names for n in ([self.constants[name]] if name.isdigit() else cells.get(name, ()))]
            if not nodes and "all" in s.keys and not in_part:
                return []
            found += nodes
        return found
