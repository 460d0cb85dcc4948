"""The money block transposed: sources of funds as columns, stages (年初预算数, 全年执行数, 执行率 …) as rows."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.tables.model import Cell, Row
from extractor.tables.sheets.cells.quantity import is_numeric
from extractor.tables.sheets.cells.rows import new_cells
from extractor.tables.sheets.cells.slots import MONEY, Section, Slot, SlotHeader, role_of, under
from extractor.tables.sheets.words.terms import composed
from extractor.tables.sheets.words.vocabulary import label, vocabulary

_FEWEST = 2  # sources beside each other
_OF_A_STAGE = MONEY | {"adjustment", "score", "score_full"}
_OF_ALL = frozenset({"execution_rate", "score", "score_full"})


def part_of(text: str) -> str | None:
    """The part of the funds that a label names; `funds` for the total."""
    part = vocabulary().funds.get(label(text)) or composed("funds", label(text))
    return "funds" if part == "total" else part


def measure_beside(slot: Slot) -> str | None:
    """The measure of all the funds that a column beside the sources gives (执行率, 得分); None where it is a source."""
    measure = role_of(slot) if slot.role == "unknown" else None
    return measure if measure in _OF_ALL else None


def stage_of(row: Row, slots: Sequence[Slot]) -> tuple[str | None, list[tuple[Slot, Cell]]]:
    """The measure of a row below sources (None: its label names none), and what it has under each of them."""
    extent = row.grid.extent
    values = under(row, [cell for cell in new_cells(row) if is_numeric(cell.text)], slots)
    edge = min([slots[0].extent.low, *(extent(cell).low for _, cell in values[:1])])
    labels = [cell for cell in row.reaching if cell.text and extent(cell).high <= edge]
    roles = [role for cell in labels if cell.row == row.index and (role := role_of(cell)) in _OF_A_STAGE]
    return (roles[-1] if roles else None), values


def source_header(rows: Sequence[Row], start: int) -> SlotHeader | None:
    """The sources that `rows[start]` prints side by side above rows of stages; None where it does not."""
    row = rows[start]
    cells = new_cells(row)
    first = next((i for i, cell in enumerate(cells) if part_of(cell.text) and not role_of(cell)), len(cells))
    if any(is_numeric(cell.text) for cell in cells) or len(cells) - first < _FEWEST:
        return None
    slots = tuple(Slot(part_of(c.text) or "unknown", row.grid.extent(c), c.text) for c in cells[first:])
    if sum(slot.role != "unknown" for slot in slots) < _FEWEST:
        # The block's own label (部门整体支出) may read like a source.
        return None
    below = rows[start + 1 : start + 2]
    for following in below:
        stage, values = stage_of(following, slots)
        if stage in MONEY and values:
            return SlotHeader(Section.SOURCES, slots, 1)
        if slots[0].extent.low < following.grid.extent(following.reaching[0]).high and len(slots) > _FEWEST:
            # 资金情况 over the stages may be named like a source itself: it is the corner.
            stage, values = stage_of(following, slots[1:])
            if stage in MONEY and values:
                return SlotHeader(Section.SOURCES, slots[1:], 1)
    return None
