"""Fonts that give the box of their largest glyphs as the height of their text, as cairo writes them, or as the box of
each of their glyphs.

The boxes of their characters would reach over the rows above and below, and over the characters behind.
"""

from __future__ import annotations

import ctypes
from collections.abc import Set
from itertools import repeat

import numpy as np
import pypdfium2_raw as pdfium

from extractor.document.model import Floats
from extractor.document.pdf import native
from extractor.document.pdf.witnesses import glyphs
from extractor.document.pdf.witnesses.printing import fonts_of

TALLEST = 1.6  # of its size: so high is the text of no font
LEAST = 2.0  # points: no text is set smaller; a font of drawings has units of its own, and is as high as it says
FEWEST, ALIKE = 3, 0.02  # characters of a font that are as wide as each other; of its size: so much do they differ
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


def as_wide_as_text(text_page: int, text: str, places: list[int], boxes: Floats, fonts: Set[int]) -> Floats:
    """The boxes of the characters `text` at these places, in those of the `fonts` whose glyphs are drawings with one
    box for all as wide as they advance."""
    drawn = [font for font in fonts if glyphs.are_drawings(font)]
    if not drawn:
        return boxes
    held, found = np.array(fonts_of(text_page, places)), boxes.copy()
    for font in drawn:
        asked = np.flatnonzero(held == font)
        if len({text[i] for i in asked.tolist()}) < FEWEST:
            continue
        at = [places[i] for i in asked.tolist()]
        matrices, advances, origins = (
            np.zeros((len(at), 6), np.float32),
            np.zeros(len(at), np.float32),
            np.zeros((len(at), 2)),
        )
        native.ask(native.char_matrix, (repeat(text_page), at), matrices)
        native.ask(native.char_origin, (repeat(text_page), at), *origins.T)
        native.ask(native.glyph_width, (repeat(font), [ord(text[i]) for i in asked.tolist()], repeat(1)), advances)
        sizes = matrices[:, 0] * [native.char_size(text_page, place) for place in at]
        wide, advance = boxes[asked, 2] - boxes[asked, 0], advances * sizes
        if (sizes > 0).all() and not matrices[:, 1].any() and np.ptp(wide / sizes) < ALIKE and (wide > advance).all():
            found[asked, 0], found[asked, 2] = origins[:, 0], origins[:, 0] + advance
    return found


def _upright_size(text_page: int, place: int) -> float:
    """How large a character is printed, in points; 0 where it is turned, or printed by nothing."""
    matrix = pdfium.FS_MATRIX()
    if not native.char_matrix(text_page, place, ctypes.addressof(matrix)) or matrix.b or matrix.c or matrix.d < 0:
        return 0.0
    size: float = native.char_size(text_page, place) * matrix.d
    return size
