"""The catalogue of what can be wrong with a document: codes and sentences.

Nothing else reaches `documents.error_code`, and `documents.error` is made of these sentences.
"""

from __future__ import annotations

from enum import Enum, StrEnum

from extractor.languages import Sentence, said


class ErrorCode(StrEnum):
    """`documents.error_code`: why a document is not `ok`, stable over versions."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    NOT_PDF = "not_pdf"
    UNSUPPORTED_KIND = "unsupported_kind"
    ENCRYPTED = "encrypted"
    TRUNCATED = "truncated"
    TOO_LARGE = "too_large"
    NO_TEXT_LAYER = "no_text_layer"
    GARBLED_TEXT = "garbled_text"
    NOT_A_DISCLOSURE = "not_a_disclosure"
    DUPLICATE = "duplicate"
    TABLES_MISSING = "tables_missing"
    SECTIONS_MISSING = "sections_missing"
    NO_TABLES = "no_tables"
    FIGURES_UNREAD = "figures_unread"
    NOT_ALL_READ = "not_all_read"
    DOUBTFUL = "doubtful"
    CORRECTION_NOT_APPLIED = "correction_not_applied"
    PATTERNS_TIMED_OUT = "patterns_timed_out"
    TIMEOUT = "timeout"
    CRASHED = "crashed"
    ENGINE_MISSING = "engine_missing"
    ENGINE_FAILED = "engine_failed"
    SECOND_READING_OUT_OF_TIME = "second_reading_out_of_time"


class Problem(Enum):
    """Each thing that can be wrong with a document: its code, what is wrong, and what the user can do about it.

    The words in braces are filled in by name. `{sentences}` are complete ones, made where the fault was found, that
    say themselves what to do.
    """

    NOT_THERE = (ErrorCode.MISSING, "{path} is not there", "check the path")
    NOT_READABLE = (ErrorCode.UNREADABLE, "{path} cannot be read ({reason})", "check its permissions")
    NO_BYTES = (ErrorCode.EMPTY, "{file} is empty (0 bytes)", "download it again")
    NO_TEXT = (ErrorCode.EMPTY, "{file} holds no text", "download it again")
    NO_PAGES = (ErrorCode.EMPTY, "{file} is a PDF without pages", "download it again")
    NO_FILE = (ErrorCode.UNREADABLE, "{path} is not a regular file", "give files, not folders, pipes or devices")
    FOLDER_AGAIN = (
        ErrorCode.UNREADABLE,
        "{path} is a link to a folder whose files were read already",
        "remove the link",
    )
    OTHER_KIND = (ErrorCode.NOT_PDF, "{file} is {kind}, not a PDF", "save it as a PDF and convert that")
    NEITHER_PDF_NOR_TEXT = (
        ErrorCode.NOT_PDF,
        "{file} is neither a PDF nor text in UTF-8, GB 18030 or UTF-16",
        "give the disclosure in one of these",
    )
    LOCKED = (ErrorCode.ENCRYPTED, "{file} is locked with a password", "save a copy without one and convert that")
    STRANGE_ENCRYPTION = (
        ErrorCode.ENCRYPTED,
        "{file} is encrypted in a way that cannot be opened",
        "save a copy without encryption and convert that",
    )
    BROKEN_STRUCTURE = (
        ErrorCode.TRUNCATED,
        "{file} is not a complete PDF (its structure is broken)",
        "download it again",
    )
    NOT_OPENED = (ErrorCode.TRUNCATED, "{file} cannot be opened as a PDF", "download it again")
    BROKEN_PAGE = (ErrorCode.TRUNCATED, "Page {page} of {file} cannot be opened", "download the file again")
    UNSUPPORTED = (
        ErrorCode.UNSUPPORTED_KIND,
        "{file} is {kind}, which is not read",
        "give the disclosure itself, as a PDF, web page, docx, xlsx or xls",
    )
    MANY_MEMBERS = (
        ErrorCode.TOO_LARGE,
        "{file} is a ZIP archive of more than {limit} files, or that says so",
        "unpack it and convert the folder",
    )
    LARGE_ARCHIVE = (
        ErrorCode.TOO_LARGE,
        "{file} is a ZIP archive that unpacks to more than {limit} MB",
        "unpack it and convert the folder",
    )
    LARGE_MEMBER = (
        ErrorCode.TOO_LARGE,
        "{file} unpacks to more than {limit} MB, or to more than {times} times its size in its archive",
        "unpack it, see what it is, and convert that",
    )
    BROKEN_ZIP = (ErrorCode.TRUNCATED, "{file} is not a complete ZIP archive", "download it again")
    BROKEN_MEMBER = (ErrorCode.TRUNCATED, "{file} is damaged in its archive", "download the archive again")
    EMPTY_ARCHIVE = (ErrorCode.EMPTY, "{file} is a ZIP archive without a file", "download it again")
    PACKED = (ErrorCode.UNSUPPORTED_KIND, "{file} is {kind}, which is not opened", "unpack it and convert the folder")
    NEEDS_LIBREOFFICE = (
        ErrorCode.UNSUPPORTED_KIND,
        "{file} is {kind}, which is read with the help of LibreOffice, and that is not installed",
        "install LibreOffice (soffice), or save the file as docx, xlsx or PDF",
    )
    NOT_CONVERTED = (
        ErrorCode.UNSUPPORTED_KIND,
        "{file} is {kind}, and LibreOffice cannot open it",
        "save it as docx, xlsx or PDF and convert that",
    )
    BROKEN_ARCHIVE = (ErrorCode.TRUNCATED, "{file} is not a complete office file", "download it again")
    BROKEN_PART = (ErrorCode.TRUNCATED, "{file} is not a sound office file ({part} is not XML)", "download it again")
    BROKEN_OFD = (
        ErrorCode.TRUNCATED,
        "{file} is not a sound OFD file ({part} is missing, or not as the standard requires)",
        "download it again",
    )
    NO_OFD_PAGES = (ErrorCode.EMPTY, "{file} is an OFD file without pages", "download it again")
    NOT_DRAWN = (
        ErrorCode.UNSUPPORTED_KIND,
        "{file} is an OFD file, whose pages are read and not drawn",
        "look at it with an OFD viewer",
    )
    GARBLED_OFD_PAGES = (
        ErrorCode.GARBLED_TEXT,
        "The text on {pages} does not say which characters are drawn",
        "print the file to a PDF with an OFD viewer and convert that",
    )
    LARGE_PART = (
        ErrorCode.TOO_LARGE,
        "{file} unpacks to more than {limit} MB ({part})",
        "split it, or save it as a PDF and convert that",
    )
    INFLATED = (
        ErrorCode.TOO_LARGE,
        "{file} unpacks to more than {limit} MB",
        "check whether it is what it claims to be, and split it",
    )
    LARGE_FILE = (ErrorCode.TOO_LARGE, "{file} is larger than {limit} MB", "split it")
    LARGE_TEXT = (ErrorCode.TOO_LARGE, "{file} is a text file of {size} bytes", "split it into its documents")
    MANY_PAGES = (
        ErrorCode.TOO_LARGE,
        "{file} has {pages} pages, more than the {limit} that are read",
        "raise --max-pages to read it",
    )
    CROWDED_PAGE = (
        ErrorCode.TOO_LARGE,
        "Page {page} of {file} has {characters} characters",
        "convert the file without that page",
    )
    MANY_CELLS = (ErrorCode.TOO_LARGE, "{file} has more than {limit} cells with something in them", "split it")
    LARGE_TABLE = (
        ErrorCode.TOO_LARGE,
        "Line {line} begins a table of {rows} rows and {columns} columns",
        "split the file",
    )
    DEEP_NESTING = (ErrorCode.TOO_LARGE, "{file} is nested deeper than any page needs", "save it as a PDF")
    ONLY_PICTURES = (
        ErrorCode.NO_TEXT_LAYER,
        "{file} has no text layer: its pages are pictures",
        "install the OCR extra (pip install 'juesuan[ocr]'), and convert it without --ocr never",
    )
    ONLY_BLANK_PAGES = (
        ErrorCode.NO_TEXT_LAYER,
        "{file} has no text layer: its pages hold no text",
        "run it through OCR first",
    )
    ONLY_FILES = (
        ErrorCode.NO_TEXT_LAYER,
        "{file} has no text of its own and holds files, which were not read: {names}",
        "save them with a viewer and convert those",
    )
    ONLY_ILLEGIBLE = (
        ErrorCode.NO_TEXT_LAYER,
        "{file} has no text layer, and nothing can be read in its pictures",
        "scan it again, upright and at 200 dots an inch or more",
    )
    PICTURE_PAGES = (
        ErrorCode.NO_TEXT_LAYER,
        "There is no readable text on {pages}",
        "install the OCR extra (pip install 'juesuan[ocr]'), and convert the file without --ocr never",
    )
    ILLEGIBLE_PAGES = (
        ErrorCode.NO_TEXT_LAYER,
        "Nothing can be read in the pictures on {pages}",
        "check whether they show anything of interest",
    )
    PICTURE_FILE = (
        ErrorCode.NOT_PDF,
        "{file} is a picture, not a PDF",
        "install the OCR extra (pip install 'juesuan[ocr]')",
    )
    BROKEN_PICTURE = (ErrorCode.TRUNCATED, "{file} cannot be opened as a picture", "download it again")
    LARGE_PICTURE = (
        ErrorCode.TOO_LARGE,
        "The picture on page {page} of {file} has more than {limit} million pixels",
        "save a smaller one and convert that",
    )
    GARBLED_PAGES = (
        ErrorCode.GARBLED_TEXT,
        "The text on {pages} does not stand for readable characters",
        "install the OCR extra (pip install 'juesuan[ocr]'), and convert the file without --ocr never",
    )
    DAMAGED_PAGES = (
        ErrorCode.NOT_ALL_READ,
        "What stands on {pages} is damaged in the file, so numbers may be missing",
        "download the file again",
    )
    BARE_NOTES = (
        ErrorCode.NOT_ALL_READ,
        "What was typed on {pages} has no appearance in the file, or one that shows another number, or stands in a "
        "layer, and may not be what was read",
        "look at it with a viewer",
    )
    HOLDS_FILES = (
        ErrorCode.NOT_ALL_READ,
        "The document holds files of its own, which were not read: {names}",
        "save them with a viewer and read them as well",
    )
    COVERED_BY_NOTES = (
        ErrorCode.NOT_ALL_READ,
        "A drawn note or a stamp hides text on {pages}",
        "compare the numbers there with a viewer",
    )
    CUT_BY_EDGE = (
        ErrorCode.NOT_ALL_READ,
        "Text on {pages} continues beyond the edge of the page, where nobody sees it",
        "compare with another copy of the document",
    )
    CROWDED_WITH_LINES = (
        ErrorCode.NOT_ALL_READ,
        "There are more ruled lines on {pages} than are read",
        "check that the tables there are complete",
    )
    NUMBERS_NOT_READ = (ErrorCode.NOT_ALL_READ, "{sentences}", "")
    CORRECTIONS_NOT_APPLIED = (ErrorCode.CORRECTION_NOT_APPLIED, "{sentences}", "")
    READING_IN_DOUBT = (ErrorCode.DOUBTFUL, "{sentences}", "")
    TABLES_NOT_FOUND = (
        ErrorCode.TABLES_MISSING,
        "Announced, but not found or not understood: {tables}",
        "see juesuan inspect",
    )
    CELLS_NOT_PARTED = (
        ErrorCode.TABLES_MISSING,
        "Announced, but not found: {tables}; in a text, tabs or pipes must part the cells of a table, not blanks",
        "convert the file from which the text was taken",
    )
    PROSE_ALONE = (
        ErrorCode.NO_TABLES,
        "{file} holds prose alone: none of the nine tables was found",
        "see juesuan inspect",
    )
    FIGURES_NOT_READ = (
        ErrorCode.FIGURES_UNREAD,
        "Not every number of the prose was understood, the first in “{words}”",
        "see juesuan patterns explain",
    )
    SECTIONS_NOT_FOUND = (
        ErrorCode.SECTIONS_MISSING,
        "Listed in the contents, but not found: {sections}",
        "check that the file is complete",
    )
    SLOW_PATTERNS = (
        ErrorCode.PATTERNS_TIMED_OUT,
        "The prose was not read to the end, because too much time went into {patterns}",
        "see juesuan patterns explain",
    )
    IS_A_BUDGET = (ErrorCode.NOT_A_DISCLOSURE, "{file} is a budget (预算), not final accounts (决算)", "leave it out")
    NONE_OF_THE_NINE = (
        ErrorCode.NOT_A_DISCLOSURE,
        "{file} holds none of the nine tables of final accounts (决算)",
        "check that it is the right file",
    )
    SAME_FILE = (ErrorCode.DUPLICATE, "{file} is the same file as {first}", "look there for its rows")
    OUT_OF_TIME = (ErrorCode.TIMEOUT, "{file} took more than {seconds:g} s", "raise --timeout to read it")
    OUT_OF_MEMORY = (ErrorCode.CRASHED, "{file} needs more memory than is allowed", "split it")
    PROCESS_ENDED = (
        ErrorCode.CRASHED,
        "Reading {file} ended its process, so the file is damaged or hostile",
        "download it again",
    )
    DEFECT = (ErrorCode.CRASHED, "{file} could not be read ({error} at {where})", "please report it")
    NO_ENGINE = (ErrorCode.ENGINE_MISSING, "The engine {engine} cannot be loaded", "install juesuan again")
    ENGINE_REFUSES = (ErrorCode.ENGINE_FAILED, "The engine {engine} cannot read {file} ({reason})", "try another one")
    SECOND_READING_TOO_LONG = (
        ErrorCode.SECOND_READING_OUT_OF_TIME,
        "The second reading was ended after {seconds:g} s of processor time, so the first stands where it is in doubt",
        "compare these tables with the document",
    )

    def __init__(self, code: ErrorCode, fault: str, remedy: str) -> None:
        self.code = code
        self.wrong = fault
        self.remedy = remedy

    def sentence(self, **words: object) -> Sentence:
        """The sentence with its words filled in; a missing word is a `KeyError`."""
        fault = said(self.wrong, **words)
        return said("{fault}; {remedy}.", fault=fault, remedy=said(self.remedy)) if self.remedy else fault
