"""The files of `patterns/lexicon/` and their schemas: a broken entry is refused with file, line and reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import regex
from msgspec import Meta, Struct

from extractor.kept import compiled
from extractor.knowledge import Step, Wrong, load, remembered
from extractor.lexicon.registries import Basis, Item, Measure, Role, Shape, Side

MADE = frozenset({"opening", "closing", "other_year"})
"""Facets that no word says by itself: 上年 and 结转 make an opening balance."""
OF_FACETS = frozenset(
    {
        "says",
        "ignored",
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
TableNo = Annotated[str, Meta(pattern="^0[1-9]$")]
Facets = tuple[str, ...]


class Shown(Struct, frozen=True, forbid_unknown_fields=True, rename={"counterexample": "not"}):
    """An expression with a text in which it is found and one in which it is not."""

    pattern: str
    example: str
    counterexample: str
    what: str = ""


class FacetEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """What a word can say; `axis` groups facets that exclude each other over the levels of a header."""

    facet: str
    zh: str
    axis: str | None = None
    silent: bool = False


class TermEntry(Struct, frozen=True, forbid_unknown_fields=True, rename={"counterexample": "not"}):
    """Words that say the same."""

    says: Annotated[Facets, Meta(min_length=1)]
    words: Annotated[tuple[str, ...], Meta(min_length=1)]
    example: str
    counterexample: str
    alone: bool = False


class MeasureEntry(Struct, frozen=True, forbid_unknown_fields=True, rename={"counterexample": "not"}):
    """A measure, the tables that have it, and the sets of facets that name it there."""

    measure: Measure
    zh: str
    tables: tuple[TableNo, ...]
    facets: tuple[Facets, ...]
    example: tuple[TableNo, str]
    counterexample: tuple[TableNo, str]
    says: Facets = ()
    alone: Measure | None = None


class MeasureFile(Struct, frozen=True, forbid_unknown_fields=True):
    ignored: Facets
    context: dict[TableNo, Facets]
    measures: tuple[MeasureEntry, ...]


class ItemEntry(Struct, frozen=True, forbid_unknown_fields=True, rename={"counterexample": "not"}):
    """An item, the rows that can be it (`01.income`, `coded`), and the sets of facets that name it there."""

    item: Item
    zh: str
    rows: tuple[str, ...]
    facets: tuple[Facets, ...]
    example: tuple[str, str]
    counterexample: tuple[str, str]
    total: str | None = None


class ItemFile(Struct, frozen=True, forbid_unknown_fields=True):
    context: dict[str, Facets]
    items: tuple[ItemEntry, ...]
    opening: dict[Item, Item]


class TitleFacets(Struct, frozen=True, forbid_unknown_fields=True):
    """Facets that a title must have and those that it may have besides; `tables`: which of them the columns decide."""

    must: Facets
    may: Facets = ()
    tables: tuple[TableNo, ...] = ()


class TableEntry(Struct, frozen=True, forbid_unknown_fields=True, rename={"counterexample": "not"}):
    """One of the nine tables."""

    table: TableNo
    zh: str
    shape: Shape
    titles: tuple[TitleFacets, ...]
    example: str
    counterexample: str
    weak: tuple[TitleFacets, ...] = ()
    also: tuple[TableNo, ...] = ()
    alike: tuple[TableNo, ...] = ()
    columns: tuple[Facets, ...] = ()
    never: Facets = ()
    without: Facets = ()


class TableFile(Struct, frozen=True, forbid_unknown_fields=True):
    tables: tuple[TableEntry, ...]
    free: Facets
    beside: Facets
    aspects: Facets
    aside: tuple[TitleFacets, ...]
    open: tuple[TitleFacets, ...]


class Contents(Struct, frozen=True, forbid_unknown_fields=True):
    """The contents page: its headings, and the form of its lines."""

    heading: tuple[str, ...]
    line: Shown


class TitleFile(Struct, frozen=True, forbid_unknown_fields=True):
    before: tuple[Shown, ...]
    after: tuple[Shown, ...]
    unit_endings: tuple[str, ...]
    unknown: Shown
    contents: Contents


class FrameFile(Struct, frozen=True, forbid_unknown_fields=True):
    """What stands around a table."""

    number: Shown
    unit: Shown
    maker: Shown
    year: Shown
    note: Shown
    empty: Shown


class RoleEntry(Struct, frozen=True, forbid_unknown_fields=True, rename={"counterexample": "not", "anywhere": "any"}):
    role: Role
    example: str
    counterexample: str
    anywhere: Facets = ()
    leaf: Facets = ()


class SideEntry(Struct, frozen=True, forbid_unknown_fields=True, rename={"anywhere": "any"}):
    """Which panel a label column opens."""

    side: Side
    anywhere: Facets


class Grouped(Struct, frozen=True, forbid_unknown_fields=True):
    """The order of the columns of 09 in the ministry's grouped form."""

    basis: tuple[Basis, ...]
    measures: tuple[Measure, ...]


class HeaderFile(Struct, frozen=True, forbid_unknown_fields=True):
    roles: tuple[RoleEntry, ...]
    repeats: Facets
    sides: tuple[SideEntry, ...]
    aside_of_09: Facets
    column_number: Shown
    column_letters: tuple[str, ...]
    currency_unit: Shown
    grouped_09: Grouped


class SectionForm(Struct, frozen=True, forbid_unknown_fields=True):
    """Facets that the words of a heading must say, and those that they may besides."""

    must: Facets
    may: Facets = ()


class SectionEntry(Struct, frozen=True, forbid_unknown_fields=True, rename={"counterexample": "not"}):
    """A section of the prose, by the words and forms of its headings."""

    section: str
    example: str
    counterexample: str
    words: tuple[str, ...] = ()
    after_anything: bool = False
    forms: tuple[SectionForm, ...] = ()


class SectionFile(Struct, frozen=True, forbid_unknown_fields=True):
    passed_over: tuple[str, ...]
    free: Facets
    sections: tuple[SectionEntry, ...]


class Unruled(Struct, frozen=True, forbid_unknown_fields=True):
    total: str
    ordinal: str
    opens_row: str
    opens_panel: str


class RowFile(Struct, frozen=True, forbid_unknown_fields=True):
    ordinals: tuple[Shown, ...]
    of_which: Shown
    unruled: Unruled


@remembered
def facets() -> dict[str, FacetEntry]:
    return {entry.facet: entry for entry in load("lexicon/facets.yaml", tuple[FacetEntry, ...])}


@remembered
def terms() -> tuple[TermEntry, ...]:
    return load("lexicon/terms.yaml", tuple[TermEntry, ...], known_facets)


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
def frame() -> FrameFile:
    return load("lexicon/frame.yaml", FrameFile, known_facets)


def check() -> None:
    """Raises `PatternError` where one of the files is wrong."""
    for file in (facets, terms, measures, items, tables, titles, headers, rows, sections, frame):
        file()


def known_facets(value: Any, steps: tuple[Step, ...] = ()) -> Iterator[Wrong]:
    """What is wrong in a file beyond its schema: facets that facets.yaml does not have, expressions that do not
    compile."""
    if isinstance(value, Shown):
        try:
            compiled(value.pattern)
        except regex.error as error:
            yield (*steps, "pattern"), f"the expression does not compile ({error})"
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
            yield steps, f"there is no facet “{value}”; facets.yaml has all of them"
    else:
        for place, inside in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _unknown(inside, (*steps, place))
