"""Head and foot of a sheet: labels and what stands beside or below them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import regex
from msgspec import Struct, field
from msgspec.structs import replace

from extractor.document.characters import plain, without_blanks
from extractor.document.model import OCR_ENGINE, Spans
from extractor.document.numbers import MONEY_UNIT
from extractor.kept import compiled
from extractor.tables.model import Cell, Extent, Row
from extractor.tables.sheets.cells import ticks
from extractor.tables.sheets.cells.quantity import bare_number
from extractor.tables.sheets.cells.rows import new_cells
from extractor.tables.sheets.cells.slots import Slot, covered, role_of
from extractor.tables.sheets.division import year_in
from extractor.tables.sheets.funds import currency_unit
from extractor.tables.sheets.model import Fields
from extractor.tables.sheets.words.terms import composed
from extractor.tables.sheets.words.vocabulary import (
    field_of,
    has_no_column,
    head_field_of,
    is_aside,
    label,
    vocabulary,
)

TICKED = ("project_category", "project_attribute", "project_type")
AMOUNTS = ("basic_expenditure_total", "project_expenditure_total")
_SEVERAL = (*TICKED, "notes", "no_column")  # fields whose value may be printed in several cells: options, remarks
_PHONE = compiled(r"^[\d\-—,、/;]{5,}$")
_GOALS = ("annual_goal", "annual_goal_actual")
_AMOUNT = compiled(rf"^(-?\d{{1,15}}(?:\.\d{{1,6}})?)({MONEY_UNIT})?$")
_LONGEST_LINE = 400  # characters that are looked through for labels: bounds the work on a hostile line
_PAIR = compiled(r"(?P<label>[\p{Han}()（）]{2,40}+)[:：]")
_CURRENCY = compiled(rf"(?:金额|资金|货币)?单位[:：]\s*({MONEY_UNIT})")
_DATE = compiled(r"^\d{4}[年.\-/]\d{1,2}(?:[月.\-/](?:\d{1,2}日?)?)?")


class HeadBlock(Struct):
    """Collects the fields of a sheet from rows of labels and values.

    A label has one value; what follows that in its row is a new label. `unread` are texts beside no known label,
    `noted` what stands beside labels for which there is no column, `unticked` the boxes of a picture among which none
    appears ticked, `other_totals` the total scores that are not the first.
    """

    fields: Fields = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)
    unticked: list[str] = field(default_factory=list)
    other_totals: list[Decimal] = field(default_factory=list)
    _columns: tuple[Slot, ...] = ()
    _headed: bool = False
    _open: str | None = None
    _recognised: bool = False

    def add(self, row: Row) -> bool:
        """A row outside the money and the indicators; False where nothing in it is understood."""
        cells = new_cells(row)
        self._recognised = row.grid.engine == OCR_ENGINE
        named = [(cell, head_field_of(cell.text)) for cell in cells]
        goals = [(cell, name) for cell, name in named if name in (*_GOALS, "deviation_reason") and cell.row_span == 1]
        if len({name for _, name in goals}.intersection(_GOALS)) == 2 and all(
            n or _bundle(c) or role_of(c) == "completion" for c, n in named
        ):
            self._columns = tuple(Slot(name, row.grid.extent(cell), cell.text) for cell, name in goals)
            self._headed = False
            return True
        if self._columns and not any(name and not _bundle(cell) for cell, name in named) and self._below(row):
            return True
        self._columns = ()
        return self.beside(cells)

    def close(self) -> None:
        """End the goals: no text that follows stands below 预期目标 and 实际完成情况."""
        self._columns = ()

    def _below(self, row: Row) -> bool:
        """Take texts below 预期目标 and 实际完成情况: by place, or in plain text by order where the places do not fit.

        In plain text the label above all of them (年度总体目标) is not a column: nothing stands below it. False where a
        text stands left of them all: it is a label of its own.
        """
        texts = [cell for cell in new_cells(row) if not _bundle(cell)]
        lost = row.grid.spans is Spans.LOST
        if not self._headed:
            self._columns, self._headed = _first_goal(self._under_labels(row, texts, lost)), True
        if any(row.grid.extent(cell).high <= self._columns[0].extent.low for cell in texts):
            return False
        placed = [covered(row.grid.extent(cell), self._columns) for cell in texts]
        if lost and any(len(p) != 1 for p in placed) and len(texts) <= len(self._columns):
            placed = [[i] for i in range(len(texts))]
        for cell, places in zip(texts, placed, strict=True):
            role = self._columns[places[0]].role if places else None
            if role:
                self._append(role, cell.text)
            else:
                self.unread.append(cell.text[:60])
        return True

    def _under_labels(self, row: Row, texts: Sequence[Cell], lost: bool) -> tuple[Slot, ...]:
        """The columns of goals under which the first row of texts stands."""
        columns, extent = self._columns, row.grid.extent
        if len(columns) > 2 and (lost or _bundle(columns[0])):
            # A page break cuts the label over them all off, so that it seems to be a column.
            below = any(covered(extent(cell), columns[:1]) for cell in texts)
            columns = columns if below and not (lost and len(texts) < len(columns)) else columns[1:]
        by = columns[0].extent.low - extent(texts[0]).low if lost and len(texts) == len(columns) else 0
        if by <= 0:
            return columns
        # Plain text lacks the cell under that label, and what follows stands further left.
        moved = [Extent(slot.extent.low - by, slot.extent.high - by) for slot in columns]
        return tuple(replace(slot, extent=place) for slot, place in zip(columns, moved, strict=True))

    def beside(self, cells: Sequence[Cell]) -> bool:
        """Take labels and the values to their right; False where there is none."""
        words = vocabulary()
        understood = False
        name: str | None = None
        values: list[str] = []
        strange: list[str] = []
        for cell in cells:
            found = head_field_of(cell.text)
            if found or is_aside(cell.text):
                self._put(name, values)
                name, values = (found or "person"), []
                understood = True
                if found in AMOUNTS and (unit := currency_unit(cell.text)):
                    self.fields.setdefault("expenditure_unit", unit)
            elif has_no_column(cell.text):
                self._put(name, values)
                name, values = "no_column", [cell.text]
                understood = True
            elif name is not None and not values:
                values.append(cell.text)
            elif self._led(cell.text):
                understood = True
            elif label(cell.text) in words.total_row and label(cell.text).endswith("分"):
                self._put(name, values)
                name, values = "total_score", []
                understood = True
            elif name in _SEVERAL or (name == "person" and _PHONE.match(plain(cell.text[:40]))):
                values.append(cell.text)
            elif name is not None:
                strange.append(cell.text)
        self._put(name, values)
        if strange:
            self.unread.append(" | ".join(strange)[:60])
        return understood or all(map(_bundle, cells))

    def _led(self, text: str) -> bool:
        """Take `单位名称：…` in one cell, or several such pairs in one line; notes keep all that follows."""
        if note := vocabulary().note.match(text):
            self._append("notes", text[note.end() :])
            return True
        return self.line(text) if len(text) <= _LONGEST_LINE else False

    def unit(self, text: str) -> regex.Match[str] | None:
        """Take the 单位：万元 of a line; gives where in the line it stands."""
        unit = _CURRENCY.search(text[:_LONGEST_LINE])
        if unit:
            self.fields.setdefault("funds_unit", unit[1])
        return unit

    def line(self, text: str) -> bool:
        """Take a line outside the grids, with any number of `label：value`."""
        unit = self.unit(text)
        if unit:
            text = text[: unit.start()] + text[unit.end() :]
        marks = list(_marks(text[:_LONGEST_LINE]))
        if not marks or without_blanks(text[: marks[0][0]]):
            return unit is not None
        for index, (_, end, name) in enumerate(marks):
            until = marks[index + 1][0] if index + 1 < len(marks) else len(text)
            self._put(name, [without_blanks(text[end:until])])
        return True

    def _append(self, name: str, text: str) -> None:
        led = _PAIR.match(text[:_LONGEST_LINE]) if name in _GOALS else None
        if led and field_of(led["label"]) == name:
            text = text[led.end() :]  # 预期目标：… in the cell under 预期目标
        if text:
            before = self.fields.get(name)
            self.fields[name] = f"{before}{text}" if isinstance(before, str) else text

    def _put(self, name: str | None, values: Sequence[str]) -> None:
        text = "".join(values)
        if name is None or name == "person" or not text:
            return
        if name in TICKED:
            found = ticks.options(text)
            if found:
                self.fields.setdefault(f"{name}_options", ticks.as_text(found))
                if (chosen := ticks.chosen(found)) is not None:
                    self.fields.setdefault(name, chosen)
                elif self._recognised:  # the recogniser knows empty boxes, and takes ticked ones for other signs
                    self.unticked.append(text[:60])
            else:
                self.fields.setdefault(name, text)
        elif name == "conclusion" and (grade := ticks.chosen(ticks.options(text) or ())) is not None:
            self.fields.setdefault(name, grade)
        elif name in AMOUNTS:
            amount = _AMOUNT.match(plain(text[:40]).replace(",", ""))
            if amount:
                self.fields.setdefault(name, Decimal(amount[1]))
                if amount[2]:
                    self.fields.setdefault("expenditure_unit", amount[2])
            elif not vocabulary().placeholder.match(plain(text[:40])):
                self.unread.append(text[:60])
        elif name == "no_column":
            self.noted.append(" ".join(values)[:60])
        elif name == "total_score":
            score = bare_number(text)
            if score is None:
                self.unread.append(text[:60])
            elif self.fields.setdefault(name, score) != score:
                self.other_totals.append(score)
        elif name in _GOALS:
            self._append(name, text)
        elif name == "sheet_year":
            self.fields.setdefault(name, year_in(f"{text}年"))  # printed with 年 or without
        elif name == "fill_date":
            date = _DATE.match(plain(text[:40]))
            self.fields.setdefault(name, date[0] if date else text[:40])
        else:
            self.fields.setdefault(name, text)


def _marks(text: str) -> Iterator[tuple[int, int, str]]:
    """The known labels before a colon: start, end with the colon, field (or `person`)."""
    for found in _PAIR.finditer(text):
        run = found["label"]
        for start in range(len(run) - 1):
            name = field_of(run[start:]) or ("person" if is_aside(run[start:]) else None)
            if name:
                yield found.start() + start, found.end(), name
                break


def _first_goal(columns: tuple[Slot, ...]) -> tuple[Slot, ...]:
    """The columns of goals with their meaning: of several goals the first printed (年初), of several results the last;
    there is no field for the others (调整后)."""
    goals = [i for i, slot in enumerate(columns) if slot.role == "annual_goal"]
    results = [i for i, slot in enumerate(columns) if slot.role == "annual_goal_actual"]
    spare = {*goals[1:], *results[:-1]}
    return tuple(replace(slot, role=None) if i in spare else slot for i, slot in enumerate(columns))


def _bundle(cell: Cell | Slot) -> bool:
    """Whether a cell names what the cells to its right have in common."""
    name = label(cell.text)
    bare = name.rstrip("0123456789一二三四五")
    bundles = vocabulary().bundles
    return name in bundles or bare in bundles or composed("bundles", name) is not None
