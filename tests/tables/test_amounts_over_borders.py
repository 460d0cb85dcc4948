"""Amounts wider than their column, drawn over its border until they meet what stands beside them."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfgen.canvas import Canvas

from extractor.tables.model import Table
from tests.support import four_cells
from tests.support.paper import FONT, HEIGHT, LEFT, ROW, TOP, Paper

HEADER = ("科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出")
NAME = "住房保障支出"
AMOUNTS = ("7,805,655.77", "7,880,586.93", "7,809,851.74")
registerFont(UnicodeCIDFont(FONT))
WIDE = stringWidth(AMOUNTS[0], FONT, 9)


def table(path: Path, widths: tuple[float, ...]) -> Table:
    """A table 03 of one subject, its amounts at the right of their columns."""
    paper = Paper(path)
    paper.text(330, 40, "支出决算表", 16)
    paper.text(600, 55, "单位：元")
    paper.ruled([HEADER, ("221", "", "", "", "")], widths)
    y = TOP + ROW + 12
    paper.text(LEFT + widths[0] + 3, y, NAME)
    for place, amount in enumerate(AMOUNTS, 3):
        paper.text(LEFT + sum(widths[:place]) - 3 - WIDE, y, amount)
    (found,) = paper.read().tables
    return found


def read(found: Table) -> list[tuple[str | None, str]]:
    return [(value.row_label, value.cell.text) for value in found.values]


def test_amounts_that_meet_are_each_their_column_s(tmp_path: Path) -> None:
    found = table(tmp_path / "a.pdf", (60, 150, WIDE, WIDE, WIDE))
    assert read(found) == [(NAME, amount) for amount in AMOUNTS] and not found.unread


def test_an_amount_that_meets_the_name_is_parted_from_it(tmp_path: Path) -> None:
    name = stringWidth(NAME, FONT, 9)
    widths = (60, name + 3 + 8, WIDE - 8 + 3, 80, 80)  # of which 8 points are drawn over the border
    found = table(tmp_path / "a.pdf", widths)
    assert read(found) == [(NAME, amount) for amount in AMOUNTS] and not found.unread


@pytest.mark.parametrize(("lead", "step"), [(0.8, 0.4), (1.2, -0.8)])
def test_a_header_that_fills_its_column_is_parted_from_the_next(tmp_path: Path, lead: float, step: float) -> None:
    """As a browser prints it: the first ends where the second begins, a little before or behind."""
    paper, filled = Paper(tmp_path / "a.pdf"), stringWidth(HEADER[2], FONT, 9)
    widths = (60, 150, 0.8 + filled + step - lead, 80, 80)
    paper.text(330, 40, "支出决算表", 16)
    paper.text(600, 55, "单位：元")
    paper.ruled([(*HEADER[:2], "", "", HEADER[4]), ("221", NAME, "3.00", "1.00", "2.00")], widths)
    for x, text in ((0.8, HEADER[2]), (widths[2] + lead, HEADER[3])):
        paper.text(LEFT + sum(widths[:2]) + x, TOP + 12, text)
    (found,) = paper.read().tables
    assert read(found) == [(NAME, "3.00"), (NAME, "1.00"), (NAME, "2.00")] and not found.unread


def test_a_header_that_is_drawn_on_until_it_meets_the_middle_of_the_next_is_parted_from_it(tmp_path: Path) -> None:
    paper, (long, short) = Paper(tmp_path / "a.pdf"), (stringWidth(HEADER[at], FONT, 9) for at in (2, 3))
    widths = (60, 150, 45, 2 * (3 + long - 45 + 0.5) + short, 80)
    paper.text(330, 40, "支出决算表", 16)
    paper.text(600, 55, "单位：元")
    paper.ruled([(*HEADER[:2], HEADER[2], "", HEADER[4]), ("221", NAME, "3.00", "1.00", "2.00")], widths)
    paper.text(LEFT + sum(widths[:3]) + (widths[3] - short) / 2, TOP + 12, HEADER[3])
    (found,) = paper.read().tables
    assert [value.measure for value in found.values] == ["total", "basic", "project"] and not found.unread


INCOMES = ("一般公共预算财政拨款收入", "政府性基金预算财政拨款收入", "事业收入", "本年收入合计", "总计")
EXPENDITURES = ("一般公共服务支出", "教育支出", "农林水支出", "本年支出合计", "总计")


def two_sided(path: Path, *texts: tuple[float, str]) -> Table:
    """A table 01 whose first row has these texts, each at a distance from the border behind the first amount."""
    paper, widths = Paper(path), (200, 90, 200, 90)
    paper.text(330, 40, "收入支出决算总表", 16)
    paper.text(600, 55, "单位：万元")
    rows = [(one, "12.00", other, "12.00") for one, other in zip(INCOMES, EXPENDITURES, strict=True)]
    paper.ruled([("项目", "决算数", "项目", "决算数"), (INCOMES[0], "", "", "12.00"), *rows[1:]], widths)
    for away, text in texts:
        paper.text(LEFT + 290 + away, TOP + ROW + 12, text)
    (found,) = paper.read().tables
    return found


def test_an_amount_over_the_right_border_is_none_of_the_label_that_it_meets(tmp_path: Path) -> None:
    found = two_sided(tmp_path / "a.pdf", (4 - WIDE, AMOUNTS[0]), (4, EXPENDITURES[0]))
    assert read(found)[:2] == [(INCOMES[0], AMOUNTS[0]), (EXPENDITURES[0], "12.00")] and not found.unread


def test_digits_set_apart_that_a_border_parts_are_no_numbers(tmp_path: Path) -> None:
    spaced = [(8 * place - 20.0, character) for place, character in enumerate("81.65")]
    found = two_sided(tmp_path / "a.pdf", *spaced, (30, EXPENDITURES[0]))
    assert not any("81" in text for _, text in read(found)) and "81" in "".join(map(str, found.unread))


def test_two_amounts_in_one_cell_move_none_to_another_column(tmp_path: Path) -> None:
    """Read by alignment they would be two columns, under one header too few."""
    paper, widths = Paper(tmp_path / "a.pdf"), (60, 150, 110, 110, 110)
    paper.text(330, 40, "支出决算表", 16)
    paper.text(600, 55, "单位：元")
    bottom = paper.ruled([HEADER, *[("221", NAME, "", "", AMOUNTS[2])] * 3, ("229", "其他支出", *AMOUNTS)], widths)
    for row in range(3):
        for column in (2, 3):
            for shift, amount in ((4, AMOUNTS[0]), (108 - WIDE, AMOUNTS[1])):
                paper.text(LEFT + sum(widths[:column]) + shift, TOP + ROW * (row + 1) + 12, amount)
    assert bottom < HEIGHT
    (found,) = paper.read().tables
    whole = [(value.measure, value.cell.text) for value in found.values]
    last = [*zip(("total", "basic", "project"), AMOUNTS, strict=True)]
    assert whole == [("project", AMOUNTS[2])] * 3 + last and len(found.unread) == 6


def test_an_amount_within_the_cell_of_a_name_is_told(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "a.pdf")
    paper.text(330, 40, "一般公共预算财政拨款基本支出决算表", 16)
    paper.text(600, 55, "单位：元")
    header = ("经济分类科目编码", "科目名称", "决算数")
    rows = [("303", f"对个人和家庭的补助{AMOUNTS[0]}", ""), ("30302", "退休费", AMOUNTS[0])]
    paper.ruled([header, *rows], (90, 200, 80))
    (found,) = paper.read().tables
    assert len(found.values) == 1 and any("has no place" in sentence for sentence in found.unread)


@pytest.mark.parametrize(
    ("before", "behind", "read_as"),
    [
        ("12.34", "56.70", [("12.34", False), ("56.70", False)]),
        ("1.2", "34.5", [("1.234.5", True)]),
        ("12.345", "6.70", [("12.3456.70", True)]),
    ],
)
def test_digits_over_a_border_are_two_numbers_only_if_it_parts_them_so(
    tmp_path: Path, before: str, behind: str, read_as: list[tuple[str, bool]]
) -> None:
    def draw(canvas: Canvas) -> None:
        border = four_cells.LEFT + four_cells.WIDE
        canvas.drawString(border - stringWidth(before, "Helvetica", 9), four_cells.BASE, before + behind)

    *found, last = four_cells.cells(tmp_path / "a.pdf", draw)
    assert [(cell.text, cell.has_several_numbers) for cell in found] == read_as and last.text == "77.70"
