"""Digits that stand on their heads, or are mirrored, on a page that reads upright.

pdfium gives the characters of a run in the order in which they stand on the page, whichever way they face; so a number
turned upside down comes out as the one that it reads backwards: 812.36 as 63.218.
"""

from __future__ import annotations

from itertools import repeat

import numpy as np
import pypdfium2_raw as pdfium

from extractor.document.numbers import NUMERALS
from extractor.document.pdf import native
from extractor.document.pdf.objects import Objects, Places
from extractor.document.pdf.text_layer import TextLayer
from extractor.document.pdf.witnesses import glyphs
from extractor.kept import compiled

FEW = 2  # characters of a run
_AMOUNT = compiled(r"\d\.\d\d")
ALONG = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}  # by how a page is turned: where its lines go, unturned


def turned_over(layer: TextLayer, objects: Objects, turn: int) -> frozenset[int]:
    """The places of the digits of a layer that face another way than most of its text, which reads upright when the
    page is turned clockwise by `turn` degrees. Of text written upwards or downwards, only digits of amounts that reach
    over several rows."""
    places, handles = _with_digits(layer, objects)
    axes = objects.axes(places)
    sizes = np.zeros(len(handles), np.float32)
    native.ask(native.font_size, (handles,), sizes)
    if turn == 0 and not axes[:, 1:3].any() and (axes[:, ::3] > 0).all() and (sizes >= 0).all():
        return frozenset()  # as nearly all pages are
    a, b, c, d = axes.T
    x, y = ALONG[turn]
    along, across = (x * a + y * b) * np.sign(sizes), x * b - y * a
    over = ((along < 0) & (np.abs(along) > np.abs(across))) | (a * d < b * c)
    odd = {handles[i] for i in np.flatnonzero(over).tolist() if not glyphs.are_drawings(native.font_of(handles[i]))}
    sideways = {handles[i] for i in np.flatnonzero(np.abs(across) > np.abs(along)).tolist()}
    if not odd and not sideways:
        return frozenset()
    found: set[int] = set()
    upward: list[tuple[str, int]] = []  # what follows on one another, in however many runs
    for run, character, place in (*zip(layer.objects(), layer.text, layer.places.tolist(), strict=True), (0, "", 0)):
        if run in odd and character in NUMERALS:
            found.add(place)
        elif run in sideways or (upward and character == "."):
            upward.append((character, place))
        elif upward:
            if _AMOUNT.search("".join([c for c, _ in upward])):
                found.update(p for c, p in upward if c in NUMERALS)
            upward = []
    return frozenset(found)


def _with_digits(layer: TextLayer, objects: Objects) -> tuple[Places, list[int]]:
    """The runs of text that may hold digits, as places and handles: all of them, unless most hold one character only,
    as some producers write them."""
    places, handles = objects.of(pdfium.FPDF_PAGEOBJ_TEXT), objects.all_of(pdfium.FPDF_PAGEOBJ_TEXT)
    if FEW * len(handles) < len(layer):
        return places, handles
    digits = [place for place, c in zip(layer.places.tolist(), layer.text, strict=True) if c in NUMERALS]
    held = set(map(native.text_object, repeat(layer.handle), digits))
    kept = [i for i, handle in enumerate(handles) if handle in held]
    return places[kept], [handles[i] for i in kept]
