"""The PDF reader: pdfium's characters and path objects → `Page`s.

Characters come through pypdfium2's raw text-page calls into C arrays, a page at a time; nothing is made per
character but its code point. Each page is closed before the next is opened.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from itertools import repeat
from pathlib import Path

import numpy as np
import pypdfium2_raw as pdfium
from numpy.typing import NDArray

from extractor.document import characters as text_form
from extractor.document import native
from extractor.document.fonts import start_library
from extractor.document.geometry import Matrix, upright
from extractor.document.model import NO_RULINGS, Characters, Floats, Page, PageState
from extractor.document.overprint import once, without_watermark
from extractor.document.rulings import PathReader, Paths, rulings
from extractor.errors import DocumentError, Problem, shown

MAX_CHARACTERS = 100_000  # on one page; more is an attack or a mistake
FEW = 20  # characters: a page with fewer and a large picture is a scan, with its page number typed over it
PICTURE_SHARE = 0.4  # of the page's area
GARBLED_SHARE = 0.2  # of the characters: a few ornaments without Unicode stand on many a sound page
VOTES = 24  # characters asked for their direction, spread over the page

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
    """The pdfium document of a file, with the empty user password tried; `DocumentError` says why it won't open."""
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


def read_pages(path: Path, max_pages: int, only: Collection[int] | None = None) -> tuple[Page, ...]:
    """The pages of a PDF (1-based numbers in `only`, or all).

    Raises `DocumentError` with code `encrypted`, `truncated`, `empty` (no page) or `too_large` (over `max_pages`).
    """
    with opened(path) as document:
        count = page_count(document)
        if count == 0:
            raise DocumentError(Problem.NO_PAGES, file=shown(path.name))
        if count > max_pages:
            raise DocumentError(Problem.MANY_PAGES, file=shown(path.name), pages=count, limit=max_pages)
        reader = PathReader()
        numbers = [n for n in range(1, count + 1) if only is None or n in only]
        return tuple(_read_page(document, number, reader, shown(path.name)) for number in numbers)


def _read_page(document: object, number: int, reader: PathReader, name: str) -> Page:
    page = pdfium.FPDF_LoadPage(document, number - 1)
    if not page:
        raise DocumentError(Problem.BROKEN_PAGE, page=number, file=name)
    text_page = pdfium.FPDFText_LoadPage(page)
    try:
        paths = reader.read(page)
        return _page(page, text_page, number, paths, name)
    finally:
        pdfium.FPDFText_ClosePage(text_page)
        pdfium.FPDF_ClosePage(page)


def _page(page: object, text_page: object, number: int, paths: Paths, name: str) -> Page:
    count = max(pdfium.FPDFText_CountChars(text_page), 0)
    if count > MAX_CHARACTERS:
        raise DocumentError(Problem.CROWDED_PAGE, page=number, file=name, characters=count)
    rotation = 90 * max(pdfium.FPDFPage_GetRotation(page), 0)
    turn = _turn(text_page, count, rotation)
    to_page, width, height = upright(_bounds(page), turn)
    found, unusable = _characters(text_page, count, to_page, level=turn % 180 == 0)
    share = sum(_area(image) for image in paths.images) / max(width * height, 1)
    return Page(
        number=number,
        width=width,
        height=height,
        characters=found,
        rulings=rulings(paths, to_page, width, height) if len(found) else NO_RULINGS,
        lines=(),
        state="crowded" if paths.cut and len(found) else _state(len(found), unusable, share),
        turned=(turn - rotation) % 360,
    )


