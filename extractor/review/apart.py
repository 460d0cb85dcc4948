"""Work on a document in a process of its own, which may hang or end without taking the server with it."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from extractor.errors import DisclosureError

Given = TypeVar("Given")
PAUSE = 0.1  # seconds between two looks at whether the server ends
_ending = threading.Event()


def end() -> None:
    """The server ends: unfinished work is given up."""
    _ending.set()


class LostError(Exception):
    """The process ended or took too long."""


def always() -> bool:
    """Only the end of the server stops the work."""
    return True


def apart(
    seconds: float, function: Callable[..., Given], *arguments: object, is_wanted: Callable[[], bool] = always
) -> Given:
    """What a function of a module returns, run in a process of its own. Raises what that raises on purpose
    (`DisclosureError`), and `LostError` where it does not finish, or is not wanted any more."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(theirs, function, arguments), daemon=True)
    process.start()
    theirs.close()
    answer: tuple[bool, Any] | None = None
    try:
        with suppress(EOFError, OSError):
            until = time.monotonic() + seconds
            while answer is None and time.monotonic() < until and is_wanted() and not _ending.is_set():
                if ours.poll(PAUSE):
                    answer = ours.recv()
    finally:
        process.kill()
        process.join()
        ours.close()
    if answer is None:
        raise LostError
    went_well, found = answer
    if not went_well:
        raise found
    made: Given = found
    return made


def _run(pipe: Connection, function: Callable[..., object], arguments: tuple[object, ...]) -> None:
    with suppress(OSError, KeyboardInterrupt):
        try:
            pipe.send((True, function(*arguments)))
        except DisclosureError as error:
            pipe.send((False, error))
