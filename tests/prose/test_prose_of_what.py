"""Of what a figure of the prose is, and what it leaves in mind for the next."""

from __future__ import annotations

import pytest

from tests.support.sentences import read, said

OTHERS = "四、其他重要事项\n"


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        # 计, 为, 分别 and 共支出 are no names, nor is what a unit is; a bare 收入 after two sides is a third
        (
            "二、收入决算情况说明\n甲市公安局收入总计9万元，其中其他收入占50%，计4.5万元。",
            ["收入总计", *["其他收入"] * 2],
        ),
        (
            "一、收支总体情况说明\n收、支总计分别增加3万元和2万元，实现收入1万元。",
            ["收入总计", "支出总计", "收入"],
        ),
        # the totals of both sides, where a change is of 收 and 支
        ("一、收支总体情况说明\n收、支总计9万元，收、支各减少1万元。", ["收入总计", "支出总计"] * 2),
        ("九、三公经费情况说明\n“三公”经费共支出9万元。", ["“三公”经费"]),
        # what a bracket says of one item ends with it
        (
            "二、收入决算情况说明\n1.事业收入8万元（主要是学费），占80%；2.其他收入2万元，占20%。",
            [*["事业收入"] * 2, *["其他收入"] * 2],
        ),
        # and so does a full stop within it
        (
            "九、三公经费情况说明\n“三公”经费9万元。其中：用车费5万元（购置费2万元，比上年增加0万元。）比上年增加1万元。",
            ["“三公”经费", "用车费", *["购置费"] * 2, "用车费"],
        ),
        # the total of a side, where a paragraph or a title begins with it
        ("四、其他\n维修9元，其他支出8元。\n收入比上年增加3元，支出增加2元。", ["维修", "其他支出", "收入", "支出"]),
        ("园所情况。幼儿9名。\n二、收入8元。\n三、与上年比：收入增1元，支出增2元。", ["幼儿", *["收入"] * 2, "支出"]),
        # 均 behind two is of both; a change of what was spent on each has its unit, or stands right behind it
        ("四、其他\n收入总计9万元、支出总计9万元，均比上年增加1万元。", ["收入总计", "支出总计"] * 2),
        ("四、其他\n三包经费9万元，生均90元，比上年增加2元。", ["三包经费", *["生均三包经费"] * 2]),
        ("四、其他\n人员经费9万元，人均3万元，比上年人均2万元增加1万元。", ["人员经费", *["人均人员经费"] * 3]),
        ("四、其他\n人员经费9万元，人均3万元，上年2万元。", ["人员经费", *["人均人员经费"] * 2]),
        ("预算9元，实际支出8元。扑杀生猪7头，补助6元。", ["预算", "支出", "扑杀生猪", "补助"]),
        ("四、其他\n公积金9元、补贴8元、奖金7元，均增长5%。", ["公积金", "补贴", "奖金"] * 2),
        ("预算安排9元，实际支出8元，结余1元。", ["预算", *["支出"] * 2]),
        ("五、支出\n教育支出预算完成情况：年初预算9元，实际支出8元，执行率89%。", ["教育支出"] * 3),
        ("四、其他\n基本支出9元，项目支出8元，两者之和17元。", ["基本支出", "项目支出", "合计"]),
        ("五、支出\n教育支出（类），调整预算较年初预算增加1元，决算9元。经调整后为8元。", ["教育支出（类）"] * 3),
        ("三、支出\n项目支出执行率91%，收入由年初预算8元增加到决算9元。", ["项目支出", *["收入"] * 2]),
        ("九、三公经费\n因公出国（境）：本年未安排；上年4元。", ["因公出国（境）"]),
        # 项目 with which a paragraph begins is a name; 以上四项支出 is a sum
        ("四、其他\n财政拨款收入9元，支出8元。", ["财政拨款收入", "财政拨款支出"]),
        ("四、其他\n拨款9元。\n三、项目7元：治水5元。", ["拨款", "项目", "治水"]),
        ("四、其他\n治水5元，防火4元。\n以上两项支出9元。", ["治水", "防火", "合计"]),
        ("四、其他\n维修9元，治水8元。\n与上年相比，收入增加1元，支出增加2元。", ["维修", "治水", "收入", "支出"]),
        ("四、其他\n采购9元，全部授予小微企业。\n（六）绩效自评：项目2个，资金5元。", ["采购", *["绩效自评"] * 2]),
        # what an item is paid is paid for it
        ("四、其他\n1.体检，建档9份，补助8万元。\n2.接种，接种7人，补助6万元。", [*["体检"] * 2, *["接种"] * 2]),
        # what is fewer is named behind the word, and 净 is no name
        ("九、三公经费\n减少接待8批次，公务接待费净减少1万元，较预算超1万元。", ["接待", *["公务接待费"] * 2]),
        # each of three, where the second is 支出 of what the first is 收入 of
        ("四、财政拨款\n财政拨款收入、支出、结余分别为5万元、4万元、1万元。", ["财政拨款收入", "财政拨款支出", "结余"]),
        # what is counted in passing is what the money behind it is for, and what is spoken of remains
        ("四、其他\n其他支出9万元，节庆1次，3万元，比上年增加1万元。", ["其他支出", "节庆", "节庆", "其他支出"]),
        # the sum of short names; a name beside one with an ordinal; a budget, what came of it, and over
        ("四、其他\n公用经费9元，其中水费、电费合计5元。", ["公用经费", "水费、电费"]),
        ("四、其他\n（一）基本支出8元，其中人员6元；（二）项目2元。", ["基本支出", "人员", "项目"]),
        ("四、其他\n教育支出预算5元，决算9元，超4元，最终完成8元。", ["教育支出"] * 4),
        # what a share of all is, and what is in all
        ("二、收入决算\n收入9万元。其他收入占九成以上，为8.5万元。", ["本年收入合计", "其他收入"]),
        ("九、三公经费\n公务用车费用中含公车购置费0万元。", ["公车购置费"]),
        # nor are 安排 and 达到了
        ("九、三公经费情况说明\n2014年养护中心安排公务接待费预算8万元，支出达到了7万元。", ["公务接待费"] * 2),
        # a bracket says what several are together
        ("九、三公经费情况说明\n公务接待费、公车购置费，公车运行费（“三公”经费）总额9万元。", ["“三公”经费"]),
        # a point of a point, and the number of a form, are none of theirs
        ("四、其他\n2.2基本支出9万元（数据来源于财决08-1表）。", ["基本支出"]),
        # a project before a ： is what its figures are of; codes before classes are no figures
        ("十三、绩效自评情况说明\n“治水”项目：自评得分95分，执行数9万元。", ["“治水”项目"] * 2),
        ("一、支出总体情况说明\n208社会保障和就业支出9万元。", ["208社会保障和就业支出"]),
        # a zero without its unit parts the whole from its parts, too; what a subject is for is no part of its name
        (
            "四、其他\n“三公”经费9万元，其中因公出国（境）费0，公务接待费2万元。与预算相比，减少3万元。",
            ["“三公”经费", "因公出国（境）费", "公务接待费", "“三公”经费"],
        ),
        ("三、支出情况\n1.教育支出（类）主要用于发放补贴。年初预算为3万元。", ["教育支出（类）"]),
        ("二、支出决算情况\n（1）小学教育（2050202）\n2019年初预算数为3万元。", ["小学教育（2050202）"]),
        # what is saved is saved of what was planned, though not across a ；
        (
            "四、其他\n网络采购预算9万元，合同金额8万元，节约1万元，节约率11.1%；印刷费3万元，节约1万元。",
            ["网络采购", "合同金额", *["网络采购"] * 2, *["印刷费"] * 2],
        ),
        ("三、支出情况\n用于保障机构运转的日常支出9万元。\n与上年对比增加2万元。", ["日常支出"] * 2),
        ("三、支出情况\n用于完成工作任务的基本支出9万元。\n与上年对比增加2万元。", ["基本支出"] * 2),
        # some of the uses behind the name of an expense are none of its parts
        (
            "六、基本支出情况\n工资福利支出包括基本工资、奖金等支出9万元；其他支出包括车费2万元、餐费1万元。",
            ["工资福利支出", "车费", "餐费"],
        ),
        # 实际支出 after an income is none; a budget of the 本年度 has no name of it; a sum is what is compared next
        ("四、收支对比情况\n本年度实际收入9万元。\n本年度实际支出8万元。", ["收入", "支出"]),
        ("四、收支预算总体情况\n本年度收入预算9万元，收入决算8万元；支出预算7万元。", ["收入", "收入", "支出"]),
        ("四、其他\n车费2万元、餐费1万元，合计3万元，比上年减少1万元。", ["车费", "餐费", "合计", "合计"]),
        (
            "四、其他\n收入总计9元，支出总计9元，较上年分别增加3元，增长50%。",
            ["收入总计", "支出总计", *["收入总计", "支出总计"] * 2],
        ),
        # several parts told, then a change behind a ；: of the whole; a project before a comma
        (
            "四、其他\n经费9元，其中：车费2元，餐费1元；比上年减少3元，下降50%。",
            ["经费", "车费", "餐费", *["经费"] * 2],
        ),
        ("十三、绩效\n（二）治水项目，自评得分95分，预算9元。", ["治水项目"] * 2),
        ("十三、绩效\n（1）治水项目绩效目标完成情况综述。项目全年预算数9元，执行数8元。", ["治水项目"] * 2),
        ("四、收支\n收入8元，结转1元。\n收入全部为财政拨款，比上年增加2元。", ["收入", "结转", "收入"]),
        # what is no name of its own is one behind its cause; parts of a score do not take the whole from it
        ("二、收入决算情况\n收入减少9万元，主要是专项资金减少8万元。", ["本年收入合计", "专项资金"]),
        ("十三、绩效\n治水得分9分；产出指标得分4分，总分8分，资金5万元。", ["治水", "产出指标", "治水", "治水"]),
        # a rate behind parts, none of which has its own, is of the whole; each its own stays with its part
        (
            "四、其他\n治水项目预算9元，其中：材料费5元，人工费4元，执行率98%。",
            ["治水项目", "材料费", "人工费", "治水项目"],
        ),
        (
            "四、其他\n治水经费9元，其中：甲项目5元，执行率90%，乙项目4元，执行率98%。",
            ["治水经费", *["甲项目"] * 2, *["乙项目"] * 2],
        ),
        # a part of what came in is not what a bare 收入 is compared of; counts of two units have no one rate
        (
            "二、收支情况\n总收入9元，财政拨款收入8元，其他收入1元。与上年相比，收入减少2元。",
            ["总收入", "财政拨款收入", "其他收入", "收入"],
        ),
        (
            "九、三公经费情况说明\n公务接待费9元，接待外宾2批次、11人次，比上年减少22.5%。",
            ["公务接待费", *["接待外宾"] * 2, "公务接待费"],
        ),
        ("四、其他\n（一）风险基金：收入9元，支出8元，结余1元。", ["收入", "支出", "结余"]),
        # of what something consists is what the next numbers are of; where that is not told they are of nothing known
        (
            "三、支出\n支出合计9元，由基本支出和项目支出构成，金额分别为5元和4元，分别占56%和44%。",
            ["支出合计", *["基本支出", "项目支出"] * 2],
        ),
        ("三、支出\n支出合计9元，分别为5元和4元。", ["支出合计", "", ""]),
        ("四、其他\n收入9元，出国费、餐费补助均为0元。", ["收入", "出国费", "餐费补助"]),
        # each of several has its share; 提升 is no growth in a name
        ("四、其他\n车费2元，餐费1元，电费1元，各占50%、25%、25%。", ["车费", "餐费", "电费"] * 2),
        ("四、其他\n质量提升资金9元。", ["质量提升资金"]),
        ("四、其他\n一般公共预算收入完成9元。部门决算收入8元。", ["一般公共预算收入", "部门决算收入"]),
    ],
)  # fmt: skip
def test_of_what_a_figure_is(text: str, figures: list[str]) -> None:
    assert [f.subject for f in read(text).figures] == figures


