"""Web pages: the document out of the page's frame, tables as a browser shows them, and what a page may try."""

from __future__ import annotations

import csv
from email.message import EmailMessage
from pathlib import Path

import pytest

from extractor import convert
from extractor.document.html.reader import HtmlReader
from extractor.document.model import Line, MarkupPage, MarkupTable
from extractor.document.readers import reader_for
from extractor.reading import read_file
from tests.support.disclosures import text

OWN = "<h1>云岭县农业农村局2023年度部门决算</h1><p>2023年度收入总计100.00万元。</p>"
NUMBERS = "<tr><td>项目<td>甲<td>乙<tr><td>合计<td>1.00<td>2.00<tr><td>行政运行<td>1.00<td>2.00"


def page(body: str, head: str = "", encoding: str = "utf-8") -> MarkupPage:
    (found,) = HtmlReader().markup(f"<!DOCTYPE html><head>{head}</head><body>{body}".encode(encoding), "page.html")
    return found


def lines(found: MarkupPage) -> list[str]:
    return [item.text for item in found.items if isinstance(item, Line)]


def tables(found: MarkupPage) -> list[list[list[str]]]:
    return [[[c.text for c in row] for row in item.rows] for item in found.items if isinstance(item, MarkupTable)]


def test_menus_lists_of_other_pages_and_imprints_are_no_part_of_the_document() -> None:
    frame = (
        "<ul><li><a href=/>首页</a><li><a href=/zw>政务公开</a></ul>{}"
        "<h4>相关链接</h4><p><a href=/2>云岭县财政局2022年度部门决算999.00万元</a></p>"
        "<div>主办：云岭县人民政府办公室 地址：云岭县人民路8号 备案号：云ICP备00000000号</div>"
    )
    own = ["云岭县农业农村局2023年度部门决算", "2023年度收入总计100.00万元。"]
    for around in ("<div>{}</div>", "<table><tr><td>{}</table>", "<nav>收入1万元</nav><article>{}</article>"):
        assert lines(page(frame.format(around.format(OWN)))) == own
    # Without an element of its own the imprint stays, which holds no figure; the lists of links do not.
    assert lines(page(frame.format(OWN)))[:2] == own
    assert not any("999.00" in line for line in lines(page(frame.format(OWN))))


def test_a_title_that_stands_outside_the_document_is_its_first_line() -> None:
    head = "<title>云岭县农业农村局2023年度部门决算_云岭县人民政府</title>"
    assert lines(page("<div><p>收入总计100.00万元。</p></div>", head))[0] == "云岭县农业农村局2023年度部门决算"
    assert lines(page(OWN, head)).count("云岭县农业农村局2023年度部门决算") == 1


@pytest.mark.parametrize("declared", ["gb2312", "gbk", "utf-8", "no-such", ""])
@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_the_bytes_decide_the_encoding_where_the_declaration_is_wrong(declared: str, encoding: str) -> None:
    assert "云岭县农业农村局2023年度部门决算" in lines(page(OWN + "㐂", f"<meta charset='{declared}'>", encoding))


def test_a_few_broken_bytes_cost_their_characters_alone() -> None:
    data = f"<html>{OWN}{'<p>一、关于收入的说明。</p>' * 50}".encode("gb18030") + b"<p>\xff\xff</p>"
    (found,) = HtmlReader().markup(data, "page.html")
    assert "2023年度收入总计100.00万元。" in lines(found)


@pytest.mark.parametrize(
    "hidden",
    [
        "<p style='color:red; display : none'>9.99万元</p>",
        "<p class=a>9.99万元</p>",
        "<p hidden>9.99万元</p>",
        "<p style='color:#FFFFFF'>9.99万元</p>",
        "<p><font color=white>9.99万元</font></p>",
        "<p><span style='font-size:0'>9.99万元</span></p>",
        "<script>document.write('9.99万元')</script>",
        "<!--[if IE]><p>9.99万元</p><![endif]-->",
        "<noscript>9.99万元</noscript><select><option>9.99万元</select>",
        "<ruby><rp>9.99</rp><rt>万元</rt></ruby>",
    ],
)
def test_what_is_not_seen_is_not_read(hidden: str) -> None:
    found = page(OWN + hidden, "<style>.a{display:none} @media print{h1,p{display:none}} p::before{content:''}</style>")
    assert len(lines(found)) == 2


