"""What a sentence takes over from those before it: the year, the budget, what is spoken of."""

from __future__ import annotations

import pytest

from tests.support.sentences import read, said

THREE_PUBLIC = "九、“三公”经费支出情况说明\n"
OTHERS = "四、其他情况说明\n"


def told(text: str) -> list[str]:
    """Each figure as `subject value`, with its year where that is not 2023, and what it is against."""
    found = []
    for f in read(text).figures:
        if f.metric is not None and f.value is not None:
            year = f"@{f.figure_year}" if f.figure_year != 2023 else ""
            found.append(f"{f.subject} {f.value}{year}" + (f" {f.compared_with}" if f.compared_with else ""))
    return found


def test_parts_behind_a_full_stop_are_of_the_year_of_the_whole() -> None:
    text = "上年“三公”经费合计9万元。其中：公务用车运行费6万元，公务接待费3万元。本年合计8万元。"
    assert told(THREE_PUBLIC + text)[:3] == ["“三公”经费合计 9@2022", "公务用车运行费 6@2022", "公务接待费 3@2022"]
    assert not told(THREE_PUBLIC + text)[3].endswith("@2022")


def test_a_budget_is_no_base_for_what_the_next_sentence_names_anew() -> None:
    text = "“三公”经费9万元，预算10万元，下降2%。会议费8万元，下降3%。\n四、与年初预算比\n培训费7万元，减少4%。"
    assert [t for t in told(THREE_PUBLIC + text) if "-" in t] == [
        *("“三公”经费 -2 adjusted_budget", "会议费 -3", "培训费 -4 initial_budget"),
    ]


def test_a_heading_says_the_unit_of_all_sums_below_it() -> None:
    figures = read("一、收支情况（单位：万元）\n收入：386.2，其中财政3,620.0。车辆2。\n二、其他\n支出：9.5。").figures
    assert [(f.subject, f.value_unit) for f in figures] == [
        *(("收入", "万元"), ("财政", "万元"), ("", None), ("", None)),
    ]


def test_parts_behind_a_budget_and_a_semicolon_are_of_what_was_spent() -> None:
    found = read(THREE_PUBLIC + "“三公”经费9万元，预算10万元；其中车8万元↓3%、接待1万元。").figures
    assert [f"{f.metric} {f.subject} {f.value}" for f in found][2:] == [
        *("amount 车 8", "change_pct 车 -3", "amount 接待 1"),
    ]


def test_lines_of_a_list_are_sentences_of_their_own() -> None:
    lines = "“三公”经费：9万元（预算10万元）\n会议费：8万元，下降3%\n绩效自评：项目7个，均分96分"
    assert told("某镇2023年决算\n" + lines) == [
        *("“三公”经费 9", "“三公”经费 10", "会议费 8", "会议费 -3", "绩效自评 7", "绩效自评 96"),
    ]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        # with the first sum of a paragraph, to its end or to what says that it is of this year again
        ("2022年接待费5万元。外宾接待1万元。国内接待4万元。\n接待费4万元。", [2022, 2022, 2022, 2023]),
        ("上年接待费5万元。运行费3万元。本年接待费4万元。运行费2万元。", [2022, 2022, 2023, 2023]),
        ("上年接待费5万元。接待费4万元。运行费3万元。", [2022, 2023, 2023]),
        ("上年接待费5万元。今年比上年减少1万元。运行费3万元。", [2022, 2023, 2023]),
        # by a clause, a sentence or a line that says no more than the year
        ("去年同期，接待费5万元，今年接待费4万元。", [2022, 2023]),
        ("（一）2022年度。接待费5万元。年末结余1万元。\n（二）2023年度。接待费4万元。", [2022, 2022, 2023]),
        ("（一）上年情况\n接待费5万元。\n运行费3万元。\n（二）本年情况\n接待费4万元。", [2022, 2022, 2023]),
        ("上年接待费5万元。运行费4万元，较2022年的3万元增加1万元。", [2022, 2023, 2022, 2023]),
        ("（一）上年情况\n接待费5万元。\n其中接待费用于外宾1万元，接待费结余0万元。接待费5万元。", [2022] * 4),
        # not with a count, with an earlier year, or behind this one
        ("2022年接待10批次。运行费3万元。", [2022, 2023]),
        ("2019年接待费5万元。运行费3万元。", [2019, 2023]),
        ("2023年接待费4万元；2022年接待费5万元。运行费3万元。", [2023, 2022, 2023]),
    ],
)
def test_a_paragraph_tells_of_the_year_with_which_it_begins(text: str, years: list[int]) -> None:
    assert [f.figure_year for f in read(THREE_PUBLIC + text).figures] == years


