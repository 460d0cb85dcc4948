"""One document of a dataset read again at once, with corrections that a person has just made."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

from msgspec import Struct, structs

from extractor.batch.executors.one_file import quiet_libraries, read_one
from extractor.batch.plan import Job
from extractor.batch.reader import reader_of
from extractor.batch.run import spoilt
from extractor.dataset import corrections
from extractor.dataset.arrow.document_rows import DocumentRows
from extractor.dataset.book import runs
from extractor.dataset.book.inputs import known
from extractor.dataset.database import Database
from extractor.dataset.opening import open_to_query, open_to_write
from extractor.dataset.settling import settle
from extractor.dataset.tables import InputRow, ReaderRow
from extractor.dataset.writing import ReadFile, Writer
from extractor.identity.register import read_register
from extractor.knowledge import using
from extractor.options import Options
from extractor.records.closed_sets import DocumentStatus
from extractor.records.corrections import Correction


class Outcome(StrEnum):
    """What became of corrections: they are kept in any case."""

    READ = "read"
    NO_FILE = "no_file"
    OTHER_OPTIONS = "other_options"
    FAILED = "failed"


class Knowledge(Struct, frozen=True):
    """A unit register and patterns of the user, which the dataset knows only by their hash."""

    units: Path | None = None
    patterns: Path | None = None


def correct(folder: Path, doc_id: str, made: Sequence[Correction], given: Knowledge, there: Path | None) -> Outcome:
    """Keeps corrections of a document and reads it again from the file that is `there`, with the options that it was
    read with. Raises `UsageError` where the dataset cannot be written, or another run is writing to it."""
    quiet_libraries()
    with open_to_write(folder) as database:
        corrections.add(database, made)
        corrections.write_corrections(database)
        row, before = _read_before(database, doc_id)
        by_hand = corrections.corrections(database)
    if there is None or row is None or before is None:
        return Outcome.NO_FILE
    options = _options_of(before, given)
    if options is None:
        return Outcome.OTHER_OPTIONS
    options = replace(options, corrections=by_hand)
    read_now = read_one(Job(there, row.source_file, row.path, row.root), options)
    if read_now.document.status == DocumentStatus.FAILED:  # what was read before is worth more than that
        return Outcome.FAILED
    with open_to_write(folder) as database:
        _write(database, read_now, row, options)
    return Outcome.READ


def _options_of(reader: ReaderRow, given: Knowledge) -> Options | None:
    """The options that a document was read with; None where they need a register or patterns that are not given."""
    said = json.loads(reader.options)
    options = Options(
        max_pages=said["max_pages"],
        engine=said["engine"],
        second_reading=said["second_reading"],
        second_reading_seconds=said["second_reading_seconds"],
        ocr=said["ocr"],
        register=read_register(given.units) if given.units else None,
        patterns=given.patterns,
    )
    now = reader_of(options)
    own = reader.patterns.partition("+")[2], now.patterns.partition("+")[2]
    return options if own[0] == own[1] and json.loads(now.options) == said else None


def read_with(folder: Path, doc_id: str, given: Knowledge) -> Options | None:
    """The options that a document of a dataset was read with, corrections included; None as above."""
    with open_to_query(folder) as database:
        _, before = _read_before(database, doc_id)
        by_hand = corrections.corrections(database)
    options = _options_of(before, given) if before is not None else None
    return replace(options, corrections=by_hand) if options is not None else None


def _read_before(database: Database, doc_id: str) -> tuple[InputRow | None, ReaderRow | None]:
    """The file whose rows a document has, and what it was read with; None for what the dataset does not know."""
    row = next((row for row in known(database).rows() if row.doc_id == doc_id and row.reader is not None), None)
    readers = runs.readers(database, [row.reader or ""]) if row is not None else []
    return row, readers[0] if readers else None


def _write(database: Database, made: DocumentRows, row: InputRow, options: Options) -> None:
    reader, prefer = reader_of(options), runs.preferred_last(database)
    number = runs.begin(database, reader, prefer, 1)
    file = structs.replace(row, reader=reader.reader, corrected=options.corrections.digest(row.doc_id))
    with Writer(database, number, spoilt) as writer:
        writer.add(ReadFile(made, file))
        writer.flush()
    with database.transaction(), using(options.patterns):
        settle(database, prefer)
        runs.end(database, number, 1, 0)
