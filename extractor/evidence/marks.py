"""What was read on a page, each number with its place and what the accounts say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from extractor.dataset.database import Database
from extractor.dataset.query import records
from extractor.document.model import Box
from extractor.records.closed_sets import CheckStatus, EngineName
from extractor.records.corrections import words_of_cell

_BOX = ("page", "x0", "top", "x1", "bottom")
_FACT = (
    "cell", "table_no", "subject_code", "row_label", "subject_name", "parent_label", "measure", "measure_label",
    "basis", "amount", "currency_unit", "engine", "check_status", "line", "place", "unit_name", *_BOX,
)  # fmt: skip
_FIGURE = (
    "figure", "section", "section_no", "metric", "subject", "value", "value_unit", "quote", "check_status", "line",
    "pattern_id", "figure_year", "concept", *_BOX,
)  # fmt: skip


class State(StrEnum):
    """What the accounts say of a number; `unread`: it was seen and not understood."""

    PASSED = "passed"
    FAILED = "failed"
    UNCHECKED = "unchecked"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Mark:
    """A number as it was read. `words` are what stands with it: table, row and column, or the words of the prose;
    `by_hand` whether a person corrected or confirmed it; `known_by` are the words by which a correction knows
    it again."""

    name: str
    is_cell: bool
    state: State
    amount: Decimal | None
    unit: str | None
    words: str
    engine: str | None
    page: int | None
    box: Box | None
    where: str | None = None
    table_no: str | None = None
    by_hand: bool = False
    known_by: str = ""

    @property
    def kind(self) -> str:
        return "cell" if self.is_cell else "figure"


def marks(database: Database, doc_id: str, page: int | None = None) -> list[Mark]:
    """The numbers of a document, or of one of its pages: of its tables, then of its prose."""
    where = {"doc_id": doc_id} if page is None else {"doc_id": doc_id, "page": str(page)}
    cells = [of_fact(row) for row in records(database, "facts", _FACT, where)]
    by_hand = frozenset(name for (name,) in database.rows(_BY_HAND, [doc_id]))
    figures = [of_figure(row, by_hand) for row in records(database, "narrative", _FIGURE, where)]
    return [*cells, *figures]


def mark(database: Database, doc_id: str, name: str) -> Mark | None:
    """The number of that name; None where there is none."""
    for row in records(database, "facts", _FACT, {"doc_id": doc_id, "cell": name}):
        return of_fact(row)
    by_hand = frozenset(found for (found,) in database.rows(_BY_HAND, [doc_id]))
    for row in records(database, "narrative", _FIGURE, {"doc_id": doc_id, "figure": name}):
        return of_figure(row, by_hand)
    return None


def first_page(database: Database, doc_id: str) -> int:
    """The page to look at first: one with a failed number, else one with any of a table."""
    query = "SELECT page FROM facts WHERE doc_id = ? AND page IS NOT NULL ORDER BY check_status <> ?, page LIMIT 1"
    return database.one(query, [doc_id, str(CheckStatus.FAILED)]) or 1


_BY_HAND = """SELECT figure FROM corrections WHERE doc_id = ? AND figure IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY figure ORDER BY "at" DESC, rowid DESC) = 1 AND corrected IS NOT NULL"""


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
        " ".join(filter(None, said)), row["engine"], row["page"], _box(row), place, row["table_no"],
        row["engine"] == EngineName.PERSON, words_of_cell(row["subject_code"], row["row_label"]),
    )  # fmt: skip


def of_figure(row: dict[str, Any], by_hand: frozenset[str]) -> Mark:
    """The mark of a row of `narrative`."""
    state = State.UNREAD if row["metric"] is None else State(CheckStatus(row["check_status"]))
    place = f"{row['line']}" if row["line"] is not None else None
    return Mark(
        row["figure"], False, state, row["value"], row["value_unit"], row["quote"], None, row["page"], _box(row), place,
        None, row["figure"] in by_hand, row["quote"],
    )  # fmt: skip


def counted(found: Sequence[Mark]) -> dict[State, int]:
    """How many numbers are in each state."""
    return {state: sum(mark.state is state for mark in found) for state in State}


def _box(row: dict[str, Any]) -> Box | None:
    corners = [row[name] for name in _BOX[1:]]
    return None if None in corners else Box(*map(float, corners))
