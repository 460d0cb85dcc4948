"""Files read in processes of their own: one that crashes, hangs or eats memory costs its document, not the run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from types import TracebackType
from typing import TYPE_CHECKING

from extractor.batch.executors.protocol import ReadOne, RowsOfJobs, Work
from extractor.batch.executors.server import Server
from extractor.batch.executors.spawned import Spawned
from extractor.batch.machine import memory_of_each

if TYPE_CHECKING:
    from extractor.batch.plan import Job
    from extractor.options import Options


class Processes:
    """The executor with so many workers, each with its share of the memory, and `timeout` seconds for a file."""

    def __init__(self, workers: int, timeout: float, read: ReadOne | None = None) -> None:
        self._workers = workers
        self._timeout = timeout
        self._read = read
        self._server: Server | Spawned

    def __enter__(self) -> Processes:
        self._server = Server() if os.name == "posix" else Spawned()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.end()

    def rows(self, jobs: Iterator[Job], options: Options) -> RowsOfJobs:
        self._server.begin(Work(options, memory_of_each(self._workers), self._read))
        return self._dealt(jobs)

    def _dealt(self, jobs: Iterator[Job]) -> RowsOfJobs:
        """The server loads until the first row is asked for, and so does the process that asks."""
        from extractor.batch.executors.slots import Dealer, Slot

        yield from Dealer(jobs, self._workers, lambda: Slot(self._server, self._timeout))
