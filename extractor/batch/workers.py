"""Documents read in processes of their own: one that crashes, hangs or eats memory costs its document, not the run.

A slot is a process with a pipe. It reads one file after another; when it dies or runs over its time it is replaced,
and the file gets `crashed` or `timeout`. (`ProcessPoolExecutor(max_tasks_per_child=…)` can hang on this Python.)
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import sys
import time
import traceback
import warnings
from collections.abc import Iterable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from typing import Any

from extractor.batch.ending import deaf
from extractor.batch.plan import Job
from extractor.errors import DocumentError
from extractor.options import Options
from extractor.problems import Problem
from extractor.reading import Reading, read_file, unreadable

RECYCLE = 200  # documents after which a worker is replaced, so that what a library leaks does not add up
MEMORY = 8 * 1024**3  # bytes of address space beyond which a worker's allocation fails
POLL = 0.2  # seconds between two looks at the clock
AHEAD = 8  # documents for each worker that may be given out beyond the one that is waited for


def read_here(job: Job, options: Options) -> Reading:
    """Reads a file in this process; a defect of the program costs this document only, and is named."""
    started = time.perf_counter()
    try:
        return read_file(job.path, options, job.source_file)
    except MemoryError:
        return _failed(job, DocumentError(Problem.OUT_OF_MEMORY, file=job.source_file), _since(started))
    except Exception as error:  # noqa: BLE001 - the one boundary where a defect becomes a row
        frames = traceback.extract_tb(error.__traceback__)
        where = f"{os.path.basename(frames[-1].filename)}:{frames[-1].lineno}" if frames else "unknown place"  # noqa: PTH119
        defect = DocumentError(Problem.DEFECT, file=job.source_file, error=type(error).__name__, where=where)
        return _failed(job, defect, _since(started))


def _failed(job: Job, error: DocumentError, seconds: float) -> Reading:
    return unreadable(job.path, job.source_file, error, seconds)


def _since(started: float) -> float:
    return time.perf_counter() - started


def quiet_libraries() -> None:
    """What libraries log of a broken file, tracebacks and all, says nothing that its row does not say better."""
    logging.getLogger().addHandler(logging.NullHandler())
    warnings.simplefilter("ignore")


def _limit_memory() -> None:
    """Caps this process's address space, where the system lets it; the time limit holds everywhere."""
    if sys.platform == "win32":
        return
    import resource

    with suppress(ValueError, OSError):  # a lower limit stands already
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _serve(pipe: Connection, options: Options) -> None:
    deaf()
    _limit_memory()
    quiet_libraries()
    run = multiprocessing.parent_process()
    with suppress(EOFError, OSError):  # the run has ended without a word
        while run is None or pipe in wait([pipe, run.sentinel]):
            pipe.send(read_here(pipe.recv(), options))


class _Slot:
    """One worker process; `started` is when its present job began."""

    def __init__(self, context: Any, options: Options) -> None:
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, options), daemon=True)
        self.process.start()
        theirs.close()
        self.job: tuple[int, Job] | None = None
        self.started = 0.0
        self.served = 0

    @property
    def is_spent(self) -> bool:
        """Whether it is to be replaced before the next document: it has read many, or has died between two."""
        return self.served >= RECYCLE or not self.process.is_alive()

    def give(self, index: int, job: Job) -> None:
        self.job, self.started, self.served = (index, job), time.perf_counter(), self.served + 1
        with suppress(OSError):  # it has died just now: reading its answer will tell
            self.pipe.send(job)

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


class Workers:
    """Jobs with their readings, in their order, read by processes (0: in this one, without a timeout).

    A context: the processes begin to read when it is made and are gone when it is left. At most a few documents for
    each are held while an earlier one is still being read.
    """

    def __init__(self, jobs: Iterable[Job], options: Options, workers: int, timeout: float) -> None:
        """`jobs` is asked for the next one when a process is free."""
        self._jobs = iter(jobs)
        self._options = options
        self._timeout = timeout
        self._context = multiprocessing.get_context("fork" if os.name == "posix" else "spawn")
        self._given = 0
        self._exhausted = False
        self._done: dict[int, tuple[Job, Reading]] = {}
        self._following = 0
        self._slots = [_Slot(self._context, options) for _ in range(workers)]
        self._deal()

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *why: object) -> None:
        for slot in self._slots:
            slot.end()

    def __iter__(self) -> Iterator[tuple[Job, Reading]]:
        if not self._slots:
            yield from ((job, read_here(job, self._options)) for job in self._jobs)
            return
        while not self._exhausted or self._following < self._given:
            self._deal()
            self._collect()
            while self._following in self._done:
                yield self._done.pop(self._following)
                self._following += 1

    def _deal(self) -> None:
        """Gives jobs to those that have none."""
        for place, slot in enumerate(self._slots):
            if slot.job is None and not self._exhausted and self._given < self._following + AHEAD * len(self._slots):
                job = next(self._jobs, None)
                if job is None:
                    self._exhausted = True
                    return
                if slot.is_spent:
                    slot = self._replace(place)
                slot.give(self._given, job)
                self._given += 1

    def _collect(self) -> None:
        """Takes what is done, and ends what has died or taken too long."""
        ready = wait([slot.pipe for slot in self._slots if slot.job is not None], timeout=POLL)
        for place, slot in enumerate(self._slots):
            if slot.job is None:
                continue
            index, job = slot.job
            spent = self._spent(slot)
            if slot.pipe in ready:
                try:
                    self._done[index] = job, slot.pipe.recv()
                    slot.job = None
                    continue
                except (EOFError, OSError):
                    ended = DocumentError(Problem.PROCESS_ENDED, file=job.source_file)
                    self._done[index] = job, _failed(job, ended, spent)
            elif spent > self._timeout:
                late = DocumentError(Problem.OUT_OF_TIME, file=job.source_file, seconds=self._timeout)
                self._done[index] = job, _failed(job, late, spent)
            else:
                continue
            self._replace(place)

    def _spent(self, slot: _Slot) -> float:
        """The seconds since a slot was given its job."""
        return _since(slot.started)

    def _replace(self, place: int) -> _Slot:
        self._slots[place].end()
        self._slots[place] = _Slot(self._context, self._options)
        return self._slots[place]
