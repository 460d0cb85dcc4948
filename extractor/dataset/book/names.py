"""How the files of a dataset are named in it: `source_file`, one name per file, whatever the order in which they
came.

A file is known by its absolute path, or its address in object storage, and named by its path below the outermost
input folder in which it was found. If two would have the same name, both are named from their nearest common folder.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath

from extractor.errors import shown


def stored(path: Path) -> str:
    """An absolute path as text that any database holds; bytes of it that are no UTF-8 are written as `\\xE4`."""
    return os.fsencode(os.path.abspath(path)).decode("utf-8", "backslashreplace")  # noqa: PTH100 - links stay links


def outermost(one: str, other: str) -> str:
    """The outer of two folders above a file."""
    return min(one, other, key=len)


def named(roots: Mapping[str, str], legible: Mapping[str, str]) -> dict[str, str]:
    """The name of each path. `roots` has the input folder of each; `legible` those that are told otherwise than stored,
    because their bytes are in another encoding."""
    names = {path: _below(legible.get(path, path), legible.get(root, root)) for path, root in roots.items()}
    while clashes := _clashes(names):
        before = dict(names)
        for paths in clashes:
            common = _common([os.path.dirname(path) for path in paths])  # noqa: PTH120
            names.update((path, _below(legible.get(path, path), common)) for path in paths)
        if names == before:  # names that differ only in what cannot be shown
            names.update((path, path) for paths in clashes for path in paths)
    return names


def _common(folders: Sequence[str]) -> str:
    """The nearest folder above some; none above folders of this machine and those in object storage."""
    if len({"://" in folder for folder in folders}) > 1:
        return ""
    return os.path.commonpath(folders)


def legible(path: Path) -> str:
    """An absolute path as it is shown to people."""
    return shown(os.path.abspath(path))  # noqa: PTH100


def _below(path: str, folder: str) -> str:
    pure = PurePath(path)
    return (pure.relative_to(folder) if pure.is_relative_to(folder) else pure).as_posix()


def _clashes(names: Mapping[str, str]) -> list[Sequence[str]]:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for path, name in names.items():
        groups[name].append(path)
    return [paths for paths in groups.values() if len(paths) > 1]
