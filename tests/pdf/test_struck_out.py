"""Figures that are struck out, or crossed by a stroke that may strike them out; and strokes that do not."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractor.document.pdf.reader import read_pages
from extractor.tables.model import DRAWN
from tests.support.four_cells import BASE, BOTTOM, HIGH, LEFT, WIDE, Draw, page_of, texts
from tests.support.raw_pages import written


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


def test_a_figure_in_whole_yuan_may_stand_tight_behind_the_one_that_it_replaces(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(LEFT + 4, BASE, "534400513000")
        canvas.line(LEFT + 4, BASE + 3, LEFT + 4 + canvas.stringWidth("534400"), BASE + 3)

    assert texts(tmp_path / "a.pdf", draw) == ["513000", "77.70"]


@pytest.mark.parametrize(("first", "last"), [(0, 0), (1, 3), (4, 5)])
def test_a_line_through_a_part_of_a_figure_leaves_none(tmp_path: Path, first: int, last: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(LEFT + 4, BASE, "1,612.30")
        x0, x1 = (LEFT + 4 + canvas.stringWidth("1,612.30"[:i]) for i in (first, last + 1))
        canvas.line(x0 + 0.5, BASE + 3, x1 - 0.5, BASE + 3)

    figure, other = texts(tmp_path / "a.pdf", draw)
    assert (figure.count("\ufffd"), other) == (last + 1 - first, "77.70")


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


def negative_by_a_triangle(canvas: Canvas, filled: bool = True) -> None:
    canvas.drawString(LEFT + 14, BASE, "812.36")
    path = canvas.beginPath()
    path.moveTo(LEFT + 6, BASE)
    path.lineTo(LEFT + 12, BASE)
    path.lineTo(LEFT + 9, BASE + 6)
    path.close()
    canvas.drawPath(path, stroke=not filled, fill=filled)


def negative_by_an_outline(canvas: Canvas) -> None:
    negative_by_a_triangle(canvas, filled=False)


def digit_of_one_stroke(canvas: Canvas) -> None:
    canvas.drawString(LEFT + 14, BASE, "45.20")
    canvas.setLineWidth(1)
    canvas.line(LEFT + 12, BASE, LEFT + 12, BASE + 7.5)


@pytest.mark.parametrize(
    "draw",
    [
        crossed_out,
        crossed_by_a_bar,
        scrawled,
        negative_by_a_triangle,
        negative_by_an_outline,
        digit_of_one_stroke,
    ],
)
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


@pytest.mark.parametrize(("ink", "left"), [("\x00", "795.40"), ("\xff", "812.36795.40")])
def test_a_picture_that_is_a_line_strikes_out_as_lines_do(ink: str, left: str, tmp_path: Path) -> None:
    line = f"q 32 0 0 .2 199.5 153.2 cm BI /W 1 /H 1 /CS /G /BPC 8 ID {ink} EI Q"
    content = f"BT /F 10 Tf 200 150 Td (812.36) Tj ET {line} BT /F 10 Tf 20 50 Td (795.40) Tj ET"
    assert written(tmp_path / "a.pdf", content) == left


@pytest.mark.parametrize("shift", [0, 1])
def test_figures_upon_each_other_are_not_read_from_a_picture(shift: float, tmp_path: Path) -> None:
    """Nor where the digits of one are not drawn as its font says."""

    def draw(canvas: Canvas) -> None:
        canvas.drawString(LEFT + 4, BASE, "812.36")
        canvas.setFillGray(1)
        canvas.rect(LEFT + 4, BASE + 2, 3, 9, stroke=0, fill=1)
        canvas.setFillGray(0)
        canvas.drawString(LEFT + 4 + shift, BASE, "799.40")

    assert page_of(tmp_path / "a.pdf", draw).state == "text"


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
    assert (found.characters.text, found.state) == ("77.70" if struck else "\ufffd12.3677.70", "text")
