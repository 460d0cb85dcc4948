"""The witness of the text layer: whether the glyphs that a font draws are the digits that it claims.

A PDF maps the codes of a font to characters apart from the glyphs that it draws for them (ToUnicode), and a person
sees the glyphs. Every font that prints digits is asked for the outlines of those digits: where an outline is clearly
another digit, the font lies, and none of its digits is believed. A character without meaning within a number is read
as it is drawn where its outline is a minus or a point, and marked as unreadable otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import repeat

import regex

from extractor.document import glyphs, native

UNREADABLE = "\ufffd"
MOST_KNOWN = 4096  # outlines of digits that are remembered over documents

_RUN = regex.compile(r"[0-9]+")
_BESIDE = regex.compile(
    r"[0-9][[\p{Cc}\p{Co}\p{Cn}\ufffd]--[\r\n\t]]|[[\p{Cc}\p{Co}\p{Cn}\ufffd]--[\r\n\t]](?=[0-9])", regex.V1
)
_BLANK_BESIDE = regex.compile(
    r"[0-9][[\p{Cc}\p{Co}\p{Cn}\ufffd\ ]--[\r\n\t]]|[[\p{Cc}\p{Co}\p{Cn}\ufffd\ ]--[\r\n\t]](?=[0-9])", regex.V1
)
_DIGITS = frozenset(glyphs.DIGITS)


@dataclass(slots=True)
class Witness:
    """What the glyphs say of a page's text. `doubted` is whether digits, or characters within numbers, are left that
    cannot be read."""

    text: str
    doubted: bool = False


@dataclass(slots=True)
class FontWitness:
    """Judges the fonts of one document after another, and remembers the shapes that it has judged."""

    _judged: dict[tuple[str, int, float, float], bool] = field(default_factory=dict)

    def hear(self, text_page: object, text: str) -> Witness:
        """The text of a page, place by place as its glyphs are drawn; digits of a font that lies are unreadable."""
        handle = native.address_of(text_page)
        runs = [match.span() for match in _RUN.finditer(text)]
        used: dict[int, set[str]] = {}
        for (start, end), font in zip(runs, _fonts(handle, [start for start, _ in runs]), strict=True):
            used.setdefault(font, set()).update(text[start:end])
        used.pop(0, None)
        found = Witness(text)
        if any(self._lies(font, characters) for font, characters in used.items()):
            self._silence(handle, found)
        self._read_signs(handle, found, any(self._draws_blanks(font) for font in used))
        return found

    def _silence(self, handle: int, found: Witness) -> None:
        """Makes the digits of lying fonts unreadable, each digit asked for its own font."""
        places = [i for i, c in enumerate(found.text) if c in _DIGITS]
        fonts, drawn = _fonts(handle, places), list(found.text)
        used: dict[int, set[str]] = {}
        for place, font in zip(places, fonts, strict=True):
            used.setdefault(font, set()).add(drawn[place])
        liars = {font for font, characters in used.items() if font and self._lies(font, characters)}
        for place, font in zip(places, fonts, strict=True):
            if font in liars:
                drawn[place], found.doubted = UNREADABLE, True
        found.text = "".join(drawn)

    def _read_signs(self, handle: int, found: Witness, blanks: bool) -> None:
        """Reads what has no meaning beside a digit as it is drawn, and blanks too where a font draws something."""
        drawn: list[str] | None = None
        for match in (_BLANK_BESIDE if blanks else _BESIDE).finditer(found.text):
            before = match[0][0] in _DIGITS
            place, digit = (match.start() + 1, match.start()) if before else (match.start(), match.start() + 1)
            item = native.text_object(handle, place)
            if not item or item != native.text_object(handle, digit):
                continue
            sign = _drawn_sign(native.font_of(item), found.text[place])
            if sign is not None:
                drawn = drawn or list(found.text)
                drawn[place] = sign
                found.doubted |= sign == UNREADABLE
        if drawn:
            found.text = "".join(drawn)

    def _draws_blanks(self, font: int) -> bool:
        return glyphs.signature(font, " ") is not None

    def _lies(self, font: int, characters: set[str]) -> bool:
        """Whether a font draws another digit for one of these."""
        return any(self._differs(font, c) for c in characters)

    def _differs(self, font: int, character: str) -> bool:
        mark = glyphs.signature(font, character)
        if mark is None:
            return False
        key = (character, *mark)
        if key not in self._judged:
            if len(self._judged) >= MOST_KNOWN:
                self._judged.clear()
            contours = glyphs.outline(font, character)
            self._judged[key] = contours is not None and glyphs.differs(contours, character)
        return self._judged[key]


def _fonts(text_page: int, places: list[int]) -> list[int]:
    """The font of each of these characters, 0 where it has none; asked once for each object of text."""
    of_object: dict[int | None, int] = {None: 0}
    found = []
    for item in map(native.text_object, repeat(text_page), places):
        if item not in of_object:
            of_object[item] = native.font_of(item) or 0
        found.append(of_object[item])
    return found


def _drawn_sign(font: int, character: str) -> str | None:
    """The sign that a font draws for a character; U+FFFD where it is none that is known, None for a blank that is."""
    asked = font and character not in "\x00\ufffd" and glyphs.signature(font, character)
    outline = glyphs.outline(font, character) if asked else None
    sign = glyphs.small_sign(outline) if outline else None
    return sign or (None if character == " " else UNREADABLE)
