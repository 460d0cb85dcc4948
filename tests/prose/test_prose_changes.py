"""Changes and completion in the prose: of what they are, and against what."""

from __future__ import annotations

import pytest

from tests.support.sentences import read, said

OTHERS = "四、其他重要事项\n"


def test_how_far_a_budget_was_carried_out_by_a_month_is_told_of_that_time() -> None:
    figures = said(read("（五）部门预算执行进度：一季度18.6%、上半年43.2%、全年99.1%。"))
    assert figures == [
        ("completion_pct", time, rate, "%") for time, rate in (("一季度", "18.6"), ("上半年", "43.2"), ("全年", "99.1"))
    ]


def test_what_is_told_against_a_budget_or_a_year_behind_a_count_is_of_the_money() -> None:
    figures = read(
        "九、“三公”经费\n“三公”经费36万元，警车22辆，比预算的40万元少支4万元，比2022年37万元少支1万元。"
    ).figures
    assert [f.subject for f in figures] == ["“三公”经费", "警车", *["“三公”经费"] * 4]
    assert [f.metric for f in figures][2:4] == ["adjusted_budget", "change_amount"]


def test_more_or_less_right_behind_a_name_is_a_change() -> None:
    figures = read("一、收支\n较2015年，收入少8万元，支出多3万元，接待费少1万元。", 2016).figures
    assert [(f.metric, f.subject, str(f.value), f.compared_with) for f in figures] == [
        ("change_amount", "收入", "-8", "last_year"),
        ("change_amount", "支出", "3", "last_year"),
        ("change_amount", "接待费", "-1", "last_year"),
    ]


def test_changes_told_one_after_the_other_against_two_bases_have_their_rates_in_turn() -> None:
    text = "经费61万元，其中：其他32万元。较年初预算减少2万元，较2021年减少6万元，分别下降3.4%、9.4%。"
    rates = read(f"四、其他\n{text}", 2022).figures[-2:]
    assert [(f.subject, str(f.value), f.compared_with) for f in rates] == [
        ("经费", "-3.4", "initial_budget"),
        ("经费", "-9.4", "last_year"),
    ]


def test_how_far_two_budgets_were_carried_out_is_told_of_each() -> None:
    rates = read("三、支出\n教育支出61万元，分别完成年初预算、调整预算的105.9%和96.3%。").figures[1:]
    assert [(f.metric, f.subject, str(f.value), f.compared_with) for f in rates] == [
        ("completion_pct", "教育支出", "105.9", "initial_budget"),
        ("completion_pct", "教育支出", "96.3", "adjusted_budget"),
    ]


def test_what_has_not_changed_is_told_behind_changes_of_the_whole() -> None:
    text = "“三公”经费比上年减少3万元，下降14%。其中公务接待费与上年持平，运行费减少3万元。"
    assert said(read(f"九、“三公”经费情况说明\n{text}"))[2] == ("change_amount", "公务接待费", None, None)


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        # a run of changes, some of them with a word of their own, is of what was told, each of its own
        (
            "总收入9元，总支出8元，收支结余1元，分别较上年增加5%、6%和减少30%。",
            [("总收入", "5", "%"), ("总支出", "6", "%"), ("收支结余", "-30", "%")],
        ),
        # fewer guests than the year before are no guests
        (
            "国内接待18批次、129人次，比上年分别减少2批次和10人次。",
            [("国内接待", "-2", "批次"), ("国内接待", "-10", "人次")],
        ),
        ("接待9批、18人，批次和人次比上年减少2批和4人。", [("接待", "-2", "批"), ("接待", "-4", "人")]),
        ("保有量由上年末的9辆减少为7辆。", []),
        ("接待费9元，较上年有5%的下降。促进增收节支6元。", [("接待费", "-5", "%")]),
    ],
)
def test_changes_are_of_what_they_change(text: str, changes: list[tuple[str, str, str]]) -> None:
    figures = read(f"九、“三公”经费情况说明\n{text}", 2022).figures
    found = [(f.subject, str(f.value), f.value_unit) for f in figures if str(f.metric).startswith("change")]
    assert found == changes


def test_a_share_is_told_of_two_years_and_a_change_against_the_year_before() -> None:
    found = read(
        "三、支出\n人员支出占比由9%下降到8%。教育和就业支出：2022年度决算9元，2021年度决算8元，增幅12%。", 2022
    )
    assert [(f.subject, str(f.value), f.figure_year) for f in found.figures[:2]] == [
        ("人员支出", "9", 2021),
        ("人员支出", "8", 2022),
    ]
    assert found.figures[-1].compared_with == "last_year"


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("支出9万元，比上年增长12.5%，达1万元。", "change_amount"),
        ("支出9万元，比上年增长12.5%，达9.2万元。", "amount"),
        ("支出由上年的9万元增长12.5%，达10.13万元。", "amount"),
        ("支出较上年降幅达50%，金额为9万元。", "change_amount"),
    ],
)
def test_a_sum_behind_a_rate_is_by_how_much_or_what_it_came_to(text: str, metric: str) -> None:
    assert read(f"三、支出决算情况说明\n{text}").figures[-1].metric == metric


