"""Tables over several pages: rows and headers cut by the break, columns of a spreadsheet on a page of their own."""

from __future__ import annotations

import pytest

from extractor.reading import read_file
from tests.support.interpreted import GOLD_05, HEAD_05, PANELS, ROWS_05, TITLE_05, WIDTHS_05, coded, unread, values
from tests.support.paper import HEIGHT, Paper


def test_a_table_without_rules_goes_on_between_running_heads(sheet: Paper) -> None:
    body = [[f"20103{i:02d}", "行政运行", "1.00", "1.00", "0.00"] for i in range(1, 61)]
    address = "https://www.yunling.example/art/2024/8/20/art_1229_1234567.html"
    for page, rows in enumerate((body[:25], body[25:50], body[50:])):
        sheet.text(24, 20, "24/8/30 10:15　部门决算")
        sheet.text(24, HEIGHT - 12, f"{address}　{page + 1}/3")
        if page == 0:
            sheet.text(300, 40, TITLE_05, 14)
        sheet.cells([*HEAD_05, *rows], WIDTHS_05)
        sheet.page()
    found = sheet.read()
    assert len(coded(found)) == 180
    assert unread(found) == []


def test_columns_of_a_spreadsheet_on_the_next_page_stand_beside_their_rows(sheet: Paper) -> None:
    for columns in (slice(0, 3), slice(3, 5)):
        sheet.text(300, 40, TITLE_05, 14)
        sheet.ruled([r[columns] for r in (*HEAD_05, *ROWS_05)], WIDTHS_05[columns])
        sheet.page()
    found = sheet.read()
    assert coded(found) >= GOLD_05
    assert len(found.tables) == 1
    assert {v.cell.page for v in values(found, "05")} == {1, 2}


def test_names_printed_over_both_halves_of_a_wide_table_are_names_once(sheet: Paper) -> None:
    for columns in ((0, 1, 2), (0, 1, 3, 4)):
        sheet.text(300, 40, TITLE_05, 14)
        sheet.ruled([[r[c] for c in columns] for r in (*HEAD_05, *ROWS_05)], [WIDTHS_05[c] for c in columns])
        sheet.page()
    found = sheet.read()
    assert coded(found) >= GOLD_05
    assert {v.subject_name for v in values(found, "05") if v.subject_name} <= {row[1] for row in ROWS_05}


def test_a_header_again_and_a_note_among_the_rows_are_no_amounts(sheet: Paper) -> None:
    """As a spreadsheet leaves its print titles, and its notes, within the borders of the table."""
    note = ["注：本表有3个项级科目，金额保留2位小数。", *[""] * (len(WIDTHS_05) - 1)]
    sheet.text(300, 40, TITLE_05, 14)
    sheet.ruled([*HEAD_05, *ROWS_05[:2], *HEAD_05, *ROWS_05[2:], note], WIDTHS_05)
    found = sheet.read()
    assert coded(found) >= GOLD_05 and len(coded(found)) == 12
    assert unread(found) == []


def test_a_few_rows_at_the_same_heights_are_no_columns_of_a_long_table(sheet: Paper) -> None:
    sheet.text(300, 40, TITLE_05, 14)
    sheet.ruled([*HEAD_05, *ROWS_05, *ROWS_05], WIDTHS_05)
    sheet.page()
    sheet.ruled([["决算数", "", ""], ["1", "2", "3"], ["13.50", "10.20", "3.30"]], WIDTHS_05[:3])
    grids = [t.grids for t in sheet.read().tables]
    assert [(grid.page, grid.columns) for grid in grids[0]] == [(1, 5)]


def test_the_row_of_column_numbers_and_a_total_may_stand_first_on_the_next_page(sheet: Paper) -> None:
    sheet.text(300, 40, TITLE_05, 14)
    sheet.ruled(HEAD_05, WIDTHS_05)
    sheet.page()
    sheet.ruled([["栏次", "", "1", "2", "3"], *ROWS_05], WIDTHS_05, 30)
    sheet.page()
    sheet.text(300, 40, "收入支出决算总表", 14)
    widths = [200.0, 80.0, 200.0, 80.0]
    sheet.ruled([["收入", "", "支出", ""], *PANELS[:3]], widths)
    sheet.page()
    sheet.ruled(PANELS[3:], widths, 30)
    found = sheet.read()
    assert coded(found) >= GOLD_05
    assert [v.item for v in values(found, "01")][-2:] == ["current_total", "current_total"]
    assert unread(found) == []


