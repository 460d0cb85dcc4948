"""Fonts that give the box of their largest glyphs as the height of their text, as cairo writes them.

The boxes of their characters would reach over the rows above and below.
"""

from __future__ import annotations

import ctypes
from itertools import repeat

import numpy as np
import pypdfium2_raw as pdfium

from extractor.document.model import Floats
from extractor.document.pdf import native

TALLEST = 1.6  # of its size: so high is the text of no font
LEAST = 2.0  # points: no text is set smaller; a font of drawings has units of its own, and is as high as it says
ABOVE, BELOW = 0.86, -0.14  # of its size, about the baseline, as those of 宋体: what is taken instead


def as_high_as_text(text_page: int, places: list[int], boxes: Floats) -> Floats:
    """The boxes (left, bottom, right, top) of the characters at these places, in such fonts reduced to the usual height
    of text around its baseline. Characters of the same height are asked for once."""
    if not places:
        return boxes
    heights, first, kind = np.unique(np.round(boxes[:, 3] - boxes[:, 1], 1), return_index=True, return_inverse=True)
    sizes = np.array([_upright_size(text_page, places[i]) for i in first.tolist()])
    tall = (sizes >= LEAST) & (heights > TALLEST * sizes)
    if not tall.any():
        return boxes
    asked = np.flatnonzero(tall[kind])
    baselines = np.zeros((len(asked), 2))
    native.ask(native.char_origin, (repeat(text_page), [places[i] for i in asked.tolist()]), *baselines.T)
    found = boxes.copy()
    for side, reach in ((1, BELOW), (3, ABOVE)):
        found[asked, side] = baselines[:, 1] + reach * sizes[kind[asked]]
    return found


def _upright_size(text_page: int, place: int) -> float:
    """How large a character is printed, in points; 0 where it is turned, or printed by nothing."""
    matrix = pdfium.FS_MATRIX()
    if not native.char_matrix(text_page, place, ctypes.addressof(matrix)) or matrix.b or matrix.c or matrix.d < 0:
        return 0.0
    size: float = native.char_size(text_page, place) * matrix.d
    return size
