"""What a header cell or a row label means by what stands beside it."""

from __future__ import annotations

import pytest

from tests.support.interpreted import TITLE_05, from_text, unread, values

CODED = "科目编码\t科目名称"


def measures(title: str, kind: str, head: str, amounts: str) -> list[tuple[str, str]]:
    """Measure and amount of a row of one subject; nothing of it is left unread."""
    found = from_text(title, "单位：万元", *(f"{CODED}\t{line}" for line in head.split("\n")), f"201\t服务\t{amounts}")
    assert unread(found) == []
    return [(v.measure, v.cell.text) for v in values(found, kind)]


@pytest.mark.parametrize("fund", ["公共财政预算拨款", "一般公共预算财政拨款收入", "政府性基金拨款"])
def test_one_fund_without_the_others_or_their_sum_is_all_of_the_appropriation(fund: str) -> None:
    alone = f"本年收入合计\t{fund}\t上级补助收入\t事业收入\t其他收入"
    assert ("appropriation", "6.00") in measures("收入决算表", "02", alone, "9.00\t6.00\t1.00\t1.00\t1.00")
    under_its_sum = f"本年收入合计\t财政拨款收入\t其中：{fund}\t上级补助收入\t事业收入"
    found = dict(measures("收入决算表", "02", under_its_sum, "9.00\t7.00\t6.00\t1.00\t1.00"))
    assert found["appropriation"] == "7.00" and sorted(found.values()).count("6.00") == 1


@pytest.mark.parametrize("word", ["事业预算收入", "业务收入", "事业收入（教育收费除外）", "事业收入（除教育收费外）"])
def test_a_kind_of_income_in_the_words_of_the_accounting_system_is_no_budget(word: str) -> None:
    head = f"本年收入合计\t财政拨款收入\t上级补助收入\t{word}\t其他收入"
    assert ("business", "2.00") in measures("收入决算表", "02", head, "9.00\t5.00\t1.00\t2.00\t1.00")


def test_a_budget_without_the_accounts_beside_it_is_told() -> None:
    """部门预算 may be a word of the name of what was taken in."""
    head = f"{CODED}\t本年收入合计\t部门预算财政拨款收入\t上级补助收入\t事业收入\t其他收入"
    found = from_text("收入决算表", "单位：万元", head, "201\t服务\t9.00\t6.00\t1.00\t1.00\t1.00")
    assert {v.basis for v in values(found, "02")} == {"final"} and any("部门预算" in told for told in unread(found))
    head = f"{CODED}\t预算数\t本年收入合计\t财政拨款收入\t上级补助收入\t事业收入"
    found = from_text("收入决算表", "单位：万元", head, "201\t服务\t9.50\t9.00\t7.00\t1.00\t1.00")
    assert {v.basis for v in values(found, "02")} == {"adjusted_budget", "final"} and not unread(found)


@pytest.mark.parametrize("head", ["合计\t基本\t项目", "合计\t其中：基本支出\t其中：项目", "支出合计\t基本经费\t项目"])
def test_project_beside_basic_is_project_spending(head: str) -> None:
    assert measures(TITLE_05, "05", head, "3.00\t1.00\t2.00")[1:] == [("basic", "1.00"), ("project", "2.00")]


@pytest.mark.parametrize(
    "head",
    [
        "本年支出合计（1）\t基本支出（2）\t项目支出（3）",
        "合①\t基本支出②\t项目支出3",
        "合计（2至3）\t基本支出\t项目支出",
    ],
)
def test_a_header_may_end_in_the_number_of_its_column(head: str) -> None:
    assert measures(TITLE_05, "05", head, "3.00\t1.00\t2.00") == [
        ("total", "3.00"), ("basic", "1.00"), ("project", "2.00"),
    ]  # fmt: skip


@pytest.mark.parametrize("year", ["2019年项目支出", "2019年人员经费"])
def test_a_column_of_another_year_with_none_of_this_year_beside_it_is_told(year: str) -> None:
    rows = ("201\t服务\t3.00\t1.00\t2.00", "205\t教育\t3.00\t1.00\t2.00")
    found = from_text("2020年度部门决算公开", TITLE_05, f"{CODED}\t2020年支出合计\t2020年基本支出\t{year}", *rows)
    known = {v.measure for v in values(found, "05")}
    assert known == {"total", "basic"} and any(year in sentence for sentence in unread(found))


def test_part_of_the_reception_is_all_of_it_where_it_stands_alone() -> None:
    title, unit = "“三公”经费支出决算表", "单位：万元"
    head = "合计\t因公出国（境）费\t公务用车购置费\t公务用车运行维护费\t"
    alone = from_text(title, unit, head + "国内公务接待费", "9.00\t1.00\t2.00\t3.00\t3.00")
    beside = from_text(title, unit, head + "公务接待费\t国内公务接待费", "9.00\t1.00\t2.00\t3.00\t3.00\t2.00")
    down = from_text(title, unit, "项目\t决算数", "合计\t3.00", "公务用车购置费\t1.00", "国内接待费\t2.00")
    for found, amount in ((alone, "3.00"), (beside, "3.00"), (down, "2.00")):
        assert [v.cell.text for v in values(found, "09") if v.measure == "reception"] == [amount]
        assert unread(found) == []


def test_headers_numbered_in_figures_are_of_the_header() -> None:
    top, head = "财政拨款“三公”经费\t\t\t", "合计\t1.因公出国（境）费\t2.公务用车购置费\t3.公务接待费"
    found = from_text("“三公”经费支出决算表", "单位：万元", top, head, "6.00\t1.00\t2.00\t3.00")
    assert len(values(found, "09")) == 4 and unread(found) == []


