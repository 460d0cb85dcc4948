"""Rows of tables that no rule parts: wrapped names, wide amounts beside them, lines between."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from extractor.document.model import Box
from extractor.document.pdf.reader import read_pages
from extractor.reading import read_file
from extractor.tables.unruled.rows import rows_of
from extractor.tables.unruled.words import Word, words_of
from tests.support.paper import FONT, Paper
from tests.support.unruled import HEADS_05, SIZE, amounts, opened, set_at


def test_the_amounts_beside_a_wrapped_name_are_its_own(tmp_path: Path) -> None:
    paper = opened(tmp_path / "a.pdf", "财政拨款收入支出决算总表")
    set_at(paper, 80, [("收入", 170, "middle"), ("支出", 560, "middle")])
    heads = ("项目", "金额", "项目", "合计", "一般公共预算财政拨款", "政府性基金预算财政拨款")
    columns = [(110, "middle"), (290, "right"), (400, "middle"), (570, "right"), (680, "right"), (800, "right")]
    set_at(paper, 96, [(text, x, how) for text, (x, how) in zip(heads, columns, strict=True)])
    rows = [
        ("一、一般公共预算财政拨款", "12.00", ("一、一般公共服务支出",), "8.00"),
        ("二、政府性基金预算财政拨款", "0.00", ("二、文化旅游体育与", "传媒支出"), "3.00"),
        ("", "", ("三、卫生健康支出",), "1.00"),
        ("本年收入合计", "12.00", ("本年支出合计",), "12.00"),
        ("总计", "12.00", ("总计",), "12.00"),
    ]
    y = 116.0
    for left, income, name, spent in rows:
        y += 6 * (len(name) - 1)
        set_at(paper, y, [(left, 45, "left"), (income, 290, "right"), (spent, 570, "right"), (spent, 680, "right")])
        set_at(paper, y, [("0.00", 800, "right")])
        for part, text in enumerate(name):
            set_at(paper, y + 6 * (2 * part - len(name) + 1), [(text, 350, "left")])
        y += 6 * (len(name) - 1) + 18
    paper.canvas.save()
    found = amounts(paper.path)
    assert found["二、文化旅游体育与传媒支出", "total"] == found["二、文化旅游体育与传媒支出", "general"] == "3.00"
    assert not {"传媒支出", "二、文化旅游体育与"} & {row for row, _ in found}


def test_an_amount_that_reaches_to_the_names_beside_it_is_none_of_them(tmp_path: Path) -> None:
    paper = opened(tmp_path / "a.pdf", "收入决算表")
    heads = ("科目编码", "科目名称", "本年收入合计", "财政拨款收入", "其他收入")
    columns = [(45, "left"), (120, "left"), (330, "right"), (450, "right"), (570, "right")]
    set_at(paper, 90, [(text, x, how) for text, (x, how) in zip(heads, columns, strict=True)])
    long_name = "机关事业单位基本养老保险缴费支出"
    touching = 330 - stringWidth("1,081,002,641.17", FONT, SIZE) - stringWidth(long_name, FONT, SIZE) - 0.5
    rows = [
        ("", "合计", "1,081,002,641.17", "1,081,002,640.17", "1.00"),
        ("208", "社会保障和就业支出", "1,081,002,641.17", "1,081,002,640.17", "1.00"),
        ("20805", "行政事业单位养老支出", "1,081,002,641.17", "1,081,002,640.17", "1.00"),
        ("2080505", long_name, "41.17", "40.17", "1.00"),
        ("2080506", "机关事业单位职业年金缴费支出", "1,081,002,600.00", "1,081,002,600.00", "0.00"),
    ]
    for r, row in enumerate(rows):
        placed = [
            (text, touching if c == 1 else x, how) for c, (text, (x, how)) in enumerate(zip(row, columns, strict=True))
        ]
        set_at(paper, 110 + 18 * r, placed)
    paper.canvas.save()
    found = amounts(paper.path)
    assert found["合计", "total"] == "1081002641.17" and found[long_name, "appropriation"] == "40.17"
    assert len(found) == 15


def test_a_code_set_over_its_name_is_of_the_row_whose_amounts_stand_beside_both(tmp_path: Path) -> None:
    """In one cell, parted by a line break; the amounts stand beside its middle, its first or its last line."""
    for beside in (6.5, 0.0, 13.0):
        paper = opened(tmp_path / f"{beside}.pdf", "一般公共预算财政拨款支出决算表")
        set_at(paper, 90, [("科目编码及名称", 120, "middle"), *HEADS_05[2:]])
        rows = [("208", "社会保障和就业支出"), ("20805", "行政事业单位养老支出"), ("2080502", "事业单位离退休")]
        for place, (code, name) in enumerate(rows):
            y = 110.0 + 30 * place
            set_at(paper, y, [(code, 50, "left")])
            set_at(paper, y + 13, [(name, 50, "left")])
            set_at(paper, y + beside, [("9.00", 400, "right"), ("9.00", 520, "right")])
        paper.canvas.save()
        facts = read_file(paper.path).facts
        assert [f.subject_code for f in facts] == ["208", "208", "20805", "20805", "2080502", "2080502"], beside


def test_a_dash_that_nearly_meets_the_code_beside_it_makes_no_number_of_it(tmp_path: Path) -> None:
    """Nor are the totals lost whose label is set in the middle of two panels."""
    paper = opened(tmp_path / "a.pdf", "一般公共预算财政拨款基本支出决算表")
    columns = [45.0, 110.0, 250.0, 254.0, 320.0, 450.0, 500.0, 560.0, 700.0]
    heads = ("科目编码", "科目名称", "决算数") * 3
    set_at(paper, 90, [(h, x, "right" if h == "决算数" else "left") for h, x in zip(heads, columns, strict=True)])
    rows = [
        ("301", "工资福利支出", "9.00", "302", "商品和服务支出", "7.00", "310", "资本性支出", "1.00"),
        ("30101", "基本工资", "9.00", "30201", "办公费", "5.00", "31002", "办公设备购置", "1.00"),
        ("30102", "津贴补贴", "-", "30202", "印刷费", "2.00", "31003", "专用设备购置", "-"),
    ]
    for place, row in enumerate(rows):
        y = 108 + 16 * place
        set_at(
            paper,
            y,
            [(t, x, "right" if n % 3 == 2 else "left") for n, (t, x) in enumerate(zip(row, columns, strict=True))],
        )
    set_at(paper, 156, [("人员经费合计", 110, "left"), ("9.00", 250, "right"), ("公用经费合计", 440, "left")])
    set_at(paper, 156, [("8.00", 700, "right")])
    paper.canvas.save()
    found = read_file(paper.path).facts
    assert {f.subject_code for f in found if f.subject_code} >= {"30202", "31002"}
    assert {f.item: f"{f.amount:f}" for f in found if f.item} == {"personnel_total": "9.00", "public_total": "8.00"}
    assert all(f.amount >= 0 for f in found)


def test_a_page_number_right_under_a_short_table_is_no_column_of_it(tmp_path: Path) -> None:
    """It stood under 基本支出, whose amounts were taken for those of 项目支出 beside it."""
    paper = opened(tmp_path / "a.pdf", "支出决算表")
    columns = [(45, "left"), (110, "left"), (400, "right"), (500, "right"), (640, "right")]
    heads = ("科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出")
    rows = [
        heads,
        ("208", "社会保障和就业支出", "9.00", "9.00", ""),
        ("20805", "行政事业单位养老支出", "9.00", "9.00", ""),
    ]
    for place, row in enumerate(rows):
        set_at(paper, 96 + 16 * place, [(t, x, how) for t, (x, how) in zip(row, columns, strict=True) if t])
    set_at(paper, 152, [("- 3 -", 440, "middle")])
    paper.canvas.save()
    found = read_file(paper.path)
    assert {f.measure for f in found.facts} == {"total", "basic"} and len(found.facts) == 4
    assert not [said for said in found.shortcomings if "-3-" in said.sentence]


def test_a_line_over_what_opens_a_row_is_of_the_row_above(tmp_path: Path) -> None:
    """However near it stands: a name does not begin above its ordinal."""
    paper = opened(tmp_path / "a.pdf", "收入支出决算总表")
    set_at(paper, 80, [("收入", 170, "middle"), ("支出", 560, "middle")])
    heads = [("项目", 110, "middle"), ("金额", 290, "right"), ("项目", 400, "middle"), ("金额", 570, "right")]
    set_at(paper, 96, heads)
    rows = [
        ("一、一般公共预算财政拨款收入", "9.00", ("一、文化旅游体育与", "传媒支出"), "8.00"),
        ("二、上级补助收入", "0.00", ("二、卫生健康支出",), "1.00"),
        ("本年收入合计", "9.00", ("本年支出合计",), "9.00"),
    ]
    for place, (income, received, name, spent) in enumerate(rows):
        y = 116.0 + 23 * place
        set_at(paper, y, [(income, 45, "left"), (received, 290, "right"), (spent, 570, "right")])
        for part, text in enumerate(name):
            set_at(paper, y + 13 * part, [(text, 350, "left")])
    paper.canvas.save()
    found = read_file(paper.path).facts
    assert {f.subject_code: f"{f.amount:f}" for f in found if f.subject_code} == {"207": "8.00", "210": "1.00"}


@pytest.mark.parametrize("step", [12, 14])
def test_the_rest_of_a_name_is_of_the_row_above_however_near_the_next_ordinal_is(step: int, tmp_path: Path) -> None:
    """As near as the lines of a name, and drawn behind it."""
    paper = opened(tmp_path / "a.pdf", "收入支出决算总表")
    set_at(paper, 80, [("收入", 170, "middle"), ("支出", 560, "middle")])
    heads = [("项目", 110, "middle"), ("金额", 290, "right"), ("项目", 400, "middle"), ("金额", 570, "right")]
    set_at(paper, 96, heads)
    rows = [
        ("一、一般公共预算", "5.00", "一、文化旅游体育与", "传媒支出", "6.00"),
        ("二、政府性基金预算", "3.00", "二、社会保障和", "就业支出", "2.00"),
        ("三、国有资本经营预算", "1.00", "三、资源勘探工业", "信息等支出", "1.00"),
    ]
    y = 112.0
    for fund, received, name, rest, spent in rows:
        set_at(paper, y, [(fund, 60, "left"), (received, 290, "right"), (name, 360, "left"), (spent, 570, "right")])
        set_at(paper, y + 12, [("财政拨款收入", 60, "left"), (rest, 360, "left")])
        y += 12 + step
    total = [
        ("本年收入合计", 60, "left"),
        ("9.00", 290, "right"),
        ("本年支出合计", 360, "left"),
        ("9.00", 570, "right"),
    ]
    set_at(paper, y, total)
    paper.canvas.save()
    found = read_file(paper.path)
    assert {f.item or f.subject_code: f"{f.amount:f}" for f in found.facts if f.side == "income"} == {
        "general_budget": "5.00", "gov_fund": "3.00", "state_capital": "1.00", "current_total": "9.00",
    }  # fmt: skip
    assert {f.subject_code for f in found.facts if f.subject_code} == {"207", "208", "215"}


def test_millions_whose_thousands_spaces_part_are_one_number(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "a.pdf")
    x = 300.0
    for group in ("11", "846", "615.63", "1", "2.00"):
        set_at(paper, 112, [(group, x, "left")])
        x += stringWidth(group, FONT, SIZE) + 0.22 * SIZE
    paper.canvas.save()
    characters = read_pages(paper.path, 1)[0].characters
    assert [word.text for word in words_of(characters, np.arange(len(characters)))] == ["11846615.63", "1", "2.00"]


def row_of_lines(*cells: tuple[str, float], y: float) -> list[Word]:
    return [Word(text, Box(x, y - SIZE, x + SIZE * len(text), y), y, SIZE) for text, x in cells]


def test_lines_of_names_as_far_apart_as_rows_stand_all_on_one_side_of_their_amounts() -> None:
    """What a line continues is not shorter than that line."""
    long, rest, short = "机关事业单位基本养老", "保险缴费支出", "行政运行"
    above = [[(long, 60.0), ("1.00", 300.0)], [(rest, 60.0)], [(short, 60.0), ("2.00", 300.0)]]
    below = [[(short, 60.0), ("2.00", 300.0)], [(long, 60.0)], [(rest, 60.0), ("1.00", 300.0)]]
    for lines, expected in ((above, [long + rest, short]), (below, [short, long + rest])):
        placed = [row_of_lines(*cells, y=100 + 13.0 * n) for n, cells in enumerate(lines)]
        rows = rows_of(placed, [], 13.0)
        assert ["".join(w.text for w in row if "." not in w.text) for row in rows] == expected


def test_lines_of_names_that_are_words_of_headers_are_of_the_rows_under_whose_names_they_begin() -> None:
    income, spent = ("一般公共预算拨付的", "财政拨款收入"), ("用于人员经费和公用", "基本支出")
    lines = [
        [(income[0], 60.0), ("1.00", 300.0), (spent[0], 400.0), ("2.00", 640.0)],
        [(income[1], 60.0), (spent[1], 400.0)],
    ]
    placed = [row_of_lines(*cells, y=100 + 13.0 * n) for n, cells in enumerate([*lines, *lines])]
    rows = rows_of(placed, [], 26.0)
    assert ["".join(w.text for w in row if w.box.x0 == 60.0) for row in rows] == ["".join(income)] * 2


def test_a_code_of_several_rows_beside_the_upper_line_of_a_name_is_of_the_row_of_that_name() -> None:
    """It stands in the middle of its rows, and nearer to the amounts below than to those above."""
    upper, lower = "机关事业单位基本养老", "保险缴费支出"
    lines = (
        (100, [("01", 40.0), ("行政单位离退休", 60.0), ("1.00", 300.0)]),
        (113, [("208", 10.0), (upper, 60.0)]),
        (120, [("05", 40.0), ("2.00", 300.0)]),
        (127, [(lower, 60.0)]),
    )
    rows = rows_of([row_of_lines(*cells, y=y) for y, cells in lines], [], 15.0)
    assert ["".join(w.text for w in row) for row in rows] == ["01行政单位离退休1.00", f"208{upper}052.00{lower}"]


@pytest.mark.parametrize(
    ("upper", "lower", "rows"),
    [
        (("740.6", "13,031,2"), ("1", "92.87"), 2),
        (("740.6", "-21,117."), ("1", "00"), 2),
        (("740.6", "4.62"), ("1", ""), 2),
        (("76200", "48000"), ("0.00", "1.25"), 2),
        (("740.6", "158.7"), ("1", ""), 3),  # an amount that stays open
        (("740.61", "158.70"), ("1", "2"), 3),
        (("740", "158"), ("1", "2"), 3),
        (("1", "2"), ("740.61", "158.70"), 3),  # the numbers of columns over amounts
    ],
)
def test_amounts_wrapped_in_narrow_columns_are_whole_again(
    upper: tuple[str, str], lower: tuple[str, str], rows: int
) -> None:
    def placed(y: float, label: str, cells: tuple[str, str]) -> list[Word]:
        texts = [(label, 20.0), *zip(cells, (200.0, 300.0), strict=True)]
        return row_of_lines(*[(text, x) for text, x in texts if text], y=y)

    lines = [placed(100, "行政运行", upper), placed(110, "", lower), placed(124, "事业运行", ("213.78", "1.00"))]
    found = rows_of(lines, [], 14.0)
    assert len(found) == rows
    if rows == 2:
        text = "".join(word.text for x in (200.0, 300.0) for word in found[0] if word.box.x0 == x)
        assert text == "".join(a + b for a, b in zip(upper, lower, strict=True))


def test_amounts_of_two_lines_stand_on_the_line_between_them() -> None:
    """As Word sets them in the middle of a row, beside a code of one line and a name of two."""
    lines = [
        [("行政", 90.0), ("740.6", 300.0)],
        [("2010301", 20.0), ("1.00", 400.0)],
        [("运行", 90.0), ("1", 300.0)],
        [("事业", 90.0), ("13,031,2", 300.0)],
        [("2010350", 20.0), ("2.00", 400.0)],
        [("运行", 90.0), ("92.87", 300.0)],
    ]
    placed = [row_of_lines(*cells, y=100 + 6.5 * n + 13 * (n // 3)) for n, cells in enumerate(lines)]
    rows = rows_of(placed, [], 32.5)
    assert [[w.text for w in row if w.box.x0 == 300.0] for row in rows] == [["740.61"], ["13,031,292.87"]]


def test_a_row_between_two_rules_may_have_its_code_and_its_amounts_in_several_lines() -> None:
    lines = [
        [("20", 20.0), ("740.6", 300.0)],
        [("10", 20.0), ("行政运行", 90.0), ("1.00", 400.0)],
        [("301", 20.0), ("1", 300.0)],
    ]
    placed = [row_of_lines(*cells, y=100 + 10 * n + 40 * k) for k in range(3) for n, cells in enumerate(lines)]
    rows = rows_of(placed, [130.0, 170.0], 40.0)
    assert ["".join(w.text for w in row if w.box.x0 == 20.0) for row in rows] == ["2010301"] * 3
    apart = [row_of_lines(("2010301", 20.0), ("740.61", 300.0), y=100 + 10 * n) for n in range(6)]
    assert len(rows_of(apart, [125.0], 10.0)) == 6  # a rule after three rows
