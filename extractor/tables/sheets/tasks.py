"""年度主要任务, a table of its own inside a sheet of 整体支出: what was done, and in its last row what it all cost."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from extractor.document.model import Spans
from extractor.tables.model import Cell, Row
from extractor.tables.sheets.cells.quantity import bare_number
from extractor.tables.sheets.cells.rows import new_cells
from extractor.tables.sheets.cells.slots import MONEY, Slot, role_of, under
from extractor.tables.sheets.sources import part_of
from extractor.tables.sheets.words.vocabulary import label, vocabulary


class TasksBlock(Struct):
    """Collects the tasks as texts, and knows the columns of money beside them.

    `_columns` have the measure as role and as text the part of the funds; they stand below 全年预算数 and 全年执行数
    (总额, 财政拨款, 其他资金), or are these themselves.
    """

    texts: list[str] = field(default_factory=list)
    _columns: tuple[Slot, ...] = ()

    def open(self, row: Row, below: Sequence[Row]) -> None:
        """Take a header row, and from the row below it the parts of the funds."""
        measures = [Slot(role_of(cell), row.grid.extent(cell), "funds") for cell in new_cells(row) if _is_money(cell)]
        parts = [
            Slot(None, following.grid.extent(cell), part)
            for following in below[:1]
            for cell in new_cells(following)
            if (part := part_of(cell.text))
        ]
        each = len(parts) // len(measures) if measures else 0
        in_order = row.grid.spans is Spans.LOST and each * len(measures) == len(parts)
        self._columns = tuple(
            column
            for place, measure in enumerate(measures)
            for column in _columns(measure, parts[place * each : (place + 1) * each] if in_order else parts, in_order)
        )

    def add(self, cells: Sequence[Cell]) -> None:
        self.texts.append("，".join(cell.text for cell in cells))

    def totals(self, row: Row, cells: Sequence[Cell]) -> list[tuple[str, str, Cell]]:
        """Part of the funds, measure and cell of each amount in a row of totals; nothing from other rows, and where
        the places of cells are lost only from one that has an amount for each column."""
        if label(cells[0].text) not in vocabulary().total_row:
            return []
        amounts = [cell for cell in cells[1:] if bare_number(cell.text) is not None]
        if row.grid.spans is Spans.LOST:
            placed = list(zip(self._columns, amounts, strict=True)) if len(amounts) == len(self._columns) else []
        else:
            placed = under(row, amounts, self._columns)
        return [(column.text, column.role or "", cell) for column, cell in placed]


def _is_money(cell: Cell) -> bool:
    return role_of(cell) in MONEY


def _columns(measure: Slot, parts: Sequence[Slot], in_order: bool) -> list[Slot]:
    """The columns below a measure, or the measure itself."""
    below = [p for p in parts if in_order or p.extent.overlap(measure.extent) > 0.5 * p.extent.width]
    return [replace(part, role=measure.role) for part in below] or [measure]
