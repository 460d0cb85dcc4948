"""Tables 01 and 04: income on the left, spending on the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from samples.generator import subjects
from samples.generator.accounts import FISCAL, Accounts, Entry, Fen
from samples.generator.grid import Address, Board, Grid
from samples.generator.layout.frame import framed
from samples.generator.style import Style

BASES = (("initial_budget", "年初预算数"), ("adjusted_budget", "全年预算数"), ("final", "决算数"))
FUND_HEADERS = {"total": "合计", "general": "一般公共预算财政拨款", "gov_fund": "政府性基金预算财政拨款",
                "state_capital": "国有资本经营预算财政拨款"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a panel: for each basis, the amounts by measure; no amounts at all for a blank line."""

    label: str
    amounts: dict[str, dict[str, Fen]]
    is_total: bool = False


BLANK = Line("", {})


def _amounts(accounts: Accounts, measures: dict[str, Callable[[Entry, str], Fen]]) -> dict[str, dict[str, Fen]]:
    return {
        basis: {m: sum(amount(e, basis) for e in accounts.entries) for m, amount in measures.items()}
        for basis, _ in BASES
    }


def _budget(entry: Entry, basis: str, final: Fen) -> Fen:
    """A budget column shows the entry's budget; the final column what came of it."""
    return {"initial_budget": entry.initial_budget, "adjusted_budget": entry.adjusted_budget}.get(basis, final)


def _only_final(value: Callable[[Entry], Fen]) -> Callable[[Entry, str], Fen]:
    return lambda entry, basis: value(entry) if basis == "final" else 0


def _income(accounts: Accounts, label: str, *sources: str, total: bool = False) -> Line:
    def amount(entry: Entry, basis: str) -> Fen:
        return _budget(entry, basis, entry.income) if not sources or entry.source in sources else 0

    return Line(label, _amounts(accounts, {"amount": amount}), total)


def summary(accounts: Accounts, style: Style, maker: str) -> Grid:
    """Table 01 收入支出决算总表."""
    year = accounts.year
    left = _ordinals([_income(accounts, label, *sources) for label, sources in _income_rows(year)])
    right = _ordinals(
        [
            Line(
                subjects.functional(code, year),
                _amounts(accounts, {"amount": _spent_under(code)}),
            )
            for code in subjects.classes(year, style.short_classes)
        ]
    )
    surplus = "用事业基金弥补收支差额" if year <= 2018 else "使用非财政拨款结余"
    surplus += {2023: "和专用结余", 2024: "（含专用结余）"}.get(year, "") if not style.short_classes else ""

    def one(label: str, amount: Callable[[Entry, str], Fen], total: bool = False) -> Line:
        return Line(label, _amounts(accounts, {"amount": amount}), total)

    left_end = [
        _income(accounts, "本年收入合计", total=True),
        one(surplus, _only_final(lambda e: e.surplus_used)),
        one("年初结转和结余", _only_final(lambda e: e.opening)),
        *([BLANK] if style.row_numbers else []),
        one("总计", lambda e, b: _budget(e, b, e.income + e.surplus_used + e.opening), True),
    ]
    right_end = [
        one("本年支出合计", _spent, True),
        one("结余分配", _only_final(lambda e: e.distribution)),
        one("年末结转和结余", _only_final(lambda e: e.closing)),
        *([BLANK] if style.row_numbers else []),
        one("总计", lambda e, b: _budget(e, b, e.spending + e.distribution + e.closing), True),
    ]
    return _panels("01", style, maker, (left, left_end), (right, right_end), ["amount"], year)


def fiscal_summary(accounts: Accounts, style: Style, maker: str) -> Grid:
    """Table 04 财政拨款收入支出决算总表; the labels of the three funds stand twice on its left side."""
    year = accounts.year
    funds = [f for f in FISCAL if year >= 2020 or f != "state_capital"]
    left = _ordinals([_income(accounts, FUND_HEADERS[f], f) for f in funds])

    def by_fund(label: str, amount: Callable[[Entry, str], Fen], total: bool = False) -> Line:
        def of(*sources: str) -> Callable[[Entry, str], Fen]:
            return lambda e, b: amount(e, b) if e.source in sources else 0

        return Line(label, _amounts(accounts, {"total": of(*FISCAL), **{f: of(f) for f in funds}}), total)

    right = _ordinals(
        [
            by_fund(subjects.functional(code, year), _spent_under(code))
            for code in subjects.classes(year, style.short_classes)
        ]
    )
    opened = [Line(FUND_HEADERS[f], _amounts(accounts, {"amount": _opened(f)})) for f in funds]
    fiscal = [e for e in accounts.entries if e.source in FISCAL]
    opening = _only_final(lambda e: e.opening if e in fiscal else 0)
    left_end = [
        _income(accounts, "本年收入合计", *FISCAL, total=True),
        Line("年初财政拨款结转和结余", _amounts(accounts, {"amount": opening})),
        *(_ordinals(opened) if style.opening_ordinals else opened),
        Line(
            "总计",
            _amounts(accounts, {"amount": lambda e, b: _budget(e, b, e.income + e.opening) if e in fiscal else 0}),
            True,
        ),
    ]
    right_end = [
        by_fund("本年支出合计", _spent, True),
        by_fund("年末财政拨款结转和结余", _only_final(lambda e: e.closing)),
        *[BLANK] * len(funds),
        by_fund("总计", lambda e, b: _budget(e, b, e.spending + e.closing), True),
    ]
    return _panels("04", style, maker, (left, left_end), (right, right_end), ["total", *funds], year)


