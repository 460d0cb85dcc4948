"""The same said in other words: nothing that is read of it changes but the name, where the words are in it."""

from __future__ import annotations

import pytest

from tests.support.sentences import read

INCOME, BOTH, THREE_PUBLIC = (
    "二、收入决算情况说明\n",
    "四、财政拨款收入支出决算总体情况说明\n",
    "九、“三公”经费支出情况说明\n",
)


@pytest.mark.parametrize(
    ("text", "words", "others"),
    [
        # the turn to the other side, and to an item of its own line
        (
            f"{BOTH}财政拨款收入1150万元，占总收入95.47%；支出1132万元，占总支出96.1%。",
            "支出1132",
            ["支出为1132", "支出共计1132"],
        ),
        (
            "一、收支\n收入102万元，支出101万元，年末结转1万元。收入比上年增加3万元。",
            "比上年",
            ["与上年相比，", "较2022年相比，"],
        ),
        (
            f"{THREE_PUBLIC}债务：年末余额86万元。\n三公：支出9万元，比预算12万元少3万元。",
            "支出9",
            ["支出约9", "支出达9", "支出为9"],
        ),
        # what keeps an office going is one name, however its sum is introduced
        (
            "三、支出\n用于保障机构正常运转的日常支出613万元。与上年对比增加24万元。",
            "支出613",
            ["支出约613", "支出达613"],
        ),
        # what was spent in all of what was planned or counted right before it
        (f"{THREE_PUBLIC}公务接待费预算2万元，支出0.9万元。", "支出0.9", ["支出合计0.9", "支出总额0.9"]),
        (f"{THREE_PUBLIC}购置公务用车1辆，支出18万元。", "支出18", ["支出合计18"]),
        # shares in a list of where all came from; each of its own
        (f"{INCOME}收入来源：财政拨款1300万元，占94.2%。", "，占", ["，占比为", "，所占比重为"]),
        (f"{INCOME}事业收入9万元、其他收入5万元，分别较上年增长3.1%、下降8.6%。", "增长3.1%、下降", ["增幅3.1%、降幅"]),
        # more and less in other words
        (f"{INCOME}事业收入9万元，较上年增加6万元。", "较上年增加", ["较上年相比多", "较上年有所增加", "与上年相比多"]),
        (f"{INCOME}事业收入9万元，较年初预算减少6万元。", "较年初预算减少", ["与年初预算相比少"]),
        (
            f"{THREE_PUBLIC}接待费3万元、会议费2万元，同比分别下降2.8%、下降3%。",
            *("下降2.8%、下降", ["略下降2.8%、大幅下降", "下降2.8%、下滑"]),
        ),
        (
            "一、收支\n接待费2万元。\n与上年比：收入增加86万元，支出增加72万元。",
            *("增加", ["大幅增加"]),
        ),
        # of which year, and of which budget
        (
            f"{THREE_PUBLIC}公务接待费支出0.9万元，完成年初预算的44%。",
            "完成年初预算的",
            ["年初预算执行率为", "年初预算完成率"],
        ),
        ("三、支出\n本年支出由1362万元减少到1350万元。", "本年支出由", ["2023年度本年支出由", "当年支出由"]),
        (
            f"{THREE_PUBLIC}“三公”经费支出比上年15万元增加20万元，其中购车因素18万元。",
            "“三公”经费支出比",
            ["2023年“三公”经费支出比"],
        ),
        (
            f"{THREE_PUBLIC}项目9万元。\n“三公”经费支出情况：全年支出2.6万元。",
            "“三公”经费支出情况",
            ["2023年度“三公”经费支出情况"],
        ),
        (f"{THREE_PUBLIC}运行费12.4万元（预算13万元），节支0.6万元。", "运行费12.4", ["2023年度运行费12.4"]),
        # what is put in brackets, and what is named behind them
        (f"{INCOME}收入9万元，全部为财政拨款收入，占100%。", "，占100%", ["（占100%）", "（100%）"]),
        (
            f"{INCOME}财政拨款收入最多，为9万元，占90%；其次是事业收入，为1万元，占10%。",
            *("，占90%；", ["（占90%）；"]),
        ),
        # of a total, what came in within the year; a bare outturn of what was appropriated
        (
            f"{INCOME}收入总额642万元，其中本年收入610万元；较2022年度减少2万元。",
            *("本年收入", ["当年收入", "本年度收入"]),
        ),
        (f"{BOTH}财政拨款支出9万元，占90%。", "财政拨款支出9", ["财政拨款实际支出9"]),
        (
            "五、支出\n（1）行政运行（2010301）：年初预算512万元，决算548万元。",
            *("年初预算", ["年初批复预算", "年初安排预算"]),
        ),
        ("三、支出\n2023年年初预算收入186万元，决算收入243万元，完成130.65%。", "预算收入", ["预算收入达"]),
    ],
)
def test_other_words_for_the_same(text: str, words: str, others: list[str]) -> None:
    def figures(text: str) -> list[tuple[object, ...]]:
        told = read(text).figures
        return [(f.metric, f.value, f.figure_year, f.compared_with, f.context, f.concept) for f in told]

    assert words in text
    assert [figures(text.replace(words, other)) for other in others] == [figures(text)] * len(others)


def test_what_a_side_is_compared_with_turns_to_it_only_where_nothing_else_is_spent() -> None:
    figures = read(f"{THREE_PUBLIC}公务接待费预算2万元，支出1.8万元，支出与上年相比，减少0.2万元。").figures
    assert {f.subject for f in figures} == {"公务接待费"}


def test_the_rate_of_a_part_whose_budget_and_outturn_are_told_is_its_own() -> None:
    text = "三公经费9万元，其中：出国预算2万元，支出1万元；公务用车预算9万元，支出8万元，执行率88.9%。"
    assert read(f"{THREE_PUBLIC}{text}").figures[-1].subject == "公务用车"


def test_what_each_costs_on_average_is_not_what_all_costs() -> None:
    figures = read(f"{THREE_PUBLIC}公务接待费0.92万元，接待11批96人，平均96元。").figures
    assert (figures[-1].subject, figures[-1].concept) == ("平均公务接待费", "reception_each")
