"""What a number is of: what its clause names, else the side to which it turns, else what was last mentioned."""

from __future__ import annotations

from msgspec.structs import replace

from extractor.kept import compiled
from extractor.prose.patterns.library import Library
from extractor.prose.patterns.subject_rules import SubjectRules
from extractor.prose.understanding.adding_up import exceeds_each, totals_told, whole_told
from extractor.prose.understanding.mind import BUDGETS, Mind
from extractor.prose.understanding.numbers import COUNTED
from extractor.prose.understanding.readings import EDGE, Clause
from extractor.prose.understanding.subjects import SIDES, names_of, names_of_each, turns

AND = ("及", "和", "与", "、")  # part the names of what one sum is for
THREE_PUBLIC = 9
_GUESTS = "接待"
_NONE: frozenset[str] = frozenset()
_OF_A_SIDE = frozenset("收支")  # in the names of what has one
_PLANNED = frozenset((*BUDGETS, "completion_pct"))
_OF_BOTH = compiled(r"^(?:各|分别|均|都)|(?:各|分别|(?<![平人车])均|都)$")
_SUM = compiled(r"\d[\d,.]*[万亿]?元")
_COUNT_AND_SUM = compiled(rf"[^\d]*\d[\d,.]*(?![\d,.]|[万亿]?元)[^；]*?{_SUM.pattern}")
_LIST = compiled(rf"(?:[^，。；：、\n\d]{{2,40}}{_SUM.pattern}[、和及与])+[^，。；：、\n\d]{{2,40}}{_SUM.pattern}，?$")


def subjects_of(library: Library, subject: str, clause: Clause, mind: Mind) -> tuple[tuple[str, ...], Mind]:
    """What a number is of, in a section about `subject`, and what is in mind afterwards."""
    rules = library.subjects
    if clause.token.kind == "count" and _of_guests(rules, subject, clause.words, mind):
        clause = replace(clause, words=_GUESTS)
    elif clause.token.kind in COUNTED and mind.topic != (subject,) and rules.mentions.done.fullmatch(clause.words):
        clause = replace(clause, words="")
    if clause.pattern.changes and clause.token.slots < len(SIDES) and (listed := _each_changed(library, clause)):
        return listed[:1], replace(mind.named(listed, rules), topic=listed[:1], queue=listed[1:])
    named = _named(rules, subject, clause, mind) or _all_for(rules, clause)
    named = named or _side_turned_to(library, subject, clause, mind)
    if named:
        mind = mind.named(named, rules)
        announced = rules.mentions.announced.fullmatch(named[0])
        return named, replace(mind, open=announced["subject"] or mind.open) if announced else mind
    if clause.pattern.changes and (each := _severally(library, clause, mind)):
        own = max(clause.token.slots, 1)
        return each[:own], replace(mind.named(each[:own], rules), queue=each[own:])
    if mind.open and tells_of_all(clause) and _lends(rules, mind):
        mind = replace(mind, topic=(mind.open,), lent=())  # 设备购置项目：购置仪器2台，支出 A 万元
    subjects = _spoken_of(library, clause, mind)
    if clause.pattern.metrics[0] in BUDGETS and (carried := rules.mentions.carried.fullmatch(subjects[0])):
        subjects = (carried["subject"] or subject,)
    mind = replace(mind, total=None)  # an aside is forgotten with the number behind it
    return subjects, mind.named(subjects, rules)


