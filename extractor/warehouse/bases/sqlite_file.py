"""A warehouse in a SQLite file: amounts are decimal text, as it has no exact numbers; lists are joined by `;`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from extractor.dataset.tables import quoted
from extractor.errors import UsageError
from extractor.records.schema import Schema
from extractor.warehouse.address import Address
from extractor.warehouse.bases.base import Row
from extractor.warehouse.tables import SQLITE


class SQLiteFile:
    """The file, open to write."""

    dialect = SQLITE

    def __init__(self, address: Address) -> None:
        self._shown = address.shown
        try:
            self._connection = sqlite3.connect(address.path, timeout=0, isolation_level=None)
            self._connection.execute("PRAGMA foreign_keys = ON")
        except sqlite3.Error as error:
            raise UsageError(self._refusal(str(error))) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        try:
            self._connection.execute("BEGIN EXCLUSIVE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise UsageError(self._refusal(str(error))) from error

    def columns(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        query = """SELECT m.name, c.name, c.type FROM sqlite_master m, pragma_table_info(m.name) c
            WHERE m.type IN ('table', 'view')"""
        for table, column, kind in self.rows(query):
            found.setdefault(table, {})[column] = kind
        return found

    def execute(self, statement: str) -> None:
        self._connection.execute(statement)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self._connection.execute(query).fetchall()

    def delete(self, table: Schema, column: str, values: Sequence[str]) -> None:
        statement = f"DELETE FROM {quoted(table.name)} WHERE {quoted(column)} = ?"
        self._connection.executemany(statement, ((value,) for value in values))

    def insert(self, table: Schema, batches: Iterable[Sequence[Row]]) -> int:
        names, marks = ", ".join(quoted(f.name) for f in table.fields), ", ".join("?" for _ in table.fields)
        statement = f"INSERT INTO {quoted(table.name)} ({names}) VALUES ({marks})"
        count = 0
        for rows in batches:
            self._connection.executemany(statement, (tuple(map(_stored, row)) for row in rows))
            count += len(rows)
        return count

    def close(self) -> None:
        self._connection.close()

    def _refusal(self, said: str) -> str:
        if "locked" in said:
            return f"Another program is writing to {self._shown}; wait until it has ended."
        if "full" in said:
            return f"The disk of {self._shown} is full, so nothing was loaded; make room there and run the same again."
        return f"{self._shown} cannot be written ({said}); give another file with --to."


def _stored(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return ";".join(value) if isinstance(value, list) else value
