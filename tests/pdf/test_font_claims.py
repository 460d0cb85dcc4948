"""What fonts claim of themselves: how tall they are, and what they draw for a blank that nobody printed."""

from __future__ import annotations

from pathlib import Path

import pytest
import reportlab
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfgen.canvas import Canvas

from extractor.document.model import Page
from extractor.document.pdf.paths import THIN
from extractor.document.pdf.reader import PdfReader

VERA = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
SIZE, ROW = 10, 14  # points
OWN_AND_CLAIMED = (
    (b"/Ascent 759.7656", b"/Ascent 1809.000"),
    (b"/Descent -240.2344", b"/Descent -1049.000"),
    (b"-183.1055 -235.8398 1287.109 928.2227", b"-997.0000 -1049.000 2929.000 1809.000"),
)


@pytest.mark.parametrize(
    ("parts", "claims", "apart", "read"),
    [
        (("12", ".", "34"), ".\ue001", 0, "12.34"),
        (("", "-", "12.34"), "-\x03", 0, "-12.34"),
        (("1", "9", "2.34"), "9\ue001", 0, "1\ufffd2.34"),
        (("", "o", "2023"), "o\uf0d8", 0, "\uf0d82023"),  # a bullet
        (("2023", "o", ""), "o\uf0d8", 0, "2023\uf0d8"),
        (("12", ".", "34"), ".\ue001", 3, "12\ue00134"),
    ],
)
def test_a_sign_of_another_font_is_read_as_drawn_and_a_bullet_is_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, parts: tuple[str, ...], claims: str, apart: int, read: str
) -> None:
    whole, (drawn, claimed) = ttfonts.makeToUnicodeCMap, map(ord, claims)
    monkeypatch.setattr(
        ttfonts,
        "makeToUnicodeCMap",
        lambda name, codes: whole(name, [claimed if c == drawn and "Bold" in name else c for c in codes]),
    )
    canvas, x = Canvas(str(tmp_path / "a.pdf")), 100.0
    for part, file in zip(parts, ("Vera", "VeraBd", "Vera"), strict=True):
        pdfmetrics.registerFont(ttfonts.TTFont(f"of-{file}", str(VERA.with_stem(file))))
        canvas.setFont(f"of-{file}", SIZE)
        canvas.drawString(x, 700, part)
        x += canvas.stringWidth(part, f"of-{file}", SIZE) + apart
    canvas.save()
    assert first_page(tmp_path / "a.pdf").characters.text == read


def test_a_narrow_digit_that_is_called_a_blank_is_no_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It stands alone where each glyph is written apart; upright lines of a table may be pictures as narrow."""
    whole = ttfonts.makeToUnicodeCMap
    monkeypatch.setattr(ttfonts, "makeToUnicodeCMap", lambda name, codes: whole(name, [1 for _ in codes]))
    pdfmetrics.registerFont(ttfonts.TTFont("blank", str(VERA)))
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.setFont("blank", 4)
    canvas.drawString(100, 700, "1")
    canvas.save()
    ((left, _, right, _),) = first_page(tmp_path / "a.pdf").drawn.boxes.tolist()
    assert left < 101 < right and right - left > THIN


def first_page(path: Path) -> Page:
    return PdfReader().pages(path, 1)[0]


@pytest.mark.parametrize(("claims", "height"), [(True, SIZE), (False, 9.94)])
def test_a_font_is_as_tall_as_text_whatever_it_claims(tmp_path: Path, claims: bool, height: float) -> None:
    """cairo gives the box of the largest glyphs for the height; its rows would lie upon each other and their rules."""
    pdfmetrics.registerFont(ttfonts.TTFont("claims", str(VERA)))
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.setFont("claims", SIZE)
    for row in range(4):
        canvas.drawString(100, 700 - ROW * row, f"{row}2.50")
        canvas.drawString(200, 700 - ROW * row, f"{row}7.25")
        canvas.line(90, 696 - ROW * row, 260, 696 - ROW * row)
    data = canvas.getpdfdata()
    for own, claimed in OWN_AND_CLAIMED if claims else ():
        assert own in data and len(own) == len(claimed)
        data = data.replace(own, claimed)
    (tmp_path / "a.pdf").write_bytes(data)
    page = first_page(tmp_path / "a.pdf")
    assert page.characters.text == "".join(f"{row}2.50{row}7.25" for row in range(4))
    assert page.characters.size.tolist() == pytest.approx([height] * len(page.characters), abs=0.02)


def test_a_gap_between_two_numbers_is_no_blank_that_a_font_draws(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """pdfium calls it a blank, and for a blank such a font has a box."""
    font = ttfonts.TTFont("boxed", str(VERA))
    monkeypatch.setitem(font.face.charToGlyph, ord(" "), 0)
    pdfmetrics.registerFont(font)
    canvas = Canvas(str(tmp_path / "a.pdf"))
    ((subset, one),) = font.splitString("12.50", canvas._doc)
    ((_, other),) = font.splitString("37.25", canvas._doc)
    name = font.getSubsetInternalName(subset, canvas._doc)
    written = [canvas._escape(part) for part in (one, other)]
    for row in range(4):
        place = f"100 {700 - ROW * row} Td"
        canvas._code.append(f"BT {name} {SIZE} Tf {place} [({written[0]}) -4000 ({written[1]})] TJ ET")
    canvas.save()
    page = first_page(tmp_path / "a.pdf")
    assert (page.characters.text, page.amended) == (4 * "12.5037.25", False)
