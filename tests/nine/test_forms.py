"""The nine tables in forms that provinces print: one list for both sides, stages as rows, no titles but numbers."""

from __future__ import annotations

import pytest

from extractor.lexicon.labels import is_of_an_earlier_year
from extractor.lexicon.titles import title_of
from extractor.tables.model import PageContent
from extractor.tables.nine.interpret import interpret
from tests.support.grids import line, ruled
from tests.support.interpreted import TITLE_03, coded, from_grid, from_text, table_03, unread, values


@pytest.mark.parametrize(
    "general",
    [
        "一般公共预算财政拨款",
        "其中：一般公共预算财政拨款",
        "年初一般公共预算财政拨款结转和结余",
        "一般公共预算财政拨款年初结转和结余",
    ],
)
def test_the_funds_under_the_opening_balance_of_04_are_its_parts_whatever_one_is_called(general: str) -> None:
    found = from_text(
        "财政拨款收入支出决算总表",
        "收入\t\t支出\t",
        "项目\t金额\t项目\t合计",
        "一、一般公共预算财政拨款\t9.00\t一、教育支出\t12.00",
        "本年收入合计\t9.00\t本年支出合计\t12.00",
        "年初财政拨款结转和结余\t3.00\t年末财政拨款结转和结余\t0.00",
        f"{general}\t1.00\t\t",
        "政府性基金预算财政拨款\t2.00\t\t",
        "总计\t12.00\t总计\t12.00",
    )
    parts = {v.item: v.cell.text for v in values(found, "04") if (v.item or "").startswith("opening")}
    assert parts == {"opening_balance": "3.00", "opening_general": "1.00", "opening_gov_fund": "2.00"}
    assert not unread(found)


@pytest.mark.parametrize("amount", ["3.00", ""])
def test_a_fund_printed_again_under_an_unknown_row_is_no_income_of_the_year(amount: str) -> None:
    found = from_text(
        "财政拨款收入支出决算总表",
        "收入\t\t支出\t",
        "项目\t金额\t项目\t合计",
        "一、一般公共预算财政拨款\t90.00\t一、一般公共服务支出\t93.00",
        "二、政府性基金预算财政拨款\t0.00\t\t",
        "本年收入合计\t90.00\t本年支出合计\t93.00",
        f"陈年积蓄\t{amount}\t年末财政拨款结转和结余\t0.00",
        "一、一般公共预算财政拨款\t3.00\t\t",
        "二、政府性基金预算财政拨款\t0.00\t\t",
        "总计\t93.00\t总计\t93.00",
    )
    again = [v for v in values(found, "04") if v.parent_label == "陈年积蓄"]
    assert [(v.item, v.cell.text) for v in again] == [(None, "3.00"), (None, "0.00")]
    assert "printed a second time" in "".join(unread(found))


ROWS_09 = "项目\t合计\t因公出国（境）费\t公务用车运行维护费\t公务接待费"


@pytest.mark.parametrize(
    "years", [("2022年", "2023年"), ("上年决算数", "本年决算数"), ("2022年决算数", "2023年决算数")]
)
def test_a_row_of_an_earlier_year_is_none_of_09(years: tuple[str, str]) -> None:
    rows = ("8.00\t1.00\t2.00\t5.00", "7.00\t0.00\t3.00\t4.00")
    found = from_text("“三公”经费支出决算表", ROWS_09, *(f"{y}\t{r}" for y, r in zip(years, rows, strict=True)))
    assert {v.cell.text for v in values(found, "09")} == {"7.00", "0.00", "3.00", "4.00"}
    assert not unread(found)


def test_a_total_of_the_year_before_is_none_of_this_year_and_its_balance_is() -> None:
    assert is_of_an_earlier_year("上年支出合计", None)
    assert is_of_an_earlier_year("2022年收入合计", 2023)
    assert not is_of_an_earlier_year("2023年收入合计", 2023)
    assert not is_of_an_earlier_year("上年结转和结余", 2023)
    assert not is_of_an_earlier_year("陈年积蓄", 2023)
    found = table_03("科目编码", "\t合计\t6.00\t5.00\t1.00\t0.00", "\t上年合计\t9.00\t5.00\t4.00\t0.00")
    assert {v.cell.text for v in values(found, "03")} == {"6.00", "5.00", "1.00", "0.00"}


