"""Areas of a page that may hide what lies under them, or be the ground of what lies upon them: besides filled shapes
(from `paths`), pictures, shadings, letters that are drawings, and notes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pypdfium2_raw as pdfium
from numpy.typing import NDArray

from extractor.document.model import Floats
from extractor.document.pdf import native
from extractor.document.pdf.objects import Mask, ObjectReader, Objects, Places, Rectangle, overlap
from extractor.document.pdf.paths import Areas
from extractor.document.pdf.sight.overprint import ASLANT
from extractor.document.pdf.text_layer import TextLayer
from extractor.document.pdf.witnesses import glyphs

INSET, FOOT, HEAD = 0.1, 0.2, 0.85  # of a digit's box: where its ink is
POINTS = frozenset(".．")
OF_POINT = 0.1, 0.6, 0.18, 0.33  # of its box, from the left and from below: where the ink of a point is
LEAST = 0.04  # of that: under what covers less it is whole
CUT = 0.06, 0.85  # of that: what shows less of a digit is an edge, what shows more is the digit
MOST_OF_POINT = 0.5  # of its ink: a point under what covers more is gone
LARGE = 0.2  # of the page's sides: no letters of text are so high
BLOCKS = frozenset("■█▉▇▆▅▄▀▌▐◼⬛")  # letters that fill their box
MOST_PAIRS = 1_000_000  # of digits and areas, compared at once


def pictures_of(reader: ObjectReader, objects: Objects) -> Areas | None:
    """Images and shadings as areas of unknown colour."""
    return unknown(reader, objects, objects.of(pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING))


def drawn_letters(reader: ObjectReader, objects: Objects, layer: TextLayer) -> Areas | None:
    """Text whose letters are drawings (Type 3), or blocks (■), as areas of unknown colour: such a letter may be a patch
    of white. What is written aslant across the page is a watermark, and hides no more than one of other letters."""
    has_blocks = any(block in layer.text for block in BLOCKS)
    if not reader.uses.drawn_letters and not has_blocks:
        return None
    places, handles = objects.of(pdfium.FPDF_PAGEOBJ_TEXT), objects.all_of(pdfium.FPDF_PAGEOBJ_TEXT)
    found: Mask = np.zeros(len(places), dtype=bool)
    if reader.uses.drawn_letters:
        fonts = list(map(native.font_of, handles))
        drawn = {font for font in set(fonts) - {None} if glyphs.are_drawings(font)}
        found = np.fromiter(map(drawn.__contains__, fonts), np.bool_, len(fonts))
        found[found] = ~_aslant(objects.axes(places[found]))
    if has_blocks:
        held = layer.objects()
        found |= np.isin(handles, [held[i] for i, c in enumerate(layer.text) if c in BLOCKS])
    return unknown(reader, objects, places[found]) if found.any() else None


def _aslant(axes: Floats) -> Mask:
    """Which matrices (a, b, c, d) set text neither level nor upright."""
    along = np.sort(np.abs(axes[:, :2]), axis=1)
    found: Mask = along[:, 0] > ASLANT * along[:, 1]
    return found


def large(found: Areas | None, bounds: Rectangle) -> Areas | None:
    """Those of the areas that are wider and higher than any line of text; of letters these are large drawings."""
    if found is None:
        return None
    sides = found.boxes[:, 2:] - found.boxes[:, :2]
    wide = (sides > LARGE * np.array([bounds[2] - bounds[0], bounds[3] - bounds[1]])).all(axis=1)
    return Areas(found.places[wide], found.boxes[wide], found.colours[wide], found.plain[wide]) if wide.any() else None


def upon(objects: Objects, notes: Sequence[Rectangle]) -> Areas | None:
    """Notes as areas of unknown colour, drawn after everything else."""
    if not notes:
        return None
    count = len(notes)
    places = np.full(count, len(objects.handles), dtype=np.intp)
    return Areas(places, np.array(notes), np.zeros((count, 4), np.uint32), np.zeros(count, dtype=bool))


def unknown(reader: ObjectReader, objects: Objects, places: Places) -> Areas | None:
    """The objects at these places as areas of unknown colour."""
    if not len(places):
        return None
    boxes, known = reader.bounds(objects.at(places))
    places, boxes = places[known], objects.on_page(places, boxes)[known]
    return Areas(places, boxes, np.zeros((len(places), 4), np.uint32), np.zeros(len(places), dtype=bool))


def partly_under(
    layer: TextLayer, runs: Places, run: Places, asked: Mask, areas: Areas
) -> tuple[Places, Places] | None:
    """Which of the characters `asked` about have part of their digits under areas drawn later, and the places of these
    areas; None where none has. `run` is the number of the run of each character, `runs` the places of the runs."""
    wanted = np.flatnonzero(asked)
    if not len(wanted) or len(wanted) * len(areas.places) > MOST_PAIRS:
        return None
    boxes = _inked(layer.boxes[wanted])
    partly = (_shares(boxes, areas.boxes) > LEAST) & (areas.places > runs[run[wanted]][:, None])
    partly &= (areas.colours[:, 3] == 255) | ~areas.plain
    return (wanted[partly.any(axis=1)], areas.places[partly.any(axis=0)]) if partly.any() else None


def half_under(
    reader: ObjectReader, objects: Objects, layer: TextLayer, run: Places, runs: Places, asked: Mask, areas: Areas
) -> Mask:
    """Which of the characters `asked` about, in fonts that are not in the file, lie half under opaque rectangles drawn
    later, or with the ink of a point: the mark that stands in for them does not show what is seen of them. `run` and
    `runs` as above."""
    found = np.zeros(len(layer), dtype=bool)
    opaque = np.flatnonzero(areas.plain & (areas.colours[:, 3] == 255))
    wanted = np.flatnonzero(asked)
    if not len(opaque) or not len(wanted) or len(wanted) * len(opaque) > MOST_PAIRS:
        return found
    is_point = np.array([layer.text[i] in POINTS for i in wanted.tolist()], dtype=bool)
    ink, later = _inked(layer.boxes[wanted]), areas.places[opaque] > runs[run[wanted]][:, None]
    ink[is_point] = _inked(layer.boxes[wanted[is_point]], OF_POINT)
    half = later & _hides(_shares(ink, areas.boxes[opaque]), is_point)
    for column in np.flatnonzero(half.any(axis=0)).tolist():
        area = int(opaque[column])
        clip, plain = reader.clip(objects.handles[int(areas.places[area])])
        box = np.array([overlap(tuple(areas.boxes[area].tolist()), clip)])
        half[:, column] &= plain & _hides(_shares(ink, box), is_point)[:, 0]
    for i in np.flatnonzero(half.any(axis=1)).tolist():
        font = native.font_of(objects.handles[int(runs[run[wanted[i]]])])
        found[wanted[i]] = bool(font) and glyphs.is_stand_in(font or 0, layer.text[wanted[i]])
    return found


def _shares(ink: Floats, boxes: Floats) -> Floats:
    """How much of each inked area lies in each of the boxes."""
    low, high = np.maximum(ink[:, None, :2], boxes[:, :2]), np.minimum(ink[:, None, 2:], boxes[:, 2:])
    found: Floats = np.prod(np.maximum(high - low, 0), axis=2) / np.prod(ink[:, 2:] - ink[:, :2], axis=1)[:, None]
    return found


def _hides(share: Floats, is_point: Mask) -> Mask:
    """Whether what covers such a share of their ink leaves half a digit, or no point."""
    found: Mask = np.where(is_point[:, None], share > MOST_OF_POINT, _is_half(share))
    return found


def _is_half(share: Floats) -> Mask:
    found: Mask = (share > CUT[0]) & (share < CUT[1])
    return found


def partly_within(boxes: Floats, clip: Rectangle) -> Mask:
    """Which digits of these boxes are cut in two by the edge of what is shown of them."""
    return _is_half(_shares(_inked(boxes), np.array([clip])))[:, 0]


def _inked(boxes: Floats, part: tuple[float, float, float, float] = (INSET, 1 - INSET, FOOT, HEAD)) -> Floats:
    """Where in the boxes of digits their ink is, or where `part` says (from the left, and from below)."""
    found = boxes.astype(np.float64)
    left, right, low, high = part
    side, height = found[:, 2] - found[:, 0], found[:, 3] - found[:, 1]
    found += np.stack([left * side, low * height, (right - 1) * side, (high - 1) * height], axis=1)
    return found


def share_of(found: Areas | None, bounds: Rectangle) -> float:
    """The share of the page that lies under areas; where they overlap they count twice."""
    if found is None:
        return 0.0
    sides = np.minimum(found.boxes[:, 2:], bounds[2:]) - np.maximum(found.boxes[:, :2], bounds[:2])
    area = float(np.prod(np.maximum(sides, 0), axis=1).sum())
    return area / max((bounds[2] - bounds[0]) * (bounds[3] - bounds[1]), 1.0)


def merged(*several: Areas | None) -> Areas | None:
    """Areas of several kinds, in drawing order."""
    found = [areas for areas in several if areas is not None]
    if len(found) < 2:
        return found[0] if found else None
    places = np.concatenate([a.places for a in found])
    order = np.argsort(places)
    boxes, colours = np.concatenate([a.boxes for a in found]), np.concatenate([a.colours for a in found])
    return Areas(places[order], boxes[order], colours[order], np.concatenate([a.plain for a in found])[order])


def on_white(colours: NDArray[np.uint32]) -> Floats:
    """Red, green and blue of colours as they look on white paper."""
    alpha = colours[:, 3:4] / 255
    found: Floats = 255 - (255 - colours[:, :3]) * alpha
    return found
