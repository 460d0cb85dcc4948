"""Headers of tables that no rule parts: cells over several columns, columns of codes."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor import read
from extractor.document.model import Box
from extractor.reading import read_file
from extractor.tables.unruled.header import header_cells
from extractor.tables.unruled.header_spans import spans
from extractor.tables.unruled.words import Word
from tests.support.unruled import HEADS_05, amounts, opened, set_at

BASES = ("adjusted_budget", "final")
ITEMS = ("total", "abroad", "vehicle_total", "vehicle_purchase", "vehicle_operation", "reception")


def test_a_blank_column_under_a_header_cell_of_two_rows_is_a_column(tmp_path: Path) -> None:
    """Its header was put over the column beside it, whose own was lost."""
    paper = opened(tmp_path / "a.pdf", "政府性基金预算财政拨款收入支出决算表")
    heads = [("科目编码", 40), ("科目名称", 120), ("合计", 410), ("基本支出", 460), ("项目支出", 520)]
    above = [("项目", 110), ("年初结转", 280), ("本年收入", 340), ("本年支出", 460), ("年末结转", 600)]
    set_at(paper, 84, [(text, x, "middle") for text, x in above])
    set_at(paper, 98, [(text, x, "middle") for text, x in (*heads, ("和结余", 280), ("和结余", 600))])
    for y, code, name in (
        (124, "212", "城乡社区支出"),
        (144, "21208", "土地出让支出"),
        (164, "2120803", "城市建设支出"),
    ):
        set_at(paper, y, [(code, 24, "left"), (name, 120, "middle")])
        set_at(paper, y, [("9148.73", x, "right") for x in (358, 425, 540)])
    paper.canvas.save()
    found = {measure for _, measure in amounts(paper.path)}
    assert found == {"income", "total", "project"}


def test_a_header_cell_two_rows_high_stands_beside_one_over_others(tmp_path: Path) -> None:
    paper = opened(tmp_path / "a.pdf", "财政拨款“三公”经费支出决算表")
    pairs = [60 + 124 * n for n in range(6)]  # the middle of each pair of columns
    set_at(paper, 84, [("财政拨款“三公”经费", 370, "middle")])
    set_at(paper, 104, [("公务用车购置及运行维护费", pairs[3], "middle")])
    high = zip(("合计", "因公出国（境）费", "公务接待费"), (pairs[0], pairs[1], pairs[5]), strict=True)
    set_at(paper, 114, [(text, x, "middle") for text, x in high])
    low = zip(("小计", "公务用车购置费", "公务用车运行维护费"), pairs[2:5], strict=True)
    set_at(paper, 124, [(text, x, "middle") for text, x in low])
    set_at(paper, 144, [(text, x + d, "middle") for x in pairs for text, d in (("预算数", -31), ("决算数", 31))])
    budget = ("104.00", "15.00", "55.00", "0.00", "55.00", "34.00")
    final = ("98.08", "13.40", "53.69", "0.00", "53.69", "30.99")
    set_at(
        paper,
        164,
        [
            (t, x + d, "middle")
            for x, *two in zip(pairs, budget, final, strict=True)
            for t, d in zip(two, (-31, 31), strict=True)
        ],
    )
    paper.canvas.save()
    read = {(f.measure, f.basis): f"{f.amount:f}" for f in read_file(paper.path).facts}
    for basis, numbers in (("adjusted_budget", budget), ("final", final)):
        assert [read.get((measure, basis)) for measure in ITEMS] == [*numbers]


def test_headers_at_the_left_of_their_columns_stand_under_the_side_that_these_are_of(tmp_path: Path) -> None:
    paper = opened(tmp_path / "a.pdf", "收入支出决算总表")
    set_at(paper, 84, [("收入", 215, "middle"), ("支出", 515, "middle")])
    for side, amount in ((55, 325), (385, 630)):
        set_at(paper, 100, [("项目", side, "left"), ("决算数", amount - 60, "left")])
    rows = [
        ("一、一般公共预算财政拨款收入", "9.00", "一、一般公共服务支出", "7.00"),
        ("二、政府性基金预算财政拨款收入", "0.00", "二、教育支出", "2.00"),
        ("本年收入合计", "9.00", "本年支出合计", "9.00"),
        ("年初结转和结余", "1.00", "年末结转和结余", "1.00"),
        ("总计", "10.00", "总计", "10.00"),
    ]
    for row, (income, received, spending, spent) in enumerate(rows):
        y = 116 + 16 * row
        set_at(paper, y, [(income, 55, "left"), (received, 325, "right")])
        set_at(paper, y, [(spending, 385, "left"), (spent, 630, "right")])
    paper.canvas.save()
    found = read(paper.path)
    assert {f.row_label: f.side for f in found.facts}["二、教育支出"] == "expenditure"
    assert len(found.facts) == 10 and found.status == "ok", found.problems


def test_class_group_and_item_beside_the_numbers_of_columns_head_their_own(tmp_path: Path) -> None:
    paper = opened(tmp_path / "a.pdf", "一般公共预算财政拨款支出决算表")
    set_at(paper, 76, [("项目", 140, "middle"), ("本年支出", 440, "middle")])
    set_at(paper, 90, [("科目编码", 75, "middle"), ("科目名称", 230, "middle"), *HEADS_05[2:]])
    columns = [(45, "left"), (65, "left"), (85, "left"), (120, "left"), (400, "right"), (520, "right")]
    rows = [
        ("类", "款", "项", "栏次", "1", "2"),
        ("", "", "", "合计", "9.00", "9.00"),
        ("208", "", "", "社会保障和就业支出", "9.00", "9.00"),
        ("208", "05", "", "行政事业单位养老支出", "9.00", "9.00"),
        ("208", "05", "02", "事业单位离退休", "9.00", "9.00"),
    ]
    for place, row in enumerate(rows):
        set_at(paper, 106 + 16 * place, [(t, x, how) for t, (x, how) in zip(row, columns, strict=True) if t])
    paper.canvas.save()
    assert [f.subject_code for f in read_file(paper.path).facts[2::2]] == ["208", "20805", "2080502"]


def test_the_numbers_of_columns_under_a_header_of_many_lines_are_no_amounts(tmp_path: Path) -> None:
    paper = opened(tmp_path / "a.pdf", "财政拨款“三公”经费支出决算表")
    heads = [
        ("项目", 60),
        ("合计", 160),
        ("因公出国（境）费", 260),
        ("公务用车购置及运行维护费", 360),
        ("公务接待费", 460),
    ]
    for text, x in heads:
        for line, letter in enumerate(text):
            set_at(paper, 84 + 12 * (line + (13 - len(text)) // 2), [(letter, x, "middle")])
    lines = [("栏次", "1", "2", "3", "4"), ("预算数", "9.00", "2.00", "4.00", "3.00")]
    lines.append(("决算数", "8.00", "2.00", "4.00", "2.00"))
    for place, row in enumerate(lines):
        set_at(paper, 260 + 20 * place, [(t, x, "middle") for t, (_, x) in zip(row, heads, strict=True)])
    paper.canvas.save()
    found = {(f.basis, f.measure, f"{f.amount:f}") for f in read_file(paper.path).facts}
    assert ("adjusted_budget", "total", "9.00") in found and ("final", "reception", "2.00") in found
    assert not {amount for _, _, amount in found} & {"1", "2", "3", "4"}


def test_names_under_the_heading_over_codes_and_names_are_names(tmp_path: Path) -> None:
    """Set to the left of a wide column, far from their own header; 合计 stands among them."""
    paper = opened(tmp_path / "a.pdf", "一般公共预算财政拨款支出决算表")
    set_at(paper, 80, [("项目", 268, "middle"), ("本年支出", 650, "middle")])
    heads = [("科目编码", 88, "middle"), ("科目名称", 317, "middle"), ("合计", 548, "middle")]
    set_at(paper, 94, [*heads, ("基本支出", 650, "middle"), ("项目支出", 752, "middle")])
    rows = [("", "合计"), ("205", "教育支出"), ("20502", "普通教育"), ("2050204", "高中教育")]
    for place, (code, name) in enumerate(rows):
        y = 110.0 + 16 * place
        set_at(paper, y, [(code, 40, "left")] if code else [])
        set_at(paper, y, [(name, 139, "left") if code else (name, 268, "middle")])
        set_at(paper, y, [("9.00", 597, "right"), ("4.00", 699, "right"), ("5.00", 802, "right")])
    paper.canvas.save()
    found = read(paper.path)
    assert [f.subject_code or f.item for f in found.facts[::3]] == ["grand_total", "205", "20502", "2050204"]
    assert found.facts[3].subject_name == "教育支出" and found.status == "ok", found.problems


def test_stages_of_09_that_stand_over_their_middle_columns_are_of_all_in_order(tmp_path: Path) -> None:
    paper = opened(tmp_path / "a.pdf", "“三公”经费支出决算表")
    leaves = (("合计",), ("因公出国", "（境）费"), ("小计",), ("公务用车", "购置费"), ("公务用车", "运行维护", "费"))
    places = [70 + 64 * place for place in range(12)]
    set_at(paper, 80, [("预算数", places[2], "middle"), ("决算数", places[8], "middle")])
    for at in (3, 9):
        for place, text in enumerate(("公务用车", "购置及运", "行维护费")):
            set_at(paper, 92 + 12 * place, [(text, places[at], "middle")])
    for at, (x, lines) in enumerate(zip(places, (*leaves, ("公务接待", "费")) * 2, strict=True)):
        middle = 142 if at % 6 in (2, 3, 4) else 123
        for place, text in enumerate(lines):
            set_at(paper, middle + 12 * place - 6 * (len(lines) - 1), [(text, x, "middle")])
    amounts = ("6.00", "1.00", "3.00", "1.00", "2.00", "2.00", "5.00", "1.00", "3.00", "1.00", "2.00", "1.00")
    set_at(paper, 170, [(text, x + 25, "right") for text, x in zip(amounts, places, strict=True)])
    paper.canvas.save()
    found = [(f.basis, f.measure, f"{f.amount:f}") for f in read_file(paper.path).facts]
    expected = zip(("adjusted_budget",) * 6 + ("final",) * 6, ITEMS * 2, amounts, strict=True)
    assert sorted(found) == sorted(expected)


def test_a_group_reaches_over_no_column_whose_header_stands_beside_it(tmp_path: Path) -> None:
    """Those that reach down from the group's own height to the foot of the header are in the middle of both rows."""
    paper = opened(tmp_path / "a.pdf", "收入决算表")
    tall = [("科目编码", 70), ("科目名称", 160), ("本年收入合计", 290), ("上级补助收入", 650), ("其他收入", 722)]
    low = [("小计", 362), ("一般公共预算", 434), ("政府性基金", 506), ("国有资本经营", 578)]
    set_at(paper, 80, [("财政拨款收入", 470, "middle")])
    set_at(paper, 99, [(text, x, "middle") for text, x in tall])
    set_at(paper, 106, [(text, x, "middle") for text, x in low])
    amounts = ("9.00", "7.00", "4.00", "2.00", "1.00", "1.50", "0.50")
    for place, code in enumerate(("205", "20502", "2050201")):
        cells = [(code, 45, "left"), ("教育支出", 110, "left")]
        cells += [(text, 315 + 72 * at, "right") for at, text in enumerate(amounts)]
        set_at(paper, 132 + 16 * place, cells)
    paper.canvas.save()
    found = [(f.measure, f"{f.amount:f}") for f in read_file(paper.path).facts if f.subject_code == "205"]
    funds = ("appropriation_general", "appropriation_gov_fund", "appropriation_state_capital")
    measures = ("total", "appropriation", *funds, "superior_subsidy", "other")
    assert found == list(zip(measures, amounts, strict=True))


