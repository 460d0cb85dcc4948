"""小计 as the only total of a table: where it sums all that the table lists, it is the total of it (合计)."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from msgspec.structs import replace

from extractor.document.numbers import last_digit
from extractor.lexicon.registries import Item
from extractor.tables.model import Value

_TOTALS = frozenset(Item) - {Item.SUBTOTAL}
_Amount = tuple[str, str]  # basis and measure


def with_total(values: tuple[Value, ...]) -> tuple[Value, ...]:
    """The values of a table of subject codes, with the row of its only subtotal as the grand total, where the table has
    no other row of a total, one unit's rows, and subjects of the highest level that add up to it in each column."""
    rows = {value.ordinal for value in values if value.item == Item.SUBTOTAL}
    if len(rows) != 1 or any(value.item in _TOTALS or value.unit for value in values):
        return values
    codes = {value.subject_code for value in values if value.subject_code}
    highest = {code for code in codes if not any(code != other and code.startswith(other) for other in codes)}
    sums: defaultdict[_Amount, Decimal] = defaultdict(Decimal)
    totals: dict[_Amount, Decimal] = {}
    parts = 0
    for value in values:
        if value.subject_code in highest:
            sums[value.basis, value.measure] += value.cell.number.value or 0
            parts += 1
        elif value.item == Item.SUBTOTAL:
            totals[value.basis, value.measure] = value.cell.number.value or Decimal()
    if not parts or any(abs(sums[key] - total) > _rounding(total, parts) for key, total in totals.items()):
        return values
    return tuple(replace(v, item=Item.GRAND_TOTAL) if v.item == Item.SUBTOTAL else v for v in values)


def _rounding(total: Decimal, parts: int) -> Decimal:
    """By how much a sum of printed numbers may differ from their printed total: half a last digit for each."""
    return (parts + 1) * last_digit(total) / 2
