"""What a 绩效自评表 gives: its indicators, its head and foot, and the amounts of its funds. The first two are rows as
they go out, a field a column with its Chinese title (`records/fields.py`)."""

import functools
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from msgspec import Struct, field
from msgspec.structs import force_setattr

from extractor.document.model import Box
from extractor.tables.model import Cell
from extractor.tables.sheets.columns import SHEET_COLUMNS

Fields = dict[str, str | int | Decimal | None]


class Indicator(Struct, frozen=True):
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
    cell: Annotated[str, "单元格", "the indicator's name, unique in the document, e.g. P2.3/r12"] = ""
    box: Annotated[
        Box | None, "左 上 右 下", "the cells that begin in the indicator's row, in PDF points from the page's top left"
    ] = None

    def __post_init__(self) -> None:
        force_setattr(self, "cell", f"{self.table_no}.{self.sheet}/r{self.row}")


class Sheet(Struct, frozen=True):
    """The head and foot of a 绩效自评表, numbered in its document: a row of `performance_sheets`."""

    table_no: Annotated[str, "表号", "P1 部门/单位整体支出, P2 项目支出"]
    sheet: Annotated[int, "自评表序号"]
    fields: Annotated[Fields, SHEET_COLUMNS] = field(default_factory=dict)
    cell: Annotated[str, "单元格", "the sheet's name, unique in the document, e.g. P2.3"] = ""
    box: Annotated[Box | None, "左 上 右 下", "its part on its first page, in PDF points from the top left"] = None

    def __post_init__(self) -> None:
        force_setattr(self, "cell", f"{self.table_no}.{self.sheet}")


class FundsStage(StrEnum):
    """`performance_funds.stage`: 年初预算数, 全年（调整后）预算数 or the only budget printed, 执行数."""

    INITIAL_BUDGET = "initial_budget"
    ADJUSTED_BUDGET = "adjusted_budget"
    EXECUTED = "executed"


STAGES = {
    "initial_budget": FundsStage.INITIAL_BUDGET,
    "budget": FundsStage.ADJUSTED_BUDGET,
    "executed": FundsStage.EXECUTED,
}
"""The stages by the measures of `performance_sheets`."""


class SourceAmount(Struct, frozen=True):
    """An amount of the money block: the label of its row as printed (None where it has none), its measure, its cell;
    `column` is that of `performance_sheets` to which it is taken or added."""

    source: str | None
    stage: FundsStage
    amount: Decimal
    cell: Cell
    column: str | None = None


def box_of(cells: Iterable[Cell]) -> Box | None:
    """The box around cells, as displayed; None where their file gives no places."""
    boxes = [cell.box for cell in cells if cell.box is not None]
    return functools.reduce(Box.union, boxes) if boxes else None