def test_a_heading_is_of_the_year_before_where_another_says_the_same_of_this_year() -> None:
    sums = "收入合计9万元，支出合计8万元。"
    both = read(f"一、2022年收支情况\n{sums}\n二、2023年收支情况\n{sums}")
    assert [f.figure_year for f in both.figures] == [2022, 2022, 2023, 2023]
    left_over = read(f"一、2022年收支情况\n{sums}\n二、2023年结余情况\n结余1万元。")
    assert {f.figure_year for f in left_over.figures} == {2023}


def test_the_parts_of_another_year_are_of_that_year() -> None:
    text = (
        "2023年决算9万元，其中接待费6万元；2022年决算8万元，其中接待费5万元，运行费3万元。药占比30%，较上年的33%下降。"
    )
    assert told(THREE_PUBLIC + text)[1::2] == ["接待费 6", "接待费 5@2022", "药占比 30"]
    assert told(THREE_PUBLIC + text)[4::2] == ["运行费 3@2022", "药占比 33@2022"]


@pytest.mark.parametrize(
    ("text", "against"),
    [
        ("2022年收入9万元，2023年收入10万元，增加1万元。", "last_year"),
        ("2023年收入10万元，2022年收入9万元，增加1万元。", "last_year"),
        ("2023年收入10万元，上年9万元。增加1万元。", "last_year"),
        ("2023年收入10万元，增加1万元。", None),
    ],
)
def test_a_change_is_against_the_other_year(text: str, against: str | None) -> None:
    (change,) = [f for f in read(OTHERS + text).figures if f.metric == "change_amount"]
    assert (change.compared_with, change.year_compared) == (against, against and 2022)


def test_each_part_of_a_score_has_its_own() -> None:
    text = "十三、预算绩效情况说明\n部门整体支出得分95.7分，其中产出指标满分50分，得48.9分；效益指标满分30分，得27分。"
    assert [f.subject for f in read(text).figures if f.metric == "score"] == ["部门整体", "产出指标", "效益指标"]


def test_one_number_may_be_of_several_years() -> None:
    text = "2023年、2022年因公出国（境）费均为0元，2021年、2022年平均接待费3元。"
    assert told(THREE_PUBLIC + text)[:2] == ["因公出国（境）费 0", "因公出国（境）费 0@2022"]
    assert len(told(THREE_PUBLIC + text)) == 3


