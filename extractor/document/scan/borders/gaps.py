"""Coloured cells without borders: white gaps between shaded areas, which separate them as rules would.

Once its light is evened a page has lost its shading, so the gaps are sought in the page as it was scanned. A gap is a
dot or two wide and little lighter than the cells beside it; what tells it from noise is that it goes on. Averaged along
the shortest length of a line, without what is written, it stands out. Ruled tables have none: in the shadow of a fold,
the white between digits that stand below each other looks like gaps.
"""

from __future__ import annotations

import cv2
import numpy as np

from extractor.document.lattice import edges, lattices
from extractor.document.model import Floats, Rulings
from extractor.document.scan.borders.rules import SHORTEST, across, lines
from extractor.document.scan.picture.cleaning import Picture
from extractor.document.scan.picture.shapes import Mask

STEP = 4  # pixels that become one where shading is sought, and along gaps
SHADED = 0.975  # of the paper's light: darker is shading
FEWEST_SHADED = 0.04  # of a page: with less no table of it is shaded
WIDEST = 2.5  # points: gaps are narrower
WRITTEN = np.ones((5, 5), np.uint8)  # around ink its darkness fades
CLEAR = 0.3  # of a length: with less of it free of ink nothing is told
LIGHTER, NOISE = 3.0, 8.0  # of 255, and times what the same page has all over: a gap is so much lighter,
SURE, MOST = 2.0, 0.7  # and most of all gaps as much again: else others are lost, and rows would run together
FEWEST = 2  # gaps in each direction make a table
RULED = 4  # rules in each direction make one without gaps
SHORT = 30.0  # points: a gap that is no longer is there only if it is sure, or it is the white between digits


def gaps(grey: Picture, written: Mask, scale: float) -> Rulings | None:
    """The gaps between the shaded cells of a page, in pixels; None where it has none, or they are hardly visible.
    `grey` is the page as scanned, levelled, `written` marks what is drawn on it."""
    free = np.asarray(cv2.dilate(written.view(np.uint8), WRITTEN), np.uint8) == 0
    turned = np.asarray(cv2.transpose(grey), np.uint8), across(free)
    over = _over(grey, free, scale), _over(*turned, scale)
    least = [max(LIGHTER, NOISE * float(np.median(part[::STEP]))) for part in over]
    flat, upright = (_marked(*each) for each in zip(over, least, (grey.shape[::-1], grey.shape), strict=True))
    marked = zip(lines(flat, upright, scale), over, least, strict=True)
    found = [_clear(*each, scale) for each in marked]
    if any(each is None for each in found):
        return None
    horizontal, vertical = (each[:, :3].astype(np.float32) for each in found if each is not None)
    return Rulings(horizontal, vertical)


def beside(found: Rulings, ruled: Rulings, scale: float) -> Rulings:
    """The gaps of a page that lie in none of its ruled tables; all in pixels."""
    horizontal, vertical = found.horizontal, found.vertical
    for lattice in lattices(Rulings(ruled.horizontal / scale, ruled.vertical / scale)):
        xs, ys = (places * scale for places in edges(lattice))
        if min(len(xs), len(ys)) >= RULED:
            horizontal, vertical = _not_in(horizontal, ys, xs), _not_in(vertical, xs, ys)
    return Rulings(horizontal, vertical)


def _not_in(gaps: Floats, across: Floats, along: Floats) -> Floats:
    """The gaps of a direction whose middles lie outside the outermost rules across them and along them."""
    middle = (gaps[:, 1] + gaps[:, 2]) / 2
    inside = (gaps[:, 0] >= across[0]) & (gaps[:, 0] <= across[-1]) & (middle >= along[0]) & (middle <= along[-1])
    kept: Floats = gaps[~inside]
    return kept


def _marked(over: Floats, least: float, size: tuple[int, ...]) -> Mask:
    """What is lighter by so much, as large as the page (width, height)."""
    found = cv2.resize((over > least).view(np.uint8), size, interpolation=cv2.INTER_NEAREST)
    return np.asarray(found, np.uint8).view(np.bool_)


def _clear(found: Floats, over: Floats, least: float, scale: float) -> Floats | None:
    """The gaps of a direction; None where they do not stand out clearly enough for none to be lost."""
    if len(found) < FEWEST:
        return None
    length = found[:, 2] - found[:, 1]
    light = np.array([_light(over, int(y), int(x0) // STEP, int(x1) // STEP) for y, x0, x1, _ in found.tolist()])
    sure = light >= SURE * least
    kept: Floats = found[sure | (length > SHORT * scale)]
    return kept if float(length[sure].sum()) >= MOST * float(length.sum()) else None


def _light(over: Floats, y: int, x0: int, x1: int) -> float:
    """How light a gap is in most of its length."""
    return float(np.median(over[max(y - 1, 0) : y + 2, x0:x1].max(axis=0)))


def is_shaded(grey: Picture) -> bool:
    """Whether much of a page is darker than its paper throughout, and not because of what is written on it."""
    small = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    light = cv2.dilate(small, np.ones((5, 5), np.uint8))[::STEP, ::STEP]
    return bool(np.mean(light < SHADED * np.quantile(light, 0.98)) > FEWEST_SHADED)


def _over(grey: Picture, free: Mask, scale: float) -> Floats:
    """How much lighter a page is than right above and below, all along the shortest length of a line; one value per
    `STEP` pixels."""
    height, width = grey.shape
    size, length = (max(width // STEP, 1), height), (max(round(SHORTEST * scale / STEP), 1), 1)
    mask = free.view(np.uint8) * np.uint8(255)
    parts = (cv2.resize(part, size, interpolation=cv2.INTER_AREA) for part in (mask, cv2.bitwise_and(grey, mask)))
    share, level = (np.asarray(cv2.blur(part.astype(np.float32), length)) for part in parts)
    level = level / np.maximum(share, CLEAR * 255) * 255
    level[share < CLEAR * 255] = 0
    return np.asarray(cv2.morphologyEx(level, cv2.MORPH_TOPHAT, np.ones((round(WIDEST * scale), 1), np.uint8)))