def _named(rules: SubjectRules, subject: str, clause: Clause, mind: Mind) -> tuple[str, ...]:
    """What the clause itself names; nothing where it names nothing."""
    token, words = clause.token, clause.words
    named = names_of(rules, words, clause.exact, token.slots)
    if not named and not mind.told and mind.open is None and rules.names.opens.fullmatch(words):
        named = (words,)
    last = words.rfind("、") if clause.pattern.changes and "、" in words else len(words)  # 接待费、会议费均较上年减少
    if named and token.slots < 2 and rules.names.each.search(clause.text[clause.start + last : token.start]):
        named = names_of_each(rules, words) or named
    if len(named) == 1:
        is_of_both = rules.sides.turn_from.search(named[0]) and _OF_A_SIDE.isdisjoint(named[0])
        side = clause.group("side") if is_of_both else ""
        named = (named[0] + side,) if side else _meant(rules, named[0], subject, clause, mind)
    if named == SIDES and clause.pattern.changes and len(mind.topic) == len(SIDES) and "总" in mind.topic[0]:
        named = mind.topic  # 收、支总计…，收、支各减少
    other = rules.names.begun.sub("", words.strip("、，：)"))
    opens = not named and not mind.told and mind.open is None
    if opens and clause.pattern.inherits and other == rules.mentions.project:
        named = (other,)  # 项目 A 万元：甲 B 万元
    if not named and not rules.mentions.others.get(other, _NONE).isdisjoint(mind.told):
        named = (other,)
    return named


def _meant(rules: SubjectRules, name: str, subject: str, clause: Clause, mind: Mind) -> tuple[str, ...]:
    """What a single name stands for, if it may stand for others: a stage, a part, both sides, one of a pair, its own
    sum."""
    opened = mind.open if mind.open not in (*SIDES, rules.mentions.planned) else None
    if name in rules.mentions.stages:
        projects = (told for told in reversed(mind.told) if told.endswith(rules.mentions.project))
        name = opened or next(projects, name)
    elif opened and (announced := rules.mentions.announced.fullmatch(name)) and not announced["subject"]:
        name = opened + name
    if name in rules.names.unless_new:
        within = _within(name, mind.topic)
        if not within:
            return ()
        (name,) = within
    if rules.sides.both.fullmatch(name) and mind.sides.keys() >= set(SIDES):
        return tuple(mind.sides[side] for side in SIDES)
    if name in rules.mentions.pair and (two := mind.last_told(len(rules.mentions.pair))):
        name = two[rules.mentions.pair.index(name)]
    of_item = rules.sides.own_of.search(mind.topic[0]) is not None
    turns_back = clause.text[clause.start - 1 : clause.start] == "；"
    if rules.sides.own.fullmatch(name) and of_item:
        own = (mind.whole,) if mind.whole and turns_back else mind.topic
        if len(own) != 1:
            return own
        (name,) = own
    if not rules.sides.sum.fullmatch(name):
        return (name,)
    if of_item and not turns_back and mind.metric in (*BUDGETS, "count"):
        return ()  # 公务接待费预算 A 万元，支出合计 B 万元
    return (subject,) if rules.sides.single in subject else (name,)


def _all_for(rules: SubjectRules, clause: Clause) -> tuple[str, ...]:
    """What a count without a name is of, behind money that is all for it: “三公”经费9万元，全部为公务接待，共8批."""
    if clause.token.kind not in COUNTED:
        return ()
    found = rules.mentions.all_for.search(clause.text, clause.sentence, clause.start)
    return (found["subject"],) if found else ()


def _side_turned_to(library: Library, subject: str, clause: Clause, mind: Mind) -> tuple[str, ...]:
    """The 收入 or 支出 to which a clause without a name turns; nothing where it continues with what was last
    mentioned."""
    rules = library.subjects
    if clause.token.slots >= 2:
        return ()
    earlier = () if mind.told else mind.earlier
    if mind.whole and "总" in mind.whole and (part := rules.sides.part.fullmatch(clause.words.strip("，、"))):
        return (part["subject"],)
    spoken = mind.lent or mind.topic  # 6家所属单位，收入 A 万元: not theirs
    side = turns(rules, clause.words, spoken, earlier) or turns(rules, clause.group("side"), mind.topic)  # 年初预算支出
    if len(earlier) > 1 and (whole := rules.sides.turn_whole.match(clause.text, clause.start)):
        side = whole["side"]  # 养护支出 A 万元，管理费 B 万元。支出共计 C 万元
    if not side and mind.open is None and (total := rules.sides.turn_both.match(clause.text, clause.start)):
        side = total["side"]
    if not side and (total := rules.sides.turn_title.fullmatch(clause.words)):
        side = total["side"]
    planned = mind.planned_for if mind.metric in BUDGETS and mind.topic == (mind.planned_for,) else None
    if planned and side == SIDES[-1] and rules.sides.fund.search(planned) and _OF_A_SIDE.isdisjoint(planned):
        return (planned + side,)  # 财政拨款年初预算 A 万元，实际支出 B 万元
    return (_of_side(library, side, subject, clause, mind),) if side else ()