@pytest.mark.parametrize(("rate", "against"), [("2", "initial_budget"), ("5.4", "last_year")])
def test_a_change_behind_a_completion_is_against_the_budget_if_it_is_what_that_lacks(rate: str, against: str) -> None:
    figures = read(f"三、支出决算情况说明\n支出9万元，完成年初预算的98%，减少{rate}%。", 2022).figures
    assert figures[-1].compared_with == against


def test_each_change_is_against_its_own_base() -> None:
    figures = read("四、其他\n餐费9元，与上年、年初预算相比，各减少1元、2元。", 2022).figures
    assert [f.compared_with for f in figures[1:]] == ["last_year", "initial_budget"]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("接待费9万元，比上年多付1万元。", ["amount 9", "change_amount 1"]),
        ("接待费9万元，较预算少安排1万元。", ["amount 9", "change_amount -1"]),
        ("接待费9万元，同比8万元多支1万元。", ["amount 9", "amount 8 2022", "change_amount 1"]),
        (
            "接待9批90人，比上年减少1批10人、2万元。",
            ["count 9", "count 90", *(f"change_amount {n}" for n in (-1, -10, -2))],
        ),
        ("2023年度，接待费由8万元降至7万元。", ["amount 8 2022", "amount 7"]),
        ("与上年度接待费8万元，车辆费9万元相比，均有增加。", ["amount 8 2022", "amount 9 2022"]),
        (
            "接待费预算9万元，支出8万元（详见附表），结余1万元（见表）。",
            ["initial_budget 9", "amount 8", "change_amount -1"],
        ),
        ("接待费年初预算约为9万元，支出8万元。", ["initial_budget 9", "amount 8"]),
        (
            "支出9万元（中央4万元，省5万元），比预算10万元省1万元。",
            [*(f"amount {n}" for n in (9, 4, 5)), "initial_budget 10", "change_amount -1"],
        ),
        ("接待费减少2万元，其中国内接待费支出2万元。", ["change_amount -2", "amount 2"]),
        ("接待费预算9万元，其中：外宾4万元；国内5万元。", [f"initial_budget {n}" for n in (9, 4, 5)]),
        ("接待费预算9万元，其中：外宾4万元；国内接待支出5万元。", ["initial_budget 9", "initial_budget 4", "amount 5"]),
        ("接待费9万元，比上一年度多1万元。", ["amount 9", "change_amount 1"]),
        ("会议费预算9万元、执行8万元、结余1万元。", ["initial_budget 9", "amount 8", "change_amount -1"]),
        ("罚没收入8万元，完成年度任务9万元的88.89%。", ["amount 8", "initial_budget 9", "completion_pct 88.89"]),
        (
            "支出年初预算9万元，执行中调整为8万元，全年执行7万元。",
            ["initial_budget 9", "adjusted_budget 8", "amount 7"],
        ),
        ("增收主要来自财政拨款1万元。", ["change_amount 1"]),
        ("接待费较年初预算9万元超3.33%。", ["initial_budget 9", "change_pct 3.33"]),
        ("满意度95.6%，低于目标值0.6个百分点。", ["share_pct 95.6", "change_pct -0.6"]),
        ("满意度95.6%，超过目标值95%。", ["share_pct 95.6", "share_pct 95"]),
        ("管理费9万元，较上年压1万元。", ["amount 9", "change_amount -1"]),
        ("管理费9万元，较上年扣1万元。", ["amount 9", "None 1"]),
        ("接待费年初预算9万元，当年追加1万元，支出10万元。", ["initial_budget 9", "change_amount 1", "amount 10"]),
        ("接待费9万元，未超过预算10万元，也低于上年的11万元。", ["amount 9", "initial_budget 10", "amount 11 2022"]),
        ("财政拨款收入超出支出1万元。", ["amount 1"]),
        ("采购预算9万元，节约财政资金1万元。", ["initial_budget 9", "change_amount -1"]),
        # what is said of neither: they are told as not understood
        ("接待费9万元，同比8万元。", ["amount 9", "None 8"]),
        ("平均每车9万元，低于上年平均8万元。", ["amount 9", "None 8"]),
    ],
)
def test_more_wordings_of_a_change(text: str, figures: list[str]) -> None:
    found = read(f"四、其他\n{text}").figures
    assert [f"{f.metric} {f.value}" + (" 2022" if f.figure_year == 2022 else "") for f in found] == figures


def test_a_rate_behind_what_it_was_and_what_it_came_to_is_against_the_year_before() -> None:
    rate = read("九、“三公”经费\n运行维护费相应由32.4万元降为24.9万元，降幅23.15%。").figures[-1]
    assert (rate.subject, str(rate.value), rate.compared_with) == ("运行维护费", "-23.15", "last_year")


def test_a_change_of_each_of_several_that_are_named_is_told_of_each() -> None:
    figures = read("九、“三公”经费\n公务接待费、会议费均较上年减少3万元，下降2%。").figures
    assert [(f.subject, str(f.value)) for f in figures] == [
        ("公务接待费", "-3"),
        ("会议费", "-3"),
        ("公务接待费", "-2"),
        ("会议费", "-2"),
    ]


def test_a_budget_of_another_year_is_not_the_one_of_the_document() -> None:
    text = "“三公”经费决算数35.5万元，比2022年预算数下降35.45%，比2022年决算数下降34.26%，比2023年预算数下降3%。"
    bases = [f.compared_with for f in read(f"九、“三公”经费\n{text}").figures[1:]]
    assert bases == [None, "last_year", "adjusted_budget"]
