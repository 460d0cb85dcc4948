"""单位 of every passage of the prose, in documents that have the tables of several units.

A passage belongs to the unit named by the last heading before it, or to the one with whose name its first section opens
(云岭县第一小学2023年度收入总计…). Where the parts continue the numbering that a unit's own heading interrupted, the
publisher speaks again: 第二部分 has the tables of the units, 第三部分 the explanation. Where the prose begins anew
without a word about whose it is, it is nobody's.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from itertools import pairwise

from extractor.document.characters import plain
from extractor.document.model import Line
from extractor.identity.headings import LONGEST_LINE, mark_of
from extractor.identity.naming import first_words_name
from extractor.identity.shapes import self_naming
from extractor.kept import compiled
from extractor.lexicon.ordinals import number_of
from extractor.lexicon.titles import contents_entry
from extractor.tables.model import PageContent

_PART = compiled(r"第(?P<number>[一二三四五六七八九十]{1,3}|\d{1,2})部分")

Height = tuple[int, float]
"""A page and how far down on it; in a file without pages 0 and the line."""


class ProseOwners:
    """Whose the places of the prose are; `units` are the document's others, besides the `publisher`."""

    def __init__(self, contents: Sequence[PageContent], publisher: str | None, units: Collection[str]) -> None:
        self._publisher = publisher
        self._starts: list[Height] = []
        self._owners: list[str | None] = []
        part = 0
        left_off: int | None = None  # the part in which the heading of a unit stands, where that is no part itself
        for line in (line for content in contents for line in content.lines if line.text.strip()):
            begins = _PART.match(plain(line.text[:LONGEST_LINE]))
            name = _named(line)
            if name is not None and (name == publisher or name in units):
                self._change(line, name)
                left_off = None if begins else part
            elif begins:
                number = number_of(begins["number"])
                if left_off and number == left_off + 1:
                    self._change(line, publisher)
                    left_off = None
                part = number

    def _change(self, line: Line, owner: str | None) -> None:
        self._starts.append(height(line.page, line.box.top if line.box else None, line.number))
        self._owners.append(owner)

    def at(self, place: Height) -> str | None:
        """The unit of a place."""
        i = bisect_right(self._starts, place) - 1
        return self._owners[i] if i >= 0 else self._publisher


def height(page: int | None, top: float | None, line: int | None) -> Height:
    """A place by its page and the points from its top, or by its line."""
    return (0, line or 0) if top is None else (page or 0, top)


def _named(line: Line) -> str | None:
    """The unit that a line names as a heading of its own or in its first words."""
    if len(line.text) > LONGEST_LINE or contents_entry(line.text):
        return None
    mark = mark_of(line.text)
    if mark is None:
        opens = any(word in line.text for word in self_naming().table_headings.opening)
        return first_words_name(line.text) if opens else None
    return None if mark.is_bare and not _PART.match(plain(line.text)) else mark.name


def begins_again(sections: Sequence[int | None]) -> bool:
    """Whether the sections of the standard outline, in the order of the text, begin anew."""
    numbers = [n for n in sections if n is not None]
    return any(after < before - 1 for before, after in pairwise(numbers))
