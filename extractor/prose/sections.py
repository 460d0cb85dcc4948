"""The running text → its sections by the standard outline, by title, whatever the numbering and the order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import regex

from extractor import knowledge
from extractor.document.characters import without_blanks
from extractor.errors import PatternError
from extractor.expressions import compiled
from extractor.knowledge import remembered, remembering
from extractor.prose.running_text import RunningText, folded

_LONGEST = 70  # characters of a heading
_FIGURE = compiled(r"\d(?:[\d,.]*)(?:万|元|%|个|辆)")
_SPOKEN = compiled(r"情况|说明|结果")
_FOLLOWED = compiled(r"[^。；：]{2,60}?(?:情况说明|情况|说明)(?=\d{4}年|本部门|本单位|[^的。：；，])")


@dataclass(frozen=True, slots=True)
class Kind:
    """An entry of the outline (see `outline.yaml`); `no` is None outside the standard outline."""

    no: int | None
    key: str
    subject: str
    inside: frozenset[int]
    bare: bool
    title: regex.Pattern[str]


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of the running text under one heading; `title` as printed, with the ordinal of the section above."""

    kind: Kind
    title: str
    start: int
    end: int

    @property
    def no(self) -> int | None:
        return self.kind.no


@dataclass(frozen=True, slots=True)
class _Outline:
    kinds: tuple[Kind, ...]
    levels: tuple[tuple[int, regex.Pattern[str]], ...]
    part: regex.Pattern[str]
    silent: regex.Pattern[str]
    attachment: regex.Pattern[str]


@remembered
def outline() -> _Outline:
    """The outline of `prose/outline.yaml`; raises `PatternError` where an entry is broken."""
    entry: dict[str, Any] = knowledge.entry("prose/outline.yaml")
    try:
        lead, tail = entry["lead"], entry["tail"]
        kinds = tuple(
            Kind(
                s.get("number"),
                s["key"],
                s["subject"],
                frozenset(s.get("inside", ())),
                bool(s.get("bare", False)),
                compiled(f"{lead}(?:{s['title']}){tail}"),
            )
            for s in entry["sections"]
        )
        return _Outline(
            kinds,
            tuple((int(level), compiled(text)) for level, text in entry["ordinals"].items()),
            compiled(entry["part"]),
            compiled("|".join(f"(?:{lead}(?:{s}){tail})" for s in entry["silent"])),
            compiled(entry["attachment"]),
        )
    except (KeyError, TypeError, regex.error) as error:
        raise PatternError(f"patterns/prose/outline.yaml: {error!r} is missing or wrong.") from error


@dataclass(frozen=True, slots=True)
class _Heading:
    level: int  # 0 a part, 1 一、 or without number, 2 （一）, 3 1., 4 (1)
    title: str
    start: int
    end: int
    ordinal: str


def _heading(folded: str, start: int, end: int) -> _Heading | None:
    """The heading with which a paragraph may begin: up to its first 。 or ：, or up to 情况说明 before running text."""
    plan = outline()
    if part := plan.part.match(folded, start, end):
        title = folded[part.end() : end].rstrip("。：")
        return _Heading(0, title, start, end, "") if end - start < _LONGEST else None
    level, at = 1, start
    for number, ordinal in plan.levels:
        if found := ordinal.match(folded, start, end):
            level, at = number, found.end()
            break
    stops = [i for i in (folded.find("。", at, end), folded.find("：", at, end)) if i >= 0]
    stop = min(stops, default=end)
    colon = folded[stop : stop + 1] == "："
    title = folded[at:stop]
    if stop - at > _LONGEST or stop - at < 2 or _FIGURE.search(title):
        if at == start:
            return None
        follows = _FOLLOWED.match(folded, at, min(end, at + _LONGEST))
        return _Heading(level, follows[0], start, follows.end(), folded[start:at]) if follows else None
    if at == start and (stop < end - 1 or not _SPOKEN.search(title)):
        return None
    if colon and not _SPOKEN.search(title):
        return None
    if "，" in title and at > start and (follows := _FOLLOWED.match(folded, at, stop)):
        return _Heading(level, follows[0], start, follows.end(), folded[start:at])
    return _Heading(level, title, start, min(stop + 1, end), folded[start:at])


