"""The prose of a document → `Figure`s."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from extractor.document.geometry import as_displayed
from extractor.document.model import Box, Page
from extractor.lexicon.concepts import concept_of
from extractor.lexicon.words import cut
from extractor.prose.by_sums import by_sums
from extractor.prose.patterns.library import Library, library
from extractor.prose.patterns.pattern import Context
from extractor.prose.reasons import with_reasons
from extractor.prose.settled import settled
from extractor.prose.text.folding import folded
from extractor.prose.text.running_text import Place, RunningText, running_text
from extractor.prose.text.sections import Role, Section, bodies, missing, sections
from extractor.prose.understanding.engine import SectionReader
from extractor.prose.understanding.numbers import EXACT
from extractor.prose.understanding.readings import NotUnderstood, TimeBudget, Understood
from extractor.prose.understanding.subjects import code_of
from extractor.prose.understanding.years import LAST, OF_A_YEAR, SEVERAL, compared_with, fiscal_year, tells_of_last_year
from extractor.records.closed_sets import Metric
from extractor.records.rows import Figure
from extractor.tables.model import PageContent

SECONDS = 1.5  # of processor time for a document; one of 25 pages takes a hundredth of it


_OF_ALL = frozenset({"income_total", "current_income", "expenditure_total", "current_expenditure"})  # concepts
_AND_OTHERS = "等"  # 结转下年、上解上级支出等
_UNNAMED = "项目"  # 本年一个项目，预算数为…: what it is called is told later
_SHOWN = 40  # characters of a sentence with a number that was not understood
_OF_A_SIDE = {"收入": 2, "支出": 3}  # the sections of the standard outline that tell of each
_ASIDE = {Role.DUTIES: Context.STAFF, Role.ATTACHMENT: Context.USE}


class Prose(Struct, frozen=True):
    """What the prose of a document says.

    - `figures`: every number of the text; those without a metric were not understood.
    - `sections_found`, `sections_missing`: numbers of the standard outline (1–14).
    - `timed_out`: the ids of patterns that took too long, or were not tried to the end because the document took too
      long.
    - `unread`: the places in `figures` of money and percentages that were not understood, except those in duties and
      glossary and those told in passing.
    """

    text: str
    figures: tuple[Figure, ...]
    sections_found: tuple[int, ...]
    sections_missing: tuple[int, ...]
    timed_out: tuple[str, ...]
    unread: tuple[int, ...]

    @property
    def numbers(self) -> int:
        """How many numbers the text has; one may be several figures (收、支总计均为)."""
        return len({(f.char_end, f.value) for f in self.figures if f.value is not None})

    @property
    def numbers_unread(self) -> int:
        """How many of them were not understood."""
        return sum(f.metric is None for f in self.figures)

    def first_unread(self) -> str | None:
        """The words around the first money or percentage that was not understood."""
        if not self.unread:
            return None
        figure = self.figures[self.unread[0]]
        begin = max(self.text.rfind("\n", 0, figure.char_end) + 1, figure.char_end - _SHOWN)
        return self.text[begin : figure.char_end]

    def sentence(self, figure: Figure) -> str:
        """The sentence in which a figure stands, its words in 【】."""
        a, b = figure.char_start, figure.char_end
        start = max(self.text.rfind(stop, 0, a) for stop in "。\n") + 1
        ends = [i for i in (self.text.find(stop, b) for stop in "。\n") if i >= 0]
        return f"{self.text[start:a]}【{self.text[a:b]}】{self.text[b : min(ends, default=len(self.text))]}"


def read_prose(contents: Sequence[PageContent], pages: Sequence[Page], year: int | None = None) -> Prose:
    """The figures of the 情况说明 in the order of the text; `year` is the fiscal year the document is about."""
    lib = library()
    budget = TimeBudget(SECONDS)
    text = running_text(contents, pages)
    found = sections(text)
    dated = {section.title: folded(section.title) for section in found if not OF_A_YEAR.isdisjoint(section.title)}
    figures: list[Figure] = []
    matters: list[bool] = []
    for section in found:
        title = dated.get(section.title)
        before = title is not None and tells_of_last_year(lib, title, dated.values(), year)
        reader = SectionReader(
            lib, text.folded, text.said, section.no, budget, section.subject, text.typed, section.title, year, before
        )
        for reading in reader.read(section.start, section.end):
            figure = _figure(f"n{len(figures) + 1}", lib, text, section, reading, year)
            matters.append(_matters(section, reading))
            figures.append(figure)
    told = settled(by_sums(lib, _named_later(figures)), text.folded, year)
    return Prose(
        text.text,
        with_reasons(text, told),
        bodies(found),
        missing(found),
        tuple(p.id for p in lib.patterns) if budget.spent else tuple(budget.timed_out),
        tuple(place for place, figure in enumerate(told) if figure.metric is None and matters[place]),
    )


def _named_later(figures: Sequence[Figure]) -> list[Figure]:
    """The figures, in which those of 项目 have the name of the one project that their part of the outline names after
    them."""
    found = list(figures)
    for i, figure in enumerate(found):
        if figure.subject == _UNNAMED and figure.section_no is not None:
            after = (f.subject for f in found[i:] if f.section_no == figure.section_no and f.subject != _UNNAMED)
            named = {subject for subject in after if subject.endswith(_UNNAMED)}
            if len(named) == 1:
                found[i] = replace(figure, subject=named.pop())
    return found


def _matters(section: Section, reading: Understood | NotUnderstood) -> bool:
    """Whether a number that was not understood makes the document partial."""
    return reading.token.kind in EXACT and section.role is None and reading.context is None


def _understood(section: Section, reading: Understood | NotUnderstood) -> bool:
    """Whether what is understood of a number is kept: it names a subject, and is not a number of a glossary."""
    return isinstance(reading, Understood) and bool(reading.subject) and section.role is not Role.GLOSSARY


def _context(section: Section, reading: Understood | NotUnderstood) -> Context | None:
    """For what a number is told in passing; beside the duties staff is counted, and money is for the work."""
    if section.role is Role.DUTIES and reading.token.kind in EXACT:
        return Context.USE
    return reading.context if section.role is None else _ASIDE.get(section.role, reading.context)


def _figure(
    name: str,
    lib: Library,
    text: RunningText,
    section: Section,
    reading: Understood | NotUnderstood,
    year: int | None,
) -> Figure:
    token = reading.token
    start, end = reading.start, reading.end
    place = text.place(token.start, token.end)
    context = _context(section, reading)
    if isinstance(reading, NotUnderstood) or not _understood(section, reading):
        value, unit = (Decimal(token.digits) if token.digits else None), token.unit
        read = None
    else:
        value, unit, read = reading.value, reading.unit, reading
    multiple = lib.numbers.multiples.get(unit or "")
    subject = printed_name(read.subject) if read else ""
    changes = read is not None and read.metric in (Metric.CHANGE_AMOUNT, Metric.CHANGE_PCT)
    of_year = fiscal_year(read.year, year) if read else None
    compared = fiscal_year(read.against, year) if read and changes and _is_year(read.against, year) else None
    return Figure(
        figure=name,
        section_no=section.no,
        section=section.title or None,
        metric=Metric(read.metric) if read else None,
        subject=subject,
        subject_code=code_of(read.path, section.no, year) if read else None,
        value=value,
        value_unit=unit,
        value_yuan=None if value is None or multiple is None else value * Decimal(multiple),
        year_compared=compared,
        page=None if place.line is not None else place.page,
        line=place.line,
        char_start=start,
        char_end=end,
        quote=text.text[start:end],
        pattern_id=read.pattern.id if read else None,
        box=_displayed(place, text.pages),
        parent=None if read is None or read.parent is None else printed_name(read.parent),
        concept=_concept(lib, read, subject, unit, section.no) if read else None,
        figure_year=of_year,
        compared_with=compared_with(read.against, year, of_year) if read else None,
        context=context.value if context is not None else None,
        of_this_year=read is None or (read.year != SEVERAL and of_year == year),
    )


def _concept(lib: Library, read: Understood, subject: str, unit: str | None, section: int | None) -> str | None:
    """What a figure measures: the concept of its section, or that of the side on which it is a part
    (总收入…，其中财政拨款…); none for part of a score, or for several that are not all named."""
    if (read.metric == Metric.SCORE and read.pattern.keeps) or subject.endswith(_AND_OTHERS):
        return None
    if not read.parent:
        return concept_of(subject, read.metric, unit, section)
    if cut(subject, of_prose=True).residue and concept_of(subject, read.metric, unit, section) in _OF_ALL:
        return None  # 其中甲站支出 A 万元: of one unit among several
    if section is None and read.metric != Metric.COUNT:  # 公务用车购置及运行费9万元，其中：运行维护9万元
        section = next((no for no, names in lib.subjects.mentions.about.items() if names.search(read.parent)), None)
    if any(side in subject for side in _OF_A_SIDE):
        return concept_of(subject, read.metric, unit, section)
    whole = [no for side, no in _OF_A_SIDE.items() if side in read.parent]
    if len(whole) != 1 or read.metric == Metric.COUNT:
        return concept_of(subject, read.metric, unit, section)
    found = concept_of(subject, read.metric, unit, section) if section is not None else None
    return found or concept_of(subject, read.metric, unit, whole[0])


def _displayed(place: Place, pages: Mapping[int, Page]) -> Box | None:
    """The box of a place on its page as a viewer displays it: to be read, pages are turned and levelled."""
    page = pages.get(place.page)
    return place.box if place.box is None or page is None else as_displayed(place.box, page)


def _is_year(said: str | None, year: int | None) -> bool:
    """Whether a change is said to be against another year than its own."""
    return said == LAST or (said is not None and said.isdigit() and said != str(year))


def printed_name(subject: str) -> str:
    """A name with full-width brackets and curly quotes, as most documents print it, so that equal names group."""
    subject = subject.replace("(", "（").replace(")", "）")
    if '"' not in subject:
        return subject
    parts = subject.split('"')
    return "".join(p + ("" if i == len(parts) - 1 else "“" if i % 2 == 0 else "”") for i, p in enumerate(parts))
