"""Hard constructions of one sentence each: what a number is of where the words for it stand elsewhere."""

from __future__ import annotations

import pytest

from tests.support.sentences import read

HEADINGS = {
    1: "一、收入支出决算总体情况说明",
    3: "三、支出决算情况说明",
    5: "五、一般公共预算财政拨款支出决算情况说明",
    9: "九、财政拨款“三公”经费支出决算情况说明",
    13: "十三、预算绩效情况说明",
}


def told(section: int, text: str) -> list[str]:
    """Each figure as its metric, subject, number and unit, its year where it is not 2022."""
    return [
        f"{f.metric} {f.subject} {f.value}{f.value_unit}" + (f" {f.figure_year}" if f.figure_year != 2022 else "")
        for f in read(f"{HEADINGS[section]}\n{text}", 2022).figures
    ]


@pytest.mark.parametrize(
    ("section", "text", "figures"),
    [
        # a change is of what was last counted in its unit, though it was counted by the way
        (
            9,
            "购置公务用车1辆，年末保有9辆，比上年末增加2辆。",
            ["count 购置公务用车 1辆", "count 公务用车保有量 9辆", "change_amount 公务用车保有量 2辆"],
        ),
        # or of the whole, behind all of its parts
        (
            9,
            "公务用车9辆，其中轿车4辆、客车5辆，比上年增加1辆。",
            ["count 公务用车 9辆", "count 轿车 4辆", "count 客车 5辆", "change_amount 公务用车 1辆"],
        ),
        (
            13,
            "项目自评平均分95分，其中最高99，最低90。",
            ["score 项目自评 95分", *("score 项目自评最高 99分", "score 项目自评最低 90分")],
        ),
        # a comma behind a whole number is none of its digits
        (
            13,
            "甲项目自评得分98，乙项目自评得分95.5。",
            ["score 甲项目 98分", "score 乙项目 95.5分"],
        ),
        # what is planned for the year to come has changed by then
        (
            9,
            "2023年“三公”经费预算26万元，较2022年预算30万元减少4万元。",
            [
                "adjusted_budget “三公”经费 26万元 2023",
                "adjusted_budget “三公”经费 30万元",
                "change_amount “三公”经费 -4万元 2023",
            ],
        ),
        # an item has its own 本年支出; it may have had no budget at all
        (5, "应急救治机构（项）年初没有安排预算，本年支出58万元。", ["amount 应急救治机构（项） 58万元"]),
        (5, "灾害防治支出年初未列预算，决算85万元。", ["amount 灾害防治支出 85万元"]),
        # years behind the name of several
        (
            9,
            "公务接待费近两年决算数：2021年7.1万元，2022年5万元。",
            ["amount 公务接待费 7.1万元 2021", "amount 公务接待费 5万元"],
        ),
        # a share of last year's sum names no other thing
        (
            9,
            "公务接待费3万元，占上年决算4万元的75%。",
            ["amount 公务接待费 3万元", "amount 公务接待费 4万元 2021", "share_pct 公务接待费占上年 75%"],
        ),
        # the parts of a budget are of that one, with the word for it or without
        (
            9,
            "“三公”经费年初预算9万元，其中公务接待费预算8万元。",
            ["initial_budget “三公”经费 9万元", "initial_budget 公务接待费 8万元"],
        ),
        (
            9,
            "“三公”经费预算8万元，其中接待费2万元，占25%；用车费6万元，占75%。",
            [
                *("adjusted_budget “三公”经费 8万元", "adjusted_budget 接待费 2万元", "share_pct 接待费 25%"),
                *("adjusted_budget 用车费 6万元", "share_pct 用车费 75%"),
            ],
        ),
        # what the batches cost is no cost of a number of them
        (
            9,
            "公务接待8个批次、61人次，支出2万元。",
            ["count 公务接待批次 8个", "count 公务接待 61人次", "amount 公务接待 2万元"],
        ),
        # two that are equal are what both numbers behind them are of
        (1, "收入总计与支出总计相等，均为9万元。", ["amount 收入总计 9万元", "amount 支出总计 9万元"]),
        # what is carried over was not carried out
        (
            9,
            "接待费支出9万元，结转1万元，执行率90%。",
            ["amount 接待费 9万元", "amount 结转 1万元", "completion_pct 接待费 90%"],
        ),
        # of what a code behind its name is, and how many came, more or less
        (5, "行政运行2010301：预算数9万元。", ["initial_budget 行政运行2010301 9万元"]),
        (9, "公务接待三十五批，280余人。", ["count 公务接待 35批", "count 公务接待 280人"]),
        (3, "支出进度为98%，其中基本支出99%。", ["completion_pct 本年支出合计 98%", "completion_pct 基本支出 99%"]),
        # what was planned is done so far; what graded projects score is of all; less than others have
        (9, "接待费9万元，预算完成72%。", ["amount 接待费 9万元", "completion_pct 接待费 72%"]),
        (
            13,
            "优秀项目12个，良好项目2个，平均94分。",
            ["count 优秀项目 12个", "count 良好项目 2个", "score 绩效自评项目 94分"],
        ),
        (9, "公用经费9万元，比全市平均水平低2万元。", ["amount 公用经费 9万元", "change_amount 公用经费 -2万元"]),
        (
            13,
            "项目支出9万元，减少金额2万元，减少比例为18.18%。",
            ["amount 项目支出 9万元", "change_amount 项目支出 -2万元", "change_pct 项目支出 -18.18%"],
        ),
        # about how many tenths, and then exactly
        (3, "项目支出9万元，占比近五成，为49.46%。", ["amount 项目支出 9万元", "share_pct 项目支出 49.46%"]),
        # a rate was another, and a mark that was passed is not what it came to
        (
            13,
            "森林覆盖率由62.1%提高到62.8%，提高0.7个百分点。",
            ["share_pct 森林覆盖率 62.1% 2021", "share_pct 森林覆盖率 62.8%", "change_pct 森林覆盖率 0.7%"],
        ),
        (
            3,
            "资产负债率由年初的12.6%降至11.8%。支出总额突破3000万元，达到3194万元。",
            [
                *("share_pct 年初资产负债率 12.6%", "share_pct 资产负债率 11.8%"),
                *("amount 支出总额 3000万元", "amount 支出总额 3194万元"),
            ],
        ),
        (1, "收支相抵，收大于支44.6万元。", ["amount 收支相差 44.6万元"]),
    ],
)
def test_what_one_sentence_says(section: int, text: str, figures: list[str]) -> None:
    assert told(section, text) == figures


