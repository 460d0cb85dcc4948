"""The shapes of digits, point and minus: which of them an outline draws, whatever its font calls it.

They are compared with the digits of the fonts that come with pdfium.
"""

from __future__ import annotations

import ctypes
import functools
import itertools
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pypdfium2_raw as pdfium
from numpy.typing import NDArray
from pypdfium2_raw.version import PDFIUM_INFO

from extractor.document.numbers import DIGITS, NUMERALS
from extractor.document.pdf import native
from extractor.document.pdf.fonts import LEFT, MARKED, PIECE, RIGHT, SLOT, SLOTS, pieces
from extractor.kept import compiled, made_of

QUOTES = "'’‘′\"“”〝〞＂＇…⋯"  # small ones, which a number leaves out: no font draws a minus or point for them
# Beside digits (as a class of characters): no font draws them as high as these.
SMALL_SIGNS = rf".,．․﹒，`·\-–—－−‐‑‒―⁻₋﹘﹣{QUOTES}"
# What a number leaves out, or takes for another sign than a minus: no font draws it as a digit, minus or point.
LEFT_OUT = r"+＋¥￥$△▲()（）*＊※#＃\[\]【】〔〕『』「」﹃﹄﹁﹂《》︽︾｢｣/\\／＼﹨注①-⓿❶-➓¹²³⁰⁴-⁹†‡•§"
PATTERN_FONTS = (b"Helvetica", b"Helvetica-Bold", b"Times-Roman", b"Times-Bold", b"Courier-Bold")
SLANTS = (0.0, 0.2)  # upright and italic
ROWS, COLUMNS = 24, 16  # points at which an outline is asked whether it is ink
STEPS = 4  # into which a curve is cut
SIZE = 1000.0  # of a font, in the unit of extents; pdfium gives outlines of size 1
SMALL = 0.35  # of the height of a digit: a point, a comma or a minus is lower than that
MEANT = ".,-"  # small signs of which one that is taken for another makes another number
HANGING = -60  # thousandths of the size: a point does not reach so far below its line, and a comma does
HIGH = 420  # thousandths of the size: digits are higher, and small signs are not
FLAT = 1.8  # times as wide as high: a minus
ALIKE = 0.5  # a shape that is less like any digit is none
FILLED = 0.85  # of its box: a bar, and no wave
PLAINLY, HIGHER = 0.7, 1.2  # how much what is called otherwise is like a digit, and how much higher than wide it is
MARGIN = 0.08  # by which another digit must be more alike than the one that the font names
NEAR = 15.0  # thousandths: pdfium draws on a grid, and makes a stand-in bold
ACROSS = 0.8  # of the width of a hole: a bar
TALL = 3.0  # times as high as wide: a bare stroke, which fills its box and is compared with nothing

_LEFT_OUT, _SMALL_SIGN = compiled(f"[{LEFT_OUT}]"), compiled(f"[{SMALL_SIGNS}]")
_CURVE, _MOVE = pdfium.FPDF_SEGMENT_BEZIERTO, pdfium.FPDF_SEGMENT_MOVETO

_POINT = (ctypes.c_float * 2)()
_PLACE = ctypes.addressof(_POINT)

Shape = NDArray[np.float32]
Contours = list[NDArray[np.float64]]


def outline(font: int, character: str) -> Contours | None:
    """The contours that a font draws for the first code that it maps to `character`; None where it draws nothing."""
    path = native.glyph_path(font, ord(character), 1.0)
    count = native.count_glyph_segments(path) if path else 0
    if count <= 0:
        return None
    contours: list[list[tuple[float, float]]] = []
    controls: list[tuple[float, float]] = []
    for i in range(count):
        segment = native.glyph_segment(path, i)
        native.segment_point(segment, _PLACE, _PLACE + 4)
        kind, here = native.segment_type(segment), (_POINT[0], _POINT[1])
        if kind == _MOVE or not contours:
            contours.append([here])
        elif kind == _CURVE:
            controls.append(here)
            if len(controls) == 3:
                contours[-1] += _flattened(contours[-1][-1], *controls)
                controls = []
        else:
            contours[-1].append(here)
    return [SIZE * np.array(c) for c in contours if len(c) > 2]


