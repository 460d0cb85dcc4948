"""pdfium's text page → characters in columns: what the text layer of a page claims, before it is asked what is seen."""

from __future__ import annotations

import ctypes
import functools
import unicodedata
from collections.abc import Sequence, Set
from itertools import repeat

import numpy as np
import pypdfium2_raw as pdfium
from msgspec import Struct
from msgspec.structs import replace

from extractor.document import characters as text_form
from extractor.document.geometry import Matrix
from extractor.document.lines import UNREADABLE
from extractor.document.model import Characters, Floats
from extractor.document.numbers import DIGITS, IN_NUMBER, NUMERALS
from extractor.document.pdf import native
from extractor.document.pdf.font_boxes import as_high_as_text, as_wide_as_text
from extractor.document.pdf.fonts import LARGE_UNITS
from extractor.document.pdf.objects import Mask, Places
from extractor.document.pdf.witnesses.printing import adjoin, boxes_of
from extractor.document.pdf.witnesses.shown import Shown
from extractor.document.pdf.witnesses.witness import FontWitness, Heard

VOTES = 24  # characters asked for their direction, spread over the page
_OF_YUAN = frozenset(f"{large}元" for large in LARGE_UNITS)
NEAR = 0.5  # of the width of 元: so near is the unit that it is of
UPON = 0.4  # of its sides: a digit whose middle is as near to that of another lies upon it
_PERHAPS_IN_NUMBER = IN_NUMBER | {UNREADABLE}
_witness = FontWitness()


class TextLayer(Struct, frozen=True):
    """The characters of a page, without blanks: one code point each, their places in pdfium's text page `handle`, and
    their boxes (left, bottom, right, top, in user space).

    - `count`: the characters of the text page; `unusable`: how many have a Unicode that says nothing, including those
      left out.
    - `heard`: what the glyphs say about all of them.
    """

    handle: int
    text: str
    places: Places
    boxes: Floats
    count: int
    unusable: int
    heard: Heard

    def __len__(self) -> int:
        return len(self.text)

    def only(self, kept: Mask) -> TextLayer:
        """The characters of a mask."""
        if kept.all():
            return self
        chosen = np.flatnonzero(kept)
        text = "".join([self.text[i] for i in chosen.tolist()])
        return replace(self, text=text, places=self.places[chosen], boxes=self.boxes[chosen])

    def silenced(self, places: frozenset[int], doubted: bool = False) -> TextLayer:
        """The layer, with the characters at these places unreadable: because their font is `doubted`, which a picture
        of the page answers, or because too little is seen of them, which it does not."""
        if not places:
            return self
        text = "".join([UNREADABLE if p in places else c for c, p in zip(self.text, self.places.tolist(), strict=True)])
        heard = replace(self.heard, doubted=self.heard.doubted | places) if doubted else self.heard
        return replace(self, text=text, heard=heard)

    def at(self, boxes: Floats) -> frozenset[int]:
        """The places of the characters with one of these boxes."""
        if not len(boxes) or not len(self):
            return frozenset()
        wanted = {tuple(box) for box in np.round(boxes, 2).tolist()}
        held = np.round(self.boxes, 2).tolist()
        return frozenset(p for p, box in zip(self.places.tolist(), held, strict=True) if tuple(box) in wanted)

    def digits_in(self, parts: Sequence[Sequence[float]]) -> frozenset[int]:
        """The places of the digits whose middle lies in one of the boxes (left, bottom, right, top)."""
        held = np.logical_or.reduce([within(self.boxes, part) for part in parts]) if parts else np.zeros(0, dtype=bool)
        return frozenset(int(self.places[i]) for i in np.flatnonzero(held).tolist() if self.text[i] in NUMERALS)

    def overlaid(self) -> bool:
        """Whether digits of one run lie upon those of another: no picture shows what number is meant."""
        digits = np.flatnonzero([c in NUMERALS or c == UNREADABLE for c in self.text])
        middles = (self.boxes[digits, :2] + self.boxes[digits, 2:]) / 2
        for shift in (0.0, 0.5):
            order = np.lexsort((middles[:, 0], np.floor(middles[:, 1] / 2 + shift)))
            sides = np.diff(self.boxes[digits[order]].reshape(-1, 2, 2), axis=1)[1:, 0]
            near = np.flatnonzero((np.abs(np.diff(middles[order], axis=0)) < UPON * sides).all(axis=1))
            runs = self.objects() if len(near) else []
            if any(runs[digits[order[i]]] != runs[digits[order[i + 1]]] for i in near.tolist()):
                return True
        return False

    def objects(self) -> list[int]:
        """For each character the handle of the text object in which it stands, 0 for none."""
        return [handle or 0 for handle in map(native.text_object, repeat(self.handle), self.places.tolist())]

    def characters(self, to_page: Matrix, level: bool) -> Characters:
        """The characters as columns on the page.

        pdfium computes top and bottom of a box from the baseline and the height of the font alone. So on a page whose
        text is `level` in user space, characters with the same top and bottom share their baseline, and only one is
        asked for it.
        """
        origins = self._origins(self.boxes[:, [3, 1]] if level else None)
        x0, top, x1, bottom = np.ascontiguousarray(to_page.rectangles(self.boxes).T, dtype=np.float32)
        _, baseline = to_page.points(origins[:, 0], origins[:, 1])
        return Characters(self.text, x0, top, x1, bottom, baseline.astype(np.float32), bottom - top)

    def _origins(self, heights: Floats | None) -> Floats:
        """The origins of the characters, as rows (x, y); where `heights` (top, bottom) are given, only y is right for
        each: one character is asked for all of the same heights."""
        first = np.arange(len(self))
        same = first
        if heights is not None:
            keys = np.ascontiguousarray(heights).view(np.uint64)[:, 0]
            _, first, same = np.unique(keys, return_index=True, return_inverse=True)
        found = np.zeros((len(first), 2))
        native.ask(native.char_origin, (repeat(self.handle), self.places[first].tolist()), *found.T)
        points: Floats = found.astype(np.float32)[same]
        return points


