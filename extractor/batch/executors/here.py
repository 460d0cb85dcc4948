"""Files read in this process, one after the other: nothing can be cut off, and what crashes ends the run."""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import TYPE_CHECKING

from extractor.batch.executors.protocol import RowsOfJobs

if TYPE_CHECKING:
    from extractor.batch.plan import Job
    from extractor.options import Options


class Here:
    """The executor without processes of its own, and so without a time limit."""

    def __enter__(self) -> Here:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is left of it."""

    def rows(self, jobs: Iterator[Job], options: Options) -> RowsOfJobs:
        from extractor.batch.executors.one_file import read_one

        return ((job, read_one(job, options)) for job in jobs)
