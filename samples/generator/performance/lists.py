"""The summary with one project a row, and the goal table that no one should take for a self-evaluation."""

from __future__ import annotations

from samples.generator.accounts import Accounts
from samples.generator.departments import Department
from samples.generator.grid import Board, Numerals
from samples.generator.performance.sheet import OUTPUT_50, Sheet, level_cells, points, rate, titled
from samples.generator.performance.sheet import goals as goals_of
from samples.generator.style import Style


def summary(accounts: Accounts, department: Department, style: Style) -> list[Sheet]:
    """项目支出绩效自评汇总表: each row is a sheet of its own without indicators."""
    title = f"{accounts.year}年度项目支出绩效自评汇总表"
    board = Board()
    money = Numerals()
    for n, header in enumerate(("序号", "项目名称", "全年预算数", "全年执行数", "执行率", "自评得分", "自评等级")):
        board.put(n, header, align="centre")
    board.row += 1
    heads = []
    for n, p in enumerate(accounts.activity.projects, start=1):
        grade = "优" if p.score >= 900 else "良"
        texts = (
            str(money.value(p.budget)),
            str(money.value(p.executed)),
            rate(p.executed, p.budget),
            points(p.score),
            grade,
        )
        board.put(0, str(n), align="centre")
        board.put(1, p.name)
        for m, text in enumerate(texts):
            board.put(2 + m, text, align="centre")
        board.row += 1
        keys = ("funds_budget", "funds_executed", "funds_execution_rate", "total_score", "conclusion")
        heads.append(
            {"title": title, "project_name": p.name} | dict(zip(keys, (t.rstrip("%") for t in texts), strict=True))
        )
    lines = (f"填报单位：{department.name}", "", "单位：万元")
    return [Sheet(titled("P2", title, board, (0.7, 4, 1.6, 1.6, 1.3, 1.3, 1.2), lines), (), tuple(heads))]


def goals(accounts: Accounts, department: Department, style: Style) -> list[Sheet]:
    """项目绩效目标表: targets of the coming year, nothing reached and nothing scored."""
    p = accounts.activity.projects[0]
    title = f"{accounts.year + 1}年度{p.name}绩效目标表"
    board = Board()
    for label, text in (
        ("项目名称", p.name),
        ("主管部门", department.name),
        ("年度资金总额", f"{Numerals().value(p.budget)}万元"),
    ):
        board.put(0, label, align="centre")
        board.put(1, text, columns=4)
        board.row += 1
    board.put(0, "年度目标", align="centre")
    board.put(1, f"完成{p.name}年度任务，提升公共服务能力。", columns=4)
    board.row += 1
    rows = goals_of(p, accounts.year + 1, OUTPUT_50)
    board.put(0, "绩效指标", rows=len(rows) + 1, align="centre")
    for n, header in enumerate(("一级指标", "二级指标", "三级指标", "指标值")):
        board.put(1 + n, header, align="centre")
    board.row += 1
    level_cells(board, rows, 1, weights=False)
    for g in rows:
        board.put(3, g.level3)
        board.put(4, g.target, align="centre")
        board.row += 1
    return [Sheet(titled("", title, board, (1.4, 1.6, 1.8, 3, 2.2)))]
