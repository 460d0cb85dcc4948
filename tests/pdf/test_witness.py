"""A text layer that says something else than its glyphs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import reportlab
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfgen.canvas import Canvas

from extractor.document.model import Page
from extractor.document.numbers import DIGITS
from extractor.document.pdf.damage.streams import inspected
from extractor.document.pdf.reader import PdfReader
from extractor.document.pdf.witnesses import shown
from extractor.options import Options
from extractor.reading import read_file

FONTS = Path(reportlab.__file__).parent / "fonts"
Claim = Callable[[list[int]], list[int]]  # the codes that a font claims for those of its glyphs
AMOUNTS = ("-1,234.56", "78,901.30", "8,888.88", "3,333.33")


def printed(monkeypatch: pytest.MonkeyPatch, path: Path, claim: Claim, font: str, apart: bool = False) -> Page:
    """The page read of a PDF whose font prints `AMOUNTS`, each in one go or each glyph `apart`, and claims other
    characters for them in its ToUnicode."""
    whole = ttfonts.makeToUnicodeCMap
    with monkeypatch.context() as patched:
        patched.setattr(ttfonts, "makeToUnicodeCMap", lambda name, subset: whole(name, claim(list(subset))))
        pdfmetrics.registerFont(ttfonts.TTFont(f"drawn-{font}", str(FONTS / f"{font}.ttf")))
        canvas = Canvas(str(path))
        canvas.setFont(f"drawn-{font}", 10)
        for row, amount in enumerate(AMOUNTS):
            for i, part in enumerate(amount if apart else [amount]):
                canvas.drawString(100 + canvas.stringWidth(amount[:i], f"drawn-{font}", 10), 700 - 20 * row, part)
        canvas.save()
    return PdfReader().pages(path, 1)[0]


def swapped(pair: str) -> Claim:
    one, other = map(ord, pair)
    return lambda codes: [{one: other, other: one}.get(c, c) for c in codes]


@pytest.mark.parametrize("kept", [shown.MOST_KEPT, 1, 0])
def test_no_font_is_taken_for_another_that_was_thrown_away(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kept: int
) -> None:
    whole, claim = ttfonts.makeToUnicodeCMap, swapped("38")
    canvas = Canvas(str(tmp_path / "a.pdf"))
    pages = 3 * ["Vera", "VeraBd", "VeraIt", "VeraBI"]
    with monkeypatch.context() as patched:
        for font in pages:
            pdfmetrics.registerFont(ttfonts.TTFont(f"kept-{font}", str(FONTS / f"{font}.ttf")))
            canvas.setFont(f"kept-{font}", 10)
            canvas.drawString(100, 700, "78,901.30")
            canvas.showPage()
        patched.setattr(
            ttfonts,
            "makeToUnicodeCMap",
            lambda name, codes: whole(name, claim(list(codes)) if "Bold" in name else codes),
        )
        canvas.save()
    monkeypatch.setattr(shown, "MOST_KEPT", kept)
    assert [page.state == "garbled" for page in PdfReader().pages(tmp_path / "a.pdf", 99)] == ["B" in f for f in pages]


@pytest.mark.parametrize("font", ["Vera", "VeraBd", "VeraIt"])
def test_fonts_that_say_what_they_draw_are_believed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, font: str) -> None:
    page = printed(monkeypatch, tmp_path / "a.pdf", lambda codes: codes, font)
    assert (page.characters.text, page.state) == ("".join(AMOUNTS), "text")


@pytest.mark.parametrize("font", ["Vera", "VeraBI"])
@pytest.mark.parametrize("pair", ["38", "69", "17", "05"])
def test_digits_of_a_font_that_exchanges_two_are_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, font: str, pair: str
) -> None:
    page = printed(monkeypatch, tmp_path / "a.pdf", swapped(pair), font)
    assert page.state == "garbled"
    assert not set(page.characters.text) & set(DIGITS)


@pytest.mark.parametrize("pair", ["38", "71", "60"])
def test_a_digit_that_is_called_by_the_name_of_another_is_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, pair: str
) -> None:
    one, other = map(ord, pair)
    page = printed(monkeypatch, tmp_path / "a.pdf", lambda codes: [other if c == one else c for c in codes], "Vera")
    assert inspected(tmp_path / "a.pdf").doubled
    assert page.state == "garbled"


@pytest.mark.parametrize(
    "claimed", ["-\x03", ". ", ".\xa0", ".\u200b", "-\xad", "-+", "8,", "8\xa0", "8⑧", "8注", "38"]
)
def test_glyphs_that_are_written_apart_are_read_as_those_of_one_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, claimed: str
) -> None:
    claims = {ord(claimed[0]): ord(claimed[1]), 32: 0xE000}
    whole, apart = (
        printed(monkeypatch, tmp_path / "a.pdf", lambda codes: [claims.get(c, c) for c in codes], "Vera", a)
        for a in (False, True)
    )
    assert (apart.characters.text, apart.state) == (whole.characters.text, whole.state)


def test_a_document_that_says_nothing_is_not_called_a_stranger(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As what is printed through PostScript: a person sees final accounts, and the text layer knows no character."""
    printed(monkeypatch, tmp_path / "a.pdf", lambda codes: [0xE000 + code for code in codes], "Vera")
    document = read_file(tmp_path / "a.pdf", Options(ocr="never")).document
    assert (document.status, document.error_code) == ("partial", "garbled_text")


