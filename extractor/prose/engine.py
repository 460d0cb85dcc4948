"""A section of running text → readings: every number, with what the words around it say it is.

Each number is read by itself. Its clause, from the last punctuation or number to it, is tried against the patterns
of its kind in order; the first whose expression ends in this number has it. What stands before the expression names
what is measured; where nothing does, it is what was spoken of last: a 其中 holds to the end of its sentence, a bracket
until it closes, then the text speaks again of what it spoke of before. A number that no pattern fits is left out.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

import regex

from extractor.expressions import compiled
from extractor.prose.numbers import FIGURES, Token, numbers, said_without_number
from extractor.prose.pattern import NOTHING, Pattern
from extractor.prose.pattern_library import Library
from extractor.prose.subjects import names_of, path_of, topic_of, turns

_SENTENCE = compiled(r"[^。\n]+")
_BREAKS = "，；。：\n"
_CLAUSES = compiled(f"[{_BREAKS}]")
_REASON = compiled("原因[^；。\n]*")  # what is compared in it is not what comes next
_UNFILLED = compiled(r"[Xx×＿_]{2,}|[Xx×]+(?=万?元|%|个|辆)")  # places of a template that nobody filled in
_EDGE = "、，：；。)\n"  # punctuation with which no quote begins
_LONGEST = 3000  # characters of a sentence read at a time: none in the field is as long
_REACH = 160  # characters before a number that can belong to its clause
_LOOK_AHEAD = 40  # characters after it that a pattern may look at
_MATCH_SECONDS = 0.1  # of processor time; the slowest match in the field takes a thousandth of it
_STEPS = ("类)", "款)", "项)")
_TOPIC = range(4, 130)  # characters of a clause that can name what comes next


@dataclass(frozen=True, slots=True)
class Reading:
    """What a token was read as; the words of its quote stand from `start` to `end`.

    `against` says what a change is against: a year in four digits, `last` for the year before, None for a budget.
    `path` is the subject with the 类 and 款 that were named above it.
    """

    token: Token
    pattern: Pattern
    metric: str
    subject: str
    parent: str | None
    value: Decimal | None
    unit: str | None
    start: int
    end: int
    against: str | None
    path: str


@dataclass(slots=True)
class Budget:
    """How much processor time a document may take, so that a busy machine changes nothing.

    `timed_out` collects the patterns that took too long and are tried no more, or were cut off at the end.
    """

    deadline: float
    timed_out: dict[str, None] = field(default_factory=dict)

    @classmethod
    def of(cls, seconds: float) -> Budget:
        return cls(time.thread_time() + seconds)

    @property
    def spent(self) -> bool:
        return time.thread_time() > self.deadline


@dataclass(frozen=True, slots=True)
class _Span:
    """A zone as it lies in a sentence: numbers of kinds that it does not admit are no figures."""

    start: int
    end: int
    name: str
    admits: frozenset[str]


@dataclass(slots=True)
class _Sentence:
    """A sentence while it is read; `start` and `end` are its places in the text."""

    start: int
    end: int
    zones: list[_Span]
    wordless: bool  # it holds no number with a unit
    parent: str | None = None  # whose parts are told, after 其中
    brackets: list[tuple[str, ...]] = field(default_factory=list)
    metric: str | None = None  # of the figure before
    negative: bool = False
    whole: str | None = None  # the total of which an aside tells a part
    told: dict[str, None] = field(default_factory=dict)  # what it has spoken of, in order


@dataclass(slots=True)
class SectionReader:
    """Reads one section, which speaks of `subject`: `steady` is what a new sentence speaks of, `current` this one."""

    library: Library
    text: str
    section: int | None
    budget: Budget
    subject: str
    steady: tuple[str, ...] = ()
    current: tuple[str, ...] = ()
    above: str = ""  # the path of 类, 款, 项 last named
    against: str | None = None  # what the last change was against

    def read(self, start: int, end: int) -> Iterator[Reading | Token]:
        """The readings in order; a number with a unit that no pattern fits comes as its bare `Token`."""
        self.steady = (self.subject,)
        for sentence in _SENTENCE.finditer(self.text, start, end):
            at, stop = sentence.span()
            while at < stop:
                cut = self._cut(at, stop)
                yield from self._sentence(at, cut)
                at = cut
            if self.budget.spent:
                untried = (p.id for p in self.library.patterns if p.holds_in(self.section))
                self.budget.timed_out.update(dict.fromkeys(untried))
                return

    def _cut(self, at: int, stop: int) -> int:
        """The end of the sentence, or of what of it can be read at a time."""
        if self.budget.spent or stop - at <= _LONGEST:
            return stop
        cut = self.text.rfind("，", at + _REACH, at + _LONGEST)
        return cut + 1 if cut > 0 else at + _LONGEST

    def _sentence(self, start: int, end: int) -> Iterator[Reading | Token]:
        library, text = self.library, self.text
        if self.budget.spent:
            return
        found = numbers(library, text, start, end)
        wordless = all(t.kind == "bare" for t in found)
        absence = wordless and not _UNFILLED.search(text, start, end)
        found = sorted(found + said_without_number(library, text, start, end, absence), key=lambda t: t.start)
        now = _Sentence(start, end, list(self._zones(start, end)) if found else [], wordless)
        self.current = self.steady
        before = told = start  # ends of the number before and of what has been searched for topics
        first: Reading | None = None  # of numbers that share a clause
        for token in found:
            if self.budget.spent:
                return
            left = self._clause_start(before, token.start)
            if token.kind in FIGURES:
                self._follow(told, left, before, token, now)
                told = token.end
            elif left > told and not any(z.start <= token.start < z.end for z in now.zones):
                self._topics(told, left)
                told = left
            if token.slot > 1 and first is not None:
                readings: tuple[Reading, ...] = (self._further(first, token, now),)
            else:
                readings = self._token(token, left, now)
            if token.slot < 2:
                first = readings[0] if readings and self._shared(readings[0], token) else None
            yield from readings
            if readings:
                last = readings[-1]
                now.metric, now.negative = last.metric, (last.value or Decimal(0)) < 0
                if not last.pattern.keeps and now.parent is None and last.metric != "count":
                    self.steady = self.current
            elif token.kind in FIGURES:
                now.metric = None
                yield token
            if token.kind in FIGURES or readings:
                before = token.end
        self._topics(told, end)

    def _clause_start(self, before: int, at: int) -> int:
        """Where the clause begins that ends in a number; a ：, 、 or stray ， right before it does not part them."""
        lowest = max(before, at - _REACH)
        place = at - 1
        if place >= lowest and self.text[place] in "：、，":
            place -= 1
        while place >= lowest and self.text[place] not in _BREAKS:
            place -= 1
        return place + 1

    def _zones(self, start: int, end: int) -> Iterator[_Span]:
        for zone in self.library.zones:
            if zone.sections and self.section not in zone.sections:
                continue
            at = start
            while begun := zone.begins.search(self.text, at, end):
                ended = zone.ends.search(self.text, begun.end(), end) if zone.ends else None
                stop = ended.start() if ended else end
                yield _Span(begun.start(), stop, zone.name, zone.admits)
                at = max(stop, begun.end())

    def _follow(self, told: int, left: int, before: int, token: Token, now: _Sentence) -> None:
        """Follows the text between two numbers: topics, brackets, 其中."""
        self._topics(told, left)
        gap = self.text[before : token.start]
        for sign in gap:
            if sign == "(":
                now.brackets.append(self.current)
            elif sign == ")" and now.brackets:
                self.current = now.brackets.pop()
        if now.parent is None and self.library.subjects.parts.search(gap):
            now.parent = self.current[0] if self.current else None

    def _topics(self, start: int, end: int) -> None:
        """Takes from clauses without a number what the next figures are about."""
        if end - start not in range(_TOPIC.start, _REACH * 20):
            return
        for clause in _CLAUSES.split(_REASON.sub("", self.text[start:end])):
            if len(clause) in _TOPIC and (topic := topic_of(self.library.subjects, clause)):
                self.current = self.steady = (topic,)
                self._path(topic)

    def _path(self, subject: str) -> str:
        path = path_of(subject, self.above)
        if path.endswith(_STEPS):
            self.above = path
        return path

    def _token(self, token: Token, left: int, now: _Sentence) -> tuple[Reading, ...]:
        text = self.text
        held = {z.name for z in now.zones if z.start <= token.start < z.end and token.kind not in z.admits}
        right = min(now.end, token.end + _LOOK_AHEAD)
        clause, sentence = text[left:right], ""
        for pattern in self.library.candidates(token.kind, self.section):
            if held - pattern.zones or (pattern.after and now.metric not in pattern.after):
                continue
            if (pattern.alone and not now.wordless) or pattern.id in self.budget.timed_out:
                continue
            base, place = left, clause
            if pattern.sentence:
                base = max(now.start, token.start - _REACH * 2)
                place = sentence = sentence or text[base:right]
            if pattern.needs and not any(n in place for n in pattern.needs):
                continue
            match = self._match(pattern, place, token.start - base)
            if match is None:
                continue
            if pattern.metrics == NOTHING:
                return ()
            explicit = "subject" in pattern.expression.groupindex and match["subject"] is not None
            words = match["subject"] if explicit else clause[: max(0, base + match.start() - left)]
            if pattern.words != "any" and (pattern.words == "some") != bool(words.strip("、，：的")):
                continue
            begun = min(left, base + match.start(), base + match.start("subject") if explicit else left)
            end = token.end if token.digits else base + match.end()
            return self._readings(token, pattern, match, words, explicit, (begun, end), now)
        return ()

    def _match(self, pattern: Pattern, place: str, at: int) -> regex.Match[str] | None:
        """The match of a pattern that ends in the number at a place; None where there is none in time."""
        start = 0
        try:
            while match := pattern.expression.search(place, start, timeout=_MATCH_SECONDS):
                if match.start("number") >= at:
                    return match if match.start("number") == at else None
                start = match.start() + 1
        except TimeoutError:
            self.budget.timed_out[pattern.id] = None
        return None

    def _readings(
        self,
        token: Token,
        pattern: Pattern,
        match: regex.Match[str],
        words: str,
        explicit: bool,
        span: tuple[int, int],
        now: _Sentence,
    ) -> tuple[Reading, ...]:
        rules, text = self.library.subjects, self.text
        named = names_of(rules, words, explicit, token.slots)
        if not named and turns(rules, words, self.current):
            named = (self.subject,)
        subjects = self.current = named or self._spoken_of(pattern, now)
        own = 2 if words.endswith("各") else token.slots  # 各增加, after the two were told one by one
        if not named and 1 < own <= len(now.told) and len(subjects) != own:
            subjects = self.current = tuple(now.told)[-own:]
        now.told.update(dict.fromkeys(subjects))
        if token.slot == 1 and len(subjects) == token.slots:
            subjects = subjects[:1]
        if pattern.subject is not None:
            base = (match.groupdict().get("base") or "").strip("的")
            whole = now.parent or self.current[0]
            subjects = tuple(pattern.subject.format(words=s, base=base, parent=whole) for s in subjects)
            if not pattern.keeps and token.slot == 0:
                self.current = subjects
        start, end = span
        while start < token.start and text[start] in _EDGE:
            start += 1
        if rules.aside.search(text[start : token.start]):
            now.whole = now.parent
        value = Decimal(token.digits) if token.digits else None
        against = None
        if pattern.changes:
            groups = pattern.expression.groupindex
            follows = now.negative and bool(pattern.after) and "down" not in groups
            if value is not None and (follows or ("down" in groups and match["down"])):
                value = -abs(value)
            against = self._against(now.start, token.start)
        unit = token.unit or pattern.unit
        return tuple(
            Reading(token, pattern, metric, subject, now.parent, value, unit, start, end, against, self._path(subject))
            for metric in pattern.metrics
            for subject in subjects
        )

    def _shared(self, first: Reading, token: Token) -> bool:
        """Whether it is said what the further numbers of a clause are of: each of its own, or all of one."""
        return len(self.current) == token.slots or first.pattern.changes or first.metric == "score"

    def _further(self, first: Reading, token: Token, now: _Sentence) -> Reading:
        """A further number of a clause means of its own subject what the first means of the first."""
        value = -abs(Decimal(token.digits)) if now.negative else Decimal(token.digits)
        subject = self.current[token.slot - 1] if len(self.current) == token.slots else self.current[-1]
        return replace(first, token=token, subject=subject, value=value, end=token.end, path=self._path(subject))

    def _spoken_of(self, pattern: Pattern, now: _Sentence) -> tuple[str, ...]:
        """What was spoken of last; after an aside on what a total holds, a change is that of the total."""
        whole, now.whole = now.whole, None
        if whole is not None and pattern.changes and self.library.subjects.aside_of.search(whole):
            return (whole,)
        return self.current

    def _against(self, start: int, at: int) -> str | None:
        """What a change is against by the last word of it before the number in its sentence, or in one before."""
        place = -1
        for name, base in self.library.bases.items():
            for match in base.finditer(self.text, start, at):
                if match.start() >= place:
                    place = match.start()
                    self.against = match["year"] if name == "year" else "last" if name == "last_year" else None
        return self.against
