"""Tables as browsers print them: every other row shaded, the lines of a cell one and a half sizes apart, columns that
meet, whole numbers without decimals."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from extractor import read
from extractor.document.model import Box, Characters
from extractor.tables.unruled.cut_headers import parted
from extractor.tables.unruled.words import Word, words_of
from tests.support.interpreted import GOLD_05, HEAD_05, ROWS_05, TITLE_05, WIDTHS_05, coded, unread, values
from tests.support.paper import HEIGHT, LEFT, Paper
from tests.support.unruled import SIZE, opened, set_at

LEADING = 1.5 * SIZE
ENDS = (500, 600, 700)  # where the amounts end
ROWS = [
    ("合计", "", "320.50", "220.50", "100"),
    ("205", "教育支出", "200.50", "100.50", "100"),
    ("20502", "普通教育", "200.50", "100.50", "100"),
    ("2050203", "初中教育", "150.50", "50.50", "100"),
    ("2050204", "高中教育", "50", "50", "0"),
    ("208", "社会保障和就业支出", "120", "120", "0"),
    ("20805", "行政事业单位养老支出", "120", "120", "0"),
    ("2080505", "机关事业单位基本养老保险缴费支出", "120", "120", "0"),
]


def header(paper: Paper, heads: Sequence[tuple[float, Sequence[str]]], y: float = 96) -> None:
    """Cells of one or more lines, each in the middle of the row."""
    for x, lines in heads:
        for place, text in enumerate(lines):
            set_at(paper, y + LEADING * (place - (len(lines) - 1) / 2), [(text, x, "middle")])


def test_rows_between_shaded_ones_under_headers_cut_within_words(tmp_path: Path) -> None:
    paper = opened(tmp_path / "a.pdf", "支出决算表")
    heads = [(75.0, ["科目编", "码"]), (200.0, ["科目名称"]), (475.0, ["本年支出合", "计"])]
    header(paper, [*heads, (580.0, ["基本支", "出"]), (680.0, ["项目支", "出"]), (760.0, ["备", "注"])])
    for place, (code, name, *amounts) in enumerate(ROWS):
        y = 130 + 20 * place
        if place % 2:
            paper.canvas.setFillColorRGB(0.93, 0.93, 1)
            paper.canvas.rect(LEFT, HEIGHT - y - 6, 760, 20, stroke=0, fill=1)
            paper.canvas.setFillGray(0)
        set_at(paper, y, [(code, 45, "left"), (name, 120, "left")])
        set_at(paper, y, [(amount, x, "right") for amount, x in zip(amounts, ENDS, strict=True)])
    paper.canvas.save()
    found = {(f.subject_code or "合计", f.measure): f"{f.amount:f}" for f in read(paper.path).facts}
    assert found == {
        (code, measure): amount
        for code, _, *amounts in ROWS
        for measure, amount in zip(("total", "basic", "project"), amounts, strict=True)
    }


def test_numbers_of_two_columns_that_nearly_meet(tmp_path: Path) -> None:
    paper = opened(tmp_path / "a.pdf", "收入支出决算总表")
    header(paper, [(53.0, ["序号"]), (140.0, ["收入项目"]), (270.0, ["金额"])])
    header(paper, [(310.0, ["序号"]), (400.0, ["支出项目"]), (560.0, ["金额"]), (620.0, ["备注"])])
    labels = ["一般公共预算财政拨款收入", "政府性基金预算财政拨款收入", "国有资本经营预算财政拨款收入", "上级补助收入"]
    income = [
        *zip(labels, ("1,000.50", "0", "0", "0"), strict=True),
        ("本年收入合计", "1,000.50"),
        ("总计", "1,000.50"),
    ]
    spending = [("教育支出", "900.50"), ("卫生健康支出", "80"), ("住房保障支出", "20"), ("", "")]
    spending += [("本年支出合计", "1,000.50"), ("总计", "1,000.50")]
    for place, ((left, received), (right, spent)) in enumerate(zip(income, spending, strict=True)):
        y, number = 116 + 14 * place, str(place + 1)
        set_at(paper, y, [(number, 45, "left"), (left, 80, "left"), (received, 293, "right")])
        set_at(paper, y, [(number, 299, "left"), (right, 330, "left"), (spent, 590, "right")])
    paper.canvas.save()
    found = {(f.side, f.row_label): f"{f.amount:f}" for f in read(paper.path).facts}
    assert found["income", "政府性基金预算财政拨款收入"] == found["income", "上级补助收入"] == "0"
    assert found["expenditure", "卫生健康支出"] == "80"


def test_a_name_that_nearly_meets_the_code_behind_it(tmp_path: Path) -> None:
    paper = opened(tmp_path / "a.pdf", "支出决算表")
    header(paper, [(120.0, ["科目名称"]), (225.0, ["科目编码"]), (480.0, ["本年支出合计"])])
    header(paper, [(580.0, ["基本支出"]), (680.0, ["项目支出"])])
    for place, (code, name, *amounts) in enumerate(ROWS[1:], start=1):
        set_at(paper, 120 + 14 * place, [(name, 200, "right") if len(name) > 12 else (name, 60, "left")])
        set_at(paper, 120 + 14 * place, [(code, 205, "left")])
        set_at(paper, 120 + 14 * place, [(amount, x, "right") for amount, x in zip(amounts, ENDS, strict=True)])
    paper.canvas.save()
    found = {f.subject_code: f.subject_name for f in read(paper.path).facts}
    assert found == {code: name for code, name, *_ in ROWS[1:]}


def word(text: str, x: float, y: float, *parts: Word) -> Word:
    return Word(text, Box(x, y - SIZE, x + SIZE * len(text), y), y, SIZE, parts)


def test_the_line_of_a_header_that_meets_one_of_the_cell_beside() -> None:
    below = word("公务用车费", 251, 102, word("公务用车", 251, 102), word("费", 291, 102))
    lines = parted([[word("公务接待", 291, 88)], [below], [word("运行维护费", 251, 116)]], ())
    assert [[w.text for w in line] for line in lines] == [["公务接待"], ["公务用车", "费"], ["运行维护费"]]
    apart = parted([[word("公务接待", 330, 88)], [below], [word("运行维护费", 251, 116)]], ())
    assert [w.text for w in apart[1]] == ["公务用车费"]


def test_headers_over_blank_columns_are_cut_where_the_others_of_their_line_are() -> None:
    meeting = word("事业收入经营收入", 100, 88, word("事业收入", 100, 88), word("经营收入", 143, 88))
    lines = parted([[word("上级补助收入", 39, 88), meeting, word("其他收入", 186, 88)]], [(105, 136)])
    assert [w.text for w in lines[0]] == ["上级补助收入", "事业收入", "经营收入", "其他收入"]
    wide = parted([[word("上级补助收入", 29, 88), meeting, word("其他收入", 196, 88)]], [(105, 136)])
    assert [w.text for w in wide[0]] == ["上级补助收入", "事业收入经营收入", "其他收入"]


def test_a_gap_of_a_header_over_two_borders_of_columns_cuts_it_once_or_not_at_all() -> None:
    over = word("基本支出项目支出", 100, 88, word("基本支出", 100, 88), word("项目支出", 150, 88))
    assert [w.text for w in parted([[over]], [(100, 136), (140, 144), (150, 186)])[0]] == ["基本支出项目支出"]
    assert [w.text for w in parted([[over]], [(100, 136), (150, 186)])[0]] == ["基本支出", "项目支出"]


@pytest.mark.parametrize("above", [15.0, 7.5])
def test_codes_above_their_names_down_to_the_foot_of_the_page(above: float, tmp_path: Path) -> None:
    """The last code stands where page numbers do; amounts stand beside the codes, or between these and the names."""
    paper = opened(tmp_path / "a.pdf", "支出决算表")
    header(
        paper, [(120.0, ["科目编码及名称"]), (480.0, ["本年支出合计"]), (580.0, ["基本支出"]), (680.0, ["项目支出"])]
    )
    for place, (code, name, *amounts) in enumerate(reversed(ROWS[1:])):
        y = HEIGHT - 26 - 29.9 * place  # which leaves each name a hair nearer to the code below it
        set_at(paper, y - 15, [(code, 60, "left")])
        set_at(paper, y - above, [(amount, x, "right") for amount, x in zip(amounts, ENDS, strict=True)])
        set_at(paper, y, [(name, 60, "left")])
    paper.canvas.save()
    found = {f.subject_code: f.subject_name for f in read(paper.path).facts}
    assert found == {code: name for code, name, *_ in ROWS[1:]}


def test_a_number_in_thousands_beside_a_name() -> None:
    assert [w.text for w in words("年初结转和结余 1 000.50", gap=0.3)] == ["年初结转和结余", "1000.50"]


def test_an_amount_with_a_sign_of_money_is_parted_from_the_code_beside_it() -> None:
    assert [w.text for w in words("¥19,349.91 302", gap=0.5)] == ["¥19,349.91", "302"]
    assert [w.text for w in words("合计 ¥1 000.50", gap=0.3)] == ["合计", "¥1000.50"]


def test_a_code_behind_an_amount_in_thousands_is_none_of_them() -> None:
    assert [w.text for w in words("22 186 196.93 302", gap=0.5)] == ["22186196.93", "302"]
    assert [w.text for w in words("22 186 196", gap=0.5)] == ["22186196"]


def test_the_dash_of_one_column_is_no_minus_of_the_thousands_in_the_next() -> None:
    assert [w.text for w in words("- 245 214.49", gap=0.3)] == ["-", "245214.49"]


def words(text: str, gap: float) -> list[Word]:
    """The words of a line whose blanks are so wide, in sizes."""
    ends, x = [], 0.0
    for character in text:
        x += SIZE * (gap if character == " " else 1)
        ends.append(x)
    kept = [i for i, character in enumerate(text) if character != " "]
    x1 = np.array([ends[i] for i in kept], np.float32)
    level = np.zeros(len(kept), np.float32)
    characters = Characters(text.replace(" ", ""), x1 - SIZE, level, x1, level + SIZE, level + SIZE, level + SIZE)
    return words_of(characters, np.arange(len(kept)))


def boxed(paper: Paper, rows: Sequence[Sequence[str]], widths: Sequence[float], top: float) -> float:
    """A table in a frame, and its cells in boxes of their own, 1.5 points apart; gives where the frame ends."""
    gap, low = 1.5, 13.0
    bottom = top + gap + len(rows) * (low + gap)
    paper.canvas.rect(LEFT, HEIGHT - bottom, sum(widths) + gap, bottom - top)
    for r, row in enumerate(rows):
        y = top + gap + r * (low + gap)
        for c, text in enumerate(row):
            x = LEFT + gap + sum(widths[:c])
            paper.canvas.rect(x, HEIGHT - y - low, widths[c] - gap, low)
            paper.text(x + 1, y + 10, text)
    return bottom


@pytest.mark.parametrize("frame", [(200.0, 100.0, 80.0), (400.0, 150.0, 100.0)])
def test_tables_close_above_each_other_whose_cells_have_borders_of_their_own(
    tmp_path: Path, frame: tuple[float, ...]
) -> None:
    """As a browser draws them that is told no more than that a table has borders."""
    paper, y = Paper(tmp_path / "a.pdf"), 60.0
    for row in ([TITLE_05], ["公开05表"], ["部门：云岭县林业局", "2024年度", "金额单位：万元"]):
        y = 2.5 + boxed(paper, [row], frame if len(row) > 1 else [sum(frame)], y)
    boxed(paper, [*HEAD_05, *ROWS_05], WIDTHS_05, y)
    found = paper.read()
    assert coded(found) >= GOLD_05 and len(values(found, "05")) == 12 and not unread(found)


def test_a_header_above_the_beginning_of_a_row_that_the_page_break_cuts_goes_on_over_the_page(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "a.pdf")
    paper.text(300, 40, TITLE_05, 16)
    paper.text(600, 55, "金额单位：万元")
    paper.ruled([["项目", "本年支出"]], [220.0, 240.0], 500)
    for x in (0.0, 220.0, 460.0):
        paper.line(LEFT + x, 516, LEFT + x, 525)
    paper.page()
    paper.ruled([*HEAD_05, *ROWS_05], WIDTHS_05, 40)
    found = paper.read()
    assert coded(found) >= GOLD_05 and len(values(found, "05")) == 12 and not unread(found)
