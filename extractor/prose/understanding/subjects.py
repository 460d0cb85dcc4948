"""The words before a number → the name of what it measures, and the code of the 科目 that it names."""

from __future__ import annotations

import functools
from collections import defaultdict

from extractor import knowledge
from extractor.classification.subjects import Kind, all_entries, bare_name, class_code, official
from extractor.document.numbers import FUNCTIONAL_CODE
from extractor.kept import compiled
from extractor.lexicon.concepts import concept_of
from extractor.prose.patterns.subject_rules import RULE, Names, SubjectRules
from extractor.prose.text.folding import folded

_STEP = compiled(r"(?P<name>[^()]*(?:\([^()类款项]{1,12}\)[^()]*)*)\(\d{0,7}(?P<level>类|款|项)\)")
_BELOW = compiled(r"\(\d{0,7}[类款]\)[^()]+$")
_CODE = compiled(rf"(?<!\d)({FUNCTIONAL_CODE})(?![\d类款])")
_CODE_BEFORE = compiled(r"^[23]\d{2}(?:\d{2}){0,2}(?=\p{Han})")
_PRINTED_STEP = compiled(r"\((\d{2,7})\)")
_ECONOMIC_SECTION = 6
_LONGEST = 60  # characters of a name of the classification with what stands behind it
SIDES = ("收入", "支出")
_LEVELS = {"类": 3, "款": 5, "项": 7}


@functools.lru_cache(maxsize=8192)
def names_of(rules: SubjectRules, words: str, exact: bool = False, numbers: int = 1) -> tuple[str, ...]:
    """The names in the words of a clause: none, one, two (收、支总计), or as many as numbers follow.

    `exact`: the words are a name already.
    """
    name = words.strip("、，：的") if exact else _cleaned(rules, words)
    if not name or (_is_nothing(rules, name) and not rules.names.cause.search(words)):
        return ()
    name = _begun(rules, name) if exact else name
    if joint := rules.names.joint.fullmatch(name):
        pieces = joint.groupdict("")
        return tuple(form.format(**pieces) for form in rules.names.joint_gives)
    if exact:
        return (name,)
    if numbers > 1:
        parts = [_cleaned(rules, part) for part in rules.names.between.split(_trimmed(rules, words))]
        if parts[0].endswith(SIDES):  # 财政拨款收入、支出、结余分别为…: the second side is of what the first is of
            parts = [parts[0], *(parts[0][: -len(SIDES[0])] + n if n in SIDES else n for n in parts[1:])]
        listed = tuple(n for n in parts if n and (n in SIDES or not rules.names.nothing.fullmatch(n)))
        if len(listed) == numbers == len(parts):
            return listed
    return (name,)


def _is_nothing(rules: SubjectRules, name: str) -> bool:
    """Whether words name nothing: those of the classification (其他法院支出) always do."""
    return rules.names.nothing.fullmatch(name) is not None and not _is_classified(name)


def names_of_each(rules: SubjectRules, words: str) -> tuple[str, ...]:
    """The names in the words before a number that is of each of them; none where they are not plainly names."""
    parts = tuple(_cleaned(rules, part) for part in rules.names.between.split(_trimmed(rules, words)))
    if len(parts) == 1 and (both := rules.names.both_sides.fullmatch(parts[0])):
        return tuple(form.format(**both.groupdict("")) for form in rules.names.joint_gives)
    return parts if len(parts) > 1 and all(map(rules.names.each_ends.fullmatch, parts)) else ()


def listed_in(rules: SubjectRules, clause: str) -> tuple[str, ...]:
    """The names of which a clause without a number says that something consists; each of the next numbers may be of
    one."""
    made = rules.names.made_of.fullmatch(clause)
    return names_of_each(rules, made["names"]) if made else ()


def of_item(rules: SubjectRules, name: str) -> tuple[str, ...]:
    """The name of an item in front of what is told of it; there 收入 and 支出 are names."""
    return (name,) if name in SIDES else names_of(rules, name)


def only_in(rules: SubjectRules, clause: str) -> str | None:
    """The one thing of its kind that a clause without a number says there is."""
    found = rules.names.only.search(clause) if "只" in clause or "仅" in clause else None
    return _cleaned(rules, found["subject"]) or None if found else None


def _begun(rules: SubjectRules, name: str) -> str:
    """A name as it is given, without an ordinal, a year or 其中 before it."""
    return rules.names.begun.sub("", name) or name


