"""The PDF reader: pdfium's characters and path objects → `Page`s.

Characters come through pypdfium2's raw text-page calls into C arrays, one page at a time; no Python object is made for
a character but its code point. Each page is closed before the next is opened.
"""

from __future__ import annotations

import ctypes
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pypdfium2_raw as pdfium
from msgspec import Struct
from msgspec.structs import replace

from extractor.document.geometry import median, upright
from extractor.document.holes import sentences_with_holes
from extractor.document.lines import UNREADABLE
from extractor.document.model import NO_CHARACTERS, NO_RULINGS, Characters, Page, PageState, TextSource
from extractor.document.page_state import page_state
from extractor.document.pdf import actual_text, native
from extractor.document.pdf.annotations import Notes, flatten, notes
from extractor.document.pdf.attachments import attached, held
from extractor.document.pdf.damage.page_tree import not_shown, of_one_content, without_content, without_named
from extractor.document.pdf.damage.streams import Streams, inspected
from extractor.document.pdf.facing import turned_over
from extractor.document.pdf.fonts import start_library
from extractor.document.pdf.objects import ObjectReader, Objects, Rectangle
from extractor.document.pdf.paths import PathReader, Paths
from extractor.document.pdf.red_figures import red_figures
from extractor.document.pdf.rulings import drawn, rulings
from extractor.document.pdf.sight.illegible import illegible
from extractor.document.pdf.sight.in_sight import rules_run_on
from extractor.document.pdf.sight.mute_runs import mute_figures
from extractor.document.pdf.sight.overprint import aslant, chosen, once, pale_over_dark, without_struck
from extractor.document.pdf.sight.painted import level_lines, painted_figures, showing
from extractor.document.pdf.sight.plates import among_text, under
from extractor.document.pdf.sight.underlines import without_underlines
from extractor.document.pdf.sight.visibility import View, seen
from extractor.document.pdf.text_layer import TextLayer, direction, mute_objects, read_layer, torn
from extractor.document.pdf.witnesses.drawn_digits import misdrawn
from extractor.document.pdf.witnesses.printing import boxes_of
from extractor.document.pdf.witnesses.shown import Shown, shown_by
from extractor.document.pdf.witnesses.small_marks import small_marks
from extractor.errors import DocumentError, shown
from extractor.problems import Problem

PAPER = 595.0, 842.0  # points: A4, for a page of which nothing is known
FAR = 1e6  # points: beyond any page
A_TABLE = 60  # characters: hardly any table has fewer
MAX_CHARACTERS = 100_000  # on one page: more is an attack or a mistake
UNKNOWN = Streams({}, frozenset())

_ERRORS = {
    pdfium.FPDF_ERR_PASSWORD: Problem.LOCKED,
    pdfium.FPDF_ERR_SECURITY: Problem.STRANGE_ENCRYPTION,
    pdfium.FPDF_ERR_FORMAT: Problem.BROKEN_STRUCTURE,
}
_initialised = False


def _library() -> None:
    global _initialised
    if not _initialised:
        start_library()
        _initialised = True


@contextmanager
def opened(path: Path) -> Iterator[object]:
    """The pdfium document of a file, opened with the empty user password; raises `DocumentError` if it cannot be."""
    _library()
    document = pdfium.FPDF_LoadDocument(os.fsencode(path) + b"\0", None)
    if not document:
        raise DocumentError(_ERRORS.get(pdfium.FPDF_GetLastError(), Problem.NOT_OPENED), file=shown(path.name))
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


def page_count(document: object) -> int:
    return int(pdfium.FPDF_GetPageCount(document))


