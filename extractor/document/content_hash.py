"""The name that a file has by its bytes alone: its SHA-256, of which the first 16 hex digits are the `doc_id`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

_DIGITS = 16


def of_file(path: Path) -> str:
    """64 hex digits; raises `OSError` where the file cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def of_chunks(chunks: Iterable[bytes]) -> str:
    """The same of bytes that come in pieces."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


def doc_id(content_hash: str) -> str:
    """The `doc_id` of a file with this hash."""
    return content_hash[:_DIGITS]
