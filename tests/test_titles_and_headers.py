"""What titles and headers say of a table: its kind, its unit, what its columns and rows are."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from extractor.lexicon.titles import title_of
from extractor.tables.assembly.frame import frame_of
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


@pytest.fixture
def sheet(tmp_path: Path) -> Paper:
    return Paper(tmp_path / "made_up.pdf")


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
        ("2023年初结转结余", "2023年底结转结余"),
        ("2022年度结转", "2023年终结转"),
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


@pytest.mark.parametrize("with_strong", [True, False])
def test_a_weak_title_counts_only_where_no_strong_one_is_printed(with_strong: bool) -> None:
    def table(title: str, amount: str) -> Iterable[str]:
        head = "科目编码\t科目名称\t合计\t基本支出\t项目支出"
        return title, head, f"205\t教育支出\t{amount}\t{amount}\t0.00"

    strong = table(TITLE_05, "2.00") if with_strong else ()
    found = from_text(*table("云岭大学财政拨款支出决算表", "1.00"), *strong)
    assert {t for _, m, t in coded(found) if m == "total"} == {"2.00" if with_strong else "1.00"}
    assert [name for name, _ in found.others] == (["财政拨款支出决算表"] if with_strong else [])


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("计量单位：人民币元", "元"),
        ("（金额单位为人民币：万元）", "万元"),
        ("本表以人民币万元列示", "万元"),
        ("（元）", "元"),
        ("部门：云岭省林业局（元）", "元"),
        ("单位：￥万元", "万元"),
        ("人均接待费（元）", None),
        ("单位：百元", None),
        ("单位：元  公开01表  单位：万元", None),
        ("单位：云岭省万元电器厂", None),
        ("单位：人民币万", "万元"),
        ("单位;万元", "万元"),
        ("金额：万", "万元"),
        ("（万）", "万元"),
        ("单位：万安县林业局", None),
    ],
)
def test_a_unit_of_money_is_composed_of_its_name_its_currency_and_a_shape(line: str, unit: str | None) -> None:
    assert frame_of([line]).currency_unit == unit


def test_a_second_unit_of_money_over_a_table_is_known() -> None:
    assert frame_of(["单位：万元", "单位:人民币万元"]).units == ()
    assert frame_of(["单位：元", "（元）", "单位：万元"]).units == ("元", "万元")
    both = frame_of(["部门：云岭省林业局 单位：元 公开02表 单位：万元"])
    assert (both.currency_unit, both.units) == (None, ("元", "万元"))


@pytest.mark.parametrize("label", ["填表部门", "部门（单位）全称", "预算单位（盖章）", "编报部门/单位"])
@pytest.mark.parametrize("after", ["", "　　单位：万元", "  计量单位：元", "（元）", "  公开05表"])
def test_whose_a_table_is_stands_behind_a_label_composed_of_known_words(label: str, after: str) -> None:
    assert frame_of([f"{label}：云岭省林业局{after}"]).maker == "云岭省林业局"


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("公开05-1表", "公开05-1表"),
        ("表五", "表五"),
        ("公开附表5", "公开附表5"),
        ("财决公开05表", "财决公开05表"),
        ("表五附后", None),
    ],
)
def test_printed_numbers_are_kept_as_they_stand(line: str, number: str | None) -> None:
    assert frame_of([line]).number == number


@pytest.mark.parametrize(
    "shape",
    [
        "【{}】",
        "《{}》",
        "附表：{}",
        "表：{}",
        "（一）附表2：{}",
        "{}—2024年",
        "{}如下：",
        "{} 公开表",
        "二、{}见下表",
        "附表 {}",
        "公开表 {}",
        "附表 2024年度{}",
        "附件1 2024年{}",
    ],
)
@pytest.mark.parametrize("title", ["收入决算表", TITLE_05, "政府性基金预算财政拨款收入支出决算表", "财政拨款收支总表"])
def test_what_stands_around_a_title_is_none_of_its_words(shape: str, title: str) -> None:
    found, bare = title_of(shape.format(title)), title_of(title)
    assert found and bare and found.table == bare.table is not None


@pytest.mark.parametrize(
    "line", [TITLE_05 + "  公开05表", TITLE_05 + "  2023年度  金额单位：万元", "公开05表  " + TITLE_05 + "  单位：万元"]
)
def test_a_title_may_share_its_line_with_number_year_and_unit(line: str) -> None:
    found = from_text(line, *("\t".join(row) for row in [*HEAD_05, *ROWS_05]))
    assert coded(found) >= GOLD_05
    assert (found.tables[0].number_printed, found.tables[0].currency_unit) != (None, None)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("收入决算表  部门：云岭省林业局  2023年度  单位：万元", "02"),
        ("单位：万元  收入决算表", "02"),
        ("支出决算表  附表3", "03"),
        ("一般公共预算财政拨款支出决算表（按功能分类科目）", "05"),
        ("一般公共预算财政拨款基本支出决算表（按部门预算支出经济分类科目）", "06"),
        ("一般公共预算财政拨款基本支出决算表（按经济分类科目）", "06"),
        ("一般公共预算“三公”经费支出情况表", "09"),
        ("收支决算总体情况表", "01"),
        ("支出决算表（续表一）", "03"),
        ("国有资本经营预算财政拨款支出决算表（空表）", "08"),
        ("收入决算表（公开02表）", "02"),
        ("公开表5：一般公共预算财政拨款支出决算表", "05"),
        ("财政拨款收支决算（总表）", "04"),
        ("收入决算表（公示稿）", "02"),
        ("支出决算表一览表", "03"),
        ("政府性基金预算支出部门决算表", "07"),
        ("支出决算表（分单位）", None),
        ("支出决算表（按经济分类科目）", None),
        ("支出决算表（一般公共预算财政拨款）", "05"),
        ("收入决算表（2024年预算）", None),
        ("一般公共预算财政拨款支出决算明细表（按功能分类科目）", None),
    ],
)
def test_a_bracket_leaves_a_title_its_kind_unless_it_names_another_table(title: str, kind: str | None) -> None:
    found = title_of(title)
    assert found is not None
    assert found.table == kind


def test_a_heading_may_say_itself_that_its_table_is_empty() -> None:
    found = from_text("国有资本经营预算财政拨款支出决算表（空表）")
    assert (found.found, found.empty, found.missing) == (("08",), ("08",), ())


@pytest.mark.parametrize("lead", [[""], ["附件2"], ["", "附件2"]])
def test_rows_that_say_nothing_may_stand_before_the_title_in_its_grid(sheet: Paper, lead: list[str]) -> None:
    rows = [[text, "", "", "", ""] for text in (*lead, "", TITLE_05)]
    sheet.ruled([*rows, ["", "", "", "", "公开05表"], *HEAD_05, *ROWS_05], WIDTHS_05)
    found = sheet.read()
    assert coded(found) >= GOLD_05
    assert [t.number_printed for t in found.tables] == ["公开05表"]


def test_rows_that_say_nothing_may_stand_between_title_and_unit(sheet: Paper) -> None:
    rows: list[list[str]] = []
    for annex, title in (("附件2-1", "支出决算表"), ("附件2-2", TITLE_05)):
        rows += [[title, "", "", "", ""], [annex, "", "", "", ""], ["", "", "", "", "单位：万元"], *HEAD_05, *ROWS_05]
    sheet.ruled(rows, WIDTHS_05)
    found = sheet.read()
    assert coded(found, "03") >= GOLD_05 and coded(found, "05") >= GOLD_05
    assert {t.currency_unit for t in found.tables} == {"万元"}


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("各科目资金收支汇总表", "titled “各科目资金收支汇总表”"),
        ("", "without a title"),
        ("各项目资金收支汇总表", None),
        ("支出决算表（分单位）", None),
    ],
)
def test_a_table_of_subjects_that_nobody_knows_is_spoken_of(title: str, said: str | None) -> None:
    head = "科目编码\t科目名称\t上年数\t本年数"
    rows = ["201\t一般公共服务支出\t1.00\t2.00", "20103\t政府办公厅事务\t1.00\t2.00", "2010301\t行政运行\t1.00\t2.00"]
    found = from_text(title, head, *rows)
    assert found.tables == ()
    assert len(found.unread) == bool(said)
    assert all(str(said) in sentence for sentence in found.unread)


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


@pytest.mark.parametrize("title", ["“三公”经费预决算对照表", "三公经费支出明细表", "“三公”经费预决算情况对比表"])
@pytest.mark.parametrize("with_strong", [True, False])
def test_a_comparison_of_the_three_expenses_is_09_where_no_other_is_printed(title: str, with_strong: bool) -> None:
    rows = (
        "项目\t预算数\t决算数",
        "因公出国（境）费\t1.00\t1.00",
        "公务用车购置费\t2.00\t2.00",
        "公务接待费\t3.00\t2.50",
    )
    strong = ("“三公”经费支出决算表", *rows) if with_strong else ()
    found = from_text(title, *rows, *strong)
    assert len(values(found, "09")) == 6 and bool(found.others) == with_strong and found.unread == ()


@pytest.mark.parametrize(("title", "told"), [("公务支出绩效清单一览表", True), ("2025年三公经费预算表", False)])
def test_a_table_that_its_title_sets_aside_is_spoken_of_where_its_kind_is_missing(title: str, told: bool) -> None:
    rows = ("合计\t因公出国（境）费\t公务用车购置费\t公务接待费", "9.00\t1.00\t5.00\t3.00")
    lone, beside = from_text(title, *rows), from_text("“三公”经费支出决算表", *rows, title, *rows)
    assert len(lone.unread) == told and beside.unread == ()
    assert not lone.tables and len(values(beside, "09")) == 4


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


@pytest.mark.parametrize(("listed", "missing"), [((), ()), (("一般公共预算财政拨款支出决算表",), ("05",))])
def test_a_title_of_the_contents_announces_what_is_printed_under_it(listed: tuple[str, ...], missing: object) -> None:
    title = "公共财政拨款收支总表"  # said of 05 too: the columns decide
    found = from_text(
        "目录",
        *(f"{name}……{page}" for page, name in enumerate((title, *listed), start=4)),
        title,
        "收入\t\t支出\t\t\t",
        "项目\t决算数\t项目\t合计\t一般公共预算财政拨款\t政府性基金预算财政拨款",
        "一、一般公共预算财政拨款\t4.00\t一、教育支出\t4.00\t4.00\t",
        "总计\t4.00\t总计\t4.00\t4.00\t",
    )
    assert values(found, "04") and found.announced and found.missing == missing


@pytest.mark.parametrize("title", ["收入决算表", "收入决算总表"])
def test_a_side_of_01_alone_is_no_02(title: str) -> None:
    rows = ["一、财政拨款收入\t1\t3.00", "二、事业收入\t2\t4.00", "\t3\t", "本年收入合计\t4\t7.00"]
    found = from_text(title, "项目\t行次\t决算数", *rows)
    assert [v.item for v in values(found, "01")] == ["appropriation", "business", "current_total"]
    assert values(found, "02") == [] and any("expenditure" in sentence for sentence in unread(found))
    coded_rows = ["201\t一般公共服务支出\t3.00", "208\t社会保障和就业支出\t4.00", "合计\t\t7.00"]
    assert len(values(from_text(title, "项目\t名称\t决算数", *coded_rows), "02")) == 3


@pytest.mark.parametrize("over", [["公开01表（续）"], ["部门：某局"], []])
def test_the_other_side_of_01_may_follow_on_the_next_page_without_a_title(over: list[str]) -> None:
    income = ["收入项目|金额", "一、财政拨款收入|3.00", "二、事业收入|4.00", "本年收入合计|7.00"]
    spent = [
        "支出项目|金额",
        "一、一般公共服务支出|3.00",
        "二、教育支出|3.00",
        "三、国防支出|1.00",
        "本年支出合计|7.00",
    ]
    pages = [
        PageContent(1, (ruled(1, income, [200.0, 80.0]),), (line("收入支出决算总表"),)),
        PageContent(2, (ruled(2, spent, [200.0, 80.0]),), tuple(map(line, over))),
    ]
    found = interpret(pages)
    assert unread(found) == []
    assert [(v.side, v.cell.text) for v in values(found, "01")] == [
        *(("income", amount) for amount in ("3.00", "4.00", "7.00")),
        *(("expenditure", amount) for amount in ("3.00", "3.00", "1.00", "7.00")),
    ]


@pytest.mark.parametrize(("basic", "project"), [("支出（基本）", "支出（项目）"), ("本年支出-基本", "本年支出-项目")])
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
