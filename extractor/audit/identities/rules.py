"""The identities (勾稽关系) of `patterns/identities/*.yaml`, compiled once; `selectors` says how to write their terms.

`relation` is `equals` and `at_most` of the sums `left` and `right`, `percent` (left = 100 · right / over, or by
`or_over`) or `identical` (every number printed the same). `or_right` are other right sides: the identity fails only
where it holds with none that is printed. `given` are pairs that must be equal for a trial to be made. Where every
form prints both sides, `needed: true` says so: a table with money on one of them only was not read whole (and of a
percentage, that it fails only if both bases are printed). `loose: true` allows a total with a single part to differ
from it as sums do: elsewhere in a table one figure is rounded the same both times. `partial: true` says that a right
side of a single number need not be all of the left: then the left is no less than it. `whole: true` says of a sheet
that where not all of `right` is printed the others may confirm the left, and refute nothing.

A user's folder adds identities in files of its own or to the library's, by name, in its `identities/`.

An identity of the prose binds one figure at a time, its left side. One of 绩效自评表 binds one sheet at a time; there a
blank is not a zero, and what is not printed is not tried.
"""

from __future__ import annotations

import string
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, TypeVar

import msgspec
from msgspec import Struct

from extractor.audit.identities.selectors import Selector, SelectorError, selector
from extractor.errors import PatternError
from extractor.knowledge import checked, fault, files, names_in, remembered
from extractor.languages import Sentence, joined, spoken

FOLDER = "identities"
_Written = Literal["equals", "at_most", "percent", "identical"]
_Sum = str | tuple[str, ...]
_Cells = dict[str, int | float | str]

Terms = tuple[Selector, ...]


class Relation(StrEnum):
    """How the two sides of an identity compare."""

    EQUALS = "equals"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"  # not written in an entry: what `partial` makes of `equals`
    PERCENT = "percent"
    IDENTICAL = "identical"


class Entry(Struct, frozen=True, forbid_unknown_fields=True, rename={"repeated": "for"}):
    """An identity as it is written; `for` repeats it with the $-words of each mapping replaced."""

    id: str
    name_zh: str
    name_en: str
    relation: _Written
    left: _Sum
    right: _Sum
    source: str
    holds: _Cells
    fails: _Cells
    or_right: tuple[_Sum, ...] = ()
    over: _Sum = ()
    or_over: _Sum = ()
    given: tuple[tuple[str, str], ...] = ()
    needed: bool = False
    loose: bool = False
    partial: bool = False
    whole: bool = False
    repeated: tuple[dict[str, int | float | str], ...] = ({},)


@dataclass(frozen=True, slots=True)
class Rule:
    """One identity. `tables` are those of the nine that it binds; `within` is true if all its numbers stand in one
    table (or one sheet). `prose` and `sheet` say whether it binds figures of the prose and numbers of 绩效自评表."""

    id: str
    name_zh: str
    name_en: str
    relation: Relation
    left: Terms
    right: Terms
    or_right: tuple[Terms, ...]
    over: Terms
    or_over: Terms
    given: tuple[tuple[Selector, Selector], ...]
    source: str
    holds: dict[str, str] = field(compare=False, repr=False)
    fails: dict[str, str] = field(compare=False, repr=False)
    tables: tuple[str, ...] = ()
    within: bool = False
    prose: bool = False
    sheet: bool = False
    needed: bool = False
    loose: bool = False
    partial: bool = False
    whole: bool = False

    @property
    def terms(self) -> Terms:
        """All selectors."""
        others = tuple(term for way in self.or_right for term in way)
        return (*self.left, *self.right, *others, *self.over, *self.or_over)


class EntryError(ValueError):
    """What is wrong with an identity, and in which of its fields."""

    def __init__(self, field: str, reason: Sentence) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason


