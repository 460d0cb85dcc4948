"""Coded tables (02, 03, 05, 07, 08): a subject code in one column or in 类/款/项, a name, and columns of amounts.

合计 stands first or last, in the code or the name column, or in one row with the sub-headers 类 款 项.
"""

from __future__ import annotations

from collections.abc import Mapping

from extractor.classification.subjects import budget_of
from extractor.document.characters import plain
from extractor.kept import compiled
from extractor.languages import said
from extractor.lexicon.columns import holds_no_amounts, is_only_a_stage
from extractor.lexicon.header_words import is_header_word
from extractor.lexicon.labels import is_subtotal
from extractor.lexicon.registries import Basis, Measure, Role
from extractor.tables.assembly.stitch import Stitched
from extractor.tables.headers import Column
from extractor.tables.model import DRAWN, Cell, Row, Value
from extractor.tables.nine.collected import Collected, Measured, Panel, amount_in, columns_with, first_amount
from extractor.tables.nine.columns.measured import measured
from extractor.tables.nine.rows.codes import HangingCodes, digits_of
from extractor.tables.nine.rows.merged_codes import codes_of_spans
from extractor.tables.nine.rows.stages import Another, RowStage, StagesOfRows
from extractor.tables.nine.rows.subjects_of_rows import Subject, UnitsOfRows, key_columns, subject_of

# A name with the code of another one within, or behind it.
_OF_TWO_ROWS = compiled(r"\p{Han}[\s()]*(?:\d{5}(?:\d{2})?[\s()]*(?:\p{Han}|$)|2\d{2}$)")
_STATE_CAPITAL = "国有资本经营"  # as the classification calls the budget
_OF_OTHER_BUDGETS = frozenset({"05", "07"})  # tables of one budget each, which is not that
_PASSED = (Role.ROW_NO, Role.LABEL, Role.ASIDE, Role.UNIT_CODE, Role.UNIT_NAME)


def read_coded(table: Stitched, kind: str, year: int | None) -> Collected:
    """The values of a coded table; `year` is the fiscal year of the document, where it is known."""
    reading = _Reading(table, kind, year)
    reading.read_rows()
    return reading.found


