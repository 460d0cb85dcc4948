"""What stands around the rows of a table, beside them or in their midst, and is none of them."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from extractor.document.model import Spans
from extractor.document.numbers import read_number
from extractor.lexicon.header_words import header_text, unit_named
from extractor.lexicon.labels import RowItem, bare_label, item_of
from extractor.lexicon.measures import measure_of
from extractor.lexicon.registries import Item
from extractor.tables.locate import locate
from extractor.tables.model import PageContent
from extractor.tables.nine.interpret import interpret
from tests.support.grids import line, ruled
from tests.support.interpreted import TITLE_05, coded, from_text, text_document, unread, values

HEAD = "科目编码\t科目名称\t合计\t基本支出\t项目支出"
TITLE_09 = "财政拨款“三公”经费支出决算表"
ROW = "201\t一般公共服务支出\t9.00\t6.00\t3.00"
TOTAL = {("合计", "total", "9.00"), ("合计", "basic", "6.00"), ("合计", "project", "3.00")}


def test_a_currency_unit_may_stand_below_its_table() -> None:
    def unit(*lines: tuple[str, int, float]) -> list[str | None]:
        grid = ruled(1, [HEAD.replace("\t", "|"), ROW.replace("\t", "|")], [80.0] * 5)
        below = ruled(1, [HEAD.replace("\t", "|"), ROW.replace("\t", "|")], [80.0] * 5, top=400.0, ordinal=1)
        found = interpret(
            [PageContent(1, (grid, below), (line(TITLE_05), *(line(text, page, top) for text, page, top in lines)))]
        )
        return [table.currency_unit for table in found.tables]

    fund = "政府性基金预算财政拨款收入支出决算表"
    assert unit(("单位：万元", 1, 150.0), (fund, 1, 380.0)) == ["万元", None]
    assert unit((fund, 1, 380.0), ("单位：万元", 1, 390.0)) == [None, "万元"]  # of the table that it stands over
    assert unit((fund, 1, 380.0), ("单位：万元", 1, 450.0)) == [None, "万元"]


@pytest.mark.parametrize("dots", ["…", "……", "...", "⋯⋯⋯"])
def test_dots_fill_a_blank(dots: str) -> None:
    assert read_number(dots).kind == "blank" and read_number(".").kind == read_number("..").kind == "text"
    found = from_text(TITLE_05, "单位：万元", HEAD, f"\t合计\t6.00\t6.00\t{dots}", f"201\t服务\t6.00\t6.00\t{dots}")
    assert len(values(found, "05")) == 4 and not unread(found)


@pytest.mark.parametrize(
    "signed",
    [
        "单位负责人：李某\t财务负责人：王某\t填表人：赵某\t联系电话：66889900\t",
        "填表人：\t赵某\t联系电话：\t66889900\t",
    ],
)
def test_who_answers_for_a_table_is_no_row_of_it(signed: str) -> None:
    found = from_text(TITLE_05, "单位：万元", HEAD, "合计\t\t9.00\t6.00\t3.00", ROW, signed)
    assert len(values(found, "05")) == 6 and not unread(found)


@pytest.mark.parametrize("total", ["000\t合计", "合计\t000", "合计\t临江市水务支队", "\t合计"])
def test_a_total_is_known_by_its_word_in_either_column(total: str) -> None:
    found = from_text(TITLE_05, "单位：万元", HEAD, f"{total}\t9.00\t6.00\t3.00", ROW)
    assert coded(found) >= TOTAL and not unread(found)


def test_rows_may_go_on_in_a_panel_beside_the_first() -> None:
    head = HEAD.replace("\t", "|")
    rows = [
        f"{head}|{head}",
        "|合计|9.00|6.00|3.00|20103|政府办公厅事务|9.00|6.00|3.00",
        "201|一般公共服务支出|9.00|6.00|3.00|2010301|行政运行|9.00|6.00|3.00",
    ]
    found = interpret([PageContent(1, (ruled(1, rows, [40.0] * 10),), (line(TITLE_05),))])
    assert len(values(found, "05")) == 12 and not unread(found)
    assert [v.subject_code for v in values(found, "05")][::3] == [None, "201", "20103", "2010301"]
    rows[0] = f"{head}|{head.replace('合计', '年初结转和结余')}"  # other columns of the same subjects
    found = interpret([PageContent(1, (ruled(1, rows, [40.0] * 10),), (line(TITLE_05),))])
    assert unread(found)


def test_of_columns_in_two_units_those_in_the_unit_of_the_table_are_read() -> None:
    def read(*heads: str, over: str = "单位：万元") -> tuple[list[str], list[str]]:
        head = "\t".join(heads)
        found = from_text(TITLE_05, over, f"科目编码\t科目名称\t{head}\t基本支出", "201\t服务\t60000.00\t6.00\t6.00")
        return [v.cell.text for v in values(found, "05") if v.measure == "total"], unread(found)

    assert read("合计（元）", "合计（万元）") == (["6.00"], [])
    assert read("合计（元）", "合计（万元）", over="单位：元")[0] == ["60000.00"]
    assert (header_text("单位：万元"), unit_named("单位：万元/合计"), unit_named("人均")) == ("", "万元", None)
    amounts, told = read("合计（元）", "项目支出")  # none of it in the unit of the table
    assert not amounts and any("counts in 元" in sentence for sentence in told)


def test_project_spending_may_be_parted_by_its_kinds() -> None:
    head = "科目编码\t科目名称\t合计\t基本支出\t项目支出/小计\t项目支出/行政事业类\t项目支出/基本建设类"
    found = from_text(TITLE_05, "单位：万元", head, "201\t服务\t9.00\t6.00\t3.00\t2.00\t1.00")
    assert [(v.measure, v.cell.text) for v in values(found, "05")][2:] == [
        ("project", "3.00"),
        ("project_administrative", "2.00"),
        ("project_construction", "1.00"),
    ]
    whole = head.replace("/小计\t项目支出/行政事业类\t项目支出/基本建设类", "（行政事业类、基本建设类）")
    found = from_text(TITLE_05, "单位：万元", whole, ROW)
    assert coded(found) >= {("201", "project", "3.00")} and not unread(found)


def test_what_heads_amounts_may_name_where_the_money_is_from() -> None:
    found = from_text(
        "财政拨款收入支出决算总表",
        "收入（资金来源）\t收入（资金来源）\t支出（资金去向）\t支出（资金去向）\t支出（资金去向）",
        "项目\t金额\t项目\t合计\t一般公共预算财政拨款",
        "一般公共预算财政拨款\t9.00\t教育支出\t9.00\t9.00",
        "本年收入合计\t9.00\t本年支出合计\t9.00\t9.00",
    )
    assert len(values(found, "04")) == 6 and not unread(found)


def test_an_unknown_word_beside_abroad_sets_no_column_aside() -> None:
    items = ("合计", "因公奔国（境）外费", "公务接待费")
    head = "\t".join(f"{stage}/{item}" for stage in ("预算数", "决算数") for item in items)
    found = from_text(TITLE_09, head, "9.00\t6.00\t3.00\t9.00\t6.00\t3.00")
    assert any("奔" in told for told in unread(found))


@pytest.mark.parametrize("misprinted", ["2024年决算数", "2024年预算数", "2022年决算数"])
def test_a_column_of_another_year_alone_in_its_stage_is_told(misprinted: str) -> None:
    heads = {"预算数": "2023年预算数", "决算数": "2023年决算数"}
    heads[misprinted.removeprefix("2024年").removeprefix("2022年")] = misprinted
    head = "\t".join(
        f"{stage}/{item}" for stage in heads.values() for item in ("合计", "因公出国（境）费", "公务接待费")
    )
    page = (TITLE_09, "单位：万元", head, "\t".join(["3.00"] * 6))
    assert any(misprinted in told for told in unread(interpret(locate(text_document("\n".join(page))), 2023)))
    page = (TITLE_09, "单位：万元", "项目\t" + "\t".join(heads.values()), "公务接待费\t3.00\t2.00")
    assert any(misprinted in told for told in unread(interpret(locate(text_document("\n".join(page))), 2023)))
    past = "项目\t2022年决算数\t2023年预算数\t2023年决算数"
    page = (TITLE_09, "单位：万元", past, "公务接待费\t4.00\t3.00\t2.00")
    assert not unread(interpret(locate(text_document("\n".join(page))), 2023))


def test_a_column_that_is_called_a_budget_is_of_the_accounts_where_these_bear_it_out() -> None:
    head = "科目编码\t科目名称\t预算收入合计\t财政拨款收入\t上级补助收入\t事业收入"
    found = from_text("收入决算表", "单位：万元", head, "201\t服务\t9.00\t6.00\t1.00\t2.00")
    (table,) = (table for table in found.tables if table.kind == "02")
    assert table.supposed and ("total", "9.00") in {(v.measure, v.cell.text) for v in table.supposed.values}
    assert "total" not in {v.measure for v in table.values} and table.unread


def test_a_list_of_parts_in_brackets_changes_no_measure() -> None:
    head = HEAD.replace("基本支出", "基本支出（工资、津贴、商品和服务）")
    found = from_text(TITLE_05, "单位：万元", head, ROW)
    assert coded(found) >= {("201", "basic", "6.00")} and not unread(found)


def test_parts_that_a_bracket_lists_may_be_called_anything_but_not_if_their_words_name_a_measure() -> None:
    assert measure_of("02", "其他收入（利息、租金）") == "other"
    assert item_of("01.income", "其他收入（利息、租金）") == RowItem(Item.OTHER)
    assert measure_of("02", "财政拨款收入（一般公共预算、政府性基金）") != "appropriation"
    assert item_of("01.income", bare_label("收入总计（万元）")) == RowItem(Item.GRAND_TOTAL)
    assert measure_of("02", "单位资金收入") is None  # the unit's own, and no sum
    assert measure_of("05", "单位决算数") == "total"


def test_whose_a_row_is_may_stand_under_a_word_alone() -> None:
    head = f"部门\t单位\t{HEAD}"
    rows = (f"水务局\t水文站\t{ROW}", f"水务局\t水文站\t{ROW.replace('201', '20103')}")
    found = from_text(TITLE_05, "单位：万元", head, "\t\t\t合计\t9.00\t6.00\t3.00", *rows)
    assert len(values(found, "05")) == 9 and not unread(found)
    assert {v.unit for v in values(found, "05") if v.subject_code} == {"水文站"}


@pytest.mark.parametrize("stage", ["预算数", "决算数"])
def test_the_grouped_form_of_09_is_read_by_its_words_where_the_spans_of_its_header_are_guessed(stage: str) -> None:
    items = "因公出国（境）费|小计|公务用车购置费|公务用车运行维护费|公务接待费"
    rows = [f"{stage}|决算数{{1x11}}", f"合计|{items}|合计|{items}", "|".join(f"{n}.00" for n in range(1, 13))]
    grid = replace(ruled(1, rows, [40.0] * 12), spans=Spans.GUESSED)
    found = interpret([PageContent(1, (grid,), (line(TITLE_09), line("单位：万元", 1, 65.0)))])
    if stage == "决算数":  # nothing says where the budget is
        assert unread(found)
        return
    stages = [(v.measure, v.basis, v.cell.text) for v in values(found, "09")]
    assert stages[1] == ("abroad", "adjusted_budget", "2.00") and stages[11] == ("reception", "final", "12.00")
    assert not unread(found)


@pytest.mark.parametrize("head", ["序", "号", "编号"])
def test_a_column_that_counts_the_rows_is_their_numbers_whatever_its_header(head: str) -> None:
    rows = [
        "一、一般公共预算财政拨款收入\t1\t3.00\t一、教育支出\t4\t3.00",
        "二、事业收入\t2\t\t二、国防支出\t5\t",
        "本年收入合计\t3\t3.00\t本年支出合计\t6\t3.00",
    ]
    found = from_text("收入支出决算总表", f"项目\t{head}\t决算数\t项目\t{head}\t决算数", *rows)
    assert not unread(found)
    assert [value.row_no for value in values(found, "01")] == [1, 4, 3, 6]
