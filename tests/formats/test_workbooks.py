"""Excel workbooks, new and old: the sheets, rows and cells that are seen, as they are shown."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
import xlwt
from lxml import etree

from extractor.document.model import Line, MarkupPage, MarkupTable
from extractor.document.office import converted, sheets
from extractor.document.office.colours import unseen_styles
from extractor.document.office.number_formats import BUILT_IN, shown, shown_text
from extractor.document.office.reader import OfficeReader
from extractor.document.readers import reader_for
from extractor.reading import Reading, read_file
from samples.generator.excel import number, sheet_xml, string, xlsx
from samples.generator.word import docx, paragraph
from tests.support.disclosures import HEAD, NAMED, ROWS, text


def pages(**named: str) -> tuple[MarkupPage, ...]:
    return OfficeReader(reader_for).markup(xlsx(named), "made_up.xlsx")


def rows(*cells: str) -> str:
    return "".join(f"<row>{row}</row>" for row in cells)


def texts(page: MarkupPage) -> list[list[str] | str]:
    found: list[list[str] | str] = []
    for item in page.items:
        found += [item.text] if isinstance(item, Line) else [[cell.text for cell in row] for row in item.rows]
    return found


@pytest.mark.parametrize(
    ("value", "code", "said"),
    [
        ("1234.5699999999999", "#,##0.00", "1,234.57"),
        ("1234.5699999999999", "General", "1234.57"),
        ("0.30000000000000004", "General", "0.3"),
        ("2.6749999999999998", "0.00", "2.68"),
        ("1234567.891", "#,##0", "1,234,568"),
        ("-1234.5", "#,##0.00;△#,##0.00", "△1,234.50"),
        ("-1234.5", "#,##0.00_);(#,##0.00)", "(1,234.50)"),
        ("-0.001", "0.00", "0.00"),
        ("0", BUILT_IN[43], "-"),
        ("1234.5", BUILT_IN[43], "1,234.50"),
        ("0", "0.00;-0.00;", ""),
        ("7", ";;;", ""),
        ("0.1234", "0.00%", "12.34%"),
        ("12345678", "#,##0.00,", "12,345.68"),
        ("123456", "0!.0,", "12.3"),
        ("12345", '0!.0,"万元"', "1.2万元"),
        ("5", "0000", "0005"),
        ("1234.5", '[Red][>1000]#,##0.0"元";0.00', "1,234.5元"),
        ("12", "[$¥-804]#,##0.00", "¥12.00"),
        ("12.5", "# ?/?", "12.5"),
        ("0.5", "#.##", ".5"),
        ("1E-7", "General", "1E-07"),
        ("12345678901", "General", "12345678901"),
        ("45545", 'yyyy"年"m"月"d"日"', "2024年9月10日"),
        ("45545.5", "yyyy-mm-dd hh:mm", "2024-09-10 12:00"),
        ("45545", BUILT_IN[14], "2024/9/10"),
        ("45545.75", "h:mm AM/PM", "6:00 PM"),
        ("45545.25", '上午/下午h"时"', "上午6时"),
        ("45545", "aaaa", "星期二"),
        ("1.5", "[h]:mm", "36:00"),
        ("0.0625", "[m]", "90"),
        ("0.00012", "0.00E+00", "1.20E-04"),
        ("2010101", "@", "2010101"),
        ("no number", "0.00", "no number"),
        ("1" * 400, "0.00", None),
        ("5", '"' * 3000 + "[" * 3000, None),
    ],
)
def test_a_number_is_what_its_format_shows(value: str, code: str, said: str | None) -> None:
    found = shown(value, code)
    assert said is None or found.strip() == said


def test_a_text_is_shown_under_the_fourth_part_of_a_format() -> None:
    assert [shown_text("甲", code) for code in ("General", "0;0;0;@元", ";;;")] == ["甲", "甲元", ""]


def test_hidden_sheets_rows_and_columns_are_not_seen() -> None:
    columns = '<cols><col min="2" max="2" hidden="1"/><col min="4" max="4" width="0"/></cols>'
    seen = "".join(string(0, c, said) for c, said in enumerate("甲乙丙丁戊"))
    gone = f'<row hidden="1">{string(1, 0, "9.99")}</row><row ht="0">{string(2, 0, "9.99")}</row>'
    last = "".join(number(3, c, "1.5", 3) for c in range(5))
    sheet = sheet_xml(f"<row>{seen}</row>{gone}<row r='4'>{last}</row>", before=columns)
    book = xlsx({"一": sheet, "二": sheet_xml(f"<row>{seen}</row>")}, hidden=["二"])
    (page,) = OfficeReader(reader_for).markup(book, "made_up.xlsx")
    assert texts(page) == [["甲", "丙", "戊"], ["1.50", "1.50", "1.50"]]
    (table,) = (item for item in page.items if isinstance(item, MarkupTable))
    assert [cell.place for cell in table.rows[1]] == ["一!A4", "一!C4", "一!E4"]


@pytest.mark.parametrize(
    ("font", "fill", "seen"),
    [
        ('<color rgb="FFFFFFFF"/>', "", False),
        ('<color theme="0"/>', '<patternFill patternType="solid"><fgColor rgb="FFFFFFFF"/></patternFill>', False),
        ('<color rgb="FFFFFFFF"/>', '<patternFill patternType="solid"><fgColor rgb="FF1F4E79"/></patternFill>', True),
        ('<color theme="0" tint="-0.5"/>', "", True),
    ],
)
def test_white_on_white_is_not_seen(font: str, fill: str, seen: bool) -> None:
    styles = (
        f'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts><font/><font>{font}</font>'
        f'</fonts><fills><fill/><fill>{fill}</fill></fills><cellXfs><xf fontId="0" fillId="0"/>'
        '<xf fontId="1" fillId="1"/></cellXfs></styleSheet>'
    )
    assert unseen_styles(etree.fromstring(styles.encode())) == (frozenset() if seen else {1})


def test_merged_cells_reach_over_what_is_seen_and_blank_rows_and_columns_are_nothing() -> None:
    body = rows(
        string(0, 0, "题"), "", string(2, 0, "项目") + string(2, 2, "金额"), string(3, 2, "甲") + string(3, 3, "乙"),
        string(4, 0, "合计") + number(4, 2, "1", 2) + number(4, 3, "2", 2), "", string(6, 0, "注：无"),
    )  # fmt: skip
    (page,) = pages(表=sheet_xml(body, ["A1:D1", "A3:A4", "C3:D3", "A7:D7"]))
    assert texts(page) == ["题", ["项目", "金额"], ["甲", "乙"], ["合计", "1.00", "2.00"], "注：无"]
    (table,) = (item for item in page.items if isinstance(item, MarkupTable))
    assert [(c.row_span, c.column_span) for c in table.rows[0]] == [(2, 1), (1, 2)]


def test_errors_booleans_shared_and_rich_texts_and_formulas_that_were_never_computed() -> None:
    rich = (
        "<si><r><t>12.34</t></r><r><rPr><vertAlign val='superscript'/></rPr><t>1</t></r>"
        "<rPh sb='0' eb='1'><t>x</t></rPh></si><si><t>甲</t></si>"
    )
    cells = (
        "<c t='s'><v>0</v></c><c t='s'><v>1</v></c><c t='s'><v>77</v></c><c t='e'><v>#DIV/0!</v></c>"
        "<c t='b'><v>1</v></c><c><f>SUM(A1:A3)</f></c>"
        "<c t='str'><f>A1</f><v>乙</v></c><c t='d'><v>2024-09-10</v></c><c/>"
    )
    (page,) = OfficeReader(reader_for).markup(
        xlsx({"表": sheet_xml(f"<row>{cells}</row>")}, strings=rich), "made_up.xlsx"
    )
    assert texts(page) == [["12.34", "甲", "#REF!", "#DIV/0!", "TRUE", "=SUM(A1:A3)", "乙", "2024-09-10"]]


def disclosure(name: str, title: str = NAMED[1], amount: str = "") -> bytes:
    """Table 02 on a sheet of some name, its numbers stored as the floats that they are."""
    body = rows(string(0, 0, title), string(1, 0, NAMED[2])) if title else rows(string(0, 0, NAMED[2]))
    body += f"<row>{''.join(string(3, c, said) for c, said in enumerate(HEAD))}</row>"
    for r, row in enumerate((("2010101", "行政运行", "10.5", "10.5"), ("", "合计", "10.5", amount or "10.5")), start=4):
        cells = string(r, 0, row[0]) + string(r, 1, row[1]) + number(r, 2, row[2], 2)
        body += f"<row>{cells}{number(r, 3, row[3], 2) if row[3][0].isdigit() else row[3]}</row>"
    return xlsx({"封面": sheet_xml(rows(string(0, 0, NAMED[0]))), name: sheet_xml(body)})


def read(data: bytes, folder: Path, name: str = "book.xlsx") -> Reading:
    (folder / name).write_bytes(data)
    return read_file(folder / name)


def test_the_name_of_a_sheet_is_its_title_where_it_has_none(tmp_path: Path) -> None:
    for reading in (read(disclosure("表 二"), tmp_path), read(disclosure("2 收入决算表", ""), tmp_path)):
        assert (reading.document.status, reading.document.tables_found) == ("ok", ("02",)), reading.document.error
        assert reading.document.unit_name == "云岭县档案馆" and reading.document.year == 2023
        assert [str(f.amount) for f in reading.facts] == ["10.50"] * 4
        assert (reading.document.text_source, reading.document.pages) == ("office", None)
    assert {f.place for f in read(disclosure("表 二"), tmp_path).facts} == {
        f"'表 二'!{c}{r}" for c in "CD" for r in (5, 6)
    }


@pytest.mark.parametrize(
    "cell", ["<c r='D6' t='e'><v>#REF!</v></c>", "<c r='D6'><f>SUM(D5)</f></c>", string(5, 3, "####")]
)
def test_a_number_that_is_not_shown_is_told(cell: str, tmp_path: Path) -> None:
    document = read(disclosure("表", amount=cell), tmp_path).document
    assert (document.status, document.error_code) == ("partial", "not_all_read")
    assert document.error is not None and "表!D6" in document.error


@pytest.mark.parametrize(("size", "told"), [((700, 400), True), ((60, 60), False)])
def test_a_picture_as_large_as_a_table_is_told(tmp_path: Path, size: tuple[int, int], told: bool) -> None:
    picture = io.BytesIO()
    image = pytest.importorskip("PIL.Image", reason="nothing is installed that makes pictures")
    image.new("RGB", size).save(picture, "PNG")
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet("表")
        for place, row in enumerate((*((name,) for name in (NAMED[1], NAMED[0], NAMED[2])), HEAD, *ROWS)):
            sheet.write_row(place, 0, row)
        sheet.insert_image(12, 0, "a.png", {"image_data": picture})
    assert ("Pictures of a sheet" in (read_file(tmp_path / "a.xlsx").document.error or "")) == told


def old_book() -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    cover, sheet, hidden = book.add_sheet("封面"), book.add_sheet("表"), book.add_sheet("隐")
    cover.write(0, 0, NAMED[0])
    hidden.write(0, 0, "9.99")
    hidden.visibility = 1
    sheet.write_merge(0, 0, 0, 3, NAMED[1])
    sheet.write(1, 0, NAMED[2])
    style = xlwt.easyxf(num_format_str="#,##0.00")
    for c, said in enumerate(HEAD):
        sheet.write(2, c, said)
    for r, (code, label) in enumerate((("2010101", "行政运行"), ("2010102", "隐去"), ("", "合计")), start=3):
        sheet.write(r, 0, code)
        sheet.write(r, 1, label)
        sheet.write(r, 2, 0.1 + 0.2, style)
        sheet.write(r, 3, 0.1 + 0.2, style)
    sheet.row(4).hidden = True
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize("name", ["book.xls", "book.et", "book.pdf"])
def test_an_old_workbook_is_read_as_a_new_one(name: str, tmp_path: Path) -> None:
    reading = read(old_book(), tmp_path, name)
    assert reading.document.status == "ok", reading.document.error
    assert [(str(f.amount), f.place) for f in reading.facts] == [
        ("0.30", "表!C4"), ("0.30", "表!D4"), ("0.30", "表!C6"), ("0.30", "表!D6"),
    ]  # fmt: skip


def packed(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name.replace("__", "/"), data)
    return target.getvalue()


def hostile() -> dict[str, tuple[bytes, str]]:
    row = "<row>" + "<c><v>1</v></c>" * 10 + "</row>"
    last = string(99999998, 1, "乙") + string(99999998, 2, "丙")
    far = f"<row r='1'>{string(0, 0, '甲')}</row><row r='99999999'>{last}</row>"
    merged = [f"A{n}:XFD{n + 900000}" for n in range(1, 3000)]
    locked = b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage\0".encode("utf-16-le")
    return {
        "million.xlsx": (xlsx({"表": sheet_xml(row * 5_001)}), "too_large"),
        "bomb.xlsx": (xlsx({"表": sheet_xml(" " * 70_000_000)}), "too_large"),
        "far.xlsx": (xlsx({"表": sheet_xml(far)}), "not_a_disclosure"),
        "merged.xlsx": (xlsx({"表": sheet_xml(row * 500, merged)}), "too_large"),
        "deep.xlsx": (xlsx({"表": "<a>" * 9000 + "</a>" * 9000}), "truncated"),
        "none.xlsx": (xlsx({"表": sheet_xml("")}), "empty"),
        "no_xml.xlsx": (xlsx({"表": "no"}), "truncated"),
        "locked.xlsx": (locked, "encrypted"),
        "cut.xls": (old_book()[:3000], "unsupported_kind"),
        "noise.xls": (old_book()[:512] + bytes(range(256)) * 8 + old_book()[2560:], "truncated"),
        "some.zip": (packed(a=b"b"), "unsupported_kind"),
    }


@pytest.mark.parametrize("name", hostile())
def test_hostile_workbooks_cost_a_sentence(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_CELLS", 50_000)
    data, code = hostile()[name]
    document = read(data, tmp_path, name).document
    assert document.error_code == code, document.error
    assert document.error is not None and document.error.endswith(".")


def in_rtf(said: str) -> str:
    return "".join(c if c.isascii() else f"\\u{ord(c)}?" for c in said)


RTF = rb"{\rtf1\ansi\ansicpg936 text}"


def test_what_needs_libreoffice_says_so_where_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converted, "program", lambda: None)
    old = b"\xd0\xcf\x11\xe0" + bytes(600) + "WordDocument\0".encode("utf-16-le")
    for name, data in {"a.doc": old, "a.rtf": RTF}.items():
        document = read(data, tmp_path, name).document
        assert (document.status, document.error_code) == ("failed", "unsupported_kind")
        assert document.error is not None and "install LibreOffice" in document.error


@pytest.mark.skipif(converted.program() is None, reason="LibreOffice is not installed")
def test_old_documents_are_read_through_libreoffice(tmp_path: Path) -> None:
    said = "\\par ".join(map(in_rtf, NAMED))
    edges, table = "".join(f"\\cellx{2000 * n}" for n in range(1, 5)), ""
    for row in (HEAD, *ROWS):
        table += f"\\trowd{edges}" + "".join(f"\\pard\\intbl {in_rtf(said)}\\cell " for said in row) + "\\row "
    reading = read(("{\\rtf1\\ansi " + said + "\\par " + table + "\\pard\\par}").encode(), tmp_path, "old.doc")
    assert reading.document.status == "ok", reading.document.error
    assert reading.document.notes is not None and "LibreOffice" in reading.document.notes
    assert len(reading.facts) == 6


def test_a_program_that_never_ends_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = tmp_path / "soffice"
    endless.write_text("#!/bin/sh\nsleep 600 & sleep 600\n")
    endless.chmod(0o755)
    monkeypatch.setattr(converted, "program", lambda: str(endless))
    monkeypatch.setattr(converted, "SECONDS", 0.2)
    assert read(RTF, tmp_path, "a.rtf").document.error_code == "timeout"
    monkeypatch.setattr(converted, "program", lambda: shutil.which("true"))
    assert read(RTF, tmp_path, "a.rtf").document.error_code == "unsupported_kind"


def test_a_word_document_named_as_a_workbook_is_a_word_document(tmp_path: Path) -> None:
    body = "".join(map(paragraph, text().split("\n")[:3]))
    assert read(docx(body), tmp_path, "a.xls").document.text_source == "office"
