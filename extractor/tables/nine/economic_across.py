"""The economic table (06) transposed: its items are columns, with a row for each stage of the budget (or only one).

A head names its item by code and name, by its official name, or as the 合计 or 小计 of what stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from extractor.classification.subjects import is_economic_name
from extractor.languages import said
from extractor.lexicon.composition import meaning
from extractor.lexicon.labels import bare_label, is_subtotal, item_of
from extractor.lexicon.registries import CODE_ROLES, Basis, Item, Measure, Role
from extractor.tables.headers import Column
from extractor.tables.model import Row, Value
from extractor.tables.nine.collected import Collected, amount_in, columns_with
from extractor.tables.nine.rows.codes import code_after_name, code_before_name

KIND = "06"
FEWEST_ITEMS = 3  # that heads name, for a table to be turned over


class _Head(Struct, frozen=True):
    """What a column is about: a subject by code and name, or an item."""

    column: Column
    code: str | None
    name: str | None
    item: Item | None


def heads_across(columns: Sequence[Column]) -> list[_Head]:
    """The items that the columns of a table name; empty where its items are rows."""
    if columns_with(columns, *CODE_ROLES, Role.NAME):
        return []
    heads = [head for column in columns if column.role is None and column.levels and (head := _head(column))]
    return heads if sum(head.item is None for head in heads) >= FEWEST_ITEMS else []


def _head(column: Column) -> _Head | None:
    over, leaf = column.levels[:-1], column.levels[-1]
    if over and is_subtotal(leaf) and (whole := _subject(over[-1])):
        return _Head(column, *whole, None)
    if subject := _subject(leaf):
        return _Head(column, *subject, None)
    item = item_of(KIND, "".join(bare_label(level) for level in column.levels)) or item_of(KIND, bare_label(leaf))
    return _Head(column, None, None, item.item) if item else None


def _subject(text: str) -> tuple[str | None, str] | None:
    if named := code_before_name(text) or code_after_name(text):
        return named
    return (None, text) if is_economic_name(text) else None


def read_across(heads: Sequence[_Head], columns: Sequence[Column], rows: Sequence[Row], found: Collected) -> None:
    """The values of a transposed table; a row that is of no stage, or of the stage of an earlier row, is announced."""
    labels = [c for c in columns if c.role is not None]
    known = {head.column.index for head in heads}
    for column in columns:
        if column.role is None and column.index not in known:
            found.column_not_read(column, rows, said("which is no item of table 06"))
    seen: set[Basis] = set()
    for row in rows:
        label = next((text for c in labels if (text := row.text(c.index))), "")
        words = meaning(label)
        cells = [(head, amount_in(row.begins(head.column.index), head.column.label, found)) for head in heads]
        amounts = [cell for _, cell in cells if cell is not None]
        if "other_year" in words.says or not amounts:
            for cell in amounts:
                found.set_aside(cell)
            continue
        basis = words.basis or Basis.FINAL
        if (label and not words.is_known) or words.says - {"final", "budget"} or basis in seen:
            what = said("the row “{row}” of a table whose columns are the items is none of a stage", row=label)
            found.not_read(what, amounts[0])
            for cell in amounts:
                found.set_aside(cell)
            continue
        seen.add(basis)
        for place, (head, amount) in enumerate(cells):
            if amount is not None:
                name = head.name or head.column.label
                found.values.append(
                    Value(
                        amount, None, basis, head.code, head.name, name, head.item, None, None, Measure.AMOUNT,
                        head.column.label, place,
                    )
                )  # fmt: skip
