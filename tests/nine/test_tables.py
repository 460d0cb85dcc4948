"""Tables of other producers: rules in part, none at all, text over borders; and no number lost unsaid."""

from __future__ import annotations

import pytest
from reportlab.pdfbase import pdfmetrics

from tests.support.interpreted import GOLD_05, HEAD_05, PANELS, ROWS_05, TITLE_05, WIDTHS_05, coded, unread, values
from tests.support.paper import FONT, HEIGHT, LEFT, ROW, TOP, Paper


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


@pytest.mark.parametrize("gap", [1.6, 3.0])
def test_headers_of_narrow_columns_may_meet(sheet: Paper, gap: float) -> None:
    sheet.text(300, 40, TITLE_05, 14)
    for x, text in ((LEFT, "科目编码"), (LEFT + 80, "科目名称")):
        sheet.text(x, TOP + 8, text)
    for row, parts in enumerate([("本年支出合", "基本支出小", "项目支出小"), ("计", "计", "计")]):
        for column, part in enumerate(parts):  # 5 characters fill a column but for the gap
            width = pdfmetrics.stringWidth(part, FONT, 9)
            sheet.text(LEFT + 185 + column * (45 + gap) + (45 - width) / 2, TOP + 8 + row * 10, part)
    right = [LEFT + 60, LEFT + 180, *(LEFT + 185 + column * (45 + gap) + 45 for column in range(3))]
    for row, cells in enumerate(ROWS_05):
        for column, text in enumerate(cells):
            width = pdfmetrics.stringWidth(text, FONT, 9)
            left = LEFT if column == 0 else LEFT + 70 if column == 1 else right[column] - width
            sheet.text(left, TOP + 40 + row * ROW, text)
    found = sheet.read()
    assert coded(found) >= GOLD_05
    assert unread(found) == []


def test_borders_of_dots_and_cells_drawn_apart(sheet: Paper) -> None:
    rows = [*HEAD_05, *ROWS_05]
    sheet.text(300, 40, TITLE_05, 14)
    sheet.canvas.setFillGray(0)
    for r in range(len(rows) + 1):
        for dot in range(int(LEFT * 2), int((LEFT + sum(WIDTHS_05)) * 2), 3):
            sheet.canvas.rect(dot / 2, HEIGHT - TOP - r * ROW, 0.75, 0.75, stroke=0, fill=1)
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


def test_a_footnote_mark_before_numbers_is_none_of_their_digits(sheet: Paper) -> None:
    sheet.text(300, 40, TITLE_05, 14)
    sheet.ruled([*HEAD_05, *ROWS_05], WIDTHS_05)
    for row, texts in enumerate(ROWS_05, len(HEAD_05)):
        for column, text in enumerate(texts[2:], 3):
            start = LEFT + sum(WIDTHS_05[:column]) - 3 - pdfmetrics.stringWidth(text, FONT, 9)
            sheet.text(start - 2.6, TOP + row * ROW + 8, "2", 5)
    assert coded(sheet.read()) >= GOLD_05


def test_a_digit_upon_a_comma_is_no_part_of_a_number(sheet: Paper) -> None:
    sheet.text(300, 40, TITLE_05, 14)
    sheet.ruled([*HEAD_05, *ROWS_05], WIDTHS_05)
    amount = ROWS_05[0][2]
    at_comma = LEFT + sum(WIDTHS_05[:3]) - 3 - pdfmetrics.stringWidth(amount[amount.index(",") :], FONT, 9)
    sheet.text(at_comma - 1, TOP + len(HEAD_05) * ROW + 12, "7")
    assert any("is no number" in told for told in unread(sheet.read()))


def test_two_small_digits_over_the_end_of_a_whole_number_may_be_its_decimals(sheet: Paper) -> None:
    sheet.text(300, 40, TITLE_05, 14)
    rows = [row[:] for row in ROWS_05]
    rows[0][3] = ""
    sheet.ruled([*HEAD_05, *rows], WIDTHS_05)
    right, top = LEFT + sum(WIDTHS_05[:4]), TOP + len(HEAD_05) * ROW
    sheet.text(right - 25, top + 12, "957")
    sheet.text(right - 10, top + 8, "56", 5)
    found = sheet.read()
    assert not any("957" in text for _, _, text in coded(found)) and any("957" in told for told in unread(found))


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
