"""What a 绩效自评表 gives: its indicators, and its head and foot. Both are rows as they go out."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

Fields = dict[str, str | int | Decimal | None]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator row of a 绩效自评表."""

    table_no: str
    project_name: str | None
    indicator_level1: str | None
    indicator_level2: str | None
    indicator_level3: str | None
    evaluation_point: str | None
    indicator_kind: str | None
    target: str | None
    actual: str | None
    target_number: Decimal | None
    actual_number: Decimal | None
    number_unit: str | None
    score_full: Decimal | None
    score: Decimal | None
    deviation_reason: str | None
    page: int | None
    row: int
    target_comparison: str | None = None
    sheet: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """The head and foot of a 绩效自评表, numbered in its document: its fields by column of `performance_sheets`."""

    table_no: str
    sheet: int
    fields: Fields = field(default_factory=dict)