@functools.lru_cache(maxsize=8192)
def turns(rules: SubjectRules, words: str, current: tuple[str, ...], earlier: tuple[str, ...] = ()) -> str | None:
    """The side, 收入 or 支出, to which words turn that name nothing else, where the other side or nothing was
    mentioned.

    Where the sentence before (`earlier`) tells of several of a side, it is none of them: 总收入…，其他收入…。收入减少….
    """
    turn = rules.sides.turn.fullmatch(_cleaned(rules, words) or words.strip("，、"))
    if turn is None or not current:
        return None
    side, spoken = turn["side"] or SIDES[-1], current[0]  # 开支
    if not spoken or "".join(SIDES) in spoken or rules.sides.of_no_side.search(spoken):
        return side  # 收入支出总计 says neither
    if len(current) > 1:
        return side  # after 收、支总计 each by itself; after several of a side it is the whole
    if spoken in earlier[1:] and (side if side in spoken else SIDES[side == SIDES[0]]) in earlier[0]:
        return side  # 总收入…，利息…。支出…: of the other side
    return side if side not in spoken and rules.sides.turn_from.search(spoken) else None


@functools.lru_cache(maxsize=8192)
def _cleaned(rules: SubjectRules, words: str) -> str:
    name = _trimmed(rules, words)
    if _is_classified(name):
        return name
    if "、" in name and not rules.names.joint.fullmatch(name) and not rules.names.together.fullmatch(name):
        name = _last(name)
    name = name.strip("、，：的")
    if ")" in name and (whole := rules.names.whole_in_brackets.fullmatch(name)):
        name = whole["subject"]
    return name.strip('"') if name.count('"') % 2 else name


def _last(names: str) -> str:
    """The last of the names in a list; a 、 within brackets separates none, nor does one in the name of an item below
    its 类 or 款: …（款）环境保护法规、规划及标准（项）."""
    depth = 0
    for i in range(len(names) - 1, -1, -1):
        if names[i] in "()":
            depth += 1 if names[i] == ")" else -1
        elif names[i] == "、" and depth <= 0 and not _BELOW.search(names, 0, i):
            return names[i + 1 :]
    return names


def _trimmed(rules: SubjectRules, words: str) -> str:
    """The words without those that are not part of a name; several names may be left."""
    name = words
    open_at = _unmatched(name)
    if open_at >= 0:
        name = name[open_at + 1 :]
    for _ in range(3):
        if classified := _classified_in(rules.names, name):
            return classified
        whole, name = name, _cut_after(rules.names, _cut_before(rules.names, name))
        if name == whole:
            break
    return name


def _cut_after(rules: Names, name: str) -> str:
    """A name without what each rule in turn finds behind it."""
    for rule in rules.after if rules.any_after.search(name) else ():
        if cut := rule.search(name):
            name = name[: cut.start()]
    return name


def _classified_in(rules: Names, words: str) -> str | None:
    """The name of the classification that is left of words without what stands behind it, if one is."""
    if len(words) > _LONGEST:
        return None
    name = words
    while not _is_classified(name):
        shorter = _cut_last(rules, name)
        if shorter == name:
            return None
        name = shorter
    return name


def _cut_last(rules: Names, name: str) -> str:
    """A name without what the first rule that finds something finds behind it."""
    found = (rule.search(name) for rule in rules.after) if rules.any_after.search(name) else ()
    return next((name[: cut.start()] for cut in found if cut), name)


def _is_classified(name: str) -> bool:
    """Whether a name, its code before it or not, is one of the classification, of which nothing is cut off
    (国家知识产权战略, 环境国际合作及履约)."""
    return (_CODE_BEFORE.sub("", name) if name[:1].isdigit() else name) in _classified()


@functools.cache
def _classified() -> frozenset[str]:
    return frozenset(folded(entry.name) for entry in all_entries())


def _cut_before(rules: Names, name: str) -> str:
    """A name without what each rule in turn finds in front of it; rules that find nothing are passed over in one
    look."""
    at = 0
    while found := rules.first_before.match(name):
        first = int((found.lastgroup or RULE + "0").removeprefix(RULE))
        is_next = first >= at  # else an earlier one's turn is over
        before = rules.before[first : first + 1] if is_next else rules.before[at:]
        for rule in before:
            if (cut := rule.match(name)) and cut.end():
                name = name[cut.end() :]
        if first < at:
            break
        at = first + 1
    return name


def _unmatched(name: str) -> int:
    """The place of the last bracket without its other half, or -1."""
    depth: list[int] = []
    last = -1
    for i, sign in enumerate(name):
        if sign == "(":
            depth.append(i)
        elif sign == ")":
            if depth:
                depth.pop()
            else:
                last = i
    return max([last, *depth])


def name_before(rules: SubjectRules, gap: str) -> str | None:
    """The name that a stretch ends in with the bracket of its number: 项目支出(320万元); within a list any name is one:
    用于设备购置(12万元)、档案整理(3万元)."""
    start = max(map(gap.rfind, "，。；：\n"), default=-1) + 1
    staged = rules.names.staged.search(gap, start, len(gap) - 1)
    name = _cleaned(rules, gap[start : staged.start() if staged else -1])
    is_one = staged or rules.names.each_ends.fullmatch(name) or rules.names.in_a_list.search(gap)
    return name if name and is_one and not rules.names.nothing.fullmatch(name) else None


