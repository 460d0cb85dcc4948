"""绩效自评表 (performance self-assessment sheets) of a disclosure: `read_sheets` is the way in."""

from extractor.tables.sheets.columns import SHEET_COLUMNS, SheetColumn
from extractor.tables.sheets.model import FundsStage, Indicator, Sheet, SourceAmount
from extractor.tables.sheets.read import Performance, read_sheets, without_sheets

__all__ = [
    "SHEET_COLUMNS",
    "FundsStage",
    "Indicator",
    "Performance",
    "Sheet",
    "SheetColumn",
    "SourceAmount",
    "read_sheets",
    "without_sheets",
]