def test_every_digit_of_a_number_is_asked_for_its_font(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    whole = ttfonts.makeToUnicodeCMap
    swap = swapped("38")
    monkeypatch.setattr(ttfonts, "makeToUnicodeCMap", lambda name, subset: whole(name, swap(list(subset))))
    pdfmetrics.registerFont(ttfonts.TTFont("patched-in", str(FONTS / "Vera.ttf")))
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.setFont("Helvetica", 10)
    canvas.drawString(100, 700, "1")
    canvas.setFont("patched-in", 10)
    canvas.drawString(105.6, 700, "38.50")
    canvas.save()
    page = PdfReader().pages(tmp_path / "a.pdf", 1)[0]
    assert set(page.characters.text) & set(DIGITS) == {"1"}


@pytest.mark.parametrize("claimed", [0x03, 0xE00C])
def test_a_minus_that_is_called_a_control_is_read_as_drawn(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, claimed: int
) -> None:
    page = printed(
        monkeypatch, tmp_path / "a.pdf", lambda codes: [claimed if c == ord("-") else c for c in codes], "Vera"
    )
    assert (page.characters.text, page.state) == ("".join(AMOUNTS), "text")


def test_a_point_that_is_called_a_blank_is_read_as_drawn(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    claims = {ord("."): 32, 32: 0xE000}
    page = printed(monkeypatch, tmp_path / "a.pdf", lambda codes: [claims.get(c, c) for c in codes], "Vera")
    assert (page.characters.text, page.state) == ("".join(AMOUNTS), "text")


@pytest.mark.parametrize("claimed", ["\t", "\n", "\r", "\u2028"])
@pytest.mark.parametrize(("drawn", "read"), [("7", "\ufffd"), (".", "."), ("-", "-")])
def test_what_is_called_the_end_of_a_line_is_read_as_drawn_if_it_can_be(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, drawn: str, read: str, claimed: str
) -> None:
    """It is within a number, and as a number of one digit has no digit beside it."""
    amounts = ("-1,234.56", "78,901.30", "7.5", "7")
    monkeypatch.setattr("tests.pdf.test_witness.AMOUNTS", amounts)
    claims = {ord(drawn): ord(claimed)}
    page = printed(monkeypatch, tmp_path / "a.pdf", lambda codes: [claims.get(c, c) for c in codes], "Vera")
    assert page.characters.text == "".join(amounts).replace(drawn, read)
    assert page.state == ("garbled" if drawn == "7" else "text")


@pytest.mark.parametrize("claimed", ["\t", "\n"])
def test_a_blank_that_is_called_the_end_of_a_line_is_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, claimed: str
) -> None:
    monkeypatch.setattr("tests.pdf.test_witness.AMOUNTS", ("Total 12.34", "5 "))
    claims = {32: ord(claimed)}
    page = printed(monkeypatch, tmp_path / "a.pdf", lambda codes: [claims.get(c, c) for c in codes], "Vera")
    assert (page.characters.text, page.state) == ("Total12.345", "text")


@pytest.mark.parametrize("claimed", [" ", "\u200b", "\x01"])
@pytest.mark.parametrize(("drawn", "believed"), [("WY", False), (" Y", True), ("Y", True)])
def test_a_letter_before_yuan_that_is_called_a_blank_may_be_a_large_unit(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, drawn: str, believed: bool, claimed: str
) -> None:
    monkeypatch.setattr("tests.pdf.test_witness.AMOUNTS", (f"in{drawn}",))
    claims = {ord("W"): ord(claimed), ord("Y"): ord("元")}
    page = printed(monkeypatch, tmp_path / "a.pdf", lambda codes: [claims.get(c, c) for c in codes], "Vera")
    assert (page.characters.text == "in元") == believed


@pytest.mark.parametrize(
    ("amounts", "text", "state"),
    [
        (("-1234.56", "901.30"), "-1234.56901.30", "text"),
        (("-1,234.56", "901.30"), "-1\ufffd234.56901.30", "garbled"),
    ],
)
def test_a_comma_that_is_drawn_as_a_point_is_one_and_a_point_drawn_as_a_comma_is_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, amounts: tuple[str, ...], text: str, state: str
) -> None:
    monkeypatch.setattr("tests.pdf.test_witness.AMOUNTS", amounts)
    page = printed(monkeypatch, tmp_path / "a.pdf", swapped(".,"), "Vera")
    assert (page.characters.text, page.state) == (text, state)


