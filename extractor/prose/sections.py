"""The running text → its sections by the standard outline, by title, whatever the numbering and the order."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

import regex

from extractor import knowledge
from extractor.errors import PatternError
from extractor.prose.running_text import RunningText

_LONGEST = 70  # characters of a heading
_FIGURE = regex.compile(r"\d(?:[\d,.]*)(?:万|元|%|个|辆)")
_SPOKEN = regex.compile(r"情况|说明")
_FOLLOWED = regex.compile(r"[^。；：]{2,60}?(?:情况说明|情况|说明)(?=\d{4}年|本部门|本单位|[^的。：；，])")


@dataclass(frozen=True, slots=True)
class Kind:
    """An entry of the outline; `no` is None outside the standard outline, `subject` what is meant unnamed."""

    no: int | None
    key: str
    subject: str
    inside: frozenset[int]
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


@functools.cache
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
                regex.compile(f"{lead}(?:{s['title']}){tail}"),
            )
            for s in entry["sections"]
        )
        return _Outline(
            kinds,
            tuple((int(level), regex.compile(text)) for level, text in entry["ordinals"].items()),
            regex.compile(entry["part"]),
            regex.compile("|".join(f"(?:{lead}(?:{s}){tail})" for s in entry["silent"])),
            regex.compile(entry["attachment"]),
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
        return (
            _Heading(0, folded[part.end() : end].rstrip("。：")[:_LONGEST], start, end, "")
            if end - start < _LONGEST
            else None
        )
    level, at = 1, start
    for number, ordinal in plan.levels:
        if found := ordinal.match(folded, start, end):
            level, at = number, found.end()
            break
    stops = [i for i in (folded.find("。", at, end), folded.find("：", at, end)) if i >= 0]
    stop = min(stops, default=end)
    colon = folded[stop : stop + 1] == "："
    if stop - at > _LONGEST or stop - at < 2:
        if at == start:
            return None
        follows = _FOLLOWED.match(folded, at, min(end, at + _LONGEST))
        return _Heading(level, follows[0], start, follows.end(), folded[start:at]) if follows else None
    title = folded[at:stop]
    if _FIGURE.search(title):
        return None
    if at == start and (stop < end - 1 or not _SPOKEN.search(title)):
        return None
    if colon and not _SPOKEN.search(title):
        return None
    if "，" in title and at > start and (follows := _FOLLOWED.match(folded, at, stop)):
        return _Heading(level, follows[0], start, follows.end(), folded[start:at])
    return _Heading(level, title, start, min(stop + 1, end), folded[start:at])


@functools.lru_cache(maxsize=4096)
def _kind(title: str) -> Kind | None:
    """The entry of the outline that a title opens; None for one that it does not know or that opens none."""
    if outline().silent.fullmatch(title):
        return None
    return next((k for k in outline().kinds if k.title.fullmatch(title)), None)


@functools.lru_cache(maxsize=4096)
def _silent(title: str) -> bool:
    return outline().silent.fullmatch(title) is not None


_BARE = frozenset({"operating_funds", "procurement", "assets", "performance", "three_public"})


def sections(text: RunningText) -> tuple[Section, ...]:
    """The sections that have a body, in order; what stands under no heading of the outline is in none."""
    plan = outline()
    folded = text.folded
    marks: list[tuple[int, Kind | None, str, int]] = []  # where, what begins, its title, where its body begins
    current: Kind | None = None
    level = 0
    top = ""
    locked = False
    start = 0
    while start <= len(folded):
        end = folded.find("\n", start)
        end = len(folded) if end < 0 else end
        heading = _heading(folded, start, end) if end > start else None
        if heading is not None:
            printed = text.text[heading.start : heading.end].rstrip("。：: ")
            if heading.level == 0:
                locked = bool(plan.attachment.fullmatch(heading.title))
                kind = None if locked else _kind(heading.title)
                marks.append((start, kind, printed, heading.end))
                current, level, top = kind, 0, ""
            elif not locked:
                kind = _kind(heading.title)
                silent = _silent(heading.title)
                opens = kind is not None and (
                    (heading.level == 1 and (heading.ordinal or _SPOKEN.search(heading.title)))
                    or (heading.level == 2 and (_SPOKEN.search(heading.title) or kind.key in _BARE))
                    or ((0 if current is None else current.no or 0) in kind.inside and _SPOKEN.search(heading.title))
                )
                if opens and kind is not None:
                    if current is kind and heading.level > level and top:
                        printed = f"{top}{printed}"
                    else:
                        level, top = heading.level, text.text[heading.start : heading.start + len(heading.ordinal)]
                    marks.append((start, kind, printed, heading.end))
                    current = kind
                elif silent and heading.level <= 2:
                    marks.append((start, None, printed, heading.end))
                    current, level, top = None, heading.level, ""
                elif current is not None and heading.level == 2 and level < 2 and _SPOKEN.search(heading.title):
                    marks.append((start, current, f"{top}{printed}", heading.end))
                elif heading.level == 1 and heading.ordinal and current is not None and level == 1:
                    # a heading of the same level that the outline does not know
                    marks.append((start, None, printed, heading.end))
                    current, top = None, ""
        begun = any(kind is not None for _, kind, _, _ in marks)
        if heading is None and begun and end > start and plan.attachment.fullmatch(folded, start, end):
            marks.append((start, None, "", end))
            current, locked = None, True
        start = end + 1
    if not marks:
        return ()
    ends = [m[0] for m in marks[1:]] + [len(folded)]
    return tuple(
        Section(kind, title, body, stop)
        for (_, kind, title, body), stop in zip(marks, ends, strict=True)
        if kind is not None and stop - body > 1
    )


def missing(found: tuple[Section, ...]) -> tuple[int, ...]:
    """The numbers of the standard outline of which a document has no section."""
    there = {s.no for s in found}
    return tuple(k.no for k in outline().kinds if k.no is not None and k.no not in there)
