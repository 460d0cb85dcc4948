"""The DuckDB file of a folder, opened: for writing by one run at a time, or for queries by anyone.

For writing it is made where there is none, waited for while somebody reads, and brought up to the tables and views of
this version.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from pathlib import Path

from extractor import kept
from extractor.dataset import tables, views
from extractor.dataset.book.progress import is_alive, read_progress
from extractor.dataset.database import NAME, Database, connected
from extractor.dataset.refusals import InUseError, cannot_be_written, refusal
from extractor.errors import UsageError
from extractor.languages import spoken
from extractor.records import schema

TRIES, PAUSE = 20, 0.25  # seconds between two tries to open what another program reads


def open_to_write(folder: Path, anew: bool = False) -> Database:
    """Opens the database of a folder for writing, made if there is none; `anew`: emptied of all but corrections by
    hand.

    Raises `UsageError` where another run is writing, and where the folder or its contents cannot be used.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / NAME).exists():
            _make(folder)
    except OSError as error:
        raise UsageError(cannot_be_written(folder, error)) from error
    try:
        database = _locked(folder)
    except InUseError:
        raise
    except UsageError:
        if not anew:
            raise
        for path in (folder / NAME, folder / f"{NAME}.wal"):
            path.unlink(missing_ok=True)
        _make(folder)
        database = _locked(folder)
    try:
        _sweep(folder)
        shutil.rmtree(folder / f"{NAME}.tmp", ignore_errors=True)  # what a run that was killed had sorted
        _bring_up_to_date(database)
        if anew:
            _empty(database)
    except BaseException:
        database.__exit__()
        raise
    return database


def open_to_query(folder: Path) -> Database:
    """Opens the database of a folder for queries; raises `UsageError` where there is none, or a run is writing."""
    if not (folder / NAME).is_file():
        words = "{folder} has no {name}; give the folder that convert wrote."
        raise UsageError(spoken(words, folder=folder, name=NAME))
    database = connected(folder / NAME, read_only=True)
    try:
        _refuse_newer(database)
    except BaseException:
        database.__exit__()
        raise
    return database


def _make(folder: Path) -> None:
    """Puts an empty database into a folder: built beside its place, so that it is never half there and never
    overwrites another.

    An empty one is the same for every dataset, and kept: making it takes as long as reading a document.
    """
    import duckdb

    part = folder / f".{NAME}.{os.getpid()}"

    def made() -> bytes:
        with connected(part) as database:
            _bring_up_to_date(database)
        return part.read_bytes()

    try:
        empty = kept.made_of("empty dataset", f"{duckdb.__version__}\n{definitions()}", made)
        try:
            with part.open("wb") as file:
                file.write(empty)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise refusal(folder / NAME, str(error.strerror)) from error
        kept.keep()
        try:
            os.link(part, folder / NAME)
        except FileExistsError:
            return  # another run was faster
        except OSError:  # no file of this disk has two names
            part.rename(folder / NAME)
    finally:
        for path in (part, Path(f"{part}.wal")):
            path.unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    """Removes what killed runs left behind while they made a database."""
    for path in folder.glob(f".{NAME}.*"):
        process = path.name.removesuffix(".wal").rpartition(".")[2]
        if process.isdigit() and not is_alive(int(process)):
            path.unlink(missing_ok=True)


def _locked(folder: Path) -> Database:
    """Opens for writing. A reader is waited for: a query takes a moment."""
    for _ in range(TRIES):
        try:
            return connected(folder / NAME)
        except InUseError:
            if (writer := read_progress(folder)) is not None and writer.is_alive:
                raise
            time.sleep(PAUSE)
    return connected(folder / NAME)


def _empty(database: Database) -> None:
    with database.transaction():
        for table in (*schema.ALL, *tables.COMPANIONS):
            if table not in (tables.CORRECTIONS, tables.DATASET):
                database.execute(f"DELETE FROM {tables.quoted(table.name)}")
        database.execute("UPDATE dataset SET state = state + 1")


def _refuse_newer(database: Database) -> None:
    """Raises `UsageError` where a newer version of the program wrote the database."""
    if database.one("SELECT count(*) FROM duckdb_tables() WHERE table_name = ?", [tables.DATASET.name]):
        there = database.one("SELECT schema_version FROM dataset")
        if there is None or there > tables.VERSION:
            raise UsageError(
                spoken(
                    "{file} was written by a newer version of juesuan; install that, or choose another folder.",
                    file=database.folder / NAME,
                )
            )


def _bring_up_to_date(database: Database) -> None:
    """Makes missing tables, and remakes those whose columns have changed, keeping their rows."""
    if database.definitions == definitions():
        return
    _refuse_newer(database)
    found = tables.by_table(database.rows(tables.COLUMNS))
    statements: list[str] = []
    for table in (*schema.ALL, *tables.COMPANIONS):
        have, want = found.get(table.name), tables.kinds(table)
        if have is None:
            statements += tables.definition(table)
        elif have != want:
            name, common = tables.quoted(table.name), ", ".join(tables.quoted(c) for c in want if c in have)
            statements += [f"CREATE TEMP TABLE earlier AS SELECT {common} FROM {name}", f"DROP TABLE {name}"]
            statements += tables.definition(table)
            statements += [f"INSERT INTO {name} BY NAME SELECT * FROM earlier", "DROP TABLE earlier"]
    if statements:
        with database.transaction():
            database.execute("; ".join([*map(views.dropped, reversed(views.NAMES)), *statements]))
            if tables.DATASET.name not in found:
                database.insert(tables.DATASET, [(tables.VERSION, 0, True, None)])
            elif tables.LOCATED_NAMES.name not in found:
                database.execute("UPDATE dataset SET settled = false")
    with database.transaction():
        database.execute("; ".join(views.anew()))
        database.execute("UPDATE dataset SET views = ?", [definitions()])


def definitions() -> str:
    """A hash of all definitions: a database with another one has the tables and views of another version."""
    made = [tables.definition(table) for table in (*schema.ALL, *tables.COMPANIONS)]
    return hashlib.sha256(repr((made, views.digest())).encode()).hexdigest()[:16]
