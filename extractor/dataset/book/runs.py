"""The book of a dataset's runs: what each was given, read and left, and what became of its files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import astuple, fields

from extractor import __version__
from extractor.dataset import tables
from extractor.dataset.arrow.rows import document_of, rows
from extractor.dataset.book.progress import now
from extractor.dataset.database import Database
from extractor.dataset.tables import ReaderRow, RunRow, quoted
from extractor.identity.model import Prefer
from extractor.records import schema
from extractor.records.rows import DocumentRow

_OF_RUN = "documents d JOIN inputs i USING (source_file) WHERE i.run = ?"


def begin(database: Database, reader: ReaderRow, prefer: str | None, files: int) -> int:
    """Opens the entry of a run; gives its number."""
    number = int(database.one("SELECT coalesce(max(run), 0) + 1 FROM runs"))
    with database.transaction():
        if database.one("SELECT count(*) FROM readers WHERE reader = ?", [reader.reader]) == 0:
            database.insert(tables.READERS, [astuple(reader)])
        row = RunRow(number, now(), None, __version__, reader.reader, prefer, files, 0, 0, 0)
        database.insert(tables.RUNS, [astuple(row)])
    return number


def end(database: Database, run: int, read: int, skipped: int) -> None:
    """Closes the entry of a run; within a transaction."""
    failed = "(SELECT count(*) FROM run_documents WHERE run_documents.run = runs.run AND status = 'failed')"
    database.execute(
        f"UPDATE runs SET ended = ?, read = ?, skipped = ?, failed = {failed} WHERE run = ?",
        [now(), read, skipped, run],
    )


def preferred_last(database: Database) -> Prefer | None:
    """The preference of the last run that ended."""
    found: Prefer | None = database.one("SELECT prefer FROM runs WHERE ended IS NOT NULL ORDER BY run DESC LIMIT 1")
    return found


def is_changed(database: Database, run: int) -> bool:
    """Whether copies and vintages must be linked anew: something was read, or a run prefers otherwise than the last."""
    before = database.rows(
        "SELECT prefer FROM runs WHERE run < ? AND ended IS NOT NULL ORDER BY run DESC LIMIT 1", [run]
    )
    here = database.rows("SELECT prefer FROM runs WHERE run = ?", [run])
    return not database.one("SELECT settled FROM dataset") or before != here


def readers(database: Database, names: Sequence[str]) -> list[ReaderRow]:
    """These readers."""
    columns = ", ".join(field.name for field in fields(ReaderRow))
    query = f"SELECT {columns} FROM readers WHERE reader IN (SELECT unnest(?::VARCHAR[])) ORDER BY reader"
    return [ReaderRow(*row) for row in database.rows(query, [[*names]])]


def mark_inputs(database: Database, run: int, paths: Sequence[str], folders: Sequence[str]) -> int:
    """Notes which files a run was given, and which of its folders and archives are gone, as many as it
    returns; within a transaction."""
    given = "path IN (SELECT unnest(?::VARCHAR[]))"
    database.execute(f"UPDATE inputs SET run = ?, gone = false WHERE {given}", [run, [*paths]])
    below = """EXISTS (SELECT 1 FROM (SELECT unnest(?::VARCHAR[]) AS folder)
        WHERE path = folder OR starts_with(path, folder || '/') OR starts_with(path, folder || '#'))"""
    gone = f"run <> ? AND NOT gone AND {below}"
    found = int(database.one(f"SELECT count(*) FROM inputs WHERE {gone}", [run, [*folders]]))
    if found:
        database.execute(f"UPDATE inputs SET gone = true WHERE {gone}", [run, [*folders]])
    return found


def late(database: Database) -> dict[str, float]:
    """The seconds that files were allowed and exceeded, by path."""
    query = """SELECT i.path, i.allowed FROM inputs i JOIN documents d USING (source_file)
        WHERE d.error_code = 'timeout' AND i.allowed IS NOT NULL"""
    return dict(database.rows(query))


def documents_of(database: Database, run: int, but: Iterable[str], most: int | None) -> tuple[DocumentRow, ...]:
    """The rows of `documents` of the files that a run was given, including those it left as they were.

    `but`: none of these statuses; `most`: no more than so many, or all.
    """
    columns = ", ".join(f"d.{name}" for name in schema.DOCUMENTS.names)
    which = f"{_OF_RUN} AND d.status NOT IN (SELECT unnest(?::VARCHAR[])) ORDER BY source_file LIMIT ?"
    found = database.rows(f"SELECT {columns} FROM {which}", [run, [*map(str, but)], most])
    return tuple(map(document_of, found))


def outcomes(database: Database, run: int) -> dict[tuple[str, str | None], int]:
    """How many files of a run have each status and code, the most frequent first."""
    query = f"SELECT d.status, d.error_code, count(*) AS n FROM {_OF_RUN} GROUP BY ALL ORDER BY n DESC, 1, 2"
    return {(status, code): count for status, code, count in database.rows(query, [run])}


def printed(database: Database, run: int) -> int:
    """How many documents of a run are `ok` and print something that does not add up."""
    return int(database.one(f"SELECT count(*) FROM {_OF_RUN} AND d.status = 'ok' AND d.checks_failed > 0", [run]))


def counts(database: Database) -> dict[str, int]:
    """How many rows each table has."""
    return {t.name: int(database.one(f"SELECT count(*) FROM {quoted(t.name)}")) for t in schema.ALL}


def write_subjects(database: Database, entries: Sequence[object]) -> None:
    """Writes the classification as this version knows it; nothing changes if it is the same."""
    made = rows(schema.SUBJECTS, entries)
    names = ", ".join(schema.SUBJECTS.names)
    if database.rows(f"SELECT {names} FROM subjects ORDER BY ordinal") != made:
        with database.transaction():
            database.execute("DELETE FROM subjects")
            database.insert(schema.SUBJECTS, made)
            database.execute("UPDATE dataset SET settled = false")
