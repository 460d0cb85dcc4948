"""What rounding allows: in sums of few and of many, in percentages, in prose; and what it does not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from extractor.audit.auditor import audit
from extractor.audit.trying.certainty import Agreement
from extractor.audit.trying.intervals import Numbers
from extractor.records.rows import Fact
from tests.support.accounts import check, document

parts = st.lists(st.integers(100, 10**9), min_size=2, max_size=7)


@given(parts)
@settings(max_examples=60, deadline=None)
def test_rounding_never_cries_wolf(exact: list[int]) -> None:
    """Amounts exact to 1/10000 of a 万元, each rounded to 0.01 by itself, keep every sum of a few of them."""
    rows = {"208": sum(exact)} | {f"208{i:02}": amount for i, amount in enumerate(exact)}
    cells = {f"05 {row} total": f"{(Decimal(n) / 10_000).quantize(Decimal('0.01'))}" for row, n in rows.items()}
    assert check(cells, "H05-children").status == "pass"


@given(parts, st.integers(0, 11), st.integers(1, 9))
@settings(max_examples=60, deadline=None)
def test_a_wrong_digit_beyond_rounding_is_caught(exact: list[int], which: int, digits: int) -> None:
    amounts = [n // 100 for n in exact]
    cells = {"05 208 total": f"{Decimal(sum(amounts)).scaleb(-2)}"}
    cells |= {f"05 208{i:02} total": f"{Decimal(n).scaleb(-2)}" for i, n in enumerate(amounts)}
    cells[f"05 208{which % len(amounts):02} total"] = (
        f"{Decimal(amounts[which % len(amounts)] + 10 * digits).scaleb(-2)}"
    )
    assert check(cells, "H05-children").status == "fail"


def long_sum(off: str, unit: str = "万元", parts: int = 24) -> list[Fact]:
    """A table 05 of one class with many subjects, whose total is off."""
    amounts = [Decimal(100 + 37 * i) / 100 for i in range(parts)]
    cells = {"05 208 total": f"{sum(amounts) + Decimal(off)}"}
    cells |= {f"05 208{i:02} total": f"{amount:.2f}" for i, amount in enumerate(amounts)}
    facts, _ = document(cells)
    return [replace(f, currency_unit=unit, amount_yuan=f.amount if unit == "元" else f.amount_yuan) for f in facts]


def test_roundings_of_a_long_sum_do_not_all_go_one_way() -> None:
    """25 roundings of ±0.005 are 0.03 as a rule, and 0.12 hardly ever: doubted until it is certain to be printed so."""
    assert not audit(long_sum("0.05")).failed
    (doubted,) = audit(long_sum("0.11")).failed
    assert doubted.verdict == "doubtful" and doubted.tolerance is not None and doubted.tolerance < Decimal("0.06")
    assert not audit(long_sum("0.11"), agreed=Agreement(tables=frozenset({("05", 1)}))).failed
    alike = {"05 208 total": "333.33"} | {f"05 208{i:02} total": "16.67" for i in range(20)}
    assert not audit(document(alike)[0]).failed  # 16.6665 each: rounded twenty times the same way


def columns_to_fen(*off: int) -> list[Fact]:
    """A table 03 in 元 of twelve subjects, each with a total over two columns, some of which are off by a 分."""
    cells: dict[str, str] = {}
    for i in range(12):
        basic, project = Decimal(1_234_511 + 7 * i) / 100, Decimal(98_765 + 3 * i) / 100
        cells[f"03 2{i + 10} total"] = f"{basic + project + Decimal(i in off) / 100:.2f}"
        cells |= {f"03 2{i + 10} basic": f"{basic:.2f}", f"03 2{i + 10} project": f"{project:.2f}"}
    return [replace(f, currency_unit="元", amount_yuan=f.amount) for f in document(cells)[0]]


def test_sums_of_what_is_printed_to_fen_are_exact_unless_the_accounts_were_rounded() -> None:
    assert not audit(columns_to_fen()).failed
    (doubted,) = audit(columns_to_fen(4)).failed
    assert doubted.verdict == "doubtful" and doubted.tolerance == 0
    assert not audit(columns_to_fen(4), agreed=Agreement(tables=frozenset({("03", 1)}))).failed
    assert not audit(columns_to_fen(4, 7)).failed


@pytest.mark.parametrize(
    ("total", "parts", "holds"),
    [
        ("3.02", ("1.01", "2.00"), True),
        ("3.03", ("1.01", "2.00"), False),
        # One figure printed twice in one table is rounded the same both times …
        ("2.01", ("2.00",), False),
        # … but a printed zero may hide a few 元 of the total. It adds no slack.
        ("2.01", ("2.00", "0.00"), True),
        ("2.02", ("2.00", "0.00"), False),
        ("0.00", ("0.01",), False),
        # 2.0 for 2.00: zeros dropped, or a character lost, in a table of two decimals.
        ("3.06", ("1.01", "2.0", "0.01"), False),
    ],
)
def test_intervals(total: str, parts: tuple[str, ...], holds: bool) -> None:
    cells = {"05 208 total": total, "05 201 total": "9.99", "05 202 total": "9.98"}
    cells |= {f"05 2080{i} total": part for i, part in enumerate(parts)}
    assert (check(cells, "H05-children").status == "pass") is holds


def test_percentages_may_be_rounded_or_truncated() -> None:
    cells = {"S1 收入支出总计 amount": "92.17", "S1 收入支出总计 change_amount": "17.05"}
    for printed, status in (
        ("22.70", "pass"),
        ("22.69", "pass"),
        ("22.7", "pass"),
        ("22.67", "fail"),
        ("22.72", "fail"),
    ):
        assert check(cells | {"S1 收入支出总计 change_pct": printed}, "P-change").status == status
    negative = {"S1 收入支出总计 amount": "80.00", "S1 收入支出总计 change_amount": "-20.01"}
    assert check(negative | {"S1 收入支出总计 change_pct": "-20.00"}, "P-change").status == "pass"
    slight = {"S1 收入支出总计 amount": "2547.17", "S1 收入支出总计 change_amount": "0.06"}
    assert check(slight | {"S1 收入支出总计 change_pct": "0.00"}, "P-change").status == "pass"
    assert check(slight | {"S1 收入支出总计 change_pct": "0.01"}, "P-change").status == "fail"


def test_prose_drops_trailing_zeros() -> None:
    cells = {"03 grand_total project": "22.00", "S3 项目支出 amount": "22", "S3 基本支出 amount": "75.34"}
    assert check(cells, "P3-project").status == "pass"
    assert check(cells | {"03 grand_total project": "22.40"}, "P3-project").status == "fail"


@pytest.mark.parametrize(("more", "cut"), [({}, 0), ({"05 221 total": "70.00"}, 9), ({"05 221 total": "0.00"}, 9)])
def test_whole_numbers_are_cut_where_one_is_printed_with_decimals(more: dict[str, str], cut: int) -> None:
    tables = ("02", "03", "05")
    cells = {f"{table} {row} total": "9.90" for table in tables for row in ("20805", "2080505", "21011", "2101101")}
    cells |= {f"{table} {row} total": "50" for table in tables for row in ("grand_total", "208", "210")}
    assert len(Numbers(document(cells | more)[0], ()).cut) == cut
