"""Fonts that a PDF names and does not hold: what is read depends on the PDF alone, not on the machine."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pypdfium2_raw as pdfium
from PIL import ImageFont
from reportlab.pdfgen.canvas import Canvas

from extractor.document.pdf import native
from extractor.document.pdf.fonts import MARKED, stand_in_font, system_fonts
from extractor.document.pdf.objects import ObjectReader
from extractor.document.pdf.reader import opened, read_pages
from extractor.document.pdf.witnesses import glyphs
from tests.support import disclosures


def page(canvas: Canvas) -> None:
    canvas.setFont(disclosures.FONT, 10)
    canvas.drawString(50, 800, "科目名")
    canvas.drawString(60, 786, "称")  # alone in its line: lost where no font of the machine draws it
    canvas.setFont("Times-Roman", 10)
    canvas.drawString(50, 700, "1,234.56")
    canvas.showPage()


def test_every_character_is_read_at_the_widths_of_the_pdf(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(disclosures.pdf(page))
    found = read_pages(tmp_path / "a.pdf", 1)[0].characters
    assert found.text == "科目名称1,234.56"
    chinese, digits = slice(0, 4), [4, 6, 7, 8, 10, 11]
    np.testing.assert_allclose(found.x0[chinese], [50, 60, 70, 60], atol=0.01)
    np.testing.assert_allclose((found.x1 - found.x0)[chinese], 10, atol=0.01)
    np.testing.assert_allclose((found.x1 - found.x0)[digits], 5, atol=0.3)
    assert np.ptp(found.size[chinese]) < 0.001  # of one height, whatever their shape


def test_the_stand_in_stays_after_a_drawing(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(disclosures.pdf(page))
    before = read_pages(tmp_path / "a.pdf", 1)[0].characters
    with system_fonts():
        pass
    after = read_pages(tmp_path / "a.pdf", 1)[0].characters
    np.testing.assert_array_equal(before.size, after.size)
    np.testing.assert_array_equal(before.x1, after.x1)


def test_the_marks_of_two_characters_are_told_apart_by_what_is_remembered_of_them(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(disclosures.pdf(page))
    with opened(tmp_path / "a.pdf") as document:
        loaded = pdfium.FPDF_LoadPage(document, 0)
        texts = ObjectReader().read(loaded).all_of(pdfium.FPDF_PAGEOBJ_TEXT)
        font = native.font_of(texts[0]) or 0
        marks = {glyphs.signature(font, character) for character in (*MARKED, "科")}
        pdfium.FPDF_ClosePage(loaded)
    assert None not in marks and len(marks) == len(MARKED) + 1


def test_the_stand_in_is_a_font() -> None:
    truetype = ImageFont.truetype(io.BytesIO(stand_in_font()), 1000)
    assert truetype.getmetrics() == (859, 141)
    assert truetype.getlength("称") == truetype.getlength("A") == 1000
