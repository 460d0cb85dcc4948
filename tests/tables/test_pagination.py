"""Page numbers (页码) that show where a page is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.document.model import Document, TextSource
from extractor.document.pdf.reader import read_pages
from extractor.tables.locate import locate
from extractor.tables.pagination import skipped
from tests.support.paper import HEIGHT, WIDTH, Paper


def told(path: Path, pages: list[str | None]) -> list[str]:
    """What is told of a file with these page numbers; None is a page on which nothing is printed."""
    paper = Paper(path)
    for number in pages:
        if number is not None:
            paper.text(60, 200, "本部门2023年度收入总计100.00万元。")
            paper.text(WIDTH / 2, HEIGHT - 25, number)
        paper.page()
    paper.canvas.save()
    found = read_pages(path, 100)
    contents = locate(Document("0" * 16, path.name, TextSource.TEXT_LAYER, found))
    return [str(sentence) for sentence in skipped(found, contents)]


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        (["", "- 2 -", "- 3 -", "- 5 -", "- 6 -", "- 7 -"], "1 page between them"),
        (["第1页 共7页", "第3页 共7页", "第4页 共7页", "第5页 共7页", "第6页 共7页", "第7页 共7页"], "1 page between"),
        (["1/6", "2/6", "3/6", "4/6"], "page 4 of 6"),
        ([f"共6页 第{n}页" for n in (1, 2, 3, 4)], "page 4 of 6"),
        ([f"http://www.qingluan.gov.cn/a.html {n}/6" for n in (1, 2, 3, 4)], "page 4 of 6"),
        (["1", "2", "3", "4", "7"], "2 pages between"),
        (["", "— 2 —", "— 3 —", "— 7 —", "— 5 —", "— 6 —", "— 7 —"], "another page's"),
        (["", "6", "3", "4", "5", "6"], "another page's"),
        (["1", "2", None, "4", "5", "6"], "Page 3 is empty"),
        (["", "- 5 -", "- 4 -", "- 3 -", "- 2 -"], "Page 2 bears the number 5 and stands where another is due"),
        (["1", "2", "", "3", "5", "4", "6"], "Page 5 bears the number 5"),
    ],
)
def test_a_page_that_is_gone_or_another_is_told_by_the_numbers_of_the_others(
    tmp_path: Path, pages: list[str | None], said: str
) -> None:
    found = told(tmp_path / "a.pdf", pages)
    assert len(found) == 1 and said in found[0]


@pytest.mark.parametrize(
    "pages",
    [
        ["http://www.qingluan.gov.cn/2023/12"] * 4,  # an address that ends in a month
        ["", "", "- 1 -", "- 2 -", "- 3 -", "", "- 5 -", "- 6 -"],  # a page lying on its side bears none
        ["3", "1", "2", "4", "1"],  # no number twice where pages are in disorder alone
        ["1", "2", "3", "1", "2", "1", "1", "2", "3", "4"],  # each part counts from 1
        ["37", "38", "39", "40"],  # out of a larger volume
        ["", "1/30", "2/30", "3/30", "", *["1/30"] * 25],  # all pages of the file are in the total
        ["1", "3", "4", "5", "7", "8", "9"],  # every part begins on the front of a sheet
        ["1", None, "3", "4", "5", None, "7"],
        ["2023", "2023", "2023", "2024", "2026"],  # no count
        ["", "", ""],
    ],
)
def test_numbers_that_skip_nothing_are_not_told(tmp_path: Path, pages: list[str | None]) -> None:
    assert told(tmp_path / "a.pdf", pages) == []
