"""A document from file to rows: what is announced and not there, what is not read, who published it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader

from extractor.document.scan.modes import OcrMode
from extractor.options import Options
from extractor.reading import read_file
from tests.support.one_table import NAMED, ROWS, UNIT
from tests.support.paper import Paper
from tests.support.readings import CORPUS, SAMPLES, needs_corpus, sample_meta

SAMPLE = SAMPLES / "street_2024.txt"


def altered(path: Path, *changes: tuple[str, str]) -> Path:
    """The text sample with parts of it replaced."""
    text = SAMPLE.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, "utf-8")
    return path


def test_a_section_that_the_contents_lists_and_that_is_not_there_is_announced(tmp_path: Path) -> None:
    text = SAMPLE.read_text("utf-8")
    heading = next(line for line in text.splitlines() if line.startswith("六、") and line.endswith("情况说明"))
    gone = altered(tmp_path / "gone.txt", (f"\n{heading}\n", "\n"))
    document = read_file(gone).document
    assert document.status == "partial"
    assert document.error_code == "sections_missing"
    assert "6 一般公共预算财政拨款基本支出" in (document.error or "")
    assert [s.split()[0] for s in document.sections_missing][:1] == ["6"]


def test_a_table_that_the_contents_lists_as_attached_is_no_section(tmp_path: Path) -> None:
    text = SAMPLE.read_text("utf-8")
    heading = next(line for line in text.splitlines() if line.startswith("六、") and line.endswith("情况说明"))
    listed = next(line for line in text.splitlines() if heading in line and line != heading)
    attached = f"六、一般公共预算财政拨款基本支出决算表（见附件）{listed.removeprefix(heading)}"
    gone = altered(tmp_path / "gone.txt", (f"\n{heading}\n", "\n"), (listed, attached))
    assert read_file(gone).document.status == "ok"


def test_a_number_that_cannot_be_read_is_announced_with_its_line(tmp_path: Path) -> None:
    spoiled = altered(tmp_path / "spoiled.txt", ("八、其他收入\t4.62", "八、其他收入\t4.6Z"))
    reading = read_file(spoiled)
    line = next(i for i, text in enumerate(spoiled.read_text("utf-8").split("\n"), 1) if "4.6Z" in text)
    assert reading.document.status == "partial"
    assert f"line {line}" in (reading.document.error or "")
    assert not any(f.item == "other" and f.table_no == "01" for f in reading.facts)


def test_what_fails_in_a_table_with_an_unread_amount_does_not_blame_the_publisher(tmp_path: Path) -> None:
    spoiled = altered(tmp_path / "spoiled.txt", ("八、其他收入\t4.62", "八、其他收入\t4.6Z"))
    failed = {c.check_id: c.verdict for c in read_file(spoiled).checks if c.status == "fail"}
    assert failed == {"T01-1": "doubtful", "X0102-3-other": "doubtful"}


def test_the_terms_of_a_failed_check_make_its_difference_and_lead_to_its_numbers(tmp_path: Path) -> None:
    spoiled = altered(tmp_path / "spoiled.txt", ("八、其他收入\t4.62", "八、其他收入\t5.62"))
    reading = read_file(spoiled)
    terms = [term for term in reading.check_terms if term.check_no in {c.check_no for c in reading.checks if c.verdict}]
    amounts = {fact.cell: fact.amount for fact in reading.facts}
    assert terms and all(amounts[term.cell or ""] == term.amount for term in terms)
    for check in reading.checks:
        if check.status == "fail":
            own = [term for term in terms if term.check_no == check.check_no]
            assert [term.term_no for term in own] == [*range(1, len(own) + 1)]
            left, right = (sum(t.amount or 0 for t in own if t.side == side) for side in ("left", "right"))
            assert left - right == check.difference


@needs_corpus
def test_a_second_reading_that_takes_too_long_is_given_up_and_said() -> None:
    document = read_file(CORPUS / "doctored_2024.pdf", Options(second_reading_seconds=-1)).document
    assert document.status == "partial" and "second reading was ended" in (document.notes or "")


def test_a_table_that_is_announced_and_not_there_is_missing(tmp_path: Path) -> None:
    text = SAMPLE.read_text("utf-8")
    begin = text.index("\t支出决算表\t")
    end = text.index("\t财政拨款收入支出决算总表\t")
    gone = altered(tmp_path / "gone.txt", (text[begin:end], "\n"))
    document = read_file(gone).document
    assert document.tables_missing == ("03",)
    assert "03" not in document.tables_found
    assert document.error_code == "tables_missing"


def test_a_budget_gives_no_numbers_though_its_tables_look_alike(tmp_path: Path) -> None:
    rows = [
        "科目代码\t科目名称\t合计\t基本支出\t项目支出",
        "合计\t\t9.00\t5.00\t4.00",
        "205\t教育支出\t9.00\t5.00\t4.00",
    ]
    text = "\n".join(["云岭县某某学校2025年部门预算", "", "目录", "", "一般公共预算支出表", "单位：万元", *rows, ""])
    path = tmp_path / "budget.txt"
    path.write_text(text, "utf-8")
    reading = read_file(path)
    assert reading.document.status == "not_a_disclosure"
    assert "预算" in (reading.document.error or "")
    assert not reading.facts
    path.write_text(text.replace("部门预算", "部门决算").replace("2025", "2024"), "utf-8")
    assert len(read_file(path).facts) == 6


def test_one_engine_alone_is_used_where_it_is_fixed() -> None:
    path = SAMPLES / sample_meta("finance_2024")["file"]
    assert {f.engine for f in read_file(path, Options(engine="pdfplumber")).facts} == {"pdfplumber"}
    assert {f.engine for f in read_file(path, Options(second_reading=False)).facts} == {"pdfium"}


def coded(path: Path, header: list[str], rows: list[str]) -> Path:
    """A disclosure of one table 05."""
    lines = ["云岭县某某局2024年度部门决算", "", "一般公共预算财政拨款支出决算表", "单位：万元", *header, *rows, ""]
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_a_subtotal_that_is_blank_beside_its_parts_is_announced(tmp_path: Path) -> None:
    header = ["科目代码\t科目名称\t本年支出\t\t", "\t\t小计\t基本支出\t项目支出"]
    whole = ["合计\t\t9.00\t5.00\t4.00", "205\t教育支出\t9.00\t5.00\t4.00"]
    assert read_file(coded(tmp_path / "whole.txt", header, whole)).document.status == "ok"
    lost = coded(tmp_path / "lost.txt", header, ["合计\t\t9.00\t5.00\t4.00", "205\t教育支出\t\t5.00\t4.00"])
    document = read_file(lost).document
    assert document.status == "partial"
    assert "本年支出/小计” is blank in 1 rows" in (document.error or "")


def test_an_amount_in_the_column_of_row_numbers_is_announced(tmp_path: Path) -> None:
    header = ["行次\t科目代码\t科目名称\t合计\t基本支出\t项目支出"]
    moved = coded(
        tmp_path / "moved.txt", header, ["1\t\t合计\t9.00\t5.00\t4.00", "9.25\t205\t教育支出\t9.00\t5.00\t4.00"]
    )
    assert "9.25" in (read_file(moved).document.error or "")


@pytest.mark.parametrize(
    ("first", "height", "told"),
    [
        (NAMED[0], 300, False),
        (NAMED[0], 30, True),  # a running head over a scan
        ("附件一", 300, True),
    ],
)
def test_a_cover_on_a_picture_is_no_page_that_cannot_be_read(
    first: str, height: float, told: bool, tmp_path: Path
) -> None:
    paper = Paper(tmp_path / "a.pdf")
    paper.canvas.drawImage(ImageReader(Image.new("L", (20, 20), 210)), 0, 0, *paper.canvas._pagesize)
    paper.text(100, height, first, 20)
    paper.canvas.showPage()
    for y, text in ((40, NAMED[0]), (70, NAMED[1]), (100, f"部门：{UNIT}    单位：万元")):
        paper.text(40, y, text)
    paper.ruled(ROWS, (80, 160, 90, 90, 90), 120)
    paper.canvas.save()
    document = read_file(tmp_path / "a.pdf", Options(ocr=OcrMode.NEVER)).document
    assert ("no readable text on page 1" in (document.error or "")) == told
