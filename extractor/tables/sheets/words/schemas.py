"""The files of `patterns/sheets/`, checked by their schemas: a broken entry is refused with file, line and reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

import regex
from msgspec import Meta, Struct, structs

from extractor.kept import compiled
from extractor.knowledge import Step, Wrong, load, no_expression, remembered
from extractor.languages import spoken
from extractor.rule import Rule

Words = tuple[str, ...]
Lists = dict[str, Words]
Part = Literal["columns", "funds", "fields", "goals", "persons", "no_column", "bundles"]


class Title(Struct, frozen=True, forbid_unknown_fields=True, rename={"counterexample": "not"}):
    """What a caption announces: P1, P2, P? (the content decides) or other (set aside)."""

    id: str
    kind: Literal["P1", "P2", "P?", "other"]
    pattern: str
    example: str
    counterexample: str

    @property
    def rule(self) -> Rule:
        return Rule(self.example, self.counterexample, self.id, pattern=self.pattern)


class TitleFile(Struct, frozen=True, forbid_unknown_fields=True):
    titles: tuple[Title, ...] = ()


class ExpressionFile(Struct, frozen=True, forbid_unknown_fields=True):
    """What is around a title, what a title names, and what stands in cells."""

    caption: Rule
    foreign: Rule
    beside_title: Rule
    named_in_title: Rule
    names_no_project: Rule
    grade: Rule
    bracketed_ticks: Rule
    bracketed_boxes: Rule
    note: Rule
    header_in_text: Rule
    placeholder: Rule
    date: Rule
    ordinal: Rule


class LabelFile(Struct, frozen=True, forbid_unknown_fields=True):
    """Labels by what they give, or by what they are; a user's file has those that it adds."""

    columns: Lists = {}
    inherits: Words = ()
    funds: Lists = {}
    funds_block: Words = ()
    fields: Lists = {}
    total_row: Words = ()
    subtotal_row: Words = ()
    bundles: Words = ()
    persons: Words = ()
    tasks: Words = ()


class LevelFile(Struct, frozen=True, forbid_unknown_fields=True):
    """The names of levels: of the second under those of the first (`a|b`: under either)."""

    level1: Lists = {}
    level2: Lists = {}
    indicator_kinds: Words = ()


class ValueFile(Struct, frozen=True, forbid_unknown_fields=True):
    """Signs and words inside a cell: boxes, comparisons by their sign, units."""

    ticks: str = ""
    boxes: str = ""
    comparisons: Lists = {}
    comparisons_after: Lists = {}
    between: Words = ()
    denials: Words = ()
    number_units: Words = ()
    equal_units: dict[str, str] = {}


class FormEntry(Struct, frozen=True, forbid_unknown_fields=True, rename={"counterexample": "not"}):
    """What labels of a form give, with one that it covers and one that it does not."""

    gives: str
    form: Annotated[str, Meta(min_length=1)]
    example: str
    counterexample: str


class FormFile(Struct, frozen=True, forbid_unknown_fields=True):
    words: Lists = {}
    composed: dict[Part, tuple[FormEntry, ...]] = {}


@remembered
def titles() -> TitleFile:
    return load("sheets/titles.yaml", TitleFile, _broken)


@remembered
def expressions() -> ExpressionFile:
    return load("sheets/expressions.yaml", ExpressionFile, _broken)


@remembered
def labels() -> LabelFile:
    return load("sheets/labels.yaml", LabelFile, _twice)


@remembered
def levels() -> LevelFile:
    return load("sheets/levels.yaml", LevelFile)


@remembered
def values() -> ValueFile:
    return load("sheets/values.yaml", ValueFile)


@remembered
def forms() -> FormFile:
    return load("sheets/forms.yaml", FormFile)


def check() -> None:
    """Raises `PatternError` where a file cannot be used."""
    for file in (titles, expressions, labels, levels, values, forms):
        file()


def rules_in(file: TitleFile | ExpressionFile) -> Iterator[tuple[tuple[Step, ...], Rule]]:
    """The expressions of a file, each with its place in it."""
    for name, value in structs.asdict(file).items():
        if isinstance(value, Rule):
            yield (name,), value
        elif name == "titles":
            yield from ((("titles", i), title.rule) for i, title in enumerate(value))


def _broken(file: TitleFile | ExpressionFile) -> Iterator[Wrong]:
    for steps, entry in rules_in(file):
        try:
            compiled(entry.expression)
        except regex.error as error:
            yield (*steps, "pattern"), no_expression(error)


def _twice(file: LabelFile) -> Iterator[Wrong]:
    """The words that stand under two keys of one list."""
    for name, lists in (("columns", file.columns), ("funds", file.funds), ("fields", file.fields)):
        yield from (
            ((name, key), spoken("“{word}” stands under {key} already", word=word, key=first))
            for key, word, first in _again(lists)
        )


def _again(lists: Mapping[str, Words]) -> Iterator[tuple[str, str, str]]:
    first: dict[str, str] = {}
    for key, words in lists.items():
        for word in words:
            if first.setdefault(word, key) != key:
                yield key, word, first[word]
