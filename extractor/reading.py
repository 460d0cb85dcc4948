"""One document from file to rows: read → locate → interpret → normalise → audit.

This is the whole program for one file; `batch` runs it over many, `store` writes what it gives.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extractor import __version__
from extractor.document.model import Document
from extractor.document.read import MAX_PAGES, read_document
from extractor.errors import DocumentError
from extractor.normal.currency import document_unit
from extractor.normal.facts import facts_of
from extractor.normal.register import UnitRegister
from extractor.normal.rows import Check, Fact, Figure, Identity, Indicator, Sheet, UnitName
from extractor.normal.titles import Title, report_kind, titles
from extractor.normal.units import printed_name, unit_name, unit_names
from extractor.normal.year import resolve_year, year_mentions
from extractor.tables.interpret import Interpretation, interpret
from extractor.tables.locate import locate
from extractor.tables.model import PageContent

MOST_NOTES = 5  # sentences of what was not read that go into one row of `documents`


@dataclass(frozen=True, slots=True)
class Options:
    """How documents are read. `engine` fixes one table engine; `second_reading` lets the audit ask for others."""

    max_pages: int = MAX_PAGES
    engine: str | None = None
    second_reading: bool = True
    patterns: Path | None = None
    register: UnitRegister | None = None


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A row of `documents`; the fields are its columns."""

    doc_id: str | None
    source_file: str
    status: str
    error_code: str | None = None
    error: str | None = None
    unit_name: str | None = None
    unit_name_printed: str | None = None
    unit_code: str | None = None
    year: int | None = None
    report_kind: str | None = None
    currency_unit: str | None = None
    pages: int | None = None
    text_source: str | None = None
    tables_found: tuple[str, ...] = ()
    tables_empty: tuple[str, ...] = ()
    tables_missing: tuple[str, ...] = ()
    tables_other: tuple[str, ...] = ()
    checks_passed: int = 0
    checks_failed: int = 0
    seconds: float = 0.0
    extractor_version: str = __version__
    sections_missing: tuple[str, ...] = ()
    supersedes: str | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one document gave. The statuses stand beside their facts and figures, in the same order."""

    document: DocumentRow
    facts: tuple[Fact, ...] = ()
    fact_status: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    figure_status: tuple[str, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    unit_names: tuple[UnitName, ...] = ()
    checks: tuple[Check, ...] = ()


def read_file(path: Path, options: Options | None = None, source_file: str | None = None) -> Reading:
    """Reads one file; what it cannot read is in the row of `documents`, never raised.

    Only `DocumentError` is turned into a row here: anything else is a defect and left to the caller.
    """
    options = options or Options()
    source = source_file if source_file is not None else path.name
    started = time.perf_counter()
    try:
        document = read_document(path, source, options.max_pages)
        reading = read(document, options)
    except DocumentError as error:
        row = DocumentRow(_doc_id(path), source, "failed", error.code, str(error))
        reading = Reading(row)
    seconds = round(time.perf_counter() - started, 3)
    return replace(reading, document=replace(reading.document, seconds=seconds))


def _doc_id(path: Path) -> str | None:
    """The hash of a file that could not be read as a document, where it can be read at all."""
    import hashlib

    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:16]
    except OSError:
        return None


def read(document: Document, options: Options) -> Reading:
    """Everything in a document that was read."""
    contents = locate(document)
    found = interpret(contents)
    named = titles(contents)
    names = tuple(unit_names((t.maker for t in found.tables), named))
    mentions = year_mentions(named, (t.year for t in found.tables))
    year, disagreement = resolve_year(mentions)
    identity = _identity(names, named, found, year, options.register)
    pages = {p.number: p for p in document.pages}
    facts = facts_of(found.tables, pages, year, identity.currency_unit, document.is_plain)
    status: tuple[str, ...] = tuple("unchecked" for _ in facts)
    row = _row(document, contents, found, identity, disagreement)
    return Reading(row, facts, status, unit_names=names)


def _identity(
    names: Sequence[UnitName],
    named: Sequence[Title],
    found: Interpretation,
    year: int | None,
    register: UnitRegister | None,
) -> Identity:
    name = unit_name(names)
    unit = register.find([n.name for n in names], year) if register and names else None
    return Identity(
        name,
        printed_name(names),
        unit.code if unit else None,
        year,
        report_kind(named),
        document_unit(t.currency_unit for t in found.tables),
    )


def _row(
    document: Document,
    contents: Sequence[PageContent],
    found: Interpretation,
    identity: Identity,
    disagreement: str | None,
) -> DocumentRow:
    unread = [sentence for table in found.tables for sentence in table.unread]
    row = DocumentRow(
        doc_id=document.doc_id,
        source_file=document.source_file,
        status="ok",
        unit_name=identity.unit_name,
        unit_name_printed=identity.unit_name_printed,
        unit_code=identity.unit_code,
        year=identity.year,
        report_kind=identity.report_kind,
        currency_unit=identity.currency_unit,
        pages=None if document.is_plain else len(document.pages),
        text_source=document.text_source,
        tables_found=found.found,
        tables_empty=found.empty,
        tables_missing=found.missing,
        tables_other=tuple(dict.fromkeys(name for name, _ in found.others)),
        notes=disagreement,
    )
    budget = identity.report_kind is not None and identity.report_kind.endswith("budget")
    if not found.found and (budget or not found.announced):
        what = "is a budget (预算), not final accounts (决算)" if budget else "holds none of the nine 决算 tables"
        sentence = f"{Path(document.source_file).name} {what}; leave it out or check that it is the right file."
        return replace(row, status="not_a_disclosure", error_code="not_a_disclosure", error=sentence)
    problems: list[tuple[str, str]] = []
    bad = [p for p in document.pages if p.state in ("picture", "garbled")]
    if bad:
        listed = ", ".join(str(p.number) for p in bad[:10]) + (" …" if len(bad) > 10 else "")
        code = "no_text_layer" if any(p.state == "picture" for p in bad) else "garbled_text"
        problems.append((code, f"Pages {listed} have no readable text; run the file through OCR."))
    if found.missing:
        problems.append(
            ("tables_missing", f"Tables {', '.join(found.missing)} are announced and were not found or not understood.")
        )
    if unread:
        more = f" (and {len(unread) - MOST_NOTES} more)" if len(unread) > MOST_NOTES else ""
        problems.append(("not_all_read", " ".join(unread[:MOST_NOTES]) + more))
    if problems:
        text = " ".join(sentence for _, sentence in problems)
        row = replace(row, status="partial", error_code=problems[0][0], error=text)
    return row
