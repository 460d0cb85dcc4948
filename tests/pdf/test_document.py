"""The PDF reader: characters and ruled lines come out the same however a producer draws them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extractor.document.model import Page
from extractor.document.pdf.reader import read_pages
from extractor.tables.ruled.grid import ruled_grids
from tests.support.raw_pages import written

SIZE = (400, 300)
XS, YS = (50, 150, 250, 350), (250, 220, 190, 160)
TEXTS = [["科目", "合计", "项目"], ["201", "1,234.50", "8.00"], ["20101", "1,226.50", "8.00"]]


def texts(canvas: Canvas) -> None:
    canvas.setFont("STSong-Light", 10)
    canvas.setFillGray(0)
    for row, y in zip(TEXTS, YS, strict=False):
        for text, x in zip(row, XS, strict=False):
            canvas.drawString(x + 8, y - 20, text)


def strokes(canvas: Canvas) -> None:
    for y in YS:
        canvas.line(XS[0], y, XS[-1], y)
    for x in XS:
        canvas.line(x, YS[0], x, YS[-1])


def pieces(canvas: Canvas) -> None:
    """Word: a thin black rectangle for each edge of each cell, and a dot in each corner."""
    for y in YS:
        for a, b in pairwise(XS):
            canvas.rect(a + 0.24, y - 0.24, b - a - 0.48, 0.48, stroke=0, fill=1)
    for x in XS:
        for a, b in pairwise(YS):
            canvas.rect(x - 0.24, b + 0.24, 0.48, a - b - 0.48, stroke=0, fill=1)
        for y in YS:
            canvas.rect(x - 0.24, y - 0.24, 0.48, 0.48, stroke=0, fill=1)


def scaled(canvas: Canvas) -> None:
    """WPS: long strokes under a matrix."""
    canvas.saveState()
    canvas.transform(0.05, 0, 0, -0.05, 0, SIZE[1])
    canvas.setLineWidth(10)
    for y in YS:
        canvas.line(XS[0] * 20, (SIZE[1] - y) * 20, XS[-1] * 20, (SIZE[1] - y) * 20)
    for x in XS:
        canvas.line(x * 20, (SIZE[1] - YS[0]) * 20, x * 20, (SIZE[1] - YS[-1]) * 20)
    canvas.restoreState()


def nested(canvas: Canvas) -> None:
    """Forms within forms, each with its own scale."""
    canvas.beginForm("inner")
    canvas.saveState()
    canvas.scale(2, 2)
    for y in YS:
        canvas.line(XS[0], y, XS[-1], y)
    for x in XS:
        canvas.line(x, YS[0], x, YS[-1])
    canvas.restoreState()
    canvas.endForm()
    canvas.beginForm("outer")
    canvas.saveState()
    canvas.scale(0.5, 0.5)
    canvas.doForm("inner")
    canvas.restoreState()
    canvas.endForm()
    canvas.doForm("outer")


def cells(canvas: Canvas) -> None:
    """Filled cells whose borders are only where the fills end."""
    for r, (top, bottom) in enumerate(pairwise(YS)):
        for c, (left, right) in enumerate(pairwise(XS)):
            canvas.setFillColorRGB(*((0.8, 0.9, 1) if (r + c) % 2 else (0.9, 0.95, 0.85)))
            canvas.rect(left, bottom, right - left, top - bottom, stroke=0, fill=1)


def one_path(canvas: Canvas) -> None:
    """All borders as subpaths of one path."""
    path = canvas.beginPath()
    for y in YS:
        path.moveTo(XS[0], y)
        path.lineTo(XS[-1], y)
    for x in XS:
        path.moveTo(x, YS[0])
        path.lineTo(x, YS[-1])
    canvas.drawPath(path, stroke=1, fill=0)


def with_white(canvas: Canvas) -> None:
    """Spreadsheets lay white rectangles behind cells and draw white lines where a border was taken off."""
    canvas.setFillGray(1)
    canvas.setStrokeGray(1)
    canvas.rect(20, 20, 360, 260, stroke=1, fill=1)
    canvas.rect(XS[0], 200, 70, 30, stroke=0, fill=1)
    canvas.line(XS[0], 205, XS[-1], 205)
    canvas.setStrokeGray(0)
    canvas.setLineWidth(0)
    canvas.line(XS[0], 235, XS[-1], 235)
    canvas.setLineWidth(0.75)
    strokes(canvas)


WAYS = [strokes, pieces, scaled, nested, cells, one_path, with_white]


def draw(path: Path, way: Callable[[Canvas], None], *, rotation: int = 0, bold: bool = False) -> Page:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(path), pagesize=SIZE, invariant=1)
    way(canvas)
    texts(canvas)
    if bold:
        canvas.translate(0.3, 0)
        texts(canvas)
    canvas.setPageRotation(rotation)
    canvas.save()
    return read_pages(path, 10)[0]


def shown(page: Page) -> list[list[str]]:
    (grid,) = ruled_grids(page)[0]
    return [[cell.text for cell in grid.row_cells(row)] for row in range(grid.rows)]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_the_same_grid_however_it_is_drawn(tmp_path: Path, way: Callable[[Canvas], None]) -> None:
    assert shown(draw(tmp_path / "drawn.pdf", way)) == TEXTS


@pytest.mark.parametrize("way", ["apart", "strokes", "rectangles"])
def test_a_line_with_a_gap_parts_nothing_there(tmp_path: Path, way: str) -> None:
    """The cell in the middle goes over two rows, and its border is drawn in two pieces, of one path or of two."""

    def gap(canvas: Canvas) -> None:
        y = YS[2]
        strokes_but(canvas, y)
        ends = ((XS[0], XS[1]), (XS[2], XS[3]))
        if way == "apart":
            for a, b in ends:
                canvas.line(a, y, b, y)
            return
        path = canvas.beginPath()
        for a, b in ends:
            if way == "strokes":
                path.moveTo(a, y)
                path.lineTo(b, y)
            else:
                path.rect(a, y, b - a, 0.5)
        canvas.drawPath(path, stroke=int(way == "strokes"), fill=int(way == "rectangles"))

    (grid,) = ruled_grids(draw(tmp_path / "gap.pdf", gap))[0]
    assert [(c.row, c.column, c.row_span) for c in grid.cells if c.row_span > 1] == [(1, 1, 2)]


def strokes_but(canvas: Canvas, left_out: int) -> None:
    for y in YS:
        if y != left_out:
            canvas.line(XS[0], y, XS[-1], y)
    for x in XS:
        canvas.line(x, YS[0], x, YS[-1])


@pytest.mark.parametrize("inherited", [False, True])
def test_the_box_of_a_page_may_stand_in_the_tree_of_pages(tmp_path: Path, inherited: bool) -> None:
    path = tmp_path / "box.pdf"
    draw(path, strokes)
    box, of_page, of_tree = b"/MediaBox [20 30 390 290]", b"/MediaBox [ 0 0 400 300 ]", b"/Type /Pages"
    data = path.read_bytes()
    assert of_page in data and of_tree in data
    if inherited:
        path.write_bytes(data.replace(of_page, b"").replace(of_tree, of_tree + box))
    else:
        path.write_bytes(data.replace(of_page, box))
    (page,) = read_pages(path, 10)
    assert (page.width, page.height) == (370, 260)
    (grid,) = ruled_grids(page)[0]
    assert grid.box is not None and (grid.box.x0, grid.box.top) == (XS[0] - 20, 290 - YS[0])
    assert shown(page) == TEXTS


def test_bold_that_is_printed_twice_is_read_once(tmp_path: Path) -> None:
    page = draw(tmp_path / "bold.pdf", strokes, bold=True)
    assert shown(page) == TEXTS


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_content_is_read_upright_and_its_box_is_where_a_viewer_shows_it(tmp_path: Path, rotation: int) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    path = tmp_path / "turned.pdf"
    # reportlab swaps the sides of a page that it turns by a quarter; given swapped, the sheet stays as it is
    canvas = Canvas(str(path), pagesize=SIZE if rotation % 180 == 0 else SIZE[::-1], invariant=1)
    strokes(canvas)
    texts(canvas)
    canvas.setPageRotation(rotation)
    canvas.save()
    page = read_pages(path, 10)[0]
    assert shown(page) == TEXTS
    (grid,) = ruled_grids(page)[0]
    box = grid.at(0, 0).box
    assert box is not None
    x0, top = {0: (50, 50), 90: (220, 50), 180: (250, 220), 270: (50, 250)}[rotation]
    assert (round(box.x0), round(box.top)) == (x0, top)
    assert round(box.x1 - box.x0) == (30 if rotation in (90, 270) else 100)


def test_a_page_without_usable_text_is_named_so(tmp_path: Path) -> None:
    path = tmp_path / "states.pdf"
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(path), pagesize=SIZE, invariant=1)
    canvas.showPage()
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(Image.new("RGB", (40, 30), "grey")), 0, 0, *SIZE)
    canvas.showPage()
    canvas.setFont("STSong-Light", 10)
    canvas.drawString(50, 200, "\ue000\ue001\ue002\ue003\ue004\ue005\ue006\ue007 部门")
    canvas.showPage()
    texts(canvas)
    canvas.save()
    assert [page.state for page in read_pages(path, 10)] == ["blank", "picture", "garbled", "text"]


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("䅍㻵䝖䅄頉䄽餤颭㱆㮂㩾㪰䪵鯺㭎䜹 619.43", "garbled"),  # 财政拨款收入支出决算表 by a map that leads elsewhere
        ("財政撥款收入支出決算總表，國有資本經營預算，決算數 619.43", "text"),
        ("单位名称：㙍口镇人民政府，编制人：刘䶮，审核人：王㛃，李䒟 619.43", "text"),
    ],
)
def test_a_page_of_ideographs_that_nobody_writes_is_garbled(text: str, state: str, tmp_path: Path) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=SIZE, invariant=1)
    canvas.setFont("STSong-Light", 10)
    canvas.drawString(20, 200, text)
    canvas.save()
    assert [page.state for page in read_pages(tmp_path / "a.pdf", 10)] == [state]


def test_a_size_below_nothing_turns_the_text_once_more(tmp_path: Path) -> None:
    content = "BT /F -10 Tf -1 0 0 -1 200 250 Tm (Upright) Tj ET"
    assert written(tmp_path / "a.pdf", content, "", ">>") == "Upright"
    page = read_pages(tmp_path / "a.pdf", 1)[0]
    assert page.turned == 0
    assert (float(page.characters.x0[0]), float(page.characters.baseline[0])) == (200, 50)
