"""How long the second reading of a document may take."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from extractor.errors import DocumentError
from extractor.problems import Problem


@dataclass(slots=True)
class TimeLimit:
    """Seconds of processor time from the first call on, so that a busy machine changes nothing; a call after they are
    spent raises `DocumentError` with the code `second_reading_out_of_time`.

    It is called between pages: a native call that hangs ends with its process, by the time limit of the whole file.
    """

    seconds: float
    _end: float | None = field(default=None, init=False)

    def __call__(self) -> None:
        now = time.thread_time()
        if self._end is None:
            self._end = now + self.seconds
        if now > self._end:
            raise DocumentError(Problem.SECOND_READING_TOO_LONG, seconds=self.seconds)
