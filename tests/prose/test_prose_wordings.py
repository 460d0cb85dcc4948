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


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("接待费5万元，比上年减少2万元，主要原因是会议减少3万元；购置费6万元。", ["5", "-2", "-3 reason", "6"]),
        ("公务接待费5万元，主要用于接待甲0.3万元。", ["5", "0.3 use"]),
        ("债务余额一百二十万元，较上年增加（减少）-12万元，下降百分之五十。", ["120", "-12", "-50"]),
        ("新增债务零万元，债务余额约125万余元，公务用车两辆，下降百分之五。", ["0", "125", "2", "-5"]),
        # Digits that cannot be read leave no figure, and a bullet without Unicode leaves it.
        ("接待费\ufffd\ufffd22.62万元，购置费234.3\ufffd万元，培训费3\ufffd.60万元，债务余额\ufffd5万元。", ["5"]),
    ],
)  # fmt: skip
def test_every_number_is_told(text: str, figures: list[str]) -> None:
    prose = read(f"九、“三公”经费支出情况说明\n{text}")
    assert [f"{f.value} {f.context or ''}".strip() for f in prose.figures if f.metric] == figures
