"""A side of 01 or 04 printed as a table of its own (收入决算总表 over 一、财政拨款收入 …).

Its title may be that of 02 or 03; its rows are not. Two such tables, of one side each, are one table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from extractor.classification.subjects import class_code
from extractor.document.characters import plain
from extractor.lexicon.labels import bare_label, item_of, without_ordinal
from extractor.lexicon.measures import measure_of
from extractor.lexicon.registries import CODE_ROLES, Measure
from extractor.tables.assembly.stitch import Stitched
from extractor.tables.headers import Column
from extractor.tables.model import Row, Table
from extractor.tables.nine.rows.codes import CODE

FEWEST_ROWS = 3  # that only 01 has
_SIDES = {"02": "01.income", "03": "01.expenditure"}


def with_sides(parts: Sequence[Stitched]) -> list[Stitched]:
    """The tables of a document that prints no 01 or only half of it, with the tables that are a side of it taken as
    such."""
    if any(part.kind == "01" and not _is_one_sided(part) for part in parts):
        return list(parts)
    found: list[Stitched] = []
    for part in parts:
        is_side = _is_a_side(part) or (part.kind is None and bool(found) and is_the_other_side(part, found[-1]))
        found.append(replace(part, kind="01") if is_side else part)
    return found


def is_the_other_side(part: Stitched, before: Stitched) -> bool:
    """Whether a table without a title, which follows a side of 01 on its page or the next, has the rows of the other
    side."""
    if part.title is not None or before.kind != "01" or not _is_one_sided(before):
        return False
    amounts = _amounts(part)
    if len(amounts) != 1 or measure_of("01", *amounts[0].levels) is not Measure.AMOUNT:
        return False
    follows = part.blocks[0].grid.page in (before.last_page, before.last_page + 1)
    return follows and any(_has_rows_of(part, side) and not _has_rows_of(before, side) for side in _SIDES.values())


def _is_one_sided(part: Stitched) -> bool:
    """Whether a table titled like 01 has one column of amounts and the rows of one side."""
    return len(_amounts(part)) == 1 and sum(_has_rows_of(part, side) for side in _SIDES.values()) == 1


def _is_a_side(part: Stitched) -> bool:
    """Whether a table titled like 02 or 03 has one column of amounts, no codes, and rows that 01 has on that side."""
    side, amounts = _SIDES.get(part.kind or ""), _amounts(part)
    if side is None or len(amounts) != 1 or measure_of("01", *amounts[0].levels) is not Measure.AMOUNT:
        return False
    return not any(column.role in CODE_ROLES for column in part.header.columns) and _has_rows_of(part, side)


def _amounts(part: Stitched) -> list[Column]:
    return [column for column in part.header.columns if column.role is None and column.levels]


def _has_rows_of(part: Stitched, side: str) -> bool:
    """Whether some rows of a table are those of a side of 01, and none begins with a code."""
    labels = [label for row in part.rows() if (label := _label(row))]
    if any(CODE.match(plain(label)) for label in labels):
        return False
    return sum(_is_of_the_side(label, side) for label in labels) >= FEWEST_ROWS


def _label(row: Row) -> str:
    """The first cell of a row that says something, other than its 行次."""
    texts = (cell.text for cell in row.cells if cell is not None and cell.text)
    return next((text for text in texts if CODE.match(plain(text)) or not plain(text).isdecimal()), "")


def _is_of_the_side(label: str, side: str) -> bool:
    if side == "01.income":
        return item_of(side, bare_label(label)) is not None
    return class_code(without_ordinal(label), None) is not None


def with_halves_joined(tables: Sequence[Table]) -> list[Table]:
    """The tables, in which two halves of one kind that follow each other are one; a half whose other was not found says
    so."""
    found: list[Table] = []
    printings: Counter[str] = Counter()
    for table in tables:
        before = next((i for i in range(len(found) - 1, -1, -1) if found[i].kind == table.kind), None)
        if before is not None and _are_halves(found[before], table):
            found[before] = _joined(found[before], table)
            continue
        printings[table.kind] += 1
        found.append(replace(table, printing=printings[table.kind]))
    return [replace(t, unread=(*t.unread, t.half), half=None) if t.half is not None else t for t in found]


def _are_halves(one: Table, other: Table) -> bool:
    """Whether each of two tables lacks the side that the other has, and both have the same unit, year and currency."""
    sides = [{value.side for value in table.values} for table in (one, other)]
    return (
        one.half is not None
        and other.half is not None
        and one.supposed is None
        and other.supposed is None
        and not sides[0] & sides[1]
        and all(None in pair or len(set(pair)) == 1 for pair in _frames(one, other))
    )


def _frames(one: Table, other: Table) -> tuple[tuple[str | int | None, str | int | None], ...]:
    return (one.currency_unit, other.currency_unit), (one.maker, other.maker), (one.year, other.year)


def _joined(one: Table, other: Table) -> Table:
    """Both halves, the rows of the second below those of the first."""
    rows = 1 + max((value.ordinal for value in one.values), default=-1)
    return replace(
        one,
        currency_unit=one.currency_unit or other.currency_unit,
        maker=one.maker or other.maker,
        year=one.year or other.year,
        grids=(*one.grids, *other.grids),
        values=(*one.values, *(replace(value, ordinal=value.ordinal + rows) for value in other.values)),
        unread=(*one.unread, *other.unread),
        uneven=(*one.uneven, *other.uneven),
        blank=one.blank | other.blank,
        noted=(*one.noted, *other.noted),
        half=None,
    )
