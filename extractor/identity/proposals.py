"""Which names of different years and files may be one unit: proposals for a person to judge.

Names are compared without their divisions by the longest common subsequence of `rapidfuzz` (the extra `panel`): how
much of both it is, and whether one is the short form of the other; a known renaming (`patterns/unit_renamings.csv`)
and a form that one document prints beside another say more. Nothing is proposed that publishes twice in one year,
differs in a numeral (第一中学, 第二中学) or lies in two places. The best pairs go first, and a group never holds two
names of one year. The result is a register (see `register`) to edit and feed back.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct, field

from extractor import knowledge
from extractor.document.characters import plain
from extractor.errors import UsageError
from extractor.identity import regions
from extractor.languages import spoken

COLUMNS = (
    "unit_code",
    "unit_name",
    "region_code",
    "alias",
    "valid_from",
    "valid_to",
    "province",
    "city",
    "county",
    "similarity",
    "years",
    "documents",
)
_NUMERAL = re.compile(r"[0-9〇一二三四五六七八九十]")
# 云岭县, 城关镇: a place by its last character, official division or not; 城市, 城乡 and 社区 are none.
_PLACE = re.compile(r"[^省市县区旗镇乡]{1,8}?(?<![城社])([省市县区旗镇乡])")
_RANKS = {"省": 0, "市": 1, "县": 2, "区": 2, "旗": 2, "镇": 3, "乡": 3}
# Similarities, 0 to 100.
_LEAST = 75.0  # with less nobody would take two names for one unit
_SHORT_FORM = 90.0
_RENAMED = 95.0
_SAME_DOCUMENT = 100.0

Place = tuple[str | None, str | None, str | None, str | None]


class NamedUnit(Struct):
    """A `unit_name` of the data with its years, its number of documents and the other forms they print."""

    name: str
    years: set[int] = field(default_factory=set)
    documents: int = 0
    forms: set[str] = field(default_factory=set)
    code: str | None = None


def gather(
    documents: Sequence[Mapping[str, object]], unit_names: Sequence[Mapping[str, object]] = ()
) -> list[NamedUnit]:
    """The units of the rows of `documents`, with the forms of `unit_names` from tables, covers and sheets."""
    units: dict[str, NamedUnit] = {}
    of_document: dict[str, NamedUnit] = {}
    for row in documents:
        name = row.get("unit_name")
        if not name or row.get("status") not in ("ok", "partial"):
            continue
        unit = units.setdefault(str(name), NamedUnit(str(name)))
        unit.documents += 1
        of_document[str(row["doc_id"])] = unit
        if row.get("year") not in (None, ""):
            unit.years.add(int(str(row["year"])))
        if code := row.get("unit_code"):
            unit.code = str(code)
    for row in unit_names:
        found = of_document.get(str(row["doc_id"]))
        if found is not None and row["place"] in ("frame", "cover", "sheet") and row["name"] != found.name:
            found.forms.add(str(row["name"]))
    return [units[name] for name in sorted(units)]


def propose(units: Sequence[NamedUnit]) -> list[dict[str, str]]:
    """The rows of the proposed register, a row a name, equal `unit_code` for what may be one unit.

    `similarity` (0 to 100) is that of the weakest link of the name to its group; empty for a name alone.
    Codes already known from a register are kept, new ones are provisional: P0001, P0002 …
    """
    group = list(range(len(units)))
    years = [set(u.years) for u in units]
    codes = [u.code for u in units]
    link: dict[int, float] = {}
    for score, one, other in sorted(_pairs(units), key=lambda p: (-p[0], p[1], p[2])):
        a, b = _root(group, one), _root(group, other)
        if a == b or years[a] & years[b] or (codes[a] and codes[b] and codes[a] != codes[b]):
            continue
        group[b] = a
        years[a] |= years[b]
        codes[a] = codes[a] or codes[b]
        for index in (one, other):
            link[index] = min(score, link.get(index, score))
    members: defaultdict[int, list[int]] = defaultdict(list)
    for index in range(len(units)):
        members[_root(group, index)].append(index)
    rows: list[dict[str, str]] = []
    for number, root in enumerate(sorted(members, key=lambda r: units[members[r][0]].name), 1):
        code = codes[root] or f"P{number:04d}"
        by_year = sorted(members[root], key=lambda i: (min(units[i].years, default=0), units[i].name))
        rows.extend(_row(units[i], code, link.get(i)) for i in by_year)
    return _with_aliases(rows, units)


def _with_aliases(rows: list[dict[str, str]], units: Sequence[NamedUnit]) -> list[dict[str, str]]:
    """The rows with those other forms that point to one code only: a register must not be ambiguous."""
    forms = {u.name: u.forms for u in units}
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        for form in (row["unit_name"], *forms[row["unit_name"]]):
            codes[plain(form)].add(row["unit_code"])
    for row in rows:
        row["alias"] = ";".join(sorted(f for f in forms[row["unit_name"]] if len(codes[plain(f)]) == 1))
    return rows


def _root(group: list[int], index: int) -> int:
    while group[index] != index:
        group[index] = group[group[index]]
        index = group[index]
    return index


def _pairs(units: Sequence[NamedUnit]) -> list[tuple[float, int, int]]:
    """Similarity (0 to 100) of every pair that may be one unit."""
    # In the function: an extra, and slow to load.
    try:
        from rapidfuzz import process
        from rapidfuzz.distance import LCSseq
    except ImportError as error:
        raise UsageError(spoken("Proposals need the package rapidfuzz: pip install 'juesuan[panel]'.")) from error
    names = [plain(u.name) for u in units]
    renamed = [_renamed(_stem(name)) for name in names]
    places = [_place(name) for name in names]
    numerals = [sorted(_NUMERAL.findall(name)) for name in names]
    beside = _beside(units, names)
    found: list[tuple[float, int, int]] = []
    lengths = np.array([len(r) for r in renamed])
    for i in range(len(units) - 1):
        common = process.cdist([renamed[i]], renamed[i + 1 :], scorer=LCSseq.similarity)[0]
        rest = lengths[i + 1 :]
        ratio = 200.0 * common / np.maximum(lengths[i] + rest, 1)
        short = common == np.minimum(lengths[i], rest)
        for j in sorted({*(np.flatnonzero((ratio >= _LEAST) | short) + i + 1).tolist(), *beside.get(i, ())}):
            score: float = ratio[j - i - 1].item()
            if short[j - i - 1]:
                score = max(score, _SHORT_FORM if renamed[i][-1:] == renamed[j][-1:] else 0.0)
            if renamed[i] == renamed[j]:
                score = _RENAMED
            if not any(places[i]) or not any(places[j]):
                score = min(score, _LEAST)
            if j in beside.get(i, ()):
                score = _SAME_DOCUMENT
            apart = numerals[i] != numerals[j] or units[i].years & units[j].years
            if score >= _LEAST and not apart and not _contradict(places[i], places[j]):
                found.append((round(score, 1), i, j))
    return found


def _beside(units: Sequence[NamedUnit], names: Sequence[str]) -> dict[int, set[int]]:
    """For each unit those after it whose name a document of it prints beside its own, or the other way round."""
    numbers = {name: i for i, name in enumerate(names)}
    found: defaultdict[int, set[int]] = defaultdict(set)
    for i, unit in enumerate(units):
        for form in map(plain, unit.forms):
            j = numbers.get(form)
            if j is not None and i != j:
                found[min(i, j)].add(max(i, j))
    return found


def _stem(name: str) -> str:
    """The name without its places: what tells one office of a county from another."""
    for place in _place(name):
        if place and place != name:
            name = name.replace(place, "", 1)
    return name


def _renamed(name: str) -> str:
    """The name as it would be today by the reforms that renamed offices all over the country."""
    for row in knowledge.rows("unit_renamings.csv"):
        if row["before"] in name and row["after"] not in name:
            return name.replace(row["before"], row["after"])
    return name


def _place(name: str) -> Place:
    """Province, city, county and town in a name: official divisions, and else whatever ends like one."""
    official = regions.region(name)
    found: list[str | None] = [None] * 4
    if official is not None:
        found[:3] = official.province, official.city, official.county
    for match in _PLACE.finditer(name):
        rank = _RANKS[match[1]]
        if found[rank] is None and match[0] not in found:
            found[rank] = match[0]
    return found[0], found[1], found[2], found[3]


def _contradict(one: Place, other: Place) -> bool:
    """Whether two names lie in different places; a county's office is not its city's."""
    if not any(one) or not any(other):
        return False
    return any(a and b and a != b for a, b in zip(one, other, strict=True)) or one[2:] != other[2:]


def _row(unit: NamedUnit, code: str, similarity: float | None) -> dict[str, str]:
    place = regions.region(plain(unit.name))
    return {
        "unit_code": code,
        "unit_name": unit.name,
        "region_code": place.code if place else "",
        "alias": "",
        "valid_from": "",
        "valid_to": "",
        "province": place.province if place else "",
        "city": (place.city if place else None) or "",
        "county": (place.county if place else None) or "",
        "similarity": "" if similarity is None else f"{similarity:.1f}",
        "years": ";".join(map(str, sorted(unit.years))),
        "documents": str(unit.documents),
    }
