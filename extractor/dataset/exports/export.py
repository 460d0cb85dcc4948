"""The exports of a dataset: files of other formats, whole or not at all, the same bytes for the same documents."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from msgspec import Struct
from msgspec.structs import astuple

from extractor.dataset import tables
from extractor.dataset.database import Database
from extractor.dataset.datapackage import NAME as DATAPACKAGE
from extractor.dataset.datapackage import Resource, write_datapackage
from extractor.dataset.exports.as_csv import write_csv
from extractor.dataset.exports.as_parquet import write_parquet, years
from extractor.dataset.refusals import NoRoomError, cannot_be_written
from extractor.dataset.tables import ExportRow
from extractor.errors import UsageError
from extractor.languages import spoken
from extractor.records import schema
from extractor.records.schema import Schema

FORMATS = ("duckdb", "csv", "parquet", "xlsx", "sqlite")
DEFAULT = ("csv", "parquet")
_BY_YEAR = "parquet by year"  # a form of its own, noted in the dataset
_PARTS = ".juesuan-export"  # where the files stand until all of them are whole


class Made(Struct, frozen=True):
    """A file of an export, its path relative to the folder; `table` where it holds one alone."""

    path: PurePosixPath
    form: str
    table: Schema | None = None


def checked_formats(formats: Sequence[str]) -> tuple[str, ...]:
    """Raises `UsageError` where they are none, or there is one that is unknown."""
    if not formats or set(formats) - set(FORMATS):
        raise UsageError(
            spoken(
                "The formats are {formats}; give some of {known}.",
                formats=", ".join(formats) or "-",
                known=", ".join(FORMATS),
            )
        )
    return tuple(dict.fromkeys(formats))


def export(database: Database, formats: Sequence[str], by_year: bool = False, folder: Path | None = None) -> list[Path]:
    """Writes the tables in these formats to the dataset's folder, or to another; the paths, `datapackage.json` last.

    What is up to date already is left. In the dataset's own folder, exports of an earlier state are removed: they would
    be taken for this one. Raises `UsageError` where a file cannot be written; then all is as it was.
    """
    forms = {_BY_YEAR if by_year and form == "parquet" else form for form in formats} - {"duckdb"}
    return _exported(database, forms, folder or database.folder)


def export_again(database: Database) -> list[Path]:
    """Writes the exports that are there anew, where the dataset is other than it was; their paths."""
    forms = {form for (form,) in database.rows("SELECT DISTINCT form FROM exports")}
    return _exported(database, forms, database.folder)


def _exported(database: Database, forms: Set[str], target: Path) -> list[Path]:
    own = target.resolve() == database.folder.resolve()
    if own and (current := _current(database, forms)) is not None:
        return current
    parts = target / _PARTS
    try:
        try:
            made = _made(database, forms, parts)
        except NoRoomError:  # what it takes to sort a table is not known beforehand
            database.at_ease(coming=sys.maxsize)
            made = _made(database, forms, parts)
        resources = [Resource(file.table, file.path) for file in made if file.table is not None]
        if resources:
            write_datapackage(parts, resources)
        _put_in_place(target, parts, made)
        if own:
            _record(database, made)
    except OSError as error:
        raise UsageError(cannot_be_written(target, error)) from error
    finally:
        shutil.rmtree(parts, ignore_errors=True)
    return [target / file.path for file in made] + ([target / DATAPACKAGE] if resources else [])


def _made(database: Database, forms: Set[str], parts: Path) -> list[Made]:
    shutil.rmtree(parts, ignore_errors=True)
    parts.mkdir(parents=True)
    return list(_written(database, forms, parts))


def _written(database: Database, forms: Set[str], parts: Path) -> Iterator[Made]:
    for table in schema.ALL:
        if "csv" in forms:
            path = PurePosixPath(f"{table.name}.csv")
            write_csv(database, table, parts / path)
            yield Made(path, "csv", table)
        for form in forms & {"parquet", _BY_YEAR}:
            yield from _parquet(database, table, form, parts)
    if "xlsx" in forms:
        from extractor.dataset.exports.as_xlsx import write_xlsx

        write_xlsx(database, schema.ALL, parts / "juesuan.xlsx")
        yield Made(PurePosixPath("juesuan.xlsx"), "xlsx")
    if "sqlite" in forms:
        from extractor.dataset.exports.as_sqlite import write_sqlite

        write_sqlite(database, schema.ALL, parts / "juesuan.sqlite")
        yield Made(PurePosixPath("juesuan.sqlite"), "sqlite")


def _parquet(database: Database, table: Schema, form: str, parts: Path) -> Iterator[Made]:
    if form != _BY_YEAR or "year" not in table.names:
        path = PurePosixPath(f"{table.name}.parquet")
        write_parquet(database, table, parts / path)
        yield Made(path, form, table)
        return
    for path, condition in years(database, table):
        (parts / path).parent.mkdir(parents=True, exist_ok=True)
        write_parquet(database, table, parts / path, condition, ("year",))
        yield Made(path, form, table)


def _put_in_place(target: Path, parts: Path, made: Sequence[Made]) -> None:
    """Moves whole files to their places, in one go. A folder without `datapackage.json` is in the middle of this."""
    files = [file.path for file in made] + ([PurePosixPath(DATAPACKAGE)] if (parts / DATAPACKAGE).exists() else [])
    for path in files:
        _flush(parts / path)
    with _undisturbed():
        (target / DATAPACKAGE).unlink(missing_ok=True)
        for path in files:
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            (parts / path).replace(target / path)
    _flush(target)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Signals that end a run wait until the files are in their places."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _flush(path: Path) -> None:
    """Waits until the disk holds a file, or the names in a folder."""
    if path.is_dir() and os.name != "posix":
        return
    held = os.open(path, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)


def _record(database: Database, made: Sequence[Made]) -> None:
    """Notes what was exported, and removes what was exported of an earlier state."""
    state = database.one("SELECT state FROM dataset")
    now = {str(file.path) for file in made}
    with database.transaction():
        earlier = [path for (path,) in database.rows("SELECT path FROM exports") if path not in now]
        database.execute("DELETE FROM exports")
        database.insert(tables.EXPORTS, [astuple(ExportRow(str(file.path), file.form, state)) for file in made])
    for path in earlier:
        _remove(database.folder, PurePosixPath(path))


def _remove(folder: Path, path: PurePosixPath) -> None:
    (folder / path).unlink(missing_ok=True)
    for emptied in path.parents[:-1]:
        with suppress(OSError):  # not empty yet
            (folder / emptied).rmdir()


def _current(database: Database, forms: Set[str]) -> list[Path] | None:
    """The files of these forms where they are there and of the present state, and no others; else None."""
    found = database.rows("SELECT path, form, state FROM exports ORDER BY rowid")
    state = database.one("SELECT state FROM dataset")
    if forms != {form for _, form, _ in found} or any(of != state for _, _, of in found):
        return None
    described = [DATAPACKAGE] if forms - {"xlsx", "sqlite"} else []
    paths = [database.folder / path for path in [*(path for path, _, _ in found), *described]]
    return paths if all(path.is_file() for path in paths) else None
