"""The exports of a dataset: files of other formats, whole or not at all, the same bytes for the same documents."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import astuple
from pathlib import Path, PurePosixPath

from extractor.dataset import tables
from extractor.dataset.database import Database, cannot_be_written
from extractor.dataset.datapackage import NAME as DATAPACKAGE
from extractor.dataset.datapackage import Resource, write_datapackage
from extractor.dataset.exports.as_csv import write_csv
from extractor.dataset.exports.as_parquet import write_parquet, years
from extractor.dataset.tables import ExportRow
from extractor.errors import UsageError
from extractor.records import schema

FORMATS = ("duckdb", "csv", "parquet")
DEFAULT = ("csv", "parquet")
_PARTS = ".juesuan-export"  # where the files stand until all of them are whole


def checked_formats(formats: Sequence[str]) -> tuple[str, ...]:
    """Raises `UsageError` where they are none, or there is one that is unknown."""
    if not formats or set(formats) - set(FORMATS):
        raise UsageError(f"The formats are {', '.join(formats) or 'none'}; give some of {', '.join(FORMATS)}.")
    return tuple(dict.fromkeys(formats))


def export(database: Database, formats: Sequence[str], by_year: bool = False, folder: Path | None = None) -> list[Path]:
    """Writes the tables in these formats to the dataset's folder, or to another; the paths, `datapackage.json` last.

    What is up to date already is left. In the dataset's own folder, exports of an earlier state are removed: they would
    be taken for this one. Raises `UsageError` where a file cannot be written; then all is as it was.
    """
    target = folder or database.folder
    wanted = [form for form in formats if form != "duckdb"]
    if folder is None and (current := _current(database, wanted, by_year)) is not None:
        return current
    parts = target / _PARTS
    try:
        shutil.rmtree(parts, ignore_errors=True)
        parts.mkdir(parents=True)
        made = list(_written(database, wanted, by_year, parts))
        if made:
            write_datapackage(parts, made)
        _put_in_place(target, parts, [resource.path for resource in made])
        if folder is None:
            _record(database, made, by_year)
    except OSError as error:
        raise UsageError(cannot_be_written(target, error)) from error
    finally:
        shutil.rmtree(parts, ignore_errors=True)
    return [target / resource.path for resource in made] + ([target / DATAPACKAGE] if made else [])


def _written(database: Database, formats: Sequence[str], by_year: bool, parts: Path) -> Iterator[Resource]:
    for table in schema.ALL:
        if "csv" in formats:
            path = PurePosixPath(f"{table.name}.csv")
            write_csv(database, table, parts / path)
            yield Resource(table, path)
        if "parquet" not in formats:
            continue
        if not (by_year and "year" in table.names):
            path = PurePosixPath(f"{table.name}.parquet")
            write_parquet(database, table, parts / path)
            yield Resource(table, path)
            continue
        for path, condition in years(database, table):
            (parts / path).parent.mkdir(parents=True, exist_ok=True)
            write_parquet(database, table, parts / path, condition, ("year",))
            yield Resource(table, path)


def _put_in_place(target: Path, parts: Path, paths: Sequence[PurePosixPath]) -> None:
    """Moves whole files to their places. A folder without `datapackage.json` is in the middle of this."""
    for path in paths:
        _flush(parts / path)
    (target / DATAPACKAGE).unlink(missing_ok=True)
    for path in paths:
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (parts / path).replace(target / path)
    _flush(target)
    if paths:
        _flush(parts / DATAPACKAGE)
        (parts / DATAPACKAGE).replace(target / DATAPACKAGE)
        _flush(target)


def _flush(path: Path) -> None:
    """Waits until the disk holds a file, or the names in a folder."""
    if path.is_dir() and os.name != "posix":
        return
    held = os.open(path, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)


def _form(path: PurePosixPath) -> str:
    return path.suffix.removeprefix(".")


def _record(database: Database, made: Sequence[Resource], by_year: bool) -> None:
    """Notes what was exported, and removes what was exported of an earlier state."""
    state = database.one("SELECT state FROM dataset")
    now = {str(resource.path) for resource in made}
    with database.transaction():
        earlier = [path for (path,) in database.rows("SELECT path FROM exports") if path not in now]
        database.execute("DELETE FROM exports")
        found = [ExportRow(str(r.path), "parquet by year" if by_year and _form(r.path) == "parquet" else _form(r.path),
                           state) for r in made]  # fmt: skip
        database.insert(tables.EXPORTS, [astuple(row) for row in found])
    for path in earlier:
        _remove(database.folder, PurePosixPath(path))


def _remove(folder: Path, path: PurePosixPath) -> None:
    (folder / path).unlink(missing_ok=True)
    for emptied in path.parents[:-1]:
        with suppress(OSError):  # not empty yet
            (folder / emptied).rmdir()


def _current(database: Database, formats: Sequence[str], by_year: bool) -> list[Path] | None:
    """The files of these formats where they are there and of the present state, and no others; else None."""
    found = database.rows("SELECT path, form, state FROM exports ORDER BY rowid")
    wanted = {"parquet by year" if by_year and form == "parquet" else form for form in formats}
    state = database.one("SELECT state FROM dataset")
    paths = [database.folder / path for path, _, _ in found]
    if wanted != {form for _, form, _ in found} or any(of != state for _, _, of in found):
        return None
    paths += [database.folder / DATAPACKAGE] if paths else []
    return paths if all(path.is_file() for path in paths) else None