def whole_before(rules: SubjectRules, gap: str) -> str | None:
    """The name of an expense in front of the word behind which its parts are told: 接待费用于甲 A 万元、乙 B 万元."""
    name = _cleaned(rules, gap[max(map(gap.rfind, "，。；：\n"), default=-1) + 1 :])
    return name if rules.names.each_ends.fullmatch(name) and not rules.names.nothing.fullmatch(name) else None


@functools.lru_cache(maxsize=8192)
def topic_of(rules: SubjectRules, clause: str, heads: bool = False) -> str | None:
    """What a clause without a number says the next figures are about; `heads`: it ends in a ：."""
    if heads and (head := rules.topics.head.fullmatch(clause) or rules.topics.point.fullmatch(clause)):
        name = _cleaned(rules, head["subject"])
        if name and not rules.names.nothing.fullmatch(name):
            return name
    for topic in rules.topics.topics:
        if found := topic.search(clause):
            name = _cleaned(rules, found["subject"])
            work = found.groupdict().get("work")
            return rules.topics.work.format(work=work, subject=name) if name and work else name or None
    return None


@functools.lru_cache(maxsize=8192)
def first_of(rules: SubjectRules, clause: str) -> str | None:
    """Of what a clause without a number speaks where its sentence has named nothing before it: what it says more of, or
    an official item that it names alone (上级补助收入，本年 A 万元)."""
    told_of = rules.topics.told_of.fullmatch(clause)
    name = _cleaned(rules, told_of["subject"] if told_of else clause)
    if not name or rules.names.nothing.fullmatch(name):
        return None
    return name if told_of or (clause.endswith(name) and concept_of(name, "amount", None, None)) else None


@functools.cache
def _below() -> dict[str, tuple[tuple[str, str], ...]]:
    """Code and name of the subjects below each 类 and 款. Names are made bare only when they are asked for."""
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for entry in all_entries():
        if entry.kind == "function" and entry.parent_code:
            found[entry.parent_code].append((entry.code, entry.name))
    return {parent: tuple(below) for parent, below in found.items()}


@functools.lru_cache(maxsize=4096)
def _children(parent: str, name: str) -> tuple[str, ...]:
    """The codes below a code that bear a name, in any year."""
    bare = bare_name(name)
    return tuple(dict.fromkeys(code for code, child in _below().get(parent, ()) if bare_name(child) == bare))


@functools.cache
def _economic() -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in knowledge.rows("codes_economic.csv"):
        found[bare_name(row["name"])].append(row["code"])
    return {name: tuple(dict.fromkeys(codes)) for name, codes in found.items()}


@functools.lru_cache(maxsize=4096)
def code_of(subject: str, section: int | None, year: int | None) -> str | None:
    """The code a subject names: by its printed code, by 类款项 down the classification, or as economic item.

    None where a step is unknown or could be two: a code is never guessed.
    """
    if printed := _CODE.search(subject):
        code = _by_steps(subject) or printed[1]
        kind: Kind = "function"
        return code if official(code, kind, year) is not None else None
    steps = list(_STEP.finditer(subject.replace('"', "")))
    if steps:
        return _by_path([(s["name"], s["level"]) for s in steps], year)
    if section == _ECONOMIC_SECTION:
        codes = tuple(c for c in _economic().get(bare_name(subject), ()) if official(c, "economic", year) is not None)
        return codes[0] if len(codes) == 1 else None
    return class_code(subject, year) if section == 5 else None


def _by_steps(subject: str) -> str | None:
    """The code that a subject prints step by step, whole (208)…(20805)…(2080502) or piece by piece (201)…(11)…(01)."""
    code = ""
    for step in _PRINTED_STEP.findall(subject):
        code = step if step.startswith(code) and len(step) > len(code) else code + step
    return code if len(code) in (5, 7) and len(_PRINTED_STEP.findall(subject)) > 1 else None


def path_of(subject: str, above: str) -> str:
    """A subject with the 类 and 款 above it, where it names only the lower ones; `above` is the last such path."""
    first = _STEP.search(subject)
    if first is None or first["level"] == "类" or not above:
        return subject
    steps = [s[0] for s in _STEP.finditer(above) if _LEVELS[s["level"]] < _LEVELS[first["level"]]]
    return "".join(steps) + subject


def _by_path(steps: list[tuple[str, str]], year: int | None) -> str | None:
    code = ""
    for name, level in steps:
        if _LEVELS[level] <= len(code) or (level != "类" and not code):
            return None
        if level == "类":
            code = class_code(name, year) or ""
            found: tuple[str, ...] = (code,) if code else ()
        elif _LEVELS[level] == len(code) + 2:
            found = _children(code, name)
        else:  # 社会保障和就业支出（类）…，其中：…（项）
            groups = dict.fromkeys(group for group, _ in _below().get(code, ()))  # one that was renamed, once
            found = tuple(item for group in groups for item in _children(group, name))
        if level != "类":
            valid = tuple(c for c in found if official(c, "function", year) is not None)
            found = valid or found
        if len(found) != 1:
            return None
        code = found[0]
    return code
