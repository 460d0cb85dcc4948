"""A run: many files → the output folder, one row of `documents` for each file, whatever happened to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extractor.batch.plan import Job
from extractor.batch.workers import read_all
from extractor.classification.subjects import all_entries
from extractor.dataset import rows
from extractor.dataset.writer import Store
from extractor.identity.vintages import Prefer, Vintage, supersedes
from extractor.reading import Options, Reading
from extractor.records import schema
from extractor.records.closed_sets import WITH_ROWS
from extractor.records.documents import copy_row
from extractor.records.rows import DocumentRow


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run gave: the rows of `documents` in order, the numbers of rows by table, and the files written."""

    documents: tuple[DocumentRow, ...]
    counts: dict[str, int]
    paths: tuple[Path, ...]


def run(
    jobs: Sequence[Job],
    store: Store,
    options: Options,
    workers: int = 1,
    timeout: float = 120.0,
    prefer: Prefer = "newest-file",
    progress: Callable[[DocumentRow], None] = lambda row: None,
) -> Outcome:
    """Reads the jobs and writes their rows in order; the same inputs give the same bytes whatever `workers` is."""
    documents: list[DocumentRow] = []
    counts = dict.fromkeys((table.name for table, _ in rows.OF_DOCUMENT), 0)
    for reading in _without_copies(read_all(jobs, options, workers, timeout)):
        documents.append(reading.document)
        for name, found in rows.rows_of(reading):
            counts[name] += len(found)
            store.write(name, found)
        progress(reading.document)
    linked = _linked(documents, jobs, prefer)
    store.write("documents", rows.rows(schema.DOCUMENTS, linked))
    subjects = rows.rows(schema.SUBJECTS, all_entries())
    store.write("subjects", subjects)
    counts["subjects"] = len(subjects)
    return Outcome(tuple(linked), counts, tuple(store.close()))


def _without_copies(readings: Iterator[Reading]) -> Iterator[Reading]:
    """The same bytes again give a row of `documents` and nothing else."""
    first: dict[str, str] = {}
    for reading in readings:
        document = reading.document
        if document.doc_id is None:
            yield reading
        elif document.doc_id in first:
            yield Reading(copy_row(document, first[document.doc_id]))
        else:
            first[document.doc_id] = document.source_file
            yield reading


def _linked(documents: Sequence[DocumentRow], jobs: Sequence[Job], prefer: Prefer) -> list[DocumentRow]:
    """The rows with `supersedes`: which printing of the same unit and year stands for it."""
    vintages = [
        Vintage(
            d.doc_id or "",
            d.status,
            d.unit_code,
            d.unit_name,
            d.year,
            d.report_kind,
            frozenset(d.tables_found),
            _modified(job.path),
        )
        for d, job in zip(documents, jobs, strict=True)
    ]
    links = supersedes(vintages, prefer)
    return [replace(d, supersedes=links.get(d.doc_id or "")) if d.status in WITH_ROWS else d for d in documents]


def _modified(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
