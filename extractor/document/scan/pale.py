"""Dashes of poor scans: a dot of the scanner thick, they are so pale that only a speck of them is as dark as ink.

Taken for one, a dash would be lost, and with it a zero. What is drawn of it at all is as long as a dash.
"""

from __future__ import annotations

import cv2
import numpy as np

from extractor.document.scan.dirt import SHORT, SMALL, STROKE
from extractor.document.scan.shapes import Mask, Shapes

PALE = np.ones((5, 7), np.uint8)  # around its ink a dash is pale
THIN = 0.25  # of a character's height: a dash is no thicker


def pale_dashes(shapes: Shapes, faint: Mask, character: float) -> Mask | None:
    """What is drawn of dashes of which little is as dark as ink, on a page whose characters are `character` pixels
    high; `faint` marks what is drawn at all. None where there are none."""
    marks = (shapes.width > shapes.height) & (shapes.width <= SMALL * character)
    if not marks.any():
        return None
    around = np.asarray(cv2.dilate(shapes.drawn(marks).view(np.uint8), PALE), np.uint8).view(np.bool_)
    whole = Shapes.of(around & faint)
    long = (whole.width >= SHORT * character) & (whole.width >= STROKE * whole.height)
    dashes = long & (whole.height <= THIN * character)
    return whole.drawn(dashes) if dashes.any() else None
