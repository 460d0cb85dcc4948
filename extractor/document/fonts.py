"""The stand-in for every font that a PDF names and does not hold (宋体, STSong-Light …).

Left alone, pdfium looks for such a font among those of the machine: its shapes then change the boxes of the
characters, its file costs some 20 MB, and where the machine has none, a character that is printed alone is lost.
This stand-in has one small glyph for every character, so that what counts is what the PDF itself says of widths
and heights, on every machine alike.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2_raw as pdfium

UNITS = 1000  # of the em square
ASCENT, DESCENT = 859, -141  # those of 宋体, where a PDF gives none
MARK = 10  # the side of the glyph, a square on the baseline: small enough to widen no box, and not empty

BUILT_IN = (b"Helvetica", b"Arial", b"Times", b"Courier", b"Symbol", b"ZapfDingbats")  # pdfium brings their like

_HANDLE = 1  # any but null: there is one font only
_HEAD = (0x10000, 0x10000, 0, 0x5F0F3CF5, 0, UNITS, 0, 0, 0, 0, MARK, MARK, 0, 8, 2, 1, 0)
_kept: list[object] = []


def stand_in_font() -> bytes:
    """A TrueType font that gives every character the same glyph, a small square."""
    glyph = struct.pack(">hhhhh", 1, 0, 0, MARK, MARK)  # one contour in its bounds
    glyph += struct.pack(">HH", 3, 0) + bytes([0x01] * 4)  # its last point, no instructions, four points on the curve
    glyph += struct.pack(">hhhh", 0, 0, MARK, 0) + struct.pack(">hhhh", 0, MARK, 0, -MARK)
    glyph += b"\0" * (-len(glyph) % 4)
    cmap = struct.pack(">HHHHL", 0, 1, 3, 10, 12)  # one table: Unicode in full
    cmap += struct.pack(">HHLLLLLL", 13, 0, 28, 0, 1, 0, 0x10FFFF, 1)  # one glyph for all
    tables = {
        b"cmap": cmap,
        b"glyf": 2 * glyph,
        b"head": struct.pack(">4LHHqq4h2H3h", *_HEAD),
        b"hhea": struct.pack(">LhhhHhhhhhhhhhhhH", 0x10000, ASCENT, DESCENT, 0, UNITS, 0, 0, MARK, 1, *(0,) * 7, 2),
        b"hmtx": struct.pack(">HhHh", UNITS, 0, UNITS, 0),
        b"loca": struct.pack(">LLL", 0, len(glyph), 2 * len(glyph)),
        b"maxp": struct.pack(">L14H", 0x10000, 2, 4, 1, *(0,) * 11),
    }
    directory = struct.pack(">LHHHH", 0x10000, len(tables), 64, 2, 16 * len(tables) - 64)
    place = len(directory) + 16 * len(tables)
    body = b""
    for tag, data in tables.items():
        directory += tag + struct.pack(">LLL", 0, place + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    return directory + body


def start_library() -> None:
    """Starts pdfium (again) with the stand-in wherever it would look for a font of the machine."""
    _start_with_system_fonts()
    font = stand_in_font()

    def data(_: object, handle: object, table: int, buffer: object, size: int) -> int:
        if table:  # single tables, and whether this is a collection: not asked of a font that is given whole
            return 0
        if buffer and size >= len(font):
            ctypes.memmove(buffer, font, len(font))  # type: ignore[arg-type]
        return len(font)

    def mapped(
        _: object, weight: int, italic: int, charset: int, pitch: int, face: object, exact: object
    ) -> int | None:
        """The handle of the font to use; None for one that pdfium has itself."""
        name = ctypes.string_at(face) if face else b""  # type: ignore[arg-type]
        return None if name.startswith(BUILT_IN) else _HANDLE

    callbacks = {
        "Release": lambda _: None,
        "MapFont": mapped,
        "GetFont": lambda *_: None,
        "GetFontData": data,
        "GetFaceName": lambda *_: 0,
        "GetFontCharset": lambda *_: 0,
        "DeleteFont": lambda *_: None,
    }
    info = pdfium.FPDF_SYSFONTINFO(version=2)
    kinds = dict(pdfium.FPDF_SYSFONTINFO._fields_)
    for name, function in callbacks.items():
        setattr(info, name, kinds[name](function))
    _kept[:] = [info, callbacks]  # pdfium holds no reference of its own
    pdfium.FPDF_SetSystemFontInfo(ctypes.byref(info))


@contextmanager
def system_fonts() -> Iterator[None]:
    """For drawing: pdfium with the fonts of the machine. No document may be open when this begins or ends."""
    _start_with_system_fonts()
    try:
        yield
    finally:
        start_library()


def _start_with_system_fonts() -> None:
    pdfium.FPDF_DestroyLibrary()
    pdfium.FPDF_InitLibraryWithConfig(ctypes.byref(pdfium.FPDF_LIBRARY_CONFIG(version=2)))
