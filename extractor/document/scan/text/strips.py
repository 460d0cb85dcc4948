"""Where text stands in a picture: strips of one line each, in the cells of ruled tables and outside them."""

from __future__ import annotations

import cv2
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from extractor.document.lattice import edges, lattices, regions
from extractor.document.model import Rulings
from extractor.document.scan.picture.cleaning import Picture, Sheet
from extractor.document.scan.picture.dirt import SHORT, STROKE, dirt, take_out
from extractor.document.scan.picture.pale import THIN, pale_dashes
from extractor.document.scan.picture.shapes import Mask, Shapes, Sizes, Strip
from extractor.document.scan.text.spilt import NEAR, spilt

USUAL = 9.0  # points that a character is high where a page is too empty to tell
SMALLEST, LARGEST = 4.0, 40.0  # points that a character is high
ONE_LINE = 1.2  # of a character's height: rows of ink that together are no higher are of one line
LOWEST = 0.3  # of a character's height: what is no longer and no higher is a point, not a character
LONG = 1.5  # of a character's height: one stroke is no longer, nor shorter than a dash, nor thicker
LEVEL = 0.25, 0.8  # of a line from its top: between them lies the middle of a stroke that stands in it
SPECK = 0.13  # of a character's height: what is no larger may be dirt
FEWEST = 5  # shapes that tell how high characters are
APART = 1.25  # of a character's height: outside cells text further apart is read apart, each with its own certainty,
BESIDE, HYPHEN = 0.8, 0.6  # and a stroke no wider than a hyphen that stands this far from all else: 一 may be wider;
GUTTER, ALONG = 1.0, 3.0  # in tables without rules white so wide that goes on so far up and down parts columns, and
NARROW, FAR = 0.4, 10.0  # so does this, up or down: wider than around decimal points, which stand one below the other
FILLED, RIM = 0.25, 1.0  # too; and in so much of that height text stands so near on both sides
LOW = 0.5  # of a character's height: after 、, which is no higher, there is white as well
SHARED = 0.5  # of the lower of two strips: sharing as much of their height they are of one line,
HIGHER = 1.5  # if together they are no higher than so many characters
FLAT = 0.75  # of a character's height: digits are higher
SEVERAL = 1.75  # of a character's height: a strip that is higher has several lines
INSET = 0.5  # points from a rule's ink to what is written
MOST = 6000  # strips of a page; more is dirt or a drawing


class Strips(Struct, frozen=True):
    """The strips of a page, and how high its characters are, in pixels; `strokes` are the places of strips that hold
    one flat stroke and nothing else, a dash or 一, `crossed` the strips that a rule crosses; `dirty` says whether there
    are specks on the page."""

    boxes: list[Strip]
    character: float
    strokes: frozenset[int] = frozenset()
    crossed: tuple[Strip, ...] = ()
    dirty: bool = False


def strips(sheet: Sheet, rulings: Rulings, covered: Mask, before: Picture, scale: float) -> Strips:
    """The strips of text on a page, whose dirt is removed in place; `rulings` are its lines in pixels, which cover the
    pixels `covered` and were in the picture `before`."""
    shapes = Shapes.of(drawn := sheet.ink & ~covered)
    character = _height(shapes.width, shapes.height, scale)
    if (pale := pale_dashes(sheet.grey, sheet.faint & ~covered, character)) is not None:
        shapes = Shapes.of(drawn := drawn | pale)
    specks = dirt(shapes, character)
    dirty = bool(specks.any())
    if dirty:
        take_out(found_dirt := shapes.drawn(specks), sheet)
        drawn &= ~found_dirt
    # A decimal point is as small as dirt. It lies inside a strip, and needs not be seen for the strip to be found.
    text = shapes.drawn((np.maximum(shapes.width, shapes.height) > max(SPECK * character, 3)) & ~specks)
    found: list[Strip] = []
    free = text.copy()
    places = cells(rulings, scale)
    found.extend(crossed := spilt(free, sheet.grey, before, covered, places, character))
    for x0, y0, x1, y1 in places:
        edge = max(round(INSET * scale), 1)
        inside = slice(y0 + edge, y1 - edge), slice(x0 + edge, x1 - edge)
        if free[inside].size:  # boxes of cells that are no rectangles overlap, and nothing is read twice
            found.extend(
                (x0 + edge + a, y0 + edge + b, x0 + edge + c, y0 + edge + d)
                for a, b, c, d in _lines_in(free[inside], drawn[inside], character)
            )
        free[y0:y1, x0:x1] = False
    found.extend(_outside(free, drawn, character))
    del found[MOST:]
    strokes = frozenset(i for i, b in enumerate(found) if _is_stroke(b, character) and _is_one_piece(b, text))
    boxes = [_as_high(strip, character) for strip in found]
    return Strips(boxes, character, strokes, tuple(boxes[: len(crossed)]), dirty)


