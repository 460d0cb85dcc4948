"""Tables whose titles tell none of the nine, or not which: known by what they print, or spoken of."""

from __future__ import annotations

import pytest

from extractor.tables.model import PageContent
from extractor.tables.nine.interpret import interpret
from tests.support.grids import line, ruled
from tests.support.interpreted import from_text, unread, values


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("各科目资金收支汇总表", "titled “各科目资金收支汇总表”"),
        ("", "without a title"),
        ("各项目资金收支汇总表", None),
        ("支出决算表（分单位）", None),
    ],
)
def test_a_table_of_subjects_that_nobody_knows_is_spoken_of(title: str, said: str | None) -> None:
    head = "科目编码\t科目名称\t上年数\t本年数"
    rows = ["201\t一般公共服务支出\t1.00\t2.00", "20103\t政府办公厅事务\t1.00\t2.00", "2010301\t行政运行\t1.00\t2.00"]
    found = from_text(title, head, *rows)
    assert found.tables == ()
    assert len(found.unread) == bool(said)
    assert all(str(said) in sentence for sentence in found.unread)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["201\t一般公共服务支出", "20103\t政府办公厅事务", "2010301\t行政运行"], True),  # their amounts are cut away
        (["201\t接待室", "202\t会议室", "203\t档案室"], False),
    ],
)
def test_subjects_level_under_level_without_an_amount_are_spoken_of(rows: list[str], said: bool) -> None:
    assert len(from_text("", "科目编码\t科目名称", *rows).unread) == said


def test_the_columns_bear_out_a_heading_that_may_be_a_title() -> None:
    head = "科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出"
    found = from_text("三、一般公共预算财政拨款支出决算", head, "205\t教育支出\t5.00\t2.00\t3.00")
    assert len(values(found, "05")) == 3 and not found.unread
    rows = [f"{code}\t教育支出\t5.00\t2.00\t3.00" for code in ("205", "20502", "2050201")]
    other = from_text("三、收入决算", head, *rows)
    assert not other.tables and other.unread


def test_columns_of_09_are_spoken_of_under_whatever_title() -> None:
    head, row = "合计\t因公出国（境）费\t公务用车费\t公务接待费", "9.00\t1.00\t5.00\t3.00"
    assert from_text("“三公”经费其他支出表", head, row).unread
    assert len(values(from_text("“三公”经费分项支出表", head, row), "09")) == 4


def test_rows_of_09_are_spoken_of_under_whatever_title_but_not_among_those_of_other_expenses() -> None:
    rows = ["因公出国（境）费\t1.00\t1.00", "公务用车费\t5.00\t4.00", "公务接待费\t3.00\t2.00"]
    others = [f"{name}\t1.00\t1.00" for name in ("办公费", "印刷费", "水费", "电费")]
    told = [from_text("转移支付支出表", "项目\t预算数\t决算数", *lines).unread for lines in (rows, [*rows, *others])]
    assert ["09" in str(sentences) for sentences in told] == [True, False]


def test_a_budget_with_columns_of_the_accounts_is_spoken_of() -> None:
    rows = ("因公出国（境）费\t1.00\t1.00", "公务接待费\t3.00\t2.50")
    (told,) = from_text("“三公”经费支出及预算对比表", "项目\t预算数\t决算数", *rows).unread
    assert "09" in str(told)
    assert from_text("“三公”经费支出预算表", "项目\t预算数\t上年预算数", *rows).unread
    across = ("项目\t合计\t因公出国费\t公务用车费\t公务接待费", "预算数\t6.00\t1.00\t2.00\t3.00")
    assert from_text("“三公”经费支出及预算对比表", *across, "决算数\t5.00\t1.00\t2.00\t2.00").unread
    assert from_text("“三公”经费支出预算表", *across).unread


@pytest.mark.parametrize("year", [2024, 2025])
def test_a_table_that_its_title_sets_aside_is_spoken_of_where_its_kind_is_missing(year: int) -> None:
    """One of a budget too, unless it is that of another year."""
    rows = ("合计\t因公出国（境）费\t公务用车购置费\t公务接待费", "9.00\t1.00\t5.00\t3.00")
    for title in ("公务支出绩效清单一览表", "2025年三公经费预算表", "部门预算调整表"):
        lone = from_text(title, *rows, year=year)
        beside = from_text("“三公”经费支出决算表", *rows, title, *rows)
        assert len(lone.unread) == ("2025" not in title or year == 2025) and beside.unread == ()
        assert not lone.tables and len(values(beside, "09")) == 4


@pytest.mark.parametrize("title", ["收入决算表", "收入决算总表"])
def test_a_side_of_01_alone_is_no_02(title: str) -> None:
    rows = ["一、财政拨款收入\t1\t3.00", "二、事业收入\t2\t4.00", "\t3\t", "本年收入合计\t4\t7.00"]
    found = from_text(title, "项目\t行次\t决算数", *rows)
    assert [v.item for v in values(found, "01")] == ["appropriation", "business", "current_total"]
    assert values(found, "02") == [] and any("expenditure" in sentence for sentence in unread(found))
    coded_rows = ["201\t一般公共服务支出\t3.00", "208\t社会保障和就业支出\t4.00", "合计\t\t7.00"]
    assert len(values(from_text(title, "项目\t名称\t决算数", *coded_rows), "02")) == 3


@pytest.mark.parametrize("over", [["公开01表（续）"], ["部门：某局"], []])
def test_the_other_side_of_01_may_follow_on_the_next_page_without_a_title(over: list[str]) -> None:
    income = ["收入项目|金额", "一、财政拨款收入|3.00", "二、事业收入|4.00", "本年收入合计|7.00"]
    spent = [
        "支出项目|金额",
        "一、一般公共服务支出|3.00",
        "二、教育支出|3.00",
        "三、国防支出|1.00",
        "本年支出合计|7.00",
    ]
    pages = [
        PageContent(1, (ruled(1, income, [200.0, 80.0]),), (line("收入支出决算总表"),)),
        PageContent(2, (ruled(2, spent, [200.0, 80.0]),), tuple(map(line, over))),
    ]
    found = interpret(pages)
    assert unread(found) == []
    assert [(v.side, v.cell.text) for v in values(found, "01")] == [
        *(("income", amount) for amount in ("3.00", "4.00", "7.00")),
        *(("expenditure", amount) for amount in ("3.00", "3.00", "1.00", "7.00")),
    ]


def test_a_table_of_projects_alone_is_told_where_that_of_all_spending_is_missing() -> None:
    rows = [
        "205\t教育支出\t9.00\t4.00\t5.00",
        "20502\t普通教育\t9.00\t4.00\t5.00",
        "2050203\t初中教育\t9.00\t4.00\t5.00",
    ]
    lone = from_text("一般公共预算财政拨款项目支出决算表", "科目编码\t科目名称\t合计\t基本支出\t项目支出", *rows)
    assert not lone.tables and any("has the columns of table 05" in sentence for sentence in lone.unread)
