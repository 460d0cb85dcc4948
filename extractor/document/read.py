"""A file → `Document`: which reader a file needs is decided by what it begins with, not by its name."""

from __future__ import annotations

import hashlib
from pathlib import Path

from extractor.document.bounds import MAX_PAGES, MAX_PDF_BYTES, MAX_TEXT_BYTES
from extractor.document.model import Document
from extractor.errors import DocumentError, shown

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
            scanned = sum(p.state == "picture" for p in pages)
            what = f"its {len(pages)} pages are pictures" if scanned else f"its {len(pages)} pages hold no text"
            raise DocumentError("no_text_layer", f"{name} has no text layer ({what}); run it through OCR first.")
        return Document(doc_id, source, "text_layer", pages, str(path))
    for mark, kind in OTHER_KINDS.items():
        if data.startswith(mark):
            raise DocumentError("not_pdf", f"{name} is {kind}, not a PDF; save it as PDF and convert that.")
    if len(data) > MAX_TEXT_BYTES:
        raise DocumentError("too_large", f"{name} is a text file of {len(data)} bytes; split it into its documents.")
    from extractor.document.plain_text import read_text

    return Document(doc_id, source, "plain_text", read_text(path, data), str(path))


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_PDF_BYTES:
            raise DocumentError("too_large", f"{shown(path.name)} is over {MAX_PDF_BYTES // 1024**2} MB; split it.")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise DocumentError("missing", f"{shown(path)} is not there; check the path.") from error
    except OSError as error:
        raise DocumentError(
            "unreadable", f"{shown(path)} cannot be read ({error.strerror}); check its permissions."
        ) from error
    if not data:
        raise DocumentError("empty", f"{shown(path.name)} is empty (0 bytes); download it again.")
    return data
