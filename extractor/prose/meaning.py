"""A number in its clause → what it means: of what it is, of which year, more or less, against what."""

from __future__ import annotations

from decimal import Decimal

import regex
from msgspec import Struct
from msgspec.structs import replace

from extractor.prose.mind import BUDGETS, Mind
from extractor.prose.numbers import Token
from extractor.prose.pattern import Pattern
from extractor.prose.pattern_library import Library, SubjectRules
from extractor.prose.readings import Reading
from extractor.prose.subjects import SIDES, names_of, names_of_each, path_of, turns
from extractor.prose.years import LAST, against, each_against, each_year, of_each_year, year_in

_AND = ("及", "和", "与", "、")  # part the names of what one sum is for
_ALL = Decimal(100)  # %
_SHORT = Decimal("0.1")  # of a percent, as far as both are rounded
_THREE_PUBLIC = 9
_GUESTS = "接待"
_PLANNED = frozenset((*BUDGETS, "completion_pct"))
_EDGE = "、，：；。)\n"  # punctuation with which no quote begins


class Clause(Struct, frozen=True):
    """A number and the words about it: the pattern says what is its part (budget, outturn, change, share, …).

    `words` stand before it and may name what is measured, a name as it is where `exact`; the clause goes from `start`
    to `end` in `text`, its sentence begins at `sentence`.
    """

    token: Token
    pattern: Pattern
    match: regex.Match[str]
    words: str
    exact: bool
    text: str
    sentence: int
    start: int
    end: int

    def group(self, name: str) -> str:
        """What a group of the expression has matched; "" where it has none of that name."""
        return (self.match[name] or "") if name in self.pattern.expression.groupindex else ""

    @property
    def quote(self) -> int:
        """Where the words of its quote begin."""
        start = self.start
        while start < self.token.start and self.text[start] in _EDGE:
            start += 1
        return start


def meaning_of(library: Library, subject: str, clause: Clause, mind: Mind) -> tuple[tuple[Reading, ...], Mind]:
    """What a number means in a section that speaks of `subject`, and what is in mind then."""
    token, pattern, rules = clause.token, clause.pattern, library.subjects
    spoken = mind.lent or mind.topic
    subjects, mind = _subjects(library, subject, clause, mind)
    if pattern.lends:  # behind a ； a count begins anew, and money behind it is for that
        anew = "count" in pattern.metrics and clause.text[clause.start - 1 : clause.start] == "；"
        mind = replace(mind, lent=() if anew else spoken)
    if token.slot == 1 and len(subjects) == token.slots:
        subjects = subjects[:1]
    if pattern.subject is not None:
        parts = {"base": clause.group("base").strip("的"), "parent": mind.whole or mind.topic[0]}
        subjects = tuple(pattern.subject.format(words=s, money=mind.money or s, **parts) for s in subjects)
        if not pattern.keeps and token.slot == 0:
            mind = replace(mind, topic=subjects)
    start = clause.quote
    if rules.aside.search(clause.text[start : token.start]):
        mind = replace(mind, total=mind.whole)
    year = _year(library, clause, mind)
    compared, mind = _compared(library, clause, mind)
    mind = replace(mind, years=_each_year(library, clause, year), bases=_each_base(library, clause, mind))
    if mind.years:
        year = mind.years[0]
    if year == LAST:
        subjects, topic = (tuple(library.last_year.sub("", s) or s for s in n) for n in (subjects, mind.topic))
        mind = replace(mind, topic=topic)
    metrics = (mind.budget,) if mind.budget and pattern.inherits else pattern.metrics
    if subjects == ("",) and not {"initial_budget", "adjusted_budget"}.isdisjoint(metrics):
        subjects = (rules.planned,)
    if token.slots == len(metrics):
        metrics = metrics[: token.slot or None]
    each = of_each_year(library, clause.text[clause.quote : token.start], year) if token.slots < 2 else (year,)
    unit, value = token.unit or pattern.unit, _value(clause, mind)
    if token.bracketed and value and not pattern.changes and any(map(rules.balance.search, subjects)):
        value = -abs(value)
    found = []
    for metric in metrics:
        for name in subjects:
            path = path_of(name, mind.path) if ")" in name else name
            mind = mind.at(name)
            found += [
                Reading(
                    token, pattern, metric, name, None if name == mind.whole else mind.whole, value, unit,
                    start, clause.end, compared, path, its_year, pattern.context,
                )
                for its_year in each
            ]  # fmt: skip
    return tuple(found), mind