def read_pages(path: Path, max_pages: int, streams: Streams = UNKNOWN) -> tuple[Page, ...]:
    """The pages of a PDF; `streams` is what is known of its streams.

    Raises `DocumentError` with code `encrypted`, `truncated`, `empty` (no page) or `too_large` (over `max_pages`).
    """
    with opened(path) as document:
        count = page_count(document)
        if count == 0:
            raise DocumentError(Problem.NO_PAGES, file=shown(path.name))
        if count > max_pages:
            raise DocumentError(Problem.MANY_PAGES, file=shown(path.name), pages=count, limit=max_pages)
        with shown_by(document) as fonts:
            reader = PageReader(document, shown(path.name), streams, fonts)
            found = tuple(reader.read(n) for n in range(1, count + 1))
        names = attached(document)
        return tuple(replace(p, attached=(*names, *p.attached)) if p.number == 1 and names else p for p in found)


class PdfReader:
    """Reads the text layer of PDFs."""

    text_source = TextSource.TEXT_LAYER

    def pages(self, path: Path, max_pages: int) -> tuple[Page, ...]:
        """All pages; raises as `read_pages` does."""
        streams = inspected(path)
        found = read_pages(path, max_pages, streams)
        if streams.pages_named > len(found):
            more = min(not_shown(path, len(found)), max_pages - len(found))
            last = len(found) + 1
            found += tuple(_damaged(number) for number in range(last, last + more))
        broken = streams.pages(path, len(found))
        if streams.lacking:
            broken |= without_named(path, len(found))
        if blank := frozenset(p.number for p in found if p.state == "blank") - broken:
            broken |= without_content(path, blank, len(found))
        if alike := _alike(found):
            broken |= of_one_content(path, alike, len(found))
        if streams.holding and found:
            within = dict.fromkeys((*held(path), *found[0].attached))
            pinned = {name for p in found[1:] for name in p.attached}
            named = tuple(name for name in within if name not in pinned)
            found = (replace(found[0], attached=named), *found[1:])
        return tuple(replace(p, state="damaged") if p.number in broken else p for p in found)


class _Opened(Struct, frozen=True):
    """A loaded page before its text is read: its bounds, objects and notes (`said`), and the runs of text for which an
    /ActualText speaks."""

    page: object
    number: int
    bounds: Rectangle
    objects: Objects
    said: Notes
    spoken: frozenset[int]


