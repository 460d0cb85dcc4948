"""The identities (勾稽关系) of `patterns/identities/*.yaml`, compiled once; `selectors` says how to write their terms.

`relation` is `equals` and `at_most` of the sums `left` and `right`, `percent` (left = 100 · right / over, or by
`or_over`) or `identical` (every number printed the same). `or_right` are other right sides: the identity fails only
where it holds with none that is printed. `given` are pairs that must be equal for a trial to be made. Where every
form prints both sides, `needed: true` says so: a table with money on one of them only was not read whole (and of a
percentage, that it fails only if both bases are printed). `loose: true` allows a total with a single part to differ
from it as sums do: elsewhere in a table one figure is rounded the same both times. `partial: true` says that a right
side of a single number need not be all of the left: then the left is no less than it.

An identity of the prose binds one figure at a time, its left side. One of 绩效自评表 binds one sheet at a time; there a
blank is not a zero, and what is not printed is not tried.
"""

from __future__ import annotations

import functools
import string
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from extractor.audit.selectors import Selector, selector
from extractor.errors import PatternError
from extractor.knowledge import library, read_yaml

FIELDS = frozenset(
    "for id name_zh name_en relation needed loose partial left right or_right over or_over given".split()  # noqa: SIM905
) | {"source", "holds", "fails"}
NEEDED = frozenset({"id", "name_zh", "name_en", "relation", "left", "right", "source", "holds", "fails"})

Terms = tuple[Selector, ...]


class Relation(StrEnum):
    """How the two sides of an identity compare."""

    EQUALS = "equals"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"  # not written in an entry: what `partial` makes of `equals`
    PERCENT = "percent"
    IDENTICAL = "identical"


WRITTEN = frozenset(Relation) - {Relation.AT_LEAST}


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

    @property
    def terms(self) -> Terms:
        """All selectors."""
        others = tuple(term for way in self.or_right for term in way)
        return (*self.left, *self.right, *others, *self.over, *self.or_over)


def _terms(value: Any, where: str) -> Terms:
    texts = [value] if isinstance(value, str) else value
    return tuple(selector(str(text), where) for text in texts)


def _fill(value: Any, words: dict[str, str]) -> Any:
    """The entry with its $-words replaced, in keys as in values."""
    if isinstance(value, str):
        return string.Template(value).safe_substitute(words)
    if isinstance(value, list):
        return [_fill(item, words) for item in value]
    if isinstance(value, dict):
        return {_fill(key, words): _fill(item, words) for key, item in value.items()}
    return value


def rule(entry: dict[str, Any], where: str) -> Rule:
    """Compile one entry (its $-words already replaced); a `PatternError` names the file, the entry and the word."""
    where = f"{where}, {entry.get('id', 'an entry without id')}"
    unknown, missing = set(entry) - FIELDS, NEEDED - set(entry)
    if unknown or missing:
        raise PatternError(f"{where}: fields unknown {sorted(unknown)}, fields missing {sorted(missing)}.")
    if entry["relation"] not in WRITTEN:
        raise PatternError(f"{where}: the relation must be one of {', '.join(sorted(WRITTEN))}.")
    found = Rule(
        entry["id"],
        entry["name_zh"],
        entry["name_en"],
        Relation(entry["relation"]),
        _terms(entry["left"], where),
        _terms(entry["right"], where),
        tuple(_terms(way, where) for way in entry.get("or_right", [])),
        _terms(entry.get("over", []), where),
        _terms(entry.get("or_over", []), where),
        tuple((selector(str(a), where), selector(str(b), where)) for a, b in entry.get("given", [])),
        entry["source"],
        {str(key): str(value) for key, value in entry["holds"].items()},
        {str(key): str(value) for key, value in entry["fails"].items()},
        needed=bool(entry.get("needed")),
        loose=bool(entry.get("loose")),
        partial=bool(entry.get("partial")),
    )
    return _bound(found, where)


def _bound(found: Rule, where: str) -> Rule:
    """The rule with what follows from its selectors."""
    if (found.relation is Relation.PERCENT) != bool(found.over):
        raise PatternError(f"{where}: `over` belongs to the relation percent, and percent needs it.")
    prose = any(term.is_prose for term in found.terms)
    sheet = any(term.is_sheet for term in found.terms)
    if sheet and not all(term.is_sheet for term in found.left):
        raise PatternError(f"{where}: an identity of 绩效自评表 has numbers of the sheet on its left (P1, P2, P*).")
    if prose and not sheet and not (len(found.left) == 1 and found.left[0].is_prose and found.left[0].rows == "each"):
        raise PatternError(f"{where}: an identity of the prose has one figure at a time on its left (S… each …).")
    tables = tuple(sorted({t.table for t in found.terms if t.table is not None and not t.is_sheet}))
    within = not prose and len(tables) + sheet == 1
    return replace(found, tables=tables, within=within, prose=prose, sheet=sheet)


@functools.cache
def rules() -> tuple[Rule, ...]:
    """All identities of the pattern library, in the order of their files."""
    found: list[Rule] = []
    for path in sorted((library() / "identities").glob("*.yaml")):
        for entry in read_yaml(path):
            for words in entry.get("for", [{}]):
                found.append(rule({k: _fill(v, words) for k, v in entry.items() if k != "for"}, path.name))
    ids = [r.id for r in found]
    if doubled := sorted({name for name in ids if ids.count(name) > 1}):
        raise PatternError(f"Identities with the same id: {', '.join(doubled)}; give each its own.")
    return tuple(found)


@functools.cache
def constants() -> tuple[str, ...]:
    """The numbers that identities write out."""
    return tuple(sorted({name for found in rules() for term in found.terms for name in term.constants}))
