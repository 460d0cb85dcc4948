"""How long the second reading of a document may take."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from extractor.errors import OUT_OF_TIME, DocumentError


@dataclass(slots=True)
class TimeLimit:
    """Seconds of processor time from the first call on, so that a busy machine changes nothing; a call after they are
    spent raises `DocumentError` with the code `OUT_OF_TIME`.

    It is asked between pages: a native call that hangs is ended with its process, by the time limit of the whole file.
    """

    seconds: float
    _end: float | None = field(default=None, init=False)

    def __call__(self) -> None:
        now = time.thread_time()
        if self._end is None:
            self._end = now + self.seconds
        if now > self._end:
            said = (
                f"The second reading was ended after {self.seconds:g} s of processor time, so that the first reading "
                "stands where it is in doubt; compare these tables with the document."
            )
            raise DocumentError(OUT_OF_TIME, said)
