"""What is printed over the text of a page, or printed twice: watermarks (水印) and bold made by a second printing."""

from __future__ import annotations

import ctypes

import numpy as np
import pypdfium2_raw as pdfium
from numpy.typing import NDArray

from extractor.document.model import Characters

DOUBLED = 0.25  # of the size: the same character again this near is printed twice to look bold
DOUBLED_DIGIT = 0.12  # digits are narrow, and a number that runs over another is none of its doubles
TIGHT = 0.12  # of the size: characters of one run stand this near
ASLANT = 0.1  # tangent of the angle from which text is written across the page, not badly scanned
BIG = 2.2  # of the page's usual size
WHITE = 250  # no ink: white letters over a dark ground are text
PALE = 140  # the darkest channel of a grey that text can be read through
MOST = 0.5  # of the characters: a page with more of them aslant is written so

Mask = NDArray[np.bool_]


def once(found: Characters) -> Characters:
    """Without the second printing of a character on (nearly) the same place."""
    if len(found) < 2:
        return found
    codes = np.frombuffer(found.text.encode("utf-32-le"), dtype=np.uint32)
    doubled = np.zeros(len(found), dtype=bool)
    reach = np.where((codes >= 0x30) & (codes <= 0x39), DOUBLED_DIGIT, DOUBLED) * found.size
    for shift in (0.0, 0.5):
        rows = np.floor(found.baseline / 2 + shift)
        order = np.lexsort((found.x0, rows, codes))
        near = (
            (codes[order][1:] == codes[order][:-1])
            & (np.abs(np.diff(found.x0[order])) < reach[order][1:])
            & (np.abs(np.diff(found.baseline[order])) < reach[order][1:])
        )
        doubled[order[1:][near]] = True
    if not doubled.any():
        return found
    return chosen(found, ~(doubled & _whole(found, doubled)))


def _whole(found: Characters, doubled: Mask) -> Mask:
    """For each character whether a neighbour in its run is doubled too, or it has none: a run is printed twice as a
    whole, while of two numbers that overlap single digits may coincide."""
    tight = np.abs(found.x0[1:] - found.x1[:-1]) < TIGHT * found.size[1:]
    before, after = np.zeros(len(found), dtype=bool), np.zeros(len(found), dtype=bool)
    before[1:], after[:-1] = tight, tight
    supported = np.zeros(len(found), dtype=bool)
    supported[1:] |= tight & doubled[:-1]
    supported[:-1] |= tight & doubled[1:]
    alone: Mask = ~before & ~after
    return supported | alone


def chosen(found: Characters, keep: Mask) -> Characters:
    """The characters of a mask."""
    places = np.flatnonzero(keep)
    return Characters(
        "".join([found.text[i] for i in places.tolist()]),
        found.x0[places],
        found.top[places],
        found.x1[places],
        found.bottom[places],
        found.baseline[places],
        found.size[places],
    )


def without_watermark(text_page: object, indexes: NDArray[np.intp], found: Characters) -> Characters:
    """Without what is written aslant across the page, or big and pale over its text.

    `indexes` are the places of the characters in pdfium's text page. Only those whose size or step to the next
    character is odd are asked for their matrix and colour.
    """
    if len(found) < 2:
        return found
    size = found.size
    big = size > BIG * float(np.partition(size, len(size) // 2)[len(size) // 2])  # np.median loads 20 ms of numpy first
    # Steps that go as much down as along, and are no wider than a character: writing aslant.
    right, down = np.abs(np.diff(found.x0)), np.abs(np.diff(found.baseline))
    odd = (right > 0.2 * size[:-1]) & (right < 1.2 * size[:-1]) & (down > 0.08 * size[:-1]) & (down < 0.95 * size[:-1])
    asked = big.copy()
    asked[:-1] |= odd
    asked[1:] |= odd
    if not asked.any():
        return found
    over = np.zeros(len(found), dtype=bool)
    matrix, colour = pdfium.FS_MATRIX(), [ctypes.c_uint() for _ in range(4)]
    channels = [ctypes.byref(c) for c in colour]
    for i in np.flatnonzero(asked).tolist():
        place = int(indexes[i])
        if pdfium.FPDFText_GetMatrix(text_page, place, ctypes.byref(matrix)):
            along = sorted((abs(matrix.a), abs(matrix.b)))
            over[i] = along[0] > ASLANT * along[1]
        if not over[i] and big[i] and pdfium.FPDFText_GetFillColor(text_page, place, *channels):
            r, g, b, alpha = (c.value for c in colour)
            over[i] = alpha < PALE or (min(r, g, b) > PALE and max(r, g, b) < WHITE)
    if not over.any() or np.count_nonzero(over) > MOST * len(found):
        return found
    return chosen(found, ~over)
