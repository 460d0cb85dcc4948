"""A warehouse in another DuckDB file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from extractor.dataset.tables import COLUMNS, quoted
from extractor.languages import Sentence, spoken
from extractor.records.schema import Schema
from extractor.warehouse.address import DatabaseAddress
from extractor.warehouse.bases.single_file import SingleFile
from extractor.warehouse.tables import DUCKDB

if TYPE_CHECKING:
    import pyarrow as pa

_BATCH = "batch"


class DuckDBFile(SingleFile):
    """The file, open to write: DuckDB lets one program do so at a time."""

    dialect = DUCKDB
    BEGIN = "BEGIN"
    COLUMNS = COLUMNS

    def __init__(self, address: DatabaseAddress) -> None:
        import duckdb

        super().__init__(address, duckdb.connect, duckdb.Error)

    def delete(self, table: Schema, column: str, values: Sequence[str]) -> None:
        statement = f"DELETE FROM {quoted(table.name)} WHERE {quoted(column)} IN (SELECT unnest(?::VARCHAR[]))"
        self._connection.execute(statement, [[*values]])

    def insert(self, table: Schema, batches: Iterable[pa.RecordBatch]) -> int:
        import pyarrow as pa

        count = 0
        for batch in batches:
            self._connection.register(_BATCH, pa.Table.from_batches([batch]))
            self._connection.execute(f"INSERT INTO {quoted(table.name)} BY NAME SELECT * FROM {_BATCH}")
            self._connection.unregister(_BATCH)
            count += batch.num_rows
        return count

    def _refusal(self, said: str) -> Sentence:
        if "lock" in said or "same database file" in said:
            return spoken("Another program has {place} open; wait until it has ended.", place=self._shown)
        if "No space left" in said:
            return self._is_full()
        return self._cannot_be_written(said.split(": ", 1)[-1].rstrip("."))
