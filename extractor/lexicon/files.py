"""The files of `patterns/lexicon/`, checked by their schemas: a broken entry is refused with file, line and reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import regex
from msgspec import Struct

from extractor.kept import compiled
from extractor.knowledge import Step, Wrong, load, no_expression, remembered
from extractor.languages import spoken
from extractor.lexicon.prose_schemas import ConceptFile, HeadingRoleFile, SectionFile
from extractor.lexicon.schemas import (
    FacetEntry,
    FrameFile,
    HeaderFile,
    ItemFile,
    MeasureFile,
    RowFile,
    TableFile,
    TermEntry,
    TitleFile,
)
from extractor.rule import Rule

MADE = frozenset({"opening", "closing", "other_year"})
"""Facets that no word says by itself: 上年 and 结转 make an opening balance."""
OF_FACETS = frozenset(
    {
        "says",
        "ignored",
        "strict",
        "supposed",
        "context",
        "facets",
        "must",
        "may",
        "columns",
        "never",
        "without",
        "free",
        "beside",
        "aspects",
        "repeats",
        "anywhere",
        "leaf",
        "aside_of_09",
    }
)
"""The fields whose values are facets."""


@remembered
def facets() -> dict[str, FacetEntry]:
    return {entry.facet: entry for entry in load("lexicon/facets.yaml", tuple[FacetEntry, ...])}


@remembered
def terms() -> tuple[TermEntry, ...]:
    return load("lexicon/terms.yaml", tuple[TermEntry, ...], known_facets)


@remembered
def prose_terms() -> tuple[TermEntry, ...]:
    """The words that only the prose has, or that say something else there."""
    return load("lexicon/prose_terms.yaml", tuple[TermEntry, ...], known_facets)


@remembered
def measures() -> MeasureFile:
    return load("lexicon/measures.yaml", MeasureFile, known_facets)


@remembered
def items() -> ItemFile:
    return load("lexicon/items.yaml", ItemFile, known_facets)


@remembered
def tables() -> TableFile:
    return load("lexicon/tables.yaml", TableFile, known_facets)


@remembered
def titles() -> TitleFile:
    return load("lexicon/titles.yaml", TitleFile, known_facets)


@remembered
def headers() -> HeaderFile:
    return load("lexicon/headers.yaml", HeaderFile, known_facets)


@remembered
def rows() -> RowFile:
    return load("lexicon/rows.yaml", RowFile, known_facets)


@remembered
def sections() -> SectionFile:
    return load("lexicon/sections.yaml", SectionFile, known_facets)


@remembered
def heading_roles() -> HeadingRoleFile:
    return load("lexicon/heading_roles.yaml", HeadingRoleFile, known_facets)


@remembered
def concepts() -> ConceptFile:
    return load("lexicon/concepts.yaml", ConceptFile, known_facets)


@remembered
def frame() -> FrameFile:
    return load("lexicon/frame.yaml", FrameFile, known_facets)


def check() -> None:
    """Raises `PatternError` where one of the files is wrong."""
    for file in (
        facets,
        terms,
        prose_terms,
        measures,
        items,
        tables,
        titles,
        headers,
        rows,
        sections,
        heading_roles,
        concepts,
        frame,
    ):
        file()


def known_facets(value: Any, steps: tuple[Step, ...] = ()) -> Iterator[Wrong]:
    """What is wrong in a file beyond its schema: facets that facets.yaml does not have, expressions that do not
    compile."""
    if isinstance(value, Rule):
        try:
            compiled(value.expression)
        except regex.error as error:
            yield (*steps, "pattern"), no_expression(error)
    elif isinstance(value, Struct):
        keys = dict(zip(value.__struct_fields__, value.__struct_encode_fields__, strict=True))
        for name, key in keys.items():
            inside = getattr(value, name)
            if name in OF_FACETS:
                yield from _unknown(inside, (*steps, key))
            else:
                yield from known_facets(inside, (*steps, key))
    elif isinstance(value, tuple):
        for place, inside in enumerate(value):
            yield from known_facets(inside, (*steps, place))


def _unknown(value: Any, steps: tuple[Step, ...]) -> Iterator[Wrong]:
    if isinstance(value, str):
        if value not in facets() and value not in MADE:
            yield steps, spoken("there is no facet “{facet}”; facets.yaml has all of them", facet=value)
    else:
        for place, inside in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _unknown(inside, (*steps, place))