def test_what_opens_a_section_is_of_it_and_what_was_spent_of_a_budget_of_that() -> None:
    found = read("十、机关运行经费\n150.4万元，比上年增长3.2%。其中办公费38万元。")
    assert [(f.subject, f.metric) for f in found.figures][:2] == [
        ("机关运行经费支出", "amount"),
        ("机关运行经费支出", "change_pct"),
    ]
    text = "四、其他\n项目支出9万元。财政拨款年初预算5万元，实际支出4万元，执行率80%。"
    assert [f.subject for f in read(text).figures] == ["项目支出", "财政拨款", "财政拨款支出", "财政拨款支出"]


@pytest.mark.parametrize(
    ("text", "section"),
    [
        (f"{OTHERS}1.机关运行经费：支出5万元。", 10),
        (f"{OTHERS}（三）车辆：一般公务用车3辆。", 12),
        (f"{OTHERS}（四）绩效：对3个项目开展自评。", 13),
        ("第四部分 名词解释\n1.机关运行经费：指基本支出，如办公费5万元。", None),
        ("九、三公经费情况说明\n（一）车辆：购置费5万元。", 9),
        ("四、机关运行经费情况说明\n1.支出情况。\n支出5万元。", 10),
        ("九、三公经费情况说明\n十、政府采购：货物5万元；工程3万元。", 11),
        ("九、三公经费情况说明\n十、机关运行经费（万元）：156.30", 10),
    ],
)
def test_a_name_before_a_colon_opens_its_section_among_other_matters(text: str, section: int | None) -> None:
    assert {f.section_no for f in read(f"二、收入决算情况说明\n收入5万元。\n{text}").figures[1:]} == {section}


