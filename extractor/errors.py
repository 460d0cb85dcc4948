"""What a user is told when an input cannot be used: a stable code and one sentence."""

from __future__ import annotations

import os
from pathlib import PurePath


def shown(path: PurePath | str) -> str:
    """A path as it can be told and written, with `/`. Names that are no UTF-8 come out of archives packed under Chinese
    Windows and are GB 18030; what is neither is marked by U+FFFD."""
    return PurePath(*map(_legible, PurePath(path).parts)).as_posix()


def _legible(name: str) -> str:
    try:
        return os.fsencode(name).decode("utf-8")
    except UnicodeDecodeError:
        return os.fsencode(name).decode("gb18030", "replace")


OUT_OF_TIME = "second_reading_out_of_time"


class DocumentError(Exception):
    """A document that cannot be read (or not wholly).

    `code` is stable and goes to `documents.error_code`; `str(error)` is one sentence that says what is
    wrong, where, and what to do.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


class UsageError(Exception):
    """Arguments or an output that cannot be used: exit status 2."""


class PatternError(Exception):
    """An entry of the pattern library that does not keep to its schema: which file, which entry, why."""
