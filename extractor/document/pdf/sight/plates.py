"""What signatures, buttons and stamps hide of the numbers of a page, or print among them."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from msgspec.structs import replace

from extractor.document.geometry import median
from extractor.document.lines import UNREADABLE
from extractor.document.model import Characters, Floats, Page
from extractor.document.numbers import IN_NUMBER
from extractor.document.pdf.objects import Rectangle
from extractor.document.pdf.sight.overprint import chosen

LOW = 4.0  # of the usual height of characters: a stamp is higher, and the row of a table hardly ever
APART = 0.5  # of the size: characters of one number stand nearer


def under(plated: Characters, found: Page) -> Page:
    """A page without those numbers that what lies upon it (`plated`: seen with it) hides. Characters that it hides of a
    number are unreadable."""
    c, there = found.characters, set(zip(plated.text, *_places(plated), strict=True))
    in_number = np.array([t in IN_NUMBER for t in c.text], dtype=bool)
    hidden = in_number & [place not in there for place in zip(c.text, *_places(c), strict=True)]
    if not hidden.any():
        return found
    joined = in_number[1:] & in_number[:-1] & (np.diff(c.baseline) == 0)
    joined &= np.abs(c.x0[1:] - c.x1[:-1]) < APART * c.size[1:]
    number = np.concatenate([[0], np.cumsum(~joined)])
    kept = ~hidden | (np.bincount(number, ~hidden)[number] > 0)
    text = "".join([UNREADABLE if gone else t for t, gone in zip(c.text, hidden.tolist(), strict=True)])
    return replace(found, characters=chosen(replace(c, text=text), kept), covered=True, amended=True)


def _places(found: Characters) -> tuple[list[float], list[float]]:
    return np.round(found.x0).tolist(), np.round(found.baseline).tolist()


def among_text(notes: Collection[Rectangle], text: Floats) -> bool:
    """Whether one of the notes is no higher than a line of a page's text (boxes in user space, too), as stamps are, and
    stands neither above nor below all of it."""
    if not notes or not len(text):
        return False
    usual, bottom, top = median(text[:, 3] - text[:, 1]), text[:, 1].min(), text[:, 3].max()
    return any(min(x1 - x0, y1 - y0) < LOW * usual and y1 > bottom and y0 < top for x0, y0, x1, y1 in notes)
