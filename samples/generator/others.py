"""Tables that some provinces add to the nine, and that a reader has to set aside by name."""

from __future__ import annotations

from collections.abc import Callable

from samples.generator import subjects
from samples.generator.accounts import Accounts
from samples.generator.departments import Department
from samples.generator.grid import Address, Board, Frame, Grid
from samples.generator.style import Style

ASIDE = Address("", "", "", "", "")


def tables(accounts: Accounts, department: Department, style: Style) -> list[Grid]:
    """The extra tables that a style names, in its order."""
    return [EXTRAS[name](accounts, department, style) for name in style.extras]


def _titled(board: Board, title: str, widths: tuple[float, ...], header_rows: int, style: Style, name: str) -> Grid:
    unit = f"金额单位：{style.numerals.unit}"
    frame = Frame((("", title, ""), (f"{style.maker_label}：{name}", "", unit)))
    return Grid("", title, tuple(board.cells), widths, header_rows, frame)


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
    return _titled(board, "国有资产占用情况表", (1.5, 0.8, *[1.2] * 7, 1.8), 2, style, department.name)


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
    return _titled(board, "政府采购情况表", (2.4, 1.6, 1.6, 1.6, 1.6), 2, style, department.name)


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
    return _titled(board, "一般公共预算财政拨款项目支出决算表", (1.4, 4, 1.8), 1, style, department.name)


def by_member(accounts: Accounts, department: Department, style: Style) -> Grid:
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
    return _titled(board, "收入决算表（分单位）", (4.4, 1.8, 1.8, 1.8), 1, style, department.name)


EXTRAS: dict[str, Callable[[Accounts, Department, Style], Grid]] = {
    "assets": assets,
    "procurement": procurement,
    "projects": projects,
    "by_member": by_member,
}