@pytest.mark.parametrize(
    ("halves", "whole"),
    [
        ((["208", "社会保障和就业", "9.00", "9.00", ""], ["", "支出", "", "", ""]), ("社会保障和就业支出", "9.00", 1)),
        ((["208", "社会保障", "", "", ""], ["", "和就业支出", "9.00", "9.00", ""]), ("社会保障和就业支出", "9.00", 2)),
        ((["208", "社会保障", "1,23", "1,23", ""], ["", "支出", "4.56", "4.56", ""]), ("社会保障支出", "1,234.56", 1)),
        ((["208", "社会保障", "9.00", "9.00", ""], ["", "合计", "", "", ""]), ("社会保障", "9.00", 1)),
        ((["208", "社会保障", "9.00", "9.00", ""], ["", "云岭一中", "9.00", "9.00", ""]), ("社会保障", "9.00", 1)),
        ((["208", "社会保障", "9.00", "9.00", ""], ["210", "", "", "", ""]), ("社会保障", "9.00", 1)),
    ],
)
@pytest.mark.parametrize("again", [False, True], ids=["", "header again"])
def test_a_row_cut_by_the_page_break_is_one_row(
    sheet: Paper, halves: tuple[list[str], list[str]], whole: tuple[str, str, int], again: bool
) -> None:
    sheet.text(300, 40, TITLE_05, 14)
    sheet.ruled([*HEAD_05, *ROWS_05, halves[0]], WIDTHS_05)
    sheet.page()
    sheet.ruled([*(HEAD_05 if again else []), halves[1], ["21004", "公共卫生", "7.00", "7.00", ""]], WIDTHS_05, 30)
    found = sheet.read()
    cut = next(v for v in values(found, "05") if (v.subject_code, v.measure) == ("208", "total"))
    assert (cut.subject_name, cut.cell.text, cut.cell.page) == whole
    assert coded(found) >= {*GOLD_05, ("21004", "total", "7.00")}
    assert unread(found) == []


@pytest.mark.parametrize("halves", [("2080", "505"), ("208", "0505"), ("2", "080505"), ("20805", "05")])
def test_a_code_cut_by_the_page_break_is_one_code(sheet: Paper, halves: tuple[str, str]) -> None:
    upper, lower = halves
    sheet.text(300, 40, TITLE_05, 14)
    sheet.ruled([*HEAD_05, *ROWS_05, [upper, "机关事业单位基本", "9.00", "9.00", ""]], WIDTHS_05)
    sheet.page()
    sheet.ruled([[lower, "养老保险缴费支出", "", "", ""], ["210", "卫生健康支出", "7.00", "7.00", ""]], WIDTHS_05, 30)
    found = sheet.read()
    assert coded(found) >= {*GOLD_05, ("2080505", "total", "9.00"), ("210", "total", "7.00")}
    assert unread(found) == []


def test_a_header_cut_by_the_page_break_is_one_header(sheet: Paper) -> None:
    sheet.text(300, 40, TITLE_05, 14)
    sheet.ruled([["项目", "本年支出合", "基本", "项目支出"]], [220.0, *WIDTHS_05[2:]])
    sheet.page()
    sheet.ruled([["科目编码", "科目名称", "计", "支出", ""], *ROWS_05], WIDTHS_05, 30)
    sheet.page()
    sheet.ruled([["21004", "公共卫生", "7.00", "7.00", "0.00"]], WIDTHS_05, 30)
    found = sheet.read()
    assert coded(found) >= {*GOLD_05, ("21004", "basic", "7.00")}
    assert unread(found) == []
    assert {v.cell.page for v in values(found, "05")} == {2, 3}


