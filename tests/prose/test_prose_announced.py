"""Money told of what was announced, counted or planned before: whose it is, by what the sentence has said so far."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.support.sentences import read, said

PLAIN, THREE_PUBLIC = "二、决算情况说明\n", "九、“三公”经费支出情况说明\n"


def told(text: str) -> list[str]:
    return [" ".join(filter(None, (metric, subject, value))) for metric, subject, value, _ in said(read(text))]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        # money behind mere counts is for what was announced and nothing spent on, unless they have money of their own
        ("3.设备购置。年初无预算，采购彩超2台，实际支出9万元。", ["count 采购彩超 2", "amount 设备购置 9"]),
        ("农网项目，架线9公里，支出8万元，执行率90%。",
         ["count 架线 9", "amount 农网项目 8", "completion_pct 农网项目 90"]),
        ("（三）供水项目。总投资9万元，当年支出5万元。", ["amount 供水项目总投资 9", "amount 供水项目 5"]),
        ("2.路灯维修。资金9万元，支出8万元。", ["amount 路灯维修 9", "amount 路灯维修 8"]),
        ("水库：总投资9万元，完成投资5万元。", ["amount 水库总投资 9", "amount 水库 5"]),
        # a head behind a ； begins the next of a series
        ("水库：总投资9万元，完成投资5万元；管网：总投资4万元，完成投资3万元；泵站：预算2万元，支出1万元。",
         ["amount 水库总投资 9", "amount 水库 5", "amount 管网总投资 4", "amount 管网 3",
          "initial_budget 泵站 2", "amount 泵站 1"]),
        ("河道项目总投资9万元。本年到位资金5万元，支出4万元，支付率80%。",
         ["amount 河道项目总投资 9", "amount 本年到位资金 5", "amount 河道项目 4", "completion_pct 河道项目 80"]),
        ("修复工程：合同价9万元，已付5万元，付款比例55.6%。",
         ["amount 合同价 9", "amount 修复工程 5", "completion_pct 修复工程 55.6"]),
        # what names nothing is of that among which it is; a bound is none of it
        ("项目支出中，单项超过5万元的3个，合计9万元，占80%。",
         ["amount 项目支出 9", "share_pct 项目支出 80"]),
        # what was added is part of what it stands behind
        ("收入9万元（含追加2万元），增加1万元。", ["amount 收入 9", "amount 追加 2", "change_amount 收入 1"]),
        ("支出9万元，是上年8万元的112.5%。", ["amount 支出 9", "amount 支出 8", "share_pct 支出占上年 112.5"]),
        ("其中：2021年结转5万元、2023年安排4万元。", ["amount 结转 5", "amount 安排 4"]),
        ("三公经费：车3辆，费用5万元。", ["count 车 3", "amount 车 5"]),
        ("民生实事9万元，其中安装路灯8盏，支出2万元。",
         ["amount 民生实事 9", "count 安装路灯 8", "amount 安装路灯 2"]),
        ("税收收入9万元；新建公厕8座，投入2万元。", ["amount 税收收入 9", "count 新建公厕 8", "amount 新建公厕 2"]),
        # a number in a unit that no account has names what money behind it is for
        ("培训费3万元；流水录入26万行，费用9万元。", ["amount 培训费 3", "amount 流水录入 9"]),
        # a bare name of funds is one where its sentence has spoken of nothing
        ("人员经费3万元。专项资金9万元，其中扶贫2万元。", ["amount 人员经费 3", "amount 专项资金 9", "amount 扶贫 2"]),
        # what each costs is by the way, unless its sentence begins with it
        ("支出9万元，每床收费3元。2023年度支出8万元。", ["amount 支出 9", "amount 每床收费 3", "amount 支出 8"]),
        ("支出9万元。生均支出3元，比上年增加1元。", ["amount 支出 9", "amount 生均支出 3", "change_amount 生均支出 1"]),
    ],
)  # fmt: skip
def test_money_is_for_what_was_announced_or_counted(text: str, figures: list[str]) -> None:
    assert told(PLAIN + text) == figures


def test_a_part_of_a_score_is_none_itself() -> None:
    figures = read("十三、绩效情况说明\n“图书”项目自评得分93分，其中投入18分、产出指标48分，最高分99分。").figures
    assert [(f.subject, f.concept) for f in figures][:3] == [
        ("“图书”项目", "evaluation_score"),
        ("投入", None),
        ("产出指标", None),
    ]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("公务接待费3万元，接待姊妹学校观摩4批次52人次，完成预算5万元的60%，较上年4万元减少1万元。",
         ["amount 公务接待费 3", "count 公务接待费 4", "count 公务接待费 52", "adjusted_budget 公务接待费 5",
          "completion_pct 公务接待费 60", "amount 公务接待费 4", "change_amount 公务接待费 -1"]),
        ("公务接待费3万元，接待外省考察团2批次。", ["amount 公务接待费 3", "count 公务接待费 2"]),
        ("“三公”经费仅公务接待费一项，预算5万元，支出3万元。", ["adjusted_budget 公务接待费 5", "amount 公务接待费 3"]),
        ("车辆运行费9万元，低于预算10万元。", ["amount 车辆运行费 9", "adjusted_budget 车辆运行费 10"]),
        ("车辆运行费9万元，低于预算1万元。", ["amount 车辆运行费 9", "change_amount 车辆运行费 -1"]),
        ("车辆运行费9万元，低于上年10万元。", ["amount 车辆运行费 9", "amount 车辆运行费 10"]),
        ("车辆运行费预算12万元，支出5万元，低于预算7万元。",
         ["adjusted_budget 车辆运行费 12", "amount 车辆运行费 5", "change_amount 车辆运行费 -7"]),
    ],
)  # fmt: skip
def test_money_behind_guests_and_below_a_budget(text: str, figures: list[str]) -> None:
    assert told(THREE_PUBLIC + text) == figures


def test_a_clause_that_names_three_public_is_read_as_of_them_under_any_heading() -> None:
    assert told(f"{PLAIN}因公出国（境）费预算0，决算0。")[0] == "adjusted_budget 因公出国（境）费 0"


def test_the_parts_of_a_budget_in_brackets_are_planned_too() -> None:
    text = "“三公”经费预算9万元（接待费5万元、用车4万元），决算7万元（接待费4万元）。"
    assert [figure.split()[0] for figure in told(THREE_PUBLIC + text)] == ["adjusted_budget"] * 3 + ["amount"] * 2


def test_what_is_told_in_a_budget_is_planned_and_of_its_year() -> None:
    text = "2022年“三公”经费预算中，接待费5万元，用车4万元；2023年“三公”经费支出8万元，其中接待费3万元。"
    assert [(figure.metric, figure.figure_year) for figure in read(PLAIN + text).figures] == [
        *[("adjusted_budget", 2022)] * 2,
        *[("amount", 2023)] * 2,
    ]


def test_an_appropriation_is_of_the_side_on_which_it_is_a_part() -> None:
    figures = read(f"{PLAIN}总收入9万元，其中财政拨款8万元；总支出7万元，其中财政拨款6万元。").figures
    assert [(f.parent, f.concept) for f in figures] == [
        (None, "income_total"),
        ("总收入", "appropriation_income"),
        ("总收入", "expenditure_total"),
        ("总支出", None),
    ]


def test_what_is_counted_as_a_part_of_what_was_spent_has_its_own_concept() -> None:
    figures = read(f"{PLAIN}“三公”经费支出合计9万元。其中：公务用车保有量2辆，公务接待费3万元，接待记者4批次。").figures
    assert [f.concept for f in figures] == ["three_public_total", "vehicles_held", "reception", "guests_batches"]


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("公务用车运行费9万元，其中燃料费5万元、维修费4万元。", ["vehicle_operation", None, None]),
        ("公务用车运行及维修费9万元，单车平均3万元。", ["vehicle_operation", "vehicle_operation_each"]),
        ("公务接待费9万元，接待90人，接待读者800人。", ["reception", "guests", None]),
        ("项目支出9万元，其中社会服务5万元、完成投资4万元。", ["project_expenditure", None, None]),
    ],
)
def test_what_is_a_part_of_an_official_item_or_is_called_like_one_is_none(
    text: str, concepts: list[str | None]
) -> None:
    assert [f.concept for f in read(THREE_PUBLIC + text).figures] == concepts


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("净资产（9.5）万元，资产总额8万元。", "-9.5"),
        ("净资产（9.5）万元，资产总额（8）万元。", "9.5"),  # a template had places for both
        ("收入总计（9.5）万元，支出8万元。", "9.5"),
    ],
)
def test_a_balance_in_brackets_among_others_without_is_below_nothing(text: str, value: str) -> None:
    assert read(PLAIN + text).figures[0].value == Decimal(value)


def test_a_heading_says_against_what_the_changes_below_it_are() -> None:
    text = "一、情况\n人员经费超预算1万元。\n四、与上年比。总支出增长3.8%，其中人员增长1%。"
    assert [f.compared_with for f in read(text).figures] == ["initial_budget", "last_year", "last_year"]


def test_what_a_budget_was_raised_for_is_told_in_passing() -> None:
    figures = read(f"{PLAIN}年中追加9万元，其中追加防疫经费5万元、维修费4万元。支出8万元。").figures
    assert [f.context is not None for f in figures] == [True, True, True, False]


def test_nothing_told_in_a_heading_is_read() -> None:
    assert told("三、政府性基金、国有资本经营预算支出均为0。\n") == [
        "amount 政府性基金 0",
        "amount 国有资本经营预算支出 0",
    ]


@pytest.mark.parametrize(
    ("text", "metrics"),
    [
        ("收入9万元，比上年增加5万元，其中转移支付3万元，地方配套2万元。", ["amount", *["change_amount"] * 3]),
        ("收入9万元，比上年增加5万元，其中转移支付6万元，配套3万元。", ["amount", "change_amount", *["amount"] * 2]),
        ("车辆费年初预算6万元，实际3万元，占比50%。", ["initial_budget", "amount", "completion_pct"]),
        ("车辆费年初预算6万元，实际3万元，占比30%。", ["initial_budget", "amount", "share_pct"]),
    ],
)  # fmt: skip
def test_parts_of_a_change_and_completions_are_known_by_their_sums(text: str, metrics: list[str]) -> None:
    assert [metric for metric, *_ in said(read(PLAIN + text))] == metrics


def test_names_that_end_in_letters_and_standards_lose_no_number() -> None:
    assert told(f"{PLAIN}购置CT1台，价值9万元。") == ["count 购置CT 1", "amount 购置CT价值 9"]
    assert told(f"{PLAIN}生均经费9元，高于省定标准1元。")[-1] == "change_amount 生均经费 1"
    assert told("三、决算\n（四）“三公”经费全年0支出。") == ["amount “三公”经费 0"]


def test_the_title_of_a_point_is_spoken_of_where_its_sentence_names_nothing() -> None:
    assert told(f"{PLAIN}四、公车：费用9万元。\n五、试验示范：办点2处，投入3万元。") == [
        "amount 公车 9",
        "count 办点 2",
        "amount 办点 3",
    ]
    assert told(f"{PLAIN}四、公车：费用9万元。\n五、试验示范：投入3万元。")[-1] == "amount 试验示范 3"


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("支出（单位：万元）：人员7.4，公用8.2，项目5.5，合计21.1。",
         ["amount 人员 7.4", "amount 公用 8.2", "amount 项目 5.5", "amount 合计 21.1"]),
        ("人员3万元，专项6万元（其中防疫4万元、检疫2万元），合计9万元。",
         ["amount 人员 3", "amount 专项 6", "amount 防疫 4", "amount 检疫 2", "amount 合计 9"]),
        ("公开招标6项、3万元，磋商4项、2万元，合计5万元。",
         ["count 公开招标 6", "amount 公开招标 3", "count 磋商 4", "amount 磋商 2", "amount 合计 5"]),
        ("门票收入9万元，受疫情影响较上年减少3%。", ["amount 门票收入 9", "change_pct 门票收入 -3"]),
        ("1.结核病防治，到位9万元，支出8万元。2.慢病管理，支出7万元。",
         ["amount 结核病防治到位 9", "amount 结核病防治 8", "amount 慢病管理 7"]),
        ("低保金9万元，保障12户；资助7万元。", ["amount 低保金 9", "count 低保金 12", "amount 资助 7"]),
        ("一般预算收入9万元，支出8万元。", ["amount 一般预算收入 9", "amount 支出 8"]),
        ("2.办公支出9万元。比预算7万元超2万元。",
         ["amount 办公支出 9", "initial_budget 办公支出 7", "change_amount 办公支出 2"]),
        ("年初批复9万元，年末调整8万元，执行7万元，执行率87.5%。",
         ["initial_budget 预算 9", "adjusted_budget 预算 8", "amount 支出 7", "completion_pct 支出 87.5"]),
        ("（1）拨款9万元：人员7万元、公卫2万元。\n（2）开支8万元。",
         ["amount 拨款 9", "amount 人员 7", "amount 公卫 2", "amount 支出 8"]),
        ("年初预算9万元，追加防疫经费3万元，调整后预算12万元。", ["initial_budget 预算 9", "adjusted_budget 预算 12"]),
        ("乡村振兴项目3个，总投资9万元，当年完成投资5万元。",
         ["count 乡村振兴项目 3", "amount 总投资 9", "amount 乡村振兴项目 5"]),
    ],
)  # fmt: skip
def test_units_told_once_sums_over_brackets_and_what_says_why(text: str, figures: list[str]) -> None:
    assert told(PLAIN + text) == figures


def test_what_is_spent_over_a_budget_is_no_income() -> None:
    assert told(f"{PLAIN}收入超预算3万元，支出超预算2万元。") == ["change_amount 收入 3", "change_amount 支出 2"]
    assert told(f"{PLAIN}公务接待费9万元，支出超预算2万元。")[-1] == "change_amount 公务接待费 2"
