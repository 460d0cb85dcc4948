"""Figures of the prose against gold: what is missed, and what was read that gold has not.

A figure is the gold's where metric, value with its sign, and unit are the same and the two name the same thing: in the
same words, one inside the other, or alike by half. Each counts once, the closest names first, and of those the one
under the heading that gold names (a figure names the one right above it, which may be a lower one). A figure that
stands for two things (收、支总计均为 3 万元) may have two rows where gold names one.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from pathlib import Path

from extractor.records.closed_sets import Metric
from extractor.records.rows import Figure
from tests.support.gold import METRICS

Key = tuple[Decimal, str]  # value and unit
UNITS = {"批": "批次", "人": "人次", "台（套）": "台", "台套": "台", "％": "%"}
ANY_BUDGET = frozenset({"amount", "initial_budget", "adjusted_budget"})


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure that gold states: value and unit, the metrics that it may have, and what it measures."""

    section: str
    key: Key
    metrics: frozenset[str]
    subject: str


def stated(path: Path) -> list[Stated]:
    """The figures with a value of a gold file (section, metric, subject, value, unit)."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["value"]]
    return [
        Stated(r["section"], _key(Decimal(r["value"]), r["unit"]), _metrics(r["metric"]), r["subject"]) for r in rows
    ]


def compare(figures: Iterable[Figure], gold: Iterable[Stated]) -> tuple[list[Stated], list[Figure]]:
    """The gold figures that no row has, and the rows that are no gold figure."""
    free: defaultdict[Key, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.value is not None and figure.metric is not None and figure.context is None:
            free[_key(figure.value, figure.value_unit)].append(figure)
    missed = list(gold)
    told: set[tuple[Metric | None, str, int]] = set()
    for is_near in (_same, _inside, _alike):
        wanted, missed = missed, []
        for one in wanted:
            fit = [
                f for f in free[one.key] if f.metric in one.metrics and is_near(_bare(f.subject), _bare(one.subject))
            ]
            if not fit:
                missed.append(one)
                continue
            found = min(fit, key=lambda f: f.section != one.section)
            free[one.key].remove(found)
            told.add((found.metric, found.quote, found.char_end))
    left = [figure for several in free.values() for figure in several]
    return missed, [f for f in left if (f.metric, f.quote, f.char_end) not in told]


def _key(value: Decimal, unit: str | None) -> Key:
    return value, UNITS.get(unit or "", unit or "")


def _metrics(name: str) -> frozenset[str]:
    """What a row may call the metric of gold; a budget of which gold does not say which may be any."""
    if name in ("budget_amount", "reserved_budget"):
        return ANY_BUDGET
    return frozenset({METRICS.get(name, "count" if name.startswith("count") else "amount")})


def _bare(subject: str) -> str:
    return re.sub(r"[\s（）()“”\":：、，]", "", subject)


def _same(one: str, other: str) -> bool:
    return one == other != ""


def _inside(one: str, other: str) -> bool:
    return bool(one and other) and (one in other or other in one)


def _alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other).ratio() >= 0.5