def test_what_is_told_in_passing_is_told_of_its_own() -> None:
    figures = read("三、支出\n支出20万元，原因是新增供水项目支出5万元，占支出的25%。").figures
    assert [(f.subject, f.context) for f in figures if f.metric == "share_pct"] == [("供水项目支出占支出", "reason")]


def test_a_name_before_a_bracket_is_of_the_number_in_it() -> None:
    figures = read("三、支出\n项目支出（320万元）比上年（300万元）增加20万元（6.67%）。").figures
    assert {f.subject for f in figures} == {"项目支出"}
    assert [f.of_this_year for f in figures if f.metric == "amount"] == [True, False]


def test_budget_for_two_sides_is_no_outturn() -> None:
    figures = read("四、财政拨款\n财政拨款收入、支出预算均为900万元。").figures
    assert all(f.metric in ("initial_budget", "adjusted_budget") for f in figures) and figures


def test_nothing_is_counted_of_a_rate() -> None:
    figures = read("十三、绩效\n项目自评覆盖率100%，绩效自评项目共8个，涉及68个项目，资金9万元。").figures
    assert [f.subject for f in figures if f.subject and f.subject.endswith("率")] == ["项目自评覆盖率"]


def test_the_spending_of_half_a_year_is_not_what_the_next_is_of() -> None:
    text = "上半年支出10万元，占全年预算的41.3%；三季度末支出17万元，占69.9%；全年支出24万元，执行率98%。"
    figures = read(f"三、支出决算情况\n{text}").figures
    assert [f.metric for f in figures] == ["amount", "completion_pct"] * 3
    assert [f.subject for f in figures][:4] == [*["上半年支出"] * 2, *["三季度末支出"] * 2]
    assert figures[-1].subject == figures[-2].subject and "季度" not in figures[-1].subject


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        (
            "二、收支\n（一）2017年部门决算收入8万元。\n（二）2017年部门决算支出7万元。",
            ["部门决算收入", "部门决算支出"],
        ),
        ("二、收支\n收入8万元，增长2%，即增加1万元。", ["收入"] * 3),
        ("四、关于预算执行的说明\n年初预算8万元，决算7万元。", ["支出"] * 2),
        ("四、其他\n采购5万元。\n（三）乡村两级债务：年末余额3万元。", ["采购", "乡村两级债务"]),
    ],
)
def test_no_figure_is_of_the_other_side_or_of_what_the_paragraph_before_was(text: str, subjects: list[str]) -> None:
    assert [f.subject for f in read(text, 2017).figures] == subjects


