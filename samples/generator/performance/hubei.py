"""Hubei's forms: 整体 with 评价要点 and 指标分类 (without scores) or scored, 项目 with ticked boxes."""

from __future__ import annotations

import csv

from samples.generator.accounts import Accounts, Project
from samples.generator.departments import Department
from samples.generator.gold import Indicator
from samples.generator.grid import Board, Numerals
from samples.generator.performance.sheet import (
    Goal,
    Levels,
    Sheet,
    goals,
    indicators,
    level_cells,
    points,
    rate,
    titled,
)
from samples.generator.style import Style
from samples.generator.subjects import DATA

LEVELS_80: Levels = (
    ("产出指标", 40, (("数量指标", 16), ("质量指标", 12), ("时效指标", 6), ("成本指标", 6))),
    ("效益指标", 30, (("社会效益指标", 15), ("可持续影响指标", 15))),
    ("满意度指标", 10, (("服务对象满意度指标", 10),)),
)
FRAMEWORK = DATA / "hubei_framework.csv"
INNOVATIVE = ("履职效能", "社会效应")


def framework(accounts: Accounts, department: Department, style: Style) -> list[Sheet]:
    """整体绩效自评表 without any score; its indicators run over more than a page."""
    title = f"{accounts.year}年度{department.short}整体绩效自评表"
    with FRAMEWORK.open(encoding="utf-8", newline="") as lines:
        listed = list(csv.DictReader(lines))
    board = Board()
    width = 8
    board.put(0, "单位名称", align="centre")
    board.put(1, department.name, columns=width - 1)
    board.row += 1
    head = _expenditure(board, accounts, width) | {"title": title, "filling_unit": department.name}
    head["fill_date"] = f"{accounts.year + 1}年3月22日"
    board.put(0, "年度目标", align="centre")
    board.put(1, f"{department.duty}。", columns=width - 1)
    head["annual_goal"] = f"{department.duty}。"
    board.row += 1
    board.put(0, "年度绩效指标", rows=len(listed) + 1, align="centre")
    headers = ("一级指标", "二级指标", "三级指标", "评价要点", "指标分类", "年初目标值(A)", "实际完成值(B)")
    for n, header in enumerate(headers):
        board.put(1 + n, header, align="centre")
    board.row += 1
    rows = [Goal(r["level1"], r["level2"], r["level3"], r["target"], r["actual"], 0, 0) for r in listed]
    level_cells(board, rows, 1, weights=False)
    gold = []
    for goal, row in zip(rows, listed, strict=True):
        kind = "绩效创新型" if goal.level1 in INNOVATIVE else "绩效基本型"
        for n, text in enumerate((goal.level3, row["point"], kind, goal.target, goal.actual)):
            board.put(3 + n, text, align="centre" if n == 2 else "left")
        board.row += 1
        levels = (goal.level1, goal.level2, goal.level3)
        gold.append(Indicator("P1", "", *levels, row["point"], kind, goal.target, goal.actual))
    _foot(board, width)
    note = "1.基本支出总额和项目支出总额为财政资金实际支出数。2.“指标分类”分为“绩效基本型”和“绩效创新型”。"
    board.put(0, "备注", align="centre")
    board.put(1, note, columns=width - 1)
    board.row += 1
    grid = titled(
        "P1", title, board, (1.1, 1.2, 1.5, 1.9, 3.4, 1.2, 1.7, 2.2), ("", "", f"填报日期：{head['fill_date']}")
    )
    return [Sheet(grid, tuple(gold), (head,))]


def overall(accounts: Accounts, department: Department, style: Style) -> list[Sheet]:
    """整体绩效自评表 with scores: 20 for the execution of the budget, 80 for the indicators."""
    title = f"{accounts.year}年度{department.short}整体绩效自评表"
    executed = accounts.spending()
    budget = executed * 102 // 100
    spent = 200 * executed // budget
    whole = Project(department.short, budget, executed, 800 - 24 + spent)
    rows = goals(whole, accounts.year, LEVELS_80, 200)
    board = Board()
    width = 7
    board.put(0, "单位名称", align="centre")
    board.put(1, department.name, columns=width - 1)
    board.row += 1
    head = _expenditure(board, accounts, width) | {"title": title, "filling_unit": department.name}
    head |= _execution(board, "部门整体支出总额", whole, spent)
    _scored(board, "年度目标1：\n（80分）", rows)
    _foot(board, width)
    _sum(board, width, sum(g.score for g in rows) + spent)
    head["total_score"] = points(sum(g.score for g in rows) + spent)
    gold = indicators(rows, "P1", "", score=True)
    return [Sheet(titled("P1", title, board, (1.6, 1.6, 1.8, 2.4, 2.2, 2.4, 1.2)), tuple(gold), (head,))]


def project(accounts: Accounts, department: Department, style: Style) -> list[Sheet]:
    """项目绩效自评表 without scores."""
    return [_project(accounts, department, p, scored=False) for p in accounts.activity.projects]


def scored_project(accounts: Accounts, department: Department, style: Style) -> list[Sheet]:
    """项目绩效自评表 with 得分."""
    return [_project(accounts, department, p, scored=True) for p in accounts.activity.projects]


