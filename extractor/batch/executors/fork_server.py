"""The small process from which workers are forked: it has loaded what they need, and nothing grows in it."""

from __future__ import annotations

import gc
import os
import signal
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle

from extractor.batch.ending import deaf
from extractor.batch.executors import worker
from extractor.batch.executors.protocol import Work
from extractor.batch.executors.server import KILLED
from extractor.dataset.arrow.document_rows import prepare
from extractor.errors import PatternError
from extractor.pattern_files import load_patterns


def serve(handle: int) -> None:
    """Starts and ends workers until the process that started this one is gone.

    Requests come through a socket: first the `Work`; then either the number of a worker to be ended, answered by how
    it ended, or None and the socket of a new worker, answered by its number.
    """
    deaf()
    control, children = Connection(handle), set[int]()
    with suppress(EOFError, OSError):
        work: Work = control.recv()
        with suppress(PatternError):  # whoever reads with them says so
            load_patterns(work.options)
        prepare()
        gc.freeze()  # what is here is the same for all: no worker need look through it
        while True:
            process: int | None = control.recv()
            if process is None:
                children.add(_forked(control, recv_handle(control), work))
            else:
                control.send(_ended(process) if process in children else KILLED)
                children.discard(process)
    for child in children:
        _ended(child)
    os._exit(0)  # the run waits for the end, and to take apart all that is loaded takes longer than to end


def _forked(control: Connection, handle: int, work: Work) -> int:
    server = os.getpid()
    process = os.fork()
    if process == 0:
        try:
            worker.die_with(server)
            os.setpgid(0, 0)  # with all that it starts itself
            control.close()
            worker.serve(Connection(handle), work)
        finally:
            os._exit(0)
    os.close(handle)
    control.send(process)
    return process


def _ended(process: int) -> int:
    """How a worker had ended, or ends now: the number of a signal is negative."""
    for kill in (os.killpg, os.kill):
        with suppress(ProcessLookupError, PermissionError):
            kill(process, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
