"""The schemas of the lexicon files that the prose alone has: headings of sections, other headings, concepts."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from extractor.lexicon.schemas import Facets, Of
from extractor.rule import Rule


class SectionForm(Struct, frozen=True, forbid_unknown_fields=True):
    """Facets that the words of a heading must say, and those that they may besides."""

    must: Facets
    may: Facets = ()


class SectionEntry(Struct, frozen=True, forbid_unknown_fields=True, rename={"counterexample": "not"}):
    """A section of the prose, by the words and forms of its headings, or by its `titles` as a whole."""

    section: str
    example: str
    counterexample: str
    words: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    after_anything: bool = False
    forms: tuple[SectionForm, ...] = ()


class SectionFile(Struct, frozen=True, forbid_unknown_fields=True):
    passed_over: tuple[str, ...]
    free: Facets
    sections: tuple[SectionEntry, ...]


class HeadingRole(Struct, frozen=True, forbid_unknown_fields=True, rename={"counterexample": "not"}):
    """A role of headings, by the words with which they begin or end (see the file)."""

    role: Literal["duties", "glossary", "attachment", "aside"]
    example: str
    counterexample: str
    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


class HeadingRoleFile(Struct, frozen=True, forbid_unknown_fields=True):
    ordinals: tuple[Rule, ...]
    attached: Rule
    before: tuple[str, ...]
    behind: tuple[str, ...]
    roles: tuple[HeadingRole, ...]
    told: tuple[str, ...]
    unnamed: tuple[str, ...]


class ConceptForm(Struct, frozen=True, forbid_unknown_fields=True, rename={"sections": "in"}):
    """Facets that the words of a subject must say, and those that they may besides; `sections`: only in these or where
    the section is not known; `within`: only in these, known to be it."""

    must: Facets
    may: Facets = ()
    sections: tuple[int, ...] = ()
    within: tuple[int, ...] = ()


class ConceptEntry(Struct, frozen=True, forbid_unknown_fields=True, rename={"counterexample": "not"}):
    """A concept (概念) and what the words of its subjects say; `units`: only counts in these; `anything`: words that
    are not known may stand beside."""

    concept: str
    zh: str
    forms: Annotated[tuple[ConceptForm, ...], Meta(min_length=1)]
    example: str
    counterexample: str
    of: Of = "money"
    units: tuple[str, ...] = ()
    anything: bool = False


class ConceptFile(Struct, frozen=True, forbid_unknown_fields=True):
    concepts: tuple[ConceptEntry, ...]
    free: Facets = ()
