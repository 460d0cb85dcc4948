"""The outline of the 情况说明: its sections, and how their headings are numbered (`patterns/prose/outline.yaml`)."""

from __future__ import annotations

from collections.abc import Iterator

import regex
from msgspec import Struct

from extractor.errors import PatternError
from extractor.kept import compiled
from extractor.knowledge import Wrong, load, no_expression, remembered
from extractor.languages import spoken
from extractor.lexicon.headings import keys


class Kind(Struct, frozen=True, forbid_unknown_fields=True, rename={"no": "number"}):
    """A section of the outline (see `outline.yaml`); `no` is None outside the standard outline."""

    key: str
    subject: str
    title: str = ""  # where it is another than the subject
    no: int | None = None
    inside: frozenset[int] = frozenset()
    bare: bool = False
    names: frozenset[str] = frozenset()


class OutlineFile(Struct, frozen=True, forbid_unknown_fields=True):
    ordinals: dict[int, str]
    part: str
    sections: tuple[Kind, ...]
    staff: str
    instead: dict[str, str]


class Outline(Struct, frozen=True):
    """`kinds`: the sections by their keys; `levels`: how headings are numbered, with 第一部分 (`part`) above all;
    `instead`: what a section is about whose heading says only what was done with it."""

    kinds: dict[str, Kind]
    levels: tuple[tuple[int, regex.Pattern[str]], ...]
    part: regex.Pattern[str]
    staff: str
    instead: dict[str, str]


@remembered
def outline() -> Outline:
    """The outline; raises `PatternError` where an entry is broken."""
    file = load("prose/outline.yaml", OutlineFile, _wrong)
    kinds = {kind.key: kind for kind in file.sections}
    if unknown := keys() - kinds.keys():
        raise PatternError(
            spoken("lexicon/sections.yaml: {section} is no section of prose/outline.yaml.", section=min(unknown))
        )
    levels = tuple((level, compiled(text)) for level, text in file.ordinals.items())
    return Outline(kinds, levels, compiled(file.part), file.staff, file.instead)


def _wrong(file: OutlineFile) -> Iterator[Wrong]:
    for step, text in ((("part",), file.part), *((("ordinals", level), o) for level, o in file.ordinals.items())):
        try:
            compiled(text)
        except regex.error as error:
            yield step, no_expression(error)
