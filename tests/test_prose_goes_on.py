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
    ],
)
def test_of_what(text: str, subject: str) -> None:
    assert [name for _, name, value, _ in said(read(OTHERS + text)) if value in ("7", "-7")] == [subject]


def test_a_rate_of_two_gives_the_sum_of_each() -> None:
    text = "一、收入支出决算总体情况说明\n收入总计90万元，支出总计90万元，比上年各减少10%，即10万元。"
    assert told(text)[-2:] == ["收入总计 -10 last_year", "支出总计 -10 last_year"]


def test_a_further_reason_counts_nothing_of_the_year() -> None:
    text = "下降的原因一是严控标准；二是封存车辆3辆；公务用车保有量5辆。"
    assert [f.context for f in read(THREE_PUBLIC + text).figures] == ["reason", None]


def test_a_line_break_may_go_through_a_number() -> None:
    assert said(read(f"{OTHERS}1.收入。总收入21,\n306.4万元，其中财政拨款收入2万元。"))[0][2] == "21306.4"