def further(first: Reading, token: Token, mind: Mind) -> tuple[Reading, Mind]:
    """A further number of a clause means of its own subject what the first means of the first."""
    value = -abs(Decimal(token.digits)) if mind.negative else Decimal(token.digits)
    subject = mind.topic[token.slot - 1] if len(mind.topic) == token.slots else mind.topic[-1]
    path = path_of(subject, mind.path) if ")" in subject else subject
    own = token.slot - 1
    metrics = first.pattern.metrics
    said = replace(
        first,
        token=token,
        metric=metrics[own] if len(metrics) == token.slots else first.metric,
        subject=subject,
        value=value,
        end=token.end,
        path=path,
        year=mind.years[own] if mind.years else first.year,
        against=mind.bases[own] if mind.bases else first.against,
    )
    return said, mind.at(subject)


def shared(first: Reading, token: Token, mind: Mind) -> bool:
    """Whether it is said what the further numbers of a clause are of: each of its own, or all of one."""
    each = (len(mind.topic), len(mind.years), len(mind.bases), len(first.pattern.metrics))
    return token.slots in each or first.pattern.changes or first.metric == "score"


def _subjects(library: Library, subject: str, clause: Clause, mind: Mind) -> tuple[tuple[str, ...], Mind]:
    """Of what a number is: what its clause names, else the side to which it turns, else what was spoken of."""
    rules, token, words = library.subjects, clause.token, clause.words
    if token.kind == "count" and _of_guests(rules, subject, words, mind):
        words = _GUESTS
    named = names_of(rules, words, clause.exact, token.slots)
    if not named and not mind.told and mind.open is None and rules.opens.fullmatch(words):
        named = (words,)
    if named and token.slots < 2 and rules.each.search(clause.text[clause.start + len(words) : token.start]):
        named = names_of_each(rules, words) or named
    if mind.open and len(named) == 1 and rules.stages.fullmatch(named[0]):
        named = (mind.open,)
    if len(named) == 1 and named[0] in rules.unless_new:
        named = _within(named[0], mind.topic)
    if len(named) == 1 and rules.both.fullmatch(named[0]) and mind.sides.keys() >= set(SIDES):
        named = tuple(mind.sides[side] for side in SIDES)
    if named == SIDES and clause.pattern.changes and len(mind.topic) == len(SIDES) and "总" in mind.topic[0]:
        named = mind.topic  # 收、支总计…，收、支各减少
    if len(named) == 1 and named[0] in rules.pair and (two := mind.last_told(len(rules.pair))):
        named = (two[rules.pair.index(named[0])],)
    if len(named) == 1 and rules.own.fullmatch(named[0]) and rules.own_of.search(mind.topic[0]):
        turns_back = clause.text[clause.start - 1 : clause.start] == "；"
        named = (mind.whole,) if mind.whole and turns_back else mind.topic
    if len(named) == 1 and rules.single in subject and rules.sum.fullmatch(named[0]):
        named = (subject,)
    if not named and rules.others.get(words.strip("、，：")) in mind.told:
        named = (words.strip("、，："),)
    if not named and token.slots < 2:
        earlier = () if mind.told else mind.earlier
        spoken = mind.lent or mind.topic  # 6家所属单位，收入 A 万元: not theirs
        side = turns(rules, words, spoken, earlier) or turns(rules, clause.group("side"), mind.topic)  # 年初预算支出
        if len(earlier) > 1 and (whole := rules.turn_whole.match(clause.text, clause.start)):
            side = whole["side"]  # 养护支出 A 万元，管理费 B 万元。支出共计 C 万元
        named = (_of_side(library, side, subject, clause, mind),) if side else ()
    if named:
        return named, mind.named(named, rules)
    if clause.pattern.changes and (each := _severally(library, clause, mind)):
        own = max(token.slots, 1)
        return each[:own], replace(mind.named(each[:own], rules), queue=each[own:])
    if mind.open and _tells_of_all(clause) and _lends(rules, mind):
        mind = replace(mind, topic=(mind.open,), lent=())  # 设备购置项目：购置仪器2台，支出 A 万元
    lent = (
        token.kind in ("amount", "score")
        or "completion_pct" in clause.pattern.metrics
        or (token.kind == "count" and mind.topic[0].endswith(rules.rate))
    )
    subjects = mind.lent if mind.lent and lent else mind.topic
    compares = rules.compares.match(clause.text, clause.start)
    each_counted = len(set(mind.counted)) > 1 and mind.money in mind.told  # a rate cannot be of 4批 and of 22人
    if (
        mind.metric == "count"
        and mind.money
        and (
            (token.kind == "amount" and (clause.pattern.changes or compares))
            or (token.kind == "percent" and clause.pattern.changes and compares and each_counted)
            or (mind.money in mind.told and not _PLANNED.isdisjoint(clause.pattern.metrics))
        )
    ):
        subjects = (mind.money,)  # 公务接待费 A 万元，接待 N 批次，比上年减少 B 万元
    if (
        mind.whole
        and not mind.rated
        and mind.has_parts()
        and rules.of_all.search(clause.text, clause.start, token.start)
    ):
        subjects = (mind.whole,)  # 其中：甲 A 万元，乙 B 万元，执行率 P%，得分 N 分
    elif mind.whole and mind.sums_up() and clause.pattern.changes and rules.saved.match(clause.text, clause.quote):
        subjects = (mind.whole,)  # 采购 A 万元，其中甲 B 万元，乙 C 万元，节约资金 D 万元
    elif mind.whole and mind.sums_up():
        before = clause.text[clause.text.rfind("，", clause.sentence, max(clause.start - 1, 0)) + 1 : clause.start]
        if before.endswith("；") or rules.all_done.match(before):
            subjects = (mind.whole,)  # 其中：甲 A 万元，乙 B 万元；比上年减少 C 万元, 其中…，全部执行完毕，执行率 P%
    if "completion_pct" in clause.pattern.metrics and rules.left.fullmatch(subjects[0]):
        subjects = ((mind.whole,) if mind.whole else mind.told[-2:-1]) or subjects  # 支出 A，结余 B，执行率 P%
    if clause.pattern.changes and mind.planned_for and rules.saved.search(clause.text, clause.start, token.start):
        subjects = (mind.planned_for,)  # 采购预算 A 万元，成交金额 B 万元，节约 C 万元，节约率 P%
    if mind.total is not None:  # after an aside on what a total holds, a change is that of the total
        if clause.pattern.changes and rules.aside_of.search(mind.total):
            subjects = (mind.total,)
        mind = replace(mind, total=None)
    both = token.slots < len(SIDES) and words.endswith(("各", "分别"))
    own = len(SIDES) if both else token.slots  # 各增加, after the two were told one by one
    if len(subjects) != own and not (clause.pattern.changes and mind.last_changes(own)):
        subjects = mind.last_told(own) or subjects
    return subjects, mind.named(subjects, rules)


