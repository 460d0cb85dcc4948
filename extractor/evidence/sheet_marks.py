"""The numbers of 绩效自评表 as they were read: of indicators, of heads, of money blocks.

They have the names by which a check binds them (`check_terms.cell`) and a person corrects them: `P2.3/r12/score`,
`P2.3/funds/budget`. An amount of the money block that is not in the head has that of its row, `P2.3/f2`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import Any

from extractor.dataset.database import Database
from extractor.dataset.query import records
from extractor.document.model import Box
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
    failed = frozenset(str(name) for (name,) in found)
    heads = records(database, "performance_sheets", (*_HEAD, *HEAD_NUMBERS), where)
    for row in records(database, "performance", _INDICATOR, where):
        yield from _of_indicator(row, failed, by_hand)
    funds = records(database, "performance_funds", _FUNDS, where)
    for row in heads:
        yield from _of_head(row, funds, failed, by_hand)
    for row in funds:
        words = f"{row['source_of_funds'] or ''} {_STAGES[row['stage']]}"
        known_by = words_of_cell(row["source_of_funds"])
        yield _mark(row, row["cell"], row["amount"], row["currency_unit"], words, known_by, failed, by_hand)


def _of_indicator(row: Row, failed: Collection[str], by_hand: Collection[str]) -> Iterator[Mark]:
    levels = (row["indicator_level1"], row["indicator_level2"], row["indicator_level3"])
    known_by = words_of_cell(row["project_name"], row["indicator_level3"])
    drawn = True
    for column in reversed(INDICATOR_NUMBERS):  # of a row its score is drawn
        words = " ".join(filter(None, (row["table_no"], *levels, _TITLES[column])))
        unit = "分" if column in SCORES else row["number_unit"]
        name, amount = f"{row['cell']}/{column}", row[column]
        yield _mark(row, name, amount, unit, words, known_by, failed, by_hand, drawn)
        drawn = drawn and amount is None


def _of_head(row: Row, funds: list[Row], failed: Collection[str], by_hand: Collection[str]) -> Iterator[Mark]:
    """The numbers of a head; those of the money block stand where that prints them, and are taken out of `funds`."""
    known_by = words_of_cell(row["project_name"], row["title"])
    for column, (item, measure) in HEAD_NUMBERS.items():
        unit = row["expenditure_unit" if item == "expenditure" else "funds_unit"]
        if measure in SCORES:
            unit = "分"
        elif measure == "execution_rate":
            unit = "%"
        words = " ".join(filter(None, (row["table_no"], row["project_name"], _TITLES[column])))
        name, place = f"{row['cell']}/{item}/{measure}", row
        for printed in funds if measure in STAGES else ():
            if (printed["sheet"], printed["stage"], printed["amount"]) == (row["sheet"], STAGES[measure], row[column]):
                funds.remove(printed)
                place = {**row, **{key: printed[key] for key in BOX}}
                break
        yield _mark(place, name, row[column], unit, words, known_by, failed, by_hand)


def _mark(
    row: Row,
    name: str,
    amount: Decimal | None,
    unit: str | None,
    words: str,
    known_by: str,
    failed: Collection[str],
    by_hand: Collection[str],
    drawn: bool = True,
) -> Mark:
    box: Box | None = box_of(row) if "x0" in row else None
    state = State.FAILED if name in failed else State.READ
    line = row.get("line")
    return Mark(
        name, True, state, amount, unit, words.strip(), None, row["page"], box, None if line is None else str(line),
        row.get("table_no"), name in by_hand, known_by, drawn and box is not None,
    )  # fmt: skip
