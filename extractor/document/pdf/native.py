"""The most frequent calls of pdfium, with plain addresses in and out.

A call through pypdfium2 checks and wraps every pointer, which costs more than most calls do; a page needs thousands.
Buffers belong to the caller, who passes their `ctypes.addressof`, or arrays to `ask`; objects are the addresses that
`address_of` and the calls here give.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import pypdfium2_raw as pdfium
from numpy.typing import NDArray

_POINTER, _INT = ctypes.c_void_p, ctypes.c_int
Call = Callable[..., Any]


def _direct(name: str, result: Any, *arguments: Any) -> Call:
    return ctypes.PYFUNCTYPE(result, *arguments)(address_of(getattr(pdfium, name)))


def address_of(handle: object) -> int:
    """The address behind a handle of pypdfium2."""
    return ctypes.cast(handle, _POINTER).value or 0  # type: ignore[arg-type]


def ask(call: Call, arguments: Sequence[Iterable[int]], *into: NDArray[Any]) -> NDArray[np.intp]:
    """What `call` answers for many objects in turn: its arguments come first, then the addresses of the rows of `into`,
    arrays of equal length to which it writes."""
    count, step = len(into[0]), [a.strides[0] or a.itemsize for a in into]
    rows = (range(a.ctypes.data, a.ctypes.data + s * count, s) for a, s in zip(into, step, strict=True))
    return np.fromiter(map(call, *arguments, *rows), np.intp, count)


loose_char_box = _direct("FPDFText_GetLooseCharBox", _INT, _POINTER, _INT, _POINTER)
text_object = _direct("FPDFText_GetTextObject", _POINTER, _POINTER, _INT)
char_unmapped = _direct("FPDFText_HasUnicodeMapError", _INT, _POINTER, _INT)
char_matrix = _direct("FPDFText_GetMatrix", _INT, _POINTER, _INT, _POINTER)
char_size = _direct("FPDFText_GetFontSize", ctypes.c_double, _POINTER, _INT)
char_origin = _direct("FPDFText_GetCharOrigin", _INT, _POINTER, _INT, _POINTER, _POINTER)

count_objects = _direct("FPDFPage_CountObjects", _INT, _POINTER)
get_object = _direct("FPDFPage_GetObject", _POINTER, _POINTER, _INT)
count_form_objects = _direct("FPDFFormObj_CountObjects", _INT, _POINTER)
get_form_object = _direct("FPDFFormObj_GetObject", _POINTER, _POINTER, ctypes.c_ulong)
object_type = _direct("FPDFPageObj_GetType", _INT, _POINTER)
object_bounds = _direct("FPDFPageObj_GetBounds", _INT, _POINTER, *(_POINTER,) * 4)
object_matrix = _direct("FPDFPageObj_GetMatrix", _INT, _POINTER, _POINTER)
set_active = _direct("FPDFPageObj_SetIsActive", _INT, _POINTER, _INT)
has_transparency = _direct("FPDFPageObj_HasTransparency", _INT, _POINTER)
count_marks = _direct("FPDFPageObj_CountMarks", _INT, _POINTER)
get_mark = _direct("FPDFPageObj_GetMark", _POINTER, _POINTER, ctypes.c_ulong)
mark_name = _direct("FPDFPageObjMark_GetName", _INT, _POINTER, _POINTER, ctypes.c_ulong, _POINTER)
mark_value_type = _direct("FPDFPageObjMark_GetParamValueType", _INT, _POINTER, _POINTER)
mark_string = _direct("FPDFPageObjMark_GetParamStringValue", _INT, *(_POINTER,) * 3, ctypes.c_ulong, _POINTER)
remove_mark_value = _direct("FPDFPageObjMark_RemoveParam", _INT, *(_POINTER,) * 3)
set_mark_value = _direct("FPDFPageObjMark_SetStringParam", _INT, *(_POINTER,) * 4, ctypes.c_char_p)
clip_path = _direct("FPDFPageObj_GetClipPath", _POINTER, _POINTER)
count_clips = _direct("FPDFClipPath_CountPaths", _INT, _POINTER)
count_clip_segments = _direct("FPDFClipPath_CountPathSegments", _INT, _POINTER, _INT)
get_clip_segment = _direct("FPDFClipPath_GetPathSegment", _POINTER, _POINTER, _INT, _INT)
transform = _direct("FPDFPageObj_Transform", None, _POINTER, *(ctypes.c_double,) * 6)
text_mode = _direct("FPDFTextObj_GetTextRenderMode", _INT, _POINTER)
font_size = _direct("FPDFTextObj_GetFontSize", _INT, _POINTER, _POINTER)
draw_mode = _direct("FPDFPath_GetDrawMode", _INT, _POINTER, _POINTER, _POINTER)
fill_color = _direct("FPDFPageObj_GetFillColor", _INT, _POINTER, *(_POINTER,) * 4)
stroke_color = _direct("FPDFPageObj_GetStrokeColor", _INT, _POINTER, *(_POINTER,) * 4)
count_dashes = _direct("FPDFPageObj_GetDashCount", _INT, _POINTER)
stroke_width = _direct("FPDFPageObj_GetStrokeWidth", _INT, _POINTER, _POINTER)
count_segments = _direct("FPDFPath_CountSegments", _INT, _POINTER)
get_segment = _direct("FPDFPath_GetPathSegment", _POINTER, _POINTER, _INT)
segment_point = _direct("FPDFPathSegment_GetPoint", _INT, _POINTER, _POINTER, _POINTER)
segment_type = _direct("FPDFPathSegment_GetType", _INT, _POINTER)
segment_close = _direct("FPDFPathSegment_GetClose", _INT, _POINTER)

font_of = _direct("FPDFTextObj_GetFont", _POINTER, _POINTER)
font_embedded = _direct("FPDFFont_GetIsEmbedded", _INT, _POINTER)
font_data = _direct("FPDFFont_GetFontData", _INT, _POINTER, _POINTER, ctypes.c_size_t, _POINTER)
glyph_width = _direct("FPDFFont_GetGlyphWidth", _INT, _POINTER, ctypes.c_uint32, ctypes.c_float, _POINTER)
glyph_path = _direct("FPDFFont_GetGlyphPath", _POINTER, _POINTER, ctypes.c_uint32, ctypes.c_float)
count_glyph_segments = _direct("FPDFGlyphPath_CountGlyphSegments", _INT, _POINTER)
glyph_segment = _direct("FPDFGlyphPath_GetGlyphPathSegment", _POINTER, _POINTER, _INT)
