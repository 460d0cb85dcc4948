"""Names of several lines without rules: in rows that are as low as one, as spreadsheet programs print them, and in
rows that have grown with them, as browsers do."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import pytest

from extractor import read
from tests.support.paper import Paper

SIZE, PITCH, LEADING = 10.0, 14.2, 15.2
CODE, NAME, AMOUNTS = 40.0, 110.0, (420.0, 520.0, 620.0)  # where codes and names begin and amounts end
Shift = dict[str, float]
SHIFTS: dict[str, float] = {"middle": 0.5, "first": 0.0, "last": 1.0}  # of the height of a cell's further lines

ROWS = [
    ("合计", ("",), "1,230.75", "1,030.75", "200.00"),
    ("205", ("教育支出",), "1,100.40", "900.40", "200.00"),
    ("20502", ("普通教育",), "1,100.40", "900.40", "200.00"),
    ("2050203", ("初中教育",), "1,100.40", "900.40", "200.00"),
    ("208", ("社会保障和就业支出",), "130.35", "130.35", "0.00"),
    ("20805", ("行政人员养老支出",), "130.35", "130.35", "0.00"),
    ("2080505", ("机关事业单位基本养老", "保险缴费支出"), "100.30", "100.30", "0.00"),
    ("2080506", ("职业年金", "机关单位", "缴费支出"), "10.02", "10.02", "0.00"),
    ("2080599", ("其他养老", "人员补助支出"), "20.03", "20.03", "0.00"),
]
NAMES = {code: "".join(name) for code, name, *_ in ROWS}


def low_rows(paper: Paper, top: float, stands: str, rows: Sequence[tuple[str, tuple[str, ...], str, str, str]]) -> None:
    """Rows with their amounts first and their names after, each cell in one go, as LibreOffice prints them."""
    for place, (_, _, *amounts) in enumerate(rows):
        for x, amount in zip(AMOUNTS, amounts, strict=True):
            paper.text(x - 5.0 * len(amount), top + place * PITCH, amount, SIZE)
    for place, (code, name, *_) in enumerate(rows):
        paper.text(CODE, top + place * PITCH + 0.9, code, SIZE)
        cell(paper, NAME, top + place * PITCH + 0.9, name, stands)


def cell(paper: Paper, x: float, y: float, lines: Sequence[str], stands: str) -> None:
    for place, line in enumerate(lines):
        paper.text(x, y + LEADING * (place - SHIFTS[stands] * (len(lines) - 1)), line, SIZE)


def opened(path: Path) -> Paper:
    paper = Paper(path)
    paper.text(60, 60, "青山县社会工作局2024年度部门决算", 16)
    paper.page()
    paper.text(330, 40, "支出决算表", 16)
    paper.text(40, 60, "部门：青山县社会工作局", SIZE)
    paper.text(500, 60, "金额单位：万元", SIZE)
    return paper


@pytest.mark.parametrize("stands", SHIFTS)
def test_lines_among_those_of_other_rows_are_of_the_cell_that_they_are_drawn_with(tmp_path: Path, stands: str) -> None:
    paper = opened(tmp_path / "a.pdf")
    for x, text in zip(
        (CODE, NAME, 360, 475, 575), ("科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"), strict=True
    ):
        paper.text(x, 80, text, SIZE)
    low_rows(paper, 100, stands, ROWS)
    paper.canvas.save()
    found = read(paper.path)
    totals = {
        f.subject_code or "合计": (f.subject_name or "", f"{f.amount:,}") for f in found.facts if f.measure == "total"
    }
    assert totals == {code: (NAMES[code], total) for code, _, total, *_ in ROWS}
    assert found.status == "ok", found.problems


def test_a_header_of_more_lines_than_its_row_stands_over_its_column(tmp_path: Path) -> None:
    paper = opened(tmp_path / "a.pdf")
    heads = [
        ("科目编码",),
        ("科目名称",),
        ("本年支出", "合计", "Total"),
        ("基本支出", "Basic"),
        ("项目支出", "Project"),
    ]
    for x, lines in zip((CODE, NAME, 375, 480, 580), heads, strict=True):
        cell(paper, x, 85, lines, "middle")
    low_rows(paper, 85 + PITCH, "middle", ROWS[:6])
    paper.canvas.save()
    found = {(f.subject_code, f.measure): f"{f.amount:,}" for f in read(paper.path).facts}
    wanted = ((code if code != "合计" else None, amounts) for code, _, *amounts in ROWS[:6])
    assert found == {
        (code, measure): amount
        for code, amounts in wanted
        for measure, amount in zip(("total", "basic", "project"), amounts, strict=True)
    }


def test_lines_that_nothing_tells_apart_are_of_no_row(tmp_path: Path) -> None:
    paper = opened(tmp_path / "a.pdf")
    for x, text in zip(
        (CODE, NAME, 360, 475, 575), ("科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"), strict=True
    ):
        paper.text(x, 80, text, SIZE)
    low_rows(paper, 100, "middle", [(code, name[:1], *amounts) for code, name, *amounts in ROWS])  # type: ignore[misc]
    for place, (_, name, *_) in enumerate(ROWS):
        for line, text in enumerate(name[1:]):
            paper.text(NAME, 100 + PITCH * (place + 0.5 + line), text, SIZE)
    paper.canvas.save()
    found = read(paper.path)
    pieces = set(chain.from_iterable(name for _, name, *_ in ROWS))
    assert {(f.subject_name or "").replace("\ufffd", "") for f in found.facts} <= {*pieces, *NAMES.values()}
    assert found.status != "ok"


@pytest.mark.parametrize("stands", SHIFTS)
def test_lines_nearer_to_the_amounts_of_another_row_are_of_their_own(tmp_path: Path, stands: str) -> None:
    paper = opened(tmp_path / "a.pdf")
    heads = ("科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出")
    for x, text in zip((CODE, NAME, 360, 475, 575), heads, strict=True):
        paper.text(x, 78, text, SIZE)
    leading, top = 12.5, 100.0
    for code, name, *amounts in ROWS:
        own = top + leading * SHIFTS[stands] * (len(name) - 1)
        paper.text(CODE, own, code, SIZE)
        for place, line in enumerate(name):
            paper.text(NAME, top + leading * place, line, SIZE)
        for x, amount in zip(AMOUNTS, amounts, strict=True):
            paper.text(x - 5.0 * len(amount), own, amount, SIZE)
        top += leading * len(name) + 3
    paper.canvas.save()
    found = read(paper.path)
    assert {f.subject_code or "合计": f.subject_name or "" for f in found.facts} == NAMES
    assert len(found.facts) == 3 * len(ROWS)
    assert found.status == "ok", found.problems