def read_layer(
    text_page: object, count: int, fonts: Set[int], shown: Shown, doubled: Set[str], has_drawings: bool
) -> TextLayer:
    """The characters of a loaded text page of `count` characters; `fonts`, `shown` and `doubled` as `FontWitness` has
    them. Of fonts whose glyphs are drawings some may be among them (`has_drawings`)."""
    text = text_form.printed(_unicodes(text_page, count)) if count else ""
    heard = _witness.hear(text_page, text, doubled, fonts, shown)
    text = heard.text
    unusable, left_out = _unusable(text_page, text, heard.distinct)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    kept: Mask = np.logical_and.reduce([np.ones(len(codes), dtype=bool), *(codes != ord(c) for c in left_out)])
    handle, places = native.address_of(text_page), np.flatnonzero(kept)
    listed = places.tolist()
    visible = codes[kept].tobytes().decode("utf-32-le", "surrogatepass")
    boxes = as_high_as_text(handle, listed, boxes_of(handle, listed))
    if has_drawings:
        boxes = as_wide_as_text(handle, visible, listed, boxes, fonts)
    layer = TextLayer(handle, visible, places, boxes, count, unusable, heard)
    said_twice, doubted = _of_one_glyph(layer)
    return layer.silenced(frozenset(doubted), doubted=True).only(~said_twice)


def _of_one_glyph(layer: TextLayer) -> tuple[Mask, set[int]]:
    """Which characters share their glyph with the same one before them (a font may say both ⽀ and 支 of it), and the
    places of those that share it with another, a digit among them: a person sees one sign."""
    said_twice, doubted = np.zeros(len(layer), dtype=bool), set()
    for i in np.flatnonzero((layer.boxes[1:] == layer.boxes[:-1]).all(axis=1)).tolist():
        same, numeral = layer.text[i] == layer.text[i + 1], layer.text[i] in DIGITS or layer.text[i + 1] in DIGITS
        if same or numeral:
            one, other = layer.places[i : i + 2].tolist()
            if native.text_object(layer.handle, one) == native.text_object(layer.handle, other):
                said_twice[i + 1] = same and not numeral
                doubted |= {one, other} if numeral else set()
    return said_twice, doubted


def torn(layer: TextLayer, kept: Mask) -> frozenset[int]:
    """The places beside characters that are not `kept` in the middle of a number, since 1 2.00 of 132.00 is not what is
    printed; and 元 after a 万 that is not kept."""
    gone = ~kept
    if not gone.any() or gone.all():
        return frozenset()
    ends = np.diff(np.concatenate([[0], gone.astype(np.int8), [0]]))
    found: set[int] = set()
    for first, last in zip(np.flatnonzero(ends == 1).tolist(), np.flatnonzero(ends == -1).tolist(), strict=True):
        if layer.text[last - 1 : last + 1] in _OF_YUAN:
            if _is_parted(layer, kept, last):
                found.add(int(layer.places[last]))
            continue
        held = layer.text[first - 1 : last + 1]  # (one of another name may be a point)
        if first == 0 or last == len(layer) or not _PERHAPS_IN_NUMBER.issuperset(held if len(held) > 3 else held[::2]):
            continue
        one, other = layer.places[[first - 1, last]].tolist()
        if adjoin(layer.boxes[first - 1 : last + 1]) or native.text_object(layer.handle, one) == native.text_object(
            layer.handle, other
        ):
            found |= {one, other}
    return frozenset(found)


