"""What a table says in sentences, as the prose of others does."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from extractor import read
from extractor.prose.text.grids import with_prose_of_grids
from extractor.tables.model import PageContent
from tests.support.grids import ruled
from tests.support.paper import Paper

HEADINGS = ("一、收入支出总体情况", "二、“三公”经费")
SAID = ("2023年度收入总计1,200.00万元，支出总计1,200.00万元。", "“三公”经费支出3.50万元，比上年减少0.50万元。")
TITLE = "云岭县林业局2023年度部门决算情况说明"
FOUND = [("收入总计", "1200.00"), ("支出总计", "1200.00"), ("“三公”经费", "3.50"), ("“三公”经费", "-0.50")]


def figures(path: Path) -> list[tuple[str | None, str]]:
    return [(figure.subject, str(figure.value)) for figure in read(path).figures]


def test_explanations_set_in_a_ruled_table_are_prose(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "a.pdf")
    paper.text(300, 40, TITLE, 14)
    paper.ruled([*zip(HEADINGS, SAID, strict=True)], [150.0, 560.0])
    assert figures(paper.saved()) == FOUND
    assert all(figure.box is not None for figure in read(paper.path).figures)


def test_explanations_set_in_a_table_of_a_web_page_are_prose(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in zip(HEADINGS, SAID, strict=True))
    (tmp_path / "a.html").write_text(f"<h1>{TITLE}</h1><table border=1>{rows}</table>", encoding="utf-8")
    assert figures(tmp_path / "a.html") == FOUND


def test_a_page_within_a_frame_keeps_its_paragraphs() -> None:
    """As one cell, whose lines are broken by its border or end a paragraph."""
    long = "本年收入合计1,100.00万元，其中：财政拨款收入1,000.00万元，占90.91%，"
    cell = (
        "第三部分2023年度部门决算情况说明",
        "一、收入决算情况说明",
        long,
        "事业收入100.00万元。",
        "没有其他需要说明的事项。",
    )
    grid = ruled(1, ["x"], [700.0])
    framed = replace(grid, cells=(replace(grid.cells[0], text="".join(cell), lines=cell),))
    (content,) = with_prose_of_grids([PageContent(1, (framed,), ())], (), ())
    assert [line.text for line in content.lines] == [cell[0], cell[1], cell[2] + cell[3], cell[4]]
    (content,) = with_prose_of_grids([PageContent(1, (framed,), ())], (), (framed.address,))
    assert content.lines == ()


def test_cells_that_are_no_sentences_stay_cells() -> None:
    rows = ["项目|目标|单位", "道路养护|≥30万元，按期完成|3万元", "备注|本表反映项目支出的情况，按功能分类|"]
    content = PageContent(1, (ruled(1, rows, [100.0, 200.0, 100.0]),), ())
    assert with_prose_of_grids([content], (), ()) == (content,)
