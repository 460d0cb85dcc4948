"""A web page saved whole (mhtml, mht): its HTML, out of the parts of a mail message (RFC 2557).

Pictures and style sheets beside it are left alone; nothing is fetched.
"""

from __future__ import annotations

from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage

from extractor.errors import DocumentError
from extractor.problems import Problem

_PAGES = ("text/html", "application/xhtml+xml")


def page_of(data: bytes, name: str) -> bytes:
    """The bytes of the page in a saved file, in UTF-8 where the message says how they are written: of a workbook that
    was saved so, whose page has only frames, those of its sheets. Raises `DocumentError` `empty` where it holds none.
    """
    try:
        message = message_from_bytes(data, policy=policy.default)
        parts = [part for part in message.walk() if part.get_content_type() in _PAGES]
        pages = [page for part in parts if (page := _content(part))]
    except (MessageError, LookupError, ValueError, AssertionError) as error:
        raise DocumentError(Problem.NO_TEXT, file=name) from error
    if not pages:
        raise DocumentError(Problem.NO_TEXT, file=name)
    return pages[0] if b"<frameset" not in pages[0].lower() else b"\n".join(pages[1:])


def _content(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return b""
    charset = part.get_content_charset()
    if charset is None:
        return content
    try:
        return content.decode(charset).encode("utf-8")
    except (UnicodeDecodeError, LookupError):
        return content  # the page itself may declare it better
