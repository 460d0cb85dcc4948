"""How a run ends before its time: by Ctrl-C, SIGTERM or SIGHUP, in order, so that what was read is kept."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = {
    name: number for name in ("SIGINT", "SIGTERM", "SIGHUP") if (number := getattr(signal, name, None)) is not None
}
TOLD = {"SIGINT": "Ctrl-C"}


class Ended(BaseException):
    """The run was told to end, by this signal."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number

    @property
    def by(self) -> str:
        """What ended it, as a person knows it."""
        name = signal.Signals(self.number).name
        return TOLD.get(name, name)


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Within this, the first signal raises `Ended`; later ones are ignored: ending takes a moment.

    Whatever is raised on the way out becomes `Ended` too: a library interrupted by the signal may turn it into an
    error of its own.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    heard: list[int] = []

    def end(number: int, frame: FrameType | None) -> None:
        heard.append(number)
        for each in SIGNALS.values():
            signal.signal(each, signal.SIG_IGN)
        raise Ended(number)

    before = {number: signal.signal(number, end) for number in SIGNALS.values()}
    try:
        yield
    except (Exception, KeyboardInterrupt) as error:
        if heard:
            raise Ended(heard[0]) from error
        raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def signals_held() -> Iterator[None]:
    """Within this, signals wait; they are delivered at its end. For calls that cannot bear an exception out of
    nowhere."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard: list[int] = []
    before = {each: signal.signal(each, lambda number, frame: heard.append(number)) for each in SIGNALS.values()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    for number in heard:
        signal.raise_signal(number)


def deaf() -> None:
    """For a worker: signals are for the run, which ends its workers."""
    for number in SIGNALS.values():
        signal.signal(number, signal.SIG_IGN)
