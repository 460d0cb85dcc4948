"""Small disclosures of made-up departments for the tests, as PDF and as text, good and bad ones."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"  # named and not embedded: nothing of it is needed to read
HEAD = ("科目代码", "科目名称", "本年收入合计", "财政拨款收入")
ROWS = (
    ("2010101", "行政运行", "12345678901234.5678", "12345678901234.5678"),
    ("2010102", "一般行政管理事务", "0.10", "0.10"),
    ("", "合计", "12345678901234.6678", "12345678901234.6678"),
)
NAMED = ("2023年度云岭县档案馆单位决算", "收入决算表", "单位：云岭县档案馆　金额单位：元")

Draw = Callable[[Canvas], None]


def pdf(draw: Draw, **settings: Any) -> bytes:
    """The bytes of a PDF; `draw` ends each page with `showPage`."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=True, **settings)
    draw(canvas)
    canvas.save()
    return target.getvalue()


def pages(*draws: Draw) -> Draw:
    """Several pages, one after the other."""

    def draw(canvas: Canvas) -> None:
        for page in draws:
            page(canvas)

    return draw


def lines(*texts: str) -> Draw:
    """A page with lines of text."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 10)
        for number, text in enumerate(texts):
            canvas.drawString(50, 800 - 16 * number, text)
        canvas.showPage()

    return draw


def table(rows: Sequence[Sequence[str]] = ROWS) -> Draw:
    """A page with title, frame and a ruled table 02."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 10)
        for number, text in enumerate(NAMED):
            canvas.drawString(50, 800 - 20 * number, text)
        for r, row in enumerate((HEAD, *rows)):
            for c, text in enumerate(row):
                canvas.rect(50 + 125 * c, 700 - 24 * r, 125, 24)
                canvas.drawString(54 + 125 * c, 708 - 24 * r, text)
        canvas.showPage()

    return draw


def text(rows: Sequence[Sequence[str]] = ROWS) -> str:
    """The same as plain text."""
    return "\n".join([*NAMED, *("\t".join(row) for row in (HEAD, *rows)), ""])


def two_sided(row_numbers: tuple[str, str]) -> str:
    """Table 01 as plain text, its income rows with these 行次."""
    one, two = row_numbers
    return "\n".join(
        [
            NAMED[0],
            "收入支出决算总表",
            NAMED[2],
            "收入\t\t\t支出\t\t",
            "项目\t行次\t金额\t项目\t行次\t金额",
            f"一、一般公共预算财政拨款收入\t{one}\t1.00\t一、一般公共服务支出\t9\t2.00",
            f"二、政府性基金预算财政拨款收入\t{two}\t1.00\t\t\t",
            "本年收入合计\t3\t2.00\t本年支出合计\t4\t2.00",
            "总计\t5\t2.00\t总计\t6\t2.00",
            "",
        ]
    )
