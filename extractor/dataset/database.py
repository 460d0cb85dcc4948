"""The DuckDB file of a dataset: opened for writing by one run at a time, or for queries by anyone.

Whatever DuckDB refuses becomes a `UsageError` of one sentence here: a full disk, a folder without permission, a file
that is no database, a newer version, another run.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor import kept
from extractor.dataset import tables, views
from extractor.dataset.arrow.columns import Row, arrow, schema_of
from extractor.dataset.book.progress import is_alive, read_progress
from extractor.dataset.refusals import InUseError, cannot_be_written, refusal
from extractor.errors import UsageError
from extractor.languages import spoken
from extractor.records import schema
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
TRIES, PAUSE = 20, 0.25  # seconds between two tries to open what another program reads
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
        bring_up_to_date(database)
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
    database = _opened(folder / NAME, read_only=True)
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
        with _opened(part) as database:
            bring_up_to_date(database)
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
            return _opened(folder / NAME)
        except InUseError:
            if (writer := read_progress(folder)) is not None and writer.is_alive:
                raise
            time.sleep(PAUSE)
    return _opened(folder / NAME)


def _empty(database: Database) -> None:
    with database.transaction():
        for table in (*schema.ALL, *tables.COMPANIONS):
            if table not in (tables.CORRECTIONS, tables.DATASET):
                database.execute(f"DELETE FROM {tables.quoted(table.name)}")
        database.execute("UPDATE dataset SET state = state + 1")


def _threads() -> int:
    return min(MOST_THREADS, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1)


def _opened(path: Path, read_only: bool = False) -> Database:
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


def bring_up_to_date(database: Database) -> None:
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
