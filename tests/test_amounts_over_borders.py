"""Amounts wider than their column, drawn over its border until they meet what stands beside them."""

from __future__ import annotations

from pathlib import Path

from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth

from extractor.tables.model import Table
from tests.support.paper import FONT, LEFT, ROW, TOP, Paper

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


def test_an_amount_within_the_cell_of_a_name_is_told(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "a.pdf")
    paper.text(330, 40, "一般公共预算财政拨款基本支出决算表", 16)
    paper.text(600, 55, "单位：元")
    header = ("经济分类科目编码", "科目名称", "决算数")
    rows = [("303", f"对个人和家庭的补助{AMOUNTS[0]}", ""), ("30302", "退休费", AMOUNTS[0])]
    paper.ruled([header, *rows], (90, 200, 80))
    (found,) = paper.read().tables
    assert len(found.values) == 1 and any("has no place" in sentence for sentence in found.unread)
