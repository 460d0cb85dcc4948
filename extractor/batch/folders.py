"""What is in a folder: every entry that is not hidden, whether it can be read or not."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct, field

from extractor.dataset.book.folder import is_own


class Contents(Struct):
    """The files below a folder, by name, and how many names are hidden.

    A folder that cannot be opened, and a link to one that was read already, stand for themselves: reading them will
    say what is wrong.
    """

    files: list[Path] = field(default_factory=list)
    hidden: int = 0


def below(folder: Path, out: Path) -> Contents:
    """Everything in a folder; links to folders are followed once, after the folders that are no links. What a run
    writes to `out` is left out: the folder `out` itself where it lies within, or the files of a dataset where it is
    this folder."""
    walk = _Walk(folder, os.path.realpath(out))
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
    """A walk through folders; `seen` are those visited, by their real paths."""

    def __init__(self, folder: Path, written: str) -> None:
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
