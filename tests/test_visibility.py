"""What a person does not see is not on the page, whatever the text layer says; what they see is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractor.document.model import TextSource
from extractor.document.pdf import PdfReader, read_pages
from extractor.document.read import read_document
from extractor.tables.locate import located
from tests.support.raw_pages import SHOWN, written

SIZE = (400, 300)
OLD, NEW = "812.36", "795.40"
LABEL = "Totalofthisyear"
X, Y = 200, 150  # where the number stands


def number(canvas: Canvas, text: str = OLD, mode: int = 0, x: float = X, y: float = Y) -> None:
    canvas.setFont("Helvetica", 10)
    canvas.drawString(x, y, text, mode=mode)


def painted(canvas: Canvas, grey: float, x: float = X - 10, y: float = Y - 6) -> None:
    canvas.setFillGray(grey)
    canvas.rect(x, y, 80, 20, stroke=0, fill=1)
    canvas.setFillGray(0)


def picture(grey: int, width: int = 8, height: int = 8) -> ImageReader:
    from PIL import Image

    return ImageReader(Image.new("RGB", (width, height), (grey, grey, grey)))


def no_ink(canvas: Canvas) -> None:
    number(canvas, mode=3)


def white(canvas: Canvas) -> None:
    canvas.setFillGray(1)
    number(canvas)


def nearly_white(canvas: Canvas) -> None:
    canvas.setFillGray(0.985)
    number(canvas)


def of_its_ground(canvas: Canvas) -> None:
    painted(canvas, 0.4)
    canvas.setFillGray(0.4)
    number(canvas)


def transparent(canvas: Canvas) -> None:
    canvas.setFillAlpha(0)
    number(canvas)


def covered(canvas: Canvas) -> None:
    number(canvas)
    painted(canvas, 1)


def under_picture(canvas: Canvas) -> None:
    number(canvas)
    canvas.drawImage(picture(230), X - 10, Y - 6, 80, 20)


def off_the_page(canvas: Canvas) -> None:
    number(canvas, x=SIZE[0] + 20)


def cut_away(canvas: Canvas) -> None:
    path = canvas.beginPath()
    path.rect(10, 10, 100, 20)
    canvas.clipPath(path, stroke=0, fill=0)
    number(canvas)


def in_form(canvas: Canvas) -> None:
    canvas.beginForm("old", 10, 10, 100, 60)
    number(canvas)
    canvas.endForm()
    canvas.doForm("old")


def under_a_broad_stroke(canvas: Canvas) -> None:
    number(canvas)
    canvas.setStrokeGray(1)
    canvas.setLineWidth(14)
    canvas.line(X - 4, Y + 3, X + 60, Y + 3)


def in_what_two_rectangles_cut_out(canvas: Canvas) -> None:
    path = canvas.beginPath()
    for _ in range(2):
        path.rect(X - 10, Y - 6, 80, 20)
    canvas.clipPath(path, stroke=0, fill=0, fillMode=0)
    number(canvas)


def test_a_minus_under_a_thin_bar_of_white_is_not_there(tmp_path: Path) -> None:
    def covered_minus(canvas: Canvas) -> None:
        number(canvas, "-" + OLD)
        canvas.setFillGray(1)
        canvas.rect(X, Y + 1.5, 3.3, 2.4, stroke=0, fill=1)

    assert drawn(tmp_path / "a.pdf", covered_minus) == LABEL + OLD


def of_no_size(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 0.2)
    canvas.drawString(X, Y, OLD)


def white_over_a_rule(canvas: Canvas) -> None:
    canvas.line(X + 3, 0, X + 3, SIZE[1])
    canvas.setFillGray(1)
    number(canvas, OLD[:1])


HIDDEN: list[Callable[[Canvas], None]] = [
    white_over_a_rule,
    no_ink, white, nearly_white, of_its_ground, transparent, covered, under_picture, off_the_page, cut_away, in_form,
    under_a_broad_stroke, in_what_two_rectangles_cut_out, of_no_size,
]  # fmt: skip


def white_on_dark(canvas: Canvas) -> None:
    painted(canvas, 0.2)
    canvas.setFillGray(1)
    number(canvas)


def white_on_picture(canvas: Canvas) -> None:
    canvas.drawImage(picture(40), X - 10, Y - 6, 80, 20)
    canvas.setFillGray(1)
    number(canvas)


def white_on_shading(canvas: Canvas) -> None:
    from reportlab.lib.colors import Color

    canvas.saveState()
    path = canvas.beginPath()
    path.rect(X - 10, Y - 6, 80, 20)
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.linearGradient(X, Y, X + 80, Y, (Color(0, 0, 0.3), Color(0.3, 0, 0)))
    canvas.restoreState()
    canvas.setFillGray(1)
    number(canvas)


def highlighted(canvas: Canvas) -> None:
    number(canvas)
    canvas.setFillColorRGB(1, 1, 0)
    canvas.setFillAlpha(0.4)
    canvas.rect(X - 10, Y - 6, 80, 20, stroke=0, fill=1)


def outlined(canvas: Canvas) -> None:
    canvas.setFillGray(1)
    canvas.setStrokeGray(0)
    canvas.setLineWidth(0.3)
    number(canvas, mode=1)


def filled_and_outlined(canvas: Canvas) -> None:
    canvas.setFillGray(1)
    canvas.setStrokeGray(0)
    canvas.setLineWidth(0.3)
    number(canvas, mode=2)


def in_its_cell(canvas: Canvas) -> None:
    path = canvas.beginPath()
    path.rect(X - 10, Y - 6, 80, 20)
    canvas.clipPath(path, stroke=0, fill=0)
    number(canvas)


def on_white_paint(canvas: Canvas) -> None:
    painted(canvas, 1)
    number(canvas)


SEEN: list[Callable[[Canvas], None]] = [
    white_on_dark, white_on_picture, white_on_shading, highlighted, outlined, filled_and_outlined, in_its_cell,
    on_white_paint,
]  # fmt: skip


def drawn(path: Path, *steps: Callable[[Canvas], None]) -> str:
    canvas = Canvas(str(path), pagesize=SIZE)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(40, 260, "Total of this year")
    for step in steps:
        canvas.saveState()
        step(canvas)
        canvas.restoreState()
    canvas.save()
    return read_pages(path, 10)[0].characters.text


@pytest.mark.parametrize("hide", [no_ink, white, transparent, of_its_ground, covered])
def test_a_number_that_is_printed_on_the_spot_of_a_hidden_one_is_seen(
    hide: Callable[[Canvas], None], tmp_path: Path
) -> None:
    assert drawn(tmp_path / "a.pdf", hide, number) == LABEL + OLD


@pytest.mark.parametrize("hide", HIDDEN)
def test_what_nobody_sees_is_not_there(hide: Callable[[Canvas], None], tmp_path: Path) -> None:
    assert drawn(tmp_path / "old.pdf", hide) == LABEL


def cutting_alone(canvas: Canvas) -> None:
    number(canvas, mode=7)


@pytest.mark.parametrize("hide", [no_ink, white, covered, under_picture, transparent, cutting_alone])
def test_the_number_that_is_seen_takes_the_place_of_the_hidden_one(
    hide: Callable[[Canvas], None], tmp_path: Path
) -> None:
    assert drawn(tmp_path / "both.pdf", hide, lambda canvas: number(canvas, NEW)) == LABEL + NEW


@pytest.mark.parametrize("show", SEEN)
def test_what_is_seen_stays(show: Callable[[Canvas], None], tmp_path: Path) -> None:
    assert drawn(tmp_path / "seen.pdf", show) == LABEL + OLD


@pytest.mark.parametrize("over", [True, False])
def test_text_below_a_scan_that_shows_it_is_somebodys_ocr(over: bool, tmp_path: Path) -> None:
    from PIL import Image, ImageDraw

    lines = [f"Row {i} {1000 + i}.25" for i in range(8)]
    scan = Image.new("L", (800, 600), 255)
    for i, _ in enumerate(lines):
        ImageDraw.Draw(scan).rectangle((80, 96 + 60 * i, 300, 116 + 60 * i), fill=0)
    canvas = Canvas(str(tmp_path / "scan.pdf"), pagesize=SIZE)
    text = [(40, SIZE[1] - 58 - 30 * i, line) for i, line in enumerate(lines)]
    if not over:
        canvas.drawImage(ImageReader(scan), 0, 0, *SIZE)
    for x, y, line in text:
        canvas.setFont("Courier", 12)
        canvas.drawString(x, y, line, mode=3 if not over else 0)
    if over:
        canvas.drawImage(ImageReader(scan), 0, 0, *SIZE)
    canvas.save()
    document = read_document(tmp_path / "scan.pdf")
    assert document.text_source is TextSource.OCR
    assert document.pages[0].characters.text == "".join(lines).replace(" ", "")


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


@pytest.mark.parametrize(("first", "left"), [(0, "12.36"), (1, "\ufffd\ufffd.36"), (4, "812\ufffd\ufffd")])
def test_a_number_with_a_digit_hidden_within_is_none(first: int, left: str, tmp_path: Path) -> None:
    """One that lost its first digit is what is left of it."""

    def patched(canvas: Canvas) -> None:
        number(canvas)
        x = X + canvas.stringWidth(OLD[:first], "Helvetica", 10)
        canvas.setFillGray(1)
        canvas.rect(x, Y - 2, canvas.stringWidth(OLD[first], "Helvetica", 10), 12, stroke=0, fill=1)

    assert drawn(tmp_path / "a.pdf", patched) == LABEL + left


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


@pytest.mark.parametrize(
    ("matrix", "told"),
    [("1 0 0 1 385 150", True), ("0 1 -1 0 200 285", True), (".8 .6 -.6 .8 385 150", False), ("1 0 0 1 401 9", False)],
)
def test_what_runs_on_beyond_the_edge_is_told(matrix: str, told: bool, tmp_path: Path) -> None:
    written(tmp_path / "a.pdf", f"{SHOWN} BT /F 10 Tf {matrix} Tm (1234) Tj (567) Tj ET")
    assert read_pages(tmp_path / "a.pdf", 1)[0].cut == told


@pytest.mark.parametrize(
    ("cover", "left"),
    [
        ("1 g 200 148 3.2 12 re f", "\ufffd12.36"),  # half an 8
        ("1 g 200 148 60 5 re f", "\ufffd" * 5),  # and no point
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
        ("205.6 140 90 30", "12.36"),  # all of its first digit is cut away
        ("199 149.5 90 9", OLD),
    ],
)
def test_a_digit_that_is_cut_in_two_may_be_another(clip: str, left: str, tmp_path: Path) -> None:
    content = f"q {clip} re W n BT /F 10 Tf 200 150 Td ({OLD}) Tj ET Q"
    assert written(tmp_path / "a.pdf", content) == left


def test_a_page_of_which_nothing_is_shown_is_damaged(tmp_path: Path) -> None:
    written(tmp_path / "a.pdf", SHOWN, "", ">>/CropBox[900 900 990 990]")
    assert read_pages(tmp_path / "a.pdf", 1)[0].state == "damaged"


def test_a_page_without_any_content_is_damaged_and_one_with_an_empty_one_is_blank(tmp_path: Path) -> None:
    written(tmp_path / "a.pdf", "", "", ">>")
    assert PdfReader().pages(tmp_path / "a.pdf", 1)[0].state == "blank"
    bare = (tmp_path / "a.pdf").read_bytes().replace(b"/Contents 4 0 R", b"")
    (tmp_path / "b.pdf").write_bytes(bare)
    assert PdfReader().pages(tmp_path / "b.pdf", 1)[0].state == "damaged"


LAYERS = ("<</Type/OCG/Name(old)>>", "<</Type/OCG/Name(new)>>", "<</Type/OCMD/OCGs[6 0 R 7 0 R]/P/AllOn>>")
OFF = "/OCProperties<</OCGs[6 0 R 7 0 R]/D<</OFF[6 0 R]>>>>"


@pytest.mark.parametrize(("old", "left"), [("L", "795.40"), ("M", "795.40"), ("N", "812.36795.40")])
def test_a_layer_that_is_off_is_not_there(old: str, left: str, tmp_path: Path) -> None:
    content = f"/OC /N BDC /OC /{old} BDC BT /F 10 Tf 60 150 Td (812.36) Tj ET EMC EMC {SHOWN}"
    resources = "/Properties<</L 6 0 R/N 7 0 R/M 8 0 R>>>>"
    assert written(tmp_path / "a.pdf", content, OFF, resources, *LAYERS) == left


def test_a_hidden_figure_that_touches_a_seen_one_is_not_seen_by_its_ink(tmp_path: Path) -> None:
    hidden = "/OC /L BDC BT /F 10 Tf 172 150 Td (812.36) Tj ET EMC"
    content = f"{hidden} /OC /N BDC BT /F 10 Tf 200 150 Td (795.40) Tj ET EMC"
    found = written(tmp_path / "a.pdf", content, OFF, "/Properties<</L 6 0 R/N 7 0 R>>>>", *LAYERS)
    assert found == "795.40"


@pytest.mark.parametrize(("layer", "left"), [("L", "795.40"), ("N", "812.36795.40")])
def test_white_figures_on_a_ground_that_is_off_are_not_seen(layer: str, left: str, tmp_path: Path) -> None:
    ground = f"/OC /{layer} BDC 50 140 90 30 re f EMC"
    content = f"{ground} 1 g BT /F 10 Tf 60 150 Td (812.36) Tj ET 0 g {SHOWN}"
    assert written(tmp_path / "a.pdf", content, OFF, "/Properties<</L 6 0 R/N 7 0 R>>>>", *LAYERS) == left


@pytest.mark.parametrize(("layer", "left"), [(6, "795.40"), (7, "812.36795.40")])
def test_a_form_in_a_layer_that_is_off_is_not_there(layer: int, left: str, tmp_path: Path) -> None:
    inner = "BT /F 10 Tf 60 150 Td (812.36) Tj ET"
    form = (
        f"<</Type/XObject/Subtype/Form/BBox[0 0 400 300]/OC {layer} 0 R/Resources<</Font<</F 5 0 R>>>>"
        f"/Length {len(inner)}>>stream\n{inner}\nendstream"
    )
    found = written(tmp_path / "a.pdf", f"/X Do {SHOWN}", OFF, "/XObject<</X 9 0 R>>>>", *LAYERS, form)
    assert found == left


def test_a_size_below_nothing_turns_the_text_once_more(tmp_path: Path) -> None:
    content = "BT /F -10 Tf -1 0 0 -1 200 250 Tm (Upright) Tj ET"
    assert written(tmp_path / "a.pdf", content, "", ">>") == "Upright"
    page = read_pages(tmp_path / "a.pdf", 1)[0]
    assert page.turned == 0
    assert (float(page.characters.x0[0]), float(page.characters.baseline[0])) == (200, 50)
