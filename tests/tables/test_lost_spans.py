"""Tables of plain text whose rows lack the places of spanning cells: read as the page that they were copied from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from extractor import read
from extractor.document.model import MarkupCell, MarkupTable, Spans
from extractor.tables.assembly.lost_spans import with_spans
from tests.support.readings import SAMPLES

EDUCATION = """项目|本年收入合计|财政拨款收入|事业收入|其他收入
科目编码|科目名称|小计|其中：教育收费
合计|30.00|20.00|8.00|5.00|2.00
205|教育支出|30.00|20.00|8.00|5.00|2.00
20502|普通教育|30.00|20.00|8.00|5.00|2.00"""
STAGES = """合计|因公出国（境）费|公务用车购置及运行维护费|公务接待费
小计|公务用车购置费|公务用车运行维护费
预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数
9.00|8.00|1.00|1.00|6.00|5.00|2.00|2.00|4.00|3.00|2.00|2.00"""
LEVELS = """项目|本年支出合计|基本支出|项目支出
功能分类科目编码|科目名称
类|款|项
栏次|1|2|3
合计|30.00|20.00|10.00
201|一般公共服务支出|30.00|20.00|10.00
20103|政府办公厅（室）及相关机构事务|30.00|20.00|10.00"""
FUNDS = """项目|年初结转和结余|本年收入|本年支出|年末结转和结余
科目编码|科目名称|小计|基本支出|项目支出
合计|1.00|30.00|30.00|20.00|10.00|1.00
212|城乡社区支出|1.00|30.00|30.00|20.00|10.00|1.00
21208|国有土地使用权出让收入安排的支出|1.00|30.00|30.00|20.00|10.00|1.00"""


def table(text: str) -> MarkupTable:
    rows = tuple(tuple(map(MarkupCell, line.split("|"))) for line in text.splitlines())
    return MarkupTable(rows, Spans.LOST, 1)


def spans(text: str) -> list[list[tuple[str, int, int]]]:
    """Text, rows and columns of each cell that takes more than one place."""
    found = with_spans(table(text))
    return [[(c.text, c.row_span, c.column_span) for c in row if c.row_span * c.column_span > 1] for row in found.rows]


def test_headers_take_the_columns_that_their_words_and_the_width_of_the_rows_tell() -> None:
    assert spans(EDUCATION)[:3] == [
        [("项目", 1, 2), ("本年收入合计", 2, 1), ("财政拨款收入", 2, 1), ("事业收入", 1, 2), ("其他收入", 2, 1)],
        [],
        [("合计", 1, 2)],
    ]
    assert ("本年支出", 1, 3) in spans(FUNDS)[0] and ("年初结转和结余", 2, 1) in spans(FUNDS)[0]


def test_one_row_of_a_code_below_those_of_totals_tells_the_width() -> None:
    text = "科目编码|科目名称|合计|基本支出|项目支出\n栏次|1|2|3\n合计|9.00|5.00|4.00\n2010301|行政运行|9.00|5.00|4.00"
    assert spans(text)[1:] == [[("栏次", 1, 2)], [("合计", 1, 2)], []]


def test_a_header_stands_over_cells_of_the_row_after_the_next() -> None:
    assert spans(STAGES)[0] == [
        ("合计", 2, 2),
        ("因公出国（境）费", 2, 2),
        ("公务用车购置及运行维护费", 1, 6),
        ("公务接待费", 2, 2),
    ]


def test_the_levels_of_a_code_in_one_cell_are_no_columns() -> None:
    found = spans(LEVELS)
    assert found[0][0] == ("项目", 1, 2) and found[2:4] == [[("栏次", 1, 2)], [("合计", 1, 2)]]


@pytest.mark.parametrize(
    "text",
    [
        "项目||本年支出合计|基本支出|项目支出\n科目编码|科目名称|||\n合计||30|20|10\n201|一般公共服务支出|30|20|10",
        "甲|乙|丙\n子|丑\n201|一般公共服务支出|30|20\n202|外交支出|30|20",
        "收入|支出\n1|2",
        "项目|行次|金额\n一、收入|1|20\n二、其他|2|30",
    ],
)
def test_a_table_stays_as_it_is_where_places_are_kept_or_nothing_is_sure(text: str) -> None:
    assert with_spans(table(text)) == table(text)


def test_many_ways_end_the_search() -> None:
    row = "|".join(["财政拨款收入"] * 30)
    hostile = table(f"{row}\n{row}\n{row}\n" + "\n".join(["|".join(["1.00"] * 60)] * 2))
    assert with_spans(hostile) == hostile


def test_a_page_copied_as_text_says_what_the_page_says(tmp_path: Path) -> None:
    page = SAMPLES / "county_emergency_2022.html"
    copied = tmp_path / "copied.txt"
    copied.write_text("\n".join(lines_of(html.fromstring(page.read_bytes()))), "utf-8")
    known = ["table_no", "side", "basis", "subject_code", "subject_name", "row_label", "item", "measure", "amount_yuan"]
    of_page, of_copy = (read(path).facts.to_pandas()[known].fillna("").astype(str) for path in (page, copied))
    assert sorted(map(tuple, of_copy.values)) == sorted(map(tuple, of_page.values)) and len(of_page) > 500


def lines_of(element: html.HtmlElement) -> Iterator[str]:
    """What a browser copies: each row of a table as a line, its cells parted by tabs, each cell once."""
    for part in element.iter("tr", "p", "h1", "h2", "h3", "h4"):
        if part.tag == "tr":
            yield "\t".join("".join(cell.text_content().split()) for cell in part if cell.tag in ("td", "th"))
        elif not any(parent.tag == "tr" for parent in part.iterancestors()):
            yield part.text_content().strip()
