"""Coded tables (02, 03, 05, 07, 08): a subject code in one column or in 类/款/项, a name, and columns of amounts.

合计 stands first or last, in the code or the name column, or in one row with the sub-headers 类 款 项.
"""

from __future__ import annotations

from msgspec import Struct

from extractor.document.characters import plain
from extractor.document.numbers import read_number
from extractor.kept import compiled
from extractor.languages import said
from extractor.lexicon.columns import holds_no_amounts, is_only_a_stage, is_sub_header
from extractor.lexicon.labels import bare_label, is_subtotal, item_of
from extractor.lexicon.registries import CODE_ROLES, Item, Role
from extractor.lexicon.titles import LAST_BRACKET, unit_endings
from extractor.tables.assembly.stitch import Stitched
from extractor.tables.headers import Column
from extractor.tables.model import DRAWN, Cell, Row, Value
from extractor.tables.nine.codes import (
    CODE,
    HangingCodes,
    code_after_name,
    code_before_name,
    digits_of,
    misprinted_code,
    opens_with_code,
)
from extractor.tables.nine.collected import Collected, Measured, Panel, amount_in, columns_with
from extractor.tables.nine.measured import measured
from extractor.tables.nine.merged_codes import codes_of_spans
from extractor.tables.nine.stages import Another, StagesOfRows

UNIT_LEVEL = 3  # digits that each level adds to the code of a unit (单位代码)
_WORDS = compiled(r"\p{Han}{2}")
_PASSED = (Role.ROW_NO, Role.LABEL, Role.ASIDE, Role.UNIT_CODE, Role.UNIT_NAME)


class _Subject(Struct, frozen=True):
    """What a row is about; `incomplete` are digits where a code stands that are none."""

    code: str | None
    name: str | None
    label: str | None
    item: Item | None
    incomplete: str = ""


def read_coded(table: Stitched, kind: str, year: int | None) -> Collected:
    """The values of a coded table; `year` is the fiscal year of the document, where it is known."""
    found = Collected(kind)
    rows = tuple(table.rows())
    columns = table.header.columns
    code_columns, name_columns = _key_columns(table, kind)
    keys = {c.index for c in (*code_columns, *name_columns)}
    stages = StagesOfRows(rows, [c for c in columns if c.index not in keys])
    apart = {*keys, *stages.columns}
    amounts = measured([c for c in columns if c.index not in apart and c.role not in _PASSED], kind, rows, year, found)
    found.panels.append(Panel(None, tuple(amounts)))
    for column in columns_with(columns, Role.ASIDE):  # an amount in a column of 行次 is no 行次, and is announced
        found.column_set_aside(column, rows)
    parts = _parts(amounts)
    without_total: dict[int, list[Cell]] = {}
    incomplete: list[tuple[str, Cell]] = []
    codes, spanning = HangingCodes(year), codes_of_spans(rows, code_columns, name_columns)
    units = _Units(rows, columns, found)
    above: _Subject | None = None
    for ordinal, row in enumerate(rows):
        cells = {c.index: amount_in(row.begins(c.index), c.label, found) for c, _, _ in amounts}
        for total, own in parts.items():
            amount = next((c for i in own if (c := cells[i]) and c.text.strip("-—－0.")), None)
            if amount is not None and cells[total] is None:
                without_total.setdefault(total, []).append(amount)
        stage = stages.of(row)
        printed_subject = _subject(row, code_columns, name_columns, codes) or units.total(row)
        if ordinal in spanning:
            name = row.text(name_columns[0].index)
            printed_subject = _Subject(spanning[ordinal], name, name, None)
        subject = above = printed_subject or (above if stage else None)
        unit = units.of(row, subject)
        if stage is Another.YEAR:
            for cell in cells.values():
                found.set_aside(cell)
            continue
        if subject is not None and subject.incomplete:
            amount = next((cell for cell in cells.values() if cell and cell.text.strip("-—－")), None)
            for cell in cells.values():
                found.set_aside(cell)
            if amount is not None:
                what = said("“{code}” of “{row}”", code=subject.incomplete, row=subject.label or amount.text)
                incomplete.append((what, amount))
            continue
        if subject is not None and subject.code is None and holds_no_amounts(subject.label or "", year):
            for cell in cells.values():
                found.set_aside(cell)
            continue
        if not stage and subject is not None and subject.code is None and is_only_a_stage(subject.label or ""):
            first = next((cell for cell in cells.values() if cell and cell.text.strip("-—－")), None)
            for cell in cells.values():
                found.set_aside(cell)
            if first is not None:
                found.not_read(said("the row “{row}” is none that is known here", row=subject.label), first)
            continue
        if subject is None:
            stray = next((cell for cell in cells.values() if cell and cell.text.strip("-—－")), None)
            if stray is not None:
                found.not_read(said("“{text}” is in a row without a code or a label", text=stray.text), stray)
            continue
        for key in code_columns:
            if (printed := row.begins(key.index)) is None:
                continue
            if digits_of(plain(printed.text)):  # 201.03 is no amount
                found.set_aside(printed)
            elif DRAWN in printed.text:
                found.drawn(key.label, printed)
        for column, measure, basis in amounts:
            cell = cells[column.index]
            if cell is not None:
                found.values.append(
                    Value(
                        cell, None, column.basis or stage or basis, subject.code, subject.name, subject.label,
                        subject.item, None, None, measure, column.label, ordinal, unit,
                    )
                )  # fmt: skip
    if incomplete:
        broken, first = incomplete[0]
        many = said(" and {count} more", count=len(incomplete) - 1) if len(incomplete) > 1 else ""
        found.not_read(
            said("{code}{many} is no subject code, and the rows above do not complete it", code=broken, many=many),
            first,
        )
    labels = {c.index: c.label for c in columns}
    for total, lacking in without_total.items():
        what = said(
            "“{column}” is blank in {count} rows in which its parts have amounts",
            column=labels[total],
            count=len(lacking),
        )
        found.not_read(what, lacking[0])
    return found


