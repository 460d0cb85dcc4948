"""Tables typed into the running text without lines: heads over lines of a name and its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

import extractor
from extractor.records.rows import Figure
from tests.support.sentences import read

OTHERS = "四、其他\n"


def told(text: str) -> list[str]:
    figures = read(OTHERS + text, 2022).figures
    return [f"{f.metric} {f.subject} {f.value}{f.value_unit} {f.figure_year} {f.compared_with}" for f in figures]


MEALS_AND_CARS = [
    "amount 餐费 1008.10万元 2022 None",
    "amount 餐费 995.2万元 2021 None",
    "change_amount 餐费 12.90万元 2022 last_year",
    "change_pct 餐费 1.30% 2022 last_year",
    "amount 车费 3万元 2022 None",
    "amount 车费 4万元 2021 None",
    "change_amount 车费 -1万元 2022 last_year",
    "change_pct 车费 -25% 2022 last_year",
]


def test_each_number_is_what_its_column_says() -> None:
    text = "单位：万元\n项目 2022年 2021年 增减额 增减率\n餐费 1,008.10 995.2 12.90 1.30%\n车费 3 4 -1 -25"
    assert told(text) == MEALS_AND_CARS


def test_a_head_may_name_its_year_and_what_is_not_known_is_left_unread() -> None:
    text = "单位：元\n费用类别 2021年 2022年 2022年占比 备用栏\n餐费 8 6 75% 3.1\n车费 3 2 25% 1.5"
    assert told(text) == [
        "amount 餐费 8元 2021 None",
        "amount 餐费 6元 2022 None",
        "share_pct 餐费 75% 2022 None",
        "None  3.1None None None",
        "amount 车费 3元 2021 None",
        "amount 车费 2元 2022 None",
        "share_pct 车费 25% 2022 None",
        "None  1.5None None None",
    ]


def test_a_column_of_what_was_saved_says_less_and_a_total_has_the_budget_of_its_rows() -> None:
    text = "“三公”经费\n单位：万元\n项目 预算数 支出数 支出减少率\n公务接待费 4 3 25\n出国费 1 2 -100\n合计 5 5 0"
    assert told(text)[1::2] == [
        "amount 公务接待费 3万元 2022 None",
        "adjusted_budget 出国费 1万元 2022 None",
        "change_pct 出国费 100% 2022 adjusted_budget",
        "amount 合计 5万元 2022 None",
    ]
    assert "adjusted_budget 合计 5万元 2022 None" in told(text)


def test_a_dash_is_no_number_and_a_change_is_against_the_budget_in_the_heads() -> None:
    text = "项目 年初预算数（元） 决算数（元） 增减额（元） 完成率（%）\n餐费 8 6 -2 75\n车费 0 0 0 —\n以上合计6元。"
    assert told(text) == [
        "initial_budget 餐费 8元 2022 None",
        "amount 餐费 6元 2022 None",
        "change_amount 餐费 -2元 2022 initial_budget",
        "completion_pct 餐费 75% 2022 initial_budget",
        "initial_budget 车费 0元 2022 None",
        "amount 车费 0元 2022 None",
        "change_amount 车费 0元 2022 initial_budget",
        "amount 合计 6元 2022 None",
    ]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("本年支出 1 260.00万元", ["1260.00"]),  # a blank within a number
        ("餐费 1,234.50 2,345.60", ["1234.50", "2345.60"]),  # heads that are not known, or no unit
        ("项目 甲列 乙列\n餐费 1,234.50 2,345.60", ["1234.50", "2345.60"]),
        ("项目 2022年 2021年\n餐费 12 -34", ["12", "-34"]),
    ],
)
def test_numbers_in_a_line_are_never_run_together(text: str, numbers: list[str]) -> None:
    assert [str(f.value) for f in read(OTHERS + text, 2022).figures] == numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (
            "（一）餐费12\n.50万元，占3\n%；车费5\n万元。",
            ["12.50", "3", "5"],
        ),  # a break within a number, or before its unit
        ("餐费\n98204.10\n95116.32\n3.25%", ["98204.10", "95116.32", "3.25"]),  # a line for each cell
        ("2080505 餐费      299.50     142.46 307 车费    0.00", ["299.50", "142.46", "307", "0.00"]),  # set by blanks
        ("301 餐费  12.00\n302 车费  34.00\n9 九、水费  56.00", ["301", "12.00", "302", "34.00", "9", "56.00"]),
        ("餐费1 234.56万元，车费12. 5万元。", ["1234.56", "12.5"]),  # blanks within numbers
    ],
)
def test_a_break_or_a_gap_parts_numbers_only_where_each_stands_by_itself(text: str, numbers: list[str]) -> None:
    assert [str(f.value) for f in read(OTHERS + text, 2022).figures] == numbers


def test_each_cell_may_have_a_line_for_itself() -> None:
    cells = "项目 2022年 2021年 增减额 增减率 餐费 1,008.10 995.2 12.90 1.30% 车费 3 4 -1 -25"
    table = "\n".join(cells.split(" "))
    assert told(f"单位：万元\n{table}\n以上共计1,011.1万元。") == [*MEALS_AND_CARS, "amount 合计 1011.1万元 2022 None"]
    # without a unit nothing is made of its numbers, and a row that lacks one ends it
    assert all(line.startswith("None") for line in told(table)[:3])
    assert "amount 餐费 995.2万元 2021 None" not in told(f"单位：万元\n{table}".replace("12.90\n", ""))


def test_a_row_that_lacks_a_cell_is_left_unread_and_ends_no_table() -> None:
    text = "单位：万元\n项目\n年初预算数\n决算数\n餐费\n12\n8.5\n车费\n0.00\n住宿费\n35.00\n26.4\n会议费\n42.00\n41.90"
    assert told(text) == [
        "initial_budget 餐费 12万元 2022 None",
        "amount 餐费 8.5万元 2022 None",
        "None  0.00None None None",
        "initial_budget 住宿费 35.00万元 2022 None",
        "amount 住宿费 26.4万元 2022 None",
        "initial_budget 会议费 42.00万元 2022 None",
        "amount 会议费 41.90万元 2022 None",
    ]


def test_a_line_with_blanks_ends_no_table_and_a_rate_beside_the_completion_is_against_last_year() -> None:
    text = "单位：万元\n项目 预算数 决算数 完成% 增长%\n餐费 8 6 75 3\n车费 0 0\n会费 4 4 100 -2"
    assert told(text) == [
        "initial_budget 餐费 8万元 2022 None",
        "amount 餐费 6万元 2022 None",
        "completion_pct 餐费 75% 2022 initial_budget",
        "change_pct 餐费 3% 2022 last_year",
        *["None  0None None None"] * 2,
        "initial_budget 会费 4万元 2022 None",
        "amount 会费 4万元 2022 None",
        "completion_pct 会费 100% 2022 initial_budget",
        "change_pct 会费 -2% 2022 last_year",
    ]


def test_in_a_table_of_years_the_heads_are_the_names() -> None:
    assert told("单位：万元\n年份 收入 支出\n2022年 9.5 8.0\n2021年 7.5 7.0") == [
        "amount 收入 9.5万元 2022 None",
        "amount 支出 8.0万元 2022 None",
        "amount 收入 7.5万元 2021 None",
        "amount 支出 7.0万元 2021 None",
    ]


def test_one_column_under_a_unit_is_a_table() -> None:
    cells = "单位：万元\n项目\n决算数\n合计\n63.5\n餐费\n20\n其中：早餐\n5.0\n以上。"
    assert [f.rpartition(" 2022")[0] for f in told(cells)] == [
        *("amount 合计 63.5万元", "amount 餐费 20万元", "amount 早餐 5.0万元"),
    ]


def test_a_name_with_an_ordinal_and_a_number_without_a_unit_is_no_heading() -> None:
    cells = "一、一般公共预算财政拨款收入\n1\n440.55\n一、一般公共服务支出\n29\n423.20\n本年收入合计\n27\n450.55"
    figures = read(OTHERS + cells, 2022).figures
    assert [str(f.value) for f in figures] == ["440.55", "423.20", "450.55"]
    assert all("440.55" not in (f.section or "") for f in figures)


def test_the_last_number_of_a_row_is_no_number_of_the_heading_in_the_next_line() -> None:
    assert [f.split()[1] for f in told("餐费\n35.00\n26.4\n车费购置及运行\n42.00")] == [
        "35.00None",
        "26.4None",
        "42.00None",
    ]


def test_a_table_of_the_nine_is_not_read_as_prose() -> None:
    cells = "科目名称 栏次 合计 基本支出 项目支出 1 2 3 9.00 5.00 4.00"
    table = "\n".join(cells.split(" "))
    assert all(line.startswith("None") for line in told(f"单位：万元\n{table}"))


GRID = """县档案馆2022年度部门决算情况说明
一、有关情况
2022年度收入总计90.00万元，支出总计90.00万元。
单位：万元
项目\t年初预算数\t决算数\t完成率\t比上年增减
公务接待费\t7.00\t3.26\t46.57%\t-0.92
因公出国（境）费\t0\t0\t\t
{more}"""


def figures_of(path: Path) -> Sequence[Figure]:
    return tuple(extractor.read(path).figures)


def in_grid(tmp_path: Path, more: str = "") -> list[str]:
    path = tmp_path / "made_up.txt"
    path.write_text(GRID.format(more=more), "utf-8")
    return [f"{f.metric} {f.subject} {f.value}{f.value_unit} {f.compared_with} line {f.line}" for f in figures_of(path)]


def test_a_table_that_is_none_of_the_nine_is_read_where_all_its_rows_are_those_of_a_typed_one(tmp_path: Path) -> None:
    assert in_grid(tmp_path)[2:] == [
        "initial_budget 公务接待费 7.00万元 None line 6",
        "amount 公务接待费 3.26万元 None line 6",
        "completion_pct 公务接待费 46.57% initial_budget line 6",
        "change_amount 公务接待费 -0.92万元 last_year line 6",
        "initial_budget 因公出国（境）费 0万元 None line 7",
        "amount 因公出国（境）费 0万元 None line 7",
    ]
    assert len(in_grid(tmp_path, "备注\t甲\t乙\t丙\t丁\n")) == 2
