"""The 三公 table (09): 预算数 and 决算数 as two blocks of columns, in pairs, as rows, or both down and across.

A column is known by its header path alone, never by its place: the grouped and the interleaved form have the same
twelve columns in different order. Only where a plain text has lost the spans of the header does the standard order
of the grouped form step in.
"""

from __future__ import annotations

import functools

from extractor import knowledge
from extractor.document.characters import plain
from extractor.document.model import Spans
from extractor.tables.assembly.stitch import Stitched
from extractor.tables.headers import Column, basis_of, is_aside, measure_of, vertical_measure
from extractor.tables.model import Row, Value
from extractor.tables.nine.collected import Collected, Panel, amount_in, is_value
from extractor.tables.row_labels import row_labels

KIND = "09"
MEASURES_ACROSS = 3  # with fewer measures among the columns, the measures are rows


def read_three_public(table: Stitched, kind: str = KIND) -> Collected:
    """The values of 09."""
    found = Collected(kind)
    columns = [c for c in table.header.columns if c.role != "row_no"]
    across = [(c, m, c.basis) for c in columns if c.path and c.role is None and (m := measure_of(KIND, c.path))]
    if len({m for _, m, _ in across}) < MEASURES_ACROSS:
        _read_vertical(table, columns, found)
        return found
    if len({(m, b) for _, m, b in across}) < len(across):
        across = _standard_order(table, columns) or _announced(table, across, found)
    labels = [c for c in columns if c.index not in {a[0].index for a in across}]
    passed = [c for c in table.header.columns if c.role in ("row_no", "aside") or is_aside(c.path)]
    for row in table.rows():
        for column in passed:
            found.set_aside(row.begins(column.index))
    rows = [row for row in table.rows() if any(is_value(row.begins(c.index)) for c, _, _ in across)]
    for ordinal, row in enumerate(rows):
        label = _label(row, labels)
        if label and is_aside(plain(label)):
            for cell in row.cells:
                found.set_aside(cell)
            continue
        stage = basis_of(plain(label)) if label else None
        for column, measure, basis in across:
            cell = amount_in(row.begins(column.index), column.label, found)
            if cell is not None:
                named = label if label and stage is None and len(rows) > 1 else None
                found.values.append(
                    Value(
                        cell, None, basis or stage or "final", None, None, named, None, None, None, measure,
                        column.label, ordinal,
                    )
                )  # fmt: skip
    for stage in sorted({value.basis for value in found.values}):  # of the rows, where the columns name none
        found.panels.append(Panel(None, tuple((column, m, basis or stage) for column, m, basis in across)))
    return found


def _label(row: Row, columns: list[Column]) -> str:
    return next((t for c in columns if (t := row.text(c.index)) and not is_value(row.begins(c.index))), "")


@functools.cache
def _grouped() -> tuple[tuple[str, str], ...]:
    order = knowledge.entry("headers.yaml")["grouped_09"]
    return tuple((measure, basis) for basis in order["basis"] for measure in order["measures"])


def _standard_order(table: Stitched, columns: list[Column]) -> list[tuple[Column, str, str | None]] | None:
    """The grouped form by its order, where the header has lost its spans but the columns are as many."""
    if table.blocks[0].grid.spans is not Spans.LOST:
        return None
    order = _grouped()
    used = [c for c in columns if any(row.text(c.index) for row in table.rows())]
    if not table.header.texts or len(used) != len(order):
        return None
    return [(column, measure, basis) for column, (measure, basis) in zip(used, order, strict=True)]


def _announced(
    table: Stitched, across: list[tuple[Column, str, str | None]], found: Collected
) -> list[tuple[Column, str, str | None]]:
    """No columns: where two are headed alike, which is which cannot be told, and all numbers are announced."""
    for row in table.rows():
        for column, _, _ in across:
            cell = row.begins(column.index)
            if is_value(cell) and cell is not None:
                found.not_read(f"“{cell.text}” stands under “{column.label}”, one of two columns headed alike", cell)
    return []


def _read_vertical(table: Stitched, columns: list[Column], found: Collected) -> None:
    """Measures as rows: a label, then 预算数 and 决算数; the statistics under them (团组, 批次) are no amounts.

    A heading (一、“三公”经费支出) may be labelled like its total, with dashes: the first row with a number counts.
    """
    values: dict[tuple[str, str], Value] = {}
    for ordinal, row in enumerate(table.rows()):
        label = _label(row, columns)
        bare = row_labels().bare(label) if label else ""
        measure = vertical_measure(bare)
        for column in columns:
            cell = row.begins(column.index)
            if cell is None or column.role is not None or not is_value(cell) or not column.path:
                continue
            if measure is None:
                found.set_aside(cell)
                if cell.number.is_number and "." in plain(cell.text) and not is_aside(bare):
                    found.not_read(f"“{cell.text}” stands in the row “{label}”, which is not known", cell)
                continue
            found.set_aside(cell)
            key = (measure, column.basis or "final")
            if key not in values or (cell.number.is_number and not values[key].cell.number.is_number):
                values[key] = Value(cell, None, key[1], None, None, None, None, None, None, measure, label, ordinal)
    found.values.extend(sorted(values.values(), key=lambda v: v.ordinal))
