"""The readers (读取器), one per kind of input, behind two protocols; and which of them a file needs.

A layout reader gives pages as a person sees them: characters with boxes, ruled lines (PDF, OFD, scans). A markup
reader gives what its file names itself: lines of text, and tables whose cells are known (plain text, web
pages, office files). A reader of another format is one file with one class, and one entry in `FORMATS`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, runtime_checkable

from msgspec import Struct

from extractor.document.kinds import other_kind
from extractor.document.model import MarkupPage, Page, TextSource

PDF_MARK = b"%PDF-"
# An archive, a file of old office programs, rich text, or an office document in one piece of XML.
_OFFICE = re.compile(
    rb"PK(?:\x03\x04|\x05\x06)|\xd0\xcf\x11\xe0|\s*\{\\rtf|(?:\xef\xbb\xbf)?\s*<\?xml.*?(?:<\?mso-application|<(?:\w+:)?Workbook\b|"
    rb"<(?:\w+:)?wordDocument\b)",
    re.DOTALL,
)
# The head of a mail message whose parts are a page and what belongs to it (mhtml).
SAVED_PAGE = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:[A-Za-z-]{2,40}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){0,20}?"
    rb"(?:MIME-Version:|Content-Type:\s*(?:multipart/related|text/html))",
    re.IGNORECASE,
)
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")  # PNG, JPEG, TIFF
HEAD = 1024  # bytes of a file that show its format
# The first tag of a page, or one that only pages have: scripts and servers leave comments and blanks before it.
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body)[\s>]|^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:<!--.*?-->\s*)*"
    rb"<(?:meta|title|style|script|link|table|div|p|center|font|h[1-6]|span)[\s>]",
    re.IGNORECASE | re.DOTALL,
)


@runtime_checkable
class LayoutReader(Protocol):
    """Reads files that place characters on pages."""

    text_source: TextSource

    def pages(self, path: Path, max_pages: int) -> tuple[Page, ...]:
        """The pages of a file, all of them; raises `DocumentError` where they cannot be read, or none has text."""
        ...


@runtime_checkable
class MarkupReader(Protocol):
    """Reads files that say themselves what is a line and what is a cell."""

    text_source: TextSource

    def markup(self, data: bytes, name: str) -> tuple[MarkupPage, ...]:
        """What a file holds, in reading order. `data` are its bytes, all hostile; `name` is for messages.

        Raises `DocumentError` where they cannot be read or hold no text.
        """
        ...


class FileFormat(Struct, frozen=True):
    """A format of files: whether the first `HEAD` bytes of a file are those of one, and its reader, made when it is
    needed (what it imports may be heavy). An archive is of the format that has a `part` of that name."""

    begins: Callable[[bytes], bool]
    reader: Callable[[], LayoutReader | MarkupReader]
    part: str | None = None


def _pdf() -> LayoutReader:
    from extractor.document.pdf import PdfReader

    return PdfReader()


def _plain_text() -> MarkupReader:
    from extractor.document.plain_text import PlainTextReader

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

    return OfficeReader()


FORMATS = [
    FileFormat(lambda head: PDF_MARK in head, _pdf),
    FileFormat(lambda head: head.startswith(PICTURES), _picture),
    FileFormat(lambda head: _HTML.search(head.replace(b"\x00", b"")) is not None, _html),  # UTF-16 has zeros
    FileFormat(lambda head: SAVED_PAGE.search(head) is not None, _html),
    FileFormat(lambda head: head.startswith(b"PK"), _ofd, part="OFD.xml"),
    FileFormat(lambda head: _OFFICE.match(head) is not None, _office),
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
