"""What letters, patterns and sizes hide of a text is not on the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.document.pdf.reader import read_pages
from tests.support.raw_pages import SHOWN, written

PATCH = "600 0 d0 1 g 0 -300 600 1300 re f"
PATCHES = (
    "<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 65/LastChar 65"
    "/Widths[600]/CharProcs<</g 7 0 R>>/Encoding<</Differences[65/g]>>/Resources<<>>>>",
    f"<</Length {len(PATCH)}>>stream\n{PATCH}\nendstream",
)
WHITE_TILES = (
    "<</Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 5 5]/XStep 5/YStep 5/Resources<<>>/Length 16>>"
    "stream\n1 g 0 0 5 5 re f\nendstream"
)


def test_letters_that_are_patches_of_white_cover_what_lies_below(tmp_path: Path) -> None:
    patches = "BT /T 10 Tf 196 150 Td (AAAAAAA) Tj ET"
    content = f"BT /F 10 Tf 200 150 Td (812.36) Tj ET {patches} BT /F 10 Tf 200 50 Td (1.00) Tj ET"
    found = written(tmp_path / "a.pdf", content, "", "/Font<</F 5 0 R/T 6 0 R>>>>", *PATCHES)
    assert found.replace("A", "") == "1.00"


def test_drawn_letters_aslant_are_a_watermark_that_hides_no_more_than_others(tmp_path: Path) -> None:
    stroke = "600 0 0 0 600 700 d1 0 200 600 300 re f"
    letters = PATCHES[0], f"<</Length {len(stroke)}>>stream\n{stroke}\nendstream"
    across = ".85 g BT /T 10 Tf .9 .44 -.44 .9 196 140 Tm (AAAAAA) Tj ET 0 g"
    content = f"{SHOWN} {across} BT /F 10 Tf 20 50 Td (year 2023) Tj ET"
    found = written(tmp_path / "a.pdf", content, "", "/Font<</F 5 0 R/T 6 0 R>>>>", *letters)
    assert found.replace("A", "") == "795.40year2023"


def test_blocks_of_white_cover_what_lies_below(tmp_path: Path) -> None:
    blocks = "1 g BT /Z 20 Tf -3 Tc 194 146 Td (nnnn) Tj ET"  # ■
    content = f"BT /F 10 Tf 200 150 Td (812.36) Tj ET {blocks} 0 g BT /F 10 Tf 200 50 Td (1.00) Tj ET"
    dingbats = "<</Type/Font/Subtype/Type1/BaseFont/ZapfDingbats>>"
    found = written(tmp_path / "a.pdf", content, "", "/Font<</F 5 0 R/Z 6 0 R>>>>", dingbats)
    assert found.replace("■", "") == "1.00"


def test_a_letter_that_is_a_drawing_of_a_whole_page_is_a_picture(tmp_path: Path) -> None:
    drawing = "1 0 d0 BT /F 10 Tf 40 250 Td (812.36) Tj ET 10 10 m 390 240 l S"
    font = (
        "<</Type/Font/Subtype/Type3/FontBBox[0 0 400 300]/FontMatrix[1 0 0 1 0 0]/FirstChar 65/LastChar 65"
        "/Widths[1]/CharProcs<</g 7 0 R>>/Encoding<</Differences[65/g]>>/Resources<</Font<</F 5 0 R>>>>>>"
    )
    stream = f"<</Length {len(drawing)}>>stream\n{drawing}\nendstream"
    page = "BT /T 1 Tf 0 0 Td (A) Tj ET"
    written(tmp_path / "a.pdf", page, "", "/Font<</F 5 0 R/T 6 0 R>>>>", font, stream)
    assert read_pages(tmp_path / "a.pdf", 1)[0].state == "picture"


def test_letters_that_paint_nothing_are_not_there(tmp_path: Path) -> None:
    nothing = (PATCHES[0], "<</Length 8>>stream\n600 0 d0\nendstream")
    content = f"BT /T 10 Tf 60 150 Td (AAAAAAA) Tj ET {SHOWN}"
    assert written(tmp_path / "a.pdf", content, "", "/Font<</F 5 0 R/T 6 0 R>>>>", *nothing) == "795.40"


def test_what_nobody_can_read_is_not_there_even_where_most_of_a_page_is_as_small(tmp_path: Path) -> None:
    tiny = "BT /F .1 Tf 60 50 Td (812.36 812.36 812.36 812.36) Tj ET"
    assert written(tmp_path / "a.pdf", f"{tiny} {SHOWN}") == "795.40"


def test_text_in_a_pattern_of_white_is_not_there(tmp_path: Path) -> None:
    content = f"q /Pattern cs /P scn BT /F 10 Tf 60 150 Td (812.36) Tj ET Q {SHOWN}"
    assert written(tmp_path / "a.pdf", content, "", "/Pattern<</P 6 0 R>>>>", WHITE_TILES) == "795.40"


@pytest.mark.parametrize(("ink", "left"), [("0 g", "795.40812.36"), ("0.75 g", "795.40")])
def test_text_in_a_dark_pattern_is_no_watermark_beside_dark_text(ink: str, left: str, tmp_path: Path) -> None:
    tiles = f"{ink} 0 0 5 5 re f"
    pattern = (
        "<</PatternType 1/PaintType 1/TilingType 1/BBox[0 0 5 5]/XStep 5/YStep 5/Resources<<>>"
        f"/Length {len(tiles)}>>stream\n{tiles}\nendstream"
    )
    content = f"{SHOWN} q /Pattern cs /P scn BT /F 10 Tf 235 150 Td (812.36) Tj ET Q"
    assert written(tmp_path / "a.pdf", content, "", "/Pattern<</P 6 0 R>>>>", pattern) == left


@pytest.mark.parametrize("ink", [".85 g", "1 .85 .85 rg", ".8 .88 1 rg", "1 1 .8 rg"])
@pytest.mark.parametrize(("place", "left"), [("210 152", "795.40"), ("60 50", "795.400571")])
def test_pale_letters_of_any_colour_upon_a_number_leave_it(ink: str, place: str, left: str, tmp_path: Path) -> None:
    content = f"{SHOWN} q {ink} BT /F 10 Tf {place} Td (0571) Tj ET Q"
    assert written(tmp_path / "a.pdf", content) == left


def test_pale_numbers_that_stand_in_lines_of_dark_text_are_read(tmp_path: Path) -> None:
    lines = [
        f"0 g BT /F 10 Tf 60 {y} Td (spent) Tj ET .7 g BT /F 10 Tf 90 {y} Td (812.36) Tj ET "
        f"0 g BT /F 10 Tf 124 {y} Td (in all) Tj ET"
        for y in (150, 130)
    ]
    assert written(tmp_path / "a.pdf", " ".join(lines)) == "spent812.36inall" * 2


@pytest.mark.parametrize(("dashes", "read"), [("[0 1000] 0 d", False), ("", True)])
def test_outlines_of_letters_of_which_dashes_leave_dots_are_none(dashes: str, read: bool, tmp_path: Path) -> None:
    content = f"q 1 Tr 0 G .4 w {dashes} BT /F 10 Tf 60 150 Td (812.36) Tj ET Q {SHOWN}"
    assert bool(set("8126") & set(written(tmp_path / "a.pdf", content))) == read


def test_text_behind_letters_that_cut_it_away_is_not_there(tmp_path: Path) -> None:
    cut = "q BT 7 Tr /F 10 Tf 20 20 Td (x) Tj ET BT 0 Tr /F 10 Tf 60 150 Td (812.36) Tj ET Q"
    assert written(tmp_path / "a.pdf", f"{cut} {SHOWN}") == "795.40"


@pytest.mark.parametrize(
    ("content", "step", "is_figure"),
    [
        ("BT /F 10 Tf 40 6 Td (812.36) Tj ET", (90, 20), True),
        ("0 0 m 6 6 l S", (6, 6), False),  # hatched
        ("0.75 g 0 0 90 20 re f", (90, 20), False),
    ],
)
def test_what_a_pattern_shows_may_be_a_figure(
    content: str, step: tuple[int, int], is_figure: bool, tmp_path: Path
) -> None:
    tiles = (
        f"<</Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 {step[0]} {step[1]}]/XStep {step[0]}"
        f"/YStep {step[1]}/Matrix[1 0 0 1 60 145]/Resources<</Font<</F 5 0 R>>>>/Length {len(content)}>>"
        f"stream\n{content}\nendstream"
    )
    page = f"q /Pattern cs /P scn 60 145 90 20 re f Q {SHOWN}"
    assert written(tmp_path / "a.pdf", page, "", "/Pattern<</P 6 0 R>>>>", tiles) == "795.40"
    assert bool(len(read_pages(tmp_path / "a.pdf", 1)[0].drawn.boxes)) == is_figure
