"""Inputs that are listed somewhere: `-` stands for the paths on standard input, `@FILE` for those in a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from extractor.batch.addresses import Place, place_of
from extractor.document.text.reader import MARKS_OF_UTF_16
from extractor.errors import UsageError, shown
from extractor.languages import spoken


class Given(Struct, frozen=True):
    """An input; `listed`: it is from a list, where a missing file is no reason to refuse the others."""

    place: Place
    listed: bool = False


def given(inputs: Iterable[str | os.PathLike[str]]) -> Iterator[Given]:
    """The inputs, lists replaced by the paths in them. Raises `UsageError` for a list that cannot be read."""
    for each in inputs:
        path = place_of(os.fspath(each))
        if str(path) == "-":
            yield from _paths(sys.stdin.buffer.read(), spoken("standard input"))
        elif isinstance(path, Path) and str(path).startswith("@") and not path.exists():
            file = Path(str(path)[1:])
            try:
                yield from _paths(file.read_bytes(), shown(file))
            except OSError as error:
                words = "The list {path} cannot be read ({reason}); check its path."
                raise UsageError(spoken(words, path=shown(file), reason=error.strerror)) from error
        else:
            yield Given(path)


def _paths(data: bytes, source: str) -> Iterator[Given]:
    """The paths in a list: lines, or what stands between zeros, as `find -print0` writes it, byte for byte."""
    if data[:2] in MARKS_OF_UTF_16:  # PowerShell writes lists so
        data = data.decode("utf-16", "replace").encode()
    data = data.removeprefix(b"\xef\xbb\xbf")
    lines = data.split(b"\x00") if b"\x00" in data else [line.strip() for line in data.splitlines()]
    found = [Given(place_of(_decoded(line)), listed=True) for line in lines if line]
    if not found:
        raise UsageError(spoken("The list in {source} is empty; put a path on each line.", source=source))
    yield from found


def _decoded(line: bytes) -> str:
    """A path as this system names it; on Windows, where paths are text, from UTF-8 or what Chinese systems write."""
    if os.name == "posix":
        return os.fsdecode(line)
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("gb18030", "replace")
