"""What a report says, put together from a dataset and the files it was read from."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from extractor.dataset.database import Database
from extractor.document.model import Box
from extractor.errors import UsageError
from extractor.evidence import sums
from extractor.evidence.drawer import Drawer
from extractor.evidence.sources import Absent, Source, Sources
from extractor.languages import spoken
from extractor.records.closed_sets import WITH_ROWS, CheckOutcome, DocumentStatus, Verdict
from extractor.report.plots import Plot, plot

MOST_FAILURES = 200  # shown with their crops; the rest is counted
MOST_OF_ONE = 20  # of a single document among many
MOST_FIGURES = 10  # not understood, of a document, that are quoted
SCALE = 1.7  # pixels per point: enough to tell digits apart
COLOURS = 24  # of a crop: print is black on white
ABOVE, BELOW = 46.0, 26.0  # points of the page around the numbers of a check

Row = dict[str, Any]
_DOCUMENT = (
    "doc_id", "source_file", "status", "error_code", "error", "error_zh", "unit_name", "year", "pages", "tables_found",
    "tables_missing", "checks_passed", "checks_failed", "figures_found", "figures_read", "figures_unread",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Crop:
    """A part of a page: its box in points, and its picture as a data URI."""

    page: int
    box: Box
    picture: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A failed check, with the parts of the pages on which its numbers stand."""

    check: sums.Sum
    crops: tuple[Crop, ...]


