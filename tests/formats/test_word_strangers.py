"""Word documents as people leave them: one table and one sentence in many constructs, always the same numbers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from extractor.reading import Reading, read_file
from samples.generator.archives import relationships
from samples.generator.word import W, docx, paragraph
from tests.support.one_table import LABELS, NAMED, ROWS, SENTENCE, TITLE, amounts, expected, money

AUTHOR = 'w:id="1" w:author="x"'
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WHITE, TINY, STRUCK = "<w:color w:val='FFFFFF'/>", "<w:sz w:val='2'/>", "<w:strike/>"
Cell = Callable[[int, int, str], str]


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def tc(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def table(rows: Sequence[Sequence[str]] = ROWS, cell: Cell = lambda r, c, text: tc(paragraph(text))) -> str:
    said = ("".join(cell(r, c, text) for c, text in enumerate(row)) for r, row in enumerate(rows))
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in said)}</w:tbl>"


def amount_cells(content: Callable[[str], str]) -> Cell:
    """Cells of which those with an amount are written in some way."""

    def cell(row: int, column: int, text: str) -> str:
        return tc(f"<w:p>{content(text)}</w:p>" if row and column > 1 else paragraph(text))

    return cell


def mark(kind: str) -> str:
    return f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>"


def field(instruction: str, shown: str, inside: str = "") -> str:
    """A field; what stands `inside` its instruction nobody sees."""
    said = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    return f"{mark('begin')}{said}{inside}{mark('separate')}{shown}{mark('end')}"


def nested(text: str) -> str:
    return field("IF ", run(text), field("MERGEFIELD a", run("88.88")))


def control(content: str, asks: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{asks}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def boxed(cell: str) -> str:
    """A table of one cell."""
    return f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>{paragraph('')}"


def stacked() -> str:
    """The last two subjects in one row, a paragraph each in every cell."""
    *rows, first, second = ROWS
    both = "".join(tc(paragraph(a) + paragraph(b)) for a, b in zip(first, second, strict=True))
    return table(rows).replace("</w:tbl>", f"<w:tr>{both}</w:tr></w:tbl>")


def with_row(more: str, properties: str) -> str:
    """The table with one row more, which has some properties."""
    cells = "".join(tc(paragraph(text)) for text in ("2130399", "其他水利支出", more, more, more))
    return table().replace("</w:tbl>", f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr></w:tbl>")


GONE = f"<w:del {AUTHOR}><w:r><w:delText>9.99</w:delText></w:r></w:del>"
DELETED = f"<w:p><w:pPr><w:rPr><w:del {AUTHOR}/></w:rPr></w:pPr>{GONE}</w:p>"
TABLES = {
    "changed": table(
        cell=amount_cells(
            lambda text: f"{GONE}<w:ins {AUTHOR}>{run(text)}</w:ins>"
        )
    ),
    "moved": table(
        cell=amount_cells(
            lambda text: f"<w:moveFrom {AUTHOR}>{run('9.99')}</w:moveFrom><w:moveTo {AUTHOR}>{run(text)}</w:moveTo>"
        )
    ),
    "deleted_row": with_row("9.99", f"<w:del {AUTHOR}/>"),
    "hidden_row": with_row("9.99", "<w:hidden/>"),
    "hidden": table(cell=amount_cells(lambda text: run(text) + run("7", "<w:vanish/>"))),
    "hidden_by_style": table(cell=amount_cells(lambda text: run(text) + run("7", "<w:rStyle w:val='Hidden'/>"))),
    "white_by_style": table(cell=amount_cells(lambda text: run(text) + run("7", "<w:rStyle w:val='White'/>"))),
    "white": table(cell=amount_cells(lambda text: run(text) + run("7", WHITE))),
    "tiny": table(cell=amount_cells(lambda text: run(text) + run("7", TINY))),
    "struck": table(cell=amount_cells(lambda text: run("9.99", STRUCK) + run(text))),
    "was_otherwise": table(
        cell=amount_cells(
            lambda text: run(text, f"<w:rPrChange {AUTHOR}><w:rPr><w:vanish/><w:strike/></w:rPr></w:rPrChange>")
        )
    ),
    "controls": control(table(cell=lambda r, c, text: control(tc(control(paragraph(text)))))),
    "fields": table(cell=amount_cells(lambda text: field("FORMTEXT", run(text)))),
    "fields_in_fields": table(cell=amount_cells(nested)),
    "boxed_numbers": table(cell=lambda r, c, text: tc(boxed(tc(paragraph(text))))),
    "framed": boxed(tc(table() + paragraph(""))),
    "stacked": stacked(),
    "in_two": table(ROWS[:4]) + table(ROWS[4:]),
    "in_two_by_a_deleted_paragraph": table(ROWS[:4]) + DELETED + table(ROWS[4:]),
    "over_sections": f"{table(ROWS[:4])}<w:p><w:pPr><w:sectPr/></w:pPr></w:p>{paragraph('续表')}{table(ROWS[4:])}",
    "headed_again": f"{table(ROWS[:4])}<w:p><w:pPr><w:sectPr/></w:pPr></w:p>{table([ROWS[0], *ROWS[4:]])}",
}  # fmt: skip
STYLES = (
    f'<w:styles xmlns:w="{W}"><w:style w:styleId="Hidden"><w:rPr><w:vanish/></w:rPr></w:style>'
    f'<w:style w:styleId="Pale"><w:rPr>{WHITE}</w:rPr></w:style>'
    '<w:style w:styleId="White"><w:basedOn w:val="Pale"/></w:style></w:styles>'
)


def read(folder: Path, body: str, beside: dict[str, tuple[str, bytes]] | None = None) -> Reading:
    """The document with this body; `beside` are files that it holds, by what refers to them."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx(body, {"styles": STYLES}))) as source, zipfile.ZipFile(target, "w") as file:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/_rels/document.xml.rels" and beside:
                kinds = {"styles": "styles:styles.xml"} | {key: f"{kind}:{key}" for key, (kind, _) in beside.items()}
                data = relationships(kinds).encode()
            file.writestr(name, data)
        for key, (_, content) in (beside or {}).items():
            file.writestr(f"word/{key}", content)
    (folder / "made_up.docx").write_bytes(target.getvalue())
    return read_file(folder / "made_up.docx")


