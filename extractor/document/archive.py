"""ZIP archives (压缩包) read as folders: what is in one, and the content of each file, within bounds.

Nothing is unpacked to a place that the archive chooses: names in it are just names, whatever path they pretend to be.
They are UTF-8 if the archive says so or if all of them are, else GB 18030, as Chinese Windows packs.
"""

from __future__ import annotations

import functools
import io
import re
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Literal, Protocol

from msgspec import Struct

from extractor.document import bounds
from extractor.errors import DocumentError, shown
from extractor.languages import said
from extractor.problems import Problem

MARKS = (b"PK\x03\x04", b"PK\x05\x06")  # begin an archive, and one without a file
ENDING = ".zip"
_WITHIN = re.compile(rf"(.*?{re.escape(ENDING)})#", re.DOTALL | re.IGNORECASE)
# Parts by which office files are known, which are archives as well.
_OFFICE = frozenset({"[Content_Types].xml", "mimetype", "OFD.xml", "word/document.xml", "xl/workbook.xml"})
_UTF_8, _ENCRYPTED = 0x800, 1  # flags of a file in an archive
_UNICODE_PATH = 0x7075  # the extra field with a name in UTF-8
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error, RuntimeError)
_MEGABYTE = 1024**2  # what unpacks to no more is no bomb, however small it was


class Member(Struct, frozen=True):
    """A file in an archive. `name` is its path there, in an archive within it `b.zip#c.pdf`; `place` says how many
    entries stand before it in each archive from the outermost in."""

    name: str
    place: tuple[int, ...]


class Listing(Struct, frozen=True):
    """The files of an archive, in its order, and how many of its names are hidden."""

    members: tuple[Member, ...]
    hidden: int


class Packed(Protocol):
    """A file that may be an archive, wherever it is: a path, or what opens as one does. Two that are equal are one."""

    @property
    def name(self) -> str: ...

    def __hash__(self) -> int: ...

    def open(self, mode: Literal["rb"]) -> IO[bytes]: ...


def within(path: str) -> tuple[str, str] | None:
    """The path of an archive and the name in it that a path stands for (`a.zip#b.pdf`); None for a file of its own."""
    found = _WITHIN.match(path)
    return (found[1], path[found.end() :]) if found else None


def folder(path: Packed) -> Listing | None:
    """What is in a file that is named as an archive and can be read as a folder; None for any other, about which
    whoever reads it as a file will say why."""
    if not path.name.lower().endswith(ENDING):
        return None
    try:
        with path.open("rb") as file:
            return listing(file, shown(path.name)) if file.read(4).startswith(MARKS) else None
    except (DocumentError, OSError):
        return None


def listing(file: IO[bytes], name: str) -> Listing:
    """What is in an archive, and in archives in it.

    Raises `DocumentError` `truncated` or `too_large` for one that cannot be listed, `empty` where no file is in it, and
    `unsupported_kind` for an office file.
    """
    found = _listing(file, name, (), _Total())
    if not found.members and not found.hidden:
        raise DocumentError(Problem.EMPTY_ARCHIVE, file=name)
    return found


def chunks(path: Packed, member: Member) -> Iterator[bytes]:
    """The content of a file in an archive, piece by piece. No more is unpacked than the archive announces, and that is
    bounded.

    Raises `DocumentError` `encrypted`, `too_large`, `truncated`, or `unsupported_kind` for an unknown way of packing;
    and whatever `path` raises where it cannot be opened.
    """
    name = member.name.rpartition("/")[2].rpartition("#")[2]
    with path.open("rb") as outermost:
        file: IO[bytes] = outermost
        with _breaking(DocumentError(Problem.BROKEN_MEMBER, file=name)):
            if len(member.place) > 1:
                written = path.stat().st_mtime_ns if isinstance(path, Path) else None
                file = io.BytesIO(_inner(path, written, member.place[:-1], name))
            packed = _member(_archive(file, name), member.place[-1], name)
        with packed:
            while chunk := _read(packed, name):
                yield chunk


@functools.lru_cache(maxsize=1)
def _inner(path: Packed, written: int | None, place: tuple[int, ...], name: str) -> bytes:
    """An archive in an archive; the last one is kept, since its files come one after the other. `written`: the time of
    the file on this machine."""
    return b"".join(chunks(path, Member(name, place)))


def _read(packed: IO[bytes], name: str) -> bytes:
    with _breaking(DocumentError(Problem.BROKEN_MEMBER, file=name)):
        return packed.read(_MEGABYTE)


def _member(archive: zipfile.ZipFile, place: int, name: str) -> IO[bytes]:
    info = archive.infolist()[place]
    if info.flag_bits & _ENCRYPTED:
        raise DocumentError(Problem.LOCKED, file=name)
    if stat.S_ISLNK(info.external_attr >> 16):
        raise DocumentError(Problem.NO_FILE, path=name)
    if info.file_size > min(bounds.MAX_MEMBER_BYTES, max(_MEGABYTE, bounds.MAX_PACKING * info.compress_size)):
        limit = bounds.MAX_MEMBER_BYTES // _MEGABYTE
        raise DocumentError(Problem.LARGE_MEMBER, file=name, limit=limit, times=bounds.MAX_PACKING)
    try:
        return archive.open(info)
    except NotImplementedError as error:
        raise DocumentError(Problem.PACKED, file=name, kind=said("packed in a way that is not known")) from error


