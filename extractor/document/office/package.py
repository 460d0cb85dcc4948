"""The parts of an office file, which is a ZIP archive of XML: each opened within bounds, and nothing outside of it."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from lxml import etree

from extractor.document.bounds import MAX_INFLATED_BYTES, MAX_XML_BYTES
from extractor.errors import DocumentError
from extractor.problems import Problem

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

PART_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
# ISO 29500 strict has names of its own for the same; files that follow it are rare and otherwise alike.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (b"http://purl.oclc.org/ooxml/wordprocessingml/", b"http://schemas.openxmlformats.org/wordprocessingml/2006/"),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/", b"http://schemas.openxmlformats.org/spreadsheetml/2006/"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
_MAIN = "officeDocument"

# What reading a part raises that is not there, ends too early, is not what it says, or is packed as nobody packs.
_BROKEN = (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError)


class Package:
    """An office file; `name` is what messages call it. Parts are named as in the archive: `word/document.xml`."""

    def __init__(self, data: bytes, name: str) -> None:
        """Raises `DocumentError` `truncated` where the archive is broken."""
        self.name = name
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise DocumentError(Problem.BROKEN_ARCHIVE, file=name) from error
        self._unpacked: dict[str, int] = {}
        self.parts = frozenset(info.filename for info in self._archive.infolist())

    def bytes_of(self, part: str) -> bytes:
        """The content of a part; raises `DocumentError` `too_large`, `encrypted` or `truncated`.

        No more is unpacked than the archive announces, and what it announces is bounded.
        """
        try:
            info = self._archive.getinfo(part)
            if info.file_size > MAX_XML_BYTES:
                raise DocumentError(Problem.LARGE_PART, file=self.name, part=part, limit=MAX_XML_BYTES // 1024**2)
            self._unpacked[part] = info.file_size
            if sum(self._unpacked.values()) > MAX_INFLATED_BYTES:
                raise DocumentError(Problem.INFLATED, file=self.name, limit=MAX_INFLATED_BYTES // 1024**2)
            if info.flag_bits & 1:
                raise DocumentError(Problem.LOCKED, file=self.name)
            return self._archive.read(info)
        except _BROKEN as error:
            raise DocumentError(Problem.BROKEN_ARCHIVE, file=self.name) from error

    def bytes_of_xml(self, part: str) -> bytes:
        """The content of a part, with the usual names of its elements."""
        data = self.bytes_of(part)
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        return data

    def xml(self, part: str) -> Element:
        """The root of a part; entities are not put in, nothing is fetched. Raises `DocumentError`."""
        data = self.bytes_of_xml(part)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
        try:
            return etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise DocumentError(Problem.BROKEN_PART, file=self.name, part=part) from error

    def optional(self, part: str | None) -> Element | None:
        """The root of a part that a file may lack."""
        return self.xml(part) if part is not None and part in self.parts else None

    def main(self, usual: str) -> str:
        """The part with the document itself; the `usual` one where the archive does not say."""
        return next((target for kind, target in self._related("") if kind == _MAIN), usual)

    def related(self, part: str) -> dict[str, str]:
        """The parts to which a part refers, by the identifier of the reference; what lies outside the file is none."""
        root = self.optional(_relationships(part))
        return {} if root is None else {i: target for i, _, target in _targets(root, part)}

    def of_kind(self, part: str, kind: str) -> str | None:
        """The part of some kind (`styles`, `numbering`) to which a part refers."""
        return next((target for found, target in self._related(part) if found == kind), None)

    def _related(self, part: str) -> list[tuple[str, str]]:
        root = self.optional(_relationships(part))
        return [] if root is None else [(kind, target) for _, kind, target in _targets(root, part)]


def _relationships(part: str) -> str:
    path = PurePosixPath(part)
    return str(path.parent / "_rels" / f"{path.name}.rels")


def _targets(root: Element, part: str) -> list[tuple[str, str, str]]:
    """Identifier, kind and part of each reference that stays within the file."""
    found = []
    for one in root.iter(f"{RELATIONSHIPS}Relationship"):
        if one.get("TargetMode") == "External":
            continue
        kind = (one.get("Type") or "").rpartition("/")[2]
        found.append((one.get("Id") or "", kind, _joined(PurePosixPath(part).parent, one.get("Target") or "")))
    return found


def _joined(folder: PurePosixPath, target: str) -> str:
    steps: list[str] = []
    for step in (PurePosixPath("/") / folder / target).parts[1:]:
        if step == "..":
            steps = steps[:-1]
        elif step != ".":
            steps.append(step)
    return "/".join(steps)
