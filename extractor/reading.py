"""One document from file to rows: the stages one after the other, and what became of the document.

Start here, and go on in `stages`. `batch` runs `read_file` over many files, `dataset` writes what it gives, and
`disclosure` hands it to a person in Python.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extractor import kept
from extractor.classification.subjects import Kind, NameCheck, departures
from extractor.document.characters import plain
from extractor.document.model import Document
from extractor.errors import DocumentError, counted, listed, shown
from extractor.identity.model import SILENT, Edition, UnitName
from extractor.knowledge import using
from extractor.languages import Sentence, said
from extractor.lexicon.titles import contents_entry
from extractor.options import Options
from extractor.prose import sections
from extractor.records.closed_sets import WITH_ROWS, CheckOutcome, CheckStatus, EngineName
from extractor.records.documents import Findings, Shortcoming, document_row, failed_row, shortcomings
from extractor.records.fields import DECIMALS, is_held
from extractor.records.funds import funds_of
from extractor.records.rows import Check, CheckTerm, DocumentRow, Fact, Figure, FundsAmount
from extractor.stages import DEFAULT, Audited, audit, interpret, load, locate, record
from extractor.tables.model import PageContent
from extractor.tables.nine.blanks import bare_tables, disguised, gaps, lost_pages
from extractor.tables.sheets.model import Indicator, Sheet

MOST_REREAD = 10  # numbers that are not what was read first
MOST_SUBJECTS = 5  # whose departure from the classification is told in the notes of a document


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one document gave; facts and figures carry what the audit says of them.

    `attached` are the names of files that it says are attached to it.
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
    """Reads one file through all stages; raises `DocumentError` where it cannot be read, `PatternError` where the
    patterns of `options` cannot."""
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
    """Reads one file; what it cannot read is in the row of `documents`, never raised.

    Only `DocumentError` is turned into a row here: anything else is a defect and left to the caller.
    """
    started = time.perf_counter()
    try:
        return read(path, options or DEFAULT, source_file)
    except DocumentError as error:
        name = source_file if source_file is not None else shown(path.name)
        return unreadable(_doc_id(path), name, error, _since(started))


def unreadable(doc_id: str | None, source_file: str, error: DocumentError, seconds: float) -> Reading:
    """What is left of a file that could not be read: its row, with the hash of its bytes where there are any."""
    row = failed_row(doc_id, source_file, error, round(seconds, 3))
    return Reading(row, shortcomings=(Shortcoming(error.code, str(error), error.sentence.chinese),))


def _doc_id(path: Path | None) -> str | None:
    if path is None or not path.is_file():
        return None
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:16]
    except OSError:
        return None


def _since(started: float) -> float:
    return round(time.perf_counter() - started, 3)


def conclude(audited: Audited) -> Reading:
    """The rows of a document, with its status and all that is to be said of it."""
    interpreted = audited.recorded.interpreted
    checks = (*audited.settlement.audit.checks, *audited.of_sheets)
    found = _findings(audited)
    row = replace(
        document_row(interpreted.document, interpreted.identity, found),
        checks_passed=sum(c.status == CheckOutcome.PASS for c in checks),
        checks_failed=sum(c.status == CheckOutcome.FAIL for c in checks),
    )
    told = shortcomings(interpreted.document, row, found)
    if row.status not in WITH_ROWS:
        return Reading(row, unit_names=interpreted.names, shortcomings=told, attached=_attached(interpreted.document))
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
        _attached(interpreted.document),
    )


def _attached(document: Document) -> tuple[str, ...]:
    return tuple(name for page in document.markup for name in page.attachments)


def _beside(document: Document) -> list[str]:
    """One sentence on the attached files that lie beside a document."""
    folder = Path(document.path).parent
    there = [name for name in _attached(document) if (folder / name).is_file()]
    return [f"Attached to it and beside it: {', '.join(there)}."] if there else []


def _findings(audited: Audited) -> Findings:
    interpreted, prose, settlement = audited.recorded.interpreted, audited.recorded.prose, audited.settlement
    found, performance = interpreted.tables, interpreted.performance
    sheets = {s.table_no for s in performance.sheets}
    strange = _departures(audited.facts, interpreted.identity.year)
    repeats = [f"Page {page} prints page {first} again and was read once." for page, first in found.repeated]
    states_money = any(f.value_yuan is not None for f in prose.figures)
    tables_found = tuple(sorted({*found.found, *(kind for kind, _ in settlement.sources), *sheets}))
    return Findings(
        tables_found=tables_found,
        tables_empty=settlement.empty,
        tables_missing=settlement.missing,
        tables_other=tuple(dict.fromkeys((*(name for name, _ in found.others), *performance.other))),
        sections_missing=sections.named(prose.sections_missing),
        sections_lost=sections.named(sorted(_announced_sections(interpreted.rest) - set(prose.sections_found))),
        sections_found=len(prose.sections_found),
        announced=bool(found.announced),
        says_final=any("决算" in plain(t.title) for t in found.tables),
        titled_final=interpreted.title is not None,
        states_money=states_money,
        figures_found=prose.numbers,
        figures_unread=prose.numbers_unread,
        figure_unread=prose.first_unread(),
        unread=[
            *audited.unread,
            *interpreted.ownership.told,
            *audited.recorded.told,
            *found.unread,
            *performance.unread,
            *(told for page in interpreted.document.markup for told in page.unread),
            *_without_currency(audited.facts),
            *_rounded(audited),
            *lost_pages(found, [p.number for p in interpreted.document.pages if p.state == "blank"]),
        ],
        doubtful=[
            *settlement.audit.doubts,
            *_unconfirmed(audited.facts),
            *(garbled for check in strange if (garbled := check.garbled) is not None),
            # (A file that marks its tables has no pages to lose.)
            *(gaps(found, (*tables_found, *settlement.missing)) if interpreted.document.has_layout else ()),
            *bare_tables(found, interpreted.rest, settlement.empty, states_money),
            *disguised(found, settlement.empty),
            *(settlement.odd if settlement.read_again else ()),
            *(check.doubt for check in audited.of_sheets if check.doubt),
        ],
        timed_out=prose.timed_out,
        notes=[
            *([interpreted.disagreement] if interpreted.disagreement else []),
            *repeats,
            *_reread(audited.facts),
            *performance.noted,
            *(page.note for page in interpreted.document.markup if page.note),
            *_beside(interpreted.document),
            *_strange_subjects(strange),
            *map(str, settlement.problems),
            *(() if settlement.read_again else settlement.odd),
        ],
        not_applied=audited.not_applied,
    )


def _without_currency(facts: Sequence[Fact]) -> list[Sentence]:
    """That nothing says what some amounts count: they have no value in 元."""
    tables = sorted({f.table_no for f in facts if f.currency_unit is None})
    if not tables:
        return []
    return [
        said(
            "Nothing says in which unit of money {tables} counts, so its amounts have no value in 元; look at the "
            "document.",
            tables=listed("table", tables),
        )
    ]


def _unconfirmed(facts: Sequence[Fact]) -> list[Sentence]:
    """That numbers were recognised in pictures (OCR) which no identity confirms: nothing tells that they are right.

    Of those that fail their checks say so.
    """
    alone = [f for f in facts if f.engine == EngineName.OCR and f.check_status == CheckStatus.UNCHECKED]
    if not alone:
        return []
    return [
        said(
            "Of the numbers of {tables} ({pages}) {count} read by OCR are confirmed by no identity; compare with the "
            "document.",
            tables=listed("table", sorted({f.table_no for f in alone})),
            pages=listed("page", sorted({f.page for f in alone if f.page is not None})),
            count=len(alone),
        )
    ]


def _rounded(audited: Audited) -> list[Sentence]:
    """That numbers are printed with more decimals than their column holds, as amounts in 亿元 may be."""
    printed = [*(fact.amount for fact in audited.facts), *(figure.value for figure in audited.figures)]
    cut = [value for value in printed if value is not None and not is_held(value)]
    if not cut:
        return []
    return [
        said(
            "{count} of more digits than are kept, rounded to {decimals} decimals ({first} is the first); use the "
            "amounts in 元, which are exact.",
            count=counted(len(cut), "number"),
            decimals=DECIMALS,
            first=f"{cut[0]:f}",
        )
    ]


def _reread(facts: Sequence[Fact]) -> list[str]:
    """Where a number of a picture is not what was read first."""
    changed = [f for f in facts if f.first_read is not None]
    told = [
        f"Table {f.table_no}, page {f.page}: {f.first_read:f} was read first in the row “{f.row_label or f.item}” and "
        f"is taken for {f.amount:f}, {_why(f)}: so the accounts add up."
        for f in changed[:MOST_REREAD]
    ]
    more = len(changed) - len(told)
    return [*told, *([f"(and {more} numbers more)"] if more else [])]


def _why(fact: Fact) -> str:
    return "which its picture says as well" if fact.engine == EngineName.OCR else "since it is printed red"


def _announced_sections(contents: Sequence[PageContent]) -> frozenset[int]:
    """The sections of the prose that the contents page lists."""
    entries = (contents_entry(line.text) for content in contents for line in content.lines)
    return sections.announced(entry for entry in entries if entry)


def _departures(facts: Sequence[Fact], year: int | None) -> list[NameCheck]:
    """Printed codes that the official classification has not, or under another name."""
    printed: set[tuple[str, str, Kind]] = set()
    for f in facts:
        if f.subject_code and f.subject_name and f.table_no not in ("01", "04"):
            printed.add((f.subject_code, f.subject_name, "economic" if f.table_no == "06" else "function"))
    return departures(printed, year)


def _strange_subjects(strange: Sequence[NameCheck]) -> list[str]:
    more = [f"(and {len(strange) - MOST_SUBJECTS} subjects more)"] if len(strange) > MOST_SUBJECTS else []
    return [*(check.message for check in strange[:MOST_SUBJECTS]), *more]
