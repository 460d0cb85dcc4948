"""Groups of columns in headers that no rule parts: what words of theirs may not stand over."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.document.model import Box
from extractor.reading import read_file
from extractor.tables.unruled.header import header_cells
from extractor.tables.unruled.header_spans import spans
from extractor.tables.unruled.words import Word
from tests.support.unruled import HEADS_05, amounts, opened, set_at

ITEMS = ("total", "abroad", "vehicle_total", "vehicle_purchase", "vehicle_operation", "reception")


def test_each_sum_of_a_header_is_of_a_group_of_its_own_also_where_the_page_cuts_the_last_group() -> None:
    """本年支出 stands over 基本支出, in the middle of three columns of which the third is on the next page."""
    heads = ("合计", "基本支出", "项目支出") * 2 + ("合计", "基本支出")

    def word(text: str, middle: float, y: float) -> Word:
        return Word(text, Box(middle - 4 * len(text), y - 8, middle + 4 * len(text), y), y, 8)

    groups = [word(text, 150 + 300.0 * n, 100) for n, text in enumerate(("年初结转和结余", "本年收入", "本年支出"))]
    leaves = [word(text, 50 + 100.0 * n, 120) for n, text in enumerate(heads)]
    columns = [(w.middle - 30, w.middle + 30) for w in leaves]

    def column_of(extent: tuple[float, float]) -> int:
        return int(sum(extent) / 200)

    placed = spans(header_cells([groups, leaves]), columns, column_of, 0.0)
    assert {cell.text: (first, last) for cell, first, last in placed if cell.level == 0} == {
        "年初结转和结余": (0, 2),
        "本年收入": (3, 5),
        "本年支出": (6, 7),
    }


@pytest.mark.parametrize("low", [0.0, 12.0])
def test_a_group_of_09_reaches_over_its_own_items_though_others_stand_at_their_height(
    low: float, tmp_path: Path
) -> None:
    """Cells set at their foot stand all in one line, and the item below a group begins as that does."""
    paper = opened(tmp_path / "a.pdf", "财政拨款“三公”经费支出决算表")
    items = ("合计", "因公出国（境）费", "小计", "公务用车购置费", "公务用车运行维护费", "公务接待费")
    set_at(paper, 84, [("财政拨款“三公”经费", 400, "middle")])
    set_at(paper, 96 + low, [("公务用车购置及运行维护费", 460, "middle")])
    alone = [(text, 100.0 + 120 * n, "middle") for n, text in enumerate(items)]
    set_at(paper, 108 + 2 * low, alone)
    set_at(paper, 120 + 3 * low, [(("预算数", "决算数")[n % 2], 70.0 + 60 * n, "middle") for n in range(12)])
    set_at(paper, 132 + 4 * low, [(f"{n}.00", 82.0 + 60 * n, "right") for n in range(12)])
    paper.canvas.save()
    found = [(fact.measure, f"{fact.amount:f}") for fact in read_file(paper.path).facts]
    assert found == [(ITEMS[n // 2], f"{n}.00") for n in range(12)]


@pytest.mark.parametrize("heads", [HEADS_05, HEADS_05[:3]])
def test_a_header_again_is_the_same_however_its_cells_fall_into_lines(
    heads: list[tuple[str, float, str]], tmp_path: Path
) -> None:
    """A cell may stand a little lower than those beside it, and not on the page before."""
    paper = opened(tmp_path / "a.pdf", "一般公共预算财政拨款支出决算表")
    row = [("行政运行", 160, "left"), ("2.00", 400, "right"), ("1.00", 520, "right")]
    for again, count in enumerate((20, 3)):
        if again:
            paper.page()
        set_at(paper, 76, [("项目", 135, "middle"), ("本年支出", 440, "middle")])
        set_at(paper, 90, heads[:2] if again else HEADS_05)
        set_at(paper, 96, heads[2:] if again else [])
        for place in range(count):
            set_at(paper, 114 + 24 * place, [(f"201030{again + 1}", 42, "left"), *row])
    paper.canvas.save()
    found = read_file(paper.path)
    assert (len([f for f in found.facts if f.subject_code == "2010302"]) == 6) is (heads == HEADS_05)


@pytest.mark.parametrize("step", [9.5, 14.0])
def test_a_group_right_above_the_middle_one_of_its_heads_is_no_part_of_that(step: float, tmp_path: Path) -> None:
    """本年收入 and 基本支出 below it would be a measure too."""
    paper = opened(tmp_path / "a.pdf", "一般公共预算财政拨款支出决算表")
    middles = [250.0 + 90 * n for n in range(6)]
    set_at(paper, 80, [("项目", 130, "middle"), ("本年收入", middles[1], "middle"), ("本年支出", middles[4], "middle")])
    heads = [*zip(("合计", "基本支出", "项目支出") * 2, middles, ["middle"] * 6, strict=True)]
    set_at(paper, 80 + step, [("科目编码", 70, "middle"), ("科目名称", 170, "middle"), *heads])
    amounts = [(f"{n + 1}.00", x + 15, "right") for n, x in enumerate(middles)]
    for row, (code, name) in enumerate((("201", "一般公共服务支出"), ("20103", "政府办公厅事务"))):
        set_at(paper, 110 + 16 * row, [(code, 45, "left"), (name, 130, "left"), *amounts])
    paper.canvas.save()
    found = {(f.measure, f"{f.amount:f}") for f in read_file(paper.path).facts if f.subject_code == "201"}
    names = ("income", "income_basic", "income_project", "total", "basic", "project")
    assert found == {(name, f"{n}.00") for n, name in enumerate(names, 1)}


def test_a_number_of_a_column_shows_that_a_tall_header_amid_low_ones_is_of_that_column_alone(tmp_path: Path) -> None:
    """All are set at their foot, and the column is blank."""
    paper = opened(tmp_path / "a.pdf", "支出决算表")
    heads = ("本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")
    middles = [280.0 + 80 * n for n in range(len(heads))]
    set_at(paper, 74, [("项目", 120, "middle")])
    set_at(paper, 124, [("栏次", 170, "middle"), *((f"{n}", x, "middle") for n, x in enumerate(middles, 1))])
    for text, x in (("科目编码", 70.0), ("科目名称", 170.0), *zip(heads, middles, strict=True)):
        parts = [text[at : at + 2] for at in range(0, len(text), 2)]
        for n, part in enumerate(reversed(parts)):
            set_at(paper, 114 - 10 * n, [(part, x, "middle")])
    for row, code in enumerate(("205", "20502")):
        amounts = [(f"{n}.00", x + 20, "right") for n, x in zip((5, 3, 2), middles, strict=False)]
        set_at(paper, 140 + 16 * row, [(code, 55, "left"), ("教育支出", 150, "left"), *amounts])
    (table,) = paper.read().tables
    assert table.grids[0].columns == len(heads) + 2 and not table.unread
    assert [str(v.measure) for v in table.values] == ["total", "basic", "project"] * 2


@pytest.mark.parametrize(("first", "rest"), [("因公出国", "（境）费"), ("因公出国（", "境）费")])
def test_the_rest_of_a_cell_beside_two_sums_is_no_head_of_a_group(first: str, rest: str) -> None:
    """On the line of 合计 and 小计, which stand in the middle of their cells."""
    lines = [[(first, 150.0, 100)], [("合计", 60.0, 110), (rest, 150.0, 110), ("小计", 240.0, 110)]]
    header = [
        [Word(text, Box(x - 4 * len(text), y - 8, x + 4 * len(text), y), y, 8) for text, x, y in line] for line in lines
    ]
    assert [cell.text for cell in header_cells(header)] == ["因公出国（境）费", "合计", "小计"]


@pytest.mark.parametrize(
    ("upper", "line", "cells"),
    [
        ("一般公共", ("合计", "预算", "合计"), ["一般公共预算", "合计", "合计"]),
        ("政府性基金", ("决算", "预算", "决算"), ["政府性基金", "决算", "预算", "决算"]),
        ("本年支出", ("合计", "基本支出", "项目支出"), ["本年支出", "合计", "基本支出", "项目支出"]),
    ],
)
def test_the_upper_half_of_a_word_is_no_group_of_its_lower_half(
    upper: str, line: tuple[str, ...], cells: list[str]
) -> None:
    """Though two other heads stand beside that, as in the middle of their cells."""

    def word(text: str, middle: float, y: float) -> Word:
        return Word(text, Box(middle - 4 * len(text), y - 8, middle + 4 * len(text), y), y, 8)

    lines = [[word(upper, 150, 100)], [word(text, 50 + 100.0 * n, 110) for n, text in enumerate(line)]]
    assert [cell.text for cell in header_cells(lines)] == cells


def test_the_line_of_column_numbers_is_no_line_of_a_wrapped_cell(tmp_path: Path) -> None:
    """It stands nearer to the header than the lines of a cell that narrow columns wrap do to each other."""
    paper = opened(tmp_path / "a.pdf", "一般公共预算财政拨款收入支出决算表")
    set_at(paper, 84, [("项目", 150, "middle"), ("年初结转和结余", 420, "middle"), ("本年支出", 620, "middle")])
    set_at(paper, 92.5, [("功能分类科目", 70, "middle"), ("项目支出结转和", 495, "middle")])
    heads = [
        ("科目名称", 200),
        ("合计", 345),
        ("基本支出结转", 420),
        ("合计", 560),
        ("基本支出", 620),
        ("项目支出", 680),
    ]
    set_at(paper, 99.2, [(text, x, "middle") for text, x in heads])
    set_at(paper, 106, [("编码", 70, "middle"), ("结余", 495, "middle")])
    columns = (345, 420, 495, 560, 620, 680)
    set_at(paper, 114, [("栏次", 200, "middle"), *((str(n), x, "middle") for n, x in enumerate(columns, 1))])
    for y, code, name in ((124, "205", "教育支出"), (134, "20502", "普通教育"), (144, "2050203", "初中教育")):
        set_at(paper, y, [(code, 40, "left"), (name, 120, "left")])
        values = ("3.00", "1.00", "2.00", "9.00", "5.00", "4.00")
        set_at(paper, y, [(v, x + 20, "right") for v, x in zip(values, columns, strict=True)])
    paper.canvas.save()
    found = {measure: value for (row, measure), value in amounts(paper.path).items() if row == "教育支出"}
    assert found == {"opening_balance": "3.00", "opening_basic": "1.00", "opening_project": "2.00", "total": "9.00",
                     "basic": "5.00", "project": "4.00"}  # fmt: skip
