"""Tables of other producers: rules in part, none at all, text over borders, spreadsheets over several pages."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from grids import line, ruled
from paper import FONT, HEIGHT, LEFT, ROW, TOP, Paper
from reportlab.pdfbase import pdfmetrics

from extractor.document.model import Document
from extractor.document.plain_text import read_text
from extractor.tables.interpret import Interpretation, interpret
from extractor.tables.kinds import title_of
from extractor.tables.locate import locate
from extractor.tables.model import PageContent

HEAD_05 = [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]]
ROWS_05 = [
    ["201", "一般公共服务支出", "1,234.50", "1,000.00", "234.50"],
    ["20103", "政府办公厅事务", "1,234.50", "1,000.00", "234.50"],
    ["2010301", "行政运行", "1,000.00", "1,000.00", "0.00"],
    ["2010302", "一般行政管理事务", "234.50", "0.00", "234.50"],
]
WIDTHS_05 = [70.0, 150.0, 80.0, 80.0, 80.0]
TITLE_05 = "一般公共预算财政拨款支出决算表"
GOLD_05 = {("201", "total", "1,234.50"), ("2010302", "project", "234.50"), ("2010301", "basic", "1,000.00")}


@pytest.fixture
def sheet(tmp_path: Path) -> Paper:
    return Paper(tmp_path / "made_up.pdf")


def coded(found: Interpretation, kind: str = "05") -> set[tuple[str, str, str]]:
    return {(v.subject_code or v.row_label or "", v.measure, v.cell.text) for v in values(found, kind)}


def values(found: Interpretation, kind: str) -> list:  # type: ignore[type-arg]
    return [v for t in found.tables if t.kind == kind for v in t.values]


def unread(found: Interpretation) -> list[str]:
    return [sentence for t in found.tables for sentence in t.unread]


def from_text(*rows: str) -> Interpretation:
    pages = read_text(Path("made_up.txt"), "\n".join(rows).encode())
    return interpret(locate(Document("0" * 16, "made_up.txt", "plain_text", pages)))


def from_grid(title: str, *rows: str) -> Interpretation:
    grid = ruled(1, rows, [80.0] * len(rows[-1].split("|")))
    return interpret([PageContent(1, (grid,), (line(title),))])


@pytest.mark.parametrize("rules", ["all", "across", "down", "header", "shading", "none"])
def test_a_table_is_the_same_whatever_its_rules(sheet: Paper, rules: str) -> None:
    rows = [*HEAD_05, *ROWS_05]
    sheet.text(300, 40, TITLE_05, 14)
    if rules in ("all", "across"):
        sheet.across(len(rows), WIDTHS_05)
    if rules in ("all", "down"):
        sheet.down(len(rows), WIDTHS_05)
        sheet.across(1, [sum(WIDTHS_05)])
    if rules == "header":
        sheet.across(1, WIDTHS_05)
        sheet.down(1, WIDTHS_05)
    if rules == "shading":
        sheet.canvas.setFillGray(0.9)
        for r in range(0, len(rows), 2):
            x = LEFT
            for width in WIDTHS_05:
                sheet.canvas.rect(x, HEIGHT - TOP - (r + 1) * ROW, width, ROW, stroke=0, fill=1)
                x += width
        sheet.canvas.setFillGray(0)
    sheet.cells(rows, WIDTHS_05)
    found = sheet.read()
    assert coded(found) >= GOLD_05
    assert len(coded(found)) == 12
    assert unread(found) == []


def test_borders_of_dots_and_cells_drawn_apart(sheet: Paper) -> None:
    rows = [*HEAD_05, *ROWS_05]
    sheet.text(300, 40, TITLE_05, 14)
    sheet.canvas.setFillGray(0)
    for r in range(len(rows) + 1):
        for x in range(int(LEFT * 2), int((LEFT + sum(WIDTHS_05)) * 2), 3):
            sheet.canvas.rect(x / 2, HEIGHT - TOP - r * ROW, 0.75, 0.75, stroke=0, fill=1)
    x = LEFT
    for width in (*WIDTHS_05, 0.0):
        for y in range(int(TOP * 2), int((TOP + len(rows) * ROW) * 2), 3):
            sheet.canvas.rect(x, HEIGHT - y / 2, 0.75, 0.75, stroke=0, fill=1)
        x += width
    sheet.cells(rows, WIDTHS_05)
    sheet.page()
    sheet.text(300, 40, "支出决算表", 14)
    head = [["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"]]
    for r in range(len(rows)):
        x = LEFT
        for width in WIDTHS_05:  # each cell in a border of its own, two points from the next
            sheet.canvas.rect(x + 1, HEIGHT - TOP - (r + 1) * ROW + 1, width - 2, ROW - 2)
            x += width
    sheet.cells([*head, *ROWS_05], WIDTHS_05)
    found = sheet.read()
    assert coded(found) >= GOLD_05
    assert coded(found, "03") >= GOLD_05
    assert unread(found) == []


def test_a_number_too_long_for_its_column_keeps_its_digits(sheet: Paper) -> None:
    sheet.text(300, 40, TITLE_05, 14)
    narrow = [70.0, 150.0, 80.0, 34.0, 80.0]
    rows = [r[:] for r in ROWS_05]
    rows[0][3] = "12,341,000.00"  # runs over the border into the column before
    sheet.ruled([*HEAD_05, *rows], narrow)
    assert ("201", "basic", "12,341,000.00") in coded(sheet.read())


def test_a_header_written_from_top_to_bottom(sheet: Paper) -> None:
    sheet.text(300, 40, TITLE_05, 14)
    widths = [70.0, 150.0, 80.0, 80.0, 80.0]
    for x, columns in ((LEFT + 260, ("合计",)), (LEFT + 330, ("支出", "基本")), (LEFT + 410, ("支出", "项目"))):
        for place, text in enumerate(reversed(columns)):  # the first column stands at the right
            for i, character in enumerate(text):
                sheet.text(x - place * 12, TOP + 12 + i * 10, character)
    for text, x in (("科目编码", LEFT + 3), ("科目名称", LEFT + 80)):
        sheet.text(x, TOP + 20, text)
    sheet.across(0, widths)
    sheet.down(2, widths)
    sheet.ruled(ROWS_05, widths, TOP + 2 * ROW)
    assert coded(sheet.read()) >= GOLD_05


def test_frame_rows_with_other_borders_part_no_columns(sheet: Paper) -> None:
    sheet.ruled([[TITLE_05]], [sum(WIDTHS_05)])
    sheet.ruled([["部门：云岭县档案馆", "公开05表", "单位：万元"]], [33.0, 207.0, 220.0], TOP + ROW)
    sheet.ruled([*HEAD_05, *ROWS_05], WIDTHS_05, TOP + 2 * ROW)
    found = sheet.read()
    assert coded(found) >= GOLD_05
    assert found.tables[0].currency_unit == "万元"


def test_tables_that_touch_are_parted_at_their_titles(sheet: Paper) -> None:
    end = sheet.ruled([[TITLE_05]], [sum(WIDTHS_05)])
    end = sheet.ruled([*HEAD_05, *ROWS_05], WIDTHS_05, end)
    end = sheet.ruled([["国有资本经营预算财政拨款支出决算表"]], [sum(WIDTHS_05)], end)
    sheet.ruled([*HEAD_05, ["223", "国有资本经营预算支出", "9.00", "0.00", "9.00"]], WIDTHS_05, end)
    found = sheet.read()
    assert len(coded(found)) == 12
    assert ("223", "project", "9.00") in coded(found, "08")


PANELS = [
    ["项目", "金额", "项目", "金额"],
    ["一、一般公共预算财政拨款收入", "12,345.60", "一、一般公共服务支出", "12,000.00"],
    ["二、政府性基金预算财政拨款收入", "0.00", "二、外交支出", "345.60"],
    ["本年收入合计", "12,345.60", "本年支出合计", "12,345.60"],
]


def test_panels_without_rules_are_parted_where_an_amount_meets_a_label(sheet: Paper) -> None:
    sheet.text(300, 40, "收入支出决算总表", 14)
    sheet.cells([["收入", "", "支出", ""]], [150.0, 55.0, 150.0, 60.0])
    sheet.cells(PANELS, [150.0, 55.0, 150.0, 60.0], TOP + ROW)  # six points between amount and label
    found = {(v.side, v.row_label, v.cell.text) for v in values(sheet.read(), "01")}
    assert ("income", "一、一般公共预算财政拨款收入", "12,345.60") in found
    assert ("expenditure", "二、外交支出", "345.60") in found
    assert len(found) == 6


def test_header_cells_without_rules_reach_over_their_columns(sheet: Paper) -> None:
    """年初结转和结余 | 本年收入 | 本年支出: 小计 基本支出 项目支出 | 年末结转和结余."""
    sheet.text(300, 40, "政府性基金预算财政拨款收入支出决算表", 14)
    widths = [60.0, 150.0, 80.0, 80.0, 80.0, 80.0, 80.0, 80.0]
    edges = [LEFT + sum(widths[:i]) for i in range(9)]

    def middle(a: int, b: int, y: float, text: str) -> None:
        length = pdfmetrics.stringWidth(text, FONT, 9)
        sheet.text((edges[a] + edges[b] - length) / 2, y, text)

    for place, text in (
        (0, "科目编码"),
        (1, "科目名称"),
        (2, "年初结转和结余"),
        (3, "本年收入"),
        (7, "年末结转和结余"),
    ):
        middle(place, place + 1, TOP + 20, text)
    middle(4, 7, TOP + 12, "本年支出")
    for place, text in ((4, "小计"), (5, "基本支出"), (6, "项目支出")):
        middle(place, place + 1, TOP + 28, text)
    row = ["212", "城乡社区支出", "1.00", "2.00", "3.00", "4.00", "5.00", "6.00"]
    sheet.cells([row, ["21208", "土地出让收入安排的支出", *row[2:]]], widths, TOP + 2 * ROW + 4)
    found = {(m, t) for code, m, t in coded(sheet.read(), "07") if code == "212"}
    assert found == {
        ("opening_balance", "1.00"), ("income", "2.00"), ("total", "3.00"), ("basic", "4.00"), ("project", "5.00"),
        ("closing_balance", "6.00"),
    }  # fmt: skip


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


def test_an_empty_table_takes_no_other_table_for_the_rest_of_its_header(sheet: Paper) -> None:
    sheet.text(300, 40, TITLE_05, 14)
    sheet.ruled(HEAD_05, WIDTHS_05)
    sheet.page()
    strange = [["项目", "单位", "数量", "账面价值", "备注"], ["车辆", "辆", "3.00", "45.00", "5.00"]]
    sheet.ruled(strange, WIDTHS_05, 30)
    assert values(sheet.read(), "05") == []


@pytest.mark.parametrize("rest", [["拨款", "", "支出", ""], ["", "", "支出", ""]], ids=["cut", "unknown label"])
def test_the_opening_funds_are_told_after_a_cut_label(sheet: Paper, rest: list[str]) -> None:
    widths = [200.0, 80.0, 200.0, 80.0]
    sheet.text(300, 40, "财政拨款收入支出决算总表", 14)
    opening = ["年初财政拨款结转和结余", "20.00", "十八、自然资源海洋气象等支出", "0.00"]
    last = ["一般公共预算财政", "8.00", "十九、住房保障", "28.00"]
    sheet.ruled([["收入", "", "支出", ""], ["项目", "金额", "项目", "金额"], opening, last], widths)
    sheet.page()
    funds = [["政府性基金预算财政拨款", "12.00", "二十、粮油物资储备支出", "0.00"], ["总计", "20.00", "总计", "28.00"]]
    sheet.ruled([rest, *funds], widths, 30)
    found = values(sheet.read(), "04")
    items = [v.item for v in found if v.side == "income"]
    assert items == ["opening_balance", "opening_general" if rest[0] else None, "opening_gov_fund", "grand_total"]
    assert "十九、住房保障支出" in {v.row_label for v in found}


def test_a_watermark_and_footnote_marks_are_not_read(sheet: Paper) -> None:
    sheet.text(300, 40, TITLE_05, 14)
    end = sheet.ruled([*HEAD_05, *ROWS_05], WIDTHS_05)
    sheet.text(LEFT + sum(WIDTHS_05[:3]) - 3, TOP + ROW + 8, "1", 5)  # over the end of 1,234.50
    canvas = sheet.canvas
    canvas.saveState()
    canvas.setFillGray(0.7)
    canvas.translate(LEFT + 60, HEIGHT - end)
    canvas.rotate(20)
    canvas.setFont(FONT, 60)
    canvas.drawString(0, 0, "云岭县公开")
    canvas.restoreState()
    found = sheet.read()
    assert coded(found) >= GOLD_05
    assert unread(found) == []


@pytest.mark.parametrize("strange", ["line", "column", "part", "cell"])
def test_no_number_is_lost_unsaid(sheet: Paper, strange: str) -> None:
    sheet.text(300, 40, TITLE_05, 14)
    rows, widths = [*HEAD_05, *ROWS_05], WIDTHS_05
    if strange == "column":
        rows, widths = [[*r, t] for r, t in zip(rows, ("其他来源", *["7.77"] * 4), strict=True)], [*widths, 80.0]
    end = sheet.ruled(rows, widths)
    if strange == "line":
        sheet.text(LEFT, end + 20, "201　公共服务　7.77　8.88")
    if strange == "cell":
        sheet.ruled([["7.77　8.88　9.99"]], [sum(widths)], end)
    if strange == "part":
        sheet.page()
        sheet.ruled([["甲", "乙"], ["7.77", "8.88"], ["9.99", "6.66"]], [300.0, 300.0])
    found = sheet.read()
    assert len(coded(found)) == 12
    assert any("7.77" in sentence for sentence in unread(found))


@pytest.mark.parametrize(
    ("lost", "said"),
    [
        ((3, "0.00"), True),  # a column of zeros beside another
        ((4, "0.00"), False),  # the zeros of a row
        ((3, "1.00"), False),  # with an amount above
        ((3, "—"), False),  # printed as dashes
    ],
)
def test_a_blank_column_beside_one_of_zeros_is_pointed_out(sheet: Paper, lost: tuple[int, str], said: bool) -> None:
    sheet.text(300, 40, "支出决算表", 14)
    head = ["科目编码", "科目名称", "合计", "经营支出", "对附属单位补助支出"]
    column, zero = lost
    rows = [[code, "一般公共服务支出", "1.00", zero, "0.00"] for code in ("201", "20103", "2010301", "2010302")]
    for row in rows[1:] if column == 4 or zero == "1.00" else rows:
        row[column] = "" if zero != "—" else zero
    if column == 4:
        rows[1][4] = "0.00"
    sheet.ruled([head, *rows], WIDTHS_05)
    (table,) = sheet.read().tables
    assert any("“经营支出” is blank" in sentence for sentence in table.uneven) is said
    assert bool(table.uneven) is said and table.unread == ()


def test_columns_without_a_number_are_known(sheet: Paper) -> None:
    """Neither a column with a number or a dash, nor one that the form does not print."""
    sheet.text(300, 40, "财政拨款“三公”经费支出决算表", 14)
    measures = ["合计", "因公出国（境）费", "公务接待费", "会议费"]
    sheet.ruled([["项目", *measures], ["预算数", "3.00", "—", "3.00", ""], ["决算数", "2.00", "", "", ""]], [90.0] * 5)
    (table,) = sheet.read().tables
    assert table.blank == {
        (None, "adjusted_budget", "meeting"), (None, "final", "meeting"), (None, "final", "abroad"),
        (None, "final", "reception"),
    }  # fmt: skip


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
        ("支出决算表（分单位）", None),
        ("支出决算表（按经济分类科目）", None),
        ("支出决算表（一般公共预算财政拨款）", None),
        ("收入决算表（2024年预算）", None),
        ("一般公共预算财政拨款支出决算明细表（按功能分类科目）", None),
    ],
)
def test_a_bracket_leaves_a_title_its_kind_unless_it_names_another_table(title: str, kind: str | None) -> None:
    found = title_of(title)
    assert found is not None
    assert found.kind == kind


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


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("各科目资金收支汇总表", "under the title “各科目资金收支汇总表”"),
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
