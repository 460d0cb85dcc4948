"""A warehouse in another DuckDB file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from extractor.dataset.columns import arrow_of
from extractor.dataset.tables import quoted
from extractor.errors import UsageError
from extractor.records.schema import Schema
from extractor.warehouse.address import Address
from extractor.warehouse.bases.base import Row
from extractor.warehouse.tables import DUCKDB

_BATCH = "batch"


class DuckDBFile:
    """The file, open to write: DuckDB lets one program do so at a time."""

    dialect = DUCKDB

    def __init__(self, address: Address) -> None:
        import duckdb

        self._shown = address.shown
        try:
            self._connection = duckdb.connect(address.path)
        except duckdb.Error as error:
            raise UsageError(self._refusal(str(error))) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        import duckdb

        try:
            self._connection.execute("BEGIN")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")
        except duckdb.Error as error:
            raise UsageError(self._refusal(str(error))) from error

    def columns(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        query = "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal"
        for table, column, kind in self.rows(query):
            found.setdefault(table, {})[column] = kind
        return found

    def execute(self, statement: str) -> None:
        self._connection.execute(statement)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self._connection.execute(query).fetchall()

    def delete(self, table: Schema, column: str, values: Sequence[str]) -> None:
        statement = f"DELETE FROM {quoted(table.name)} WHERE {quoted(column)} IN (SELECT unnest(?::VARCHAR[]))"
        self._connection.execute(statement, [[*values]])

    def insert(self, table: Schema, batches: Iterable[Sequence[Row]]) -> int:
        count = 0
        for rows in batches:
            self._connection.register(_BATCH, arrow_of(table.fields, [*zip(*rows, strict=True)]))
            self._connection.execute(f"INSERT INTO {quoted(table.name)} BY NAME SELECT * FROM {_BATCH}")
            self._connection.unregister(_BATCH)
            count += len(rows)
        return count

    def close(self) -> None:
        self._connection.close()

    def _refusal(self, said: str) -> str:
        said = " ".join(said.split())
        if "lock" in said or "same database file" in said:
            return f"Another program has {self._shown} open; wait until it has ended."
        if "No space left" in said:
            return f"The disk of {self._shown} is full, so nothing was loaded; make room there and run the same again."
        reason = said.split(": ", 1)[-1].rstrip(".")
        return f"{self._shown} cannot be written ({reason}); give another file with --to."
