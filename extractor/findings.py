"""What there is to say about a document that was read: what was found, and in sentences what is missing or in doubt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from extractor.classification.departures import NameCheck, bearing_others, departures
from extractor.classification.subjects import Kind, is_functional_name
from extractor.document.characters import plain
from extractor.document.model import Document
from extractor.errors import counted, listed
from extractor.languages import Sentence, joined, said
from extractor.lexicon.registries import Shape
from extractor.lexicon.tables import tables_of
from extractor.lexicon.titles import contents_entry, title_of
from extractor.prose.text import sections
from extractor.records.closed_sets import CheckStatus, EngineName, Metric
from extractor.records.documents import Findings
from extractor.records.fields import DECIMALS, is_held
from extractor.records.rows import Fact, Figure
from extractor.stages import Audited, Interpreted
from extractor.tables.changed_numbers import doubtful_numbers
from extractor.tables.model import PageContent
from extractor.tables.nine.blanks import bare_tables, disguised, gaps, lost_pages
from extractor.tables.nine.uneven import without_dashes
from extractor.tables.pagination import skipped

MOST_REREAD = 10  # numbers that differ from what was read first, listed one by one in the notes
DATE = 12  # characters: a year, a month and a day, which stand on a cover beside the title
HEAD = 0.12  # of a page's height: where running heads stand
MOST_SUBJECTS = 5  # subjects that depart from the classification, likewise
FEWEST_NAMES_OF_OTHERS = 2  # codes beside another code's name: one may be the publisher's slip
_OF_ACCOUNTS = frozenset({Metric.CHANGE_PCT, Metric.COMPLETION_PCT, Metric.SCORE})  # they need no sum beside them


def findings(audited: Audited) -> Findings:
    """Everything that makes up a document's row, except its checks."""
    interpreted, prose, settlement = audited.recorded.interpreted, audited.recorded.prose, audited.settlement
    found, performance = interpreted.tables, interpreted.performance
    sheets = {s.table_no for s in performance.sheets}
    tables_found = tuple(sorted({*found.found, *(kind for kind, _ in settlement.sources), *sheets}))
    strange = _departures(audited.facts, interpreted.identity.year)
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
        states_figures=_states_money(prose.figures) or _states_rates_or_counts(prose.figures),
        figures_found=prose.numbers,
        figures_unread=prose.numbers_unread,
        figure_unread=prose.first_unread(),
        table_lost=any(h.numbers and h.title.table and "决算" in plain(h.title.text) for h in found.headings),
        unread=_unread(audited),
        doubtful=_doubtful(audited, strange, tables_found),
        timed_out=prose.timed_out,
        notes=_notes(audited, strange),
        not_applied=audited.not_applied,
        cover=_cover(interpreted.document, interpreted.title),
    )


def _cover(document: Document, title: str | None) -> int | None:
    """The number of the first page, if it says hardly more than the title of the document, not in a running head."""
    if title is None or not document.has_layout:
        return None
    first = document.pages[0]
    text, heights = plain(first.characters.text), first.characters.baseline / first.height
    is_cover = plain(title) in text and len(text) < len(plain(title)) + DATE
    return first.number if is_cover and heights.max() > HEAD and heights.min() < 1 - HEAD else None


def _unread(audited: Audited) -> list[Sentence]:
    """What was printed and not read."""
    interpreted = audited.recorded.interpreted
    document, found = interpreted.document, interpreted.tables
    return [
        *audited.unread,
        *interpreted.ownership.told,
        *audited.recorded.told,
        *interpreted.taken,
        *found.unread,
        *interpreted.performance.unread,
        *(told for page in document.markup for told in page.unread),
        *_without_currency(audited.facts),
        *_rounded(audited),
        *lost_pages(found, [p.number for p in document.pages if p.state == "blank"]),
    ]


def _doubtful(audited: Audited, strange: Sequence[NameCheck], tables_found: Sequence[str]) -> list[Sentence]:
    """Why the reading may be wrong."""
    interpreted, figures, settlement = audited.recorded.interpreted, audited.recorded.prose.figures, audited.settlement
    document, contents = interpreted.document, interpreted.located.contents
    found = replace(interpreted.tables, tables=audited.readings[0].tables)  # with what the accounts bore out
    told = [
        *settlement.audit.doubts,
        *_unconfirmed(audited.facts),
        *(garbled for check in strange if (garbled := check.garbled) is not None),
        *_names_of_others(strange),
        *_without_their_codes(audited.facts, strange),
    ]
    if document.has_layout:  # a file that marks its tables has no pages to lose
        told += gaps(found, (*tables_found, *settlement.missing), interpreted.rest, _told_amounts(figures))
    return [
        *told,
        *doubtful_numbers(document.pages, contents),
        *skipped(document.pages, contents),
        *bare_tables(found, interpreted.rest, settlement.empty, _states_money(figures)),
        *disguised(found, settlement.empty),
        *without_dashes(found.tables),
        *(settlement.odd if settlement.read_again else ()),
        *(check.doubt for check in audited.of_sheets if check.doubt),
    ]


def _notes(audited: Audited, strange: Sequence[NameCheck]) -> list[Sentence]:
    """What deserves mention but puts nothing in doubt."""
    interpreted, settlement = audited.recorded.interpreted, audited.settlement
    return [
        *([interpreted.disagreement] if interpreted.disagreement else []),
        *_nameless(interpreted),
        *(
            said("Page {page} prints page {first} again and was read once.", page=page, first=first)
            for page, first in interpreted.repeated
        ),
        *_reread(audited.facts),
        *audited.noted,
        *interpreted.performance.noted,
        *(page.note for page in interpreted.document.markup if page.note),
        *_beside(interpreted.document),
        *_strange_subjects(strange),
        *(problem.sentence for problem in settlement.problems),
        *(() if settlement.read_again else settlement.odd),
    ]


