"""Regular expressions, each compiled once for all runs.

To compile those of the pattern library takes a fifth of the time in which one small document is converted, and they are
the same in every run. So they are kept as Python keeps its bytecode: in `__pycache__` beside this file (elsewhere where
`PYTHONPYCACHEPREFIX` says so, not at all with `PYTHONDONTWRITEBYTECODE`), for this version of Python and of regex. What
is not whole there, or cannot be written, is as if it were not there.
"""

from __future__ import annotations

import functools
import hashlib
import marshal
import os
import pickle
import sys
from contextlib import suppress
from pathlib import Path

import regex

MOST = 4000  # expressions kept: with more, those of earlier versions are left out
_DIGEST = hashlib.sha256().digest_size
_compiled_here: dict[str, regex.Pattern[str]] = {}


def compiled(expression: str) -> regex.Pattern[str]:
    """The expression as `regex.compile` gives it; raises `regex.error` where it is none."""
    kept = _kept().get(expression)
    if kept is not None:
        found: regex.Pattern[str] = pickle.loads(kept)  # of our own file, and whole
        return found
    if expression not in _compiled_here:
        _compiled_here[expression] = regex.compile(expression)
    return _compiled_here[expression]


def keep() -> None:
    """Keeps for later runs what was compiled in this one; done after each document, it mostly finds nothing to do."""
    place = _place()
    if not _compiled_here or place is None or sys.dont_write_bytecode:
        return
    found = {text: pickle.dumps(pattern) for text, pattern in _compiled_here.items()}
    earlier = _read(place)  # again: another process may have added to it
    if len(earlier) + len(found) <= MOST:
        found = {**earlier, **found}
    data = marshal.dumps(found)
    part = place.with_name(f"{place.name}.{os.getpid()}")
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(hashlib.sha256(data).digest() + data)
        part.replace(place)
    _kept().update(found)
    _compiled_here.clear()


@functools.cache
def _kept() -> dict[str, bytes]:
    """What earlier runs left: each expression with its compiled form, pickled."""
    place = _place()
    return _read(place) if place else {}


def _place() -> Path | None:
    """The file, named as Python names that of its bytecode; None where it keeps none."""
    beside = __spec__.cached if __spec__ else None
    return Path(beside).with_suffix(f".regex-{regex.__version__}") if beside else None


def _read(place: Path) -> dict[str, bytes]:
    try:
        held = place.read_bytes()
    except OSError:
        return {}
    if hashlib.sha256(held[_DIGEST:]).digest() != held[:_DIGEST]:
        return {}  # cut off, or another's
    found: dict[str, bytes] = marshal.loads(held[_DIGEST:])
    return found
