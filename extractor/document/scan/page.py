"""A picture of a page → `Page`: cleaned, turned upright, levelled, its lines and strips found, and read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from extractor.document.model import (
    NO_CHARACTERS,
    NO_RULINGS,
    OCR_ENGINE,
    Alternative,
    Box,
    Characters,
    Doubt,
    Floats,
    Page,
    PageState,
    Projection,
    Rulings,
)
from extractor.document.scan.borders.gaps import beside, gaps, is_shaded
from extractor.document.scan.borders.lost_gaps import parts_no_table, with_columns
from extractor.document.scan.borders.rules import Ruled, ruled
from extractor.document.scan.picture.cleaning import Picture, Sheet, cleaned, positive, without_stamps
from extractor.document.scan.picture.levelling import laid_level, levelled
from extractor.document.scan.picture.shapes import Mask, Strip
from extractor.document.scan.text.amounts import alternatives
from extractor.document.scan.text.dashes import DASH, with_strokes, without_strokes
from extractor.document.scan.text.recogniser import TINY, Written, read_by, recognise
from extractor.document.scan.text.strips import Strips, cells, strips

TRIED = 8  # strips that tell which way up a page is
LEAST, WIDE = 3.0, 12.0  # characters in a strip: shorter ones tell as much less, wider ones no more
SURE = 0.9  # the probability of a character that tells
NUMBERS = 0.2  # of a Chinese character: what another one tells
UPRIGHT = 0.6  # of the characters for which there is room: no other turn is tried
READABLE = 0.25  # in the best turn: with less a page is a picture of something else
TURNS = (0, 90, 270, 180)  # degrees clockwise, the likelier first
LAST_SIGN = "\u2e7f"  # before the Chinese characters
FIRST_LETTER, LAST_LETTER = "\u3400", "\ufaff"  # of them, without their signs, which leave white beside them
TOUCHING = 0.35  # of a character's size: Chinese characters with less white between them touch, as printed: the
# recogniser's time steps, of a sixth of it, put their middles no better
BEARING = 0.04  # of a character's size: what is white on each side of a sign
DIGIT = 0.25  # of a character's size: half of a digit, of which 1 has the least ink
FULL = frozenset("(),:;")  # signs of Chinese text, as wide as its characters beside them
SPECKS = 0.01  # the probability of a dash on a page with specks to be some of them
WEAK, MOST_WEAK = 0.5, 0.02  # the probability of a weak character, and the share of them on a page that is not faint


def read_picture(picture: Picture, scale: float, number: int) -> Page:
    """The page in a picture of `scale` pixels a point.

    Its `state` is `blank` where nothing is drawn, and `picture` where what is drawn cannot be read.
    """
    prepared, turned, tried = _upright(positive(picture), scale)
    sheet, where = prepared.sheet, prepared.where
    if turned is None:
        state: PageState = "picture" if where.boxes else "blank"
        height, width = (side / scale for side in picture.shape[:2])
        return Page(number, width, height, NO_CHARACTERS, NO_RULINGS, state, engine=OCR_ENGINE)
    written = _written(prepared, tried)
    if (rulings := _without_lost_gaps(prepared, written, scale)) is not prepared.rulings:
        where = strips(sheet, rulings, prepared.ruled.covered, prepared.before, scale)
        prepared = replace(prepared, rulings=rulings, where=where)
        written = _written(prepared, tried)
    characters = _characters(where, written, sheet.ink, scale)
    weak = np.concatenate([w.sure for w in written]) < WEAK
    height, width = sheet.grey.shape
    rulings = Rulings(prepared.rulings.horizontal / scale, prepared.rulings.vertical / scale)
    return Page(
        number,
        width / scale,
        height / scale,
        characters,
        rulings,
        turned=turned,
        recognised=True,
        engine=OCR_ENGINE,
        faint=bool(np.mean(weak) > MOST_WEAK),
        laid=prepared.laid,
        doubts=tuple(_doubts(where, written, scale)),
    )


def _doubts(where: Strips, written: Sequence[Written], scale: float) -> Iterator[Doubt]:
    """The numbers of a page that may be others; where there are specks, also the dashes that may be specks."""
    for strip, found in zip(where.boxes, written, strict=True):
        others = alternatives(found.text, found.steps) if found.steps is not None else ()
        if where.dirty and found.text.startswith(DASH):
            bare = (replace(o, text=o.text.removeprefix(DASH), probability=SPECKS * o.probability) for o in others)
            read = Alternative(found.text.removeprefix(DASH), SPECKS)
            known = {other.text for other in others}
            others = (*others, *(other for other in (read, *bare) if other.text not in known))
            others = tuple(sorted(others, key=lambda other: -other.probability))
        if others:
            left, top, right, bottom = (float(side) / scale for side in strip)
            yield Doubt(found.text, Box(left, top, right, bottom), others)


def _upright(picture: Picture, scale: float) -> tuple[_Prepared, int | None, dict[Strip, Written]]:
    """The page cleaned and levelled, the way up in which it reads best, and by how much it was turned for that (None
    where it cannot be read either way); and what was read of it so far."""
    best: tuple[float, int] = READABLE, -1
    for turn in TURNS:
        found = _prepared(_turned(picture, turn), scale)
        if not found.where.boxes:
            return found, None, {}
        tried = _widest(found.sheet.grey, found.where)
        legible = _legibility(tried)
        if legible > UPRIGHT:
            return found, turn, tried
        best = max(best, (legible, turn), key=lambda b: b[0])
    if best[1] < 0:
        return found, None, {}
    return _prepared(_turned(picture, best[1]), scale), best[1], {}


def _turned(picture: Picture, turn: int) -> Picture:
    return np.ascontiguousarray(np.rot90(picture, -turn // 90)) if turn else picture


class _Prepared(Struct, frozen=True):
    """A page ready to be recognised: cleaned, its rules alone and with the gaps between shaded cells (in pixels), its
    strips, what it was `before` its rules were taken out, and how it lay."""

    sheet: Sheet
    ruled: Ruled
    rulings: Rulings
    where: Strips
    before: Picture
    laid: Projection | None


def _prepared(picture: Picture, scale: float) -> _Prepared:
    grey = without_stamps(picture)
    sheet = cleaned(grey)
    level, laid = levelled(sheet.grey, sheet.faint, scale) or (None, None)
    if level is not None:
        sheet = Sheet.of(level)
    lines = ruled(sheet.grey, scale)
    rulings = lines.rulings
    if is_shaded(grey) and (parts := gaps(laid_level(grey, laid, scale) if laid else grey, sheet.faint, scale)):
        rulings = _both(rulings, beside(parts, rulings, scale))
    before = sheet.grey.copy()
    sheet.grey[lines.covered] = 255
    return _Prepared(sheet, lines, rulings, strips(sheet, rulings, lines.covered, before, scale), before, laid)


def _written(prepared: _Prepared, tried: Mapping[Strip, Written]) -> list[Written]:
    """What is written in each strip of a page."""
    sheet, where = prepared.sheet, prepared.where
    boxes = without_strokes(where)
    read = dict(zip(boxes, recognise(sheet.grey, boxes, tried), strict=True))
    # Of a line that a rule crosses sometimes more is left without the rule, and sometimes with it.
    for strip, found in zip(where.crossed, recognise(prepared.before, where.crossed), strict=True):
        read[strip] = max(read[strip], found, key=_certainty)
    return with_strokes(where, [read[strip] for strip in boxes], sheet.ink)


def _certainty(written: Written) -> float:
    """How sure the characters are that are written in a strip, from 0 to 1."""
    return float(np.mean(written.sure)) if written.text else 0.0


def _without_lost_gaps(prepared: _Prepared, written: Sequence[Written], scale: float) -> Rulings:
    """The rulings of a page, in pixels, some of whose gaps between shaded cells may be lost."""
    if prepared.rulings is prepared.ruled.rulings:
        return prepared.rulings
    numbers = [box for box, found in zip(prepared.where.boxes, written, strict=True) if found.steps is not None]
    parts = cells(prepared.rulings, scale)
    if parts_no_table(parts, numbers):
        return prepared.ruled.rulings
    return with_columns(prepared.rulings, parts, prepared.where.boxes, numbers)


def _both(one: Rulings, other: Rulings) -> Rulings:
    return Rulings(np.concatenate([one.horizontal, other.horizontal]), np.concatenate([one.vertical, other.vertical]))


def _widest(grey: Picture, where: Strips) -> dict[Strip, Written]:
    """What is read in a few strips, the widest."""
    high = [b for b in where.boxes if b[3] - b[1] > 0.5 * where.character] or where.boxes
    tried = sorted(high, key=lambda b: (-_room(b), b))[:TRIED]
    return dict(zip(tried, read_by(TINY, grey, tried), strict=True))


def _room(strip: Strip) -> float:
    """How many characters there is room for in a strip, of those that tell."""
    return min(max((strip[2] - strip[0]) / (strip[3] - strip[1]), LEAST), WIDE)


def _legibility(tried: Mapping[Strip, Written]) -> float:
    """How well some strips read: Chinese characters read with certainty, per character for which there is room.

    Numbers upside down read well too, and so do single strokes of characters lying on their side; on a page without
    Chinese characters they count, but little.
    """
    chinese = others = 0
    for written in tried.values():
        sure = [c for c, p in zip(written.text, written.sure.tolist(), strict=True) if p > SURE]
        chinese += sum(c > LAST_SIGN for c in sure)
        others += len(sure)
    return (chinese or NUMBERS * others) / sum(map(_room, tried))


def _characters(where: Strips, written: Sequence[Written], ink: Mask, scale: float) -> Characters:
    """The characters of all strips, in points."""
    texts: list[str] = []
    boxes: list[Floats] = []
    for strip, found in zip(where.boxes, written, strict=True):
        if found.text:
            texts.append(found.text)
            boxes.append(_boxes(strip, found, where.character, ink))
    if not boxes:
        return NO_CHARACTERS
    x0, top, x1, bottom, size = (np.concatenate(boxes, axis=1) / scale).astype(np.float32)
    return Characters("".join(texts), x0, top, x1, bottom, bottom, size)


def _boxes(strip: Strip, found: Written, character: float, ink: Mask) -> Floats:
    """Rows left, top, right, bottom and size, in pixels: the border between two neighbours lies midway between their
    middles. Chinese characters and their signs fill squares, whatever their ink, digits half of one; others are as wide
    as their ink. Where one kind follows the other, as an amount a label, the white between them is measured; between
    Chinese characters, where it is more than they leave themselves."""
    left, top, right, bottom = strip
    wide = np.array([c > LAST_SIGN for c in found.text])
    beside = np.concatenate([wide[1:], [False]]) | np.concatenate([[False], wide[:-1]])
    wide |= beside & np.array([c in FULL for c in found.text])
    size = float(max(bottom - top, character)) if wide.any() else character
    middles = found.middles + left
    borders = np.concatenate([[left], (middles[1:] + middles[:-1]) / 2, [right]])
    x0, x1 = np.maximum(borders[:-1], middles - size / 2), np.minimum(borders[1:], middles + size / 2)
    columns = np.flatnonzero(ink[top:bottom, left:right].any(axis=0)) + left
    letter = np.array([FIRST_LETTER <= c <= LAST_LETTER for c in found.text])
    apart = letter[1:] & letter[:-1] & (x0[1:] > x1[:-1])
    for i in (np.flatnonzero((letter[1:] & ~wide[:-1]) | (letter[:-1] & ~wide[1:]) | apart) + 1).tolist():
        low, high = _widest_gap(columns, middles[i - 1], middles[i])
        if wide[i] and wide[i - 1] and high - low < TOUCHING * size:
            x1[i - 1] = x0[i] = borders[i]
        elif high > low:
            borders[i] = (low + high) / 2
            x1[i - 1] = min(x1[i - 1], low + BEARING * size)
            x0[i] = max(x0[i], high - BEARING * size)
    for i in np.flatnonzero(~wide).tolist():
        inked = columns[(columns >= borders[i]) & (columns < borders[i + 1])]
        if len(inked):
            x0[i], x1[i] = inked[0] - BEARING * size, inked[-1] + 1 + BEARING * size
            if found.text[i].isdecimal():
                middle = (inked[0] + inked[-1] + 1) / 2
                x0[i], x1[i] = min(x0[i], middle - DIGIT * size), max(x1[i], middle + DIGIT * size)
    rows = np.empty((5, len(found.text)))
    rows[0], rows[1], rows[2] = np.maximum(x0, borders[:-1]), top, np.minimum(x1, borders[1:])
    rows[3], rows[4] = bottom, size
    return rows


def _widest_gap(columns: NDArray[np.intp], low: float, high: float) -> tuple[int, int]:
    """Where the widest run without ink between two middles of characters begins and ends; twice the same place where
    there is none."""
    inked = columns[(columns >= low) & (columns <= high)]
    if len(inked) < 2:
        return 0, 0
    place = int(np.diff(inked).argmax())
    return int(inked[place]) + 1, int(inked[place + 1])
