"""Where the file of a document is, and whether it still is what was read: no other file is ever shown.

A file in an archive is unpacked for a look, within the bounds in which archives are read: the last few are kept.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections import OrderedDict
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from extractor.batch.plan import job_of
from extractor.batch.unpacking import as_file
from extractor.dataset.database import Database
from extractor.dataset.tables import InputRow
from extractor.document import content_hash
from extractor.document.archive import within
from extractor.document.view import WITH_PAGES
from extractor.errors import DisclosureError

MOST_UNPACKED = 4
_COLUMNS = ("path", "root", "source_file", "size", "modified", "sha256", "doc_id", "reader", "allowed", "run", "gone")


class Absent(StrEnum):
    """Why the pages of a document cannot be shown."""

    UNKNOWN = "unknown"
    GONE = "gone"
    CHANGED = "changed"
    NO_PAGES = "no_pages"
    REMOTE = "remote"


@dataclass(frozen=True, slots=True)
class Source:
    """The file of a document: `path` where it is there and unchanged; `absent` says why its pages cannot be shown."""

    file: InputRow | None
    path: Path | None
    absent: Absent | None

    @property
    def has_pages(self) -> bool:
        return self.absent is None


class Sources:
    """The files of documents. A context: what was unpacked from archives is gone at its end."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._unpacked: OrderedDict[str, Path] = OrderedDict()
        self._folder = tempfile.TemporaryDirectory(prefix="juesuan-", ignore_cleanup_errors=True)

    def __enter__(self) -> Sources:
        return self

    def __exit__(self, *why: object) -> None:
        self._folder.cleanup()

    def of(self, database: Database, doc_id: str) -> Source:
        """The file that a document was read from."""
        query = f"""SELECT {", ".join(_COLUMNS)} FROM inputs WHERE doc_id = ?
            ORDER BY reader IS NULL, source_file LIMIT 1"""
        found = database.rows(query, [doc_id])
        if not found:
            return Source(None, None, Absent.UNKNOWN)
        file = InputRow(*found[0])
        if "://" in file.path:
            return Source(file, None, Absent.REMOTE)
        there = self._there(file)
        if isinstance(there, Absent):
            return Source(file, None, there)
        return Source(file, there, None if there.suffix.lower() in WITH_PAGES else Absent.NO_PAGES)

    def _there(self, file: InputRow) -> Path | Absent:
        path = Path(file.path)
        try:
            if not path.is_file():
                return self._member(file) if within(file.path) else Absent.GONE
            now = path.stat()
            # Where size and time are as they were the bytes are; else they are compared.
            if (now.st_size, now.st_mtime_ns) == (file.size, file.modified) or _doc_id(path) == file.doc_id:
                return path
        except (OSError, ValueError):
            return Absent.GONE
        return Absent.CHANGED

    def _member(self, file: InputRow) -> Path | Absent:
        """A file of an archive, unpacked; its bytes are what was read, or it is not shown."""
        doc_id = file.doc_id or ""
        with self._lock:
            if doc_id in self._unpacked:
                self._unpacked.move_to_end(doc_id)
                return self._unpacked[doc_id]
            folder = Path(self._folder.name) / doc_id
            try:
                job = job_of(file.path, file.source_file, file.root, self._folder.name)
                if job is None or job.member is None:
                    return Absent.GONE
                with as_file(job) as unpacked:
                    if _doc_id(unpacked) != doc_id:
                        return Absent.CHANGED
                    folder.mkdir(exist_ok=True)
                    self._unpacked[doc_id] = unpacked.replace(folder / unpacked.name)
            except (OSError, DisclosureError):
                return Absent.GONE
            while len(self._unpacked) > MOST_UNPACKED:
                _, oldest = self._unpacked.popitem(last=False)
                shutil.rmtree(oldest.parent, ignore_errors=True)
            return self._unpacked[doc_id]


def _doc_id(path: Path) -> str:
    return content_hash.doc_id(content_hash.of_file(path))
