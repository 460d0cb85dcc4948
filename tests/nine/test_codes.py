"""Codes of subjects in the forms that provinces print: in three columns, in brackets, in one cell with the name."""

from __future__ import annotations

import pytest

from tests.support.interpreted import TITLE_03, coded, from_text, table_03, unread, values


def test_codes_in_three_columns_may_have_their_own_digits_only() -> None:
    found = table_03(
        "类\t款\t项",
        "\t\t\t合计\t9.00\t5.00\t4.00\t0.00",
        "201\t\t\t一般公共服务支出\t6.00\t5.00\t1.00\t0.00",
        "\t03\t\t政府办公厅（室）及相关机构事务\t6.00\t5.00\t1.00\t0.00",
        "\t\t01\t行政运行\t5.00\t5.00\t0.00\t0.00",
        "\t\t02\t一般行政管理事务\t1.00\t0.00\t1.00\t0.00",
        "208\t\t\t社会保障和就业支出\t3.00\t0.00\t3.00\t0.00",
        "\t05\t05\t机关事业单位基本养老保险缴费支出\t3.00\t0.00\t3.00\t0.00",
    )
    codes = {code for code, _, _ in coded(found, "03")}
    assert codes == {"合计", "201", "20103", "2010301", "2010302", "208", "2080505"}
    assert not unread(found)


def test_codes_in_one_column_hang_where_the_official_names_tell_their_level() -> None:
    found = table_03(
        "科目编码",
        "201\t一般公共服务支出\t6.00\t5.00\t1.00\t0.00",
        "03\t政府办公厅（室）及相关机构事务\t6.00\t5.00\t1.00\t0.00",
        "01\t行政运行\t5.00\t5.00\t0.00\t0.00",
        "02\t一般行政管理事务\t1.00\t0.00\t1.00\t0.00",
    )
    assert {code for code, _, _ in coded(found, "03")} == {"201", "20103", "2010301", "2010302"}
    assert not unread(found)


@pytest.mark.parametrize(
    "codes",
    [
        ("201", "201.03", "201.03.01"),
        ("201", "201．03", "201．0301"),
        ("201", "201-03", "201-03-01"),
        ("2010000", "2010300", "2010301"),
    ],
)
def test_codes_may_have_points_dashes_or_zeros(codes: tuple[str, str, str]) -> None:
    names = ("一般公共服务支出", "政府办公厅（室）及相关机构事务", "行政运行")
    rows = [f"{code}\t{name}\t6.00\t5.00\t1.00\t0.00" for code, name in zip(codes, names, strict=True)]
    found = table_03("科目编码", *rows)
    assert {code for code, _, _ in coded(found, "03")} == {"201", "20103", "2010301"}
    assert not unread(found)


def test_codes_may_stand_in_brackets_after_the_name() -> None:
    found = from_text(
        TITLE_03,
        "科目名称\t本年支出合计\t基本支出\t项目支出",
        "一般公共服务支出（201）\t6.00\t5.00\t1.00",
        "行政运行（2010301）\t6.00\t5.00\t1.00",
    )
    got = {(v.subject_code, v.subject_name) for v in values(found, "03")}
    assert got == {("201", "一般公共服务支出"), ("2010301", "行政运行")}
    assert not unread(found)


@pytest.mark.parametrize(
    "row",
    [
        "\t03\t\t政府办公厅（室）及相关机构事务\t6.00\t5.00\t1.00\t0.00",  # nothing above
        "201\t\t1\t行政运行\t6.00\t5.00\t1.00\t0.00",  # one digit
        "\t\t3000101\t某类支出\t6.00\t5.00\t1.00\t0.00",  # no functional code
        "0100200300\t\t\t云岭县档案馆\t6.00\t5.00\t1.00\t0.00",  # a unit's
    ],
)
def test_digits_that_are_no_code_are_told_and_their_row_is_none(row: str) -> None:
    found = table_03("类\t款\t项", "\t\t\t合计\t6.00\t5.00\t1.00\t0.00", row)
    assert {code for code, _, _ in coded(found, "03")} == {"合计"}
    assert "is no subject code" in "".join(unread(found))


def test_codes_whose_zeros_a_spreadsheet_lost_are_those_of_their_names() -> None:
    """款 and 项 in columns of their own are taken for numbers: 05 is 5 there. Of another name nothing is known."""
    amounts = "6.00\t5.00\t1.00\t0.00"
    rows = ("208\t5\t\t行政事业单位养老支出", "208\t5\t2\t事业单位离退休", "\t\t5\t机关事业单位基本养老保险缴费支出")
    found = table_03("类\t款\t项", *(f"{row}\t{amounts}" for row in (*rows, "208\t5\t6\t某类支出")))
    assert {code for code, _, _ in coded(found, "03")} == {"20805", "2080502", "2080505"}
    assert "“20856” of “某类支出” is no subject code" in "".join(unread(found))
    found = from_text(
        "一般公共预算财政拨款基本支出决算表",
        "类\t款\t科目名称\t决算数\t类\t款\t科目名称\t决算数",
        "301\t\t工资福利支出\t5.00\t302\t\t商品和服务支出\t2.00",
        "301\t1\t基本工资\t5.00\t302\t2\t印刷费\t2.00",
    )
    assert {v.subject_code for v in values(found, "06")} == {"301", "30101", "302", "30202"}


@pytest.mark.parametrize("printed", ["201264", "2012601/2012604"])  # a 馆 may be a unit with a code of its own
def test_a_code_that_lost_a_digit_and_two_codes_in_one_cell_are_told(printed: str) -> None:
    above = ("20126\t档案事务\t6.00\t5.00\t1.00\t0.00", "2012601\t行政运行\t5.00\t5.00\t0.00\t0.00")
    row = f"{printed}\t档案馆\t1.00\t0.00\t1.00\t0.00"
    found = table_03("科目编码", "\t合计\t6.00\t5.00\t1.00\t0.00", *above, row)
    assert {code for code, _, _ in coded(found, "03")} == {"合计", "20126", "2012601"}
    assert "is no subject code" in "".join(unread(found))


@pytest.mark.parametrize("form", ["[{}]{}", "（{}）{}", "{} {}", "{}-{}", "{}{}"])
def test_a_code_may_stand_before_the_name_in_one_cell(form: str) -> None:
    found = from_text(
        TITLE_03,
        "功能分类科目\t本年支出合计\t基本支出\t项目支出",
        form.format("201", "一般公共服务支出") + "\t6.00\t5.00\t1.00",
        form.format("2010301", "行政运行") + "\t6.00\t5.00\t1.00",
    )
    got = {(v.subject_code, v.subject_name) for v in values(found, "03")}
    assert got == {("201", "一般公共服务支出"), ("2010301", "行政运行")}
