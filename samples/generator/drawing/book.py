"""A whole disclosure on paper: cover, contents, headings, running text, tables; remembers what came on which page."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from samples.generator.drawing import table as tables
from samples.generator.drawing.paper import Paper, wrapped
from samples.generator.drawing.paper import new_canvas as pdf_canvas
from samples.generator.grid import Cell, Grid
from samples.generator.passages import Passage
from samples.generator.style import Style

MARGIN = 62.0
TABLE_MARGIN = 46.0
BODY = 14.0
SPECIAL = {
    "title": (20.0, True),
    "part": (17.0, True),
    "heading": (15.0, True),
    "sub": (BODY, True),
    "body": (BODY, False),
}


@dataclass(slots=True)
class Book:
    """Lays out from top to bottom; `pages_of` gives the pages of every title and heading, `grids` those of tables."""

    style: Style
    name: str
    new_canvas: Callable[..., Any] = pdf_canvas
    paper: Paper = field(init=False)
    top: float = 0.0
    is_landscape: bool = False
    pages_of: dict[str, list[int]] = field(default_factory=dict)
    grids: list[tuple[Grid, list[int]]] = field(default_factory=list)
    lines_of: list[tuple[Passage, list[tuple[int, int]]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.paper = Paper(self.style.digit_font, self.style.digit_shift, self.name, self.new_canvas)

    def page(self, landscape: bool = False, marked: bool = True) -> None:
        self.paper.new_page(landscape, self.style.rotated)
        self.is_landscape = landscape
        self.top = 64.0
        if marked and self.paper.page > 1:
            if self.style.running_head:
                self.paper.text(MARGIN, 40, self.name, 9)
                self.paper.stroke(MARGIN, 45, self.paper.width - MARGIN, 45, 0.5)
            if self.style.page_marks:
                self._centred(self.style.page_marks.format(page=self.paper.page), self.paper.height - 34, 10.5)

    @property
    def bottom(self) -> float:
        return self.paper.height - 62.0

    def finish(self) -> bytes:
        return self.paper.finish()

    def cover(self, lines: list[str]) -> None:
        self.page(marked=False)
        for n, line in enumerate(lines):
            self._centred(line, 250 + 52 * n, 28, bold=self.style.doubled_bold)

    def contents(self, entries: list[tuple[str, int, int]]) -> None:
        """目录: each entry (text, level, page) with dotted leaders and its page."""
        self.page()
        self._centred("目  录", self.top + 16, 20, bold=True)
        self.top += 50
        for text, level, number in entries:
            if self.top > self.bottom - 20:
                self.page()
            x = MARGIN + 21.0 * level
            size = 13.0
            page = str(number)
            self.top += 23
            room = self.paper.width - MARGIN - x - self.paper.text_width(text + page, size) - 6
            self.paper.text(x, self.top, text, size)
            if self.style.contents_dots:
                dots = "." * int(room / self.paper.text_width(".", size))
                end = self.paper.width - MARGIN - self.paper.text_width(dots + page, size)
                self.paper.text(end, self.top, dots + page, size)

    def passage(self, passage: Passage) -> None:
        """A heading or a paragraph; remembers at which page each of its lines stands."""
        size, bold = SPECIAL[passage.kind]
        if passage.kind in ("title", "part"):
            self.pages_of.setdefault(passage.text, []).append(self.paper.page)
            for line in wrapped(self.paper, passage.text, size, self.paper.width - 2 * MARGIN):
                self._centred(line, self.top + size, size, self.style.doubled_bold)
                self.top += size * 1.7
            self.top += 8
            return
        leading = size * 1.75
        indent = 2 * size
        lines = wrapped(self.paper, passage.text, size, self.paper.width - 2 * MARGIN, indent)
        places: list[tuple[int, int]] = []
        start = 0
        for n, line in enumerate(lines):
            if self.top + leading > self.bottom or (n == 0 and bold and self.top + 2 * leading > self.bottom):
                self.page()
            if n == 0 and passage.kind == "heading":
                self.pages_of.setdefault(passage.text, []).append(self.paper.page)
            self.top += leading
            x = MARGIN + (indent if n == 0 else 0)
            self.paper.text(x, self.top - leading * 0.35, line, size, bold and self.style.doubled_bold)
            places.append((start, self.paper.page))
            start += len(line)
        self.lines_of.append((passage, places))

    def table(
        self,
        grid: Grid,
        landscape: bool,
        fresh: bool = True,
        width: float | None = None,
        turns: Collection[int] = (),
    ) -> None:
        """A grid on as many pages as it takes, title and labels before it and notes after it; the page turns before
        the rows `turns` whatever room there is."""
        style = self.style
        if fresh or landscape != self.is_landscape:
            self.page(landscape)
        room = self.paper.width - 2 * TABLE_MARGIN
        measured = tables.measured(self.paper, grid, style, TABLE_MARGIN, width or room)
        framed = 20.0 * len(grid.frame.lines)
        limit = self.bottom if grid.kind not in style.short_pages else self.top + (self.bottom - self.top) * 0.45
        body = limit - self.top - framed
        later = limit - 64.0 - (framed if style.repeat_header else 0)
        shown: set[Cell] = set()
        self.grids.append((grid, []))
        for n, rows in enumerate(tables.shares(measured, body, later, style.repeat_header, turns)):
            if n:
                self.page(landscape)
            if not n or style.repeat_header:
                self._frame(grid)
            self.pages_of.setdefault(grid.title, []).append(self.paper.page)
            self.grids[-1][1].append(self.paper.page)
            self.top = tables.draw(self.paper, measured, rows, self.top, style, shown)
        self.top += 4
        for note in grid.notes:
            for line in wrapped(self.paper, note, 9, room):
                if self.top > self.bottom:
                    self.page(landscape)
                self.top += 14
                self.paper.text(TABLE_MARGIN, self.top, line, 9)
        self.top += 12

    def _frame(self, grid: Grid) -> None:
        for left, centre, right in grid.frame.lines:
            is_title = bool(centre) and not left and not right
            size = 14.0 if is_title else 9.0
            baseline = self.top + 14
            if left:
                self.paper.text(TABLE_MARGIN, baseline, left, size)
            if centre:
                self._centred(centre, baseline, size, is_title and self.style.doubled_bold)
            if right:
                x = self.paper.width - TABLE_MARGIN - self.paper.text_width(right, size)
                self.paper.text(x, baseline, right, size)
            self.top += 20

    def _centred(self, text: str, baseline: float, size: float, bold: bool = False) -> None:
        self.paper.text((self.paper.width - self.paper.text_width(text, size)) / 2, baseline, text, size, bold)
