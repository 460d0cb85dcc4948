"""Files in object storage (`s3://bucket/folder/file.pdf`), and whatever else fsspec reads: listed by the run, fetched
by the process that reads them.

Keys come from the environment of each machine, never from an address. What a storage says of a failure is not
repeated, since it may contain them.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any, Literal, TypeAlias

from msgspec import Struct

from extractor.document.bounds import MAX_BYTES
from extractor.errors import DocumentError, UsageError, shown
from extractor.languages import spoken
from extractor.problems import Problem

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]+)://[^/]+")
_TIMES = ("LastModified", "last_modified", "updated", "mtime")  # how storages call the time of the last change
_STAMPS = ("ETag", "etag", "md5Hash", "content_md5")  # and the bytes that were put there
_BLOCK = 1024**2  # bytes that are fetched at once of an archive


class ObjectAddress(Struct, frozen=True):
    """A file or a folder in object storage; a file with its size in bytes, its time in nanoseconds (often one of whole
    seconds), and what its storage calls these bytes, as listed."""

    text: str
    size: int | None = None
    modified: int | None = None
    stamp: str | None = None

    def __str__(self) -> str:
        return self.text

    @property
    def name(self) -> str:
        return PurePosixPath(self.text).name

    def open(self, mode: Literal["rb"]) -> IO[bytes]:
        """Opens a file to read parts of it where it is. Raises `DocumentError` where it cannot be had, now or later."""
        return io.BufferedReader(_There(self.text))


Place: TypeAlias = Path | ObjectAddress


def place_of(text: str) -> Place:
    """An input as a person names it. Raises `UsageError` where an address holds keys; they are not told."""
    found = _ADDRESS.match(text)
    if found is None:
        return Path(text)
    if "@" in found[0] or "?" in text:
        raise UsageError(
            spoken(
                "An address of {value} holds keys; set them in the environment and leave them out of it.",
                value=found[1],
            )
        )
    return ObjectAddress(text.rstrip("/"))


def below(address: ObjectAddress) -> tuple[list[ObjectAddress], int]:
    """The files below an address, or the one that it is, by name; and how many names are hidden.

    Raises `UsageError` where it cannot be listed.
    """
    scheme = address.text.partition("://")[0]
    try:
        storage, path = _storage(address.text)
        storage.invalidate_cache()
        found: dict[str, dict[str, Any]] = storage.find(path, detail=True)
    except (ImportError, ValueError) as error:
        raise UsageError(
            spoken("{address} cannot be read without more ({needed}).", address=address, needed=_needed(scheme))
        ) from error
    except Exception as error:
        words = "{address} cannot be listed ({reason}); check the address and the keys in the environment."
        raise UsageError(spoken(words, address=address, reason=type(error).__name__)) from error
    files, hidden = [], 0
    for name, about in found.items():
        inside = PurePosixPath(name[len(path) :]).parts
        if any(part.startswith(".") for part in inside):
            hidden += 1
        elif about.get("type") == "file" and not name.endswith("/"):
            text = address.text + name[len(path) :]
            files.append(ObjectAddress(text, about.get("size"), _modified(about), _stamp(about)))
    return sorted(files, key=lambda file: file.text), hidden


@contextmanager
def fetched(where: Place) -> Iterator[Path]:
    """A file on this machine while the context lasts, under its own name. Raises `DocumentError` where it cannot be
    fetched."""
    if isinstance(where, Path):
        yield where
        return
    name = where.name
    with tempfile.TemporaryDirectory(prefix="juesuan-") as folder:
        local = Path(folder) / name
        with _failures(where.text):
            storage, path = _storage(where.text)
            if (storage.info(path, refresh=True).get("size") or 0) > MAX_BYTES:
                raise DocumentError(Problem.LARGE_FILE, file=shown(name), limit=MAX_BYTES // 1024**2)
            storage.get_file(path, str(local))
        yield local


class _There(io.RawIOBase):
    """The bytes of a file in object storage, fetched as they are asked for."""

    def __init__(self, address: str) -> None:
        self._address = address
        with _failures(address):
            storage, path = _storage(address)
            self._file: IO[bytes] = storage.open(path, "rb", block_size=_BLOCK)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, place: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(place, whence)

    def readinto(self, buffer: WriteableBuffer) -> int:
        with _failures(self._address), memoryview(buffer).cast("B") as space:
            found = self._file.read(len(space))
            space[: len(found)] = found
            return len(found)

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()


@contextmanager
def _failures(address: str) -> Iterator[None]:
    """Turns a failure of the storage into one of the document. Its words may contain keys, and are not repeated."""
    try:
        yield
    except FileNotFoundError as error:
        raise DocumentError(Problem.NOT_THERE, path=shown(address)) from error
    except DocumentError:
        raise
    except Exception as error:
        raise DocumentError(Problem.NOT_READABLE, path=shown(address), reason=type(error).__name__) from error


def _storage(text: str) -> tuple[Any, str]:
    """The file system with which fsspec reads an address, and the path there."""
    from fsspec.core import url_to_fs

    found: tuple[Any, str] = url_to_fs(text)
    return found


def _modified(about: dict[str, Any]) -> int | None:
    time: Any = next((about[name] for name in _TIMES if about.get(name) is not None), None)
    seconds = time.timestamp() if hasattr(time, "timestamp") else time
    return int(seconds * 1_000_000_000) if isinstance(seconds, int | float) else None


def _stamp(about: dict[str, Any]) -> str | None:
    found = next((about[name] for name in _STAMPS if about.get(name)), None)
    return None if found is None else str(found)


def _needed(scheme: str) -> str:
    return "run pip install 'juesuan[s3]'" if scheme == "s3" else f"fsspec and what it needs for {scheme}"
