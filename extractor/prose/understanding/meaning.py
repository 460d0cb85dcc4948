"""A number in its clause → what it means: what it is of, of which year, more or less, and against what."""

from __future__ import annotations

from decimal import Decimal

from msgspec.structs import replace

from extractor.prose.patterns.library import Library
from extractor.prose.understanding.mind import BUDGETS, Mind
from extractor.prose.understanding.numbers import Token
from extractor.prose.understanding.of_what import AND, subjects_of, tells_of_all
from extractor.prose.understanding.readings import ALL, Clause, Understood
from extractor.prose.understanding.subjects import path_of
from extractor.prose.understanding.years import (
    LAST,
    LAST_BUDGET,
    against,
    each_against,
    each_year,
    of_each_year,
    year_in,
)

_SHORT = Decimal("0.1")  # of a percent, as far as both are rounded


def meaning_of(library: Library, subject: str, clause: Clause, mind: Mind) -> tuple[tuple[Understood, ...], Mind]:
    """What a number means in a section about `subject`, and what is in mind afterwards."""
    token, pattern, rules = clause.token, clause.pattern, library.subjects
    subjects, mind = _subjects(library, subject, clause, mind)
    if rules.mentions.aside.search(clause.text[clause.quote : token.start]):
        mind = replace(mind, total=mind.whole)
    year = _year(library, clause, subjects, mind)
    compared, mind = _compared(library, clause, mind)
    mind = replace(mind, years=_each_year(library, clause, year), bases=_each_base(library, clause, mind))
    if mind.years:
        year = mind.years[0]
    elif pattern.changes and not mind.bases and compared is not None and compared.isdigit():
        year = _changed_in(library, clause, mind, int(compared) + 1)
    elif pattern.changes and not mind.bases:
        year = mind.coming()
    if year == LAST:
        subjects, topic = (tuple(library.years.last_year.sub("", s) or s for s in n) for n in (subjects, mind.topic))
        mind = replace(mind, topic=topic)
    # 年初预算 A 万元，其中接待费预算 B 万元: of that budget, too
    inherits = mind.budget and (pattern.inherits or clause.group("plain"))
    metrics = (mind.budget,) if mind.budget and inherits else pattern.metrics
    if subjects == ("",) and ((pattern.changes and mind.planned) or not {*BUDGETS}.isdisjoint(metrics)):
        subjects = (rules.mentions.planned,)
    elif subjects in (("",), (rules.mentions.planned,)) and mind.planned and tells_of_all(clause):
        subjects = (rules.mentions.outturn,)
        mind = mind.named(subjects, rules)
    elif subjects == ("",) and (said := rules.mentions.accounts.search(clause.text, clause.start, token.start)):
        subjects = (said[0],)
        mind = mind.named(subjects, rules)
    if token.slots == len(metrics):
        metrics = metrics[: token.slot or None]
    each = of_each_year(library, clause.text[clause.quote : token.start], year) if token.slots < 2 else (year,)
    unit, value = token.unit or pattern.unit, _value(clause, mind)
    if token.bracketed and value and not pattern.changes and any(map(rules.mentions.balance.search, subjects)):
        value = -abs(value)
    found = []
    for metric in metrics:
        for name in subjects:
            path = path_of(name, mind.path) if ")" in name else name
            mind = mind.at(name)
            found += [
                Understood(
                    token, pattern, metric, name, None if name == mind.whole else mind.whole, value, unit,
                    clause.quote, clause.end, compared, path, its_year, pattern.context,
                )
                for its_year in each
            ]  # fmt: skip
    return tuple(found), mind


def tells_of_another(library: Library, clause: Clause, reading: Understood, mind: Mind) -> bool:
    """Whether a sum that names nothing is not of what a sentence before told as another sum, since its own begins with
    what is no name: 本年支出 A 万元。设备老化集中更新，支出 B 万元."""
    known, text, multiples = mind.known, clause.text, library.numbers.multiples
    if known is None or known.token.end >= clause.sentence or mind.told or reading.metric != "amount":
        return False
    if clause.pattern.keeps or reading.year is not None or reading.subject != known.subject:
        return False
    said = text[clause.sentence : clause.start].rstrip("，")
    if not said or said[-1] in "：。" or library.subjects.mentions.neutral.search(said):
        return False
    sums = [(r.value or 0) * multiples.get(r.unit or "", 0) for r in (known, reading)]
    return sums[0] != sums[1] and reading.subject not in text[clause.start : clause.token.start]


