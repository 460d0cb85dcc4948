"""Runs of text that leave ink on the page but have no visible character in the text layer.

Their font calls all that it draws blanks, or says nothing about it. A person sees figures there, so they are reported
as drawn ones are.
"""

from __future__ import annotations

from collections.abc import Collection, Set

import numpy as np
import pypdfium2_raw as pdfium

from extractor.document.characters import is_void
from extractor.document.pdf import native
from extractor.document.pdf.drawing import Drawing, counts
from extractor.document.pdf.objects import ObjectReader, Objects, Rectangle
from extractor.document.pdf.paths import THIN
from extractor.document.pdf.text_layer import TextLayer, within
from extractor.document.pdf.witnesses import glyphs

SCALE = 3.0  # pixels a point
CONTRAST, SPECK = 64, 4  # of 255: ink; pixels of it
USUAL = frozenset(
    "\r\n\t\x02 \xa0\u3000"
)  # the ends of lines and hyphens that pdfium writes, and blanks that many fonts have
BROADER = 1.1  # times as broad as a line may be
MOST = 500  # such runs of one page that are looked at


def mute_figures(
    page: object,
    bounds: Rectangle,
    reader: ObjectReader,
    objects: Objects,
    layer: TextLayer,
    doubled: Collection[str],
) -> list[Rectangle]:
    """Where on a loaded page such runs leave ink, in user space, as is `bounds`; `doubled` are the characters for which
    a font may have several codes."""
    odd = {c for c in layer.heard.distinct if not c.isprintable() and is_void(c)} - USUAL
    several = any(c.isspace() for c in doubled)
    if not (odd or several or reader.uses.drawn_letters):
        return []
    inking = {font for font in objects.fonts() if several or _inks(font, odd, reader.uses.drawn_letters)}
    if not inking:
        return []
    said = set(layer.objects())
    places = objects.of(pdfium.FPDF_PAGEOBJ_TEXT)
    handles = [h for h in objects.at(places) if h not in said and native.font_of(h) in inking]
    places = places[np.isin(np.array(objects.handles)[places], handles)]
    boxes = objects.on_page(places, reader.bounds(handles)[0]) if handles else np.empty((0, 4))
    here = within(boxes, bounds)
    boxes, handles = boxes[here][:MOST], [h for h, shown in zip(handles, here.tolist(), strict=True) if shown][:MOST]
    if not handles:
        return []
    x0, y0 = boxes[:, :2].min(axis=0).tolist()
    x1, y1 = boxes[:, 2:].max(axis=0).tolist()
    drawing = Drawing(page, bounds, (x0, y0, x1, y1), SCALE)
    ink = np.abs(drawing.without().astype(np.int16) - drawing.without(handles)).max(axis=2) >= CONTRAST
    inked = boxes[counts(ink, drawing.boxes(boxes)) >= SPECK]
    lacking = np.maximum(BROADER * THIN - (inked[:, 2:] - inked[:, :2]), 0) / 2
    inked += np.concatenate([-lacking, lacking], axis=1)  # a digit that is written alone is no rule
    return [(left, bottom, right, top) for left, bottom, right, top in inked.tolist()]


def _inks(font: int, odd: Set[str], may_be_drawings: bool) -> bool:
    """Whether a font may draw something for one of the `odd` characters, which are seen as nothing."""
    if may_be_drawings and glyphs.are_drawings(font):
        return True
    outlines = (glyphs.outline(font, c) for c in odd if glyphs.signature(font, c) is not None)
    return any(contours is not None and glyphs.stood_in(contours) != " " for contours in outlines)
