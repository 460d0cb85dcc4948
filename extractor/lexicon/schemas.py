"""The schemas of the files in `patterns/lexicon/`: what an entry may say, and of what kind."""

from __future__ import annotations

from typing import Annotated, Literal

import regex
from msgspec import Meta, Struct, structs

from extractor.document.numbers import MONEY_UNIT
from extractor.lexicon.registries import Basis, Item, Measure, Role, Shape, Side
from extractor.rule import Rule, in_one

TableNo = Annotated[str, Meta(pattern="^0[1-9]$")]
Facets = tuple[str, ...]
Of = Literal["money", "count", "score"]


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
    """A measure, the tables that have it, and the sets of facets that name it there; those that do where the accounts
    bear it out are `supposed`."""

    measure: Measure
    zh: str
    tables: tuple[TableNo, ...]
    facets: tuple[Facets, ...]
    example: tuple[TableNo, str]
    counterexample: tuple[TableNo, str]
    says: Facets = ()
    alone: Measure | None = None
    supposed: tuple[Facets, ...] = ()


class MeasureFile(Struct, frozen=True, forbid_unknown_fields=True):
    ignored: Facets
    strict: Facets
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
    line: Rule


class TitleFile(Struct, frozen=True, forbid_unknown_fields=True):
    """What stands around the words of a title; `number` is {number} in the marks `before` and `after` it, `whose` is
    {whose}."""

    number: str
    whose: str
    before: tuple[Rule, ...]
    after: tuple[Rule, ...]
    unit_endings: tuple[str, ...]
    unknown: Rule
    contents: Contents

    def filled(self, marks: tuple[Rule, ...]) -> tuple[Rule, ...]:
        return _filled(_filled(marks, "{number}", self.number), "{whose}", self.whose)


class TableNumber(Struct, frozen=True, forbid_unknown_fields=True):
    """The shapes of printed numbers of tables (表号); {number} is that of one table, in digits or spelt."""

    shapes: tuple[Rule, ...]

    def filled(self) -> tuple[Rule, ...]:
        """The shapes with the number in them."""
        return _filled(self.shapes, "{number}", "(?:0?[0-9]{1,2}|[一二三四五六七八九十]{1,3})")

    @property
    def expression(self) -> str:
        """All shapes as one expression."""
        return "|".join(shape.expression for shape in self.filled())


class MoneyUnit(Struct, frozen=True, forbid_unknown_fields=True):
    """The names of units of money (金额单位), those of currencies, names cut short (万) with what they are, and the
    shapes in which they stand over a table."""

    names: Annotated[tuple[str, ...], Meta(min_length=1)]
    currencies: tuple[str, ...]
    cut: dict[str, str]
    shapes: tuple[Rule, ...]

    def filled(self) -> tuple[Rule, ...]:
        """The shapes with names and currencies in them; the name is their group `unit`."""
        names, currencies, cut = (
            "|".join(map(regex.escape, words)) for words in (self.names, self.currencies, self.cut)
        )
        of_money = rf"\(?(?:\(?(?:{currencies})\)?[:/]?)?\(?(?P<unit>"
        unit = rf"{of_money}{names})(?:\((?:{currencies})\))?\)*"
        return _filled(_filled(self.shapes, "{unit}", unit), "{cut}", rf"{of_money}{cut})\)*$")

    @property
    def expression(self) -> str:
        """All shapes as one expression."""
        return "|".join(shape.expression for shape in self.filled())


def _filled(shapes: tuple[Rule, ...], hole: str, part: str) -> tuple[Rule, ...]:
    return tuple(structs.replace(shape, pattern=in_one(shape.pattern).replace(hole, part)) for shape in shapes)


class MakerLabel(Struct, frozen=True, forbid_unknown_fields=True, rename={"counterexamples": "not"}):
    """The words of which labels of the unit that a table is of (编制单位) are made; its name ends at the end of the
    line, before a unit of money, or before one of the expressions `ends_before`."""

    before: tuple[str, ...]
    words: Annotated[tuple[str, ...], Meta(min_length=1)]
    after: tuple[str, ...]
    ends_before: tuple[str, ...]
    examples: Annotated[tuple[str, ...], Meta(min_length=1)]
    counterexamples: Annotated[tuple[str, ...], Meta(min_length=1)]

    @property
    def expression(self) -> str:
        """Label and name as one expression; the name is its group `maker`."""
        before, words, after = (
            "|".join(map(regex.escape, sorted(listed, key=len, reverse=True)))
            for listed in (self.before, self.words, self.after)
        )
        ends = "|".join(("$", rf"\({MONEY_UNIT}\)$", *self.ends_before))
        label = rf"^(?:{before}){{0,2}}(?:{words})(?:{after})?(?:\(.{{1,4}}\))?:"
        return rf"{label}(?!{MONEY_UNIT})(?P<maker>.{{2,60}}?)(?={ends})"


class FrameFile(Struct, frozen=True, forbid_unknown_fields=True):
    """What stands around a table."""

    number: TableNumber
    unit: MoneyUnit
    maker: MakerLabel
    year: Rule
    note: Rule
    signature: Rule
    bare: Rule
    empty: Rule
    page_number: Rule
    page_number_behind: Rule
    browser: Rule


class RoleEntry(Struct, frozen=True, forbid_unknown_fields=True, rename={"counterexample": "not", "anywhere": "any"}):
    role: Role
    example: str
    counterexample: str
    anywhere: Facets = ()
    leaf: Facets = ()
    only: Facets = ()


class SideEntry(Struct, frozen=True, forbid_unknown_fields=True, rename={"anywhere": "any"}):
    """Which panel a label column opens."""

    side: Side
    anywhere: Facets


class Grouped(Struct, frozen=True, forbid_unknown_fields=True):
    """The order of the columns of 09 in the ministry's grouped form."""

    basis: tuple[Basis, ...]
    measures: tuple[Measure, ...]


class ShortHeader(Struct, frozen=True, forbid_unknown_fields=True, rename={"counterexample": "not"}):
    """What a header cell means right of one that says the facet `beside`; the examples are paths of that one."""

    word: str
    beside: str
    means: str
    example: str
    counterexample: str


class HeaderFile(Struct, frozen=True, forbid_unknown_fields=True):
    roles: tuple[RoleEntry, ...]
    repeats: Facets
    sides: tuple[SideEntry, ...]
    aside_of_09: Facets
    column_number: Rule
    column_letters: tuple[str, ...]
    currency_unit: Rule
    numbered: Rule
    but_for: Rule
    moment: Rule
    short: tuple[ShortHeader, ...]
    turning: tuple[str, ...]
    grouped_09: Grouped


class Unruled(Struct, frozen=True, forbid_unknown_fields=True):
    total: str
    ordinal: str
    opens_row: str
    opens_panel: str


class RowFile(Struct, frozen=True, forbid_unknown_fields=True):
    ordinals: tuple[Rule, ...]
    nothing: tuple[str, ...]
    of_which: Rule
    unruled: Unruled
