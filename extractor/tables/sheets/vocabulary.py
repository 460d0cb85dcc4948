"""The words of 绩效自评表, from `patterns/performance.yaml`, and the forms in which they are compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import regex

from extractor import knowledge
from extractor.document.characters import plain
from extractor.errors import PatternError
from extractor.kept import compiled
from extractor.knowledge import remembered
from extractor.tables.sheets.terms import composed

_LONGEST_LABEL = 40  # a longer text is no label; it also bounds the work on a hostile cell
_BRACKETS = compiled(r"\([^()]*\)")
_BEFORE = compiled(r"^(?:20\d\d年度?|其中[:,]?|[-*#·]+|\d{1,2}[.、)]|[一二三四五六七八九十]{1,3}、)+")
_AFTER = compiled(r"[:;,.。、*]+$")
_BEFORE_TITLE = compiled(r"^(?:附件?(?:表|\d)*[:.、]?|[一二三四五六七八九十]{1,3}、|\d{1,2}[.、]|表\d+[-\d]*[:、]?)+")
_WEIGHT = compiled(r"\((\d{1,3}(?:\.\d{1,4})?)分?(?:[*×x][^()]*)?\)")
_LEVEL_WEIGHT = compiled(
    r"[(（【\[][^()（）]{0,6}?\d{1,3}(?:\.\d{1,4})?\s*(?:分|%|％)?[)）】\]]|(?<=\p{Han})\d{1,3}(?:\.\d{1,4})?(?:分|%|％)$"
)


@dataclass(frozen=True, slots=True)
class TitleRule:
    """What a caption announces: `kind` is P1, P2, P? (by content) or other (set aside)."""

    id: str
    kind: str
    pattern: Any
    example: str
    counterexample: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The library's entry as look-ups; every key is a `label`."""

    titles: tuple[TitleRule, ...]
    caption: Any
    foreign: Any
    beside_title: Any
    columns: Mapping[str, str]
    funds: Mapping[str, str]
    funds_block: frozenset[str]
    fields: Mapping[str, str]
    total_row: frozenset[str]
    bundles: frozenset[str]
    persons: frozenset[str]
    tasks: frozenset[str]
    level1: Mapping[str, str]
    level2: Mapping[str, frozenset[str]]
    indicator_kinds: frozenset[str]
    placeholder: Any
    grade: Any


def label(text: str) -> str:
    """The form in which a label is looked up: `其中：本年财政拨款(万元)：` → 本年财政拨款."""
    if len(text) > 2 * _LONGEST_LABEL:
        return ""
    bare = _BRACKETS.sub("", plain(text))
    return _AFTER.sub("", _BEFORE.sub("", bare)) if len(bare) <= _LONGEST_LABEL else ""


def weight(text: str) -> Decimal | None:
    """The weight printed in a label: `预算执行情况(万元)(20分)` → 20."""
    found = _WEIGHT.search(plain(text[:200]))
    return Decimal(found[1]) if found else None


def level_name(text: str) -> str:
    """A level's name as printed without its weight: `产出指标(50分)` → 产出指标."""
    return _LEVEL_WEIGHT.sub("", text) if len(text) <= 2 * _LONGEST_LABEL else text


def _inverted(groups: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {label(name): key for key, names in groups.items() for name in names}


def _labels(names: Iterable[str]) -> frozenset[str]:
    return frozenset(label(name) for name in names)


def pattern_of(pattern: str, place: str) -> Any:
    """A pattern of the library; a `PatternError` says which is broken."""
    try:
        return compiled(pattern)
    except regex.error as error:
        raise PatternError(f"performance.yaml: {place} cannot be compiled: {error}") from error


@remembered
def vocabulary() -> Vocabulary:
    """The library's entry, read once; raises `PatternError` where it is broken."""
    data = knowledge.entry("performance.yaml")
    try:
        titles = tuple(
            TitleRule(t["id"], t["kind"], pattern_of(t["pattern"], t["id"]), t["example"], t["counterexample"])
            for t in data["titles"]
        )
        level2: dict[str, frozenset[str]] = {}
        for parents, names in data["level2"].items():
            for name in names:
                level2[label(name)] = level2.get(label(name), frozenset()) | frozenset(parents.split("|"))
        return Vocabulary(
            titles=titles,
            caption=pattern_of(data["caption"], "caption"),
            foreign=pattern_of(data["foreign"], "foreign"),
            beside_title=pattern_of(data["beside_title"], "beside_title"),
            columns=_inverted(data["columns"]),
            funds=_inverted(data["funds"]),
            funds_block=_labels(data["funds_block"]),
            fields=_inverted(data["fields"]),
            total_row=_labels(data["total_row"]),
            bundles=_labels(data["bundles"]),
            persons=_labels(data["persons"]),
            tasks=_labels(data["tasks"]),
            level1=_inverted(data["level1"]),
            level2=level2,
            indicator_kinds=_labels(data["indicator_kinds"]),
            placeholder=pattern_of(data["placeholder"], "placeholder"),
            grade=pattern_of(data["grade"], "grade"),
        )
    except (KeyError, AttributeError, TypeError) as error:
        raise PatternError(f"performance.yaml does not keep to its shape: {error!r}") from error


def title_rule(text: str) -> TitleRule | None:
    """The rule that a caption meets; None for other texts."""
    words = vocabulary()
    bare = _BEFORE_TITLE.sub("", _BRACKETS.sub("", plain(text[:200])))
    if not 4 < len(bare) <= 60:
        return None
    return next((rule for rule in words.titles if rule.pattern.search(bare)), None)


def field_of(text: str) -> str | None:
    """The field of `performance_sheets` that a label announces (numbered goals included)."""
    name = label(text)
    words = vocabulary().fields
    return words.get(name) or words.get(name.rstrip("0123456789一二三四五")) or composed("fields", name)


def head_field_of(text: str) -> str | None:
    """The field that a label of the head or the foot announces: goals and reasons by their words, too. Elsewhere these
    words are also names of indicators."""
    return field_of(text) or composed("goals", label(text))


def is_aside(text: str) -> bool:
    """Whether a label is known and what it says left out: persons and their numbers, offices of the finance bureau."""
    name = label(text)
    return name in vocabulary().persons or composed("persons", name) is not None


def is_other_score(text: str) -> bool:
    """Whether a label of the head gives what another office scored (财政审核评分), for which there is no column."""
    return composed("other_scores", label(text)) is not None
