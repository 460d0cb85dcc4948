"""The connected shapes of a mask: strokes, characters whose strokes touch, lines, dirt."""

from __future__ import annotations

import cv2
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Sizes = NDArray[np.int32]
"""One whole number a shape, in pixels."""
Strip = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels; the ends are not in it."""


class Shapes(Struct, frozen=True):
    """The shapes of a mask, numbered from 0: their left and top, how wide and high they are, and how much ink they
    have.

    `labels` (height x width) has at each pixel the number of its shape and 1 more, or 0 where there is none; `inked`
    are the places of the pixels of all shapes in the mask laid flat, `shape_of` the shape of each.
    """

    left: Sizes
    top: Sizes
    width: Sizes
    height: Sizes
    area: NDArray[np.intp]
    labels: Sizes
    inked: NDArray[np.intp]
    shape_of: Sizes

    @classmethod
    def of(cls, mask: Mask) -> Shapes:
        """Pixels that touch, even at a corner, are of one shape. A page has little ink: all but the labels is derived
        from its inked pixels alone, in a third of the time that all pixels would take."""
        count, found = cv2.connectedComponents(mask.view(np.uint8), connectivity=8)
        labels: Sizes = np.asarray(found, np.int32)
        inked = np.flatnonzero(mask)
        shape_of: Sizes = labels.ravel()[inked] - 1
        y, x = np.divmod(inked.astype(np.int32), np.int32(mask.shape[1]))
        left, right, top, bottom = (np.empty(count - 1, np.int32) for _ in range(4))
        left[:] = mask.shape[1]
        right[:] = 0
        np.minimum.at(left, shape_of, x)
        np.maximum.at(right, shape_of, x)
        # the pixels go from top to bottom, so the last one that is set is the lowest, or backwards the highest
        bottom[shape_of] = y
        top[shape_of[::-1]] = y[::-1]
        area = np.bincount(shape_of, minlength=count - 1)
        return cls(left, top, right - left + 1, bottom - top + 1, area, labels, inked, shape_of)

    def drawn(self, kept: NDArray[np.bool_]) -> Mask:
        """The mask with those shapes alone that are kept: one value a shape."""
        found = np.zeros(self.labels.shape, np.bool_)
        found.ravel()[self.inked[kept[self.shape_of]]] = True
        return found
