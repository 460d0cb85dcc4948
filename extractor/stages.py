"""The five stages of one document: load → locate → interpret → record → audit.

The program for one file, from top to bottom: each stage takes what the one before it made and hands on one new thing.
`reading` runs them all; who has seen enough stops before (`juesuan inspect` after the third, `patterns explain` after
the fourth), and who wants to spoil something does it in between (`bench`).
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from extractor.audit.arbiter import Candidate, Settlement, settle
from extractor.audit.auditor import judged
from extractor.audit.sheets import sheet_checks
from extractor.audit.years import of_this_year
from extractor.document.model import Document
from extractor.document.read import read_document
from extractor.errors import shown
from extractor.identity.editions import Edition, edition
from extractor.identity.model import Identity, UnitName
from extractor.identity.naming import Naming, report_kind, titles
from extractor.identity.register import UnitRegister
from extractor.identity.units import printed_name, unit_name, unit_names
from extractor.identity.year import resolve_year, year_mentions
from extractor.knowledge import using
from extractor.options import FIRST_ENGINE, Options
from extractor.prose.figures import Prose, read_prose
from extractor.prose.pattern_library import library
from extractor.records.currency import document_unit
from extractor.records.facts import facts_of
from extractor.records.keys import distinct
from extractor.records.rows import Check, Fact, Figure
from extractor.tables.engines.reread import reread
from extractor.tables.engines.time_limit import TimeLimit
from extractor.tables.locate import locate as located_pages
from extractor.tables.model import PageContent
from extractor.tables.nine.interpret import Interpretation
from extractor.tables.nine.interpret import interpret as nine_tables
from extractor.tables.sheets import Performance, read_sheets, without_sheets

DEFAULT = Options()
Taken = TypeVar("Taken")
Given = TypeVar("Given")


def _with_patterns(stage: Callable[[Taken, Options], Given]) -> Callable[..., Given]:
    """A stage within which the user's patterns are read as well."""

    @functools.wraps(stage)
    def within(taken: Taken, options: Options = DEFAULT) -> Given:
        with using(Path(options.patterns) if options.patterns is not None else None):
            return stage(taken, options)

    return within


# 1. load: a file → pages of characters and lines, as a person sees them ----------------------------------------------


def load(path: Path, options: Options = DEFAULT, source_file: str | None = None) -> Document:
    """The document in a file, under the name `source_file`; raises `DocumentError` where it cannot be read."""
    return read_document(path, source_file if source_file is not None else shown(path.name), options.max_pages)


# 2. locate: pages → grids of cells, and the lines of text outside them -----------------------------------------------


@dataclass(frozen=True, slots=True)
class Located:
    """A document and, page by page, its grids and the lines outside them."""

    document: Document
    contents: tuple[PageContent, ...]


@_with_patterns
def locate(document: Document, options: Options = DEFAULT) -> Located:
    """Where the tables of a document lie, as the first engine sees it, or the one that `options` fix."""
    located = Located(document, located_pages(document))
    if options.engine in (None, FIRST_ENGINE) or document.is_plain:
        return located
    pages = frozenset(page.number for page in document.pages)
    return read_again(located, str(options.engine), pages, TimeLimit(math.inf))


def read_again(located: Located, engine: str, pages: frozenset[int], limit: TimeLimit) -> Located:
    """The same with some pages (1-based) as another engine sees them; raises `DocumentError` where it cannot, or where
    the time for it is spent."""
    return replace(located, contents=reread(located.document, located.contents, engine, pages, limit))


# 3. interpret: grids and titles → what the numbers stand for, and who publishes them ----------------------------------


@dataclass(frozen=True, slots=True)
class Interpreted:
    """The tables of a document with their meaning.

    `rest` are the contents without the grids of 绩效自评表; `names` are all forms in which the document prints its own
    name; `disagreement` says where it contradicts itself about its year.
    """

    located: Located
    performance: Performance
    rest: tuple[PageContent, ...]
    tables: Interpretation
    identity: Identity
    names: tuple[UnitName, ...]
    disagreement: str | None
    edition: Edition

    @property
    def document(self) -> Document:
        return self.located.document


