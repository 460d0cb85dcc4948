"""Word documents: what a person sees of them on paper, and what a file may try."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from extractor.document.model import Line, MarkupPage, MarkupTable
from extractor.document.office import package
from extractor.document.office.numbering import in_chinese, in_form
from extractor.document.office.reader import OfficeReader
from extractor.document.readers import reader_for
from extractor.errors import DocumentError
from extractor.reading import read_file
from samples.generator.archives import archive
from samples.generator.word import W, docx, paragraph

RAISED = "<w:vertAlign w:val='superscript'/>"
HEAD = f'xmlns:w="{W}"'


def read(body: str, **parts: str) -> MarkupPage:
    (found,) = OfficeReader(reader_for).markup(docx(body, parts), "made_up.docx")
    return found


def lines(found: MarkupPage) -> list[str]:
    return [item.text for item in found.items if isinstance(item, Line)]


def tables(found: MarkupPage) -> list[list[list[tuple[str, int, int]]]]:
    return [
        [[(c.text, c.row_span, c.column_span) for c in row] for row in item.rows]
        for item in found.items
        if isinstance(item, MarkupTable)
    ]


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def test_tracked_changes_are_accepted_and_hidden_text_is_not_there() -> None:
    author = 'w:id="1" w:author="x"'
    body = (
        f"<w:p>{run('收入')}<w:del {author}><w:r><w:delText>99.00</w:delText></w:r></w:del>"
        f"<w:ins {author}>{run('100.00')}</w:ins>{run('（不公开）', '<w:vanish/>')}{run('万元')}"
        f"<w:moveFrom {author}>{run('旧')}</w:moveFrom><w:moveTo {author}>{run('。')}</w:moveTo></w:p>"
        f"<w:p><w:pPr><w:rPr><w:del {author}/></w:rPr></w:pPr>{run('支出')}</w:p><w:p>{run('50.00万元。')}</w:p>"
        f"<w:ins {author}>{paragraph('插入的一段。')}</w:ins><w:p><w:pPr><w:pStyle w:val='H'/></w:pPr>{run('隐')}</w:p>"
    )
    styles = f"<w:styles {HEAD}><w:style w:styleId='H'><w:rPr><w:vanish/></w:rPr></w:style></w:styles>"
    assert lines(read(body, styles=styles)) == ["收入100.00万元。", "支出50.00万元。", "插入的一段。", ""]


@pytest.mark.parametrize(
    ("colour", "ground", "seen"),
    [
        ("<w:color w:val='FFFFFF'/>", "", False),
        ("<w:color w:val='auto' w:themeColor='background1'/>", "", False),
        ("<w:color w:val='FFFFFF'/>", "<w:shd w:val='clear' w:fill='FFFFFF'/>", False),
        ("<w:color w:val='FFFFFF'/>", "<w:shd w:val='clear' w:fill='1F4E79'/>", True),
        ("<w:color w:val='FFFFFF'/><w:highlight w:val='blue'/>", "", True),
        ("<w:color w:val='F0F0F0'/>", "", True),
    ],
)
def test_white_on_white_is_not_seen(colour: str, ground: str, seen: bool) -> None:
    inner = f"<w:p>{run('9.99', colour)}</w:p>"
    first = f"<w:tr>{cell('甲')}<w:tc><w:tcPr>{ground}</w:tcPr>{inner}</w:tc></w:tr>"
    body = f"<w:tbl>{first}<w:tr>{cell('乙')}{cell('1.00')}</w:tr></w:tbl>"
    (table,) = tables(read(body))
    assert [row[1][0] for row in table] == ["9.99" if seen else "", "1.00"]


def test_fields_boxes_links_controls_breaks_symbols_and_notes() -> None:
    alternatives = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    box = f"<w:txbxContent>{paragraph('框中的字')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE 9</w:instrText></w:r>"
        f"{run('甲')}<w:hyperlink>{run('乙')}</w:hyperlink><w:sdt><w:sdtContent>{run('丙')}</w:sdtContent></w:sdt>"
        "<w:r><w:br/><w:sym w:font='Wingdings 2' w:char='F052'/><w:noBreakHyphen/><w:footnoteReference w:id='2'/>"
        f"</w:r>{run('12.34')}{run('1', RAISED)}</w:p>"
        f"<w:p><w:r><mc:AlternateContent xmlns:mc='{alternatives}'><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
        f"<w:sdt><w:sdtContent>{paragraph(chr(9) + '第一章' + chr(9) + '12')}</w:sdtContent></w:sdt>"
        f"{paragraph('部门：甲' + chr(9) + '单位：元')}"
    )
    notes = f"<w:footnotes {HEAD}><w:footnote w:type='separator'>{paragraph('-')}</w:footnote><w:footnote w:id='2'>"
    found = read(body, footnotes=f"{notes}{paragraph('注：脚注。')}</w:footnote></w:footnotes>")
    assert lines(found) == ["甲乙丙", "☑-12.34", "", "框中的字", "第一章\t12", "部门：甲  单位：元", "注：脚注。"]


def test_cells_merged_both_ways_skipped_places_and_deleted_rows() -> None:
    start, on = "<w:vMerge w:val='restart'/>", "<w:vMerge/>"
    rows = (
        cell("项目", start) + cell("金额", "<w:gridSpan w:val='2'/>"),
        cell("", on) + cell("甲") + cell("乙"),
        "<w:trPr><w:gridBefore w:val='1'/></w:trPr>" + cell("1.00") + cell("2.00"),
        "<w:trPr><w:del/></w:trPr>" + cell("旧") + cell("9.00") + cell("9.00"),
        cell("合计") + cell("1.00", "<w:hMerge w:val='restart'/>") + cell("", "<w:hMerge w:val='continue'/>"),
    )
    assert tables(read(f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>")) == [
        [
            [("项目", 2, 1), ("金额", 1, 2)],
            [("甲", 1, 1), ("乙", 1, 1)],
            [("", 1, 1), ("1.00", 1, 1), ("2.00", 1, 1)],
            [("合计", 1, 1), ("1.00", 1, 2)],
        ]
    ]


def test_tables_in_cells_are_text_and_tables_that_frame_others_are_not_there() -> None:
    def table(*rows: str) -> str:
        return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"

    inner = table(cell("甲") + cell("1.00"), cell("乙") + cell("2.00"))
    framed = table(f"<w:tc>{paragraph('题')}{inner}{paragraph('')}</w:tc>")
    assert tables(read(framed)) == [[[("甲", 1, 1), ("1.00", 1, 1)], [("乙", 1, 1), ("2.00", 1, 1)]]]
    held = table(cell("一般公共预算财政拨款收入") + f"<w:tc>{inner}</w:tc>", cell("合计") + cell("3.00"))
    assert tables(read(held))[0][0][1][0] == "甲 1.00\n乙 2.00"
    assert lines(read(table(cell("部门：甲") + cell("单位：元")))) == ["部门：甲", "单位：元"]


def test_the_numbers_of_lists_are_counted_as_word_counts_them() -> None:
    def level(place: int, form: str, text: str, more: str = "") -> str:
        return (
            f"<w:lvl w:ilvl='{place}'><w:start w:val='1'/><w:numFmt w:val='{form}'/><w:lvlText w:val='{text}'/>{more}"
            "</w:lvl>"
        )

    numbering = (
        f"<w:numbering {HEAD}><w:abstractNum w:abstractNumId='7'>"
        f"{level(0, 'chineseCounting', '%1、')}{level(1, 'chineseCountingThousand', '（%2）')}"
        f"{level(2, 'decimal', '%1.%2.%3 ', '<w:isLgl/>')}</w:abstractNum>"
        f"<w:abstractNum w:abstractNumId='8'>{level(0, 'bullet', chr(0xF06C))}</w:abstractNum>"
        "<w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num><w:num w:numId='3'><w:abstractNumId w:val='8'/></w:num>"
        "<w:num w:numId='2'><w:abstractNumId w:val='7'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/>"
        "</w:lvlOverride></w:num></w:numbering>"
    )
    styles = (
        f"<w:styles {HEAD}><w:style w:styleId='A'><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>"
        "<w:style w:styleId='B'><w:basedOn w:val='A'/></w:style></w:styles>"
    )
    steps = [(1, 0), (1, 1), (1, 1), (1, 2), (1, 0), (1, 1), (3, 0), (2, 0), (1, 0), (0, 0)]
    body = "".join(
        paragraph("段", f"<w:numPr><w:ilvl w:val='{place}'/><w:numId w:val='{number}'/></w:numPr>")
        for number, place in steps
    )
    body += paragraph("式", "<w:pStyle w:val='B'/>")
    body += paragraph("无", "<w:pStyle w:val='B'/><w:numPr><w:numId w:val='0'/></w:numPr>")
    shown = "一、段 （一）段 （二）段 1.2.1_段 二、段 （一）段 段 一、段 二、段 段 三、式 无".replace("_", "\t").split(
        " "
    )
    assert lines(read(body, numbering=numbering, styles=styles)) == [text.replace("\t", " ") for text in shown]


@pytest.mark.parametrize(
    ("count", "form", "shown"),
    [
        (10, "chineseCounting", "十"),
        (12, "chineseCountingThousand", "十二"),
        (20, "japaneseCounting", "二十"),
        (105, "chineseCounting", "一百零五"),
        (2030, "chineseCounting", "二千零三十"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (3, "decimalEnclosedCircle", "③"),
        (28, "lowerLetter", "bb"),
        (14, "upperRoman", "XIV"),
        (4, "decimalZero", "04"),
        (2, "ideographTraditional", "乙"),
        (7, "an unknown form", "7"),
    ],
)
def test_a_count_is_shown_in_its_form(count: int, form: str, shown: str) -> None:
    assert in_form(count, form) == shown


def test_every_count_in_chinese_is_another() -> None:
    assert len({in_chinese(n) for n in range(1, 1000)}) == 999


def squeezed(part: str, text: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx(paragraph("甲")))) as source, zipfile.ZipFile(target, "w") as file:
        for name in source.namelist():
            file.writestr(name, text if name == part else source.read(name), zipfile.ZIP_DEFLATED)
    return target.getvalue()


def hostile() -> dict[str, tuple[bytes, str]]:
    body = f"<w:document {HEAD}><w:body>{{}}</w:body></w:document>"
    wide, rows = cell("1", "<w:gridSpan w:val='1000'/>") * 3, "<w:tr><w:tc/><w:tc/></w:tr>" * 600
    main, whole = "word/document.xml", docx(paragraph("甲"))
    return {
        "bomb.docx": (squeezed(main, b" " * 70_000_000), "too_large"),
        "deep.docx": (squeezed(main, body.format("<w:tbl>" * 9000 + "</w:tbl>" * 9000).encode()), "truncated"),
        "wide.docx": (squeezed(main, body.format(f"<w:tbl><w:tr>{wide}</w:tr>{rows}</w:tbl>").encode()), "too_large"),
        "cut.docx": (whole[:-100], "truncated"),
        "broken.docx": (whole.replace(b"word/document.xml", b"word/dokument.xml"), "truncated"),
        "empty.docx": (docx(""), "empty"),
        "no_xml.docx": (squeezed(main, b"no"), "truncated"),
        "archive.docx": (squeezed("none", b""), "not_a_disclosure"),
    }  # fmt: skip


@pytest.mark.parametrize("name", hostile())
def test_hostile_documents_cost_a_sentence(name: str, tmp_path: Path) -> None:
    data, code = hostile()[name]
    (tmp_path / name).write_bytes(data)
    document = read_file(tmp_path / name).document
    assert document.error_code == code, document.error
    assert document.error is not None and document.error.endswith(".")


def test_entities_are_neither_fetched_nor_multiplied(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("9.99万元")
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    declared = f'<!DOCTYPE d [<!ENTITY a0 "9.99"><!ENTITY x SYSTEM "file://{tmp_path}/secret">{laughs}]>'
    text = f"{declared}<w:document {HEAD}><w:body><w:p>{run('甲&x;&a9;')}</w:p></w:body></w:document>"
    try:
        (found,) = OfficeReader(reader_for).markup(squeezed("word/document.xml", text.encode()), "made_up.docx")
    except DocumentError:
        return
    assert lines(found) == ["甲"]


def test_no_more_of_a_file_is_unpacked_than_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each part within its bounds, and all of them beyond."""
    monkeypatch.setattr(package, "MAX_INFLATED_BYTES", 1000)
    opened = package.Package(archive(dict.fromkeys("abc", "x" * 400)), "a.docx")
    for name in "abab":  # a part that is asked for again is not unpacked twice
        assert len(opened.bytes_of(name)) == 400
    with pytest.raises(DocumentError, match="unpacks to more than"):
        opened.bytes_of("c")
