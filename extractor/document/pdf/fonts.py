"""The stand-in for every font that a PDF names but does not contain (宋体, STSong-Light …).

Left alone, pdfium looks for such a font on the machine: its shapes then change the boxes of the characters, its file
costs some 20 MB, and where the machine has none, a character printed alone is lost. This stand-in has a narrow bar for
every character, so that what counts is what the PDF itself says about widths and heights, on every machine alike. The
bars of digits, point, comma, minus and units of money are cut, each in its own way: where such a font is drawn, these
marks show which character its codes call for, whatever the text layer claims.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pypdfium2_raw as pdfium

UNITS = 1000  # of the em square
ASCENT, DESCENT = 859, -141  # those of 宋体, where a PDF gives none
LEFT, RIGHT = 100, 200  # of a mark: it ends before any advance does, so that it widens no box, and begins where no
# character before it reaches, so that it is seen by itself
SLOT, PIECE, SLOTS = 125, 80, 6  # of its height
LARGE_UNITS = "万亿千百"  # of 元
MONEY_UNITS = LARGE_UNITS + "元"  # of which those of amounts are made
MARKED = "0123456789.,-" + MONEY_UNITS  # whose marks are cut; the rest have one bar

# Each reaches into two at least of the lower, the middle and the upper part of a digit, as its own strokes would: what
# shows ink in one part alone counts as covered.
_CUTS = [cut for cut in range(1, 2 ** (SLOTS - 1) - 1) if bool(cut & 1) + bool(cut & 4) + bool(cut & 24) > 1]

BUILT_IN = (b"Helvetica", b"Arial", b"Times", b"Courier", b"Symbol", b"ZapfDingbats")  # pdfium brings their like

_HANDLE = 1  # any but null: there is one font only
_HEAD = (0x10000, 0x10000, 0, 0x5F0F3CF5, 0, UNITS, 0, 0, LEFT, 0, RIGHT, SLOT * SLOTS, 0, 8, 2, 1, 0)
_kept: list[object] = []


def pieces(number: int) -> tuple[bool, ...]:
    """Which slots of the mark of `MARKED[number]` are inked, from the baseline up; the first always is."""
    return True, *(bool(_CUTS[number] >> bit & 1) for bit in range(SLOTS - 1))


def stand_in_font() -> bytes:
    """A TrueType font with a mark for every character."""
    whole = _glyph([(0, SLOT * (SLOTS - 1) + PIECE)])
    cut = [
        _glyph([(SLOT * i, SLOT * i + PIECE) for i, inked in enumerate(pieces(number)) if inked])
        for number in range(len(MARKED))
    ]
    glyphs = [whole, whole, *cut]
    places = [sum(map(len, glyphs[:i])) for i in range(len(glyphs) + 1)]
    groups = _groups()
    cmap = struct.pack(">HHHHL", 0, 1, 3, 10, 12)  # one table: Unicode in full
    cmap += struct.pack(">HHLLL", 13, 0, 16 + 12 * len(groups), 0, len(groups))  # ranges of one glyph each
    cmap += b"".join(struct.pack(">LLL", *group) for group in groups)
    tables = {
        b"cmap": cmap,
        b"glyf": b"".join(glyphs),
        b"head": struct.pack(">4LHHqq4h2H3h", *_HEAD),
        b"hhea": struct.pack(">LhhhHhhhhhhhhhhhH", 0x10000, ASCENT, DESCENT, 0, UNITS, LEFT, 0, RIGHT, 1, *(0,) * 7, 2),
        b"hmtx": struct.pack(">HhHh", UNITS, LEFT, UNITS, LEFT) + struct.pack(">h", LEFT) * len(cut),
        b"loca": struct.pack(f">{len(places)}L", *places),
        b"maxp": struct.pack(">L14H", 0x10000, len(glyphs), 4 * SLOTS, SLOTS, *(0,) * 11),
    }
    directory = struct.pack(">LHHHH", 0x10000, len(tables), 64, 2, 16 * len(tables) - 64)
    place = len(directory) + 16 * len(tables)
    body = b""
    for tag, data in tables.items():
        directory += tag + struct.pack(">LLL", 0, place + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    return directory + body


def _glyph(bars: Sequence[tuple[int, int]]) -> bytes:
    """Rectangles between two heights each, one contour a rectangle."""
    points = [(x, y) for low, high in bars for x, y in ((LEFT, low), (LEFT, high), (RIGHT, high), (RIGHT, low))]
    steps = [(x - a, y - b) for (x, y), (a, b) in zip(points, [(0, 0), *points], strict=False)]
    glyph = struct.pack(">hhhhh", len(bars), LEFT, bars[0][0], RIGHT, bars[-1][1])
    glyph += struct.pack(f">{len(bars)}H", *range(3, 4 * len(bars), 4))  # the last point of each contour
    glyph += struct.pack(">H", 0) + bytes([0x01] * len(points))  # no instructions, all points on the curve
    glyph += b"".join(struct.pack(">h", step[axis]) for axis in (0, 1) for step in steps)
    return glyph + b"\0" * (-len(glyph) % 4)


def _groups() -> list[tuple[int, int, int]]:
    """Ranges of characters (first, last) and their glyph; digits and signs of full width have the mark of the narrow
    ones."""
    marked = {ord(c) + wide: 2 + i for i, c in enumerate(MARKED) for wide in (0, 0xFEE0) if not wide or c.isascii()}
    found, start = [], 0
    for code, glyph in sorted(marked.items()):
        if code > start:
            found.append((start, code - 1, 1))
        found.append((code, code, glyph))
        start = code + 1
    return [*found, (start, 0x10FFFF, 1)]


def start_library() -> None:
    """Starts pdfium (again), with the stand-in wherever it would look for a font of the machine."""
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
        """The handle of the font to use; None for one that pdfium itself has."""
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
    """A context for drawing, in which pdfium has the fonts of the machine. No document may be open when it begins or
    ends."""
    _start_with_system_fonts()
    try:
        yield
    finally:
        start_library()


def _start_with_system_fonts() -> None:
    pdfium.FPDF_DestroyLibrary()
    pdfium.FPDF_InitLibraryWithConfig(ctypes.byref(pdfium.FPDF_LIBRARY_CONFIG(version=2)))
