"""Cells of two lines in rows that are too low for them: drawn about the middle of the row, over its rules."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from extractor import read
from tests.support.paper import LEFT, ROW, TOP, Paper

HEADER = ("项目", "本年支出合计", "基本支出", "项目支出")
NAMES = ("205教育支出", "20502普通教育", "2050204高中教育", "208社会保障和就业支出")
AMOUNTS = (("7.00", "4.00", "3.00"), ("7.00", "4.00", "3.00"), ("7.00", "4.00", "3.00"), ("2.00", "2.00", "0.00"))
WIDTHS = (170.0, 80.0, 80.0, 80.0)
BASELINE = 12.0  # of one line in a row, as `Paper` sets it
Place = tuple[int, int]  # of a row, the header's being 0, and of a column


def codes(
    path: Path, overflowing: dict[Place, tuple[str, str]], apart: float
) -> tuple[list[str | None], Sequence[str]]:
    """The codes of a table 05, cells of which print two lines, so many points apart, and what is told of it."""
    rows = [list(HEADER), *([name, *amounts] for name, amounts in zip(NAMES, AMOUNTS, strict=True))]
    paper = Paper(path)
    paper.text(330, 40, "一般公共预算财政拨款支出决算表", 16)
    paper.text(600, 55, "单位：万元")
    for (row, column), lines in overflowing.items():
        rows[row][column] = ""
        for text, by in zip(lines, (-apart / 2, apart / 2), strict=True):
            paper.text(LEFT + sum(WIDTHS[:column]) + 3, TOP + row * ROW + BASELINE + by, text)
    paper.ruled(rows, WIDTHS)
    (table,) = paper.read().tables
    assert {value.measure for value in table.values} == {"total", "basic", "project"}
    return [value.subject_code for value in table.values if value.measure == "total"], table.unread


@pytest.mark.parametrize("apart", [12.0, 14.0, 16.0, 17.0])
@pytest.mark.parametrize(
    "overflowing",
    [
        {(0, 3): ("项目", "支出")},
        {(3, 0): ("2050204", "高中教育")},
        {(2, 0): ("20502普通", "教育")},
        {(1, 0): ("教育支出", "（205）")},
        {(4, 0): ("208社会保障", "和就业支出")},
        {(0, 3): ("项目", "支出"), (2, 0): ("20502普通", "教育"), (4, 0): ("208社会保障", "和就业支出")},
    ],
    ids=["a header", "a code", "a name", "a code in brackets", "the last row", "several"],
)
def test_a_cell_that_its_row_is_too_low_for_keeps_its_lines(
    tmp_path: Path, overflowing: dict[Place, tuple[str, str]], apart: float
) -> None:
    found, unread = codes(tmp_path / "a.pdf", overflowing, apart)
    assert found == ["205", "20502", "2050204", "208"] and not unread


def test_lines_that_stand_on_the_rules_row_by_row_stay_where_they_are(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "a.pdf")
    paper.text(330, 40, "一般公共预算财政拨款支出决算表", 16)
    paper.text(600, 50, "单位：万元")
    rows = [HEADER, *((name, *amounts) for name, amounts in zip(NAMES, AMOUNTS, strict=True))]
    paper.across(len(rows), WIDTHS)
    paper.down(len(rows), WIDTHS)
    paper.cells(rows, WIDTHS, TOP - ROW / 2 + 3)
    (table,) = paper.read().tables
    assert [v.subject_code for v in table.values if v.measure == "total"] == ["205", "20502", "2050204", "208"]


@pytest.mark.parametrize("lines", [("2050204", "高中教育和", "其他"), ("205020", "4高中教", "育支出")])
def test_lines_upon_those_of_other_rows_are_of_no_row(tmp_path: Path, lines: Sequence[str]) -> None:
    rows = [list(HEADER), *([name, *amounts] for name, amounts in zip(NAMES, AMOUNTS, strict=True))]
    paper = Paper(tmp_path / "a.pdf")
    paper.text(60, 30, "青山县社会工作局2024年度部门决算", 9)
    paper.text(330, 40, "一般公共预算财政拨款支出决算表", 16)
    paper.text(600, 55, "单位：万元")
    for row in (2, 3):
        rows[row][0] = ""
        for place, text in enumerate(lines):
            paper.text(LEFT + 3, TOP + row * ROW + BASELINE + 11 * (place - 1), text)
    paper.ruled(rows, WIDTHS)
    paper.canvas.save()
    found = read(paper.path)
    assert {f.subject_code for f in found.facts if f.check_status == "passed"} <= {"205", "208"}
    assert found.status == "partial" and any("cannot be read as they are printed" in str(p) for p in found.problems)