def _of_guests(rules: SubjectRules, subject: str, words: str, mind: Mind) -> bool:
    """Whether words before a count name no more than who came, where what is spent on guests is spoken of."""
    return rules.guests.search(words) is not None and any(
        rules.about[_THREE_PUBLIC].search(spoken) for spoken in (subject, mind.topic[0], mind.money or "")
    )


def _lends(rules: SubjectRules, mind: Mind) -> bool:
    """Whether what is spoken of is no more than counted, or planned, for what was announced before."""
    counted = bool(mind.counted) and not rules.bears.search(mind.topic[0])
    return counted or rules.planned_sums.fullmatch(mind.topic[0]) is not None


def _tells_of_all(clause: Clause) -> bool:
    """Whether it tells of a whole what it cost, how far or how well it was done."""
    pattern = clause.pattern
    return not (pattern.keeps or pattern.changes) and (
        clause.token.kind in ("amount", "score") or "completion_pct" in pattern.metrics
    )


def _within(word: str, topic: tuple[str, ...]) -> tuple[str, ...]:
    """What a word names that a name spoken of may have: one of the several of 公务用车购置及…费, or nothing new."""
    for spoken in topic:
        before, found, after = spoken.partition(word)
        if found:
            return (before + found,) if after[:1] in _AND else ()
    return (word,)


def _severally(library: Library, clause: Clause, mind: Mind) -> tuple[str, ...]:
    """What this change and those that go on with it are of, where it says that each has its own."""
    if mind.queue:
        return mind.queue
    rules, at, more = library.subjects, clause.token.end, 1
    if not rules.severally.search(clause.text, clause.start, clause.token.start):
        return ()
    rate = clause.token.kind == "percent"  # 分别增加 A 万元，增长 P% tells twice of both
    while (also := rules.also.match(clause.text, at)) and also[0].endswith("%") == rate:
        at, more = also.end(), more + 1
    return mind.last_told(more) if more > clause.token.slots else ()


