"""The money block of a sheet: for each part of the funds what was budgeted and executed, and how it was scored."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct, field

from extractor.document.characters import plain, without_blanks
from extractor.document.model import Spans
from extractor.document.numbers import MONEY_UNIT, last_digit
from extractor.kept import compiled
from extractor.languages import Sentence, said
from extractor.tables.model import Cell, Row
from extractor.tables.sheets.cells.quantity import bare_number, is_numeric
from extractor.tables.sheets.cells.rows import capitalised, new_cells
from extractor.tables.sheets.cells.slots import MONEY, Section, Slot, SlotHeader, covered, role_of, under
from extractor.tables.sheets.columns import PARTS, SCORES
from extractor.tables.sheets.model import STAGES, Fields, SourceAmount
from extractor.tables.sheets.sources import measure_beside, part_of, stage_of
from extractor.tables.sheets.words.vocabulary import label, vocabulary, weight

_UNIT = compiled(rf"({MONEY_UNIT})")


def currency_unit(text: str) -> str | None:
    """The currency unit in a label: `项目资金(万元)` → 万元."""
    found = _UNIT.search(plain(text[:80]))
    return found[1] if found else None


class FundsBlock(Struct):
    """Reads the rows under a money header, or pairs of label and number; `fields` are columns of `performance_sheets`,
    `amounts` all that is printed, row by row."""

    fields: Fields = field(default_factory=dict)
    amounts: list[SourceAmount] = field(default_factory=list)
    unread: list[Sentence] = field(default_factory=list)
    _header: SlotHeader | None = None
    _percent: set[str] = field(default_factory=set)
    _paired: list[tuple[float, str]] = field(default_factory=list)
    _told: set[str] = field(default_factory=set)
    _sources: tuple[Slot, ...] = ()

    def open(self, header: SlotHeader, row: Row) -> bool:
        """Take a header row; False where its labels are followed by numbers: it is a row of `pairs`."""
        self.note(row)
        self._sources = ()
        if header.section is Section.SOURCES:
            self._header, self._sources = None, header.slots
            return True
        for left, right in itertools.pairwise(row.reaching):
            if role_of(left) in MONEY and bare_number(right.text) is not None:
                self._header = None
                return False
        self._header = header
        return True

    def note(self, row: Row) -> None:
        """Take the unit of the amounts and the weight of the block from a row of labels."""
        for cell in new_cells(row):
            unit = currency_unit(cell.text) if len(cell.text) < 40 else None
            if unit:
                self.fields.setdefault("funds_unit", unit)
            full = weight(cell.text) if label(cell.text) in vocabulary().funds_block else None
            if full is not None:
                self.fields.setdefault("funds_score_full", full)

    def pairs(self, row: Row) -> list[Cell]:
        """Take `预算数 | 20 | 执行数 | 18`, and below it `其中：财政拨款 | 20 | 其中：财政拨款 | 18`.

        Gives the cells that were read or told.
        """
        taken: list[Cell] = []
        spare: list[Cell] = []
        parts: list[Cell] = []
        for left, right in itertools.pairwise(row.begun):
            measure, part = role_of(left), part_of(left.text)
            if not is_numeric(right.text):
                continue
            if bare_number(left.text) is not None and bare_number(right.text) is not None:
                spare.append(right)
            if measure in MONEY or (measure in SCORES and self._paired):
                if measure in MONEY:
                    self._paired.append((row.grid.extent(left).low, measure))
                self._set("funds", measure, right, None)
                taken += (left, right)
            elif part and self._paired:
                self._set(part, self._measure_above(row, left, len(parts)), right, left)
                parts.append(left)
                taken += (left, right)
        if taken and spare:
            where, text = capitalised(row.where), " | ".join(cell.text for cell in spare)[:60]
            self.unread.append(said("{where}: “{text}” beside funds has no label.", where=where, text=text))
        return [*taken, *spare] if taken else []

    def _measure_above(self, row: Row, part: Cell, before: int) -> str:
        """The measure of a pair below those of the total: the nearest, or in plain text, where the cells of a row may
        stand further left, that with as many others `before` it."""
        if row.grid.spans is Spans.LOST and before < len(self._paired):
            return self._paired[before][1]
        low = row.grid.extent(part).low
        return min(self._paired, key=lambda m: abs(m[0] - low))[1]

    def add(self, row: Row) -> bool:
        """A row below the header; False where it is not of this block."""
        if self._sources:
            return self._stage(row)
        if self._header is None:
            return False
        slots = self._header.slots
        first = next(i for i, s in enumerate(slots) if s.role in MONEY)
        names = [cell for cell in new_cells(row) if not is_numeric(cell.text)]
        known = [cell for cell in names if part_of(cell.text)]
        if not known:
            return self._unknown(row, names, first)
        name = known[-1]
        part = part_of(name.text)
        self._tell_columns(row, slots[first:])
        values = self._values(row, name, first)
        for role, cell in values.items():
            if role in MONEY or (role in ("score", "score_full") and part == "funds"):
                self._set(part or "", role, cell, name)
        return True

    def _stage(self, row: Row) -> bool:
        """A row of one stage below sources side by side; False where its label names none."""
        stage, values = stage_of(row, self._sources)
        if stage is None:
            return False
        for slot, cell in values:
            if (measure := measure_beside(slot)) is not None:
                self._set("funds", measure, cell, None)
            elif slot.role == "unknown":
                self._keep(stage, cell, slot)
                self._tell_source(row, slot.text)
            elif stage in MONEY or (stage in ("score", "score_full") and slot.role == "funds"):
                self._set(slot.role or "", stage, cell, slot)
        return True

    def _tell_source(self, row: Row, source: str) -> None:
        """Say once about each unknown source that its amounts are in no sum."""
        if source not in self._told:
            self._told.add(source)
            told = said(
                "{where}: the source of funds “{source}” is not known; its amounts are in no sum of the sheet.",
                where=capitalised(row.where),
                source=source[:40],
            )
            self.unread.append(told)

    def _tell_columns(self, row: Row, slots: Sequence[Slot]) -> None:
        """Say once about each unknown column that it has numbers."""
        strange = [slot for slot in slots if slot.role == "unknown" and slot.text not in self._told]
        for cell in row.begun:
            for index in covered(row.grid.extent(cell), strange)[:1]:
                if bare_number(cell.text):
                    self._told.add(strange[index].text)
                    told = said(
                        "{where}: the column “{column}” of the funds is not known.",
                        where=capitalised(row.where),
                        column=strange[index].text[:30],
                    )
                    self.unread.append(told)

    def _values(self, row: Row, name: Cell, first: int) -> dict[str, Cell]:
        """The numbers by measure: by place, or in order where the label itself stands among the measures or the row
        lacks a cell before it."""
        assert self._header is not None
        slots = self._header.slots
        cells, place, measures = row.reaching, row.grid.extent(name), slots[first].extent.low
        after = cells[cells.index(name) + 1 :]
        # Plain text lacks the label of the block beside a row, and all that follows stands further left.
        lacks = row.grid.spans is Spans.LOST and bare_number(after[0].text if after else "") is not None
        moved = lacks and row.grid.extent(after[0]).low < measures
        if not moved and place.low < measures and not covered(place, slots[first:]):
            found = under(row, [cell for cell in cells if cell is not name], slots)
        else:
            found = list(zip(slots[first:], after, strict=False))
        return {slot.role: cell for slot, cell in found if slot.role and cell.text}

    def _unknown(self, row: Row, names: Sequence[Cell], first: int) -> bool:
        """A row with an unknown label; it is of this block if it has numbers in the columns of the measures."""
        assert self._header is not None
        slots = self._header.slots
        extent = row.grid.extent
        money = [
            cell
            for cell in row.reaching
            if bare_number(cell.text) is not None and any(slots[i].role in MONEY for i in covered(extent(cell), slots))
        ]
        labels = [cell for cell in names if extent(cell).low < slots[first].extent.low]
        if money and labels:
            for cell in money:
                role = slots[next(i for i in covered(extent(cell), slots) if slots[i].role in MONEY)].role or ""
                self._keep(role, cell, labels[-1])
            if any(bare_number(cell.text) for cell in money):
                self._tell_source(row, labels[-1].text)
            return True
        if money and "funds_budget" not in self.fields and "funds_executed" not in self.fields:
            # One row of numbers under the header without any label is the total.
            cells = [cell for cell in row.reaching if cell.text]
            beside = [slot for slot in slots if slot.text][1:]
            lacks = row.grid.spans is Spans.LOST and len(cells) == len(beside)  # the label of the block
            for slot, cell in under(row, cells, beside if lacks else slots):
                if slot.role in MONEY or slot.role in SCORES:
                    self._set("funds", slot.role or "", cell, None)
            return True
        return not names and not money and bool(new_cells(row))

    def take(self, part: str, measure: str, cell: Cell, source: Cell) -> None:
        """Take an amount of a part of the funds that stands elsewhere in the sheet, in the row called `source`."""
        self._set(part, measure, cell, source)

    def _set(self, part: str, role: str, cell: Cell, source: Cell | Slot | None) -> None:
        """Keep a number of a part of the funds. Of two rows of one part the first counts (the second is a part of it:
        其中), but other funds in several rows (单位资金, 其他资金) are added up."""
        name, value = f"{part}_{role}", bare_number(cell.text)
        if value is None:
            return
        before = self.fields.get(name)
        if isinstance(before, Decimal) and name != "funds_score_full":
            is_more = part == "other" and role in STAGES and source is not None and "其中" not in source.text
            self._keep(role, cell, source, name if is_more else None)
            if is_more:
                self.fields[name] = before + value
            return
        self._keep(role, cell, source, name)
        if role == "execution_rate" and "%" in plain(cell.text):
            self._percent.add(name)
        self.fields[name] = value

    def _keep(self, role: str, cell: Cell, source: Cell | Slot | None, column: str | None = None) -> None:
        value = bare_number(cell.text)
        if role in STAGES and value is not None:
            name = without_blanks(source.text) if source is not None else None
            self.amounts.append(SourceAmount(name, STAGES[role], value, cell, column))

    def close(self) -> Fields:
        """The fields; a rate printed without a sign is taken as a ratio where only that fits its amounts."""
        for part in ("funds", *PARTS):
            rate, budget, executed = (self.fields.get(f"{part}_{m}") for m in ("execution_rate", "budget", "executed"))
            name = f"{part}_execution_rate"
            if name in self._percent or not isinstance(rate, Decimal) or not isinstance(budget, Decimal):
                continue
            if (
                isinstance(executed, Decimal)
                and budget
                and abs(rate - executed / budget) <= last_digit(rate) / 2 + Decimal("0.005")
            ):
                self.fields[name] = rate.scaleb(2)  # as exact as it is printed
        return self.fields
