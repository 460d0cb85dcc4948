"""Figures printed red without a sign (红字): spreadsheets print negatives so, while others mark whatever they like.

The colour says that such a figure may be negative. Whether it is, the accounts decide (`audit`).
"""

from __future__ import annotations

import numpy as np

from extractor.document.model import Alternative, Characters, Doubt, Floats
from extractor.document.numbers import read_number
from extractor.document.pdf.objects import Mask

RED, OTHERS = 130, 80  # of 255: so much red there is at least, and so much less of green and blue
TIGHT = 0.6  # of the size: characters of one figure stand this near
MOST = 2000  # on a page; where more is red, red says nothing
EVEN = 0.5  # the probability of either sign, as far as a colour tells


def is_red(inks: Floats) -> Mask:
    """Which inks (rows of red, green, blue) are red."""
    found: Mask = (inks[:, 0] > RED) & (inks[:, 0] - inks[:, 1:].max(axis=1, initial=0) > OTHERS)
    return found


def red_figures(found: Characters, red: Mask) -> tuple[Doubt, ...]:
    """The positive figures among the `red` characters, each with its negative."""
    places = np.flatnonzero(red)
    if not 0 < len(places) <= MOST:
        return ()
    one, other = places[:-1], places[1:]
    apart = (np.abs(found.x0[other] - found.x1[one]) > TIGHT * found.size[one]) | (
        np.abs(found.baseline[one] - found.baseline[other]) > TIGHT * found.size[one]
    )
    doubts = []
    for run in np.split(places, np.flatnonzero(apart) + 1):
        text = "".join([found.text[i] for i in run.tolist()])
        number = read_number(text)
        if number.value is not None and number.value > 0:
            doubts.append(Doubt(text, found.box(run.tolist()), (Alternative(f"-{text}", EVEN),)))
    return tuple(doubts)
