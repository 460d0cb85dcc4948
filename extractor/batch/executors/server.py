"""Workers as the run sees them: requested from a small process that forks them.

A run grows as it goes on, has threads (those of the database), and may be part of anybody's program, so nothing is
forked from it. (Python's own fork server runs the caller's program a second time.)
"""

from __future__ import annotations

import socket
import subprocess
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.reduction import send_handle
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the server loads it while this process does
    from extractor.batch.executors.protocol import Work

KILLED = -9  # how a process ends that is killed from outside
YOUNG = 50_000  # objects made before Python looks for unreachable cycles: what is loaded has none, nor has a document
_RUN = (
    "import gc, sys; gc.set_threshold({young}); sys.path[:] = {path!r}; "
    "from extractor.batch.executors.fork_server import serve; serve({handle})"
)


class Server:
    """The process that has the workers; it begins to load what they need when this is made."""

    def __init__(self) -> None:
        self._work: Work | None = None
        self._start()

    def begin(self, work: Work) -> None:
        """Says what the workers do, before the first is asked for."""
        self._work = work
        with suppress(OSError):  # it was killed: who asks for a worker finds out
            self._control.send(work)

    def worker(self) -> tuple[int, Connection]:
        """A new worker: its number, and the pipe to it."""
        try:
            return self._asked()
        except (EOFError, OSError):  # the server was killed, and all its workers with it
            self.end()
            self._start()
            return self._asked()

    def end_worker(self, process: int) -> int:
        """Ends a worker; how it had ended, or ends now."""
        try:
            self._control.send(process)
            ended: int = self._control.recv()
        except (EOFError, OSError):
            return KILLED
        return ended

    def end(self) -> None:
        """Ends the server and its workers."""
        self._control.close()
        if self._work is None:  # it has no workers, and may be loading still
            self._process.kill()
        self._process.wait()

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _RUN.format(young=YOUNG, path=sys.path, handle=theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # a terminal's signals are for the run, which ends its workers
            )
        self._control = Connection(ours.detach())
        if self._work is not None:
            self._control.send(self._work)

    def _asked(self) -> tuple[int, Connection]:
        ours, theirs = socket.socketpair()
        with ours, theirs:
            self._control.send(None)
            send_handle(self._control, theirs.fileno(), self._process.pid)
            process: int = self._control.recv()
            return process, Connection(ours.detach())
