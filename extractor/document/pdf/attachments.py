"""Files within a PDF (附件): those of a portfolio (/Collection), those pinned to a page, and any other (/AF of any
object, films, links into files within).

They are not read, but named: a disclosure whose tables lie in one has them nowhere else.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path, PurePosixPath

import pypdfium2_raw as pdfium

from extractor.document.pdf.damage.page_tree import BROKEN_FILE, reached

MOST = 100  # of one file that are looked at, or of one page
UNREADABLE = "\N{REPLACEMENT CHARACTER}"
MOST_NOTES = 5_000  # of one page that are looked at
LONGEST = 512  # UTF-16 units of a name
# What may hold tables of accounts; pictures, signatures, and data for programs beside a scan or an invoice do not.
DOCUMENTS = frozenset(
    {
        *(".pdf", ".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".ods", ".odt", ".rtf", ".ofd"),
        *(".txt", ".csv", ".html", ".htm", ".mht", ".zip", ".rar", ".7z"),
    }
)
BEGINNINGS = (b"%PDF", b"\xd0\xcf\x11\xe0", b"PK\x03\x04")  # of such files, whatever their names say


def attached(document: object) -> tuple[str, ...]:
    """The names of the documents that an open PDF holds as a whole."""
    count = min(pdfium.FPDFDoc_GetAttachmentCount(document), MOST)
    return _documents(pdfium.FPDFDoc_GetAttachment(document, index) for index in range(count))


def pinned(page: object) -> tuple[str, ...]:
    """The names of the documents that are pinned to a loaded page."""
    return _documents(islice(_pins(page), MOST))


def held(path: Path) -> tuple[str, ...]:
    """The names of all documents within a PDF that can be reached from its root, wherever they hang."""
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfparser import PDFParser
    from pdfminer.psexceptions import PSException

    found: dict[str, None] = {}
    with suppress(PSException, *BROKEN_FILE), path.open("rb") as file:
        for _, specification in reached(PDFDocument(PDFParser(file)).catalog):
            if not isinstance(specification, dict) or "EF" not in specification:
                continue
            with suppress(PSException, *BROKEN_FILE):
                name = _name(specification)
                if may_be_read(name) or _begins_as_document(specification):
                    found[name] = None
    return tuple(found)


def _name(specification: Mapping[str, object]) -> str:
    from pdfminer.pdftypes import resolve1
    from pdfminer.utils import decode_text

    said = next((name for key in ("UF", "F") if isinstance(name := resolve1(specification.get(key)), bytes)), b"")
    return _legible(decode_text(said)[:LONGEST])


def _begins_as_document(specification: Mapping[str, object]) -> bool:
    from pdfminer.pdftypes import PDFStream, resolve1

    files = resolve1(specification.get("EF"))
    streams = [resolve1(item) for item in files.values()] if isinstance(files, dict) else []
    return any(isinstance(s, PDFStream) and bytes(s.get_data()[:4]).startswith(BEGINNINGS) for s in streams)


def _pins(page: object) -> Iterator[object]:
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), MOST_NOTES)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if annotation:
            if pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_FILEATTACHMENT:
                yield pdfium.FPDFAnnot_GetFileAttachment(annotation)
            pdfium.FPDFPage_CloseAnnot(annotation)


def _documents(attachments: Iterator[object]) -> tuple[str, ...]:
    names = (_string(pdfium.FPDFAttachment_GetName, attachment) for attachment in attachments if attachment)
    return tuple(dict.fromkeys(name for name in names if may_be_read(name)))


def may_be_read(name: str) -> bool:
    """Whether a file of that name may hold tables of accounts."""
    ending = PurePosixPath(name).suffix.lower()
    return ending in DOCUMENTS or not ending


def _string(call: Callable[..., int], handle: object) -> str:
    buffer = (ctypes.c_ushort * LONGEST)()
    size = call(handle, buffer, ctypes.sizeof(buffer))
    return _legible(bytes(buffer)[: max(min(size, ctypes.sizeof(buffer)) - 2, 0)].decode("utf-16-le", "replace"))


def _legible(name: str) -> str:
    return "".join(c if c.isprintable() else UNREADABLE for c in name)
