"""Two-sided tables (01, 04): income in the left panel, expenditure in the right, a row of each side by side.

A label column (项目) opens a panel; 行次 and the amounts follow it. 04 prints its three funds twice on the income
side, the second time under 年初财政拨款结转和结余.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from extractor.document.characters import plain
from extractor.tables.assembly.stitch import Stitched
from extractor.tables.headers import Column, measure_of, side_of
from extractor.tables.model import Row, Value
from extractor.tables.nine.collected import Collected, Panel, amount_in, is_value
from extractor.tables.row_labels import row_labels

MOST_ROW_DIGITS = 4  # of a 行次


@dataclass(slots=True)
class _Panel:
    side: str
    label: Column
    row_no: Column | None = None
    values: list[tuple[Column, str]] = field(default_factory=list)
    above: str | None = None  # the row under which 其中 lines and the opening funds stand
    in_opening: bool = False


def read_two_sided(table: Stitched, kind: str) -> Collected:
    """The values of 01 or 04."""
    found = Collected(kind)
    panels, nameless, passed = _panels(table, kind)
    for panel in panels:
        values = tuple((column, measure, column.basis or "final") for column, measure in panel.values)
        found.panels.append(Panel(panel.side, values))
    for ordinal, row in enumerate(table.rows()):
        for panel in panels:
            _read_row(panel, row, ordinal, kind, found)
        for column in passed:
            found.set_aside(row.begins(column.index))
        for column in nameless:
            cell = row.begins(column.index)
            if cell is not None and is_value(cell) and cell.text.strip("-—－"):
                found.not_read(f"“{cell.text}” stands under the column “{column.label}”, which is not known", cell)
    return found


def _panels(table: Stitched, kind: str) -> tuple[list[_Panel], list[Column], list[Column]]:
    """The panels from left to right, the columns that belong to none, and those that are set aside."""
    panels: list[_Panel] = []
    nameless: list[Column] = []
    passed: list[Column] = []
    for before, column in zip((None, *table.header.columns), table.header.columns, strict=False):
        if before is not None and column.path == before.path and _counts(table, column):
            column = replace(column, role="row_no")  # 项目 stands over the labels and their 行次
        if column.role in ("label", "name"):
            side = side_of(column.path) or ("income" if not panels else "expenditure")
            if side == "expenditure" and any(p.side == "expenditure" for p in panels):
                side = "aside"
            panels.append(_Panel(side, column))
        elif not panels:
            nameless.append(column)
        elif column.role == "row_no":
            panels[-1].row_no = column
        elif panels[-1].side == "aside" or column.role == "aside":
            passed.append(column)
        elif (measure := _measure(panels[-1].side, kind, column)) is not None:
            panels[-1].values.append((column, measure))
        else:
            nameless.append(column)
    return [p for p in panels if p.side != "aside"], nameless, passed


def _counts(table: Stitched, column: Column) -> bool:
    """Whether a column holds counting numbers and nothing else."""
    texts = [plain(text) for row in table.rows() if (text := row.text(column.index))]
    return bool(texts) and all(t.isdecimal() and len(t) <= MOST_ROW_DIGITS for t in texts)


def _measure(side: str, kind: str, column: Column) -> str | None:
    if not column.path:
        return None
    if kind == "04" and side == "expenditure":
        return measure_of("04", column.path)
    return "amount"


def _read_row(panel: _Panel, row: Row, ordinal: int, kind: str, found: Collected) -> None:
    labels = row_labels()
    printed = row.text(panel.label.index)
    cells = [(c, m, amount_in(row.begins(c.index), c.label, found)) for c, m in panel.values]
    if not printed:
        stray = next((cell for _, _, cell in cells if cell and cell.text.strip("-—－0.")), None)
        if stray is not None:
            found.not_read(f"“{stray.text}” stands in a row without a label", stray)
        return
    bare = labels.bare(printed)
    item = labels.item(kind, panel.side, bare)
    parent: str | None = None
    if labels.is_part(printed):
        parent = panel.above
        item = None if not panel.in_opening else item
    if panel.in_opening and item in labels.opening_items:
        item, parent = labels.opening_items[item], panel.above
    elif not labels.is_part(printed) and (item or not panel.in_opening or labels.opening_ends.fullmatch(bare)):
        panel.above = printed
        panel.in_opening = kind == "04" and panel.side == "income" and bool(labels.opening.fullmatch(bare))
    row_no = plain(row.text(panel.row_no.index)) if panel.row_no else ""
    number = int(row_no) if row_no.isdecimal() and len(row_no) <= MOST_ROW_DIGITS else None
    for column, measure, cell in cells:
        if cell is not None:
            found.values.append(
                Value(
                    cell, panel.side, column.basis or "final", None, labels.without_ordinal(printed), printed, item,
                    parent, number, measure, column.label, ordinal,
                )
            )  # fmt: skip
