"""What the fonts of a document show for their characters, asked only once.

pdfium throws a font away with the last page that prints with it, and may give its place to another. So the fonts are
kept until the document is read: by a text object with each, which stands on no page.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Set
from contextlib import contextmanager

import pypdfium2_raw as pdfium
from msgspec import Struct, field

from extractor.document.pdf.witnesses import glyphs

MOST_KEPT = 24  # fonts of one document, of which each may have megabytes; others are asked again on every page

Mark = tuple[float, ...] | None


class _Font(Struct):
    """What is known of a font: whether its glyphs are drawings, what tells its outlines from others (None where it
    shows none), whether these differ from what they are called, and which digits are `proved` to be what they are
    called."""

    are_drawings: bool
    marks: dict[str, Mark] = field(default_factory=dict)
    differing: dict[str, bool] = field(default_factory=dict)
    proved: set[str] = field(default_factory=set)


class Shown:
    """What the fonts of a document show, by their handles."""

    def __init__(self, document: object) -> None:
        self._document = document
        self._fonts: dict[int, _Font] = {}
        self._keepers: dict[int, object] = {}

    def turn_to(self, fonts: Set[int]) -> None:
        """Makes ready for a loaded page that prints with these fonts."""
        for font in self._fonts.keys() - self._keepers.keys():
            del self._fonts[font]
        for font in fonts - self._keepers.keys():
            if len(self._keepers) < MOST_KEPT:
                handle = ctypes.cast(font, pdfium.FPDF_FONT)
                if keeper := pdfium.FPDFPageObj_CreateTextObj(self._document, handle, 1.0):
                    self._keepers[font] = keeper

    def let_go(self) -> None:
        """Gives the fonts back to pdfium, which must happen before their document is closed."""
        for keeper in self._keepers.values():
            pdfium.FPDFPageObj_Destroy(keeper)
        self._keepers.clear()
        self._fonts.clear()

    def _known(self, font: int) -> _Font:
        if font not in self._fonts:
            self._fonts[font] = _Font(glyphs.are_drawings(font))
        return self._fonts[font]

    def mark(self, font: int, character: str) -> Mark:
        """What tells the outline of a character from others; None where the font shows none."""
        marks = self._known(font).marks
        if character not in marks:
            marks[character] = glyphs.signature(font, character)
        return marks[character]

    def differing(self, font: int) -> dict[str, bool]:
        """Whether the outlines of a font differ from what they are called, as far as that was judged."""
        return self._known(font).differing

    def proved(self, font: int) -> set[str]:
        """The digits of a font whose outlines are known to be theirs."""
        return self._known(font).proved

    def is_bare(self, font: int, characters: Set[str]) -> bool:
        """Whether a font has no outline of its own for one of these."""
        return self._known(font).are_drawings or any(self.mark(font, c) is None for c in characters)


@contextmanager
def shown_by(document: object) -> Iterator[Shown]:
    """What the fonts of an open document show."""
    shown = Shown(document)
    try:
        yield shown
    finally:
        shown.let_go()
