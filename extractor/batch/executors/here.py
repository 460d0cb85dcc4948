"""Files read in this process, one after the other: nothing can be cut off, and what crashes ends the run."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from types import TracebackType
from typing import TYPE_CHECKING

from extractor.batch.executors.protocol import RowsOfJobs
from extractor.batch.executors.server import YOUNG

if TYPE_CHECKING:
    from extractor.batch.plan import Job
    from extractor.options import Options


class Here:
    """The executor without processes of its own, and so without a time limit. While it reads, Python looks as seldom
    for unreachable cycles as in a worker."""

    def __enter__(self) -> Here:
        young, *older = self._thresholds = gc.get_threshold()
        gc.set_threshold(young and max(young, YOUNG), *older)  # 0: it never looks
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        gc.set_threshold(*self._thresholds)

    def rows(self, jobs: Iterator[Job], options: Options) -> RowsOfJobs:
        from extractor.batch.executors.one_file import read_one

        return ((job, read_one(job, options)) for job in jobs)