def _area(box: tuple[float, float, float, float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _state(count: int, unusable: int, picture: float) -> PageState:
    if unusable > GARBLED_SHARE * (count + unusable):
        return "garbled"
    if count < FEW and picture > PICTURE_SHARE:
        return "picture"
    return "text" if count else "blank"


def _bounds(page: object) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of what a viewer shows of a page, in user space; boxes inherited from the tree of
    pages count."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(box))
    return box.left, box.bottom, box.right, box.top


def _turn(text_page: object, count: int, rotation: int) -> int:
    """By how many degrees clockwise the page must be turned so that most of its text reads upright."""
    matrix = pdfium.FS_MATRIX()
    votes: dict[int, int] = {}
    for index in range(0, count, max(count // VOTES, 1)):
        if not pdfium.FPDFText_GetMatrix(text_page, index, ctypes.byref(matrix)):
            continue
        a, b = matrix.a, matrix.b
        direction = (0 if a > 0 else 180) if abs(a) >= abs(b) else (90 if b > 0 else 270)
        if a or b:
            votes[direction] = votes.get(direction, 0) + 1
    return max(votes, key=lambda d: (votes[d], d == rotation)) if votes else rotation


def _unicodes(text_page: object, count: int) -> str:
    """One code point per character of the text page, in one call where the two agree on the number."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(text_page, 0, count, buffer)
    if written == count + 1:
        text = bytes(memoryview(buffer).cast("B")[: 2 * count]).decode("utf-16-le", "replace")
        if len(text) == count:
            return text
    codes = (pdfium.FPDFText_GetUnicode(text_page, i) for i in range(count))
    return "".join(chr(c) if 0 < c < 0x110000 and not 0xD800 <= c < 0xE000 else "\ufffd" for c in codes)


def _characters(text_page: object, count: int, to_page: Matrix, level: bool) -> tuple[Characters, int]:
    """The visible characters, each once and no watermark, and how many more there are whose Unicode says nothing.

    pdfium sets top and bottom of a box by the baseline and the font's height alone. So on a page whose text is `level`
    in user space, characters of the same top and bottom share their baseline, and one of them is asked for it.
    """
    if not count:
        return _columns("", np.empty((0, 4), np.float32), np.empty((0, 2)), to_page), 0
    text = text_form.printed(_unicodes(text_page, count))
    unusable, hidden = _unusable(text_page, text)
    visible = [i for i, character in enumerate(text) if character not in hidden]
    place, keep = native.address_of(text_page), np.array(visible, dtype=np.intp)
    boxes = np.zeros((len(visible), 4), np.float32)  # left, top, right, bottom
    native.ask(native.loose_char_box, (repeat(place), visible), boxes)
    origins = _origins(place, keep, boxes[:, [1, 3]] if level else None)
    found = _columns("".join([text[i] for i in visible]), boxes, origins, to_page)
    return once(without_watermark(text_page, keep, found)), unusable


def _origins(text_page: int, places: NDArray[np.intp], heights: Floats | None) -> Floats:
    """The origins of the characters at `places`, as rows (x, y); where `heights` (top, bottom) are given, only y is
    true of each: one character answers for all of the same heights."""
    first = np.arange(len(places))
    same = first
    if heights is not None:
        keys = np.ascontiguousarray(heights).view(np.uint64)[:, 0]
        _, first, same = np.unique(keys, return_index=True, return_inverse=True)
    found = np.zeros((len(first), 2))
    native.ask(native.char_origin, (repeat(text_page), places[first].tolist()), *found.T)
    points: Floats = found.astype(np.float32)[same]
    return points


def _unusable(text_page: object, text: str) -> tuple[int, set[str]]:
    """How many characters have a Unicode that says nothing, and which characters are not to be seen."""
    distinct = set(text)
    hidden = {c for c in distinct if c.isspace() or c in "\u200b\ufeff"}
    useless = {c for c in distinct - hidden if not text_form.usable(c)}
    unusable = sum(
        character not in "\x00\x02" or not pdfium.FPDFText_IsGenerated(text_page, i)
        for i, character in enumerate(text if useless else "")
        if character in useless
    )
    return unusable, hidden | {c for c in useless if c < "\x20"}


def _columns(text: str, boxes: Floats, origins: Floats, to_page: Matrix) -> Characters:
    """Boxes and origins in user space as columns on the page."""
    x0, top, x1, bottom = np.ascontiguousarray(to_page.rectangles(boxes[:, [0, 3, 2, 1]]).T, dtype=np.float32)
    _, baseline = to_page.points(origins[:, 0], origins[:, 1])
    return Characters(text, x0, top, x1, bottom, baseline.astype(np.float32), bottom - top)
