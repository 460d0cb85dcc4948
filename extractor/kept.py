"""What is the same in every run is made once: expressions compiled, files of `patterns/` parsed, an empty dataset.

They take as long as converting one small document. So they are kept as Python keeps its bytecode: in
`__pycache__` beside this file (elsewhere where `PYTHONPYCACHEPREFIX` says so, not at all with
`PYTHONDONTWRITEBYTECODE`), for this version of Python and of regex, each under the hash of what it was made of. What is
not whole there, or cannot be written, is as if it were not there.
"""

from __future__ import annotations

import functools
import hashlib
import marshal
import os
import pickle
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import regex

T = TypeVar("T")
MOST = 5000  # things kept: with more, those of earlier versions are left out
_DIGEST = hashlib.sha256().digest_size
_made_here: dict[bytes, bytes] = {}


def compiled(expression: str) -> regex.Pattern[str]:
    """The expression as `regex.compile` gives it; raises `regex.error` where it is none."""
    return made_of("expression", expression, lambda: regex.compile(expression))


def made_of(kind: str, text: str, make: Callable[[], T]) -> T:
    """What `make` makes of a text and of nothing else, or the same as an earlier run made it."""
    key = hashlib.sha256(f"{kind}\n{text}".encode("utf-8", "surrogatepass")).digest()
    before = _kept().get(key) or _made_here.get(key)
    if before is not None:
        found: T = pickle.loads(before)  # of our own file, and whole
        return found
    made = make()
    _made_here[key] = pickle.dumps(made)  # now: whoever gets it may change it
    return made


def keep() -> None:
    """Keeps for later runs what was made in this one; done after each document, it mostly finds nothing to do."""
    place = _place()
    if not _made_here or place is None or sys.dont_write_bytecode:
        return
    earlier = _read(place)  # again: another process may have added to it
    found = {**earlier, **_made_here} if len(earlier) + len(_made_here) <= MOST else dict(_made_here)
    data = marshal.dumps(found)
    part = place.with_name(f"{place.name}.{os.getpid()}")
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(hashlib.sha256(data).digest() + data)
        part.replace(place)
    _kept().update(_made_here)
    _made_here.clear()


@functools.cache
def _kept() -> dict[bytes, bytes]:
    """What earlier runs left: by the hash of its text, each thing pickled."""
    place = _place()
    return _read(place) if place else {}


def _place() -> Path | None:
    """The file, named as Python names that of its bytecode; None where it keeps none."""
    beside = __spec__.cached if __spec__ else None
    return Path(beside).with_suffix(f".regex-{regex.__version__}") if beside else None


def _read(place: Path) -> dict[bytes, bytes]:
    try:
        held = place.read_bytes()
    except OSError:
        return {}
    if hashlib.sha256(held[_DIGEST:]).digest() != held[:_DIGEST]:
        return {}  # cut off, or another's
    found: dict[bytes, bytes] = marshal.loads(held[_DIGEST:])
    return found