def test_amounts_followed_by_their_unit_are_never_lost_in_silence() -> None:
    rows = (row.replace("00", "00万元") for row in LIST_01[2:])
    found = from_text(*LIST_01[:2], *rows)
    assert values(found, "01") or unread(found)


LIST_01 = (
    "收入支出决算总表",
    "项目\t决算数",
    "一、一般公共预算财政拨款收入\t9.00",
    "三、国有资本经营预算财政拨款收入\t2.00",
    "八、其他收入\t0.50",
    "本年收入合计\t11.50",
    "年初结转和结余\t1.00",
    "总计\t12.50",
    "一、一般公共服务支出\t8.00",
    "二十一、国有资本经营预算支出\t3.00",
    "二十三、其他支出\t1.00",
    "本年支出合计\t12.00",
    "年末结转和结余\t0.50",
    "总计\t12.50",
)


@pytest.mark.parametrize("turned", [False, True])
def test_01_may_be_one_list(turned: bool) -> None:
    title, head, *rows = LIST_01
    found = from_text(title, head, *(rows[6:] + rows[:6] if turned else rows))
    got = {(v.side, v.item or v.subject_name, v.cell.text) for v in values(found, "01")}
    assert {
        ("income", "state_capital", "2.00"),
        ("income", "other", "0.50"),
        ("income", "grand_total", "12.50"),
        ("income", "opening_balance", "1.00"),
        ("expenditure", "国有资本经营预算支出", "3.00"),
        ("expenditure", "其他支出", "1.00"),
        ("expenditure", "current_total", "12.00"),
        ("expenditure", "closing_balance", "0.50"),
        ("expenditure", "grand_total", "12.50"),
    } <= got and len(got) == 12
    assert not unread(found)


def test_the_rows_tell_the_side_of_a_panel_whose_header_does_not() -> None:
    found = from_text(
        "收入支出决算总表",
        "项目\t金额\t项目\t金额",
        "一、一般公共服务支出\t9.00\t一、一般公共预算财政拨款收入\t9.00",
        "本年支出合计\t9.00\t本年收入合计\t9.00",
    )
    got = {(v.side, v.row_label) for v in values(found, "01")}
    assert ("expenditure", "本年支出合计") in got and ("income", "本年收入合计") in got
    assert not unread(found)


HEADS = {
    "02": "科目编码|科目名称|本年收入合计|财政拨款收入|上级补助收入|事业收入|经营收入|其他收入",
    "03": "科目编码|科目名称|本年支出合计|基本支出|项目支出|上缴上级支出|经营支出",
    "05": "科目编码|科目名称|本年支出合计|基本支出|项目支出",
    "07": "科目编码|科目名称|年初结转和结余|本年收入|本年支出/小计|基本支出|项目支出|年末结转和结余",
    "08": "科目编码|科目名称|本年支出合计|基本支出|项目支出",
}


@pytest.mark.parametrize(
    "numbers",
    [
        "甲|乙|1=2+3|2|3|4",
        "A|B|1|2|3|4",
        "甲|乙|1=2+…+4|2|3|4",
        "甲||1|2|3|4",
        "栏次||1|2|3|4",
        "||（1）|（2）|（3）|（4）",
    ],
)
def test_a_row_of_column_numbers_is_none_of_the_table(numbers: str) -> None:
    grid = ruled(1, [HEADS["03"].removesuffix("|经营支出"), numbers, "|合计|9.00|5.00|4.00|0.00"], [60.0] * 6)
    found = interpret([PageContent(1, (grid,), (line(TITLE_03),))])
    assert {label for label, _, _ in coded(found, "03")} == {"合计"}
    assert not unread(found)


PANELS_01 = ["收入{1x2}|支出{1x2}", "项目|决算数|项目|决算数"]

FIRST_01 = "一、一般公共预算财政拨款收入|9.00|一、一般公共服务支出|8.00"

TAILS_01 = [
    ["年初结转和结余|1.00|年末结转和结余|2.00", "总计|10.00|总计|10.00"],
    ["本年收入合计|9.00|本年支出合计|8.00", "年初结转和结余|1.00|年末结转和结余|2.00", "总计|10.00|总计|10.00"],
    ["总计|10.00|总计|10.00"],
]


