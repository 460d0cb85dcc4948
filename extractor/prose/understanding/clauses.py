"""Where sentences, clauses, and the zones of reasons, plans and uses, lie in the running text."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.kept import compiled
from extractor.prose.patterns.library import Library
from extractor.prose.understanding.readings import Span

# A full stop before a closing bracket ends no more than it; nor does the end of a line among parts, each on its own:
# 预算9万元，其中：/接待费5万元；/培训费4万元。
SENTENCE = compiled(
    r"(?:[^。\n]++|。(?=\))|(?<=其中[：，]?)\n(?:[^。\n]*+(?<=；)\n)*+"
    r"|(?<=其中[^。]{1,200}；)\n(?=[\p{Han}\"])(?![一二三四五六七八九十]{1,3}[、.是]))++"
)
BREAKS = "，；。：\n "
REACH = 160  # characters before a number that can belong to its clause
_LONGEST = 3000  # characters of a sentence read at a time: none in the field is as long


def cut_off(text: str, at: int, stop: int) -> int:
    """The end of a sentence, or of as much of it as is read at a time."""
    if stop - at <= _LONGEST:
        return stop
    cut = text.rfind("，", at + REACH, at + _LONGEST)
    return cut + 1 if cut > 0 else at + _LONGEST


def clause_start(text: str, before: int, at: int) -> int:
    """Where the clause begins that ends in a number; a ：, 、 or stray ， right before the number does not end it.
    `before` is where the number before ended."""
    lowest = max(before, at - REACH)
    place = at - 1
    if place >= lowest and text[place] in "：、，":
        place -= 1
    while place >= lowest and text[place] not in BREAKS:
        place -= 1
    return place + 1


def zones_in(library: Library, section: int | None, text: str, start: int, end: int) -> Iterator[Span]:
    """The stretches of a sentence whose numbers are told in passing; one that begins in a bracket ends with it."""
    for zone in library.zones:
        if zone.sections and section not in zone.sections:
            continue
        if zone.needs and all(text.find(word, start, end) < 0 for word in zone.needs):
            continue
        at = start
        while begun := zone.begins.search(text, at, end):
            ended = zone.ends.search(text, begun.end(), end) if zone.ends else None
            stop = min(ended.start() if ended else end, _bracket_end(text, start, begun.start(), end))
            opened = zone.admits_from.search(text, begun.end(), stop) if zone.admits_from else begun
            yield Span(begun.start(), stop, zone.name, zone.admits, zone.context, opened.start() if opened else stop)
            at = max(stop, begun.end())


def _bracket_end(text: str, start: int, at: int, end: int) -> int:
    """Where the bracket around a place of a sentence closes; the end of the sentence where there is none."""
    if text.count("(", start, at) <= text.count(")", start, at):
        return end
    depth = 1
    for place in range(at, end):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if depth == 0:
            return place
    return end
