"""绩效自评表 (performance self-assessment sheets) of a disclosure: `read_sheets` is the way in."""

from extractor.tables.performance.columns import SHEET_COLUMNS, SheetColumn
from extractor.tables.performance.read import Performance, read_sheets

__all__ = ["SHEET_COLUMNS", "Performance", "SheetColumn", "read_sheets"]
