"""A file → `Document`: which reader a file needs is decided by what it begins with, not by its name."""

from __future__ import annotations

import hashlib
from pathlib import Path

from extractor.document.bounds import MAX_PAGES, MAX_PDF_BYTES, MAX_TEXT_BYTES
from extractor.document.model import Document, TextSource
from extractor.errors import DocumentError, Problem, shown

PDF_MARK = b"%PDF-"
# Kinds of file that people have beside their disclosures, by their first bytes.
OTHER_KINDS = {
    b"PK\x03\x04": "a ZIP archive or an office document (docx, xlsx, ofd)",
    b"\xd0\xcf\x11\xe0": "an old office document (doc, xls)",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
}


def read_document(path: Path, source_file: str | None = None, max_pages: int = MAX_PAGES) -> Document:
    """Reads a PDF or a plain text file whole.

    Raises `DocumentError` with a stable code: `missing`, `unreadable`, `empty`, `not_pdf`, `encrypted`,
    `truncated`, `too_large`, `no_text_layer`.
    """
    name = shown(path.name)
    data = _bytes(path)
    doc_id = hashlib.sha256(data).hexdigest()[:16]
    source = source_file if source_file is not None else name
    if PDF_MARK in data[:1024]:
        from extractor.document.pdf import read_pages

        del data
        pages = read_pages(path, max_pages)
        if not any(len(p.characters) for p in pages):
            scanned = any(p.state == "picture" for p in pages)
            raise DocumentError(Problem.ONLY_PICTURES if scanned else Problem.ONLY_BLANK_PAGES, file=name)
        return Document(doc_id, source, TextSource.TEXT_LAYER, pages, str(path))
    for mark, kind in OTHER_KINDS.items():
        if data.startswith(mark):
            raise DocumentError(Problem.OTHER_KIND, file=name, kind=kind)
    if len(data) > MAX_TEXT_BYTES:
        raise DocumentError(Problem.LARGE_TEXT, file=name, size=len(data))
    from extractor.document.plain_text import read_text

    return Document(doc_id, source, TextSource.PLAIN_TEXT, read_text(path, data), str(path))


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_PDF_BYTES:
            raise DocumentError(Problem.LARGE_FILE, file=shown(path.name), limit=MAX_PDF_BYTES // 1024**2)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise DocumentError(Problem.NOT_THERE, path=shown(path)) from error
    except OSError as error:
        raise DocumentError(Problem.NOT_READABLE, path=shown(path), reason=error.strerror) from error
    if not data:
        raise DocumentError(Problem.NO_BYTES, file=shown(path.name))
    return data
