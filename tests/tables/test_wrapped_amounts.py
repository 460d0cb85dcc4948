"""Amounts that narrow cells wrap: one number where another of its digits had no room, else several."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth

from extractor.tables.model import Table
from tests.support.paper import FONT, LEFT, ROW, TOP, Paper

registerFont(UnicodeCIDFont(FONT))
HEADER = ("科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出")
ROWS = (("208", "社会保障和就业支出"), ("221", "住房保障支出"))
DIGIT = stringWidth("0", FONT, 9)


def table(path: Path, lines: Sequence[str], margin: float, width: float, align: float) -> Table:
    """A table 03, the 基本支出 of whose last subject stands in lines; `align`: 0 at the left, 0.5 in the middle, 1 at
    the right of its cell, between margins."""
    paper, widths = Paper(path), (60.0, 160.0, 80.0, width, 80.0)
    paper.text(330, 40, "支出决算表", 16)
    paper.text(600, 55, "单位：万元")
    paper.ruled([("", "", "", "", "")] * 3, widths)
    places = [LEFT + sum(widths[:i]) + margin for i in range(5)]
    for text, x in zip(HEADER, places, strict=True):
        paper.text(x, TOP + 12, text)
    for row, (code, name) in enumerate(ROWS, 1):
        y = TOP + ROW * row + 12
        for text, x in ((code, places[0]), (name, places[1])):
            paper.text(x, y, text)
        for text, at in (("740.61", 2), ("0.00", 4)):
            paper.text(places[at] + widths[at] - 2 * margin - stringWidth(text, FONT, 9), y, text)
    for place, text in enumerate(lines):
        free = width - 2 * margin - stringWidth(text, FONT, 9)
        paper.text(places[3] + align * free, TOP + ROW * 2 + 8 + 9 * place, text)
    (found,) = paper.read().tables
    return found


@pytest.mark.parametrize("align", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("lines", [("740.6", "1"), ("1740", "6.61"), ("740", "61.00")])
def test_an_amount_is_wrapped_where_its_next_digit_has_no_room_between_the_margins(
    tmp_path: Path, lines: tuple[str, ...], align: float
) -> None:
    full = stringWidth(lines[0], FONT, 9)
    found = table(tmp_path / "a.pdf", lines, 6.0, full + 12 + 0.9 * DIGIT, align)
    assert [v.cell.text for v in found.values if v.measure == "basic"] == ["".join(lines)] and not found.unread
    roomy = table(tmp_path / "b.pdf", lines, 6.0, full + 12 + 3.5 * DIGIT, align)
    assert not [v for v in roomy.values if v.measure == "basic"] and roomy.unread


def test_two_amounts_are_never_one(tmp_path: Path) -> None:
    lines = ("740.61", "3.00")
    found = table(tmp_path / "a.pdf", lines, 6.0, stringWidth(lines[0], FONT, 9) + 15, 1.0)
    assert not [v for v in found.values if v.measure == "basic"] and found.unread
