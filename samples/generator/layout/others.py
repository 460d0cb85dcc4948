"""Tables that some provinces add to the nine, and that a reader has to set aside by name."""

from __future__ import annotations

from collections.abc import Callable

from samples.generator import subjects
from samples.generator.accounts import FISCAL, Accounts
from samples.generator.departments import Department
from samples.generator.grid import Address, Board, Frame, Grid
from samples.generator.style import Style

TITLES = {
    "assets": "国有资产占用情况表",
    "procurement": "政府采购情况表",
    "projects": "一般公共预算财政拨款项目支出决算表",
    "income_by_member": "收入决算表（分单位）",
    "spending_by_member": "支出决算表（分单位）",
    "fiscal_detail": "财政拨款支出决算明细表",
    "general_detail": "一般公共预算财政拨款支出决算明细表",
    "purchased_services": "政府购买服务支出情况表",
    "fund_basic": "政府性基金预算财政拨款基本支出决算表",
}
ASIDE = Address("", "", "", "", "")


def _titled(board: Board, key: str, widths: tuple[float, ...], header_rows: int, style: Style, name: str) -> Grid:
    title, number = TITLES[key], style.number(key)
    lines = [("", title, ""), *([("", "", number)] if number else [])]
    lines.append((f"{style.maker_label}：{name}", "", f"金额单位：{style.numerals.unit}"))
    return Grid("", title, tuple(board.cells), widths, header_rows, Frame(tuple(lines)))


def assets(accounts: Accounts, department: Department, style: Style) -> Grid:
    """国有资产占用情况表."""
    board = Board()
    kinds = [name for name, _ in accounts.activity.vehicles]
    board.headers(
        [("项目",), ("行次",), *(("车辆（台、辆）", k) for k in ("小计", *kinds)), ("单价100万元以上设备（台、套）",)],
        2,
    )
    board.put(0, "数量", align="centre")
    board.put(1, "1", align="centre")
    board.put(2, str(accounts.activity.vehicles_kept), align="right")
    for column, (_, count) in enumerate(accounts.activity.vehicles, start=3):
        board.put(column, str(count), align="right")
    board.put(9, str(accounts.activity.equipment), align="right")
    board.row += 1
    return _titled(board, "assets", (1.5, 0.8, *[1.2] * 7, 1.8), 2, style, department.name)


def procurement(accounts: Accounts, department: Department, style: Style) -> Grid:
    """政府采购情况表."""
    board = Board()
    activity = accounts.activity
    board.headers(
        [("项目",), ("采购金额", "合计"), ("采购金额", "货物"), ("采购金额", "工程"), ("采购金额", "服务")], 2
    )
    board.put(0, "政府采购支出合计")
    total = activity.goods + activity.works + activity.services
    board.figures(1, [(a, ASIDE) for a in (total, activity.goods, activity.works, activity.services)], style.numerals)
    board.row += 1
    return _titled(board, "procurement", (2.4, 1.6, 1.6, 1.6, 1.6), 2, style, department.name)


def projects(accounts: Accounts, department: Department, style: Style) -> Grid:
    """一般公共预算财政拨款项目支出决算表: like table 05 by its codes, and none of the nine."""
    board = Board()
    board.headers([("科目编码",), ("项目",), ("金额",)], 1)
    board.put(0, "合计", columns=2, align="centre")
    board.figures(2, [(accounts.project("general"), ASIDE)], style.numerals)
    board.row += 1
    for code in accounts.codes(3, "general", spending=True):
        amount = accounts.project("general", code=code)
        if amount:
            board.put(0, code)
            board.put(1, subjects.functional(code, accounts.year))
            board.figures(2, [(amount, ASIDE)], style.numerals)
            board.row += 1
    return _titled(board, "projects", (1.4, 4, 1.8), 1, style, department.name)


