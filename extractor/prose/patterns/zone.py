"""Stretches of a sentence whose numbers are told in passing: `passing.yaml`."""

from __future__ import annotations

from collections.abc import Mapping

import regex
from msgspec import Struct

from extractor.kept import compiled
from extractor.knowledge import load
from extractor.prose.patterns.pattern import Context
from extractor.rule import Alternative, any_of, written_out


class ZoneEntry(Struct, frozen=True, forbid_unknown_fields=True, rename={"counterexample": "not"}):
    """A stretch as the file says it: any of the expressions that begin it, and of those that end it."""

    name: str
    context: Context
    what: str
    begins: tuple[Alternative, ...]
    admits: frozenset[str]
    example: str
    counterexample: str
    ends: tuple[Alternative, ...] = ()
    admits_from: str = ""
    sections: frozenset[int] = frozenset()
    needs: tuple[str, ...] = ()


class Zone(Struct, frozen=True, eq=False):
    """Such a stretch, to the end of the sentence where nothing `ends` it; no sections: in all."""

    name: str
    sections: frozenset[int]
    begins: regex.Pattern[str]
    ends: regex.Pattern[str] | None
    admits: frozenset[str]
    admits_from: regex.Pattern[str] | None
    context: Context
    needs: tuple[str, ...]  # of which one stands in it, where there are any


def zone_entries() -> tuple[ZoneEntry, ...]:
    """`passing.yaml`, with what a user's file of that name adds; raises `PatternError` where it breaks its schema."""
    return load("prose/passing.yaml", tuple[ZoneEntry, ...])


def zones(pieces: Mapping[str, str]) -> tuple[Zone, ...]:
    """The zones of the file, compiled; raises `regex.error` where an expression does not compile."""
    return tuple(
        Zone(
            entry.name,
            entry.sections,
            compiled(written_out(any_of(entry.begins), pieces)),
            compiled(written_out(any_of(entry.ends), pieces)) if entry.ends else None,
            entry.admits,
            compiled(entry.admits_from) if entry.admits_from else None,
            entry.context,
            entry.needs,
        )
        for entry in zone_entries()
    )
