"""Which objects of a page may be unseen, judged by what lies under, upon and around them.

Objects that are certainly seen, as most are, need not be looked at.
"""

from __future__ import annotations

import numpy as np
import pypdfium2_raw as pdfium
from msgspec import Struct

from extractor.document.geometry import median
from extractor.document.model import Floats
from extractor.document.pdf import native
from extractor.document.pdf.objects import (
    EVERYWHERE,
    Context,
    Mask,
    ObjectReader,
    Objects,
    Places,
    Rectangle,
    in_layer,
    overlap,
)
from extractor.document.pdf.paths import Areas
from extractor.document.pdf.sight.areas import on_white

# Of 255 in every channel: colours no further apart may be one to the eye, and are looked at; so are patterns, of which
# pdfium says that they are (191, 191, 191).
NEAR = 70
MOST_PAIRS = 1_000_000  # of objects and areas, compared at once
SLIVER = 0.12  # of a run's height: a cover that reaches further in from its ends hides a part of a digit
STEP = 0.5  # of a run's height: as far a character may reach beyond the mark that stands in for it
SHADOW = 0.2  # of a run's height: so far aside from it its shadow is printed
CORE = 0.25  # of a box's shorter side: what reaches no further in from its edges leaves it as it is


class Screened(Struct, frozen=True):
    """The objects of one kind.

    - `hidden`: certainly not seen; `asked`: to be looked at; `veiled`: asked, since a mask or a shape to which they are
      clipped may show only a part of them.
    - `clips`: to what they are clipped.
    """

    places: Places
    boxes: Floats
    hidden: Mask
    asked: Mask
    veiled: Mask
    clips: dict[int, Rectangle]


class Alone(Struct, frozen=True):
    """What the objects of a kind are by themselves, before their surroundings are looked at: the masks as in
    `Screened`, and their `ink` as red, green and blue on white paper."""

    hidden: Mask
    asked: Mask
    veiled: Mask
    ink: Floats