def test_a_bare_budget_is_the_one_told_before() -> None:
    text = "公务接待费年初预算5万元。全年支出4万元。决算比预算减少1万元，完成预算的80%。"
    assert [t.split()[-1] for t in told(THREE_PUBLIC + text)][2:] == ["initial_budget", "initial_budget"]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("收入9万元：财政拨款8万元、利息1万元。支出7万元。", "支出"),
        ("我校取得各项收入9万元；发生各项支出7万元。", "支出"),
        ("采购预算9万元，采购金额8万元，其中货物5万元、服务3万元，节约资金7万元。", "采购"),
        ("收支相抵后结余9万元，连同上年结转7万元。", "上年结转"),
        ("——因公出国（境）费7万元。", "因公出国（境）费"),
        ("8.固定资产。期初9万元，本年增加7万元。", "固定资产"),
        ("8.固定资产。期初9万元，期末7万元。", "固定资产"),
        ("财政拨款收支总预算9万元，决算收入8万元，决算支出7万元。", "支出"),
        ("1、公务接待费。本年支出7万元，上年支出8万元。", "公务接待费"),
        ("2、车辆费用。本年支出7万元，上年支出8万元。", "车辆费用"),
        ("三公经费9万元，只有公务接待费一项。2022年7万元。", "三公经费"),
        ("第四，“三公”方面。预算控制数9万元，实际支出7万元。", "“三公”"),
        ("人员支出占76.2%，7万元；公用支出占14.1%，9万元。", "人员支出"),
        ("公务接待费9万元，相较于2022年度的7万元减少2万元。", "公务接待费"),
        ("公务接待费2万元，比预算9万元省7万元。", "公务接待费"),
        ("支出9万元，比上年增加人员经费7万元。", "人员经费"),
        ("年初预算安排人员经费9万元、公用经费7万元。", "公用经费"),
        ("接待费9万元，占公用支出8万元的31.46%，较预算16万元节约7万元。", "接待费"),
        ("用于人员9万元，占90%，用于项目7万元，占10%。", "项目"),
        ("财政拨款收入最多，为7万元。", "财政拨款收入"),
        ("其他收入9万元。\n支出：全年7万元，比上年增支1万元。", "支出"),
        ("培训费9万元。\n6.政府采购。今年7万元。", "政府采购支出总额"),
        ("年中因机构改革划转增加预算9万元，调整后为7万元。", "其他"),
        ("出国费9万元，占90%；接待费1万元，占10%；三项共7万元。", "合计"),
        ("收入预算9万元，实际完成16万元，超额7万元。", "收入"),
        ("基本9万元、占56%；项目7万元、占44%。", "项目"),
        ("在7万元的总支出中，人员经费6万元。", "总支出"),
        ("本年收入9万元，较之上年的7万元多出2万元。", "本年收入"),
        ("三公经费“零增长”，仍为7万元。", "三公经费"),
        ("三公经费9万元：接待费8万元、车辆费1万元。上年7万元。", "三公经费"),
        ("生均财政拨款9万元，生均支出7万元。", "生均支出"),
        ("我办共收到财政拨款9万元；共发生支出7万元。", "支出"),
        ("财政拨款9万元（其中基本2万元、项目7万元）。", "项目"),
        ("“三公”经费2万元，同比7万元下降71.43%。", "“三公”经费"),
        ("财政补助收入9万元，较年初批复数7万元增加2万元。", "财政补助收入"),
        ("运行费9万元，同比-7万元。", "运行费"),
        ("行政运行（项）9万元，增加的7万元为追加的经费。", "行政运行（项）"),
    ],
)
def test_of_what(text: str, subject: str) -> None:
    assert [name for _, name, value, _ in said(read(OTHERS + text)) if value in ("7", "-7")] == [subject]


def test_what_is_said_of_both_sides_at_once() -> None:
    text = "四、财政拨款收入支出决算总体情况说明\n财政拨款收支决算均为9万元，分别比预算增加2万元。"
    assert told(text) == [
        "财政拨款收入 9",
        "财政拨款支出 9",
        "财政拨款收入 2 initial_budget",
        "财政拨款支出 2 initial_budget",
    ]


def test_a_budget_in_a_list_is_of_this_year() -> None:
    text = "“三公”经费2万元，与上年3万元、预算4万元相比，分别减少1万元、2万元。"
    assert told(THREE_PUBLIC + text)[1:] == [
        "“三公”经费 3@2022",
        "“三公”经费 4",
        "“三公”经费 -1 last_year",
        "“三公”经费 -2 adjusted_budget",
    ]


