"""Sheets of a spreadsheet wider than a page: the columns that stand on a later one go on with those of their table."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from extractor.document.read import read_document
from extractor.tables.locate import locate
from extractor.tables.model import PageContent
from extractor.tables.nine.interpret import Interpretation, interpret
from tests.support.grids import line, ruled
from tests.support.interpreted import unread, values
from tests.support.paper import Paper

ROWS = [("201", "一般公共服务支出"), ("20103", "政府办公厅事务"), ("2010301", "行政运行")]
UNIT = "单位：万元"


def part(page: int, head: list[str], cells: list[str], title: str = "") -> PageContent:
    """A page with a part of a table, its title over it where it has one."""
    grid = ruled(page, [*head, *cells], [80.0] * (cells[0].count("|") + 1))
    over = (line(title, page), line(UNIT, page, 70)) if title else ()
    return PageContent(page, (grid,), over)


def coded(*amounts: str) -> list[str]:
    return ["|".join([*keys, *amounts]) for keys in ROWS]


def read(*pages: PageContent) -> Interpretation:
    return interpret(pages)


def facts(found: Interpretation, kind: str) -> set[tuple[str | None, str, str]]:
    return {(v.subject_code, str(v.measure), v.cell.text) for v in values(found, kind)}


def test_columns_on_a_later_page_are_of_the_last_table_begun() -> None:
    """Whatever table before it has as many rows at the same heights."""
    income = part(1, ["科目编码|科目名称|本年收入合计|财政拨款收入"], coded("3.00", "3.00"), "收入决算表")
    spent = part(2, ["科目编码|科目名称|本年支出合计|基本支出"], coded("3.00", "1.00"), "支出决算表")
    rest = part(3, ["项目支出"], ["2.00"] * 3)
    found = read(income, spent, rest)
    assert ("201", "project", "2.00") in facts(found, "03") and not unread(found)


def test_a_group_of_columns_goes_on_over_the_edge_of_a_page() -> None:
    title = "一般公共预算财政拨款收入支出决算表"
    head = ["科目编码{2x1}|科目名称{2x1}|年初结转和结余{1x2}", "小计|基本支出结转"]
    begun = part(1, head, coded("9.00", "4.00"), title)
    rest = part(2, ["|本年支出{1x3}", "项目支出结转|小计|基本支出|项目支出"], ["5.00|3.00|1.00|2.00"] * 3)
    found = read(begun, rest)
    assert {("201", "opening_project", "5.00"), ("201", "project", "2.00")} <= facts(found, "05")
    assert not unread(found)


def test_the_amounts_and_names_of_a_panel_may_stand_on_the_page_after_its_codes() -> None:
    title, head = "一般公共预算财政拨款基本支出决算明细表", ["科目编码|科目名称|决算数"]
    cells = ["301|工资福利支出|6.00|302", "30101|基本工资|6.00|30201", "人员经费合计{1x2}|6.00|"]
    begun = part(1, [head[0] + "|科目编码"], cells, title)
    names = part(2, ["科目名称|决算数"], ["商品和服务支出|3.00", "办公费|3.00", "公用经费合计|3.00"])
    found = facts(read(begun, names), "06")
    assert {("301", "amount", "6.00"), ("302", "amount", "3.00"), ("30201", "amount", "3.00")} <= found


@pytest.mark.parametrize("cut", [1, 2, 3])
@pytest.mark.parametrize("again", [0, 1])
def test_the_edge_of_a_page_may_cut_the_label_of_a_total(cut: int, again: int) -> None:
    """A character on the edge is printed on both sides."""
    head, label = "科目编码|科目名称|决算数", "公用经费合计"
    rows = [(f"3010{n}", f"3020{n}", f"3100{n}") for n in range(1, 7)]
    begun = part(
        1,
        ["人员经费{1x3}|公用经费{1x3}", f"{head}|{head}"],
        [*(f"{a}|某费|1.00|{b}|某费|1.00" for a, b, _ in rows), f"人员经费合计{{1x2}}|6.00|{label[:cut]}{{1x3}}"],
        "一般公共预算财政拨款基本支出决算明细表",
    )
    cells = [*(f"{code}|某费|1.00" for *_, code in rows), f"{label[cut - again :]}{{1x2}}|12.00"]
    found = read(begun, part(2, ["公用经费{1x3}", head], cells))
    totals = {(str(v.item), v.cell.text) for v in values(found, "06") if v.item}
    assert totals == {("personnel_total", "6.00"), ("public_total", "12.00")} and not unread(found)


def test_the_edge_of_a_page_may_cut_a_word_of_the_header() -> None:
    stages = "预算数|决算数"
    head = ["财政拨款“三公”经费{1x5}", "合计{1x2}|因公出国费{1x2}|公务用车运", f"{stages}|{stages}|预算数"]
    begun = part(1, head, ["9.00|9.00|2.00|2.00|7.00"], "财政拨款“三公”经费支出决算表")
    beside = ["{1x3}", "行维护费|公务接待费{1x2}", f"决算数|{stages}"]
    found = read(begun, part(2, beside, ["7.00|0.00|0.00"]))
    assert [str(v.measure) for v in values(found, "09")][4:6] == ["vehicle_operation"] * 2 and not unread(found)


def test_the_edge_may_cut_a_word_of_which_both_halves_are_words() -> None:
    """预算财政拨款 alone would be of the budget."""
    head = ["科目编码{2x1}|科目名称{2x1}|一般公共", "合计"]
    rows = ["301|工资福利支出|6.00", "302|商品和服务支出|3.00", "30201|办公费|3.00"]
    begun = part(1, head, rows, "一般公共预算财政拨款基本支出决算明细表")
    rest = part(2, ["预算财政拨款基本支出{1x2}", "人员经费|公用经费"], ["6.00|", "|3.00", "|3.00"])
    found = read(begun, rest)
    assert {("301", "personnel", "6.00"), ("302", "public", "3.00")} <= facts(found, "06") and not unread(found)


def test_a_row_of_the_header_may_be_blank_on_the_page_beside() -> None:
    """As that of a group of columns, whose words stand on the page before."""
    over = ["“三公”经费支出决算表{1x4}", "部门：某局{1x4}", "财政拨款“三公”经费{1x4}", "合计{1x2}|因公出国费{1x2}"]
    beside = ["{1x2}", "|单位：万元", "{1x2}", "公务接待费{1x2}"]
    stages = "预算数|决算数"
    first = part(1, [*over, f"{stages}|{stages}"], ["3.00|2.00|1.00|1.00"])
    found = read(first, part(2, [*beside, stages], ["2.00|1.00"]))
    assert [str(v.measure) for v in values(found, "09")] == ["total", "total", "abroad", "abroad", *["reception"] * 2]
    assert not unread(found)


def test_the_numbers_of_the_columns_tell_which_page_stands_beside_which() -> None:
    """The title stands over the second page alone, and the last column of a group stands there without its word."""
    keys = ["项目{1x2}", "科目编码|科目名称", "栏次{1x2}"]
    heads = (["年初结转和结余{1x2}", "小计|基本支出结转", "1|2"], ["|本年收入", "项目支出结转和结余|", "3|4"])
    last = ["本年支出{1x3}", "合计|基本支出|项目支出", "5|6|7"]
    first = part(1, [f"{key}|{head}" for key, head in zip(keys, heads[0], strict=True)], coded("1.00", "2.00"))
    second = part(2, heads[1], ["3.00|4.00"] * 3, "一般公共预算财政拨款收入支出决算表")
    pages = (first, second, part(3, last, ["5.00|6.00|7.00"] * 3))
    names = ("opening_balance", "opening_basic", "opening_project", "income", "total", "basic", "project")
    found = read(*pages)
    assert facts(found, "05") >= {("201", name, f"{n}.00") for n, name in enumerate(names, 1)} and not unread(found)
    assert not values(read(first, pages[2]), "05")  # what lies between is missing


def test_a_title_over_the_expenditure_of_01_is_that_of_its_income_too() -> None:
    income = ["|", "部门：某局{1x2}", "收入{1x2}", "项目|决算数"]
    spent = ["收入支出决算总表{1x2}", "单位：万元{1x2}", "支出{1x2}", "项目|决算数"]
    rows = [f"本年{{}}合计|{n}.00" for n in (3, 3)]
    left = part(1, income, ["一、一般公共预算财政拨款收入|3.00", rows[0].format("收入"), "总计|3.00"])
    right = part(2, spent, ["一、一般公共服务支出|3.00", rows[1].format("支出"), "总计|3.00"])
    found = read(left, right)
    assert {str(v.side) for v in values(found, "01")} == {"income", "expenditure"} and not unread(found)


def test_a_page_that_begins_with_amounts_begins_no_table() -> None:
    """Though another panel of it, with codes and names of its own, stands there too."""
    title, head = "一般公共预算财政拨款基本支出决算明细表", ["科目编码|科目名称|决算数|科目编码|科目名称"]
    begun = ["301|工资福利支出|6.00|302|商品和服务支出", "30101|基本工资|6.00|30201|办公费", "人员经费合计{1x2}|6.00||"]
    rest = part(
        2, ["决算数|科目编码|科目名称|决算数"], ["3.00|310|资本性支出|1.00", "3.00|31002|办公设备购置|1.00", "|||"]
    )
    found = facts(read(part(1, head, begun, title), rest), "06")
    assert {("302", "amount", "3.00"), ("30201", "amount", "3.00"), ("310", "amount", "1.00")} <= found


def test_one_amount_on_a_page_of_which_nobody_knows_is_told() -> None:
    begun = part(1, ["科目编码|科目名称|本年支出合计|基本支出"], coded("3.00", "1.00"), "支出决算表")
    found = read(begun, part(2, ["项目支出"], ["2.00"]))
    assert any("2.00" in sentence for sentence in unread(found))


def three_public(head: list[str], row: str, page: int, title: str = "") -> PageContent:
    return part(page, head, [row], title)


def test_the_columns_of_09_go_on_over_the_edge_of_a_page_under_the_stage_printed_there() -> None:
    """Its rows have no labels, and fewer of them are ruled where a header cell spans some."""
    left = ["预算数{1x2}|", "合计|公务接待费|合计", "1|2|3"]
    right = ["决算数|会议费{2x1}", "公务接待费", "4|5"]
    begun = three_public(left, "9.00|9.00|8.00", 1, "财政拨款“三公”经费支出决算表")
    found = read(begun, three_public(right, "8.00|1.00", 2))
    got = {(str(v.measure), str(v.basis), v.cell.text) for v in values(found, "09")}
    assert {("total", "final", "8.00"), ("reception", "final", "8.00"), ("meeting", "final", "1.00")} <= got
    assert not unread(found)


def test_columns_behind_the_note_of_a_table_are_told() -> None:
    """They are of its measures, and nothing says of which rows."""
    begun = part(1, ["科目编码|科目名称|本年支出合计|基本支出"], coded("3.00", "1.00"), "支出决算表")
    begun = PageContent(1, begun.grids, (*begun.lines, line("注：本表反映部门本年度各项支出情况。", 1, 300)))
    found = read(begun, part(2, ["项目支出"], ["2.00"]))
    assert any("2.00" in sentence for sentence in unread(found))


def test_rows_on_the_page_after_a_table_stand_beside_those_on_the_page_after_its_columns() -> None:
    """All pages of the first columns come before those of the others, and only the first of each has a header."""
    begun = part(1, ["科目编码|科目名称|本年支出合计|基本支出"], coded("3.00", "1.00"), "支出决算表")
    after = part(2, ["2010302|机关服务|3.00|1.00"], ["2010303|会议|3.00|1.00"])
    rest, last = part(3, ["项目支出"], ["2.00"] * 3), part(4, ["2.00"], ["2.00"])
    found = read(begun, after, rest, last)
    assert {("2010301", "project", "2.00"), ("2010303", "project", "2.00")} <= facts(found, "03")
    assert not unread(found)


HEAD_04 = ["收入{1x2}|", "项目|决算数|项目", "栏次|1|栏次"]
ROWS_04 = ["一、一般公共预算财政拨款|5.00|一、一般公共服务支出", "本年收入合计|5.00|本年支出合计", "总计|5.00|总计"]
FUNDS = ["支出{1x2}", "合计|一般公共预算财政拨款", "2|3"]


@pytest.mark.parametrize(("begins", "whole"), [("", True), ("一般公共预算", False)])
def test_a_title_over_the_second_page_of_a_sheet_is_that_of_the_first_too(begins: str, whole: bool) -> None:
    """If no part of it stands over the first one."""
    first = part(1, [begins + "{1x3}", "部门：某局{1x3}", *HEAD_04], ROWS_04)
    second = part(2, ["财政拨款收入支出决算总表{1x2}", UNIT + "{1x2}", *FUNDS], ["5.00|5.00"] * 3)
    found = read(first, second)
    got = {(str(v.side), str(v.measure), v.cell.text) for v in values(found, "04")}
    assert ({("income", "amount", "5.00"), ("expenditure", "general", "5.00")} <= got) is whole
    assert not whole or (found.tables[0].currency_unit == "万元" and not unread(found))  # which stands there alone


def test_a_header_may_have_more_levels_on_the_second_page() -> None:
    first = part(1, HEAD_04[1:], ROWS_04, "财政拨款收入支出决算总表")
    grid = first.grids[0]
    tall = replace(grid, y_edges=(80.0, *grid.y_edges[1:]))  # its first row is as high as two of the second page
    low = part(2, FUNDS, ["5.00|5.00"] * 3).grids[0]
    low = replace(low, y_edges=tuple(y - 20 for y in low.y_edges))
    found = read(PageContent(1, (tall,), first.lines), PageContent(2, (low,), ()))
    got = {(str(v.side), str(v.measure), v.cell.text) for v in values(found, "04")}
    assert {("income", "amount", "5.00"), ("expenditure", "general", "5.00")} <= got and not unread(found)


def test_a_title_in_rows_of_the_grids_may_be_cut_by_the_edge_of_a_page() -> None:
    """A character on the edge is printed on both sides."""
    head = ["科目编码|科目名称|本年支出合计|基本支出"]
    begun = part(1, ["一般公共预算财政拨{1x4}", "部门：某局{1x4}", *head], coded("3.00", "1.00"))
    rest = part(2, ["拨款支出决算表", UNIT, "项目支出"], ["2.00"] * 3)
    found = read(begun, rest)
    assert {("201", "basic", "1.00"), ("201", "project", "2.00")} <= facts(found, "05") and not unread(found)


def test_rows_and_columns_that_go_on_may_be_printed_page_beside_page() -> None:
    begun = part(1, ["科目编码|科目名称|本年支出合计|基本支出"], coded("3.00", "1.00"), "支出决算表")
    rest = part(2, ["项目支出"], ["2.00"] * 3)
    after = part(3, ["2010302|机关服务|3.00|1.00"], ["2010303|会议|3.00|1.00"])
    found = read(begun, rest, after, part(4, ["2.00"], ["2.00"]))
    assert {("2010301", "project", "2.00"), ("2010303", "project", "2.00")} <= facts(found, "03")


def test_rows_that_go_on_at_the_top_of_a_page_are_no_part_of_the_title_on_the_next_one() -> None:
    head = ["科目编码|科目名称|本年支出合计|基本支出"]
    begun = part(1, head, coded("3.00", "1.00"), "支出决算表")
    after = part(2, ["2010302|机关服务|3.00|1.00"], ["2010303|会议|3.00|1.00", "合计{1x2}|3.00|1.00"])
    title = ["一般公共预算财政拨款支出决算表{1x4}", UNIT + "{1x4}"]
    found = read(begun, after, part(3, [*title, *head], coded("2.00", "1.00")))
    assert ("2010303", "total", "3.00") in facts(found, "03") and ("201", "total", "2.00") in facts(found, "05")


def test_the_codes_and_names_of_a_sheet_may_be_printed_again_on_each_page() -> None:
    begun = part(1, ["科目编码|科目名称|本年支出合计|基本支出"], coded("3.00", "1.00"), "支出决算表")
    found = read(begun, part(2, ["科目编码|科目名称|项目支出"], coded("2.00")))
    assert ("2010301", "project", "2.00") in facts(found, "03") and not unread(found)


def test_they_may_be_printed_again_under_the_title_in_three_columns() -> None:
    keys = ["201|||一般公共服务支出", "201|03||政府办公厅事务", "201|03|01|行政运行"]
    begun = part(1, ["类|款|项|科目名称|本年支出合计|基本支出"], [f"{key}|3.00|1.00" for key in keys], "支出决算表")
    again = [part(page, [f"类|款|项|科目名称|{head}"], [f"{key}|2.00" for key in keys], "支出决算表") for page, head in
             ((2, "项目支出"), (3, "经营支出"))]  # fmt: skip
    found = read(begun, *again)
    assert {measure for code, measure, _ in facts(found, "03") if code == "2010301"} == {
        "total", "basic", "project", "operating",
    }  # fmt: skip
    assert not unread(found)


def test_a_page_with_one_column_of_dashes_and_an_amount_is_part_of_a_table(tmp_path: Path) -> None:
    """And no box around text."""
    paper = Paper(tmp_path / "a.pdf")
    paper.text(200, 40, "支出决算表")
    head = ["科目编码", "科目名称", "本年支出合计", "基本支出"]
    rows = [
        ["201", "公共服务", "3.00", "1.00"],
        ["20103", "政府办公厅", "3.00", "1.00"],
        ["2010301", "运行", "3.00", "1.00"],
    ]
    paper.ruled([head, *rows], [80.0] * 4)
    paper.page()
    paper.ruled([["项目支出"], ["2.00"], ["-"], ["-"]], [80.0])
    assert ("201", "project", "2.00") in facts(paper.read(), "03")


def test_a_page_with_a_header_over_a_single_dash_is_part_of_a_table(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "a.pdf")
    paper.ruled([["其他收入"], ["7"], ["-"]], [80.0])
    paper.page()
    paper.ruled([["本局办公室"], ["7"]], [80.0])
    paper.canvas.save()
    assert [bool(content.grids) for content in locate(read_document(paper.path))] == [True, False]


def test_the_edge_of_a_page_may_cut_a_note() -> None:
    note = "注：本表反映本年度收入、支出及结|"
    left = part(1, ["科目编码|科目名称|合计"], [*coded("3.00"), f"{note}|"], "支出决算表")
    found = read(left, part(2, ["基本支出|项目支出"], ["1.00|2.00"] * 3 + ["余情况。|"]))
    assert ("2010301", "project", "2.00") in facts(found, "03") and not unread(found)


def test_a_panel_of_06_may_stand_alone_on_the_next_page() -> None:
    """Headed like the one before, and as high."""
    title, head = "一般公共预算财政拨款基本支出决算明细表", "科目编码|科目名称|决算数"
    staff = ["301|工资福利支出|6.00", "30101|基本工资|4.00", "30102|津贴补贴|2.00", "||", "人员经费合计{1x2}|6.00"]
    costs = ["302|商品和服务支出|3.00", "30201|办公费|3.00", "310|资本性支出|1.00", "31002|办公设备购置|1.00"]
    begun = part(1, ["人员经费{1x3}", head], staff, title)
    found = read(begun, part(2, ["公用经费{1x3}", head], [*costs, "公用经费合计{1x2}|4.00"]))
    got = {(str(v.subject_code or v.item), str(v.measure), v.cell.text) for v in values(found, "06")}
    assert {("302", "amount", "3.00"), ("public_total", "amount", "4.00")} <= got and len(found.tables) == 1


def test_the_next_pages_of_two_tables_stand_beside_each_other_nowhere() -> None:
    """Though their rows are at the same heights, and every column of both is headed 决算数 under its own name."""

    def pages(first: int, heads: str, title: str) -> list[PageContent]:
        head = [f"项目{{1x2}}|{heads}", "科目编码|科目名称|决算数|决算数"]
        rows = [f"{code}|科目{code}|3.00|3.00" for code in ("201", "20101", "2010101", "202", "20201", "2020101")]
        return [part(first, head, rows, title), part(first + 1, head, [row.replace("20", "21") for row in rows])]

    income = pages(1, "本年收入合计|财政拨款收入", "收入决算表")
    spent = pages(3, "本年支出合计|基本支出", "支出决算表")
    found = read(*income, *spent)
    assert not unread(found) and len(facts(found, "02")) == len(facts(found, "03")) == 24


@pytest.mark.parametrize(
    ("begun", "rest"), [("一般公共预算财政拨款", "支出决算表"), ("一般公共预算财政拨款", "款支出决算表")]
)
def test_the_end_of_a_title_over_the_edge_of_a_page_is_no_title_of_another_table(begun: str, rest: str) -> None:
    """支出决算表 is table 03 only where nothing stands at its height on the page before."""
    first = part(1, ["科目编码|科目名称|年初结转和结余|本年收入"], coded("1.00", "4.00"))
    second = part(2, ["科目编码|科目名称|本年支出合计|基本支出|项目支出"], coded("3.00", "1.00", "2.00"))
    over = [PageContent(1, first.grids, (line(begun, 1, 40),)), PageContent(2, second.grids, (line(rest, 2, 40),))]
    assert [table.kind for table in read(*over).tables] == ["05"]
    apart = [PageContent(1, first.grids, (line(begun, 1, 60),)), PageContent(2, second.grids, (line(rest, 2, 40),))]
    assert [table.kind for table in read(*apart).tables] == ([] if rest[0] == "款" else ["03"])


def test_a_page_that_repeats_the_header_of_the_last_one_stands_beside_no_other() -> None:
    """Whatever page before it has as many rows at the same heights."""
    head = ["科目编码|科目名称|本年收入合计|财政拨款收入"]
    income = part(1, head, coded("3.00", "3.00"), "收入决算表")
    more = part(2, head, ["205|教育支出|3.00|3.00", "20502|普通教育|3.00|3.00"])
    panels = ["人员经费{1x3}|公用经费{1x3}", "科目编码|科目名称|决算数|科目编码|科目名称|决算数"]
    begun = part(3, panels, ["301|工资福利支出|6.00|302|商品和服务支出|3.00"], "一般公共预算财政拨款基本支出决算表")
    total = PageContent(4, (ruled(4, [*panels, "人员经费合计{1x2}|6.00|公用经费合计{1x2}|3.00"], [80.0] * 6),), ())
    found = read(income, more, begun, total)
    assert {("205", "total", "3.00"), ("20502", "appropriation", "3.00")} <= facts(found, "02")
    assert {(v.item, v.cell.text) for v in values(found, "06") if v.item} == {
        ("personnel_total", "6.00"),
        ("public_total", "3.00"),
    }
    assert not unread(found)


def test_a_row_of_balances_at_the_top_of_a_page_is_none_of_the_header_above_it() -> None:
    """Its labels are words of headers too; the right part of its page stands beside it."""
    head, funds = ["收入{1x2}|支出{1x2}", "项目|决算数|项目|合计"], "一般公共预算财政拨款|政府性基金预算财政拨款"
    rows = ["一、一般公共预算财政拨款|8.00|一、一般公共服务支出|9.00", "本年收入合计|8.00|本年支出合计|9.00"]
    balances = ["年初财政拨款结转和结余|3.00|年末财政拨款结转和结余|2.00", "总计|11.00|总计|11.00"]
    title, widths = "财政拨款收入支出决算总表", [80.0] * 4
    left = [PageContent(n, (ruled(n, [*head, *r], widths),), (line(title, n),)) for n, r in ((1, rows), (2, balances))]
    parts = ((3, ["9.00|0.00", "9.00|0.00"]), (4, ["2.00|0.00", "11.00|0.00"]))
    right = [PageContent(n, (ruled(n, ["|", funds, *r], [80.0] * 2),), ()) for n, r in parts]
    found = read(*left, *right)
    assert len(found.tables) == 1 and not unread(found)
    said = {(v.item, str(v.measure), v.cell.text) for v in values(found, "04")}
    assert {("opening_balance", "amount", "3.00"), ("closing_balance", "general", "2.00")} <= said
