"""Hubei's forms: 整体 with 评价要点 and 指标分类 (without scores) or scored, 项目 with ticked boxes."""

from __future__ import annotations

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

LEVELS_80: Levels = (
    ("产出指标", 40, (("数量指标", 16), ("质量指标", 12), ("时效指标", 6), ("成本指标", 6))),
    ("效益指标", 30, (("社会效益指标", 15), ("可持续影响指标", 15))),
    ("满意度指标", 10, (("服务对象满意度指标", 10),)),
)
FRAMEWORK = (
    ("运行成本", "公用经费控制率", "公用经费控制率", "（实际支出公用经费总额/预算安排公用经费总额）≤100%", "100%", "98.60%"),
    ("运行成本", "在编人员控制率", "在编人员控制率", "（在编人员数/核定编制数）≤100%", "≤100%", "94.12%"),
    ("管理效率", "战略管理", "中长期规划相符性", "部门规划与国家战略的匹配度、与部门职能的相符性", "相符", "规划与部门职能相符，并按规划开展工作"),
    ("管理效率", "战略管理", "工作计划健全性", "年度工作计划制定是否明确、可操作", "健全", "计划健全并按计划完成年度任务"),
    ("管理效率", "预算编制", "预算编制科学性", "预算编制的基本信息内容是否真实完整，编制是否按照规定的程序进行，测算依据是否充分", "科学合理", "测算依据充分，编制程序规范"),
    ("管理效率", "预算编制", "立项规范性", "各项目实施依据是否充分，是否按照规定的程序申请设立", "规范", "立项依据充分"),
    ("管理效率", "预算执行", "预算执行率", "（预算执行数/调整预算数）×100%", "≥95%", "97.30%"),
    ("管理效率", "预算执行", "结转结余率", "结转结余数/调整预算数×100%", "≤5%", "2.70%"),
    ("管理效率", "预算执行", "政府采购执行率", "实际政府采购金额/政府采购预算数×100%", "100%", "99.40%"),
    ("管理效率", "绩效管理", "绩效目标合理性", "部门设置的绩效目标依据是否充分，是否符合客观实际", "合理", "目标合理，与年度工作计划相衔接"),
    ("管理效率", "绩效管理", "绩效监控开展率", "本年度绩效运行监控报告是否覆盖所管理的所有项目支出", "100%", "100%"),
    ("管理效率", "资产管理", "资产管理制度健全性", "①是否制定资产配置、使用、处置、收益等相关制度办法；②是否制定内部控制制度或操作规范", "健全", "已制定资产管理办法"),
    ("管理效率", "财务管理", "会计核算规范性", "财务核算是否符合国家财经法规和财务管理制度的规定", "规范", "核算规范、准确、完整"),
    ("管理效率", "财务管理", "资金使用合规性", "资金使用是否有完整的审批程序和手续，是否存在截留、挤占、挪用等情况", "合规", "使用合规，手续完整"),
    ("履职效能", "核心业务产出", "重点任务完成率", "部门履职及重点工作完成情况", "≥98%", "100%"),
    ("履职效能", "核心业务产出", "服务群众人次", "部门履职及重点工作完成情况", "≥1.2万人次", "1.38万人次，超额完成0.18万人次"),
    ("社会效应", "社会效益", "公共服务水平", "核心公共产品和公共服务的完成情况", "提升", "明显提升"),
    ("社会效应", "服务对象满意度", "群众满意度", "服务对象对部门工作的满意程度", "≥95%", "96.5%"),
    ("可持续发展能力", "人才支撑", "干部队伍建设规划完成情况", "干部队伍建设是否具备科学合理的制度支撑", "完成", "年度培训计划全部完成"),
    ("可持续发展能力", "科技支撑", "信息化建设情况", "是否充分运用信息化手段提升工作效率及管理效能", "达到预期", "业务系统稳定运行"),
)  # fmt: skip
INNOVATIVE = ("履职效能", "社会效应")


def framework(accounts: Accounts, department: Department, style: Style) -> list[Sheet]:
    """整体绩效自评表 without any score; its indicators run over more than a page."""
    title = f"{accounts.year}年度{department.short}整体绩效自评表"
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
    board.put(0, "年度绩效指标", rows=len(FRAMEWORK) + 1, align="centre")
    headers = ("一级指标", "二级指标", "三级指标", "评价要点", "指标分类", "年初目标值(A)", "实际完成值(B)")
    for n, header in enumerate(headers):
        board.put(1 + n, header, align="centre")
    board.row += 1
    rows = [Goal(a, b, c, target, actual, 0, 0) for a, b, c, _, target, actual in FRAMEWORK]
    level_cells(board, rows, 1, weights=False)
    gold = []
    for level1, level2, level3, point, target, actual in FRAMEWORK:
        kind = "绩效创新型" if level1 in INNOVATIVE else "绩效基本型"
        for n, text in enumerate((level3, point, kind, target, actual)):
            board.put(3 + n, text, align="centre" if n == 2 else "left")
        board.row += 1
        gold.append(Indicator("P1", "", level1, level2, level3, point, kind, target, actual))
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
    _scored(board, f"年度目标1：\n（80分）", rows)
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