TWO_SIDED = (
    "一、一般公共预算财政拨款\t6.00\t一、教育支出\t5.00",
    "本年收入总计\t6.00\t本年支出总计\t5.00",
    "年初结转和结余\t1.00\t年末结转和结余\t2.00",
    "总计\t7.00\t总计\t7.00",
)


@pytest.mark.parametrize(
    "head",
    [
        ["收入\t金额\t支出\t金额"],
        ["收入\t\t支出\t", "项目\t决算数\t项目\t决算数"],
        ["本年收入\t\t本年支出\t", "项目\t金额\t项目\t金额"],
    ],
)
def test_a_total_of_the_year_is_told_from_the_grand_total_beside_it(head: list[str]) -> None:
    found = from_text("收入支出决算总表", "单位：万元", *head, *TWO_SIDED)
    items = {(v.side, v.item): v.cell.text for v in values(found, "01") if v.item}
    assert items["income", "current_total"] == "6.00" and items["income", "grand_total"] == "7.00"
    assert items["expenditure", "current_total"] == "5.00" and items["expenditure", "grand_total"] == "7.00"
    assert unread(found) == []


def test_the_heading_of_a_panel_says_nothing_of_its_amounts() -> None:
    head = ("财政拨款收入\t\t财政拨款支出\t\t", "项目\t决算数\t项目\t合计\t一般公共预算财政拨款")
    found = from_text(
        "财政拨款收入支出决算总表", "单位：万元", *head,
        "一、一般公共预算财政拨款\t6.00\t一、教育支出\t6.00\t6.00", "总计\t6.00\t总计\t6.00\t6.00",
    )  # fmt: skip
    assert len(values(found, "04")) == 6 and unread(found) == []


def test_01_may_number_its_rows_before_their_labels_and_repeat_its_header() -> None:
    """序号 stands before both panels; one side under the other heads each."""
    incomes, expenses = ("财政拨款收入\t9.00", "本年收入合计\t9.00"), ("教育支出\t9.00", "本年支出合计\t9.00")
    beside = [f"{n}\t{incomes[n - 1]}\t{n}\t{expenses[n - 1]}" for n in (1, 2)]
    under = [*incomes, "支出项目\t金额", *expenses]
    for header, rows in (("序号\t收入项目\t金额\t序号\t支出项目\t金额", beside), ("收入项目\t金额", under)):
        found = from_text("收入支出决算总表", header, *rows)
        assert {(v.side, v.subject_name) for v in values(found, "01")} == {
            ("income", "财政拨款收入"),
            ("income", "本年收入合计"),
            ("expenditure", "教育支出"),
            ("expenditure", "本年支出合计"),
        }
        assert not unread(found)


def test_04_may_repeat_its_header_with_the_sum_of_its_funds() -> None:
    funds = "合计\t一般公共预算财政拨款\t政府性基金预算财政拨款"
    found = from_text(
        "财政拨款收入支出决算总表",
        f"收入项目\t{funds}",
        "一般公共预算财政拨款\t9.00\t\t",
        "本年收入合计\t9.00\t\t",
        f"支出项目\t{funds}",
        "教育支出\t9.00\t9.00\t0.00",
        "本年支出合计\t9.00\t9.00\t0.00",
    )
    assert len(values(found, "04")) == 8 and not unread(found)


def test_a_column_of_numbers_of_things_is_none_of_09() -> None:
    found = from_text(
        "财政拨款“三公”经费支出决算表",
        "项目\t预算数\t决算数\t数量",
        "合计\t3.00\t2.00\t—",
        "因公出国（境）费\t0.00\t0.00\t0",
        "公务用车运行维护费\t2.00\t1.50\t2",
        "公务接待费\t1.00\t0.50\t35",
    )
    assert sorted(str(v.cell.number.value) for v in values(found, "09")) == sorted(
        ["3.00", "2.00", "0.00", "0.00", "2.00", "1.50", "1.00", "0.50"]
    )
    assert not unread(found)


@pytest.mark.parametrize("again", ["收入决算表（续）", "收入决算表"])
def test_the_other_columns_of_the_same_rows_may_stand_under_the_same_title_again(again: str) -> None:
    subjects = ["合计\t", "201\t一般公共服务支出", "20103\t政府办公厅事务", "2010301\t行政运行"]
    left = [f"{CODED}\t本年收入合计\t财政拨款收入", *(f"{s}\t9.00\t6.00" for s in subjects)]
    right = [f"{CODED}\t事业收入\t其他收入", *(f"{s}\t2.00\t1.00" for s in subjects)]
    found = from_text("收入决算表", *left, "", again, *right)
    assert {v.measure for v in values(found, "02")} == {"total", "appropriation", "business", "other"}
    assert len(values(found, "02")) == 16 and {t.printing for t in found.tables} == {1} and unread(found) == []
    of_others = [row.replace("行政运行", "事业运行") for row in right]  # rows of its own: not the same table
    assert {t.printing for t in from_text("收入决算表", *left, "", again, *of_others).tables} != {1}


def test_amounts_are_no_codes_of_the_subjects_that_a_page_of_a_spreadsheet_leaves_to_the_one_before() -> None:
    head = "财政拨款收入\t上级补助收入\t事业收入\t经营收入\t附属单位上缴收入"
    rows = ("205.00\t0.00\t205.00\t0.00\t0.00", "205.02\t0.00\t200.25\t0.00\t0.00", "5.00\t0.00\t210.11\t0.00\t0.00")
    found = from_text("收入决算表", "公开02表", "单位：万元", head, *rows)
    assert not values(found, "02") and any("205.02" in told for told in unread(found))
