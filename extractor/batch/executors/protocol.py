"""What reads the files of a run, wherever it does: in this process, in others, or on a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, TypeAlias

from extractor.errors import UsageError

if TYPE_CHECKING:  # an executor begins to load what its workers need before this process does
    from extractor.batch.plan import Job
    from extractor.options import Options
    from extractor.reading import Reading

Readings: TypeAlias = "Iterator[tuple[Job, Reading]]"
Read: TypeAlias = "Callable[[Job, Options], Reading]"
"""What reads one file; other processes know it by its module and name."""


class ExecutorError(UsageError):
    """Who reads cannot go on, and no file is to blame; what was read is kept."""


class Executor(Protocol):
    """Reads files: the same files give the same readings, whoever reads them, and the run alone writes.

    A context: nothing is left of it when it is left.
    """

    def __enter__(self) -> Executor: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def readings(self, jobs: Iterator[Job], options: Options) -> Readings:
        """Jobs with their readings, in their order; each job has one, whatever happens to who reads it.

        Reading begins with the call. `jobs` is asked for the next one when it can be read, a few before they are waited
        for. Raises `ExecutorError` where nothing can read any more.
        """
        ...
