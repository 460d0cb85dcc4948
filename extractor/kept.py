"""A cache over runs of what is the same in each: expressions compiled, files of `patterns/` parsed, an empty dataset.

Making them takes as long as converting one small document. So they are kept as Python keeps its bytecode: in
`__pycache__` beside this file (elsewhere where `PYTHONPYCACHEPREFIX` says so, not at all with
`PYTHONDONTWRITEBYTECODE`), for this version of Python and of regex, each under the hash of what it was made from. A
cache that is damaged or cannot be written is the same as none.
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
MOST = 5000  # entries; beyond that, those of earlier runs are dropped
_DIGEST = hashlib.sha256().digest_size
_made_here: dict[bytes, bytes] = {}


def compiled(expression: str) -> regex.Pattern[str]:
    """`regex.compile(expression)`, from the cache if it is there; raises `regex.error` where it does not compile."""
    return made_of("expression", expression, lambda: regex.compile(expression))


def made_of(kind: str, text: str, make: Callable[[], T]) -> T:
    """The result of `make`, which depends on `text` alone, or what an earlier run kept of it."""
    key = hashlib.sha256(f"{kind}\n{text}".encode("utf-8", "surrogatepass")).digest()
    before = _kept().get(key) or _made_here.get(key)
    if before is not None:
        found: T = pickle.loads(before)  # of our own file, and whole
        return found
    made = make()
    _made_here[key] = pickle.dumps(made)  # at once: the caller may change it
    return made


def keep() -> None:
    """Writes what was made in this run for later ones; called after each document, and mostly there is nothing new."""
    place = _place()
    if not _made_here or place is None or sys.dont_write_bytecode:
        return
    earlier = _read(place)  # once more: another process may have added to it
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
    """What earlier runs left: by the hash of its text, each entry pickled."""
    place = _place()
    return _read(place) if place else {}


def _place() -> Path | None:
    """The file of the cache, named as Python names its bytecode; None where Python keeps none."""
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
