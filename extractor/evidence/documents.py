"""The documents of a dataset: listed, filtered, sorted and paged by the database, and one by its name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from extractor.dataset.database import Database
from extractor.dataset.tables import quoted
from extractor.records.closed_sets import WITH_ROWS, CheckOutcome, DocumentStatus, Verdict

PAGE = 50  # documents at once
SORTS = {
    "file": "source_file",
    "unit": "unit_name",
    "year": "year",
    "status": "status",
    "failed": "checks_failed",
    "unread": "figures_unread",
}
"""What documents can be sorted by, and the column of each."""

_SHOWN = (
    "doc_id", "source_file", "status", "error_code", "error", "error_zh", "unit_name", "year", "pages", "text_source",
    "currency_unit", "report_kind", "tables_found", "tables_empty", "tables_missing", "checks_passed", "checks_failed",
    "figures_found", "figures_read", "figures_unread", "notes", "notes_zh", "supersedes",
)  # fmt: skip

_HOMELESS = """SELECT count(DISTINCT (doc_id, cell, figure)) FROM corrections
    WHERE doc_id NOT IN (SELECT doc_id FROM documents WHERE doc_id IS NOT NULL)"""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which documents, in which order. `text` is searched for in the names of files and units; `failed` keeps those
    with failed checks, `unread` those with figures or numbers that were not read."""

    text: str = ""
    status: str = ""
    year: int | None = None
    failed: bool = False
    unread: bool = False
    sort: str = "file"
    down: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of documents, and how many there are in all; `years` and `statuses` are those of the dataset; `homeless`
    counts the numbers corrected in documents that are not, or no longer, in the dataset."""

    rows: tuple[Row, ...]
    count: int
    years: tuple[int, ...]
    statuses: dict[str, int]
    homeless: int

    @property
    def pages(self) -> int:
        return max(-(-self.count // PAGE), 1)


def listed(database: Database, wanted: Wanted) -> Listed:
    """The documents wanted; each also says how many of its failed checks are `doubtful`."""
    conditions, values = _conditions(wanted)
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    column, way = quoted(SORTS.get(wanted.sort, "source_file")), "DESC" if wanted.down else "ASC"
    order = f"{column} {way} NULLS LAST, source_file"
    chosen = f"SELECT {', '.join(map(quoted, _SHOWN))} FROM documents {where} ORDER BY {order} LIMIT ? OFFSET ?"
    rows = [
        dict(zip(_SHOWN, row, strict=True)) for row in database.rows(chosen, [*values, PAGE, (wanted.page - 1) * PAGE])
    ]
    doubtful = _doubtful(database, [row["doc_id"] for row in rows if row["checks_failed"]])
    return Listed(
        tuple({**row, "doubtful": doubtful.get(row["doc_id"], 0)} for row in rows),
        int(database.one(f"SELECT count(*) FROM documents {where}", values)),
        tuple(
            year for (year,) in database.rows("SELECT DISTINCT year FROM documents WHERE year IS NOT NULL ORDER BY 1")
        ),
        dict(database.rows("SELECT status, count(*) FROM documents GROUP BY 1 ORDER BY 2 DESC, 1")),
        int(database.one(_HOMELESS)),
    )


def document(database: Database, doc_id: str) -> Row | None:
    """A document by its id: the original, where there are copies."""
    query = f"""SELECT {", ".join(map(quoted, _SHOWN))} FROM documents WHERE doc_id = ?
        ORDER BY status NOT IN (SELECT unnest(?::VARCHAR[])), source_file LIMIT 1"""
    for row in database.rows(query, [doc_id, [*map(str, WITH_ROWS)]]):
        return dict(zip(_SHOWN, row, strict=True))
    return None


def _conditions(wanted: Wanted) -> tuple[list[str], list[Any]]:
    conditions: list[str] = []
    values: list[Any] = []
    if wanted.text:
        conditions.append("(contains(lower(source_file), lower(?)) OR contains(coalesce(unit_name, ''), ?))")
        values += [wanted.text, wanted.text]
    if wanted.status in tuple(DocumentStatus):
        conditions.append("status = ?")
        values.append(wanted.status)
    if wanted.year is not None:
        conditions.append("year = ?")
        values.append(wanted.year)
    if wanted.failed:
        conditions.append("checks_failed > 0")
    if wanted.unread:
        conditions.append("(figures_unread > 0 OR error_code IN ('not_all_read', 'tables_missing'))")
    return conditions, values


def _doubtful(database: Database, ids: list[str]) -> dict[str, int]:
    query = """SELECT doc_id, count(*) FROM checks WHERE doc_id IN (SELECT unnest(?::VARCHAR[])) AND status = ?
        AND verdict = ? GROUP BY 1"""
    return dict(database.rows(query, [ids, str(CheckOutcome.FAIL), str(Verdict.DOUBTFUL)])) if ids else {}
