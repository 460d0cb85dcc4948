"""Areas painted with a pattern, or through a mask, and small pictures: they may show figures, and no colour tells.

An area as low as a line or two, with no text upon it, is drawn to see whether there is ink within. A shade has one
colour, and hatching reaches from edge to edge; a figure does neither.
"""

from __future__ import annotations

import numpy as np

from extractor.document.geometry import median
from extractor.document.model import Floats
from extractor.document.pdf import native
from extractor.document.pdf.drawing import Drawing, counts
from extractor.document.pdf.objects import Mask, Objects, Rectangle
from extractor.document.pdf.paths import THIN, Areas
from extractor.document.pdf.text_layer import TextLayer

PATTERN = 191  # of 255, in every channel: the colour that pdfium gives for a pattern, and that many greys have
LOW, WIDE = 4.0, 0.5  # times the usual size of a character, and of the page's width: larger areas are no cells
EDGE = 0.15  # of an area's sides: there its borders lie
CONTRAST = 64  # of 255: ink on its ground
FULL = 0.9  # of its length: a line of ink has no gaps
SCALE = 3.0  # pixels a point
MOST = 500  # such areas of one page that are looked at


def painted_figures(
    page: object, bounds: Rectangle, objects: Objects, areas: Areas | None, layer: TextLayer
) -> list[Rectangle]:
    """Where in such areas of a loaded page something like a figure is seen, in user space, as is `bounds`."""
    boxes = _asked(bounds, objects, areas, layer)[:MOST]
    if not len(boxes):
        return []
    x0, y0 = boxes[:, :2].min(axis=0).tolist()
    x1, y1 = boxes[:, 2:].max(axis=0).tolist()
    drawing = Drawing(page, bounds, (x0, y0, x1, y1), SCALE)
    whole = drawing.without().astype(np.int16)
    found: list[Rectangle] = []
    for box, (left, top, right, bottom) in zip(boxes.tolist(), drawing.boxes(boxes).tolist(), strict=True):
        part = whole[top:bottom, left:right]
        if part.size and _is_figure(np.abs(part - np.median(part, axis=(0, 1))).max(axis=2) >= CONTRAST):
            found.append((box[0], box[1], box[2], box[3]))
    return found


def showing(
    page: object, bounds: Rectangle, objects: Objects, pictures: Areas | None, layer: TextLayer
) -> Areas | None:
    """The pictures without those, as low as a line or two, that change nothing of the page, as spacers do not."""
    if pictures is None or not len(layer):
        return pictures
    sides, usual = pictures.boxes[:, 2:] - pictures.boxes[:, :2], median(layer.boxes[:, 3] - layer.boxes[:, 1])
    low = np.flatnonzero((sides[:, 1] < LOW * usual) & (sides > THIN).all(axis=1))[:MOST]  # (thin ones are lines)
    if not len(low):
        return pictures
    boxes = pictures.boxes[low]
    x0, y0 = boxes[:, :2].min(axis=0).tolist()
    x1, y1 = boxes[:, 2:].max(axis=0).tolist()
    drawing = Drawing(page, bounds, (x0, y0, x1, y1), SCALE)
    changed = drawing.without() != drawing.without(objects.at(pictures.places[low]))
    shown = np.ones(len(pictures.places), dtype=bool)
    shown[low] = counts(changed.any(axis=2), drawing.boxes(boxes)) > 0
    return Areas(pictures.places[shown], pictures.boxes[shown], pictures.colours[shown], pictures.plain[shown])


def level_lines(page: object, bounds: Rectangle, pictures: Areas | None) -> list[Rectangle]:
    """The pictures of a loaded page that are level lines of ink, in user space: they strike out as drawn lines do."""
    if pictures is None:
        return []
    width, height = (pictures.boxes[:, 2:] - pictures.boxes[:, :2]).T
    flat = pictures.boxes[(height <= THIN) & (width > height)][:MOST]
    if not len(flat):
        return []
    x0, y0 = flat[:, :2].min(axis=0).tolist()
    x1, y1 = flat[:, 2:].max(axis=0).tolist()
    drawing = Drawing(page, bounds, (x0, y0, x1, y1), SCALE)
    ink = drawing.without().min(axis=2) <= 255 - CONTRAST
    found: list[Rectangle] = []
    for (x0, y0, x1, y1), (left, top, right, bottom) in zip(flat.tolist(), drawing.boxes(flat).tolist(), strict=True):
        part = ink[top:bottom, left:right]
        if part.size and part.any(axis=0).mean() > FULL:
            found.append((x0, (y0 + y1) / 2, x1, (y0 + y1) / 2))
    return found


def _asked(bounds: Rectangle, objects: Objects, areas: Areas | None, layer: TextLayer) -> Floats:
    """The middles of the areas that may show a figure."""
    none: Floats = np.empty((0, 4))
    if areas is None or not len(layer):
        return none
    boxes, usual = areas.boxes, median(layer.boxes[:, 3] - layer.boxes[:, 1])
    width, height = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    low = (height < LOW * usual) & (2 * height > usual) & (width < WIDE * (bounds[2] - bounds[0]))
    low[low] = (areas.colours[low, :3] == PATTERN).all(axis=1) | np.fromiter(
        (native.has_transparency(handle) != 0 for handle in objects.at(areas.places[low])), np.bool_
    )
    if not low.any():
        return none
    x, y = layer.boxes[:, [0, 2]].mean(axis=1), layer.boxes[:, [1, 3]].mean(axis=1)
    for i in np.flatnonzero(low).tolist():
        x0, y0, x1, y1 = boxes[i].tolist()
        low[i] = not ((x > x0) & (x < x1) & (y > y0) & (y < y1)).any()
    edge = EDGE * np.stack([width, height, -width, -height], axis=1)
    middles: Floats = (boxes + edge)[low]
    return middles


def _is_figure(ink: Mask) -> bool:
    """Whether there is ink that reaches neither from left to right nor from top to bottom."""
    rows, columns = np.asarray(ink.any(axis=1)), np.asarray(ink.any(axis=0))
    return bool(rows.any()) and not (rows[0] and rows[-1]) and not (columns[0] and columns[-1])
