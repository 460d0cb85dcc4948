"""Workers on systems that cannot fork: each is a process that loads for itself what it needs."""

from __future__ import annotations

import multiprocessing
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.batch.executors.protocol import Work


class Spawned:
    """Workers as `Server` gives them."""

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._processes: dict[int, SpawnProcess] = {}
        self._work: Work | None = None

    def begin(self, work: Work) -> None:
        """Says what the workers do, before the first is asked for."""
        self._work = work

    def worker(self) -> tuple[int, Connection]:
        """A new worker: its number, and the pipe to it."""
        from extractor.batch.executors.worker import serve

        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=serve, args=(theirs, self._work), daemon=True)
        process.start()
        theirs.close()
        number = process.pid
        assert number is not None
        self._processes[number] = process
        return number, ours

    def end_worker(self, process: int) -> int:
        """Ends a worker; how it had ended, or ends now."""
        ended = self._processes.pop(process)
        ended.kill()
        ended.join()
        return ended.exitcode or 0

    def end(self) -> None:
        """Ends all workers."""
        for process in [*self._processes]:
            self.end_worker(process)
