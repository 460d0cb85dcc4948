"""What a 绩效自评表 gives: its indicators, and its head and foot. Both are rows as they go out, a field a column with
its Chinese title (`records/fields.py`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated

from extractor.tables.sheets.columns import SHEET_COLUMNS

Fields = dict[str, str | int | Decimal | None]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator row of a 绩效自评表: a row of `performance`. `row` counts the indicators of the sheet."""

    table_no: Annotated[str, "表号", "P1 部门/单位整体支出, P2 项目支出"]
    project_name: Annotated[str | None, "项目名称"]
    indicator_level1: Annotated[str | None, "一级指标"]
    indicator_level2: Annotated[str | None, "二级指标"]
    indicator_level3: Annotated[str | None, "三级指标"]
    evaluation_point: Annotated[str | None, "评价要点"]
    indicator_kind: Annotated[str | None, "指标分类"]
    target: Annotated[str | None, "年初目标值"]
    actual: Annotated[str | None, "实际完成值"]
    target_number: Annotated[Decimal | None, "目标数值"]
    actual_number: Annotated[Decimal | None, "完成数值"]
    number_unit: Annotated[str | None, "数值单位"]
    score_full: Annotated[Decimal | None, "分值"]
    score: Annotated[Decimal | None, "得分"]
    deviation_reason: Annotated[str | None, "偏差原因"]
    page: Annotated[int | None, "页"]
    row: Annotated[int, "行"]
    target_comparison: Annotated[str | None, "目标比较", "≥, ≤, =, >, <"] = None
    sheet: Annotated[int, "自评表序号", "counts the sheets of the document"] = 0
    cell: Annotated[str, "单元格", "the indicator's name, unique in the document, e.g. P2.3/r12"] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "cell", f"{self.table_no}.{self.sheet}/r{self.row}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The head and foot of a 绩效自评表, numbered in its document: a row of `performance_sheets`."""

    table_no: Annotated[str, "表号", "P1 部门/单位整体支出, P2 项目支出"]
    sheet: Annotated[int, "自评表序号"]
    fields: Annotated[Fields, SHEET_COLUMNS] = field(default_factory=dict)
    cell: Annotated[str, "单元格", "the sheet's name, unique in the document, e.g. P2.3"] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "cell", f"{self.table_no}.{self.sheet}")
