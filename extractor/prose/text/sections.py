"""The running text → its sections, by title, whatever their numbering and order.

Every character is in one: a heading that the standard outline does not know opens a section under its own title, and
what stands before the first heading is a section without one.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct, field
from msgspec.structs import replace

from extractor.document.characters import without_blanks
from extractor.knowledge import remembered, remembering
from extractor.lexicon.heading_roles import ASIDE, begins_attachment, core_of, named_by, role_of
from extractor.lexicon.headings import section_of
from extractor.prose.patterns.words import pieces
from extractor.prose.text.folding import folded
from extractor.prose.text.outline import Kind, outline
from extractor.prose.text.running_text import RunningText
from extractor.rule import Anywhere, Beginning, rules_of

_LONGEST = 70  # characters of a heading


class HeadingRules(Struct, frozen=True, eq=False):
    """The rules of `patterns/prose/headings.yaml`."""

    figure: Anywhere
    named: Beginning
    accounts: Anywhere
    of_a_year: Anywhere
    spoken: Anywhere
    unit: Anywhere
    followed: Beginning


@remembered
def heading_rules() -> HeadingRules:
    """The rules by which headings are told from sentences; raises `PatternError` where they are broken."""
    return rules_of(HeadingRules, "prose/headings.yaml", pieces())


class Role(StrEnum):
    """A stretch that is not 情况说明: duties and staff of the unit, a glossary, reports behind the prose."""

    DUTIES = "duties"
    GLOSSARY = "glossary"
    ATTACHMENT = "attachment"


class Section(Struct, frozen=True):
    """A stretch of the running text under one heading; `title` as printed, with the ordinal of the section above.

    `kind` is None for a heading outside the outline; `role` is set for a stretch that tells no figures of the year.
    """

    kind: Kind | None
    role: Role | None
    title: str
    start: int
    end: int

    @property
    def no(self) -> int | None:
        return self.kind.no if self.kind is not None else None

    @property
    def subject(self) -> str:
        """What a sentence is about that names nothing; empty under a heading that does not say."""
        if self.kind is not None:
            named = core_of(folded(self.title)) if self.kind.names else ""
            return named if named in self.kind.names else self.kind.subject
        if self.role is not None:
            return outline().staff if self.role is Role.DUTIES else ""
        name = named_by(folded(self.title)) or ""
        return outline().instead.get(name, name)


class _Heading(Struct, frozen=True):
    level: int  # 0 a part, 1 一、 or without number, 2 （一）, 3 1., 4 (1)
    title: str
    start: int
    end: int
    ordinal: str
    run_in: bool = False  # no more than a name and a ：, in the line of its text
    told: bool = False  # no more than a name, and its sentence goes on: 三、“三公”经费支出5万元，…

    @property
    def body(self) -> int:
        """Where the text of the section begins."""
        return self.start + len(self.ordinal) if self.told else self.end


def _heading(folded: str, start: int, end: int) -> _Heading | None:
    """The heading with which a paragraph may begin: up to its first 。 or ：, or up to 情况说明 before running text."""
    plan, rules = outline(), heading_rules()
    if part := plan.part.match(folded, start, end):
        title = folded[part.end() : end].rstrip("。：")
        return _Heading(0, title, start, end, "") if end - start < _LONGEST else None
    level, at = 1, start
    for number, ordinal in plan.levels:
        if found := ordinal.match(folded, start, end):
            level, at = number, found.end()
            break
    unit = rules.unit.search(folded, at, end) if folded[end - 1 : end] == ")" else None
    whole, end = end, unit.start() if unit else end
    stops = [i for i in (folded.find("。", at, end), folded.find("：", at, end)) if i >= 0]
    stop = min(stops, default=end)
    colon = folded[stop : stop + 1] == "："
    title = folded[at:stop]
    if stop - at > _LONGEST or stop - at < 2 or rules.figure.search(title):
        if at == start:
            return None
        follows = rules.followed.match(folded, at, min(end, at + _LONGEST))
        if follows is None or rules.figure.search(follows[0]):
            named = rules.named.match(folded, at, end) if level == 1 else None
            return _Heading(level, named[0], start, named.end(), folded[start:at], told=True) if named else None
        return _Heading(level, follows[0], start, follows.end(), folded[start:at])
    if at == start and (spoken := _tells(title)) and colon and stop < end - 1:
        return _Heading(level, title, start, stop + 1, "", run_in=True)
    if at == start and (stop < end - 1 or not (spoken or (stop == end and _is_bare(title)))):
        return None
    if colon and not _tells(title):
        told = folded[stop + 1 : stop + 2].isdigit()  # 七、机关运行经费：86万元
        return _Heading(level, title, start, stop + 1, folded[start:at], True, told) if at > start else None
    if "，" in title and at > start and (follows := rules.followed.match(folded, at, stop)):
        return _Heading(level, follows[0], start, follows.end(), folded[start:at])
    return _Heading(level, title, start, whole if stop == end else stop + 1, folded[start:at])


def _tells(title: str) -> bool:
    """Whether a heading says that something is told under it: …情况, …说明."""
    return heading_rules().spoken.search(title) is not None


def _is_bare(title: str) -> bool:
    """Whether a line is a heading that says no more than its name: “三公”经费."""
    kind = _kind(title)
    return kind is not None and kind.bare and title not in kind.names


def _role(title: str) -> Role | None:
    role = role_of(title)
    return None if role is None or role == ASIDE else Role(role)


@remembering(4096)
def _kind(title: str) -> Kind | None:
    """The entry of the outline that a title opens; None for an unknown one, or one that opens none."""
    return None if role_of(title) else outline().kinds.get(section_of(title) or "")


class _Walk(Struct):
    """A walk over the paragraphs: `found` are the sections without their ends, each with where its heading begins.

    `current` is the section walked through, `level` that of its heading and `top` its ordinal as printed.
    """

    text: RunningText
    found: list[tuple[int, Section]] = field(default_factory=list)
    current: Kind | None = None
    role: Role | None = None
    level: int = 0
    top: str = ""
    begun: bool = False  # a section of the outline has been met

    def paragraph(self, start: int, end: int) -> None:
        heading = _heading(self.text.folded, start, end) if start not in self.text.typed else None
        if heading is None:
            if self.begun and begins_attachment(self.text.folded[start:end]):
                self._open(start, None, Role.ATTACHMENT, self.text.text[start:end], end)
            elif self.role is Role.DUTIES and heading_rules().of_a_year.search(self.text.folded, start, end):
                self._open(start, None, None, "", start)  # the accounts, told behind the duties without a heading
        elif heading.level == 0:
            role = Role.ATTACHMENT if begins_attachment(heading.title) else _role(heading.title)
            self._open(start, None if role else _kind(heading.title), role, self._printed(heading), heading.end)
            self.level, self.top = 0, ""
        elif self.role is not Role.ATTACHMENT:
            self._heading(heading, end)

    def _heading(self, heading: _Heading, end: int) -> None:
        kind, printed, spoken = _kind(heading.title), self._printed(heading), _tells(heading.title)
        role = _role(heading.title) if heading.level <= 2 else None
        if kind is not None and self._opens(kind, heading):
            if self.current is kind and heading.level > self.level and self.top:
                printed = f"{self.top}{printed}"
            else:
                self.level = heading.level
                self.top = self.text.text[heading.start : heading.start + len(heading.ordinal)]
            self._open(heading.start, kind, None, printed, heading.body)
        elif heading.run_in or heading.told:
            if self._ends_duties(heading, end):  # 一、基本情况：…, 二、2015年收入合计 A 万元, 二、收支：收入 A 万元
                self._open(heading.start, None, None, "", heading.start + len(heading.ordinal))
        elif role is not None or (heading.level <= 2 and role_of(heading.title) == ASIDE):
            self._open(heading.start, None, role, printed, heading.end)
            self.level, self.top = heading.level, ""
        elif self.current is not None and heading.level == 2 > self.level and spoken:
            self._open(heading.start, self.current, None, f"{self.top}{printed}", heading.end)
        elif self.current is not None and heading.level == 3 > self.level and spoken and heading.end == end:
            # its sentences speak of what it names (1.基本支出情况。), so it is read with them
            self._open(heading.start, self.current, None, f"{self.top}{printed}", heading.start)
        elif heading.level <= max(1, self.level) and heading.ordinal and (spoken or self._alone(heading, end)):
            self._open(heading.start, None, None, printed, heading.end)  # a section that the outline does not know
            self.level, self.top = heading.level, ""

    def _ends_duties(self, heading: _Heading, end: int) -> bool:
        """Whether an item beside the duties tells what came in or was spent."""
        beside = self.role is Role.DUTIES and heading.level <= self.level
        return beside and heading_rules().accounts.search(self.text.folded, heading.start, end) is not None

    def _alone(self, heading: _Heading, end: int) -> bool:
        """Whether a heading has its line to itself and is not an item in a list of duties."""
        return heading.level == 1 and heading.end == end and self.role is None

    def _opens(self, kind: Kind, heading: _Heading) -> bool:
        """Whether a heading with the title of a section opens it, rather than being an item within another."""
        spoken = _tells(heading.title)
        if heading.run_in:
            if self.role is not None or not kind.bare:
                return False
            if not heading.ordinal:
                return spoken and self.current is None
            beside = kind is not self.current and heading.level <= self.level  # and no item within the current one
            return self.begun and (beside or self._within(kind))
        if heading.told and not kind.bare:
            return False
        if heading.level == 1:
            return spoken or bool(heading.ordinal) or kind.bare
        if heading.level == 2 and (spoken or kind.bare):
            return True
        return (spoken or _is_bare(heading.title)) and self._within(kind)

    def _within(self, kind: Kind) -> bool:
        """Whether a section may begin, in passing, within the current one."""
        return (0 if self.current is None else self.current.no or 0) in kind.inside

    def _open(self, start: int, kind: Kind | None, role: Role | None, title: str, body: int) -> None:
        self.found.append((start, Section(kind, role, title, body, body)))
        self.current, self.role = kind, role
        self.begun = self.begun or kind is not None

    def _printed(self, heading: _Heading) -> str:
        return self.text.text[heading.start : heading.end].rstrip("。：: ")


def sections(text: RunningText) -> tuple[Section, ...]:
    """The sections in order; together with the headings in them they are all of the text. Those without a body are
    included."""
    walk = _Walk(text)
    walk.found.append((0, Section(None, None, "", 0, 0)))
    start = 0
    while start < len(text.folded):
        end = text.folded.find("\n", start)
        end = len(text.folded) if end < 0 else end
        if end > start:
            walk.paragraph(start, end)
        start = end + 1
    ends = [*(start for start, _ in walk.found[1:]), len(text.folded)]
    return tuple(
        replace(section, end=max(stop, section.start)) for (_, section), stop in zip(walk.found, ends, strict=True)
    )


def bodies(found: Iterable[Section]) -> tuple[int, ...]:
    """The numbers of the standard outline for which there is a section with a body."""
    return tuple(sorted({s.no for s in found if s.no is not None and s.end - s.start > 1}))


def announced(entries: Iterable[str]) -> frozenset[int]:
    """The numbers of the standard outline that the entries of a contents page announce."""
    numbers = set()
    for entry in entries:
        title = folded(without_blanks(entry))
        heading = _heading(title, 0, len(title))
        kind = _kind(heading.title) if heading is not None and heading.ordinal else None
        if kind is not None and kind.no is not None:
            numbers.add(kind.no)
    return frozenset(numbers)


def named(numbers: Iterable[int]) -> tuple[str, ...]:
    """Sections of the standard outline by number and what they speak of: `10 机关运行经费支出`."""
    subjects = {k.no: k.title or k.subject for k in outline().kinds.values() if k.no is not None}
    return tuple(f"{number} {subjects[number]}" for number in numbers)


def missing(found: Iterable[Section]) -> tuple[int, ...]:
    """The numbers of the standard outline for which a document has no section."""
    there = bodies(found)
    return tuple(k.no for k in outline().kinds.values() if k.no is not None and k.no not in there)
