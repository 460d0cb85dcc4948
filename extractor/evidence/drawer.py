"""Pages drawn in a process of its own: a hostile file kills or hangs only that one, and another takes its place.

The process is given paths and returns pictures; a file stays open for the next of its pages.
"""

from __future__ import annotations

import io
import multiprocessing
import threading
from contextlib import ExitStack, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from extractor.document.model import Box
from extractor.document.view import View, viewed
from extractor.errors import DocumentError

SECONDS = 20.0  # for one page
RECYCLE = 500  # pages after which the process is replaced, so that what a library leaks does not add up


class Drawer:
    """Draws pages, one at a time. A context: its process is gone at the end."""

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._lock = threading.Lock()
        self._process: Any = None
        self._pipe: Connection | None = None
        self._drawn = 0

    def __enter__(self) -> Drawer:
        return self

    def __exit__(self, *why: object) -> None:
        with self._lock:
            self._end()

    def size(self, path: Path, page: int) -> tuple[float, float] | None:
        """Width and height of a page in points; None where it cannot be drawn."""
        found: tuple[float, float] | None = self._ask("size", path, page)
        return found

    def picture(self, path: Path, page: int, scale: float, part: Box | None = None) -> bytes | None:
        """The PNG of a page or of the part in a box, at so many pixels a point; None where it cannot be drawn."""
        found: bytes | None = self._ask("picture", path, page, scale, part)
        return found

    def _ask(self, *question: object) -> Any:
        with self._lock:
            if self._process is None or self._drawn >= RECYCLE or not self._process.is_alive():
                self._begin()
            self._drawn += 1
            assert self._pipe is not None
            with suppress(EOFError, OSError):
                self._pipe.send(question)
                if self._pipe.poll(SECONDS):
                    return self._pipe.recv()
            self._end()  # it hangs, or it has died over this page
            return None

    def _begin(self) -> None:
        self._end()
        self._pipe, theirs = self._context.Pipe()
        self._process = self._context.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        self._drawn = 0

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process = None
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None


def _serve(pipe: Connection) -> None:
    """Answers until nobody asks any more."""
    with ExitStack() as opened, suppress(EOFError, OSError, KeyboardInterrupt):
        path: Path | None = None
        view: View | None = None
        while True:
            what, wanted, page, *rest = pipe.recv()
            if wanted != path:
                opened.close()
                path, view = wanted, None
                with suppress(DocumentError):
                    view = opened.enter_context(viewed(wanted))
            pipe.send(_answer(view, what, page, rest))


def _answer(view: View | None, what: str, page: int, rest: list[Any]) -> object:
    if view is None:
        return None
    try:
        return view.size(page) if what == "size" else _png(view, page, *rest)
    except (LookupError, DocumentError):
        return None
    except Exception:  # noqa: BLE001 - whatever a library raises over a hostile page: it cannot be drawn
        return None


def _png(view: View, page: int, scale: float, part: Box | None) -> bytes:
    made = io.BytesIO()
    view.picture(page, scale, part).save(made, "PNG", compress_level=1)
    return made.getvalue()