@_with_patterns
def interpret(located: Located, options: Options = DEFAULT) -> Interpreted:
    """The nine tables, the 绩效自评表, and what the document says of itself."""
    contents = located.contents
    performance = read_sheets(contents)
    rest = without_sheets(contents, performance)
    named = titles(contents)
    tables = nine_tables(rest, resolve_year(year_mentions(named))[0])
    names = unit_names((t.maker for t in tables.tables), named, _sheet_names(performance))
    year, disagreement = resolve_year(year_mentions(named, (t.year for t in tables.tables)))
    identity = _identity(names, named, tables, year, options.register)
    printed = edition(contents, located.document.source_file)
    return Interpreted(located, performance, rest, tables, identity, tuple(names), disagreement, printed)


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


# 4. record: tables and prose → rows of facts and figures --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Recorded:
    """The facts of the tables, as the first reading has them, and the figures of the prose."""

    interpreted: Interpreted
    first: Candidate
    prose: Prose


@_with_patterns
def record(interpreted: Interpreted, options: Options = DEFAULT) -> Recorded:
    """Exact amounts, codes, units and places; raises `PatternError` where the user's patterns cannot be used."""
    document, contents = interpreted.document, interpreted.located.contents
    prose = read_prose(contents, document.pages, interpreted.identity.year, library(options.patterns))
    return Recorded(interpreted, candidate(interpreted, interpreted.tables, options.engine or FIRST_ENGINE), prose)


def candidate(interpreted: Interpreted, tables: Interpretation, engine: str) -> Candidate:
    """The facts of the nine tables as one engine reads them, for the audit to weigh."""
    document, identity = interpreted.document, interpreted.identity
    headings = {h.title.table: h.page for h in tables.headings}
    return Candidate(
        engine,
        facts_of(tables.tables, identity.year, identity.currency_unit),
        {(t.kind, t.printing): t.pages for t in tables.tables},
        tables.empty,
        {kind: (headings[kind],) if kind in headings else () for kind in tables.missing},
        len(document.pages),
        {(t.kind, t.printing): t.uneven for t in tables.tables if t.uneven},
        {(t.kind, t.printing): t.blank for t in tables.tables if t.blank},
        {(t.kind, t.printing): (*t.unread, *t.unknown_rows) for t in tables.tables if t.unread or t.unknown_rows},
        tables.unread,
    )


# 5. audit: rows → checks, and which engine to believe -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Audited:
    """What the accounts say of the reading, and the facts that are believed; facts and figures carry it.

    `readings` are the tables as each engine read them, in the order to which the settlement refers; `of_sheets` are the
    checks of 绩效自评表.
    """

    recorded: Recorded
    settlement: Settlement
    facts: tuple[Fact, ...]
    figures: tuple[Figure, ...]
    readings: tuple[Interpretation, ...]
    of_sheets: tuple[Check, ...]

    @property
    def unread(self) -> list[str]:
        """What the readings that are believed did not understand, one sentence each."""
        sentences: list[str] = []
        for (kind, printing), source in self.settlement.sources.items():
            for table in self.readings[source].tables:
                if (table.kind, table.printing) == (kind, printing):
                    sentences.extend(table.unread)
        return sentences


@_with_patterns
def audit(recorded: Recorded, options: Options = DEFAULT) -> Audited:
    """Every identity tried; pages on which the accounts do not add up are read again by other engines."""
    interpreted, prose = recorded.interpreted, recorded.prose
    readings = [interpreted.tables]
    limit = TimeLimit(options.second_reading_seconds)

    def again(engine: str, pages: frozenset[int]) -> Candidate:
        rest = read_again(replace(interpreted.located, contents=interpreted.rest), engine, pages, limit)
        readings.append(nine_tables(rest.contents, interpreted.identity.year))
        return candidate(interpreted, readings[-1], engine)

    engines = () if interpreted.document.is_plain else options.second_engines
    of_year = of_this_year(prose.figures, prose.text, interpreted.identity.year)
    settlement = settle(recorded.first, of_year, engines, again)
    facts = distinct(judged(settlement.facts, settlement.audit.fact_status))
    figures = judged(prose.figures, settlement.audit.figure_status)
    performance = interpreted.performance
    of_sheets = sheet_checks(
        performance.sheets,
        performance.indicators,
        facts,
        of_year,
        unread=performance.unread_of,
        first=len(settlement.audit.checks) + 1,
    )
    return Audited(recorded, settlement, facts, figures, tuple(readings), of_sheets)
