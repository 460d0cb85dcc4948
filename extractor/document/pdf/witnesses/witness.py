"""The witness of the text layer: whether the glyphs that a font draws are the digits that it claims.

A PDF maps the codes of a font to characters (ToUnicode) independently of the glyphs that it draws for them, and a
person sees the glyphs. Every font that prints digits is asked for the outlines of those digits: where an outline is
clearly another digit, the font lies, and none of its digits is believed. A character without meaning within a number is
read as it is drawn if its outline is a minus or a point, and is unreadable otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Set

import pypdfium2_raw as pdfium
from msgspec import Struct, field

from extractor.document.lines import UNREADABLE
from extractor.document.numbers import NUMERALS
from extractor.document.pdf import native
from extractor.document.pdf.fonts import MONEY_UNITS
from extractor.document.pdf.witnesses import glyphs, unit_shapes
from extractor.document.pdf.witnesses.printing import (
    ALONE,
    DIGIT,
    MARK,
    Digits,
    bare_signs,
    blanks_beside,
    drawn_marks,
    fonts_of,
    in_one_number,
    stood_in,
    used_by,
)
from extractor.document.pdf.witnesses.shown import Shown
from extractor.kept import compiled

_ENDS_OF_LINES = {"\r", "\n", "\t"}
_RARE = "\t\u2028\u2029\u061c\u200e\u200f\u202a\u202b\u202d\u202e"  # tabs, ends, and turns of direction
_END = compiled(rf"[\r\n{_RARE}]")
MOST_KNOWN = 4096  # outlines of digits that are remembered over documents

_SAYS_NOTHING = r"(?![\r\n\t])[\p{Cc}\p{Cf}\p{Co}\p{Cn}\uFFFD]"
_NOTHING = compiled(_SAYS_NOTHING)
_UNSAID = compiled(rf"(?<={DIGIT}[{MONEY_UNITS}]){_SAYS_NOTHING}|{_SAYS_NOTHING}(?=元)")  # where a unit should stand
_BLANK_UNIT = compiled(r"\p{Zs}(?=元)")  # perhaps a 万
_SIGN_UNIT = compiled(r"(?<=[：:（(\[【〔，,、·.])元")  # and so may be what is called a sign
_ODD_SIGN = compiled(rf"(.)\1|{DIGIT}[：:，,、·.]")
_UNIT = compiled(rf"[{MONEY_UNITS}](?:(?<=元)|(?<={DIGIT}.)|(?=\s{{0,2}}元))")


class Heard(Struct, frozen=True):
    """What the glyphs say about the text of a page.

    - `doubted`: the places of digits, and of characters within numbers, that cannot be read; `corrected`: whether
      others are read as they are drawn.
    - `unproved`: the digits, points and minuses of fonts that show no outlines of them; `unmapped`: the digits whose
      codes say nothing. Both must be drawn to be known; so must `blanks`, if a font has several codes for one, each
      with a digit beside it, and those before 元 and beside digits of fonts without outlines.
    - `stood`: the digits, signs and units of fonts that are not in the file, where fonts have several codes for one.
    - `distinct`: the characters of the text.
    """

    text: str
    doubted: frozenset[int] = frozenset()
    corrected: bool = False
    unproved: frozenset[int] = frozenset()
    unmapped: frozenset[int] = frozenset()
    blanks: tuple[tuple[int, int], ...] = ()
    stood: tuple[int, ...] = ()
    distinct: frozenset[str] = frozenset()

    @property
    def corrects(self) -> bool:
        """Whether engines that read the text layer themselves may find other digits or signs."""
        return self.corrected or bool(self.unmapped)


class FontWitness(Struct):
    """Judges the fonts of one page after another, and remembers the shapes that it has judged."""

    _judged: dict[tuple[object, ...], bool] = field(default_factory=dict)

    def hear(self, text_page: object, text: str, doubled: Set[str], fonts: Set[int], shown: Shown) -> Heard:
        """The text of a page, read place by place as its glyphs are drawn; digits of a font that lies are unreadable.
        `doubled` are the digits, signs, blanks and units for which fonts of the document may have several codes,
        `fonts` all that print on the page, and `shown` is what they show."""
        handle = native.address_of(text_page)
        distinct = frozenset(text)
        numerals = distinct & NUMERALS
        says_all = "".join(distinct - _ENDS_OF_LINES).isprintable() and UNREADABLE not in distinct
        drawn: dict[int, str] = {}
        doubted: set[int] = set()
        printing: Set[int] = fonts
        unproved: frozenset[int] = frozenset()
        unmapped: frozenset[int] = frozenset()
        several = not NUMERALS.isdisjoint(doubled)
        digits = Digits(handle, text)
        bare = {f for f in fonts if several or not self._proves(shown, f, numerals)}
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
        unproved |= bare_signs(handle, text, fonts, distinct & {".", "-"}, doubled, shown)
        if foreign := {c for c in distinct if c.isdecimal()} - NUMERALS:  # no disclosure prints those of other scripts
            places = [i for i, c in enumerate(text) if c in foreign]
            doubted.update(places)
            drawn |= dict.fromkeys(places, UNREADABLE)
        strange = set() if says_all else set(_NOTHING.findall("".join(distinct)))
        marks = MARK.findall("".join(digits.neighbours() | (distinct & ALONE)))
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
        blanks = inked + blanks_beside(handle, text) if any(map(str.isspace, doubled)) else inked
        veiled, blank = drawn_marks(handle, text, digits, printing, shown)
        stood = stood_in(handle, text, doubled)
        if drawn:
            distinct = frozenset(heard)
        unproved |= bare_units | veiled
        return Heard(heard, frozenset(doubted), heard != text, unproved, unmapped, blanks + blank, stood, distinct)

    def _units(
        self, text_page: int, text: str, doubled: Set[str], says_all: bool, shown: Shown
    ) -> tuple[set[int], frozenset[int], tuple[tuple[int, int], ...]]:
        """The places of the characters of units in fonts that draw one for another, or do not say what they draw beside
        one (unless the text `says_all`), or call it a blank or a sign; of those whose fonts show no outlines of them,
        or (`doubled`) perhaps not theirs; and of blanks that such fonts may draw, each with that of the 元 behind."""
        unsaid = [] if says_all else [match.start() for match in _UNSAID.finditer(text)]
        inked = {
            place for place, font in zip(unsaid, fonts_of(text_page, unsaid), strict=True)
            if font and (glyphs.signature(font, text[place]) is not None or glyphs.are_drawings(font))
        }  # fmt: skip
        places = [match.start() for match in _BLANK_UNIT.finditer(text)]
        blanks = [(place, font) for place, font in zip(places, fonts_of(text_page, places), strict=True) if font]
        inked |= {p for p, font in blanks if text[p] not in doubled and self._differs(shown, font, text[p])}
        inked |= _signs_for_units(text_page, text, shown)
        unknown = tuple((p, p + 1) for p, font in blanks if text[p] in doubled or glyphs.are_drawings(font))
        spans = [match.span() for match in _UNIT.finditer(text)]
        if not spans:
            return inked, frozenset(), unknown
        fonts = fonts_of(text_page, [start for start, _ in spans])
        used = used_by(text, spans, fonts)
        liars = {font for font, units in used.items() if self._lies(shown, font, units)}
        several = not doubled.isdisjoint(MONEY_UNITS)
        bare = {f for f, u in used.items() if shown.is_bare(f, u) or (several and not glyphs.is_stand_in(f, u))} - liars
        placed = [(start, font) for (start, _), font in zip(spans, fonts, strict=True)]
        found = inked | {p for p, font in placed if font in liars}
        return found, frozenset(p for p, font in placed if font in bare), unknown

    def _proves(self, shown: Shown, font: int, characters: Set[str]) -> bool:
        """Whether a font shows outlines of all these digits, none of which is another."""
        proved = shown.proved(font)
        if not characters <= proved:
            if shown.is_bare(font, characters) or self._lies(shown, font, characters):
                return False
            proved |= characters
        return True

    def _lies(self, shown: Shown, font: int, characters: Set[str]) -> bool:
        """Whether a font draws another digit, or unit, for one of these."""
        return any(self._differs(shown, font, c) for c in characters)

    def _differs(self, shown: Shown, font: int, character: str) -> bool:
        """Whether a font draws another digit or unit for one, anything for a blank, or for a small sign one as high as
        a digit, or another sign."""
        known = shown.differing(font)
        if character not in known:
            mark = shown.mark(font, character)
            known[character] = mark is not None and self._judge(font, character, mark)
        return known[character]

    def _judge(self, font: int, character: str, mark: tuple[float, ...]) -> bool:
        key = (character, *mark)
        if key not in self._judged:
            if len(self._judged) >= MOST_KNOWN:
                self._judged.clear()
            contours = glyphs.outline(font, character)
            judge = unit_shapes.differs if character in MONEY_UNITS else glyphs.differs
            self._judged[key] = contours is not None and judge(contours, character)
        return self._judged[key]

    def _read_signs(
        self, text_page: object, beside: Iterable[tuple[int, int]], text: str, drawn: dict[int, str], shown: Shown
    ) -> set[int]:
        """Reads as they are drawn the characters `beside` a digit (the places of both) that have no meaning, or another
        than is drawn; gives the places of those that are no known sign."""
        handle, doubted = native.address_of(text_page), set()
        signs: dict[tuple[int | None, str], str | None] = {}
        for place, digit in beside:
            item = native.text_object(handle, place)
            if not item or not in_one_number(handle, place, digit):
                continue
            if pdfium.FPDFText_IsGenerated(text_page, place) == 1:
                continue  # a gap within a run, which pdfium calls a blank
            glyph = native.font_of(item), text[place]
            if glyph not in signs:
                signs[glyph] = self._drawn_sign(*glyph, shown)
            sign = signs[glyph]
            if sign == UNREADABLE and _is_bullet(handle, place, digit, text):
                continue
            if sign is not None and pdfium.FPDFText_IsHyphen(text_page, place) != 1:
                drawn[place] = sign
                if sign == UNREADABLE:
                    doubted.add(place)
        return doubted

    def _drawn_ends(self, text_page: int, text: str, distinct: Set[str], shown: Shown) -> dict[int, str]:
        """What is drawn in the places of tabs, ends of lines and turns of direction that have a glyph. pdfium itself
        ends a line in two characters, and has no other of them; what turns the direction it sets aside."""
        pairs = text.count("\r\n")
        if distinct.isdisjoint(_RARE) and text.count("\r") == text.count("\n") == pairs:
            return {}
        places = [match.start() for match in _END.finditer(text)]
        return {
            place: self._drawn_sign(font, text[place], shown) or UNREADABLE
            for place, font in zip(places, fonts_of(text_page, places), strict=True)
            if font and self._differs(shown, font, text[place])
        }

    def _drawn_sign(self, font: int | None, character: str, shown: Shown) -> str | None:
        """The sign that a font draws for a character; U+FFFD where it is no known one, None for a character that is
        what it says."""
        if MARK.fullmatch(character) and not (font and self._differs(shown, font, character)):
            return None
        asked = font and character not in "\x00\ufffd" and glyphs.signature(font, character)
        outline = glyphs.outline(font, character) if font and asked else None
        return (glyphs.small_sign(outline) if outline else None) or UNREADABLE


def _is_bullet(text_page: int, place: int, digit: int, text: str) -> bool:
    """Whether a character beside a digit comes from another font, and stands on one side of digits alone."""
    font, other = fonts_of(text_page, [place, digit])
    return font != other and not (text[max(place - 1, 0)] in NUMERALS and text[place + 1 : place + 2] in NUMERALS)


def _signs_for_units(text_page: int, text: str, shown: Shown) -> set[int]:
    """The places of signs before 元 that are drawn as large as a 万, or that nobody prints there: twice, or behind a
    digit (a font may have two codes for one sign, and show only that which draws it)."""
    places = [match.start() - 1 for match in _SIGN_UNIT.finditer(text)]
    found = {place for place in places if _ODD_SIGN.fullmatch(text[max(place - 1, 0) : place + 1])}
    for place, font in zip(places, fonts_of(text_page, places), strict=True):
        contours = glyphs.outline(font, text[place]) if font and shown.mark(font, text[place]) else None
        if contours is not None and unit_shapes.passes_for_unit(contours):
            found.add(place)
    return found
