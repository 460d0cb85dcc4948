"""The dataset behind the pages: open only for the moment of a question, so that a run may write in between."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extractor.dataset.book.progress import Progress, read_progress
from extractor.dataset.database import Database
from extractor.dataset.opening import open_to_query
from extractor.dataset.refusals import InUseError

TRIES, PAUSE = 8, 0.25  # seconds between two tries: a correction is written in a moment


class WritingError(Exception):
    """A run is writing to the dataset, and nobody can read it meanwhile. `progress` says how far it is."""

    def __init__(self, progress: Progress | None) -> None:
        super().__init__("a run is writing")
        self.progress = progress


class Store:
    """A dataset for the threads of a server."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()

    @contextmanager
    def open(self) -> Iterator[Database]:
        """The dataset, for a few queries; raises `WritingError` while a run writes."""
        with self._lock, self._opened() as database:
            yield database

    def _opened(self) -> Database:
        for left in reversed(range(TRIES)):
            try:
                return open_to_query(self.folder)
            except InUseError:
                progress = read_progress(self.folder)
                if not left or (progress is not None and progress.is_alive):
                    raise WritingError(progress) from None
                time.sleep(PAUSE)
        raise AssertionError("never reached")
