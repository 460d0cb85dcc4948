"""What was read on a page, each number with its place and what the accounts say of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from extractor.dataset.corrections import corrections
from extractor.dataset.database import Database
from extractor.dataset.query import records
from extractor.evidence.model import BOX, Mark, State, box_of
from extractor.evidence.sheet_marks import sheet_marks, sheet_of
from extractor.records.closed_sets import CheckStatus, EngineName
from extractor.records.corrections import words_of_cell

_FACT = (
    "cell", "table_no", "subject_code", "row_label", "subject_name", "parent_label", "measure", "measure_label",
    "basis", "amount", "currency_unit", "engine", "check_status", "line", "place", "unit_name", *BOX,
)  # fmt: skip
_FIGURE = (
    "figure", "section", "section_no", "metric", "subject", "value", "value_unit", "quote", "check_status", "line",
    "pattern_id", "figure_year", "concept", *BOX,
)  # fmt: skip


def marks(database: Database, doc_id: str, page: int | None = None) -> list[Mark]:
    """The numbers of a document, or of one of its pages: of its tables, its prose, its 绩效自评表."""
    where: dict[str, str | None] = {"doc_id": doc_id} if page is None else {"doc_id": doc_id, "page": str(page)}
    cells = [of_fact(row) for row in records(database, "facts", _FACT, where)]
    by_hand = _by_hand(database, doc_id)
    figures = [of_figure(row, by_hand) for row in records(database, "narrative", _FIGURE, where)]
    sheets = [each for each in sheet_marks(database, where, by_hand) if each.amount is not None]
    return [*cells, *figures, *sheets]


def mark(database: Database, doc_id: str, name: str) -> Mark | None:
    """The number of that name; None where there is none."""
    for row in records(database, "facts", _FACT, {"doc_id": doc_id, "cell": name}):
        return of_fact(row)
    by_hand = _by_hand(database, doc_id)
    for row in records(database, "narrative", _FIGURE, {"doc_id": doc_id, "figure": name}):
        return of_figure(row, by_hand)
    sheet = sheet_of(name)
    if sheet is None:
        return None
    of_sheet = sheet_marks(database, {"doc_id": doc_id, "sheet": sheet}, by_hand)
    return next((each for each in of_sheet if each.name == name), None)


def first_page(database: Database, doc_id: str) -> int:
    """The page to look at first: one with a failed number, else one with any of a table."""
    query = "SELECT page FROM facts WHERE doc_id = ? AND page IS NOT NULL ORDER BY check_status <> ?, page LIMIT 1"
    of_sheets = "SELECT min(page) FROM performance_sheets WHERE doc_id = ?"
    return database.one(query, [doc_id, str(CheckStatus.FAILED)]) or database.one(of_sheets, [doc_id]) or 1


def _by_hand(database: Database, doc_id: str) -> frozenset[str]:
    """The names of the numbers that a person corrected or confirmed."""
    return frozenset(made.number for made in corrections(database).of(doc_id))


def of_fact(row: dict[str, Any]) -> Mark:
    """The mark of a row of `facts`."""
    name = row["row_label"] or row["subject_name"]
    basis = row["basis"] if row["basis"] != "final" else None
    said = (
        row["table_no"],
        row["subject_code"],
        row["parent_label"],
        name,
        row["measure_label"] or row["measure"],
        basis,
    )
    place = row["place"] or (f"{row['line']}" if row["line"] is not None else None)
    return Mark(
        row["cell"], True, State(CheckStatus(row["check_status"])), row["amount"], row["currency_unit"],
        " ".join(filter(None, said)), row["engine"], row["page"], box_of(row), place, row["table_no"],
        row["engine"] == EngineName.PERSON, words_of_cell(row["subject_code"], row["row_label"]),
    )  # fmt: skip


def of_figure(row: dict[str, Any], by_hand: frozenset[str]) -> Mark:
    """The mark of a row of `narrative`."""
    state = State.UNREAD if row["metric"] is None else State(CheckStatus(row["check_status"]))
    place = f"{row['line']}" if row["line"] is not None else None
    return Mark(
        row["figure"], False, state, row["value"], row["value_unit"], row["quote"], None, row["page"], box_of(row),
        place, None, row["figure"] in by_hand, row["quote"],
    )  # fmt: skip


def counted(found: Sequence[Mark]) -> dict[State, int]:
    """How many numbers are in each state."""
    return {state: sum(mark.state is state for mark in found) for state in State}