@pytest.mark.parametrize("against", ["对比上年度", "较之上年", "相比上年", "同上年比，", "比上一年度", "比去年同期"])
def test_however_it_is_compared_with_the_year_before(against: str) -> None:
    figures = read(f"{HEADINGS[9]}\n接待费{against}减少2万元。", 2022).figures
    assert [(f.subject, str(f.value), f.compared_with) for f in figures] == [("接待费", "-2", "last_year")]


@pytest.mark.parametrize("budget", ["年初预算", "年初批复预算", "年初核定预算", "年初安排预算", "年初部门预算数"])
def test_however_the_first_budget_is_called(budget: str) -> None:
    text = f"接待费{budget}9万元，具体为：外宾5万元、内宾4万元。车辆费8万元，占{budget}9万元的88.89%。"
    metrics = [f.metric for f in read(f"{HEADINGS[9]}\n{text}").figures]
    assert metrics == [*["initial_budget"] * 3, "amount", "initial_budget", "completion_pct"]


@pytest.mark.parametrize(
    ("printed", "value"), [("13，502，000元", "13502000"), ("﹣3.2万元", "-3.2"), ("13，502万元", "None")]
)
def test_a_wide_comma_parts_thousands_where_it_must_and_is_told_where_it_may(printed: str, value: str) -> None:
    (figure,) = read(f"{HEADINGS[3]}\n年末结余{printed}。").figures
    assert str(figure.value) == value


def test_a_bracket_that_is_closed_counts_for_nothing_behind_it() -> None:
    assert told(9, "公务用车9辆（其中救护车3辆），比上年增加1辆。")[-1] == "change_amount 公务用车 1辆"


def test_a_sum_in_characters_keeps_all_of_its_digits() -> None:
    (figure,) = read("本年支出合计壹亿贰仟叁佰贰拾贰万捌仟捌佰零伍元伍角。").figures
    assert (str(figure.value), figure.value_unit) == ("123228805.5", "元")
