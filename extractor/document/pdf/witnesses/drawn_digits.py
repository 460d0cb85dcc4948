"""Digits, and the signs within numbers, as they are drawn: looked at where a font shows no outlines, or does not say
what a code stands for."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Set
from itertools import repeat

import numpy as np

from extractor.document.geometry import median
from extractor.document.model import Floats
from extractor.document.numbers import NUMERALS
from extractor.document.pdf import native
from extractor.document.pdf.drawing import Drawing, Pixels, counts
from extractor.document.pdf.fonts import LEFT, MARKED, MONEY_UNITS, PIECE, RIGHT, SLOT, SLOTS, UNITS, pieces
from extractor.document.pdf.objects import Mask, Places, Rectangle
from extractor.document.pdf.text_layer import TextLayer
from extractor.document.pdf.witnesses.glyphs import COLUMNS, QUOTES, ROWS, Shape, ahead, normal, passes_for_digit
from extractor.document.pdf.witnesses.printing import boxes_of
from extractor.document.pdf.witnesses.unit_shapes import is_another

CONTRAST = 64  # of 255: ink, with the edges that are half of it
PIXELS, FINEST = 40.0, 12.0  # that a digit's box is high; pixels a point at most
LEAST = 6  # pixels: what is drawn smaller than this has no shape
FLAT = 0.3  # of the height of its box: what is no higher is a stroke or a point, and no digit
SEVERAL = 3  # pieces as high as a digit, in a box broader than high: a number that is drawn as one glyph
BROAD = 0.3  # of the width of its box: a minus is no narrower
ISLANDS = 6  # pieces of joined ink in one box that are looked at
LONG = 1.8  # times as wide as high: a minus, whatever it is called
EDGE = 0.1  # of a character's box, at each side
BESIDE, SPECK = 0.25, 4  # of a blank's width at each side, into which its neighbours reach; pixels of ink within
LEVEL, BASELINE = 0.05, 0.2  # of a matrix: what is no steeper is none; of a box's height: so high is the baseline
MOST = 4000  # digits of one page
# In the size of a font: where the pieces of the marks stand that stand in for characters of fonts not in the file.
SPOTS = [((LEFT + RIGHT) / 2 / UNITS, (SLOT * i + PIECE / 2) / UNITS) for i in range(SLOTS)]
_MARKS = {pieces(number): character for number, character in enumerate(MARKED)}


def misdrawn(
    page: object, bounds: Rectangle, layer: TextLayer, spoken: Set[int], turned: int
) -> tuple[frozenset[int], frozenset[int]]:
    """The places of the unproved digits and signs of a layer that are not drawn at all, and of those that are drawn as
    others; of those whose codes say nothing, if they are not clearly drawn as what they count for; and likewise of the
    digits of runs (`spoken`, by handle) for whose glyphs something else speaks.

    The page reads upright when it is `turned` clockwise by so many degrees more than a viewer turns it.
    """
    turns = -turned // 90
    blank, found = _called_wrong(page, bounds, layer, turns)
    found |= _beside_inked(page, bounds, layer) | _marked_otherwise(page, bounds, layer)
    return blank, found | _mistold(page, bounds, layer, spoken, turns)


def _mistold(page: object, bounds: Rectangle, layer: TextLayer, spoken: Set[int], turns: int) -> frozenset[int]:
    """The places of the digits of the runs `spoken` that are not clearly drawn as is said: pdfium gives each character
    an equal part of its run, so pieces of ink are taken in their order."""
    runs: dict[int, list[int]] = {}
    for i, run in enumerate(layer.objects() if spoken else ()):
        if run in spoken:
            runs.setdefault(run, []).append(i)
    asked = {run: held for run, held in runs.items() if not NUMERALS.isdisjoint(layer.text[i] for i in held)}
    if not asked:
        return frozenset()
    boxes = np.array(
        [[*layer.boxes[held, :2].min(axis=0), *layer.boxes[held, 2:].max(axis=0)] for held in asked.values()]
    )
    drawing = _drawing(page, bounds, boxes)
    ink = _ink(drawing.without(), drawing.without(asked))
    found: set[int] = set()
    for held, box in zip(asked.values(), drawing.boxes(boxes), strict=True):
        said = "".join([layer.text[i] for i in held])
        if not _reads(_part(ink, box, turns), said):
            found |= {int(layer.places[i]) for i in held if layer.text[i] in NUMERALS}
    return frozenset(found)


def _part(ink: Mask, box: Places, turns: int, lean: float = 0.0) -> Mask:
    """The ink in a box, turned to the left so many times by a right angle: as it reads upright. Of a glyph that leans
    to the right, by so much for each row that it rises, the ink stands as far to the right of its box."""
    x0, y0, x1, y1 = box.tolist()
    if not lean or turns % 4:
        return np.rot90(np.asarray(ink)[y0:y1, x0:x1], turns)
    baseline = y1 - BASELINE * (y1 - y0)
    columns = np.arange(x0, x1) + np.rint(lean * (baseline - np.arange(y0, y1))).astype(int)[:, None]
    upright: Mask = ink[np.arange(y0, y1)[:, None], np.clip(columns, 0, ink.shape[1] - 1)]
    return upright


def _leans(layer: TextLayer, places: list[int]) -> list[float]:
    """How far the characters at these places of the text page lean to the right for each point that they rise: those of
    an italic made by a matrix do."""
    matrices = np.zeros((len(places), 6), np.float32)
    native.ask(native.char_matrix, (repeat(layer.handle), places), matrices)
    a, b, c, d = matrices[:, :4].T
    level = (np.abs(b) < LEVEL * np.abs(a)) & (np.abs(c) > LEVEL * np.abs(d)) & (np.abs(c) < np.abs(d))
    found: list[float] = np.divide(c, d, out=np.zeros_like(c), where=level).tolist()
    return found


def _reads(part: Mask, text: str) -> bool:
    """Whether the pieces of ink in a box are the characters of a text, as far as these are digits and signs."""
    pieces, line = list(_pieces(part)), len(part)
    return len(pieces) == len(text) and all(
        _likeness(piece, line, c) < 0 if c in NUMERALS else c not in ".-" or _is_sign(piece, c, line)
        for piece, c in zip(pieces, text, strict=True)
    )


def _called_wrong(
    page: object, bounds: Rectangle, layer: TextLayer, turns: int
) -> tuple[frozenset[int], frozenset[int]]:
    """The places of unproved characters that are not drawn at all, and of those that are drawn as others."""
    if not layer.heard.unproved:
        return frozenset(), frozenset()
    asked = np.flatnonzero(np.isin(layer.places, list(layer.heard.unproved)))
    if not len(asked):
        return frozenset(), frozenset()
    if len(asked) > MOST:
        return frozenset(), frozenset(layer.places[asked].tolist())
    boxes = layer.boxes[asked]
    drawing = _drawing(page, bounds, boxes)
    objects = layer.objects()
    handles = {objects[i] for i in asked.tolist()} - {0}
    whole = drawing.without()
    ink = _ink(whole, drawing.without(handles))
    blank, found = set(), set()
    leans = _leans(layer, layer.places[asked].tolist())
    for i, box, lean in zip(asked.tolist(), drawing.boxes(boxes), leans, strict=True):
        place, character, part = int(layer.places[i]), layer.text[i], _part(ink, box, turns, lean)
        if _is_blank(whole, box):
            blank.add(place)
            continue
        if character in MONEY_UNITS:
            if _is_other_unit(part, character):
                found.add(place)
            continue
        judge = _lead if character in NUMERALS else _sign_lead if character in ".-" else _mark_lead
        lead = judge(part, character)
        if lead > 0 or (place in layer.heard.unmapped and lead == 0):
            found.add(place)
    return frozenset(blank), frozenset(found)


def _beside_inked(page: object, bounds: Rectangle, layer: TextLayer) -> frozenset[int]:
    """The places of the digits beside a blank in whose box there is ink: a minus or point that is called a blank."""
    pairs = layer.heard.blanks[:MOST]
    if not pairs:
        return frozenset()
    boxes = boxes_of(layer.handle, [blank for blank, _ in pairs])
    drawing = _drawing(page, bounds, boxes)
    handles = {native.text_object(layer.handle, blank) or 0 for blank, _ in pairs} - {0}
    ink = _ink(drawing.without(), drawing.without(handles))
    side = BESIDE * (boxes[:, 2] - boxes[:, 0])
    boxes[:, 0] += side
    boxes[:, 2] -= side
    inked = counts(ink, drawing.boxes(boxes)) >= SPECK
    return frozenset(digit for (_, digit), is_inked in zip(pairs, inked.tolist(), strict=True) if is_inked)


def _marked_otherwise(page: object, bounds: Rectangle, layer: TextLayer) -> frozenset[int]:
    """The places of characters of fonts that are not in the file whose codes call for the mark of another character."""
    places = [place for place in layer.heard.stood if place in set(layer.places.tolist())][:MOST]
    if not places:
        return frozenset()
    drawing = _drawing(page, bounds, boxes_of(layer.handle, places))
    ink = _ink(drawing.without(), drawing.without({native.text_object(layer.handle, p) or 0 for p in places} - {0}))
    matrices, origins = np.zeros((len(places), 6), np.float32), np.zeros((len(places), 2))
    native.ask(native.char_matrix, (repeat(layer.handle), places), matrices)
    native.ask(native.char_origin, (repeat(layer.handle), places), *origins.T)
    sizes = np.array([native.char_size(layer.handle, place) for place in places])
    said = dict(zip(layer.places.tolist(), layer.text, strict=True))
    found = set()
    for place, (a, b, c, d), (x, y), size in zip(places, matrices[:, :4].tolist(), origins, sizes, strict=True):
        spots = np.array([(x + size * (a * u + c * v), y + size * (b * u + d * v)) for u, v in SPOTS])
        pixels = drawing.boxes(np.concatenate([spots, spots], axis=1))[:, :2]
        rows, columns = np.minimum(pixels[:, ::-1], np.array(ink.shape) - 1).T
        mark = _MARKS.get(tuple(ink[rows, columns].tolist()))
        if mark is not None and mark != unicodedata.normalize("NFKC", said[place]):
            found.add(place)
    return frozenset(found)


def _drawing(page: object, bounds: Rectangle, boxes: Floats) -> Drawing:
    """What is around some boxes, drawn at a scale at which a digit has its shape."""
    x0, y0 = boxes[:, :2].min(axis=0).tolist()
    x1, y1 = boxes[:, 2:].max(axis=0).tolist()
    scale = min(PIXELS / max(median(boxes[:, 3] - boxes[:, 1]), 0.1), FINEST)
    return Drawing(page, bounds, (x0 - 1, y0 - 1, x1 + 1, y1 + 1), scale)


def _ink(whole: Pixels, without: Pixels) -> Mask:
    found: Mask = np.abs(whole.astype(np.int16) - without).max(axis=2) >= CONTRAST
    return found


def _is_blank(whole: Pixels, box: Places) -> bool:
    """Whether nothing is drawn in a box, apart from what its neighbours and ruled lines leave at its edges."""
    x0, y0, x1, y1 = box.tolist()
    side, edge = int(EDGE * (x1 - x0)), int(EDGE * (y1 - y0))
    part = whole[y0 + edge : y1 - edge, x0 + side : x1 - side].reshape(-1, whole.shape[2])
    return bool(len(part) and (part.max(axis=0) - part.min(axis=0)).max() < CONTRAST)


def _lead(part: Mask, character: str) -> int:
    """What `ahead` says of the ink in a box."""
    pieces, (line, width) = list(_pieces(part)), part.shape
    if not pieces:
        return 0
    glyph = max(pieces, key=lambda piece: piece.shape[1])  # what its neighbours leave at the sides is narrower
    if width > line and sum(2 * piece.shape[0] > glyph.shape[0] for piece in pieces) >= SEVERAL:
        return 1
    return _likeness(glyph, line, character)


def _likeness(part: Mask, line: int, character: str) -> int:
    """What `ahead` says of the ink of one glyph in a line that is so high."""
    height, width = part.shape
    if height < max(LEAST, FLAT * line):
        return int(height < FLAT * line and line > 2 * LEAST)
    return ahead(_shape(part), height / width, str(int(character)))


def _shape(part: Mask) -> Shape:
    """The shape of the ink of one glyph, cut to its box."""
    height, width = part.shape
    rows = height - 1 - ((np.arange(ROWS) + 0.5) / ROWS * height).astype(int)
    columns = ((np.arange(COLUMNS) + 0.5) / COLUMNS * width).astype(int)
    return normal(part[rows][:, columns])


def _is_other_unit(part: Mask, unit: str) -> bool:
    """Whether the ink in a box is clearly another character of a unit."""
    rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    if len(rows) < LEAST or len(columns) < LEAST:
        return False
    return is_another(_shape(part[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]), unit)


def _sign_lead(part: Mask, sign: str) -> int:
    """1 where the ink in a box is not a minus, or not a point, as `sign` says, nor is any piece of it; else 0. In an
    italic the characters beside a point reach over it."""
    line, width = part.shape
    least = BROAD * width if sign == "-" else 0
    if not part.any() or any(p.shape[1] >= least and _is_sign(p, sign, line) for p in _pieces(part)):
        return 0
    return int(sign == "-" or not _is_point_among_others(part))


def _is_point_among_others(part: Mask) -> bool:
    """Whether one point stands in the middle of a box, and what else there is reaches in from its sides."""
    line, width = part.shape
    points = 0
    for place, island in _islands(part):
        end = place + island.shape[1]
        if BESIDE * width < (place + end) / 2 < (1 - BESIDE) * width and _is_sign(island, ".", line):
            points += 1
        elif place > 0 and end < width:
            return False
    return points == 1


def _islands(part: Mask) -> Iterator[tuple[int, Mask]]:
    """The first pieces of joined ink in a box, each cut to its own box, and the column where it begins."""
    left = part.copy()
    for _ in range(ISLANDS):
        if not left.any():
            return
        island = np.zeros_like(left)
        island.flat[int(np.argmax(left))] = True
        while True:
            grown = island.copy()
            grown[1:] |= island[:-1]
            grown[:-1] |= island[1:]
            grown[:, 1:] |= grown[:, :-1]
            grown[:, :-1] |= grown[:, 1:]
            grown &= left
            if (grown == island).all():
                break
            island = grown
        left &= ~island
        rows, columns = np.flatnonzero(island.any(axis=1)), np.flatnonzero(island.any(axis=0))
        yield int(columns[0]), island[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _mark_lead(part: Mask, mark: str) -> int:
    """1 where the ink in a box is a digit or a minus, or a point that is called a quote, and not another `mark`."""
    line, inked = len(part), np.flatnonzero(part.any(axis=1))
    if mark in QUOTES and len(inked) and 2 * inked[0] > line:  # quotes stand high
        return 1
    found = (
        passes_for_digit(_shape(piece), len(piece) / piece.shape[1])
        if len(piece) > max(FLAT * line, LEAST)
        else _is_sign(piece, "-", line) and piece.shape[1] > LONG * len(piece) and piece.shape[1] >= LEAST
        for piece in _pieces(part)
    )
    return int(any(found))


def _is_sign(piece: Mask, sign: str, height: int) -> bool:
    """Whether a piece of ink is a bar, or a point, of a line of this height."""
    rows, columns = piece.shape
    is_bar = columns > rows and bool(piece.any(axis=1).all())
    return is_bar if sign == "-" else rows <= FLAT * height


def _pieces(part: Mask) -> Iterator[Mask]:
    """The ink of a box, cut at columns without any, each piece to its own height."""
    inked = np.asarray(part.any(axis=0))
    edges = np.diff(np.concatenate([[0], inked.astype(np.int8), [0]]))
    for start, end in zip(np.flatnonzero(edges == 1).tolist(), np.flatnonzero(edges == -1).tolist(), strict=True):
        glyph = part[:, start:end]
        rows = np.flatnonzero(glyph.any(axis=1))
        yield glyph[rows[0] : rows[-1] + 1]
