"""The amounts of the money blocks of 绩效自评表 → `FundsAmount`s, in the unit that their sheet prints."""

from __future__ import annotations

from collections import Counter

from extractor.records.currency import in_yuan
from extractor.records.rows import FundsAmount
from extractor.tables.sheets.read import Performance


def funds_of(performance: Performance) -> tuple[FundsAmount, ...]:
    """The amounts of a document in printed order; the unit of a sheet that prints none is not guessed."""
    sheets = {sheet.sheet: sheet for sheet in performance.sheets}
    counts: Counter[int] = Counter()
    found = []
    for sheet, printed in performance.funds:
        named = sheets[sheet].fields.get("funds_unit")
        unit, cell = named if isinstance(named, str) else None, printed.cell
        counts[sheet] += 1
        found.append(
            FundsAmount(
                sheet=sheet,
                source_of_funds=printed.source,
                stage=printed.stage,
                amount=printed.amount,
                currency_unit=unit,
                amount_yuan=in_yuan(printed.amount, unit),
                page=cell.page if cell.box else None,
                box=cell.box,
                cell=f"{sheets[sheet].cell}/f{counts[sheet]}",
            )
        )
    return tuple(found)
