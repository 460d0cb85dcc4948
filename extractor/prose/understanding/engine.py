"""A section of running text → every number, with what the words around it say.

The grammar is small. Between two numbers stand signs (`signs`): a topic, a year, ； , brackets, 其中. The clause of a
number, from the last punctuation or number to it, is tried against the patterns of its kind in order; the first whose
expression ends in this number says what it is: budget, outturn, completion, change, share, count, score. What stands
before the expression names what is measured; where nothing does, it is what was last mentioned (`meaning`). Each sign
and each figure changes what is in mind (`mind`): a 其中 holds to the end of its sentence, a bracket until it closes,
and then the text returns to what it was about before.

Within a reason, a plan or a list of uses a number is read as well, but in passing: what is in mind stays as it is. A
number that no pattern fits comes out as `NotUnderstood`: every number of the text comes out once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate

from msgspec.structs import replace

from extractor.kept import compiled
from extractor.prose.patterns.library import Library
from extractor.prose.text.folding import folded
from extractor.prose.text.typed_tables import Typed
from extractor.prose.understanding.clauses import SENTENCE, clause_start, cut_off, zones_in
from extractor.prose.understanding.matching import clause_of
from extractor.prose.understanding.meaning import begins_year, further, meaning_of, shared, tells_of_another
from extractor.prose.understanding.mind import SUMS, Mind
from extractor.prose.understanding.numbers import COUNTED, EXACT, FIGURES, STATED, Token, numbers, said_without_number
from extractor.prose.understanding.of_what import THREE_PUBLIC
from extractor.prose.understanding.readings import Clause, NotUnderstood, OpenSentence, Span, TimeBudget, Understood
from extractor.prose.understanding.signs import marks, topics
from extractor.prose.understanding.subjects import names_of, of_item
from extractor.prose.understanding.years import against, last_years

_UNFILLED = compiled(r"[Xx×＿_]{2,}|[Xx×]+(?=万?元|%|个|辆)")  # places of a template that nobody filled in
# a line that begins anew
_POINT = compiled(r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))[^，；：]{2,24}")
_NEXT_REASON = compiled("[二三四五六七八九]是")
_UNIT = compiled(r"万?\p{Han}{1,2}(?:[/／]\p{Han}{1,3})?(?=[，；、()])")
_COMPARES = compiled("[比较]")
_COUNTS = ("count",)
_OF_COUNTS = (*_COUNTS, "change_amount")  # what is told of things that are counted
_RIGHT_BEHIND = ("，", "、", "(")
_HEADING = 24  # characters of one that says against what all below it is


@dataclass(slots=True)
class SectionReader:
    """Reads one section of a `text`, with the spelt numbers in it (`said`); where nothing is named it is about
    `subject`, and against what its `title` says."""

    library: Library
    text: str
    said: Mapping[int, str]
    section: int | None
    budget: TimeBudget
    subject: str
    typed: Mapping[int, Typed] = field(default_factory=dict)
    title: str = ""
    year: int | None = None  # of the document
    of_last_year: bool = False  # all of it, unless it says otherwise
    unit: str | None = field(init=False, default=None)  # of all its sums that have none
    mind: Mind = field(init=False)
    passing: Mind | None = field(init=False, default=None)  # among numbers told in passing; dropped behind them

    def __post_init__(self) -> None:
        base = self._base(self.title, 0, len(self.title))
        title = folded(self.title)
        if STATED in title and (stated := self.library.numbers.stated_unit.search(title)):
            self.unit = stated[0]  # 一、收支情况（单位：万元）
        self.mind = Mind(
            (self.subject,),
            (self.subject,),
            against=base,
            headed=base,
            last_year=last_years(self.year),
            frame=self.of_last_year,
            lasts=self.of_last_year,
        )

    def read(self, start: int, end: int) -> Iterator[Understood | NotUnderstood]:
        """What the numbers mean, in order, with 持平 and 无此项."""
        about, tabled = self.section, -1
        for sentence in SENTENCE.finditer(self.text, start, end):
            at, stop = sentence.span()
            if (row := self.typed.get(at)) and not self.budget.is_spent():
                about = self._table(at) if at > tabled else about
                tabled = stop + 1
                yield from self._row(row, at, stop, about)
                continue
            while at < stop and not self.budget.is_spent():
                cut = min(cut_off(self.text, at, stop), self._item_line(at, stop))
                yield from self._sentence(at, cut)
                at = cut
            if at < stop:
                break

    def _item_line(self, at: int, stop: int) -> int:
        """Where the first of the further lines of a sentence begins that is an item of its own; its end without one."""
        line = self.text.find("\n", at, stop) + 1
        while line and not self.library.subjects.topics.item.match(self.text, line):
            line = self.text.find("\n", line, stop) + 1
        return line or stop

    def _sentence(self, start: int, end: int) -> Iterator[Understood | NotUnderstood]:
        now, found = self._begun(start, end)
        self.passing = None
        if not found and self.subject and _POINT.fullmatch(self.text, start, end) and self.text[end : end + 1] == "\n":
            self.mind = self.mind.speaks_of((self.subject,)).within_last_year(False)
        heard = start  # the end of what has been searched for topics
        for token in found:
            if self.budget.is_spent():
                return
            left = self._left(token, now)
            if token.kind in FIGURES:
                self._hear_topics(heard, left)
                heard = token.end
            elif left > heard and now.zone(token) is None:
                self._hear_topics(heard, left)
                heard = left
            unheard = self.mind
            for sign in marks(self.library, self.text[now.before : token.start]):
                self.mind = self.mind.hears(sign, self.library.subjects)
            if unheard.brackets and token.kind in FIGURES and self.text[now.before] == ")":
                self._hear_topics(now.before + 1, left)  # 事业收入9万元(占5%)；其次是其他收入，为4万元
            readings = () if token.broken else self._figure(token, left, now)
            for r in readings:
                yield self._against_which(r)
            if not readings and (token.digits or token.broken):
                held = now.held(token)
                yield NotUnderstood(token, left, held[0].context if held else None)
            if token.kind in FIGURES or readings:
                now.before, now.counted = token.end, token.kind in COUNTED
            else:  # the signs are for the next
                self.mind = unheard
            if not readings and now.zone(token) is None:
                self._name_unread(token, left)
        self._hear_topics(heard, end)
        if not found and self.mind.year in self.mind.last_year:  # （一）2021年度。收入总计 A 万元
            alone = self.text[start - 1 : start] in ("", "\n") and self.text[end : end + 1] == "\n"
            self.mind = self.mind.within_last_year(True, lasts=alone)

    def _against_which(self, reading: Understood) -> Understood:
        """What a number says, with the budget that it is against: a 预算 without a word for which one is the whole
        year's in 三公, as in table 09, and the initial one elsewhere."""
        if reading.against != "budget":
            return reading
        three_public = self._about(reading.subject) == THREE_PUBLIC
        return replace(reading, against="adjusted_budget" if three_public else "initial_budget")

    def _framed(self, reading: Understood, mind: Mind) -> Mind:
        """What is in mind after a figure of the year with which its sentence begins: so does its paragraph."""
        if self.mind.told or mind.frame or reading.metric not in SUMS or reading.year not in mind.last_year:
            return mind
        return mind.within_last_year(True).tells_of_year(reading)

    def _table(self, at: int) -> int | None:
        """The section whose patterns read the typed table that begins here: its 合计, too, is of what its rows are."""
        names = []
        while row := self.typed.get(at):
            names.append(row.name)
            at = self.text.find("\n", at) + 1
        return self._about("，".join(names))

    def _row(self, row: Typed, at: int, stop: int, about: int | None) -> Iterator[Understood | NotUnderstood]:
        """The numbers of a line of a typed table, each by the sentence of its column."""
        starts = list(accumulate((len(cell) + 1 for cell in row.cells), initial=at))
        for token in numbers(self.library, self.text, self.said, at, stop):
            if self.budget.is_spent():
                return
            place = bisect_right(starts, token.start) - 1
            words = row.sentence(place) if place else ""
            read = SectionReader(self.library, words, {}, about, self.budget, row.subject(place))
            found = [r for r in read.read(0, len(words)) if isinstance(r, Understood) and r.token.kind in FIGURES]
            for r in found[:1]:
                yield replace(r, token=replace(r.token, start=token.start, end=token.end), start=at, end=token.end)
            if not found:
                yield NotUnderstood(token, at)

    def _begun(self, start: int, end: int) -> tuple[OpenSentence, list[Token]]:
        """A sentence and its numbers; what is in mind is what the sentences before left there."""
        library, text = self.library, self.text
        found = numbers(library, text, self.said, start, end, self.unit)
        if not found and (base := self._base(text, start, end)):
            self.mind = replace(self.mind, against=base, headed=base)
        wordless = all(t.kind == "bare" for t in found)
        absence = wordless and not _UNFILLED.search(text, start, end)
        if words := said_without_number(library, text, start, end, absence):
            found = sorted(found + words, key=lambda t: t.start)
        if item := library.subjects.topics.item.match(text, start):
            self.mind = self.mind.speaks_of(of_item(library.subjects, item["subject"]))
        paragraph = text[start - 1 : start] == "\n"
        goes_on = not paragraph and text.startswith(library.subjects.mentions.goes_on, start)
        self.mind = self.mind.sentence(paragraph, goes_on)
        zones = list(zones_in(library, self.section, text, start, end)) if found else []
        return OpenSentence(start, end, zones, wordless, before=start), found

    def _base(self, text: str, start: int, end: int) -> str | None:
        """What a heading says everything below it is against: 四、与上年比."""
        short = end - start < _HEADING and _COMPARES.search(text, start, end)
        return against(self.library, text, start, end, None) if short else None

    def _left(self, token: Token, now: OpenSentence) -> int:
        """Where the clause of a number begins; in 62个团组，131人次 the words between belong to the first number."""
        left = clause_start(self.text, now.before, token.start)
        return token.start - 1 if now.counted and left == now.before and self.text[token.start - 1] in "，、" else left

    def _name_unread(self, token: Token, left: int) -> None:
        """After a number that is not understood money is for the things, or the expense, that its clause names."""
        rules, exact = self.library.subjects, token.kind in EXACT
        counts = token.kind == "bare" and token.unit is None and _UNIT.match(self.text, token.end)
        project = self.mind.topic[0].endswith(rules.mentions.project)
        names = names_of(rules, self.text[left : token.start]) if exact or (counts and not project) else ()
        if names and (not exact or all(map(rules.names.each_ends.fullmatch, names))):
            self.mind = self.mind.named(names, rules)

    def _hear_topics(self, start: int, end: int) -> None:
        rules = self.library.subjects
        for sign in topics(self.library, self.text, start, end):
            self.mind = self.mind.hears(sign, rules)
        series = self.text.rfind("；", start, end) + 1  # 水厂：总投资 A 万元；管网：总投资 B 万元
        if series and "：" in self.text[series:end] and (item := rules.topics.item.match(self.text, series)):
            self.mind = self.mind.speaks_of(of_item(rules, item["subject"]))

    def _figure(self, token: Token, left: int, now: OpenSentence) -> tuple[Understood, ...]:
        """What one number says, and what it leaves in mind: nothing, where it is told in passing."""
        readings: tuple[Understood, ...]
        held = now.held(token)
        if token.slot < 2:
            now.severed = 0
        if token.slot > 1 and now.severed:
            readings, mind = (), self.mind
        elif token.slot > 1 and now.first is not None:
            reading, mind = further(now.first, token, self.mind)
            readings = (reading,)
        else:
            readings, mind = self._said(token, left, now, held)
        if not readings and held and token.digits:
            before, self.mind = self.mind, self.passing or self.mind
            readings, within = self._read(token, left, now, [])
            self.passing = within.tells(readings[-1]) if readings else self.passing
            now.first, self.mind = None, before.passes()
            return tuple(replace(r, context=r.context or held[0].context) for r in readings)
        self.passing = None
        readings = self._in_passing(readings, token, left, now)
        now.aside = readings[-1] if readings and readings[-1].context else None
        if now.aside is not None and now.aside.metric == "count":
            now.asides[now.aside.unit] = now.aside
        if token.slot < 2:
            now.first = readings[0] if readings and shared(readings[0], token, mind) else None
        if readings and readings[-1].context is None:
            self.mind = mind.tells(readings[-1])
        elif token.kind in FIGURES:
            self.mind = self.mind.passes()
        return readings

    def _said(
        self, token: Token, left: int, now: OpenSentence, held: list[Span]
    ) -> tuple[tuple[Understood, ...], Mind]:
        """What the words of a number say, and what is in mind then; money right behind something counted in passing is
        for that: 巡查36次，3万元, 招待9次，花费3万元."""
        counted = now.aside
        if token.kind != "amount" or counted is None or not _is_counted(counted):
            return self._read(token, left, now, held)
        between = self.text[now.before : token.start]
        if not self.library.subjects.mentions.costs.fullmatch(between):
            readings, mind = self._read(token, left, now, held)
            if readings or between not in _RIGHT_BEHIND:
                return readings, mind
        before = self.mind
        self.mind = before.named((counted.subject,), self.library.subjects).tells(counted)
        readings, mind = self._read(token, left, now, held)
        self.mind = before
        return readings, replace(mind, lasting=before.lasting)

    def _in_passing(
        self, readings: tuple[Understood, ...], token: Token, left: int, now: OpenSentence
    ) -> tuple[Understood, ...]:
        """What is understood; a change or share of a count told in passing (人员增加12人, 惠及3万人，增长5%) is told in
        passing, too."""
        if readings and readings[0].metric == "amount" and now.asides and not self.mind.told:
            counted = [*now.asides.values()][-1]
            if readings[0].subject == self.subject and _is_counted(counted):  # 资助学生312人，人均9元，共发放 A 万元
                return tuple(replace(r, subject=counted.subject, path="", context=counted.context) for r in readings)
        if not readings or token.kind not in ("count", "percent"):
            return readings
        changes = readings[0].pattern.changes
        zone = now.zone(token) if token.kind == "count" else None
        if zone and (changes or _NEXT_REASON.match(self.text, left)):
            return tuple(replace(r, context=r.context or zone.context) for r in readings)
        share = readings[0].metric == "share_pct" and readings[0].subject in self.mind.topic
        aside = now.asides.get(token.unit, now.aside) if changes else now.aside if share else None
        if aside is None or not _is_counted(aside, _OF_COUNTS):
            return readings
        if any(r.subject not in self.mind.topic for r in readings):
            return readings
        return tuple(replace(r, subject=aside.subject, path="", context=aside.context) for r in readings[:1])

    def _read(
        self, token: Token, left: int, now: OpenSentence, held: list[Span]
    ) -> tuple[tuple[Understood, ...], Mind]:
        about = self._about(self.text[left : token.start])
        clause = clause_of(self.library, self.text, self.mind, self.budget, about, token, left, now, held)
        if clause is None:
            return (), self.mind
        readings, mind = meaning_of(self.library, self.subject, clause, self.mind)
        if readings and tells_of_another(self.library, clause, readings[0], self.mind):
            return (), self.mind
        own = str(self.year)
        if clause.pattern.changes and readings and readings[0].year == own:
            readings = tuple(replace(r, year=None) for r in readings)
        if readings and mind.frame:
            anew = self.library.subjects.mentions.anew.search(clause.text, clause.start, clause.token.start)
            says_none = clause.pattern.changes or (mind.lasts and readings[0].year is None)
            if anew or not says_none:  # 上年支出 A 万元。今年比上年减少 B 万元
                mind = mind.tells_of_year(readings[0])
        named = readings[0].year if readings else None
        if named not in (None, own) and begins_year(self.library, clause, named):
            mind = self._framed(readings[0], replace(mind, told_year=readings[0]))
        elif readings and self.mind.begins_with(readings[0].year):
            mind = self._framed(readings[0], mind)
        elif readings and mind.told_year and not clause.pattern.changes and readings[0].year != mind.told_year.year:
            mind = replace(mind, told_year=None)
        stated = self.mind.stated
        if token.slots < 2 or not readings or stated is None or stated.subject != readings[0].subject:
            return readings, mind
        if shared(readings[0], token, mind) or not self._severally(clause):
            return readings, mind
        now.severed = token.slots  # 支出9万元，分别为5万元、4万元: it is not told of what
        return (), self.mind

    def _severally(self, clause: Clause) -> bool:
        severally = self.library.subjects.mentions.severally
        return severally.search(clause.text, clause.start, clause.token.start) is not None

    def _about(self, words: str) -> int | None:
        """The section whose patterns are tried first; outside the outline, what is named or mentioned may belong to
        one."""
        if self.section is not None:
            return self.section
        spoken = f"{self.mind.topic[0]}，{words}"
        return next((no for no, names in self.library.subjects.mentions.about.items() if names.search(spoken)), None)


def _is_counted(aside: Understood, metrics: tuple[str, ...] = _COUNTS) -> bool:
    """Whether something told in passing was counted, and by a pattern that tells no more than what was done."""
    return aside.metric in metrics and aside.context == aside.pattern.context