def signature(font: int, character: str) -> tuple[float, ...] | None:
    """What tells an outline from others at hardly any cost: how many segments it has, and the place of one of them; of
    one that may be a mark that stands in, as many as tell these apart."""
    path = native.glyph_path(font, ord(character), 1.0)
    count = native.count_glyph_segments(path) if path else 0
    if count <= 0:
        return None
    segment, point = native.glyph_segment, native.segment_point
    point(segment(path, 2 * count // 3), _PLACE, _PLACE + 4)
    x, y = _POINT[0], _POINT[1]
    if abs(SIZE * x - LEFT) > NEAR and abs(SIZE * x - RIGHT) > NEAR:
        return count, x, y
    point(segment(path, 2 * count // 5), _PLACE, _PLACE + 4)
    low = _POINT[1]
    point(segment(path, 5 * count // 6), _PLACE, _PLACE + 4)
    return count, x, low, y, _POINT[1]


def are_drawings(font: int) -> bool:
    """Whether the glyphs of a font are drawings (Type 3), which may paint anything. Asked for outlines, pdfium gives
    those of a font of its own, which prove nothing."""
    size = ctypes.c_size_t()
    known = native.font_data(font, None, 0, ctypes.addressof(size))
    return bool(native.font_embedded(font) == 1 and not (known and size.value))


def _flattened(start: tuple[float, float], *controls: tuple[float, float]) -> list[tuple[float, float]]:
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = start, *controls
    points = []
    for step in range(1, STEPS + 1):
        t = step / STEPS
        a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        points.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
    return points


def extent(contours: Contours) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of an outline, in thousandths of the font's size."""
    points = np.concatenate(contours)
    (x0, y0), (x1, y1) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    return x0, y0, x1, y1


def shape(contours: Contours) -> Shape:
    """The ink of an outline, stretched to its box, slightly blurred, of length 1."""
    return normal(_ink(contours))


def inked(contours: Contours) -> float:
    """How much of the square of the size of its font an outline covers with ink."""
    x0, y0, x1, y1 = extent(contours)
    return float(_ink(contours).mean()) * (x1 - x0) * (y1 - y0) / SIZE**2


def _ink(contours: Contours) -> NDArray[np.bool_]:
    """Where an outline is ink, at `ROWS` × `COLUMNS` points of its box, bottom row first."""
    x0, y0, x1, y1 = extent(contours)
    rows = y0 + (np.arange(ROWS) + 0.5) / ROWS * max(y1 - y0, 1e-6)
    columns = x0 + (np.arange(COLUMNS) + 0.5) / COLUMNS * max(x1 - x0, 1e-6)
    starts = np.concatenate(contours)
    ends = np.concatenate([np.roll(c, -1, axis=0) for c in contours])
    rises = ends[:, 1] - starts[:, 1]
    kept = rises != 0
    starts, ends, rises = starts[kept], ends[kept], rises[kept]
    low, high = np.minimum(starts[:, 1], ends[:, 1]), np.maximum(starts[:, 1], ends[:, 1])
    row, edge = np.nonzero((rows[:, None] >= low) & (rows[:, None] < high))
    at = starts[edge, 0] + (rows[row] - starts[edge, 1]) / rises[edge] * (ends[edge, 0] - starts[edge, 0])
    column = np.searchsorted(columns, at)
    turns = np.bincount(row * (COLUMNS + 1) + column, np.sign(rises[edge]), ROWS * (COLUMNS + 1))
    winding = np.rint(np.cumsum(turns.reshape(ROWS, COLUMNS + 1), axis=1)[:, :COLUMNS])
    found: NDArray[np.bool_] = winding != 0
    return found


def normal(ink: NDArray[np.bool_]) -> Shape:
    """Ink of `ROWS` × `COLUMNS`, bottom row first, blurred, without its mean and of length 1: the product of two tells
    how alike they are."""
    padded = np.pad(ink.astype(np.float32), 1)
    blurred = sum(padded[i : i + ROWS, j : j + COLUMNS] for i in range(3) for j in range(3))
    flat = np.asarray(blurred, np.float32).ravel()
    flat = flat - flat.mean()
    length = float(np.linalg.norm(flat))
    found: Shape = flat / length if length else flat
    return found


@functools.cache
def patterns() -> NDArray[np.float32]:
    """The digits of pdfium's own fonts: digit × font × shape. They depend on this file and on pdfium alone."""
    made_by = f"{PDFIUM_INFO} {np.__version__}\n{Path(__file__).read_text('utf-8')}"
    return made_of("shapes of digits", made_by, _patterns)


def _patterns() -> NDArray[np.float32]:
    document = pdfium.FPDF_CreateNewDocument()
    try:
        found = []
        for name in PATTERN_FONTS:
            font = pdfium.FPDFText_LoadStandardFont(document, name)
            outlines = [outline(native.address_of(font), digit) or [] for digit in DIGITS]
            found += [[shape([c @ np.array([[1, 0], [slant, 1]]) for c in o]) for o in outlines] for slant in SLANTS]
            pdfium.FPDFFont_Close(font)
        return np.array(found, np.float32).swapaxes(0, 1)
    finally:
        pdfium.FPDF_CloseDocument(document)


def likeness(found: Shape) -> NDArray[np.float32]:
    """How much a shape is like each of the ten digits, at most 1."""
    best: NDArray[np.float32] = (patterns() @ found).max(axis=1)
    return best


def stood_in(contours: Contours) -> str | None:
    """The character for which an outline of the stand-in font is a mark: one of `MARKED`, or a blank for any other.
    None where it is drawn by a font."""
    low, high = (np.array([f(c[:, 1]) for c in contours]) for f in (np.min, np.max))
    slots, last = np.rint(low / SLOT).astype(int), np.rint((high - PIECE) / SLOT).astype(int)
    if (
        any(len(set(map(tuple, c))) != 4 for c in contours)
        or np.abs([low - SLOT * slots, high - PIECE - SLOT * last]).max() > NEAR
    ):
        return None
    for number, character in enumerate(MARKED):
        inked = [i for i, piece in enumerate(pieces(number)) if piece]
        if sorted(slots.tolist()) == sorted(last.tolist()) == inked:
            return character
    return " " if len(contours) == 1 and (slots[0], last[0]) == (0, SLOTS - 1) else None


def is_stand_in(font: int, characters: Iterable[str]) -> bool:
    """Whether the outlines of a font are marks that stand in for one that is not in the file."""
    return any(stood_in(contours) is not None for c in characters if (contours := outline(font, c)) is not None)


def drawn_ink(font: int, character: str) -> float:
    """How much of the square of its size a font covers for a character; 0 where it shows no outline of its own."""
    contours = None if are_drawings(font) else outline(font, character)
    return inked(contours) if contours and stood_in(contours) is None else 0.0


def is_framed(contours: Contours) -> bool:
    """Whether an outline is something in a frame that fills the whole box: what a font draws for a glyph that it
    lacks."""
    outer = max(contours, key=lambda c: float(np.ptp(c, axis=0).prod()))
    corners = set(map(tuple, outer.tolist()))
    x0, y0, x1, y1 = extent(contours)
    return len(contours) > 1 and corners == {(x0, y0), (x0, y1), (x1, y0), (x1, y1)}


def _squared(framed: Contours) -> str | None:
    """Which digit a frame that fills its box draws: 8 with two holes one above the other, or with a bar across its
    hole; 0 with one hole, even one with a dot, or divided by a slash."""
    if len(framed) not in (2, 3):
        return None
    inner = sorted((extent([c]) for c in framed), key=lambda box: (box[0] - box[2]) * (box[3] - box[1]))[1:]
    if len(inner) == 1:
        return "0"
    (x0, y0, x1, y1), (u0, v0, u1, v1) = inner
    across = u1 - u0 > ACROSS * (x1 - x0)
    return "8" if across and (v0 >= y1 or v1 <= y0 or (v0 > y0 and v1 < y1)) else "0"


def differs(contours: Contours, character: str) -> bool:
    """Whether an outline is clearly another digit than `character`, or no digit; for a blank, whether there is one; for
    a small sign, whether it is as high as a digit, or another sign."""
    stand_in = stood_in(contours)
    if character.isspace() or not character.isprintable():
        return stand_in != " "
    if _LEFT_OUT.match(character):
        return _passes_for_number(contours, stand_in)
    if character not in NUMERALS and not _SMALL_SIGN.match(character):
        return stand_in == "-" or (stand_in is None and _is_bar(contours))
    if character not in NUMERALS:
        if stand_in is not None:
            return stand_in in DIGITS or (character in QUOTES and stand_in in ".-")
        _, y0, _, y1 = extent(contours)
        sign = small_sign(contours)
        return (
            y1 - y0 > HIGH
            or (character in MEANT and (sign or character) != character)
            or (character == "." and y0 < HANGING)
            or (character in QUOTES and sign is not None)
        )
    digit = str(int(character))
    if stand_in is not None:
        return stand_in not in (digit, " ")
    if is_framed(contours):
        return digit != _squared(contours)
    if _falls_apart(contours):
        return True
    x0, y0, x1, y1 = extent(contours)
    return ahead(shape(contours), (y1 - y0) / max(x1 - x0, 1.0), digit) > 0


def _falls_apart(contours: Contours) -> bool:
    """Whether a gap parts an outline from top to bottom: two digits squeezed into one glyph, and no digit."""
    sides = sorted((float(c[:, 0].min()), float(c[:, 0].max())) for c in contours)
    ends = itertools.accumulate((x1 for _, x1 in sides), max)
    return any(x0 > end for (x0, _), end in zip(sides[1:], ends, strict=False))


def _is_bar(contours: Contours) -> bool:
    """Whether an outline is a minus: ink from end to end."""
    return small_sign(contours) == "-" and float(_ink(contours).mean()) > FILLED


def _passes_for_number(contours: Contours, stand_in: str | None) -> bool:
    """Whether an outline is a digit, minus or point."""
    if stand_in is not None:
        return stand_in in DIGITS + "-."
    x0, y0, x1, y1 = extent(contours)
    is_placed = y1 - y0 > HIGH and abs(y0) < -HANGING
    slender = (y1 - y0) / max(x1 - x0, 1.0)
    return small_sign(contours) is not None or (is_placed and passes_for_digit(shape(contours), slender))


def passes_for_digit(found: Shape, slender: float) -> bool:
    """Whether a shape, `slender` times as high as wide, is plainly like a digit."""
    return slender > HIGHER and float(likeness(found).max()) > PLAINLY


def ahead(found: Shape, slender: float, character: str) -> int:
    """1 where a shape, `slender` times as high as wide, is clearly another digit than `character`, -1 where it is most
    like this one, 0 where that cannot be told."""
    if slender > TALL:
        return -1 if character == "1" else 1
    alike = likeness(found)
    named = float(alike[int(character)])
    if alike.max() <= ALIKE:
        return 0
    return 1 if alike.max() - named > MARGIN else -1 if alike.max() == named else 0


def small_sign(contours: Contours) -> str | None:
    """`-` or `.` where an outline is a bar at half height, or a point on the baseline."""
    stand_in = stood_in(contours)
    if stand_in is not None:
        return stand_in if stand_in in ".-" else None
    x0, y0, x1, y1 = extent(contours)
    width, height = x1 - x0, y1 - y0
    if height > SMALL * 700 or height <= 0:
        return None
    if y0 > 150 and y1 < 550 and width > FLAT * height:
        return "-"
    if len(contours) == 1 and -30 <= y0 < 60 and width < FLAT * height and height < FLAT * width:
        return "."
    return None
