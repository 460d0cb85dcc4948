"""The corrections by hand of a dataset: they survive whatever is read, and are written beside it as
`corrections.csv`.

Nothing else is in that file: it can be edited, sent on, and given to another run (`convert --corrections`).
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping
from dataclasses import astuple
from pathlib import Path

from extractor.dataset import tables
from extractor.dataset.database import NAME as DATABASE
from extractor.dataset.database import Database
from extractor.dataset.exports.as_csv import BOM
from extractor.dataset.opening import open_to_query
from extractor.dataset.refusals import cannot_be_written
from extractor.dataset.spreadsheet import guarded
from extractor.errors import UsageError
from extractor.languages import spoken
from extractor.records.corrections import Correction, Corrections

NAME = "corrections.csv"
COLUMNS = tables.CORRECTIONS.names
_NEEDED = ("doc_id", "corrected")


def corrections(database: Database) -> Corrections:
    """All corrections of a dataset."""
    query = f'SELECT {", ".join(map(tables.quoted, COLUMNS))} FROM corrections ORDER BY "at", rowid'
    return Corrections(Correction(*row) for row in database.rows(query))


def add(database: Database, rows: Iterable[Correction]) -> int:
    """Adds the corrections that are not there yet; gives their number."""
    there = frozenset(corrections(database))
    new = [row for row in dict.fromkeys(rows) if row not in there]
    if new:
        with database.transaction():
            database.insert(tables.CORRECTIONS, [astuple(row) for row in new])
    return len(new)


def write_corrections(database: Database) -> Path:
    """Writes `corrections.csv` into the dataset's folder, whole or not at all; its path. Raises `UsageError` where the
    folder cannot be written."""
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow(COLUMNS)
    writer.writerows([guarded(value or "") for value in astuple(row)] for row in corrections(database))
    path = database.folder / NAME
    part = path.with_name(f".{NAME}.{os.getpid()}")
    try:
        part.write_text(BOM + made.getvalue(), "utf-8", newline="")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UsageError(cannot_be_written(database.folder, error)) from error
    return path


def read_corrections(path: Path) -> Corrections:
    """The corrections of a dataset's folder, or of a file that `write_corrections` wrote; raises `UsageError` where
    they cannot be read."""
    if path.is_dir():
        if not (path / DATABASE).exists():
            return read_corrections(path / NAME)
        with open_to_query(path) as database:
            return corrections(database)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            lacking = [name for name in _NEEDED if name not in (reader.fieldnames or ())]
            if lacking:
                words = "{path} has no column {names}; give a {file} that review wrote."
                raise UsageError(spoken(words, path=path, names=" / ".join(lacking), file=NAME))
            return Corrections(map(_correction, reader))
    except (OSError, UnicodeError, csv.Error) as error:
        words = "{path} cannot be read ({reason}); give a {file} that review wrote."
        raise UsageError(spoken(words, path=path, reason=error, file=NAME)) from error


def _correction(row: Mapping[str, str | None]) -> Correction:
    """The correction of a row; an apostrophe that guards a text from a spreadsheet is taken off."""
    text = {name: _bare(row.get(name)) for name in COLUMNS}
    return Correction(
        text["doc_id"] or "", text["cell"], text["figure"], text["read"], text["corrected"], text["reason"],
        text["by"], text["at"] or "", text["words"],
    )  # fmt: skip


def _bare(text: str | None) -> str | None:
    return (text[1:] if text.startswith("'") and guarded(text[1:]) == text else text) if text else None
