"""One document from file to rows: read → locate → interpret → normalise → audit.

This is the whole program for one file; `batch` runs it over many, `store` writes what it gives.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extractor.audit.arbiter import Candidate, Settlement, settle
from extractor.audit.performance import sheet_checks
from extractor.classification.subjects import Kind, departures
from extractor.document.characters import plain
from extractor.document.model import Document
from extractor.document.read import MAX_PAGES, read_document
from extractor.errors import DocumentError, shown
from extractor.identity.model import Identity, UnitName
from extractor.identity.naming import Naming, final_title, report_kind, title_year, titles
from extractor.identity.register import UnitRegister
from extractor.identity.units import printed_name, unit_name, unit_names
from extractor.identity.year import resolve_year, year_mentions
from extractor.lexicon.titles import contents_entry
from extractor.prose import sections
from extractor.prose.figures import Prose, read_prose
from extractor.records.currency import document_unit
from extractor.records.documents import Findings, document_row
from extractor.records.facts import facts_of
from extractor.records.rows import Check, DocumentRow, Fact, Figure
from extractor.tables.engines.reread import reread
from extractor.tables.locate import locate
from extractor.tables.model import PageContent
from extractor.tables.nine.interpret import Interpretation, interpret
from extractor.tables.sheets import Indicator, Performance, Sheet, read_sheets, without_sheets

FIRST_ENGINE = "pdfium"
MOST_SUBJECTS = 5  # whose departure from the classification is told in the notes of a document
SECOND_ENGINES = ("pdfplumber", "camelot")


@dataclass(frozen=True, slots=True)
class Options:
    """How documents are read. `engine` fixes one table engine; `second_reading` lets the audit ask for others;
    `patterns` is a folder of the user's own patterns for the prose (each process loads it once by `add_folder`)."""

    max_pages: int = MAX_PAGES
    engine: str | None = None
    second_reading: bool = True
    register: UnitRegister | None = None
    patterns: Path | None = None


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
    source = source_file if source_file is not None else shown(path.name)
    started = time.perf_counter()
    try:
        reading = read(read_document(path, source, options.max_pages), options)
    except DocumentError as error:
        reading = Reading(DocumentRow(doc_id_of(path), source, "failed", error.code, str(error)))
    seconds = round(time.perf_counter() - started, 3)
    return replace(reading, document=replace(reading.document, seconds=seconds))


