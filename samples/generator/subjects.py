"""Names of the subjects that the samples print, by fiscal year (from `data/`)."""

from __future__ import annotations

import csv
import functools
from pathlib import Path

DATA = Path(__file__).parent / "data"
ORDINALS = [
    "一",
    "二",
    "三",
    "四",
    "五",
    "六",
    "七",
    "八",
    "九",
    "十",
    "十一",
    "十二",
    "十三",
    "十四",
    "十五",
    "十六",
    "十七",
    "十八",
    "十九",
    "二十",
    "二十一",
    "二十二",
    "二十三",
    "二十四",
    "二十五",
    "二十六",
]


@functools.cache
def _names(file: str) -> dict[str, tuple[tuple[int, int, str], ...]]:
    names: dict[str, tuple[tuple[int, int, str], ...]] = {}
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            period = (int(row["from"] or 0), int(row["to"] or 9999), row["name"])
            names[row["code"]] = (*names.get(row["code"], ()), period)
    return names


def _name(file: str, code: str, year: int) -> str:
    return next(name for first, last, name in _names(file)[code] if first <= year <= last)


def exists(code: str, year: int) -> bool:
    """Whether the classification of a year has the functional subject (抗疫特别国债 and 国资 began in 2020)."""
    return any(first <= year <= last for first, last, _ in _names("functional.csv")[code])


def functional(code: str, year: int) -> str:
    """The name of a 支出功能分类 subject in a year."""
    return _name("functional.csv", code, year)


def economic(code: str, year: int) -> str:
    """The name of a 部门预算支出经济分类 subject in a year."""
    return _name("economic.csv", code, year)


def economic_codes(year: int, prefixes: tuple[str, ...]) -> list[str]:
    """The economic subjects of a year under `prefixes`, a 类 before its 款."""
    valid = (c for c, periods in _names("economic.csv").items() if any(a <= year <= b for a, b, _ in periods))
    return sorted(c for c in valid if c[:3] in prefixes)


def path(code: str, year: int) -> str:
    """类款项 of a 项 as prose writes it."""
    names = [functional(code[:n], year) for n in (3, 5, 7)]
    return "".join(f"{name}（{level}）" for name, level in zip(names, "类款项", strict=True))


def classes(year: int, short: bool = False) -> list[str]:
    """The class codes that tables 01 and 04 list, in order; a short list leaves out both 债务 rows."""
    codes = [c for c in _names("functional.csv") if len(c) == 3]
    listed = sorted(c for c in codes if any(a <= year <= b for a, b, _ in _names("functional.csv")[c]))
    return [c for c in listed if not (short and c in ("231", "232"))]