def _project(accounts: Accounts, department: Department, p: Project, scored: bool) -> Sheet:
    title = f"{accounts.year}年度{p.name}绩效自评表"
    spent = 200 * min(p.executed, p.budget) // p.budget
    rows = goals(p, accounts.year, LEVELS_80, 200)
    board = Board()
    width = 7 if scored else 6
    mark = "√" if scored else "☑"
    board.put(0, "项目名称", align="centre")
    board.put(1, p.name, columns=width - 1)
    board.row += 1
    board.put(0, "主管部门", align="centre")
    board.put(1, department.name, columns=2)
    board.put(3, "项目实施单位", align="centre")
    board.put(4, department.name, columns=width - 4)
    board.row += 1
    head = {"title": title, "project_name": p.name, "department": department.name, "implementing_unit": department.name}
    for label, key, ticked, options in (
        ("项目类别", "project_category", 0, ("部门预算项目", "区直专项")),
        ("项目属性", "project_attribute", 0, ("持续性项目", "新增性项目")),
        ("项目类型", "project_type", 1, ("常年性项目", "延续性项目", "一次性项目")),
    ):
        texts = [f"{n + 1}、{o} {mark if n == ticked else '□'}" for n, o in enumerate(options)]
        board.put(0, label, align="centre")
        board.put(1, "  ".join(texts), columns=width - 1)
        board.row += 1
        head[key] = options[ticked]
    head |= _execution(board, "年度财政资金总额", p, spent if scored else None)
    if scored:
        _scored(board, "年度绩效目标1\n（80分）", rows)
        head["total_score"] = points(sum(g.score for g in rows) + spent)
    else:
        _plain(board, "年度绩效目标1", rows)
    _foot(board, width)
    if scored:
        _sum(board, width, sum(g.score for g in rows) + spent)
    gold = indicators(rows, "P2", p.name, score=scored)
    lines = (f"单位名称：{department.name}", "", f"填报日期：{accounts.year + 1}年3月22日")
    widths = (1.6, 1.6, 1.8, 2.4, 2.2, 2.4, 1.2)[:width]
    return Sheet(titled("P2", title, board, widths, lines), tuple(gold), (head,))


def _expenditure(board: Board, accounts: Accounts, width: int) -> dict[str, str]:
    basic, spent = accounts.basic(), accounts.project()
    half = width // 2
    board.put(0, "基本支出总额", align="centre")
    board.put(1, f"{Numerals().value(basic)}万元", columns=half - 1)
    board.put(half, "项目支出总额", align="centre")
    board.put(half + 1, f"{Numerals().value(spent)}万元", columns=width - half - 1)
    board.row += 1
    return {
        "basic_expenditure_total": str(Numerals().value(basic)),
        "project_expenditure_total": str(Numerals().value(spent)), "expenditure_unit": "万元",
    }  # fmt: skip


def _execution(board: Board, name: str, p: Project, spent: int | None) -> dict[str, str]:
    """The money line; with scores, 20 points times the rate of execution."""
    scored = spent is not None
    board.put(0, "预算执行情况\n(万元)" + ("(20分)" if scored else ""), rows=2, align="centre")
    headers = ["预算数(A)", "执行数(B)", "执行率(B/A)", *(["得分(20分*执行率)"] if scored else [])]
    values = [str(Numerals().value(p.budget)), str(Numerals().value(p.executed)), rate(p.executed, p.budget)]
    values += [points(spent)] if spent is not None else []
    for texts, label in ((headers, ""), (values, name)):
        board.put(1, label, columns=2, align="centre")
        for n, text in enumerate(texts):
            board.put(3 + n, text, align="centre")
        board.row += 1
    head = {
        "funds_unit": "万元", "funds_budget": values[0], "funds_executed": values[1],
        "funds_execution_rate": values[2].rstrip("%"),
    }  # fmt: skip
    return head | ({"funds_score": values[3]} if scored else {})


def _plain(board: Board, label: str, rows: list[Goal]) -> None:
    headers = ("一级指标", "二级指标", "三级指标", "年初目标值(A)", "实际完成值(B)")
    _rows(board, label, headers, rows, [(g.target, g.actual) for g in rows])


def _scored(board: Board, label: str, rows: list[Goal]) -> None:
    headers = ("一级指标", "二级指标", "三级指标", "年初目标值(A)", "实际完成值(B)", "得分")
    _rows(board, label, headers, rows, [(g.target, g.actual, points(g.score)) for g in rows])


def _rows(board: Board, label: str, headers: tuple[str, ...], rows: list[Goal], texts: list[tuple[str, ...]]) -> None:
    board.put(0, label, rows=len(rows) + 1, align="centre")
    for n, header in enumerate(headers):
        board.put(1 + n, header, align="centre")
    board.row += 1
    level_cells(board, rows, 1, weights=False)
    for g, values in zip(rows, texts, strict=True):
        board.put(3, g.level3)
        for n, text in enumerate(values):
            board.put(4 + n, text, align="centre")
        board.row += 1


def _foot(board: Board, width: int) -> None:
    for label, text in (
        ("偏差大或目标未完成原因分析", "目标已完成"),
        ("改进措施及结果应用方案", "进一步加强预算绩效管理，将评价结果与预算安排相结合，提高财政资金使用效益。"),
    ):
        board.put(0, label, align="centre")
        board.put(1, text, columns=width - 1)
        board.row += 1


def _sum(board: Board, width: int, tenths: int) -> None:
    board.put(0, "总分", columns=width - 1, align="centre")
    board.put(width - 1, points(tenths), align="centre")
    board.row += 1
