"""A font that draws 亿 where it claims 万 makes every amount of a table ten thousand times another."""

from __future__ import annotations

from itertools import pairwise, permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.document.pdf.fonts import LARGE_UNITS, MONEY_UNITS
from extractor.document.pdf.reader import read_pages
from extractor.document.pdf.witnesses.glyphs import Contours
from extractor.document.pdf.witnesses.unit_shapes import differs
from tests.support.raw_pages import written

Stroke = tuple[tuple[float, float], ...]
WRITTEN: dict[str, tuple[Stroke, ...]] = {  # thousandths of the size, as a hand writes them
    "万": (
        ((60, 760), (940, 760)),
        ((390, 760), (370, 430), (280, 150), (60, -60)),
        ((390, 470), (800, 470), (770, 90), (700, -50), (560, -10)),
    ),
    "亿": (
        ((280, 840), (180, 590), (40, 400)),
        ((200, 600), (200, -70)),
        ((380, 720), (860, 720), (460, 170), (420, 40), (480, -30), (860, -30), (930, 40), (940, 210)),
    ),
    "千": (((790, 820), (480, 740), (130, 710)), ((50, 390), (950, 390)), ((500, 750), (500, -80))),
    "百": (
        ((60, 770), (940, 770)),
        ((490, 770), (420, 560)),
        ((170, 550), (170, -80)),
        ((170, 550), (830, 550), (830, -80)),
        ((170, 260), (830, 260)),
        ((170, -20), (830, -20)),
    ),
    "元": (
        ((150, 760), (850, 760)),
        ((60, 460), (940, 460)),
        ((340, 460), (300, 200), (200, 30), (60, -60)),
        ((590, 460), (590, 50), (630, -30), (860, -30), (900, 30), (910, 160)),
    ),
}


def quads(character: str, thick: float, slant: float = 0.0) -> list[list[tuple[float, float]]]:
    """Each step of each stroke as a rectangle, a little longer than it is."""
    found = []
    for stroke in WRITTEN[character]:
        for (x0, y0), (x1, y1) in pairwise((x + slant * y, y) for x, y in stroke):
            along = np.array([x1 - x0, y1 - y0]) / np.hypot(x1 - x0, y1 - y0) * thick / 2
            (ax, ay), (bx, by) = along, along[::-1] * (-1, 1)
            ends = ((x0 - ax, y0 - ay), (x1 + ax, y1 + ay))
            (u, v), (p, q) = ends
            found.append([(u - bx, v - by), (u + bx, v + by), (p + bx, q + by), (p - bx, q - by)])
    return found


def contours(character: str, thick: float, slant: float = 0.0) -> Contours:
    return [np.array(quad) for quad in quads(character, thick, slant)]


@given(st.sampled_from(MONEY_UNITS), st.floats(25, 130), st.floats(0, 0.3), st.floats(0.6, 1.4))
@settings(max_examples=200, deadline=None)
def test_what_a_font_says_of_its_units_is_believed_light_bold_or_slanted(
    character: str, thick: float, slant: float, wide: float
) -> None:
    assert not differs([c * (wide, 1) for c in contours(character, thick, slant)], character)


@pytest.mark.parametrize("thick", [40, 80, 120])
def test_another_unit_than_a_font_says_is_told_by_its_shape(thick: float) -> None:
    for drawn, called in permutations(MONEY_UNITS, 2):
        assert differs(contours(drawn, thick), called), (drawn, called)


@pytest.mark.parametrize("low", [0, 350])
def test_what_is_no_unit_at_all_is_told(low: float) -> None:
    """A square, and a 一."""
    square = [np.array([(0, low), (0, 800 - low), (800, 800 - low), (800, low)], float)]
    assert all(differs(square, unit) for unit in LARGE_UNITS)


def to_unicode(claims: dict[str, str], width: int) -> str:
    lines = "\n".join(f"<{code}> <{ord(said):04X}>" for code, said in claims.items())
    space = f"1 begincodespacerange <{'0' * width}> <{'F' * width}> endcodespacerange"
    body = f"begincmap {space} {len(claims)} beginbfchar\n{lines}\nendbfchar endcmap"
    return f"<</Length {len(body)}>>stream\n{body}\nendstream"


