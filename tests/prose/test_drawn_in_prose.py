"""Numbers of the prose at which something is drawn, or which stand upon one another."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from extractor.document.pdf.reader import read_pages
from extractor.tables.changed_numbers import doubtful_numbers
from extractor.tables.locate import located
from tests.support.paper import FONT, HEIGHT, Paper


def is_told(paper: Paper) -> bool:
    """Whether a number on the first page is told."""
    pages = read_pages(paper.saved(), 1)
    return bool([*doubtful_numbers(pages, located(pages))])


@pytest.mark.parametrize(
    ("text", "rise", "told"),
    [
        ("2023年度支出合计1,743.70万元，与上年相比增加。", 12, True),
        ("2023年度支出合计1,743.70万元，与上年相比增加。", 0, False),  # a level one is no stroke of a pen
        ("增加1,743.70", 12, False),  # a label of a chart
    ],
)
def test_a_number_of_the_prose_that_a_stroke_goes_through_is_told(
    text: str, rise: int, told: bool, tmp_path: Path
) -> None:
    paper = Paper(tmp_path / "a.pdf")
    paper.text(40, 100, text)
    paper.canvas.line(40, HEIGHT - 100 - rise, 200, HEIGHT - 100 + rise)
    paper.canvas.save()
    pages = read_pages(tmp_path / "a.pdf", 1)
    assert bool([*doubtful_numbers(pages, located(pages))]) == told


SAID = "2023年度支出合计1,743.70万元，与上年相比增加。"


@pytest.mark.parametrize(
    ("text", "shape", "told"),
    [
        (SAID, (-4, 2.5, 3, 0.5), True),  # a minus
        (SAID, (-2, 0, 0.7, 6), True),  # a one before it
        (SAID, (1, -2, 30, 0.5), False),  # a line under it
        (SAID, (-12, 0, 5, 5), False),  # a bullet
        ("增加1,743.70", (-4, 2.5, 3, 0.5), False),
    ],
)
def test_a_number_of_the_prose_at_which_something_is_drawn_is_told(
    text: str, shape: tuple[float, float, float, float], told: bool, tmp_path: Path
) -> None:
    paper = Paper(tmp_path / "a.pdf")
    paper.text(40, 100, text)
    (line,) = located(read_pages(paper.saved(), 1))[0].lines
    start = read_pages(paper.path, 1)[0].characters.x0[line.characters[line.text.index("1,743")]]
    again = Paper(tmp_path / "b.pdf")
    again.text(40, 100, text)
    x, y, width, height = shape
    again.canvas.rect(float(start) + x, HEIGHT - 100 + y, width, height, stroke=0, fill=1)
    assert is_told(again) == told


@pytest.mark.parametrize(
    ("ends", "told"),
    [((-2, 0, -2, 11.2), True), ((0.5, 11.9, 6, 11.9), True), ((-2, -2, 60, -2), False), ((-2, 16, 4, 16), False)],
)
def test_what_is_drawn_at_a_number_in_large_type_is_told(
    ends: tuple[float, float, float, float], told: bool, tmp_path: Path
) -> None:
    paper = Paper(tmp_path / "a.pdf")
    paper.text(40, 100, "2023年度支出合计", 16)
    paper.text(170, 100, "1,743.70", 16)
    paper.text(240, 100, "万元，与上年相比增加。", 16)
    x0, y0, x1, y1 = ends
    paper.canvas.line(170 + x0, HEIGHT - 100 + y0, 170 + x1, HEIGHT - 100 + y1)
    assert is_told(paper) == told


@pytest.mark.parametrize(
    ("before", "after", "shape", "told"),
    [
        ("单位：", "元", (0, 0, 7, 7), True),  # a 万 that is a picture
        ("单位：", "元", (0, -1, 9, 0.5), False),  # a line to write upon
        ("单位：", "元", (-100, 0, 7, 7), False),
        ("姓名：", "章", (0, 0, 7, 7), False),
    ],
)
def test_what_is_drawn_within_a_unit_of_money_is_told(
    before: str, after: str, shape: tuple[float, float, float, float], told: bool, tmp_path: Path
) -> None:
    paper = Paper(tmp_path / "a.pdf")
    paper.text(200, 100, before)
    paper.text(238, 100, after)
    x, y, width, height = shape
    x, y = 228 + x, HEIGHT - 100 + y
    paper.canvas.ellipse(x, y, x + width, y + height, stroke=0, fill=1)
    assert is_told(paper) == told


@pytest.mark.parametrize(
    ("words", "behind", "shape", "told"),
    [
        ("2023年度本年收入合计", "万元。", (4, 0, 30, 8), True),
        ("2023年度本年收入合计", "%。", (4, 0, 5, 8), True),
        ("2023年度本年收入合计", "万元。", (4, -2, 30, 0.5), False),  # a line to write upon
        ("2023年度本年收入合计", "万元。", (4, 40, 30, 8), False),
        ("2023年度本年收入合计", "一项。", (4, 0, 30, 8), False),
    ],
)
def test_what_is_drawn_where_a_number_should_stand_is_told(
    words: str, behind: str, shape: tuple[float, float, float, float], told: bool, tmp_path: Path
) -> None:
    paper = Paper(tmp_path / "a.pdf")
    paper.text(40, 100, words)
    paper.text(180, 100, behind)
    x, y, width, height = shape
    paper.canvas.ellipse(140 + x, HEIGHT - 100 + y, 140 + x + width, HEIGHT - 100 + y + height, stroke=0, fill=1)
    assert is_told(paper) == told


@pytest.mark.parametrize(
    ("more", "told"),
    [("2,851.46", True), ("1,743.70", False), ("", False)],  # printed twice is bold
)
@pytest.mark.parametrize(("words", "behind"), [("2023年度支出合计", "万元，与上年相比增加。"), ("额", "万元。")])
def test_numbers_of_the_prose_upon_one_another_are_told(
    words: str, behind: str, more: str, told: bool, tmp_path: Path
) -> None:
    paper = Paper(tmp_path / "a.pdf")
    paper.text(40, 100, words)
    for text in ("1,743.70", more):
        paper.text(130, 100, text)
    paper.text(175, 100, behind)
    assert is_told(paper) == told


@pytest.mark.parametrize(
    ("small", "size", "x", "rise", "told"),
    [
        ("9", 6, 130, 9, True),
        ("12", 6, 132, 9, True),
        ("1,843.70", 6, 130, 9, True),
        ("9", 6, 130, -8, True),
        ("9", 6, 60, 9, False),  # over words
        ("9", 6, 130, 30, False),
        ("9", 10, 130, 15, False),  # a line of its own
    ],
)
def test_a_digit_that_is_inserted_above_a_number_of_the_prose_is_told(
    small: str, size: float, x: float, rise: float, told: bool, tmp_path: Path
) -> None:
    paper = Paper(tmp_path / "a.pdf")
    paper.text(40, 100, "2023年度支出合计")
    paper.text(125, 100, "1,743.70")
    paper.text(175, 100, "万元，与上年相比增加。")
    paper.text(x, 100 - rise, small, size)
    assert is_told(paper) == told


@pytest.mark.parametrize(("x", "told"), [(110, True), (115, True), (120, True), (250, False)])
def test_a_number_under_the_letters_of_a_stamp_is_told(x: float, told: bool, tmp_path: Path) -> None:
    paper = Paper(tmp_path / "a.pdf")
    paper.text(40, 100, "2023年度支出合计 1,743.70万元，与上年相比增加。")
    paper.text(x, 102, "作废" if told else "", 16)
    assert is_told(paper) == told


@pytest.mark.parametrize(
    ("amount", "told"),
    [("l,743.70万元", True), ("1O8O.75万元", True), ("PM2.5和A4纸1,743.70万元", False), ("O%", False)],
)
def test_letters_that_stand_for_digits_in_the_prose_are_told(amount: str, told: bool, tmp_path: Path) -> None:
    paper = Paper(tmp_path / "a.pdf")
    paper.text(40, 100, f"本年度支出合计{amount}，与上年相比增加。")
    assert is_told(paper) == told


@pytest.mark.parametrize("words", ["2023年度支出合计", ""])
@pytest.mark.parametrize("by", ["a cover", "a line", "nothing"])
def test_a_number_of_the_prose_that_is_hidden_or_struck_out_is_told(words: str, by: str, tmp_path: Path) -> None:
    paper = Paper(tmp_path / "a.pdf")
    paper.text(40, 85, "收支总体情况说明如下。")
    paper.text(40, 100, words)
    paper.text(140, 100, "1,743.70")
    paper.text(182, 100, "万元，与上年相比增加较多的原因如下。")
    if by == "a cover":
        paper.canvas.setFillGray(1)
        paper.canvas.rect(139, HEIGHT - 102, 42, 11, stroke=0, fill=1)
    elif by == "a line":
        paper.canvas.line(139, HEIGHT - 97, 181, HEIGHT - 97)
    assert is_told(paper) == (by != "nothing")


def test_a_number_that_is_hidden_at_the_end_of_its_line_is_told_by_the_unit_of_the_next(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "a.pdf")
    paper.text(40, 85, "2023年度支出合计1,743.70")
    paper.text(40, 100, "万元。")
    start = 40 + stringWidth("2023年度支出合计", FONT, 9)
    paper.canvas.setFillGray(1)
    paper.canvas.rect(start - 0.5, HEIGHT - 87, 60, 11, stroke=0, fill=1)
    assert is_told(paper)


@pytest.mark.parametrize("fill", [0, 1])
@pytest.mark.parametrize("gap", [0, 4])  # points between the number and the words on both sides
def test_a_box_around_a_number_of_the_prose_makes_no_table(fill: int, gap: int, tmp_path: Path) -> None:
    paper = Paper(tmp_path / "a.pdf")
    x = 40.0
    for words in ("2023年度支出合计", "1,743.70", "万元，与上年相比增加。"):
        if words[0] == "1":
            paper.canvas.setFillGray(0.8)
            paper.canvas.rect(
                x - gap / 2, HEIGHT - 104, paper.canvas.stringWidth(words) + gap, 15, stroke=1 - fill, fill=fill
            )
            paper.canvas.setFillGray(0)
        paper.text(x, 100, words)
        x += paper.canvas.stringWidth(words) + gap
    (content,) = located(read_pages(paper.saved(), 1))
    assert [line.text.replace(" ", "") for line in content.lines] == ["2023年度支出合计1,743.70万元，与上年相比增加。"]


@pytest.mark.parametrize(
    ("over", "told"), [("2023年度", False), ("2023年度，支出1.50万元", True), ("123.45万元，与上年相比", True)]
)
def test_whose_a_table_is_may_end_under_its_year(over: str, told: bool, tmp_path: Path) -> None:
    """As a spreadsheet prints a long name into the next cell; an amount upon words is told."""
    paper = Paper(tmp_path / "a.pdf")
    paper.text(40, 100, "部门：云岭省青岚市江海大学城", 12)
    paper.text(40 + stringWidth("部门：云岭省青岚市江海", FONT, 12) - 4, 100, over, 12)
    assert is_told(paper) is told
