"""Figures that are struck out, watermarks beside figures, numbers that stand together in one cell, and what is said in
the stead of glyphs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from reportlab.pdfgen.canvas import Canvas

from extractor.document.model import Characters, Page
from extractor.document.pdf.reader import read_pages
from extractor.document.pdf.sight.overprint import once
from extractor.tables.locate import located
from extractor.tables.model import DRAWN, Cell
from extractor.tables.ruled.runs import without_marks
from tests.support.raw_pages import written

SIZE = (400, 300)
LEFT, BOTTOM, WIDE, HIGH = 40, 200, 80, 24  # of the first cell of a row of four
BASE = BOTTOM + 8
Draw = Callable[[Canvas], None]


def page_of(path: Path, draw: Draw) -> Page:
    """A ruled row of four cells with a figure in the last, and what `draw` adds."""
    canvas = Canvas(str(path), pagesize=SIZE)
    canvas.setLineWidth(0.5)
    for column in range(4):
        for row in range(2):
            canvas.rect(LEFT + WIDE * column, BOTTOM - HIGH * row, WIDE, HIGH)
    canvas.setFont("Helvetica", 9)
    canvas.drawString(LEFT + 3 * WIDE + 4, BASE, "77.70")
    draw(canvas)
    canvas.showPage()
    canvas.save()
    path.write_bytes(path.read_bytes().replace(b"/Subtype /Highlight", b"/Subtype /StrikeOut"))
    return read_pages(path, 1)[0]


def cells(path: Path, draw: Draw) -> list[Cell]:
    (content,) = located([page_of(path, draw)])
    return [cell for grid in content.grids for cell in grid.cells if cell.text]


def texts(path: Path, draw: Draw) -> list[str]:
    return [cell.text for cell in cells(path, draw)]


def struck_by_line(canvas: Canvas) -> None:
    canvas.drawString(LEFT + 4, BASE, "812.36")
    canvas.line(LEFT + 4, BASE + 3, LEFT + 4 + canvas.stringWidth("812.36"), BASE + 3)
    canvas.drawString(LEFT + 40, BASE, "795.40")


def struck_almost(canvas: Canvas) -> None:
    canvas.drawString(LEFT + 4, BASE, "812.36")
    for x in (0, 6, 12):
        canvas.line(LEFT + 4 + x, BASE + 3, LEFT + 10 + x, BASE + 3)
    canvas.drawString(LEFT + 40, BASE, "795.40")


def struck_for_the_next(canvas: Canvas) -> None:
    """As tracked changes are printed: the new figure tight behind the old one."""
    width = canvas.stringWidth("812.36")
    canvas.drawString(LEFT + 4, BASE, "812.36795.40")
    canvas.line(LEFT + 4, BASE + 3, LEFT + 4 + width, BASE + 3)


def struck_by_area(canvas: Canvas) -> None:
    canvas.drawString(LEFT + 4, BASE, "812.36")
    canvas.rect(LEFT + 3.5, BASE + 2.6, canvas.stringWidth("812.36") + 1, 0.6, stroke=0, fill=1)
    canvas.drawString(LEFT + 40, BASE, "795.40")


def struck_by_note(canvas: Canvas) -> None:
    canvas.drawString(LEFT + 4, BASE, "812.36")
    x0, x1, y0, y1 = LEFT + 4, LEFT + 4 + canvas.stringWidth("812.36"), BASE - 2, BASE + 8
    quad = [x0, y1, x1, y1, x0, y0, x1, y0]
    canvas.highlightAnnotation("", (x0, y0, x1, y1), QuadPoints=quad)
    canvas.drawString(LEFT + 40, BASE, "795.40")


def struck_from_border_to_border(canvas: Canvas) -> None:
    canvas.drawString(LEFT + 24, BASE, "812.36")
    canvas.line(LEFT, BASE + 2.8, LEFT + WIDE, BASE + 2.8)
    canvas.drawString(LEFT + WIDE + 4, BASE, "795.40")


def struck_to_the_border(canvas: Canvas) -> None:
    canvas.drawString(LEFT + 4, BASE, "812.36")
    canvas.line(LEFT + 3, BASE + 2.8, LEFT + WIDE, BASE + 2.8)
    canvas.drawString(LEFT + WIDE + 4, BASE, "795.40")


STRIKES = [struck_by_line, struck_almost, struck_for_the_next, struck_by_area, struck_by_note]


@pytest.mark.parametrize("code", ["2012601", "20126", "201"])
def test_a_code_that_is_struck_out_leaves_its_row_with_one_that_nobody_can_read(tmp_path: Path, code: str) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(LEFT + 4, BASE, code)
        canvas.line(LEFT + 4, BASE + 3, LEFT + 4 + canvas.stringWidth(code), BASE + 3)

    assert texts(tmp_path / "a.pdf", draw) == ["\ufffd" * len(code), "77.70"]
    assert page_of(tmp_path / "a.pdf", draw).amended  # other readers would find the code


@pytest.mark.parametrize("draw", [*STRIKES, struck_from_border_to_border, struck_to_the_border])
def test_a_figure_that_is_struck_out_is_none(tmp_path: Path, draw: Draw) -> None:
    assert texts(tmp_path / "a.pdf", draw) == ["795.40", "77.70"]


@pytest.mark.parametrize(
    ("x0", "x1", "y0", "y1", "left"),
    [
        (198, 234, 153, 153, ""),
        (198, 234, 153, 154, ""),
        (198, 234, 147, 147, "795.40"),  # below
        (40, 380, 153, 153, "795.40"),  # an arrow that comes from afar
        (200, 230, 148, 158, "795.40"),
    ],
)
@pytest.mark.parametrize("kind", ["Line/L[{}]", "Ink/InkList[[{}]]", "PolyLine/Vertices[{}]"])
def test_a_line_drawn_as_a_note_strikes_out_what_it_fits(
    tmp_path: Path, kind: str, x0: int, x1: int, y0: int, y1: int, left: str
) -> None:
    stroke = f"{x0} {y0} m {x1} {y1} l S"
    note = (
        f">>/Annots[<</Type/Annot/Subtype/{kind.format(f'{x0} {y0} {x1} {y1}')}/Rect[{x0} {y0 - 2} {x1} {y1 + 2}]"
        "/AP<</N 6 0 R>>>>]"
    )
    look = f"<</Type/XObject/Subtype/Form/BBox[0 0 400 300]/Length {len(stroke)}>>stream\n{stroke}\nendstream"
    assert written(tmp_path / "a.pdf", "BT /F 10 Tf 200 150 Td (795.40) Tj ET", "", note, look) == left
    (stroke,) = read_pages(tmp_path / "a.pdf", 1)[0].drawn.slants  # tells what it goes through where it fits none
    assert stroke.tolist() == [x0, 300 - y0, x1, 300 - y1]


def crossed_out(canvas: Canvas) -> None:
    canvas.drawString(LEFT + 4, BASE, "812.36")
    canvas.line(LEFT - 30, BASE - 10, LEFT + 4 * WIDE + 40, BASE + 100)


def crossed_by_a_bar(canvas: Canvas) -> None:
    canvas.drawString(LEFT + 4, BASE, "812.36")
    path = canvas.beginPath()
    path.moveTo(LEFT - 4, BASE - 4)
    for x, y in ((LEFT + 50, BASE + 12), (LEFT + 50, BASE + 13), (LEFT - 4, BASE - 3)):
        path.lineTo(x, y)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def scrawled(canvas: Canvas) -> None:
    """A zigzag of a pen, twice as high as the figure."""
    canvas.drawString(LEFT + 4, BASE, "812.36")
    path = canvas.beginPath()
    path.moveTo(LEFT + 2, BASE - 6)
    for i in range(1, 18):
        path.lineTo(LEFT + 2 + 1.9 * i, BASE + (12 if i % 2 else -6))
    canvas.drawPath(path)


def negative_by_a_triangle(canvas: Canvas) -> None:
    canvas.drawString(LEFT + 14, BASE, "812.36")
    path = canvas.beginPath()
    path.moveTo(LEFT + 6, BASE)
    path.lineTo(LEFT + 12, BASE)
    path.lineTo(LEFT + 9, BASE + 6)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


@pytest.mark.parametrize("draw", [crossed_out, crossed_by_a_bar, scrawled, negative_by_a_triangle])
def test_a_stroke_through_a_figure_or_a_sign_before_it_is_told(tmp_path: Path, draw: Draw) -> None:
    assert [DRAWN in text for text in texts(tmp_path / "a.pdf", draw)] == [True, False]


def test_a_ring_around_a_figure_and_the_tick_beside_it_are_told_of_no_number(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(LEFT + 30, BASE, "812.36")
        canvas.ellipse(LEFT + 24, BASE - 6, LEFT + 66, BASE + 14)
        canvas.ellipse(LEFT + 3 * WIDE + 8, BASE - 7, LEFT + 3 * WIDE + 90, BASE + 40)
        canvas.lines([(LEFT + 8, BASE + 3, LEFT + 11, BASE), (LEFT + 11, BASE, LEFT + 18, BASE + 9)])

    assert texts(tmp_path / "a.pdf", draw) == ["812.36", "77.70"]


def test_a_stroke_that_parts_a_cell_is_no_matter_of_its_figures(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.line(LEFT, BOTTOM + HIGH, LEFT + WIDE, BOTTOM)
        canvas.drawString(LEFT + 2, BOTTOM + 2, "2023")

    assert texts(tmp_path / "a.pdf", draw) == ["2023", "77.70"]


def underlined(canvas: Canvas) -> None:
    canvas.drawString(LEFT + 4, BASE, "812.36")
    canvas.line(LEFT + 4, BASE - 1.2, LEFT + 4 + canvas.stringWidth("812.36"), BASE - 1.2)


def on_a_border(canvas: Canvas) -> None:
    canvas.drawString(LEFT + 24, BOTTOM - 3, "812.36")


@pytest.mark.parametrize("draw", [underlined, on_a_border])
def test_an_underline_and_a_border_strike_nothing_out(tmp_path: Path, draw: Draw) -> None:
    assert "812.36" in texts(tmp_path / "a.pdf", draw)


@pytest.mark.parametrize(("numbers", "read"), [(2, False), (1, True)])
def test_a_line_through_a_row_leaves_none_of_its_figures(numbers: int, read: bool, tmp_path: Path) -> None:
    def row(canvas: Canvas) -> None:
        for column in range(numbers):
            canvas.drawString(LEFT + WIDE * column + 4, BASE, "812.36")
        canvas.line(LEFT, BASE + 3, LEFT + 4 * WIDE, BASE + 3)  # through that of the last cell, too

    assert ("812.36" in texts(tmp_path / "a.pdf", row)) == read


def marked(canvas: Canvas, grey: float = 0.85, mark: str = "3710") -> None:
    for column, figure in enumerate(("812.36", "0.00", "5.10")):
        canvas.setFillGray(grey)
        canvas.drawString(LEFT + WIDE * column + 3, BASE, mark)
        canvas.setFillGray(0)
        canvas.drawRightString(LEFT + WIDE * (column + 1) - 3, BASE, figure)


@pytest.mark.parametrize("rise", [2.7, -1.2])
def test_a_mark_at_a_number_is_none_of_its_digits_where_its_comma_is_higher_than_they_are(rise: float) -> None:
    """Fonts without a height of their own give each character the box of its glyph."""
    text, count = "1,225.951", 9
    size = np.array([5.6, 6.5, *[5.6] * 6, 3.2], np.float32)
    baseline = np.array([72.5] * 8 + [72.5 - rise], np.float32)
    x0 = np.arange(count, dtype=np.float32) * 4
    found = Characters(text, x0, baseline - size, x0 + 4, baseline, baseline, size)
    assert without_marks(found, np.arange(count)).tolist() == list(range(8))


@pytest.mark.parametrize(("text", "left"), [("No.2024", "77.70"), ("", None)])
def test_what_is_strewn_aslant_over_a_page_is_none_of_its_text(text: str, left: str | None, tmp_path: Path) -> None:
    """A page that is written aslant says something else in each place."""

    def strewn(canvas: Canvas) -> None:
        for number in range(30):
            canvas.saveState()
            canvas.translate(60 * (number % 6), 50 * (number // 6))
            canvas.rotate(30)
            canvas.drawString(0, 0, text or f"{number * 7919 % 997:03}{number}")
            canvas.restoreState()

    found = page_of(tmp_path / "a.pdf", strewn).characters.text
    assert found == left if left else len(found) > 100


@pytest.mark.parametrize("ink", ["0 0 900 90 re 0 610 900 90 re f", "0 0 900 90 re 0 300 900 90 re 0 610 900 90 re f"])
def test_strokes_at_the_edges_of_their_box_are_seen(ink: str, tmp_path: Path) -> None:
    """Of a 二 nothing stands in the middle of its box, where the font has no more height than that."""
    content, drawing = "BT /F 12 Tf 200 150 Td (A) Tj ET", f"900 0 0 0 900 700 d1 {ink}"
    text = "1 beginbfchar <41> <4E8C> endbfchar"
    font = (
        "<</Type/Font/Subtype/Type3/FontBBox[0 0 900 700]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 65/LastChar 65"
        "/Widths[900]/CharProcs<</g 6 0 R>>/Encoding<</Differences[65/g]>>/Resources<<>>/ToUnicode 7 0 R>>"
    )
    streams = [f"<</Length {len(stream)}>>stream\n{stream}\nendstream" for stream in (drawing, text)]
    written(tmp_path / "a.pdf", content, "", "", *streams)
    made = (tmp_path / "a.pdf").read_text("latin-1")
    (tmp_path / "a.pdf").write_text(made.replace("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", font), "latin-1")
    assert read_pages(tmp_path / "a.pdf", 1)[0].characters.text == "二"


@pytest.mark.parametrize("grey", [0.7, 0.85])
def test_what_is_strewn_in_a_pale_ink_is_none_of_the_text_upon_it(grey: float, tmp_path: Path) -> None:
    def strewn(canvas: Canvas) -> None:
        canvas.setFillGray(grey)
        for number in range(30):
            canvas.drawString(10 + 65 * (number % 6), BASE - 40 * (number // 6 - 1), "user 20240815")
        canvas.setFillGray(0)
        canvas.drawString(LEFT + 4, BASE, "812.36")

    found = page_of(tmp_path / "a.pdf", strewn)
    assert (sorted(found.characters.text), found.state) == (sorted("812.3677.70"), "text")


@pytest.mark.parametrize("struck", [True, False])
def test_a_struck_figure_that_its_line_makes_another_spoils_no_page(struck: bool, tmp_path: Path) -> None:
    """Digits that are drawn are looked at, with what lies upon them."""

    def draw(canvas: Canvas) -> None:
        canvas.drawString(LEFT + 4, BASE, "812.36")
        canvas.setFillGray(1)
        canvas.rect(LEFT + 4, BASE + 2, 3, 9, stroke=0, fill=1)
        canvas.setFillGray(0)
        if struck:
            canvas.line(LEFT + 4, BASE + 3, LEFT + 4 + canvas.stringWidth("812.36"), BASE + 3)

    found = page_of(tmp_path / "a.pdf", draw)
    assert (found.characters.text, found.state) == ("77.70", "text") if struck else found.state == "garbled"


def test_pale_digits_beside_a_figure_are_no_part_of_it(tmp_path: Path) -> None:
    assert texts(tmp_path / "a.pdf", marked) == ["812.36", "0.00", "5.10", "77.70"]


def test_pale_digits_alone_in_their_cells_are_read(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillGray(0.7)
        for column in range(3):
            canvas.drawString(LEFT + WIDE * column + 3, BASE, "0.00")

    assert texts(tmp_path / "a.pdf", draw) == ["0.00", "0.00", "0.00", "77.70"]


def below_each_other(canvas: Canvas) -> None:
    canvas.drawString(LEFT + 4, BOTTOM + 14, "482400")
    canvas.drawString(LEFT + 4, BOTTOM + 4, "513000")


def beside_each_other(canvas: Canvas) -> None:
    canvas.drawString(LEFT + 4, BASE, "4824")
    canvas.drawString(LEFT + 44, BASE, "5130")


def upon_each_other(canvas: Canvas) -> None:
    canvas.drawString(LEFT + 4, BASE, "4824")
    canvas.drawString(LEFT + 5, BASE, "5130")


@pytest.mark.parametrize("draw", [below_each_other, beside_each_other, upon_each_other])
def test_two_numbers_in_one_cell_are_not_read_as_one(tmp_path: Path, draw: Draw) -> None:
    first = cells(tmp_path / "a.pdf", draw)[0]
    assert first.has_several_numbers and first.number.value is None


def wrapped(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 16)
    canvas.drawString(LEFT + 2, BOTTOM + 12, "12345678")
    canvas.drawString(LEFT + 2, BOTTOM, "90.25")


def letter_spaced(canvas: Canvas) -> None:
    canvas.drawString(LEFT + 4, BASE, "481.25", charSpace=6)


@pytest.mark.parametrize(("draw", "text"), [(wrapped, "1234567890.25"), (letter_spaced, "481.25")])
def test_one_number_that_is_wrapped_or_spaced_stays_one(tmp_path: Path, draw: Draw, text: str) -> None:
    assert texts(tmp_path / "a.pdf", draw)[0] == text


@pytest.mark.parametrize("said", ["9.10", " ", ""])
def test_glyphs_are_believed_before_what_is_said_in_their_stead(tmp_path: Path, said: str) -> None:
    def draw(canvas: Canvas) -> None:
        canvas._code.append(f"/Span <</ActualText ({said})>> BDC")
        canvas.drawString(LEFT + 4, BASE, "9.60")
        canvas._code.append("EMC")

    assert texts(tmp_path / "a.pdf", draw) == ["9.60", "77.70"]


@pytest.mark.parametrize(("said", "read"), [("9.60", "9.60"), ("9.10", "\ufffd.\ufffd\ufffd")])
def test_what_is_said_of_glyphs_without_unicode_is_compared_with_them(tmp_path: Path, said: str, read: str) -> None:
    to_unicode = "1 begincodespacerange<00><FF>endcodespacerange 1 beginbfrange<20><7E><E020>endbfrange"
    font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 7 0 R>>"
    number = f"/Span <</ActualText ({said})>> BDC BT /G 10 Tf 200 150 Td (9.60) Tj ET EMC"
    content = f"BT /F 10 Tf 40 150 Td (Total of this year) Tj ET {number}"
    stream = f"<</Length {len(to_unicode)}>>stream\n{to_unicode}\nendstream"
    fonts = "/Font<</F 5 0 R/G 6 0 R>>>>"
    assert written(tmp_path / "a.pdf", content, "", fonts, font, stream) == f"Totalofthisyear{read}"


def test_a_typed_note_without_appearance_is_told(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.freeTextAnnotation("5.00", DA="/Helv 9 Tf", Rect=(50, 50, 90, 70))

    assert page_of(tmp_path / "a.pdf", draw).bare_notes
    assert not page_of(tmp_path / "b.pdf", marked).bare_notes


@pytest.mark.parametrize("lower", [0.0, 1.99995, 2.0])
@pytest.mark.parametrize("apart", [0.35, -0.35])
def test_of_a_text_that_is_printed_twice_one_stays_wherever_it_stands(lower: float, apart: float) -> None:
    def printed(x: float, baseline: float) -> list[tuple[float, ...]]:
        return [(x + 9 * i, baseline - 9, x + 9 * (i + 1), baseline, baseline, 9.0) for i in range(4)]

    rows = printed(40.0, 76.0 + lower) + printed(40.0 + apart, 76.0001 + lower)
    found = once(Characters("12.3" * 2, *np.array(rows, np.float32).T))
    assert found.text == "12.3"
