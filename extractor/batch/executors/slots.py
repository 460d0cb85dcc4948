"""Jobs dealt to worker processes, and what becomes of them.

A slot is a process with a pipe. It reads one file after another; when it dies or runs over its time it is replaced,
and the file gets `crashed` or `timeout`. If it was killed from outside, the file is only tried again: whoever killed
it may have had nothing against the document.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing.connection import wait

from extractor.batch.executors.lost import lost
from extractor.batch.executors.protocol import AHEAD, RowsOfJobs
from extractor.batch.executors.server import KILLED, Server
from extractor.batch.executors.spawned import Spawned
from extractor.batch.plan import Job
from extractor.dataset.arrow.document_rows import DocumentRows
from extractor.errors import DocumentError
from extractor.problems import Problem

RECYCLE = 200  # documents after which a worker is replaced, so that what a library leaks does not add up
POLL = 0.2  # seconds between two looks at the clock
HELD = 100_000  # rows (some 110 bytes each) that may be done while an earlier document is waited for


class Slot:
    """One worker process, and its successors."""

    def __init__(self, server: Server | Spawned, timeout: float) -> None:
        self._server = server
        self._timeout = timeout
        self._process, self.pipe = server.worker()
        self._served = 0
        self._again = False
        self._started = 0.0
        self.job: Job | None = None

    def give(self, job: Job, again: bool = False) -> None:
        """Gives a job to the idle process; `again`: one over which a process was killed before."""
        if self._served >= RECYCLE:
            self._replace()
        self.job, self._again, self._started, self._served = job, again, time.perf_counter(), self._served + 1
        with suppress(OSError):  # it has died just now: reading its answer will tell
            self.pipe.send(job)

    def taken(self, ready: bool) -> DocumentRows | None:
        """What became of the job, once that is known; `ready`: the pipe has something to say."""
        job, spent = self.job, self._spent()
        if job is None:
            return None
        if ready:
            try:
                made: DocumentRows = self.pipe.recv()
            except (EOFError, OSError):
                if self._replace() == KILLED and not self._again:
                    self.give(job, again=True)
                    return None
                made = lost(job, DocumentError(Problem.PROCESS_ENDED, file=job.source_file), spent)
        elif spent > self._timeout:
            self._replace()
            late = DocumentError(Problem.OUT_OF_TIME, file=job.source_file, seconds=self._timeout)
            made = lost(job, late, spent)
        else:
            return None
        self.job = None
        return made

    def _spent(self) -> float:
        """The seconds since the slot was given its job."""
        return time.perf_counter() - self._started

    def _replace(self) -> int:
        """Another process instead of this one; how this one ended."""
        self.pipe.close()
        ended = self._server.end_worker(self._process)
        self._process, self.pipe = self._server.worker()
        self._served = 0
        return ended


class Dealer:
    """Deals jobs to slots, as many as there may be, and gives the rows in the order of the jobs."""

    def __init__(self, jobs: Iterator[Job], most: int, slot: Callable[[], Slot]) -> None:
        self._jobs = jobs
        self._most = most
        self._slot = slot
        self._slots: list[Slot] = []
        self._places: dict[Slot, int] = {}  # of the job that each has, among all
        self._given = 0
        self._following = 0
        self._done: dict[int, tuple[Job, DocumentRows]] = {}
        self._held = 0  # rows of these
        self._exhausted = False
        self._deal()

    def __iter__(self) -> RowsOfJobs:
        while self._following < self._given:
            is_there = self._following in self._done
            self._collect(0.0 if is_there else POLL)
            self._deal()  # before the run is given something to do, which takes its time
            if is_there:
                job, made = self._done.pop(self._following)
                self._held -= made.count
                self._following += 1
                yield job, made

    def _deal(self) -> None:
        """Gives jobs to idle slots, unless too much is under way or done while an earlier job is waited for."""
        while not self._exhausted and self._given < self._following + AHEAD * self._most and self._held < HELD:
            free = next((slot for slot in self._slots if slot.job is None), None)
            if free is None and len(self._slots) == self._most:
                return
            job = next(self._jobs, None)
            if job is None:
                self._exhausted = True
                return
            if free is None:
                free = self._slot()
                self._slots.append(free)
            free.give(job)
            self._places[free] = self._given
            self._given += 1

    def _collect(self, seconds: float) -> None:
        """Waits that long for finished jobs, takes them, and ends what has died or taken too long."""
        ready = wait([slot.pipe for slot in self._slots if slot.job is not None], seconds)
        for slot in self._slots:
            job = slot.job
            made = slot.taken(slot.pipe in ready)
            if job is not None and made is not None:
                self._done[self._places[slot]] = job, made
                self._held += made.count
