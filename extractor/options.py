"""How documents are read, the same for one file from Python, for a run of many, and for every command."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.document.bounds import MAX_PAGES
from extractor.document.scan.modes import OcrMode, installed
from extractor.errors import UsageError
from extractor.languages import spoken
from extractor.records.closed_sets import EngineName
from extractor.records.corrections import NO_CORRECTIONS, Corrections

if TYPE_CHECKING:  # a register is read where one is given, and importing this must cost nothing
    from extractor.identity.register import UnitRegister

FIRST_ENGINE = EngineName.PDFIUM
SECOND_ENGINES = (EngineName.PDFPLUMBER, EngineName.CAMELOT)
ENGINES = (FIRST_ENGINE, *SECOND_ENGINES)
# Processor time per document: the second engines read ten to twenty pages a second, and no published document that was
# tried has 300 pages in doubt. Half of the time that a file may take in all is left for the rest.
SECOND_READING_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Options:
    """How documents are read.

    - `max_pages`: a PDF with more pages is refused (`too_large`).
    - `engine`: the one of `ENGINES` that reads the tables, and then nothing is read twice; None: the first of them, and
      the others where the accounts do not add up.
    - `second_reading`: whether pages on which the accounts do not add up are read again by the other engines, for at
      most `second_reading_seconds` of processor time per document.
    - `register`: the user's units (`extractor.identity.register.read_register`).
    - `patterns`: a folder with the user's own patterns. A file with the name of one in the library adds to that
      one; any other holds wordings of the prose, which are tried before the library's.
    - `ocr`: which pages are read from their pictures, one of `OcrMode`. `auto`: those without text of their own, if the
      extra `ocr` is installed (text that somebody's OCR laid under a scan does not count); `never`; `always`: all.
    - `corrections`: corrections by hand (`extractor.dataset.corrections.read_corrections`), besides those that a
      dataset holds itself.

    Raises `UsageError` for an unknown engine or mode, for `max_pages` below 1, and for `always` where the extra `ocr`
    is not installed.
    """

    max_pages: int = MAX_PAGES
    engine: str | None = None
    second_reading: bool = True
    register: UnitRegister | None = None
    patterns: str | os.PathLike[str] | None = None
    second_reading_seconds: float = SECOND_READING_SECONDS
    ocr: str = OcrMode.AUTO
    corrections: Corrections = NO_CORRECTIONS

    def __post_init__(self) -> None:
        if self.engine is not None and self.engine not in ENGINES:
            raise UsageError(
                spoken(
                    "There is no engine {engine!r}; choose one of {names}, or none.",
                    engine=self.engine,
                    names=", ".join(ENGINES),
                )
            )
        if self.ocr not in tuple(OcrMode):
            raise UsageError(
                spoken("There is no ocr {ocr!r}; choose one of {names}.", ocr=self.ocr, names=", ".join(OcrMode))
            )
        if self.ocr == OcrMode.ALWAYS and not installed():
            raise UsageError(
                spoken("What reads pictures is not installed; run pip install 'juesuan[ocr]', or leave always out.")
            )
        if self.max_pages < 1:
            raise UsageError(
                spoken(
                    "max_pages is {max_pages}; give the most pages that a document may have, 1 or more.",
                    max_pages=self.max_pages,
                )
            )

    @property
    def second_engines(self) -> tuple[EngineName, ...]:
        """The engines that may be asked for a second reading, in order."""
        return SECOND_ENGINES if self.engine is None and self.second_reading else ()

    @property
    def ocr_at_work(self) -> str:
        """The OCR mode that can be had on this machine: `never` where the extra `ocr` is not installed."""
        return self.ocr if installed() else OcrMode.NEVER