class PageReader:
    """Reads the pages of one open document, called `name`; `streams` as in `read_pages`, and `fonts` show what they
    do."""

    def __init__(self, document: object, name: str, streams: Streams, fonts: Shown) -> None:
        self._document = document
        self._streams = streams
        self._name = name
        self._fonts = fonts
        self._objects = ObjectReader(streams.uses)
        self._paths = PathReader(self._objects)

    def read(self, number: int) -> Page:
        """One page (1-based); one that cannot be opened has the state `damaged`."""
        with self._loaded(number) as page:
            if not page:
                return _damaged(number)
            said = notes(page)
            if said.over:
                drawn_upon = small_marks(page, _bounds(page), said.over, self._usual_size(page, number))
                lines, strokes = (*said.lines, *drawn_upon.lines), (*said.strokes, *drawn_upon.strokes)
                said = replace(said, scrawls=(*said.scrawls, *drawn_upon.marks), lines=lines, strokes=strokes)
            # Before `flatten`, by which what is drawn upon a page is lost:
            plated = self._with_plates(number) if said.plates else None
            before = self._page(page, number, said) if said.over else None
            if not flatten(page):
                found = before or self._page(page, number, said)
                return found if plated is None else under(plated, found)
        with self._loaded(number) as page:
            found = replace(self._page(page, number, replace(said, over=())), amended=True)
            found = replace(found, covered=before is not None and before.covered)
            return found if plated is None else under(plated, found)

    def _usual_size(self, page: object, number: int) -> float:
        """The usual height of the characters of a loaded page; 0 where there are none."""
        with self._text(page, number) as (text_page, count):
            boxes = boxes_of(native.address_of(text_page), list(range(count)))
        return median(boxes[:, 3] - boxes[:, 1]) if count else 0.0

    def _with_plates(self, number: int) -> Characters:
        """What is seen of a page with its signatures and buttons, which pdfium leaves out when it draws. It is read
        from a copy, since what is flattened into the content stays there."""
        copy = pdfium.FPDF_CreateNewDocument()
        try:
            pdfium.FPDF_ImportPages(copy, self._document, str(number).encode(), 0)
            with shown_by(copy) as fonts:
                reader = PageReader(copy, self._name, self._streams, fonts)
                with reader._loaded(1) as page:
                    flatten(page, plates=True)
                with reader._loaded(1) as page:
                    return reader._page(page, 1, Notes()).characters if page else NO_CHARACTERS
        finally:
            pdfium.FPDF_CloseDocument(copy)

    @contextmanager
    def _loaded(self, number: int) -> Iterator[object]:
        page = pdfium.FPDF_LoadPage(self._document, number - 1)
        try:
            yield page
        finally:
            if page:
                pdfium.FPDF_ClosePage(page)

    def _page(self, page: object, number: int, said: Notes) -> Page:
        """What is seen of a loaded page, whose notes are `said`."""
        objects = self._objects.read(page)
        paths, fonts = self._paths.read(objects), objects.fonts()
        self._fonts.turn_to(fonts)
        opened = _Opened(page, number, _bounds(page), objects, said, self._let_glyphs_speak(page, objects, number))
        with self._text(page, number) as (text_page, count):
            layer = self._layer(text_page, count, fonts)
            view = seen(page, opened.bounds, self._objects, objects, paths.areas, layer, said.over)
            if not view.gone:
                return self._made(opened, text_page, layer, paths, view)
            kept = view.characters if view.again is None else view.characters | view.again
            hurt = torn(layer, kept) | view.broken  # by white letters, too, which are gone then
            hurt_boxes = layer.boxes[np.isin(layer.places, list(hurt))]
        # pdfium drops a text that is drawn again on (nearly) the same spot: moving away what hid it brings it back
        for handle in view.gone:
            native.set_active(handle, 0)
            native.transform(handle, 1, 0, 0, 1, FAR, FAR)
        paths, covered = self._paths.read(objects, view.unseen), view.covered
        with self._text(page, number) as (text_page, count):
            layer = self._layer(text_page, count, fonts)
            view = seen(page, opened.bounds, self._objects, objects, paths.areas, layer, said.over)
            view = replace(view, hides=True, covered=view.covered or covered)
            layer = layer.silenced(layer.at(hurt_boxes))
            return self._made(opened, text_page, layer, paths, view)

    def _layer(self, text_page: object, count: int, fonts: frozenset[int]) -> TextLayer:
        streams = self._streams
        return read_layer(text_page, count, fonts, self._fonts, streams.doubled, streams.uses.drawn_letters)

    def _let_glyphs_speak(self, page: object, objects: Objects, number: int) -> frozenset[int]:
        """Sets each /ActualText aside, except where the glyphs have no characters of their own: gives the runs for
        which one is left to speak."""
        if sayings := actual_text.set_aside(objects):
            with self._text(page, number) as (text_page, count):
                mute = mute_objects(text_page, count)
            speaking = [saying for saying in sayings if saying.handle in mute]
            actual_text.put_back(self._document, speaking)
            return frozenset(saying.handle for saying in speaking)
        return frozenset()

    @contextmanager
    def _text(self, page: object, number: int) -> Iterator[tuple[object, int]]:
        """pdfium's text page of a page, and how many characters it has."""
        text_page = pdfium.FPDFText_LoadPage(page)
        try:
            count = max(pdfium.FPDFText_CountChars(text_page), 0)
            if count > MAX_CHARACTERS:
                raise DocumentError(Problem.CROWDED_PAGE, page=number, file=self._name, characters=count)
            yield text_page, count
        finally:
            pdfium.FPDFText_ClosePage(text_page)

    def _made(self, opened: _Opened, text_page: object, layer: TextLayer, paths: Paths, view: View) -> Page:
        """The page of what is seen of its text layer and paths: upright, without watermarks and struck-out text."""
        page, bounds, objects, said = opened.page, opened.bounds, opened.objects, opened.said
        rotation = 90 * max(pdfium.FPDFPage_GetRotation(page), 0)
        turn = direction(text_page, layer.count, rotation)
        turned = (turn - rotation) % 360
        to_page, width, height = upright(bounds, turn)
        hurt = torn(layer, view.characters) | view.broken | illegible(page, bounds, objects, layer)
        layer = layer.silenced(hurt).only(view.characters)
        found = layer.characters(to_page, level=turn % 180 == 0)
        lines = rulings(paths, to_page, width, height) if len(found) else NO_RULINGS
        painted = mute_figures(page, bounds, self._objects, objects, layer, self._streams.doubled)
        over, watermarked = aslant(text_page, layer.places, found), False
        if view.pale is not None:
            pale = pale_over_dark(found, view.pale[view.characters], lines.vertical)
            over, watermarked = over | pale, bool(pale.any())
        for handle in set(layer.only(over).objects()) - {0} if over.any() else ():
            native.set_active(handle, 0)  # what is drawn from here on is without watermarks
        layer = layer.only(~over)
        found = chosen(found, ~over) if over.any() else found
        blank, wrong = misdrawn(page, bounds, layer, opened.spoken, turned)
        wrong |= frozenset(layer.places[sentences_with_holes(found, lines.vertical)].tolist())
        layer = layer.silenced(blank | layer.digits_in(said.unshown))
        layer = layer.silenced(wrong | turned_over(layer, objects, turn), doubted=True)
        found = replace(found, text=layer.text)
        doubts = red_figures(found, view.red[view.characters][~over]) if view.red is not None else ()
        painted += painted_figures(page, bounds, objects, paths.areas, layer)
        pictures = showing(page, bounds, objects, view.pictures, layer)
        lone = (*said.lines, *level_lines(page, bounds, pictures))
        strikes, by_hand = (np.array(s, dtype=np.float32).reshape(-1, 4) for s in (said.struck, lone))
        printed = once(found)
        found, lines = without_struck(printed, lines, to_page.rectangles(strikes), to_page.rectangles(by_hand))
        lines = without_underlines(found, lines)
        return Page(
            number=opened.number,
            width=width,
            height=height,
            characters=found,
            rulings=lines,
            state=_state(found, (width, height), layer, paths, view),
            turned=turned,
            recognised=view.recognised,
            amended=view.hides or layer.heard.corrects or watermarked or found is not printed,
            bare_notes=said.bare or among_text(said.figures, layer.boxes) or said.contradict(layer.text, layer.boxes),
            attached=said.pinned,
            doubts=doubts,
            covered=view.covered,
            parted=view.parted,
            cut=view.cut or (view.parted and rules_run_on(paths.lines, bounds)),
            drawn=drawn(paths, pictures, to_page, painted, said.scrawls, said.strokes),
        )


def _state(found: Characters, size: tuple[float, float], layer: TextLayer, paths: Paths, view: View) -> PageState:
    """What can be said of a page of this `size` (width, height) by its characters; see `page_state`."""
    width, height = size
    if layer.count and not width * height > 0:
        return "damaged"
    doubted = UNREADABLE in found.text and not layer.heard.doubted.isdisjoint(layer.places.tolist())
    return page_state(
        found,
        height,
        paths,
        view.pictured,
        unusable=layer.unusable,
        doubted=doubted and not layer.overlaid(),
        recognised=view.recognised,
    )


def _alike(found: Sequence[Page]) -> frozenset[int]:
    """The numbers of the pages that hold as much text as a table, and the same as another page."""
    said = Counter(p.characters.text for p in found if len(p.characters) > A_TABLE)
    return frozenset(p.number for p in found if said[p.characters.text] > 1)


def _damaged(number: int) -> Page:
    return Page(number, *PAPER, NO_CHARACTERS, NO_RULINGS, "damaged")


def _bounds(page: object) -> Rectangle:
    """Left, bottom, right and top of what a viewer shows of a page, in user space; boxes that it inherits from the page
    tree count."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(box))
    return box.left, box.bottom, box.right, box.top
