"""The same figure is worded ten ways: what each wording must give."""

from __future__ import annotations

import pytest

from tests.support.sentences import read, said


@pytest.mark.parametrize(
    ("section", "text", "figures"),
    [
        # As printed: the unit, a percent sign left out, the words of a template left standing.
        ("三、支出决算情况说明", "支出合计增加22.22元。", [("change_amount", "支出合计", "22.22", "元")]),
        (
            "二、收入决算情况说明",
            "收入合计减少2万元，下降（增长）13.95。",
            [("change_amount", "收入合计", "-2", "万元"), ("change_pct", "收入合计", "-13.95", "%")],
        ),
        # A change after an aside is that of the total; after a bracket, of what stands before it.
        (
            "一、收入支出决算总体情况说明",
            "收入总计10万元，其中年初结转和结余1万元，较上年增加2万元。",
            [
                ("amount", "收入总计", "10", "万元"),
                ("amount", "年初结转和结余", "1", "万元"),
                ("change_amount", "收入总计", "2", "万元"),
            ],
        ),
        (
            "九、“三公”经费支出情况说明",
            "公务用车费5万元（其中：购置费0万元、运行费5万元），占80%。公务接待费1万元，主要用于接待甲0.3万元。",
            [
                ("amount", "公务用车费", "5", "万元"),
                ("amount", "购置费", "0", "万元"),
                ("amount", "运行费", "5", "万元"),
                ("share_pct", "公务用车费", "80", "%"),
                ("amount", "公务接待费", "1", "万元"),
            ],
        ),
        # What stands in brackets at the end of a sentence is not what the next speaks of; a name with a ： is.
        (
            "一、收入支出决算总体情况说明",
            "支出总计10万元（含结转下年1万元）。\n增加2万元。",
            [
                ("amount", "支出总计", "10", "万元"),
                ("amount", "结转下年", "1", "万元"),
                ("change_amount", "支出总计", "2", "万元"),
            ],
        ),
        # Without a heading that says so, what is spoken of makes a bare 预算 the one of the whole year.
        (
            "四、其他",
            "“三公”经费5万元，比预算数6万元减少1万元。",
            [
                ("amount", "“三公”经费", "5", "万元"),
                ("adjusted_budget", "“三公”经费", "6", "万元"),
                ("change_amount", "“三公”经费", "-1", "万元"),
            ],
        ),
        (
            "九、“三公”经费支出情况说明",
            "“三公”经费5万元。\n公务接待费：决算数2万元，完成预算的50%。\n公务用车购置费：决算数3万元。",
            [
                ("amount", "“三公”经费", "5", "万元"),
                ("amount", "公务接待费", "2", "万元"),
                ("completion_pct", "公务接待费", "50", "%"),
                ("amount", "公务用车购置费", "3", "万元"),
            ],
        ),
        (
            "四、财政拨款收入支出决算总体情况说明",
            "财政拨款本年支出9万元，其中：一般公共预算财政拨款收入8万元；支出完成年初预算50%。",
            [
                ("amount", "财政拨款本年支出", "9", "万元"),
                ("amount", "一般公共预算财政拨款收入", "8", "万元"),
                ("completion_pct", "一般公共预算财政拨款支出", "50", "%"),
            ],
        ),
        # Two things, two numbers; two things, one number.
        (
            "九、“三公”经费支出情况说明",
            "公务用车购置费和公务用车运行费分别为1.5万元、2.5万元。",
            [("amount", "公务用车购置费", "1.5", "万元"), ("amount", "公务用车运行费", "2.5", "万元")],
        ),
        (
            "三、支出决算情况说明",
            "基本支出5万元、项目支出3万元、经营支出2万元，分别占50%、30%、20%。",
            [
                ("amount", "基本支出", "5", "万元"),
                ("amount", "项目支出", "3", "万元"),
                ("amount", "经营支出", "2", "万元"),
                ("share_pct", "基本支出", "50", "%"),
                ("share_pct", "项目支出", "30", "%"),
                ("share_pct", "经营支出", "20", "%"),
            ],
        ),
        (
            "五、一般公共预算财政拨款支出决算情况说明",
            "财政拨款支出比年初预算和上年分别减少1万元、2万元。",
            [("change_amount", "财政拨款支出", "-1", "万元"), ("change_amount", "财政拨款支出", "-2", "万元")],
        ),
        # What is compared is named before the comparison, or in a clause that only says so.
        (
            "一、收入支出决算总体情况说明",
            "收入支出总计与上年相比，减少2万元；其中，收入总计比预算无增减变化，比去年减少1万元。",
            [("change_amount", "收入支出总计", "-2", "万元"), ("change_amount", "收入总计", "-1", "万元")],
        ),
        (
            "九、“三公”经费支出情况说明",
            "公务用车运行费5万元，主要原因：车辆数与上年一致，完成预算的90%。",
            [("amount", "公务用车运行费", "5", "万元"), ("completion_pct", "公务用车运行费", "90", "%")],
        ),
        (
            "九、“三公”经费支出情况说明",
            "因公出国（境）费、公务用车购置费均为0万元。",
            [("amount", "因公出国（境）费", "0", "万元"), ("amount", "公务用车购置费", "0", "万元")],
        ),
        # What a number is of stands before it as a sentence, as a heading, or far behind it.
        (
            "五、一般公共预算财政拨款支出决算情况说明",
            "1.小学教育（2050202）。年初预算为9万元，支出决算为8万元。\n2）图书馆：2022年度预算安排3万元，决算支出2万元。",
            [
                ("initial_budget", "小学教育（2050202）", "9", "万元"),
                ("amount", "小学教育（2050202）", "8", "万元"),
                ("initial_budget", "图书馆", "3", "万元"),
                ("amount", "图书馆", "2", "万元"),
            ],
        ),
        (
            "九、“三公”经费支出情况说明",
            "“三公”经费5万元。\n（一）公务接待费。年初预算2万元，决算1万元。",
            [
                ("amount", "“三公”经费", "5", "万元"),
                ("initial_budget", "公务接待费", "2", "万元"),
                ("amount", "公务接待费", "1", "万元"),
            ],
        ),
        (
            "十三、预算绩效情况说明",
            "本年一个项目，预算数为15万元。\n制卡项目绩效自评综述：项目全年预算数为15万元。",
            [("initial_budget", "制卡项目", "15", "万元"), ("adjusted_budget", "制卡项目", "15", "万元")],
        ),
        # A printed code is part of the name.
        (
            "五、一般公共预算财政拨款支出决算情况说明",
            "1、住房保障支出（221类）住房改革支出（02款）购房补贴（03项）7.5万元。",
            [("amount", "住房保障支出（221类）住房改革支出（02款）购房补贴（03项）", "7.5", "万元")],
        ),
        (
            "四、财政拨款收入支出决算总体情况说明",
            "财政拨款收、支总计均为1,024.50万元。",
            [("amount", "财政拨款收入总计", "1024.50", "万元"), ("amount", "财政拨款支出总计", "1024.50", "万元")],
        ),
        # The reason for a change gives no figure; what the words after it compare again does.
        (
            "九、“三公”经费支出情况说明",
            "公务接待费比上年减少1万元，主要原因是会议减少3万元，与上年相比减少20%。",
            [("change_amount", "公务接待费", "-1", "万元"), ("change_pct", "公务接待费", "-20", "%")],
        ),
        # an empty table is said by `tables_empty`; what no table stands behind is a figure without a value
        ("八、国有资本经营预算财政拨款支出情况说明", "2024年度无国有资本经营预算财政拨款支出。", []),
        ("十、机关运行经费支出说明", "本单位无机关运行经费支出。", [("amount", "机关运行经费支出", None, None)]),
        ("十、机关运行经费支出说明", "无", [("amount", "机关运行经费支出", None, None)]),
        ("十四、专项支出、转移支付支出情况说明", "无", []),
        ("十、机关运行经费支出说明", "机关运行经费XX万元，比上年增加XX万元。", []),
        # 0 and 零 without a unit, a budget and its outturn of another side, a change of direction in other words
        (
            "九、“三公”经费支出情况说明",
            "因公出国（境）费：0；公务接待费零支出，2022年为1万元；公务用车运行维护费较预算数节支2万元，为3万元。",
            [
                ("amount", "因公出国（境）费", "0", "万元"),
                ("amount", "公务接待费", "1", "万元"),
                ("change_amount", "公务用车运行维护费", "-2", "万元"),
                ("amount", "公务用车运行维护费", "3", "万元"),
            ],
        ),
        (
            "一、收入支出决算总体情况说明",
            "收入总计9万元。年初预算支出8万元，年中追加后支出7万元，仅为预算的87.5%。",
            [
                ("amount", "收入总计", "9", "万元"),
                ("initial_budget", "支出", "8", "万元"),
                ("amount", "支出", "7", "万元"),
                ("completion_pct", "支出", "87.5", "%"),
            ],
        ),
    ],
)  # fmt: skip
def test_wordings(section: str, text: str, figures: list[tuple[str, str, str | None, str | None]]) -> None:
    assert said(read(f"{section}\n{text}")) == figures