@pytest.mark.parametrize(
    "ground",
    [
        "<p style='background:#036'>",
        "<p class=dark>",
        "<table bgcolor='#003366'><tr><td>",
        "<p style='background-color:navy'>",
    ],
)
def test_white_letters_on_a_painted_ground_are_seen(ground: str) -> None:
    found = page(
        OWN + f"{ground}<span style='color:#fff'>收入9.99万元。</span>", "<style>.dark{background:#000}</style>"
    )
    assert "收入9.99万元。" in lines(found)


def test_a_hidden_row_takes_no_place_and_a_foot_stands_last() -> None:
    rows = "<tfoot><tr><td colspan=99>注：无</tfoot>"
    rows += "<tr><td rowspan=2>甲<td>1.00<tr style='display:none'><td>x<td>y<tr><td>2.00<tr><td>乙<td>3.00"
    (found,) = (item for item in page(f"<table>{rows}</table>").items if isinstance(item, MarkupTable))
    assert [[c.text for c in row] for row in found.rows] == [["甲", "1.00"], ["2.00"], ["乙", "3.00"], ["注：无"]]
    assert (found.rows[0][0].row_span, found.rows[3][0].column_span) == (2, 2)


def test_tables_that_are_layout_hold_paragraphs_and_tables() -> None:
    head = "<table><tr><td>部门：云岭县农业农村局<td align=right>单位：万元</table>"
    found = page(f"<table><tr><td>菜单<td><table><tr><td>{OWN}{head}<table border=1>{NUMBERS}</table></table></table>")
    assert lines(found)[-2:] == ["部门：云岭县农业农村局", "单位：万元"]
    assert tables(found) == [[["项目", "甲", "乙"], ["合计", "1.00", "2.00"], ["行政运行", "1.00", "2.00"]]]


def test_a_table_in_a_cell_of_data_is_text_of_that_cell() -> None:
    inner = "<table><tr><td>其中：<td>0.50</table>"
    assert tables(page(f"{OWN}<table>{NUMBERS}<tr><td>{inner}<td>3.00<td>4.00</table>"))[0][-1] == [
        "其中： 0.50", "3.00", "4.00",
    ]  # fmt: skip


def test_line_breaks_hard_blanks_raised_marks_and_numbers_of_lists() -> None:
    rows = f"{NUMBERS}<tr><td>A<br>B<td>1<sup>①</sup><td>2"
    found = page(f"{OWN}<p>甲<br>乙&nbsp;丙</p><ol start=3><li>丁<li>戊</ol><table>{rows}</table>")
    assert lines(found)[2:] == ["甲", "乙\xa0丙", "3. 丁", "4. 戊"]
    assert tables(found)[0][-1] == ["A\nB", "1", "2"]


def test_attached_files_are_named() -> None:
    links = "<a href='../P020240910.xls?v=1'>云岭县农业农村局2023年部门决算公开表.xls</a><a href='http://['>x</a>"
    assert page(f"{OWN}<p>附件：{links}</p>").attachments == (
        "P020240910.xls", "云岭县农业农村局2023年部门决算公开表.xls",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["page.htm", "page.shtml", "table.xls", "report.doc", "report.pdf", "page.txt"])
def test_a_page_is_known_by_what_it_is(name: str, tmp_path: Path) -> None:
    head, *rows = (row for row in text().split("\n") if "\t" in row)
    said = "".join(f"<tr><td>{row.replace(chr(9), '<td>')}" for row in (head, *rows))
    named = "".join(f"<p>{line}</p>" for line in text().split("\n")[:3])
    (tmp_path / name).write_bytes(f"\n<!-- made -->\n<html><body>{named}<table>{said}</table>".encode())
    reading = read_file(tmp_path / name)
    assert (reading.document.status, reading.document.text_source, reading.document.pages) == ("ok", "html", None)
    fact = reading.facts[0]
    assert (fact.page, fact.line, fact.place, fact.engine) == (None, 5, "table 1, row 2, column 3", "html")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<div>" * 100_000, "too_large"),
        ("<table><tr><td>" * 30_000, "too_large"),
        ("<b>" * 10_000 + "<p>" * 10_000, "too_large"),
        ("<p>" + "x" * 34_000_000, "too_large"),
        ("<table><tr><td>1<td>2<tr><td rowspan=60000 colspan=1000>3<td>4" + "<tr><td>5" * 2000, "too_large"),
        ("<p>   </p><script>1</script>", "empty"),
    ],
)
def test_hostile_pages_are_refused_in_one_sentence(body: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(f"<html>{body}")
    document = read_file(path).document
    assert (document.status, document.error_code) == ("failed", code)
    assert document.error is not None and document.error.endswith(".")


def test_nothing_is_fetched_or_put_in_from_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("9.99万元")
    entity = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]>'
    body = f"<p>&x;</p><iframe src='{tmp_path}/secret'></iframe><object data='secret'></object>"
    (found,) = HtmlReader().markup(f"{entity}<body>{OWN}{body}".encode(), "page.html")
    assert not any("9.99" in line for line in lines(found))


