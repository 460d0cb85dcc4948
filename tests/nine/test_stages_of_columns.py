"""Which stage of the budget the columns of a table titled 决算 are of, where none of them says 决算."""

from __future__ import annotations

import pytest

from tests.support.interpreted import TITLE_05, from_text, unread, values

ROWS = [
    "201\t一般公共服务支出\t1,234.50\t1,000.00\t234.50",
    "20103\t政府办公厅事务\t1,234.50\t1,000.00\t234.50",
]
NO_ACCOUNTS = "none of its columns says that it is of the accounts"


def stages(kind: str, *lines: str) -> tuple[set[str], bool]:
    """The stages of the values of a table, and whether it is told that none is of the accounts."""
    found = from_text(*lines)
    return {str(v.basis) for v in values(found, kind)}, any(NO_ACCOUNTS in sentence for sentence in unread(found))


@pytest.mark.parametrize("words", ["财政批复数", "审定数", "批准数"])
def test_what_was_approved_is_the_accounts_where_nothing_else_is(words: str) -> None:
    rows = [
        "一、一般公共预算财政拨款收入\t20.00\t一、一般公共服务支出\t20.00",
        "本年收入合计\t20.00\t本年支出合计\t20.00",
    ]
    head = f"项目\t{words}\t项目\t{words}"
    assert stages("01", "收入支出决算总表", "单位：万元", "收入\t\t支出\t", head, *rows) == ({"final"}, False)


def test_what_was_approved_is_the_budget_beside_the_accounts() -> None:
    rows = ["一、一般公共预算财政拨款收入\t21.00\t20.00\t一、一般公共服务支出\t21.00\t20.00"]
    head = "项目\t批准数\t决算数\t项目\t批准数\t决算数"
    found = stages("01", "收入支出决算总表", "单位：万元", "收入\t\t\t支出\t\t", head, *rows)
    assert found == ({"adjusted_budget", "final"}, False)


def test_spending_in_the_words_of_the_accounting_rules_is_of_the_accounts() -> None:
    head = "科目编码\t科目名称\t本年预算支出\t\t", "\t\t小计\t基本支出\t项目支出"
    assert stages("05", TITLE_05, "单位：万元", *head, *ROWS) == ({"final"}, False)


def test_a_table_titled_as_accounts_that_has_only_budgets_is_told() -> None:
    head = "科目编码\t科目名称\t年初预算数\t\t", "\t\t小计\t基本支出\t项目支出"
    assert stages("05", TITLE_05, "单位：万元", *head, *ROWS) == ({"initial_budget"}, True)


def test_a_zero_in_a_row_of_09_that_is_not_known_is_told() -> None:
    rows = ["合计\t9.00\t9.00", "公务接待费\t9.00\t9.00", "乾坤费用\t0.00\t0.00"]
    found = from_text("财政拨款“三公”经费支出决算表", "单位：万元", "项目\t预算数\t决算数", *rows)
    assert any("乾坤费用" in sentence for sentence in unread(found))


@pytest.mark.parametrize("words", ["预算数", "批复数", "部门预算数"])
@pytest.mark.parametrize("later", ["调整预算数", "全年预算数"])
def test_a_budget_beside_the_adjusted_one_is_the_initial_one(words: str, later: str) -> None:
    head = f"项目\t{words}\t{later}\t决算数\t项目\t{words}\t{later}\t决算数"
    row = "一、一般公共预算财政拨款收入\t21.00\t22.00\t20.00\t一、一般公共服务支出\t21.00\t22.00\t20.00"
    found = from_text("收入支出决算总表", "收入\t\t\t\t支出\t\t\t", head, row)
    read = [(str(v.basis), v.cell.text) for v in values(found, "01")]
    assert read == [("initial_budget", "21.00"), ("adjusted_budget", "22.00"), ("final", "20.00")] * 2
    rows = [f"{name}\t9.00\t8.00\t7.00" for name in ("因公出国（境）费", "公务用车费", "公务接待费")]
    down = values(from_text("“三公”经费支出决算表", f"项目\t{words}\t{later}\t决算数", *rows), "09")
    assert {(str(v.basis), v.cell.text) for v in down} == {
        ("initial_budget", "9.00"),
        ("adjusted_budget", "8.00"),
        ("final", "7.00"),
    }


@pytest.mark.parametrize(("words", "told"), [("调整数", True), ("追加预算数", False)])
def test_by_how_much_a_budget_was_adjusted_is_no_budget(words: str, told: bool) -> None:
    head = f"项目\t年初预算数\t{words}\t决算数\t项目\t年初预算数\t{words}\t决算数"
    row = "一、一般公共预算财政拨款收入\t21.00\t2.00\t20.00\t一、一般公共服务支出\t21.00\t2.00\t20.00"
    found = from_text("收入支出决算总表", "收入\t\t\t\t支出\t\t\t", head, row)
    assert [(str(v.basis), v.cell.text) for v in values(found, "01")] == [
        ("initial_budget", "21.00"),
        ("final", "20.00"),
    ] * 2
    assert bool(unread(found)) == told


@pytest.mark.parametrize("words", ["完成", "本年完成", "完成情况", "已完成"])
def test_what_was_carried_out_is_the_accounts_beside_a_budget_alone(words: str) -> None:
    names = ("合计", "因公出国（境）费", "公务用车费", "公务接待费")
    rows = [f"{name}\t9.00\t7.00" for name in names]
    alone = values(from_text("“三公”经费支出决算表", f"项目\t预算数\t{words}", *rows), "09")
    assert {(str(v.basis), v.cell.text) for v in alone} == {("adjusted_budget", "9.00"), ("final", "7.00")}
    across = ["\t".join(("项目", *names)), "预算数\t9.00\t3.00\t3.00\t3.00", f"{words}\t7.00\t2.00\t3.00\t2.00"]
    assert len(values(from_text("“三公”经费支出决算表", *across), "09")) == 8
    beside = from_text("“三公”经费支出决算表", f"项目\t预算数\t决算数\t{words}", *[f"{row}\t77.78" for row in rows])
    assert {v.cell.text for v in values(beside, "09")} == {"9.00", "7.00"} and not unread(beside)
    of_items = "经济分类科目编码\t科目名称\t" + words
    assert len(values(from_text("基本支出决算表", of_items, "30101\t基本工资\t7.00"), "06")) == 1


@pytest.mark.parametrize("words", ["上年结转本年支出", "其中：上年结转安排的支出"])
def test_what_was_spent_of_what_was_left_over_is_no_balance(words: str) -> None:
    head = f"科目编码\t科目名称\t本年收入\t本年支出\t{words}\t年末结转和结余"
    found = from_text("政府性基金预算财政拨款收入支出决算表", head, "229\t其他支出\t1.00\t2.00\t3.00\t4.00")
    assert "3.00" not in {v.cell.text for v in values(found, "07")} and unread(found)