class _Reading:
    """A coded table being read from top to bottom: many rows are understood only by those above them."""

    def __init__(self, table: Stitched, kind: str, year: int | None) -> None:
        self.found = Collected(kind)
        self._rows = rows = tuple(table.rows())
        self._columns = columns = table.header.columns
        self._year = year
        self._code_columns, self._name_columns = key_columns(table, kind)
        keys = {c.index for c in (*self._code_columns, *self._name_columns)}
        self._stages = StagesOfRows(rows, [c for c in columns if c.index not in keys])
        others = {*keys, *self._stages.columns}
        of_amounts = [c for c in columns if c.index not in others and c.role not in _PASSED]
        self._amounts = measured(of_amounts, kind, rows, year, self.found)
        self.found.panels.append(Panel(None, tuple(self._amounts)))
        for column in columns_with(columns, Role.ASIDE):  # an amount in a column of 行次 is no 行次, and is announced
            self.found.column_set_aside(column, rows)
        self._codes = HangingCodes(year)
        self._header_rows = {(table.frame.address, row) for row in table.header.shared}
        self._spanning = codes_of_spans(rows, self._code_columns, self._name_columns)
        self._units = UnitsOfRows(rows, columns, self.found)
        self._parts = _parts(self._amounts)
        self._without_total: dict[int, list[Cell]] = {}
        self._incomplete: list[tuple[Subject, Cell]] = []

    def read_rows(self) -> None:
        """Reads all rows, and announces what becomes clear only with the last of them."""
        above: Subject | None = None
        for ordinal, row in enumerate(self._rows):
            stage = self._stages.of(row)
            printed = self._printed_subject(ordinal, row)
            above = printed or (above if stage else None)
            self._read_row(ordinal, row, stage, above)
        self._announce_incomplete_codes()
        self._announce_blank_totals()

    def _printed_subject(self, ordinal: int, row: Row) -> Subject | None:
        subject = subject_of(row, self._code_columns, self._name_columns, self._codes) or self._units.total(row)
        if ordinal in self._spanning:
            name = row.text(self._name_columns[0].index)
            return Subject(self._spanning[ordinal], name, name, None)
        return subject

    def _read_row(self, ordinal: int, row: Row, stage: RowStage, subject: Subject | None) -> None:
        cells = {c.index: self._amount(row, c, measure, basis) for c, measure, basis in self._amounts}
        self._note_blank_totals(cells)
        unit = self._units.of(row, subject)
        if stage is Another.YEAR:
            self._set_aside(cells)
        elif subject is None:
            if (stray := first_amount(cells.values(), zeros=True)) is not None:
                self.found.not_read(said("“{text}” is in a row without a code or a label", text=stray.text), stray)
        elif self._is_of_no_subject(subject, stage, cells):
            self._set_aside(cells)
        else:
            self._set_codes_aside(row)
            for column, measure, basis in self._amounts:
                if (cell := cells[column.index]) is not None:
                    value = Value(
                        cell=cell,
                        side=None,
                        basis=column.basis or stage or basis,
                        subject_code=subject.code,
                        subject_name=subject.name,
                        row_label=subject.label,
                        item=subject.item,
                        parent_label=None,
                        row_no=None,
                        measure=measure,
                        measure_label=column.label,
                        ordinal=ordinal,
                        unit=unit,
                    )
                    self.found.values.append(value)

    def _amount(self, row: Row, column: Column, measure: Measure, basis: Basis) -> Cell | None:
        """The amount of a row in a column; None where a word of the header takes its place, as some forms print it in
        the row of the total."""
        cell = row.begins(column.index)
        if cell is None or (row.grid.address, row.index) not in self._header_rows or not _is_of_header(cell.text):
            return amount_in(cell, column.label, self.found)
        self.found.set_aside(cell)
        self.found.headed.add((None, basis, measure))
        return None

    def _is_of_no_subject(self, subject: Subject, stage: RowStage, cells: Mapping[int, Cell | None]) -> bool:
        """Whether a row gives no values, because its code is broken or its label names no subject. Amounts that are
        lost with it are announced."""
        first = first_amount(cells.values(), zeros=True)
        if subject.incomplete:
            if first is not None:
                self._incomplete.append((subject, first))
            return True
        if subject.code is not None:
            return self._is_of_another_table(subject.code, first)
        if holds_no_amounts(subject.label or "", self._year):
            return True
        if stage or not (is_only_a_stage(subject.label or "") or _OF_TWO_ROWS.search(subject.label or "")):
            return False
        if first is not None:
            self.found.not_read(said("the row “{row}” is none that is known here", row=subject.label), first)
        return True

    def _is_of_another_table(self, code: str, first: Cell | None) -> bool:
        """Whether a subject is of 国有资本经营预算, which has a table of its own, in that of another budget: rows of 08
        that stand right below 07 on a sheet."""
        if self.found.kind not in _OF_OTHER_BUDGETS or budget_of(code[:3]) != _STATE_CAPITAL:
            return False
        if first is not None:
            what = said("“{code}” is no subject of the budget of table {table}", code=code, table=self.found.kind)
            self.found.not_read(what, first)
        return True

    def _set_aside(self, cells: Mapping[int, Cell | None]) -> None:
        for cell in cells.values():
            self.found.set_aside(cell)

    def _set_codes_aside(self, row: Row) -> None:
        """Marks the cells of codes, so that 201.03 is not taken for an amount, and announces codes that are drawn."""
        for column in self._code_columns:
            cell = row.begins(column.index)
            if cell is None:
                continue
            if digits_of(plain(cell.text)):
                self.found.set_aside(cell)
            elif DRAWN in cell.text:
                self.found.drawn(column.label, cell)

    def _note_blank_totals(self, cells: Mapping[int, Cell | None]) -> None:
        """Notes the subtotal columns that a row leaves blank although it has an amount in one of their parts."""
        for total, own in self._parts.items():
            amount = first_amount(cells[index] for index in own)
            if amount is not None and cells[total] is None:
                self._without_total.setdefault(total, []).append(amount)

    def _announce_incomplete_codes(self) -> None:
        if not self._incomplete:
            return
        subject, first = self._incomplete[0]
        code = said("“{code}” of “{row}”", code=subject.incomplete, row=subject.label or first.text)
        others = len(self._incomplete) - 1
        many = said(" and {count} more", count=others) if others else ""
        self.found.not_read(
            said("{code}{many} is no subject code, and the rows above do not complete it", code=code, many=many),
            first,
        )

    def _announce_blank_totals(self) -> None:
        labels = {c.index: c.label for c in self._columns}
        for total, lacking in self._without_total.items():
            what = said(
                "“{column}” is blank in {count} rows in which its parts have amounts",
                column=labels[total],
                count=len(lacking),
            )
            self.found.not_read(what, lacking[0])


def _parts(amounts: list[Measured]) -> dict[int, list[int]]:
    """The subtotal columns (小计 or 合计 under another header cell), each with the columns that stand beside it
    there."""
    found: dict[int, list[int]] = {}
    for column, measure, basis in amounts:
        over = column.levels[:-1]
        if over and is_subtotal(column.levels[-1]):
            beside = [(c, m) for c, m, b in amounts if c.levels[: len(over)] == over and b == basis]
            found[column.index] = [c.index for c, m in beside if m != measure and len(c.levels) > len(over)]
    return found


def _is_of_header(text: str) -> bool:
    return is_header_word(text) or is_subtotal(plain(text))
