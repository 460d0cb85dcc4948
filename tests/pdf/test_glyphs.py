"""Which outline is which digit; those of fonts that lack them are none."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
import reportlab
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfgen.canvas import Canvas

from extractor.document.numbers import DIGITS
from extractor.document.pdf.fonts import MONEY_UNITS
from extractor.document.pdf.reader import opened
from extractor.document.pdf.witnesses import unit_shapes
from extractor.document.pdf.witnesses.glyphs import differs, outline
from extractor.document.pdf.witnesses.witness import FontWitness


def test_every_digit_differs_from_every_other_and_none_from_itself(tmp_path: Path) -> None:
    import pypdfium2_raw as pdfium

    from extractor.document.pdf import native

    pdfmetrics.registerFont(ttfonts.TTFont("drawn", str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")))
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.setFont("drawn", 10)
    canvas.drawString(100, 700, DIGITS)
    canvas.save()
    with opened(tmp_path / "a.pdf") as document:
        page = pdfium.FPDF_LoadPage(document, 0)
        text = pdfium.FPDFText_LoadPage(page)
        font = native.font_of(native.text_object(native.address_of(text), 1))
        shapes = {digit: outline(font, digit) or [] for digit in DIGITS}
        pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)
    assert not any(differs(shape, digit) for digit, shape in shapes.items())
    assert all(differs(shapes[one], other) for one, other in permutations(DIGITS, 2))
    two = [half * [0.5, 1] + [shift, 0] for shift, digit in ((0, "1"), (350, "6")) for half in shapes[digit]]
    assert all(differs(two, digit) for digit in DIGITS)
    assert FontWitness() == FontWitness()


def box(*within: tuple[float, float, float, float]) -> list[np.ndarray]:
    return [np.array([(x0, y0), (x0, y1), (x1, y1), (x1, y0)]) for x0, y0, x1, y1 in ((0, 0, 500, 700), *within)]


def test_the_box_of_a_glyph_that_a_font_lacks_is_no_digit() -> None:
    empty, filled = box((50, 50, 450, 650)), box((50, 50, 450, 650), (100, 100, 200, 200), (250, 250, 300, 600))
    assert [digit for digit in DIGITS if not differs(empty, digit)] == ["0"]  # of a font made of bars
    assert all(differs(filled, digit) for digit in DIGITS)
    assert all(unit_shapes.differs(empty, unit) for unit in MONEY_UNITS)


@pytest.mark.parametrize(
    ("inner", "digit"),
    [
        ([(50, 50, 450, 320), (50, 380, 450, 650)], "8"),
        ([(50, 50, 450, 650), (50.5, 320, 449.5, 380)], "8"),  # a bar of its own
        ([(50, 50, 450, 650), (200, 300, 300, 400)], "0"),  # with a dot
        ([(50, 50, 240, 650), (260, 50, 450, 650)], "0"),
    ],
)
def test_a_frame_is_a_nought_or_an_eight_by_what_goes_across(
    inner: list[tuple[float, float, float, float]], digit: str
) -> None:
    assert [d for d in DIGITS if not differs(box(*inner), d)] == [digit]