def doc_id_of(path: Path) -> str | None:
    """The hash of a file that could not be read as a document, where it can be read at all."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:16]
    except OSError:
        return None


def read(document: Document, options: Options) -> Reading:
    """Everything in a document that was read, and what the accounts say of the reading."""
    contents = locate(document)
    if options.engine not in (None, FIRST_ENGINE) and not document.is_plain:
        contents = reread(document, contents, str(options.engine), {c.page for c in contents})
    performance = read_sheets(contents)
    rest = without_sheets(contents, performance)
    found = interpret(rest)
    named = titles(contents)
    names = unit_names((t.maker for t in found.tables), named, _sheet_names(performance))
    year, disagreement = resolve_year(year_mentions(named, (t.year for t in found.tables)))
    title = final_title(contents)
    year = year or (title_year(title) if title else None)
    identity = _identity(names, named, found, year, options.register)
    prose = read_prose(contents, document.pages, year)
    tables = _Tables(document, rest, found, identity)
    settlement = tables.settle(prose, _second_engines(document, options))
    of_sheets = sheet_checks(performance.sheets, performance.indicators, settlement.facts, prose.figures)
    checks = (*settlement.audit.checks, *of_sheets)
    repeats = [f"Page {page} prints page {first} again and was read once." for page, first in found.repeated]
    notes = [*([disagreement] if disagreement else []), *repeats, *_strange_subjects(settlement.facts, year)]
    findings = _findings(tables, settlement, performance, prose, of_sheets, notes)
    row = replace(
        document_row(document, identity, findings),
        checks_passed=sum(c.status == "pass" for c in checks),
        checks_failed=sum(c.status == "fail" for c in checks),
    )
    if row.status == "not_a_disclosure":
        return Reading(row, unit_names=tuple(names))
    return Reading(
        row,
        settlement.facts,
        settlement.audit.fact_status,
        prose.figures,
        settlement.audit.figure_status,
        performance.indicators,
        performance.sheets,
        tuple(names),
        checks,
    )


def _announced_sections(contents: Sequence[PageContent]) -> frozenset[int]:
    """The sections of the prose that the contents page lists."""
    entries = (contents_entry(line.text) for content in contents for line in content.lines)
    return sections.announced(entry for entry in entries if entry)


def _strange_subjects(facts: Sequence[Fact], year: int | None) -> list[str]:
    """Printed codes that the official classification has not, or under another name."""
    printed: set[tuple[str, str, Kind]] = set()
    for f in facts:
        if f.subject_code and f.subject_name and f.table_no not in ("01", "04"):
            printed.add((f.subject_code, f.subject_name, "economic" if f.table_no == "06" else "function"))
    strange = departures(printed, year)
    more = [f"(and {len(strange) - MOST_SUBJECTS} subjects more)"] if len(strange) > MOST_SUBJECTS else []
    return [*(check.message for check in strange[:MOST_SUBJECTS]), *more]


def _second_engines(document: Document, options: Options) -> tuple[str, ...]:
    if document.is_plain or options.engine is not None or not options.second_reading:
        return ()
    return SECOND_ENGINES


def _sheet_names(performance: Performance) -> list[str]:
    fields = ("filling_unit", "implementing_unit")
    return [str(name) for sheet in performance.sheets for field in fields if (name := sheet.fields.get(field))]


def _identity(
    names: Sequence[UnitName],
    named: Sequence[Naming],
    found: Interpretation,
    year: int | None,
    register: UnitRegister | None,
) -> Identity:
    name = unit_name(names)
    forms = [*([name] if name else []), *(n.name for n in names)]
    unit = register.find(forms, year) if register else None
    return Identity(
        name,
        printed_name(names),
        unit.code if unit else None,
        year,
        report_kind(named),
        document_unit(t.currency_unit for t in found.tables),
    )


class _Tables:
    """The nine tables of a document under one or several engines, for the arbiter to choose from."""

    def __init__(
        self, document: Document, contents: Sequence[PageContent], found: Interpretation, identity: Identity
    ) -> None:
        self._document = document
        self.contents = contents
        self._identity = identity
        self.interpretations = [found]

    def settle(self, prose: Prose, engines: Sequence[str]) -> Settlement:
        first = self._candidate(FIRST_ENGINE, self.interpretations[0])
        return settle(first, prose.figures, engines, self._read_again)

    def _read_again(self, engine: str, pages: frozenset[int]) -> Candidate:
        found = interpret(reread(self._document, self.contents, engine, pages))
        self.interpretations.append(found)
        return self._candidate(engine, found)

    def _candidate(self, engine: str, found: Interpretation) -> Candidate:
        identity = self._identity
        facts = facts_of(found.tables, identity.year, identity.currency_unit)
        headings = {h.title.table: h.page for h in found.headings}
        return Candidate(
            engine,
            facts,
            {(t.kind, t.printing): t.pages for t in found.tables},
            found.empty,
            {kind: (headings[kind],) if kind in headings else () for kind in found.missing},
            len(self._document.pages),
            {(t.kind, t.printing): t.uneven for t in found.tables if t.uneven},
            {(t.kind, t.printing): t.blank for t in found.tables if t.blank},
        )

    def unread(self, settlement: Settlement) -> list[str]:
        """What the readings that are believed did not understand."""
        sentences: list[str] = []
        for (kind, printing), source in settlement.sources.items():
            for table in self.interpretations[source].tables:
                if (table.kind, table.printing) == (kind, printing):
                    sentences.extend(table.unread)
        return sentences


def _findings(
    tables: _Tables,
    settlement: Settlement,
    performance: Performance,
    prose: Prose,
    of_sheets: Sequence[Check],
    notes: Sequence[str],
) -> Findings:
    found = tables.interpretations[0]
    sheets = {s.table_no for s in performance.sheets}
    others = dict.fromkeys((*(name for name, _ in found.others), *performance.other))
    return Findings(
        tables_found=tuple(sorted({*found.found, *(kind for kind, _ in settlement.sources), *sheets})),
        tables_empty=settlement.empty,
        tables_missing=settlement.missing,
        tables_other=tuple(others),
        sections_missing=sections.named(prose.sections_missing),
        sections_lost=sections.named(sorted(_announced_sections(tables.contents) - set(prose.sections_found))),
        sections_found=len(prose.sections_found),
        announced=bool(found.announced),
        says_final=any("决算" in plain(t.title) for t in found.tables),
        titled_final=final_title(tables.contents) is not None,
        states_money=any(f.value_yuan is not None for f in prose.figures),
        figures_found=prose.numbers,
        figures_unread=prose.numbers_unread,
        figure_unread=prose.first_unread(),
        unread=[*tables.unread(settlement), *found.unread, *performance.unread],
        doubtful=[
            *settlement.audit.doubts,
            *(settlement.odd if settlement.read_again else ()),
            *(c.message for c in of_sheets if c.verdict == "doubtful"),
        ],
        timed_out=prose.timed_out,
        notes=[*notes, *map(str, settlement.problems), *(() if settlement.read_again else settlement.odd)],
    )