def _subjects(library: Library, subject: str, clause: Clause, mind: Mind) -> tuple[tuple[str, ...], Mind]:
    """What a number is of, as its pattern words it, and what is in mind then."""
    token, pattern = clause.token, clause.pattern
    spoken = mind.lent or mind.topic
    subjects, mind = subjects_of(library, subject, clause, mind)
    if pattern.lends:  # after a ； a count begins afresh, and money behind it is for that
        anew = "count" in pattern.metrics and clause.text[clause.start - 1 : clause.start] == "；"
        mind = replace(mind, lent=() if anew else spoken)
    if token.slot == 1 and len(subjects) == token.slots:
        subjects = subjects[:1]
    if pattern.subject is not None:
        parts = {"base": clause.group("base").strip("的"), "parent": mind.whole or mind.topic[0]}
        words = {s: library.subjects.names.at_the_end.sub("", s) if parts["base"] else s for s in subjects}
        named = {s: pattern.subject.format(words=w, money=mind.money or s, **parts) for s, w in words.items()}
        subjects = tuple(dict.fromkeys(named.values()))
        if not pattern.keeps and token.slot == 0:
            mind = replace(mind, topic=subjects, told=tuple(named.get(name, name) for name in mind.told))
    return subjects, mind


def further(first: Understood, token: Token, mind: Mind) -> tuple[Understood, Mind]:
    """What a further number of a clause means: of its own subject the same as the first of the first."""
    value = -abs(Decimal(token.digits)) if mind.negative else Decimal(token.digits)
    subject = mind.topic[token.slot - 1] if len(mind.topic) == token.slots else first.subject
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


def shared(first: Understood, token: Token, mind: Mind) -> bool:
    """Whether the clause says what its further numbers are of: each of something of its own, or all of one thing."""
    each = (len(mind.topic), len(mind.years), len(mind.bases), len(first.pattern.metrics))
    return token.slots in each or first.pattern.changes or first.metric == "score"


def _value(clause: Clause, mind: Mind) -> Decimal | None:
    """The number, negative where its clause says less, or continues a change that was negative."""
    token, pattern = clause.token, clause.pattern
    value = Decimal(token.digits) if token.digits else None
    if value is None or not pattern.changes:
        return value
    follows = mind.negative and bool(pattern.after) and "down" not in pattern.expression.groupindex
    return -abs(value) if follows or clause.group("down") else value


def _year(library: Library, clause: Clause, subjects: tuple[str, ...], mind: Mind) -> str | None:
    """The fiscal year that is named for a number; None for the document's own, and for changes."""
    pattern = clause.pattern
    if pattern.changes or pattern.year == "this":
        return None
    words = clause.text[clause.start : clause.token.start]
    named = year_in(library, words)
    if pattern.year == "last" and mind.is_own(named) and year_in(library, clause.words) == named:
        return LAST  # 2022年其他收入由 A 万元降至 B 万元
    if named is None and pattern.year == "last" and mind.is_own(mind.year or mind.figure_year):
        return LAST  # 2022年，其他收入由 A 万元降至 B 万元
    if named is None and (mind.year or mind.told_year or mind.figure_year or mind.frame):
        another = mind.year or _continued(library, clause, words, subjects, mind)
        named = None if another and library.subjects.mentions.anew.search(words) else another
    return named or (LAST if pattern.year == "last" else None)


def _continued(library: Library, clause: Clause, words: str, subjects: tuple[str, ...], mind: Mind) -> str | None:
    """The other year with which what a number continues began; None where it is of this one."""
    told, metrics, named = mind.told_year, clause.pattern.metrics, None
    if metrics in (("amount",), ("count",)) and words[:1] in AND and mind.figure_year:
        named = mind.figure_year  # 2021年收入 A 万元、支出 B 万元
    elif told and (told.subject not in subjects or told.metric not in metrics):
        named = told.year  # 2021年收入 A 万元，支出 B 万元
    if named:
        return None if library.subjects.mentions.this_year.search(words) else named
    # 2021年收入 A 万元。支出 B 万元; what is told again is of this year, unless a heading says of which all is
    goes_on = mind.frame and (mind.lasts or subjects[0] not in mind.framed)
    return LAST if goes_on and not _is_against_last_year(library, clause, mind) else None


