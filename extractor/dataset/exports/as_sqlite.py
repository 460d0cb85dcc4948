"""All tables → one SQLite file, with their keys. SQLite has no exact decimals: amounts are text, as printed."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from extractor.dataset.database import Database
from extractor.dataset.exports.printed import but_numbers, printed
from extractor.dataset.exports.sorted import query
from extractor.dataset.tables import quoted
from extractor.errors import UsageError
from extractor.languages import spoken
from extractor.records.schema import Schema

_TYPES = {"int8": "INTEGER", "int16": "INTEGER", "int32": "INTEGER", "float32": "REAL", "float64": "REAL"}


def write_sqlite(database: Database, tables: Sequence[Schema], path: Path) -> None:
    """Writes the tables with primary and foreign keys; raises `UsageError` where the disk refuses them."""
    try:
        with closing(sqlite3.connect(path)) as target, target:
            for table in tables:
                target.execute(_definition(table))
                marks = ", ".join("?" * len(table.fields))
                for rows in database.batches(query(table, printed(table, but_numbers))):
                    target.executemany(f"INSERT INTO {quoted(table.name)} VALUES ({marks})", rows)
    except sqlite3.Error as error:
        raise UsageError(
            spoken(
                "{folder} cannot be written ({error}); choose another folder.", folder=path.parent.parent, error=error
            )
        ) from error


def _definition(table: Schema) -> str:
    parts = [f"{quoted(field.name)} {_TYPES.get(field.type, 'TEXT')}" for field in table.fields]
    if table.key:
        parts.append(f"PRIMARY KEY ({', '.join(map(quoted, table.key))})")
    for parent in table.parents:
        if parent.table != "documents":  # copies have the doc_id of their original, so it names no row there
            columns = ", ".join(map(quoted, parent.columns))
            parts.append(f"FOREIGN KEY ({columns}) REFERENCES {quoted(parent.table)} ({columns})")
    return f"CREATE TABLE {quoted(table.name)} ({', '.join(parts)})"
