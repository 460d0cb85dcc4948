"""The economic table (06): two or three blocks of code, name and amount side by side, or one long list.

The total rows 人员经费合计 and 公用经费合计 stand under the blocks; an amount may be several cells away from its label.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from extractor.document.characters import plain
from extractor.tables.assembly.stitch import Stitched
from extractor.tables.headers import Column, measure_of
from extractor.tables.model import Cell, Row, Value
from extractor.tables.nine.collected import Collected, amount_in, columns_with, is_value
from extractor.tables.row_labels import row_labels

KIND = "06"
_CODE = regex.compile(r"\d{3}|\d{5}|\d{7}")
_CODE_THEN_NAME = regex.compile(r"(?P<code>\d{5}|\d{3})(?P<name>\D.*)")
_CODE_ROLES = ("code", "code_class", "code_group", "code_item")


@dataclass(slots=True)
class _Block:
    codes: list[Column] = field(default_factory=list)
    names: list[Column] = field(default_factory=list)
    values: list[tuple[Column, str]] = field(default_factory=list)


def read_economic(table: Stitched, kind: str = KIND) -> Collected:
    """The values of 06."""
    found = Collected(kind)
    blocks = _blocks(table)
    passed = columns_with(table.header.columns, "row_no", "aside")
    for ordinal, row in enumerate(table.rows()):
        for column in passed:
            found.set_aside(row.begins(column.index))
        totals = _total_labels(row, blocks)
        if totals:
            _read_totals(row, totals, blocks, ordinal, found)
            continue
        for block in blocks:
            _read_block(row, block, ordinal, found)
    return found


def _blocks(table: Stitched) -> list[_Block]:
    """The blocks from left to right: each opens with its code column, or its name column where no code is printed."""
    blocks: list[_Block] = []
    for column in table.header.columns:
        role = column.role
        if role in _CODE_ROLES:
            if not blocks or blocks[-1].names or blocks[-1].values:
                blocks.append(_Block())
            blocks[-1].codes.append(column)
        elif role in ("name", "label"):
            if not blocks or blocks[-1].names or blocks[-1].values:
                blocks.append(_Block())
            blocks[-1].names.append(column)
        elif blocks and role is None and column.path:
            measure = measure_of(KIND, column.path)
            if measure:
                blocks[-1].values.append((column, measure))
    if len(blocks) > 1:  # 人员经费 and 公用经费 head whole blocks there, and tell nothing of an amount's measure
        for block in blocks:
            block.values = [(column, "amount") for column, _ in block.values]
    return [b for b in blocks if b.values]


def _total_labels(row: Row, blocks: list[_Block]) -> list[tuple[int, Cell, str]]:
    """The total labels of a row: column, cell, item."""
    labels = row_labels()
    keys = [c for b in blocks for c in (*b.codes, *b.names)]
    found = []
    for column in keys:
        cell = row.begins(column.index)
        if cell is not None and cell.text and (item := labels.item(KIND, "", labels.bare(cell.text))):
            found.append((column.index, cell, item))
    return found


def _read_totals(
    row: Row, totals: list[tuple[int, Cell, str]], blocks: list[_Block], ordinal: int, found: Collected
) -> None:
    """Amounts right of each total label, up to the next one."""
    ends = [column for column, _, _ in totals[1:]] + [len(row.cells)]
    measures = {column.index: (column, measure) for b in blocks for column, measure in b.values}
    for (start, label, item), end in zip(totals, ends, strict=True):
        reach = range(start + 1, end)
        cells = [(i, cell) for i in reach if is_value(cell := row.begins(i)) and cell is not None]
        amounts = [(i, cell) for i, cell in cells if i in measures] or cells
        many = len({measures[i][1] for i, _ in amounts if i in measures}) > 1
        if len(amounts) > 1 and not many:
            found.not_read(f"{len(amounts)} numbers stand after “{label.text}”", label)
            continue
        for i, cell in amounts:
            column, measure = measures.get(i, (None, "amount"))
            basis = (column.basis if column else None) or "final"
            text = column.label if column else ""
            found.values.append(
                Value(cell, None, basis, None, None, label.text, item, None, None, measure, text, ordinal)
            )


def _read_block(row: Row, block: _Block, ordinal: int, found: Collected) -> None:
    parts = [plain(row.text(c.index)) for c in block.codes]
    name = "".join(row.text(c.index) for c in block.names)
    code = "".join(p for p in parts if p.isdigit())
    if len(parts) > 1 and parts[0].isdigit() and any(p.startswith(parts[0]) and len(p) > 3 for p in parts[1:]):
        code = next(p for p in reversed(parts) if p.isdigit())
    if not code and (both := _CODE_THEN_NAME.fullmatch(parts[0] if parts else plain(name))):
        code, name = both["code"], both["name"] if not parts else name or both["name"]
    cells = [(c, m, amount_in(row.begins(c.index), c.label, found)) for c, m in block.values]
    if not _CODE.fullmatch(code) and not name:
        stray = next((cell for _, _, cell in cells if cell and cell.text.strip("-—－0.")), None)
        if stray is not None:
            found.not_read(f"“{stray.text}” stands in a row without a code or a name", stray)
        return
    for column, measure, cell in cells:
        if cell is not None:
            found.values.append(
                Value(
                    cell, None, column.basis or "final", code if _CODE.fullmatch(code) else None, name or None,
                    name or code, None, None, None, measure, column.label, ordinal,
                )
            )  # fmt: skip