def test_codes_over_class_group_and_item_a_row_lower_than_what_stands_beside_them(tmp_path: Path) -> None:
    """The groups of the columns of amounts reach over all of theirs."""
    paper = opened(tmp_path / "a.pdf", "一般公共预算财政拨款支出决算表")
    groups = ("年初结转和结余", "本年收入", "本年支出", "年末结转和结余")
    leaves = ("合计", "基本支出", "项目支出")
    places = [270 + 48 * place for place in range(12)]
    set_at(paper, 80, [("项目", 150, "middle"), *zip(groups, places[1::3], ("middle",) * 4, strict=True)])
    set_at(paper, 98, [("科目编码", 72, "middle")])
    set_at(
        paper, 108, [("科目名称", 190, "middle"), *((t, x, "middle") for t, x in zip(leaves * 4, places, strict=True))]
    )
    set_at(paper, 118, [(text, x, "middle") for text, x in (("类", 50), ("款", 72), ("项", 94))])
    for place, (codes, name) in enumerate(((("208",), "社会保障和就业支出"), (("208", "05"), "行政事业单位养老支出"))):
        words = [(code, 50 + 22 * at, "middle") for at, code in enumerate(codes)]
        amounts = [(f"{at}.00", x + 20, "right") for at, x in enumerate(places)]
        set_at(paper, 140 + 16 * place, [*words, (name, 140, "left"), *amounts])
    paper.canvas.save()
    found = [(f.measure, f"{f.amount:f}") for f in read_file(paper.path).facts if f.subject_code == "208"]
    ends = ("balance", "basic", "project")
    measures = (
        *(f"opening_{end}" for end in ends),
        *("income", "income_basic", "income_project", "total", "basic", "project"),
        *(f"closing_{end}" for end in ends),
    )
    assert found == [(measure, f"{at}.00") for at, measure in enumerate(measures)]


