"""Whether objects of a page are seen: the page is drawn with them and without."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import pypdfium2_raw as pdfium
from numpy.typing import NDArray

from extractor.document.geometry import median
from extractor.document.model import Floats
from extractor.document.pdf import native
from extractor.document.pdf.drawing import Drawing, Pixels, counts
from extractor.document.pdf.objects import Mask, Objects, Places, Rectangle
from extractor.document.pdf.sight.areas import FOOT, HEAD, POINTS
from extractor.document.pdf.text_layer import TextLayer
from extractor.document.pdf.witnesses import glyphs

CLIP_ALONE = 7  # a text render mode: what is drawn later is cut to the shapes of the text
PAINTS = (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING)
DARK = 128  # of 255 in every channel
CONTRAST = 24  # of 255: a difference that an eye sees
PIXELS = 14  # that the smallest character is high, if the page is not too large for it
FINEST, COARSEST = 6.0, 1.5  # pixels a point
SHARE = 0.01  # of a character's box: a point or a thin stroke leaves as much
INK = 0.2  # of its box: so much of what is plainly printed differs
LINE = 0.45  # of a character's box: what covers no more of it is no ground
BESIDE, BELOW = (
    0.04,
    0.25,
)  # of a run's shorter side: so far its box may reach into another's, and nothing of it is seen there
FEW = 20  # characters with a point among them: so many are looked at closely
MOST_GROUPS = 6  # of runs on one another, each drawn apart
WHOLE = 0.85  # of a digit's ink: with less of it seen it may be another
BANDS = 3  # in which a character is looked for, from its foot to its top
SIDE = 0.1  # of its box's width at each side, into which its neighbours may reach
DOUBLED = 0.25  # of a run's height: so near is what is printed again
LEAST = 3  # pixels: a narrower box has none to lose
# With too little ink to fill two bands, or none but at the edges of their boxes.
THIN = frozenset(".,-．，－—–−·、。:：;；'\"“”‘’_一二三=＝丶()（）/|")


class Look:
    """Looks at runs of text and at lines of one page; `runs` are the places of the runs in its `objects`."""

    def __init__(self, page: object, bounds: Rectangle, objects: Objects, runs: Places, layer: TextLayer) -> None:
        self._page, self._bounds, self._objects, self._runs, self._layer = page, bounds, objects, runs, layer

    def unseen(self, run: Places, asked: Mask) -> Mask:
        """Which of the characters `asked` about make no difference; `run` is the number of the run of each character.

        Runs that lie on one another are tried one after the other, each without those found to be unseen: of a run that
        is printed twice one remains.
        """
        # (The edge of a cover shows something of what it hides, which for a point is much.)
        few = np.flatnonzero(asked).tolist() if np.count_nonzero(asked) <= FEW else []
        closely = not POINTS.isdisjoint(self._layer.text[i] for i in few) and not self.doubled
        drawing = self._drawing(self._layer.boxes[asked], FINEST if closely else None)
        whole = drawing.without()
        found = np.zeros(len(asked), dtype=bool)
        gone: list[int] = []
        for group in self._groups(run, asked):
            here = np.flatnonzero(asked & np.isin(run, group))
            handles = self._objects.at(self._runs[group])
            bare = drawing.without([*gone, *handles])
            differing = _differing(whole, bare)
            shown = self._shown(drawing, differing, here)
            shown[shown] = self._beside_lines(drawing, differing, bare, here[shown])
            if not shown.all() and self.doubled:  # without the whole run, pdfium gives what is printed again
                partly = set(run[here[~shown]].tolist()) & self.doubled
                shown &= ~np.isin(run[here], list(partly))
            lost = here[~shown]
            clips = self._clips_alone(drawing, whole, lost)
            found[lost[~clips]] = True
            left = set(run[here[shown]].tolist()) | set(run[lost[clips]].tolist())
            gone += [h for number, h in zip(group.tolist(), handles, strict=True) if number not in left]
        return found

    def left(self, run: Places, wanted: Places, covers: Places) -> Floats:
        """How much is seen of each of the `wanted` characters, compared with what would be without the `covers` (places
        among the objects): half an 8 is a 3."""
        drawing = self._drawing(self._layer.boxes[wanted])
        runs = self._objects.at(self._runs[np.unique(run[wanted])])
        over = [h for h in self._objects.at(covers[covers < len(self._objects.handles)]) if h not in runs]
        boxes = drawing.boxes(self._layer.boxes[wanted])
        seen = _inks(_contrast(drawing.without(), drawing.without(runs)), boxes)
        whole = _inks(_contrast(drawing.without(over), drawing.without([*over, *runs])), boxes)
        found: Floats = seen / np.maximum(whole, 1)
        return found

    def shown_in_part(self, run: Places, wanted: Places) -> frozenset[int]:
        """The places in pdfium's text page of the `wanted` characters that show less ink than their fonts draw for
        them: a mask, or a shape to which they are clipped, may leave half of them."""
        numbers = np.unique(run[wanted])
        handles = self._objects.at(self._runs[numbers])
        areas = dict(zip(numbers.tolist(), self._areas(self._runs[numbers]).tolist(), strict=True))
        drawing = self._drawing(self._layer.boxes[wanted])
        contrast = _contrast(drawing.without(), drawing.without(handles))
        fonts = {number: native.font_of(h) for number, h in zip(numbers.tolist(), handles, strict=True)}
        drawn: dict[tuple[int, str], float] = {}
        found = []
        for i, (x0, y0, x1, y1) in zip(wanted.tolist(), drawing.boxes(self._layer.boxes[wanted]).tolist(), strict=True):
            glyph = fonts[int(run[i])] or 0, self._layer.text[i]
            if glyph not in drawn:
                drawn[glyph] = glyphs.drawn_ink(*glyph) if glyph[0] else 0.0
            ink = contrast[y0:y1, x0:x1]
            seen = ink.sum() / max(int(ink.max(initial=0)), CONTRAST)
            if seen < WHOLE * drawn[glyph] * areas[int(run[i])] * drawing.scale**2:
                found.append(int(self._layer.places[i]))
        return frozenset(found)

    @cached_property
    def doubled(self) -> frozenset[int]:
        """The runs (by number) in whose font something is printed on their spot of which the text layer has nothing:
        pdfium drops what is printed again, as the outlines of letters over the letters are."""
        held = set(self._layer.objects())
        handles = self._objects.at(self._runs)
        silent = [i for i, handle in enumerate(handles) if handle not in held]
        if not silent:
            return frozenset()
        boxes = np.zeros((len(handles), 4), np.float32)
        native.ask(native.object_bounds, (handles,), *boxes.T)
        fonts = np.array([native.font_of(handle) or 0 for handle in handles])
        heights = boxes[:, 3] - boxes[:, 1]
        usual = median(heights)  # a point alone is low
        found: set[int] = set()
        for i in silent:
            near = np.abs(boxes - boxes[i]).max(axis=1) < DOUBLED * max(heights[i], usual)
            found |= {*np.flatnonzero(near & (fonts == fonts[i])).tolist()}
        return frozenset(found)

    def _areas(self, places: Places) -> Floats:
        """The square of the size, in points, that the runs of text at these places have on the page."""
        handles = self._objects.at(places)
        sizes = np.zeros(len(handles), np.float32)
        native.ask(native.font_size, (handles,), sizes)
        a, b, c, d = self._objects.axes(places).T
        found: Floats = np.abs(a * d - b * c) * sizes.astype(np.float64) ** 2
        return found

    def dark(self, run: Places, mask: Mask) -> Mask:
        """Which characters of a mask have dark ink; `run` is the number of the run of each character."""
        places = np.flatnonzero(mask)
        drawing = self._drawing(self._layer.boxes[places])
        whole = drawing.without()
        ink = _differing(whole, drawing.without(self._objects.at(self._runs[np.unique(run[places])])))
        found: Mask = np.zeros(len(mask), dtype=bool)
        found[places] = counts(ink & (whole.max(axis=2) < DARK), drawing.boxes(self._layer.boxes[places])) > 0
        return found

    def inked(self, mask: Mask) -> float:
        """The share of the characters of a mask that have ink in their place, whatever it belongs to."""
        places = np.flatnonzero(mask)
        drawing = self._drawing(self._layer.boxes[places])
        return float(np.mean(self._on_ground(drawing, drawing.without(), places)))

    def without_effect(self, places: Places, boxes: Floats) -> Mask:
        """Which of the lines at these places (and in these boxes) make no difference."""
        around = boxes + np.array([-1.0, -1.0, 1.0, 1.0])
        drawing = self._drawing(around, COARSEST)
        differing = _differing(drawing.without(), drawing.without(self._objects.at(places)))
        found: Mask = counts(differing, drawing.boxes(around)) == 0
        return found

    def _drawing(self, boxes: Floats, scale: float | None = None) -> Drawing:
        x0, y0 = boxes[:, :2].min(axis=0).tolist()
        x1, y1 = boxes[:, 2:].max(axis=0).tolist()
        if scale is None:
            smallest = float(np.max(boxes[:, 2:] - boxes[:, :2], axis=1).min())
            scale = min(max(PIXELS / max(smallest, 0.1), COARSEST), FINEST)
        return Drawing(self._page, self._bounds, (x0 - 1, y0 - 1, x1 + 1, y1 + 1), scale)

    def _groups(self, run: Places, asked: Mask) -> list[Places]:
        """The runs asked about, in groups within which no two lie on one another; those beyond `MOST_GROUPS` together
        in the last."""
        numbers = np.unique(run[asked])
        inside = asked & (run >= 0)
        boxes = np.empty((len(numbers), 4))
        place = np.searchsorted(numbers, run[inside])
        for column, (reduce, start) in enumerate(((np.minimum, np.inf),) * 2 + ((np.maximum, -np.inf),) * 2):
            edge = np.full(len(numbers), start)
            reduce.at(edge, place, self._layer.boxes[inside, column])
            boxes[:, column] = edge
        edge = np.minimum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])[:, None]
        inner = boxes + edge * np.array([BESIDE, BELOW, -BESIDE, -BELOW])
        groups: list[list[int]] = []
        for i, box in enumerate(inner):
            others = (members for members in groups if not _touches(inner[members], box))
            target = next(others, None)
            if target is None:
                if len(groups) == MOST_GROUPS:
                    groups[-1].append(i)
                    continue
                groups.append(target := [])
            target.append(i)
        return [numbers[members] for members in groups]

    def _shown(self, drawing: Drawing, differing: Mask, places: Places) -> Mask:
        """Which of the characters at these places make a difference, in two of their bands (a cover may leave an edge
        of them); those of little ink, in one."""
        boxes = self._cores(places)
        height = boxes[:, 3] - boxes[:, 1]
        inked = np.zeros(len(places), dtype=np.intp)
        for band in range(BANDS):
            part = boxes.copy()
            part[:, 1] = boxes[:, 1] + height * (FOOT + (HEAD - FOOT) * band / BANDS)
            part[:, 3] = boxes[:, 1] + height * (FOOT + (HEAD - FOOT) * (band + 1) / BANDS)
            inked += counts(differing, drawing.boxes(part)) > 0
        pixels = drawing.boxes(boxes)
        thin = np.array([self._layer.text[i] in THIN for i in places.tolist()], dtype=bool)
        narrowed = thin & (pixels[:, 2] - pixels[:, 0] > LEAST)  # by the pixels that its neighbours reach into
        pixels[narrowed] += [1, 0, -1, 0]
        area = np.prod(pixels[:, 2:] - pixels[:, :2], axis=1)
        enough = counts(differing, pixels) > SHARE * area
        found: Mask = enough & (thin | (inked >= BANDS - 1))
        return found

    def _beside_lines(self, drawing: Drawing, differing: Mask, bare: Pixels, places: Places) -> Mask:
        """Which of the characters at these places make a difference on their ground, and not only where a ruled line
        crosses it: a line shows no more of white ones than a nick."""
        boxes = drawing.boxes(self._cores(places))
        area = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)
        found: Mask = counts(differing, boxes) > INK * area
        for i in np.flatnonzero(~found).tolist():
            x0, y0, x1, y1 = boxes[i].tolist()
            ground = bare[y0:y1, x0:x1].astype(np.int16)
            line = np.abs(ground - np.median(ground, axis=(0, 1))).max(axis=2) >= CONTRAST
            seen = differing[y0:y1, x0:x1] & ~line
            found[i] = line.mean() > LINE or np.count_nonzero(seen) > SHARE * area[i]
        return found

    def _cores(self, places: Places) -> Floats:
        boxes = self._layer.boxes[places].astype(np.float64)
        side = SIDE * (boxes[:, 2] - boxes[:, 0])
        boxes[:, 0] += side
        boxes[:, 2] -= side
        return boxes

    def _clips_alone(self, drawing: Drawing, whole: Pixels, places: Places) -> Mask:
        """Which of the characters at these places clip what is drawn later to their shape, and are seen by that."""
        objects = self._layer.objects()
        clips = np.array([native.text_mode(objects[i]) == CLIP_ALONE for i in places.tolist()], dtype=bool)
        if clips.any():
            clipping = places[clips]
            paints = self._objects.of(*PAINTS)
            paints = paints[paints > min(self._place(objects[i]) for i in clipping.tolist())]
            painted = _differing(whole, drawing.without(self._objects.at(paints)))
            shown = self._shown(drawing, painted, clipping)
            clips[clips] = shown & self._on_ground(drawing, whole, clipping)
        return clips

    def _place(self, run: int) -> int:
        """The place of a run of text in drawing order."""
        return self._objects.handles.index(run)

    def _on_ground(self, drawing: Drawing, whole: Pixels, places: Places) -> Mask:
        """Which of the characters at these places have ink that stands out from most of their box."""
        found = np.zeros(len(places), dtype=bool)
        for i, (x0, y0, x1, y1) in enumerate(drawing.boxes(self._cores(places)).tolist()):
            box = whole[y0:y1, x0:x1].reshape(-1, 3).astype(np.int16)
            if len(box):
                found[i] = np.mean(np.abs(box - np.median(box, axis=0)).max(axis=1) >= CONTRAST) > SHARE
        return found


def _contrast(one: Pixels, other: Pixels) -> NDArray[np.int16]:
    found: NDArray[np.int16] = np.abs(one.astype(np.int16) - other).max(axis=2)
    return found


def _differing(one: Pixels, other: Pixels) -> Mask:
    found: Mask = _contrast(one, other) >= CONTRAST
    return found


def _inks(contrast: NDArray[np.int16], boxes: Places) -> Floats:
    """How many pixels of full ink there are in each box; pixels at edges, and paler ones, count in part."""
    parts = [contrast[y0:y1, x0:x1] for x0, y0, x1, y1 in boxes.tolist()]
    return np.array([part.sum() / max(int(part.max(initial=0)), CONTRAST) for part in parts])


def _touches(boxes: Floats, box: Floats) -> bool:
    x0, y0, x1, y1 = boxes.T
    return bool(((x0 < box[2]) & (x1 > box[0]) & (y0 < box[3]) & (y1 > box[1])).any())
