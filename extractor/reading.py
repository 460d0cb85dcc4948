"""One document from file to rows: the stages one after the other, and what became of the document.

Start here, then go on to `stages`. `batch` runs `read_file` over many files, `dataset` writes what it returns, and
`disclosure` hands it to a person in Python.
"""

from __future__ import annotations

import logging
import time
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from extractor import kept
from extractor.document import content_hash
from extractor.errors import DocumentError, shown
from extractor.findings import findings
from extractor.identity.model import SILENT, Edition, UnitName
from extractor.knowledge import using
from extractor.options import Options
from extractor.records.closed_sets import WITH_ROWS, CheckOutcome
from extractor.records.documents import Shortcoming, document_row, failed_row, shortcomings
from extractor.records.funds import funds_of
from extractor.records.rows import Check, CheckTerm, DocumentRow, Fact, Figure, FundsAmount
from extractor.stages import DEFAULT, Audited, audit, interpret, load, locate, record
from extractor.tables.sheets.model import Indicator, Sheet

# What these log of a font without a box, or a broken page, is said in a document's row if it matters. Whoever sets up
# logging sees it still; nobody else has it on the screen.
for _library in ("pdfminer", "camelot", "fontTools"):
    logging.getLogger(_library).addHandler(logging.NullHandler())


class Reading(Struct, frozen=True):
    """All that came out of one document; facts and figures carry what the audit says of them.

    `attached`: the names of the files that the document says are attached to it. `edition`: what it says of being a
    correction, and of when it was published.
    """

    document: DocumentRow
    facts: tuple[Fact, ...] = ()
    figures: tuple[Figure, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    unit_names: tuple[UnitName, ...] = ()
    checks: tuple[Check, ...] = ()
    shortcomings: tuple[Shortcoming, ...] = ()
    edition: Edition = SILENT
    funds: tuple[FundsAmount, ...] = ()
    check_terms: tuple[CheckTerm, ...] = ()
    attached: tuple[str, ...] = ()


def read(path: Path, options: Options = DEFAULT, source_file: str | None = None) -> Reading:
    """Reads one file through all stages. Raises `DocumentError` where it cannot be read, and `PatternError` where the
    patterns of `options` cannot be used."""
    started = time.perf_counter()
    with using(options.patterns):
        document = load(path, options, source_file)
        located = locate(document, options)
        interpreted = interpret(located, options)
        recorded = record(interpreted, options)
        audited = audit(recorded, options)
        reading = conclude(audited)
    kept.keep()
    return replace(reading, document=replace(reading.document, seconds=_since(started)))


def read_file(path: Path, options: Options | None = None, source_file: str | None = None) -> Reading:
    """Reads one file; one that cannot be read gets its row of `documents` rather than an error.

    Only `DocumentError` becomes a row here: anything else is a defect, and left to the caller.
    """
    started = time.perf_counter()
    try:
        return read(path, options or DEFAULT, source_file)
    except DocumentError as error:
        name = source_file if source_file is not None else shown(path.name)
        return unreadable(_doc_id(path), name, error, _since(started))


def unreadable(doc_id: str | None, source_file: str, error: DocumentError, seconds: float) -> Reading:
    """The reading of a file that could not be read: its row, with the hash of its bytes where there are any."""
    row = failed_row(doc_id, source_file, error, round(seconds, 3))
    return Reading(row, shortcomings=(Shortcoming(error.code, str(error), error.sentence.chinese),))


def _doc_id(path: Path) -> str | None:
    if not path.is_file():  # opening a pipe would wait for a writer that never comes
        return None
    try:
        return content_hash.doc_id(content_hash.of_file(path))
    except OSError:
        return None


def _since(started: float) -> float:
    return round(time.perf_counter() - started, 3)


def conclude(audited: Audited) -> Reading:
    """The rows of a document, with its status and everything there is to say about it."""
    interpreted = audited.recorded.interpreted
    checks = (*audited.settlement.audit.checks, *audited.of_sheets)
    found = findings(audited)
    row = replace(
        document_row(interpreted.document, interpreted.identity, found),
        checks_passed=sum(c.status == CheckOutcome.PASS for c in checks),
        checks_failed=sum(c.status == CheckOutcome.FAIL for c in checks),
    )
    told = shortcomings(interpreted.document, row, found)
    if row.status not in WITH_ROWS:
        return Reading(row, unit_names=interpreted.names, shortcomings=told, attached=interpreted.document.attachments)
    performance = audited.performance
    return Reading(
        row,
        audited.facts,
        audited.figures,
        performance.indicators,
        performance.sheets,
        interpreted.names,
        checks,
        told,
        interpreted.edition,
        funds_of(performance),
        audited.terms,
        interpreted.document.attachments,
    )