@pytest.mark.parametrize("again", [False, True])
def test_codes_in_one_piece_reach_from_class_over_group_and_item_on_every_page(tmp_path: Path, again: bool) -> None:
    """类 款 项 stand close before 合计, in one row with its amounts; the codes below reach over all three. A header
    that is printed `again` lacks them."""
    paper = opened(tmp_path / "a.pdf", "支出决算表")
    heads = [("科目编码", 70, "middle"), ("科目名称", 150, "middle"), ("本年支出合计", 400, "right")]
    heads += [("基本支出", 480, "right"), ("项目支出", 560, "right")]
    set_at(paper, 100, heads)
    set_at(paper, 120, [("类", 54, "left"), ("款", 65, "left"), ("项", 76, "left"), ("合计", 90, "left")])
    set_at(paper, 120, [("30.00", 400, "right"), ("20.00", 480, "right"), ("10.00", 560, "right")])
    rows = (
        ("201", "一般公共服务支出", 30),
        ("20101", "人大事务", 30),
        ("2010101", "行政运行", 20),
        ("2010104", "人大会议", 10),
    )
    for place, (code, name, total) in enumerate(rows):
        if place == 2:
            paper.page()
            set_at(paper, 50, heads if again else [])
        y = 140 + 20 * place if place < 2 else 40 + 20 * place
        parts = (total, 20 if total > 10 else 0, 10 if total != 20 else 0)
        cells = [(f"{part}.00", x, "right") for part, x in zip(parts, (400, 480, 560), strict=True)]
        set_at(paper, y, [(code, 54, "left"), (name, 90, "left"), *cells])
    paper.canvas.save()
    found = amounts(tmp_path / "a.pdf")
    assert {row for row, _ in found} == {"合计", *(name for _, name, _ in rows)}
    assert found["人大会议", "project"] == found["合计", "project"] == "10.00"


