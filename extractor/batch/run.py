"""A run: many files → the dataset, a row of `documents` for each file, whatever happened to it, and its exports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from msgspec import Struct

from extractor.batch import reader as reading_with
from extractor.batch import unpacking
from extractor.batch.conversion import Conversion
from extractor.batch.ending import Ended
from extractor.batch.executors.protocol import Executor, ExecutorError, RowsOfJobs
from extractor.batch.intake import Intake, Terms
from extractor.batch.plan import Plan, jobs, stored
from extractor.classification.subjects import all_entries
from extractor.dataset import corrections
from extractor.dataset.arrow.document_rows import DocumentRows, without_rows
from extractor.dataset.book import inputs, runs
from extractor.dataset.book.inputs import Known
from extractor.dataset.book.progress import Reporter, Watch
from extractor.dataset.database import NAME, Database
from extractor.dataset.exports.export import export
from extractor.dataset.opening import open_to_write
from extractor.dataset.settling import settle
from extractor.dataset.tables import ReaderRow
from extractor.dataset.writing import ReadFile, Writer
from extractor.errors import DocumentError, counted
from extractor.identity.model import Prefer
from extractor.knowledge import using
from extractor.languages import Sentence, spoken
from extractor.options import Options
from extractor.problems import Problem
from extractor.records.documents import failed_row
from extractor.records.rows import DocumentRow


class Settings(Struct, frozen=True):
    """How a run goes: what it writes, how long a file may take, what is reported meanwhile."""

    formats: Sequence[str]
    by_year: bool = False
    timeout: float = 120.0
    prefer: Prefer | None = None
    rehash: bool = False
    anew: bool = False
    progress: Callable[[DocumentRow], None] | None = None
    watch: Watch | None = None


def run(plan: Plan, folder: Path, options: Options, settings: Settings, executor: Executor) -> Conversion:
    """Reads the files of a plan that are new or have changed, and writes their rows.

    The same files give the same bytes of CSV and Parquet, whoever reads them and in however many runs they were
    added. Raises `UsageError` where the folder cannot be written, or another run is writing to it.
    """
    # At most half of the time for a file: a second reading must not cost the first one by a timeout.
    seconds = min(options.second_reading_seconds, settings.timeout / 2)
    options = replace(options, second_reading_seconds=seconds)
    reader = reading_with.reader_of(options)
    with ExitStack() as stack:
        is_there = (folder / NAME).exists() or any(file.member for file in plan.files)  # these are unpacked in it
        there = stack.enter_context(open_to_write(folder, settings.anew)) if is_there else None
        known, late = (inputs.known(there), runs.late(there)) if there else (Known(), {})
        if there:
            options = replace(options, corrections=corrections.corrections(there).with_more(options.corrections))
        scratch = stack.enter_context(unpacking.scratch(folder)) if there else ""
        todo, renamed = jobs(plan, known, scratch)
        terms = Terms(reader.reader, settings.timeout, options.corrections, late, settings.rehash)
        intake = Intake(todo, known, terms, scratch)
        # Before the dataset is made, so that the workers load meanwhile.
        found = executor.rows(intake.jobs(), options)
        database = there or stack.enter_context(open_to_write(folder))
        report = stack.enter_context(Reporter(folder, len(todo), settings.watch))
        inputs.rename_rows(database, renamed)
        number = runs.begin(database, reader, settings.prefer, len(todo))
        runs.write_subjects(database, all_entries())
        corrections.add(database, options.corrections)
        with database.sparing():
            read = _write(database, number, found, intake, report, settings.progress)
        report.doing("linking copies and printings")
        with database.transaction():
            folders = [stored(below) for below in plan.folders]
            gone = runs.mark_inputs(database, number, [job.key for job in todo], folders)
            if runs.is_changed(database, number):
                with using(options.patterns):
                    settle(database, settings.prefer)
            runs.end(database, number, read, intake.skipped)
        report.doing("exporting")
        return Conversion(
            folder=folder,
            run=number,
            paths=tuple(export(database, settings.formats, settings.by_year)),
            outcomes=runs.outcomes(database, number),
            counts=runs.counts(database),
            hidden=plan.hidden,
            read=read,
            skipped=intake.skipped,
            gone=gone,
            told=_told(database, intake, reader),
            printed=runs.printed(database, number),
        )


def _write(
    database: Database,
    number: int,
    found: RowsOfJobs,
    intake: Intake,
    report: Reporter,
    progress: Callable[[DocumentRow], None] | None,
) -> int:
    """Writes what the workers return; gives how many files they read."""
    read = 0
    with Writer(database, number, spoilt) as writer:
        try:
            for job, made in found:
                file = intake.file(job, made.document.doc_id)
                report.left(intake.skipped)
                writer.know(intake.kept())
                if file is None:
                    continue
                read += 1
                writer.add(ReadFile(made, file))
                report.read(made.document)  # reported once it is kept, whatever ends the run now
                if progress is not None:
                    progress(made.document)
        except (Ended, KeyboardInterrupt, ExecutorError):
            writer.flush()
            with database.transaction():
                runs.end(database, number, read, intake.skipped)
            raise
        writer.know(intake.kept())
        writer.flush()
    return read


def spoilt(document: DocumentRow, error: Exception) -> DocumentRows:
    """What remains of a document whose rows the database refuses."""
    defect = DocumentError(Problem.DEFECT, file=document.source_file, error=type(error).__name__, where="the database")
    return without_rows(failed_row(document.doc_id, document.source_file, defect, document.seconds))


def _told(database: Database, intake: Intake, reader: ReaderRow) -> tuple[Sentence, ...]:
    """Why documents were read again."""
    return tuple(
        spoken(
            "{documents} read again, before by {readers}.",
            documents=counted(intake.again[before.reader], "document"),
            readers=reading_with.differences(reader, before),
        )
        for before in runs.readers(database, [*intake.again])
    )
