"""Rules under single cells of a header, which show over how many columns these reach: three-line tables draw one under
the heading of a group, and browsers where only the rows are ruled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from extractor.document.lattice import SNAP
from extractor.tables.unruled.header import HeaderCell
from extractor.tables.unruled.under_headers import Span

Rule = tuple[float, float, float]
"""A horizontal rule: its height, and where it begins and ends, in points."""


def reaches(cells: Sequence[HeaderCell], rules: Sequence[Rule]) -> list[Span | None]:
    """For each cell of a header the extent of the rule under it, if no other cell stands on that rule."""
    under = [_rule_under(cell, rules) for cell in cells]
    alone = Counter(under)
    return [rule[1:] if rule is not None and alone[rule] == 1 else None for rule in under]


def _rule_under(cell: HeaderCell, rules: Sequence[Rule]) -> Rule | None:
    """The nearest rule below a cell that is as wide."""
    below = (r for r in rules if r[0] > cell.bottom - SNAP and r[1] - SNAP < cell.x0 and cell.x1 < r[2] + SNAP)
    return min(below, default=None)
