"""What the rows of a coded table are about: subjects, by code and name, or the unit whose row it is."""

from __future__ import annotations

from msgspec import Struct

from extractor.document.characters import plain
from extractor.document.numbers import read_number
from extractor.kept import compiled
from extractor.languages import said
from extractor.lexicon.header_words import is_sub_header
from extractor.lexicon.labels import bare_label, item_of
from extractor.lexicon.registries import CODE_ROLES, Item, Role
from extractor.lexicon.titles import LAST_BRACKET, unit_endings
from extractor.tables.assembly.stitch import Stitched
from extractor.tables.headers import Column
from extractor.tables.model import Row
from extractor.tables.nine.collected import Collected, columns_with
from extractor.tables.nine.rows.codes import (
    CODE,
    HangingCodes,
    code_after_name,
    code_before_name,
    digits_of,
    misprinted_code,
    opens_with_code,
)

UNIT_LEVEL = 3  # digits that each level adds to the code of a unit (单位代码)
_WORDS = compiled(r"\p{Han}{2}")


class Subject(Struct, frozen=True):
    """What a row is about; `incomplete` are digits in the place of a code that are not one."""

    code: str | None
    name: str | None
    label: str | None
    item: Item | None
    incomplete: str = ""


def key_columns(table: Stitched, kind: str) -> tuple[list[Column], list[Column]]:
    """The columns of codes and of names, by their headers, else by what stands in them."""
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
    """Whether subject codes stand in a column, with nothing after them."""
    return any(CODE.fullmatch(digits_of(plain(row.text(column.index)))) for row in table.rows())


def subject_of(row: Row, code_columns: list[Column], name_columns: list[Column], codes: HangingCodes) -> Subject | None:
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
        return Subject(code, name or None, name or None, None)
    codes.break_off(parts)
    printed_labels = [row.text(c.index) for c in (*code_columns, *name_columns)]
    texts = (t for t in reversed(printed_labels) if t and not is_sub_header(t))
    label = next((t for t in texts if not read_number(t).is_value), "")  # (an amount is no name of a row)
    if misprinted := next(filter(misprinted_code, parts), None):
        return Subject(None, None, label, None, misprinted)
    label = next(filter(_is_total, printed_labels), label)  # 合计 where the codes stand, the unit where the names do
    own = "".join(digits)
    if any(map(_may_be_of_a_code, digits)) and (codes.goes_on(own) or not _is_unit(own, plain(label))):
        return Subject(None, None, label, None, own)
    if not label:
        return None
    item = item_of("coded", bare_label(label))
    return Subject(None, None, label, item.item if item else None)


def _is_total(label: str) -> bool:
    item = item_of("coded", bare_label(label))
    return item is not None and item.item is Item.GRAND_TOTAL


def _may_be_of_a_code(digits: str) -> bool:
    """Whether digits may be part of a code; 000 stands before 合计."""
    return bool(digits.strip("0"))


def _is_unit(digits: str, name: str) -> bool:
    """Whether a row is that of a unit, with its code (101, 101001) in place of a subject's."""
    return len(digits) % UNIT_LEVEL == 0 and LAST_BRACKET.sub("", name).removesuffix("本级").endswith(unit_endings())


class UnitsOfRows:
    """The columns that say whose a row is (单位代码, 单位名称): a name also holds for the rows below it that have
    none."""

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

    def total(self, row: Row) -> Subject | None:
        """The subject of a row whose only label stands in the column of the units."""
        label = self._text(row)
        if not label:
            return None
        item = item_of("coded", bare_label(label))
        return Subject(None, None, label, item.item if item else None)

    def of(self, row: Row, subject: Subject | None) -> str | None:
        if not self._names or (subject is not None and subject.item is not None):
            return None
        self._last = self._text(row) or self._last
        return self._last

    def _text(self, row: Row) -> str:
        return next(
            (cell.text for c in reversed(self._names) if (cell := row.cells[c.index]) is not None and cell.text), ""
        )