@dataclass(frozen=True, slots=True)
class Failing:
    """A document with what does not add up in it; `more` failures are not shown."""

    document: Row
    absent: Absent | None
    failures: tuple[Failure, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Contents:
    """All of a report. `not_shown` documents with failures are only counted."""

    documents: tuple[Row, ...]
    statuses: dict[str, int]
    facts: int
    by_hand: int
    checks: dict[str, int]
    coverage: Plot
    by_table: Plot
    failing: tuple[Failing, ...]
    not_shown: int
    unread: tuple[tuple[Row, tuple[str, ...]], ...]


def contents(database: Database, drawer: Drawer, sources: Sources, only: str | None = None) -> Contents:
    """What is to be told of a dataset, or of the document with this name or id alone; raises `UsageError` where there
    is none."""
    condition, values = ("WHERE source_file = ? OR doc_id = ?", [only, only]) if only else ("", [])
    query = f"SELECT {', '.join(_DOCUMENT)} FROM documents {condition} ORDER BY unit_name NULLS LAST, year, source_file"
    documents = tuple(dict(zip(_DOCUMENT, row, strict=True)) for row in database.rows(query, values))
    if only and not documents:
        raise UsageError(
            spoken(
                "{only} is no document of {folder}; give a source_file or doc_id of documents.",
                only=only,
                folder=database.folder,
            )
        )
    ids = [row["doc_id"] for row in documents if row["status"] in WITH_ROWS]
    failing = tuple(_failing(database, drawer, sources, documents))
    statuses: dict[str, int] = {}
    for row in documents:
        statuses[row["status"]] = statuses.get(row["status"], 0) + 1
    mine = "doc_id IN (SELECT unnest(?::VARCHAR[]))"
    return Contents(
        documents,
        statuses,
        int(database.one(f"SELECT count(*) FROM facts WHERE {mine}", [ids])),
        int(database.one(f"SELECT count(*) FROM facts WHERE {mine} AND engine = 'person'", [ids])),
        _checks(database, ids),
        _coverage(documents),
        _by_table(database, ids),
        failing,
        sum(bool(row["checks_failed"]) for row in documents if row["status"] in WITH_ROWS) - len(failing),
        tuple((row, tuple(_figures(database, row))) for row in documents if _lacks(row)),
    )


def _checks(database: Database, ids: list[str]) -> dict[str, int]:
    """How many checks hold (`pass`), are `doubtful` and are `printed`."""
    query = """SELECT coalesce(verdict, status), count(*) FROM checks
        WHERE doc_id IN (SELECT unnest(?::VARCHAR[])) AND status <> ? GROUP BY 1"""
    return dict(database.rows(query, [ids, str(CheckOutcome.SKIPPED)]))


def _coverage(documents: tuple[Row, ...]) -> Plot:
    years: dict[str, dict[str, int]] = {}
    for row in sorted(documents, key=lambda row: row["year"] or 0):
        counts = years.setdefault(str(row["year"] or "–"), {})
        counts[row["status"]] = counts.get(row["status"], 0) + 1
    return plot(years, [*map(str, DocumentStatus)])


def _by_table(database: Database, ids: list[str]) -> Plot:
    """By the first table that an identity names; identities of the prose alone under `prose`."""
    query = """SELECT coalesce(tables[1], 'prose') AS t, coalesce(verdict, status), count(*) FROM checks
        WHERE doc_id IN (SELECT unnest(?::VARCHAR[])) AND status <> ? GROUP BY 1, 2 ORDER BY 1"""
    tables: dict[str, dict[str, int]] = {}
    for table, kind, count in database.rows(query, [ids, str(CheckOutcome.SKIPPED)]):
        tables.setdefault(table, {})[kind] = count
    return plot(tables, [str(CheckOutcome.PASS), str(Verdict.DOUBTFUL), str(Verdict.PRINTED)])


def _failing(database: Database, drawer: Drawer, sources: Sources, documents: tuple[Row, ...]) -> Iterator[Failing]:
    """The documents that do not add up, those in doubt first, as many as are shown."""
    left = MOST_FAILURES
    found = [row for row in documents if row["checks_failed"] and row["status"] in WITH_ROWS]
    for row in sorted(found, key=lambda row: row["error_code"] != "doubtful"):
        if left <= 0:
            return
        failed = sums.failed(database, row["doc_id"])
        most = min(left, MOST_FAILURES if len(found) == 1 else MOST_OF_ONE)
        shown = sums.checks(database, row["doc_id"], [check.check_no for check in failed[:most]])
        left -= len(shown)
        file = sources.of(database, row["doc_id"])
        failures = tuple(Failure(check, tuple(_crops(drawer, file, check))) for check in shown)
        yield Failing(row, file.absent, failures, len(failed) - len(shown))


def _crops(drawer: Drawer, file: Source, check: sums.Sum) -> Iterator[Crop]:
    """The part of each page that holds the numbers of a check, over its whole width."""
    if not file.has_pages or file.path is None:
        return
    boxes: dict[int, Box] = {}
    for term in check.terms:
        if term.page is not None and term.box is not None:
            boxes[term.page] = boxes[term.page].union(term.box) if term.page in boxes else term.box
    for page, box in sorted(boxes.items()):
        size = drawer.size(file.path, page)
        if size is None:
            continue
        part = Box(0, max(box.top - ABOVE, 0), size[0], min(box.bottom + BELOW, size[1]))
        drawn = drawer.picture(file.path, page, SCALE, part)
        if drawn is not None:
            yield Crop(page, part, _embedded(drawn))


def _embedded(picture: bytes) -> str:
    """A picture in few colours, as a data URI."""
    from PIL import Image

    made = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as opened:
        opened.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(made, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(made.getvalue()).decode("ascii")


def _lacks(row: Row) -> bool:
    return row["status"] in (DocumentStatus.FAILED, DocumentStatus.PARTIAL) or bool(row["figures_unread"])


def _figures(database: Database, row: Row) -> Iterator[str]:
    """The first figures of the prose that were not understood, in their words."""
    query = f"SELECT quote FROM narrative WHERE doc_id = ? AND metric IS NULL ORDER BY ordinal LIMIT {MOST_FIGURES}"
    if row["figures_unread"]:
        yield from (quote for (quote,) in database.rows(query, [row["doc_id"]]))
