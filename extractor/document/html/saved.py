"""A web page saved whole (mhtml, mht): its HTML, out of the parts of a mail message (RFC 2557).

Pictures and style sheets beside it are left alone; nothing is fetched.
"""

from __future__ import annotations

from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage

from extractor.errors import DocumentError
from extractor.problems import Problem


def page_of(data: bytes, name: str) -> bytes:
    """The bytes of the page in a saved file, in UTF-8 where the message says how they are written; raises
    `DocumentError` `empty` where it holds no page."""
    try:
        message = message_from_bytes(data, policy=policy.default)
        pages = (part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml"))
        first = next(pages, None)
        content = first.get_payload(decode=True) if isinstance(first, EmailMessage) else None
    except (MessageError, LookupError, ValueError, AssertionError) as error:
        raise DocumentError(Problem.NO_TEXT, file=name) from error
    if first is None or not isinstance(content, bytes):
        raise DocumentError(Problem.NO_TEXT, file=name)
    charset = first.get_content_charset()
    if charset is None:
        return content
    try:
        return content.decode(charset).encode("utf-8")
    except (UnicodeDecodeError, LookupError):
        return content  # the page itself may declare it better
