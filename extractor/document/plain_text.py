"""The plain text reader: a disclosure as running text, its tables as lines with tabs or pipes."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from extractor.document.characters import printed
from extractor.document.model import Characters, Line, Page, Rulings
from extractor.errors import DocumentError

ENCODINGS = ("utf-8-sig", "gb18030", "utf-16")
_NONE = np.empty(0, np.float32)


def decode(data: bytes, name: str) -> str:
    """The text of a file in UTF-8, GB 18030 or (with its mark) UTF-16; raises `DocumentError` `not_pdf`."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        order: tuple[str, ...] = ("utf-16",)
    else:
        order = ENCODINGS[:2]
    for encoding in order:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise DocumentError(
        "not_pdf", f"{name} is no PDF, and no text in UTF-8, GB 18030 or UTF-16; give the disclosure in one of these."
    )


def read_text(path: Path, data: bytes) -> tuple[Page, ...]:
    """A text file as one page, whose `lines` are the lines of the file."""
    text = printed(decode(data, path.name))
    if not text.strip():
        raise DocumentError("empty", f"{path.name} holds no text; download it again.")
    rows = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    lines = tuple(Line(row.rstrip(" \u3000"), 1, None, number) for number, row in enumerate(rows, start=1))
    nothing = Characters("", *(_NONE,) * 6)
    rulings = Rulings(np.empty((0, 3), np.float32), np.empty((0, 3), np.float32))
    return (Page(1, 0.0, 0.0, nothing, rulings, lines),)