def test_what_a_change_is_against() -> None:
    prose = read(
        "二、收入决算情况说明\n收入合计5万元，比2021年增加1万元，较上年增加2万元，较年初预算数增加3万元。", 2023
    )
    assert [f.year_compared for f in prose.figures] == [None, 2021, 2022, None]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        # Last year's amounts are last year's, whoever comes first, the verb or the amount.
        ("收入合计5万元，2021年收入合计4万元。", [("5", 2022), ("4", 2021)]),
        ("收入合计5万元，比上年的4万元增加1万元。", [("5", 2022), ("4", 2021), ("1", 2022)]),
        ("收入合计由上年的6万元减少到5万元。", [("6", 2021), ("5", 2022)]),
        ("2020年，收入合计3万元，其中：其他收入1万元；本年其他收入2万元。", [("3", 2020), ("1", 2020), ("2", 2022)]),
        ("2020—2022年学费分别为3万元、4万元、5万元。", [("3", 2020), ("4", 2021), ("5", 2022)]),
        # 年初, 上年结转 and 上年末 are items of this year, and 加上年初 names no year.
        ("结余5万元，加上年初结转4万元。", [("5", 2022), ("4", 2022)]),
        ("上年结转和结余5万元，年初预算4万元，上年末结余3万元。", [("5", 2022), ("4", 2022), ("3", 2022)]),
    ],
)  # fmt: skip
def test_of_which_year(text: str, figures: list[tuple[str, int]]) -> None:
    prose = read(f"二、收入决算情况说明\n{text}", 2022)
    assert [(str(f.value).lstrip("-"), f.figure_year) for f in prose.figures] == figures


