"""What a user is told when an input cannot be used: a stable code and one sentence."""

from __future__ import annotations

import os
from pathlib import PurePath
from typing import ClassVar, Self, cast


def shown(path: PurePath | str) -> str:
    """A path as it can be told and written, with `/`. Names that are no UTF-8 come out of archives packed under Chinese
    Windows and are GB 18030; what is neither is marked by U+FFFD."""
    return PurePath(*map(_legible, PurePath(path).parts)).as_posix()


def _legible(name: str) -> str:
    try:
        return os.fsencode(name).decode("utf-8")
    except UnicodeDecodeError:
        return os.fsencode(name).decode("gb18030", "replace")


def counted(count: int, noun: str) -> str:
    """`1 document`, `2 documents`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


class DisclosureError(Exception):
    """What all errors are that this package raises on purpose.

    `code` is stable; `str(error)` is one sentence that says what is wrong, where, and what to do.
    """

    code: str


class DocumentError(DisclosureError):
    """A document that cannot be read (or not wholly); `code` goes to `documents.error_code`.

    `DocumentError(code, sentence)` makes an error of the class below that stands for the code, so that a caller can
    catch one cause and leave the others.
    """

    _classes: ClassVar[dict[str, type[DocumentError]]] = {}

    def __init_subclass__(cls, codes: tuple[str, ...]) -> None:
        super().__init_subclass__()
        cls._classes.update(dict.fromkeys(codes, cls))

    def __new__(cls, code: str, sentence: str) -> Self:
        return cast(Self, super().__new__(cls._classes.get(code, cls)))

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code

    def __reduce__(self) -> tuple[type[DocumentError], tuple[str, str]]:
        return DocumentError, (self.code, str(self))


class MissingError(DocumentError, codes=("missing",)):
    """There is no such file."""


class UnreadableError(DocumentError, codes=("unreadable",)):
    """The file is there and cannot be read: a folder, or without permission."""


class NotPdfError(DocumentError, codes=("not_pdf",)):
    """The file is of another kind: a picture, an archive, an office document, noise."""


class EncryptedError(DocumentError, codes=("encrypted",)):
    """The PDF is locked with a password."""


class DamagedError(DocumentError, codes=("truncated", "empty")):
    """The file ends too early, or holds nothing."""


class NoTextError(DocumentError, codes=("no_text_layer",)):
    """The PDF holds pictures of pages and no text."""


class TooLargeError(DocumentError, codes=("too_large",)):
    """The file has more pages, characters or bytes than are read."""


class NotADisclosureError(DocumentError, codes=("not_a_disclosure",)):
    """The file can be read and holds no final accounts: a budget, an invoice, a page of the web."""


class UsageError(DisclosureError, ValueError):
    """Arguments or an output that cannot be used: exit status 2."""

    code = "usage"


class PatternError(DisclosureError, ValueError):
    """An entry of the pattern library that does not keep to its schema: which file, which entry, why."""

    code = "patterns"