def income_by_member(accounts: Accounts, department: Department, style: Style) -> Grid:
    """收入决算表（分单位）: rows are units, so that no code tells the level."""
    board = Board()
    board.headers([("单位名称",), ("本年收入合计",), ("财政拨款收入",), ("其他各项收入",)], 1)
    fiscal = accounts.income("general", "gov_fund", "state_capital")
    parts = [fiscal * 7 // 10, fiscal - fiscal * 7 // 10, *[0] * max(0, len(department.members) - 2)]
    rest = accounts.income() - fiscal
    board.put(0, "合计", align="centre")
    board.figures(1, [(a, ASIDE) for a in (accounts.income(), fiscal, rest)], style.numerals)
    board.row += 1
    for n, (member, part) in enumerate(zip(department.members, parts, strict=False)):
        board.put(0, member)
        other = rest if n == 0 else 0
        board.figures(1, [(a, ASIDE) for a in (part + other, part, other)], style.numerals)
        board.row += 1
    return _titled(board, "income_by_member", (4.4, 1.8, 1.8, 1.8), 1, style, department.name)


def spending_by_member(accounts: Accounts, department: Department, style: Style) -> Grid:
    """支出决算表（分单位）."""
    board = Board()
    board.headers([("单位名称",), ("本年支出合计",), ("基本支出",), ("项目支出",)], 1)
    basic = accounts.basic()
    rest = accounts.spending() - basic
    board.put(0, "合计", align="centre")
    board.figures(1, [(a, ASIDE) for a in (basic + rest, basic, rest)], style.numerals)
    board.row += 1
    for n, member in enumerate(department.members[:2]):
        own = (basic * 7 // 10, rest) if n == 0 else (basic - basic * 7 // 10, 0)
        board.put(0, member)
        board.figures(1, [(a, ASIDE) for a in (sum(own), *own)], style.numerals)
        board.row += 1
    return _titled(board, "spending_by_member", (4.4, 1.8, 1.8, 1.8), 1, style, department.name)


def _detail(accounts: Accounts, department: Department, style: Style, key: str, sources: tuple[str, ...]) -> Grid:
    """Functional subjects down, economic ones across: the siblings of table 05 that are not table 05."""
    board = Board()
    listed = {side: [c for c in accounts.economic if c.startswith(side)][:5] for side in ("301", "302")}
    paths = [("项目", "科目编码"), ("项目", "科目名称"), ("合计",)]
    for side, codes in listed.items():
        header = subjects.economic(side, accounts.year)
        paths += [(header, "小计"), *((header, subjects.economic(c, accounts.year)) for c in codes)]
    board.headers(paths, 2)
    main = accounts.codes(3, "general", spending=True)[-1]
    for code in ["", *accounts.codes(3, *sources, spending=True)]:
        board.put(0, code)
        board.put(1, subjects.functional(code, accounts.year) if code else "合计")
        figures = [(accounts.spending(*sources, code=code), ASIDE)]
        for side, codes in listed.items():
            shown = code in ("", main)
            figures.append((accounts.economic_total(side) if shown else 0, ASIDE))
            figures += [(accounts.economic[c] if shown else 0, ASIDE) for c in codes]
        board.figures(2, figures, style.numerals)
        board.row += 1
    widths = (1.2, 2.4, *[1.25] * (len(paths) - 2))
    return _titled(board, key, widths, 2, style, department.name)


def fiscal_detail(accounts: Accounts, department: Department, style: Style) -> Grid:
    """财政拨款支出决算明细表."""
    return _detail(accounts, department, style, "fiscal_detail", FISCAL)


def general_detail(accounts: Accounts, department: Department, style: Style) -> Grid:
    """一般公共预算财政拨款支出决算明细表."""
    return _detail(accounts, department, style, "general_detail", ("general",))


def purchased_services(accounts: Accounts, department: Department, style: Style) -> Grid:
    """政府购买服务支出情况表."""
    board = Board()
    board.headers([("项目名称",), ("支出金额",), ("备注",)], 1)
    board.put(0, "委托第三方服务")
    board.figures(1, [(accounts.activity.services, ASIDE)], style.numerals)
    board.put(2, "")
    board.row += 1
    return _titled(board, "purchased_services", (4, 2, 2), 1, style, department.name)


def fund_basic(accounts: Accounts, department: Department, style: Style) -> Grid:
    """政府性基金预算财政拨款基本支出决算表, which is empty as a rule."""
    board = Board()
    board.headers([("经济分类科目编码",), ("科目名称",), ("决算数",)], 1)
    board.put(0, "合计", columns=2, align="centre")
    board.put(2, "")
    board.row += 1
    return _titled(board, "fund_basic", (1.6, 4, 2), 1, style, department.name)


EXTRAS: dict[str, Callable[[Accounts, Department, Style], Grid]] = {
    "assets": assets,
    "procurement": procurement,
    "projects": projects,
    "income_by_member": income_by_member,
    "spending_by_member": spending_by_member,
    "fiscal_detail": fiscal_detail,
    "general_detail": general_detail,
    "purchased_services": purchased_services,
    "fund_basic": fund_basic,
}
