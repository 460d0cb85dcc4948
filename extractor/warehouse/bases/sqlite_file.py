"""A warehouse in a SQLite file: amounts are decimal text, as it has no exact numbers; lists are joined by `;`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.dataset.tables import quoted
from extractor.languages import Sentence, spoken
from extractor.records.schema import Schema
from extractor.warehouse.address import DatabaseAddress
from extractor.warehouse.bases.single_file import SingleFile
from extractor.warehouse.tables import SQLITE

if TYPE_CHECKING:
    import pyarrow as pa


class SQLiteFile(SingleFile):
    """The file, open to write."""

    dialect = SQLITE
    BEGIN = "BEGIN EXCLUSIVE"
    COLUMNS = """SELECT m.name, c.name, c.type FROM sqlite_master m, pragma_table_info(m.name) c
        WHERE m.type IN ('table', 'view')"""

    def __init__(self, address: DatabaseAddress) -> None:
        super().__init__(address, _connected, sqlite3.Error)

    def delete(self, table: Schema, column: str, values: Sequence[str]) -> None:
        statement = f"DELETE FROM {quoted(table.name)} WHERE {quoted(column)} = ?"
        self._connection.executemany(statement, ((value,) for value in values))

    def insert(self, table: Schema, batches: Iterable[pa.RecordBatch]) -> int:
        names, marks = ", ".join(quoted(f.name) for f in table.fields), ", ".join("?" for _ in table.fields)
        statement = f"INSERT INTO {quoted(table.name)} ({names}) VALUES ({marks})"
        count = 0
        for batch in batches:
            columns = [[*map(_stored, column.to_pylist())] for column in batch.columns]
            self._connection.executemany(statement, zip(*columns, strict=True))
            count += batch.num_rows
        return count

    def _refusal(self, said: str) -> Sentence:
        if "locked" in said:
            return spoken("Another program is writing to {place}; wait until it has ended.", place=self._shown)
        return self._is_full() if "full" in said else self._cannot_be_written(said)


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _stored(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return ";".join(value) if isinstance(value, list) else value