def _spoken_of(library: Library, clause: Clause, mind: Mind) -> tuple[str, ...]:
    """What was mentioned that a number without a name is of; later rules are about what is closer."""
    rules, pattern, text, start = library.subjects, clause.pattern, clause.text, clause.start
    subjects = mind.lent if mind.lent and _is_lent(rules, clause, mind) else mind.topic
    subjects = _money_counted(rules, clause, mind) or subjects
    if pattern.changes and clause.token.kind in COUNTED and clause.token.slots < len(SIDES):
        subjects = mind.counted_in(clause.token.unit) or subjects
    subjects = _whole(library, clause, mind) or subjects
    if mind.earlier and not mind.told and rules.mentions.worth.match(text, start):
        subjects = mind.earlier[:1]  # 车辆 N 辆，其中…。价值 A 万元
    if "completion_pct" in pattern.metrics and rules.mentions.left.fullmatch(subjects[0]):
        subjects = ((mind.whole,) if mind.whole else mind.told[-2:-1]) or subjects  # 支出 A，结余 B，执行率 P%
    planned = mind.planned_for if mind.planned_for != rules.mentions.planned else None
    if pattern.changes and planned and rules.mentions.saved.search(text, start, clause.token.start):
        subjects = (planned,)  # 采购预算 A 万元，成交金额 B 万元，节约 C 万元，节约率 P%
    each, of_all = mind.each, mind.stated
    counted = of_all is not None and clause.token.kind == "percent" and of_all.subject not in mind.topic
    if pattern.changes and each and each.year is None and (of_all is None or counted):
        subjects = (each.subject,)  # 人均支出 A 万元，同比上升 P%
    elif (
        each
        and each.unit == clause.token.unit
        and not (pattern.changes and exceeds_each(clause.token, each))
        and (
            (pattern.changes and of_all and (text[start] not in EDGE or of_all.unit != each.unit))
            or (not pattern.changes and rules.mentions.compares.match(text, start))
        )
    ):
        subjects = (each.subject,)  # 公用经费 A 万元，生均 B 元，比上年提高 C 元
    if mind.total is not None and pattern.changes and rules.mentions.aside_of.search(mind.total):
        subjects = (mind.total,)  # after an aside on what a total holds, a change is that of the total
    if pattern.changes and (totals := totals_told(mind)):
        return totals
    both = clause.token.slots < len(SIDES) and _OF_BOTH.search(clause.words.strip("，、"))
    own = max(_listed(text, clause), len(SIDES)) if both else clause.token.slots  # 各增加, after each was told
    if len(subjects) != own and not (pattern.changes and mind.last_changes(own)):
        told = mind.last_told(own)
        if clause.token.kind == "score" and any(side in name for name in told for side in SIDES):
            # 2个项目，涉及支出 A 万元，得分分别为…
            told = tuple(n for n in told if not any(side in n for side in SIDES))[-1:]
        subjects = told or subjects
    return subjects


def _listed(text: str, clause: Clause) -> int:
    """How many sums stand in a list before a clause: 甲 A 万元、乙 B 万元、丙 C 万元，均增长."""
    listed = _LIST.search(text, clause.sentence, clause.start)
    return len(_SUM.findall(listed[0])) if listed else 0


