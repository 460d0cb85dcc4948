"""Several pages on one sheet (拼版), and tables beside each other under titles on one line."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from extractor.document.model import Document, Page, TextSource
from extractor.document.pdf.reader import read_pages
from extractor.reading import Reading, read_file
from extractor.stages import locate
from extractor.tables.imposed import apart
from tests.support.imposing import two_on_a_sheet
from tests.support.paper import HEIGHT, LEFT, WIDTH, Paper

SAMPLES = Path(__file__).parents[2] / "samples"
WIDTHS = (60.0, 120.0, 80.0, 80.0)
HEADER = ("科目编码", "科目名称", "本年支出", "基本支出")
PROSE = "本年度收入总计和支出总计与上年相比均有增加，主要原因是人员经费正常增长，项目支出按计划执行。" * 12


def numbers(reading: Reading) -> tuple[Counter[object], Counter[object]]:
    """The numbers of tables and prose, without the names of their cells and their places."""
    facts = Counter[object](
        (f.table_no, f.unit_name, f.subject_code, f.row_label, f.parent_label, f.measure, f.amount)
        for f in reading.facts
    )
    return facts, Counter[object]((f.metric, f.concept, f.value, f.quote) for f in reading.figures)


def text_in(page: Page, box: tuple[float, float, float, float]) -> str:
    c = page.characters
    x, y = (c.x0 + c.x1) / 2, (c.top + c.bottom) / 2
    inside = np.flatnonzero((x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3]))
    return "".join(c.text[i] for i in inside.tolist())


@pytest.mark.parametrize("name", ["water_2023", "school_2019", "system_2023", "university_2023"])
def test_two_pages_on_a_sheet_are_read_as_they_are_one_by_one(name: str, tmp_path: Path) -> None:
    sheets = two_on_a_sheet(SAMPLES / f"{name}.pdf", tmp_path / "sheets.pdf")
    alone, beside = read_file(SAMPLES / f"{name}.pdf"), read_file(sheets)
    assert beside.document.status == "ok"
    assert numbers(beside) == numbers(alone)
    pages = read_pages(sheets, 100)
    assert beside.document.pages == len(pages)
    assert all(fact.page and fact.page <= len(pages) for fact in beside.facts)
    for fact in beside.facts[:: len(beside.facts) // 40]:
        box = fact.box
        assert box is not None
        printed = text_in(pages[(fact.page or 1) - 1], (box.x0, box.top, box.x1, box.bottom))
        assert f"{fact.amount:.2f}" == printed.replace(",", "") or not fact.amount


def test_no_page_of_its_own_is_cut() -> None:
    for path in sorted(SAMPLES.glob("*.pdf")):
        assert [page.number for page in apart(read_pages(path, 100)) if page.parts] == [], path.name


def pages_of(paper: Paper) -> tuple[Page, ...]:
    paper.canvas.save()
    return locate(Document("0" * 16, "a.pdf", TextSource.TEXT_LAYER, read_pages(paper.path, 9))).document.pages


def rows(code: str, amount: str) -> list[tuple[str, ...]]:
    return [
        HEADER,
        ("", "合计", amount, amount),
        (code, "城乡社区支出", amount, amount),
        (f"{code}08", "其他", amount, amount),
    ]


def two_titles(paper: Paper, ruled: bool = True, left: float = 440) -> None:
    draw = paper.ruled if ruled else paper.cells
    paper.text(70, 50, "政府性基金预算财政拨款支出决算表")
    paper.text(500, 50, "国有资本经营预算财政拨款支出决算表")
    draw(rows("212", "125.40"), WIDTHS)
    draw(rows("223", "37.15"), WIDTHS, left=left)


def test_titles_on_one_line_have_their_tables_under_them(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "a.pdf")
    paper.text(250, 25, "澜江县水文勘测站2023年度部门决算公开表格（单位：万元）")
    two_titles(paper)
    paper.text(
        60,
        400,
        "注：本表反映部门本年度政府性基金和国有资本经营预算财政拨款的支出情况，数字与财务账一致，四舍五入，尾差不调。",
    )
    found = read_file(_saved(paper))
    assert {(f.table_no, f.subject_code, f.measure, str(f.amount)) for f in found.facts if f.subject_code} == {
        (table, code, measure, amount)
        for table, code, amount in (("07", "212", "125.40"), ("08", "223", "37.15"))
        for code in (code, f"{code}08")
        for measure in ("total", "basic")
    }


def _saved(paper: Paper) -> Path:
    paper.canvas.save()
    return paper.path


def test_tables_without_rules_beside_each_other_are_two(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "a.pdf")
    two_titles(paper, ruled=False)
    (page,) = pages_of(paper)
    assert len(page.parts) == 2


def test_ruled_tables_come_nearer_to_each_other_than_text(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "a.pdf")
    two_titles(paper, left=LEFT + sum(WIDTHS) + 9)
    (page,) = pages_of(paper)
    assert len(page.parts) == 2


def test_tables_beside_each_other_are_cut_where_nothing_crosses_between_them_down_to_their_feet(tmp_path: Path) -> None:
    """In the middle of the page, too, nothing crosses between the titles."""
    paper = Paper(tmp_path / "a.pdf")
    paper.text(60, 50, "政府性基金预算财政拨款支出决算表")
    paper.text(480, 50, "国有资本经营预算财政拨款支出决算表")
    paper.text(60, 30, "公开07表")
    paper.text(480, 30, "公开08表")
    paper.ruled(rows("212", "125.40"), WIDTHS)
    paper.ruled(rows("223", "37.15"), (60.0, 160.0, 100.0, 100.0), left=392)
    (page,) = pages_of(paper)
    assert len(page.parts) == 2


def test_the_next_page_of_two_tables_beside_each_other_is_cut_where_theirs_is(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "a.pdf")
    two_titles(paper, ruled=False)
    paper.page()
    paper.cells(rows("212", "125.40")[1:], WIDTHS)
    paper.cells(rows("223", "37.15")[1:], WIDTHS, left=440)
    for _ in range(3):
        paper.page()
        paper.text(390, 50, "收入决算表")
        paper.cells(rows("208", "125.40"), WIDTHS)
    assert [len(page.parts) for page in pages_of(paper)] == [2, 2, 0, 0, 0]


def test_one_sheet_with_two_tables_cuts_no_other_page_where_most_are_whole(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "a.pdf")
    two_titles(paper, ruled=False)
    for title in ("收入决算表", "收入支出决算总表"):
        paper.page()
        paper.text(390, 50, title)
        paper.cells(rows("208", "125.40"), WIDTHS)
        paper.cells(rows("212", "37.15"), WIDTHS, left=440)
    paper.page()  # the next page has no title
    paper.cells(rows("208", "125.40")[1:] * 4, WIDTHS)
    paper.cells(rows("212", "37.15")[1:] * 4, WIDTHS, left=440)
    assert [len(page.parts) for page in pages_of(paper)] == [2, 0, 0, 0]


def test_a_wide_table_is_one_however_wide_the_gap_in_it(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "a.pdf")
    paper.text(300, 50, "一般公共预算财政拨款支出决算表")
    paper.cells(rows("208", "125.40"), WIDTHS)
    paper.cells(
        [("本年支出", "基本支出", "项目支出", "备注")] + [("1.00", "2.00", "3.00", "无")] * 3, (80.0,) * 4, left=460
    )
    paper.page()
    paper.cells(rows("208", "125.40") * 4, WIDTHS)  # the next page has no title
    paper.cells([("1.00", "2.00", "3.00", "无")] * 16, (80.0,) * 4, left=460)
    paper.text(400, 560, "- 7 -")
    assert all(not page.parts for page in pages_of(paper))


def test_columns_of_prose_are_read_one_after_the_other(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "a.pdf")
    lines = [PROSE[i : i + 36] for i in range(0, len(PROSE), 36)]
    for x in (50, 460):
        for i, line in enumerate(lines):
            paper.text(x, 60 + 14 * i, line)
    (page,) = pages_of(paper)
    assert len(page.parts) == 2


def test_a_sheet_as_wide_as_two_that_lie_on_their_sides_is_two_though_one_has_no_title(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "a.pdf")
    paper.canvas.setPageSize((2 * WIDTH, HEIGHT))
    paper.cells(rows("208", "125.40") * 4, WIDTHS)
    paper.text(WIDTH + 300, 40, "一般公共预算财政拨款支出决算表")
    paper.cells(rows("208", "125.40") * 4, WIDTHS, left=WIDTH + 40)
    (page,) = pages_of(paper)
    assert [(round(part.x0), round(part.x1)) for part in page.parts] == [(0, WIDTH), (WIDTH, 2 * WIDTH)]


@pytest.mark.parametrize("foot", ["- {} -", "第{}页", "https://www.gov.cn/a.html {}/8"])
def test_pages_above_each_other_are_two(foot: str, tmp_path: Path) -> None:
    """As two that lie on their sides are printed on a sheet; the third sheet, without numbers, is as the others."""
    paper = Paper(tmp_path / "a.pdf")
    for first in (3, 5, None):
        paper.page()
        paper.canvas.setPageSize((WIDTH, 2 * HEIGHT))
        for half in (-1, 0):
            paper.text(LEFT, HEIGHT * half + 60, "本年支出合计")
            if first:
                paper.text(WIDTH / 2, HEIGHT * half + 570, foot.format(first + half + 1))
    blank, *sheets = pages_of(paper)
    assert not blank.parts
    assert [[round(part.top) for part in page.parts] for page in sheets] == [[0, HEIGHT]] * 3


def test_a_table_over_the_middle_of_a_page_leaves_it_whole(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "a.pdf")
    paper.text(WIDTH / 2, HEIGHT / 2 - 20, "- 3 -")
    paper.ruled(rows("208", "125.40") * 5, WIDTHS, top=HEIGHT / 2 - 40)
    paper.text(WIDTH / 2, 570, "- 4 -")
    assert not pages_of(paper)[0].parts
