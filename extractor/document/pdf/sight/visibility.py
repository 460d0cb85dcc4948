"""What a person sees of a page's text and lines.

Most objects are plainly visible: their ink stands out from what lies under them, and nothing lies upon them. Only the
others are looked at, by drawing the page with them and without: what makes no difference is not seen. So rules are
needed only for what may be hidden, never for what is.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pypdfium2_raw as pdfium
from msgspec import Struct
from msgspec.structs import replace

from extractor.document.model import Floats
from extractor.document.numbers import DIGITS, NUMERALS
from extractor.document.pdf import native
from extractor.document.pdf.fonts import LARGE_UNITS
from extractor.document.pdf.objects import Mask, ObjectReader, Objects, Places, Rectangle, overlap
from extractor.document.pdf.paths import Areas, coloured
from extractor.document.pdf.red_figures import is_red
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
from extractor.document.pdf.sight.overprint import PALE, WHITE
from extractor.document.pdf.sight.painted import PATTERN
from extractor.document.pdf.sight.screened import Alone, Screened, screened, shadows
from extractor.document.pdf.text_layer import TextLayer, within
from extractor.kept import compiled

NO_INK, STROKED, CLIPPING = 3, (1, 5), 4  # text render modes, the last the first of those that cut what is drawn later
LARGE_UNIT = compiled(rf"(?<=[{DIGITS}])[{LARGE_UNITS}]|[{LARGE_UNITS}](?=元)")  # half a 千 is perhaps a 万
POINT = compiled(rf"(?<=[{DIGITS}])[.．](?=[{DIGITS}])")
PICTURE_SHARE = 0.4  # of the page's area: under so large a picture, unseen text may be what was recognised in it
RECOGNISED = 0.75  # of the page's characters that lie unseen on such a picture
DRAWN = 0.6  # of them that have ink of the picture in their place
MOST_WHITE = 2000  # runs in white that each run is compared with; where there are more, all are looked at
REST = 0.15  # of a digit's ink: a cover that leaves no more of it hides it


class View(Struct, frozen=True):
    """What is seen of a page: a mask over the characters of its text layer.

    - `gone`: the handles of the runs of text of which nothing is seen; `unseen`: the places of such paths.
    - `pictured`: the share of the page that lies under `pictures`; `recognised`: the characters are those that somebody
      recognised (OCR) in such a picture.
    - `again`: those that are not seen, but printed again on their spot, where the text layer has nothing of it.
    - `hides`: the text layer has characters that are not seen; `covered`: some of them lie under notes.
    - `parted`: text reaches beyond the edge of the page, or a run has digits that are seen and others that are not;
      `cut`: a word or number that begins on the page goes on beyond its edge.
    - `pale`: for each character the number of its ink if that is pale, else 0; `red`: which characters are red; both
      None where no character is.
    - `broken`: the places of digits, and of 万 before 元, of which only a part is seen.
    """

    characters: Mask
    gone: tuple[int, ...] = ()
    unseen: frozenset[int] = frozenset()
    pictured: float = 0.0
    pictures: Areas | None = None
    recognised: bool = False
    again: Mask | None = None
    hides: bool = False
    covered: bool = False
    parted: bool = False
    cut: bool = False
    pale: Places | None = None
    red: Mask | None = None
    broken: frozenset[int] = frozenset()


class _Scene(Struct, frozen=True):
    """A page some of whose text has to be looked at: its runs of text, the areas under and upon them (`grounds`), and
    the characters of its text layer, each with the number of its run (`run`; any where it is not `known`). `telling`
    are the characters of which a part may pass for another: `digits`, and units of money behind them (half a 千 for a
    万).
    """

    reader: ObjectReader
    objects: Objects
    grounds: Areas | None
    runs: Screened
    layer: TextLayer
    run: Places
    known: Mask
    digits: Mask
    telling: Mask
    look: Look


def seen(
    page: object,
    bounds: Rectangle,
    reader: ObjectReader,
    objects: Objects,
    areas: Areas | None,
    layer: TextLayer,
    notes: Sequence[Rectangle],
) -> View:
    """What a person sees of a page; `areas` are its filled shapes, `notes` the boxes of what is drawn upon it."""
    letters = drawn_letters(reader, objects, layer)
    drawings = large(letters, bounds)
    pictures = merged(pictures_of(reader, objects), drawings)
    here, tiny = in_sight(layer, bounds)
    outside = ~here & ~tiny
    parted = bool(outside.any())
    plainly = View(
        here,
        pictured=share_of(pictures, bounds),
        pictures=pictures,
        hides=not here.all(),
        parted=parted,
        cut=parted and runs_on(layer, here, outside),
    )
    if not len(layer):
        return plainly
    runs, inks, reds, grounds = _texts(reader, objects, merged(areas, pictures, letters, upon(objects, notes)))
    if letters is not None:  # which may paint nothing
        runs.asked[np.isin(runs.places, letters.places)] = True
    if drawings is not None:  # of which no letter is to be read
        runs.asked[np.isin(runs.places, drawings.places)] = False
    if not (tiny.any() or runs.hidden.any() or runs.asked.any() or runs.clips or inks.any() or reds.any()):
        return plainly
    scene = _scene(page, bounds, reader, objects, grounds, runs, layer)
    pale = _pale(scene, inks)
    if pale is not None and plainly.cut and 2 * np.count_nonzero(pale) < len(pale):  # a watermark may go on anywhere
        plainly = replace(plainly, cut=runs_on(layer, here, outside & (pale == 0)))
    red = scene.known & reds[scene.run] if reds.any() else None
    unseen, halved, asked = _looked_at(scene, tiny)
    if _was_recognised(scene, plainly, unseen):
        return View(here, pictured=plainly.pictured, pictures=pictures, recognised=True)
    _look_under_covers(scene, here & asked, unseen, halved)
    return _view(scene, replace(plainly, pale=pale, red=red), notes, unseen, halved, asked)


def _scene(
    page: object,
    bounds: Rectangle,
    reader: ObjectReader,
    objects: Objects,
    grounds: Areas | None,
    runs: Screened,
    layer: TextLayer,
) -> _Scene:
    """The scene of a page, before anything of it is drawn."""
    number = {objects.handles[place]: i for i, place in enumerate(runs.places.tolist())}
    run = np.array([number.get(handle, -1) for handle in layer.objects()], dtype=np.intp)
    known = run >= 0
    digits = known & np.fromiter(map(NUMERALS.__contains__, layer.text), np.bool_, len(layer))
    telling = digits.copy()
    telling[[match.start() for match in LARGE_UNIT.finditer(layer.text)]] = True
    look = Look(page, bounds, objects, runs.places, layer)
    return _Scene(reader, objects, grounds, runs, layer, run, known, digits, telling, look)


def _pale(scene: _Scene, inks: Places) -> Places | None:
    """The number of the ink of each character that is printed pale, 0 for all others; None where none is."""
    if not inks.any():
        return None
    pale = np.where(scene.known, inks[scene.run], 0)
    patterned = pale == PATTERN * 0x10101  # of which nobody knows the colour
    if patterned.any():
        pale[scene.look.dark(scene.run, patterned)] = 0
    return pale


def _looked_at(scene: _Scene, tiny: Mask) -> tuple[Mask, Mask, Mask]:
    """Which characters are not seen as a whole, of which telling ones (by clips and covers) only a part may be, and
    which had to be asked about."""
    runs, run = scene.runs, scene.run
    cut_off, halved = _at_clips(scene)
    unseen = (scene.known & runs.hidden[run]) | tiny | cut_off
    asked = scene.known & runs.asked[run] & ~unseen
    points = np.zeros(len(asked), dtype=bool)
    points[[match.start() for match in POINT.finditer(scene.layer.text)]] = True
    if scene.grounds is not None:
        telling = asked & (scene.telling | points)
        halved |= half_under(scene.reader, scene.objects, scene.layer, run, runs.places, telling, scene.grounds)
    if asked.any():
        unseen |= scene.look.unseen(run, asked) & (~halved | points)
    return unseen, halved & ~(points & unseen), asked


def _look_under_covers(scene: _Scene, asked: Mask, unseen: Mask, halved: Mask) -> None:
    """Marks in `halved`, rather than in `unseen`, the telling characters of which a cover leaves a part of the ink."""
    if scene.grounds is None:
        return
    inked = scene.telling & asked & ~_clipping(scene, asked & scene.telling)
    if partly := partly_under(scene.layer, scene.runs.places, scene.run, inked, scene.grounds):
        shown = scene.look.left(scene.run, *partly)
        halved[partly[0][(shown < WHOLE) & ((shown > REST) | ~unseen[partly[0]])]] = True
        unseen &= ~halved


def _view(scene: _Scene, plainly: View, notes: Sequence[Rectangle], unseen: Mask, halved: Mask, asked: Mask) -> View:
    """The view of a page, from that of its plain sight and what is known of its characters."""
    layer, run, runs, here = scene.layer, scene.run, scene.runs, plainly.characters
    veiled = np.flatnonzero(asked & scene.telling & ~unseen & runs.veiled[run])
    kept = here & ~unseen
    lines = _unseen_lines(scene) if unseen.any() else frozenset()
    covered = unseen & here & _covered(layer.boxes, np.array(notes).reshape(-1, 4))
    broken = frozenset(layer.places[kept & (halved | _beside(scene, covered))].tolist())
    if len(veiled):
        broken |= scene.look.shown_in_part(run, veiled)
    left, lost = (np.bincount(run[scene.known & some], minlength=len(runs.places)) for some in (kept, unseen))
    gone = (left == 0) & (lost > 0)
    if gone.any():  # others that are hidden may be drawn upon the same spot
        gone |= (left == 0) & runs.hidden
    split = bool(np.intersect1d(run[scene.digits & kept], run[scene.digits & unseen]).size)
    return replace(
        plainly,
        characters=kept,
        gone=tuple(scene.objects.at(runs.places[gone])),
        unseen=lines,
        again=unseen & np.isin(run, list(scene.look.doubled)) if gone.any() else None,
        hides=not kept.all(),
        covered=bool(covered.any()),
        parted=plainly.parted or split,
        broken=broken,
    )


def _at_clips(scene: _Scene) -> tuple[Mask, Mask]:
    """Which characters lie outside what their runs are cut to, and which of the telling ones lie across its edge,
    unless their run is looked at anyway: then its clip may show less than its box. A digit whose neighbour is cut off
    counts as lying across it: what is left is no number."""
    layer, runs = scene.layer, scene.runs
    outside, halved = np.zeros(len(layer), dtype=bool), np.zeros(len(layer), dtype=bool)
    for i, clip in runs.clips.items():
        inside = np.flatnonzero(scene.run == i)
        split = scene.telling[inside] & partly_within(layer.boxes[inside], clip)
        if not runs.asked[i]:
            halved[inside] = split
        outside[inside] = ~within(layer.boxes[inside], clip) & ~split
    return outside, halved | _beside(scene, outside)


def _beside(scene: _Scene, gone: Mask) -> Mask:
    """Which digits stand beside one of their run that is gone: what is left of it is no number."""
    pairs = scene.digits[1:] & scene.digits[:-1] & (scene.run[1:] == scene.run[:-1])
    found = np.zeros(len(gone), dtype=bool)
    found[1:] = pairs & gone[:-1]
    found[:-1] |= pairs & gone[1:]
    return found & ~gone


def _was_recognised(scene: _Scene, plainly: View, unseen: Mask) -> bool:
    """Whether nearly all characters lie unseen on pictures that have ink in their places: somebody recognised them."""
    here, pictures = plainly.characters, plainly.pictures
    if pictures is None or plainly.pictured <= PICTURE_SHARE:
        return False
    lying = unseen & here & _covered(scene.layer.boxes, pictures.boxes)
    most = RECOGNISED * np.count_nonzero(here)
    return bool(np.count_nonzero(lying) > most) and scene.look.inked(lying) > DRAWN


def _clipping(scene: _Scene, asked: Mask) -> Mask:
    """Which of the characters `asked` about have no ink of their own, but let that be seen which is drawn later."""
    runs = np.unique(scene.run[asked])
    handles = scene.objects.at(scene.runs.places[runs])
    clips = [native.text_mode(handle) == CLIP_ALONE for handle in handles]
    return asked & np.isin(scene.run, runs[np.array(clips, dtype=bool)])


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
    modes = objects.text_modes()
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
    light = darkest > PALE
    if light.any():
        boxes, known = reader.bounds(handles)
        hidden |= shadows(objects.on_page(places, boxes), known, light)
    veiled &= modes < CLIPPING
    white = (darkest >= WHITE) & ~hidden
    if np.count_nonzero(white) > MOST_WHITE:
        asked[:] = True
    elif white.any():
        grounds = merged(grounds, unknown(reader, objects, places[white]))
    found = screened(reader, objects, pdfium.FPDF_PAGEOBJ_TEXT, Alone(hidden, asked, veiled, ink), grounds)
    return found, inks, is_red(ink), grounds


def _unseen_lines(scene: _Scene) -> frozenset[int]:
    """The places of the paths that are not seen, on a page that hides some of its text: a table may be hidden with its
    lines."""
    reader, objects = scene.reader, scene.objects
    places = objects.of(pdfium.FPDF_PAGEOBJ_PATH)
    if not len(places):
        return frozenset()
    none = np.zeros(len(places), dtype=bool)
    black = np.zeros((len(places), 3))
    found = screened(reader, objects, pdfium.FPDF_PAGEOBJ_PATH, Alone(none, none, none, black), scene.grounds)
    unseen = none.copy()
    for i, clip in found.clips.items():
        box = overlap(tuple(found.boxes[i].tolist()), clip)
        unseen[i] = box[2] < box[0] or box[3] < box[1]
    asked = np.flatnonzero(found.asked & ~unseen)
    if len(asked):
        unseen[asked] = scene.look.without_effect(places[asked], found.boxes[asked])
    return frozenset(places[unseen].tolist())
