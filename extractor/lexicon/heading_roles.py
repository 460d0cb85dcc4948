"""Headings of the prose that open no section of the outline: their role (duties, glossary, …), and what they name."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from extractor.kept import compiled
from extractor.knowledge import remembered, remembering
from extractor.lexicon.files import heading_roles
from extractor.lexicon.ordinals import without_ordinals

ASIDE = "aside"  # of headings that name no section, whatever words of theirs they hold
_TO_YEAR = compiled(r"^[^，。；：]{0,30}?\d{4}年度?")
LAST_BRACKET = compiled(r"\([^()]{2,14}\)$")
_STOPS = frozenset("，。；：")
_NEAR = 12  # characters that may stand behind a word that a heading holds
_LONG = 60  # characters of a heading with a role
_NAME = range(2, 41)  # characters of what a heading names


@remembering(4096)
def role_of(heading: str) -> str | None:
    """The role that a heading, folded and without its ordinal, has by its words; None where they give it none."""
    if len(heading) > _LONG or not _STOPS.isdisjoint(heading) or not _words().search(heading):
        return None
    core, endings = _begun(heading), tuple(_endings(heading))
    for entry in heading_roles().roles:
        if any(word in heading for word in entry.unless):
            continue
        if heading.endswith(entry.titles) or any(ending.endswith(entry.ends) for ending in endings):
            return entry.role
        if core.startswith(entry.begins) or any(
            len(heading.rpartition(w)[2]) <= _NEAR for w in entry.holds if w in heading
        ):
            return entry.role
    return None


@remembered
def _words() -> regex.Pattern[str]:
    """An expression for any of the words that give a role: most headings hold none."""
    words = {word for e in heading_roles().roles for word in (*e.titles, *e.ends, *e.begins, *e.holds)}
    return compiled("|".join(map(regex.escape, sorted(words))))


def begins_attachment(text: str) -> bool:
    """Whether a line or a heading, folded, begins a report or table attached behind the prose."""
    words = next(entry.begins for entry in heading_roles().roles if entry.role == "attachment")
    return len(text) <= _LONG and text.startswith(words)


def named_by(heading: str) -> str | None:
    """What a heading, folded, says that its section is about; None for one that names nothing."""
    name = _begun(without_ordinals(heading))
    if name.startswith(heading_roles().unnamed) or not _STOPS.isdisjoint(name):
        return None
    ends = [end for end in _endings(name, heading_roles().told) if len(end) in _NAME]
    return ends[-1] if ends else None


def core_of(heading: str) -> str:
    """A heading, folded, without its ordinals and everything before and after what it names."""
    return list(_endings(_begun(without_ordinals(heading))))[-1]


def _begun(heading: str) -> str:
    """A heading without what stands before its own words: 关于甲局2023年度."""
    name = _TO_YEAR.sub("", heading.removeprefix("关于"))
    while (shorter := next((name.removeprefix(w) for w in heading_roles().before if name.startswith(w)), name)) != name:
        name = shorter
    return name


def _endings(heading: str, more: tuple[str, ...] = ()) -> Iterator[str]:
    """A heading, and the same with the words behind what it names taken off one after the other."""
    name, behind = heading, (*heading_roles().behind, *more)
    while True:
        yield name
        shorter = LAST_BRACKET.sub("", name)
        shorter = next((name.removesuffix(w) for w in behind if name.endswith(w)), shorter)
        if shorter == name:
            return
        name = shorter
