"""The errors raised where an input cannot be used, a class for each cause; and paths and counts in words."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import PurePath
from typing import ClassVar, Self, cast

from extractor.languages import Sentence, joined, said, spoken
from extractor.problems import ErrorCode, Problem

MOST_NAMED = 10  # pages, tables or patterns that one sentence names


def shown(path: PurePath | str) -> str:
    """A path as it can be printed, with `/`. Names that are not UTF-8 come out of archives packed on Chinese Windows
    and are decoded as GB 18030; what is neither is marked by U+FFFD."""
    return PurePath(*map(_legible, PurePath(path).parts)).as_posix()


def _legible(name: str) -> str:
    try:
        return os.fsencode(name).decode("utf-8")
    except UnicodeDecodeError:
        return os.fsencode(name).decode("gb18030", "replace")


LISTS = {
    "page": ("page {names}", "pages {names}"),
    "pattern": ("pattern {names}", "patterns {names}"),
    "section": ("section {names}", "sections {names}"),
    "table": ("table {names}", "tables {names}"),
}
"""What can be listed: as one, and as several."""


def listed(noun: str, names: Iterable[object]) -> Sentence:
    """`page 3`, `pages 3, 4`; of many the first ten. `noun` is one of `LISTS`."""
    found = [str(name) for name in names]
    more = " …" if len(found) > MOST_NAMED else ""
    one, several = LISTS[noun]
    together = joined(", ", found[:MOST_NAMED], "、")
    return said(one if len(found) == 1 else several, names=joined("", (together, more)))


COUNTS = {
    "amount": "{count} amounts",
    "cell": "{count} cells",
    "check": "{count} checks",
    "document": "{count} documents",
    "example": "{count} examples",
    "figure": "{count} figures",
    "file": "{count} files",
    "hidden name": "{count} hidden names",
    "indicator": "{count} indicators",
    "name": "{count} names",
    "number": "{count} numbers",
    "page": "{count} pages",
    "pattern": "{count} patterns",
    "row": "{count} rows",
    "subject": "{count} subjects",
    "table": "{count} tables",
    "unit": "{count} units",
    "year": "{count} years",
}
"""What can be counted, as several."""


def counted(count: int, noun: str) -> Sentence:
    """`1 document`, `2 documents`; 1份文件. `noun` is one of `COUNTS`."""
    several = spoken(COUNTS[noun], count=count)
    return several if count != 1 else Sentence(f"1 {noun}", several.chinese)


class DisclosureError(Exception):
    """The base of all errors that this package raises on purpose.

    `code` is stable over versions; `str(error)` is one sentence that says what is wrong, where, and what to do;
    `sentence` is that sentence with its Chinese.
    """

    code: str
    sentence: Sentence
    exit_status: ClassVar[int] = 2

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class DocumentError(DisclosureError):
    """A document that cannot be read, or only in part; `code` goes to `documents.error_code`.

    `DocumentError(problem, **words)` gives an instance of the subclass that stands for the cause, so that a caller can
    catch one cause and leave the others.
    """

    code: ErrorCode
    problem: Problem | None
    _classes: ClassVar[dict[ErrorCode, type[DocumentError]]] = {}

    def __init_subclass__(cls, codes: tuple[ErrorCode, ...]) -> None:
        super().__init_subclass__()
        cls._classes.update(dict.fromkeys(codes, cls))

    def __new__(cls, problem: Problem, **words: object) -> Self:
        return cast(Self, super().__new__(cls._classes.get(problem.code, cls)))

    def __init__(self, problem: Problem, **words: object) -> None:
        super().__init__(problem.sentence(**words))
        self.problem = problem
        self.code = problem.code

    def __reduce__(self) -> tuple[Callable[[ErrorCode, Sentence], DocumentError], tuple[ErrorCode, Sentence]]:
        return told, (self.code, self.sentence)


def told(code: ErrorCode, sentence: Sentence) -> DocumentError:
    """The error of a sentence that exists already: one from a row, or from another process."""
    error = Exception.__new__(DocumentError._classes.get(code, DocumentError))
    Exception.__init__(error, sentence)
    error.problem, error.code, error.sentence = None, code, sentence
    return error


class MissingError(DocumentError, codes=(ErrorCode.MISSING,)):
    """There is no such file."""


class UnreadableError(DocumentError, codes=(ErrorCode.UNREADABLE,)):
    """The file exists but cannot be read: it is a folder, or permission is missing."""


class NotPdfError(DocumentError, codes=(ErrorCode.NOT_PDF, ErrorCode.UNSUPPORTED_KIND)):
    """The file is of another kind: a picture, an archive, an office document, noise."""


class EncryptedError(DocumentError, codes=(ErrorCode.ENCRYPTED,)):
    """The PDF is locked with a password."""


class DamagedError(DocumentError, codes=(ErrorCode.TRUNCATED, ErrorCode.EMPTY)):
    """The file ends too early, or holds nothing."""


class NoTextError(DocumentError, codes=(ErrorCode.NO_TEXT_LAYER,)):
    """The PDF holds pictures of pages and no text."""


class TooLargeError(DocumentError, codes=(ErrorCode.TOO_LARGE,)):
    """The file has more pages, characters or bytes than are read."""


class NotADisclosureError(DocumentError, codes=(ErrorCode.NOT_A_DISCLOSURE,)):
    """The file can be read but holds no final accounts: it is a budget, an invoice, some web page."""


class UsageError(DisclosureError, ValueError):
    """Arguments or an output that cannot be used: exit status 2."""

    code = "usage"


class EmptyPanelError(DisclosureError):
    """A panel without a single number, and why; `notes` say what was left out. Exit status 1."""

    code = "empty_panel"
    exit_status = 1

    def __init__(self, why: Sentence, notes: Iterable[Sentence] = ()) -> None:
        super().__init__(why)
        self.notes = tuple(notes)


class PatternError(DisclosureError, ValueError):
    """An entry of the pattern library or of a user's patterns that breaks its schema: which file, which line, why."""

    code = "patterns"
