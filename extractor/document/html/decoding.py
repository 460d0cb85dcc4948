"""The bytes of a web page → its text: by its byte order mark, by what the bytes are, and by what it declares."""

from __future__ import annotations

import codecs

import regex

from extractor.document.text.reader import MARKS_OF_UTF_16
from extractor.errors import DocumentError
from extractor.problems import Problem

HEAD = 4096  # bytes in which a page declares its encoding
MOST_LOST = 0.01  # of the characters may be broken bytes
_DECLARED = regex.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*(?P<name>[A-Za-z0-9_-]+)", regex.IGNORECASE)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030"}  # what is declared so is often written in the wider one


def text_of_page(data: bytes, name: str) -> str:
    """The text of a web page.

    UTF-8 is told by its bytes whatever is declared: hardly any other Chinese text is valid UTF-8. What no encoding
    fits is read by the declared one (else GB 18030) if few of its bytes are broken. Raises `DocumentError` `not_pdf`.
    """
    if data[:2] in MARKS_OF_UTF_16:
        return data.decode("utf-16", "replace")
    declared = _declared(data[:HEAD])
    for encoding in ("utf-8-sig", declared, "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    text = min((data.decode(encoding, "replace") for encoding in ("utf-8-sig", declared, "gb18030")), key=_lost)
    if _lost(text) > MOST_LOST * len(text):
        raise DocumentError(Problem.NEITHER_PDF_NOR_TEXT, file=name)
    return text


def _declared(head: bytes) -> str:
    """The encoding that a page declares, as Python knows it; GB 18030 where it declares none of use."""
    found = _DECLARED.search(head)
    try:
        encoding = codecs.lookup(found["name"].decode("ascii")).name if found else "gb18030"
    except LookupError:
        return "gb18030"
    return "gb18030" if encoding.startswith("utf-16") else _WIDER.get(encoding, encoding)


def _lost(text: str) -> int:
    return text.count("\ufffd")
