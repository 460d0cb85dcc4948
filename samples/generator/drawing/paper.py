"""A canvas measured from the top left, with pages of any orientation, on which text and lines are put."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

SONG = "STSong-Light"
A4 = (595.2, 841.8)
LATIN = re.compile(r"[!-~]+")
rl_config.useA85 = 0  # type: ignore[attr-defined]
metrics: Any = pdfmetrics  # reportlab is not typed
new_canvas: Any = Canvas
cid_font: Any = UnicodeCIDFont
metrics.registerFont(cid_font(SONG))


@dataclass(slots=True)
class Paper:
    """Draws on one page after the other; coordinates are points from the top left as the page is displayed.

    `digit_font` sets Latin letters and digits in a font of their own, `digit_shift` on a baseline of their own;
    `new_canvas` makes what draws.
    """

    digit_font: str | None = None
    digit_shift: float = 0.0
    title: str = ""
    new_canvas: Callable[..., Any] = new_canvas
    buffer: io.BytesIO = field(default_factory=io.BytesIO)
    canvas: Any = field(init=False)
    page: int = 0
    width: float = A4[0]
    height: float = A4[1]
    forms: int = 0

    def __post_init__(self) -> None:
        self.canvas = self.new_canvas(self.buffer, pagesize=A4, invariant=1, pageCompression=1)
        self.canvas.setTitle(self.title)

    def new_page(self, landscape: bool = False, rotated: bool = False) -> None:
        """Begins a page; a rotated one is a portrait sheet that a viewer turns by /Rotate 90."""
        if self.page:
            self.canvas.showPage()
        self.page += 1
        self.width, self.height = (A4[1], A4[0]) if landscape else A4
        turned = landscape and rotated
        self.canvas.setPageSize((self.width, self.height))  # as displayed: reportlab turns the media box itself
        self.canvas.setPageRotation(90 if turned else 0)
        if turned:
            self.canvas.transform(0, 1, -1, 0, A4[0], 0)

    def finish(self) -> bytes:
        self.canvas.showPage()
        self.canvas.save()
        return self.buffer.getvalue()

    def text_width(self, text: str, size: float) -> float:
        return sum(float(metrics.stringWidth(run, font, size)) for run, font in self._runs(text))

    def text(self, x: float, baseline: float, text: str, size: float, bold: bool = False) -> None:
        """One line of text; bold is the same text printed twice, a hair apart."""
        for shift in (0.0, 0.35) if bold else (0.0,):
            at = x + shift
            for run, font in self._runs(text):
                self.canvas.setFont(font, size)
                lowered = self.digit_shift if font != SONG else 0.0
                self.canvas.drawString(at, self.height - baseline - lowered, run)
                at += metrics.stringWidth(run, font, size)

    def _runs(self, text: str) -> list[tuple[str, str]]:
        if not self.digit_font:
            return [(text, SONG)]
        runs: list[tuple[str, str]] = []
        end = 0
        for found in LATIN.finditer(text):
            if found.start() > end:
                runs.append((text[end : found.start()], SONG))
            runs.append((found.group(), self.digit_font))
            end = found.end()
        return [*runs, (text[end:], SONG)] if end < len(text) else runs

    def stroke(self, x0: float, top: float, x1: float, bottom: float, width: float) -> None:
        self.canvas.setLineWidth(width)
        self.canvas.line(x0, self.height - top, x1, self.height - bottom)

    def fill(self, x0: float, top: float, x1: float, bottom: float, colour: tuple[float, float, float]) -> None:
        self.rectangle(x0, top, x1, bottom, colour, stroke=False)

    def rectangle(
        self, x0: float, top: float, x1: float, bottom: float, colour: tuple[float, float, float], stroke: bool
    ) -> None:
        self.canvas.setFillColorRGB(*colour)
        self.canvas.rect(x0, self.height - bottom, x1 - x0, bottom - top, stroke=int(stroke), fill=1)
        self.canvas.setFillColorRGB(0, 0, 0)

    def polygon(self, corners: Sequence[tuple[float, float]]) -> None:
        """A filled black shape."""
        path = self.canvas.beginPath()
        (x, top), *rest = corners
        path.moveTo(x, self.height - top)
        for x, top in rest:
            path.lineTo(x, self.height - top)
        path.close()
        self.canvas.drawPath(path, stroke=0, fill=1)

    def begin_form(self) -> None:
        """What is drawn until `end_form` goes into a form inside a form, twice as large and scaled back."""
        self.forms += 1
        self.canvas.beginForm(f"table{self.forms}", 0, 0, 2 * self.width, 2 * self.height)
        self.canvas.scale(2, 2)

    def end_form(self) -> None:
        inner = f"table{self.forms}"
        self.canvas.endForm()
        outer = f"frame{self.forms}"
        self.canvas.beginForm(outer, 0, 0, self.width, self.height)
        self.canvas.scale(0.5, 0.5)
        self.canvas.doForm(inner)
        self.canvas.endForm()
        self.canvas.doForm(outer)


def breakable(text: str) -> list[str]:
    """The pieces of a text that may not be broken: Latin words and numbers whole, ideographs one by one."""
    return re.findall(r"[0-9A-Za-z.,%/+=*-]+|.", text)


def wrapped(paper: Paper, text: str, size: float, width: float, indent: float = 0.0) -> list[str]:
    """A text in lines of at most `width`; closing punctuation does not begin a line."""
    lines, line, room = [], "", width - indent
    for piece in breakable(text):
        piece_width = paper.text_width(piece, size)
        if line and piece_width > room and piece not in "，。；：、）”％%":
            lines.append(line)
            line, room = "", width
        line += piece
        room -= piece_width
    return [*lines, line]
