"""What figures are of, where the name stands in a list, behind a verb, or in the clause before."""

from __future__ import annotations

import pytest

from tests.support.sentences import read

EXPENDITURE = "三、支出决算情况说明\n"
PERFORMANCE = "十三、预算绩效情况说明\n"


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        # names in front of bracketed sums are those of a list
        ("项目支出9万元，主要用于案件审判（5万元）、“两庭”维修（4万元）。",
         ["amount 项目支出 9", "amount 案件审判 5", "amount “两庭”维修 4"]),
        # what is counted behind the parts is of their whole, in another unit
        ("因公出国团组12个，其中：局机关4个、直属单位8个，累计36人次。",
         ["count 因公出国团组 12", "count 局机关 4", "count 直属单位 8", "count 因公出国团组 36"]),
        ("年初预算0万元，执行中追加预算9万元。", ["initial_budget 本年支出合计 0", "change_amount 本年支出合计 9"]),
        # money behind a number that is not understood is for the expense that its clause names
        ("会议费3万元。工会经费按工资总额2%计提，计9万元。", ["amount 会议费 3", "None  2", "amount 工会经费 9"]),
        # each of a list has its own change; a name may stand behind its number
        ("基本支出、项目支出分别增加9万元、减少8万元。", ["change_amount 基本支出 9", "change_amount 项目支出 -8"]),
        ("基本支出、项目支出分别增加9万元、8万元。", ["change_amount 基本支出 9", "change_amount 项目支出 8"]),
        ("5.5万元的会议费较上年减少2万元。", ["amount 会议费 5.5", "change_amount 会议费 -2"]),
        # the unit may stand with the name, and △ is a minus
        ("支出总计（万元）：3,456.78，其中基本支出（元）为9.12。", ["amount 支出总计 3456.78", "amount 基本支出 9.12"]),
        ("基本支出较上年△12.30万元。", ["change_amount 基本支出 -12.30"]),
        # money behind what was counted is for that, and so is its change
        ("招待9次，花费6元，比上年省2元。", ["count 招待 9", "amount 招待 6", "change_amount 招待 -2"]),
        ("校车2台，年费用6万元。", ["count 校车 2", "amount 校车 6"]),
        # a change of a count is of what was counted in its unit
        ("举办主体班18期，培训学员63人次，比上年减少3期、6人次；培训费9万元，期均5000元。",
         ["count 举办主体班 18", "count 培训学员 63", "change_amount 举办主体班 -3", "change_amount 培训学员 -6",
          "amount 培训费 9", "amount 期均培训费 5000"]),
        # counts behind money that is all for one thing are of that, money is not
        ("“三公”经费5元，全部为公务接待，共8批，比上年减少1元。",
         ["amount “三公”经费 5", "count 公务接待 8", "change_amount “三公”经费 -1"]),
        ("人员经费9万元，公用经费8万元，项目7万元。", ["amount 人员经费 9", "amount 公用经费 8", "amount 项目 7"]),
        ("基本9万元（占90%）、项目1万元（占10%）。",
         ["amount 基本 9", "share_pct 基本 90", "amount 项目 1", "share_pct 项目 10"]),
        ("事业收入包含学费收入9万元、住宿费收入8万元。", ["amount 学费收入 9", "amount 住宿费收入 8"]),
        ("每户补助9元，惠及8户。", ["amount 每户补助 9", "count 惠及 8"]),
        ("上年结转9万元，本年安排8万元。", ["amount 上年结转 9", "amount 本年安排 8"]),
        ("支出超收入6万元。", ["amount 收支相差 6"]),
        ("公车运行费9元；接待14批，6元，同比减2元。",
         ["amount 公车运行费 9", "count 接待 14", "amount 接待 6", "change_amount 接待 -2"]),
        # what joins words of one name parts no names
        ("商品和服务支出、对个人和家庭的补助和其他支出分别为9元、8元、7元。",
         ["amount 商品和服务支出 9", "amount 对个人和家庭的补助 8", "amount 其他支出 7"]),
        ("压减公务支出，主要压减会议费9元、差旅费8元。", ["change_amount 会议费 -9", "change_amount 差旅费 -8"]),
        ("公务用车6辆，处置2辆，年末5辆。出国2批，每批3人，共6人。",
         ["count 公务用车 6", "count 处置 2", "count 公务用车保有量 5", "count 出国 2", "count 每批 3",
          "count 出国 6"]),
        # behind a ； what is told of parts is over
        ("接待22批，其中外省4批、省内18批；共76人。车辆9辆，其中轿车2辆，客车7辆；价值86元。",
         ["count 接待 22", "count 外省 4", "count 省内 18", "count 接待 76", "count 车辆 9", "count 轿车 2",
          "count 客车 7", "amount 车辆价值 86"]),
        ("收入构成中，财政拨款98%，利息2%。达标天数比例86%，同比提高2个百分点。",
         ["share_pct 财政拨款 98", "share_pct 利息 2", "share_pct 达标天数比例 86", "change_pct 达标天数比例 2"]),
        # an area is of what was counted; a bound is none of what was done
        ("房屋4栋，建筑面积86平方米；土地3宗，面积2亩。",
         ["count 房屋 4", "count 房屋 86", "count 土地 3", "count 土地 2"]),
        ("本年支出90.00（万元），比前年增加7万元，比全市平均低2万元。",
         ["amount 本年支出 90.00", "change_amount 本年支出 7", "change_amount 本年支出 -2"]),
        # what was carried over has no budget
        ("上年结转6元，年初预算9元，支出8元。",
         ["amount 上年结转 6", "initial_budget 本年支出合计 9", "amount 本年支出合计 8"]),
        ("“河道”项目上年结转6元，预算9元，支出8元。",
         ["amount “河道”项目上年结转 6", "initial_budget “河道”项目 9", "amount “河道”项目 8"]),
        # by their signs
        ("三公：车9元、接待8元。同比：车-2元、接待+1元。",
         ["amount 车 9", "amount 接待 8", "change_amount 车 -2", "change_amount 接待 1"]),
        ("与上年相比，支出增加（减少）-9元，增长（下降）-8%。",
         ["change_amount 本年支出合计 -9", "change_pct 本年支出合计 -8"]),
        ("财政拨款收入超预算9元，其中基本支出拨款超8元。",
         ["change_amount 财政拨款收入 9", "change_amount 基本支出拨款 8"]),
        ("年初预算9元，年中净调增3元，支出8元。",
         ["initial_budget 本年支出合计 9", "change_amount 本年支出合计 3", "amount 本年支出合计 8"]),
        ("养育费5元、医疗费4元，支出共9元。", ["amount 养育费 5", "amount 医疗费 4", "amount 支出合计 9"]),
        ("受疫情影响，门票收入由上年的9元锐减至3元。", ["amount 门票收入 9", "amount 门票收入 3"]),
        ("基本支出增加3元，项目支出减少9元，合计减少6元。",
         ["change_amount 基本支出 3", "change_amount 项目支出 -9", "change_amount 合计 -6"]),
        ("收入总计9元、支出总计9元。比上年增加2元，增长28%。",
         ["amount 收入总计 9", "amount 支出总计 9", *(f"change_{told} {side}总计 {value}"
          for told, value in (("amount", 2), ("pct", 28)) for side in ("收入", "支出"))]),
        ("收入来源：财政拨款90%，事业收入10%。", ["share_pct 财政拨款 90", "share_pct 事业收入 10"]),
        ("培训费9元。较2016年：收入+8元，支出-7元。",
         ["amount 培训费 9", "change_amount 收入 8", "change_amount 本年支出合计 -7"]),
        ("年初预算9元，年中追加3元，年末收回1元，实际支出8元。",
         ["initial_budget 本年支出合计 9", "change_amount 本年支出合计 3", "change_amount 本年支出合计 -1",
          "amount 本年支出合计 8"]),
        ("1.农田建设：计划投资9元，当年完成8元。", ["amount 农田建设计划投资 9", "amount 农田建设 8"]),
        ("大坝加固工程概算9万元，累计完成投资6万元，占概算的66.7%。",
         ["amount 大坝加固工程概算 9", "amount 大坝加固工程 6", "completion_pct 大坝加固工程 66.7"]),
    ],
)  # fmt: skip
def test_what_it_is_of(text: str, figures: list[str]) -> None:
    assert [f"{f.metric} {f.subject} {f.value}" for f in read(EXPENDITURE + text).figures] == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("对8个项目开展绩效自评，自评覆盖率100%，涉及资金9万元，平均得分94分。",
         ["绩效自评项目", "自评覆盖率", "绩效自评项目资金", "绩效自评项目"]),
        ("绩效自评覆盖率100%，涉及项目5个。", ["绩效自评覆盖率", "绩效自评项目"]),
        ("对2个项目开展重点绩效评价，涉及预算资金9万元。", ["重点绩效评价项目", "重点绩效评价项目预算资金"]),
        ("项目自评平均分96分。", ["项目自评"]),
        ("项目绩效自评平均得分96分。", ["项目绩效自评"]),
        ("绩效评价项目6个，其中上级专项2个，涉及资金9元。", ["绩效评价项目", "上级专项", "上级专项资金"]),
        ("绩效自评中，5个项目得分90分以上。", ["绩效自评项目"]),
        ("对2个项目开展评价，得分分别为88分和91分。", ["评价项目"] * 3),
        ("整体支出绩效自评总分94分，比上年提高1分，其中部门管理38分。",
         ["整体支出绩效自评", "整体支出绩效自评", "部门管理"]),
        ("整体支出绩效自评95分（满分100分），其中投入9分、过程28分。", ["整体支出绩效自评", "", "投入", "过程"]),
        ("执行率97%，其中执行率100%的4个。", ["绩效自评项目", "执行率", "执行率100%"]),
        ("对2个项目开展评价，涉及项目支出9万元，评价结果分别为92分、88分。",
         ["评价项目", "项目支出", "评价项目", "评价项目"]),
        ("“全民阅读”项目得分97分。预算执行率98%，得分9.8分。", ["“全民阅读”项目", "“全民阅读”项目", "预算执行率"]),
    ],
)  # fmt: skip
def test_what_was_evaluated(text: str, figures: list[str]) -> None:
    assert [f.subject for f in read(PERFORMANCE + text).figures] == figures


