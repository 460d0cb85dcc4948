"""What is to be done with each file of a run: nothing, if it has not changed; or to read it; or to note it as a copy.

A file of unchanged size and time (and ETag, in object storage) is not even opened. A file is not read again if its
bytes were read by the same reader (program, patterns, options), nor if a file before it by name has the same bytes.
"""

from __future__ import annotations

import stat
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from extractor.batch.addresses import ObjectAddress
from extractor.batch.plan import Job, job_of
from extractor.batch.unpacking import sha256
from extractor.dataset.book.inputs import Known
from extractor.dataset.tables import InputRow
from extractor.document.content_hash import doc_id
from extractor.errors import DocumentError
from extractor.records.corrections import Corrections


class Terms(Struct, frozen=True):
    """The terms on which files are read; a file that was read on others is read again.

    `reader` is the hash of program, patterns and options; `allowed` are the seconds per file; `late` are the files,
    by path, that ran out of the seconds allowed at the time. `rehash`: files are opened even if they look unchanged.
    """

    reader: str
    allowed: float
    corrections: Corrections
    late: Mapping[str, float]
    rehash: bool = False


class Intake:
    """Deals with the files of a run one after the other, in the order of their names.

    `jobs` gives those to be read, `kept` what is to be noted of others. `skipped` counts these; `again` counts the
    files read again, by the reader that had read them before.
    """

    def __init__(self, files: Sequence[Job], known: Known, terms: Terms, scratch: str = "") -> None:
        """`scratch`: where files of archives are unpacked."""
        self._files = files
        self._known = known
        self._terms = terms
        self._scratch = scratch
        self._kept: list[InputRow] = []
        self._reading: dict[str, InputRow] = {}
        self.skipped = 0
        self.again: Counter[str] = Counter()

    def jobs(self) -> Iterator[Job]:
        """The files to be read."""
        for job in self._files:
            before, now = self._known.get(job.key), self._seen(job)
            if now.doc_id is not None and not self._known.first_of(now.doc_id, job.key, job.source_file):
                self._keep(now, before)
            elif before is not None and self._holds(before, now):
                now = replace(now, reader=before.reader, allowed=before.allowed, corrected=before.corrected)
                self._keep(now, before)
            else:
                if before is not None and before.reader not in (None, self._terms.reader):
                    self.again[before.reader or ""] += 1
                self._reading[job.source_file] = self._read(now)
                yield job

        yield from self._heirs()

    def _heirs(self) -> Iterator[Job]:
        """Files outside this run that were copies of a file which now has other bytes, and that have no original
        before them any more."""
        for row in self._known.heirs():
            if (job := job_of(row.path, row.source_file, row.root, self._scratch)) is not None:
                self._reading[row.source_file] = self._read(row)
                yield job

    def _read(self, file: InputRow) -> InputRow:
        """A file as it is known from now on: as read."""
        by_hand = self._terms.corrections.digest(file.doc_id)
        now = replace(file, reader=self._terms.reader, allowed=self._terms.allowed, corrected=by_hand)
        self._known.know(now)
        return now

    def kept(self) -> list[InputRow]:
        """The files that need no rows written but are not yet known as they are now, each once."""
        kept, self._kept = self._kept, []
        return kept

    def file(self, job: Job, doc_id: str | None) -> InputRow | None:
        """What is known of a file that was read; if its bytes changed meanwhile, it is looked at again next time.

        None if it turns out to be a copy: of a file in object storage nobody knew the bytes before.
        """
        row = self._reading.pop(job.source_file)
        if row.doc_id == doc_id:
            return row
        size = row.size if isinstance(job.path, ObjectAddress) else None
        row = replace(row, doc_id=doc_id, sha256=None, size=size, corrected=self._terms.corrections.digest(doc_id))
        if doc_id is not None and not self._known.first_of(doc_id, job.key, job.source_file):
            self._keep(replace(row, reader=None, allowed=None, corrected=None), None)
            return None
        self._known.know(row)
        return row

    def _keep(self, now: InputRow, before: InputRow | None) -> None:
        self.skipped += 1
        self._known.know(now)
        if before is None or replace(now, run=before.run) != before:
            self._kept.append(now)

    def _holds(self, before: InputRow, now: InputRow) -> bool:
        """Whether what was read of a file is what would be read of it now."""
        as_it_was = (before.doc_id, before.reader, before.corrected)
        same = now.doc_id is not None and as_it_was == (
            now.doc_id,
            self._terms.reader,
            self._terms.corrections.digest(now.doc_id),
        )
        return same and self._terms.late.get(now.path, self._terms.allowed) >= self._terms.allowed

    def _seen(self, job: Job) -> InputRow:
        """A file as it is now, opened where it may have changed."""
        before, root = self._known.get(job.key), self._known.root(job.key, job.root)
        now = InputRow(job.key, root, job.source_file, None, None, None, None, None, None, 0, False)
        if isinstance(job.path, ObjectAddress):  # its bytes pass no one but who reads it
            now = replace(now, size=job.path.size, modified=job.path.modified, stamp=job.path.stamp)
            return now if now.modified is None else self._as_before(now, before) or now
        try:
            found = job.path.stat()
            if not stat.S_ISREG(found.st_mode):
                return now
            now = replace(now, size=found.st_size, modified=found.st_mtime_ns)
            if (same := self._as_before(now, before)) is not None:
                return same
            digest = sha256(job)
        except (OSError, DocumentError):  # whoever reads it says why
            return now
        return replace(now, sha256=digest, doc_id=doc_id(digest))

    def _as_before(self, now: InputRow, before: InputRow | None) -> InputRow | None:
        """A file with the bytes that it had, where its size, its time and its storage say so."""
        if before is None or self._terms.rehash:
            return None
        if (now.size, now.modified, now.stamp) != (before.size, before.modified, before.stamp):
            return None
        return replace(now, sha256=before.sha256, doc_id=before.doc_id)
