"""Files read on a Ray cluster: each is a task, and a task whose node dies is given to another.

Only the jobs and the options are shipped to the nodes. What is installed there must be what is installed here; a node
where it is not ends the run, since other versions give other numbers.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from extractor.batch.ending import SIGNALS, signals_held
from extractor.batch.executors.protocol import AHEAD, ExecutorError, RowsOfJobs
from extractor.batch.machine import MOST
from extractor.errors import UsageError
from extractor.languages import spoken
from extractor.problems import ErrorCode

if TYPE_CHECKING:
    from extractor.batch.plan import Job
    from extractor.dataset.arrow.document_rows import DocumentRows
    from extractor.options import Options

RETRIES = 5  # of a task whose node or process died; a file that kills whoever reads it kills a process of its own
POLL = 0.5  # seconds between two looks whether the run is to end
PATIENCE = 10.0  # seconds until a cluster must have answered


class OnRay:
    """The executor with the processors of a cluster, and `timeout` seconds per file.

    `address` is that of the cluster: by default that of the environment (RAY_ADDRESS), or of one running on this
    machine, or of one that is started there; `local` starts one.
    """

    def __init__(self, address: str | None, timeout: float) -> None:
        self._address = address
        self._timeout = timeout
        self._is_ours = False
        self._aside = redirect_stdout(sys.stderr)  # what Ray says of its nodes is no result

    def __enter__(self) -> OnRay:
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nobody is told of a run
        try:
            import ray
        except ImportError as error:
            raise UsageError(spoken("Ray is not installed; run pip install 'juesuan[ray]'.")) from error
        if not ray.is_initialized():  # a program of its own may be on a cluster already
            with _handlers_kept():
                try:
                    _knock(self._address)
                    ray.init(self._address, log_to_driver=False, logging_level=logging.ERROR)
                except Exception as error:  # this very class where a node of its own does not start
                    at = spoken("at {address}", address=self._address)
                    where = at if self._address else spoken("on this machine")
                    words = "There is no Ray cluster {where} ({reason}); start one."
                    raise UsageError(spoken(words, where=where, reason=type(error).__name__)) from error
            self._is_ours = True
            self._aside.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._is_ours:
            import ray

            ray.shutdown()
            self._aside.__exit__(kind, error, trace)

    def rows(self, jobs: Iterator[Job], options: Options) -> RowsOfJobs:
        import ray

        from extractor.batch.executors.on_node import Errand, read_on_node
        from extractor.batch.installed import installation

        memory = _memory_of_each(ray.nodes())
        errand = ray.put(Errand(options, memory, self._timeout, installation(options)))
        task = ray.remote(read_on_node).options(num_cpus=1, memory=memory, max_retries=RETRIES)
        return self._read(jobs, lambda job: task.remote(job, [errand]))

    def _read(self, jobs: Iterator[Job], given: Callable[[Job], Any]) -> RowsOfJobs:
        import ray

        waiting: deque[tuple[Job, Any]] = deque()
        try:
            while True:
                with signals_held():
                    most = AHEAD * max(int(ray.cluster_resources().get("CPU", 1)), 1)
                while len(waiting) < most and (job := next(jobs, None)) is not None:
                    with signals_held():
                        waiting.append((job, given(_absolute(job))))
                if not waiting:
                    return
                job, task = waiting.popleft()
                yield job, _seen(job, _taken(job, task))
        finally:
            if ray.is_initialized():  # else the cluster was left before, and its tasks with it
                for _, task in waiting:  # nobody waits for them any more
                    ray.cancel(task)


@contextmanager
def _handlers_kept() -> Iterator[None]:
    """Signals are for the run, which ends in order; Ray would end the process at once."""
    is_main = threading.current_thread() is threading.main_thread()
    handlers = {number: signal.getsignal(number) for number in SIGNALS.values()} if is_main else {}
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)


def _knock(address: str | None) -> None:
    """Raises `OSError` where nobody answers at an address: Ray itself would keep trying for minutes."""
    host, _, port = (address or "").rpartition("://")[2].rpartition(":")
    if host and port.isdigit():
        socket.create_connection((host.strip("[]"), int(port)), timeout=PATIENCE).close()


def _absolute(job: Job) -> Job:
    """A job as the nodes know it, whose working folder is another."""
    return replace(job, path=job.path.absolute()) if isinstance(job.path, Path) else job


def _taken(job: Job, task: Any) -> DocumentRows:
    import ray
    from ray.exceptions import RayError, RayTaskError

    try:
        while True:
            with signals_held():
                ready, _ = ray.wait([task], timeout=POLL)
                if ready:
                    made: DocumentRows = ray.get(task)
                    return made
    except RayTaskError as error:  # the reading itself fails in a row
        if isinstance(error.cause, UsageError):
            raise ExecutorError(error.cause.sentence) from error
        words = "The nodes cannot read with juesuan ({reason}); install there what is installed here."
        raise ExecutorError(spoken(words, reason=type(error.cause).__name__)) from error
    except RayError as error:
        words = (
            "The cluster did not read {file} in {count} attempts ({reason}); run the same again to go on from there."
        )
        raise ExecutorError(
            spoken(words, file=job.source_file, count=RETRIES + 1, reason=type(error).__name__)
        ) from error


def _seen(job: Job, made: DocumentRows) -> DocumentRows:
    """The rows, unless its file is there and the node did not find it."""
    missing = made.document.error_code == ErrorCode.MISSING
    if missing and isinstance(job.path, Path) and job.path.exists():
        words = "The nodes do not see {file}; put the files where all of them do, or into S3."
        raise ExecutorError(spoken(words, file=job.source_file))
    return made


def _memory_of_each(nodes: list[dict[str, Any]]) -> int:
    """The bytes that a file may use: on each node a processor's share of what Ray may give there, 2 GB at most."""
    resources = [node["Resources"] for node in nodes if node["Alive"]]
    shares = [int(found["memory"] / found["CPU"]) for found in resources if found.get("CPU") and found.get("memory")]
    return min([MOST, *shares])