@remembering(4096)
def _kind(title: str) -> Kind | None:
    """The entry of the outline that a title opens; None for one that it does not know or that opens none."""
    if outline().silent.fullmatch(title):
        return None
    return next((k for k in outline().kinds if k.title.fullmatch(title)), None)


@remembering(4096)
def _silent(title: str) -> bool:
    return outline().silent.fullmatch(title) is not None


@dataclass(slots=True)
class _Walk:
    """A walk over the paragraphs: `marks` are where something begins, what, its title, where its body begins.

    `current` is the section walked through, `level` that of its heading and `top` its ordinal as printed.
    """

    text: RunningText
    marks: list[tuple[int, Kind | None, str, int]] = field(default_factory=list)
    current: Kind | None = None
    level: int = 0
    top: str = ""
    locked: bool = False  # in an attachment
    begun: bool = False  # a section has been met

    def paragraph(self, start: int, end: int) -> None:
        heading = _heading(self.text.folded, start, end)
        if heading is None:
            if self.begun and outline().attachment.fullmatch(self.text.folded, start, end):
                self._mark(start, None, "", end)
                self.locked = True
        elif heading.level == 0:
            self.locked = outline().attachment.fullmatch(heading.title) is not None
            self._mark(start, None if self.locked else _kind(heading.title), self._printed(heading), heading.end)
            self.level, self.top = 0, ""
        elif not self.locked:
            self._heading(heading)

    def _heading(self, heading: _Heading) -> None:
        kind, printed = _kind(heading.title), self._printed(heading)
        if kind is not None and self._opens(kind, heading):
            if self.current is kind and heading.level > self.level and self.top:
                printed = f"{self.top}{printed}"
            else:
                self.level = heading.level
                self.top = self.text.text[heading.start : heading.start + len(heading.ordinal)]
            self._mark(heading.start, kind, printed, heading.end)
        elif heading.level <= 2 and _silent(heading.title):
            self._mark(heading.start, None, printed, heading.end)
            self.level, self.top = heading.level, ""
        elif self.current is not None and heading.level == 2 > self.level and _SPOKEN.search(heading.title):
            self._mark(heading.start, self.current, f"{self.top}{printed}", heading.end)
        elif self.current is not None and heading.level == 1 == self.level and heading.ordinal:
            self._mark(heading.start, None, printed, heading.end)  # a section that the outline does not know
            self.top = ""

    def _opens(self, kind: Kind, heading: _Heading) -> bool:
        """Whether a heading with the title of a section opens it, and is not a point within another."""
        spoken = _SPOKEN.search(heading.title) is not None
        if heading.level == 1:
            return spoken or bool(heading.ordinal)
        if heading.level == 2 and (spoken or kind.bare):
            return True
        within = 0 if self.current is None else self.current.no or 0
        return spoken and within in kind.inside

    def _mark(self, start: int, kind: Kind | None, title: str, body: int) -> None:
        self.marks.append((start, kind, title, body))
        self.current = kind
        self.begun = self.begun or kind is not None

    def _printed(self, heading: _Heading) -> str:
        return self.text.text[heading.start : heading.end].rstrip("。：: ")


def sections(text: RunningText) -> tuple[Section, ...]:
    """The sections that have a body, in order; what stands under no heading of the outline is in none."""
    walk = _Walk(text)
    start = 0
    while start < len(text.folded):
        end = text.folded.find("\n", start)
        end = len(text.folded) if end < 0 else end
        if end > start:
            walk.paragraph(start, end)
        start = end + 1
    ends = [*(start for start, _, _, _ in walk.marks[1:]), len(text.folded)]
    return tuple(
        Section(kind, title, body, stop)
        for (_, kind, title, body), stop in zip(walk.marks, ends, strict=False)
        if kind is not None and stop - body > 1
    )


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
    subjects = {k.no: k.subject for k in outline().kinds if k.no is not None}
    return tuple(f"{number} {subjects[number]}" for number in numbers)


def missing(found: tuple[Section, ...]) -> tuple[int, ...]:
    """The numbers of the standard outline of which a document has no section."""
    there = {s.no for s in found}
    return tuple(k.no for k in outline().kinds if k.no is not None and k.no not in there)