def rule(entry: Entry) -> Rule:
    """Compile one entry, its $-words already replaced; raises `EntryError`."""

    def terms(name: str, value: _Sum) -> Terms:
        try:
            return tuple(selector(text) for text in ((value,) if isinstance(value, str) else value))
        except SelectorError as error:
            raise EntryError(name, error.sentence) from error

    left, right = terms("left", entry.left), terms("right", entry.right)
    or_right = tuple(terms("or_right", way) for way in entry.or_right)
    over, or_over = terms("over", entry.over), terms("or_over", entry.or_over)
    given = tuple((one, other) for one, other in (terms("given", pair) for pair in entry.given))
    used = (*left, *right, *(term for way in or_right for term in way), *over, *or_over)
    prose, sheet = any(term.is_prose for term in used), any(term.is_sheet for term in used)
    relation = Relation(entry.relation)
    if (relation is Relation.PERCENT) != bool(over):
        raise EntryError("relation", spoken("`over` belongs to the relation percent, and percent needs it"))
    if sheet or prose:
        _check_left(left, sheet)
    tables = tuple(sorted({t.table for t in used if t.table is not None and not t.is_sheet}))
    return Rule(
        id=entry.id,
        name_zh=entry.name_zh,
        name_en=entry.name_en,
        relation=relation,
        left=left,
        right=right,
        or_right=or_right,
        over=over,
        or_over=or_over,
        given=given,
        source=entry.source,
        holds={key: str(value) for key, value in entry.holds.items()},
        fails={key: str(value) for key, value in entry.fails.items()},
        tables=tables,
        within=not prose and len(tables) + sheet == 1,
        prose=prose,
        sheet=sheet,
        needed=entry.needed,
        loose=entry.loose,
        partial=entry.partial,
        whole=entry.whole,
    )


def _check_left(left: Terms, sheet: bool) -> None:
    """Raises `EntryError` where the left side is not what an identity of 绩效自评表, or of the prose, begins with."""
    if sheet:
        if not all(term.is_sheet for term in left):
            raise EntryError(
                "left", spoken("an identity of 绩效自评表 has numbers of the sheet on its left (P1, P2, P*)")
            )
        return
    anchor, *others = left
    if anchor.rows != "each" or not all(term.is_prose for term in left) or any(t.rows == "each" for t in others):
        raise EntryError(
            "left", spoken("an identity of the prose begins with one figure at a time on its left (S… each …)")
        )


T = TypeVar("T")


def _filled(value: T, words: dict[str, int | float | str]) -> T:
    """The value with its $-words replaced, in keys as in values."""
    if isinstance(value, str):
        return string.Template(value).safe_substitute(words)  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(_filled(inside, words) for inside in value)  # type: ignore[return-value]
    if isinstance(value, dict):
        return {_filled(key, words): _filled(inside, words) for key, inside in value.items()}  # type: ignore[return-value]
    return value


FILLED = tuple(name for name in Entry.__struct_fields__ if name != "repeated")


def _compiled(entry: Entry) -> Iterator[Rule]:
    """The identities that an entry writes; raises `EntryError`."""
    for words in entry.repeated:
        filled = {name: _filled(getattr(entry, name), words) for name in FILLED} if words else {}
        yield rule(msgspec.structs.replace(entry, **filled))


@remembered
def rules() -> tuple[Rule, ...]:
    """All identities of the pattern library and of the user's folder in use, in the order of their files; raises
    `PatternError` where an entry is wrong."""
    found: list[Rule] = []
    for path in (path for name in names_in(FOLDER) for path in files(f"{FOLDER}/{name}")):
        for place, entry in enumerate(checked(path, tuple[Entry, ...])):
            try:
                found.extend(_compiled(entry))
            except EntryError as error:
                reason = spoken("identity {id}: {reason}", id=entry.id, reason=error.reason)
                raise fault(path, (place, error.field), reason) from error
    ids = [r.id for r in found]
    if doubled := sorted({name for name in ids if ids.count(name) > 1}):
        raise PatternError(
            spoken("Identities with the same id: {ids}; give each its own.", ids=joined(", ", doubled, "、"))
        )
    return tuple(found)


@remembered
def constants() -> tuple[str, ...]:
    """The numbers that identities write out."""
    return tuple(sorted({name for found in rules() for term in found.terms for name in term.constants}))