@pytest.mark.parametrize("below", [[], [[""] * 4]])  # where rules run on to the edge of the page
def test_the_first_row_of_a_header_may_stand_alone_on_its_page_and_be_blank_over_columns(
    sheet: Paper, below: list[list[str]]
) -> None:
    sheet.text(300, 40, TITLE_05, 14)
    sheet.ruled([["项目", "", "", ""], *below], [220.0, *WIDTHS_05[2:]])
    sheet.page()
    sheet.ruled([*HEAD_05, *ROWS_05], WIDTHS_05, 30)
    found = sheet.read()
    assert len(found.tables) == 1 and coded(found) >= GOLD_05 and unread(found) == []


def test_an_empty_table_takes_no_other_table_for_the_rest_of_its_header(sheet: Paper) -> None:
    sheet.text(300, 40, TITLE_05, 14)
    sheet.ruled(HEAD_05, WIDTHS_05)
    sheet.page()
    strange = [["项目", "单位", "数量", "账面价值", "备注"], ["车辆", "辆", "3.00", "45.00", "5.00"]]
    sheet.ruled(strange, WIDTHS_05, 30)
    assert values(sheet.read(), "05") == []


@pytest.mark.parametrize(
    ("label", "rest"), [("一般公共预算财政", "拨款"), ("某项资金", "")], ids=["cut", "unknown label"]
)
def test_the_opening_funds_are_told_after_a_cut_label(sheet: Paper, label: str, rest: str) -> None:
    widths = [200.0, 80.0, 200.0, 80.0]
    sheet.text(300, 40, "财政拨款收入支出决算总表", 14)
    opening = ["年初财政拨款结转和结余", "20.00", "十八、自然资源海洋气象等支出", "0.00"]
    last = [label, "8.00", "十九、住房保障", "28.00"]
    sheet.ruled([["收入", "", "支出", ""], ["项目", "金额", "项目", "金额"], opening, last], widths)
    sheet.page()
    funds = [["政府性基金预算财政拨款", "12.00", "二十、粮油物资储备支出", "0.00"], ["总计", "20.00", "总计", "28.00"]]
    sheet.ruled([[rest, "", "支出", ""], *funds], widths, 30)
    found = values(sheet.read(), "04")
    items = [v.item for v in found if v.side == "income"]
    assert items == ["opening_balance", "opening_general" if rest else None, "opening_gov_fund", "grand_total"]
    assert "十九、住房保障支出" in {v.row_label for v in found}


WIDTHS_01 = [200.0, 80.0, 200.0, 80.0]


def begin_01(sheet: Paper, *rows: list[str]) -> None:
    """Table 01 down to the foot of a page, no rule being drawn below its last rows."""
    sheet.text(300, 40, "收入支出决算总表", 14)
    sheet.ruled([["收入", "", "支出", ""], ["项目", "决算数", "项目", "决算数"]], WIDTHS_01)
    sheet.cells(rows, WIDTHS_01, 92)
    sheet.across(4, WIDTHS_01)
    sheet.down(4, WIDTHS_01)
    sheet.page()


def test_a_cut_label_whose_first_half_is_one_too_is_one_label(sheet: Paper) -> None:
    begin_01(sheet, ["六、经营收入", "1.00", "一、教育支出", "9.00"], ["七、附属单位上缴", "8.00", "年末结转", "0.00"])
    sheet.ruled(
        [["收入", "", "和结余", ""], ["八、其他收入", "0.00", "", ""], ["总计", "9.00", "总计", "9.00"]], WIDTHS_01, 30
    )
    labels = [v.row_label for v in values(sheet.read(), "01")]
    assert labels[2:5] == ["七、附属单位上缴收入", "年末结转和结余", "八、其他收入"]


def test_a_page_printed_twice_counts_once_in_tables_and_prose(sheet: Paper) -> None:
    sheet.text(300, 40, TITLE_05, 14)
    sheet.ruled([*HEAD_05, *ROWS_05], WIDTHS_05)
    for _ in range(2):  # the second half, and the same page again
        sheet.page()
        sheet.ruled(
            [["2130101", "行政运行", "4.00", "3.00", "1.00"], ["2130102", "事业运行", "6.00", "5.00", "1.00"]],
            WIDTHS_05,
        )
    for spent in ("16.00", "16.00", "0.00", "0.00"):  # of what nobody spent, others may say the same
        sheet.page()
        sheet.text(50, 60, f"本年支出合计{spent}万元，其中基本支出{spent}万元。")
    sheet.canvas.save()
    found = read_file(sheet.path)
    assert "Page 3 prints page 2 again" in (found.document.notes or "")
    assert "Page 5 prints page 4 again" in (found.document.notes or "")
    assert [str(f.amount) for f in found.facts if f.subject_code == "2130101"] == ["4.00", "3.00", "1.00"]
    assert [str(f.value) for f in found.figures] == ["16.00"] * 2 + ["0.00"] * 4


