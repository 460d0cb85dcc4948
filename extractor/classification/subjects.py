"""科目: the official classification by year, and what a printed code or class name is in it.

The lists are `patterns/codes_function.csv` (支出功能分类), `codes_economic.csv` (部门预算支出经济分类, 301…),
`codes_economic_gov.csv` (政府预算支出经济分类, 501…, beside it since 2018) and `classes.csv` (the rows of
收入支出决算总表 and 财政拨款收入支出决算总表). They are our own compilation: `seen` gives the years of the documents
and official texts that print the entry, `witnesses` how many independent ones there are, and `provenance` is
`recalled` where there is none. Years are fiscal years, both ends included; an empty end is open. The exact year of a
renaming is often not known: then `valid_from_is` and `valid_to_is` say that a year is a lower or an upper bound, or
only the year in which the name was last seen, and the years of two names may overlap. `confidence` says how far an
entry can be trusted: A two witnesses, B one or believed right, C its name or its years are unsure. A code or a name is
therefore never refused on the word of these lists: they add the official name and say where a document departs from it.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from difflib import SequenceMatcher
from operator import itemgetter
from typing import Annotated, Literal

import numpy as np
from msgspec import Struct

from extractor import knowledge
from extractor.document.characters import plain
from extractor.errors import PatternError
from extractor.kept import compiled
from extractor.languages import spoken

Kind = Literal["function", "economic"]

_FILES: tuple[tuple[Kind, str], ...] = (
    ("function", "codes_function.csv"),
    ("economic", "codes_economic.csv"),
    ("economic", "codes_economic_gov.csv"),
)
_CODE = re.compile(r"[0-9]{3}(?:[0-9]{2}){0,2}")
# What a document adds to a name without changing it: blanks, quotes, brackets and points.
_DECORATION = re.compile(r"[\W_]+")
_JOINING = compiled("[和与及]")
_OF_CLASS = compiled("类(?=支出$|$)|[合小]计$")
_NUMERALS = frozenset("〇一二三四五六七八九十0123456789")
_LONGEST_ORDINAL = 3  # 二十一, or the class code itself
_ALIKE = 0.8  # of two names of one code; those of neighbours are less


class Entry(Struct, frozen=True):
    """A subject of the official classification in the years `valid_from` to `valid_to` (None: open): a row of
    `subjects`."""

    code: Annotated[str, "科目代码"]
    name: Annotated[str, "科目名称"]
    level: Annotated[int, "级次", "1 类, 2 款, 3 项", np.int8]
    kind: Annotated[Kind, "分类", "function or economic"]
    parent_code: Annotated[str | None, "上级科目"]
    valid_from: Annotated[int | None, "起始年度", "null: open", np.int16]
    valid_to: Annotated[int | None, "截止年度", "null: open", np.int16]
    confidence: Annotated[str, "可信度", "A two independent documents, B one or general knowledge, C unsure"]

    def valid_in(self, year: int) -> bool:
        return (self.valid_from is None or self.valid_from <= year) and (self.valid_to is None or year <= self.valid_to)


def _year(text: str) -> int | None:
    return int(text) if text else None


@functools.cache
def _classification() -> tuple[dict[tuple[Kind, str], tuple[Entry, ...]], frozenset[tuple[str, str]]]:
    """Every entry by kind and code, the latest first: the one that ends last, of two the one that began last or whose
    end is sure; and code and name of those that were last seen in their `valid_to`, and may have been valid after it.
    """
    without_known_end: set[tuple[str, str]] = set()
    found: defaultdict[tuple[Kind, str], list[tuple[tuple[int, int, bool, str], Entry]]] = defaultdict(list)
    for kind, file in _FILES:
        for row in knowledge.rows(file):
            code = row["code"]
            if not _CODE.fullmatch(code) or not row["name"]:
                raise PatternError(
                    spoken(
                        "{file}: the code “{code}” must have 3, 5 or 7 digits and a name, not “{name}”.",
                        file=file,
                        code=code,
                        name=row["name"],
                    )
                )
            entry = Entry(
                code=code,
                name=row["name"],
                level=level(code),
                kind=kind,
                parent_code=code[:-2] if len(code) > 3 else None,
                valid_from=_year(row["valid_from"]),
                valid_to=_year(row["valid_to"]),
                confidence=row["confidence"],
            )
            latest = (-(entry.valid_to or 9999), -(entry.valid_from or 0), bool(row["valid_to_is"]), entry.confidence)
            found[kind, code].append((latest, entry))
            if row["valid_to_is"] == "last seen":
                without_known_end.add((code, entry.name))
    entries = {key: tuple(e for _, e in sorted(listed, key=itemgetter(0))) for key, listed in found.items()}
    return entries, frozenset(without_known_end)


def _entries() -> dict[tuple[Kind, str], tuple[Entry, ...]]:
    return _classification()[0]


def names_possible(code: str, kind: Kind, year: int | None) -> tuple[str, ...]:
    """Every name that the code may have borne in the year, bare: two where the year of its renaming is not known."""
    entries, without_known_end = _classification()
    return tuple(
        bare_name(e.name)
        for e in entries.get((kind, code), ())
        if year is None or e.valid_in(year) or ((e.valid_from or 0) <= year and (e.code, e.name) in without_known_end)
    )


def level(code: str) -> int:
    """The level of a code by its digits: 3 类, 5 款, 7 and more 项."""
    return min(max((len(code) - 1) // 2, 1), 3)


def kind_of(code: str) -> Kind:
    """Functional codes begin with 2, economic ones with 3 (部门预算) or 5 (政府预算)."""
    return "function" if code.startswith("2") else "economic"


@functools.lru_cache(maxsize=65536)
def official(code: str, kind: Kind, year: int | None) -> Entry | None:
    """The entry of a code in a fiscal year, of two names the later one; without a year the latest. None where the list
    has none."""
    entries = _entries().get((kind, code), ())
    if year is None:
        return entries[0] if entries else None
    return next((e for e in entries if e.valid_in(year)), None)


def official_name(code: str, kind: Kind, year: int | None) -> str | None:
    """The official name, where it is sure enough to be handed out (confidence A or B)."""
    entry = official(code, kind, year)
    return entry.name if entry is not None and entry.confidence in "AB" else None


def is_official_name(name: str, code: str, kind: Kind, year: int | None) -> bool:
    """Whether a name is the official one of a code, however it is spaced and bracketed."""
    official = official_name(code, kind, year)
    return official is not None and bare_name(official) == bare_name(name)


@functools.lru_cache(maxsize=16384)
def bare_name(name: str) -> str:
    """A name as it is compared: plain text without brackets and punctuation."""
    return _DECORATION.sub("", plain(name))


@functools.lru_cache(maxsize=16384)
def are_alike(name: str, other: str) -> bool:
    """Whether two names, one of them read with a slip or written otherwise, are of one subject."""
    return name == other or SequenceMatcher(None, plain(name), plain(other), autojunk=False).ratio() >= _ALIKE


def is_called(code: str, name: str) -> bool:
    """Whether a name, with a slip or without, is one that a code bore in any year."""
    return any(are_alike(name, entry.name) for entry in _entries().get((kind_of(code), code), ()))


def is_economic_name(label: str) -> bool:
    """Whether a label is the name of a subject of 部门预算支出经济分类, of any year."""
    return bare_name(label) in _economic_names()


@functools.cache
def _economic_names() -> frozenset[str]:
    of_departments = [same for (kind, code), same in _entries().items() if kind == "economic" and code[0] == "3"]
    return frozenset(bare_name(entry.name) for same in of_departments for entry in same)


def is_functional_name(label: str) -> bool:
    """Whether a label is the name of a subject of 支出功能分类, of any year."""
    return bare_name(label) in _functional_names()


@functools.cache
def _functional_names() -> frozenset[str]:
    return frozenset(bare_name(e.name) for (kind, _), same in _entries().items() if kind == "function" for e in same)


def class_named(label: str, economic: bool) -> str | None:
    """The code of the 类 whose name a label is, of 支出经济分类 or of 支出功能分类; None where it is that of none."""
    return _economic_classes().get(bare_name(label)) if economic else class_code(label)


@functools.cache
def _economic_classes() -> dict[str, str]:
    found = ((code, same) for (kind, code), same in _entries().items() if kind == "economic" and code[0] == "3")
    return {bare_name(entry.name): code for code, same in found if level(code) == 1 for entry in same}


@functools.cache
def _budgets() -> dict[str, str]:
    return {row["code"]: row["budget"] for row in knowledge.rows("codes_function.csv")}


def budget_of(code: str) -> str | None:
    """The budget of whose spending a functional code is (一般公共预算, 政府性基金, 国有资本经营)."""
    return _budgets().get(code)


@functools.cache
def _classes() -> dict[str, tuple[tuple[str, int | None, int | None], ...]]:
    """Code and years of every name of a class, by what the ways to write it have in common."""
    found: defaultdict[str, list[tuple[str, int | None, int | None]]] = defaultdict(list)
    for row in knowledge.rows("classes.csv"):
        found[_class_key(row["name"])].append((row["code"], _year(row["first_year"]), _year(row["last_year"])))
    return {name: tuple(codes) for name, codes in found.items()}


@functools.cache
def class_names() -> frozenset[str]:
    """The names that the rows of 01 and 04 bear which are of classes, bare."""
    return frozenset(bare_name(row["name"]) for row in knowledge.rows("classes.csv"))


def is_torn_off_a_class(label: str) -> bool:
    """Whether a label is a later part of the name of a class, its end as a rule (务支出), and not all of it."""
    end = _class_key(label)
    return bool(end) and end not in _classes() and any(end in name[1:] for name in _classes())


def is_torn_before_a_class_ends(label: str) -> bool:
    """Whether a label is the beginning of the name of a class (自然 of 自然资源海洋气象等支出) and not all of it."""
    begin = _class_key(label)
    return len(begin) > 1 and begin not in _classes() and any(name.startswith(begin) for name in _classes())


def _class_key(name: str) -> str:
    """A name of a class without the words that join its parts, with which it is written or without (和, 与, 及),
    without 类 and without the word for a sum behind it (教育支出合计)."""
    return _OF_CLASS.sub("", _JOINING.sub("", bare_name(name)))


@functools.lru_cache(maxsize=16384)
def class_code(label: str, year: int | None = None) -> str | None:
    """The functional class of a row of 01 or 04 by its label: 八、社会保障和就业支出 → 208.

    Only a name or an alias of the list counts, however its parts are joined, with or without ordinal and in any year,
    since templates outlive a renaming; the year decides should two classes have borne one name. None for every other
    row.
    """
    found = _class_names(_class_key(label))
    codes = {code for code, _, _ in found}
    if len(codes) > 1 and year is not None:
        codes = {c for c, first, last in found if (first or 0) <= year <= (last or 9999)}
    return codes.pop() if len(codes) == 1 else None


def class_of_row(label: str, year: int | None = None) -> str | None:
    """The functional class of a row of expenditure of 01 or 04, which may leave 支出 out even where the rest is a word
    of much else (二十三、其他, 二十一、国有资本经营预算)."""
    return class_code(label, year) or class_code(f"{label}支出", year)


def _class_names(label: str) -> tuple[tuple[str, int | None, int | None], ...]:
    """The classes a bare label names. No name begins as an ordinal ends, but 一般公共服务支出 begins with a numeral."""
    for ordinal in range(_LONGEST_ORDINAL + 1):
        if not _NUMERALS.issuperset(label[:ordinal]):
            break
        rest = label[ordinal:]
        if found := _classes().get(rest):
            return found
        if any(code == rest[:3] for code, *_ in _classes().get(rest[3:], ())):  # 一、201一般公共服务支出
            return _classes()[rest[3:]]
    return ()


@functools.cache
def _names_of_class() -> dict[tuple[Kind, str], dict[str, frozenset[str]]]:
    """The codes of every name within a 类, in any year."""
    found: defaultdict[tuple[Kind, str], dict[str, frozenset[str]]] = defaultdict(dict)
    for (kind, code), same in _entries().items():
        names = found[kind, code[:3]]
        for name in {bare_name(entry.name) for entry in same}:
            names[name] = names.get(name, frozenset()) | {code}
    return found


def codes_called(name: str, of_class: str, kind: Kind = "function") -> frozenset[str]:
    """The codes of a 类, itself among them, that bore a name in any year."""
    return _names_of_class().get((kind, of_class), {}).get(bare_name(name), frozenset())


def all_entries() -> tuple[Entry, ...]:
    """The whole classification, functional codes first, in the order of the codes."""
    return tuple(entry for entries in _entries().values() for entry in reversed(entries))
