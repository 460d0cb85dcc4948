"""The parts of an OFD file (GB/T 33190, 版式文档): a ZIP archive whose parts of XML name each other by path.

Bounds are those of all office files (`office.package`). A path may begin at the archive (`/Doc_0/…`) or at the part
that says it, and exporters write capitals and backslashes as they like; none leads out of the archive. Elements go by
their local names: exporters differ in the namespace (http://www.ofdspec.org/2016, http://www.ofdspec.org).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from extractor.document.geometry import IDENTITY, Matrix
from extractor.document.office.package import Package
from extractor.errors import DocumentError
from extractor.problems import Problem

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

ROOT = "OFD.xml"
FARTHEST = 1e6  # millimetres; what lies beyond is no place on paper

Four = tuple[float, float, float, float]


class Container:
    """An open OFD file; `name` is what messages call it. A part that is not there, or no sound XML, raises
    `DocumentError` `truncated`; so does one with a document type, which the standard has none of and entities need."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self._package = Package(data, name)
        self._parts = {part.replace("\\", "/").lstrip("/").lower(): part for part in sorted(self._package.parts)}

    def part(self, said: str | None, *folders: str) -> str | None:
        """The part that a path means, tried from each of the folders, then from the archive; None where there is
        none."""
        if not said or not said.strip():
            return None
        for folder in (*folders, ""):
            found = self._parts.get(_path(folder, said.strip()).lower())
            if found is not None:
                return found
        return None

    def xml(self, part: str | None, called: str) -> Element:
        """The root of a part; `called` is how messages name one that is not there."""
        if part is None:
            raise DocumentError(Problem.BROKEN_OFD, file=self.name, part=called)
        root = self._package.xml(part)
        if root.getroottree().docinfo.doctype:
            raise DocumentError(Problem.BROKEN_OFD, file=self.name, part=part)
        return root

    def bytes_of(self, part: str) -> bytes:
        """The content of a part; raises `DocumentError` `too_large`, `encrypted` or `truncated`."""
        return self._package.bytes_of(part)

    @property
    def is_encrypted(self) -> bool:
        """Whether its parts are encrypted as the standard for that says (GM/T 0099), and not by the archive."""
        return "encryptions.xml" in self._parts


def folder_of(part: str) -> str:
    """The folder of a part, with the slashes of paths."""
    return str(PurePosixPath(part.replace("\\", "/")).parent)


def _path(folder: str, said: str) -> str:
    steps: list[str] = []
    for step in (PurePosixPath("/") / folder / said.replace("\\", "/")).parts[1:]:
        if step == "..":
            steps = steps[:-1]
        elif step != ".":
            steps.append(step)
    return "/".join(steps)


def kind(element: Element) -> str:
    """The local name of an element; empty for what is none (an instruction, an entity)."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: Element | None, *names: str) -> Iterator[Element]:
    """The children of an element that have one of these names, in order."""
    if element is not None:
        yield from (child for child in element if kind(child) in names)


def child(element: Element | None, *path: str) -> Element | None:
    """The first child of that name, and of it the next name of the path."""
    for name in path:
        element = next(children(element, name), None)
    return element


def numbers(said: str | None) -> list[float]:
    """The numbers of a list with blanks between them; none where one of them is no number."""
    try:
        found = [float(word) for word in (said or "").split()]
    except ValueError:
        return []
    return found if all(math.isfinite(number) and abs(number) < FARTHEST for number in found) else []


def number(said: str | None, other: float) -> float:
    """A number, or another one where none is said."""
    found = numbers(said)
    return found[0] if len(found) == 1 else other


def box(said: str | None) -> Four | None:
    """x, y, width and height (ST_Box); None where it is no box."""
    found = numbers(said)
    return (found[0], found[1], found[2], found[3]) if len(found) == 4 else None


def matrix(said: str | None) -> Matrix:
    """A transformation (CTM), the identity where none is said."""
    found = numbers(said)
    return Matrix(*found) if len(found) == 6 else IDENTITY


def is_true(said: str | None, other: bool) -> bool:
    """A flag, or another value where none is said."""
    return other if said is None else said.strip().lower() in ("true", "1")
