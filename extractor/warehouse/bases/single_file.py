"""A warehouse in one file, which a library opens within this program."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

from extractor.dataset.tables import by_table
from extractor.errors import UsageError
from extractor.languages import Sentence, spoken
from extractor.warehouse.address import DatabaseAddress
from extractor.warehouse.bases.base import IS_FULL


class SingleFile(ABC):
    """The file, open to write. `BEGIN` begins a transaction that is nobody else's, `COLUMNS` asks for table, column and
    type of all that is there."""

    BEGIN: ClassVar[str]
    COLUMNS: ClassVar[str]

    def __init__(self, address: DatabaseAddress, connect: Callable[[Path], Any], error: type[Exception]) -> None:
        self._shown, self._error = address.shown, error
        with self._refusals():
            self._connection = connect(address.path)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self._refusals():
            self.execute(self.BEGIN)
            try:
                yield
            except BaseException:
                self.execute("ROLLBACK")
                raise
            self.execute("COMMIT")

    def columns(self) -> dict[str, dict[str, str]]:
        return by_table(self.rows(self.COLUMNS))

    def execute(self, statement: str) -> None:
        self._connection.execute(statement)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = self._connection.execute(query).fetchall()
        return found

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def _refusals(self) -> Iterator[None]:
        try:
            yield
        except self._error as error:
            raise UsageError(self._refusal(" ".join(str(error).split()))) from error

    @abstractmethod
    def _refusal(self, said: str) -> Sentence:
        """One sentence for what the library says."""

    def _is_full(self) -> Sentence:
        return spoken(IS_FULL, place=self._shown)

    def _cannot_be_written(self, reason: str) -> Sentence:
        return spoken(
            "{place} cannot be written ({reason}); give another file with --to.", place=self._shown, reason=reason
        )
