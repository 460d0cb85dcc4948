"""The numbers of 绩效自评表 as they were read: of indicators, of heads, of money blocks.

They have the names by which a check binds them (`check_terms.cell`) and a person corrects them: `P2.3/r12/score`,
`P2.3/funds/budget`. An amount of the money block that is not in the head has that of its row, `P2.3/f2`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import Any

from msgspec import Struct

from extractor.dataset.database import Database
from extractor.dataset.query import records
from extractor.evidence.model import BOX, Mark, State, box_of
from extractor.records.closed_sets import CheckOutcome
from extractor.records.corrections import words_of_cell
from extractor.tables.sheets.columns import HEAD_NUMBERS, INDICATOR_NUMBERS, MEASURES, SCORES, SHEET_COLUMNS
from extractor.tables.sheets.model import STAGES

Row = dict[str, Any]

_INDICATOR = (
    "cell", "sheet", "table_no", "project_name", "indicator_level1", "indicator_level2", "indicator_level3",
    "number_unit", *INDICATOR_NUMBERS, *BOX,
)  # fmt: skip
_TITLES = {
    "target_number": "年初目标值",
    "actual_number": "实际完成值",
    **SCORES,
    **{column.name: column.title for column in SHEET_COLUMNS},
}
_STAGES = {stage: MEASURES[measure] for measure, stage in STAGES.items()}
_HEAD = ("cell", "sheet", "table_no", "project_name", "title", "funds_unit", "expenditure_unit", "page", "line")
_FUNDS = ("cell", "sheet", "source_of_funds", "stage", "amount", "currency_unit", *BOX)
_FAILED = """SELECT DISTINCT t.cell FROM check_terms t JOIN checks c USING (doc_id, check_no)
    WHERE t.doc_id = ? AND c.status = ? AND t.cell LIKE 'P%'"""


def sheet_of(name: str) -> str | None:
    """The number of the 绩效自评表 to which a number of that name belongs; None of all others."""
    sheet = name.partition("/")[0].partition(".")[2]
    return sheet if name.startswith("P") and sheet.isascii() and sheet.isdigit() and len(sheet) <= 9 else None


def sheet_marks(database: Database, where: dict[str, str | None], by_hand: Collection[str]) -> Iterator[Mark]:
    """The numbers of the sheets of a document, of one page of it or of one sheet, as `where` says; a blank is one
    without an amount."""
    found = database.rows(_FAILED, [where["doc_id"], str(CheckOutcome.FAIL)])
    marker = _Marker(frozenset(str(name) for (name,) in found), by_hand)
    heads = records(database, "performance_sheets", (*_HEAD, *HEAD_NUMBERS), where)
    for row in records(database, "performance", _INDICATOR, where):
        yield from marker.of_indicator(row)
    funds = records(database, "performance_funds", _FUNDS, where)
    for row in heads:
        yield from marker.of_head(row, funds)
    yield from map(marker.of_funds, funds)


class _Printed(Struct, frozen=True):
    """A number of a sheet: its name, and the words that stand with it, by some of which a correction knows it."""

    name: str
    amount: Decimal | None
    unit: str | None
    words: str
    known_by: str


class _Marker(Struct, frozen=True):
    """Marks the numbers of sheets; those that fail a check, and those that a person gave, are known by their names."""

    failed: Collection[str]
    by_hand: Collection[str]

    def of_indicator(self, row: Row) -> Iterator[Mark]:
        levels = (row["indicator_level1"], row["indicator_level2"], row["indicator_level3"])
        known_by = words_of_cell(row["project_name"], row["indicator_level3"])
        drawn = True
        for column in reversed(INDICATOR_NUMBERS):  # of a row its score is drawn
            words = " ".join(filter(None, (row["table_no"], *levels, _TITLES[column])))
            unit = "分" if column in SCORES else row["number_unit"]
            printed = _Printed(f"{row['cell']}/{column}", row[column], unit, words, known_by)
            yield self._mark(row, printed, drawn)
            drawn = drawn and printed.amount is None

    def of_head(self, row: Row, funds: list[Row]) -> Iterator[Mark]:
        """The numbers of a head; what the money block prints as well stands there, and is taken out of `funds`."""
        known_by = words_of_cell(row["project_name"], row["title"])
        for column, (item, measure) in HEAD_NUMBERS.items():
            unit = row["expenditure_unit" if item == "expenditure" else "funds_unit"]
            if measure in SCORES:
                unit = "分"
            elif measure == "execution_rate":
                unit = "%"
            words = " ".join(filter(None, (row["table_no"], row["project_name"], _TITLES[column])))
            printed = _Printed(f"{row['cell']}/{item}/{measure}", row[column], unit, words, known_by)
            yield self._mark(_in_block(row, funds, measure, row[column]), printed)

    def of_funds(self, row: Row) -> Mark:
        """An amount of a money block."""
        words = f"{row['source_of_funds'] or ''} {_STAGES[row['stage']]}"
        known_by = words_of_cell(row["source_of_funds"])
        return self._mark(row, _Printed(row["cell"], row["amount"], row["currency_unit"], words, known_by))

    def _mark(self, row: Row, printed: _Printed, drawn: bool = True) -> Mark:
        """The mark of a number that is printed in a row."""
        box = box_of(row) if "x0" in row else None
        line = row.get("line")
        return Mark(
            name=printed.name,
            is_cell=True,
            state=State.FAILED if printed.name in self.failed else State.READ,
            amount=printed.amount,
            unit=printed.unit,
            words=printed.words.strip(),
            engine=None,
            page=row["page"],
            box=box,
            where=None if line is None else str(line),
            table_no=row.get("table_no"),
            by_hand=printed.name in self.by_hand,
            known_by=printed.known_by,
            drawn=drawn and box is not None,
        )


def _in_block(head: Row, funds: list[Row], measure: str, amount: Decimal | None) -> Row:
    """A head with the place in the money block that prints an amount of it, which is taken out of `funds`."""
    for printed in funds if measure in STAGES else ():
        if (printed["sheet"], printed["stage"], printed["amount"]) == (head["sheet"], STAGES[measure], amount):
            funds.remove(printed)
            return {**head, **{key: printed[key] for key in BOX}}
    return head