def _is_total(label: str) -> bool:
    item = item_of("coded", bare_label(label))
    return item is not None and item.item is Item.GRAND_TOTAL


def _some(digits: str) -> bool:
    """Whether digits may be of a code; 000 stands before 合计."""
    return bool(digits.strip("0"))


def _is_unit(digits: str, name: str) -> bool:
    """Whether a row is of a unit, with its code (101, 101001) in the place of a subject's."""
    return len(digits) % UNIT_LEVEL == 0 and LAST_BRACKET.sub("", name).removesuffix("本级").endswith(unit_endings())


class _Units:
    """The columns that say whose a row is (单位代码, 单位名称): a name stands for the rows below it that have none."""

    def __init__(self, rows: tuple[Row, ...], columns: tuple[Column, ...], found: Collected) -> None:
        self._names = columns_with(columns, Role.UNIT_NAME)
        self._last: str | None = None
        for column in columns_with(columns, Role.UNIT_CODE) if not self._names else ():
            codes = {text: row for row in rows if (text := row.text(column.index)) and plain(text).isdigit()}
            cell = next((row.begins(column.index) for row in codes.values()), None)
            if len(codes) > 1 and cell is not None:
                found.not_read(
                    said(
                        "{count} units have rows here, and “{column}” is no name of them",
                        count=len(codes),
                        column=column.label,
                    ),
                    cell,
                )

    def total(self, row: Row) -> _Subject | None:
        """The subject of a row that has no other label than in the column of the units."""
        label = self._text(row)
        if not label:
            return None
        item = item_of("coded", bare_label(label))
        return _Subject(None, None, label, item.item if item else None)

    def of(self, row: Row, subject: _Subject | None) -> str | None:
        if not self._names or (subject is not None and subject.item is not None):
            return None
        self._last = self._text(row) or self._last
        return self._last

    def _text(self, row: Row) -> str:
        return next(
            (cell.text for c in reversed(self._names) if (cell := row.cells[c.index]) is not None and cell.text), ""
        )


