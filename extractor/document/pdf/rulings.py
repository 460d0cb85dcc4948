"""The paths of a page → its ruled lines (表格线), and the shapes and strokes that are none."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractor.document.geometry import Matrix
from extractor.document.lattice import edges, lattices
from extractor.document.model import NOTHING_DRAWN, PICTURE, Drawn, Floats, Rulings
from extractor.document.pdf.objects import Rectangle
from extractor.document.pdf.paths import STROKE, THIN, Areas, Paths, Segment
from extractor.document.pdf.strokes import SHORT, lone_strokes

WHOLE_PAGE = 0.97  # of the page's width and height: a frame as large is the paper's


def rulings(paths: Paths, to_page: Matrix, width: float, height: float) -> Rulings:
    """The paths as horizontal and vertical lines on the page, which is `width` x `height` points."""
    lines = paths.lines or paths.hairlines
    boxes = to_page.rectangles(np.array(lines, dtype=np.float32).reshape(-1, 4))
    boxes = _on_page(boxes, width, height)
    fills = _on_page(to_page.rectangles(np.array(paths.fills, dtype=np.float32).reshape(-1, 4)), width, height)
    horizontal, vertical = _split(boxes)
    if len(fills):
        more_h, more_v = _edges(_outside(fills, Rulings(horizontal, vertical)))
        horizontal, vertical = np.concatenate([horizontal, more_h]), np.concatenate([vertical, more_v])
    return Rulings(horizontal, vertical)


def drawn(
    paths: Paths,
    pictures: Areas | None,
    to_page: Matrix,
    painted: Sequence[Rectangle] = (),
    scrawls: Sequence[Rectangle] = (),
    strokes: Sequence[Segment] = (),
) -> Drawn:
    """The shapes of a page that are neither long lines nor areas of pale ink, its pictures, what is `painted`, and what
    is drawn upon it by hand: their boxes, and the `strokes` of which they are made."""
    lines = np.array(paths.lines, dtype=np.float64).reshape(-1, 4)
    short = lone_strokes(lines[(lines[:, 2:] - lines[:, :2]).max(axis=1, initial=0) <= SHORT])
    boxes = [np.array(paths.shapes, dtype=np.float64).reshape(-1, 4), short]
    points = [np.array(paths.points, dtype=np.intp), np.ones(len(short), dtype=np.intp)]
    boxes.append(np.array(scrawls, dtype=np.float64).reshape(-1, 4))
    points.append(np.full(len(scrawls), STROKE))
    for whole in (*([] if pictures is None else [pictures.boxes]), np.array(painted, dtype=np.float64).reshape(-1, 4)):
        boxes.append(whole)
        points.append(np.full(len(whole), PICTURE))
    found = np.concatenate(boxes)
    ends = np.array([*strokes, *paths.slants], dtype=np.float64).reshape(-1, 2)
    slants: Floats = np.stack(to_page.points(*ends.T), axis=1).reshape(-1, 4)
    return (
        Drawn(to_page.rectangles(found), np.concatenate(points), slants) if len(found) + len(slants) else NOTHING_DRAWN
    )


def _on_page(boxes: Floats, width: float, height: float) -> Floats:
    """The boxes that touch the page, cut at its edges; the frame of the whole page is left out."""
    keep = (boxes[:, 0] < width) & (boxes[:, 2] > 0) & (boxes[:, 1] < height) & (boxes[:, 3] > 0)
    boxes = boxes[keep]
    np.clip(boxes[:, 0::2], 0, width, out=boxes[:, 0::2])
    np.clip(boxes[:, 1::2], 0, height, out=boxes[:, 1::2])
    whole = (boxes[:, 2] - boxes[:, 0] > WHOLE_PAGE * width) & (boxes[:, 3] - boxes[:, 1] > WHOLE_PAGE * height)
    kept: Floats = boxes[~whole]
    return kept


def _split(boxes: Floats) -> tuple[Floats, Floats]:
    """Thin boxes as (y, x0, x1) and (x, top, bottom); the dot in a corner belongs to both directions."""
    w, h = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    dot = (w <= THIN) & (h <= THIN)
    flat, upright = (h <= w) | dot, (h > w) | dot
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    horizontal = np.stack([y, boxes[:, 0], boxes[:, 2]], axis=1)[flat]
    vertical = np.stack([x, boxes[:, 1], boxes[:, 3]], axis=1)[upright]
    return horizontal, vertical


def _outside(fills: Floats, ruled: Rulings) -> Floats:
    """The filled areas that no ruled table already holds: shading inside a ruled cell makes no cell of its own. A frame
    around the page, or around a text, is no table."""
    x, y = (fills[:, 0] + fills[:, 2]) / 2, (fills[:, 1] + fills[:, 3]) / 2
    held = np.zeros(len(fills), dtype=bool)
    for table in lattices(ruled):
        xs, ys = edges(table)
        if len(xs) > 2 or len(ys) > 2:
            held |= (x > xs[0]) & (x < xs[-1]) & (y > ys[0]) & (y < ys[-1])
    kept: Floats = fills[~held]
    return kept


def _edges(fills: Floats) -> tuple[Floats, Floats]:
    """The four borders of each filled area."""
    x0, y0, x1, y1 = fills.T
    horizontal = np.concatenate([np.stack([y0, x0, x1], axis=1), np.stack([y1, x0, x1], axis=1)])
    vertical = np.concatenate([np.stack([x0, y0, y1], axis=1), np.stack([x1, y0, y1], axis=1)])
    return horizontal, vertical
