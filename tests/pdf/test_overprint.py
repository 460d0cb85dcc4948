"""Watermarks beside figures, numbers that stand together in one cell, and what is said in place of glyphs."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from extractor.document.model import Characters
from extractor.document.pdf.sight.overprint import once
from extractor.tables.ruled.runs import without_marks
from tests.support.four_cells import BASE, BOTTOM, LEFT, WIDE, Draw, cells, page_of, texts
from tests.support.raw_pages import written


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


def minus_upon_a_digit(canvas: Canvas) -> None:
    """At the head of a 1, it makes a 7."""
    canvas.drawString(LEFT + 4, BASE, "1824")
    canvas.drawString(LEFT + 4.5, BASE + 3.5, "-")


@pytest.mark.parametrize("draw", [below_each_other, beside_each_other, upon_each_other, minus_upon_a_digit])
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


@pytest.mark.parametrize(
    ("pieces", "gap", "stands"),
    [
        (("957", "56"), ".", False),
        (("9", "7.56"), "5", False),
        (("95", ".56"), "7", False),
        (("1", "957.56"), ".", True),  # thousands
        (("1", "957", "560"), ".", True),
        (("95", "7.56"), "", True),
        (("9", "5", "7", "5", "6"), ".", True),
        (("145", "20"), "", True),
    ],
)
def test_a_number_with_a_gap_where_a_character_should_stand_is_none(
    tmp_path: Path, pieces: tuple[str, ...], gap: str, stands: bool
) -> None:
    def draw(canvas: Canvas) -> None:
        x = LEFT + 4.0
        for piece in pieces:
            canvas.drawString(x, BASE, piece)
            x += stringWidth(piece + gap, "Helvetica", 9)

    assert cells(tmp_path / "a.pdf", draw)[0].has_several_numbers != stands


def test_digits_and_a_point_each_in_a_box_of_their_own_are_a_number(tmp_path: Path) -> None:
    def in_boxes(canvas: Canvas) -> None:
        for i, c in enumerate("145.20"):
            canvas.drawString(LEFT + 4 + 7 * i, BASE, c)

    assert cells(tmp_path / "a.pdf", in_boxes)[0].number.value == Decimal("145.20")


@pytest.mark.parametrize(
    ("pieces", "read"),
    [
        (("957", "56%"), "\ufffd\ufffd\ufffd\ufffd\ufffd%"),
        (("957.56%",), "957.56%"),
        (("1", "957.56%"), "1957.56%"),
        (("2023", "56"), "202356"),  # two numbers, perhaps
        (("9", "5%"), "95%"),  # perhaps all are set apart
        (("957.56", "95.3%"), "957.5695.3%"),  # two, with a point each
    ],
)
def test_a_number_of_a_sentence_with_a_gap_in_it_is_none(tmp_path: Path, pieces: tuple[str, ...], read: str) -> None:
    shown = " -278 ".join(f"({piece})" for piece in pieces)
    assert written(tmp_path / "a.pdf", f"BT /F 10 Tf 200 150 Td [{shown}] TJ ET") == read


@pytest.mark.parametrize("amount", ["957.56", "957"])
def test_an_amount_and_a_rate_close_to_the_border_between_them_are_two(tmp_path: Path, amount: str) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawRightString(LEFT + WIDE - 2, BASE, amount)
        canvas.drawString(LEFT + WIDE + 2, BASE, "95%")

    assert texts(tmp_path / "a.pdf", draw)[:2] == [amount, "95%"]


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