def _is_stroke(strip: Strip, character: float) -> bool:
    width, height = strip[2] - strip[0], strip[3] - strip[1]
    return height <= THIN * character and SHORT * character <= width <= LONG * character and width >= STROKE * height


def _is_one_piece(strip: Strip, text: Mask) -> bool:
    """Whether there is ink all along a strip: two specks beside each other are not a stroke."""
    left, top, right, bottom = strip
    return bool(text[top:bottom, left:right].any(axis=0).all())


def _lies_level(stroke: Strip, highest: Strip, character: float) -> bool:
    """Whether a stroke lies where a dash does beside the highest piece of its line, if that is not dirt."""
    high = highest[3] - highest[1]
    middle = (stroke[1] + stroke[3]) / 2 - highest[1]
    return high <= LOWEST * character or LEVEL[0] * high <= middle <= LEVEL[1] * high


def _is_large(strip: Strip, character: float) -> bool:
    """Whether a strip is large enough for a character that is no stroke."""
    return max(strip[2] - strip[0], strip[3] - strip[1]) > LOWEST * character


def _as_high(strip: Strip, character: float) -> Strip:
    """A strip as high as a character: enlarged to that height, a lone dash could be anything."""
    left, top, right, bottom = strip
    lacking = round(FLAT * character) - (bottom - top)
    if lacking <= 0:
        return strip
    return left, max(top - (lacking + 1) // 2, 0), right, bottom + lacking // 2


def _height(width: Sizes, height: Sizes, scale: float) -> float:
    """How high the characters of a page are, by the sizes of its shapes: most of the Chinese ones fill a square."""
    fit = (height > SMALLEST * scale) & (height < LARGEST * scale) & (width > 0.5 * height) & (width < 2 * height)
    if np.count_nonzero(fit) < FEWEST:
        return USUAL * scale
    return float(np.percentile(height[fit], 70))


def cells(rulings: Rulings, scale: float) -> list[Strip]:
    """The cells of the ruled tables, in pixels; those that are no rectangle by the box around them."""
    in_points = Rulings(rulings.horizontal / scale, rulings.vertical / scale)
    found: list[Strip] = []
    for lattice in lattices(in_points):
        xs, ys = edges(lattice)
        if len(xs) < 2 or len(ys) < 2:
            continue
        region = regions(lattice, xs, ys)
        rows, columns = np.divmod(np.arange(region.size), region.shape[1])
        number, count = region.ravel(), int(region.max()) + 1
        low = np.full((count, 2), np.iinfo(np.intp).max)
        high = np.zeros((count, 2), np.intp)
        np.minimum.at(low, number, np.stack([columns, rows], axis=1))
        np.maximum.at(high, number, np.stack([columns, rows], axis=1) + 1)
        x, y = np.rint(xs * scale).astype(int), np.rint(ys * scale).astype(int)
        found.extend(
            zip(
                x[low[:, 0]].tolist(),
                y[low[:, 1]].tolist(),
                x[high[:, 0]].tolist(),
                y[high[:, 1]].tolist(),
                strict=True,
            )
        )
    return found


def _lines_in(text: Mask, drawn: Mask, character: float) -> list[Strip]:
    """The lines of one cell, from top to bottom, each in as many strips as gaps part it."""
    return [
        part
        for top, bottom in _rows(text, character)
        for part in _parted((0, top, text.shape[1], bottom), text, drawn, character)
    ]


def _parted(line: Strip, text: Mask, drawn: Mask, character: float, columns: bool = False) -> list[Strip]:
    """A line in as many strips as gaps separate, each as high as the line unless it is a lone stroke.

    In a gap nothing is `drawn`, not even what is too small for `text`: a colon separates nothing. Between `columns`
    that no rules separate something may be: dirt joins nothing.
    """
    left, top, right, bottom = line
    held = np.asarray(text[top:bottom, left:right].any(axis=0), np.bool_)
    inked = np.asarray(drawn[top:bottom, left:right].any(axis=0) | held, np.bool_)
    pieces: list[tuple[Strip, bool]] = []  # the ink of each, and whether it is a stroke
    height = 0  # of the ink before a gap
    inks = [_ink((left + first, top, left + end, bottom), text) for first, end in _runs(held)]
    highest = max(inks, key=lambda ink: ink[3] - ink[1], default=line)
    for ink in inks:
        piece, first = ink, ink[0] - left
        stroke = _is_stroke(piece, character) and _lies_level(piece, highest, character)
        if pieces:
            before, was_stroke = pieces[-1]
            gap = slice(before[2] - left, first)
            white = max((b - a for a, b in _runs(~inked[gap])), default=0)
            narrow = min(piece[2] - piece[0] if stroke else right, before[2] - before[0] if was_stroke else right)
            apart = BESIDE if narrow <= HYPHEN * character else APART if columns else NEAR
            place = before[2], top, piece[0], bottom
            is_clear = columns and white == piece[0] - before[2] and height > LOW * character
            parts_columns = (is_clear and _goes_on(place, drawn, character)) or (
                columns and _is_gutter(place, text, character)
            )
            if white <= apart * character and not parts_columns:
                pieces.pop()
                piece = before[0], min(before[1], piece[1]), piece[2], max(before[3], piece[3])
                stroke = False
        pieces.append((piece, stroke))
        height = ink[3] - ink[1]
    written = [(piece, stroke) for piece, stroke in pieces if stroke or _is_large(piece, character)]
    return [piece if stroke else (piece[0], top, piece[2], bottom) for piece, stroke in written]


def _ink(part: Strip, text: Mask) -> Strip:
    """A part of a line as high as what is written in it."""
    left, top, right, bottom = part
    rows = top + np.flatnonzero(text[top:bottom, left:right].any(axis=1))
    return left, int(rows[0]), right, int(rows[-1]) + 1


def _runs(marked: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The places from which and to which marks go on."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], marked, [False]]).view(np.int8)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _is_gutter(place: Strip, text: Mask, character: float) -> bool:
    """Whether a gap in a line lies between two columns of text: the lines above and below it have white there too,
    between text that stands close on both sides."""
    left, top, right, bottom = place
    if right - left < GUTTER * character:
        return False
    rim, far = round(RIM * character), round(ALONG * character)
    first = max(left - rim, 0)
    over, under = text[max(top - far, 0) : top, first : right + rim], text[bottom : bottom + far, first : right + rim]
    held = np.asarray(over.any(axis=0) | under.any(axis=0), np.bool_)
    gap = slice(left - first, right - first)
    white = max((b - a for a, b in _runs(~held[gap])), default=0)
    return white >= GUTTER * character and bool(held[: left - first].any() and held[right - first :].any())


def _goes_on(place: Strip, drawn: Mask, character: float) -> bool:
    """Whether a narrow gap in a line continues between lines of text, above or below, without even a speck in it (which
    might be a decimal point)."""
    left, top, right, bottom = place
    if right - left < NARROW * character:
        return False
    rim, far = round(RIM * character), round(FAR * character)
    first = max(left - rim, 0)
    for lines in (
        drawn[max(top - far, 0) : top, first : right + rim],
        drawn[bottom : bottom + far, first : right + rim],
    ):
        held = np.asarray(lines[:, left - first : right - first].any(axis=0), np.bool_)
        white = max((b - a for a, b in _runs(~held)), default=0)
        sides = lines[:, : left - first].any(axis=1), lines[:, right - first :].any(axis=1)
        if white >= NARROW * character and all(np.count_nonzero(side) >= FILLED * far for side in sides):
            return True
    return False


def _rows(cell: Mask, character: float) -> list[tuple[int, int]]:
    """The rows of ink of a cell: runs that together are one line high are one, as the strokes of 三 are."""
    inked = np.flatnonzero(cell.any(axis=1))
    if not len(inked):
        return []
    runs = [(int(r[0]), int(r[-1]) + 1) for r in np.split(inked, np.flatnonzero(np.diff(inked) > 1) + 1)]
    joined: list[tuple[int, int]] = []
    for top, bottom in runs:
        if joined and bottom - joined[-1][0] <= ONE_LINE * character:
            joined[-1] = joined[-1][0], bottom
        else:
            joined.append((top, bottom))
    return joined


def _outside(free: Mask, drawn: Mask, character: float) -> list[Strip]:
    """The lines of text outside the cells: characters run together, from top to bottom."""
    reach = max(round(NEAR * character), 2)
    closed = cv2.morphologyEx(free.view(np.uint8), cv2.MORPH_CLOSE, np.ones((1, reach), np.uint8))
    shapes = Shapes.of(np.asarray(closed, np.uint8).view(np.bool_))
    found: list[Strip] = []
    sides = shapes.left, shapes.top, shapes.width, shapes.height
    boxes = zip(*(side[:MOST].tolist() for side in sides), strict=True)
    for label, (x, y, w, h) in enumerate(boxes, start=1):
        if h <= SEVERAL * character:
            found.append((x, y, x + w, y + h))
            continue
        part = free[y : y + h, x : x + w] & (shapes.labels[y : y + h, x : x + w] == label)
        found.extend((x + a, y + b, x + c, y + d) for a, b, c, d in _lines_in(part, part, character))
    return [part for line in _joined(found, character) for part in _parted(line, free, drawn, character, columns=True)]


def _joined(boxes: list[Strip], character: float) -> list[Strip]:
    """Strips of one line whose pieces lie a little higher and lower, as strokes do, put together; sorted from top to
    bottom. What is too small for a character of its own is left out."""
    found: list[Strip | None] = []
    rows: dict[int, list[int]] = {}  # the strips found, by the heights that they reach
    height = max(round(character), 1)
    for box in sorted(boxes):
        reached = range(box[1] // height, box[3] // height + 1)
        for i in sorted({i for row in reached for i in rows.get(row, ())}, reverse=True):
            other = found[i]
            if other is not None and _continues(other, box, character):
                found[i] = None
                box = min(other[0], box[0]), min(other[1], box[1]), max(other[2], box[2]), max(other[3], box[3])
                break
        for row in range(box[1] // height, box[3] // height + 1):
            rows.setdefault(row, []).append(len(found))
        found.append(box)
    whole = [b for b in found if b is not None and (_is_large(b, character) or _is_stroke(b, character))]
    return sorted(whole, key=lambda b: (b[1], b[0]))


def _continues(strip: Strip, other: Strip, character: float) -> bool:
    """Whether another strip, further to the right, goes on where one ends, on its line."""
    height = strip[3] - strip[1]
    shared = min(strip[3], other[3]) - max(strip[1], other[1])
    both = max(strip[3], other[3]) - min(strip[1], other[1])
    near = other[0] - strip[2] < NEAR * character
    return near and shared > SHARED * min(height, other[3] - other[1]) and both <= HIGHER * max(character, height)
