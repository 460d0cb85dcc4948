"""A side of 01 printed as a table of its own (收入决算总表 over 一、财政拨款收入 …): its title is that of 02 or 03, its
rows are not."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from extractor.classification.subjects import class_code
from extractor.document.characters import plain
from extractor.lexicon.columns import measure_of
from extractor.lexicon.labels import bare_label, item_of, without_ordinal
from extractor.lexicon.registries import CODE_ROLES, Measure
from extractor.tables.assembly.stitch import Stitched
from extractor.tables.model import Row
from extractor.tables.nine.codes import CODE

FEWEST_ROWS = 3  # that only 01 has
_SIDES = {"02": "01.income", "03": "01.expenditure"}


def with_sides(parts: Sequence[Stitched]) -> list[Stitched]:
    """The tables of a document that prints no 01, with those that are a side of it taken for it."""
    if any(part.kind == "01" for part in parts):
        return list(parts)
    return [replace(part, kind="01") if _is_a_side(part) else part for part in parts]


def _is_a_side(part: Stitched) -> bool:
    """Whether a table titled like 02 or 03 has one column of amounts, no codes, and rows that 01 has on that side."""
    side = _SIDES.get(part.kind or "")
    amounts = [column for column in part.header.columns if column.role is None and column.levels]
    if side is None or len(amounts) != 1 or measure_of("01", *amounts[0].levels) is not Measure.AMOUNT:
        return False
    if any(column.role in CODE_ROLES for column in part.header.columns):
        return False
    labels = [label for row in part.rows() if (label := _label(row))]
    if any(CODE.match(plain(label)) for label in labels):
        return False
    return sum(_is_of_the_side(label, side) for label in labels) >= FEWEST_ROWS


def _label(row: Row) -> str:
    """The first cell of a row that says something, without its 行次."""
    texts = (cell.text for cell in row.cells if cell is not None and cell.text)
    return next((text for text in texts if CODE.match(plain(text)) or not plain(text).isdecimal()), "")


def _is_of_the_side(label: str, side: str) -> bool:
    if side == "01.income":
        return item_of(side, bare_label(label)) is not None
    return class_code(without_ordinal(label), None) is not None
