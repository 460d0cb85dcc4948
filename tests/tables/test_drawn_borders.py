"""Tables whose rules part the columns and not the rows: upright ones, and the edges of shaded cells."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from extractor import read
from extractor.document.lattice import edges, lattices
from extractor.document.model import Box
from extractor.document.pdf.reader import read_pages
from extractor.tables.unruled.header import header_cells
from extractor.tables.unruled.letters import letter_spaced
from extractor.tables.unruled.words import Word
from tests.support.paper import HEIGHT, WIDTH, Paper
from tests.support.unruled import SIZE, opened, set_at

EDGES = (40, 90, 230, 285, 340, 395, 450, 505, 560)
HEADS = ("科目编码", "科目名称", "本年收入合计", "小计", "一般预算", "政府性基金", "事业收入", "其他收入")
MEASURES = ("total", "appropriation", "appropriation_general", "appropriation_gov_fund", "business", "other")
ROWS = [
    ("205", "教育支出", "1231400200.50", "1231400100.50", "1231400100.50", "", "100.00", ""),
    ("20502", "普通教育", "1231400100.50", "1231400100.50", "1231400100.50", "", "", ""),
    ("2050203", "初中教育", "1231400100.50", "1231400100.50", "1231400100.50", "", "", ""),
    ("20599", "其他教育支出", "100.00", "", "", "", "100.00", ""),
    ("合计", "", "1231400200.50", "1231400100.50", "1231400100.50", "", "100.00", ""),
]


def typeset(paper: Paper, top: float = 96, pitch: float = 18, meet: bool = False) -> None:
    """The amounts of neighbouring columns nearly meet: only borders tell them apart. The last two headers may `meet`
    as nearly, all of the gap between them being left of their border but a hair."""
    set_at(paper, top, [("财政拨款收入", (EDGES[3] + EDGES[6]) / 2, "middle")])
    for text, (left, right) in zip(HEADS, pairwise(EDGES), strict=True):
        below = left in EDGES[3:6]
        at = {HEADS[-2]: (right - 6.5, "right"), HEADS[-1]: (left + 0.3, "left")} if meet else {}
        set_at(paper, top + (18 if below else 9), [(text, *at.get(text, ((left + right) / 2, "middle")))])
    for place, row in enumerate(ROWS):
        y = top + 36 + pitch * place
        for column, (text, (left, right)) in enumerate(zip(row, pairwise(EDGES), strict=True)):
            set_at(paper, y, [(text, left + 2 if column < 2 else right - 0.5, "left" if column < 2 else "right")])


def shade(paper: Paper, bottom: float, pen: bool = False) -> None:
    """The cells of one row in a colour; drawn with a broad pen, or filled."""
    paper.canvas.saveState()
    paper.canvas.setFillColorRGB(0.9, 0.93, 0.97)
    paper.canvas.setStrokeColorRGB(0.9, 0.93, 0.97)
    paper.canvas.setLineWidth(18)
    for left, right in pairwise(EDGES):
        if pen:
            paper.line(left, bottom - 9, right, bottom - 9)
        else:
            paper.canvas.rect(left, HEIGHT - bottom, right - left, 18, stroke=0, fill=1)
    paper.canvas.restoreState()


def expected() -> dict[tuple[str, str], str]:
    return {
        (code, measure): amount
        for code, _, *amounts in ROWS
        for measure, amount in zip(MEASURES, amounts, strict=True)
        if amount
    }


def amounts(path: Path) -> dict[tuple[str, str], str]:
    return {(f.subject_code or "合计", str(f.measure)): f"{f.amount:f}" for f in read(path).facts}


def test_upright_rules_part_columns_and_tell_how_far_the_cells_of_the_header_reach(tmp_path: Path) -> None:
    paper = opened(tmp_path / "a.pdf", "收入决算表")
    typeset(paper)
    for x in EDGES:
        paper.line(x, 104 if x in EDGES[4:6] else 86, x, 214)
    paper.line(EDGES[0], 86, EDGES[-1], 86)
    paper.line(EDGES[0], 214, EDGES[-1], 214)
    paper.canvas.save()
    assert amounts(paper.path) == expected()


@pytest.mark.parametrize(("meet", "pen"), [(False, False), (False, True), (True, False)])
@pytest.mark.parametrize("first", [0, 1])
def test_shaded_cells_of_every_other_row_part_the_columns_of_all(
    tmp_path: Path, first: int, meet: bool, pen: bool
) -> None:
    paper = opened(tmp_path / "a.pdf", "收入决算表")
    for place in range(first, len(ROWS), 2):
        shade(paper, 138 + 18 * place, pen)
    typeset(paper, meet=meet)
    paper.canvas.save()
    assert amounts(paper.path) == expected()


@pytest.mark.parametrize("apart", [0, 3])
def test_a_frame_around_the_page_holds_no_shaded_cells(tmp_path: Path, apart: float) -> None:
    paper = Paper(tmp_path / "a.pdf")
    for inset in {20, 20 + apart}:
        paper.canvas.rect(inset, inset, WIDTH - 2 * inset, HEIGHT - 2 * inset)
    for place in range(3):
        shade(paper, 138 + 18 * place)
    typeset(paper)
    (page,) = read_pages(paper.saved(), 1)
    assert [len(edges(table)[0]) for table in lattices(page.rulings)] == [2, len(EDGES)]


def test_a_page_with_two_shaded_rows_goes_on_with_its_table(tmp_path: Path) -> None:
    paper = opened(tmp_path / "a.pdf", "收入决算表")
    shade(paper, 138)
    shade(paper, 174)
    typeset(paper)
    paper.page()
    more = [("208", "社会保障和就业支出"), ("20805", "行政事业单位养老支出"), ("2080501", "行政单位离退休")]
    for place, (code, name) in enumerate(more):
        y = 60 + 18 * place
        if place != 1:
            shade(paper, y + 6)
        set_at(paper, y, [(code, EDGES[0] + 2, "left"), (name, EDGES[1] + 2, "left")])
        set_at(paper, y, [(f"{place + 1}.00", EDGES[3] - 0.5, "right"), (f"{place + 1}.00", EDGES[8] - 0.5, "right")])
    paper.canvas.save()
    found = amounts(paper.path)
    assert [found.get((code, "total")) for code, _ in more] == ["1.00", "2.00", "3.00"]
    assert [found.get((code, "other")) for code, _ in more] == ["1.00", "2.00", "3.00"]


def test_letters_between_two_borders_are_one_line_of_a_header(tmp_path: Path) -> None:
    """入 数 is a word only with the line above it: 其 他 收."""
    paper = opened(tmp_path / "a.pdf", "收入决算表")
    heads = [("科目编码", 70, 0), ("科目名称", 160, 0), ("本年收入合计", 260, 0), ("财政拨款收入", 360, 0)]
    for text, x, lower in [*heads, ("其他收", 460, -6), ("入数", 460, 6)]:
        gap = 9 if x == 460 else 0
        width = len(text) * 9 + (len(text) - 1) * gap
        for place, letter in enumerate(text):
            set_at(paper, 100 + lower, [(letter, x - width / 2 + place * (9 + gap), "left")])
    for place, (code, name) in enumerate([("205", "教育支出"), ("20502", "普通教育"), ("2050203", "初中教育")]):
        y = 130 + 18 * place
        set_at(paper, y, [(code, 45, "left"), (name, 105, "left")])
        set_at(paper, y, [("7.00", 305, "right"), ("4.00", 405, "right"), ("3.00", 505, "right")])
    for x in (40, 100, 210, 310, 410, 510):
        paper.line(x, 86, x, 175)
    paper.canvas.save()
    assert [f.measure_label for f in read(paper.path).facts if f.measure == "other"] == ["其他收入数"] * 3


def test_a_page_that_ends_a_table_with_a_shaded_total_goes_on_with_it(tmp_path: Path) -> None:
    paper = opened(tmp_path / "a.pdf", "收入决算表")
    for place in range(1, len(ROWS), 2):
        shade(paper, 138 + 18 * place)
    typeset(paper)
    paper.page()
    shade(paper, 84)
    for y, code, name in ((60, "2059999", "其他教育支出"), (78, "合计", "")):
        set_at(paper, y, [(code, EDGES[0] + 2, "left"), (name, EDGES[1] + 2, "left")])
        set_at(paper, y, [("7.00", EDGES[3] - 0.5, "right"), ("7.00", EDGES[7] - 0.5, "right")])
    paper.canvas.save()
    assert amounts(paper.path)["2059999", "business"] == "7.00"


def test_a_frame_around_a_title_and_its_table_is_no_cell(tmp_path: Path) -> None:
    """The table has upright rules alone, so that all its rows are in one cell of the frame."""
    paper = opened(tmp_path / "a.pdf", "收入决算表")
    typeset(paper)
    for x, top in ((30, 25), (800, 25), *((x, 86) for x in EDGES)):
        paper.line(x, top, x, 290)
    for y in (25, 290):
        paper.line(30, y, 800, y)
    paper.canvas.save()
    assert {f.subject_code for f in read(paper.path).facts} == {row[0] for row in ROWS if row[0].isdigit()} | {None}


def test_letters_and_lines_between_other_borders_are_of_another_cell() -> None:
    """行次 beside 年初预算数, and 基本支出 in the middle under 本年收入 as a second line of it would be."""
    letters = [[word(text, x, y, cell) for text, x, cell in line] for y, line in ((90, HALVES[:2]), (100, HALVES[2:]))]
    assert [[w.text for w in line] for line in letter_spaced(letters)] == [["行", "年初预算"], ["次", "数"]]
    over, under = word("本年收入", 100, 90, (60, 180)), word("基本支出", 100, 101, (95, 145))
    assert [cell.text for cell in header_cells([[over], [under]])] == ["本年收入", "基本支出"]


HALVES = [("行", 41, (40, 54)), ("年初预算", 60, (54, 110)), ("次", 41, (40, 54)), ("数", 78, (54, 110))]


def word(text: str, x: float, y: float, cell: tuple[float, float]) -> Word:
    return Word(text, Box(x, y - SIZE, x + SIZE * len(text), y), y, SIZE, cell=cell)
