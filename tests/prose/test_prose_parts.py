"""Parts and wholes in the prose: of what what is told behind them is, and what adds up."""

from __future__ import annotations

import pytest

from tests.support.sentences import read


def test_parts_behind_a_budget_in_brackets_are_of_what_was_spent() -> None:
    figures = read("“三公”经费支出62万元（预算90万元），其中公务接待费12万元。").figures
    assert [f.metric for f in figures] == ["amount", "adjusted_budget", "amount"]


@pytest.mark.parametrize(("second", "metric"), [("1.2", "amount"), ("3", "adjusted_budget")])
def test_parts_of_a_budget_told_as_spent_were_spent_unless_they_add_up_to_it(second: str, metric: str) -> None:
    figures = read(
        f"九、“三公”经费支出情况说明\n接待费预算5万元，其中国内接待费支出2万元，外宾接待费支出{second}万元。"
    ).figures
    assert [f.metric for f in figures] == ["adjusted_budget", metric, metric]


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


def test_another_spending_behind_a_reason_is_no_part_of_it() -> None:
    figures = read(
        "三、支出\n基本支出16万元，比上年增加2万元，主要是奖励补贴；项目支出28万元，比年初预算30万元减少2万元。"
    ).figures
    assert [(f.subject, f.context) for f in figures[2:]] == [("项目支出", None)] * 3


def test_what_follows_when_all_of_the_parts_is_done_is_of_the_whole() -> None:
    figures = read("三、支出\n免费开放资金50万元，其中中央40万元、省级10万元，全部执行完毕，执行率100%。").figures
    assert figures[-1].subject == "免费开放资金"


def test_parts_told_in_a_sentence_of_their_own_are_of_what_the_whole_was() -> None:
    figures = read("三、支出\n财政拨款支出完成预算的98%。其中基本支出完成99%，项目支出完成97%。").figures
    assert [(f.metric, f.subject, str(f.value), f.value_unit) for f in figures] == [
        ("completion_pct", "财政拨款支出", "98", "%"),
        ("completion_pct", "基本支出", "99", "%"),
        ("completion_pct", "项目支出", "97", "%"),
    ]


def test_parts_in_brackets_end_with_them() -> None:
    figures = read("四、其他\n经费9元（其中车费8元），餐费7元。").figures
    assert [f.parent for f in figures] == [None, "经费", None]


def test_parts_without_a_word_for_it_are_those_of_what_they_add_up_to() -> None:
    parts = "三、支出\n支出合计9万元，基本支出6万元，项目支出{left}万元，比上年压缩3.5%。"
    assert read(parts.format(left="3")).figures[-1].subject == "支出合计"
    assert read(parts.format(left="2")).figures[-1].subject == "项目支出"


def test_what_adds_up_by_chance_is_no_whole() -> None:
    figures = read("四、其他\n总收入9万元，总支出6万元，年末结余3万元，比上年增长3.5%。").figures
    assert figures[-1].subject == "年末结余"


def test_what_a_cause_told_before_it_has_changed_is_not_of_the_cause() -> None:
    figures = read("三、支出\n因公用经费压减10%，支出减少20万元。由于会议费减少2万元，支出减少1万元。").figures
    assert [(f.subject, f.context) for f in figures] == [
        ("公用经费", "reason"),
        ("本年支出合计", None),
        ("会议费", "reason"),
        ("本年支出合计", None),
    ]


@pytest.mark.parametrize("ordinals", [("", ""), ("1.", "2."), ("（1）", "（2）")])
@pytest.mark.parametrize(
    ("whole", "part"),
    [
        ("“三公”经费年初预算27万元", ("initial_budget", "23", 2023)),
        ("上年“三公”经费支出27万元", ("amount", "23", 2022)),
        ("“三公”经费支出比上年减少27万元", ("change_amount", "-23", 2023)),
        ("“三公”经费支出27万元", ("amount", "23", 2023)),
    ],
)
def test_parts_each_on_a_line_of_its_own_are_what_they_are_in_one_line(
    whole: str, part: tuple[str, str, int], ordinals: tuple[str, str]
) -> None:
    first, second = ordinals
    text = f"{whole}，其中：\n{first}公务用车购置费23万元；\n{second}公务接待费4万元。\n会议费3万元。"
    figures = read(f"九、“三公”经费支出情况说明\n{text}").figures
    assert (figures[1].metric, str(figures[1].value), figures[1].figure_year) == part
    assert [f.parent for f in figures[1:]] == [figures[0].subject] * 2 + [None]


def test_a_list_whose_first_part_stands_behind_its_word_goes_on_in_the_next_lines() -> None:
    text = "“三公”经费年初预算27万元；其中：公务用车购置费23万元；\n公务接待费4万元。\n●会议费3万元。"
    figures = read(f"九、“三公”经费支出情况说明\n{text}").figures
    assert [f.metric for f in figures] == ["initial_budget"] * 3 + ["amount"]
