"""The DuckDB file of a dataset, once it is open: its rows, and rows that are added.

Whatever DuckDB refuses becomes a `UsageError` of one sentence here: a full disk, a folder without permission, a file
that is no database, a newer version, another run.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.dataset import tables
from extractor.dataset.arrow.columns import Row, arrow, schema_of
from extractor.dataset.refusals import refusal
from extractor.records.schema import Schema

if TYPE_CHECKING:  # a tenth of a second: only in the commands that open a dataset
    import duckdb
    import pyarrow as pa

NAME = "juesuan.duckdb"
MEMORY = 96_000_000  # bytes: beyond it DuckDB writes to a file beside the database what it sorts, and reads its indexes
# again. What it cannot do piece by piece (to replace rows all over its indexes, to sort the largest tables) takes more
SHARE = "25%"  # the larger the database is, and so it may keep more, up to this of the machine, or of its container
SPARING = "40MB"  # while rows are only added: what is kept of them is asked for no more, and would grow to the bound
OFTEN = "8MB"  # of rows after which they are put in their place: until then they stand in memory with their indexes
MOST_THREADS = 2  # each has buffers of its own; where rows are only added one takes no more time, and less memory
_BATCH = "batch"
_INTERRUPTED = "Query interrupted"
_SILENT = "SET enable_progress_bar = false"  # it goes to standard output, which has the paths of what was written


class Database:
    """An open database. A context: at its end the database is closed, and anything uncommitted is undone."""

    def __init__(self, path: Path, connection: duckdb.DuckDBPyConnection) -> None:
        self.folder = path.parent
        self._path = path
        self._connection = connection

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *why: object) -> None:
        with self._refusals():
            self._connection.close()

    @property
    def definitions(self) -> str | None:
        """The hash of the definitions by which its tables and views were made, where this version made them or may."""
        import duckdb

        with self._refusals():
            try:
                query = f"SELECT views FROM dataset WHERE schema_version = {tables.VERSION}"
                found = self._connection.execute(query).fetchone()
            except (duckdb.CatalogException, duckdb.BinderException):  # a new one, or one of another version
                return None
        return found[0] if found else None

    def execute(self, statement: str, values: Sequence[Any] = ()) -> None:
        with self._refusals():
            self._connection.execute(statement, list(values))

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query; amounts are `Decimal` with four decimals."""
        with self._refusals():
            return self._connection.execute(query, list(values)).fetchall()

    def one(self, query: str, values: Sequence[Any] = ()) -> Any:
        """The first value of the first row of a query; None where there is no row."""
        found = self.rows(query, values)
        return found[0][0] if found else None

    def batches(self, query: str, size: int = 4096) -> Iterator[list[tuple[Any, ...]]]:
        """The rows of a query, some at a time, so that memory does not grow with their number."""
        with self._refusals():
            cursor = self._connection.cursor()
            cursor.execute(_SILENT)
            cursor.execute(query)
            while found := cursor.fetchmany(size):
                yield found

    def arrow(self, query: str, size: int, values: Sequence[Any] = ()) -> Iterator[pa.RecordBatch]:
        """The same as Arrow, without making any Python objects."""
        with self._refusals():
            relation = self._connection.cursor().sql(query, params=list(values))
            yield from relation.to_arrow_reader(size) if relation is not None else ()

    def insert(self, table: Schema, rows: Sequence[Row]) -> None:
        """Adds rows, in their order."""
        if rows:
            self._insert(table, [arrow(table, rows)])

    def insert_made(self, table: Schema, batches: Sequence[bytes]) -> None:
        """Adds batches of rows in Arrow's IPC form, as `document_rows` makes them."""
        if batches:
            import pyarrow as pa

            self._insert(table, [pa.ipc.read_record_batch(batch, schema_of(table)) for batch in batches])

    def _insert(self, table: Schema, batches: Sequence[pa.RecordBatch]) -> None:
        import pyarrow as pa

        with self._refusals():
            self._connection.register(_BATCH, pa.Table.from_batches(batches))
            self._connection.execute(f"INSERT INTO {tables.quoted(table.name)} BY NAME SELECT * FROM {_BATCH}")
            self._connection.unregister(_BATCH)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything done within it, or nothing."""
        self.execute("BEGIN")
        try:
            yield
            self.execute("COMMIT")
        except BaseException:
            import duckdb

            with suppress(duckdb.Error):  # a failed commit has rolled back already
                self._connection.execute("ROLLBACK")
            raise

    @contextmanager
    def sparing(self) -> Iterator[None]:
        """Keeps less in memory while rows are added. (Where that fails nothing but the end of the run follows.)"""
        self.execute(f"SET memory_limit = '{SPARING}'; SET checkpoint_threshold = '{OFTEN}'; SET threads = 1")
        yield
        self.at_ease()
        self.execute(f"RESET checkpoint_threshold; SET threads = {_threads()}")

    def at_ease(self, coming: int = 0) -> int:
        """Keeps as much in memory as the database is large, with so many bytes that are `coming` to it, no less than
        `MEMORY` and no more than `SHARE`: so many bytes."""
        self.execute(f"SET memory_limit = '{SHARE}'")
        most: int = self.one("SELECT parse_formatted_bytes(current_setting('memory_limit'))")
        kept = min(most, max(MEMORY, self._path.stat().st_size + coming))
        self.execute(f"SET memory_limit = '{kept}B'")
        return kept

    @contextmanager
    def _refusals(self) -> Iterator[None]:
        import duckdb

        try:
            yield
        except duckdb.ConstraintException:
            raise
        except duckdb.Error as error:
            raise refusal(self.folder / NAME, str(error)) from error
        except RuntimeError as error:  # what DuckDB makes of whatever a signal raises while it computes
            if str(error) == _INTERRUPTED:
                raise KeyboardInterrupt from error
            raise


def _threads() -> int:
    return min(MOST_THREADS, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1)


def connected(path: Path, read_only: bool = False) -> Database:
    """The database of a file, as it is; an empty one where there is no file."""
    import duckdb

    config: dict[str, Any] = {
        "memory_limit": f"{MEMORY}B",
        "threads": _threads(),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    try:
        connection = duckdb.connect(path, read_only=read_only, config=config)
        connection.execute(_SILENT)
    except duckdb.Error as error:
        raise refusal(path.parent / NAME, str(error)) from error
    database = Database(path, connection)
    if path.stat().st_size > MEMORY:
        database.at_ease()
    return database