def _of_side(library: Library, side: str, subject: str, clause: Clause, mind: Mind) -> str:
    """What a bare 收入 or 支出 is of: of the part spoken of, else what was last called so, else the section's own."""
    spoken, other = mind.topic[0], SIDES[side == SIDES[0]]
    if mind.whole and "拨款" in spoken and spoken.count(other) == 1:
        return spoken.replace(other, side)  # 其中：一般公共预算财政拨款收入…；支出…
    own = subject.split("收入支出")[0] + side if "收入支出" in subject else subject
    own = own if side in own else side
    known = mind.sides.get(side)
    if known and clause.pattern.changes and not library.subjects.of_all_of_a_side.search(known):
        known = None
    return own if clause.pattern.inherits else known or own


def _value(clause: Clause, mind: Mind) -> Decimal | None:
    """The number, negative where its clause says less, or the change that it goes on with was negative."""
    token, pattern = clause.token, clause.pattern
    value = Decimal(token.digits) if token.digits else None
    if value is None or not pattern.changes:
        return value
    follows = mind.negative and bool(pattern.after) and "down" not in pattern.expression.groupindex
    return -abs(value) if follows or clause.group("down") else value


def _year(library: Library, clause: Clause, mind: Mind) -> str | None:
    """The fiscal year that is named for a number; None for the document's own, and for changes."""
    pattern = clause.pattern
    if pattern.changes or pattern.year == "this":
        return None
    words = clause.text[clause.start : clause.token.start]
    named = year_in(library, words) or mind.year
    goes_on = pattern.metrics in (("amount",), ("count",)) and words[:1] in _AND
    if named is None and goes_on and mind.figure_year and not library.subjects.this_year.search(words):
        named = mind.figure_year  # 2021年收入 A 万元、支出 B 万元
    return named or (LAST if pattern.year == "last" else None)


def _each_year(library: Library, clause: Clause, year: str | None) -> tuple[str, ...]:
    """The years of the numbers of one clause, where it names one for each (2020年、2021年收入分别为…)."""
    if year is None or clause.token.slots < 2:
        return ()
    years = each_year(library, clause.text[clause.quote : clause.token.start])
    return years if len(years) == clause.token.slots else ()


def _each_base(library: Library, clause: Clause, mind: Mind) -> tuple[str, ...]:
    """What the changes of one clause are against, where it names something for each (比预算和上年分别减少…)."""
    told, own = clause.pattern, clause.token.slots
    if own < 2 or not (told.changes or "completion_pct" in told.metrics):
        return ()
    bases = each_against(library, clause.text, clause.quote, clause.token.start)
    if not bases:  # 与上年、预算相比，各减少 A 万元、B 万元
        before = max(clause.text.rfind("，", clause.sentence, max(clause.quote - 1, 0)) + 1, clause.sentence)
        told_before = each_against(library, clause.text, before, clause.token.start)
        bases = told_before if len(told_before) == own else ()
    return bases if len(bases) == own else mind.last_changes(own) if told.changes and not bases else ()


def _left_of(token: Token, mind: Mind) -> bool:
    """Whether a change in % right behind a completion is what that lacks of 100 %, or is more: 完成预算98%，减少2%."""
    done = mind.done
    return done is None or done.value is None or abs(abs(done.value - _ALL) - Decimal(token.digits)) <= _SHORT


def _compared(library: Library, clause: Clause, mind: Mind) -> tuple[str | None, Mind]:
    """What a change or a completion is against: the last word of it, else the last year or budget that was told."""
    if clause.pattern.changes:
        behind = mind.done.against if mind.done and mind.metric == "completion_pct" else None  # 完成率 P%，超收 A 万元
        behind = (
            mind.metric if mind.metric in BUDGETS and not mind.earlier_year else behind
        )  # 年初预算 B 万元，超支 C 万元
        before = next(iter(mind.years), None) or behind or mind.year_before() or mind.planned or mind.against
        each = _each_base(library, clause, mind)
        base = each[0] if each else against(library, clause.text, clause.sentence, clause.token.start, before)
        if mind.metric == "completion_pct" and clause.token.kind == "percent" and not _left_of(clause.token, mind):
            base = against(library, clause.text, clause.quote, clause.token.start, LAST)
        base = mind.budgeted or base if base == "budget" else base
        return base, replace(mind, against=base)
    if "completion_pct" not in clause.pattern.metrics:
        return None, mind
    base = against(library, clause.text, clause.start, clause.token.start, "budget")
    if each := _each_base(library, clause, mind):
        return each[0], mind  # 分别完成年初预算、调整预算的 P%、Q%
    return (mind.budgeted or base if base == "budget" else base), mind  # 全年预算 B 万元，执行率 P%
