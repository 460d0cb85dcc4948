"""Workbooks and web pages as people leave them: what they show is read, what may hold a table unread is told."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from extractor.document.office.number_formats import shown
from extractor.reading import Reading, read_file
from samples.generator.excel import number, sheet_xml, string, xlsx
from tests.support.one_table import NAMED, ROWS, SENTENCE, amounts, expected, money

VIEW = '<sheetViews><sheetView showZeros="0" workbookViewId="0"/></sheetViews>'
Value = Callable[[str], str]


def read(data: bytes, folder: Path, name: str) -> Reading:
    (folder / name).write_bytes(data)
    return read_file(folder / name)


def book(code: str = "#,##0.00", value: Value = str, before: str = "", codes: bool = False) -> bytes:
    """The table on a sheet, its amounts stored as numbers under a format; `codes`: so are the subject codes."""
    rows = [f"<row>{string(r, 0, text)}</row>" for r, text in enumerate(NAMED)]
    for r, row in enumerate(ROWS, start=len(NAMED)):
        first = number(r, 0, row[0], 2) if codes and row[0].isdigit() else string(r, 0, row[0]) if row[0] else ""
        cells = [first, string(r, 1, row[1])]
        for c, text in enumerate(row[2:], start=2):
            is_head = r == len(NAMED)
            cells.append(string(r, c, text) if is_head else number(r, c, value(text.replace(",", "")), 1))
        rows.append(f"<row>{''.join(cells)}</row>")
    return xlsx({"表": sheet_xml("".join(rows), before=before)}, ("General", code, "#,##0"))


@pytest.mark.parametrize(
    "data",
    [
        book(),
        book('#,##0.00"万元"'),
        book('0!.0000"万"', lambda text: str(int(float(text) * 10000))),
        book(codes=True),
    ],
)
def test_a_workbook_is_read_as_it_is_shown(data: bytes, tmp_path: Path) -> None:
    reading = read(data, tmp_path, "made_up.xlsx")
    assert (reading.document.error, amounts(reading)) == (None, expected())


def test_zeros_that_a_sheet_does_not_show_are_blank(tmp_path: Path) -> None:
    reading = read(book(before=VIEW), tmp_path, "made_up.xlsx")
    assert amounts(reading) == {place: text for place, text in expected().items() if text != "0.00"}


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("0.00;[Red]0.00", "-4.00"),
        ("0.00_ ;[红色]0.00_ ", "-4.00 "),
        ("#,##0.00;[Color10]#,##0.00", "-4.00"),
        ("0.00;[Red]-0.00", "-4.00"),
        ("0.00;[Red](0.00)", "(4.00)"),
        ("[Blue]0.00;[Red]0.00", "4.00"),
        ("0.00;0.00", "4.00"),
    ],
)
def test_a_colour_alone_may_say_that_a_number_is_negative(code: str, said: str) -> None:
    assert shown("-4", code) == said


def page(cell: Value = str, head: str = "", more: str = "") -> bytes:
    rows = "".join(
        f"<tr>{''.join(f'<td>{cell(text) if r and c > 1 else text}</td>' for c, text in enumerate(row))}</tr>"
        for r, row in enumerate(ROWS)
    )
    lines = "".join(f"<p>{line}</p>" for line in NAMED)
    said = f"<p>一、支出决算情况说明</p><p>{SENTENCE}</p>"
    return f"<!DOCTYPE html><head>{head}</head><body>{lines}<table>{rows}</table>{said}{more}</body>".encode()


@pytest.mark.parametrize(
    "unseen",
    [
        "<span class=white>7</span>",
        "<span class=tiny>7</span>",
        "<span class=none>7</span>",
        "<span class=off>7</span>",
        "<span style='position:absolute;left:-9999px'>7</span>",
        "<s>9.99</s>",
        "<del>9.99</del>",
        "<span style='text-decoration:line-through'>9.99</span>",
    ],
)
def test_what_nobody_sees_is_no_part_of_a_number(unseen: str, tmp_path: Path) -> None:
    head = "<style>.white{color:#fff}.tiny{font-size:0}.none{opacity:0}.off{text-indent:-9999px}</style>"
    for data in (page(lambda text: text + unseen, head), page(lambda text: unseen + text, head)):
        reading = read(data, tmp_path, "made_up.html")
        assert (reading.document.error, amounts(reading)) == (None, expected())
        assert money(reading) == ["1284.56", "684.56"]


def test_boxes_around_numbers_are_no_tables(tmp_path: Path) -> None:
    reading = read(page(lambda text: f"<table><tr><td>{text}</table>"), tmp_path, "made_up.html")
    assert (reading.document.error, amounts(reading)) == (None, expected())


MORE = "<table><tr><td>甲<td>1.00<td>2.00<tr><td>乙<td>3.00<td>4.00</table>"


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("<iframe src='/tables.html' width=900 height=900></iframe>", "/tables.html in a frame"),
        ("<embed src='t05.pdf'>", "t05.pdf in a frame"),
        ("<iframe src='/count.html' width=1 height=1></iframe>", None),
        (f"<script>document.write('{MORE}')</script>", "script"),
        ("<script>var visits=1;</script>", None),
        ("<img src='/1.png' width=900 height=1200>", "large picture"),
        ("<img src='/code.png' width=120 height=120>", None),
        (f"<div style='display:none'>{MORE}</div>", "after a click"),
        ("<footer><iframe src='/a.html' width=900 height=900></iframe></footer>", None),
    ],
)
def test_what_may_hold_a_table_and_is_not_read_is_told(more: str, told: str | None, tmp_path: Path) -> None:
    document = read(page(more=more), tmp_path, "made_up.html").document
    assert (document.status, document.error_code) == (("partial", "not_all_read") if told else ("ok", None))
    assert told is None or (told in (document.error or "") and "未读取" in (document.error_zh or ""))


def test_a_workbook_saved_as_one_web_file_is_its_sheets(tmp_path: Path) -> None:
    whole = EmailMessage()
    whole.set_content("<html><frameset><frame src='sheet001.htm'></frameset></html>", subtype="html")
    whole.add_related(page(), "text", "html")
    whole["From"] = "x"
    reading = read(bytes(whole), tmp_path, "made_up.mht")
    assert (reading.document.error, amounts(reading)) == (None, expected())