def _is_parted(layer: TextLayer, kept: Mask, yuan: int) -> bool:
    """Whether a 元 that is kept has lost the 万 that stood before it, and no other large unit is seen in its place."""
    unit, (left, bottom, right, top) = layer.boxes[yuan - 1], layer.boxes[yuan].tolist()
    seen = (layer.text[i] for i in np.flatnonzero(kept & within(layer.boxes, unit.tolist())).tolist())
    near = abs(left - float(unit[2])) < NEAR * (right - left) and bottom < float(unit[1] + unit[3]) / 2 < top
    return near and not any(map(LARGE_UNITS.__contains__, seen))


def within(boxes: Floats, part: Sequence[float]) -> Mask:
    """Which boxes have their middle in one other box, `part` (left, bottom, right, top)."""
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    found: Mask = (x > part[0]) & (x < part[2]) & (y > part[1]) & (y < part[3])
    return found


def mute_objects(text_page: object, count: int) -> set[int]:
    """The handles of the text objects with a character whose Unicode says nothing."""
    handle, text = native.address_of(text_page), _unicodes(text_page, count) if count else ""
    useless = {c for c in set(text) if not c.isspace() and not text_form.usable(c)}
    places = [i for i, c in enumerate(text) if c in useless or native.char_unmapped(handle, i) == 1]
    return {item for item in map(native.text_object, repeat(handle), places) if item}


def direction(text_page: object, count: int, rotation: int) -> int:
    """By how many degrees clockwise the page must be turned for most of its text to read upright."""
    matrix = pdfium.FS_MATRIX()
    votes: dict[int, int] = {}
    for index in range(0, count, max(count // VOTES, 1)):
        if pdfium.FPDFText_IsGenerated(text_page, index) == 1:  # a gap, as between glyphs that are written apart
            continue
        if not pdfium.FPDFText_GetMatrix(text_page, index, ctypes.byref(matrix)):
            continue
        a, b = matrix.a, matrix.b
        if pdfium.FPDFText_GetFontSize(text_page, index) < 0:  # turns the text once more
            a, b = -a, -b
        turned = (0 if a > 0 else 180) if abs(a) >= abs(b) else (90 if b > 0 else 270)
        if a or b:
            votes[turned] = votes.get(turned, 0) + 1
    return max(votes, key=lambda d: (votes[d], d == rotation)) if votes else rotation


def _unicodes(text_page: object, count: int) -> str:
    """One code point per character of the text page; in one call, if that gives the right number."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(text_page, 0, count, buffer)
    if written == count + 1:
        text = bytes(memoryview(buffer).cast("B")[: 2 * count]).decode("utf-16-le", "replace")
        if len(text) == count:
            return text
    codes = (pdfium.FPDFText_GetUnicode(text_page, i) for i in range(count))
    return "".join(chr(c) if 0 < c < 0x110000 and not 0xD800 <= c < 0xE000 else "\ufffd" for c in codes)


def _unusable(text_page: object, text: str, distinct: Set[str]) -> tuple[int, set[str]]:
    """How many characters of a text have a Unicode that says nothing, and which of its `distinct` characters are never
    seen."""
    odd = [c for c in distinct if not _is_plain(c)]
    hidden = {c for c in odd if c.isspace() or (not c.isprintable() and unicodedata.category(c) == "Cf")}
    useless = {c for c in odd if c not in hidden and not text_form.usable(c)}
    unusable = sum(
        character not in "\x00\x02" or not pdfium.FPDFText_IsGenerated(text_page, i)
        for i, character in enumerate(text if useless else "")
        if character in useless
    )
    return unusable, hidden | {c for c in useless if c < "\x20"}


@functools.lru_cache(maxsize=1 << 16)
def _is_plain(character: str) -> bool:
    """Whether a character is seen, and says something."""
    return not character.isspace() and character.isprintable() and text_form.usable(character)
