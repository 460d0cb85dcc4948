"""Digits that are drawn and cannot be read: squeezed together, or filled up by the pen that draws their outlines."""

from __future__ import annotations

import numpy as np
import pypdfium2_raw as pdfium

from extractor.document.numbers import DIGITS, NUMERALS
from extractor.document.pdf import native
from extractor.document.pdf.drawing import Drawing
from extractor.document.pdf.objects import Objects, Places, Rectangle
from extractor.document.pdf.text_layer import TextLayer

SQUEEZED = 0.09  # of the size: of the digits but 1, which is narrow, nobody tells one so narrow from another
OUTLINED = (1, 2, 5, 6)  # text render modes
BROAD = 0.12  # of the height of a character: a broader pen may fill its holes
BLOT, INNER = 0.9, (0.15, 0.2)  # of its box, without so much of its height above and below: so much of it is ink
CONTRAST = 128  # of 255
SCALE = 6.0  # pixels a point
MOST = 4000  # such digits of one page
_BROAD = frozenset(DIGITS) - {"1"}


def illegible(page: object, bounds: Rectangle, objects: Objects, layer: TextLayer) -> frozenset[int]:
    """The places of the digits of a loaded page that nobody can read."""
    sides = layer.boxes[:, 2:] - layer.boxes[:, :2]
    narrow = np.flatnonzero(sides.min(axis=1) < SQUEEZED * sides.max(axis=1))
    squeezed = frozenset(int(layer.places[i]) for i in narrow.tolist() if layer.text[i] in _BROAD)
    outlined = np.isin(objects.text_modes(), OUTLINED)
    if not outlined.any():
        return squeezed
    runs = objects.at(objects.of(pdfium.FPDF_PAGEOBJ_TEXT)[outlined])
    return squeezed | _blots(page, bounds, runs, layer)


def _blots(page: object, bounds: Rectangle, runs: list[int], layer: TextLayer) -> frozenset[int]:
    """The places of the digits of these runs, whose outlines are drawn, of which hardly more than ink is left."""
    widths = np.zeros(len(runs), np.float32)
    native.ask(native.stroke_width, (runs,), widths)
    pens = dict(zip(runs, widths.tolist(), strict=True))
    heights = (layer.boxes[:, 3] - layer.boxes[:, 1]).tolist()
    asked: Places = np.array(
        [
            i
            for i, (run, c) in enumerate(zip(layer.objects(), layer.text, strict=True))
            if c in NUMERALS and pens.get(run, 0.0) > BROAD * heights[i]
        ][:MOST],
        dtype=np.intp,
    )
    if not len(asked):
        return frozenset()
    boxes = layer.boxes[asked].astype(np.float64)
    boxes[:, 1::2] += np.outer(boxes[:, 3] - boxes[:, 1], (INNER[0], -INNER[1]))
    drawing = Drawing(page, bounds, (*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist()), SCALE)
    ink = np.abs(drawing.without().astype(np.int16) - drawing.without(runs)).max(axis=2) >= CONTRAST
    parts = drawing.boxes(boxes).tolist()
    return frozenset(
        int(layer.places[i])
        for i, (x0, y0, x1, y1) in zip(asked.tolist(), parts, strict=True)
        if ink[y0:y1, x0:x1].size and ink[y0:y1, x0:x1].mean() > BLOT
    )
