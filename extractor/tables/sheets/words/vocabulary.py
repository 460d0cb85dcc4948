"""The words of 绩效自评表, from `patterns/sheets/`, and the forms in which they are compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

import regex
from msgspec import Struct

from extractor.document.characters import plain
from extractor.kept import compiled
from extractor.knowledge import remembered, remembering
from extractor.tables.sheets.words import schemas
from extractor.tables.sheets.words.terms import composed

_LONGEST_LABEL = 40  # a longer text is no label; it also bounds the work on a hostile cell
_LONGEST_TITLE = 200
_BRACKETS = compiled(r"\([^()]*\)")
_BEFORE = compiled(r"^(?:20\d\d年度?|其中[:,]?|[-*#·]+|\d{1,2}[.、)]|[一二三四五六七八九十]{1,3}、)+")
_AFTER = compiled(r"[:;,.。、*]+$|(?<=\p{Han}[数额率值分])[A-Z]$")  # 全年预算数A, as 预算数（A）
_BEFORE_TITLE = compiled(r"^(?:附件?(?:表|\d)*[:.、]?|[一二三四五六七八九十]{1,3}、|\d{1,2}[.、]|表\d+[-\d]*[:、]?)+")
_WEIGHT = compiled(r"\((\d{1,3}(?:\.\d{1,4})?)分?(?:[*×x][^()]*)?\)")
_LEVEL_WEIGHT = compiled(
    r"[(（【\[][^()（）]{0,6}?\d{1,3}(?:\.\d{1,4})?\s*(?:分|%|％)?[)）】\]]|(?<=\p{Han})\d{1,3}(?:\.\d{1,4})?(?:分|%|％)$"
)


class TitleRule(Struct, frozen=True):
    """What a caption announces: `kind` is P1, P2, P? (by content) or other (set aside)."""

    id: str
    kind: str
    pattern: regex.Pattern[str]


class Vocabulary(Struct, frozen=True):
    """The library's entry as look-ups; every key is a `label`."""

    titles: tuple[TitleRule, ...]
    caption: regex.Pattern[str]
    foreign: regex.Pattern[str]
    beside_title: regex.Pattern[str]
    columns: Mapping[str, str]
    funds: Mapping[str, str]
    funds_block: frozenset[str]
    fields: Mapping[str, str]
    total_row: frozenset[str]
    subtotal_row: frozenset[str]
    bundles: frozenset[str]
    persons: frozenset[str]
    tasks: frozenset[str]
    level1: Mapping[str, str]
    level2: Mapping[str, frozenset[str]]
    indicator_kinds: frozenset[str]
    placeholder: regex.Pattern[str]
    grade: regex.Pattern[str]
    note: regex.Pattern[str]
    header_in_text: regex.Pattern[str]
    inherits: frozenset[str]
    named_in_title: regex.Pattern[str]
    names_no_project: regex.Pattern[str]


def label(text: str) -> str:
    """The form in which a label is looked up: `其中：本年财政拨款(万元)：` → 本年财政拨款."""
    return _short_label(text) if len(text) <= 2 * _LONGEST_LABEL else ""


@remembering(8192)  # the cells of every table are asked, row by row, whether they head a sheet
def _short_label(text: str) -> str:
    bare = _BRACKETS.sub("", plain(text))
    return _AFTER.sub("", _BEFORE.sub("", bare)) if len(bare) <= _LONGEST_LABEL else ""


def weight(text: str) -> Decimal | None:
    """The weight printed in a label: `预算执行情况(万元)(20分)` → 20."""
    found = _WEIGHT.search(plain(text[:200]))
    return Decimal(found[1]) if found else None


def level_name(text: str) -> str:
    """A level's name as printed without its weight: `产出指标(50分)` → 产出指标."""
    return _LEVEL_WEIGHT.sub("", text) if len(text) <= 2 * _LONGEST_LABEL else text


def group_name(text: str) -> str:
    """The name of a level printed as a heading over its indicators: `一、产出指标（50分）` → 产出指标."""
    return _BEFORE.sub("", level_name(text)) if len(text) <= 2 * _LONGEST_LABEL else text


def _inverted(groups: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {label(name): key for key, names in groups.items() for name in names}


def _labels(names: Iterable[str]) -> frozenset[str]:
    return frozenset(label(name) for name in names)


@remembered
def vocabulary() -> Vocabulary:
    """The words of the library, read once; raises `PatternError` where they are broken."""
    labels, levels, expressions = schemas.labels(), schemas.levels(), schemas.expressions()
    level2: dict[str, frozenset[str]] = {}
    for parents, names in levels.level2.items():
        for name in names:
            level2[label(name)] = level2.get(label(name), frozenset()) | frozenset(parents.split("|"))
    return Vocabulary(
        titles=tuple(TitleRule(t.id, t.kind, compiled(t.pattern)) for t in schemas.titles().titles),
        caption=compiled(expressions.caption.expression),
        foreign=compiled(expressions.foreign.expression),
        beside_title=compiled(expressions.beside_title.expression),
        columns=_inverted(labels.columns),
        funds=_inverted(labels.funds),
        funds_block=_labels(labels.funds_block),
        fields=_inverted(labels.fields),
        total_row=_labels((*labels.total_row, *labels.subtotal_row)),
        subtotal_row=_labels(labels.subtotal_row),
        bundles=_labels(labels.bundles),
        persons=_labels(labels.persons),
        tasks=_labels(labels.tasks),
        level1=_inverted(levels.level1),
        level2=level2,
        indicator_kinds=_labels(levels.indicator_kinds),
        placeholder=compiled(expressions.placeholder.expression),
        grade=compiled(expressions.grade.expression),
        note=compiled(expressions.note.expression),
        header_in_text=compiled(expressions.header_in_text.expression),
        inherits=_labels(labels.inherits),
        named_in_title=compiled(expressions.named_in_title.expression),
        names_no_project=compiled(expressions.names_no_project.expression),
    )


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


def project_in_title(title: str) -> str | None:
    """The project that a title names (2023年度设备更新项目绩效自评表); None where it names only a kind or a unit."""
    words = vocabulary()
    found = words.named_in_title.match(_BEFORE.sub("", _BRACKETS.sub("", plain(title[:_LONGEST_TITLE]))))
    name = found["name"] if found else ""
    return None if len(name) < 4 or words.names_no_project.search(name) else name


def head_field_of(text: str) -> str | None:
    """The field that a label of the head or the foot announces, goals and reasons by their words as well. (Elsewhere
    these words are also names of indicators.)"""
    return field_of(text) or composed("goals", label(text))


def is_aside(text: str) -> bool:
    """Whether a label is known and its value left out: persons and their numbers, offices of the finance bureau."""
    name = label(text)
    return name in vocabulary().persons or composed("persons", name) is not None


def has_no_column(text: str) -> bool:
    """Whether a label of the head is known (起止时间, 财政审核评分), and what stands beside it has no column."""
    return composed("no_column", label(text)) is not None
