"""The economic table (06): two or three blocks of code, name and amount side by side, or one long list.

The total rows 人员经费合计 and 公用经费合计 stand under the blocks; an amount may be several cells away from its label.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from extractor.classification.subjects import is_official_name
from extractor.document.characters import plain
from extractor.kept import compiled
from extractor.languages import said
from extractor.lexicon.columns import holds_no_amounts
from extractor.lexicon.labels import RowItem, bare_label, item_of
from extractor.lexicon.registries import CODE_ROLES, Basis, Item, Measure, Role
from extractor.tables.assembly.stitch import Stitched
from extractor.tables.headers import Column
from extractor.tables.model import Cell, Row, Value
from extractor.tables.nine.collected import Collected, Measured, amount_in, columns_with, first_amount, is_value
from extractor.tables.nine.columns.measured import measured
from extractor.tables.nine.economic_across import heads_across, read_across
from extractor.tables.nine.rows.codes import code_before_name, misprinted_code, with_zeros

KIND = "06"
_CODE = compiled(r"\d{3}|\d{5}|\d{7}")


class _Block(Struct):
    """The columns of one block of items."""

    codes: list[Column] = field(default_factory=list)
    names: list[Column] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    amounts: list[Measured] = field(default_factory=list)


class _TotalLabel(Struct, frozen=True):
    """The label of a total row: its column, cell and item."""

    column: int
    cell: Cell
    item: Item


def read_economic(table: Stitched, kind: str, year: int | None) -> Collected:
    """The values of 06; `year` is the fiscal year of the document, where it is known."""
    found = Collected(kind)
    rows = tuple(table.rows())
    for column in columns_with(table.header.columns, Role.ROW_NO, Role.ASIDE):
        found.column_set_aside(column, rows)
    if heads := heads_across(table.header.columns):
        read_across(heads, table.header.columns, rows, found)
        return found
    blocks = _blocks(table, rows, year, found)
    labels = columns_with(table.header.columns, *CODE_ROLES, Role.NAME, Role.LABEL)
    for ordinal, row in enumerate(rows):
        totals = _total_labels(row, labels, table.header.columns)
        if totals:
            _read_totals(row, totals, blocks, ordinal, found)
        else:
            for block in blocks:
                _read_block(row, block, ordinal, year, found)
    return found


def _blocks(table: Stitched, rows: Sequence[Row], year: int | None, found: Collected) -> list[_Block]:
    """The blocks from left to right: each opens with its code column, or its name column where no code is printed."""
    blocks: list[_Block] = []
    aside = _of_government(table.header.columns, rows)
    for column in table.header.columns:
        if column.index in aside:
            continue
        is_code, is_name = column.role in CODE_ROLES, column.role in (Role.NAME, Role.LABEL)
        if (is_code or is_name) and (not blocks or blocks[-1].columns or (is_code and blocks[-1].names)):
            blocks.append(_Block())
        if is_code:
            blocks[-1].codes.append(column)
        elif is_name:
            blocks[-1].names.append(column)
        elif column.role is None and blocks and column.levels:
            blocks[-1].columns.append(column)
    many = len(blocks) > 1  # also where one of them is not understood
    for block in blocks:
        block.amounts = measured(_under_heads(block) if many else block.columns, KIND, rows, year, found)
    blocks = [b for b in blocks if b.amounts]
    if many:  # 人员经费 and 公用经费 head whole blocks there, and tell nothing of an amount's measure
        for block in blocks:
            block.amounts = [(column, Measure.AMOUNT, basis) for column, _, basis in block.amounts]
    return blocks


def _of_government(columns: Sequence[Column], rows: Sequence[Row]) -> frozenset[int]:
    """The columns of 政府预算支出经济分类 (50101) beside those of 部门预算支出经济分类 (30101), which give the same
    amounts once more: codes that begin with 5, and the names that follow them, where other codes begin with 3."""
    first: dict[int, str] = {}
    for column in columns_with(columns, *CODE_ROLES):
        digits = {text[0] for row in rows if _CODE.fullmatch(text := plain(row.text(column.index)))}
        first[column.index] = digits.pop() if len(digits) == 1 else ""
    if "3" not in first.values():
        return frozenset()
    found: set[int] = set()
    for column in columns:
        follows_one = column.role in (Role.NAME, Role.LABEL) and column.index - 1 in found
        if first.get(column.index) == "5" or follows_one:
            found.add(column.index)
    return frozenset(found)


def _under_heads(block: _Block) -> list[Column]:
    """The columns of amounts of a block, without the heads that stand over its codes and names as well (工资福利支出):
    these name the block, and say nothing about the measure of an amount."""
    labels = [*block.codes, *block.names]
    shared = max((len(c.levels) for c in block.columns), default=0)
    for column in block.columns:
        same = [n for n in range(shared + 1) if all(label.levels[:n] == column.levels[:n] for label in labels)]
        shared = min(max(same, default=0), len(column.levels) - 1)
    return [replace(c, levels=c.levels[shared:]) for c in block.columns]


def _total_labels(row: Row, labels: Sequence[Column], columns: Sequence[Column]) -> list[_TotalLabel]:
    """The total labels of a row, from left to right. In a row without a code 人员经费 is one, too; and beside one of
    them the label of another total may stand in a column of amounts, centred over several panels."""
    has_code = any(_CODE.match(bare_label(row.text(column.index))) for column in labels)
    found: list[_TotalLabel] = []
    for column in columns:
        cell = row.begins(column.index)
        if cell is None or cell.number.kind != "text":
            continue
        label = bare_label(cell.text)
        item = item_of(KIND, label) or (None if has_code or column not in labels else _part_of_all(label))
        if item is not None:
            found.append(_TotalLabel(column.index, cell, item.item))
    return found if any(label.column in {c.index for c in labels} for label in found) else []


def _part_of_all(label: str) -> RowItem | None:
    """Which total a label names: of the personnel or of the public expenses."""
    found = item_of(KIND, label, is_sum=True)
    return found if found and found.item in (Item.PERSONNEL_TOTAL, Item.PUBLIC_TOTAL) else None


def _read_totals(
    row: Row, totals: Sequence[_TotalLabel], blocks: Sequence[_Block], ordinal: int, found: Collected
) -> None:
    """Reads the amounts to the right of each total label, up to the next one."""
    ends = [label.column for label in totals[1:]] + [len(row.cells)]
    known = {m[0].index: m for b in blocks for m in b.amounts}
    for label, end in zip(totals, ends, strict=True):
        reach = range(label.column + 1, end)
        cells = [(i, cell) for i in reach if is_value(cell := row.begins(i)) and cell is not None]
        amounts = [(i, cell) for i, cell in cells if i in known] or cells
        many = len({known[i][1:] for i, _ in amounts if i in known}) > 1
        if len(amounts) > 1 and not many:
            found.not_read(
                said("{count} numbers stand after “{label}”", count=len(amounts), label=label.cell.text), label.cell
            )
            continue
        for i, cell in amounts:
            column, measure, basis = known.get(i, (None, Measure.AMOUNT, Basis.FINAL))
            printed = column.label if column else ""
            found.values.append(
                Value(cell, None, basis, None, None, label.cell.text, label.item, None, None, measure, printed, ordinal)
            )


def _read_block(row: Row, block: _Block, ordinal: int, year: int | None, found: Collected) -> None:
    parts = [plain(row.text(c.index)) for c in block.codes]
    name = "".join(row.text(c.index) for c in block.names)
    code = _code(parts)
    if (filled := with_zeros(parts)) != parts and is_official_name(name, _code(filled), "economic", year):
        code = _code(filled)
    if not code and (both := code_before_name(row.text(block.codes[0].index) if parts else name)):
        code, name = both[0], both[1] if not parts else name or both[1]
    cells = [(m, amount_in(row.begins(m[0].index), m[0].label, found)) for m in block.amounts]
    is_code = bool(_CODE.fullmatch(code))
    if not is_code and not name:
        stray = first_amount(cell for _, cell in cells)
        if stray is not None:
            found.not_read(said("“{text}” is in a row without a code or a name", text=stray.text), stray)
        return
    if not is_code and holds_no_amounts(name, year):
        for _, cell in cells:
            found.set_aside(cell)
        return
    misprinted = next((p for p in parts if misprinted_code(p)), None) or (code if not is_code else None)
    if misprinted:
        first = next((cell for _, cell in cells if cell is not None), None)
        if first is not None:
            what = said("“{code}” of “{row}” is no subject code", code=misprinted, row=name or first.text)
            found.not_read(what, first)
        return
    for (column, measure, basis), cell in cells:
        if cell is not None:
            found.values.append(
                Value(
                    cell, None, basis, code if is_code else None, name or None, name or code, None, None, None, measure,
                    column.label, ordinal,
                )
            )  # fmt: skip


def _code(parts: Sequence[str]) -> str:
    """类 and 款 as one code, also where the second column prints the whole code (301|30101)."""
    if len(parts) > 1 and parts[0].isdigit() and any(p.startswith(parts[0]) and len(p) > 3 for p in parts[1:]):
        return next(p for p in reversed(parts) if p.isdigit())
    return "".join(p for p in parts if p.isdigit())
