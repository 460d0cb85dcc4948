"""Constructions that no list of wordings had: each kind once, with what it must give."""

from __future__ import annotations

import pytest

from tests.support.sentences import read, said

INCOME, THREE_PUBLIC, PERFORMANCE = "二、收入决算情况说明\n", "九、“三公”经费支出情况说明\n", "十三、绩效评价情况说明\n"


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        # other verbs of change, and changes by comparison alone
        (f"{INCOME}事业收入较上年度提升11.2%，增加额为3万元。",
         ["change_pct 事业收入 11.2", "change_amount 事业收入 3"]),
        (f"{INCOME}事业收入较年初预算结余4.9万元。", ["change_amount 事业收入 -4.9"]),
        (f"{THREE_PUBLIC}公务接待费6万元，低于上年4.1%，高于预算0.1万元。",
         ["amount 公务接待费 6", "change_pct 公务接待费 -4.1", "change_amount 公务接待费 0.1"]),
        (f"{THREE_PUBLIC}公务接待费下降幅度较大，由上年10.5万元压减至4.1万元。",
         ["amount 公务接待费 10.5", "amount 公务接待费 4.1"]),
        # a share that moves, a completion that goes on with another budget, shares of several in their order
        (f"{INCOME}财政拨款收入占比由2022年的98.2%提高到99.6%。",
         ["share_pct 财政拨款收入 98.2", "share_pct 财政拨款收入 99.6"]),
        (f"{THREE_PUBLIC}“三公”经费完成年初预算的79.45%、全年预算的80.93%。",
         ["completion_pct “三公”经费 79.45", "completion_pct “三公”经费 80.93"]),
        (f"{INCOME}事业收入3万元、其他收入1万元，两者占比依次为75%、25%。",
         ["amount 事业收入 3", "amount 其他收入 1", "share_pct 事业收入 75", "share_pct 其他收入 25"]),
        # the name behind its number; the unit of nothing left out
        (f"{INCOME}事业收入3万元，其余1万元为其他收入。", ["amount 事业收入 3", "amount 其他收入 1"]),
        (f"{THREE_PUBLIC}公车运行4.2万元、接待0.68万元、出国0。",
         ["amount 公车运行 4.2", "amount 接待 0.68", "amount 出国 0"]),
        (f"{THREE_PUBLIC}因公出国（境）62个团组，131人次。", ["count 因公出国（境） 62", "count 因公出国（境） 131"]),
        # money speaks of money again after what was counted or rated by the way; 接待 is new where nothing spoke of it
        (f"{THREE_PUBLIC}公务接待费2万元，来访4批共22人，较上年节省0.7万元。",
         ["amount 公务接待费 2", "count 来访 4", "count 来访 22", "change_amount 公务接待费 -0.7"]),
        (f"{PERFORMANCE}绩效自评项目共3个，自评覆盖率达到100%，涉及资金5万元。",
         ["count 绩效自评项目 3", "share_pct 自评覆盖率 100", "amount 绩效自评项目 5"]),
        (f"{PERFORMANCE}绩效自评得优2个、良1个，平均得分94分，最高99分。",
         ["count 优 2", "count 良 1", "score 绩效自评 94", "score 绩效自评最高 99"]),
        (f"{THREE_PUBLIC}公务用车运行费5万元。接待4批、22人。",
         ["amount 公务用车运行费 5", "count 接待 4", "count 接待 22"]),
        # rates and degrees before 达到, 超
        (f"{PERFORMANCE}群众满意度达到95%，知晓度超90%，办结率到98%。",
         ["share_pct 群众满意度 95", "share_pct 知晓度 90", "share_pct 办结率 98"]),
        # a name as a sentence of its own, a code in brackets behind it
        ("五、支出决算情况说明\n教育支出9万元。农林水支出。年初预算数2万元，决算数3万元。",
         ["amount 教育支出 9", "initial_budget 农林水支出 2", "amount 农林水支出 3"]),
        ("五、支出决算情况说明\n1.公共安全支出（类）检察（款）行政运行（项）（2040401）。\n年初预算为9万元。农林水支出（213）8万元。",
         ["initial_budget 公共安全支出（类）检察（款）行政运行（项）（2040401） 9", "amount 农林水支出（213） 8"]),
        # a line that begins anew speaks of its section again
        (f"{INCOME}（一）明细\n特困供养3万元。\n（二）执行\n年初预算9万元。",
         ["amount 特困供养 3", "initial_budget 本年收入合计 9"]),
    ],
)  # fmt: skip
def test_what_a_figure_is(text: str, figures: list[str]) -> None:
    assert [f"{metric} {subject} {value}" for metric, subject, value, _ in said(read(text))] == figures


def test_what_is_told_in_passing() -> None:
    prose = read(
        f"{THREE_PUBLIC}购置费9万元，增加的原因是更新执法车2辆。生均公用经费标准为每生每年850元。\n"
        "十、机关运行经费支出情况说明\n主要用于开支办公费2万元。年初预算9万元，调减3万元。"
    )
    assert [f"{f.value} {f.context}" for f in prose.figures] == [
        *("9 None", "2 reason", "850 plan", "2 use", "9 None", "-3 plan"),
    ]


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("“三公”经费\n2023年度“三公”经费预算5万元。", "“三公”经费"),
        ("三、三公\n预算5万元。", "三、三公"),
        ("三、三公经费支出为5万元，全部为公务接待费，接待4批。", "三、三公经费"),
        ("四、三公\n“三公”经费预算5万元。", "四、三公"),
    ],
)
def test_a_short_heading_opens_its_section(text: str, section: str) -> None:
    figures = read(f"二、收入决算情况说明\n收入5万元。\n{text}").figures[1:]
    assert {(f.section, f.section_no) for f in figures} == {(section, 9)}


def test_of_several_years_is_of_none() -> None:
    (figure,) = read("九、三公经费情况说明\n2023年、2022年、2021年三公经费均为0元。").figures
    assert figure.figure_year is None
