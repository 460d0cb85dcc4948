"""The readers (读取器), one per kind of input, behind two protocols; and which of them a file needs.

A layout reader gives pages as a person sees them: characters with boxes, ruled lines (PDF, OFD, scans). A markup
reader gives what its file names itself: lines of text, and tables whose cells are known (plain text, web
pages, office files). A reader of another format is one file with one class, and one entry in `FORMATS`.
"""

from __future__ import annotations

import io
from collections.abc import Callable

from msgspec import Struct

from extractor.document.formats import HEAD, HTML, OFFICE, PDF_MARK, PICTURES, SAVED_PAGE, LayoutReader, MarkupReader
from extractor.document.kinds import other_kind


class FileFormat(Struct, frozen=True):
    """A format of files: whether the first `HEAD` bytes of a file are those of one, and its reader, made when it is
    needed (what it imports may be heavy). An archive is of the format that has a `part` of that name."""

    begins: Callable[[bytes], bool]
    reader: Callable[[], LayoutReader | MarkupReader]
    part: str | None = None


def _pdf() -> LayoutReader:
    from extractor.document.pdf.reader import PdfReader

    return PdfReader()


def _plain_text() -> MarkupReader:
    from extractor.document.text.reader import PlainTextReader

    return PlainTextReader()


def _picture() -> LayoutReader:
    from extractor.document.pictures import PictureReader

    return PictureReader()


def _html() -> MarkupReader:
    from extractor.document.html.reader import HtmlReader

    return HtmlReader()


def _ofd() -> LayoutReader:
    from extractor.document.ofd.reader import OfdReader

    return OfdReader()


def _office() -> MarkupReader:
    from extractor.document.office.reader import OfficeReader

    return OfficeReader(reader_for)


FORMATS = [
    FileFormat(lambda head: PDF_MARK in head, _pdf),
    FileFormat(lambda head: head.startswith(PICTURES), _picture),
    FileFormat(lambda head: HTML.search(head.replace(b"\x00", b"")) is not None, _html),  # UTF-16 has zeros
    FileFormat(lambda head: SAVED_PAGE.search(head) is not None, _html),
    FileFormat(lambda head: head.startswith(b"PK"), _ofd, part="OFD.xml"),
    FileFormat(lambda head: OFFICE.match(head) is not None, _office),
]


def reader_for(data: bytes, name: str) -> LayoutReader | MarkupReader:
    """The reader for a file with these bytes, by what it is and not by its name; what is nothing else is taken for
    text. Raises `DocumentError` `not_pdf` or `unsupported_kind` for a kind of file that is not read."""
    head = data[:HEAD]
    for known in FORMATS:
        if known.begins(head) and (known.part is None or _has(data, known.part)):
            return known.reader()
    if (error := other_kind(head, name)) is not None:
        raise error
    return _plain_text()


def _has(archive: bytes, part: str) -> bool:
    """Whether an archive has a part of that name; one that cannot be opened has none."""
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as file:
            return any(name.lower() == part.lower() for name in file.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return False