def test_two_rows_on_both_sides_of_a_page_break_are_no_label(sheet: Paper) -> None:
    """Though their words together name an item, and the second has no amount."""
    begin_01(sheet, ["八、其他收入", "9.00", "一、教育支出", "9.00"], ["本年收入合计", "9.00", "本年支出合计", "9.00"])
    after = [["使用非财政拨款结余", "", "结余分配", ""], ["总计", "9.00", "总计", "9.00"]]
    sheet.ruled(after, WIDTHS_01, 30)
    items = {(v.side, v.item) for v in values(sheet.read(), "01") if v.item}
    totals = {(side, item) for side in ("income", "expenditure") for item in ("current_total", "grand_total")}
    assert items == {("income", "other"), *totals}


@pytest.mark.parametrize("on_first", [1, 2, 4])
@pytest.mark.parametrize("reach", [(150.0, 90.0), (150.0, 90.0, 260.0)])
def test_a_title_and_frame_in_cells_of_their_own_leave_the_table_its_columns(
    sheet: Paper, on_first: int, reach: tuple[float, ...]
) -> None:
    """As a browser prints tables that lay a page out; `on_first`: how many rows stand on the first page."""
    frame = ["部门：云岭县林业局", "2023年度", "金额单位：万元"]
    sheet.ruled([[TITLE_05]], [sum(reach)], 40)
    sheet.ruled([frame[: len(reach)]], reach, 56)
    rows = [*HEAD_05, *ROWS_05]
    sheet.ruled(rows[:on_first], WIDTHS_05, 72)
    sheet.page()
    sheet.ruled(rows[on_first:], WIDTHS_05, 40)
    found = sheet.read()
    assert coded(found) >= GOLD_05
    assert unread(found) == []


def test_a_header_that_is_cut_below_such_a_frame_is_put_together(sheet: Paper) -> None:
    sheet.ruled([["收入支出决算总表"]], [600.0], 500)
    sheet.ruled([["部门：云岭县林业局", "2023年度", "金额单位：万元"]], [150.0, 90.0, 360.0], 516)
    sheet.ruled([["收入", "支出"]], [280.0, 280.0], 532)
    sheet.page()
    sheet.ruled(PANELS, WIDTHS_01, 40)
    found = sheet.read()
    assert [v.cell.text for v in values(found, "01")] == [row[c] for row in PANELS[1:] for c in (1, 3)]
    assert unread(found) == []


@pytest.mark.parametrize("titled", [True, False])
def test_a_cell_of_the_header_may_be_cut_where_it_is_printed_again(sheet: Paper, titled: bool) -> None:
    """In rows that are too low there; it is the same table, not one printed once more."""
    for rows, head in ((ROWS_05[:2], HEAD_05), (ROWS_05[2:], [[text[: max(2, len(text) - 2)] for text in HEAD_05[0]]])):
        if titled or rows[0] is ROWS_05[0]:
            sheet.text(300, 40, TITLE_05, 14)
        sheet.ruled([*head, *HEAD_05[1:], *rows], WIDTHS_05)
        sheet.page()
    found = sheet.read()
    assert len(found.tables) == 1 and coded(found) >= GOLD_05
    assert unread(found) == []


def test_the_blank_rows_of_a_form_on_the_next_page_are_no_table_printed_again(sheet: Paper) -> None:
    for rows in (ROWS_05, [[""] * len(WIDTHS_05)]):
        sheet.text(300, 40, TITLE_05, 14)
        sheet.ruled([*HEAD_05, *rows], WIDTHS_05)
        sheet.page()
    found = sheet.read()
    assert [table.printing for table in found.tables] == [1] and coded(found) >= GOLD_05