def test_accounts_that_name_no_side() -> None:
    figures = read("2023年决算9万元，其中：民兵训练5万元。同2022年的8万元比，增长12.5%。").figures
    assert [f"{f.metric} {f.subject}" for f in figures] == [
        *("amount 决算", "amount 民兵训练", "amount 决算", "change_pct 决算"),
    ]


def test_a_total_of_both_sides_and_a_budget_that_was_approved() -> None:
    figures = read("一、收入支出总体情况说明\n收支总决算均为9万元，比上年各减少1万元。").figures
    assert [(f.metric, f.concept) for f in figures] == [
        *(("amount", "income_total"), ("amount", "expenditure_total")),
        *(("change_amount", "income_total"), ("change_amount", "expenditure_total")),
    ]
    approved = read("一、收入\n地方财政预算总收入9万元，为镇人大八次会议调整预算收入10万元的90%。").figures
    assert [f"{f.metric} {f.subject}" for f in approved] == [
        f"{metric} 地方财政预算总收入" for metric in ("amount", "adjusted_budget", "completion_pct")
    ]


def test_what_was_aimed_at_is_neither_a_budget_nor_last_year() -> None:
    text = "支出进度96.8%，比序时进度快4.8个百分点。水库工程概算9万元，完成投资6万元，占概算的66.7%。"
    figures = read(EXPENDITURE + text).figures
    assert [(f.metric, f.compared_with) for f in figures if f.value_unit == "%"] == [
        ("completion_pct", "initial_budget"),
        ("change_pct", None),
        ("completion_pct", None),
    ]