def test_what_is_compared_with() -> None:
    prose = read(
        "五、支出决算情况说明\n教育支出5万元，完成年初预算的90%，比上年增加1万元，较2020年增加2万元，较全年预算减少3万元。\n"
        "九、“三公”经费支出情况说明\n“三公”经费支出5万元，完成预算的90%。",
        2022,
    )
    assert [f.compared_with for f in prose.figures] == [
        *(None, "initial_budget", "last_year", "2020", "adjusted_budget"),
        *(None, "adjusted_budget"),
    ]


@pytest.mark.parametrize(
    ("text", "against"),
    [
        ("全年预算10万元，执行数9万元，执行率90%。", [None, None, "adjusted_budget"]),
        ("2022年决算数5万元，2021年决算数6万元，减少1万元，降幅16.67%。", [None, None, *["last_year"] * 2]),
        ("总收入由2021年的6万元增至8万元，增长33.33%。", [None, None, "last_year"]),
        ("教育支出年初预算5万元，决算6万元，增加1万元。", [None, None, "initial_budget"]),
    ],
)  # fmt: skip
def test_what_was_told_before_is_what_it_is_compared_with(text: str, against: list[str | None]) -> None:
    assert [f.compared_with for f in read(f"二、收入决算情况说明\n{text}", 2022).figures] == against


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
        ("九、三公经费情况说明\n“三公”经费共支出9万元。", ["“三公”经费"]),
        # what a bracket says of one item ends with it
        (
            "二、收入决算情况说明\n1.事业收入8万元（主要是学费），占80%；2.其他收入2万元，占20%。",
            [*["事业收入"] * 2, *["其他收入"] * 2],
        ),
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
        ("三、支出情况\n用于保障机构运转的日常支出9万元。\n与上年对比增加2万元。", ["保障机构运转的日常支出"] * 2),
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
    ],
)  # fmt: skip
def test_of_what_a_figure_is(text: str, figures: list[str]) -> None:
    assert [f.subject for f in read(text).figures] == figures