def _is_lent(rules: SubjectRules, clause: Clause, mind: Mind) -> bool:
    """Whether a number may be of what was mentioned before a count began afresh."""
    kind = clause.token.kind
    return (
        kind in ("amount", "score")
        or "completion_pct" in clause.pattern.metrics
        or (kind == "count" and mind.topic[0].endswith(rules.mentions.rate))
    )


def _money_counted(rules: SubjectRules, clause: Clause, mind: Mind) -> tuple[str, ...]:
    """The money for which things were last counted, if the number is of that and not of them."""
    if mind.metric != "count" or not mind.money or _cost_anew(clause, mind):
        return ()
    pattern, kind = clause.pattern, clause.token.kind
    compares = rules.mentions.compares.match(clause.text, clause.start)
    each_counted = len({c.unit for c in mind.counted}) > 1 and mind.money in mind.told  # no rate is of 4批 and 22人
    is_of_it = (
        (kind == "amount" and (pattern.changes or compares))
        or (kind == "percent" and pattern.changes and compares and each_counted)
        or (mind.money in mind.told and not _PLANNED.isdisjoint(pattern.metrics))
    )
    return (mind.money,) if is_of_it else ()  # 公务接待费 A 万元，接待 N 批次，比上年减少 B 万元


def _cost_anew(clause: Clause, mind: Mind) -> bool:
    """Whether what was counted, after a ；, has money of its own: 车辆费3万元；接待14批，9千元，同比减少6千元."""
    anew = clause.text.rfind("；", clause.sentence, clause.start) + 1
    before = mind.stated is not None and mind.stated.token.end < anew
    return before and _COUNT_AND_SUM.match(clause.text, anew, clause.start) is not None


def _whole(library: Library, clause: Clause, mind: Mind) -> tuple[str, ...]:
    """The whole whose parts were told, if the number is of all of it."""
    rules, text, start = library.subjects, clause.text, clause.start
    named = (mind.whole,) if mind.whole and mind.has_parts() else ()
    if mind.whole and mind.metric == "count" and text[start - 1 : start] == "；":
        return (mind.whole,)  # 车辆 N 辆，其中甲 N 辆；价值 A 万元
    in_all = clause.token.kind in COUNTED and rules.mentions.in_all.match(text, start)
    if mind.whole and in_all and any(c.subject == mind.whole and c.unit != clause.token.unit for c in mind.counted):
        return (mind.whole,)  # 团组 M 个，其中甲 I 个、乙 J 个，累计 N 人次
    if not named and len(mind.amounts) <= len(SIDES):
        return ()  # a whole and two parts are three
    spent = mind.metric == "amount" and mind.planned_for in mind.topic  # 其中：甲预算 A 万元，支出 B 万元，执行率 P%
    of_part = spent or text.find("；", clause.sentence, max(start - 1, 0)) >= 0
    if named and not mind.rated and not of_part and rules.mentions.of_all.search(text, start, clause.token.start):
        return named  # 其中：甲 A 万元，乙 B 万元，执行率 P%，得分 N 分
    if named and in_all and mind.metric == "amount":
        return named  # 接待费用于甲 A 万元、乙 B 万元，共 N 批
    if clause.pattern.changes:
        of_all = rules.mentions.compares.match(text, start)
    elif clause.pattern.metrics == ("amount",):
        of_all = rules.mentions.spending.search(text, start, clause.token.start)
    else:
        of_all = rules.mentions.of_budget.match(text, start)
    listed = mind.metric == "amount" or text[start - 2 : start] == ")，"
    if of_all and listed and not (mind.changed or mind.rate or mind.done) and (whole := whole_told(library, mind)):
        return (whole,)  # 资产 A 万元，其中甲 B 万元、乙 C 万元，较上年增长 P%
    if not named or mind.metric != "amount":
        return ()
    if clause.pattern.changes and rules.mentions.saved.match(text, clause.quote):
        return named  # 采购 A 万元，其中甲 B 万元，乙 C 万元，节约资金 D 万元
    before = text[text.rfind("，", clause.sentence, max(start - 1, 0)) + 1 : start]
    # 其中：甲 A 万元，乙 B 万元；比上年减少 C 万元, 其中…，全部执行完毕，执行率 P%
    return named if before.endswith("；") or rules.mentions.all_done.match(before) else ()


