"""The prose of a document → `Figure`s."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractor.document.geometry import as_displayed
from extractor.document.model import Box, Page
from extractor.prose.engine import Budget, Reading, SectionReader
from extractor.prose.numbers import Token
from extractor.prose.pattern_library import Library, library
from extractor.prose.reasons import with_reasons
from extractor.prose.running_text import Place, RunningText, running_text
from extractor.prose.sections import Section, missing, sections
from extractor.prose.subjects import code_of
from extractor.records.closed_sets import Metric
from extractor.records.rows import Figure
from extractor.tables.model import PageContent

SECONDS = 1.5  # of processor time for a document; one of 25 pages takes a hundredth of it


@dataclass(frozen=True, slots=True)
class Unread:
    """A number with a unit in a section that no pattern fits, by its place in the running text."""

    section_no: int | None
    section: str
    char_start: int
    char_end: int


@dataclass(frozen=True, slots=True)
class Prose:
    """What the prose of a document says.

    `sections_found` and `sections_missing` are numbers of the standard outline (1–14); `timed_out` the ids of
    patterns that took too long, or were not tried to the end because the document took too long; `unread` the
    numbers that were not understood.
    """

    text: str
    figures: tuple[Figure, ...]
    sections_found: tuple[int, ...]
    sections_missing: tuple[int, ...]
    timed_out: tuple[str, ...]
    unread: tuple[Unread, ...]

    def sentence(self, number: Unread) -> str:
        """The sentence in which a number stands, the number itself in 【】."""
        start = max(self.text.rfind(stop, 0, number.char_start) for stop in "。\n") + 1
        ends = [i for i in (self.text.find(stop, number.char_end) for stop in "。\n") if i >= 0]
        a, b = number.char_start, number.char_end
        return f"{self.text[start:a]}【{self.text[a:b]}】{self.text[b : min(ends, default=len(self.text))]}"


def read_prose(contents: Sequence[PageContent], pages: Sequence[Page], year: int | None = None) -> Prose:
    """The figures of the 情况说明 in the order of the text; `year` is the fiscal year the document is about."""
    lib = library()
    budget = Budget.of(SECONDS)
    text = running_text(contents, pages)
    found = sections(text)
    figures: list[Figure] = []
    unread: list[Unread] = []
    for section in found:
        reader = SectionReader(lib, text.folded, section.no, budget, section.kind.subject)
        for reading in reader.read(section.start, section.end):
            if isinstance(reading, Token):
                unread.append(Unread(section.no, section.title, reading.start, reading.end))
            else:
                figures.append(_figure(f"n{len(figures) + 1}", lib, text, section, reading, year))
    return Prose(
        text.text,
        with_reasons(text, figures),
        tuple(sorted({s.no for s in found if s.no is not None})),
        missing(found),
        tuple(budget.timed_out),
        tuple(unread),
    )


def _figure(name: str, lib: Library, text: RunningText, section: Section, reading: Reading, year: int | None) -> Figure:
    token = reading.token
    start, end = reading.start, reading.end
    place = text.place(token.start, token.end)
    multiple = lib.multiples.get(reading.unit or "")
    value = reading.value
    compared = None
    if reading.metric in (Metric.CHANGE_AMOUNT, Metric.CHANGE_PCT):
        if reading.against == "last":
            compared = None if year is None else year - 1
        elif reading.against is not None:
            compared = int(reading.against)
    return Figure(
        figure=name,
        section_no=section.no,
        section=section.title,
        metric=Metric(reading.metric),
        subject=printed_name(reading.subject),
        subject_code=code_of(reading.path, section.no, year),
        value=value,
        value_unit=reading.unit,
        value_yuan=None if value is None or multiple is None else value * Decimal(multiple),
        year_compared=compared,
        page=None if place.line is not None else place.page,
        line=place.line,
        char_start=start,
        char_end=end,
        quote=text.text[start:end],
        pattern_id=reading.pattern.id,
        box=_displayed(place, text.pages),
        parent=None if reading.parent is None else printed_name(reading.parent),
    )


def _displayed(place: Place, pages: Mapping[int, Page]) -> Box | None:
    """The box of a place on its page as a viewer displays it; pages are turned to be read."""
    page = pages.get(place.page)
    if place.box is None or page is None or not page.turned:
        return place.box
    return as_displayed(place.box, page.width, page.height, page.turned)


_PRINTED = str.maketrans({"(": "（", ")": "）"})


def printed_name(subject: str) -> str:
    """Names stand in full-width brackets and curly quotes, as most documents print them, so that they group."""
    parts = subject.translate(_PRINTED).split('"')
    return "".join(p + ("" if i == len(parts) - 1 else "“" if i % 2 == 0 else "”") for i, p in enumerate(parts))
