"""What is in mind while a section is read, and how each sign and each figure changes it.

A `Mind` is a value: what is told in passing is read with a mind that is then dropped, and the one before continues.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from extractor.prose.patterns.subject_rules import SubjectRules
from extractor.prose.understanding.numbers import COUNTED
from extractor.prose.understanding.readings import Understood
from extractor.prose.understanding.signs import Heard, Sign
from extractor.prose.understanding.subjects import SIDES, names_of, path_of, turns
from extractor.prose.understanding.years import LAST, THIS

BUDGETS = ("initial_budget", "adjusted_budget")
_OF_THE_PARTS = (*BUDGETS, "completion_pct")  # what is told of a whole and then of its parts without the word for it
SUMS = ("amount", *BUDGETS)
_CHANGES = ("change_amount", "change_pct")
_RATED = ("completion_pct", "score")
_SUMMED = 12  # amounts, of which a sum may be told
_STEPS = ("类)", "款)", "项)")
_SIDES = (SIDES, SIDES[::-1])


class Sum(NamedTuple):
    """An amount or a count that was told, of what and in which unit."""

    value: Decimal
    unit: str | None
    subject: str


class Mind(Struct, frozen=True):
    """What has been mentioned: in the section, in the sentence, by the figure before."""

    topic: tuple[str, ...]  # what is spoken of now
    lasting: tuple[str, ...]  # what a new sentence speaks of
    path: str = ""  # of 类, 款 and 项 last named
    against: str | None = None  # what the last change was against,
    headed: str | None = None  # or a heading says that all below it is
    money: str | None = None  # what the last amount of the paragraph was of,
    stated: Understood | None = None  # and that amount
    known: Understood | None = None  # the last amount of what a new sentence speaks of
    rate: Understood | None = None  # the last change in %,
    done: Understood | None = None  # and the last completion
    sides: dict[str, str] = field(default_factory=dict)  # what was last named of 收入 and of 支出
    amounts: tuple[Sum, ...] = ()  # the last that were told of this year
    budgeted: str | None = None  # the metric of the last budget that was called initial or adjusted
    open: str | None = None  # what was announced, or planned, and nothing yet spent on
    last_year: tuple[str, ...] = (LAST,)  # how the year before the document's is said
    frame: bool = False  # the paragraph tells of that, or all under a heading that `lasts`,
    lasts: bool = False
    framed: tuple[str, ...] = ()  # and what was told of it
    # of the sentence
    whole: str | None = None  # whose parts are told, after 其中
    counted: tuple[Sum, ...] = ()  # the counts told last
    rated: bool = False  # of a part was told how far it is done, or how good
    total: str | None = None  # the whole, while an aside tells of one part of it
    brackets: tuple[Mind, ...] = ()  # what was in mind before each
    told: tuple[str, ...] = ()  # what it has spoken of, in order,
    earlier: tuple[str, ...] = ()  # and the sentence before it, or a bracket that is closed
    years: tuple[str, ...] = ()  # of which the numbers of one clause are, each of its own,
    bases: tuple[str, ...] = ()  # and what they are against
    changed: tuple[tuple[str, str | None], ...] = ()  # amounts by which something changed, and against what
    told_year: Understood | None = None  # the figure of another year with which it began (2021年收入…，支出…)
    queue: tuple[str, ...] = ()  # what the next changes are of, each of its own
    year: str | None = None  # named by a clause of its own (2014年，…), or of the whole
    planned: str | None = None  # the metric of the last budget,
    planned_for: str | None = None  # and what it is for
    budget: str | None = None  # the metric of the whole where it is a budget: its parts are that budget's
    lent: tuple[str, ...] = ()  # what was spoken of before a count or a rate by the way
    # of the figure before
    metric: str | None = None
    each: Understood | None = None  # and it, where it is what was spent on each
    negative: bool = False
    figure_year: str | None = None
    earlier_year: str | None = None  # and of a figure before it that was of another

    def sentence(self, paragraph: bool, goes_on: bool = False) -> Mind:
        """At the beginning of a sentence, or of a `paragraph`. One that `goes_on` (。其中：) tells the parts of what
        the figure before was."""
        money, stated = (None, None) if paragraph else (self.money, self.stated)
        earlier = () if paragraph else self.told
        metric = self.metric if goes_on and self.metric in _OF_THE_PARTS else None
        figure_year = self.figure_year if goes_on else None
        return Mind(
            self.lasting,
            self.lasting,
            path=self.path,
            against=self.figure_year if self.figure_year == LAST and not paragraph else self.against,
            headed=self.headed,
            money=money,
            stated=stated,
            known=self.known,
            sides=self.sides,
            amounts=self.amounts,
            earlier=earlier,
            budgeted=self.budgeted,
            open=self.open,
            last_year=self.last_year,
            frame=self.frame and (self.lasts or not paragraph),
            lasts=self.lasts,
            framed=self.framed,
            metric=metric,
            figure_year=figure_year,
        )

    def speaks_of(self, names: tuple[str, ...]) -> Mind:
        """After a name that the next sentences are about, too."""
        return replace(self, topic=names, lasting=names, open=names[0]).at(names[0]) if names else self

    def within_last_year(self, frame: bool, lasts: bool = False) -> Mind:
        """In a paragraph, or under a heading that `lasts`, that tells of the year before, or of this one again."""
        return replace(self, frame=frame, lasts=lasts, framed=())

    def is_own(self, year: str | None) -> bool:
        """Whether a year is that of the document."""
        return year is not None and year.isdigit() and str(int(year) - 1) in self.last_year

    def coming(self) -> str | None:
        """The year after the document's, if one of the last two figures was of it: what has changed by then."""
        years = (year for year in (self.figure_year, self.earlier_year) if year is not None and year.isdigit())
        return next((year for year in years if str(int(year) - 2) in self.last_year), None)

    def begins_with(self, year: str | None) -> bool:
        """Whether a clause of its own named this year: 2021年，…"""
        return year is not None and year == self.year and not self.brackets

    def tells_of_year(self, reading: Understood) -> Mind:
        """After a figure in a paragraph that tells of last year: one of this year is the first of those behind it."""
        same = reading.year in self.last_year
        return replace(self, framed=(*self.framed, reading.subject)) if same else self.within_last_year(False)

    def at(self, subject: str) -> Mind:
        """After a subject, with the 类 and 款 above what it names."""
        if ")" not in subject:
            return self
        path = path_of(subject, self.path)
        return replace(self, path=path) if path.endswith(_STEPS) else self

    def hears(self, heard: Heard, rules: SubjectRules) -> Mind:
        """After a sign."""
        sign, said = heard
        if sign is Sign.TOPIC:
            return self.speaks_of(names_of(rules, said) or (said,))
        if sign is Sign.FIRST:
            return self if self.told else self.named((said,), rules)
        if sign is Sign.LISTED:
            return replace(self, told=(*self.told, *said.split("、")))
        if sign is Sign.NAME:
            return self.named((said,), rules)
        if sign is Sign.SIDE:
            side = turns(rules, said, self.topic, () if self.told else self.earlier)
            return self.named((self.sides.get(side, side),), rules) if side else self
        if sign is Sign.PLANNED:
            three_public = any(about.search(said) for about in rules.mentions.about.values())
            planned = "adjusted_budget" if three_public else "initial_budget"
            return replace(self, budget=planned, whole=said, topic=(said,))
        if sign is Sign.YEAR:
            year = None if said == THIS else said
            return replace(self, year=year, frame=self.frame and year is not None)
        if sign is Sign.OPENS:
            budget = self.metric if self.metric in BUDGETS else self.budget  # 预算 A 万元（甲 B 万元、乙 C 万元）
            return replace(self, brackets=(*self.brackets, self), year=self.year or self.figure_year, budget=budget)
        if sign is Sign.CLOSES:
            if not self.brackets:
                return self
            before = self.brackets[-1]
            outside = replace(self, topic=before.topic, told=before.told, whole=before.whole, rated=before.rated)
            outside = replace(outside, year=before.year, figure_year=before.figure_year, amounts=before.amounts)
            outside = replace(outside, budget=before.budget, counted=before.counted)
            # 支出 A 万元（上年 B 万元），增加: against last year; 其中: parts of A
            if self.figure_year and not self.is_own(self.figure_year):
                outside = replace(outside, against=self.figure_year, planned=None)
            # 支出 A 万元（预算 B 万元），其中: parts of A
            metric = before.metric if self.metric is None or self.metric in BUDGETS else self.metric
            return replace(outside, earlier=self.told, metric=metric, brackets=before.brackets)
        if sign is Sign.ENDS:
            back = (self.whole,) if self.budget and self.whole else self.topic
            # 支出 A 万元，预算 B 万元；其中: parts of A
            spent = self.metric in BUDGETS and self._is_spent()
            metric = "amount" if spent and self.planned_for in self.told else self.metric
            return replace(self, topic=back, metric=metric, year=None, told_year=None, budget=None, planned_for=None)
        budget = self.metric if self.metric in BUDGETS else None if self.metric else self.budget
        if self.metric in _CHANGES and self.planned and self.topic == (self.planned_for,):
            budget = None if self._is_spent() else self.planned  # 预算 A 万元，比上年减少 B 万元，其中: parts of A
        within = replace(self, budget=budget, year=self.figure_year or self.year)
        if self.whole is not None and not on_other_side(self.whole, self.topic[0]):
            return within
        return replace(within, whole=self.topic[0] if self.topic else None, rated=False)

    def _is_spent(self) -> bool:
        """Whether the last amount was spent on what the last budget was for."""
        return self.stated is not None and self.stated.subject == self.planned_for

    def named(self, subjects: tuple[str, ...], rules: SubjectRules) -> Mind:
        """After the names of what a figure measures."""
        told = tuple(dict.fromkeys((*self.told, *subjects)))
        of_one = [(s, [side for side in SIDES if side in s]) for s in subjects if not rules.sides.of_no_side.search(s)]
        sides = {found[0]: subject for subject, found in of_one if len(found) == 1}
        lent = self.lent if subjects == self.topic else ()
        sides = {**self.sides, **sides} if sides else self.sides
        return replace(self, topic=subjects, lent=lent, told=told, sides=sides)

    def carried(self) -> str | None:
        """What a change continues to be against; a budget that was named in another sentence is not one of what is new
        here."""
        holds = self.changed or self.topic[0] in self.earlier or self.against in (None, self.headed)
        held = self.against if holds or self.against not in (*BUDGETS, "budget") else None
        return held or (self.earlier_year if self.figure_year is None else None)  # 由 A 万元降为 B 万元，降幅 P%

    def year_before(self) -> str | None:
        """The year of the last figure, or that of the one before it if earlier (2022年…，2023年…，增加); a change
        continues with what the one before it was against."""
        if self.metric in _CHANGES:
            return None
        told, before = self.figure_year, self.earlier_year
        if told and before and told.isdigit() and before.isdigit() and before < told:
            return before
        return None if self.is_own(told) else told

    def parts(self) -> int:
        """How many parts of a whole have been told."""
        at = self.told.index(self.whole) + 1 if self.whole in self.told else 0
        return 0 if self.whole is None else len(self.told[at:])

    def has_parts(self) -> bool:
        """Whether several parts of a whole have been told."""
        return self.parts() > 1

    def last_told(self, number: int) -> tuple[str, ...]:
        """The last two or more things mentioned, in order; none where there are fewer."""
        told = self.told if len(self.told) >= number else self.earlier
        return told[-number:] if 1 < number <= len(told) else ()

    def last_changes(self, number: int) -> tuple[str, ...]:
        """What the last two or more changes were against, if they were of the current subject."""
        last = self.changed[-number:]
        bases = tuple(base for subject, base in last if base and (subject,) == self.topic)
        return bases if len(set(bases)) == number else ()

    def tells(self, reading: Understood) -> Mind:
        """After a figure that is a statement."""
        metric, keeps = reading.metric, reading.pattern.keeps
        lasts = not (keeps or self.whole or self.brackets or metric == "count")
        return replace(
            self,
            lasting=self.topic if lasts else self.lasting,
            metric=self.metric if keeps and self.metric == "count" and metric == "amount" else metric,
            counted=self._counted(reading),
            each=reading if reading.pattern.of_each else None,
            negative=reading.value is not None and reading.value < 0,
            figure_year=reading.year,
            earlier_year=self.figure_year if reading.year != self.figure_year else self.earlier_year,
            budget=None if metric == "amount" and not reading.pattern.inherits else self.budget,
            money=reading.subject if metric == "amount" and not keeps else self.money,
            stated=reading if metric == "amount" and not keeps and not reading.is_of_last_year() else self.stated,
            known=reading if metric == "amount" and lasts and not reading.is_of_last_year() else self.known,
            amounts=self._with(reading) if metric == "amount" else self.amounts,
            rate=reading if metric == "change_pct" else self.rate,
            done=reading if metric == "completion_pct" else self.done,
            rated=self.rated or (self.whole is not None and metric in _RATED),
            changed=(*self.changed[-7:], (reading.subject, reading.against))
            if metric == "change_amount"
            else self.changed,
            open=self._open(reading),
            planned=metric if metric in BUDGETS else self.planned,
            budgeted=metric if metric in BUDGETS else self.budgeted,
            planned_for=reading.subject if metric in BUDGETS else self.planned_for,
        )

    def counted_in(self, unit: str | None) -> tuple[str, ...]:
        """What was last counted in a unit, or the whole of which all parts were.

        购置用车2辆，年末保有9辆，比上年增加1辆; 车辆9辆，其中轿车4辆、客车5辆，比上年增加1辆.
        """
        told = [count for count in self.counted if count.unit == unit]
        wholes = (w for i, w in enumerate(told[:-2], 1) if w.value == sum(part.value for part in told[i:]))
        return tuple(count.subject for count in (*wholes, *told[-1:])[:1])

    def _counted(self, reading: Understood) -> tuple[Sum, ...]:
        """The counts told last, which what is told of their changes does not end."""
        if reading.metric == "count":
            return (*self.counted, Sum(reading.value or Decimal(0), reading.unit, reading.subject))
        return self.counted if reading.token.kind in COUNTED else ()

    def _open(self, reading: Understood) -> str | None:
        """What was announced or planned, with nothing spent on it yet, after a figure."""
        if reading.metric in BUDGETS:
            return self.open if self.stated and self.stated.subject == reading.subject else reading.subject
        spent = reading.metric == "amount" and reading.subject == self.open and not reading.pattern.keeps
        return None if spent else self.open

    def _with(self, reading: Understood) -> tuple[Sum, ...]:
        """The amounts, with that of a figure if it is of this year."""
        aside = reading.pattern.keeps and self.metric != "count"  # what was counted before it costs is none
        if reading.value is None or not (reading.year is None or self.is_own(reading.year)) or aside:
            return self.amounts
        return (*self.amounts[-_SUMMED:], Sum(reading.value, reading.unit, reading.subject))

    def passes(self) -> Mind:
        """After a figure that says nothing about the next: told in passing, or not understood."""
        return replace(self, metric=None) if self.metric else self


def on_other_side(whole: str, name: str) -> bool:
    """Whether one of two names is of what came in and the other of what was spent, so that neither is part of the
    other: 总收入 A 万元，其中财政拨款 B 万元；总支出 C 万元，其中…"""
    return any(side in whole and side not in name and other in name and other not in whole for side, other in _SIDES)
