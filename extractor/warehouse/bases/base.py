"""What a load needs of a database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol

from extractor.records.schema import Schema
from extractor.warehouse.tables import Dialect

if TYPE_CHECKING:
    import pyarrow as pa

IS_FULL = "The disk of {place} is full, so nothing was loaded; make room there and run the same again."


class Base(Protocol):
    """An open database. Its refusals are `UsageError`s of one sentence, without credentials.

    `transaction` begins one that no other load shares: everything done within it, or nothing.
    """

    dialect: Dialect

    def transaction(self) -> AbstractContextManager[None]: ...

    def columns(self) -> dict[str, dict[str, str]]:
        """The types of the columns of all that has any there, by its name."""
        ...

    def execute(self, statement: str) -> None: ...

    def rows(self, query: str) -> list[tuple[Any, ...]]: ...

    def delete(self, table: Schema, column: str, values: Sequence[str]) -> None:
        """Removes the rows that have one of these values."""
        ...

    def insert(self, table: Schema, batches: Iterable[pa.RecordBatch]) -> int:
        """Adds rows, some at a time; how many."""
        ...

    def close(self) -> None: ...
