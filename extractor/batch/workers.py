"""Documents read in processes of their own: one that crashes, hangs or eats memory costs its document, not the run.

A slot is a process with a pipe. It reads one file after another; when it dies or runs over its time it is replaced,
and the file gets `crashed` or `timeout`. (`ProcessPoolExecutor(max_tasks_per_child=…)` can hang on this Python.)
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import time
import traceback
import warnings
from collections.abc import Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from typing import Any

from extractor.batch.plan import Job
from extractor.errors import DocumentError, Problem
from extractor.prose.pattern_library import add_folder
from extractor.reading import Options, Reading, doc_id_of, read_file
from extractor.records.documents import failed_row

RECYCLE = 200  # documents after which a worker is replaced, so that what a library leaks does not add up
MEMORY = 8 * 1024**3  # bytes of address space beyond which a worker's allocation fails
POLL = 0.2  # seconds between two looks at the clock


def failed(job: Job, error: DocumentError, seconds: float) -> Reading:
    """What is left of a document that could not be read: its row."""
    return Reading(failed_row(doc_id_of(job.path), job.source_file, error, round(seconds, 3)))


def read_here(job: Job, options: Options) -> Reading:
    """Reads a file in this process; a defect of the program costs this document only, and is named."""
    started = time.perf_counter()
    try:
        return read_file(job.path, options, job.source_file)
    except MemoryError:
        return failed(job, DocumentError(Problem.OUT_OF_MEMORY, file=job.source_file), _since(started))
    except Exception as error:  # noqa: BLE001 - the one boundary where a defect becomes a row
        frames = traceback.extract_tb(error.__traceback__)
        where = f"{os.path.basename(frames[-1].filename)}:{frames[-1].lineno}" if frames else "unknown place"  # noqa: PTH119
        defect = DocumentError(Problem.DEFECT, file=job.source_file, error=type(error).__name__, where=where)
        return failed(job, defect, _since(started))


def _since(started: float) -> float:
    return time.perf_counter() - started


def quiet_libraries() -> None:
    """What libraries log of a broken file, tracebacks and all, says nothing that its row does not say better."""
    logging.getLogger().addHandler(logging.NullHandler())
    warnings.simplefilter("ignore")


def _serve(pipe: Connection, options: Options) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(ImportError, ValueError, OSError):  # not on every system; the time limit still holds
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    quiet_libraries()
    add_folder(options.patterns)
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


def read_all(jobs: Sequence[Job], options: Options, workers: int, timeout: float) -> Iterator[Reading]:
    """The readings of the jobs in their order, read by `workers` processes (0: in this process, without a timeout).

    At most a few documents per worker are held while an earlier one is still being read.
    """
    if workers == 0:
        yield from (read_here(job, options) for job in jobs)
        return
    context = multiprocessing.get_context("fork" if os.name == "posix" else "spawn")
    slots = [_Slot(context, options) for _ in range(min(workers, len(jobs)))]
    waiting = list(enumerate(jobs))[::-1]
    done: dict[int, Reading] = {}
    following = 0
    try:
        while following < len(jobs):
            for place, slot in enumerate(slots):
                if slot.job is None and waiting and waiting[-1][0] < following + 8 * len(slots):
                    if slot.is_spent:
                        slot.end()
                        slots[place] = slot = _Slot(context, options)
                    slot.give(*waiting.pop())
            busy = [s for s in slots if s.job is not None]
            ready = wait([s.pipe for s in busy], timeout=POLL)
            for place, slot in enumerate(slots):
                if slot.job is None:
                    continue
                index, job = slot.job
                spent = _since(slot.started)
                if slot.pipe in ready:
                    try:
                        done[index] = slot.pipe.recv()
                        slot.job = None
                        continue
                    except (EOFError, OSError):
                        ended = DocumentError(Problem.PROCESS_ENDED, file=job.source_file)
                        done[index] = failed(job, ended, spent)
                elif spent > timeout:
                    late = DocumentError(Problem.OUT_OF_TIME, file=job.source_file, seconds=timeout)
                    done[index] = failed(job, late, spent)
                else:
                    continue
                slot.end()
                slots[place] = _Slot(context, options)
            while following in done:
                yield done.pop(following)
                following += 1
    finally:
        for slot in slots:
            slot.end()
