"""绩效自评表 (performance self-assessment sheets) of a disclosure: `read_sheets` is the way in."""

from extractor.tables.performance.columns import SHEET_COLUMNS, SheetColumn
from extractor.tables.performance.model import Indicator, Sheet
from extractor.tables.performance.read import Performance, read_sheets, without_sheets

__all__ = ["SHEET_COLUMNS", "Indicator", "Performance", "Sheet", "SheetColumn", "read_sheets", "without_sheets"]