@pytest.mark.parametrize(
    ("text", "last"),
    [
        # what one costs stands between a count and what is told of the money again, as does the year before
        (
            "接待费4万元。国内接待55批次；人均接待费90元，较年初预算数减少5万元。",
            ("change_amount", "接待费", "-5", "万元"),
        ),
        ("接待费8元，共接待9批次；上年支出10元。", ("amount", "接待费", "10", "元")),
        ("收入9元，支出8元，收大于支1元。收入比2016年增长4%。", ("change_pct", "收入", "4", "%")),
        ("“三公”经费9元，其中财政资金2元。", ("amount", "财政资金", "2", "元")),
        # a template that says how a sign is meant
        ("接待费较上年增加（减少以“-”号表示）-6元。", ("change_amount", "接待费", "-6", "元")),
    ],
)
def test_what_stands_between_takes_nothing_from_what_is_spoken_of(text: str, last: tuple[str, ...]) -> None:
    assert said(read(f"九、“三公”经费情况说明\n{text}", 2017))[-1] == last


def test_a_sentence_that_counts_is_no_heading() -> None:
    assert read("一、2020年度，我院有职工86人，其中在编52人；床位60张。\n二、收入9元。").numbers == 4


def test_what_is_told_behind_a_count_of_units_is_not_theirs() -> None:
    told = said(read("纳入决算的有6家所属单位，收入5万元，支出4万元。"))
    assert [(metric, subject) for metric, subject, *_ in told] == [
        ("count", "所属单位"),
        ("amount", "收入"),
        ("amount", "支出"),
    ]
