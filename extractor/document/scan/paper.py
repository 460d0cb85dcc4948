"""How large a scanned page is on paper, whatever its file says.

A picture put into a PDF without its resolution makes a page as large as a stamp, or as a door, on which nothing that is
measured in points (lines, characters, gaps) would be found.
"""

from __future__ import annotations

import ctypes

import numpy as np
import pypdfium2_raw as pdfium

from extractor.document.model import Page
from extractor.document.pdf.objects import ObjectReader
from extractor.document.pictures import SIZES, side_on_paper

COARSE = 110 / 72  # dots a point: a large page whose picture has fewer is a smaller one, or nobody could read it


def side_of(page: Page) -> float:
    return max(page.width, page.height, 1.0)


def enlarged(page: Page, dots: float) -> float:
    """By how much a page is larger on paper than its file says; its picture has so many `dots` per point."""
    side = side_of(page)
    return 1.0 if side > SIZES[1] and dots >= COARSE else side_on_paper(side) / side


def dots_of(document: object, page: Page) -> float:
    """Dots per point of the largest picture on a page of a PDF; on a page without one, as many as are wanted."""
    loaded = pdfium.FPDF_LoadPage(document, page.number - 1) if side_of(page) > SIZES[1] else None
    if not loaded:
        return np.inf
    try:
        objects = ObjectReader().read(loaded)
        places = objects.of(pdfium.FPDF_PAGEOBJ_IMAGE)
        handles = objects.at(places)
        a, b, c, d = objects.axes(places).T
        sizes = np.hypot(a, b) * np.hypot(c, d)
        if not len(sizes):
            return np.inf
        largest = int(np.argmax(sizes))
        return float((_pixels(handles[largest]) / max(sizes[largest], 1.0)) ** 0.5)
    finally:
        pdfium.FPDF_ClosePage(loaded)


def _pixels(handle: int) -> int:
    """How many dots a picture of a PDF has."""
    width, height = ctypes.c_uint(), ctypes.c_uint()
    picture = ctypes.cast(handle, pdfium.FPDF_PAGEOBJECT)
    pdfium.FPDFImageObj_GetImagePixelSize(picture, ctypes.byref(width), ctypes.byref(height))
    return width.value * height.value
