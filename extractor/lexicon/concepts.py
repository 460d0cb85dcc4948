"""The subject of a figure of the prose → what it measures (概念), the same for all wordings, or None."""

from __future__ import annotations

from typing import Annotated, Literal

import regex
from msgspec import Meta, Struct

from extractor.document.characters import plain
from extractor.kept import compiled
from extractor.knowledge import load, remembered, remembering

_NOTHING = compiled(r"[()\"“”‘’\s的]|决算(?:数|总额)?|占.*")
Of = Literal["money", "count", "score"]


class ConceptEntry(Struct, frozen=True, forbid_unknown_fields=True, rename={"counterexample": "not"}):
    """A concept and the wordings that name it; `units`: only counts in these; `sections`: only in these."""

    concept: str
    zh: str
    words: Annotated[tuple[str, ...], Meta(min_length=1)]
    example: str
    counterexample: str
    of: Of = "money"
    units: tuple[str, ...] = ()
    sections: tuple[int, ...] = ()


@remembered
def concepts() -> tuple[ConceptEntry, ...]:
    """The closed list, in the order in which its entries are tried."""
    return load("lexicon/concepts.yaml", tuple[ConceptEntry, ...])


@remembered
def _expressions() -> tuple[tuple[ConceptEntry, regex.Pattern[str]], ...]:
    return tuple((e, compiled("|".join(f"(?:{w})" for w in e.words))) for e in concepts())


@remembering(8192)
def concept_of(subject: str, metric: str, unit: str | None, section: int | None) -> str | None:
    """The concept that a subject names; `metric` and `unit` say whether money, a count or a score is told of it."""
    name = _NOTHING.sub("", plain(subject))
    for entry, expression in _expressions():
        if entry.sections and section is not None and section not in entry.sections:
            continue
        if entry.of == _of(metric, unit) and (not entry.units or unit in entry.units) and expression.fullmatch(name):
            return entry.concept
    return None


def _of(metric: str, unit: str | None) -> Of:
    if metric == "score":
        return "score"
    money = unit is None or unit == "%" or unit.endswith("元")
    return "count" if metric == "count" or not money else "money"
