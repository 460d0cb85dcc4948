"""The amounts of the money blocks of 绩效自评表 → `FundsAmount`s, in the unit that their sheet prints."""

from __future__ import annotations

from extractor.records.currency import in_yuan
from extractor.records.rows import FundsAmount
from extractor.tables.sheets import Performance


def funds_of(performance: Performance) -> tuple[FundsAmount, ...]:
    """The amounts of a document in printed order; the unit of a sheet that prints none is not guessed."""
    units = {sheet.sheet: sheet.fields.get("funds_unit") for sheet in performance.sheets}
    found = []
    for sheet, printed in performance.funds:
        named = units.get(sheet)
        unit, cell = named if isinstance(named, str) else None, printed.cell
        yuan = in_yuan(printed.amount, unit)
        page = cell.page if cell.box else None
        found.append(FundsAmount(sheet, printed.source, printed.stage, printed.amount, unit, yuan, page, cell.box))
    return tuple(found)
