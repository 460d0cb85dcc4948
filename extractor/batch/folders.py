"""What is in a folder: every entry that is no hidden name, whether it can be read or not."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct, field

from extractor.dataset.folder import is_own


class Contents(Struct):
    """The files below a folder, by name, and how many names are hidden.

    A folder that cannot be looked into and a link to one that is read already stand for themselves: whoever reads them
    says why he cannot.
    """

    files: list[Path] = field(default_factory=list)
    hidden: int = 0


def below(folder: Path, out: Path | None = None) -> Contents:
    """All of a folder, links to folders followed once, after the folders that are none. What a run writes to `out` is
    left out: the folder `out` itself where it lies within, or the files of a dataset where it is this one."""
    walk = _Walk(folder, os.path.realpath(out) if out is not None else None)
    links = walk.through(folder)
    while links:
        link = links.pop(0)
        if (real := os.path.realpath(link)) == walk.written:
            continue
        if real in walk.seen:
            walk.contents.files.append(link)
        else:
            links.extend(walk.through(link))
    walk.contents.files.sort()
    return walk.contents


class _Walk:
    """A way through folders; `seen` are those that were looked into, by where they really are."""

    def __init__(self, folder: Path, written: str | None) -> None:
        self.contents = Contents()
        self.seen: set[str] = set()
        self.written = written
        self._is_own = written == os.path.realpath(folder)

    def through(self, folder: Path) -> list[Path]:
        """Takes what is below a folder; the links to folders that were found, in order."""
        links: list[Path] = []
        waiting = [folder]
        while waiting:
            place = waiting.pop()
            self.seen.add(os.path.realpath(place))
            try:
                with os.scandir(place) as found:
                    entries = sorted(found, key=lambda entry: entry.name)
            except OSError:
                self.contents.files.append(place)
                continue
            for entry in entries:
                path = place / entry.name
                if entry.name.startswith("."):
                    self.contents.hidden += 1
                elif self._is_own and place == folder and is_own(entry.name):
                    continue
                elif not _is_folder(entry):
                    self.contents.files.append(path)
                elif entry.is_symlink():
                    links.append(path)
                elif os.path.realpath(path) != self.written:
                    waiting.append(path)
        return sorted(links)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads round
        return False