def test_a_sum_of_several_that_are_not_all_named_has_no_concept() -> None:
    figures = read(EXPENDITURE + "加上结转下年、上解上级支出等9万元，支出总计8万元。■其次是项目支出7万元。").figures
    assert [(f.subject, f.concept) for f in figures] == [
        *(("上解上级支出等", None), ("支出总计", "expenditure_total"), ("项目支出", "project_expenditure")),
    ]


def test_parts_of_the_income_from_services_are_not_the_whole() -> None:
    figures = read("二、收入决算情况说明\n医疗收入9万元，其中门诊收入4万元、住院收入5万元。").figures
    assert [f.concept for f in figures] == ["business_income", None, None]


def test_a_name_that_is_left_out_names_nothing_and_is_not_the_whole() -> None:
    figures = read("三、支出决算情况说明\n项目支出9万元，其中：***支出4万元，××支出5万元。").figures
    assert [(f.subject, f.concept) for f in figures] == [
        *(("项目支出", "project_expenditure"), ("***支出", None), ("××支出", None)),
    ]


def test_an_ordinal_that_lost_its_point_is_none_of_the_year() -> None:
    figures = read("三、支出决算情况说明\n基本支出8万元。\n22017年预算数9万元，决算数8万元。").figures
    assert [f"{f.metric} {f.subject} {f.value}" for f in figures] == [
        *("amount 基本支出 8", "initial_budget 基本支出 9", "amount 基本支出 8"),
    ]


def test_a_reason_ends_where_a_sum_of_a_year_begins() -> None:
    text = "2018年收入合计9元，比2017年8元增加1元，主要原因是：{}2018年支出合计7元，比2017年5元增加2元。"
    for reason in ("增人；", "2018人员增加，", "退休人员由人社局支出；"):
        figures = read(EXPENDITURE + text.format(reason)).figures
        assert [f"{f.subject} {f.value} {f.context}" for f in figures][-3:] == [
            *("支出合计 7 None", "支出合计 5 None", "支出合计 2 None"),
        ]
        assert {f.reason for f in figures if f.subject == "收入合计"} == {reason[:-1]}


def test_sums_in_wan_without_yuan_are_money_unless_something_else_is_counted() -> None:
    text = "培训费9万的支出已完成。会议费较上年的8万增加2万。维修费由20余万增至25万。旅客由20万增至25万人次。"
    assert [f"{f.metric} {f.subject} {f.value} {f.value_unit}" for f in read(EXPENDITURE + text).figures][:6] == [
        *("amount 培训费 9 万元", "amount 会议费 8 万元", "change_amount 会议费 2 万元"),
        *("amount 维修费 20 万元", "amount 维修费 25 万元", "None  20 None"),
    ]
