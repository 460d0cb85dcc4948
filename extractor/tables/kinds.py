"""Which table a title names: one of the nine by its title, never by its printed number or its place.

The titles are data (`patterns/tables.yaml`); a title counts in its plain form, whatever stands before it
(ordinal, unit, year) and after it (续, 汇总).
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

import regex

from extractor import knowledge
from extractor.document.characters import plain
from extractor.expressions import compiled

LONGEST_TITLE = 64  # characters in plain form, the name of a unit before it


@dataclass(frozen=True, slots=True)
class Title:
    """A title line: `kind` is 01…09, or None for a table that is set aside as `name`; `strength` is the length of
    the words that decided. A `weak` title names its kind only in a document that prints none under a strong one."""

    text: str
    kind: str | None
    name: str
    strength: int
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the nine tables: its canonical number, standard name, the shape that reads it, header words, and the
    `brackets` that may follow its title."""

    number: str
    name: str
    shape: str
    heads: tuple[tuple[str, ...], ...]
    never: tuple[str, ...]
    brackets: regex.Pattern[str]


class _Titles:
    """The title library, compiled once."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.kinds = {
            k["kind"]: Kind(
                k["kind"],
                k["name"],
                k["shape"],
                tuple(tuple(map(plain, h)) for h in k.get("heads", ())),
                tuple(map(plain, k.get("never", ()))),
                compiled(k.get("brackets", data["brackets"])),
            )
            for k in data["nine"]
        }
        self.known: dict[str, str | None] = {plain(t): None for t in data["others"]}
        self.weak = {plain(t) for k in data["nine"] for t in k.get("weak_titles", ())}
        self.known |= {plain(t): k["kind"] for k in data["nine"] for t in (*k.get("weak_titles", ()), *k["titles"])}
        self.lengths = sorted({len(t) for t in self.known}, reverse=True)
        self.ordinal = compiled(data["ordinal"])
        self.tail = compiled(data["tail"])
        self.prefix = compiled(data["prefix"])
        self.part = compiled(data["part_titles"])
        self.set_aside = compiled(data["set_aside"])
        self.other = compiled(data["other_title"])
        self.contents_line = compiled(data["contents_line"])
        self.contents_heading = regex.compile(data["contents_heading"], regex.IGNORECASE)


@functools.cache
def _titles() -> _Titles:
    return _Titles(knowledge.entry("tables.yaml"))


def kind_of(number: str) -> Kind:
    return _titles().kinds[number]


def kinds() -> tuple[Kind, ...]:
    return tuple(_titles().kinds.values())


def title_of(text: str) -> Title | None:
    """The title that a line is, or None for a line that is no table's title."""
    return _title_of(text) if 3 < len(text) <= 3 * LONGEST_TITLE else None


@functools.lru_cache(maxsize=4096)
def _title_of(text: str) -> Title | None:
    library = _titles()
    bare = plain(text)
    if not 3 < len(bare) <= LONGEST_TITLE:
        return None
    bare = library.tail.sub("", library.ordinal.sub("", bare, count=1))
    if not bare.endswith(("表", ")")):
        return None
    words = _known(bare) or _known_but_for_a_bracket(bare)
    if words:
        return Title(text, library.known[words], words, len(words), words in library.weak)
    if library.part.fullmatch(bare) or not library.other.fullmatch(bare):
        return None
    return Title(text, None, bare, 0)


def _known(bare: str) -> str | None:
    """The longest known title that ends a plain text."""
    library = _titles()
    for length in library.lengths:
        words = bare[-length:]
        if len(bare) >= length and words in library.known and library.prefix.fullmatch(bare[:-length]):
            return words
    return None


def _known_but_for_a_bracket(bare: str) -> str | None:
    """The title of one of the nine before a last bracket, if the bracket does not make another table of it."""
    before, _, bracket = bare.removesuffix(")").rpartition("(")
    words = _known(before) if before and bare.endswith(")") else None
    kind = _titles().known[words] if words else None
    return words if kind and kind_of(kind).brackets.fullmatch(bracket) else None


def is_set_aside(title: Title) -> bool:
    """Whether a title of no kind is known: by its whole name or by a word that none of the nine has."""
    return title.kind is None and (title.strength > 0 or bool(_titles().set_aside.search(title.name)))


def is_contents_heading(text: str) -> bool:
    return bool(_titles().contents_heading.match(plain(text)))


def contents_entry(text: str) -> str | None:
    """The heading of a line of the contents page (heading, leaders, page number), or None."""
    found = _titles().contents_line.match(text.strip())
    return found["title"].strip(" .…·\t") if found else None


def kind_by_header(words: frozenset[str]) -> Kind | None:
    """The kind that the words of a header alone decide, or None; for tables that print no title at all."""
    text = "|".join(words)
    fits = [
        kind
        for kind in kinds()
        if any(all(w in text for w in head) for head in kind.heads) and not any(w in text for w in kind.never)
    ]
    return fits[0] if len(fits) == 1 else None
