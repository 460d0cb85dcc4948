"""A warehouse in PostgreSQL: binary COPY, an advisory lock for a load, and what the server refuses in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from extractor.dataset.tables import by_table, quoted, text
from extractor.errors import UsageError
from extractor.languages import Sentence, spoken
from extractor.records.schema import Schema
from extractor.warehouse.address import Address
from extractor.warehouse.bases.base import IS_FULL
from extractor.warehouse.tables import POSTGRESQL

if TYPE_CHECKING:  # an extra: only who loads into PostgreSQL needs it
    import psycopg
    import pyarrow as pa

_SECONDS = 10  # to wait for a server that does not answer
_COLUMNS = """SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = to_regnamespace(quote_ident(current_schema())) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
    AND a.attnum > 0 AND NOT a.attisdropped ORDER BY c.relname, a.attnum"""


class PostgreSQL:
    """A connection to a server, in one schema."""

    dialect = POSTGRESQL

    def __init__(self, address: Address, schema: str | None) -> None:
        try:
            import pgpq  # noqa: F401
            import psycopg
        except ImportError as error:
            raise UsageError(
                spoken(
                    "Loading into PostgreSQL needs the extra postgres; install it with pip install 'juesuan[postgres]'."
                )
            ) from error
        self._shown = address.shown
        self._schema = schema
        try:
            self._connection = psycopg.connect(address.secret, connect_timeout=_SECONDS, autocommit=True)
        except (psycopg.ProgrammingError, ValueError):
            # Without its cause, which quotes what was given, a password too.
            raise UsageError(spoken("--to cannot be read; give postgresql://user@host:port/database.")) from None
        except psycopg.OperationalError as error:
            raise UsageError(_unconnected(self._shown, str(error))) from None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self._refusals(), self._connection.transaction():
            self._enter_schema()
            lock = f"hashtext('juesuan load'), hashtext(current_schema() || {text(self._schema or '')})"
            if not self._connection.execute(f"SELECT pg_try_advisory_xact_lock({lock})".encode()).fetchall()[0][0]:
                raise UsageError(
                    spoken("Another load is writing to {shown}; wait until it has ended.", shown=self._shown)
                )
            yield

    def _enter_schema(self) -> None:
        if self._schema is not None:
            name = quoted(self._schema)
            if self.rows(f"SELECT to_regnamespace({text(name)})") == [(None,)]:
                self.execute(f"CREATE SCHEMA {name}")
            self.execute(f"SET LOCAL search_path TO {name}")
        if self.rows("SELECT current_schema()") == [(None,)]:
            raise UsageError(
                spoken("The user has no schema to write to in {shown}; give one with --schema.", shown=self._shown)
            )

    def columns(self) -> dict[str, dict[str, str]]:
        return by_table(self.rows(_COLUMNS))

    def execute(self, statement: str) -> None:
        self._connection.execute(statement.encode())

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self._connection.execute(query.encode()).fetchall()

    def delete(self, table: Schema, column: str, values: Sequence[str]) -> None:
        statement = f"DELETE FROM {quoted(table.name)} WHERE {quoted(column)} = ANY(%s)"
        self._connection.execute(statement.encode(), [[*values]])

    def insert(self, table: Schema, batches: Iterable[pa.RecordBatch]) -> int:
        from pgpq import ArrowToPostgresBinaryEncoder

        names = ", ".join(quoted(field.name) for field in table.fields)
        count = 0
        encoder = None
        statement = f"COPY {quoted(table.name)} ({names}) FROM STDIN (FORMAT BINARY)"
        with self._connection.cursor() as cursor, cursor.copy(statement.encode()) as copy:
            for batch in batches:
                if encoder is None:
                    encoder = ArrowToPostgresBinaryEncoder(batch.schema)
                    copy.write(encoder.write_header())
                copy.write(encoder.write_batch(batch))
                count += batch.num_rows
            if encoder is not None:
                copy.write(encoder.finish())
        return count

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def _refusals(self) -> Iterator[None]:
        import psycopg

        try:
            yield
        except psycopg.Error as error:
            raise UsageError(_refusal(self._shown, error)) from None


def _unconnected(shown: str, said: str) -> Sentence:
    """Why there is no connection; what libpq says is told by its kind, never quoted."""
    if "does not exist" in said and "database" in said:
        return spoken("There is no such database at {place}; make it, or give another one.", place=shown)
    if any(word in said for word in ("authentication", "password", "pg_hba", "role", "certificate")):
        words = "{place} refuses the user or the password; check them in --to, PGPASSWORD or ~/.pgpass."
        return spoken(words, place=shown)
    return spoken("{place} cannot be reached; check host and port, and that the server runs.", place=shown)


def _refusal(shown: str, error: psycopg.Error) -> Sentence:
    """One sentence for what the server says."""
    from psycopg import errors

    if isinstance(error, errors.InsufficientPrivilege):
        words = (
            "The user has no right to write to {place}, so nothing was loaded; grant CREATE on the schema, or give "
            "another one."
        )
        return spoken(words, place=shown)
    if isinstance(error, errors.ReadOnlySqlTransaction):
        words = "{place} may only be read, so nothing was loaded; give the server that takes writes."
        return spoken(words, place=shown)
    if isinstance(error, errors.DiskFull):
        return spoken(IS_FULL, place=shown)
    if error.sqlstate is None or isinstance(error, errors.OperationalError):
        return spoken("The connection to {place} was lost, so nothing was loaded; run the same again.", place=shown)
    reason = " ".join((error.diag.message_primary or type(error).__name__).split())
    words = "{place} refuses the rows ({reason}), so nothing was loaded; look there, or give another --schema."
    return spoken(words, place=shown, reason=reason)
