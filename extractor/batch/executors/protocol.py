"""What reads the files of a run, wherever it does: in this process, in others, or on a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, TypeAlias

from msgspec import Struct

from extractor.errors import UsageError

if TYPE_CHECKING:  # an executor begins to load what its workers need before this process does
    from extractor.batch.plan import Job
    from extractor.dataset.arrow.document_rows import DocumentRows
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
    """Nothing can read any more, and no file is to blame; what was read is kept."""


class Executor(Protocol):
    """Reads files: the same files give the same rows, whoever reads them, and only the run writes.

    A context: nothing of it remains afterwards.
    """

    def __enter__(self) -> Executor: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def rows(self, jobs: Iterator[Job], options: Options) -> RowsOfJobs:
        """Jobs with the rows of their documents, in order; each job gets them, whatever happens to its reader.

        Loading begins with the call, reading at the latest when the first rows are asked for. `jobs` is asked for the
        next job when it can be read, a little ahead of when it is needed. Raises `ExecutorError` where nothing can
        read any more.
        """
        ...