@pytest.mark.parametrize("tail", TAILS_01)
def test_a_header_printed_again_ends_where_it_ended_before(tail: list[str]) -> None:
    widths = [150.0, 60.0, 150.0, 60.0]
    pages = [
        PageContent(1, (ruled(1, [*PANELS_01, FIRST_01], widths),), (line("收入支出决算总表"),)),
        PageContent(2, (ruled(2, [*PANELS_01, *tail], widths),), ()),
    ]
    found = interpret(pages)
    assert len(values(found, "01")) == 2 + 2 * len(tail)
    assert not unread(found)


def test_amounts_may_print_their_unit_with_them() -> None:
    rows = (row.replace("00", "00万元").replace("50", "50 万元") for row in LIST_01[2:])
    found = from_text(*LIST_01[:2], *rows)
    (table,) = found.tables
    assert (len(table.values), table.currency_unit, unread(found)) == (12, "万元", [])
    other = from_text(LIST_01[0], "单位：元", LIST_01[1], *(row.replace("00", "00万元") for row in LIST_01[2:]))
    assert "currency units" in "".join(unread(other))


def test_the_stages_of_the_budget_may_be_rows() -> None:
    found = table_03(
        "阶段\t科目编码",
        "年初预算数\t201\t一般公共服务支出\t7.00\t5.00\t2.00\t0.00",
        "决算数\t\t\t6.00\t5.00\t1.00\t0.00",
        "上年决算数\t\t\t9.00\t5.00\t4.00\t0.00",
    )
    got = {(v.subject_code, v.basis, v.cell.text) for v in values(found, "03") if v.measure == "total"}
    assert got == {("201", "initial_budget", "7.00"), ("201", "final", "6.00")}
    assert not unread(found)


@pytest.mark.parametrize("label", ["过次页", "承前页", "本页小计", "转下页", "接上页"])
def test_the_sum_of_a_page_is_nobody_s_child(label: str) -> None:
    found = table_03("科目编码", "201\t一般公共服务支出\t6.00\t5.00\t1.00\t0.00", f"\t{label}\t6.00\t5.00\t1.00\t0.00")
    assert {v.item for v in values(found, "03") if v.row_label == label} == {"page_sum"}
    assert not unread(found)


def test_pipes_may_be_borders_or_part_cells() -> None:
    rows = [
        TITLE_03,
        "科目编码|科目名称|本年支出合计|基本支出|项目支出",
        "|合计|6.00|5.00|1.00",
        "201|一般公共服务支出|6.00|5.00|",
    ]
    bare, framed = from_text(*rows), from_text(rows[0], *(f"|{row}|" for row in rows[1:]))
    assert coded(bare, "03") == coded(framed, "03") and len(coded(bare, "03")) == 5


def test_an_ordinal_of_a_table_is_no_word_of_its_title() -> None:
    found = title_of("表五 一般公共预算财政拨款支出决算表")
    assert found and found.table == "05" and not found.residue


def test_what_a_balance_is_made_up_of_stands_under_it() -> None:
    found = from_text(
        "收入支出决算总表",
        "收入\t\t支出\t",
        "项目\t决算数\t项目\t决算数",
        "一、财政拨款收入\t9.00\t一、教育支出\t8.00",
        "本年收入合计\t9.00\t本年支出合计\t8.00",
        "年初结转和结余\t3.00\t年末结转和结余\t4.00",
        "基本支出结转\t1.00\t项目支出结转和结余\t3.00",
        "经营结余\t2.00\t基本支出结转\t1.00",
        "总计\t12.00\t总计\t12.00",
    )
    parents = {(v.row_label, v.parent_label) for v in values(found, "01") if v.parent_label}
    assert parents == {
        ("基本支出结转", "年初结转和结余"), ("经营结余", "年初结转和结余"),
        ("项目支出结转和结余", "年末结转和结余"), ("基本支出结转", "年末结转和结余"),
    }  # fmt: skip
    assert not unread(found)


def test_a_stage_in_a_row_of_its_own_is_that_of_the_rows_under_it() -> None:
    names = "合计|因公出国（境）费|公务用车购置及运行维护费|公务用车购置费|公务用车运行维护费|公务接待费"
    found = from_grid(
        "“三公”经费支出决算表",
        names,
        "预算数|||||",
        "9.00|1.00|5.00|2.00|3.00|3.00",
        "决算数|||||",
        "8.00|1.00|4.00|1.00|3.00|3.00",
    )
    assert {(v.basis, v.cell.text) for v in values(found, "09") if v.measure == "total"} == {
        ("adjusted_budget", "9.00"), ("final", "8.00"),
    }  # fmt: skip