@pytest.mark.parametrize(
    ("text", "section"),
    [
        (f"{OTHERS}1.机关运行经费：支出5万元。", 10),
        (f"{OTHERS}（三）车辆：一般公务用车3辆。", 12),
        (f"{OTHERS}（四）绩效：对3个项目开展自评。", 13),
        ("第四部分 名词解释\n1.机关运行经费：指基本支出，如办公费5万元。", None),
        ("九、三公经费情况说明\n（一）车辆：购置费5万元。", 9),
        ("四、机关运行经费情况说明\n1.支出情况。\n支出5万元。", 10),
    ],
)
def test_a_name_before_a_colon_opens_its_section_among_other_matters(text: str, section: int | None) -> None:
    assert {f.section_no for f in read(f"二、收入决算情况说明\n收入5万元。\n{text}").figures[1:]} == {section}


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("接待费5万元，比上年减少2万元，主要原因是会议减少3万元；购置费6万元。", ["5", "-2", "-3 reason", "6"]),
        ("公务接待费5万元，主要用于接待甲0.3万元。", ["5", "0.3 use"]),
        ("债务余额一百二十万元，较上年增加（减少）-12万元，下降百分之五十。", ["120", "-12", "-50"]),
        ("新增债务零万元，债务余额约125万余元，公务用车两辆，下降百分之五。", ["0", "125", "2", "-5"]),
    ],
)  # fmt: skip
def test_every_number_is_told(text: str, figures: list[str]) -> None:
    prose = read(f"九、“三公”经费支出情况说明\n{text}")
    assert [f"{f.value} {f.context or ''}".strip() for f in prose.figures if f.metric] == figures


def test_what_is_told_in_passing_is_told_of_its_own() -> None:
    figures = read("三、支出\n支出20万元，原因是新增供水项目支出5万元，占支出的25%。").figures
    assert [(f.subject, f.context) for f in figures if f.metric == "share_pct"] == [("供水项目支出占支出", "reason")]


def test_parts_behind_a_budget_in_brackets_are_of_what_was_spent() -> None:
    figures = read("“三公”经费支出62万元（预算90万元），其中公务接待费12万元。").figures
    assert [f.metric for f in figures] == ["amount", "adjusted_budget", "amount"]


def test_a_name_before_a_bracket_is_of_the_number_in_it() -> None:
    figures = read("三、支出\n项目支出（320万元）比上年（300万元）增加20万元（6.67%）。").figures
    assert {f.subject for f in figures} == {"项目支出"}
    assert [f.of_this_year for f in figures if f.metric == "amount"] == [True, False]


def test_budget_for_two_sides_is_no_outturn() -> None:
    figures = read("四、财政拨款\n财政拨款收入、支出预算均为900万元。").figures
    assert all(f.metric in ("initial_budget", "adjusted_budget") for f in figures) and figures


@pytest.mark.parametrize(("second", "metric"), [("1.2", "amount"), ("3", "adjusted_budget")])
def test_parts_of_a_budget_told_as_spent_were_spent_unless_they_add_up_to_it(second: str, metric: str) -> None:
    figures = read(
        f"九、“三公”经费支出情况说明\n接待费预算5万元，其中国内接待费支出2万元，外宾接待费支出{second}万元。"
    ).figures
    assert [f.metric for f in figures] == ["adjusted_budget", metric, metric]


def test_how_far_a_budget_was_carried_out_by_a_month_is_told_of_that_time() -> None:
    figures = said(read("（五）部门预算执行进度：一季度18.6%、上半年43.2%、全年99.1%。"))
    assert figures == [
        ("completion_pct", time, rate, "%") for time, rate in (("一季度", "18.6"), ("上半年", "43.2"), ("全年", "99.1"))
    ]


def test_a_sum_of_a_list_is_of_all_of_it_and_what_is_summed_up_of_none_alone() -> None:
    figures = read(
        "三、支出\n办公费、印刷费共计3万元，占支出的5%。差旅费1万元，占支出的2%。两项合计4万元，下降0.9万元。"
    ).figures
    assert [f.subject for f in figures] == [
        "办公费、印刷费",
        "办公费、印刷费占支出",
        "差旅费",
        "差旅费占支出",
        "合计",
        "合计",
    ]


def test_what_is_told_against_a_budget_or_a_year_behind_a_count_is_of_the_money() -> None:
    figures = read(
        "九、“三公”经费\n“三公”经费36万元，警车22辆，比预算的40万元少支4万元，比2022年37万元少支1万元。"
    ).figures
    assert [f.subject for f in figures] == ["“三公”经费", "警车", *["“三公”经费"] * 4]
    assert [f.metric for f in figures][2:4] == ["adjusted_budget", "change_amount"]


def test_another_spending_behind_a_reason_is_no_part_of_it() -> None:
    figures = read(
        "三、支出\n基本支出16万元，比上年增加2万元，主要是奖励补贴；项目支出28万元，比年初预算30万元减少2万元。"
    ).figures
    assert [(f.subject, f.context) for f in figures[2:]] == [("项目支出", None)] * 3


def test_what_follows_when_all_of_the_parts_is_done_is_of_the_whole() -> None:
    figures = read("三、支出\n免费开放资金50万元，其中中央40万元、省级10万元，全部执行完毕，执行率100%。").figures
    assert figures[-1].subject == "免费开放资金"
