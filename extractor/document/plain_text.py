"""The plain text reader: a disclosure as running text, its tables as lines with tabs or pipes."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from extractor.document.characters import printed
from extractor.document.model import NO_RULINGS, Characters, Line, Page
from extractor.errors import DocumentError, Problem, shown

ENCODINGS = ("utf-8-sig", "gb18030")
MARKS_OF_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_NONE = np.empty(0, np.float32)


def decode(data: bytes, name: str) -> str:
    """The text of a file in UTF-8, GB 18030 or (with its mark) UTF-16; raises `DocumentError` `not_pdf`."""
    for encoding in ("utf-16",) if data[:2] in MARKS_OF_UTF_16 else ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise DocumentError(Problem.NEITHER_PDF_NOR_TEXT, file=name)


def read_text(path: Path, data: bytes) -> tuple[Page, ...]:
    """A text file as one page, whose `lines` are the lines of the file."""
    text = printed(decode(data, shown(path.name)))
    if not text.strip():
        raise DocumentError(Problem.NO_TEXT, file=shown(path.name))
    rows = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    lines = tuple(Line(row.rstrip(" \u3000"), 1, None, number) for number, row in enumerate(rows, start=1))
    return (Page(1, 0.0, 0.0, Characters("", *(_NONE,) * 6), NO_RULINGS, lines),)
