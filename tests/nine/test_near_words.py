"""Words of the form that were recognised with a slip."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from extractor.classification.subjects import class_names
from extractor.lexicon.near import nearest
from extractor.reading import Reading, conclude
from extractor.stages import audit, interpret, load, locate, record
from tests.support import scans
from tests.support.misread import as_scan, read_as


@pytest.mark.parametrize(
    ("read", "entry"),
    [
        ("附属单位上缴收人", "附属单位上缴收入"),
        ("三、国有资本经营预算财政拔款", "三、国有资本经营预算财政拨款"),
        ("初结转和结余", "年初结转和结余"),
        ("项目文出", "项目支出"),
        ("上缴上级支", "上缴上级支出"),
        ("收天", "收入"),
        ("预算教", "预算数"),
        ("年未结转和结余", "年末结转和结余"),
        ("十八、白然资源海洋气象等支出", "十八、自然资源海洋气象等支出"),
    ],
)
def test_a_slip_is_taken_for_the_entry_that_is_near(read: str, entry: str) -> None:
    assert nearest(read, class_names()) == entry


@pytest.mark.parametrize(
    "text", ["财以级款取入", "其他支出", "经营收入", "住房公积金", "文出", "本年收", "", "1,234.50"]
)
def test_what_is_known_or_near_to_nothing_or_to_several_stays(text: str) -> None:
    assert nearest(text, class_names()) is None


def test_a_table_with_such_a_header_is_read_and_told_and_none_of_its_numbers_is_passed(tmp_path: Path) -> None:
    document = as_scan(load(scans.disclosure(tmp_path / "form.pdf")))
    prose, table = document.pages
    text = table.characters.text.replace("项目支出", "项目文出")
    misread = replace(table, characters=replace(table.characters, text=text))
    found = conclude(audit(record(interpret(locate(replace(document, pages=(prose, misread)))))))
    assert {f.measure for f in found.facts} == {"total", "basic", "project"}
    assert {f.check_status for f in found.facts} == {"unchecked"} and found.document.status == "partial"
    assert "“项目文出” was recognised and is taken for “项目支出”" in (found.document.error or "")


def reading_with(read: str, is_in_doubt: bool, tmp_path: Path) -> Reading:
    """The form whose code 2080505 was read otherwise, with a doubt whether it is not that, or with none."""
    document = as_scan(load(scans.disclosure(tmp_path / "form.pdf")))
    prose, table = document.pages
    misread = read_as(table, "2080505", read, 0.05)
    pages = (prose, misread if is_in_doubt else replace(misread, doubts=()))
    return conclude(audit(record(interpret(locate(replace(document, pages=pages))))))


def test_a_code_that_is_none_is_taken_for_the_one_that_is_called_so_if_its_picture_says_it_too(tmp_path: Path) -> None:
    found = reading_with("2080595", True, tmp_path)
    assert {f.check_status for f in found.facts if f.subject_code == "2080505"} == {"passed"}
    assert found.document.status == "partial"
    assert "“2080595” was recognised and is taken for “2080505”" in (found.document.error or "")


@pytest.mark.parametrize("read", ["2080595", "2080506"])
def test_a_code_that_its_picture_leaves_no_doubt_of_or_that_is_one_stays(read: str, tmp_path: Path) -> None:
    found = reading_with(read, read == "2080506", tmp_path)
    assert "unchecked" in {f.check_status for f in found.facts if f.subject_code == read}
    assert "2080505" not in {f.subject_code for f in found.facts}