@pytest.mark.parametrize(
    ("drawn", "called"), [(" ", "-"), (" ", "."), (" ", "1"), (",", "1"), ("+", "-"), ("=", "-"), ("+", ".")]
)
def test_what_is_called_a_sign_or_a_digit_and_is_not_drawn_so_is_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, drawn: str, called: str
) -> None:
    monkeypatch.setattr("tests.pdf.test_witness.AMOUNTS", (f"{drawn}2{drawn}345", f"7{drawn}890", "-1.5"))
    claims = {ord(drawn): ord(called)}
    page = printed(monkeypatch, tmp_path / "a.pdf", lambda codes: [claims.get(c, c) for c in codes], "Vera")
    assert "\ufffd" in page.characters.text
    assert page.state == ("text" if drawn == " " else "garbled")  # no picture says what is missing


@pytest.mark.parametrize("claimed", [0xA0, 0x2009, *map(ord, "',.\"“”‘《』/‐―…")])
def test_a_digit_that_is_called_a_sign_which_numbers_leave_out_is_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, claimed: int
) -> None:
    page = printed(
        monkeypatch, tmp_path / "a.pdf", lambda codes: [claimed if c == ord("8") else c for c in codes], "Vera"
    )
    assert page.state == "garbled" and any(f"7\ufffd{point}901" in page.characters.text for point in ",\ufffd")


@pytest.mark.parametrize("claimed", ["⑧", "⁸", "+", "¥", "△", "*", "(", "注", "٨", "३", "—"])
def test_a_digit_that_is_called_what_numbers_leave_out_or_a_digit_of_others_is_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, claimed: str
) -> None:
    page = printed(
        monkeypatch, tmp_path / "a.pdf", lambda codes: [ord(claimed) if c == ord("8") else c for c in codes], "Vera"
    )
    assert page.state == "garbled" and "7\ufffd,901" in page.characters.text


@pytest.mark.parametrize("claimed", ["“", '"', "’", "\t"])
def test_a_point_that_is_called_what_numbers_leave_out_is_read_as_drawn(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, claimed: str
) -> None:
    page = printed(
        monkeypatch, tmp_path / "a.pdf", lambda codes: [ord(claimed) if c == ord(".") else c for c in codes], "Vera"
    )
    assert (page.characters.text, page.state) == ("".join(AMOUNTS), "text")


@pytest.mark.parametrize("claimed", [0x200F, 0x61C])
def test_a_digit_that_is_called_a_turn_of_direction_is_none_wherever_it_is_set(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, claimed: int
) -> None:
    """What turns the direction stands elsewhere among the characters than on the page."""
    monkeypatch.setattr("tests.pdf.test_witness.AMOUNTS", ("-70.15", "1,234.56", "5"))
    page = printed(
        monkeypatch, tmp_path / "a.pdf", lambda codes: [claimed if c == ord("5") else c for c in codes], "Vera"
    )
    assert page.characters.text.count("\ufffd") == 3


@pytest.mark.parametrize("claimed", ["+", "¥", "•", "“", "ー"])
def test_a_minus_that_is_called_another_sign_is_read_as_drawn(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, claimed: str
) -> None:
    page = printed(
        monkeypatch, tmp_path / "a.pdf", lambda codes: [ord(claimed) if c == ord("-") else c for c in codes], "Vera"
    )
    assert (page.characters.text, page.state) == ("".join(AMOUNTS), "text")


