"""Fonts whose glyphs are drawings of the page, or are not in the file: their digits are what they look like."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.document.pdf.reader import PdfReader
from tests.support.raw_pages import written

DRAWN_3 = (
    "500 0 0 0 500 700 d1 100 0 m 400 0 l 400 700 l 100 700 l 100 600 l 300 600 l 300 400 l 150 400 l 150 300 l "
    "300 300 l 300 100 l 100 100 l f"
)


@pytest.mark.parametrize("turned", ["1 0 0 1 0 0", "-1 0 0 -1 400 300", "0 1 -1 0 300 0", "1 0 .25 1 0 0"])
@pytest.mark.parametrize(("claimed", "state"), [("33", "text"), ("38", "garbled"), ("31", "garbled")])
def test_digits_that_are_drawings_are_looked_at(tmp_path: Path, claimed: str, state: str, turned: str) -> None:
    drawing = DRAWN_3
    text = f"1 beginbfchar <41> <00{claimed}> endbfchar"
    content = f"{turned} cm BT /F 12 Tf 100 100 Td (AAA) Tj 0 40 Td (AAAA) Tj ET"
    font = (
        "<</Type/Font/Subtype/Type3/FontBBox[0 0 500 700]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 65/LastChar 65"
        "/Widths[500]/CharProcs<</g 6 0 R>>/Encoding<</Differences[65/g]>>/Resources<<>>/ToUnicode 7 0 R>>"
    )
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 300]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
        font,
        *(f"<</Length {len(stream)}>>stream\n{stream}\nendstream" for stream in (drawing, text)),
    ]
    body = "".join(f"{i} 0 obj\n{item}\nendobj\n" for i, item in enumerate(objects, 1))
    (tmp_path / "a.pdf").write_text(f"%PDF-1.7\n{body}trailer<</Root 1 0 R>>\n%%EOF", "ascii")
    assert PdfReader().pages(tmp_path / "a.pdf", 1)[0].state == state


def to_unicode(claims: dict[str, str]) -> str:
    lines = " ".join(f"<{code}> <{said.encode('utf-16-be').hex()}>" for code, said in claims.items())
    body = f"begincmap 1 begincodespacerange <00> <FF> endcodespacerange {len(claims)} beginbfchar {lines} endbfchar"
    return f"<</Length {len(body)}>>stream\n{body}\nendstream"


@pytest.mark.parametrize(
    ("said", "left"),
    [(".", "3.3"), ("!", "\ufffd\ufffd"), ("0.", "\ufffd\ufffd"), ("i", "\ufffd\ufffd")],
)
def test_digits_beside_a_drawn_point_of_another_name_are_none(said: str, left: str, tmp_path: Path) -> None:
    """It shows less ink than what it is called would; so it counts as hidden."""
    font = (
        "<</Type/Font/Subtype/Type3/FontBBox[0 0 500 700]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 65/LastChar 66"
        "/Widths[500 500]/CharProcs<</g 7 0 R/p 9 0 R>>/Encoding<</Differences[65/g/p]>>/Resources<<>>"
        "/ToUnicode 8 0 R>>"
    )
    glyph, point = (f"<</Length {len(c)}>>stream\n{c}\nendstream" for c in (DRAWN_3, "500 0 d0 200 0 100 100 re f"))
    content = "BT /G 12 Tf 100 100 Td (ABA) Tj ET"
    more = (font, glyph, to_unicode({"41": "3", "42": said}), point)
    assert written(tmp_path / "a.pdf", content, "", "/Font<</G 6 0 R>>>>", *more) == left


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("3", "333"),
        ('"', "3\ufffd3"),
        ("*", "3\ufffd3"),
        ("‐", "3\ufffd3"),
        (" ", "\ufffd3"),
        ("\t", "\ufffd3"),
        ("\u200b", "\ufffd\ufffd3"),
    ],
)
def test_a_drawn_digit_that_is_called_what_numbers_leave_out_leaves_none(said: str, left: str, tmp_path: Path) -> None:
    font = (
        "<</Type/Font/Subtype/Type3/FontBBox[0 0 500 700]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 65/LastChar 66"
        "/Widths[500 500]/CharProcs<</g 7 0 R>>/Encoding<</Differences[65/g/g]>>/Resources<<>>/ToUnicode 8 0 R>>"
    )
    glyph = f"<</Length {len(DRAWN_3)}>>stream\n{DRAWN_3}\nendstream"
    content = "BT /G 12 Tf 100 100 Td (ABA) Tj ET"
    more = (font, glyph, to_unicode({"41": "3", "42": said}))
    assert written(tmp_path / "a.pdf", content, "", "/Font<</G 6 0 R>>>>", *more) == left


@pytest.mark.parametrize(
    ("claims", "left"),
    [
        ({}, "15.25"),
        ({"7C": "0", "7D": "1", "7E": "5"}, "15.25"),  # codes that nobody prints
        ({"31": "5"}, "\ufffd5.25"),
        ({"35": "1"}, "\ufffd\ufffd.\ufffd\ufffd"),
        ({"2E": "5"}, "15\ufffd25"),
    ],
)
def test_a_digit_of_a_font_that_is_not_in_the_file_is_what_its_code_calls_for(
    claims: dict[str, str], left: str, tmp_path: Path
) -> None:
    """However many codes are called by the name of another digit, or by that of a point; and whatever was read before:
    the marks of a 1 and of a 5 have as many pieces."""
    font = (
        "<</Type/Font/Subtype/TrueType/BaseFont/SimSun/Encoding/WinAnsiEncoding/FirstChar 32/LastChar 126"
        f"/Widths[{'500 ' * 95}]/FontDescriptor 7 0 R/ToUnicode 8 0 R>>"
    )
    about = (
        "<</Type/FontDescriptor/FontName/SimSun/Flags 32/FontBBox[0 -141 1000 859]/Ascent 859/Descent -141/StemV 80"
        "/CapHeight 700/ItalicAngle 0>>"
    )
    said = to_unicode({f"{ord(c):02X}": c for c in ".0123456789"} | claims)
    path, content = tmp_path / "a.pdf", "BT /G 12 Tf 100 100 Td (15.25) Tj 0 -40 Td /F 12 Tf (2012650.15) Tj ET"
    written(path, content, "", "/Font<</F 5 0 R/G 6 0 R>>>>", font, about, said)
    assert PdfReader().pages(path, 1)[0].characters.text == f"{left}2012650.15"  # (Helvetica is always there)


@pytest.mark.parametrize("turned", ["1 0 0 1 0 0", "1 0 .25 1 0 0"])
def test_drawn_glyphs_with_one_box_for_all_are_as_wide_as_they_advance(turned: str, tmp_path: Path) -> None:
    """Each gives the box of the whole font as its own, and the next digit lies in it."""
    glyphs = [
        f"500 0 -100 -200 1200 900 d1 {ink}"
        for ink in (DRAWN_3.split("d1")[1], "200 0 100 700 re f", "200 0 100 100 re f")
    ]
    font = (
        "<</Type/Font/Subtype/Type3/FontBBox[-100 -200 1200 900]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 65/LastChar 67"
        "/Widths[500 500 500]/CharProcs<</a 8 0 R/b 9 0 R/c 10 0 R>>/Encoding<</Differences[65/a/b/c]>>/Resources<<>>"
        "/ToUnicode 7 0 R>>"
    )
    more = [f"<</Length {len(glyph)}>>stream\n{glyph}\nendstream" for glyph in glyphs]
    for claims, read in (
        ({"41": "3", "42": "1", "43": "."}, "31.3"),
        ({"41": "8", "42": "1", "43": "."}, "\ufffd1.\ufffd"),
    ):
        content = f"{turned} cm BT /G 12 Tf 100 100 Td (ABCA) Tj ET"
        claim = to_unicode(claims)
        assert written(tmp_path / "a.pdf", content, "", "/Font<</G 6 0 R>>>>", font, claim, *more) == read
    characters = PdfReader().pages(tmp_path / "a.pdf", 1)[0].characters
    assert (characters.x1 - characters.x0 < 6.1).all()


@pytest.mark.parametrize(("said", "read"), [("⽀支", "支"), ("⽀出", "支出"), ("33", "\ufffd")])
def test_what_a_font_says_twice_of_one_glyph_is_printed_once(said: str, read: str, tmp_path: Path) -> None:
    """Quartz says both the radical and the ideograph."""
    font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/ToUnicode 7 0 R>>"
    content = "BT /G 12 Tf 100 100 Td (A) Tj ET"
    assert written(tmp_path / "a.pdf", content, "", "/Font<</G 6 0 R>>>>", font, to_unicode({"41": said})) == read


@pytest.mark.parametrize(("drawn", "left"), [("140 0 100 100 re f", "3.3"), (DRAWN_3.split("d1")[1], "3\ufffd\ufffd")])
def test_a_point_over_which_an_italic_reaches_is_one(drawn: str, left: str, tmp_path: Path) -> None:
    leaning = "300 0 100 0 540 700 d1 1 0 .2 1 0 0 cm " + DRAWN_3.split("d1")[1]
    font = (
        "<</Type/Font/Subtype/Type3/FontBBox[0 0 600 700]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 65/LastChar 66"
        "/Widths[300 300]/CharProcs<</g 7 0 R/p 9 0 R>>/Encoding<</Differences[65/g/p]>>/Resources<<>>"
        "/ToUnicode 8 0 R>>"
    )
    point = f"300 0 0 0 500 700 d1 {drawn}"
    glyph, dot = (f"<</Length {len(c)}>>stream\n{c}\nendstream" for c in (leaning, point))
    content = "BT /G 12 Tf 100 100 Td (ABA) Tj ET"
    more = (font, glyph, to_unicode({"41": "3", "42": "."}), dot)
    assert written(tmp_path / "a.pdf", content, "", "/Font<</G 6 0 R>>>>", *more) == left
