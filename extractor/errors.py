"""What a user is told when an input cannot be used: a stable code and one sentence."""

from __future__ import annotations


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
