"""Tables 02, 03, 05, 07 and 08: one row per subject of the functional classification."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from samples.generator import subjects
from samples.generator.accounts import FISCAL, NATURES, Accounts, Fen
from samples.generator.grid import UNITS, Address, Board, Grid
from samples.generator.layout.frame import framed
from samples.generator.style import TITLES, Style

NATURE_HEADERS = {"basic": "基本支出", "project": "项目支出", "remit_to_superior": "上缴上级支出",
                  "operating": "经营支出", "subsidy_to_affiliated": "对附属单位补助支出"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures: its header path, and its amount for a code (the empty code is 合计)."""

    measure: str
    header: tuple[str, ...]
    amount: Callable[[str], Fen]


def income(accounts: Accounts, style: Style, maker: str) -> Grid:
    """Table 02 收入决算表; 教育收费 is part of 事业收入 and not to be added."""

    def of(*sources: str) -> Callable[[str], Fen]:
        return lambda code: accounts.income(*sources, code=code)

    business = [Column("business", ("事业收入",), of("business", "education"))]
    if style.education_column:
        business = [
            Column("business", ("事业收入", style.subtotal), of("business", "education")),
            Column("business_education", ("事业收入", "其中：教育收费"), of("education")),
        ]
    columns = [
        Column("total", ("本年收入合计",), of()),
        *_appropriation(of, style),
        Column("superior_subsidy", ("上级补助收入",), of("superior_subsidy")),
        *business,
        Column("operating", ("经营收入",), of("operating")),
        Column("affiliated_remittance", ("附属单位上缴收入",), of("affiliated_remittance")),
        Column("other", ("其他收入",), of("other")),
    ]
    codes = [c for n in (1, 2, 3) for c in accounts.codes(n) if accounts.income(code=c)]
    return _coded("02", accounts.year, style, maker, columns, codes)


def _appropriation(of: Callable[..., Callable[[str], Fen]], style: Style) -> list[Column]:
    """财政拨款收入, with its three funds where a style splits them."""
    name = "财政拨款收入"
    if not style.fund_columns:
        return [Column("appropriation", (name,), of(*FISCAL))]
    funds = zip(FISCAL, ("一般公共预算", "政府性基金预算", "国有资本经营预算"), strict=True)
    return [
        Column("appropriation", (name, style.subtotal), of(*FISCAL)),
        *(Column(f"appropriation_{fund}", (name, f"{header}财政拨款"), of(fund)) for fund, header in funds),
    ]


def spending(accounts: Accounts, style: Style, maker: str) -> Grid:
    """Table 03 支出决算表."""
    columns = [
        Column("total", ("本年支出合计",), lambda code: accounts.spending(code=code)),
        *(_nature(accounts, nature, (NATURE_HEADERS[nature],)) for nature in NATURES),
    ]
    codes = [c for n in (1, 2, 3) for c in accounts.codes(n, spending=True)]
    return _coded("03", accounts.year, style, maker, columns, codes)


def general_budget(accounts: Accounts, style: Style, maker: str) -> Grid:
    """Table 05 一般公共预算财政拨款支出决算表."""
    columns = _balanced(accounts) if style.general_long else _spent(accounts, style, "general")
    codes = [c for n in (1, 2, 3) for c in accounts.codes(n, "general", spending=not style.general_long)]
    return _coded("05", accounts.year, style, maker, columns, codes)


def _balanced(accounts: Accounts) -> list[Column]:
    """The long form 收入支出决算表: balances, income and spending, each by 基本 and 项目; balances belong to 项目."""

    def of(name: str, whole: Callable[..., Fen], basic: Callable[..., Fen]) -> list[Column]:
        measure = {"opening": "opening_balance", "closing": "closing_balance", "total": "total"}.get(name, name)
        header = {"opening": "年初结转和结余", "income": "本年收入", "total": "本年支出", "closing": "年末结转和结余"}[
            name
        ]
        parts = ("基本支出结转", "项目支出结转和结余") if name in ("opening", "closing") else ("基本支出", "项目支出")
        prefix = "" if name == "total" else f"{name}_"
        return [
            Column(measure, (header, "合计"), lambda code: whole("general", code=code)),
            Column(f"{prefix}basic", (header, parts[0]), lambda code: basic("general", code=code)),
            Column(
                f"{prefix}project",
                (header, parts[1]),
                lambda code: whole("general", code=code) - basic("general", code=code),
            ),
        ]

    def nothing(*sources: str, code: str = "") -> Fen:
        return 0

    return [
        *of("opening", accounts.opening, nothing),
        *of("income", accounts.income, accounts.basic),
        *of("total", accounts.spending, accounts.basic),
        *of("closing", accounts.closing, nothing),
    ]


def government_fund(accounts: Accounts, style: Style, maker: str) -> Grid:
    """Table 07 政府性基金预算财政拨款收入支出决算表."""
    return _fund("07", accounts, style, maker, "gov_fund")


def state_capital(accounts: Accounts, style: Style, maker: str) -> Grid:
    """Table 08 国有资本经营预算: spending only, or in the six columns of table 07 where a style says so."""
    if style.state_capital_long:
        return _fund("08", accounts, style, maker, "state_capital")
    codes = [c for n in (1, 2, 3) for c in accounts.codes(n, "state_capital", spending=True)]
    return _coded("08", accounts.year, style, maker, _spent(accounts, style, "state_capital"), codes)