def test_headers_of_09_that_begin_with_their_columns_reach_to_the_next(tmp_path: Path) -> None:
    """One of two rows beside 小计 and its kind is of 公务接待费 alone, whatever stands over them."""
    paper = opened(tmp_path / "a.pdf", "财政拨款“三公”经费支出决算表")
    lefts = [60 + 50 * place for place in range(12)]
    set_at(paper, 90, [("公务用车购置及运行维护费", lefts[4], "left")])
    set_at(
        paper,
        100,
        [("合计", lefts[0], "left"), ("因公出国（境）费", lefts[2], "left"), ("公务接待费", lefts[10], "left")],
    )
    set_at(
        paper, 110, [("小计", lefts[4], "left"), ("公务用车购置费", lefts[6], "left"), ("运行维护费", lefts[8], "left")]
    )
    set_at(paper, 130, [(("预算数", "决算数")[place % 2], x, "left") for place, x in enumerate(lefts)])
    set_at(paper, 150, [(f"{place}.00", x + 40, "right") for place, x in enumerate(lefts)])
    paper.canvas.save()
    found = [(fact.basis, fact.measure, f"{fact.amount:f}") for fact in read_file(paper.path).facts]
    stages = ("adjusted_budget", "final")
    assert found == [(stages[place % 2], ITEMS[place // 2], f"{place}.00") for place in range(12)]


def test_amounts_at_the_right_of_wide_columns_stand_beside_the_header_of_their_own(tmp_path: Path) -> None:
    """Between 合计 and a longer header, nearer to that of the next column, whose own are blank."""
    paper = opened(tmp_path / "a.pdf", "财政拨款“三公”经费支出决算表")
    heads = ("合计", "因公出国（境）费", "小计", "公务用车购置费", "公务用车运行维护费", "公务接待费")
    set_at(paper, 84, [("公务用车购置及运行维护费", 440, "middle")])
    high = ("合计", "因公出国（境）费", "公务接待费")
    middles = [90 + 128 * n for n in range(6)]
    heights = [(text, x, 91 if text in high else 98) for text, x in zip(heads, middles, strict=True)]
    for text, x, y in heights:
        set_at(paper, y, [(text, x, "middle")])
    row = zip(("8.60", "", "6.80", "", "6.80", "1.80"), middles, strict=True)
    set_at(paper, 118, [(text, x + 61, "right") for text, x in row if text])
    paper.canvas.save()
    found = {f.measure: f"{f.amount:f}" for f in read(paper.path).facts}
    assert found == {"total": "8.60", "vehicle_total": "6.80", "vehicle_operation": "6.80", "reception": "1.80"}


def test_the_numbers_of_columns_tell_which_cells_of_a_header_stand_over_one(tmp_path: Path) -> None:
    """The groups of 09 stand between their columns, nearer to the amounts than their own headers do."""
    paper = opened(tmp_path / "a.pdf", "财政拨款“三公”经费支出决算表")
    edges = [30 + 130 * n for n in range(7)]
    middles = [edge + 65 for edge in edges[:-1]]
    groups = {"total": "合计", "abroad": "因公出国（境）费", "reception": "公务接待费"}
    set_at(paper, 90, [(text, x, "middle") for text, x in zip(groups.values(), edges[1::2], strict=True)])
    set_at(paper, 112, [(("预算数", "决算数")[n % 2], x, "middle") for n, x in enumerate(middles)])
    set_at(paper, 126, [(str(n + 1), x, "middle") for n, x in enumerate(middles)])
    row = ("7.10", "6.57", "5.20", "4.88", "1.90", "1.69")
    set_at(paper, 140, [(text, edge - 1, "right") for text, edge in zip(row, edges[1:], strict=True)])
    paper.canvas.save()
    found = {(f.measure, f.basis): f"{f.amount:f}" for f in read(paper.path).facts}
    assert found == dict(zip(((item, basis) for item in groups for basis in BASES), row, strict=True))


def test_a_rule_under_the_heading_of_a_group_shows_how_far_it_reaches(tmp_path: Path) -> None:
    """The heading stands in the middle of its columns, and 小计 beside no other heading that is wider."""
    paper = opened(tmp_path / "a.pdf", "财政拨款“三公”经费支出决算表")
    widths = (90, 90, 60, 60, 90, 90, 60, 60, 90, 90, 50, 50)
    edges = [40 + sum(widths[:place]) * 0.85 for place in range(13)]

    def over(first: int, last: int) -> float:
        return (edges[first] + edges[last + 1]) / 2

    lines = [(84, "公务用车", 4, 9), (96, "购置及运", 4, 9), (108, "行维护费", 4, 9), (103, "因公出国", 2, 3)]
    lines += [(115, "（境）费", 2, 3), (103, "公务接待", 10, 11), (115, "费", 10, 11), (109, "合计", 0, 1)]
    lines += [(134, "小计", 4, 5), (128, "公务用车", 6, 7), (140, "购置费", 6, 7)]
    lines += [(122, "公务用车", 8, 9), (134, "运行维护", 8, 9), (146, "费", 8, 9)]
    for y, text, first, last in lines:
        set_at(paper, y, [(text, over(first, last), "middle")])
    set_at(paper, 162, [(("预算数", "决算数")[place % 2], over(place, place), "middle") for place in range(12)])
    set_at(paper, 180, [(f"{place}.00", edges[place + 1] - 2, "right") for place in range(12)])
    paper.line(edges[4], 112, edges[10], 112)
    for y in (74, 152, 186):
        paper.line(edges[0], y, edges[12], y)
    paper.canvas.save()
    found = [(fact.basis, fact.measure, f"{fact.amount:f}") for fact in read_file(paper.path).facts]
    stages = ("adjusted_budget", "final")
    assert found == [(stages[place % 2], ITEMS[place // 2], f"{place}.00") for place in range(12)]


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 3), st.integers(1, 3)), min_size=1, max_size=12),
    st.lists(st.integers(1, 9), min_size=2, max_size=6, unique=True),
)
def test_cells_stand_over_columns_however_they_lie(cells: list[tuple[int, int, int]], ends: list[int]) -> None:
    """Nothing is known of a header but that its cells have places: no arrangement of them stops the reading."""
    lines: dict[int, list[Word]] = {}
    for left, row, width in cells:
        box = Box(10.0 * left, 12.0 * row, 10.0 * (left + width), 12.0 * row + 9)
        lines.setdefault(row, []).append(Word("字" * width, box, box.bottom, 9))
    header = [sorted(lines[row], key=lambda word: word.box.x0) for row in sorted(lines)]
    edges = [0, *sorted(10 * end for end in ends)]
    columns = [(low + 1.0, high - 1.0) for low, high in pairwise(edges)]

    def column_of(extent: tuple[float, float]) -> int:
        return min(range(len(columns)), key=lambda i: abs(sum(columns[i]) - sum(extent)))

    for _, first, last in spans(header_cells(header), columns, column_of, 0.0):
        assert 0 <= first <= last < len(columns)
