"""The five stages of one document: load → locate → interpret → record → audit.

This is the program for one file, from top to bottom: each stage takes what the one before it made and hands on one
new thing. `reading` runs them all; callers that have seen enough stop earlier (`juesuan inspect` after the third,
`patterns explain` after the fourth), and `bench` spoils things in between. Each stage uses the patterns of its
options, and no others.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from extractor.audit.arbiter import settle
from extractor.audit.auditor import believed, judged
from extractor.audit.binding.fact_index import Bare
from extractor.audit.binding.figure_index import of_unit_alone
from extractor.audit.outcome.terms import terms_in
from extractor.audit.revision.by_hand import amended
from extractor.audit.revision.revised import judged_anew, judged_by_pictures, unconfirmed_in
from extractor.audit.revision.sheets_by_hand import amended_sheets
from extractor.audit.settlement import Candidate, Settlement
from extractor.audit.supposition import as_borne_out, with_supposed
from extractor.document.model import Document
from extractor.document.read import read_document
from extractor.document.scan.modes import OcrMode
from extractor.errors import shown
from extractor.identity.editions import edition
from extractor.identity.model import Edition, Identity, UnitName
from extractor.identity.naming import Naming, final_title, report_kind, title_year
from extractor.identity.opening import self_namings
from extractor.identity.owners import Ownership, owned
from extractor.identity.prose_owners import ProseOwners, begins_again, height
from extractor.identity.register import UnitRegister, unit_codes
from extractor.identity.units import printed_name, unit_names
from extractor.identity.year import headed_year, resolve_year, year_mentions
from extractor.knowledge import using
from extractor.languages import Sentence, said
from extractor.options import FIRST_ENGINE, Options
from extractor.prose.figures import Prose, read_prose
from extractor.prose.text.grids import with_prose_of_grids
from extractor.records.currency import document_unit
from extractor.records.facts import facts_of
from extractor.records.keys import distinct
from extractor.records.rows import Check, CheckTerm, Fact, Figure
from extractor.tables.assembly.repeats import without_repeats
from extractor.tables.engines.reread import reread
from extractor.tables.engines.time_limit import TimeLimit
from extractor.tables.imposed import apart
from extractor.tables.locate import locate as located_pages
from extractor.tables.model import PageContent, Table
from extractor.tables.near_codes import with_known_codes
from extractor.tables.near_words import with_known_words
from extractor.tables.nine.interpret import Interpretation
from extractor.tables.nine.interpret import interpret as nine_tables
from extractor.tables.sheets.read import Performance, only_sheets, read_sheets, without_sheets

Before = TypeVar("Before", contravariant=True)
After = TypeVar("After", covariant=True)
DEFAULT = Options()


class Stage(Protocol[Before, After]):
    """The result of the stage before → the result of this one. Raises `PatternError` for unusable patterns."""

    def __call__(self, before: Before, options: Options = DEFAULT) -> After: ...


def _stage(function: Callable[[Before, Options], After]) -> Stage[Before, After]:
    """The stage made of a function: it runs with the patterns of its options."""

    @functools.wraps(function)
    def stage(before: Before, options: Options = DEFAULT) -> After:
        with using(options.patterns):
            return function(before, options)

    return stage


# 1. load: a file → pages of characters and lines, as a person sees them ----------------------------------------------


def load(path: Path, options: Options = DEFAULT, source_file: str | None = None) -> Document:
    """The document in a file, under the name `source_file`; raises `DocumentError` where it cannot be read."""
    with using(options.patterns):
        name = source_file if source_file is not None else shown(path.name)
        return read_document(path, name, options.max_pages, OcrMode(options.ocr))


# 2. locate: pages → grids of cells, and the lines of text outside them -----------------------------------------------


class Located(Struct, frozen=True):
    """A document, and page by page its grids and the lines of text outside them."""

    document: Document
    contents: tuple[PageContent, ...]


@_stage
def locate(document: Document, options: Options) -> Located:
    """Where the tables of a document lie, according to the first engine, or to the one that `options` name."""
    document = replace(document, pages=apart(document.pages))
    contents = located_pages(document)
    if options.engine not in (None, FIRST_ENGINE) and document.has_layout:
        contents = reread(document, contents, str(options.engine), {content.page for content in contents})
    return Located(document, contents)


# 3. interpret: grids and titles → what the numbers stand for, and who publishes them ----------------------------------


class Interpreted(Struct, frozen=True):
    """The tables of a document with their meaning.

    - `contents`: the located pages without those that print an earlier one again, which count once (`repeated`: their
      numbers, and those of the earlier).
    - `rest`: the contents without the grids of 绩效自评表; `ownership`: whose each table is.
    - `names`: all forms in which the document prints its own name; `title`: its title, if one of final accounts.
    - `disagreement`: where it contradicts itself about its year; `edition`: whether it is a correction, and its date.
    - `taken`: a sentence for each recognised subject code (OCR) that was taken for another.
    """

    located: Located
    contents: tuple[PageContent, ...]
    repeated: tuple[tuple[int, int], ...]
    performance: Performance
    rest: tuple[PageContent, ...]
    tables: Interpretation
    identity: Identity
    ownership: Ownership
    names: tuple[UnitName, ...]
    disagreement: Sentence | None
    edition: Edition
    title: str | None
    taken: tuple[Sentence, ...]

    @property
    def document(self) -> Document:
        return self.located.document


@_stage
def interpret(located: Located, options: Options) -> Interpreted:
    """The nine tables, the 绩效自评表, and what the document says of itself."""
    contents, repeated = without_repeats(located.contents)
    performance = read_sheets(contents)
    recognised = {page.number for page in located.document.pages if page.recognised}
    known = with_known_words(without_sheets(contents, performance), recognised)
    rest, taken = with_known_codes(known, recognised)
    named, title = self_namings(contents), final_title(contents)
    tables = nine_tables(rest, headed_year(named), only_sheets(contents, performance))
    year, disagreement = resolve_year(year_mentions(named, (t.year for t in tables.tables)))
    year = year or (title_year(title) if title else None)
    names = unit_names((t.maker for t in tables.tables), named, performance.unit_names)
    ownership = owned(rest, tables.tables, names)
    names = ownership.own_names(names)
    return Interpreted(
        located=located,
        contents=contents,
        repeated=repeated,
        performance=performance,
        rest=rest,
        tables=tables,
        identity=_identity(ownership.publisher, names, named, tables, year, options.register),
        ownership=ownership,
        names=tuple(names),
        disagreement=disagreement,
        edition=edition(contents, located.document.source_file),
        title=title,
        taken=taken,
    )


def _identity(
    name: str | None,
    names: Sequence[UnitName],
    named: Sequence[Naming],
    found: Interpretation,
    year: int | None,
    register: UnitRegister | None,
) -> Identity:
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


# 4. record: tables and prose → rows of facts and figures --------------------------------------------------------------


class Recorded(Struct, frozen=True):
    """The facts of the first reading, and the figures of the prose; `told` says where nothing tells whose they are."""

    interpreted: Interpreted
    first: Candidate
    prose: Prose
    told: tuple[Sentence, ...] = ()


@_stage
def record(interpreted: Interpreted, options: Options) -> Recorded:
    """Tables and prose → facts and figures with exact amounts, codes, units of money, owners and places."""
    pages, tables = interpreted.document.pages, interpreted.tables
    contents = with_prose_of_grids(interpreted.contents, tables.tables, interpreted.performance.grids_used)
    first = candidate(interpreted, tables, interpreted.ownership, options.engine or FIRST_ENGINE, options.register)
    prose, told = _with_units(read_prose(contents, pages, interpreted.identity.year), interpreted, options.register)
    return Recorded(interpreted, first, prose, told)


def _with_units(
    prose: Prose, interpreted: Interpreted, register: UnitRegister | None
) -> tuple[Prose, tuple[Sentence, ...]]:
    """The prose with the owner (部门/单位) of each figure, and a sentence where nothing tells it."""
    ownership = interpreted.ownership
    codes = unit_codes(interpreted.identity, ownership.others, register)
    if not ownership.others:
        name, code = ownership.publisher, codes.get(ownership.publisher)
        return replace(prose, figures=tuple(replace(f, unit_name=name, unit_code=code) for f in prose.figures)), ()
    owners = ProseOwners(interpreted.contents, ownership.publisher, ownership.others)
    units = [owners.at(height(f.page, f.box.top if f.box else None, f.line)) for f in prose.figures]
    own = [f.section_no for f, unit in zip(prose.figures, units, strict=True) if unit == ownership.publisher]
    lost = begins_again(own)
    units = [None if lost and unit == ownership.publisher else unit for unit in units]
    figures = tuple(
        replace(figure, unit_name=unit, unit_code=codes.get(unit))
        for figure, unit in zip(prose.figures, units, strict=True)
    )
    told = (said("The prose is of several units, and nothing tells which passage is of which."),) if lost else ()
    return replace(prose, figures=figures), told


def candidate(
    interpreted: Interpreted,
    tables: Interpretation,
    ownership: Ownership,
    engine: str,
    register: UnitRegister | None = None,
) -> Candidate:
    """The facts of the nine tables as one engine reads them, for the audit to weigh."""
    identity, pages = interpreted.identity, interpreted.document.pages
    headings = {h.title.table: h.page for h in tables.headings}
    owned_tables, accounts = ownership.tables, ownership.accounts
    placed = {(t.kind, a.set_no): t for t, a in zip(owned_tables, accounts, strict=True)}
    codes = unit_codes(identity, ownership.others, register)
    return Candidate(
        engine,
        facts_of(owned_tables, identity.year, identity.currency_unit, accounts, codes),
        pages={place: t.pages for place, t in placed.items()},
        empty=tables.empty,
        missing={kind: (headings[kind],) if kind in headings else () for kind in tables.missing},
        page_count=len(pages),
        uneven={place: t.uneven for place, t in placed.items() if t.uneven},
        bare={place: Bare(t.blank, t.headed) for place, t in placed.items() if t.blank or t.headed},
        unread={place: t.unread for place, t in placed.items() if t.unread}
        | {(t.kind, a.set_no): ownership.told for t, a in zip(owned_tables, accounts, strict=True) if a.is_nobodys},
        unknown=tables.unread,
        recognised=frozenset(page.number for page in pages if page.recognised or page.is_read_in_part),
        in_part=frozenset(page.number for page in pages if page.is_read_in_part),
    )


# 5. audit: rows → checks, and which engine to believe -----------------------------------------------------------------


class Audited(Struct, frozen=True):
    """What the accounts say of the reading: the facts that are believed and the figures, each with its status.

    - `readings`: the tables as each engine read them, with their owners; `settlement.sources` counts along them.
    - `performance`: the 绩效自评表, and `of_sheets` their checks; `terms`: the numbers of checks that do not pass.
    - `not_applied`: which corrections by hand no longer found their number.
    """

    recorded: Recorded
    settlement: Settlement
    readings: tuple[Ownership, ...]
    facts: tuple[Fact, ...]
    figures: tuple[Figure, ...]
    performance: Performance
    of_sheets: tuple[Check, ...]
    terms: tuple[CheckTerm, ...]
    not_applied: tuple[Sentence, ...] = ()

    @property
    def unread(self) -> list[Sentence]:
        """What the readings that are believed did not understand, one sentence each."""
        return [sentence for table in self._believed() for sentence in table.unread]

    @property
    def noted(self) -> list[Sentence]:
        """What they understood by the accounts alone."""
        return [sentence for table in self._believed() for sentence in table.noted]

    def _believed(self) -> Iterator[Table]:
        for (kind, set_no), source in self.settlement.sources.items():
            reading = self.readings[source]
            for table, account in zip(reading.tables, reading.accounts, strict=True):
                if (table.kind, account.set_no) == (kind, set_no):
                    yield table


@_stage
def audit(recorded: Recorded, options: Options) -> Audited:
    """Tries every identity, and has pages on which the accounts do not add up read again by other engines. What is
    settled is then corrected by a person's hand, if there are corrections, and tried once more."""
    interpreted, prose = recorded.interpreted, recorded.prose
    document, own = interpreted.document, interpreted.ownership.publisher
    spoken = of_unit_alone(prose.figures, own)

    def reading_of(tables: tuple[Table, ...]) -> Candidate:
        read_so, owned_so = replace(interpreted.tables, tables=tables), replace(interpreted.ownership, tables=tables)
        return candidate(interpreted, read_so, owned_so, recorded.first.engine, options.register)

    first, tables = with_supposed(recorded.first, interpreted.ownership.tables, spoken, reading_of)
    ownership = replace(interpreted.ownership, tables=tables)
    readings, limit = [ownership], TimeLimit(options.second_reading_seconds)

    def again(engine: str, pages: frozenset[int]) -> Candidate:
        contents = reread(document, interpreted.rest, engine, pages, limit)
        tables = nine_tables(contents, interpreted.identity.year)
        readings.append(owned(contents, as_borne_out(tables.tables, ownership.tables), first=interpreted.ownership))
        return candidate(interpreted, tables, readings[-1], engine, options.register)

    settlement = settle(first, spoken, options.second_engines if document.has_layout else (), again)
    settlement, confused = judged_by_pictures(settlement, spoken)
    corrections = options.corrections.of(document.doc_id)
    by_hand = amended(distinct(settlement.facts), prose.figures, corrections)
    in_sheets = amended_sheets(interpreted.performance, corrections)
    if corrections:
        spoken = of_unit_alone(by_hand.figures, own)
        settlement = judged_anew(settlement, by_hand.facts, spoken, by_hand.confirmed)
    faint = confused.union(page.number for page in document.pages if page.faint)
    status = believed(by_hand.facts, settlement.audit.fact_status, faint, unconfirmed_in(settlement, spoken))
    facts = judged(by_hand.facts, status)
    of_sheets = in_sheets.checks(facts, spoken, first=len(settlement.audit.checks) + 1)
    figures = judged(by_hand.figures, settlement.audit.figure_status)
    terms = tuple(terms_in((*settlement.audit.checks, *of_sheets), facts))
    told = (*by_hand.told, *in_sheets.told)
    return Audited(recorded, settlement, tuple(readings), facts, figures, in_sheets.performance, of_sheets, terms, told)
