"""Where the file of a document is, and whether it still is what was read: no other file is ever shown."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from extractor.dataset.database import Database
from extractor.dataset.tables import InputRow
from extractor.document.view import WITH_PAGES

_COLUMNS = ("path", "root", "source_file", "size", "modified", "sha256", "doc_id", "reader", "allowed", "run", "gone")


class Absent(StrEnum):
    """Why the pages of a document cannot be shown."""

    UNKNOWN = "unknown"
    GONE = "gone"
    CHANGED = "changed"
    NO_PAGES = "no_pages"


@dataclass(frozen=True, slots=True)
class Source:
    """The file of a document: `path` where it is there and unchanged; `absent` says why its pages cannot be shown."""

    file: InputRow | None
    path: Path | None
    absent: Absent | None

    @property
    def has_pages(self) -> bool:
        return self.absent is None


def source(database: Database, doc_id: str) -> Source:
    """The file that a document was read from."""
    query = f"""SELECT {", ".join(_COLUMNS)} FROM inputs WHERE doc_id = ?
        ORDER BY reader IS NULL, source_file LIMIT 1"""
    found = database.rows(query, [doc_id])
    if not found:
        return Source(None, None, Absent.UNKNOWN)
    file = InputRow(*found[0])
    path = Path(file.path)
    why = _absent(path, file)
    if why is not None:
        return Source(file, None, why)
    return Source(file, path, None if path.suffix.lower() in WITH_PAGES else Absent.NO_PAGES)


def _absent(path: Path, file: InputRow) -> Absent | None:
    """Where size and time are as they were the bytes are; else they are compared."""
    try:
        if not path.is_file():
            return Absent.GONE
        now = path.stat()
        if (now.st_size, now.st_mtime_ns) == (file.size, file.modified):
            return None
        with path.open("rb") as opened:
            same = hashlib.file_digest(opened, "sha256").hexdigest()[:16] == file.doc_id
    except OSError:
        return Absent.GONE
    return None if same else Absent.CHANGED
