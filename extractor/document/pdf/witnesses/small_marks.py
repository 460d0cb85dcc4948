"""Marks and strokes that notes of a page draw: a minus or a point drawn as a note is seen at a number as a printed one
is, and so is what strikes it out, whatever kind of note it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct

from extractor.document.pdf.drawing import Drawing
from extractor.document.pdf.objects import Mask, Rectangle
from extractor.document.pdf.paths import Segment

SCALE = 4.0  # pixels a point
WHITE, CONTRAST = 255, 64  # of 255: paper, and so much darker is ink
LARGEST = 1.2  # of the usual size: what is larger is no part of a number
FLAT, LOW = 0.25, 2.0  # of the usual size: a line is no higher, nor a scrawl along a line of text
STEP = 4  # pixels along a stroke
SPARSE = 0.5  # of its box: strokes leave more of it free
FEW = 4  # pieces of ink of one note: with more it is a stamp, or a drawing
MOST = 200  # notes of one page that are looked at

Pixels = tuple[float, float, float, float]  # left, top, right, bottom


class Seen(Struct, frozen=True):
    """What notes of a page draw in few pieces, in user space: the boxes of `marks` that are no larger than a character,
    level `lines`, and `strokes` that run in any direction along a line of text, piece by piece."""

    marks: tuple[Rectangle, ...]
    lines: tuple[Rectangle, ...]
    strokes: tuple[Segment, ...]


def small_marks(page: object, bounds: Rectangle, notes: Sequence[Rectangle], usual: float) -> Seen:
    """What the `notes` in these boxes draw, where the usual size of characters is `usual`."""
    boxes = np.array(notes[:MOST])
    x0, y0 = boxes[:, :2].min(axis=0).tolist()
    x1, y1 = boxes[:, 2:].max(axis=0).tolist()
    drawing = Drawing(page, bounds, (x0, y0, x1, y1), SCALE)
    ink = drawing.notes_alone().min(axis=2) <= WHITE - CONTRAST
    size = usual * drawing.scale
    marks: list[Pixels] = []
    lines: list[Pixels] = []
    strokes: list[Pixels] = []
    for left, top, right, bottom in drawing.boxes(boxes).tolist():
        pieces = list(_pieces(ink[top:bottom, left:right]))
        for x0, y0, x1, y1 in pieces if len(pieces) <= FEW else []:
            place = left + x0, top + y0, left + x1, top + y1
            if max(x1 - x0, y1 - y0) < LARGEST * size:
                marks.append(place)
            elif y1 - y0 < FLAT * size:
                lines.append(place)
            elif y1 - y0 < min(LOW * size, x1 - x0):
                strokes += _strokes(ink, place, FLAT * size)
    middles = [(x0, (top + bottom) / 2, x1, (top + bottom) / 2) for x0, top, x1, bottom in lines]
    seen = [drawing.in_user_space(np.array(part).reshape(-1, 4)) for part in (marks, middles, strokes)]
    return Seen(*map(tuple, seen))


def _strokes(ink: Mask, piece: tuple[int, int, int, int], thick: float) -> Iterator[Pixels]:
    """The strokes of a piece of ink, in short level pieces; none of an area of ink, such as a highlight."""
    left, top, right, bottom = piece
    if ink[top:bottom, left:right].mean() > SPARSE:
        return
    for x in range(left, right, STEP):
        for y0, y1 in _spans(ink[top:bottom, x]):
            if y1 - y0 < thick:
                yield x, top + (y0 + y1) / 2, min(x + STEP, right), top + (y0 + y1) / 2


def _pieces(ink: Mask) -> Iterator[tuple[int, int, int, int]]:
    """Left, top, right and bottom of the pieces of ink between empty rows, and between empty columns of these."""
    for top, bottom in _spans(np.asarray(ink.any(axis=1))):
        for left, right in _spans(np.asarray(ink[top:bottom].any(axis=0))):
            yield left, top, right, bottom


def _spans(held: Mask) -> list[tuple[int, int]]:
    edges = np.diff(np.concatenate([[0], held.astype(np.int8), [0]]))
    return list(zip(np.flatnonzero(edges == 1).tolist(), np.flatnonzero(edges == -1).tolist(), strict=True))