def test_what_the_whole_spent_is_of_the_whole_again() -> None:
    text = (
        "本年支出9万元，其中公务接待费2万元，较上年减少1万元；本年支出较上年增加3万元。公务接待费上年7万元，本年2万元。"
    )
    assert told(THREE_PUBLIC + text)[3:] == [
        "“三公”经费财政拨款支出 3 last_year",
        "公务接待费 7@2022",
        "公务接待费 2",
    ]


def test_a_share_of_the_sum_is_of_no_part() -> None:
    text = "教育支出9万元，科技支出1万元，两项合计占本年支出的88.2%。"
    assert told(OTHERS + text)[2] == "合计占本年支出 88.2"


def test_a_count_was_another_last_year() -> None:
    assert told(THREE_PUBLIC + "公务用车保有量由9辆减为7辆。") == ["公务用车保有量 9@2022", "公务用车保有量 7"]


def test_a_rate_of_two_gives_the_sum_of_each() -> None:
    text = "一、收入支出决算总体情况说明\n收入总计90万元，支出总计90万元，比上年各减少10%，即10万元。"
    assert told(text)[-2:] == ["收入总计 -10 last_year", "支出总计 -10 last_year"]


def test_a_further_reason_counts_nothing_of_the_year() -> None:
    text = "下降的原因一是严控标准；二是封存车辆3辆；公务用车保有量5辆。"
    assert [f.context for f in read(THREE_PUBLIC + text).figures] == ["reason", None]


def test_what_stands_in_a_bracket_is_of_the_year_before_it() -> None:
    text = "支出总计9万元（含年末结转2万元），2022年为8万元（含年末结转1万元），事业收入3万元。"
    assert told(OTHERS + text)[1:] == ["年末结转 2", "支出总计 8@2022", "年末结转 1@2022", "事业收入 3"]
    text = "支出9万元（上年8万元），增加1万元。其中：公务接待费4万元（上年3万元）；其中：外宾接待费2万元。"
    assert told(OTHERS + text)[2:] == [
        "支出 1 last_year",
        "公务接待费 4",
        "公务接待费 3@2022",
        "外宾接待费 2",
    ]


def test_a_rate_that_goes_on_is_of_the_budget_that_it_names() -> None:
    text = "支出9万元，完成年初预算的121.7%、调整预算的99.3%，比上年压减公用经费10%以上。"
    assert told(OTHERS + text)[1:] == [
        "支出 121.7 initial_budget",
        "支出 99.3 adjusted_budget",
        "公用经费 -10 last_year",
    ]


@pytest.mark.parametrize(
    "text", ["年初预算5万元，决算为0，原因是取消出访。", "5万元，年初预算为0。", "5万元，接待9批次。其中：出国0；"]
)
def test_a_zero_may_do_without_its_unit(text: str) -> None:
    assert ("0", "万元") in [(value, unit) for _, _, value, unit in said(read(f"{THREE_PUBLIC}因公出国（境）费{text}"))]


def test_what_goes_on_behind_a_comma_of_a_list_is_of_the_year_before_it() -> None:
    text = "2022年收入9万元、支出8万元，2023年收入7万元。"
    assert told(OTHERS + text) == ["收入 9@2022", "支出 8@2022", "收入 7"]


def test_shares_of_what_is_named_once() -> None:
    text = (
        "各项支出占比：出国费0%，接待费11.9%。本年收入9万元，全部为财政拨款收入，占100%。预留比例90%，高于规定的40%。"
    )
    figures = read(OTHERS + text).figures
    assert [(f.subject, f.context) for f in figures if f.value_unit == "%"] == [
        ("出国费", None),
        ("接待费", None),
        ("财政拨款收入", None),
        ("本年收入", None),
        ("本年收入", "plan"),
    ]


def test_a_line_break_may_go_through_a_number() -> None:
    assert said(read(f"{OTHERS}1.收入。总收入21,\n306.4万元，其中财政拨款收入2万元。"))[0][2] == "21306.4"
