"""A table 02 with one slip of whoever typed it, and the cell that has it."""

from __future__ import annotations

ROWS = (
    ("2010101", "行政运行", "12345678901234.5678", "12345678901234.5678"),
    ("2010102", "一般行政管理事务", "0.70", "0.10"),  # 0.10: a slip of whoever typed it
    ("", "合计", "12345678901234.6678", "12345678901234.6678"),
)
CELL = "02.1/r2/final/total"
