"""The process that reads one file after another, and its limits: its memory, and the life of the process that started
it."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from multiprocessing.connection import Connection

from extractor.batch.ending import deaf
from extractor.batch.executors.one_file import quiet_libraries, read_one
from extractor.batch.executors.protocol import Work

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux


def serve(pipe: Connection, work: Work) -> None:
    """Takes jobs from a pipe and returns the rows of their documents, until the other end is closed."""
    deaf()
    _limit_memory(work.memory)
    quiet_libraries()
    read = work.read or read_one
    with suppress(EOFError, OSError):  # the run has ended without a word
        while True:
            pipe.send(read(pipe.recv(), work.options))


def die_with(parent: int) -> None:
    """Ends this process when the one that started it ends, where the system lets it; elsewhere its pipe tells it."""
    if sys.platform != "linux":
        return
    import ctypes

    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:  # it has ended already
        os._exit(1)


def _limit_memory(size: int) -> None:
    """Caps what this process may write to, where the system lets it; the time limit holds everywhere.

    (RLIMIT_DATA: the address space is no measure, since pdfium and the recogniser reserve what they never touch.)
    """
    if sys.platform == "win32":
        return
    import resource

    with suppress(ValueError, OSError):  # a lower limit stands already
        resource.setrlimit(resource.RLIMIT_DATA, (size, size))
