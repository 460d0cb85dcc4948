"""Table 09 “三公”经费: budget and final as two blocks, in pairs, as two rows, or as a list of items."""

from __future__ import annotations

from samples.generator.accounts import Accounts, ThreePublic
from samples.generator.grid import Address, Board, Grid
from samples.generator.layout.frame import framed
from samples.generator.style import Style

VEHICLES = "公务用车购置及运行维护费"
ITEMS = (
    ("total", ("合计",)),
    ("abroad", ("因公出国（境）费",)),
    ("vehicle_total", (VEHICLES, "小计")),
    ("vehicle_purchase", (VEHICLES, "公务用车购置费")),
    ("vehicle_operation", (VEHICLES, "公务用车运行维护费")),
    ("reception", ("公务接待费",)),
)
BASES = (("adjusted_budget", "预算数"), ("final", "决算数"))


def three_public(accounts: Accounts, style: Style, maker: str) -> Grid:
    """Table 09; without any money its row stays blank."""
    if style.three_public == "rows":
        return _rows(accounts, style, maker)
    if style.three_public == "list":
        return _list(accounts, style, maker)
    board = Board()
    items = [(m, _spaced(path, style)) for m, path in ITEMS]
    if style.three_public == "grouped":
        order = [(basis, header, m, (header, *path)) for basis, header in BASES for m, path in items]
        depth: int | list[int] = 3
    else:
        order = [(basis, header, m, (*path, header)) for m, path in items for basis, header in BASES]
        order = [(b, h, m, ("财政拨款“三公”经费", *p)) for b, h, m, p in order]
        order = [(b, h, m, _levelled(p)) for b, h, m, p in order]
        depth = 4
    board.headers([p for _, _, _, p in order], depth)
    if style.column_numbers:
        for n in range(12):
            board.put(n, str(n + 1), align="centre", is_header=True)
        board.row += 1
    header_rows = board.row
    _figures(board, accounts, style, [(b, m) for b, _, m, _ in order])
    return framed("09", style, maker, accounts.year, board, (1.0,) * 12, header_rows)


def _spaced(path: tuple[str, ...], style: Style) -> tuple[str, ...]:
    """Labels that narrow cells break in two with a blank, as spreadsheets export them."""
    if not style.spaced_headers:
        return path
    broken = {
        "因公出国（境）费": "因公出 国（境）费",
        "公务用车购置费": "公务用车购 置费",
        "公务用车运行维护费": "公务用车运 行维护费",
    }
    return tuple(broken.get(label, label) for label in path)


def _levelled(path: tuple[str, ...]) -> tuple[str, ...]:
    """In pairs, 预算数 and 决算数 stand on the lowest of four levels whatever is above them."""
    return path if len(path) == 4 else (path[0], path[1], "", path[2])


def _of(money: ThreePublic, measure: str) -> int:
    return int(getattr(money, measure))


def _figures(board: Board, accounts: Accounts, style: Style, order: list[tuple[str, str]]) -> None:
    has_money = bool(accounts.actual.total or accounts.budgeted.total)
    for column, (basis, measure) in enumerate(order):
        money = accounts.actual if basis == "final" else accounts.budgeted
        address = Address("09", basis, "", "", measure, basis)
        board.figures(column, [(_of(money, measure) if has_money else None, address)], style.numerals)
    board.row += 1


def _rows(accounts: Accounts, style: Style, maker: str) -> Grid:
    """预算数 and 决算数 as rows, 会议费 and 培训费 as further columns."""
    group = "一般公共预算财政拨款“三公”经费"
    items = [(m, ("小计",) if m == "total" else path) for m, path in ITEMS]
    paths = [("项目",), *((group, *path) for _, path in items), ("会议费",), ("培训费",)]
    board = Board()
    board.headers(paths, 3)
    if style.column_numbers:
        board.put(0, "栏次", align="centre", is_header=True)
        for n in range(8):
            board.put(n + 1, str(n + 1), align="centre", is_header=True)
        board.row += 1
    header_rows = board.row
    for basis, header in BASES:
        board.put(0, header, align="centre")
        money = accounts.actual if basis == "final" else accounts.budgeted
        for column, measure in enumerate([*(m for m, _ in items), "meeting", "training"], start=1):
            address = Address("09", basis, "", "", measure, basis)
            board.figures(column, [(_of(money, measure), address)], style.numerals)
        board.row += 1
    return framed("09", style, maker, accounts.year, board, (1.2, *[1.4] * 8), header_rows)


def _list(accounts: Accounts, style: Style, maker: str) -> Grid:
    """Items one below the other, with 行次, then the counts that belong to them."""
    activity = accounts.activity
    board = Board()
    board.headers([("项目",), ("行次",), ("预算数",), ("决算数",)], 1)
    listed = [
        ("“三公”经费支出", "total"),
        ("1．因公出国（境）费", "abroad"),
        ("2．公务用车购置及运行维护费", "vehicle_total"),
        ("（1）公务用车购置费", "vehicle_purchase"),
        ("（2）公务用车运行维护费", "vehicle_operation"),
        ("3．公务接待费", "reception"),
    ]
    for number, (label, measure) in enumerate(listed, start=1):
        board.put(0, label)
        board.put(1, str(number), align="centre")
        for column, (basis, _) in enumerate(BASES, start=2):
            money = accounts.actual if basis == "final" else accounts.budgeted
            address = Address("09", basis, "", "", measure, basis)
            board.figures(column, [(_of(money, measure), address)], style.numerals)
        board.row += 1
    counts = [
        ("1．因公出国（境）团组数（个）", activity.groups_abroad),
        ("2．因公出国（境）人次数（人）", activity.persons_abroad),
        ("3．公务用车购置数（辆）", activity.vehicles_bought),
        ("4．公务用车保有量（辆）", activity.vehicles_kept),
        ("5．国内公务接待批次（个）", activity.receptions),
        ("6．国内公务接待人次（人）", activity.guests),
    ]
    board.put(0, "相关统计数")
    board.put(1, str(len(listed) + 1), align="centre")
    board.put(2, "—", align="right")
    board.put(3, "—", align="right")
    board.row += 1
    for number, (label, count) in enumerate(counts, start=len(listed) + 2):
        board.put(0, label)
        board.put(1, str(number), align="centre")
        board.put(2, "—", align="right")
        board.put(3, str(count), align="right")
        board.row += 1
    return framed("09", style, maker, accounts.year, board, (4.5, 0.9, 2, 2), 1)
