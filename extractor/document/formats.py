"""What all readers (读取器) share: how files of each format begin, and the two protocols behind which readers stand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Protocol, runtime_checkable

from extractor.document.model import MarkupPage, Page, TextSource

PDF_MARK = b"%PDF-"
# An archive, a file of old office programs, rich text, or an office document in one piece of XML.
OFFICE = re.compile(
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
HTML = re.compile(
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
