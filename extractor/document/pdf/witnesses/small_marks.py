"""Small marks that notes of a page draw: a minus or a point drawn as a note is seen at a number as a printed one is,
whatever kind of note it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from extractor.document.pdf.drawing import Drawing
from extractor.document.pdf.objects import Mask, Rectangle

SCALE = 4.0  # pixels a point
CONTRAST = 64  # of 255: ink
LARGEST = 1.2  # of the usual size: what is larger is no part of a number
FEW = 4  # pieces of ink of one note: with more it is a stamp, or a drawing
MOST = 200  # notes of one page that are looked at


def small_marks(page: object, bounds: Rectangle, notes: Sequence[Rectangle], usual: float) -> Iterator[Rectangle]:
    """Where the ink of notes with few and small pieces lies, in user space; `usual` is the usual size of characters."""
    boxes = np.array(notes[:MOST])
    x0, y0 = boxes[:, :2].min(axis=0).tolist()
    x1, y1 = boxes[:, 2:].max(axis=0).tolist()
    drawing = Drawing(page, bounds, (x0, y0, x1, y1), SCALE)
    ink = np.abs(drawing.without().astype(np.int16) - drawing.without_notes()).max(axis=2) >= CONTRAST
    for left, top, right, bottom in drawing.boxes(boxes).tolist():
        pieces = np.array(list(_pieces(ink[top:bottom, left:right])), dtype=np.float64).reshape(-1, 4)
        for x0, y0, x1, y1 in (
            drawing.in_user_space(np.add(pieces, (left, top, left, top))) if len(pieces) <= FEW else []
        ):
            if max(x1 - x0, y1 - y0) < LARGEST * usual:
                yield x0, y0, x1, y1


def _pieces(ink: Mask) -> Iterator[tuple[int, int, int, int]]:
    """Left, top, right and bottom of the pieces of ink between empty rows, and between empty columns of these."""
    for top, bottom in _spans(np.asarray(ink.any(axis=1))):
        for left, right in _spans(np.asarray(ink[top:bottom].any(axis=0))):
            yield left, top, right, bottom


def _spans(held: Mask) -> list[tuple[int, int]]:
    edges = np.diff(np.concatenate([[0], held.astype(np.int8), [0]]))
    return list(zip(np.flatnonzero(edges == 1).tolist(), np.flatnonzero(edges == -1).tolist(), strict=True))
