"""What headers and labels say of a table: what its columns and rows are."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.reading import read_file
from extractor.tables.headers import read_header
from extractor.tables.locate import locate
from extractor.tables.model import PageContent
from extractor.tables.nine.interpret import interpret
from tests.support.grids import line, ruled
from tests.support.interpreted import (
    GOLD_05,
    HEAD_05,
    ROWS_05,
    TITLE_05,
    WIDTHS_05,
    coded,
    from_grid,
    from_text,
    text_document,
    unread,
    values,
)
from tests.support.paper import Paper


def test_columns_and_rows_of_other_years_are_set_aside() -> None:
    found = from_text(
        TITLE_05,
        "科目编码\t科目名称\t年初预算数\t合计\t基本支出\t项目支出\t上年决算数\t比上年增减%\t完成预算的%",
        "201\t一般公共服务支出\t9.00\t3.00\t1.00\t2.00\t7.00\t-57.10\t33.30",
        "“三公”经费支出决算表",
        "项目\t合计\t因公出国（境）费\t公务用车购置及运行维护费\t公务接待费",
        "预算数\t6.00\t1.00\t2.00\t3.00",
        "决算数\t5.00\t1.00\t2.00\t2.00",
        "增减率（%）\t-16.67\t0.00\t0.00\t-33.33",
    )
    assert {(v.basis, v.measure, v.cell.text) for v in values(found, "05")} == {
        ("initial_budget", "total", "9.00"), ("final", "total", "3.00"), ("final", "basic", "1.00"),
        ("final", "project", "2.00"),
    }  # fmt: skip
    assert {v.basis for v in values(found, "09")} == {"adjusted_budget", "final"}
    assert len(values(found, "09")) == 8
    assert unread(found) == []


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("2022年末结转和结余", "2023年末结转和结余"),
        ("2023年1月1日结余", "2023年12月31日结余"),
        ("2023年初结转结余", "2023年底结转结余"),
        ("2022年度结转", "2023年终结转"),
        ("2022年结转", "结转至2024年使用"),
    ],
)
def test_a_balance_may_name_the_year_of_its_moment(opening: str, closing: str) -> None:
    """The end of 2022 is where 2023 begins; in a document of 2024 it is neither of its balances."""
    pages = locate(
        text_document(
            "\n".join(
                (
                    "政府性基金预算财政拨款收入支出决算表",
                    f"科目编码\t科目名称\t{opening}\t本年收入\t合计\t基本支出\t项目支出\t{closing}",
                    "212\t城乡社区支出\t3.00\t5.00\t7.00\t2.00\t5.00\t1.00",
                    "财政拨款收入支出决算总表",
                    "收入\t\t支出\t",
                    "项目\t决算数\t项目\t合计",
                    "一、一般公共预算财政拨款\t5.00\t一、一般公共服务支出\t7.00",
                    f"本年收入合计\t5.00\t本年支出合计\t7.00\n{opening}\t3.00\t{closing}\t1.00",
                )
            )
        )
    )
    found = interpret(pages, 2023)
    assert unread(found) == []
    of_07 = {v.measure: v.cell.text for v in values(found, "07")}
    assert (of_07["opening_balance"], of_07["closing_balance"]) == ("3.00", "1.00")
    assert {v.item: v.cell.text for v in values(found, "04") if v.item in ("opening_balance", "closing_balance")} == {
        "opening_balance": "3.00",
        "closing_balance": "1.00",
    }
    assert unread(interpret(pages, 2024))


def test_the_nature_of_spending_may_head_its_amounts() -> None:
    found = from_grid(
        TITLE_05, "科目编码|科目名称|按支出性质||", "||合计|基本支出|项目支出", "201|一般公共服务支出|3.00|1.00|2.00"
    )
    assert {v.measure for v in values(found, "05")} == {"total", "basic", "project"} and unread(found) == []


@pytest.mark.parametrize("numbers", ["1|2|3|4", "（1）|（2）|（3）|（4）", "①|②|③|④", "1=2+3+4|2|3|4", "栏次||1|2"])
def test_a_row_of_column_numbers_holds_no_amounts(numbers: str) -> None:
    head, amounts = "合计|因公出国（境）费|公务用车购置费|公务接待费", "9.00|1.00|5.00|3.00"
    found = from_grid("财政拨款“三公”经费支出决算表", head, numbers, amounts)
    assert [v.cell.text for v in values(found, "09")] == amounts.split("|") and unread(found) == []


def test_one_header_cell_over_labels_and_their_row_numbers() -> None:
    rows = [
        ["一、一般公共预算财政拨款收入", "1", "3.00", "一、一般公共服务支出", "5", "3.00"],
        ["本年收入合计", "2", "3.00", "本年支出合计", "6", "3.00"],
        ["年初结转和结余", "3", "0.00", "年末结转和结余", "7", "0.00"],
        ["总计", "4", "3.00", "总计", "8", "3.00"],
    ]
    found = from_grid("收入支出决算总表", "项目{1x2}|金额|项目{1x2}|金额", *map("|".join, rows))
    assert {(v.side, v.row_label, v.row_no, v.cell.text) for v in values(found, "01")} == {
        (side, row[k], int(row[k + 1]), row[k + 2]) for row in rows for k, side in ((0, "income"), (3, "expenditure"))
    }


def test_the_unit_may_stand_in_the_header() -> None:
    found = from_grid(TITLE_05, "科目编码|科目名称|合计（万元）|基本支出|项目支出", *map("|".join, ROWS_05))
    assert [t.currency_unit for t in found.tables] == ["万元"] and coded(found) >= GOLD_05


def test_code_and_name_in_one_column(sheet: Paper) -> None:
    sheet.text(300, 40, TITLE_05, 14)
    rows = [[f"{code} {name}", *amounts] for code, name, *amounts in ROWS_05]
    sheet.ruled([["科目编码及名称", "合计", "基本支出", "项目支出"], *rows], [220.0, 80.0, 80.0, 80.0])
    found = sheet.read()
    assert coded(found) >= GOLD_05 and {v.subject_name for v in values(found, "05")} == {row[1] for row in ROWS_05}


def test_09_by_rows_takes_the_number_and_not_the_dash_of_a_heading() -> None:
    found = from_text(
        "“三公”经费、行政参公单位机关运行经费情况表",
        "项目\t行次\t预算数\t决算统计数",
        "一、“三公”经费支出\t1\t—\t—",
        "（一）支出合计\t2\t5.00\t4.00",
        "公务用车费\t3\t3.00\t2.00",
        "公务接待批次（个）\t4\t—\t12",
        "自定义的一行\t5\t1.11\t2.22",
        "（二）机关运行经费\t6\t3.33\t3.33",
        "（一）行政单位\t7\t3.33\t3.33",
    )
    assert [(v.measure, v.cell.text) for v in values(found, "09")] == [
        ("total", "5.00"), ("total", "4.00"), ("vehicle_total", "3.00"), ("vehicle_total", "2.00"),
    ]  # fmt: skip
    assert any("1.11" in sentence for sentence in unread(found)) and not any("3.33" in s for s in unread(found))


def test_columns_headed_alike_are_announced_and_not_guessed(sheet: Paper) -> None:
    sheet.text(300, 40, "财政拨款“三公”经费支出决算表", 14)
    measures = ["合计", "因公出国（境）费", "公务接待费"]
    sheet.ruled([measures * 2, ["1.00", "2.00", "3.00", "4.00", "5.00", "6.00"]], [90.0] * 6)
    found = sheet.read()
    assert values(found, "09") == []
    assert found.missing == ("09",)


GRANTED = ["本年拨款", "当年拨款数", "本年安排数", "当年财政拨款"]


@pytest.mark.parametrize("head", GRANTED)
def test_what_was_granted_is_income_beside_spending_and_spending_without_it(head: str) -> None:
    title, row = "政府性基金预算财政拨款收入支出决算表", "212\t城乡社区支出\t"
    both = from_text(
        title,
        f"科目编码\t科目名称\t年初结转和结余\t{head}\t本年支出合计\t年末结转和结余",
        row + "1.00\t2.00\t3.00\t0.00",
    )
    alone = from_text(title, f"科目编码\t科目名称\t{head}", row + "2.00")
    assert ("212", "income", "2.00") in coded(both, "07") and ("212", "total", "3.00") in coded(both, "07")
    assert coded(alone, "07") == {("212", "total", "2.00")} and unread(both) == []


@pytest.mark.parametrize("head", ["当年实际拨款", "本年财政拨款合计", "本年拨款决算数", "拨款数", "财政拨款合计"])
def test_what_was_granted_may_be_a_total_of_the_accounts_beside_spending(head: str) -> None:
    title, row = "政府性基金预算财政拨款收入支出决算表", "212\t城乡社区支出\t"
    both = from_text(title, f"科目编码\t科目名称\t{head}\t本年支出合计", row + "2.00\t3.00")
    neither = from_text(title, f"科目编码\t科目名称\t{head}\t合计", row + "2.00\t3.00")
    assert coded(both, "07") == {("212", "income", "2.00"), ("212", "total", "3.00")} and unread(both) == []
    assert not coded(neither, "07") and unread(neither)


@pytest.mark.parametrize("head", GRANTED)
def test_the_parts_of_what_was_granted_are_income_too(head: str) -> None:
    over, below = (
        f"科目编码\t科目名称\t{head}\t\t\t本年支出\t\t",
        "\t\t" + "\t".join(["合计", "基本支出", "项目支出"] * 2),
    )
    found = from_text(TITLE_05, over, below, "208\t社会保障和就业支出\t3.00\t1.00\t2.00\t2.50\t1.00\t1.50")
    measures = ("income", "income_basic", "income_project", "total", "basic", "project")
    assert [v.measure for v in values(found, "05")] == list(measures) and not unread(found)


@pytest.mark.parametrize("stage", ["预算批准数", "核定数", "预算下达数", "年末预算数"])
def test_a_number_that_was_approved_is_one_of_the_budget(stage: str) -> None:
    head = "合计\t因公出国（境）费\t公务用车购置费\t公务接待费"
    rows = (f"{stage}\t6.00\t1.00\t2.00\t3.00", "决算数\t5.00\t1.00\t2.00\t2.00")
    down = from_text("“三公”经费支出决算表", "项目\t" + head, *rows)
    lines = zip(head.split("\t"), rows[0].split("\t")[1:], rows[1].split("\t")[1:], strict=True)
    across = from_text("“三公”经费支出决算表", f"项目\t{stage}\t决算数", *map("\t".join, lines))
    for found in (down, across):
        assert {(v.basis, v.measure, v.cell.text) for v in values(found, "09")} >= {
            ("adjusted_budget", "abroad", "1.00"), ("final", "reception", "2.00"), ("adjusted_budget", "total", "6.00"),
        }  # fmt: skip
        assert unread(found) == []


@pytest.mark.parametrize("label", ["支出项目", "收支项目", "按功能分类"])
def test_the_panels_of_01_are_told_apart_by_what_stands_over_them(label: str) -> None:
    found = from_text(
        "收入支出决算总表",
        "收入\t\t支出\t",
        f"{label}\t决算数\t{label}\t决算数",
        "一、事业收入\t3.00\t一、教育支出\t4.00",
        "总计\t5.00\t总计\t5.00",
    )
    assert sorted(str(v.side) for v in values(found, "01")) == ["expenditure"] * 2 + ["income"] * 2
    assert unread(found) == []


@pytest.mark.parametrize(
    ("basic", "project"),
    [("支出（基本）", "支出（项目）"), ("本年支出-基本", "本年支出-项目"), ("基本支出", "部门项目")],
)
def test_a_short_word_is_meant_as_the_one_beside_it_whatever_both_say(basic: str, project: str) -> None:
    found = from_text(TITLE_05, f"科目编码\t科目名称\t支出（合计）\t{basic}\t{project}", "201\t其他\t9.00\t2.00\t7.00")
    assert coded(found, "05") == {("201", "total", "9.00"), ("201", "basic", "2.00"), ("201", "project", "7.00")}


def test_an_unknown_word_of_a_header_is_not_hidden_by_a_character_that_counts() -> None:
    found = from_text(
        "“三公”经费支出决算表",
        "项目\t批蓝字数\t决算数",
        "因公出国（境）费\t1.00\t1.00",
        "公务用车购置费\t2.00\t2.00",
        "公务接待费\t3.00\t2.50",
    )
    assert len(values(found, "09")) == 3 and any("蓝字" in sentence for sentence in unread(found))


@pytest.mark.parametrize(
    ("numbers", "rows"),
    [
        ("1|2|3||5|6|7", 2),  # one is lost
        ("1|2|3|4|5|60|7", 2),  # one is misread
        ("1|2|9|4|8|6|7", 1),  # amounts
        ("1|3|||||", 1),
    ],
)
def test_numbers_of_columns_are_known_though_a_scan_lost_one(numbers: str, rows: int) -> None:
    head = "合计|基本支出|项目支出|上缴上级支出|经营支出|对附属单位补助支出|人员经费"
    grid = ruled(1, (head, numbers, "10.00|1.00|2.00|3.00|4.00|0.00|0.00"), (60,) * 7)
    assert read_header(grid).first_data_row == rows


@pytest.mark.parametrize(
    "label", ["占比（%）", "比重", "增减率（%）", "比上年增减", "上年决算数", "完成年初预算的%", "2022年决算数"]
)
def test_a_row_of_shares_or_changes_holds_no_amounts(label: str) -> None:
    rows = ["|".join(row) for row in (*HEAD_05, ROWS_05[0], ["", label, "100.00", "66.67", "33.33"], *ROWS_05[1:])]
    found = interpret([PageContent(1, (ruled(1, rows, WIDTHS_05),), (line(TITLE_05),))], 2023)
    assert {name for name, _, _ in coded(found)} == {row[0] for row in ROWS_05} and unread(found) == []


def test_a_row_of_shares_among_economic_subjects_holds_no_amounts() -> None:
    rows = ["301|工资福利支出|9.00", "30101|基本工资|9.00", "|占比（%）|100.00"]
    found = from_grid("一般公共预算财政拨款基本支出决算表", "经济分类科目编码|科目名称|决算数", *rows)
    assert [v.cell.text for v in values(found, "06")] == ["9.00", "9.00"] and unread(found) == []


@pytest.mark.parametrize("label", ["年初预算数", "调整预算", "2023年决算数"])
def test_a_row_that_names_a_stage_and_no_subject_is_told(label: str) -> None:
    rows = ["|".join(row) for row in (*HEAD_05, ROWS_05[0], ["", label, "100.00", "66.67", "33.33"], *ROWS_05[1:])]
    found = from_grid(TITLE_05, *rows)
    assert "100.00" not in {amount for _, _, amount in coded(found)} and len(unread(found)) == 1


def test_letters_may_name_the_columns() -> None:
    head = ("科目编码|科目名称|合计|基本支出|项目支出", "甲|乙|A|B|C")
    found = from_grid(TITLE_05, *head, "201|一般公共服务支出|3.00|1.00|2.00")
    assert {v.measure for v in values(found, "05")} == {"total", "basic", "project"} and unread(found) == []


SPENT_HERE = (
    ("212", "城乡社区支出", "0", "20.00", "20.00", "", "20.00", "0"),
    ("21208", "国有土地使用权出让收入安排的支出", "0", "20.00", "20.00", "", "20.00", "0"),
    ("2120803", "城市建设支出", "0", "15.00", "15.00", "", "15.00", "0"),
    ("2120804", "农村基础设施建设支出", "0", "5.00", "{part}", "", "5.00", "0"),
)


@pytest.mark.parametrize(("part", "verdicts"), [("5.00", set()), ("5.10", {"H07-children", "T07-1", "T07-balance"})])
def test_the_header_of_spending_may_stand_in_the_row_of_the_total(
    tmp_path: Path, part: str, verdicts: set[str]
) -> None:
    """No total is printed there; that of the parts stands for it, and no sum is asked of the words."""
    head = (
        "<tr><td colspan=2>项目<td rowspan=2>年初结转和结余<td rowspan=2>本年收入<td colspan=3>本年支出"
        "<td rowspan=2>年末结转和结余<tr><td>科目编码<td>科目名称<td><td><td>"
        "<tr><td colspan=2>合计<td>0<td>20.00<td>合计<td>基本支出<td>项目支出<td>0"
    )
    rows = "".join(f"<tr><td>{'<td>'.join(row)}" for row in SPENT_HERE).format(part=part)
    named = "<p>云岭县住房和城乡建设局2023年度部门决算<p>政府性基金预算财政拨款收入支出决算表<p>单位：万元"
    (tmp_path / "a.html").write_text(f"<meta charset=utf-8>{named}<table>{head}{rows}</table>", "utf-8")
    found = read_file(tmp_path / "a.html")
    total = {fact.measure: str(fact.amount) for fact in found.facts if fact.row_label == "合计"}
    assert total == {"opening_balance": "0", "income": "20.00", "closing_balance": "0"}
    assert {check.check_id for check in found.checks if check.status == "fail"} == verdicts
    assert (found.document.status == "ok") == (not verdicts)
