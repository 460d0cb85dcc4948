"""The shapes in which documents name themselves: `patterns/self_naming.yaml`, `editions.yaml` and their schemas."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import regex
from msgspec import Struct

from extractor.kept import compiled
from extractor.knowledge import Wrong, load, no_expression, remembered
from extractor.rule import Rule, broken, in_one

Place = Literal["frame", "cover", "heading", "sheet", "prose"]


class TitleShape(Struct, frozen=True, forbid_unknown_fields=True):
    """A shape with a text that has it, what it says there, and a text that does not have it."""

    id: str
    places: tuple[Place, ...]
    pattern: str | tuple[str, ...]
    example: str
    must_not: str
    name: str | None = None
    year: int | None = None


class TableHeadings(Struct, frozen=True, forbid_unknown_fields=True):
    """The words of headings between the tables of several units."""

    words: tuple[str, ...]
    ends: tuple[str, ...]
    own: tuple[str, ...]
    summary: tuple[str, ...]
    alone: tuple[str, ...]
    says_final: tuple[str, ...]
    another: tuple[str, ...]
    opening: tuple[str, ...]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


class Signs(Struct, frozen=True, forbid_unknown_fields=True):
    """What a line must hold to be looked at: a heading, the first words of prose, a title, the rest of a broken one."""

    heading: Rule
    prose: Rule
    title: Rule
    rest: Rule


class OpeningExample(Struct, frozen=True, forbid_unknown_fields=True):
    """The first lines of a document and what they say of it."""

    text: str
    name: str | None = None
    year: int | None = None


class OpeningWords(Struct, frozen=True, forbid_unknown_fields=True, rename={"counterexamples": "not"}):
    """The words of titles that no shape knows: `years` follow a year, `apart` part a title, `about` stand at either end
    of what they part, `goes_on` begin the rest of a name that is broken over two lines. `examples` are openings, with
    `/` for a line break, and the name and the year that they say."""

    years: tuple[str, ...]
    apart: tuple[str, ...]
    about: tuple[str, ...]
    goes_on: tuple[str, ...]
    examples: tuple[OpeningExample, ...]
    counterexamples: tuple[str, ...]


class SaysWhere(Struct, frozen=True, forbid_unknown_fields=True):
    """Which names say where a unit is: `alone` begins those of which there is one in the country, `place` is how a name
    with its place begins, `general` are words that make no place of what they stand in."""

    alone: tuple[str, ...]
    place: Rule
    general: tuple[str, ...]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


class Corrected(Struct, frozen=True, forbid_unknown_fields=True):
    """The words in which the title of a correction ends, and those that may stand behind them."""

    words: tuple[str, ...]
    may_follow: tuple[str, ...]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]

    @property
    def expression(self) -> str:
        """（更正后）, 修订版: in brackets or not."""
        words, more = ("|".join(map(regex.escape, listed)) for listed in (self.words, self.may_follow))
        return rf"\(?(?:{words})(?:{more})*\)?"


class DateExample(Struct, frozen=True, forbid_unknown_fields=True):
    """A line of a cover and the date that it says: year and month, and the day where one is printed."""

    text: str
    says: str


class Dated(Struct, frozen=True, forbid_unknown_fields=True):
    """The labels before the date of a disclosure, and the words that may stand behind them."""

    labels: tuple[str, ...]
    may_follow: tuple[str, ...]
    examples: tuple[DateExample, ...]
    counter_examples: tuple[str, ...]


class Editions(Struct, frozen=True, forbid_unknown_fields=True):
    """`patterns/editions.yaml`: what tells two disclosures of one unit and year apart."""

    corrected: Corrected
    dated: Dated


class SelfNaming(Struct, frozen=True, forbid_unknown_fields=True):
    """`parts` stand in the shapes as {part}; the rest says which names are none, and what is no part of a name."""

    parts: dict[str, Rule]
    placeholders: tuple[Rule, ...]
    generic: tuple[Rule, ...]
    before: Rule
    after: Rule
    endings: Rule
    superior: Rule
    before_place: Rule
    says_where: SaysWhere
    signs: Signs
    part: Rule
    opening: OpeningWords
    table_headings: TableHeadings
    titles: tuple[TitleShape, ...]

    def expression(self, shape: TitleShape) -> str:
        """The expression of a shape with its parts filled in."""
        text = in_one(shape.pattern)
        for part, body in self.parts.items():
            text = text.replace("{" + part + "}", body.expression)
        return text


@remembered
def self_naming() -> SelfNaming:
    """The file; raises `PatternError` with file and line where an entry is wrong."""
    return load("self_naming.yaml", SelfNaming, _broken)


@remembered
def editions() -> Editions:
    """The file of editions; raises `PatternError` with file and line where an entry is wrong."""
    return load("editions.yaml", Editions)


def _broken(file: SelfNaming) -> Iterator[Wrong]:
    yield from broken(file)
    for i, shape in enumerate(file.titles):
        try:
            compiled(file.expression(shape))
        except regex.error as error:
            yield ("titles", i, "pattern"), no_expression(error)
