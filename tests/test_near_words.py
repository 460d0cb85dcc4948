"""Words of the form that were recognised with a slip."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from extractor.lexicon.near import nearest
from extractor.reading import conclude
from extractor.stages import audit, interpret, load, locate, record
from tests.support import scans
from tests.support.misread import as_scan


@pytest.mark.parametrize(
    ("read", "entry"),
    [
        ("附属单位上缴收人", "附属单位上缴收入"),
        ("三、国有资本经营预算财政拔款", "三、国有资本经营预算财政拨款"),
        ("初结转和结余", "年初结转和结余"),
        ("项目文出", "项目支出"),
        ("上缴上级支", "上缴上级支出"),
    ],
)
def test_a_slip_is_taken_for_the_entry_that_is_near(read: str, entry: str) -> None:
    assert nearest(read) == entry


@pytest.mark.parametrize(
    "text", ["财以级款取入", "其他支出", "经营收入", "住房公积金", "文出", "本年收", "", "1,234.50"]
)
def test_what_is_known_or_near_to_nothing_or_to_several_stays(text: str) -> None:
    assert nearest(text) is None


def test_a_table_with_such_a_header_is_read_and_told_and_none_of_its_numbers_is_passed(tmp_path: Path) -> None:
    document = as_scan(load(scans.disclosure(tmp_path / "form.pdf")))
    prose, table = document.pages
    text = table.characters.text.replace("项目支出", "项目文出")
    misread = replace(table, characters=replace(table.characters, text=text))
    found = conclude(audit(record(interpret(locate(replace(document, pages=(prose, misread)))))))
    assert {f.measure for f in found.facts} == {"total", "basic", "project"}
    assert {f.check_status for f in found.facts} == {"unchecked"} and found.document.status == "partial"
    assert "“项目文出” was recognised and is taken for “项目支出”" in (found.document.error or "")
