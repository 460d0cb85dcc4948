"""What reads the files of a run, wherever it does: in this process, in others, or on a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, TypeAlias

from msgspec import Struct

from extractor.errors import UsageError

if TYPE_CHECKING:  # an executor begins to load what its workers need before this process does
    from extractor.batch.plan import Job
    from extractor.dataset.document_rows import DocumentRows
    from extractor.options import Options

RowsOfJobs: TypeAlias = "Iterator[tuple[Job, DocumentRows]]"
ReadOne: TypeAlias = "Callable[[Job, Options], DocumentRows]"
"""What reads one file; other processes know it by its module and name."""


AHEAD = 64
"""Documents for each worker that may be given out beyond the one that is waited for: a long one, at the head of the
order in which rows are given, takes as long as so many short ones."""


class Work(Struct, frozen=True):
    """What the workers of a run have in common. `memory`: the bytes that each may use; `read`: None for `read_one`,
    which the run itself need not load."""

    options: Options
    memory: int
    read: ReadOne | None = None


class ExecutorError(UsageError):
    """Who reads cannot go on, and no file is to blame; what was read is kept."""


class Executor(Protocol):
    """Reads files: the same files give the same rows, whoever reads them, and the run alone writes.

    A context: nothing is left of it when it is left.
    """

    def __enter__(self) -> Executor: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def rows(self, jobs: Iterator[Job], options: Options) -> RowsOfJobs:
        """Jobs with the rows of their documents, in their order; each job has one, whatever happens to who reads it.

        What reads loads from the call on, and reads at the latest when the first is asked for. `jobs` is asked for the
        next one when it can be read, a few before they are waited for. Raises `ExecutorError` where nothing can read
        any more.
        """
        ...
