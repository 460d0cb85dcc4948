"""The witness of the text layer: whether the glyphs that a font draws are the digits that it claims.

A PDF maps the codes of a font to characters (ToUnicode) independently of the glyphs that it draws for them, and a
person sees the glyphs. Every font that prints digits is asked for the outlines of those digits: where an outline is
clearly another digit, the font lies, and none of its digits is believed. A character without meaning within a number is
read as it is drawn if its outline is a minus or a point, and is unreadable otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cached_property
from itertools import repeat

import numpy as np
import pypdfium2_raw as pdfium
from msgspec import Struct, field

from extractor.document.numbers import DIGITS, NUMERALS, WIDE_DIGITS
from extractor.document.pdf import native
from extractor.document.pdf.fonts import MONEY_UNITS
from extractor.document.pdf.witnesses import glyphs, unit_shapes
from extractor.kept import compiled

UNREADABLE = "\ufffd"
_ENDS_OF_LINES = {"\r", "\n", "\t"}
_END = compiled(r"[\t\r\n\u2028\u2029]")
MOST_KNOWN = 4096  # outlines of digits that are remembered over documents

_DIGIT = f"[{DIGITS}{WIDE_DIGITS}]"
_SAYS_NOTHING = r"(?![\r\n\t])[\p{Cc}\p{Cf}\p{Co}\p{Cn}\uFFFD]"
_NOTHING = compiled(_SAYS_NOTHING)
_FOREIGN = compiled(rf"(?!{_DIGIT})\p{{Nd}}")  # digits of other scripts: no disclosure prints them
_DASHES = frozenset("-–—－−")
_MARK = compiled(rf"[\p{{Zs}}\p{{P}}\p{{S}}ー{glyphs.LEFT_OUT}]")  # beside digits: each is asked how it is drawn
_UNSAID = compiled(rf"(?<={_DIGIT}[{MONEY_UNITS}]){_SAYS_NOTHING}|{_SAYS_NOTHING}(?=元)")  # where a unit should stand
_BLANK_UNIT = compiled(r"\p{Zs}(?=元)")  # perhaps a 万
_UNIT = compiled(rf"[{MONEY_UNITS}](?:(?<=元)|(?<={_DIGIT}.)|(?=\s{{0,2}}元))")
_BLANK_BEFORE, _BLANK_BEHIND = compiled(rf"\p{{Zs}}(?={_DIGIT})"), compiled(rf"{_DIGIT}\p{{Zs}}")


class Heard(Struct, frozen=True):
    """What the glyphs say about the text of a page.

    - `doubted`: the places of digits, and of characters within numbers, that cannot be read; `corrected`: whether
      others are read as they are drawn.
    - `unproved`: the digits, points and minuses of fonts that show no outlines of them; `unmapped`: the digits whose
      codes say nothing. Both must be drawn to be known; so must `blanks`, if a font has several codes for one, each
      with a digit beside it, and those before 元 of fonts without outlines.
    - `distinct`: the characters of the text.
    """

    text: str
    doubted: frozenset[int] = frozenset()
    corrected: bool = False
    unproved: frozenset[int] = frozenset()
    unmapped: frozenset[int] = frozenset()
    blanks: tuple[tuple[int, int], ...] = ()
    distinct: frozenset[str] = frozenset()

    @property
    def corrects(self) -> bool:
        """Whether engines that read the text layer themselves may find other digits or signs."""
        return self.corrected or bool(self.unmapped)


class FontWitness(Struct):
    """Judges the fonts of one page after another, and remembers the shapes that it has judged."""

    _judged: dict[tuple[str, int, float, float], bool] = field(default_factory=dict)

    def hear(self, text_page: object, text: str, doubled: Set[str], fonts: Set[int]) -> Heard:
        """The text of a page, read place by place as its glyphs are drawn; digits of a font that lies are unreadable.
        `doubled` are the digits, signs, blanks and units for which fonts of the document may have several codes,
        `fonts` all that print on the page."""
        handle = native.address_of(text_page)
        distinct = frozenset(text)
        numerals = distinct & NUMERALS
        says_all = "".join(distinct - _ENDS_OF_LINES).isprintable() and UNREADABLE not in distinct
        shown = _Shown()
        drawn: dict[int, str] = {}
        doubted: set[int] = set()
        printing: Set[int] = fonts
        unproved: frozenset[int] = frozenset()
        unmapped: frozenset[int] = frozenset()
        several = not NUMERALS.isdisjoint(doubled)
        digits = _Digits(handle, text)
        bare = {f for f in fonts if several or shown.is_bare(f, numerals) or self._lies(shown, f, numerals)}
        if digits.places and (bare or not digits.are_mapped):
            printing = digits.used.keys()
            liars = {font for font, characters in digits.used.items() if self._lies(shown, font, characters)}
            bare = {
                font for font, characters in digits.used.items()
                if shown.is_bare(font, characters) or (several and not glyphs.is_stand_in(font, characters))
            }  # fmt: skip
            doubted = set(digits.of(liars))
            unmapped = frozenset() if digits.are_mapped else digits.unmapped() - doubted
            unproved = (digits.of(bare) - doubted) | unmapped
            drawn |= dict.fromkeys(doubted, UNREADABLE)
        unproved |= _bare_signs(handle, text, fonts, distinct & {".", "-"}, doubled, shown)
        if foreign := set(_FOREIGN.findall("".join(distinct))):
            places = [i for i, c in enumerate(text) if c in foreign]
            doubted.update(places)
            drawn |= dict.fromkeys(places, UNREADABLE)
        strange = set() if says_all else set(_NOTHING.findall("".join(distinct)))
        marks = _MARK.findall("".join(digits.neighbours() | (distinct & _DASHES)))
        strange.update(mark for mark in marks for font in printing if self._differs(shown, font, mark))
        if strange:
            doubted |= self._read_signs(text_page, digits.beside(strange), text, drawn, shown)
        if ends := self._drawn_ends(handle, text, distinct, shown):
            doubted.update(place for place, sign in ends.items() if sign == UNREADABLE)
            drawn |= ends
        exchanged, bare_units, inked = self._units(handle, text, doubled, says_all, shown)
        doubted |= exchanged
        drawn |= dict.fromkeys(exchanged, UNREADABLE)
        heard = "".join([drawn.get(i, c) for i, c in enumerate(text)]) if drawn else text
        blanks = inked + _blanks(handle, text) if any(map(str.isspace, doubled)) else inked
        if drawn:
            distinct = frozenset(heard)
        return Heard(heard, frozenset(doubted), heard != text, unproved | bare_units, unmapped, blanks, distinct)

    def _units(
        self, text_page: int, text: str, doubled: Set[str], says_all: bool, shown: _Shown
    ) -> tuple[set[int], frozenset[int], tuple[tuple[int, int], ...]]:
        """The places of the characters of units in fonts that draw one for another, or do not say what they draw beside
        one (unless the text `says_all`), or call it a blank; of those whose fonts show no outlines of them, or
        (`doubled`) perhaps not theirs; and of blanks that such fonts may draw, each with that of the 元 behind it."""
        unsaid = [] if says_all else [match.start() for match in _UNSAID.finditer(text)]
        inked = {
            place for place, font in zip(unsaid, _fonts(text_page, unsaid), strict=True)
            if font and (glyphs.signature(font, text[place]) is not None or glyphs.are_drawings(font))
        }  # fmt: skip
        places = [match.start() for match in _BLANK_UNIT.finditer(text)]
        blanks = [(place, font) for place, font in zip(places, _fonts(text_page, places), strict=True) if font]
        inked |= {p for p, font in blanks if text[p] not in doubled and self._differs(shown, font, text[p])}
        unknown = tuple((p, p + 1) for p, font in blanks if text[p] in doubled or glyphs.are_drawings(font))
        spans = [match.span() for match in _UNIT.finditer(text)]
        if not spans:
            return inked, frozenset(), unknown
        fonts = _fonts(text_page, [start for start, _ in spans])
        used = _used(text, spans, fonts)
        liars = {font for font, units in used.items() if self._lies(shown, font, units)}
        several = not doubled.isdisjoint(MONEY_UNITS)
        bare = {f for f, u in used.items() if shown.is_bare(f, u) or (several and not glyphs.is_stand_in(f, u))} - liars
        placed = [(start, font) for (start, _), font in zip(spans, fonts, strict=True)]
        found = inked | {p for p, font in placed if font in liars}
        return found, frozenset(p for p, font in placed if font in bare), unknown

    def _lies(self, shown: _Shown, font: int, characters: Set[str]) -> bool:
        """Whether a font draws another digit, or unit, for one of these."""
        return any(self._differs(shown, font, c) for c in characters)

    def _differs(self, shown: _Shown, font: int, character: str) -> bool:
        """Whether a font draws another digit or unit for one, anything for a blank, or for a small sign one as high as
        a digit, or another sign."""
        mark = shown.mark(font, character)
        if mark is None:
            return False
        key = (character, *mark)
        if key not in self._judged:
            if len(self._judged) >= MOST_KNOWN:
                self._judged.clear()
            contours = glyphs.outline(font, character)
            judge = unit_shapes.differs if character in MONEY_UNITS else glyphs.differs
            self._judged[key] = contours is not None and judge(contours, character)
        return self._judged[key]

    def _read_signs(
        self, text_page: object, beside: Iterable[tuple[int, int]], text: str, drawn: dict[int, str], shown: _Shown
    ) -> set[int]:
        """Reads as they are drawn the characters `beside` a digit (the places of both) that have no meaning, or another
        than is drawn; gives the places of those that are no known sign."""
        handle, doubted = native.address_of(text_page), set()
        signs: dict[tuple[int | None, str], str | None] = {}
        for place, digit in beside:
            item = native.text_object(handle, place)
            if not item or item != native.text_object(handle, digit):
                continue
            if pdfium.FPDFText_IsGenerated(text_page, place) == 1:
                continue  # a gap within a run, which pdfium calls a blank
            glyph = native.font_of(item), text[place]
            if glyph not in signs:
                signs[glyph] = self._drawn_sign(*glyph, shown)
            sign = signs[glyph]
            if sign is not None and pdfium.FPDFText_IsHyphen(text_page, place) != 1:
                drawn[place] = sign
                if sign == UNREADABLE:
                    doubted.add(place)
        return doubted

    def _drawn_ends(self, text_page: int, text: str, distinct: Set[str], shown: _Shown) -> dict[int, str]:
        """What is drawn in the places of tabs and ends of lines that have a glyph. pdfium itself ends a line in two
        characters, and has no other of them."""
        pairs = text.count("\r\n")
        if distinct.isdisjoint("\t\u2028\u2029") and text.count("\r") == text.count("\n") == pairs:
            return {}
        places = [match.start() for match in _END.finditer(text)]
        return {
            place: self._drawn_sign(font, text[place], shown) or UNREADABLE
            for place, font in zip(places, _fonts(text_page, places), strict=True)
            if font and self._differs(shown, font, text[place])
        }

    def _drawn_sign(self, font: int | None, character: str, shown: _Shown) -> str | None:
        """The sign that a font draws for a character; U+FFFD where it is no known one, None for a character that is
        what it says."""
        if _MARK.fullmatch(character) and not (font and self._differs(shown, font, character)):
            return None
        asked = font and character not in "\x00\ufffd" and glyphs.signature(font, character)
        outline = glyphs.outline(font, character) if font and asked else None
        return (glyphs.small_sign(outline) if outline else None) or UNREADABLE


class _Digits:
    """The digits of a page: their places, and whether their codes say which they are (the first of each run answers for
    it); and, once asked for, which digits each font prints, and where."""

    def __init__(self, text_page: int, text: str) -> None:
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        is_digit = (codes - ord(DIGITS[0]) < 10) | (codes - ord(WIDE_DIGITS[0]) < 10)
        starts = is_digit.copy()
        starts[1:] &= ~is_digit[:-1]
        self._codes, self._before, self._behind = codes, np.zeros_like(is_digit), np.zeros_like(is_digit)
        self._before[1:], self._behind[:-1] = is_digit[:-1], is_digit[1:]
        self._text_page, self._text = text_page, text
        self.places: list[int] = np.flatnonzero(is_digit).tolist()
        self.are_mapped = 1 not in map(native.char_unmapped, repeat(text_page), np.flatnonzero(starts).tolist())

    def neighbours(self) -> set[str]:
        """The characters that stand beside digits."""
        return set(map(chr, np.unique(self._codes[self._before | self._behind]).tolist()))

    def beside(self, characters: Set[str]) -> Iterator[tuple[int, int]]:
        """The places of such characters beside a digit, each with that of the digit (of two, the one before), and those
        of dashes anywhere: one alone may be a zero."""
        before, behind = self._before, self._behind
        near, asked = before | behind, np.zeros_like(before)
        for c in characters:  # few; np.isin sorts
            asked |= (self._codes == ord(c)) & (near | (c in _DASHES))
        places = np.flatnonzero(asked)
        steps = (behind & ~before)[places].astype(np.intp) - before[places]
        yield from zip(places.tolist(), (places + steps).tolist(), strict=True)

    @cached_property
    def _fonts(self) -> list[int]:
        return _fonts(self._text_page, self.places)

    @cached_property
    def used(self) -> dict[int, set[str]]:
        found: dict[int, set[str]] = {}
        for font, digit in set(zip(self._fonts, map(self._text.__getitem__, self.places), strict=True)):
            if font:
                found.setdefault(font, set()).add(digit)
        return found

    def of(self, fonts: Set[int]) -> frozenset[int]:
        """The places of the digits of some fonts."""
        return (
            frozenset(p for p, font in zip(self.places, self._fonts, strict=True) if font in fonts)
            if fonts
            else frozenset()
        )

    def unmapped(self) -> frozenset[int]:
        """The places of those whose codes say nothing."""
        return frozenset(p for p in self.places if native.char_unmapped(self._text_page, p) == 1)


class _Shown:
    """What the fonts of a page show; each is asked only once for the same character."""

    def __init__(self) -> None:
        self._marks: dict[tuple[int, str], tuple[int, float, float] | None] = {}
        self._drawings: dict[int, bool] = {}

    def mark(self, font: int, character: str) -> tuple[int, float, float] | None:
        """What tells the outline of a character from others; None where the font shows none."""
        asked = font, character
        if asked not in self._marks:
            self._marks[asked] = glyphs.signature(font, character)
        return self._marks[asked]

    def is_bare(self, font: int, characters: Set[str]) -> bool:
        """Whether a font has no outline of its own for one of these."""
        if font not in self._drawings:
            self._drawings[font] = glyphs.are_drawings(font)
        return self._drawings[font] or any(self.mark(font, c) is None for c in characters)


def _bare_signs(
    text_page: int, text: str, fonts: Iterable[int], signs: Set[str], doubled: Set[str], shown: _Shown
) -> frozenset[int]:
    """The places of those of the `signs` (points within numbers, and minuses, which may be zeros alone) for which their
    font shows no outline, or perhaps not theirs."""
    bare = {
        (font, sign) for font in fonts for sign in signs
        if shown.is_bare(font, {sign}) or (sign in doubled and not glyphs.is_stand_in(font, sign))
    }  # fmt: skip
    asked = {sign for _, sign in bare}
    places = [
        i
        for i, c in enumerate(text if asked else "")
        if c in asked and (c == "-" or not NUMERALS.isdisjoint(text[max(i - 1, 0) : i + 2]))
    ]
    found = zip(places, _fonts(text_page, places), strict=True)
    return frozenset(place for place, font in found if (font, text[place]) in bare)


def _blanks(text_page: int, text: str) -> tuple[tuple[int, int], ...]:
    """The places of blanks beside a digit in one object of text, and those of the digits."""
    pairs = [(m.start(), m.start() + 1) for m in _BLANK_BEFORE.finditer(text)]
    pairs += [(m.start() + 1, m.start()) for m in _BLANK_BEHIND.finditer(text)]
    items = (tuple(native.text_object(text_page, place) for place in pair) for pair in pairs)
    return tuple(pair for pair, (one, other) in zip(pairs, items, strict=True) if one and one == other)


def _used(text: str, spans: Sequence[tuple[int, int]], fonts: Sequence[int]) -> dict[int, set[str]]:
    """Which characters each font prints in these spans."""
    used: dict[int, list[str]] = {}
    for (start, end), font in zip(spans, fonts, strict=True):
        if font:
            used.setdefault(font, []).append(text[start:end])
    return {font: set("".join(parts)) for font, parts in used.items()}


def _fonts(text_page: int, places: list[int]) -> list[int]:
    """The font of each of these characters, 0 where it has none; each object of text is asked once."""
    items = list(map(native.text_object, repeat(text_page), places))
    of_object = {item: native.font_of(item) or 0 for item in set(items) - {None}}
    return [of_object.get(item, 0) for item in items]
