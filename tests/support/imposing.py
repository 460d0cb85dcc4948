"""Pages of a PDF set beside each other on sheets, by pdfium as by any printer's driver (2 in 1)."""

from __future__ import annotations

import ctypes
from pathlib import Path

import pypdfium2 as pdfium


def two_on_a_sheet(source: Path, target: Path) -> Path:
    """Writes the pages of a file two by two on sheets of twice the width of its first page."""
    with pdfium.PdfDocument(source) as document:
        width, height = document[0].get_size()
        sheets = pdfium.raw.FPDF_ImportNPagesToOne(document.raw, ctypes.c_float(2 * width), height, 2, 1)
        pdfium.PdfDocument(sheets).save(target)
    return target
