"""Printed numbers: any string is a number, a dash, a blank or text, and a number is exact."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.document.characters import folded, plain, printed
from extractor.document.numbers import are_numbers, read_number

amounts = st.decimals(min_value=-(10**14), max_value=10**14, places=2, allow_nan=False, allow_infinity=False)
full_width = str.maketrans("0123456789.,-()", "０１２３４５６７８９．，－（）")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("97.34", "97.34"),
        ("2,995.39", "2995.39"),
        ("１，２３４．５０", "1234.50"),
        ("(1,234.56)", "-1234.56"),
        ("（12.00）", "-12.00"),
        ("△3.5", "-3.5"),
        ("－0.40", "-0.40"),
        ("0.00", "0.00"),
        ("12.34①", "12.34"),
        ("12.34*", "12.34"),
        ("12.34²", "12.34"),
        ("12.34（注1）", "12.34"),
        ("12.34[1]", "12.34"),
        ("12.34†", "12.34"),
        ("12.34•", "12.34"),
        ("￥5", "5"),
        ("¥-1.35", "-1.35"),
        (" 1 234.00 ", "1234.00"),
    ],
)
def test_forms_of_numbers(text: str, value: str) -> None:
    found = read_number(text)
    assert found.kind == "number"
    assert str(found.value) == value  # the printed decimals stay


@pytest.mark.parametrize("text", ["-", "—", "——", "－", "/", "―"])
def test_a_dash_is_no_number(text: str) -> None:
    assert read_number(text).kind == "dash"


@pytest.mark.parametrize(
    "text",
    [
        "1,23",
        "12,34.5",
        "1.2.3",
        "12.0013.00",
        "(5",
        "5)",
        "(-5)",
        "合计",
        "5万元",
        "1e5",
        "½",
        "①",
        "①5",
        "5²6",
        "[5.20]",
        "【5】",
        "957'56",
        "95756'",
        "1,22595’",
        "12”,345.60",
    ],
)
def test_what_is_no_number_is_text(text: str) -> None:
    found = read_number(text)
    assert (found.kind, found.value) == ("text", None)


@pytest.mark.parametrize("text", ["'5.20", "“5.20”", "‘5.20’", '"5.20"'])
def test_quotes_around_a_number_leave_it(text: str) -> None:
    assert read_number(text).value == Decimal("5.20")


@given(amounts, st.booleans(), st.booleans())
def test_a_printed_amount_comes_back_exact(amount: Decimal, separated: bool, wide: bool) -> None:
    text = f"{amount:,}" if separated else f"{amount}"
    found = read_number(text.translate(full_width) if wide else text)
    assert found.value == amount
    assert found.value is not None
    assert found.value.as_tuple().exponent == amount.as_tuple().exponent


@given(st.text(max_size=60))
def test_any_string_has_a_kind_and_only_numbers_a_value(text: str) -> None:
    found = read_number(text)
    assert (found.value is not None) == (found.kind == "number")


@given(st.text(max_size=200))
def test_folding_keeps_every_place(text: str) -> None:
    assert len(folded(text)) == len(text)


@given(st.text(max_size=200))
def test_the_plain_form_is_settled(text: str) -> None:
    assert plain(plain(text)) == plain(text)


def test_radicals_become_their_ideographs() -> None:
    assert printed("⼈⼤⻔⻋⻅⺠⼾⾭") == "人大门车见民户青"
    assert printed("\uf90a\ufa08") == "金行"  # second forms, for other standards
    assert plain("收　入 支 出决算总表") == "收入支出决算总表"
    assert plain("“三公”经费（境）") == "三公经费(境)"


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("64.91 36", True),
        ("27\u30001,440.92", True),
        ("0 36", True),
        ("6 4 . 9 1", False),
        ("1 0 0", False),
        (" 1 234.00 ", False),
        ("1,440. 92", False),
        ("- 12.30", False),
        ("64.91", False),
        ("2024 年", False),
    ],
)
def test_a_blank_may_part_two_numbers(text: str, several: bool) -> None:
    assert are_numbers(text) == several
