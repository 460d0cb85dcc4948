"""Pages of a PDF → pictures, one at a time, drawn by pdfium at the resolution at which characters are read best."""

from __future__ import annotations

import cv2
import numpy as np
import pypdfium2_raw as pdfium

from extractor.document.bounds import MAX_PIXELS, MAX_SIDE
from extractor.document.pdf.drawing import WHITE, pixels
from extractor.document.scan.picture.cleaning import Picture

DOTS_PER_POINT = 200 / 72


def rendered(document: object, number: int, enlarged: float = 1.0) -> tuple[Picture, float] | None:
    """The page with a number from 1 as a viewer displays it (height x width x 3: red, green, blue), and its pixels per
    point, with the page `enlarged` so many times; fewer pixels on a page that would have too many. None for a page that
    cannot be drawn."""
    page = pdfium.FPDF_LoadPage(document, number - 1)
    if not page:
        return None
    try:
        width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        if not (1 <= width <= MAX_SIDE and 1 <= height <= MAX_SIDE):
            return None
        scale = min(DOTS_PER_POINT * enlarged, (MAX_PIXELS / (width * height)) ** 0.5)
        size = max(round(width * scale), 1), max(round(height * scale), 1)
        bitmap = pdfium.FPDFBitmap_Create(*size, 0)
        if not bitmap:
            return None
        try:
            pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, *size, WHITE)
            pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, *size, 0, pdfium.FPDF_ANNOT)
            return np.asarray(cv2.cvtColor(pixels(bitmap), cv2.COLOR_BGRA2RGB), np.uint8), scale / enlarged
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)
    finally:
        pdfium.FPDF_ClosePage(page)
