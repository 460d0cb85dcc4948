"""A number of which a part is hidden, cut, tiny or raised is another one, or none."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from extractor.document.pdf.reader import read_pages
from extractor.tables.locate import located
from tests.support.paper import WIDTH, Paper
from tests.support.raw_pages import SHOWN, written

OLD = "812.36"


@pytest.mark.parametrize(("first", "left"), [(0, "12.36"), (1, "\ufffd\ufffd.36"), (4, "812\ufffd\ufffd")])
def test_a_number_with_a_digit_hidden_within_is_none(first: int, left: str, tmp_path: Path) -> None:
    """One that lost its first digit is what is left of it."""

    x, width = (stringWidth(text, "Helvetica", 10) for text in (OLD[:first], OLD[first]))
    content = f"BT /F 10 Tf 200 150 Td ({OLD}) Tj ET 1 g {200 + x} 148 {width} 12 re f"
    assert written(tmp_path / "a.pdf", content) == left


@pytest.mark.parametrize(("share", "text"), [(9, "\ufffd1\ufffd."), (40, OLD)])
def test_digits_too_narrow_to_be_told_from_each_other_are_unreadable(share: int, text: str, tmp_path: Path) -> None:
    assert written(tmp_path / "a.pdf", f"BT {share} Tz /F 10 Tf 200 150 Td ({OLD}) Tj ET") == text


@pytest.mark.parametrize(("pen", "text"), [(4, "\ufffd" * 3), (0.4, "888")])
def test_digits_whose_outlines_fill_them_up_are_unreadable(pen: float, text: str, tmp_path: Path) -> None:
    assert written(tmp_path / "a.pdf", f"BT 2 Tr {pen} w /F 10 Tf 3 Tc 200 150 Td (888) Tj ET") == text


def test_a_number_whose_point_nobody_can_read_is_none(tmp_path: Path) -> None:
    content = "BT /F 10 Tf 20 200 Td (Total) Tj 0 -50 Td (812) Tj /F .3 Tf (.) Tj /F 10 Tf (36) Tj ET"
    assert written(tmp_path / "a.pdf", content) == "Total81\ufffd\ufffd6"


@pytest.mark.parametrize(
    ("before", "mark", "after", "line"),
    [
        ("1225.95", "1", "year", "1225.95year"),
        ("words", "1", "2023", "words2023"),
        ("2023", "[12]", "5", "2023 5"),
        ("1225", "95", "year", "1225\ufffd\ufffdyear"),  # may as well be decimals
        ("1225.", "95", "year", "1225.year"),
    ],
)
def test_a_small_raised_mark_at_a_number_is_none_of_its_digits(
    before: str, mark: str, after: str, line: str, tmp_path: Path
) -> None:
    text = f"BT /F 10 Tf 20 150 Td ({before}) Tj /F 5 Tf 4 Ts ({mark}) Tj 0 Ts /F 10 Tf ({after}) Tj ET"
    written(tmp_path / "a.pdf", text)
    assert line in "".join(found.text for found in located(read_pages(tmp_path / "a.pdf", 1))[0].lines)


def test_a_raised_mark_is_found_before_words_that_are_hardly_larger(tmp_path: Path) -> None:
    written(tmp_path / "a.pdf", "BT /F 10 Tf 20 150 Td (1225.95) Tj /F 6 Tf 4 Ts (1) Tj 0 Ts /F 7 Tf (million) Tj ET")
    assert [found.text for found in located(read_pages(tmp_path / "a.pdf", 1))[0].lines] == ["1225.95million"]


@pytest.mark.parametrize("rise", [4, -2])
def test_a_small_mark_below_a_number_is_none_of_its_digits_either(rise: int, tmp_path: Path) -> None:
    written(tmp_path / "a.pdf", f"BT /F 10 Tf 20 150 Td (1225.95) Tj /F 6 Tf {rise} Ts (1) Tj ET")
    assert [found.text for found in located(read_pages(tmp_path / "a.pdf", 1))[0].lines] == ["1225.95"]


@pytest.mark.parametrize(("left", "text"), [(203.5, "\ufffd12.36"), (204.7, "\ufffd12.36"), (205.6, "\ufffd2.36")])
def test_a_digit_of_which_a_shape_shows_an_edge_is_none(left: float, text: str, tmp_path: Path) -> None:
    content = f"q {left} 140 90 30 re W n BT /F 10 Tf 200 150 Td ({OLD}) Tj ET Q"
    assert written(tmp_path / "a.pdf", content) == text


def test_the_ground_that_is_cut_to_the_shapes_of_figures_covers_none_of_them(tmp_path: Path) -> None:
    content = f"q BT 7 Tr /F 10 Tf 200 150 Td ({OLD}) Tj ET 198 147 40 12 re f Q"
    assert written(tmp_path / "a.pdf", content) == OLD


@pytest.mark.parametrize("aside", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("apart", [False, True])
def test_a_pale_shadow_is_none_of_the_figure_that_it_is_of(aside: float, apart: bool, tmp_path: Path) -> None:
    """Of the points of one that is written glyph by glyph, pdfium leaves those of the shadow."""
    content = ""
    for i, part in enumerate(OLD if apart else [OLD]):
        x = 200 + stringWidth(OLD[:i], "Helvetica", 10)
        content += (
            f"q .75 g BT /F 10 Tf {x + aside} {150 - aside} Td ({part}) Tj ET Q BT /F 10 Tf {x} 150 Td ({part}) Tj ET "
        )
    assert written(tmp_path / "a.pdf", content) == OLD


def test_the_light_edges_of_embossed_figures_are_none_of_them(tmp_path: Path) -> None:
    edges = (f"{grey} g BT /F 10 Tf {200 + by} {150 - by} Td ({OLD}) Tj ET" for grey, by in ((1, -0.5), (0.6, 0.5)))
    content = f".85 g 190 140 60 30 re f {' '.join(edges)} 0 g BT /F 10 Tf 200 150 Td ({OLD}) Tj ET"
    assert written(tmp_path / "a.pdf", content) == OLD


@pytest.mark.parametrize(
    ("matrix", "told"),
    [("1 0 0 1 385 150", True), ("0 1 -1 0 200 285", True), (".8 .6 -.6 .8 385 150", False), ("1 0 0 1 401 9", False)],
)
def test_what_runs_on_beyond_the_edge_is_told(matrix: str, told: bool, tmp_path: Path) -> None:
    written(tmp_path / "a.pdf", f"{SHOWN} BT /F 10 Tf {matrix} Tm (1234) Tj (567) Tj ET")
    assert read_pages(tmp_path / "a.pdf", 1)[0].cut == told


def test_a_pale_watermark_may_run_on_beyond_the_edge(tmp_path: Path) -> None:
    written(tmp_path / "a.pdf", f".8 g BT /F 20 Tf 385 50 Td (2024) Tj ET 0 g {SHOWN}")
    assert not read_pages(tmp_path / "a.pdf", 1)[0].cut


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("注：本表反映全年的总收支和年末结转结余情况", False),
        ("注：本表反映的总收支和年末结转结余为12.36万元", True),
        ("全年的总收支和年末结转和结余情况比上年增加很多", True),
    ],
)
def test_words_of_a_note_that_a_spreadsheet_cuts_off_are_nothing_lost(text: str, told: bool, tmp_path: Path) -> None:
    paper = Paper(tmp_path / "a.pdf")
    paper.text(WIDTH - 60, 100, text)
    paper.canvas.save()
    assert read_pages(tmp_path / "a.pdf", 1)[0].cut == told


@pytest.mark.parametrize(("right", "told"), [(420, True), (399, False), (403, False)])
def test_a_table_that_runs_on_beyond_the_edge_is_told(right: int, told: bool, tmp_path: Path) -> None:
    lines = " ".join(f"200 {y} m {right} {y} l S" for y in (140, 160, 180))
    written(tmp_path / "a.pdf", f"{SHOWN} BT /F 10 Tf 410 150 Td (812.36) Tj ET {lines}")
    assert read_pages(tmp_path / "a.pdf", 1)[0].cut == told


@pytest.mark.parametrize(
    ("cover", "left"),
    [
        ("1 g 200 148 3.2 12 re f", "\ufffd12.36"),  # half an 8
        ("1 g 200 148 60 5 re f", "\ufffd" * 5),  # and no point
        ("1 g 200 148 60 3.3 re f", "\ufffd" * 5),  # a 2 without its foot is perhaps a 7
        ("1 g 228.6 148 4 12 re f", "812.3\ufffd"),
        ("1 g BT /F 17 Tf 200 148 Td (#) Tj ET", "\ufffd12.36"),  # by letters that leave much of it
        ("1 G 1.2 w 200 153.6 m 230 153.6 l S", "812.3\ufffd"),  # a 6 without the head of its ring
        ("1 G .3 w 200 153.6 m 230 153.6 l S", OLD),
        ("1 g 226.2 148 9 12 re f", "812.3\ufffd"),  # all but its left edge
        ("1 g 225.3 151.4 9 9 re f", "812.3\ufffd"),  # of which the feet are left
        ("1 g 216.9 149 2.2 3 re f", "81\ufffd\ufffd6"),  # its point, and no more
        ("1 g 1 G 2 Tr 1.5 w BT /F 10 Tf 205.6 150 Td (1) Tj ET", "\ufffd\ufffd.36"),  # by white letters
        ("1 g 229.8 148 4 12 re f", OLD),
        ("0 g 199.9 148 .1 12 re f", OLD),
        ("1 g 190 160 60 9 re f", OLD),  # above them
        ("/G gs 1 1 0 rg 200 148 3.2 12 re f", OLD),  # can be seen through
    ],
)
def test_a_digit_of_which_a_part_is_covered_may_be_another(cover: str, left: str, tmp_path: Path) -> None:
    states = "/ExtGState<</G<</ca .3>>>>>>"
    assert written(tmp_path / "a.pdf", f"BT /F 10 Tf 200 150 Td ({OLD}) Tj ET {cover}", "", states) == left


@pytest.mark.parametrize(
    ("clip", "left"),
    [
        ("203 140 90 30", "\ufffd12.36"),
        ("190 153.5 90 30", "\ufffd" * 3 + "." + "\ufffd" * 2),  # their upper halves
        ("205.6 140 90 30", "\ufffd2.36"),  # all of its first digit is cut away: what is left is no number
        ("199 149.5 90 9", OLD),
    ],
)
def test_a_digit_that_is_cut_in_two_may_be_another(clip: str, left: str, tmp_path: Path) -> None:
    content = f"q {clip} re W n BT /F 10 Tf 200 150 Td ({OLD}) Tj ET Q"
    assert written(tmp_path / "a.pdf", content) == left


@pytest.mark.parametrize("around", ["{}", "q 1 0 0 -1 0 300 cm 1 0 0 -1 0 300 cm {} Q"])
def test_what_is_cut_to_two_boxes_with_nothing_in_common_is_not_there(around: str, tmp_path: Path) -> None:
    hidden = f"q 190 120 90 20 re W n 190 170 90 20 re W n BT /F 10 Tf 200 150 Td ({OLD}) Tj ET Q"
    assert written(tmp_path / "a.pdf", around.format(hidden) + " BT /F 10 Tf 200 50 Td (795.40) Tj ET") == "795.40"


MASK = (
    "/ExtGState<</G<</SMask<</S/Luminosity/G 6 0 R>>>>>>",
    "<</Type/XObject/Subtype/Form/BBox[0 0 400 300]/Group<</S/Transparency/CS/DeviceGray>>/Length 55>>stream\n"
    "1 g 0 0 203 300 re f 206 0 194 300 re f                \nendstream",
)


@pytest.mark.parametrize(
    ("veil", "left"),
    [
        ("203 140 m 399 140 l 399 170 l 300 175 l 203 170 l h W n", "\ufffd12.36"),  # half an 8, by a shape
        ("190 140 m 399 140 l 399 170 l 300 175 l 190 170 l h W n", OLD),
        ("190 145 m 204 145 l 190 175 l h W n", "\ufffd"),  # a triangle, whose box is whole around the 8
        ("190 140 m 399 140 l 399 170 l 190 170 l h W n", OLD),
        ("195 140 m 207 165 l 207 140 l 195 165 l h W n", "\ufffd\ufffd"),  # two triangles that meet in the 8
        ("/G gs", "\ufffd12.36"),  # the other half, by a mask
    ],
)
def test_a_digit_shown_in_part_by_a_shape_or_a_mask_may_be_another(veil: str, left: str, tmp_path: Path) -> None:
    content = f"q {veil} BT /F 10 Tf 200 150 Td ({OLD}) Tj ET Q"
    assert written(tmp_path / "a.pdf", content, "", MASK[0], MASK[1]) == left


SONG = (
    "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/GBK-EUC-H/DescendantFonts[7 0 R]>>",
    "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2"
    ">>/DW 1000>>",
)


@pytest.mark.parametrize(
    ("hidden", "left"),
    [
        ("q 0 0 235 300 re W n {} Q", "单位：\ufffd"),  # half a 万, and no 元
        ("q 0 0 245 300 re W n {} Q", "单位：万元"),  # half a 元 is no other unit
        ("q 0 0 215 300 re W n {} Q", "单"),  # half a word
        ("{} 1 g 230 140 10 30 re f", "单位：\ufffd"),  # 元 of what?
        ("{} 1 g 230 140 20 30 re f 0 g BT /G 10 Tf 230 150 Td <D4AA> Tj ET", "单位：元"),
        ("{} 1 g 230 140 10 30 re f 0 g BT /G 10 Tf 230 150 Td <C7A7> Tj ET", "单位：元千"),
    ],
)
def test_a_unit_of_which_half_is_hidden_may_be_another(hidden: str, left: str, tmp_path: Path) -> None:
    unit = f"BT /G 10 Tf 200 150 Td <{'单位：万元'.encode('gbk').hex()}> Tj ET"
    fonts = "/Font<</F 5 0 R/G 6 0 R>>>>"
    assert written(tmp_path / "a.pdf", hidden.format(unit), "", fonts, *SONG) == left


@pytest.mark.parametrize("size", [7.3, 9, 10.5])
def test_all_that_stands_upon_a_picture_in_a_font_that_is_not_in_the_file_is_seen(size: float, tmp_path: Path) -> None:
    text = "一般公共预算财政拨款支出决算表单位万元1,302,456.789"
    ground = "q 400 0 0 300 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \xf0 EI Q"
    content = f"{ground} BT /G {size} Tf 20.37 150 Td <{text.encode('gbk').hex()}> Tj ET"
    assert written(tmp_path / "a.pdf", content, "", "/Font<</F 5 0 R/G 6 0 R>>>>", *SONG) == text


SIMSUN = (
    "<</Type/Font/Subtype/TrueType/BaseFont/SimSun/Encoding/WinAnsiEncoding/FirstChar 32/LastChar 126"
    f"/Widths[{'500 ' * 95}]/FontDescriptor 7 0 R>>",
    "<</Type/FontDescriptor/FontName/SimSun/Flags 32/FontBBox[0 -141 1000 859]/Ascent 859/Descent -141/StemV 80"
    "/CapHeight 700/ItalicAngle 0>>",
)


@pytest.mark.parametrize(
    ("cover", "left"),
    [
        ("200 148 2.6 12", "\ufffd12.36"),
        ("202.4 148 2.7 12", "\ufffd12.36"),
        ("225 148 2.6 12", "812.3\ufffd"),
        ("227.4 148 2.8 12", "812.3\ufffd"),  # beyond the mark of the last one
        ("229.8 148 4 12", OLD),
        ("200 153 60 9", "\ufffd" * 3 + "." + "\ufffd" * 2),
        ("200 148 5 12", "12.36"),
        ("200 160 60 9", OLD),
        ("215.2 149.5 4 3", "812\ufffd36"),  # the point alone
        ("215.2 154 4 3", OLD),
    ],
)
def test_half_a_digit_of_a_font_that_is_not_in_the_file_is_told_by_where_it_stands(
    cover: str, left: str, tmp_path: Path
) -> None:
    content = f"BT /G 10 Tf 200 150 Td ({OLD}) Tj ET 1 g {cover} re f"
    assert written(tmp_path / "a.pdf", content, "", "/Font<</F 5 0 R/G 6 0 R>>>>", *SIMSUN) == left


@pytest.mark.parametrize("aside", [0.0, 0.25, 0.5])
def test_a_point_that_is_written_apart_is_hidden_by_a_cover_hardly_larger_than_it(aside: float, tmp_path: Path) -> None:
    content = " ".join(
        f"BT /F 9 Tf {x + aside:.2f} 150.38 Td ({text}) Tj ET"
        for x, text in ((200.0, "812"), (215.01, "."), (217.51, "36"))
    )
    cover = f"1 g {215.69 + aside:.2f} 150.28 1.14 1.15 re f"
    assert written(tmp_path / "a.pdf", f"{content} {cover}") == "81\ufffd\ufffd6"


@pytest.mark.parametrize("again", ["1 Tr .35 w", "2 Tr .5 w"])
def test_figures_whose_outlines_are_drawn_again_upon_them_are_seen(again: str, tmp_path: Path) -> None:
    """pdfium drops what is printed again; the first printing makes hardly any difference then."""
    once, twice = (f"BT {how} /F 10 Tf 200 150 Td ({OLD}) Tj ET" for how in ("", again))
    content = f"q /G gs {once} {twice} Q"
    assert written(tmp_path / "a.pdf", content, "", "/ExtGState<</G<</BM/Darken>>>>>>") == OLD