def _of_guests(rules: SubjectRules, subject: str, words: str, mind: Mind) -> bool:
    """Whether words before a count only name who came, where money spent on guests was mentioned."""
    return (
        mind.whole is None
        and rules.mentions.guests.search(words) is not None
        and any(
            rules.mentions.about[THREE_PUBLIC].search(spoken) for spoken in (subject, mind.topic[0], mind.money or "")
        )
    )


def _lends(rules: SubjectRules, mind: Mind) -> bool:
    """Whether what was mentioned is only counted, or planned, for what was announced before."""
    counted = bool(mind.counted) and not rules.mentions.bears.search(mind.topic[0])
    told = mind.topic[0].removeprefix(mind.open or "")
    return counted or rules.mentions.planned_sums.fullmatch(told) is not None


def tells_of_all(clause: Clause) -> bool:
    """Whether a number says of a whole what it cost, or how far or how well it was done."""
    pattern = clause.pattern
    return not (pattern.keeps or pattern.changes) and (
        clause.token.kind in ("amount", "score") or "completion_pct" in pattern.metrics
    )


def _within(word: str, topic: tuple[str, ...]) -> tuple[str, ...]:
    """What a word names that a name mentioned before may include: one of the several of 公务用车购置及…费, or nothing
    new."""
    for spoken in topic:
        before, found, after = spoken.partition(word)
        if found:
            return (before + found,) if after[:1] in AND else ()
    return (word,)


def _severally(library: Library, clause: Clause, mind: Mind) -> tuple[str, ...]:
    """What this change and those that continue it are of, if it says that each has its own."""
    more = len(mind.queue) or _changes_told(library, clause)
    return mind.queue or (mind.last_told(more) if more > clause.token.slots else ())


def _each_changed(library: Library, clause: Clause) -> tuple[str, ...]:
    """The names of a list each of which has its own change: 甲、乙分别增加 A 万元、减少 B 万元."""
    if "、" not in clause.words and not any(joint in clause.words for joint in AND):
        return ()
    names = names_of_each(library.subjects, clause.words)
    return names if 1 < len(names) == _changes_told(library, clause) else ()


def _changes_told(library: Library, clause: Clause) -> int:
    """How many changes go on from one of which a word says that each is of something of its own; 0 without one."""
    rules, at, more = library.subjects, clause.token.end, 1
    if not rules.mentions.severally.search(clause.text, clause.start, clause.token.start):
        return 0
    rate = clause.token.kind == "percent"  # 分别增加 A 万元，增长 P% tells twice of both
    while (also := rules.mentions.also.match(clause.text, at)) and also[0].endswith("%") == rate:
        at, more = also.end(), more + 1
    return more


def _of_side(library: Library, side: str, subject: str, clause: Clause, mind: Mind) -> str:
    """What a bare 收入 or 支出 is of: the part mentioned, else what was last called so, else the section's own."""
    spoken, other = mind.topic[0], SIDES[side == SIDES[0]]
    goes_on = mind.whole is not None or mind.told[-1:] == (spoken,)
    if goes_on and library.subjects.sides.fund.search(spoken) and spoken.count(other) == 1:
        return spoken.replace(other, side)  # 其中：一般公共预算财政拨款收入…；支出…
    own = subject.split("收入支出")[0] + side if "收入支出" in subject else subject
    own = own if side in own else side
    known = mind.sides.get(side)
    if known and clause.pattern.changes and not library.subjects.sides.of_all_of_a_side.search(known):
        known = None
    return own if clause.pattern.inherits else known or own
