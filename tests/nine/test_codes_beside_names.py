"""Codes beside the names of other subjects, or beside none, as where a merged cell is taken for that of one row."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from extractor import Disclosure, read
from extractor.tables.nine.rows.codes import HangingCodes
from tests.support.paper import Paper

SUBJECTS = [
    ("205", "教育支出"),
    ("20502", "普通教育"),
    ("2050203", "初中教育"),
    ("208", "社会保障和就业支出"),
    ("20805", "行政事业单位养老支出"),
    ("2080506", "机关事业单位职业年金缴费支出"),
]
CODES = [code for code, _ in SUBJECTS]


AMOUNTS = ("20.00", *("10.00" for _ in SUBJECTS))


def opened(path: Path) -> Paper:
    """A disclosure up to the title of its one table."""
    paper = Paper(path)
    paper.text(60, 60, "青山县社会工作局2024年度部门决算", 16)
    paper.page()
    paper.text(330, 40, "支出决算表", 16)
    paper.text(40, 50, "单位：万元")
    return paper


def printed(path: Path, codes: Sequence[str]) -> Disclosure:
    paper = opened(path)
    rows = [("", "合计"), *zip(codes, (name for _, name in SUBJECTS), strict=True)]
    heads = ("科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出")
    body = [(code, name, amount, amount, "0.00") for (code, name), amount in zip(rows, AMOUNTS, strict=True)]
    paper.ruled([heads, *body], (80, 220, 120, 120, 120))
    paper.canvas.save()
    return read(path)


@pytest.mark.parametrize(
    "codes",
    [
        ["", "205", "2050203", "", "208", "2080506"],
        ["20502", "205", "2050203", "20805", "208", "2080506"],
    ],
)
def test_codes_of_the_row_beside_are_doubted(tmp_path: Path, codes: list[str]) -> None:
    found = printed(tmp_path / "a.pdf", codes)
    assert any("row beside" in str(problem) for problem in found.problems), found.problems


def test_codes_beside_their_names_are_not(tmp_path: Path) -> None:
    assert printed(tmp_path / "a.pdf", CODES).status == "ok"
    slip = [*CODES[:-1], "2080505"]
    assert printed(tmp_path / "b.pdf", slip).status == "ok"
    of_items_alone = ["", "", "2050203", "", "", "2080506"]
    assert printed(tmp_path / "c.pdf", of_items_alone).status == "ok"


def test_digits_of_a_code_that_stand_before_its_name_or_in_it_are_of_the_code() -> None:
    codes = HangingCodes(2023)
    rows = [
        (["205"], "教育支出", ("205", "教育支出")),
        (["205"], "02普通教育", ("20502", "普通教育")),
        (["20502"], "03 初中教育", ("2050203", "初中教育")),
        ([""], "04高中教育", ("2050204", "高中教育")),
        (["20502"], "03项目经费", ("20502", "03项目经费")),
        (["20502"], "2023年教育", ("20502", "2023年教育")),
        ([""], "机关事业单位基本养老2080505保险缴费支出", ("2080505", "机关事业单位基本养老保险缴费支出")),
        ([""], "机关事业单位2080505养老保险", (None, "机关事业单位2080505养老保险")),
        ([""], "普通教育 20502", ("20502", "普通教育")),
        ([""], "教育支出20502", (None, "教育支出20502")),
    ]
    for parts, name, read_as in rows:
        assert codes.read(parts, name) == read_as


@pytest.mark.parametrize(
    ("broken", "group", "item"),
    [(["20\ufffd", "", ""], None, None), (["", "0\ufffd", ""], "20105", None), (["", "", "O1"], "20105", "2010301")],
)
def test_no_code_is_completed_by_one_above_that_cannot_be_read(
    broken: list[str], group: str | None, item: str | None
) -> None:
    for parts, read_as in ((["", "05", ""], group), (["", "", "01"], item)):
        codes = HangingCodes(2023)
        codes.read(["201", "", ""], "")
        assert codes.read(["", "03", ""], "")[0] == "20103"
        codes.break_off(broken)
        assert codes.read(parts, "")[0] == read_as


def test_a_name_where_the_codes_of_a_lower_level_stand_is_the_name(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "set_in.pdf")
    paper.text(60, 60, "青山县社会工作局2024年度部门决算", 16)
    paper.page()
    paper.text(330, 40, "支出决算表", 16)
    paper.text(40, 50, "单位：万元")
    heads = ("科目编码", "科目编码", "科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出")
    rows = [("合计", "", ""), ("205", "", "教育支出"), ("", "20502", "普通教育"), ("", "", "2050203初中教育")]
    paper.ruled([heads, *((*row, "", "10.00", "10.00", "0.00") for row in rows)], (50, 60, 160, 90, 100, 100, 100))
    paper.canvas.save()
    names = {fact.subject_code: fact.subject_name for fact in read(tmp_path / "set_in.pdf").facts if fact.subject_code}
    assert names == {"205": "教育支出", "20502": "普通教育", "2050203": "初中教育"}


OF_SPANS = [["", "", ""], ["205", "02", ""], ["", "", "03"], ["", "", ""], ["208", "05", ""], ["", "", "06"]]


def merged(path: Path, parts: Sequence[Sequence[str]]) -> Disclosure:
    """A table whose digits stand in columns of their own, those of 类 and 款 in the middle of all their rows."""
    paper = opened(path)
    heads = ("类", "款", "项", "科目名称", "本年支出合计", "基本支出", "项目支出")
    rows = [("", "", "", "合计"), *((*digits, name) for digits, (_, name) in zip(parts, SUBJECTS, strict=True))]
    body = [(*row, amount, amount, "0.00") for row, amount in zip(rows, AMOUNTS, strict=True)]
    paper.cells([heads, *body], (30, 25, 25, 220, 120, 120, 120))
    paper.canvas.save()
    return read(path)


def test_digits_in_the_middle_of_the_rows_of_a_class_or_group_are_given_to_them_by_their_names(tmp_path: Path) -> None:
    found = merged(tmp_path / "a.pdf", OF_SPANS)
    assert [f.subject_code for f in found.facts if f.measure == "total"] == [None, *CODES]
    assert found.status == "ok", found.problems


def test_names_that_the_digits_beside_them_do_not_bear_out_give_no_codes(tmp_path: Path) -> None:
    other = [*OF_SPANS[:4], ["208", "08", ""], OF_SPANS[5]]
    assert any("row beside" in str(problem) for problem in merged(tmp_path / "a.pdf", other).problems)
