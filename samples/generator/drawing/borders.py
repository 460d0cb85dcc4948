"""How the makers of PDF draw the lines of a table, each in its own way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from samples.generator.drawing.paper import Paper

BLACK = (0.0, 0.0, 0.0)
WHITE = (1.0, 1.0, 1.0)
HEAD = (0.74, 0.82, 0.93)
BANDS = ((0.93, 0.95, 0.985), (0.85, 0.9, 0.97))
THIN = 0.48
BORDER = 0.75


@dataclass(frozen=True, slots=True)
class Box:
    """A cell as it lies on the page, in points from the top left; `band` is its row, for colours."""

    x0: float
    top: float
    x1: float
    bottom: float
    is_header: bool
    band: int

    def edges(self) -> Iterable[tuple[float, float, float, float]]:
        yield self.x0, self.top, self.x1, self.top
        yield self.x0, self.bottom, self.x1, self.bottom
        yield self.x0, self.top, self.x0, self.bottom
        yield self.x1, self.top, self.x1, self.bottom


def _edges(boxes: list[Box]) -> list[tuple[float, float, float, float]]:
    """Every cell edge once, in drawing order."""
    return list(dict.fromkeys(e for box in boxes for e in box.edges()))


def word(paper: Paper, boxes: list[Box]) -> None:
    """Word: a thin black rectangle per cell edge, and a dot where edges meet."""
    dots: dict[tuple[float, float], None] = {}
    for x0, top, x1, bottom in _edges(boxes):
        if top == bottom:
            paper.fill(x0 + THIN, top, x1, top + THIN, BLACK)
        else:
            paper.fill(x0, top + THIN, x0 + THIN, bottom, BLACK)
        dots[x0, top] = dots[x1, bottom] = None
    for x, y in dots:
        paper.fill(x, y, x + THIN, y + THIN, BLACK)


def strokes(paper: Paper, boxes: list[Box]) -> None:
    """ONLYOFFICE: a stroke of two points per cell edge."""
    for x0, top, x1, bottom in _edges(boxes):
        paper.stroke(x0, top, x1, bottom, 0.75)


def spreadsheet(paper: Paper, boxes: list[Box]) -> None:
    """Spreadsheet export: white backgrounds behind the cells, long strokes under a matrix that flips and scales."""
    for box in boxes:
        paper.fill(box.x0, box.top, box.x1, box.bottom, WHITE)
    canvas = paper.canvas
    canvas.saveState()
    canvas.transform(0.12, 0, 0, -0.12, 0, paper.height)
    canvas.setLineWidth(6)
    for x0, top, x1, bottom in _joined(_edges(boxes)):
        canvas.line(x0 / 0.12, top / 0.12, x1 / 0.12, bottom / 0.12)
    canvas.restoreState()


def _joined(edges: list[tuple[float, float, float, float]]) -> list[tuple[float, float, float, float]]:
    """Touching edges of one line made one."""
    joined: list[tuple[float, float, float, float]] = []
    rows = sorted({e for e in edges if e[1] == e[3]}, key=lambda e: (e[1], e[0]))
    columns = sorted({e for e in edges if e[0] == e[2]}, key=lambda e: (e[0], e[1]))
    for edge in rows:
        if joined and joined[-1][1] == edge[1] == joined[-1][3] and edge[0] <= joined[-1][2] + 0.01:
            joined[-1] = (joined[-1][0], edge[1], max(edge[2], joined[-1][2]), edge[3])
        else:
            joined.append(edge)
    count = len(joined)
    for edge in columns:
        if len(joined) > count and joined[-1][0] == edge[0] and edge[1] <= joined[-1][3] + 0.01:
            joined[-1] = (edge[0], joined[-1][1], edge[2], max(edge[3], joined[-1][3]))
        else:
            joined.append(edge)
    return joined


def three_line(paper: Paper, boxes: list[Box]) -> None:
    """三线表: a thick line above and below, a thin one under the header, no vertical rules."""
    x0, x1 = min(b.x0 for b in boxes), max(b.x1 for b in boxes)
    paper.stroke(x0, min(b.top for b in boxes), x1, min(b.top for b in boxes), 1.5)
    paper.stroke(x0, max(b.bottom for b in boxes), x1, max(b.bottom for b in boxes), 1.5)
    heads = [b.bottom for b in boxes if b.is_header]
    if heads:
        paper.stroke(x0, max(heads), x1, max(heads), 0.75)


def filled(paper: Paper, boxes: list[Box]) -> None:
    """Coloured cells without a drawn border: only the edges of the rectangles part them."""
    for box in boxes:
        paper.fill(
            box.x0 + 0.3, box.top + 0.3, box.x1 - 0.3, box.bottom - 0.3, HEAD if box.is_header else BANDS[box.band % 2]
        )


def boxed(paper: Paper, boxes: list[Box]) -> None:
    """Each cell one rectangle, filled and stroked at once."""
    paper.canvas.setLineWidth(0.5)
    for box in boxes:
        paper.rectangle(box.x0, box.top, box.x1, box.bottom, HEAD if box.is_header else BANDS[box.band % 2], True)


def browser(paper: Paper, boxes: list[Box]) -> None:
    """A browser's print: every cell edge a filled shape, pointed where it meets others."""
    for x0, top, x1, bottom in _edges(boxes):
        h = BORDER / 2
        if top == bottom:
            above = [(x0 + h, top - h), (x1 - h, top - h)]
            paper.polygon([(x0, top), *above, (x1, top), (x1 - h, top + h), (x0 + h, top + h)])
        else:
            right = [(x0 + h, top + h), (x0 + h, bottom - h)]
            paper.polygon([(x0, top), *right, (x0, bottom), (x0 - h, bottom - h), (x0 - h, top + h)])


def typeset(paper: Paper, boxes: list[Box]) -> None:
    """TeX: filled rules across, as long as cells meet, and a piece of rule down each row, short of them."""
    for x0, top, x1, bottom in _joined(_edges(boxes)):
        if top == bottom:
            paper.fill(x0, top, x1, top + THIN, BLACK)
    for box in boxes:
        for x in (box.x0, box.x1):
            paper.fill(x, box.top + THIN, x + THIN, box.bottom - THIN, BLACK)


def none(paper: Paper, boxes: list[Box]) -> None:
    """No rule at all."""


BORDERS: dict[str, Callable[[Paper, list[Box]], None]] = {
    "word": word,
    "strokes": strokes,
    "spreadsheet": spreadsheet,
    "three_line": three_line,
    "filled": filled,
    "boxed": boxed,
    "browser": browser,
    "typeset": typeset,
    "none": none,
    "forms": strokes,
}