def _is_against_last_year(library: Library, clause: Clause, mind: Mind) -> bool:
    """Whether what follows a number in its sentence is against the year before, so that it is of this one."""
    text, start = clause.text, clause.token.end
    stop = min((place for mark in "。\n" if (place := text.find(mark, start)) >= 0), default=len(text))
    return not set(mind.last_year).isdisjoint(each_against(library, text, start, stop))


def begins_year(library: Library, clause: Clause, named: str) -> bool:
    """Whether the part of a sentence up to the next ； is of the year that a clause names: the first one, which begins
    with it; money that was set aside in a year is spent in any."""
    text, rules = clause.text, library.subjects
    if clause.pattern.changes or clause.pattern.year or rules.mentions.of_any_year.search(clause.words):
        return False
    begin = max(clause.sentence, text.rfind("；", clause.sentence, clause.start) + 1)
    begin = found.end() if (found := rules.names.begun.match(text, begin)) and "年" not in found[0] else begin
    year = library.years.years.match(text, begin, clause.token.start)
    return year is not None and clause.start <= year.end() and year_in(library, year[0]) == named


def _changed_in(library: Library, clause: Clause, mind: Mind, after: int) -> str | None:
    """The year of a change that names the year it is against, where it was said that this is the one `after` it:
    2020年收入 A 万元，较2019年增加 B 万元."""
    named = each_year(library, clause.text[clause.start : clause.token.start])
    return str(after) if str(after) in (*named, mind.year, mind.figure_year, mind.coming()) else None


def _each_year(library: Library, clause: Clause, year: str | None) -> tuple[str, ...]:
    """The years of the numbers of one clause, if it names one for each (2020年、2021年收入分别为…)."""
    if year is None or clause.token.slots < 2:
        return ()
    years = each_year(library, clause.text[clause.quote : clause.token.start])
    return years if len(years) == clause.token.slots else ()


def _each_base(library: Library, clause: Clause, mind: Mind) -> tuple[str, ...]:
    """What the changes of one clause are against, if it names something for each (比预算和上年分别减少…)."""
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
    """Whether a change in % right after a completion is by how much that falls short of 100 %, or exceeds it:
    完成预算98%，减少2%."""
    done = mind.done
    return done is None or done.value is None or abs(abs(done.value - ALL) - Decimal(token.digits)) <= _SHORT


def _is_of_another_year(library: Library, clause: Clause, mind: Mind) -> bool:
    """Whether the budget that a change is said to be against is of another year than the document: 比2019年预算."""
    found = list(library.years.planned_in.finditer(clause.text, clause.sentence, clause.token.start))
    return len(mind.last_year) > 1 and bool(found) and not mind.is_own(found[-1]["year"])


def _compared(library: Library, clause: Clause, mind: Mind) -> tuple[str | None, Mind]:
    """What a change or a completion is against: the last word for it, else the last year or budget that was
    mentioned."""
    if clause.pattern.changes:
        behind = mind.done.against if mind.done and mind.metric == "completion_pct" else None  # 完成率 P%，超收 A 万元
        behind = (
            mind.metric if mind.metric in BUDGETS and not mind.earlier_year else behind
        )  # 年初预算 B 万元，超支 C 万元
        before = next(iter(mind.years), None) or behind or mind.year_before() or mind.planned or mind.carried()
        each = _each_base(library, clause, mind)
        base = each[0] if each else against(library, clause.text, clause.sentence, clause.token.start, before)
        if mind.metric == "completion_pct" and clause.token.kind == "percent" and not _left_of(clause.token, mind):
            base = against(library, clause.text, clause.quote, clause.token.start, LAST)
        if base in (*BUDGETS, "budget") and _is_of_another_year(library, clause, mind):
            base = LAST_BUDGET
        base = mind.budgeted or base if base == "budget" else base
        if base == LAST_BUDGET and (mind.stated is None or mind.stated.subject not in mind.topic):
            base = LAST
        return base, replace(mind, against=base)
    if "completion_pct" not in clause.pattern.metrics:
        return None, mind
    base = against(library, clause.text, clause.start, clause.token.start, "budget")
    if each := _each_base(library, clause, mind):
        return each[0], mind  # 分别完成年初预算、调整预算的 P%、Q%
    return (mind.budgeted or base if base == "budget" else base), mind  # 全年预算 B 万元，执行率 P%
