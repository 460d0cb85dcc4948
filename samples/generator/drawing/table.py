"""A grid on paper: heights from wrapped text, rows shared out over pages, text into cells."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from samples.generator.drawing.borders import BORDERS, Box
from samples.generator.drawing.paper import Paper, wrapped
from samples.generator.grid import Cell, Grid
from samples.generator.style import Style

PADS = {"three_line": 5.0, "none": 5.0}
"""Room beside the text of a cell, wider where no rule parts the columns."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A grid with its text in lines, its column borders in points from the left edge, and its row heights."""

    grid: Grid
    lines: dict[Cell, list[str]]
    x: list[float]
    heights: list[float]
    size: float
    pad: float

    @property
    def leading(self) -> float:
        return self.size * 1.28


def measured(paper: Paper, grid: Grid, style: Style, left: float, width: float) -> Measured:
    size, pad = style.font_size, PADS.get(style.borders, 2.4)
    x, whole = [left], sum(grid.widths)
    for part in grid.widths:
        x.append(round(x[-1] + width * part / whole, 2))
    lines = {
        c: [
            w
            for t in c.text.split("\n")
            for w in wrapped(paper, t, size, x[c.column + c.columns] - x[c.column] - 2 * pad)
        ]
        for c in grid.cells
    }
    heights = [size * 1.28 + 4.8] * grid.rows
    for c in sorted(grid.cells, key=lambda c: (c.rows, c.row)):
        needed = len(lines[c]) * size * 1.28 + 4.8
        short = needed - sum(heights[c.row : c.row + c.rows])
        if short > 0:
            heights[c.row + c.rows - 1] += short
    return Measured(grid, lines, x, [round(h, 2) for h in heights], size, pad)


def shares(
    table: Measured, first: float, other: float, repeat_header: bool, turns: Collection[int] = ()
) -> list[list[int]]:
    """The rows of each page, header rows repeated in front of later ones where wanted; a page begins with each of the
    rows `turns`, and where there is no more room."""
    header = list(range(table.grid.header_rows))
    pages: list[list[int]] = [[]]
    room = first
    for row, height in enumerate(table.heights):
        if (height > room or row in turns) and pages[-1] and row >= len(header):
            pages.append(list(header) if repeat_header else [])
            room = other - (sum(table.heights[r] for r in header) if repeat_header else 0)
        pages[-1].append(row)
        room -= height
    return pages


def draw(paper: Paper, table: Measured, rows: list[int], top: float, style: Style, shown: set[Cell]) -> float:
    """Draws the given rows from `top` on and returns where they end; `shown` holds cells whose text is out."""
    y: dict[int, tuple[float, float]] = {}
    for row in rows:
        y[row] = (round(top, 2), round(top + table.heights[row], 2))
        top += table.heights[row]
    parts: list[tuple[Cell, Box]] = []
    for c in table.grid.cells:
        covered = [r for r in range(c.row, c.row + c.rows) if r in y]
        if covered:
            box = Box(
                table.x[c.column], y[covered[0]][0], table.x[c.column + c.columns], y[covered[-1]][1],
                c.is_header, c.row,
            )  # fmt: skip
            parts.append((c, box))
    if style.borders == "forms":
        paper.begin_form()
    BORDERS[style.borders](paper, [box for _, box in parts])
    for c, box in parts:
        if c not in shown or c.row < table.grid.header_rows:
            _write(paper, table, c, box, style)
            shown.add(c)
    if style.borders == "forms":
        paper.end_form()
    return round(top, 2)


def _write(paper: Paper, table: Measured, cell: Cell, box: Box, style: Style) -> None:
    lines = table.lines[cell]
    start = box.top + (box.bottom - box.top - len(lines) * table.leading) / 2
    if style.numbers_at_top and cell.address:
        start = box.top + 1
    place: dict[str, Callable[[float], float]] = {
        "left": lambda w: box.x0 + table.pad,
        "centre": lambda w: (box.x0 + box.x1 - w) / 2,
        "right": lambda w: box.x1 - table.pad - w,
    }
    bold = style.doubled_bold and (cell.is_header or cell.text.endswith("合计"))
    for n, line in enumerate(lines):
        if line:
            x = place[cell.align](paper.text_width(line, table.size))
            paper.text(x, start + n * table.leading + table.size * 0.98, line, table.size, bold)
