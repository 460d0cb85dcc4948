"""Values of the nine tables → `Fact`s: exact amounts, currency units, subject codes, places on the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from extractor.classification.subjects import Kind, class_named, class_of_row, official_name
from extractor.document.numbers import read_number
from extractor.identity.model import Account
from extractor.records.closed_sets import EngineName
from extractor.records.currency import in_yuan
from extractor.records.keys import cell_names
from extractor.records.rows import Fact, OtherAmount
from extractor.tables.model import Cell, Table, Value

ECONOMIC = "06"  # by 支出经济分类, the others by 支出功能分类
SEVERAL = 2  # zeros read from pictures: that many are printed

_LEVELS = {3: 1, 5: 2, 7: 3}


def facts_of(
    tables: Sequence[Table],
    year: int | None,
    unit: str | None,
    accounts: Sequence[Account],
    codes: Mapping[str | None, str | None],
) -> tuple[Fact, ...]:
    """The facts of a document in printed order.

    `unit` is the currency unit of the document, for tables that print none. `accounts` tell for each table whose it is,
    `codes` the code of each unit by its name. A dash becomes 0 only by `dash_is_zero`.
    """
    zero_dash = dash_is_zero(tables)
    found = []
    for table, account in zip(tables, accounts, strict=True):
        of_table = _FactsOfTable(table, account, codes.get(account.unit_name), table.currency_unit or unit, year)
        for value, name in zip(table.values, cell_names(table), strict=True):
            printed = value.cell.number
            amount = Decimal(0) if printed.kind == "dash" and zero_dash else printed.value
            if amount is not None:
                found.append(of_table.fact(value, name, amount))
    return tuple(found)


class _FactsOfTable(Struct, frozen=True):
    """What the facts of one table share: the table, whose it is, its currency unit, and the fiscal year."""

    table: Table
    account: Account
    unit_code: str | None
    currency_unit: str | None
    year: int | None

    def fact(self, value: Value, name: str, amount: Decimal) -> Fact:
        """The fact of a value, under the name of its cell."""
        table, account, cell = self.table, self.account, value.cell
        code, kind = _subject(value, table.kind, self.year)
        named = code if code and len(code) in _LEVELS else None
        return Fact(
            table_no=table.kind,
            table_no_printed=table.number_printed,
            side=value.side,
            basis=value.basis,
            subject_code=code,
            subject_name=value.subject_name if value.subject_code or code else None,
            subject_name_official=official_name(named, kind, self.year) if named and kind else None,
            subject_kind=kind if code else None,
            subject_level=_LEVELS.get(len(code)) if code else None,
            row_label=value.row_label,
            item=value.item,
            parent_label=value.parent_label,
            row_no=value.row_no,
            printing=account.printing,
            row=value.ordinal + 1,
            cell=name,
            measure=value.measure,
            measure_label=value.measure_label,
            amount=amount,
            currency_unit=self.currency_unit,
            amount_yuan=in_yuan(amount, self.currency_unit),
            page=cell.page if cell.box else None,
            box=cell.box,
            line=cell.line,
            place=cell.place,
            engine=EngineName(cell.engine),
            unit_name=account.unit_name,
            unit_code=self.unit_code,
            coverage=account.coverage,
            set_no=account.set_no,
            others=_others(cell, amount) if cell.alternatives else (),
            class_named=None if code else class_named(value.row_label or "", table.kind == ECONOMIC),
            guessed=value.guessed,
            may_be=value.may_be,
        )


def _others(cell: Cell, amount: Decimal) -> tuple[OtherAmount, ...]:
    """The other amounts that a cell may print; readings that are worth the same count once."""
    shares: dict[Decimal, float] = {}
    for other in cell.alternatives:
        value = read_number(other.text).value
        if value is not None and value != amount:
            shares[value] = shares.get(value, 0.0) + other.probability
    return tuple(OtherAmount(value, share) for value, share in shares.items())


def _subject(value: Value, table: str, year: int | None) -> tuple[str | None, Kind | None]:
    """The code and its kind of classification: printed in coded tables, by the name of the row in 01 and 04."""
    if table == ECONOMIC:
        return value.subject_code, "economic"
    if table in ("01", "04"):
        if value.side == "expenditure" and value.item is None and value.row_label:
            return class_of_row(value.row_label, year), "function"
        return None, None
    return value.subject_code, "function"


def dash_is_zero(tables: Sequence[Table]) -> bool:
    """Whether a printed dash stands for zero in this document.

    It does where no zero is printed as a number, and dashes stand beside numbers in one row: there the dash is how
    the document writes its zeros. A document that prints both 0.00 and — means two things by them, which a single
    zero read from a picture does not prove: a digit of it may be misread.
    """
    zeros = [v.cell for table in tables for v in table.values if v.cell.number.is_number and not v.cell.number.value]
    if len(zeros) >= SEVERAL or any(cell.engine != EngineName.OCR for cell in zeros):
        return False
    kinds: dict[tuple[int, int], set[str]] = {}
    for place, table in enumerate(tables):
        for value in table.values:
            kinds.setdefault((place, value.ordinal), set()).add(value.cell.number.kind)
    return any({"number", "dash"} <= of_row for of_row in kinds.values())
