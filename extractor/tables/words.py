"""Characters → words: what stands together on a line, parted by gaps that no writing leaves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extractor.document.model import Box, Characters

GAP = 0.8  # of the size


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters on one line, in points."""

    text: str
    box: Box
    baseline: float
    size: float

    @property
    def middle(self) -> float:
        return (self.box.x0 + self.box.x1) / 2


def words_of(characters: Characters, line: NDArray[np.intp]) -> list[Word]:
    """The words of a line, given as indexes from left to right."""
    gaps = characters.x0[line][1:] - characters.x1[line][:-1]
    cuts = np.flatnonzero(gaps > GAP * characters.size[line][1:]) + 1
    return [_word(characters, part) for part in np.split(line, cuts)]


def _word(characters: Characters, part: NDArray[np.intp]) -> Word:
    text = "".join([characters.text[i] for i in part.tolist()])
    box = Box(
        float(characters.x0[part].min()),
        float(characters.top[part].min()),
        float(characters.x1[part].max()),
        float(characters.bottom[part].max()),
    )
    return Word(text, box, float(characters.baseline[part[0]]), float(characters.size[part].max()))
