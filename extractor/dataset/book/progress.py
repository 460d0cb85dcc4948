"""A small file beside the database that says who is writing to it and how far the run has come: `juesuan.run.json`.

DuckDB lets nobody read while another process writes, so this is all that others can see of a run. It is gone when the
run has ended; if it is there and nobody is writing, the run was cut off.
"""

from __future__ import annotations

import json
import os
import socket
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec import Struct
from msgspec.structs import asdict, replace

if TYPE_CHECKING:
    from collections.abc import Callable

    from extractor.records.rows import DocumentRow

NAME = "juesuan.run.json"
DOING = ("reading", "linking copies and printings", "exporting")
EVERY = 1.0  # seconds between two states of the file


class Progress(Struct, frozen=True):
    """How far a run is: of `files` that it was given `done` are read or left as they were, in `statuses` by status.

    `pages` are those of the files that were read, in `seconds` since it began.
    """

    process: int
    host: str
    started: str
    updated: str
    doing: str
    files: int
    done: int = 0
    statuses: dict[str, int] | None = None
    pages: int = 0
    seconds: float = 0.0

    @property
    def pages_a_second(self) -> float:
        """How fast the run reads."""
        return self.pages / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        """How long it will take, if the rest is like what was read; None if nothing was read yet."""
        return self.seconds / self.done * (self.files - self.done) if self.done else None

    @property
    def is_alive(self) -> bool:
        """Whether its process is running; on another machine this cannot be known, and it counts as running."""
        return self.host != socket.gethostname() or is_alive(self.process)


def is_alive(process: int) -> bool:
    """Whether there is a process of this number on this machine."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def read_progress(folder: Path) -> Progress | None:
    """What a run says of itself; None if there is no run, or nothing readable."""
    try:
        said = json.loads((folder / NAME).read_text("utf-8"))
        return Progress(**said)
    except (OSError, ValueError, TypeError):
        return None


Watch: TypeAlias = "Callable[[Progress, DocumentRow | None], None]"
"""What is called with the state of a run whenever it is another; with the row of a document where one was read."""


def _nobody(progress: Progress, document: DocumentRow | None) -> None:
    """For when nobody is watching."""


class Reporter:
    """Writes the file while a run goes on, and notifies the watcher. A context: the file is removed at its end."""

    def __init__(self, folder: Path, files: int, watch: Watch | None = None) -> None:
        self._path = folder / NAME
        self._part = folder / f".{NAME}"
        began = now()
        self._said = Progress(os.getpid(), socket.gethostname(), began, began, "reading", files, 0, {})
        self._written = 0.0
        self._began = time.monotonic()
        self._watch = watch or _nobody

    def __enter__(self) -> Reporter:
        self._write()
        self._watch(self._said, None)
        return self

    def __exit__(self, *why: object) -> None:
        for path in (self._path, self._part):  # a run may be told to end while it writes
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def left(self, unchanged: int) -> None:
        """So many files are as they were."""
        self._said = replace(self._said, done=unchanged + sum((self._said.statuses or {}).values()))

    def read(self, document: DocumentRow) -> None:
        """A file was read."""
        said = self._said
        statuses = {**(said.statuses or {}), document.status: (said.statuses or {}).get(document.status, 0) + 1}
        seconds, pages = time.monotonic() - self._began, said.pages + (document.pages or 0)
        self._said = replace(said, done=said.done + 1, statuses=statuses, pages=pages, seconds=round(seconds, 3))
        self._watch(self._said, document)
        if time.monotonic() - self._written >= EVERY:
            self._write()

    def doing(self, what: str) -> None:
        """What is done now that all is read."""
        self._said = replace(self._said, doing=what)
        self._write()
        self._watch(self._said, None)

    def _write(self) -> None:
        """Nobody reads half a file; where the disk is full, nobody reads this one, and the database says so."""
        self._written = time.monotonic()
        said: dict[str, Any] = asdict(replace(self._said, updated=now()))
        with suppress(OSError):
            self._part.write_text(json.dumps(said, ensure_ascii=False) + "\n", "utf-8")
            self._part.replace(self._path)


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
