"""The columns of `performance_sheets`: what the head and the foot of a 绩效自评表 say, one row per sheet."""

from __future__ import annotations

from typing import Literal, NamedTuple


class SheetColumn(NamedTuple):
    """Name, type and Chinese title of a column."""

    name: str
    type: Literal["string", "int32", "decimal"]
    title: str


# Parts of the funds and their measures, as the keys of patterns/sheets/labels.yaml.
PARTS = {
    "fiscal": "财政拨款",
    "gov_fund": "政府性基金",
    "carried_over": "上年结转",
    "other": "其他资金",
    "basic": "基本支出",
    "personnel": "人员经费",
    "public": "公用经费",
    "project": "项目支出",
    "central": "中央资金",
    "provincial": "省级资金",
    "municipal": "市级资金",
    "county": "县区级资金",
}
MEASURES = {
    "initial_budget": "年初预算数",
    "budget": "全年预算数",
    "executed": "执行数",
    "execution_rate": "执行率(%)",
}


def _funds() -> tuple[SheetColumn, ...]:
    total = [SheetColumn(f"funds_{key}", "decimal", f"资金总额·{name}") for key, name in MEASURES.items()]
    parts = [
        SheetColumn(f"{part}_{key}", "decimal", f"{name}·{measure}")
        for part, name in PARTS.items()
        for key, measure in MEASURES.items()
    ]
    scores = [
        SheetColumn("funds_score_full", "decimal", "资金·分值"),
        SheetColumn("funds_score", "decimal", "资金·得分"),
    ]
    return (*total, *scores, *parts)


SCORES = {"score_full": "分值", "score": "得分"}
TOTALS = {"basic_expenditure_total": "basic", "project_expenditure_total": "project"}
INDICATOR_NUMBERS = ("target_number", "actual_number", "score_full", "score")
"""The numbers of an indicator; each has the indicator's name and its own: `P2.3/r12/score`."""

SHEET_COLUMNS: tuple[SheetColumn, ...] = (
    SheetColumn("title", "string", "表名"),
    SheetColumn("sheet_year", "int32", "年度"),
    SheetColumn("project_name", "string", "项目名称"),
    SheetColumn("project_code", "string", "项目编码"),
    SheetColumn("filling_unit", "string", "填报单位"),
    SheetColumn("department", "string", "主管部门"),
    SheetColumn("implementing_unit", "string", "实施单位"),
    SheetColumn("fill_date", "string", "填报日期"),
    SheetColumn("project_category", "string", "项目类别"),
    SheetColumn("project_category_options", "string", "项目类别选项"),
    SheetColumn("project_attribute", "string", "项目属性"),
    SheetColumn("project_attribute_options", "string", "项目属性选项"),
    SheetColumn("project_type", "string", "项目类型"),
    SheetColumn("project_type_options", "string", "项目类型选项"),
    SheetColumn("basic_expenditure_total", "decimal", "基本支出总额"),
    SheetColumn("project_expenditure_total", "decimal", "项目支出总额"),
    SheetColumn("expenditure_unit", "string", "支出总额单位"),
    SheetColumn("funds_unit", "string", "资金单位"),
    *_funds(),
    SheetColumn("annual_goal", "string", "年度目标"),
    SheetColumn("annual_goal_actual", "string", "目标实际完成情况"),
    SheetColumn("annual_tasks", "string", "年度主要任务"),
    SheetColumn("total_score_full", "decimal", "总分·分值"),
    SheetColumn("total_score", "decimal", "总分·得分"),
    SheetColumn("conclusion", "string", "自评结论"),
    SheetColumn("problems", "string", "存在问题"),
    SheetColumn("deviation_reason", "string", "原因分析"),
    SheetColumn("improvement", "string", "改进措施"),
    SheetColumn("notes", "string", "备注"),
    SheetColumn("page", "int32", "页"),
    SheetColumn("page_last", "int32", "末页"),
    SheetColumn("line", "int32", "行"),
)


def _named(column: str) -> tuple[str, str]:
    if column in TOTALS:
        return "expenditure", TOTALS[column]
    # initial_budget ends like budget, and is the longer: it stands before it.
    measure = next(name for name in (*MEASURES, *SCORES) if column.endswith(f"_{name}"))
    return column.removesuffix(f"_{measure}"), measure


HEAD_NUMBERS = {column.name: _named(column.name) for column in SHEET_COLUMNS if column.type == "decimal"}
"""What each number of a head is of, and its measure: (funds, budget). With the sheet's name they name it:
`P2.3/funds/budget`."""
