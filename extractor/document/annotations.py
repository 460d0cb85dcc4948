"""What stands upon a page and not in its content: filled-in form fields (表单域) and typed notes (FreeText, 打字机).

They are made part of the content before it is read, so that all that follows sees them, also where one lies over an
older figure. Signatures, buttons, stamps, watermarks, comments and whatever is hidden are no part of a table.
"""

from __future__ import annotations

import ctypes

import pypdfium2_raw as pdfium

MOST = 5_000  # of one page; one with more keeps its content alone
HIDDEN = pdfium.FPDF_ANNOT_FLAG_INVISIBLE | pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
NO_TEXT = ("Btn", "Sig")  # kinds of fields that nobody types into


def flatten(page: object) -> bool:
    """Whether fields or notes of a loaded page became content: the page must then be loaded anew."""
    count = pdfium.FPDFPage_GetAnnotCount(page)
    if not 0 < count <= MOST or not any(_is_text(page, i) for i in range(count)):
        return False
    _appear(page)
    for index in reversed(range(count)):
        if not _is_text(page, index):
            pdfium.FPDFPage_RemoveAnnot(page, index)
    return bool(pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS)


def _is_text(page: object, index: int) -> bool:
    """Whether an annotation is a visible field or note that somebody typed."""
    annotation = pdfium.FPDFPage_GetAnnot(page, index)
    if not annotation:
        return False
    try:
        if pdfium.FPDFAnnot_GetFlags(annotation) & HIDDEN:
            return False
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        if kind == pdfium.FPDF_ANNOT_WIDGET:
            return _string(annotation, b"FT") not in NO_TEXT
        return bool(kind == pdfium.FPDF_ANNOT_FREETEXT)
    finally:
        pdfium.FPDFPage_CloseAnnot(annotation)


def _string(annotation: object, key: bytes) -> str:
    buffer = (ctypes.c_ushort * 64)()
    size = pdfium.FPDFAnnot_GetStringValue(annotation, key, buffer, ctypes.sizeof(buffer))
    if not 2 <= size <= ctypes.sizeof(buffer):
        return ""
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace")


def _appear(page: object) -> None:
    """Lets pdfium draw the page with its annotations: of a form that asks for it (NeedAppearances) the fields get
    their appearance by that."""
    bitmap = pdfium.FPDFBitmap_Create(1, 1, 0)
    if bitmap:
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, 1, 1, 0, pdfium.FPDF_ANNOT)
        pdfium.FPDFBitmap_Destroy(bitmap)
