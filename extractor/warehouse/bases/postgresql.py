"""A warehouse in PostgreSQL: rows from Arrow by binary COPY, an advisory lock for a load, and what the server refuses
in a sentence."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain
from typing import TYPE_CHECKING, Any

from extractor.dataset.tables import by_table, quoted, text
from extractor.errors import UsageError
from extractor.languages import Sentence, spoken
from extractor.records.schema import Schema
from extractor.warehouse.address import DatabaseAddress
from extractor.warehouse.bases.base import IS_FULL
from extractor.warehouse.tables import POSTGRESQL

if TYPE_CHECKING:  # an extra: only who loads into PostgreSQL needs it
    import adbc_driver_manager
    import pyarrow as pa

_SECONDS = 10  # to wait for a server that does not answer
_NO_RIGHT, _READ_ONLY, _DISK_FULL = "42501", "25006", "53100"  # states as PostgreSQL names them (its appendix A)
_LOST = ("08", "57", "58")  # classes of states: the connection, an operator who ends it, the system
_COLUMNS = """SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = to_regnamespace(quote_ident(current_schema())) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
    AND a.attnum > 0 AND NOT a.attisdropped ORDER BY c.relname, a.attnum"""


class PostgreSQL:
    """A connection to a server, in one schema."""

    dialect = POSTGRESQL

    def __init__(self, address: DatabaseAddress, schema: str | None) -> None:
        try:
            from adbc_driver_postgresql import dbapi
        except ImportError as error:
            raise UsageError(
                spoken(
                    "Loading into PostgreSQL needs the extra postgres; install it with pip install 'juesuan[postgres]'."
                )
            ) from error
        self._shown = address.shown
        self._schema = schema
        secret = f"{address.secret}{'&' if '?' in address.secret else '?'}connect_timeout={_SECONDS}"
        try:
            self._connection = dbapi.connect(secret)
        except dbapi.Error as error:
            raise UsageError(_unconnected(self._shown, str(error))) from None  # its cause quotes the address

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self._refusals(), self._whole():
            self._enter_schema()
            lock = f"hashtext('juesuan load'), hashtext(current_schema() || {text(self._schema or '')})"
            if not self.rows(f"SELECT pg_try_advisory_xact_lock({lock})")[0][0]:
                raise UsageError(
                    spoken("Another load is writing to {shown}; wait until it has ended.", shown=self._shown)
                )
            yield

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """All of what is done within, or nothing: the driver began it with the first statement."""
        from adbc_driver_manager import dbapi

        try:
            yield
            self._connection.commit()
        except BaseException:
            with suppress(dbapi.Error):  # where the connection is lost, the server has done it
                self._connection.rollback()
            raise

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
        with self._connection.cursor() as cursor:
            cursor.execute(statement)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with self._connection.cursor() as cursor:
            cursor.execute(query)
            found: list[tuple[Any, ...]] = cursor.fetchall()
            return found

    def delete(self, table: Schema, column: str, values: Sequence[str]) -> None:
        chosen = "SELECT json_array_elements_text($1::json)"  # the driver binds no lists
        with self._connection.cursor() as cursor:
            cursor.execute(
                f"DELETE FROM {quoted(table.name)} WHERE {quoted(column)} IN ({chosen})", [json.dumps(values)]
            )

    def insert(self, table: Schema, batches: Iterable[pa.RecordBatch]) -> int:
        import pyarrow as pa

        left = iter(batches)
        first = next(left, None)
        if first is None:
            return 0
        with self._connection.cursor() as cursor:
            reader = pa.RecordBatchReader.from_batches(first.schema, chain((first,), left))
            count: int = cursor.adbc_ingest(table.name, reader, mode="append")
            return count

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def _refusals(self) -> Iterator[None]:
        from adbc_driver_manager import dbapi

        try:
            yield
        except dbapi.Error as error:
            raise UsageError(_refusal(self._shown, error)) from None


def _unconnected(shown: str, said: str) -> Sentence:
    """Why there is no connection; what libpq says is classified, never quoted."""
    if "URI" in said or "connection option" in said or "invalid port" in said:
        return spoken("--to cannot be read; give postgresql://user@host:port/database.")
    if "does not exist" in said and "database" in said:
        return spoken("There is no such database at {place}; make it, or give another one.", place=shown)
    if any(word in said for word in ("authentication", "password", "pg_hba", "role", "certificate")):
        words = "{place} refuses the user or the password; check them in --to, PGPASSWORD or ~/.pgpass."
        return spoken(words, place=shown)
    return spoken("{place} cannot be reached; check host and port, and that the server runs.", place=shown)


def _refusal(shown: str, error: adbc_driver_manager.Error) -> Sentence:
    """One sentence for what the server says."""
    if error.sqlstate == _NO_RIGHT:
        words = (
            "The user has no right to write to {place}, so nothing was loaded; grant CREATE on the schema, or give "
            "another one."
        )
        return spoken(words, place=shown)
    if error.sqlstate == _READ_ONLY:
        words = "{place} may only be read, so nothing was loaded; give the server that takes writes."
        return spoken(words, place=shown)
    if error.sqlstate == _DISK_FULL:
        return spoken(IS_FULL, place=shown)
    if error.sqlstate is None or error.sqlstate.startswith(_LOST):
        return spoken("The connection to {place} was lost, so nothing was loaded; run the same again.", place=shown)
    said = dict(error.details).get("PG_DIAG_MESSAGE_PRIMARY", b"").decode("utf-8", "replace")
    words = "{place} refuses the rows ({reason}), so nothing was loaded; look there, or give another --schema."
    return spoken(words, place=shown, reason=" ".join(said.split()) or error.sqlstate)