def state_capital_spending(accounts: Accounts, style: Style, maker: str) -> Grid:
    """The spending of table 08 once more in a table of its own, as Sichuan prints it under the next number."""
    order = tuple({"08": "", "08_spending": "08"}.get(kind, kind) for kind in style.order)
    titles = {**style.titles, "08": TITLES["08"]}
    return state_capital(accounts, replace(style, order=order, titles=titles, state_capital_long=False), maker)


def _nature(accounts: Accounts, nature: str, header: tuple[str, ...], *sources: str) -> Column:
    return Column(nature, header, lambda code: accounts.nature(nature, *sources, code=code))


def _spent(accounts: Accounts, style: Style, fund: str) -> list[Column]:
    """本年支出 in three columns: 小计, 基本支出, 项目支出."""
    return [
        Column("total", ("本年支出", style.subtotal), lambda code: accounts.spending(fund, code=code)),
        _nature(accounts, "basic", ("本年支出", "基本支出"), fund),
        _nature(accounts, "project", ("本年支出", "项目支出"), fund),
    ]


def _fund(kind: str, accounts: Accounts, style: Style, maker: str, fund: str) -> Grid:
    columns = [
        Column("opening_balance", ("年初结转和结余",), lambda code: accounts.opening(fund, code=code)),
        Column("income", ("本年收入",), lambda code: accounts.income(fund, code=code)),
        *_spent(accounts, style, fund),
        Column("closing_balance", ("年末结转和结余",), lambda code: accounts.closing(fund, code=code)),
    ]
    codes = [c for n in (1, 2, 3) for c in accounts.codes(n, fund)]
    return _coded(kind, accounts.year, style, maker, columns, codes)


def _coded(kind: str, year: int, style: Style, maker: str, columns: Sequence[Column], codes: list[str]) -> Grid:
    """Lays out the rows; a table without subjects keeps its header and a blank 合计."""
    rows = sorted(codes)
    if style.rolled_up:
        columns = [_rolled_up(c, rows, style) for c in columns]
    board = Board()
    split = style.code_columns == 3
    code_paths = [("项目", style.code_header, level) for level in "类款项"] if split else [("项目", style.code_header)]
    paths = [*code_paths, ("项目", "科目名称"), *(c.header for c in columns)]
    deepest = max(len(p) for p in paths)
    lead = len(code_paths)
    labels_share_row = split and (style.total == "header" or style.column_numbers)
    if labels_share_row:
        # 类款项 reach down beside 栏次 and 合计, which stand in the column of the names.
        extra = int(style.column_numbers) + int(style.total == "header") - 1
        depths = [deepest + extra] * lead + [deepest - 1] * (len(paths) - lead)
        board.headers(paths, depths)
        board.row -= extra + 1
        if style.column_numbers:
            board.put(lead, "栏次", align="centre", is_header=True)
            _count(board, lead + 1, len(columns))
        if style.total == "header":
            board.put(lead, "合计", align="centre")
            _total(board, lead + 1, kind, columns, bool(rows), style)
    else:
        board.headers(paths, deepest)
        if style.column_numbers:
            board.put(0, "栏次", columns=lead + 1, align="centre", is_header=True)
            _count(board, lead + 1, len(columns))
    header_rows = board.row
    for code in ["", *rows] if style.total == "first" else [*rows, ""] if style.total == "last" else rows:
        if code:
            _subject(board, kind, code, year, columns, split, style)
        else:
            board.put(0, "合计", columns=lead + 1, align="centre")
            _total(board, lead + 1, kind, columns, bool(rows), style)
    if style.total == "header" and not rows:
        for _ in range(3):
            board.blanks(0, len(paths))
            board.row += 1
    widths = (*([0.75] * 3 if split else [1.5]), 4.2 * style.name_width, *[1.75] * len(columns))
    return framed(kind, style, maker, year, board, widths, header_rows)


def _rolled_up(column: Column, codes: list[str], style: Style) -> Column:
    """类 and 款 added up from the rounded 项, as some systems export them; 合计 stays exact."""

    def amount(code: str) -> Fen:
        if len(code) not in (3, 5):
            return column.amount(code)
        items = [c for c in codes if len(c) == 7 and c.startswith(code)]
        return sum(int(style.numerals.value(column.amount(c)) * UNITS[style.numerals.unit]) for c in items)

    return Column(column.measure, column.header, amount)


def _count(board: Board, column: int, count: int) -> None:
    for n in range(count):
        board.put(column + n, str(n + 1), align="centre", is_header=True)
    board.row += 1


def _total(board: Board, column: int, kind: str, columns: Sequence[Column], has_rows: bool, style: Style) -> None:
    figures: list[tuple[Fen | None, Address]] = [
        (c.amount("") if has_rows else None, Address(kind, "", "", "合计", c.measure)) for c in columns
    ]
    board.figures(column, figures, style.numerals)
    board.row += 1


def _subject(
    board: Board, kind: str, code: str, year: int, columns: Sequence[Column], split: bool, style: Style
) -> None:
    name = subjects.functional(code, year)
    column = 1
    if split:
        for column, part in enumerate((code[:3], code[3:5], code[5:7])):
            board.put(column, part, align="centre")
        column += 1
    else:
        board.put(0, code)
    board.put(column, name)
    figures: list[tuple[Fen | None, Address]] = [
        (c.amount(code), Address(kind, "", code, name, c.measure)) for c in columns
    ]
    board.figures(column + 1, figures, style.numerals)
    board.row += 1
