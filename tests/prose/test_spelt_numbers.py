"""Numbers in Chinese characters, whole or in part, are what they say, and what is no number is none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extractor.prose.text.spelt_numbers import in_digits
from tests.support.sentences import read

ONES = "零一二三四五六七八九"


def spelt(number: int) -> str:
    """A number below 10,000 as it is said: 3050 is 三千零五十."""
    said, gap = "", False
    for place, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            said += ("零" if gap and said else "") + ONES[digit] + sign
        gap = not digit
    return said


@given(st.integers(0, 9999), st.integers(0, 9999), st.booleans())
def test_what_is_said_is_read(great: int, small: int, digits: bool) -> None:
    said = f"{great}" if digits else spelt(great)
    zero = "零" if great and 0 < small < 1000 else ""
    text = (f"{said}万" if great else "") + zero + (spelt(small) if small else "") + "元"
    values = [f.value_yuan for f in read(f"其他收入{text}。").figures]
    bare = small < 10 and (great == 0 or zero == "")  # 五元 is said of other things, too
    assert values == [great * 10000 + small] or (values == [] and bare)
    assert len(in_digits(text)[0]) == len(text)


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("1234万5千元", 12345000),
        ("1亿2千万元", 120000000),
        ("叁佰万元整", 3000000),
        ("三十多万元", 300000),
        ("3千万元", 30000000),
        ("3万5000元", 35000),
        ("一千万零五百元", 10000500),
        ("壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分", "1234567.89"),
        ("十二点零五万元", 120500),
        ("一亿零三十万二千元", 100302000),
        ("二百零五元整", 205),
        ("二十万亿元", 20 * 10**12),
        ("12万亿元", 12 * 10**12),
    ],
)
def test_compounds(text: str, yuan: int | str) -> None:
    assert [f.value_yuan for f in read(f"专项经费支出{text}。").figures] == [Decimal(yuan)]


def test_a_number_that_may_be_two_things_is_none() -> None:
    assert [f.value for f in read("专项经费支出20万5元，占12%。").figures if f.metric == "amount"] == []


@pytest.mark.parametrize(
    "text", ["三五万元", "数百万元", "上百万元", "一元化管理", "12.5百万元", "统一万元", "12.5,11.5万元"]
)
def test_what_is_no_number_stays(text: str) -> None:
    assert in_digits(text) == (text, {})


@example(f"{'9' * 40}亿5千元")
@given(st.text("零一两五十百千万亿点余多元角分壹佰0125.,第"))
def test_whatever_stands_there_keeps_its_length(text: str) -> None:
    stand_in, said = in_digits(text)
    assert len(stand_in) == len(text) and all(Decimal(value) >= 0 for value in said.values())


@pytest.mark.parametrize(
    ("said", "share"),
    [("九成五", 95), ("近九成", None), ("九成以上", None), ("四分之三", 75), ("三分之二", "66.67"), ("一半", 50)],
)
def test_parts_of_a_whole_are_shares(said: str, share: int | str | None) -> None:
    figures = read(f"二、收入决算情况说明\n事业收入占本年收入的{said}。").figures
    assert [(f.metric, f.value) for f in figures] == ([] if share is None else [("share_pct", Decimal(share))])


def test_several_years_are_no_year() -> None:
    (figure,) = read("2020年度决算\n三、支出\n2018-2020年信息化项目累计支出3万元。", 2020).figures
    assert (figure.figure_year, figure.of_this_year, figure.subject[:5]) == (None, False, "信息化项目")


def test_traditional_characters_are_read_as_simplified() -> None:
    figures = read("三、機關運行經費支出情況說明\n機關運行經費支出66.2萬元，比上年減少3.1萬元，下降4.47%。").figures
    assert [(f.concept, f.value_yuan) for f in figures][:2] == [
        ("operating_expenses", Decimal(662000)),
        ("operating_expenses", Decimal(-31000)),
    ]
    assert figures[0].section_no == 10 and figures[0].quote == "機關運行經費支出66.2萬元"


def test_nothing_is_a_number_behind_what_money_is_spent_on() -> None:
    figures = read("出国费零；购车费为零，会议费零元。安全事故为零。").figures
    assert [(f.subject, f.value, f.value_unit) for f in figures if f.metric] == [
        ("出国费", 0, "万元"),
        ("购车费", 0, "万元"),
        ("会议费", 0, "元"),
    ]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("年末结余负6.4万元，比上年减少9.1万元。", ["-6.4", "-9.1"]),
        ("年末结余为负捌拾万元。", ["-80"]),
        ("结余较上年负百分之三。", ["-3"]),
        ("学员自负5万元，企业承担和担负6万元。", ["5", "6"]),
    ],
)
def test_a_sum_below_nothing_may_be_said_in_words(text: str, values: list[str]) -> None:
    assert [str(f.value) for f in read(text).figures] == values