def test_what_numbers_leave_out_is_believed_where_it_is_drawn(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    amounts = (
        *("+1,234.56", "$78,901.30", "(8.88)", "3.33*", "#4.5", "¥6.70", "5.1²", "7~8", "9_1", "“2”", "…3", "4=5"),
        *("2023/12", '"5"', "1'234", "‘7’", "8\\9"),
    )
    monkeypatch.setattr("tests.pdf.test_witness.AMOUNTS", amounts)
    page = printed(monkeypatch, tmp_path / "a.pdf", lambda codes: codes, "Vera")
    assert (page.characters.text, page.state) == ("".join(amounts), "text")


@pytest.mark.parametrize("claimed", ["-", "—", "‐", "/", "”", "…"])
def test_a_digit_alone_that_is_called_a_dash_is_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, claimed: str
) -> None:
    monkeypatch.setattr("tests.pdf.test_witness.AMOUNTS", ("7", "78,901.30"))
    page = printed(
        monkeypatch, tmp_path / "a.pdf", lambda codes: [ord(claimed) if c == ord("7") else c for c in codes], "Vera"
    )
    assert page.characters.text == "\ufffd\ufffd8,901.30"


@pytest.mark.parametrize(("one", "called"), [("3", "８"), ("8", "３"), ("6", "９")])
def test_a_digit_that_is_called_another_of_full_width_is_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, one: str, called: str
) -> None:
    claims = {ord(one): ord(called)}
    page = printed(monkeypatch, tmp_path / "a.pdf", lambda codes: [claims.get(c, c) for c in codes], "Vera")
    assert page.state == "garbled" and called not in page.characters.text


def test_digits_of_full_width_that_are_what_they_are_called_are_believed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = printed(
        monkeypatch, tmp_path / "a.pdf", lambda codes: [c + 0xFEE0 if 48 <= c < 58 else c for c in codes], "Vera"
    )
    wide = str.maketrans(DIGITS, "０１２３４５６７８９")
    assert (page.characters.text, page.state) == ("".join(AMOUNTS).translate(wide), "text")


@pytest.mark.parametrize(("drawn", "state"), [("-", "garbled"), (".", "garbled"), (" ", "text")])
def test_what_is_called_a_blank_as_another_code_is_and_has_ink_makes_no_number(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, drawn: str, state: str
) -> None:
    monkeypatch.setattr("tests.pdf.test_witness.AMOUNTS", ("of 2 years", f"{drawn}1234", f"78{drawn}90"))
    claims = {ord(drawn): 0x20, ord("~"): 0x20}
    page = printed(monkeypatch, tmp_path / "a.pdf", lambda codes: [claims.get(c, c) for c in codes], "Vera")
    assert " " in inspected(tmp_path / "a.pdf").doubled
    assert page.state == state


@pytest.mark.parametrize("claimed", [0x20, 0xA0, 0x3000, 0x200B, 0xAD, 0x01])
def test_numbers_that_are_called_nothing_but_blanks_are_drawn(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, claimed: int
) -> None:
    def claim(codes: list[int]) -> list[int]:
        return [claimed if chr(c) in "-,.0123456789" else c for c in codes]

    page = printed(monkeypatch, tmp_path / "a.pdf", claim, "Vera")
    assert (page.characters.text, len(page.drawn.boxes)) == ("", len(AMOUNTS))


@pytest.mark.parametrize("claimed", [0x200B, 0x200C, 0xAD])
def test_a_minus_that_is_called_a_sign_without_ink_is_read_as_drawn(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, claimed: int
) -> None:
    page = printed(
        monkeypatch, tmp_path / "a.pdf", lambda codes: [claimed if c == ord("-") else c for c in codes], "Vera"
    )
    assert (page.characters.text, page.state) == ("".join(AMOUNTS), "text")


@pytest.mark.parametrize("claimed", ["15", "51"])
def test_one_glyph_that_claims_two_digits_is_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, claimed: str
) -> None:
    whole = ttfonts.makeToUnicodeCMap
    several = "".join(f"{ord(c):04X}" for c in claimed)
    monkeypatch.setattr(
        ttfonts, "makeToUnicodeCMap", lambda name, subset: whole(name, subset).replace("<0035>", f"<{several}>")
    )
    pdfmetrics.registerFont(ttfonts.TTFont("two-in-one", str(FONTS / "Vera.ttf")))
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.setFont("two-in-one", 10)
    canvas.drawString(100, 700, "150.25")
    canvas.save()
    page = PdfReader().pages(tmp_path / "a.pdf", 1)[0]
    assert page.state == "garbled"
    assert set(page.characters.text) & set(DIGITS) == {"1", "0", "2"}
