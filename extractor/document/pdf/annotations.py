"""What stands upon a page rather than in its content: filled-in form fields (表单域) and typed notes (FreeText,
打字机).

They are made part of the content before it is read, so that all that follows sees them, even where one lies over an
older figure; so are the lines of underlined text, wherever they are drawn. A mark that strikes text out (StrikeOut), or
a horizontal line of a note or pen, counts as a line through it. Signatures, buttons, stamps, watermarks, comments and
whatever is hidden are no part of a table.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from itertools import pairwise

import numpy as np
import pypdfium2_raw as pdfium
from msgspec import Struct, field

from extractor.document.model import Floats
from extractor.document.numbers import NUMERALS, last_digit, read_number
from extractor.document.pdf.attachments import pinned
from extractor.document.pdf.objects import Rectangle
from extractor.document.pdf.paths import Segment
from extractor.kept import compiled

LEVEL, UNSTEADY = 0.05, 0.2  # of its width: how far a line, and the stroke of a pen, may rise
MOST = 5_000  # of one page; one with more keeps its content alone
HIDDEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
NO_APPEARANCE = 2  # bytes: those of an empty string of UTF-16
LINED = (pdfium.FPDF_ANNOT_UNDERLINE, pdfium.FPDF_ANNOT_SQUIGGLY)  # whose line may go through what it should lie under
NO_TEXT = ("Btn", "Sig")  # kinds of fields that nobody types into
PUSH_BUTTON = 1 << 16  # of the flags of a field
UNDRAWN = frozenset((pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP))
UNPRINTED = UNDRAWN | {pdfium.FPDF_ANNOT_TEXT, pdfium.FPDF_ANNOT_FILEATTACHMENT}  # icons: they may hide figures
LONGEST = 8192  # UTF-16 units of an appearance that are looked at
# A text that is shown: literal ones with a digit, and those in hexadecimal digits, which may stand for any.
_FIGURES = compiled(r"\([^()]*\d[^()]*\)[^()]{0,12}?T?[jJ'\"]|<[0-9A-Fa-f\s]+>[^()<]{0,12}?T?[jJ'\"]")
_SHOWN = compiled(r"[)>\]]\s*T[jJ]|\)\s*['\"]|\bDo\b")
_PICTURE = compiled(r"/\S+\s+Do\b|\bBI\b")


Points = tuple[tuple[float, float], ...]


class Notes(Struct):
    """What the notes of a page say of its content, taken in one by one; boxes are in user space.

    - `struck`: the lines that strike text out; `lines`: level ones drawn by hand, which may strike out as ruled ones
      do; `scrawls`: the boxes of strokes by hand that are not level; `strokes`: all of them, from point to point.
    - `over`: the boxes of drawn notes and stamps, which may cover text.
    - `bare`: something typed has no appearance, so that each viewer draws it as it likes, or stands in a layer;
      `unshown`: the boxes of typed notes without one, and of those that only some viewers show.
    - `figures`: the boxes of stamps, buttons and whatever else prints figures, or of which viewers draw a caption, and
      of marks that say which figure is to be inserted.
    - `pinned`: the names of documents pinned to the page; `plates`: whether it has signatures or buttons.
    - `values`: the boxes of the fields whose appearance may show another number than their value, with that.
    """

    struck: list[Rectangle] = field(default_factory=list)
    over: list[Rectangle] = field(default_factory=list)
    bare: bool = False
    unshown: list[Rectangle] = field(default_factory=list)
    figures: list[Rectangle] = field(default_factory=list)
    pinned: tuple[str, ...] = ()
    lines: list[Rectangle] = field(default_factory=list)
    scrawls: list[Rectangle] = field(default_factory=list)
    strokes: list[Segment] = field(default_factory=list)
    values: list[tuple[Rectangle, Decimal]] = field(default_factory=list)
    plates: bool = False

    def contradict(self, text: str, boxes: Floats) -> bool:
        """Whether the characters in a field (`boxes` in user space) print another number than its value, to the last
        decimal: some viewers draw the one, some the other."""
        for (left, bottom, right, top), value in self.values:
            x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
            held = np.flatnonzero((x > left) & (x < right) & (y > bottom) & (y < top)).tolist()
            shown = read_number("".join([text[i] for i in held])).value
            if shown is not None and 2 * abs(shown - value) > last_digit(shown):
                return True
        return False

    def add(self, annotation: object) -> None:
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        is_field = kind == pdfium.FPDF_ANNOT_WIDGET
        is_text = kind == pdfium.FPDF_ANNOT_FREETEXT or (is_field and _is_typed(annotation))
        if is_text and _is_called_invisible(annotation):
            self.unshown.append(_rectangle(annotation))
        elif is_field and _is_typed(annotation):
            self._add_field(annotation)
        elif kind == pdfium.FPDF_ANNOT_FREETEXT:
            said = [pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0) for key in (b"Contents", b"RC")]
            self.bare |= _in_layer(annotation)
            if max(said) > NO_APPEARANCE and not _has_appearance(annotation):
                self.unshown.append(_rectangle(annotation))
        elif kind == pdfium.FPDF_ANNOT_STRIKEOUT and (strikes := tuple(_strikes(annotation))):
            self.struck += strikes
        elif not is_field or _has_appearance(annotation):
            self._add_drawn(annotation, kind)
        elif _is_push_button(annotation):  # viewers write its caption, which pdfium does not give
            self.figures.append(_rectangle(annotation))

    def _add_field(self, annotation: object) -> None:
        """A field into which somebody types, or in which somebody chooses."""
        value = read_number(_string(annotation, b"V")).value
        if value is not None and not pdfium.FPDFAnnot_HasKey(annotation, b"Opt"):  # (it may be the number of a choice)
            self.values.append((_rectangle(annotation), value))
        if _in_layer(annotation) or _shows_nothing(annotation):
            self.bare = True
        elif not _has_appearance(annotation):
            of_parent = not pdfium.FPDFAnnot_HasKey(annotation, b"FT")  # whose text is not given
            without = of_parent and not pdfium.FPDFAnnot_HasKey(annotation, b"AP")
            self.bare |= bool(_string(annotation, b"V")) or without

    def _add_drawn(self, annotation: object, kind: int) -> None:
        """A note, stamp, signature or button, into which nobody types."""
        is_plate = kind == pdfium.FPDF_ANNOT_WIDGET
        self.plates |= is_plate
        if kind not in UNDRAWN:
            self.over.append(_rectangle(annotation))
        if kind in BY_HAND and _has_appearance(annotation):
            for points in BY_HAND[kind](annotation):
                box = _stroke(points, LEVEL if kind == pdfium.FPDF_ANNOT_LINE else UNSTEADY)
                (self.lines if box[1] == box[3] else self.scrawls).append(box)
                self.strokes += [(*a, *b) for a, b in pairwise(points[: MOST - len(self.strokes)])]
        is_button = is_plate and _is_push_button(annotation)
        inserts = kind == pdfium.FPDF_ANNOT_CARET and not NUMERALS.isdisjoint(_string(annotation, b"Contents"))
        if inserts or (kind not in UNPRINTED and _prints_figures(annotation, pictures=is_button)):
            self.figures.append(_rectangle(annotation))


def notes(page: object) -> Notes:
    """The notes of a loaded page, whose fields have an appearance from then on."""
    if _has_fields(page):
        _appear(page)
    found = Notes(pinned=pinned(page))
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), MOST)):
        with _visible(page, index) as annotation:
            if annotation:
                found.add(annotation)
    found.bare |= bool(found.unshown)
    return found


def _has_appearance(annotation: object) -> bool:
    size = pdfium.FPDFAnnot_GetAP(annotation, pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0)
    return bool(size > NO_APPEARANCE)


def _is_push_button(widget: object) -> bool:
    flags = ctypes.c_float()
    pdfium.FPDFAnnot_GetNumberValue(widget, b"Ff", ctypes.byref(flags))
    return _string(widget, b"FT") == "Btn" and bool(int(flags.value) & PUSH_BUTTON)


def _has_fields(page: object) -> bool:
    """Whether a visible field stands on a page."""
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), MOST)):
        with _visible(page, index) as annotation:
            if annotation and pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_WIDGET:
                return True
    return False


def _shows_nothing(field: object) -> bool:
    """Whether a field with a value has an appearance without any text, as another program may have left it."""
    return bool(_has_appearance(field) and _string(field, b"V") and not _SHOWN.search(_content(field)))


def _prints_figures(annotation: object, pictures: bool) -> bool:
    """Whether the appearance of an annotation shows text that may have digits; `pictures` may show them, too."""
    content = _content(annotation)
    return bool(_FIGURES.search(content)) or (pictures and bool(_PICTURE.search(content)))


def _content(annotation: object) -> str:
    """The content of an appearance, as far as it is looked at."""
    buffer = (ctypes.c_ushort * LONGEST)()
    size = pdfium.FPDFAnnot_GetAP(annotation, pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL, buffer, ctypes.sizeof(buffer))
    return bytes(buffer)[: max(min(size, ctypes.sizeof(buffer)) - 2, 0)].decode("utf-16-le", "replace")


def _rectangle(annotation: object) -> Rectangle:
    box = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(annotation, ctypes.byref(box))
    return min(box.left, box.right), min(box.bottom, box.top), max(box.left, box.right), max(box.bottom, box.top)


def _strikes(annotation: object) -> Iterator[Rectangle]:
    """The lines of a StrikeOut: one through the middle of each of its quadrilaterals."""
    corners = pdfium.FS_QUADPOINTSF()
    for number in range(min(pdfium.FPDFAnnot_CountAttachmentPoints(annotation), MOST)):
        if pdfium.FPDFAnnot_GetAttachmentPoints(annotation, number, ctypes.byref(corners)):
            xs = (corners.x1, corners.x2, corners.x3, corners.x4)
            ys = (corners.y1, corners.y2, corners.y3, corners.y4)
            middle = float(np.mean(ys))
            if min(xs) < max(xs):
                yield min(xs), middle, max(xs), middle


def _line(annotation: object) -> Iterator[Points]:
    """Both ends of a drawn line."""
    start, end = pdfium.FS_POINTF(), pdfium.FS_POINTF()
    if pdfium.FPDFAnnot_GetLine(annotation, ctypes.byref(start), ctypes.byref(end)):
        yield _placed((start, end))


def _ink(annotation: object) -> Iterator[Points]:
    """The strokes of a pen."""
    for number in range(min(pdfium.FPDFAnnot_GetInkListCount(annotation), MOST)):
        size = min(pdfium.FPDFAnnot_GetInkListPath(annotation, number, None, 0), MOST)
        points = (pdfium.FS_POINTF * max(size, 1))()
        if size and pdfium.FPDFAnnot_GetInkListPath(annotation, number, points, size) == size:
            yield _placed(points)


def _polyline(annotation: object) -> Iterator[Points]:
    """A line of several pieces."""
    size = min(pdfium.FPDFAnnot_GetVertices(annotation, None, 0), MOST)
    points = (pdfium.FS_POINTF * max(size, 1))()
    if size and pdfium.FPDFAnnot_GetVertices(annotation, points, size) == size:
        yield _placed(points)


def _placed(points: Iterable[pdfium.FS_POINTF]) -> Points:
    return tuple((p.x, p.y) for p in points)


def _stroke(points: Points, rise: float) -> Rectangle:
    """The box around some points; a line through its middle where it rises by less than this share of its width."""
    xs, ys = zip(*points, strict=True)
    if max(ys) - min(ys) < rise * (max(xs) - min(xs)):
        middle = (min(ys) + max(ys)) / 2
        return min(xs), middle, max(xs), middle
    return min(xs), min(ys), max(xs), max(ys)


BY_HAND: dict[int, Callable[[object], Iterator[Points]]] = {
    pdfium.FPDF_ANNOT_LINE: _line,
    pdfium.FPDF_ANNOT_INK: _ink,
    pdfium.FPDF_ANNOT_POLYLINE: _polyline,
}


@contextmanager
def _visible(page: object, index: int) -> Iterator[object | None]:
    """An annotation, or None where it is hidden."""
    annotation = pdfium.FPDFPage_GetAnnot(page, index)
    try:
        yield annotation if annotation and not pdfium.FPDFAnnot_GetFlags(annotation) & HIDDEN else None
    finally:
        if annotation:
            pdfium.FPDFPage_CloseAnnot(annotation)


def flatten(page: object, plates: bool = False) -> bool:
    """Whether fields or notes of a loaded page, with its `plates` (signatures and buttons) or without, became content:
    then the page must be loaded again."""
    count = pdfium.FPDFPage_GetAnnotCount(page)
    wanted = [_is_content(page, i) or (plates and _is_plate(page, i)) for i in range(count if count <= MOST else 0)]
    if not any(wanted):
        return False
    for index in reversed(range(count)):
        if not wanted[index]:
            pdfium.FPDFPage_RemoveAnnot(page, index)
    return bool(pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS)


def _is_content(page: object, index: int) -> bool:
    """Whether an annotation is a visible field or note that somebody typed, or draws lines at text."""
    with _visible(page, index) as annotation:
        kind = pdfium.FPDFAnnot_GetSubtype(annotation) if annotation else None
        if kind == pdfium.FPDF_ANNOT_WIDGET:
            is_content = _is_typed(annotation)
        else:
            is_content = kind == pdfium.FPDF_ANNOT_FREETEXT or (kind in LINED and _has_appearance(annotation))
        return is_content and not _in_layer(annotation) and not _is_called_invisible(annotation)


def _is_plate(page: object, index: int) -> bool:
    """Whether an annotation is a visible signature or button that shows something."""
    with _visible(page, index) as annotation:
        is_field = annotation and pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_WIDGET
        return bool(is_field and not _is_typed(annotation) and _has_appearance(annotation))


def _is_typed(widget: object) -> bool:
    """Whether a field is one into which somebody types, or in which somebody chooses."""
    return _string(widget, b"FT") not in NO_TEXT


def _in_layer(annotation: object) -> bool:
    """Whether an annotation stands in a layer, which may be off: pdfium draws it all the same."""
    return bool(pdfium.FPDFAnnot_HasKey(annotation, b"OC"))


def _is_called_invisible(annotation: object) -> bool:
    """Whether some viewers leave an annotation out, and others do not: the flag is meant for unknown kinds alone."""
    return bool(pdfium.FPDFAnnot_GetFlags(annotation) & pdfium.FPDF_ANNOT_FLAG_INVISIBLE)


def _string(annotation: object, key: bytes) -> str:
    buffer = (ctypes.c_ushort * 64)()
    size = pdfium.FPDFAnnot_GetStringValue(annotation, key, buffer, ctypes.sizeof(buffer))
    if not 2 <= size <= ctypes.sizeof(buffer):
        return ""
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace")


def _appear(page: object) -> None:
    """Lets pdfium draw the page with its annotations: if the form asks for it (NeedAppearances), the fields get their
    appearance by that."""
    bitmap = pdfium.FPDFBitmap_Create(1, 1, 0)
    if bitmap:
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, 1, 1, 0, pdfium.FPDF_ANNOT)
        pdfium.FPDFBitmap_Destroy(bitmap)
