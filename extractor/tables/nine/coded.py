"""Coded tables (02, 03, 05, 07, 08): a subject code in one column or in 类/款/项, a name, and columns of amounts.

合计 stands first or last, in the code or the name column, or in one row with the sub-headers 类 款 项.
"""

from __future__ import annotations

from dataclasses import dataclass

import regex

from extractor.document.characters import plain
from extractor.tables.assembly.stitch import Stitched
from extractor.tables.headers import Column, is_sub_header, measure_of
from extractor.tables.model import Cell, Row, Value
from extractor.tables.nine.collected import Collected, Panel, amount_in, columns_with, is_value
from extractor.tables.row_labels import row_labels

_CODE = regex.compile(r"(?:\d{3}|\d{5}|\d{7})")
_CODE_THEN_NAME = regex.compile(r"(?P<code>\d{7}|\d{5}|\d{3})(?P<name>\D.*)")


@dataclass(frozen=True, slots=True)
class _Subject:
    code: str | None
    name: str | None
    label: str | None
    item: str | None


def read_coded(table: Stitched, kind: str) -> Collected:
    """The values of a coded table."""
    found = Collected(kind)
    columns = table.header.columns
    code_columns, name_columns = _key_columns(table)
    keys = {c.index for c in (*code_columns, *name_columns)}
    measured: list[tuple[Column, str]] = []
    nameless: list[Column] = []
    for column in columns:
        if column.index in keys or column.role in ("row_no", "label", "aside"):
            continue
        measure = measure_of(kind, column.path)
        if measure and not any((m, c.basis) == (measure, column.basis) for c, m in measured):
            measured.append((column, measure))
        else:
            nameless.append(column)
    passed = columns_with(columns, "aside")  # an amount in a column of 行次 is no 行次, and is announced
    found.panels.append(Panel(None, tuple((column, measure, column.basis or "final") for column, measure in measured)))
    parts = _parts(measured)
    without_total: dict[int, list[Cell]] = {}
    for ordinal, row in enumerate(table.rows()):
        subject = _subject(row, code_columns, name_columns)
        values = [(c, m, amount_in(row.begins(c.index), c.label, found)) for c, m in measured]
        for column in passed:
            found.set_aside(row.begins(column.index))
        printed = {column.index: cell for column, _, cell in values}
        for total, own in parts.items():
            amount = next((c for i in own if (c := printed[i]) and c.text.strip("-—－0.")), None)
            if amount is not None and printed[total] is None:
                without_total.setdefault(total, []).append(amount)
        for column in nameless:
            cell = row.begins(column.index)
            if cell is not None and is_value(cell) and cell.text.strip("-—－"):
                found.not_read(
                    f"“{cell.text}” stands under the column “{column.label}”, not known or there twice",
                    cell,
                )
        if subject is None:
            stray = next((cell for _, _, cell in values if cell and cell.text.strip("-—－")), None)
            if stray is not None:
                found.not_read(f"“{stray.text}” stands in a row without a code or a label", stray)
            continue
        for column, measure, cell in values:
            if cell is not None:
                found.values.append(
                    Value(
                        cell, None, column.basis or "final", subject.code, subject.name, subject.label, subject.item,
                        None, None, measure, column.label, ordinal,
                    )
                )  # fmt: skip
    for total, cells in without_total.items():
        what = f"“{columns[total].label}” is blank in {len(cells)} rows in which its parts have amounts"
        found.not_read(what, cells[0])
    return found


def _parts(measured: list[tuple[Column, str]]) -> dict[int, list[int]]:
    """The subtotal columns (小计 or 合计 under another header cell), and the columns that stand beside each there."""
    found: dict[int, list[int]] = {}
    for column, measure in measured:
        over, _, leaf = column.path.rpartition("/")
        if over and row_labels().is_subtotal(leaf):
            beside = [(c, m) for c, m in measured if c.path.startswith(f"{over}/") and c.basis == column.basis]
            found[column.index] = [c.index for c, m in beside if m != measure]
    return found


def _key_columns(table: Stitched) -> tuple[list[Column], list[Column]]:
    """The columns of codes and of names, by header, else by what stands in them."""
    columns = table.header.columns
    codes = columns_with(columns, "code", "code_class", "code_group", "code_item")
    names = columns_with(columns, "name")
    if codes and names:
        return codes, names
    labels = columns_with(columns, "label")
    if not codes and len(labels) >= 2:
        return labels[:-1], labels[-1:]
    if not codes and not names and labels:
        return labels, []
    if not codes and names:
        return names, []
    if codes and not names:
        after = [c for c in columns if c.index == codes[-1].index + 1 and not measure_of("03", c.path)]
        return codes, labels or after
    texts = [[row.text(c.index) for row in table.rows()] for c in columns[:4]]
    coded = [i for i, column in enumerate(texts) if any(_CODE.match(plain(t)) for t in column)]
    if coded:
        last = coded[-1]
        return [columns[i] for i in coded], [columns[last + 1]] if last + 1 < len(columns) else []
    return [], []


def _subject(row: Row, code_columns: list[Column], name_columns: list[Column]) -> _Subject | None:
    """What a row is about; None for a row without code and label."""
    parts = [plain(row.text(c.index)) for c in code_columns]
    name = "".join(row.text(c.index) for c in name_columns)
    code = _joined([p for p in parts if p.isdigit()])
    if code is None and parts and (both := _CODE_THEN_NAME.fullmatch(parts[0])):
        printed = row.text(code_columns[0].index)
        code, name = both["code"], name or printed[len(both["code"]) :]
    if code:
        return _Subject(code, name or None, name or None, None)
    printed_labels = [row.text(c.index) for c in (*code_columns, *name_columns)]
    label = next((t for t in reversed(printed_labels) if t and not is_sub_header(t)), "")
    if not label:
        return None
    return _Subject(None, None, label, row_labels().item("coded", "", row_labels().bare(label)))


def _joined(parts: list[str]) -> str | None:
    """类, 款, 项 as one code: 208|05|05 → 2080505, also where each column prints the whole code so far."""
    code = ""
    for part in parts:
        code = part if code and part.startswith(code) and len(part) > 2 else code + part
    return code if _CODE.fullmatch(code) else None
