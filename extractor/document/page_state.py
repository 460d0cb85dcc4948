"""What the text of a page is worth, judged by what is drawn on it: the same for every layout reader."""

from __future__ import annotations

import numpy as np

from extractor.document.characters import HAN
from extractor.document.model import Characters, PageState
from extractor.document.pdf.paths import Paths
from extractor.document.pdf.sight.visibility import PICTURE_SHARE

FEW_INSIDE = 5  # characters, between head and foot: what a stamp or a seal leaves
MARGIN = 0.12  # of the page's height: where running heads and page numbers stand
MANY_SHAPES = 60  # on a page without text: what is written there is drawn
FEW = 20  # characters: a page with fewer and a large picture is a scan, with its page number typed over it
MANY_CURVES = 3000  # segments of drawn shapes: a hundred characters have more, an emblem has fewer
GARBLED_SHARE = 0.2  # of the characters: a few ornaments without Unicode stand on many a sound page
STRANGE = 10  # ideographs that nobody writes: names have one or two


def page_state(
    found: Characters, height: float, paths: Paths, pictured: float, unusable: int, doubted: bool, recognised: bool
) -> PageState:
    """The state of a page with the characters `found`.

    - `pictured`: the share of the page under pictures.
    - `unusable`: how many more characters have a Unicode that says nothing.
    - `doubted`: one among them is not what is drawn; `recognised`: they are OCR of a picture.
    """
    if paths.cut and len(found):
        return "crowded"
    if doubted or unusable > GARBLED_SHARE * (len(found) + unusable):
        return "garbled"
    if recognised:
        return "text"
    if _is_of_strange_ideographs(found.text):
        return "garbled"
    is_pictured = pictured > PICTURE_SHARE
    inner = np.count_nonzero((found.baseline > MARGIN * height) & (found.baseline < (1 - MARGIN) * height))
    drawn = len(paths.fills) + len(paths.lines) > MANY_SHAPES or paths.curves > MANY_CURVES
    if (len(found) < FEW and is_pictured) or (inner < FEW_INSIDE and (is_pictured or drawn)):
        return "picture"
    return "text" if len(found) else "blank"


def _is_of_strange_ideographs(text: str) -> bool:
    """Whether many of the ideographs are in neither character set of everyday Chinese (GB 2312, Big5): a text layer
    that maps characters to others, whatever is drawn, is full of them."""
    everyday = _held(text, "gb2312")
    if len(text) - len(everyday) < STRANGE:
        return False
    strange = "".join(HAN.findall(text.translate(dict.fromkeys(map(ord, set(everyday))))))
    return len(strange) - len(_held(strange, "big5")) > max(STRANGE, GARBLED_SHARE * len(HAN.findall(text)))


def _held(text: str, encoding: str) -> str:
    """The characters of a text that an encoding has."""
    return text.encode(encoding, "ignore").decode(encoding)