def amount_in(drawn: str, said: str, path: Path) -> str:
    """What is read of an amount in a unit whose glyphs (Type 3) are drawn as `drawn` and claimed to be `said`."""
    procs, more = [], []
    for i, character in enumerate(drawn):
        ink = " ".join(
            f"{x0:.0f} {y0:.0f} m " + " ".join(f"{x:.0f} {y:.0f} l" for x, y in rest) + " h"
            for (x0, y0), *rest in (quads(character, 70) if character != " " else ())
        )
        content = f"1000 0 d0 {ink} f"
        procs.append(f"/{'abcde'[i]} {8 + i} 0 R")
        more.append(f"<</Length {len(content)}>>stream\n{content}\nendstream")
    codes = {f"{ord('abcde'[i]):02X}": character for i, character in enumerate(said)}
    font = (
        "<</Type/Font/Subtype/Type3/FontBBox[0 -100 1000 900]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 97/LastChar 101"
        f"/Widths[1000 1000 1000 1000 1000]/CharProcs<<{' '.join(procs)}>>/Encoding<</Differences[97/a/b/c/d/e]>>"
        "/ToUnicode 7 0 R/Resources<<>>>>"
    )
    letters = "abcde"[: len(drawn)]
    content = f"BT /F 10 Tf 60 150 Td (812.36) Tj /T 10 Tf ({letters}) Tj ET"
    return written(path, content, "", "/Font<</F 5 0 R/T 6 0 R>>>>", font, to_unicode(codes, 2), *more)


@pytest.mark.parametrize(
    ("drawn", "said", "read"),
    [
        ("万元", "万元", "812.36万元"),
        ("亿元", "亿元", "812.36亿元"),
        ("亿元", "万元", "812.36\ufffd元"),
        ("千元", "百元", "812.36\ufffd元"),
        ("元", "万", "812.36\ufffd"),
        ("万元", "万\u2060", "812.36万\ufffd"),
        ("万元", " 元", "812.36\ufffd"),
        (" 元", " 元", "812.36元"),
        (" 元", "万元", "812.36\ufffd"),
    ],
)
def test_units_that_are_drawings_are_looked_at(drawn: str, said: str, read: str, tmp_path: Path) -> None:
    assert amount_in(drawn, said, tmp_path / "a.pdf") == read


@pytest.mark.parametrize(
    ("said", "read", "state"),
    [
        ("万元", "812.36万元", "text"),
        ("亿元", "812.36\ufffd\ufffd", "garbled"),
        ("万\ue000", "812.36万\ufffd", "garbled"),
        ("万\u2060", "812.36万\ufffd", "garbled"),
    ],
)
def test_units_of_a_font_that_is_not_in_the_file_are_what_their_codes_call_for(
    said: str, read: str, state: str, tmp_path: Path
) -> None:
    """By the codes of GB 2312 万元 stands on the page, whatever ToUnicode says."""
    font = "<</Type/Font/Subtype/Type0/BaseFont/STSong/Encoding/GBK-EUC-H/DescendantFonts[7 0 R]/ToUnicode 8 0 R>>"
    inner = (
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
        "/FontDescriptor 9 0 R>>"
    )
    about = (
        "<</Type/FontDescriptor/FontName/STSong/Flags 4/FontBBox[0 -141 1000 859]/Ascent 859/Descent -141/StemV 80"
        "/CapHeight 700/ItalicAngle 0>>"
    )
    units = {character.encode("gbk").hex().upper(): claim for character, claim in zip("万元", said, strict=True)}
    content = f"BT /F 10 Tf 60 150 Td (812.36) Tj /G 10 Tf <{''.join(units)}> Tj ET"
    path = tmp_path / "a.pdf"
    assert written(path, content, "", "/Font<</F 5 0 R/G 6 0 R>>>>", font, inner, to_unicode(units, 4), about) == read
    assert read_pages(path, 1)[0].state == state


@pytest.mark.parametrize(("called", "first"), [("：", True), ("：", False), ("（", True), ("、", True)])
def test_a_unit_that_a_font_calls_a_sign_cannot_be_read(called: str, first: bool, tmp_path: Path) -> None:
    """The font is not in the file; of its codes for the sign that of the 万 is the `first`, or not."""
    font = "<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/UniGB-UCS2-H/DescendantFonts[7 0 R]/ToUnicode 8 0 R>>"
    cid = (
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/SimSun/DW 1000/FontDescriptor<</Type/FontDescriptor/Flags 4"
        "/FontName/SimSun>>/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>"
    )
    claims = {"4E07": called, **({} if first else {"0028": called})}
    claims |= {f"{ord(c):04X}": c for c in "单位：元5"}
    for said, read in (("单位：万元", "单位：\ufffd元"), ("5万元", "5\ufffd元"), ("单位：元", "单位：元")):
        content = f"BT /T 10 Tf 60 150 Td <{said.encode('utf-16-be').hex()}> Tj ET"
        page = "/Font<</T 6 0 R>>>>"
        assert written(tmp_path / "a.pdf", content, "", page, font, cid, to_unicode(claims, 4)) == read
