"""What of a page's text and lines a person sees.

Most objects are plainly there: of an ink that stands out from what lies under them, and with nothing upon them. Only
the others are looked at, by drawing the page with them and without: what makes no difference is not seen. So a rule is
needed only for what may be hidden, never for what is.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pypdfium2_raw as pdfium
from msgspec import Struct

from extractor.document.model import Floats
from extractor.document.numbers import DIGITS, NUMERALS
from extractor.document.pdf import native
from extractor.document.pdf.fonts import LARGE_UNITS
from extractor.document.pdf.objects import Mask, ObjectReader, Objects, Places, Rectangle, overlap
from extractor.document.pdf.red_figures import is_red
from extractor.document.pdf.rulings import Areas, coloured
from extractor.document.pdf.sight.areas import (
    drawn_letters,
    half_under,
    large,
    merged,
    on_white,
    partly_under,
    partly_within,
    pictures_of,
    share_of,
    unknown,
    upon,
)
from extractor.document.pdf.sight.in_sight import in_sight, runs_on
from extractor.document.pdf.sight.look import CLIP_ALONE, WHOLE, Look
from extractor.document.pdf.sight.painted import PATTERN
from extractor.document.pdf.sight.screened import MOST_PAIRS, Screened, screened
from extractor.document.pdf.text_layer import TextLayer, within
from extractor.kept import compiled

NO_INK, STROKED, CLIPPING = 3, (1, 5), 4  # text render modes, the last the first of those that cut what is drawn later
PALE, WHITE = 140, 250  # the darkest channel of an ink that text can be read through; from there on it is paper
LARGE_UNIT = compiled(rf"(?<=[{DIGITS}])[{LARGE_UNITS}]|[{LARGE_UNITS}](?=元)")  # half a 千 is perhaps a 万
PICTURE_SHARE = 0.4  # of the page's area: under so large a picture, unseen text may be what was recognised in it
RECOGNISED = 0.75  # of the page's characters that lie unseen on such a picture
DRAWN = 0.6  # of them that have ink of the picture in their place
MOST_WHITE = 2000  # runs in white that each run is compared with; where there are more, all are looked at
REST = 0.15  # of a digit's ink: a cover that leaves no more of it hides it
SHADOW = 0.2  # of a run's height: so far aside from it its shadow is printed


class View(Struct, frozen=True):
    """What is seen of a page: a mask over the characters of its text layer; not seen are the runs of text with the
    handles `gone`, as a whole, and the lines at the places `unseen`.

    `pictured` is the share of the page under `pictures`; `recognised` says that the characters are those that somebody
    recognised (OCR) in such a picture; `hides` that the text layer has characters which are not seen, `covered`
    that some lie under notes, `parted` that text reaches out of what is shown of the page, or a run has digits that are
    seen and others that are not, `cut` that a word or number begun within it goes on beyond its edge. `pale` has a
    number for each character: that of its ink where it is pale, 0 for all others, `red` says which characters are
    red; None where none is. `broken` are the places of digits, and of 万 before 元, of which a part is not seen.
    """

    characters: Mask
    gone: tuple[int, ...] = ()
    unseen: frozenset[int] = frozenset()
    pictured: float = 0.0
    pictures: Areas | None = None
    recognised: bool = False
    hides: bool = False
    covered: bool = False
    parted: bool = False
    cut: bool = False
    pale: Places | None = None
    red: Mask | None = None
    broken: frozenset[int] = frozenset()


def seen(
    page: object,
    bounds: Rectangle,
    reader: ObjectReader,
    objects: Objects,
    areas: Areas | None,
    layer: TextLayer,
    notes: Sequence[Rectangle] = (),
) -> View:
    """What a person sees of a page; `areas` are its filled shapes, `notes` the boxes of what is drawn upon it."""
    letters = drawn_letters(reader, objects, layer)
    drawings = large(letters, bounds)
    pictures = merged(pictures_of(reader, objects), drawings)
    share = share_of(pictures, bounds)
    here, tiny = in_sight(layer, bounds)
    outside = ~here & ~tiny
    parted = bool(outside.any())
    cut = parted and runs_on(layer, here, outside)
    if not len(layer):
        return View(here, pictured=share, pictures=pictures)
    grounds = merged(areas, pictures, letters, upon(objects, notes))
    texts, inks, reds, grounds = _texts(reader, objects, grounds)
    if letters is not None:  # which may paint nothing
        texts.asked[np.isin(texts.places, letters.places)] = True
    if drawings is not None:  # of which no letter is to be read
        texts.asked[np.isin(texts.places, drawings.places)] = False
    if not (tiny.any() or texts.hidden.any() or texts.asked.any() or texts.clips or inks.any() or reds.any()):
        return View(here, pictured=share, pictures=pictures, hides=not here.all(), parted=parted, cut=cut)
    number = {objects.handles[place]: i for i, place in enumerate(texts.places.tolist())}
    run = np.array([number.get(handle, -1) for handle in layer.objects()], dtype=np.intp)
    known = run >= 0
    pale = np.where(known, inks[run], 0) if inks.any() else None
    red = known & reds[run] if reds.any() else None
    digit = known & np.fromiter(map(NUMERALS.__contains__, layer.text), np.bool_, len(layer))
    telling = digit.copy()
    telling[[match.start() for match in LARGE_UNIT.finditer(layer.text)]] = True
    cut_off, halved = _at_clips(texts, layer, run, telling)
    unseen = (known & texts.hidden[run]) | tiny | cut_off
    asked = known & texts.asked[run] & ~unseen
    if grounds is not None:
        halved |= half_under(reader, objects, layer, run, texts.places, asked & telling, grounds)
    look = Look(page, bounds, objects, texts.places, layer)
    if pale is not None and (patterned := pale == PATTERN * 0x10101).any():  # of which nobody knows the colour
        pale[look.dark(run, patterned)] = 0
    if asked.any():
        unseen |= look.unseen(run, asked, unseen) & ~halved
    if share > PICTURE_SHARE and pictures is not None and _was_recognised(layer, here, unseen & here, pictures, look):
        return View(here, pictured=share, pictures=pictures, recognised=True)
    inked = telling & asked & here & ~_clipping(objects, texts.places, run, asked & telling)
    if grounds is not None and (partly := partly_under(layer, texts.places, run, inked, grounds)):
        shown = look.left(run, *partly)
        halved[partly[0][(shown < WHOLE) & ((shown > REST) | ~unseen[partly[0]])]] = True
        unseen &= ~halved
    lines: frozenset[int] = frozenset()
    veiled = np.flatnonzero(asked & telling & ~unseen & texts.veiled[run])
    if unseen.any():
        lines = _unseen_lines(reader, objects, grounds, look)
    kept = here & ~unseen
    broken = frozenset(layer.places[kept & halved].tolist())
    if len(veiled):
        broken |= look.shown_in_part(run, veiled)
    left = np.bincount(run[known & kept], minlength=len(texts.places))
    lost = np.bincount(run[known & unseen], minlength=len(texts.places))
    gone = texts.places[(left == 0) & (lost > 0)]
    parted |= bool(np.intersect1d(run[digit & kept], run[digit & unseen]).size)
    covered = bool(notes) and bool((unseen & here & _covered(layer.boxes, np.array(notes))).any())
    gone_runs = tuple(objects.at(gone))
    return View(
        characters=kept,
        gone=gone_runs,
        unseen=lines,
        pictured=share,
        pictures=pictures,
        hides=not kept.all(),
        covered=covered,
        parted=parted,
        cut=cut,
        pale=pale,
        red=red,
        broken=broken,
    )


def _at_clips(texts: Screened, layer: TextLayer, run: Places, telling: Mask) -> tuple[Mask, Mask]:
    """Which characters lie outside what their runs are cut to, and which of those that are `telling` (digits, 万) lie
    across its edge, unless their run is looked at anyway: then its clip may show less than its box."""
    outside, halved = np.zeros(len(layer), dtype=bool), np.zeros(len(layer), dtype=bool)
    for i, clip in texts.clips.items():
        inside = np.flatnonzero(run == i)
        split = telling[inside] & partly_within(layer.boxes[inside], clip)
        if not texts.asked[i]:
            halved[inside] = split
        outside[inside] = ~within(layer.boxes[inside], clip) & ~split
    return outside, halved


def _was_recognised(layer: TextLayer, here: Mask, unseen: Mask, pictures: Areas, look: Look) -> bool:
    """Whether nearly all characters lie unseen on pictures that have ink in their places: somebody recognised them."""
    lying = unseen & _covered(layer.boxes, pictures.boxes)
    return bool(np.count_nonzero(lying) > RECOGNISED * np.count_nonzero(here)) and look.inked(lying) > DRAWN


def _clipping(objects: Objects, places: Places, run: Places, asked: Mask) -> Mask:
    """Which of the characters `asked` about have no ink of their own, but let that be seen which is drawn later."""
    runs = np.unique(run[asked])
    clips = [native.text_mode(handle) == CLIP_ALONE for handle in objects.at(places[runs])]
    return asked & np.isin(run, runs[np.array(clips, dtype=bool)])


def _covered(boxes: Floats, by: Floats) -> Mask:
    """Which boxes lie with their middle in one of some others."""
    found = np.zeros(len(boxes), dtype=bool)
    for box in by.tolist():
        found |= within(boxes, (box[0], box[1], box[2], box[3]))
    return found


def _texts(
    reader: ObjectReader, objects: Objects, grounds: Areas | None
) -> tuple[Screened, Places, Mask, Areas | None]:
    """The runs of text of a page, the number of the ink of each that is pale, 0 for the others, which are red, and the
    `grounds` with those in white, which may lie upon others."""
    places = objects.of(pdfium.FPDF_PAGEOBJ_TEXT)
    handles, count = objects.all_of(pdfium.FPDF_PAGEOBJ_TEXT), len(places)
    modes = np.fromiter(map(native.text_mode, handles), np.intp, count)
    colours, answered = coloured(native.fill_color, handles, np.ones(count, dtype=bool))
    strokes = np.logical_or.reduce([modes == mode for mode in STROKED])
    if strokes.any():
        outlines, told = coloured(native.stroke_color, handles, strokes)
        colours[strokes], answered[strokes] = outlines[strokes], told[strokes]
        strokes[strokes] = [native.count_dashes(handles[i]) > 0 for i in np.flatnonzero(strokes).tolist()]
    hidden = modes == NO_INK
    ink = on_white(colours)
    clear = colours[:, 3] < 255  # a mask or a way of blending is meant, not what the colour says already
    veiled: Mask = np.maximum.accumulate(modes >= CLIPPING)  # what comes behind may be cut to the shape of letters
    if reader.uses.transparency:
        veiled |= (np.fromiter(map(native.has_transparency, handles), np.intp, count) != 0) & ~clear
    veiled |= strokes  # dashes may leave a part of each letter
    asked: Mask = veiled | ~answered | (modes == CLIP_ALONE)
    darkest = ink.min(axis=1, initial=255)
    pale = (darkest > PALE) & (darkest < WHITE)
    inks = np.where(pale, ink.astype(np.intp) @ (1, 256, 65536), 0) if pale.any() else np.zeros(count, np.intp)
    if pale.any():
        boxes, known = reader.bounds(handles)
        hidden |= _shadows(objects.on_page(places, boxes), known, pale)
    veiled &= modes < CLIPPING
    white = (darkest >= WHITE) & ~hidden
    if np.count_nonzero(white) > MOST_WHITE:
        asked[:] = True
    elif white.any():
        grounds = merged(grounds, unknown(reader, objects, places[white]))
    found = screened(reader, objects, pdfium.FPDF_PAGEOBJ_TEXT, hidden, asked, veiled, ink, grounds)
    return found, inks, is_red(ink), grounds


def _shadows(boxes: Floats, known: Mask, pale: Mask) -> Mask:
    """Which runs are the shadow of a darker one, printed upon them a little aside: pdfium takes most of the characters
    of the two for one another, and drops the later ones."""
    found = np.zeros(len(pale), dtype=bool)
    faint, dark = np.flatnonzero(pale & known), np.flatnonzero(~pale & known)
    if len(faint) * len(dark) <= MOST_PAIRS:
        near = np.abs(boxes[faint][:, None] - boxes[dark]) < SHADOW * (boxes[faint, 3] - boxes[faint, 1])[:, None, None]
        found[faint] = (near.all(axis=2) & (dark > faint[:, None])).any(axis=1)
    return found


def _unseen_lines(reader: ObjectReader, objects: Objects, grounds: Areas | None, look: Look) -> frozenset[int]:
    """The places of the paths that are not seen, on a page that hides some of its text: a table may lie hidden with its
    lines."""
    places = objects.of(pdfium.FPDF_PAGEOBJ_PATH)
    if not len(places):
        return frozenset()
    none = np.zeros(len(places), dtype=bool)
    black = np.zeros((len(places), 3))
    found = screened(reader, objects, pdfium.FPDF_PAGEOBJ_PATH, none, none.copy(), none.copy(), black, grounds)
    unseen = none.copy()
    for i, clip in found.clips.items():
        box = overlap(tuple(found.boxes[i].tolist()), clip)
        unseen[i] = box[2] < box[0] or box[3] < box[1]
    asked = np.flatnonzero(found.asked & ~unseen)
    if len(asked):
        unseen[asked] = look.without_effect(places[asked], found.boxes[asked])
    return frozenset(places[unseen].tolist())
