"""Numbers of a table that are drawn, not written: they are told; what else is drawn in a table is none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from extractor.document.pdf.strokes import lone_strokes
from extractor.reading import read_file
from tests.support.one_table import NAMED, ROWS, UNIT
from tests.support.paper import FONT, HEIGHT, ROW, Paper

WIDTHS = (80.0, 160.0, 90.0, 90.0, 90.0)
TOP = 120.0
LONE = 4  # a row that no sum binds
X, Y = 390.0, HEIGHT - TOP - LONE * ROW - 12  # in its column 基本支出


def outlines(canvas: Canvas) -> None:
    path = canvas.beginPath()
    for digit in range(3):
        path.ellipse(X + 6 * digit, Y, 4, 7)
        path.ellipse(X + 6 * digit + 1, Y + 1, 2, 5)
    canvas.drawPath(path, stroke=0, fill=1, fillMode=0)


def picture(canvas: Canvas) -> None:
    paper = Image.new("L", (60, 20), 255)
    ImageDraw.Draw(paper).text((2, 2), "543.70", fill=0)
    canvas.drawImage(ImageReader(paper), X, Y - 1, 36, 10)


def a_part(canvas: Canvas) -> None:
    outlines(canvas)
    canvas.drawString(X + 20, Y, "43.70")


def dots(canvas: Canvas) -> None:
    for dot in range(30):
        canvas.rect(X + 0.8 * (dot % 10), Y + 2 * (dot // 10), 0.7, 0.7, stroke=0, fill=1)


def strokes(canvas: Canvas) -> None:
    for digit in range(4):
        path = canvas.beginPath()
        path.moveTo(X + 6 * digit, Y)
        for x, y in ((4, 1), (3, 5), (1, 6), (0, 0)):
            path.lineTo(X + 6 * digit + x, Y + y)
        canvas.drawPath(path)


def bar(canvas: Canvas) -> None:
    canvas.rect(X, Y - 2, 36, 10, stroke=0, fill=1)


def dash(canvas: Canvas) -> None:
    canvas.line(X, Y + 3, X + 6, Y + 3)


def tick(canvas: Canvas) -> None:
    path = canvas.beginPath()
    path.moveTo(X, Y + 3)
    for x, y in ((2, 0), (7, 7), (6, 8), (2, 2), (1, 4)):
        path.lineTo(X + x, Y + y)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def box(canvas: Canvas) -> None:
    canvas.rect(X, Y, 7, 7, stroke=0, fill=1)


def rule(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("L", (80, 1), 0)), 40 + 330 + 2, Y - 2, 80, 1)


def shading(canvas: Canvas) -> None:
    canvas.setFillGray(0.9)
    canvas.roundRect(40 + 330 + 1, Y - 3, 88, 14, 3, stroke=0, fill=1)
    canvas.setFillGray(0)


def dotted(canvas: Canvas) -> None:
    for dot in range(50):
        canvas.rect(X - 4 + 1.5 * dot, Y - 3.5, 0.75, 0.75, stroke=0, fill=1)


def stamp(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 0, 0)
    path = canvas.beginPath()
    path.circle(X + 5, Y + 5, 45)
    path.circle(X + 5, Y + 5, 42)
    canvas.drawPath(path, stroke=0, fill=1, fillMode=0)
    outlines(canvas)


def status(
    path: Path, draw: Callable[[Canvas], None], written: str = "", column: int = 3, ruled: bool = True
) -> tuple[str, str]:
    rows = [list(row) for row in ROWS]
    rows[LONE][column] = written
    paper = Paper(path)
    paper.text(300, 40, NAMED[0])
    paper.text(300, 70, NAMED[1])
    paper.text(40, 100, f"部门：{UNIT}    单位：万元")
    draw(paper.canvas)
    (paper.ruled if ruled else paper.cells)(rows, WIDTHS, TOP)
    paper.canvas.save()
    document = read_file(path).document
    return document.status, document.error or ""


@pytest.mark.parametrize("draw", [outlines, picture, a_part, dots, strokes, bar])
def test_a_number_that_is_drawn_alone_in_its_cell_is_told(draw: Callable[[Canvas], None], tmp_path: Path) -> None:
    told, why = status(tmp_path / "a.pdf", draw)
    assert told == "partial" and "what stands under 基本支出 is drawn" in why


def crossed_out(canvas: Canvas) -> None:
    canvas.line(X + 30, Y - 4, X + 80, Y + 12)


def minus(canvas: Canvas) -> None:
    canvas.line(X + 39, Y + 3, X + 43, Y + 3)


@pytest.mark.parametrize(
    ("draw", "written"),
    [(outlines, ""), (picture, ""), (strokes, ""), (a_part, ""), (crossed_out, "543.70"), (minus, "543.70")],
)
def test_the_same_is_told_of_a_table_without_rules(
    draw: Callable[[Canvas], None], written: str, tmp_path: Path
) -> None:
    told, why = status(tmp_path / "a.pdf", draw, written, ruled=False)
    assert told == "partial" and "what stands under 基本支出 is drawn" in why


@pytest.mark.parametrize("draw", [outlines, picture])
def test_a_code_that_is_drawn_is_told(draw: Callable[[Canvas], None], tmp_path: Path) -> None:
    def in_its_column(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(50 - X, 0)
        draw(canvas)
        canvas.restoreState()

    told, why = status(tmp_path / "a.pdf", in_its_column, column=0)
    assert told == "partial" and "is drawn, not written as text" in why


@pytest.mark.parametrize("ruled", [True, False])
@pytest.mark.parametrize("draw", [dash, tick, box, rule, shading, stamp, dotted])
def test_what_else_is_drawn_in_a_cell_is_no_number(draw: Callable[[Canvas], None], ruled: bool, tmp_path: Path) -> None:
    _, why = status(tmp_path / "a.pdf", draw, ruled=ruled)
    assert "is drawn" not in why


@pytest.mark.parametrize(
    ("strokes", "left"),
    [
        ([[X + 4 * i, Y, X + 4 * i + 4, Y + 0.5] for i in range(6)], 0),  # a line in pieces
        ([[X + 4 * i, Y, X + 4 * i + 4, Y + 0.5] for i in range(2)], 2),
        ([[X, Y + 1.5 * i, X + 1.5, Y + 1.5 * i + 1.5] for i in range(7)], 7),  # the dots of a 1
    ],
)
def test_pieces_that_join_to_a_line_are_no_strokes_of_digits(strokes: list[list[float]], left: int) -> None:
    assert len(lone_strokes(np.array(strokes))) == left


END, LONG = 457.0, 22.5  # where the number that is written in that cell ends, and how long it is
Stroke = list[tuple[float, float]]
ZIGZAG = [(END - LONG + 4 * i, Y + 6 * (i % 2)) for i in range(7)]


@pytest.mark.parametrize(
    "strokes",
    [
        [[(END - LONG - 5.5, Y + 3), (END - LONG - 1, Y + 3)]],  # a minus
        [[(END - LONG - 2.2, Y + 3), (END - LONG - 1, Y + 3)]],  # a short one
        [[(380, Y + 3), (384, Y + 3)]],  # one at the far side of its cell, as accountants write it
        [[(END - 10, Y + 0.3), (END - 9, Y + 0.3)]],  # a point
        [[(END - LONG - 1, Y - 1), (END + 1, Y + 7)]],
        [[(END - LONG - 1, Y - 1), (END + 1, Y + 7)], [(END - LONG - 1, Y + 7), (END + 1, Y - 1)]],
        [ZIGZAG],
        [[(END - LONG - 2, Y), (END - LONG - 2, Y + 6)]],  # a one before it
        [[(END + 1, Y), (END + 4, Y), (END + 4, Y + 6), (END + 1, Y + 6), (END + 1, Y)]],  # a ring behind it
        [[(END - LONG, Y + 5.8), (END - LONG + 3, Y + 5.8)]],  # at the head of its first digit: of a 1 it makes a 7
    ],
)
def test_a_number_that_what_is_drawn_makes_another_is_told(strokes: list[Stroke], tmp_path: Path) -> None:
    told, why = status(tmp_path / "a.pdf", lambda canvas: drawn(canvas, strokes), ROWS[LONE][3])
    assert told == "partial" and "under 基本支出" in why


def test_a_minus_that_is_a_picture_is_told(tmp_path: Path) -> None:
    minus = ImageReader(Image.new("L", (5, 1), 0))
    told, why = status(
        tmp_path / "a.pdf", lambda c: c.drawImage(minus, END - LONG - 5.5, Y + 2.6, 4.5, 0.8), ROWS[LONE][3]
    )
    assert told == "partial" and "under 基本支出" in why


@pytest.mark.parametrize(
    "strokes",
    [
        [[(END - LONG, Y - 2), (END, Y - 2)]],  # underlined
        [[(END - LONG, Y + 8), (END, Y + 8)]],
        [[(380, Y - 2), (384, Y - 2)]],
        [[(370, Y + 3), (374, Y + 3)]],  # a tick on the border
        [[(END - LONG + 1.2 * i, Y - 2 - i % 2) for i in range(19)]],  # a wavy line under it
        [[(END - LONG - 8, Y - 3.9), (END + 2, Y - 3.9), (END + 1, Y + 11), (END - LONG - 8, Y + 11.9)]],  # a frame
    ],
)
def test_what_is_drawn_around_a_number_leaves_it(strokes: list[Stroke], tmp_path: Path) -> None:
    assert status(tmp_path / "a.pdf", lambda canvas: drawn(canvas, strokes), ROWS[LONE][3]) == ("ok", "")


@pytest.mark.parametrize("gaps", [(2,), (1.5, 3)])
def test_lines_under_the_sums_of_a_table_without_rules_part_no_rows(gaps: tuple[float, ...], tmp_path: Path) -> None:
    def underlined(canvas: Canvas) -> None:
        for column, text in enumerate(ROWS[1][2:]):
            end, y = 40 + sum(WIDTHS[: column + 3]) - 3, HEIGHT - TOP - ROW - 12
            for gap in gaps:
                canvas.line(end - stringWidth(text, FONT, 9) - 1, y - gap, end + 1, y - gap)

    bare = status(tmp_path / "a.pdf", lambda _: None, ROWS[LONE][3], ruled=False)
    assert status(tmp_path / "b.pdf", underlined, ROWS[LONE][3], ruled=False) == bare


@pytest.mark.parametrize(("grey", "expected"), [(0.88, "ok"), (0.4, "partial")])
def test_hatching_behind_a_number_is_told_unless_it_is_pale(grey: float, expected: str, tmp_path: Path) -> None:
    def hatched(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.setStrokeGray(grey)
        drawn(canvas, [[(END - LONG + 5 * i, Y - 4), (END - LONG + 5 * i + 12, Y + 12)] for i in range(-2, 5)])
        canvas.restoreState()

    assert status(tmp_path / "a.pdf", hatched, ROWS[LONE][3])[0] == expected


def test_a_number_with_a_wave_through_it_is_told(tmp_path: Path) -> None:
    def wave(canvas: Canvas) -> None:
        path, at = canvas.beginPath(), END - LONG
        path.moveTo(at, Y + 3)
        for _ in range(6):
            path.curveTo(at + 1, Y + 11, at + 3, Y - 5, at + 4, Y + 3)  # its control points lie far from it
            at += 4
        canvas.drawPath(path)

    told, why = status(tmp_path / "a.pdf", wave, ROWS[LONE][3])
    assert told == "partial" and "under 基本支出" in why


@pytest.mark.parametrize(("outside", "verdict"), [(False, "printed"), (True, "doubtful")])
def test_a_document_is_not_blamed_for_a_page_that_text_reaches_out_of(
    outside: bool, verdict: str, tmp_path: Path
) -> None:
    rows = [list(row) for row in ROWS]
    rows[1][2] = "9,999.00"
    paper = Paper(tmp_path / "a.pdf")
    paper.text(300, 40, NAMED[0])
    paper.text(300, 70, NAMED[1])
    paper.text(40, 100, f"部门：{UNIT}    单位：万元")
    paper.ruled(rows, WIDTHS, TOP)
    paper.text(200, 2000, "防汛" if outside else "")
    paper.canvas.save()
    assert {c.verdict for c in read_file(tmp_path / "a.pdf").checks if c.status == "fail"} == {verdict}


def drawn(canvas: Canvas, strokes: list[Stroke]) -> None:
    canvas.setLineWidth(0.6)
    for first, *rest in strokes:
        path = canvas.beginPath()
        path.moveTo(*first)
        for point in rest:
            path.lineTo(*point)
        canvas.drawPath(path)


def test_a_number_that_is_drawn_in_a_sheet_is_told(tmp_path: Path) -> None:
    rows = [
        ("项目名称", "河道巡查", "", "", ""),
        ("一级指标", "三级指标", "年度指标值", "实际完成值", "得分"),
        ("产出指标", "巡查次数", "≥12次", "12次", "10"),
        ("效益指标", "群众满意度", "≥95%", "", "10"),
    ]
    paper = Paper(tmp_path / "a.pdf")
    paper.text(300, 40, NAMED[0])
    paper.text(300, 70, "2023年度项目支出绩效自评表")
    outlines(paper.canvas)
    paper.ruled(rows, WIDTHS, TOP + (LONE - 3) * ROW)
    paper.canvas.save()
    assert "something drawn and nothing written" in (read_file(paper.path).document.error or "")
