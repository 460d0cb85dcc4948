"""A picture of a page → dark ink on even white paper: without stamps (公章), shadows and what shines through."""

from __future__ import annotations

import cv2
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from extractor.document.scan.picture.shapes import Mask, Shapes

Picture = NDArray[np.uint8]

RED = 36  # of 255: red that is so much more than green and blue is a stamp's
DARK_RED, LIGHT_RED = 60, 160  # of 255, in red: black below a stamp is darker, a stamp alone lighter
PAPER_STEP = 8  # pixels that become one where the paper's light is measured
PAPER_REACH = 7  # of those steps: ink is narrower, so the lightest one around is paper
DARKEST = 0.003  # of the pixels: the ink's own darkness, blots apart
LEAST_CONTRAST = 40  # of 255: with less between ink and paper there is nothing to be read
INK = 0.62  # of the way from ink to paper: darker is ink
FAINT = 0.8  # of the way: hairlines reach no darker
GHOST = 0.55  # of the way: what is nowhere darker shines through from another page
GHOSTLY = 0.12  # of all that is drawn: with fewer of them nothing shines through
FRAME_STEP = 4  # pixels that are passed over where broad darkness is sought: no rule is three times as thick
AROUND = 0.5  # of the page's sides, both: darkness that reaches so far is none that is printed
LARGEST_GHOST = 0.25  # of the page's sides: what is larger is shading
NEGATIVE, BLACK = 0.7, 80  # of a page, and of 255: so much of it so dark, in all colours, is paper in a negative


class Sheet(Struct, frozen=True):
    """A cleaned page: `grey` is what is recognised (0 ink, 255 paper); `ink` and `faint` mark what is drawn, with
    hairlines or without, and serve to find where things stand alone."""

    grey: Picture
    ink: Mask
    faint: Mask

    @classmethod
    def of(cls, grey: Picture) -> Sheet:
        """What is drawn on a page that is clean."""
        return cls(grey, grey < INK * 255, grey < FAINT * 255)


def cleaned(picture: Picture) -> Sheet:
    """A grey picture cleaned: first its light is evened, then ghosts are taken out, since what is faint is so against
    even paper."""
    even = _evened(picture)
    sample = even[::2, ::2]
    black = int(np.partition(sample, k := int(DARKEST * sample.size), axis=None).flat[k])
    depth = 255 - black
    if depth < LEAST_CONTRAST:
        blank = np.zeros(even.shape, dtype=bool)
        return Sheet(np.full_like(even, 255), blank, blank)
    scale = np.clip((np.arange(256) - black) * (255 / depth), 0, 255).astype(np.uint8)
    grey: Picture = np.asarray(cv2.LUT(even, scale), np.uint8)
    return Sheet.of(_without_surroundings(_without_ghosts(grey)))


def _without_surroundings(grey: Picture) -> Picture:
    """A photo without what the paper lies on: broad darkness around the page, or around one of its corners."""
    small = np.ascontiguousarray(grey[::FRAME_STEP, ::FRAME_STEP] < INK * 255)
    broad = np.asarray(cv2.morphologyEx(small.view(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)), np.uint8)
    shapes = Shapes.of(broad.view(np.bool_))
    height, width = small.shape
    around = (shapes.width > AROUND * width) & (shapes.height > AROUND * height)
    if not around.any():
        return grey
    reach = np.ones((7, 7), np.uint8)
    dark = np.asarray(cv2.dilate(shapes.drawn(around).view(np.uint8), reach), np.uint8)
    height, width = grey.shape
    found = grey.copy()
    found[cv2.resize(dark, (width, height), interpolation=cv2.INTER_NEAREST) > 0] = 255
    return found


def positive(picture: Picture) -> Picture:
    """A picture dark on light: of a page on film, or whose file takes black for white, the negative; others
    unchanged."""
    light = picture[::PAPER_STEP, ::PAPER_STEP]
    dark = light < BLACK if light.ndim == 2 else (light < BLACK).all(axis=2)
    return 255 - picture if np.mean(dark) > NEGATIVE else picture


def without_stamps(picture: Picture) -> Picture:
    """A picture (height x width x 3: red, green, blue; or grey) in grey, seen through a red glass: a red stamp becomes
    white, and black ink below it stays black."""
    if picture.ndim == 2:
        return picture
    red, green, blue = cv2.split(picture)
    stamped = cv2.subtract(red, cv2.max(green, blue)) > RED
    grey: Picture = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)
    through = np.clip((np.arange(256) - DARK_RED) * (255 / (LIGHT_RED - DARK_RED)), 0, 255).astype(np.uint8)
    grey[stamped] = through[red[stamped]]
    return grey


def _evened(grey: Picture) -> Picture:
    """A page with white paper throughout: each pixel as a share of the lightest around it."""
    height, width = grey.shape
    size = max(width // PAPER_STEP, 1), max(height // PAPER_STEP, 1)
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    kernel = np.ones((PAPER_REACH, PAPER_REACH), np.uint8)
    paper = cv2.medianBlur(cv2.dilate(small, kernel), PAPER_REACH)
    light = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(grey, np.maximum(light, 1), scale=255), np.uint8)


def _without_ghosts(grey: Picture) -> Picture:
    """A page without what shines through from its back, if anything does: shapes that are faint throughout.

    Single specks and points of thin print are as faint, so nothing is taken out of a page without many.
    """
    shapes = Shapes.of(grey < FAINT * 255)
    darkest = np.full(len(shapes.area), 255, np.uint8)
    np.minimum.at(darkest, shapes.shape_of, grey.ravel()[shapes.inked])
    ghosts = darkest > GHOST * 255
    height, width = grey.shape
    large = (shapes.width > LARGEST_GHOST * width) | (shapes.height > LARGEST_GHOST * height)
    if shapes.area[ghosts].sum() < GHOSTLY * len(shapes.inked) or (ghosts & large).any():
        return grey
    found = grey.copy()
    found[shapes.drawn(ghosts)] = 255
    return found