def test_broken_markup_is_read_as_browsers_read_it() -> None:
    rows = "<caption>收入决算表</caption><td>项目<td>甲</tr><p>串出</p><tr><td>乙</td></td><td>3.00</table></div></p>"
    found = page(f"{OWN}<table>{rows}<p>后")
    assert lines(found)[2:] == ["串出", "收入决算表", "后"]
    assert tables(found) == [[["项目", "甲"], ["乙", "3.00"]]]


def test_what_is_entered_in_the_fields_of_a_form_is_the_text_of_their_cells() -> None:
    """Boxes to tick, buttons, what is hidden, and a field beside a number that is shown are none of it."""
    fields = (
        "<input value='3.00'>", "￥<input type='number' readonly value='4.00'>", "<textarea>5.00</textarea>",
        "<input type='hidden' value='1'>6.00", "<input type='checkbox' value='2'>7.00", "<input value='9'>8.00",
        "<input style='display: none' value='9.00'>",
    )  # fmt: skip
    rows = "".join(
        f"<tr><td>{name}</td><td>{one}</td></tr>" for name, one in zip("甲乙丙丁戊己庚", fields, strict=True)
    )
    (found,) = tables(page(f"<p>收入决算表</p><table>{rows}</table>"))
    assert [row[1] for row in found] == ["3.00", "￥4.00", "5.00", "6.00", "7.00", "8.00", ""]


def test_a_page_and_the_files_attached_to_it_are_one_disclosure(tmp_path: Path) -> None:
    folder, other = tmp_path / "in", tmp_path / "in" / "other"
    other.mkdir(parents=True)
    files = {"P1.txt": text(), "another_year.txt": text().replace("2023", "2022"), "unnamed.txt": text() + "注：无"}
    for name, said in files.items():
        (folder / name).write_text(said)
        (other / name).write_text(said + "注：另一处")
    links = "".join(
        f"<p>附件：<a href='../../{name}'>表</a></p>" for name in ("P1.xls", "another_year.xls", "gone.xls")
    )
    own = text().split("\n")[0]
    (folder / "page.html").write_text(f"<html><h1>{own}</h1><p>收入总计100.00万元。</p>{links}")
    for name in list(files):
        (folder / name).rename(folder / name.replace(".txt", ".xls"))
    convert(folder, tmp_path / "out", formats="csv")
    with (tmp_path / "out" / "documents.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["source_file"]: row for row in csv.DictReader(file)}
    assert {name for name, row in rows.items() if row["part_of"]} == {"P1.xls"}
    assert rows["P1.xls"]["part_of"] == "page.html"
    assert "P1.xls" in rows["page.html"]["notes"] and "gone.xls" not in rows["page.html"]["notes"]


@pytest.mark.parametrize("coding", ["quoted-printable", "base64"])
@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_a_page_that_was_saved_whole_is_that_page(coding: str, charset: str, tmp_path: Path) -> None:
    """MHTML as browsers write it: the page is one part of a message, pictures are others."""
    whole = EmailMessage()
    whole["From"], whole["Subject"] = "<Saved by Blink>", "决算公开"
    whole.set_content(f"<html><body>{OWN}</body></html>", subtype="html", charset=charset, cte=coding)
    whole.add_related(b"\x89PNG", "image", "png")
    path = tmp_path / "page.mhtml"
    path.write_bytes(bytes(whole))
    reader = reader_for(path.read_bytes()[:1024], path.name)
    assert isinstance(reader, HtmlReader)
    (found,) = reader.markup(path.read_bytes(), path.name)
    assert lines(found) == lines(page(OWN))
