"""The witness of the text layer: whether the glyphs that a font draws are the digits that it claims.

A PDF maps the codes of a font to characters apart from the glyphs that it draws for them (ToUnicode), and a person
sees the glyphs. Every font that prints digits is asked for the outlines of those digits: where an outline is clearly
another digit, the font lies, and none of its digits is believed. A character without meaning within a number is read
as it is drawn where its outline is a minus or a point, and marked as unreadable otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from itertools import repeat

import pypdfium2_raw as pdfium
import regex
from msgspec import Struct, field

from extractor.document import glyphs, native, unit_shapes
from extractor.document.fonts import MONEY_UNITS
from extractor.document.numbers import DIGITS, NUMERALS, WIDE_DIGITS
from extractor.kept import compiled

UNREADABLE = "\ufffd"
_ENDS_OF_LINES = {"\r", "\n", "\t"}
MOST_KNOWN = 4096  # outlines of digits that are remembered over documents

_DIGIT = f"[{DIGITS}{WIDE_DIGITS}]"
_RUN = compiled(f"{_DIGIT}+")
_SAYS_NOTHING = r"(?![\r\n\t])[\p{Cc}\p{Cf}\p{Co}\p{Cn}\uFFFD%s]"
_MARK = compiled(rf"[\p{{Zs}}{glyphs.SMALL_SIGNS}]")  # of which a number is made, or that it leaves out
_BESIDE, _MARK_BESIDE = (
    compiled(f"{_DIGIT}{nothing}|{nothing}(?={_DIGIT})")
    for nothing in (_SAYS_NOTHING % "", _SAYS_NOTHING % rf"\p{{Zs}}{glyphs.SMALL_SIGNS}")
)
_UNSAID = compiled(rf"(?<={_DIGIT}[{MONEY_UNITS}]){_SAYS_NOTHING % ''}")  # where 元 should stand
_UNIT = compiled(rf"(?<={_DIGIT})[{MONEY_UNITS}]|[{MONEY_UNITS}](?=\s{{0,2}}元)|元")
_BLANK_BEFORE, _BLANK_BEHIND = compiled(rf"\p{{Zs}}(?={_DIGIT})"), compiled(rf"{_DIGIT}\p{{Zs}}")


class Heard(Struct, frozen=True):
    """What the glyphs say of a page's text. `doubted` are the places of digits, and of characters within numbers, that
    cannot be read; `corrected` says that others are read as they are drawn. `unproved` are the digits, points and
    minuses of fonts that show no outlines of them, `unmapped` the digits whose codes say nothing: they must be drawn
    to know; and so must `blanks`, if a font has several codes for one, each with a digit beside it.
    """

    text: str
    doubted: frozenset[int] = frozenset()
    corrected: bool = False
    unproved: frozenset[int] = frozenset()
    unmapped: frozenset[int] = frozenset()
    blanks: tuple[tuple[int, int], ...] = ()

    @property
    def corrects(self) -> bool:
        """Whether those who read the text layer by themselves may find other digits or signs."""
        return self.corrected or bool(self.unmapped)


class FontWitness(Struct):
    """Judges the fonts of one page after another, and remembers the shapes that it has judged."""

    _judged: dict[tuple[str, int, float, float], bool] = field(default_factory=dict)

    def hear(self, text_page: object, text: str, doubled: Set[str]) -> Heard:
        """The text of a page, place by place as its glyphs are drawn; digits of a font that lies are unreadable.
        `doubled` are the digits, signs, blanks and units for which fonts of the document may have several codes."""
        handle = native.address_of(text_page)
        distinct = set(text)
        says_all = "".join(distinct - _ENDS_OF_LINES).isprintable() and UNREADABLE not in distinct
        shown = _Shown()
        runs = [match.span() for match in _RUN.finditer(text)]
        fonts = _fonts(handle, [start for start, _ in runs])
        used = _used(text, runs, fonts)
        drawn: dict[int, str] = {}
        doubted: set[int] = set()
        unproved: frozenset[int] = frozenset()
        unmapped: frozenset[int] = frozenset()
        lies = any(self._lies(shown, *claimed) for claimed in used.items())
        mute = any(native.char_unmapped(handle, start) == 1 for start, _ in runs)
        several = not NUMERALS.isdisjoint(doubled)
        if lies or mute or several or any(shown.is_bare(*claimed) for claimed in used.items()):
            digits = _Digits(handle, text)
            liars = {font for font, characters in digits.used.items() if self._lies(shown, font, characters)}
            bare = {
                font for font, characters in digits.used.items()
                if shown.is_bare(font, characters) or (several and not glyphs.is_stand_in(font, characters))
            }  # fmt: skip
            doubted = {place for place, font in digits.fonts.items() if font in liars}
            unmapped = frozenset(p for p in digits.fonts if native.char_unmapped(handle, p) == 1) - doubted
            unproved = (frozenset(p for p, font in digits.fonts.items() if font in bare) - doubted) | unmapped
            drawn |= dict.fromkeys(doubted, UNREADABLE)
        unproved |= _bare_signs(handle, text, used, distinct & {".", "-"}, doubled, shown)
        marks = _MARK.findall("".join(distinct))
        lie = any(self._differs(shown, font, mark) for font in used for mark in marks)
        if lie or not says_all:
            doubted |= self._read_signs(
                text_page, (_MARK_BESIDE if lie else _BESIDE).finditer(text), text, drawn, shown
            )
        exchanged, bare_units = self._units(handle, text, not doubled.isdisjoint(MONEY_UNITS), says_all, shown)
        doubted |= exchanged
        drawn |= dict.fromkeys(exchanged, UNREADABLE)
        heard = "".join([drawn.get(i, c) for i, c in enumerate(text)]) if drawn else text
        blanks = _blanks(handle, text) if any(map(str.isspace, doubled)) else ()
        return Heard(heard, frozenset(doubted), heard != text, unproved | bare_units, unmapped, blanks)

    def _units(
        self, text_page: int, text: str, several: bool, says_all: bool, shown: _Shown
    ) -> tuple[set[int], frozenset[int]]:
        """The places of the characters of units in fonts that draw one for another, or say nothing of what they draw
        behind one (unless the text `says_all`), and of those whose fonts show no outlines of them, or perhaps
        (`several`) not theirs."""
        unsaid = [] if says_all else [match.start() for match in _UNSAID.finditer(text)]
        inked = {
            place for place, font in zip(unsaid, _fonts(text_page, unsaid), strict=True)
            if font and (glyphs.signature(font, text[place]) is not None or glyphs.are_drawings(font))
        }  # fmt: skip
        spans = [match.span() for match in _UNIT.finditer(text)]
        if not spans:
            return inked, frozenset()
        fonts = _fonts(text_page, [start for start, _ in spans])
        used = _used(text, spans, fonts)
        liars = {font for font, units in used.items() if self._lies(shown, font, units)}
        bare = {f for f, u in used.items() if shown.is_bare(f, u) or (several and not glyphs.is_stand_in(f, u))} - liars
        placed = [(start, font) for (start, _), font in zip(spans, fonts, strict=True)]
        return inked | {p for p, font in placed if font in liars}, frozenset(p for p, font in placed if font in bare)

    def _lies(self, shown: _Shown, font: int, characters: Set[str]) -> bool:
        """Whether a font draws another digit, or unit, for one of these."""
        return any(self._differs(shown, font, c) for c in characters)

    def _differs(self, shown: _Shown, font: int, character: str) -> bool:
        """Whether a font draws another digit or unit for one, anything for a blank, or for a small sign what is as high
        as a digit, or another sign."""
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
        self, text_page: object, beside: Iterable[regex.Match[str]], text: str, drawn: dict[int, str], shown: _Shown
    ) -> set[int]:
        """Reads what has no meaning beside a digit, or another than it is drawn, as it is drawn; the places of what is
        no sign that is known."""
        handle, doubted = native.address_of(text_page), set()
        for match in beside:
            before = match[0][0] in NUMERALS
            place, digit = (match.start() + 1, match.start()) if before else (match.start(), match.start() + 1)
            item = native.text_object(handle, place)
            if not item or item != native.text_object(handle, digit):
                continue
            if pdfium.FPDFText_IsHyphen(text_page, place) == 1:
                continue
            sign = self._drawn_sign(native.font_of(item), text[place], shown)
            if sign is not None:
                drawn[place] = sign
                if sign == UNREADABLE:
                    doubted.add(place)
        return doubted

    def _drawn_sign(self, font: int | None, character: str, shown: _Shown) -> str | None:
        """The sign that a font draws for a character; U+FFFD where it is none that is known, None for a character that
        is what it says."""
        if _MARK.fullmatch(character) and not (font and self._differs(shown, font, character)):
            return None
        asked = font and character not in "\x00\ufffd" and glyphs.signature(font, character)
        outline = glyphs.outline(font, character) if font and asked else None
        return (glyphs.small_sign(outline) if outline else None) or UNREADABLE


class _Digits:
    """Each digit of a page with its font, and which digits each font prints."""

    def __init__(self, text_page: int, text: str) -> None:
        places = [i for i, c in enumerate(text) if c in NUMERALS]
        self.fonts = dict(zip(places, _fonts(text_page, places), strict=True))
        self.used = _used(text, [(i, i + 1) for i in places], list(self.fonts.values()))


class _Shown:
    """What the fonts of a page show, each asked once for the same."""

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
    """The places of those of the `signs` (points and minuses) within numbers for which their font shows no outline, or
    perhaps not theirs."""
    bare = {
        (font, sign) for font in fonts for sign in signs
        if shown.is_bare(font, {sign}) or (sign in doubled and not glyphs.is_stand_in(font, sign))
    }  # fmt: skip
    asked = {sign for _, sign in bare}
    places = [
        i
        for i, c in enumerate(text if asked else "")
        if c in asked and not NUMERALS.isdisjoint(text[max(i - 1, 0) : i + 2])
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
    """The font of each of these characters, 0 where it has none; asked once for each object of text."""
    items = list(map(native.text_object, repeat(text_page), places))
    of_object = {item: native.font_of(item) or 0 for item in set(items) - {None}}
    return [of_object.get(item, 0) for item in items]