def screened(reader: ObjectReader, objects: Objects, kind: int, alone: Alone, grounds: Areas | None) -> Screened:
    """The objects of a kind. Those are asked about as well that are clipped, stand in a layer, lie under something, or
    have the colour of their ground (`grounds` are all areas that may cover them or lie under them)."""
    places, handles = objects.of(kind), objects.all_of(kind)
    asked, veiled, ink = alone.asked.copy(), alone.veiled.copy(), alone.ink
    is_alone = len(objects.contexts) == 1
    context = np.zeros(len(places), np.intp) if is_alone else np.array(objects.context, dtype=np.intp)[places]
    if reader.uses.layers:
        asked |= np.fromiter((in_layer(handle) for handle in handles), bool, len(places))
    unsure = [i for i, c in enumerate(objects.contexts) if c.unsure]
    if unsure:
        veiled |= np.isin(context, unsure)
        asked |= veiled
    cut = np.fromiter(map(native.count_clips, map(native.clip_path, handles)), np.intp, len(places)) > 0
    around = [i for i, c in enumerate(objects.contexts) if c.clip != EVERYWHERE]
    clips: dict[int, Rectangle] = {}
    boxes: Floats = np.zeros((len(places), 4))
    if grounds is not None or cut.any() or around:
        boxes, known = reader.bounds(handles)
        boxes = objects.on_page(places, boxes)
        for i in np.flatnonzero((cut | np.isin(context, around)) & known).tolist():
            own, plain = reader.clip(handles[i]) if cut[i] else (EVERYWHERE, True)
            veiled[i] |= not plain
            asked[i] |= not plain
            clip = _clip_within(objects.contexts[int(context[i])], own)
            left, bottom, right, top = boxes[i].tolist()
            if clip[0] > left or clip[1] > bottom or clip[2] < right or clip[3] < top:
                clips[i] = clip
    paper = np.full_like(ink, 255.0)
    if grounds is not None:
        for part in np.array_split(np.arange(len(places)), len(places) * len(grounds.places) // MOST_PAIRS + 1):
            touched, beside = _compare(places[part], boxes[part], ink[part], grounds, paper, part)
            asked[part] |= touched
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                for i in part[beside & ~asked[part]].tolist():
                    font = native.font_of(handles[i])
                    asked[i] = font is None or native.font_embedded(font) != 1
    asked |= np.abs(ink - paper).max(axis=1, initial=0) < NEAR
    return Screened(places, boxes, alone.hidden, asked, veiled, clips)


def shadows(boxes: Floats, known: Mask, light: Mask) -> Mask:
    """Which runs are the shadow, or a light edge, of a darker one printed upon them a little aside: pdfium takes most
    of the characters of the two for one another, and drops the later ones."""
    found = np.zeros(len(light), dtype=bool)
    faint, dark = np.flatnonzero(light & known), np.flatnonzero(~light & known)
    if len(faint) * len(dark) <= MOST_PAIRS:
        heights = boxes[:, 3] - boxes[:, 1]
        usual = np.maximum(heights[faint], median(heights[faint]))  # a point alone is low
        near = np.abs(boxes[faint][:, None] - boxes[dark]) < SHADOW * usual[:, None, None]
        found[faint] = (near.all(axis=2) & (dark > faint[:, None])).any(axis=1)
    return found


def _clip_within(outer: Context, own: Rectangle) -> Rectangle:
    """The box, in the space of the page, to which an object is clipped by its own clip and by its context."""
    return overlap(outer.clip, outer.matrix.rectangle(own) if own != EVERYWHERE else own)


def _compare(
    places: Places, boxes: Floats, ink: Floats, areas: Areas, paper: Floats, part: Places
) -> tuple[Mask, Mask]:
    """Which objects lie under an area, or upon one that may have their colour; and which may lie under one with the
    last of their characters (the mark that stands in for a missing glyph is narrower). Notes in `paper`, at the places
    `part`, the colour of the plain ground on which an object lies as a whole."""
    count, height = len(places), boxes[:, 3] - boxes[:, 1]
    x0, y0, x1, y1 = areas.boxes.T
    step = STEP * height
    left, bottom, right, top = boxes.T
    near = (left[:, None] < x1) & ((right + step)[:, None] > x0) & (bottom[:, None] < y1) & (top[:, None] > y0)
    near &= (areas.colours[:, 3] > 0) | ~areas.plain
    objects, grounds = np.nonzero(near)
    asked, beside = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
    if not len(objects):
        return asked, beside
    left, bottom, right, top = boxes[objects].T
    x0, y0, x1, y1 = areas.boxes[grounds].T
    plain = areas.plain[grounds]
    later = areas.places[grounds] > places[objects]
    sliver = SLIVER * height[objects]
    covering = later & (left + sliver < x1) & (bottom + sliver < y1) & (top - sliver > y0)
    asked[objects[covering & (right - sliver > x0)]] = True
    beside[objects[covering]] = True
    edge = CORE * np.minimum(right - left, top - bottom)
    under = (left + edge < x1) & (right - edge > x0) & (bottom + edge < y1) & (top - edge > y0)
    under &= areas.places[grounds] < places[objects]
    asked[objects[under & ~plain]] = True
    lower = under & plain
    if not lower.any():
        return asked, beside
    whole = lower & (x0 <= left + edge) & (y0 <= bottom + edge) & (x1 >= right - edge) & (y1 >= top - edge)
    whole &= areas.colours[grounds, 3] == 255
    colours = on_white(areas.colours)
    last = np.full(count, -1)
    last[objects[whole]] = grounds[whole]  # in the order of drawing: the topmost stays
    lies = last >= 0
    paper[part[lies]] = colours[last[lies]]
    alike = np.abs(ink[objects] - colours[grounds]).max(axis=1) < NEAR
    asked[objects[lower & alike & (grounds >= last[objects])]] = True
    return asked, beside