def _listing(file: IO[bytes], name: str, above: tuple[int, ...], total: _Total) -> Listing:
    with _breaking(DocumentError(Problem.BROKEN_ZIP, file=name)):
        archive = _archive(file, name)
    entries = archive.infolist()
    if any(info.filename in _OFFICE for info in entries):
        raise DocumentError(Problem.UNSUPPORTED, file=name, kind=said("an office document"))
    total.add(entries, name)
    members: list[Member] = []
    hidden, used = 0, Counter[str]()
    for place, printed in enumerate(_names(entries)):
        parts = [part for part in printed.replace("\\", "/").split("/") if part not in ("", ".", "..")]
        if printed.endswith(("/", "\\")) or not parts:
            continue
        if any(part.startswith(".") for part in parts):
            hidden += 1
            continue
        path = "/".join(parts)
        used[path] += 1
        if used[path] > 1:  # an archive may hold two of one name
            path = f"{path} ({used[path]})"
        below = _within(archive, place, path, above, total) if path.lower().endswith(ENDING) else None
        members += below.members if below else [Member(path, (*above, place))]
        hidden += below.hidden if below else 0
    return Listing(tuple(members), hidden)


def _within(archive: zipfile.ZipFile, place: int, path: str, above: tuple[int, ...], total: _Total) -> Listing | None:
    """What is in an archive in an archive; None where it is read as a file, which will say why."""
    deep = len(above) + 1 >= bounds.MAX_ARCHIVES_DEEP
    if deep or archive.infolist()[place].file_size > bounds.MAX_INNER_BYTES:
        return None
    try:
        with _breaking(DocumentError(Problem.BROKEN_MEMBER, file=path)), _member(archive, place, path) as packed:
            found = _listing(io.BytesIO(packed.read()), path, (*above, place), total)
    except DocumentError as error:
        if error.problem in (Problem.MANY_MEMBERS, Problem.LARGE_ARCHIVE):
            raise
        return None
    return Listing(tuple(Member(f"{path}#{m.name}", m.place) for m in found.members), found.hidden)


class _Total(Struct):
    """How much an archive holds, including the archives in it."""

    files: int = 0
    bytes: int = 0

    def add(self, entries: list[zipfile.ZipInfo], name: str) -> None:
        """Raises `DocumentError` where it is too much."""
        self.files += len(entries)
        self.bytes += sum(info.file_size for info in entries)
        if self.files > bounds.MAX_MEMBERS:
            raise DocumentError(Problem.MANY_MEMBERS, file=name, limit=bounds.MAX_MEMBERS)
        if self.bytes > bounds.MAX_UNPACKED_BYTES:
            raise DocumentError(Problem.LARGE_ARCHIVE, file=name, limit=bounds.MAX_UNPACKED_BYTES // _MEGABYTE)


def _names(entries: list[zipfile.ZipInfo]) -> list[str]:
    """The names of files as their archive has them."""
    raw = [info.orig_filename.encode("cp437", "replace") for info in entries if not info.flag_bits & _UTF_8]
    try:
        b"".join(raw).decode()
        encoding = "utf-8"
    except UnicodeDecodeError:
        encoding = "gb18030"
    return [_name(info, encoding) for info in entries]


def _name(info: zipfile.ZipInfo, encoding: str) -> str:
    if info.flag_bits & _UTF_8:
        return info.orig_filename.replace("\0", "\N{REPLACEMENT CHARACTER}")
    printed = info.orig_filename.encode("cp437", "replace")
    name = _unicode_path(info.extra, printed) or printed.decode(encoding, "replace")
    return name.replace("\0", "\N{REPLACEMENT CHARACTER}")


def _unicode_path(extra: bytes, printed: bytes) -> str | None:
    """The name in UTF-8 that WinRAR and others add to the one in their code page, if it belongs to that name."""
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        field, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _UNICODE_PATH and len(field) > 5 and struct.unpack_from("<L", field, 1)[0] == zlib.crc32(printed):
            return field[5:].decode("utf-8", "replace")
    return None


class _Bounded:
    """A file of which no more is read at once than an archive needs to list its content."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        self._file = file
        self._name = name
        self.seek, self.tell, self.close = file.seek, file.tell, file.close

    def seekable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """Raises `DocumentError` `too_large`."""
        if size > bounds.MAX_DIRECTORY_BYTES:
            raise DocumentError(Problem.MANY_MEMBERS, file=self._name, limit=bounds.MAX_MEMBERS)
        return self._file.read(size)


def _archive(file: IO[bytes], name: str) -> zipfile.ZipFile:
    return zipfile.ZipFile(_Bounded(file, name))  # all that zipfile asks of one to read


@contextmanager
def _breaking(told: DocumentError) -> Iterator[None]:
    """Raises what an archive causes that is not what it claims to be as `DocumentError`."""
    try:
        yield
    except _BROKEN as error:
        raise told from error
