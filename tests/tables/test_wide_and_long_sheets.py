"""Sheets of a spreadsheet wider and longer than a page, printed down and then over, and titles near the edges."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from extractor.document.model import Line
from extractor.tables.model import PageContent
from extractor.tables.nine.interpret import Interpretation, interpret
from tests.support.grids import line, ruled
from tests.support.interpreted import unread, values

ROWS = ["201|一般公共服务支出", "20103|政府办公厅事务", "2010301|行政运行"]
REST = ["202|外交支出", "20201|外交管理事务", "2020101|行政运行", "合计|"]
TITLES = ["收入支出决算总表", "收入决算表", "支出决算表", "财政拨款收入支出决算总表"]
TITLES += ["一般公共预算财政拨款支出决算表", "一般公共预算财政拨款基本支出决算表"]
LEFT = "科目编码|科目名称|本年支出合计|基本支出"
RIGHT = "科目编码|科目名称|项目支出"


def page(number: int, rows: list[str], title: str = "", frame: str = "") -> PageContent:
    grid = ruled(number, rows, [80.0] * (rows[-1].count("|") + 1))
    over = [(title, 50.0), (frame, 70.0)]
    return PageContent(number, (grid,), tuple(line(text, number, top) for text, top in over if text))


def with_amounts(keys: list[str], *amounts: str) -> list[str]:
    return ["|".join([key, *amounts]) for key in keys]


def facts(found: Interpretation) -> set[tuple[str | None, str, str]]:
    return {(v.subject_code, str(v.measure), v.cell.text) for table in found.tables for v in table.values}


@pytest.mark.parametrize("again", [True, False])
def test_columns_with_the_codes_and_names_again_stand_behind_all_rows_of_the_first_ones(again: bool) -> None:
    """With the header over each page or the first alone."""
    heads = ([LEFT], [LEFT] * again, [RIGHT], [RIGHT] * again)
    first = page(1, [*heads[0], *with_amounts(ROWS, "3.00", "1.00")], "支出决算表", "单位：万元")
    second = page(2, [*heads[1], *with_amounts(REST, "3.00", "1.00")])
    third = page(3, [*heads[2], *with_amounts(ROWS, "2.00")])
    fourth = page(4, [*heads[3], *with_amounts(REST, "2.00")])
    found = interpret([first, second, third, fourth])
    assert {("2010301", "project", "2.00"), ("2020101", "project", "2.00"), (None, "total", "3.00")} <= facts(found)
    assert len(found.tables) == 1 and not unread(found)


@pytest.mark.parametrize(("rows", "amounts"), [(REST, ("3.00", "3.00")), ([], ())])
def test_rows_beside_which_the_sheet_is_blank_go_on_with_those_beside_which_it_is_not(
    rows: list[str], amounts: tuple[str, ...]
) -> None:
    """A spreadsheet prints no blank page; and one that has but the header again is no table of zeros."""
    first = page(1, [LEFT, *with_amounts(ROWS, "3.00", "1.00")], "支出决算表", "单位：万元")
    second = page(2, [LEFT, *with_amounts(rows, *amounts)])
    found = interpret([first, second, page(3, [RIGHT, *with_amounts(ROWS, "2.00")])])
    assert {("201", "project", "2.00"), ("201", "total", "3.00")} <= facts(found)
    assert (("202", "total", "3.00") in facts(found)) is bool(rows)
    assert len(found.tables) == 1 and not unread(found)


def test_a_title_over_the_second_columns_is_that_of_all_pages_of_the_first_ones() -> None:
    head, more = "科目编码|科目名称|年初结转和结余|本年收入", "本年支出|年末结转和结余"
    first = page(1, [head, *with_amounts(ROWS, "1.00", "4.00")], "", "部门：某局")
    second = page(2, [head, *with_amounts(REST, "1.00", "4.00")])
    third = page(3, [more, *["3.00|2.00"] * 3], "一般公共预算财政拨款支出决算表", "单位：万元")
    found = interpret([first, second, third, page(4, [more, *["3.00|2.00"] * 4])])
    assert {("201", "income", "4.00"), ("201", "total", "3.00"), ("2020101", "total", "3.00")} <= facts(found)


def test_a_header_at_the_height_of_a_title_on_the_next_page_is_no_beginning_of_it() -> None:
    """国有资本经营预算财政拨款 and 支出决算表 are together the title of 08."""
    head = "科目编码|科目名称|本年收入合计|国有资本经营预算财政拨款"
    first = page(1, [head, *with_amounts(ROWS, "3.00", "0.00")], "收入决算表", "单位：万元")
    title = line("支出决算表", 2, 100.0)
    grid = ruled(2, [LEFT, *with_amounts(ROWS, "3.00", "1.00")], [80.0] * 4, top=140.0)
    found = interpret([first, PageContent(2, (grid,), (title,))])
    assert [table.kind for table in found.tables] == ["02", "03"]


@pytest.mark.parametrize("rows", [[], ["|||二、外交支出|1.00"]])
def test_a_header_again_over_a_note_alone_is_told_only_if_numbers_stand_under_it(rows: list[str]) -> None:
    heads = ["收入{1x2}|支出{1x2}", "项目|决算数|项目|决算数"]
    body = ["一、一般公共预算财政拨款收入|1.00|一、一般公共服务支出|1.00", "总计|1.00|总计|1.00"]
    note = (line("注：本表反映部门本年度的总收支和年末结转结余情况。", 2, 300.0),)
    begun = PageContent(
        1, (ruled(1, [*heads, *body], [80.0] * 4),), (line("收入支出决算总表", 1), line("单位：万元", 1, 70))
    )
    again = ruled(2, ["收入{1x2}|行次|支出{1x2}", "项目|决算数||项目|决算数", *rows], [80.0] * 5)
    found = interpret([begun, PageContent(2, (again,), note)])
    assert bool(unread(found)) is bool(rows) and values(found, "01")


CODES_06 = ["302", "30201", "30202"]
NAMES_06 = ["商品和服务支出", "办公费", "印刷费"]


def test_a_title_cut_over_the_grids_of_two_pages_is_that_of_both() -> None:
    """The codes of the second panel stand on the first page, and another panel follows on the third."""
    staff = ["301|工资福利支出|5.00", "30101|基本工资|5.00", "30102|津贴补贴|0.00"]
    begun = [f"{row}|{code}" for row, code in zip(staff, CODES_06, strict=True)]
    first = page(1, ["人员经费{1x3}|", "科目编码|科目名称|决算数|科目编码", *begun])
    amounts = [("3.00", "307"), ("2.00", "30701"), ("1.00", "30702")]
    middle = ["|".join([name, *both]) for name, both in zip(NAMES_06, amounts, strict=True)]
    second = page(2, ["公用经费{1x3}", "科目名称|决算数|科目编码", *middle])
    third = page(3, ["|", "科目名称|决算数", "债务利息及费用支出|0.00", "国内债务付息|0.00", "国外债务付息|0.00"])
    over = ("一般公共", "共预算财政拨款基本支出决算明细表")  # a character on the edge is printed on both
    pages = [replace(p, lines=(line(text, p.page, 40),)) for p, text in zip((first, second), over, strict=True)]
    assert facts(interpret([*pages, third])) >= {("302", "amount", "3.00"), ("30202", "amount", "1.00")}


@pytest.mark.parametrize(("maker", "whole"), [("部门：某局", True), ("", False)])
def test_a_title_over_the_second_page_alone_is_that_of_a_first_one_that_says_whose_it_is(
    maker: str, whole: bool
) -> None:
    head, more = "科目编码|科目名称|年初结转和结余|本年收入", "本年支出|年末结转和结余"
    begun = page(1, [head, *with_amounts(ROWS, "1.00", "4.00")], "", maker)
    rest = page(2, [more, *["3.00|2.00"] * 3], "一般公共预算财政拨款支出决算表", "单位：万元")
    assert (("201", "income", "4.00") in facts(interpret([begun, rest]))) is whole


def test_a_title_in_rows_of_the_grids_may_be_cut_below_other_rows_of_both() -> None:
    begun = page(1, ["一般公{1x4}", "|||", "部门：某局{1x4}", LEFT, *with_amounts(ROWS, "3.00", "1.00")])
    rest = page(2, ["公共预算财政拨款支出决算表", "", "单位：万元", "项目支出", *["2.00"] * 3])
    assert {("201", "basic", "1.00"), ("201", "project", "2.00")} <= facts(interpret([begun, rest]))


SIDES = [
    ("一、一般公共预算财政拨款", "一、一般公共服务支出"),
    ("本年收入合计", "本年支出合计"),
    ("年初财政拨款结转和结余", "年末财政拨款结转和结余"),
    ("总计", "总计"),
]


def test_the_first_row_of_a_header_may_be_open_on_the_page_beside() -> None:
    """支出 stands over columns of two pages, and no line ends it on the second, whose header has a level more."""
    rows = [f"{income}|5.00|{spent}" for income, spent in SIDES]
    first = page(1, ["收入{1x2}|", "项目|决算数|项目", *rows], "财政拨款收入支出决算总表", "单位：万元")
    second = page(2, ["决算数{1x2}", "合计|一般公共预算财政拨款", *["5.00|5.00"] * len(SIDES)]).grids[0]
    second = replace(second, y_edges=(120.0, 130.0, *second.y_edges[2:]))
    found = interpret([first, PageContent(2, (second,), (line("支出", 2, 105.0),))])
    assert (None, "general", "5.00") in facts(found) and not unread(found)


def test_columns_go_on_with_the_expenditure_of_04_that_stands_on_a_page_of_its_own() -> None:
    income = [f"{label}|5.00" for label, _ in SIDES]
    spent = [f"{label}|5.00|3.00" for _, label in SIDES]
    first = page(1, ["收入{1x2}", "项目|决算数", *income], "财政拨款收入支出决算总表", "单位：万元")
    second = page(2, ["支出{1x3}", "项目|合计|一般公共预算财政拨款", *spent])
    third = page(3, ["", "政府性基金预算财政拨款", *["2.00"] * len(SIDES)])
    found = interpret([first, second, third])
    assert {(None, "general", "3.00"), (None, "gov_fund", "2.00"), (None, "amount", "5.00")} <= facts(found)
    assert not unread(found)


def test_of_the_pages_beside_the_rows_that_go_on_the_last_may_be_blank() -> None:
    """Printed over and then down."""
    right, last = ["项目支出", *["2.00"] * 3], ["经营支出", *["0.00"] * 3]
    first = page(1, [LEFT, *with_amounts(ROWS, "3.00", "1.00")], "支出决算表", "单位：万元")
    rest = page(4, with_amounts(REST, "3.00", "1.00"))
    found = interpret([first, page(2, right), page(3, last), rest, page(5, ["2.00"] * 4)])
    assert {("2020101", "project", "2.00"), ("2010301", "operating", "0.00")} <= facts(found) and not unread(found)


def test_the_codes_and_names_of_the_next_sheet_are_no_panel_of_the_one_before() -> None:
    """Their rows are at the same heights, and the titles stand over the amounts."""
    keys = ["科目编码|科目名称", *ROWS, *REST[:3]]
    pages = [
        page(1, keys, "", "部门：某局"),
        page(2, ["本年收入合计|财政拨款收入", *["3.00|3.00"] * 6], "收入决算表", "单位：万元"),
        page(3, keys, "", "部门：某局"),
        page(4, ["本年支出合计|基本支出", *["2.00|2.00"] * 6], "支出决算表", "单位：万元"),
    ]
    found = interpret(pages)
    assert [(table.kind, len(table.values)) for table in found.tables] == [("02", 12), ("03", 12)]
    assert {("201", "appropriation", "3.00"), ("2020101", "basic", "2.00")} <= facts(found) and not unread(found)


def test_a_row_with_nothing_but_its_number_does_not_count_columns() -> None:
    """The last rows of 01, printed down and then over."""
    head = "项目|行次|决算数"
    income = ["收入{1x3}", head, "一、一般公共预算财政拨款收入|1|5.00", "八、其他收入|8|0.00", "本年收入合计|27|5.00"]
    spent = ["支出{1x3}", head, "一、一般公共服务支出|32|5.00", "二、外交支出|33|0.00", "本年支出合计|58|5.00"]
    first = page(1, income, "收入支出决算总表", "单位：万元")
    second = page(2, ["收入{1x3}", head, "年初结转和结余|29|1.00", "|30|", "总计|31|6.00"])
    fourth = page(4, ["支出{1x3}", head, "年末结转和结余|60|1.00", "|61|", "总计|62|6.00"])
    found = interpret([first, second, page(3, spent), fourth])
    got = {(str(v.side), v.row_label, v.cell.text) for table in found.tables for v in table.values}
    assert {("expenditure", "年末结转和结余", "1.00"), ("income", "年初结转和结余", "1.00")} <= got
    assert not unread(found)


def test_a_title_may_go_on_pages_later_where_a_sheet_is_printed_down_and_then_over() -> None:
    """It ends at the right edge of one page, and begins at the left edge of the other; what reads like the title of
    another table is the rest of it."""
    first = page(1, [LEFT, *with_amounts(ROWS, "3.00", "1.00")])
    more = page(2, with_amounts(REST, "3.00", "1.00"))
    rest = page(3, ["项目支出", "2.00", "2.00", "2.00"])
    last = page(4, ["2.00"] * len(REST))
    for begun, ends, kinds in (("财政拨款收入", "支出决算总表", set()), ("一般公共预算财政拨", "款支出决算表", {"05"})):
        cut = replace(first, lines=(at_edge(line(begun, 1), right=370.0),))
        found = interpret((cut, more, replace(rest, lines=(line(ends, 3),)), last))
        assert {table.kind for table in found.tables} >= kinds and not {t.kind for t in found.tables} & {"03"}
    assert ("201", "project", "2.00") in facts(found) and ("2020101", "project", "2.00") in facts(found)
    assert not unread(found)


def test_a_title_that_is_printed_over_all_pages_of_such_a_sheet_goes_on_from_each_of_them() -> None:
    begun, ends, amounts = "一般公共预算财政拨", "款支出决算表", ["2.00"] * len(ROWS)
    left = [page(n, [LEFT, *with_amounts(rows, "3.00", "1.00")]) for n, rows in ((1, ROWS), (2, REST[:3]))]
    left = [replace(part, lines=(at_edge(line(begun, part.page), right=370.0),)) for part in left]
    right = [replace(page(n, ["项目支出", *amounts]), lines=(line(ends, n),)) for n in (3, 4)]
    found = interpret((*left, *right))
    assert {table.kind for table in found.tables} == {"05"} and not unread(found)
    assert {("201", "project", "2.00"), ("2020101", "project", "2.00")} <= facts(found)


def at_edge(begun: Line, right: float) -> Line:
    assert begun.box is not None
    return replace(begun, box=replace(begun.box, x0=right - 90, x1=right))


def test_another_table_may_begin_below_rows_that_go_on_beside_them() -> None:
    """All tables on one sheet, printed over and then down: each page of the first columns has one of the others
    behind it."""
    head = "科目编码|科目名称|本年收入合计|财政拨款收入"
    begun = page(1, [head, *with_amounts(ROWS, "3.00", "1.00")], "收入决算表")
    more, next_ = (
        ruled(3, with_amounts(REST, "3.00", "1.00"), [80.0] * 4),
        [LEFT, *with_amounts(ROWS[:1], "5.00", "5.00")],
    )
    below = ruled(3, next_, [80.0] * 4, top=300.0)
    both = PageContent(3, (more, below), (line("支出决算表", 3, 280.0),))
    last = page(5, with_amounts(ROWS[1:], "5.00", "5.00"))
    found = interpret((begun, page(2, ["其他收入", *["2.00"] * 3]), both, page(4, ["2.00"] * len(REST)), last))
    assert [table.kind for table in found.tables] == ["02", "03"] and not unread(found)
    assert {("201", "other", "2.00"), ("2020101", "other", "2.00"), ("2010301", "basic", "5.00")} <= facts(found)


def test_a_page_of_titles_alone_lists_them_and_is_over_no_table() -> None:
    """A contents page without its heading and without the numbers of pages."""
    titles = [f"{'一二三四五六'[n]}、{title}" for n, title in enumerate(TITLES)]
    contents = PageContent(1, (), tuple(line(title, 1, 50.0 + 20 * n) for n, title in enumerate(titles)))
    found = interpret((contents, page(2, [LEFT, *with_amounts(ROWS, "3.00", "1.00")])))
    assert [title.table for title in found.announced] == ["01", "02", "03", "04", "05", "06"]
    assert {table.kind for table in found.tables} <= {"03"}  # by its columns