def body(content: str, sentence: str = paragraph(SENTENCE)) -> str:
    return f"{''.join(map(paragraph, NAMED))}{content}{paragraph('一、支出决算情况说明')}{sentence}"


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_what_a_person_sees_of_it(name: str, tmp_path: Path) -> None:
    reading = read(tmp_path, body(TABLES[name]))
    assert (reading.document.status, reading.document.error) == ("ok", None)
    assert amounts(reading) == expected()
    assert money(reading) == ["1284.56", "684.56"]


@pytest.mark.parametrize(
    "sentence",
    [
        "<w:p>" + run("本年支出合计") + run("9,999.99", STRUCK) + run(SENTENCE[6:]) + "</w:p>",
        paragraph(SENTENCE) + f"<w:p><w:pPr><w:pStyle w:val='White'/></w:pPr>{run('本年收入合计9.99万元。')}</w:p>",
        f"<w:p>{control(run('本年收入合计9.99万元。'), '<w:showingPlcHdr/>')}</w:p>{paragraph(SENTENCE)}",
        f"<w:p><w:r><w:pict><w:txbxContent>{paragraph(SENTENCE)}</w:txbxContent></w:pict></w:r></w:p>",
    ],
)
def test_a_sentence_is_what_a_person_sees_of_it(sentence: str, tmp_path: Path) -> None:
    assert money(read(tmp_path, body(table(), sentence))) == ["1284.56", "684.56"]


def picture(width: int, height: int) -> str:
    """A picture of so many centimetres."""
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    return (
        f"<w:p><w:r><w:drawing><wp:inline xmlns:wp='{drawing}/wordprocessingDrawing'><wp:extent cx='{width * 360000}' "
        f"cy='{height * 360000}'/><a:blip xmlns:a='{drawing}/main'/></wp:inline></w:drawing></w:r></w:p>"
    )


OBJECT = "<o:OLEObject xmlns:o='urn:schemas-microsoft-com:office:office' ProgID='{}'/>"
SHEET = f"<w:p><w:r><w:object>{OBJECT}</w:object></w:r></w:p>"


@pytest.mark.parametrize(
    ("apart", "told"),
    [
        (picture(15, 20), "large picture"),
        (picture(15, 2), None),
        (SHEET.format("Excel.Sheet.12"), "embedded"),
        (SHEET.format("Equation.3"), None),
        (f"<w:subDoc xmlns:r='{R}' r:id='gone'/>", "another file"),
        (f"<w:altChunk xmlns:r='{R}' r:id='gone'/>", "another file"),
    ],
)
def test_what_may_hold_a_table_and_is_not_read_is_told(apart: str, told: str | None, tmp_path: Path) -> None:
    document = read(tmp_path, body(table() + apart)).document
    assert (document.status, document.error_code) == (("partial", "not_all_read") if told else ("ok", None))
    assert told is None or (told in (document.error or "") and "未读取" in (document.error_zh or ""))


def test_a_file_that_is_put_in_is_read_in_its_place(tmp_path: Path) -> None:
    rows = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in ROWS)
    page = f"<html><body><p>{TITLE}</p><p>{LABELS[0]}</p><p>{LABELS[1]}</p><table>{rows}</table></body></html>"
    document = docx("".join(map(paragraph, NAMED[1:])) + table())
    for name, content in {"chunk.htm": page.encode(), "chunk.docx": document}.items():
        put_in = f"{paragraph(NAMED[0])}<w:altChunk xmlns:r='{R}' r:id='{name}'/>{paragraph('一、支出')}"
        reading = read(tmp_path, put_in, {name: ("aFChunk", content)})
        assert (reading.document.status, amounts(reading)) == ("ok", expected())


def test_a_running_head_says_what_the_tables_of_its_section_are(tmp_path: Path) -> None:
    head = f'<w:hdr xmlns:w="{W}">{"".join(map(paragraph, NAMED[1:]))}</w:hdr>'.encode()
    refers = f"<w:sectPr><w:headerReference xmlns:r='{R}' w:type='default' r:id='header1.xml'/></w:sectPr>"
    said = f"{paragraph(NAMED[0])}<w:p><w:pPr><w:sectPr/></w:pPr></w:p>{table()}<w:p><w:pPr>{refers}</w:pPr></w:p>"
    reading = read(tmp_path, said, {"header1.xml": ("header", head)})
    assert (reading.document.error, amounts(reading)) == (None, expected())


def test_amounts_of_which_nothing_says_the_unit_are_told(tmp_path: Path) -> None:
    reading = read(tmp_path, "".join(map(paragraph, NAMED[:3])) + table())
    assert {fact.amount_yuan for fact in reading.facts} == {None}
    assert (reading.document.status, reading.document.error_code) == ("partial", "not_all_read")
