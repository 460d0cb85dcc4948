"""The ministry's form: 年初预算数/全年预算数/全年执行数/分值/执行率/得分, then indicators with 分值 and 得分."""

from __future__ import annotations

from samples.generator.accounts import FISCAL, Accounts, Fen, Project
from samples.generator.departments import Department
from samples.generator.grid import Board, Numerals
from samples.generator.performance.sheet import (
    OUTPUT_40,
    OUTPUT_50,
    Goal,
    Sheet,
    goals,
    indicators,
    level_cells,
    points,
    rate,
    titled,
)
from samples.generator.style import Style

WIDTHS = (1.1, 1.5, 1.6, 2.6, 2.0, 2.2, 0.9, 1.2, 2.4)
HEADERS = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施")
MONEY = ("年初预算数", "全年预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）", "得分")


def project(accounts: Accounts, department: Department, style: Style) -> list[Sheet]:
    """项目支出绩效自评表, one per project."""
    return [_project(accounts, department, p) for p in accounts.activity.projects]


def _project(accounts: Accounts, department: Department, p: Project) -> Sheet:
    year, title = accounts.year, "项目支出绩效自评表"
    rows = goals(p, year, OUTPUT_50)
    board = Board()
    _pair(board, "项目名称", p.name)
    board.put(0, "主管部门", align="centre")
    board.put(1, department.name, columns=4)
    board.put(5, "实施单位", align="centre")
    board.put(6, department.name, columns=3)
    board.row += 1
    initial = p.budget * 19 // 20 // 1_000_000 * 1_000_000
    parts = (
        ("年度资金总额", initial, p.budget, p.executed),
        ("其中：本年财政拨款", initial, p.budget, p.executed),
        ("上年结转资金", 0, 0, 0),
        ("其他资金", 0, 0, 0),
    )
    spent = _money(board, "项目资金\n（万元）", parts)
    expected = f"完成{p.name}年度建设任务，提升公共服务能力。"
    _goal(board, expected, "年度目标任务全部完成，资金使用规范。")
    _indicators(board, rows, weights=True)
    _total(board, points(sum(g.score for g in rows) + spent))
    head = _head(title, p, initial, rows, spent) | {
        "project_name": p.name, "department": department.name, "implementing_unit": department.name,
        "annual_goal": expected,
    }  # fmt: skip
    gold = indicators(rows, "P2", p.name, "weights", full=True, score=True, reason=True)
    grid = titled("P2", title, board, WIDTHS, ("", f"（{year}年度）", ""))
    return Sheet(grid, tuple(gold), (head,))


def overall(accounts: Accounts, department: Department, style: Style) -> list[Sheet]:
    """部门整体支出绩效自评表 in the same columns; the label of the indicators stands one character a line."""
    year, title = accounts.year, "部门整体支出绩效自评表"
    whole = _whole(accounts, department)
    rows = goals(whole, year, OUTPUT_40)
    board = Board()
    _pair(board, "部门名称", department.name)
    fiscal, other = accounts.spending(*FISCAL), accounts.spending() - accounts.spending(*FISCAL)
    parts = (
        ("资金总额", whole.budget, whole.budget, whole.executed),
        ("财政拨款", whole.budget - other, whole.budget - other, fiscal),
        ("其他资金", other, other, other),
    )
    spent = _money(board, "年度资金\n（万元）", parts)
    expected = f"{department.duty}。"
    _goal(board, expected, "各项工作任务按计划完成。")
    _indicators(board, rows, weights=False, vertical=True)
    _total(board, points(sum(g.score for g in rows) + spent))
    head = _head(title, whole, whole.budget, rows, spent) | {"filling_unit": department.name, "annual_goal": expected}
    gold = indicators(rows, "P1", "", full=True, score=True, reason=True)
    grid = titled("P1", title, board, WIDTHS, ("", f"（{year}年度）", ""))
    return [Sheet(grid, tuple(gold), (head,))]


def _whole(accounts: Accounts, department: Department) -> Project:
    """The department as one project, for its overall sheet."""
    executed = accounts.spending()
    budget = executed * 103 // 100
    return Project(f"{department.short}整体支出", budget, executed, 900 - 35 + 100 * executed // budget)


def _pair(board: Board, label: str, text: str) -> None:
    board.put(0, label, align="centre")
    board.put(1, text, columns=8)
    board.row += 1


def _money(board: Board, label: str, parts: tuple[tuple[str, Fen, Fen, Fen], ...]) -> int:
    """The money block; returns the score of the execution in tenths."""
    money = Numerals()
    board.put(0, label, rows=len(parts) + 1, align="centre")
    board.put(1, "", columns=2)
    for n, header in enumerate(MONEY):
        board.put(3 + n, header, align="centre")
    board.row += 1
    total = parts[0]
    spent = 100 * min(total[3], total[2]) // total[2]
    for n, (name, initial, budget, executed) in enumerate(parts):
        scored = ("10", rate(executed, budget), points(spent)) if n == 0 else ("-", "", "-")
        board.put(1, name, columns=2)
        for m, fen in enumerate((initial, budget, executed)):
            board.put(3 + m, str(money.value(fen)), align="centre")
        for m, text in enumerate(scored):
            board.put(6 + m, text, align="centre")
        board.row += 1
    return spent


def _goal(board: Board, expected: str, reached: str) -> None:
    board.put(0, "年度总体目标", rows=2, align="centre")
    board.put(1, "预期目标", columns=4, align="centre")
    board.put(5, "实际完成情况", columns=4, align="centre")
    board.row += 1
    board.put(1, expected, columns=4)
    board.put(5, reached, columns=4)
    board.row += 1


def _indicators(board: Board, rows: list[Goal], weights: bool, vertical: bool = False) -> None:
    board.put(0, "\n".join("绩效指标"), rows=len(rows) + 1, align="centre")
    for n, header in enumerate(HEADERS):
        board.put(1 + n, header, align="centre")
    board.row += 1
    level_cells(board, rows, 1, weights, vertical)
    for g in rows:
        board.put(3, g.level3)
        for n, text in enumerate((g.target, g.actual, points(g.weight), points(g.score), g.reason)):
            board.put(4 + n, text, align="left" if n == 4 else "centre")
        board.row += 1


def _total(board: Board, score: str) -> None:
    board.put(0, "总分", columns=6, align="centre")
    board.put(6, "100", align="centre")
    board.put(7, score, align="centre")
    board.put(8, "")
    board.row += 1


def _head(title: str, p: Project, initial: Fen, rows: list[Goal], spent: int) -> dict[str, str]:
    money = Numerals()
    return {
        "title": title, "funds_unit": "万元", "funds_initial_budget": str(money.value(initial)),
        "funds_budget": str(money.value(p.budget)), "funds_executed": str(money.value(p.executed)),
        "funds_execution_rate": rate(p.executed, p.budget).rstrip("%"), "funds_score_full": "10",
        "funds_score": points(spent), "total_score_full": "100",
        "total_score": points(sum(g.score for g in rows) + spent),
    }  # fmt: skip
