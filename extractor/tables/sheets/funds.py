"""The money block of a sheet: which part of the funds, budgeted, executed, and scored how."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from extractor.document.characters import plain
from extractor.kept import compiled
from extractor.tables.model import Cell, Row
from extractor.tables.sheets.columns import PARTS
from extractor.tables.sheets.model import Fields
from extractor.tables.sheets.quantity import bare_number, is_numeric
from extractor.tables.sheets.rows import capitalised, new_cells
from extractor.tables.sheets.slots import MONEY, SlotHeader, covered, role_of
from extractor.tables.sheets.terms import composed
from extractor.tables.sheets.vocabulary import label, vocabulary, weight

_UNIT = compiled(r"(亿元|百万元|万元|千元|元)")


def currency_unit(text: str) -> str | None:
    """The currency unit in a label: `项目资金(万元)` → 万元."""
    found = _UNIT.search(plain(text[:80]))
    return found[1] if found else None


def part_of(text: str) -> str | None:
    """The part of the funds that a label names; `funds` for the total."""
    part = vocabulary().funds.get(label(text)) or composed("funds", label(text))
    return "funds" if part == "total" else part


@dataclass(slots=True)
class FundsBlock:
    """Reads the rows under a money header, or pairs of label and number; `fields` are sheet columns."""

    fields: Fields = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    _header: SlotHeader | None = None
    _percent: set[str] = field(default_factory=set)
    _paired: list[tuple[float, str]] = field(default_factory=list)

    def open(self, header: SlotHeader, row: Row) -> bool:
        """Take a header row; False where its labels are followed by numbers, so that it is a row of pairs."""
        self._note(row)
        for left, right in itertools.pairwise(row.reaching):
            if role_of(left) in MONEY and bare_number(right.text) is not None:
                self._header = None
                return self.pairs(row)
        self._header = header
        return True

    def _note(self, row: Row) -> None:
        for cell in new_cells(row):
            unit = currency_unit(cell.text) if len(cell.text) < 40 else None
            if unit:
                self.fields.setdefault("funds_unit", unit)
            full = weight(cell.text) if label(cell.text) in vocabulary().funds_block else None
            if full is not None:
                self.fields.setdefault("funds_score_full", full)

    def pairs(self, row: Row) -> bool:
        """`预算数 | 20 | 执行数 | 18`, and below it `其中：财政拨款 | 20 | 其中：财政拨款 | 18`."""
        taken = False
        for left, right in itertools.pairwise(row.begun):
            measure, part = role_of(left), part_of(left.text)
            if not is_numeric(right.text):
                continue
            if measure in MONEY:
                self._paired.append((row.grid.extent(left).low, measure))
                self._set(f"funds_{measure}", right.text)
                taken = True
            elif part and self._paired:
                low = row.grid.extent(left).low
                above = min(self._paired, key=lambda m: abs(m[0] - low))[1]
                self._set(f"{part}_{above}", right.text)
                taken = True
        return taken

    def add(self, row: Row) -> bool:
        """A row below the header; False where it is none of this block."""
        if self._header is None:
            return bool(self._paired) and self.pairs(row)
        slots = self._header.slots
        first = next(i for i, s in enumerate(slots) if s.role in MONEY)
        names = [cell for cell in new_cells(row) if not is_numeric(cell.text)]
        known = [cell for cell in names if part_of(cell.text)]
        if not known:
            return self._unknown(row, names, first)
        name = known[-1]
        part = part_of(name.text)
        values = self._values(row, name, first)
        for role, text in values.items():
            if role in MONEY:
                self._set(f"{part}_{role}", text)
            elif role in ("score", "score_full") and part == "funds":
                self._set(f"funds_{role}", text)
        return True

    def _values(self, row: Row, name: Cell, first: int) -> dict[str, str]:
        """The numbers by measure: by place, or in order where the label itself stands among the measures."""
        assert self._header is not None
        slots = self._header.slots
        values: dict[str, str] = {}
        cells, place = row.reaching, row.grid.extent(name)
        if place.low < slots[first].extent.low and not covered(place, slots[first:]):
            for cell in cells:
                for index in covered(row.grid.extent(cell), slots)[:1]:
                    role = slots[index].role
                    if role and cell.text and cell is not name:
                        values[role] = cell.text
            return values
        after = cells[cells.index(name) + 1 :]
        for slot, cell in zip(slots[first:], after, strict=False):
            if slot.role and cell.text:
                values[slot.role] = cell.text
        return values

    def _unknown(self, row: Row, names: Sequence[Cell], first: int) -> bool:
        """A row with a label that the library does not know; it is of this block if it has numbers there."""
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
            where, shown = capitalised(row.where), labels[-1].text[:40]
            self.unread.append(f"{where}: the funds row “{shown}” is not known; its amounts are left out.")
            return True
        if money and "funds_budget" not in self.fields and "funds_executed" not in self.fields:
            # One row of numbers under the header without any label is the total.
            for cell in money:
                for index in covered(extent(cell), slots)[:1]:
                    self._set(f"funds_{slots[index].role}", cell.text)
            return True
        return not names and not money and bool(new_cells(row))

    def _set(self, name: str, text: str) -> None:
        value = bare_number(text)
        if value is None or (name in self.fields and name != "funds_score_full"):
            return
        if name.endswith("execution_rate") and "%" in plain(text):
            self._percent.add(name)
        self.fields[name] = value

    def close(self) -> Fields:
        """The fields; a rate printed without a sign is taken as a ratio where only this fits its amounts."""
        for part in ("funds", *PARTS):
            rate, budget, executed = (self.fields.get(f"{part}_{m}") for m in ("execution_rate", "budget", "executed"))
            name = f"{part}_execution_rate"
            if name in self._percent or not isinstance(rate, Decimal) or not isinstance(budget, Decimal):
                continue
            if (
                isinstance(executed, Decimal)
                and budget
                and abs(rate - executed / budget) <= _half(rate) + Decimal("0.005")
            ):
                self.fields[name] = rate * 100
        return self.fields


def _half(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    return Decimal(5).scaleb(int(exponent) - 1) if isinstance(exponent, int) else Decimal(0)
