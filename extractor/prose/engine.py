"""A section of running text → readings: every number, with what the words around it say it is.

Each number is read by itself. Its clause, from the last punctuation or number to it, is tried against the patterns
of its kind in order; the first whose expression ends in this number has it. What stands before the expression names
what is measured; where nothing does, it is what was spoken of last: a 其中 holds to the end of its sentence, a bracket
until it closes, then the text speaks again of what it spoke of before. Within a reason, a plan or a list of uses a
number is read as well, but in passing: what is spoken of stays as it is. A number that no pattern fits comes out as
`NotUnderstood`: every number of the text comes out once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from decimal import Decimal

import regex

from extractor.kept import compiled
from extractor.prose.clauses import BREAKS, REACH, clause_start, cut_off, zones_in
from extractor.prose.numbers import FIGURES, Token, numbers, said_without_number
from extractor.prose.pattern import NOTHING, Pattern
from extractor.prose.pattern_library import Library
from extractor.prose.readings import Budget, NotUnderstood, Reading, Sentence, Span
from extractor.prose.subjects import SIDES, names_of, names_of_each, path_of, topic_of, turns
from extractor.prose.years import LAST, against, only_year, year_in

_SENTENCE = compiled(r"[^。\n]+")
_BRACKET = compiled("[()]")
_CLAUSES = compiled(f"([^{BREAKS}]+)([{BREAKS}]?)")
_REASON = compiled("原因[^；。\n]*")  # what is compared in it is not what comes next
_UNFILLED = compiled(r"[Xx×＿_]{2,}|[Xx×]+(?=万?元|%|个|辆)")  # places of a template that nobody filled in
_EDGE = "、，：；。)\n"  # punctuation with which no quote begins
_LOOK_AHEAD = 40  # characters after it that a pattern may look at
_MATCH_SECONDS = 0.1  # of processor time; the slowest match in the field takes a thousandth of it
_BUDGETS = ("initial_budget", "adjusted_budget")
_STEPS = ("类)", "款)", "项)")
_TOPIC = range(4, 130)  # characters of a clause that can name what comes next


@dataclass(slots=True)
class SectionReader:
    """Reads one section of a `text` and of what is `said` in it; it speaks of `subject`.

    `steady` is what a new sentence speaks of, `current` this one.
    """

    library: Library
    text: str
    said: Mapping[int, str]
    section: int | None
    budget: Budget
    subject: str
    steady: tuple[str, ...] = ()
    current: tuple[str, ...] = ()
    above: str = ""  # the path of 类, 款, 项 last named
    against: str | None = None  # what the last change was against
    money: str | None = None  # what the last amount of the paragraph was of
    sides: dict[str, str] = field(default_factory=dict)  # what was last named of 收入 and of 支出

    def read(self, start: int, end: int) -> Iterator[Reading | NotUnderstood]:
        """What the numbers mean, in order, with 持平 and 无此项."""
        self.steady = (self.subject,)
        for sentence in _SENTENCE.finditer(self.text, start, end):
            at, stop = sentence.span()
            while at < stop and not self.budget.spent:
                cut = cut_off(self.text, at, stop)
                yield from self._sentence(at, cut)
                at = cut
            if at < stop:
                break
        if self.budget.spent:
            self.budget.timed_out.update(dict.fromkeys(p.id for p in self.library.patterns))

    def _sentence(self, start: int, end: int) -> Iterator[Reading | NotUnderstood]:
        library, text = self.library, self.text
        if text[start - 1 : start] == "\n":
            self.money = None
        found = numbers(library, text, self.said, start, end)
        wordless = all(t.kind == "bare" for t in found)
        absence = wordless and not _UNFILLED.search(text, start, end)
        found = sorted(found + said_without_number(library, text, start, end, absence), key=lambda t: t.start)
        now = Sentence(
            start, end, list(zones_in(library, self.section, text, start, end)) if found else [], wordless, before=start
        )
        if item := library.subjects.item.match(text, start):
            self._speak_of(names_of(library.subjects, item["subject"]))
        self.current = self.steady
        told = start  # the end of what has been searched for topics
        for token in found:
            if self.budget.spent:
                return
            left = clause_start(text, now.before, token.start)
            held = now.held(token)
            if token.kind in FIGURES:
                self._follow(told, left, token, now)
                told = token.end
            elif left > told and not any(z.start <= token.start < z.end for z in now.zones):
                self._topics(told, left, now)
                told = left
            readings = self._one(token, left, now, held)
            yield from readings
            if not readings and token.digits:
                yield NotUnderstood(token, left, held[0].context if held else None)
            if token.kind in FIGURES or readings:
                now.before = token.end
        self._topics(told, end, now)

    def _one(self, token: Token, left: int, now: Sentence, held: list[Span]) -> tuple[Reading, ...]:
        """The readings of one number, and what it leaves in mind: nothing, where it is told in passing."""
        if token.slot > 1 and now.first is not None:
            readings: tuple[Reading, ...] = (self._further(now.first, token, now),)
        else:
            mind = self.current, self.steady, self.above, self.against
            readings = self._token(token, left, now, {z.name for z in held})
            if readings and readings[0].context is not None:
                self.current, self.steady, self.above, self.against = mind
        if not readings and held and token.digits:
            return self._in_passing(token, left, now, held[0])
        if readings and token.kind == "count" and readings[0].pattern.changes and (zone := now.zone(token)):
            readings = tuple(replace(r, context=r.context or zone.context) for r in readings)  # 原因是人员增加12人
        if token.slot < 2:
            now.first = readings[0] if readings and self._shared(readings[0], token) else None
        if readings and readings[-1].context is None:
            last = readings[-1]
            now.metric, now.negative, now.last_year = last.metric, (last.value or Decimal(0)) < 0, last.year
            if last.metric == "amount" and not last.pattern.inherits:
                now.budget = None
            if last.metric == "amount" and not last.pattern.keeps:
                self.money = last.subject
            if last.metric in _BUDGETS:
                now.planned = last.metric
            if not (last.pattern.keeps or now.parent or now.brackets or last.metric == "count"):
                self.steady = self.current
        elif token.kind in FIGURES:
            now.metric = None
        return readings

    def _in_passing(self, token: Token, left: int, now: Sentence, zone: Span) -> tuple[Reading, ...]:
        kept, mind = replace(now, told=dict(now.told)), (self.current, self.steady, self.above, self.against)
        readings = self._token(token, left, kept, frozenset())
        self.current, self.steady, self.above, self.against = mind
        now.metric = now.first = None
        return tuple(replace(r, context=r.context or zone.context) for r in readings)

    def _follow(self, told: int, left: int, token: Token, now: Sentence) -> None:
        """Follows the text between two numbers: topics, brackets, 其中."""
        self._topics(told, left, now)
        gap = self.text[now.before : token.start]
        if "；" in gap:
            if now.budget and now.parent:
                self.current = (now.parent,)
            now.year = now.budget = None
        for sign in _BRACKET.findall(gap):
            if sign == "(":
                now.brackets.append(self.current)
            elif now.brackets:
                self.current = now.brackets.pop()
        parts = self.library.subjects.parts.search(gap)
        if parts and now.metric is not None:
            now.budget = now.metric if now.metric in _BUDGETS else None
        if now.parent is None and parts:
            now.parent = self.current[0] if self.current else None
            now.year = now.last_year

    def _topics(self, start: int, end: int, now: Sentence) -> None:
        """Takes from clauses without a number what the next figures are about, and of which year they are."""
        if not _TOPIC.start <= end - start < REACH * 20:
            return
        words = self.text[start:end]
        for clause, sign in _CLAUSES.findall(_REASON.sub("", words) if "原因" in words else words):
            if len(clause) in _TOPIC and (topic := topic_of(self.library.subjects, clause, sign == "：")):
                self._speak_of((topic,))
            elif year := only_year(self.library, clause):
                now.year = year

    def _speak_of(self, names: tuple[str, ...]) -> None:
        if names:
            self.current = self.steady = names
            self._path(names[0])

    def _path(self, subject: str) -> str:
        if ")" not in subject:
            return subject
        path = path_of(subject, self.above)
        if path.endswith(_STEPS):
            self.above = path
        return path

    def _token(self, token: Token, left: int, now: Sentence, held: Set[str]) -> tuple[Reading, ...]:
        text = self.text
        right = min(now.end, token.end + _LOOK_AHEAD)
        clause, sentence = text[left:right], ""
        for pattern in self.library.candidates(token.kind, self.section).after(text[left : token.end]):
            if (held and held - pattern.zones) or (pattern.after and now.metric not in pattern.after):
                continue
            if (pattern.alone and not now.wordless) or pattern.id in self.budget.timed_out:
                continue
            base, place = left, clause
            if pattern.sentence:
                base = max(now.start, token.start - REACH * 2)
                place = sentence = sentence or text[base:right]
                if pattern.needs and not any(n in text[base : token.end] for n in pattern.needs):
                    continue
            match = self._match(pattern, place, token.start - base)
            if match is None:
                continue
            if pattern.metrics == NOTHING:
                return ()
            explicit = pattern.names and match["subject"] is not None
            words = match["subject"] if explicit else clause[: max(0, base + match.start() - left)]
            if pattern.words != "any" and (pattern.words == "some") != bool(words.strip("、，：的")):
                continue
            begun = min(left, base + match.start(), base + match.start("subject") if explicit else left)
            end = token.end if token.digits else base + match.end()
            return self._readings(token, pattern, match, words, explicit, (begun, end), now)
        return ()

    def _match(self, pattern: Pattern, place: str, at: int) -> regex.Match[str] | None:
        """The match of a pattern that ends in the number at a place; None where there is none.

        A pattern of the user's that takes too long has none and is tried no more. Those of the library are not timed:
        a look at the clock costs more than most of their matches.
        """
        start, search = 0, pattern.expression.search
        try:
            while match := search(place, start, timeout=_MATCH_SECONDS) if pattern.own else search(place, start):
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
        now: Sentence,
    ) -> tuple[Reading, ...]:
        rules, text = self.library.subjects, self.text
        named = names_of(rules, words, explicit, token.slots)
        if named and token.slots < 2 and rules.each.search(text[span[0] + len(words) : token.start]):
            named = names_of_each(rules, words) or named
        groups = pattern.expression.groupindex
        told = (match["side"] or "") if "side" in groups else ""  # 年初预算支出
        if not named and (side := turns(rules, words, self.current) or turns(rules, told, self.current)):
            whole = self.subject.split("收入支出")[0] + side if "收入支出" in self.subject else self.subject
            whole = whole if side in whole else side
            named = (self._other_side(side, now) or (whole if pattern.inherits else self.sides.get(side) or whole),)
        subjects = self.current = named or self._spoken_of(pattern, now)
        own = 2 if words.endswith("各") else token.slots  # 各增加, after the two were told one by one
        if not named and 1 < own <= len(now.told) and len(subjects) != own:
            subjects = self.current = tuple(now.told)[-own:]
        now.told.update(dict.fromkeys(subjects))
        for name in subjects:
            spoken = [side for side in SIDES if side in name]
            if len(spoken) == 1 and "占" not in name:
                self.sides[spoken[0]] = name
        if token.slot == 1 and len(subjects) == token.slots:
            subjects = subjects[:1]
        if pattern.subject is not None:
            base = (match.groupdict().get("base") or "").strip("的")
            whole = now.parent or self.current[0]
            subjects = tuple(
                pattern.subject.format(words=s, base=base, parent=whole, money=self.money or s) for s in subjects
            )
            if not pattern.keeps and token.slot == 0:
                self.current = subjects
        start, end = span
        while start < token.start and text[start] in _EDGE:
            start += 1
        if rules.aside.search(text[start : token.start]):
            now.whole = now.parent
        value = Decimal(token.digits) if token.digits else None
        base = year = None
        if pattern.changes:
            follows = now.negative and bool(pattern.after) and "down" not in groups
            if value is not None and (follows or ("down" in groups and match["down"])):
                value = -abs(value)
        elif pattern.year != "this":
            year = year_in(self.library, text[start : token.start]) or now.year
            year = year or (LAST if pattern.year == "last" else None)
        if pattern.changes or "completion_pct" in pattern.metrics:
            begun = now.start if pattern.changes else start
            before = (now.last_year or now.planned or self.against) if pattern.changes else "budget"
            base = against(self.library, text, begun, token.start, before)
            if pattern.changes:
                self.against = base
            elif base == "budget":
                base = now.planned or base  # 全年预算 B 万元，执行率 P%
        if year == LAST:
            subjects, self.current = (
                tuple(self.library.last_year.sub("", s) or s for s in names) for names in (subjects, self.current)
            )
        unit = token.unit or pattern.unit
        return tuple(
            Reading(
                token, pattern, metric, subject, now.parent, value, unit, start, end, base, self._path(subject), year,
                pattern.context,
            )
            for metric in self._metrics(pattern, now)
            for subject in subjects
        )  # fmt: skip

    def _other_side(self, side: str, now: Sentence) -> str | None:
        """其中：一般公共预算财政拨款收入…；支出…: among parts, the bare 支出 is that of the part spoken of."""
        spoken = self.current[0]
        other = SIDES[side == SIDES[0]]
        return spoken.replace(other, side) if now.parent and "拨款" in spoken and spoken.count(other) == 1 else None

    def _metrics(self, pattern: Pattern, now: Sentence) -> tuple[str, ...]:
        """The metrics of a pattern; a bare amount among the parts of a budget is of that budget."""
        return (now.budget,) if now.budget and pattern.inherits else pattern.metrics

    def _shared(self, first: Reading, token: Token) -> bool:
        """Whether it is said what the further numbers of a clause are of: each of its own, or all of one."""
        return len(self.current) == token.slots or first.pattern.changes or first.metric == "score"

    def _further(self, first: Reading, token: Token, now: Sentence) -> Reading:
        """A further number of a clause means of its own subject what the first means of the first."""
        value = -abs(Decimal(token.digits)) if now.negative else Decimal(token.digits)
        subject = self.current[token.slot - 1] if len(self.current) == token.slots else self.current[-1]
        return replace(first, token=token, subject=subject, value=value, end=token.end, path=self._path(subject))

    def _spoken_of(self, pattern: Pattern, now: Sentence) -> tuple[str, ...]:
        """What was spoken of last; after an aside on what a total holds, a change is that of the total."""
        whole, now.whole = now.whole, None
        if whole is not None and pattern.changes and self.library.subjects.aside_of.search(whole):
            return (whole,)
        return self.current
