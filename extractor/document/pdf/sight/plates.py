"""What signatures and buttons hide of the numbers of a page."""

from __future__ import annotations

import numpy as np
from msgspec.structs import replace

from extractor.document.model import Characters, Page
from extractor.document.numbers import IN_NUMBER
from extractor.document.pdf.sight.overprint import chosen
from extractor.document.pdf.witnesses.witness import UNREADABLE

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
