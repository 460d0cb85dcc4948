"""What a person does not see is not on the page, whatever the text layer says; what they see is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractor.document.model import TextSource
from extractor.document.pdf.reader import PdfReader, read_pages
from extractor.document.read import read_document
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


def test_a_page_of_which_nothing_is_shown_is_damaged(tmp_path: Path) -> None:
    written(tmp_path / "a.pdf", SHOWN, "", ">>/CropBox[900 900 990 990]")
    assert read_pages(tmp_path / "a.pdf", 1)[0].state == "damaged"


def test_a_page_without_any_content_is_damaged_and_one_with_an_empty_one_is_blank(tmp_path: Path) -> None:
    written(tmp_path / "a.pdf", "", "", ">>")
    assert PdfReader().pages(tmp_path / "a.pdf", 1)[0].state == "blank"
    bare = (tmp_path / "a.pdf").read_bytes().replace(b"/Contents 4 0 R", b"")
    (tmp_path / "b.pdf").write_bytes(bare)
    assert PdfReader().pages(tmp_path / "b.pdf", 1)[0].state == "damaged"


@pytest.mark.parametrize(("grey", "drawn"), [(255, 0), (120, 1)])
def test_a_small_picture_that_changes_nothing_of_the_page_is_none(grey: int, drawn: int, tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), SIZE)
    number(canvas)
    canvas.drawImage(picture(grey), X - 6, Y, 4, 4)
    canvas.save()
    assert len(read_pages(tmp_path / "a.pdf", 1)[0].drawn.boxes) == drawn
