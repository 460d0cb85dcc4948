"""Tables that no rule parts, set text by text on paper, and what is read of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportlab.pdfbase.pdfmetrics import stringWidth

from extractor.reading import read_file
from tests.support.paper import FONT, LEFT, Paper

SIZE = 9
HEADS_05 = [("科目编码", 70, "middle"), ("科目名称", 200, "middle"), ("合计", 400, "right"), ("项目支出", 520, "right")]


def set_at(paper: Paper, y: float, cells: Sequence[tuple[str, float, str]]) -> None:
    """Texts of one line: each with its place, and whether that is its left, its middle or its right."""
    for text, x, how in cells:
        width = stringWidth(text, FONT, SIZE)
        paper.text(x - {"left": 0, "middle": width / 2, "right": width}[how], y, text, SIZE)


def opened(path: Path, title: str) -> Paper:
    paper = Paper(path)
    paper.text(60, 60, "青山县社会工作局2024年度部门决算", 16)
    paper.page()
    paper.text(330, 40, title, 16)
    paper.text(LEFT, 60, "部门：青山县社会工作局")
    paper.text(600, 60, "金额单位：万元")
    return paper


def amounts(path: Path) -> dict[tuple[str, str], str]:
    """The amounts read of a file, by row and measure."""
    return {(f.row_label or f.subject_code or "", f.measure or ""): f"{f.amount:f}" for f in read_file(path).facts}


def spaced(text: str, x: float, gap: float) -> list[tuple[str, float, str]]:
    return [(letter, x + place * (SIZE + gap), "left") for place, letter in enumerate(text)]
