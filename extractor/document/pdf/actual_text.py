"""What a PDF says that its glyphs stand for (/ActualText of marked content), which nobody sees.

pdfium believes it more than the glyphs. It is set aside wherever these have characters of their own; only where they
have none does it speak for them.
"""

from __future__ import annotations

import ctypes
from codecs import BOM_UTF8
from collections.abc import Collection

import numpy as np
import pypdfium2_raw as pdfium
from msgspec import Struct

from extractor.document.pdf import native
from extractor.document.pdf.objects import Objects

KEY = ctypes.create_string_buffer(b"ActualText")
_PLACE = ctypes.addressof(KEY)
LONGEST = 4096  # UTF-16 units of one such text


class Saying(Struct, frozen=True):
    """What a mark says about the text object on which it stands."""

    handle: int
    mark: int
    text: bytes


def set_aside(objects: Objects) -> list[Saying]:
    """Takes /ActualText off the text of a page; gives what it was."""
    found: list[Saying] = []
    handles = objects.all_of(pdfium.FPDF_PAGEOBJ_TEXT)
    marks = np.fromiter(map(native.count_marks, handles), np.intp, len(handles))
    for i in np.flatnonzero(marks).tolist():
        handle = handles[i]
        for number in range(marks[i]):
            mark = native.get_mark(handle, number)
            if native.mark_value_type(mark, _PLACE) == pdfium.FPDF_OBJECT_STRING:
                found.append(Saying(handle, mark, _string(mark)))
    for saying in found:
        native.remove_mark_value(saying.handle, saying.mark, _PLACE)
    return [saying for saying in found if len(saying.text) > len(BOM_UTF8) + 1]


def put_back(document: object, sayings: Collection[Saying]) -> None:
    """Lets /ActualText speak again."""
    place = native.address_of(document)
    for saying in sayings:
        native.set_mark_value(place, saying.handle, saying.mark, _PLACE, saying.text)


def _string(mark: int) -> bytes:
    """The text of a mark as a PDF string: UTF-8 with its mark, closed by a zero."""
    buffer, size = (ctypes.c_ushort * LONGEST)(), ctypes.c_ulong()
    native.mark_string(mark, _PLACE, ctypes.addressof(buffer), ctypes.sizeof(buffer), ctypes.addressof(size))
    text = bytes(buffer)[: min(size.value, ctypes.sizeof(buffer))].decode("utf-16-le", "replace")
    return (BOM_UTF8 + text.rstrip("\0").encode()).replace(b"\0", b"") + b"\0"
