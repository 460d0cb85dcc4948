"""The text of an OFD page: each character of a TextCode with the place that its steps (DeltaX, DeltaY) lead to.

Text is Unicode, so that no font is needed. How wide a character is, is how far it is to the next one, where that is as
far as characters go; else its usual width.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from extractor.document.ofd.container import child, children, number, numbers

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

ASCENT = 0.86  # of the size: how far a character reaches over its baseline, the rest of it below
NARROW = 0.5  # of the size: letters and digits, where nothing says how wide they are
WIDEST = 1.25  # of its usual width: a character that is followed further off has a gap behind it
_ESCAPED = re.compile(r"\\([0-9A-Fa-f]{4})")  # how the standard has characters that XML has not
_BREAKS = str.maketrans("", "", "\r\n\t")

Corners = tuple[float, float, float, float]


class Glyph(Struct, frozen=True):
    """A character as its object places it: where its baseline begins, its direction there as a vector of one, and its
    box, turned back to level about that point. `sign` is the glyph of the font that is drawn for it, where it is
    said."""

    text: str
    x: float
    y: float
    along: tuple[float, float]
    box: Corners
    sign: int | None = None


def glyphs(element: Element) -> Iterator[Glyph]:
    """The characters of a TextObject in its own space, in order; blanks are none, but take their steps."""
    size = number(element.get("Size"), 0)
    scale = number(element.get("HScale"), 1) or 1
    reads, stands = (_direction(element.get(name)) for name in ("ReadDirection", "CharDirection"))
    signs = _signs(element)
    x = y = 0.0
    for code in children(element, "TextCode"):
        text = _text(code)
        x, y = number(code.get("X"), x), number(code.get("Y"), y)
        right, down = (_steps(code.get(name), len(text) - 1) for name in ("DeltaX", "DeltaY"))
        at_x, at_y = x, y
        for place, character in enumerate(text):
            usual = size * scale * (1.0 if unicodedata.east_asian_width(character) in "WFA" else NARROW)
            step = (right[place] if right else 0.0, down[place] if down else 0.0) if place < len(text) - 1 else None
            if not (right or down):
                step = (usual * reads[0], usual * reads[1])
            width = usual
            if step is not None and 0 < (far := step[0] * stands[0] + step[1] * stands[1]) <= WIDEST * usual:
                width = far
            if not character.isspace() and size > 0:
                corners = (0.0, -ASCENT * size, width, (1 - ASCENT) * size)
                yield Glyph(character, at_x, at_y, stands, corners, signs.get(place))
            if step is not None:
                at_x, at_y = at_x + step[0], at_y + step[1]


def _text(code: Element) -> str:
    """What a TextCode says: line breaks are of the file, and so are blanks beside them at its ends."""
    said = "".join(code.itertext())
    if "\n" in said or "\r" in said:
        said = said.strip()
    said = said.translate(_BREAKS)
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), said) if "\\" in said else said


def _steps(said: str | None, count: int) -> list[float]:
    """How far each character is from the one before; `g 3 5` stands for 5 5 5, and the last one goes on. No more are
    made than there are characters, whatever is said."""
    words, place = (said or "").split(), 0
    found: list[float] = []
    while place < len(words) and len(found) < count:
        is_group = words[place].lower() == "g"
        given = numbers(" ".join(words[place + 1 : place + 3] if is_group else words[place : place + 1]))
        if len(given) != (2 if is_group else 1):
            break
        times = int(given[0]) if is_group else 1
        found += [given[-1]] * min(max(times, 0), count - len(found))
        place += 3 if is_group else 1
    return found + found[-1:] * (count - len(found))


def _direction(said: str | None) -> tuple[float, float]:
    """The way that an angle points, clockwise from the right as the page is seen."""
    angle = math.radians(number(said, 0))
    return round(math.cos(angle), 6), round(math.sin(angle), 6)


def _signs(element: Element) -> dict[int, int]:
    """The glyph that is drawn for each character by its place, where the object says it one for one (CGTransform)."""
    codes = [*children(element, "TextCode")]
    if len(codes) != 1:
        return {}
    most = len(_text(codes[0]))
    found: dict[int, int] = {}
    for change in children(element, "CGTransform"):
        said = child(change, "Glyphs")
        drawn = (said.text or "").split(maxsplit=most) if said is not None else []
        first, count = int(number(change.get("CodePosition"), 0)), int(number(change.get("CodeCount"), 1))
        if count == int(number(change.get("GlyphCount"), 1)):
            for place, sign in enumerate(drawn[: min(count, most)], first):
                if sign.isdecimal() and len(sign) < 9:
                    found[place] = int(sign)
    return found
