"""Fields and typed notes stand on the page; what lies over figures, or prints some of its own, is told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from extractor.document.model import Characters
from extractor.document.pdf.reader import PdfReader, read_pages
from extractor.reading import read_file
from extractor.tables.drawings import changed as changed_numbers
from tests.support.raw_pages import SHOWN, written

OLD = "812.36"
APPEARANCE = (
    "<</Type/XObject/Subtype/Form/BBox[0 0 80 20]/Resources<</Font<</F 5 0 R>>>>/Length {0}>>stream\n{1}\nendstream"
)
WHITE_NOTE = "1 g 0 0 80 20 re f 0 g BT /F 10 Tf 10 6 Td (795.40) Tj ET"


@pytest.mark.parametrize(
    ("annotation", "left"),
    [
        ("/Subtype/FreeText", "795.40"),  # typed upon the older figure
        ("/Subtype/Widget/FT/Tx/T(a)/V(795.40)", "795.40"),
        ("/Subtype/Widget/FT/Tx/T(a)/V(795.40)/F 2", OLD),
        ("/Subtype/Stamp", ""),  # lies upon it, and says nothing of its own
        ("/Subtype/Watermark", ""),
    ],
)
def test_fields_and_typed_notes_stand_on_the_page_and_stamps_do_not(annotation: str, left: str, tmp_path: Path) -> None:
    form = APPEARANCE.format(len(WHITE_NOTE), WHITE_NOTE)
    note = f"<</Type/Annot{annotation}/Rect[190 144 270 164]/AP<</N 6 0 R>>>>"
    content = "BT /F 10 Tf 200 150 Td (812.36) Tj ET"
    found = written(tmp_path / "a.pdf", content, "/AcroForm<</Fields[7 0 R]>>", ">>/Annots[7 0 R]", form, note)
    assert found == left


@pytest.mark.parametrize("kind", ["Square", "Ink", "Redact", "Stamp", "Watermark", "Text", "FileAttachment"])
def test_figures_under_a_drawn_note_are_not_there_and_told(kind: str, tmp_path: Path) -> None:
    form = APPEARANCE.format(22, "1 g 0 0 80 20 re f 0 g")
    note = f"<</Type/Annot/Subtype/{kind}/F 4/Rect[190 144 270 164]/AP<</N 6 0 R>>>>"
    content = "BT /F 10 Tf 200 150 Td (812.36) Tj 0 -90 Td (795.40) Tj ET"
    assert written(tmp_path / "a.pdf", content, "", ">>/Annots[7 0 R]", form, note) == "795.40"
    assert read_pages(tmp_path / "a.pdf", 1)[0].covered


def test_the_digit_that_a_stamp_leaves_of_a_figure_is_none(tmp_path: Path) -> None:
    form = APPEARANCE.format(22, "1 g 0 0 80 20 re f 0 g")
    stamp = "<</Type/Annot/Subtype/Stamp/F 4/Rect[205.4 144 285.4 164]/AP<</N 6 0 R>>>>"
    content = "BT /F 10 Tf 200 150 Td (812.36) Tj 0 -90 Td (795.40) Tj ET"
    assert written(tmp_path / "a.pdf", content, "", ">>/Annots[7 0 R]", form, stamp) == "\ufffd795.40"


@pytest.mark.parametrize("field", ["/FT/Sig", "/FT/Btn", "/FT/Btn/Ff 65536"])
@pytest.mark.parametrize(("content", "told"), [("1 g 0 0 80 20 re f", True), ("0 0 80 20 re S", False)])
def test_figures_under_a_signature_or_a_button_are_told(field: str, content: str, told: bool, tmp_path: Path) -> None:
    form = APPEARANCE.format(len(content), content)
    note = f"<</Type/Annot/Subtype/Widget{field}/T(a)/F 4/Rect[190 144 270 164]/AP<</N 6 0 R>>>>"
    found = written(tmp_path / "a.pdf", "BT /F 10 Tf 200 150 Td (812.36) Tj ET", "", ">>/Annots[7 0 R]", form, note)
    assert found == ("" if told else OLD)
    assert read_pages(tmp_path / "a.pdf", 1)[0].covered == told


def test_what_a_button_leaves_of_a_figure_is_none(tmp_path: Path) -> None:
    """It shows another, of which only the last digit is another."""
    content = "1 g 0 0 80 20 re f 0 g BT /F 10 Tf 10 6 Td (812.37) Tj ET"
    button = "<</Type/Annot/Subtype/Widget/FT/Btn/T(a)/F 4/Rect[190 144 270 164]/AS/On/AP<</N<</On 6 0 R>>>>>>"
    old = "BT /F 10 Tf 200 150 Td (812.36) Tj 0 -40 Td (5.10) Tj ET"
    form = APPEARANCE.format(len(content), content)
    assert written(tmp_path / "a.pdf", old, "", ">>/Annots[7 0 R]", form, button) == "812.3\ufffd5.10"
    page = read_pages(tmp_path / "a.pdf", 1)[0]
    assert page.covered and page.amended


def test_figures_under_a_signature_are_told_beside_a_field_too(tmp_path: Path) -> None:
    white, typed = "1 g 0 0 80 20 re f", "BT /F 10 Tf 10 6 Td (795.40) Tj ET"
    signature = "<</Type/Annot/Subtype/Widget/FT/Sig/T(a)/F 4/Rect[190 144 270 164]/AP<</N 6 0 R>>>>"
    field = "<</Type/Annot/Subtype/Widget/FT/Tx/T(b)/V(795.40)/F 4/Rect[190 44 270 64]/AP<</N 8 0 R>>>>"
    more = (APPEARANCE.format(len(white), white), signature, APPEARANCE.format(len(typed), typed), field)
    content = "BT /F 10 Tf 200 150 Td (812.36) Tj ET"
    assert written(tmp_path / "a.pdf", content, "", ">>/Annots[7 0 R 9 0 R]", *more) == "795.40"
    assert read_pages(tmp_path / "a.pdf", 1)[0].covered


@pytest.mark.parametrize("kind", ["Square", "Stamp", "Watermark", "Line/L[195 153 198 153]"])
@pytest.mark.parametrize(
    ("mark", "boxes"),
    [
        ("5 8.5 3.5 .9 re f", 1),
        ("1 w 5 9 m 8.5 9 l S", 1),
        ("BT /F 10 Tf 5 6 Td (-) Tj ET", 1),
        ("5 2 25 16 re S", 0),  # larger than any sign
        ("BT /F 10 Tf 0 6 Td (checked by) Tj ET", 0),  # says more than a sign
    ],
)
def test_a_minus_that_a_note_draws_is_seen(kind: str, mark: str, boxes: int, tmp_path: Path) -> None:
    form = APPEARANCE.format(len(mark), mark)
    note = f"<</Type/Annot/Subtype/{kind}/F 4/Rect[190 144 270 164]/AP<</N 6 0 R>>>>"
    written(tmp_path / "a.pdf", "BT /F 10 Tf 200 150 Td (812.36) Tj ET", "", ">>/Annots[7 0 R]", form, note)
    drawn = read_pages(tmp_path / "a.pdf", 1)[0].drawn.boxes
    assert [box[0] < 200 and box[3] - box[1] < 2 for box in drawn.tolist()] == [True] * boxes


STRIKES = {
    "1 w 8 9 m 43 9 l S": ("", 0),
    "1 w 1 9 m 79 9 l S": ("", 0),  # from border to border
    "1 0 0 rg 8 8.5 35 1 re f": ("", 0),
    "1 w 8 4 m 43 14 l S 8 14 m 43 4 l S": (OLD, 1),
    "1 w 8 8 m 15 12 l 22 7 l 29 12 l 36 7 l 43 12 l S": (OLD, 1),
    "1 w 8 4.5 m 43 4.5 l S": (OLD, 0),  # below
    "1 w 6 2 40 16 re S": (OLD, 0),  # around
    "/M gs 1 1 0 rg 8 4 36 12 re f": (OLD, 0),  # a highlight
}


@pytest.mark.parametrize("kind", ["Square", "Stamp", "Polygon", "Watermark", "Ink", "Text", "StrikeOut", "Highlight"])
@pytest.mark.parametrize("strike", STRIKES)
def test_what_a_note_draws_through_a_figure_strikes_it_out(kind: str, strike: str, tmp_path: Path) -> None:
    form = APPEARANCE.replace("<</Font", "<</ExtGState<</M<</BM/Multiply>>>>/Font").format(len(strike), strike)
    note = f"<</Type/Annot/Subtype/{kind}/F 4/Rect[190 144 270 164]/AP<</N 6 0 R>>>>"
    content = "BT /F 10 Tf 200 150 Td (812.36) Tj ET"
    left, crossed = STRIKES[strike]
    assert written(tmp_path / "a.pdf", content, "", ">>/Annots[7 0 R]", form, note) == left
    drawn = read_pages(tmp_path / "a.pdf", 1)[0].drawn
    digits = Characters(OLD, *np.array([[200 + 5.56 * i, 140, 205 + 5.56 * i, 152, 150, 10] for i in range(6)]).T)
    assert len(changed_numbers(drawn, digits, np.zeros(6, np.intp))) == crossed


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("/Subtype/Widget/FT/Btn/Ff 65536/T(a)/Rect[190 144 270 164]", True),
        ("/Subtype/Ink/Rect[190 144 270 164]", True),
        ("/Subtype/Stamp/Rect[190 144 270 164]", True),
        ("/Subtype/Stamp/Rect[190 144 270 184]", True),  # as high as the row of a table
        ("/Subtype/Stamp/Rect[190 84 310 164]", False),  # as high as a stamp
        ("/Subtype/Stamp/Rect[190 44 270 64]", False),  # below all text
        ("/Subtype/Text/Rect[190 144 270 164]", False),
    ],
)
def test_figures_that_only_a_note_or_a_button_prints_are_told(note: str, told: bool, tmp_path: Path) -> None:
    figure = "BT /F 10 Tf 10 6 Td (795.40) Tj ET"
    form = APPEARANCE.format(len(figure), figure)
    content = "BT /F 10 Tf 20 150 Td (812.36) Tj ET"
    note = f"<</Type/Annot{note}/F 4/AP<</N 6 0 R>>>>"
    assert written(tmp_path / "a.pdf", content, "", ">>/Annots[7 0 R]", form, note) == OLD
    assert read_pages(tmp_path / "a.pdf", 1)[0].bare_notes == told


@pytest.mark.parametrize(("said", "told"), [("9", True), ("see above", False)])
def test_a_digit_that_a_mark_says_to_insert_is_told(said: str, told: bool, tmp_path: Path) -> None:
    caret = "0 0 m 3 6 l 6 0 l S"
    note = f"<</Type/Annot/Subtype/Caret/Rect[204 144 210 150]/Contents({said})/F 4/AP<</N 6 0 R>>>>"
    content = "BT /F 10 Tf 200 150 Td (812.36) Tj ET"
    assert (
        written(tmp_path / "a.pdf", content, "", ">>/Annots[7 0 R]", APPEARANCE.format(len(caret), caret), note) == OLD
    )
    assert read_pages(tmp_path / "a.pdf", 1)[0].bare_notes == told


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("/FT/Tx/V(795.40)/DA(/F 10 Tf)", True),
        ("/FT/Tx/DA(/F 10 Tf)", False),
        ("/Parent 7 0 R", True),  # it may have a text
        ("/Parent 7 0 R/AS/Off/AP<</N<</On 4 0 R>>>>", False),
        ("/FT/Btn/Ff 65536/MK<</CA(795.40)>>", True),
        ("/FT/Btn/V/Off", False),  # to be ticked
    ],
)
def test_fields_that_each_viewer_draws_as_it_likes_are_told(field: str, told: bool, tmp_path: Path) -> None:
    content = "BT /F 10 Tf 20 150 Td (812.36) Tj ET"
    widget = f"<</Type/Annot/Subtype/Widget{field}/T(a)/F 4/Rect[190 144 270 164]>>"
    assert written(tmp_path / "a.pdf", content, "/AcroForm<</Fields[6 0 R]>>", ">>/Annots[6 0 R]", widget) == OLD
    assert read_pages(tmp_path / "a.pdf", 1)[0].bare_notes == told


@pytest.mark.parametrize("pinned", [False, True])
def test_documents_within_a_pdf_are_named(pinned: bool, tmp_path: Path) -> None:
    held = ("决算公开表.pdf", "facture-x.xml", "a\nb.xlsx")
    names = [f"<FEFF{name.encode('utf-16-be').hex()}>" for name in held]
    specs = [f"<</Type/Filespec/F{name}/UF{name}/EF<</F 6 0 R>>>>" for name in names]
    tree = "".join(f"({i}){spec}" for i, spec in enumerate(specs))
    catalog = "" if pinned else f"/Collection<</View/D>>/Names<</EmbeddedFiles<</Names[{tree}]>>>>"
    pins = "".join(f"<</Type/Annot/Subtype/FileAttachment/Rect[0 0 9 9]/FS{spec}>>" for spec in specs)
    page = f">>/Annots[{pins}]" if pinned else ">>"
    stream = "<</Type/EmbeddedFile/Length 4>>stream\n%PDF\nendstream"
    assert written(tmp_path / "a.pdf", SHOWN, catalog, page, stream) == "795.40"
    assert read_pages(tmp_path / "a.pdf", 1)[0].attached == ("决算公开表.pdf", "a\ufffdb.xlsx")


@pytest.mark.parametrize(
    ("catalog", "page", "name"),
    [
        ("/AF[7 0 R]", "", "tables.pdf"),
        ("", "/AF[7 0 R]", "tables.pdf"),
        ("/Names<</EmbeddedFiles<</Names[(a)7 0 R]>>>>", "", "tables.dat"),  # its bytes are those of a PDF
        ("/OpenAction<</S/Launch/F 7 0 R>>", "", "tables.pdf"),
        ("/Names<</EmbeddedFiles<</Names[(a)7 0 R]>>>>/AF[7 0 R]", "/AF[7 0 R]", "tables.pdf"),
    ],
)
def test_documents_within_a_pdf_are_named_wherever_they_hang(
    catalog: str, page: str, name: str, tmp_path: Path
) -> None:
    stream = "<</Type/EmbeddedFile/Length 4>>stream\n%PDF\nendstream"
    specification = f"<</Type/Filespec/F({name})/EF<</F 6 0 R>>>>"
    written(tmp_path / "a.pdf", SHOWN, catalog, f">>{page}", stream, specification)
    assert PdfReader().pages(tmp_path / "a.pdf", 1)[0].attached == (name,)


@pytest.mark.parametrize("text", [SHOWN, "", "0 g"])
def test_a_cover_sheet_says_which_files_it_holds(text: str, tmp_path: Path) -> None:
    stream = "<</Type/EmbeddedFile/Length 4>>stream\n%PDF\nendstream"
    specification = "<</Type/Filespec/F(tables.pdf)/EF<</F 6 0 R>>>>"
    catalog = "/Collection<<>>/Names<</EmbeddedFiles<</Names[(a)7 0 R]>>>>"
    written(tmp_path / "a.pdf", text, catalog, ">>", stream, specification)
    assert "tables.pdf" in (read_file(tmp_path / "a.pdf").document.error or "")


@pytest.mark.parametrize(("shown", "told"), [("1 g 0 0 80 20 re f", True), (WHITE_NOTE, False)])
def test_a_field_whose_appearance_does_not_show_its_value_is_told(shown: str, told: bool, tmp_path: Path) -> None:
    form = APPEARANCE.format(len(shown), shown)
    widget = "<</Type/Annot/Subtype/Widget/FT/Tx/V(795.40)/T(a)/F 4/Rect[190 144 270 164]/AP<</N 6 0 R>>>>"
    written(tmp_path / "a.pdf", SHOWN, "/AcroForm<</Fields[7 0 R]>>", ">>/Annots[7 0 R]", form, widget)
    assert read_pages(tmp_path / "a.pdf", 1)[0].bare_notes == told


@pytest.mark.parametrize(("y", "left"), [(10, ""), (2, OLD)])
def test_a_line_under_text_that_goes_through_it_strikes_it_out(y: int, left: str, tmp_path: Path) -> None:
    line = f"0 G .5 w 10 {y} m 42 {y} l S"
    form = APPEARANCE.format(len(line), line)
    note = "<</Type/Annot/Subtype/Underline/F 4/Rect[190 143 270 163]/AP<</N 6 0 R>>>>"
    content = "BT /F 10 Tf 200 150 Td (812.36) Tj ET"
    assert written(tmp_path / "a.pdf", content, "", ">>/Annots[7 0 R]", form, note) == left


def test_figures_under_a_typed_note_that_each_viewer_draws_as_it_likes_are_none(tmp_path: Path) -> None:
    note = "<</Type/Annot/Subtype/FreeText/F 4/Contents(795.40)/DA(/F 10 Tf)/Rect[190 144 270 164]>>"
    content = "BT /F 10 Tf 20 150 Td (12.50) Tj 180 0 Td (812.36) Tj ET"
    assert (
        written(tmp_path / "a.pdf", content, "", ">>/Annots[6 0 R]", note) == "12.50" + 3 * "\ufffd" + ".\ufffd\ufffd"
    )
    assert read_pages(tmp_path / "a.pdf", 1)[0].bare_notes


@pytest.mark.parametrize(
    ("kind", "left"),
    [
        ("FreeText", "12.50" + "\ufffd\ufffd\ufffd.\ufffd\ufffd"),
        ("Widget/FT/Tx/T(a)", "12.50" + "\ufffd\ufffd\ufffd.\ufffd\ufffd"),
        ("Square", "12.50"),
    ],
)
def test_figures_under_what_only_some_viewers_show_are_none_and_told(kind: str, left: str, tmp_path: Path) -> None:
    form = APPEARANCE.format(len(WHITE_NOTE), WHITE_NOTE)
    note = f"<</Type/Annot/Subtype/{kind}/F 1/Rect[190 144 270 164]/AP<</N 6 0 R>>>>"
    content = "BT /F 10 Tf 20 150 Td (12.50) Tj 180 0 Td (812.36) Tj ET"
    found = written(tmp_path / "a.pdf", content, "/AcroForm<</Fields[7 0 R]>>", ">>/Annots[7 0 R]", form, note)
    assert found == left
    assert read_pages(tmp_path / "a.pdf", 1)[0].is_read_in_part


def test_a_typed_note_in_a_layer_is_told(tmp_path: Path) -> None:
    form = APPEARANCE.format(len(WHITE_NOTE), WHITE_NOTE)
    note = "<</Type/Annot/Subtype/FreeText/OC 8 0 R/Rect[190 144 270 164]/AP<</N 6 0 R>>>>"
    content = "BT /F 10 Tf 200 150 Td (812.36) Tj ET"
    layer = "<</Type/OCG/Name(old)>>"
    assert written(tmp_path / "a.pdf", content, "", ">>/Annots[7 0 R]", form, note, layer) == OLD
    assert read_pages(tmp_path / "a.pdf", 1)[0].bare_notes


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("(812.36)", True),
        ("(0)", True),
        ("(795.4)", False),
        ("(795.398)", False),
        ("()", False),
        ("(1)/Opt[[(1)(795.40)][(2)(812.36)]]", False),  # which of several
    ],
)
def test_a_field_that_shows_another_number_than_its_value_is_told(value: str, told: bool, tmp_path: Path) -> None:
    form = APPEARANCE.format(len(WHITE_NOTE), WHITE_NOTE)
    field = f"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V{value}/F 4/Rect[190 144 270 164]/AP<</N 6 0 R>>>>"
    found = written(tmp_path / "a.pdf", "", "/AcroForm<</Fields[7 0 R]>>", ">>/Annots[7 0 R]", form, field)
    assert found == "795.40"
    assert read_pages(tmp_path / "a.pdf", 1)[0].bare_notes == told
