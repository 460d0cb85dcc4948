"""A run: many files → the output folder, one row of `documents` for each file, whatever happened to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from extractor.batch.conversion import Conversion
from extractor.batch.plan import Job, Plan
from extractor.batch.workers import Workers
from extractor.classification.subjects import all_entries
from extractor.dataset import rows
from extractor.dataset.writer import Store
from extractor.identity.model import Prefer
from extractor.identity.vintages import Vintage, link
from extractor.knowledge import using
from extractor.options import Options
from extractor.reading import Reading
from extractor.records import schema
from extractor.records.closed_sets import WITH_ROWS
from extractor.records.documents import copy_row
from extractor.records.rows import DocumentRow


def run(
    plan: Plan,
    folder: Path,
    options: Options,
    formats: Sequence[str],
    by_year: bool = False,
    workers: int = 1,
    timeout: float = 120.0,
    prefer: Prefer | None = None,
    progress: Callable[[DocumentRow], None] | None = None,
) -> Conversion:
    """Reads the files of a plan and writes their rows in order; the same inputs give the same bytes whatever `workers`
    is. Raises `UsageError` where the folder cannot be written."""
    readings: list[Reading] = []
    counts = dict.fromkeys((table.name for table, _ in rows.OF_DOCUMENT), 0)
    # The workers begin first: they read while this process loads what writes, and writes what no document changes.
    with Workers(plan.jobs, options, workers, timeout) as found:
        store = Store(folder, schema.ALL, formats, by_year)
        subjects = rows.rows(schema.SUBJECTS, all_entries())
        store.write("subjects", subjects)
        for reading in _without_copies(found):
            for name, made in rows.rows_of(reading):
                counts[name] += len(made)
                store.write(name, made)
            readings.append(Reading(reading.document, edition=reading.edition))
            if progress is not None:
                progress(reading.document)
    with using(options.patterns):
        documents = _linked(readings, plan.jobs, prefer)
    store.write("documents", rows.rows(schema.DOCUMENTS, documents))
    counts["subjects"] = len(subjects)
    return Conversion(folder, tuple(documents), counts, tuple(store.close()), plan.passed_over)


def _without_copies(readings: Iterable[Reading]) -> Iterator[Reading]:
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


def _linked(readings: Sequence[Reading], jobs: Sequence[Job], prefer: Prefer | None) -> list[DocumentRow]:
    """The rows of `documents`, each with the one that it supersedes, or a note on those that it stands beside."""
    vintages = [
        Vintage(
            place,
            reading.document.doc_id or "",
            reading.document.source_file,
            reading.document.status,
            reading.document.unit_code,
            reading.document.unit_name,
            reading.document.year,
            reading.document.report_kind,
            frozenset(reading.document.tables_found),
            frozenset(reading.document.sections_missing),
            reading.edition,
            _modified(job.path) if prefer == "newest-file" else 0.0,
        )
        for place, (reading, job) in enumerate(zip(readings, jobs, strict=True))
    ]
    links = link(vintages, prefer)
    linked = []
    for document in (reading.document for reading in readings):
        if document.status in WITH_ROWS and document.doc_id is not None:
            notes = [text for text in (document.notes, links.notes.get(document.doc_id)) if text]
            older = links.supersedes.get(document.doc_id)
            document = replace(document, supersedes=older, notes=" ".join(notes) or None)
        linked.append(document)
    return linked


def _modified(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
