"""The shapes in which documents name themselves: `patterns/self_naming.yaml` and its schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import regex
from msgspec import Struct

from extractor.knowledge import Wrong, load, remembered

Place = Literal["frame", "cover", "heading", "sheet", "prose"]


class TitleShape(Struct, frozen=True, forbid_unknown_fields=True):
    """A shape with a text that has it, what it says there, and a text that does not have it."""

    id: str
    places: tuple[Place, ...]
    pattern: str
    example: str
    must_not: str
    name: str | None = None
    year: int | None = None


class Signs(Struct, frozen=True, forbid_unknown_fields=True):
    """What a line must hold to be looked at: a heading, the first words of prose, the rest of a broken title."""

    heading: str
    prose: str
    rest: str


class SelfNaming(Struct, frozen=True, forbid_unknown_fields=True):
    """`parts` stand in the shapes as {part}; the rest says which names are none, and what is no part of a name."""

    parts: dict[str, str]
    placeholders: tuple[str, ...]
    generic: tuple[str, ...]
    before: str
    after: str
    endings: str
    superior: str
    before_place: str
    signs: Signs
    part: str
    titles: tuple[TitleShape, ...]

    def expression(self, shape: TitleShape) -> str:
        """The expression of a shape with its parts filled in."""
        text = shape.pattern
        for part, body in self.parts.items():
            text = text.replace("{" + part + "}", body)
        return text


@remembered
def self_naming() -> SelfNaming:
    """The file; raises `PatternError` with file and line where an entry is wrong."""
    return load("self_naming.yaml", SelfNaming, _broken)


def _broken(file: SelfNaming) -> Iterator[Wrong]:
    plain = ("before", "after", "endings", "superior", "before_place", "part")
    texts: list[tuple[tuple[str | int, ...], str]] = [((name,), getattr(file, name)) for name in plain]
    texts += [(("placeholders", i), text) for i, text in enumerate(file.placeholders)]
    texts += [(("generic", i), text) for i, text in enumerate(file.generic)]
    texts += [(("signs", name), getattr(file.signs, name)) for name in ("heading", "prose", "rest")]
    texts += [(("titles", i, "pattern"), file.expression(shape)) for i, shape in enumerate(file.titles)]
    for steps, text in texts:
        try:
            regex.compile(text)
        except regex.error as error:
            yield steps, f"the expression does not compile ({error})"
