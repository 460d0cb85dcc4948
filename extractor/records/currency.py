"""The currency units in which tables count, and amounts in 元."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

YUAN = {
    "元": Decimal(1),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "亿元": Decimal(100_000_000),
}


def in_yuan(amount: Decimal, unit: str | None) -> Decimal | None:
    """The amount in 元, exact; None where the unit is not known."""
    if unit not in YUAN:
        return None
    return amount * YUAN[unit]


def document_unit(units: Iterable[str | None]) -> str | None:
    """The unit that most tables print; of two as frequent the one printed first."""
    counts = Counter(u for u in units if u)
    return counts.most_common(1)[0][0] if counts else None
