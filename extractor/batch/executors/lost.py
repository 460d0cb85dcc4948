"""What remains of a file that was not read: its row, made without loading anything that reads."""

from __future__ import annotations

from extractor.batch.plan import Job
from extractor.batch.unpacking import sha256
from extractor.dataset.arrow.document_rows import DocumentRows, without_rows
from extractor.document.content_hash import doc_id
from extractor.errors import DocumentError
from extractor.records.documents import failed_row


def lost(job: Job, error: DocumentError, seconds: float) -> DocumentRows:
    """The row of a file that says why it was not read, with the hash of its bytes where they can be had."""
    try:
        digest = sha256(job)
    except (OSError, DocumentError):
        digest = ""
    return without_rows(failed_row(doc_id(digest) or None, job.source_file, error, round(seconds, 3)))