def _spent(entry: Entry, basis: str) -> Fen:
    return _budget(entry, basis, entry.spending)


def _spent_under(code: str) -> Callable[[Entry, str], Fen]:
    return lambda entry, basis: _spent(entry, basis) if entry.code.startswith(code) else 0


def _opened(fund: str) -> Callable[[Entry, str], Fen]:
    return _only_final(lambda entry: entry.opening if entry.source == fund else 0)


def _income_rows(year: int) -> list[tuple[str, tuple[str, ...]]]:
    fiscal: list[tuple[str, tuple[str, ...]]] = [
        ("一般公共预算财政拨款收入", ("general",)), ("政府性基金预算财政拨款收入", ("gov_fund",)),
        ("国有资本经营预算财政拨款收入", ("state_capital",)),
    ]  # fmt: skip
    if year <= 2018:
        fiscal = [("财政拨款收入", FISCAL)]
    elif year == 2019:
        fiscal = fiscal[:2]
    return [
        *fiscal, ("上级补助收入", ("superior_subsidy",)), ("事业收入", ("business", "education")),
        ("经营收入", ("operating",)), ("附属单位上缴收入", ("affiliated_remittance",)), ("其他收入", ("other",)),
    ]  # fmt: skip


def _ordinals(lines: Sequence[Line]) -> list[Line]:
    return [Line(f"{o}、{line.label}", line.amounts) for o, line in zip(subjects.ORDINALS, lines, strict=False)]


def _panels(
    kind: str,
    style: Style,
    maker: str,
    left: tuple[list[Line], list[Line]],
    right: tuple[list[Line], list[Line]],
    measures: list[str],
    year: int,
) -> Grid:
    """Both panels side by side, padded so that their closing rows stand level."""
    body = max(len(left[0]), len(right[0]))
    sides = [
        (side, [*lines, *[BLANK] * (body - len(lines)), *end], side_measures)
        for side, (lines, end), side_measures in (("income", left, ["amount"]), ("expenditure", right, measures))
    ]
    bases = BASES if style.triple else BASES[-1:]
    board = Board()
    columns: list[tuple[str, ...]] = []
    widths: list[float] = []
    names = ("收 入", "支 出") if style.spaced_headers else ("收入", "支出")
    for name, (_, _, side_measures) in zip(names, sides, strict=True):
        columns.append((name, "项目"))
        widths.append(4.2)
        if style.row_numbers:
            columns.append((name, "行次"))
            widths.append(0.9)
        for _, header in bases:
            for measure in side_measures:
                path = [header] if style.triple else []
                path += [FUND_HEADERS[measure]] if len(side_measures) > 1 else []
                columns.append((name, *(path or [style.amount_header])))
                widths.append(1.7)
    depth = max(len(c) for c in columns)
    board.headers(columns, depth)
    if style.column_numbers:
        _column_numbers(board, columns)
    _body(board, sides, style, [basis for basis, _ in bases], kind)
    depth += int(style.column_numbers)
    return framed(kind, style, maker, year, board, tuple(widths), depth)


def _column_numbers(board: Board, columns: list[tuple[str, ...]]) -> None:
    """The 栏次 row: figures are counted through both panels."""
    count = 0
    for column, path in enumerate(columns):
        if path[1] in ("项目", "行次"):
            board.put(column, "栏次" if path[1] == "项目" else "", align="centre", is_header=True)
        else:
            count += 1
            board.put(column, str(count), align="centre", is_header=True)
    board.row += 1


def _body(
    board: Board, sides: list[tuple[str, list[Line], list[str]]], style: Style, bases: list[str], kind: str
) -> None:
    height = len(sides[0][1])
    for row in range(height):
        column = 0
        for place, (side, lines, measures) in enumerate(sides):
            line = lines[row]
            board.put(column, line.label, align="centre" if line.is_total else "left")
            column += 1
            if style.row_numbers:
                board.put(column, str(row + 1 + place * height), align="centre")
                column += 1
            for basis in bases:
                if line.amounts:
                    figures: list[tuple[Fen | None, Address]] = [
                        (line.amounts[basis][m], Address(kind, side, "", line.label, _gold_measure(m), basis))
                        for m in measures
                    ]
                    board.figures(column, figures, style.numerals)
                else:
                    board.blanks(column, len(measures))
                column += len(measures)
        board.row += 1


def _gold_measure(measure: str) -> str:
    """Gold calls the one amount of a panel `final`."""
    return "final" if measure == "amount" else measure
