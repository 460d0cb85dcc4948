"""How documents are read, the same for one file from Python, for a run of many, and for every command."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.document.bounds import MAX_PAGES
from extractor.errors import UsageError

if TYPE_CHECKING:  # a register is read where one is given, and importing this must cost nothing
    from extractor.identity.register import UnitRegister

ENGINES = ("pdfium", "pdfplumber", "camelot")
FIRST_ENGINE, *SECOND_ENGINES = ENGINES


@dataclass(frozen=True, slots=True)
class Options:
    """How documents are read.

    `max_pages`: a PDF with more is refused. `engine`: one of `ENGINES` alone reads the tables, and nothing is read
    twice. `second_reading`: pages on which the accounts do not add up are read again by the other engines, for at most
    `second_reading_seconds` of processor time a document (they read ten to twenty pages a second, and no published
    document that was tried has 300 pages in doubt). `register`: the user's units
    (`extractor.identity.register.read_register`). `patterns`: a folder of the user's own, with files named as those of
    the pattern library, whose lists go on with its lists, and with prose patterns (*.yaml), which are tried first.

    Raises `UsageError` for an engine that is none and for fewer pages than one.
    """

    max_pages: int = MAX_PAGES
    engine: str | None = None
    second_reading: bool = True
    register: UnitRegister | None = None
    patterns: str | os.PathLike[str] | None = None
    second_reading_seconds: float = 30.0

    def __post_init__(self) -> None:
        if self.engine is not None and self.engine not in ENGINES:
            raise UsageError(f"There is no engine {self.engine!r}; choose one of {', '.join(ENGINES)}, or none.")
        if self.max_pages < 1:
            raise UsageError(f"max_pages is {self.max_pages}; give the most pages that a document may have, 1 or more.")

    @property
    def second_engines(self) -> tuple[str, ...]:
        """The engines that may be asked for a second reading, in order."""
        return tuple(SECOND_ENGINES) if self.engine is None and self.second_reading else ()