def _parts(amounts: list[Measured]) -> dict[int, list[int]]:
    """The subtotal columns (小计 or 合计 under another header cell), and the columns that stand beside each there."""
    found: dict[int, list[int]] = {}
    for column, measure, basis in amounts:
        over = column.levels[:-1]
        if over and is_subtotal(column.levels[-1]):
            beside = [(c, m) for c, m, b in amounts if c.levels[: len(over)] == over and b == basis]
            found[column.index] = [c.index for c, m in beside if m != measure and len(c.levels) > len(over)]
    return found


def _key_columns(table: Stitched, kind: str) -> tuple[list[Column], list[Column]]:
    """The columns of codes and of names, by header, else by what stands in them."""
    columns = table.header.columns
    codes = columns_with(columns, *CODE_ROLES)
    names = columns_with(columns, Role.NAME)
    labels = columns_with(columns, Role.LABEL)
    if codes and names and labels and not _holds_texts(table, names) and _holds_texts(table, labels):
        names = labels  # without rules the names may stand under 项目, which reaches over 科目编码 and 科目名称
    if codes and names:
        if any(_holds_codes(table, c) for c in codes) or not any(_holds_codes(table, c) for c in names):
            return codes, names
        return names, codes  # their headers changed places
    if not codes and len(labels) >= 2:
        return labels[:-1], labels[-1:]
    if not codes and not names and labels:
        return labels, []
    if not codes and names:
        headed_otherwise = [c for c in labels if _holds_codes(table, c)]  # 项目 over codes, 名称 beside it
        return (headed_otherwise, names) if headed_otherwise else (names, [])
    if codes and not names:
        after = [c for c in columns if c.index == codes[-1].index + 1 and not c.measure(kind)]
        return codes, labels or after
    texts = [[row.text(c.index) for row in table.rows()] for c in columns[:4]]
    coded = [i for i, column in enumerate(texts) if any(opens_with_code(t) for t in column)]
    if coded:
        last = coded[-1]
        return [columns[i] for i in coded], [columns[last + 1]] if last + 1 < len(columns) else []
    return [], []


def _holds_texts(table: Stitched, columns: list[Column]) -> bool:
    return any(_WORDS.search(row.text(column.index)) for row in table.rows() for column in columns)


def _holds_codes(table: Stitched, column: Column) -> bool:
    """Whether codes of subjects stand in a column, and nothing behind them."""
    return any(CODE.fullmatch(digits_of(plain(row.text(column.index)))) for row in table.rows())


def _subject(row: Row, code_columns: list[Column], name_columns: list[Column], codes: HangingCodes) -> _Subject | None:
    """What a row is about; None for a row without code and label."""
    where_codes_stand = [row.text(c.index) for c in code_columns]
    parts = list(map(plain, where_codes_stand))
    beside = "".join(dict.fromkeys(row.text(c.index) for c in name_columns))  # printed over each half of a wide table
    # In columns of codes set in by their level, a name may stand where the last of them does.
    name = beside or next((text for text in reversed(where_codes_stand) if _WORDS.search(text)), "")
    digits = [digits_of(part) for part in parts]
    code, name = codes.read(digits, name)
    if code is None and (both := code_before_name(next(filter(None, where_codes_stand), ""))):
        code, name = both[0], beside or both[1]
    if code is None and (both := code_before_name(beside)):
        code, name = both
    if code is None and (named := code_after_name(name)):
        code, name = named
    if code:
        return _Subject(code, name or None, name or None, None)
    printed_labels = [row.text(c.index) for c in (*code_columns, *name_columns)]
    texts = (t for t in reversed(printed_labels) if t and not is_sub_header(t))
    label = next((t for t in texts if not read_number(t).is_value), "")  # (an amount is no name of a row)
    if misprinted := next(filter(misprinted_code, parts), None):
        return _Subject(None, None, label, None, misprinted)
    label = next(filter(_is_total, printed_labels), label)  # 合计 where the codes stand, the unit where the names do
    if any(map(_some, digits)) and not _is_unit("".join(digits), plain(label)):
        return _Subject(None, None, label, None, "".join(digits))
    if not label:
        return None
    item = item_of("coded", bare_label(label))
    return _Subject(None, None, label, item.item if item else None)
