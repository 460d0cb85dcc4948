"""Tables as crawlers write them: a row has its cells that are not blank, and pipes up to the length of the others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from extractor import read
from extractor.document.text.left_out import are_filled_up, with_blanks
from extractor.reading import Reading, read_file

Row = tuple[str, ...]


def crawled(rows: Sequence[Row]) -> list[str]:
    width = max(map(len, rows))
    filled = [[cell for cell in row if cell] for row in rows]
    return ["".join(f"{cell} | " for cell in row) + "|" * (width - len(row)) for row in filled]


AMOUNTS = st.decimals("0.01", "9999", places=2).map(str) | st.just("")
LABELS = st.text("收入支出教育住房保障", min_size=2, max_size=8) | st.just("")


@st.composite
def two_sides(draw: st.DrawFn) -> list[Row]:
    """A table of two sides with row numbers, its first and its last row whole."""
    amounts = draw(st.integers(1, 4))
    count = draw(st.integers(2, 12))
    whole = draw(st.lists(AMOUNTS.filter(bool), min_size=2 * (amounts + 1), max_size=2 * (amounts + 1)))
    rows: list[Row] = []
    for at in range(count):
        kept = at in (0, count - 1)
        left, right = ("总计", "总计") if kept else (draw(LABELS), draw(LABELS))
        sums = whole[at > 0 :: 2] if kept else [draw(AMOUNTS) for _ in range(amounts + 1)]
        # of several amounts on the right side, all or none: else nothing tells which of them are there
        right_sums = sums[1:] if all(sums[1:]) else [""] * amounts
        rows.append((left, str(at + 1), sums[0], right, str(at + 31), *right_sums))
    return rows


@given(two_sides())
def test_row_numbers_tell_which_cells_were_left_out(rows: list[Row]) -> None:
    texts = crawled(rows)
    assert list(with_blanks(texts)) == rows
    assert are_filled_up(texts) is any("" in row for row in rows)


def reading(folder: Path, rows: Sequence[Row]) -> Reading:
    path = folder / "a.txt"
    path.write_text("\n".join(["宁平市招商中心2019年部门决算", *crawled(rows)]), "utf-8")
    return read_file(path)


CODED = [
    ("支出决算表", "", "", "", ""),
    ("部门：宁平市招商中心", "单位：万元", "", "", ""),
    ("科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"),
    ("栏次", "1", "2", "3", ""),
    ("合计", "9.00", "5.00", "4.00", ""),
    ("2010301", "行政运行", "5.00", "5.00", ""),
    ("2010302", "一般行政管理事务", "4.00", "", "4.00"),
    ("注：本表反映各项支出。", "", "", "", ""),
]


def test_amounts_of_which_nothing_tells_the_place_are_told_and_read_under_no_header(tmp_path: Path) -> None:
    read = reading(tmp_path, CODED)
    assert [(f.subject_code, f.measure, str(f.amount)) for f in read.facts] == [
        *((None, measure, amount) for measure, amount in (("total", "9.00"), ("basic", "5.00"), ("project", "4.00"))),
    ]
    assert read.document.status == "partial" and "“4.00|4.00|”" in (read.document.error or "")


FUNDS = [
    ("政府性基金预算财政拨款收入支出决算表", *[""] * 7),
    ("项目", "", "年初结转和结余", "本年收入", "本年支出", "", "", "年末结转和结余"),
    ("科目编码", "科目名称", "", "", "小计", "基本支出", "项目支出", ""),
    ("212", "城乡社区支出", "", "9.00", "9.00", "", "9.00", ""),
    ("229", "其他支出", "", "4.00", "4.00", "", "4.00", ""),
]


def test_codes_that_grow_are_no_row_numbers(tmp_path: Path) -> None:
    """Rows of one length say nothing where each has left out the same cells."""
    read = reading(tmp_path, FUNDS)
    assert not read.facts and read.document.status == "partial"


def test_zeros_that_are_printed_leave_nothing_out(tmp_path: Path) -> None:
    rows = [*CODED[:5], ("2010301", "行政运行", "5.00", "5.00", "0.00"), ("2010302", "其他", "4.00", "0.00", "4.00")]
    assert len(reading(tmp_path, rows).facts) == 9


def test_codes_side_by_side_tell_where_their_amounts_stand() -> None:
    rows = [("30101", "基本工资", "5.00", "30201", "办公费", "1.00"), ("30102", "津贴补贴", "30202", "印刷费", "2.00")]
    assert list(with_blanks(crawled(rows))) == [rows[0], ("30102", "津贴补贴", "", "30202", "印刷费", "2.00")]


def test_what_stands_between_two_tables_is_in_none(tmp_path: Path) -> None:
    heads = ("科目编码", "科目名称", "合计", "基本支出", "项目支出")
    second = [
        ("一般公共预算财政拨款支出决算表", *CODED[0][1:]),
        CODED[1],
        heads,
        *CODED[3:5],
        ("2010301", "行政运行", "9.00", "5.00", "4.00"),
    ]
    path = tmp_path / "a.txt"
    path.write_text("\n".join(crawled([*CODED, *second])), "utf-8")
    assert {no: len(table) for no, table in read(path).tables.items() if table} == {"03": 3, "05": 6}
