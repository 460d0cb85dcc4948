"""Table 06: basic spending by economic classification, in panels side by side or as one long list."""

from __future__ import annotations

from samples.generator import subjects
from samples.generator.accounts import PERSONNEL, Accounts, Fen
from samples.generator.grid import Address, Board, Grid
from samples.generator.layout.frame import framed
from samples.generator.style import Style

PANELS = {
    "three": (PERSONNEL, ("302",), ("307", "310", "399")),
    "two": (PERSONNEL, ("302", "310")),
}
RARE = ("31005", "31006", "31008", "31009", "31010", "31011", "31012")
"""Subjects that the two-panel forms leave out."""


def basic_by_economic(accounts: Accounts, style: Style, maker: str) -> Grid:
    """Table 06 一般公共预算财政拨款基本支出决算(明细)表."""
    if style.economic == "list":
        return _list(accounts, style, maker)
    return _panels(accounts, style, maker)


def _panels(accounts: Accounts, style: Style, maker: str) -> Grid:
    year = accounts.year
    panels = [subjects.economic_codes(year, prefixes) for prefixes in PANELS[style.economic]]
    if style.economic == "two":
        panels = [[c for c in codes if c not in RARE] for codes in panels]
    code_header = "经济分类科目编码" if style.code_header != "科目代码" else "科目代码"
    codes = [(code_header, level) for level in "类款"] if style.economic_split else [(code_header,)]
    block = [*codes, ("科目名称",), (style.amount_header if style.amount_header != "金额" else "决算数",)]
    sides = ["人员经费", *["公用经费"] * (len(panels) - 1)]
    paths = [(side, *path) for side in sides for path in block]
    board = Board()
    depth = max(len(p) for p in paths)
    board.headers(paths, depth)
    width = len(block)
    for row in range(max(len(codes) for codes in panels)):
        for place, listed in enumerate(panels):
            if row < len(listed):
                _subject(board, accounts, style, listed[row], place * width, year)
            else:
                board.blanks(place * width, width)
        board.row += 1
    _totals(board, accounts, style, width, len(panels))
    lead = [0.75, 0.75] if style.economic_split else [1.3]
    widths = tuple([*lead, 3.3 * style.name_width, 1.6] * len(panels))
    return framed("06", style, maker, year, board, widths, depth)


def _subject(board: Board, accounts: Accounts, style: Style, code: str, column: int, year: int) -> None:
    name = subjects.economic(code, year)
    if style.economic_split:
        board.put(column, code[:3], align="centre")
        board.put(column + 1, code[3:], align="centre")
        column += 1
    else:
        board.put(column, code)
    board.put(column + 1, name)
    board.figures(column + 2, [(accounts.economic_total(code), Address("06", "", code, name, "final"))], style.numerals)


def _totals(board: Board, accounts: Accounts, style: Style, width: int, panels: int) -> None:
    """The value of 公用经费合计 stands in the last column, panels away from its label."""
    board.put(0, "人员经费合计", columns=width - 1, align="centre")
    board.figures(width - 1, [(accounts.personnel(), _total("人员经费合计"))], style.numerals)
    board.put(width, "公用经费合计", columns=width * (panels - 1) - 1, align="centre")
    board.figures(width * panels - 1, [(accounts.public(), _total("公用经费合计"))], style.numerals)
    board.row += 1


def _total(label: str) -> Address:
    return Address("06", "", "", label, "final")


def _list(accounts: Accounts, style: Style, maker: str) -> Grid:
    """One row per subject that has money, with 合计, 人员经费 and 公用经费 as columns."""
    year = accounts.year
    board = Board()
    paths = [
        ("项目", "经济分类科目编码"), ("项目", "科目名称"),
        ("一般公共预算财政拨款基本支出", "合计"), ("一般公共预算财政拨款基本支出", "人员经费"),
        ("一般公共预算财政拨款基本支出", "公用经费"),
    ]  # fmt: skip
    board.headers(paths, 2)
    listed = [c for c in subjects.economic_codes(year, ("301", "302", "303", "307", "310", "399"))
              if accounts.economic_total(c)]  # fmt: skip
    for code in listed:
        name = subjects.economic(code, year)
        board.put(0, code)
        board.put(1, name)
        amount = accounts.economic_total(code)
        is_personnel = code[:3] in PERSONNEL
        parts: list[Fen | None] = [amount if is_personnel else None, None if is_personnel else amount]
        _row(board, style, code, name, amount, parts)
    board.put(0, "合计", columns=2, align="centre")
    _row(board, style, "", "合计", sum(accounts.economic.values()), [accounts.personnel(), accounts.public()])
    return framed("06", style, maker, year, board, (1.5, 4, 2, 2, 2), 2)


def _row(board: Board, style: Style, code: str, label: str, amount: Fen, parts: list[Fen | None]) -> None:
    measures = ("final", "personnel", "public")
    board.figures(
        2,
        [(a, Address("06", "", code, label, m)) for a, m in zip([amount, *parts], measures, strict=True)],
        style.numerals,
    )
    board.row += 1