def _states_money(figures: Sequence[Figure]) -> bool:
    return any(f.value_yuan is not None for f in figures)


def _states_rates_or_counts(figures: Sequence[Figure]) -> bool:
    """Whether the prose says how something changed, its score, or how many there are of what all accounts count
    (公务用车保有量)."""
    return any((f.metric in _OF_ACCOUNTS or f.concept) and f.context is None for f in figures)


def _told_amounts(figures: Sequence[Figure]) -> set[str]:
    """The tables whose amounts the prose states, each in its own section: the outline begins with theirs, in order."""
    return {f"0{f.section_no}" for f in figures if f.section_no and f.concept and f.value_yuan}


def _without_currency(facts: Sequence[Fact]) -> list[Sentence]:
    """Says where nothing tells in which unit of money amounts are: they have no value in 元."""
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
    """Says how many numbers recognised in pictures (OCR) no identity confirms: nothing shows that they are right.

    Those that fail a check are reported with it.
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
    """Says where numbers are printed with more decimals than their column holds, as amounts in 亿元 may be."""
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


def _nameless(interpreted: Interpreted) -> list[Sentence]:
    """Says where a document names no unit, or no year."""
    identity, told = interpreted.identity, []
    if identity.unit_name is None and not interpreted.ownership.others:
        told.append(said("It does not say whose accounts these are."))
    if identity.year is None:
        told.append(said("It does not say of which fiscal year these accounts are."))
    return told


def _reread(facts: Sequence[Fact]) -> list[Sentence]:
    """Says where a number differs from what was read first: by its picture, or because it is printed red."""
    changed = [f for f in facts if f.first_read is not None]
    told = [
        said(
            "Table {table}, page {page}: {first} was read first in the row “{row}” and is taken for {amount}, {why}: "
            "so the accounts add up.",
            table=f.table_no,
            page=f.page,
            first=f"{f.first_read:f}",
            row=f.row_label or f.item,
            amount=f"{f.amount:f}",
            why=_why(f),
        )
        for f in changed[:MOST_REREAD]
    ]
    return [*told, *_more(len(changed) - len(told), "number")]


def _why(fact: Fact) -> Sentence:
    if fact.engine == EngineName.OCR:
        return said("which its picture says as well")
    return said("since it is printed red")


def _more(count: int, noun: str) -> list[Sentence]:
    """How many more there are than are listed; nothing where all are."""
    return [said("(and {count} more)", count=counted(count, noun))] if count > 0 else []


def _beside(document: Document) -> list[Sentence]:
    """One sentence on the attached files that lie beside a document."""
    folder = Path(document.path).parent
    there = [name for name in document.attachments if (folder / name).is_file()]
    return [said("Attached to it and beside it: {files}.", files=joined(", ", there, "、"))] if there else []


def _announced_sections(contents: Sequence[PageContent]) -> frozenset[int]:
    """The sections of the prose that the contents page lists, beside its tables (收入决算表（见附件）)."""
    entries = (contents_entry(line.text) for content in contents for line in content.lines)
    return sections.announced(entry for entry in entries if entry and title_of(entry) is None)


def _departures(facts: Sequence[Fact], year: int | None) -> list[NameCheck]:
    """Printed codes that the official classification does not have, or has under another name."""
    printed: set[tuple[str, str, Kind]] = set()
    for f in facts:
        if f.subject_code and f.subject_name and f.table_no not in ("01", "04"):
            printed.add((f.subject_code, f.subject_name, "economic" if f.table_no == "06" else "function"))
    return departures(printed, year)


def _strange_subjects(strange: Sequence[NameCheck]) -> list[Sentence]:
    return [*(check.message for check in strange[:MOST_SUBJECTS]), *_more(len(strange) - MOST_SUBJECTS, "subject")]


def _names_of_others(strange: Sequence[NameCheck]) -> list[Sentence]:
    """Says where codes stand beside the names of other codes: one may be the publisher's slip, several are misread
    rows."""
    found = bearing_others(strange)
    if len(found) < FEWEST_NAMES_OF_OTHERS:
        return []
    check, other = found[0]
    return [
        said(
            "{count} codes stand beside the name of another one, as {code} beside “{name}” ({other}): names or codes "
            "may be of the row beside; compare with the document.",
            count=len(found),
            code=check.code,
            name=check.printed,
            other=other,
        )
    ]


def _without_their_codes(facts: Sequence[Fact], strange: Sequence[NameCheck]) -> Iterator[Sentence]:
    """Says which tables have subjects without a code among others with one, if some code of the document stands beside
    another's name: codes may belong to the row beside. (Without that: some tables print the codes of 项 alone.)"""
    for table in sorted(tables_of(Shape.CODED)) if bearing_others(strange) else ():
        own = [f for f in facts if f.table_no == table]
        bare = dict.fromkeys(
            f.row_label for f in own if not f.subject_code and f.row_label and is_functional_name(f.row_label)
        )
        if len(bare) >= FEWEST_NAMES_OF_OTHERS and any(f.subject_code for f in own):
            yield said(
                "Table {table}: {count} subjects have no code, as “{name}”, while others have: codes may stand in the "
                "row beside; compare with the document.",
                table=table,
                count=len(bare),
                name=next(iter(bare)),
            )
