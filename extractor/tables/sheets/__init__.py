"""绩效自评表 (performance self-assessment sheets) of a disclosure: `read_sheets` is the way in."""

from extractor.tables.sheets.columns import SHEET_COLUMNS, SheetColumn
from extractor.tables.sheets.model import Indicator, Sheet
from extractor.tables.sheets.read import Performance, read_sheets, without_sheets

__all__ = ["SHEET_COLUMNS", "Indicator", "Performance", "Sheet", "SheetColumn", "read_sheets", "without_sheets"]
