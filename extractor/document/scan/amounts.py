"""What a strip of figures says, held to the signs of numbers: its probabilities (CTC) kept and asked again.

A strip is a path through its time steps, and a reading is as probable as all the paths that spell it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import regex

from extractor.document.model import Alternative, Floats

SIGNS = "0123456789.,-()"
# Characters of the recogniser that are these signs, or their like.
ALIKE = {
    ".": ".．·。:：'",
    ",": ",，、;；‘’`",
    "-": "-－—–−一_",
    "(": "(（",
    ")": ")）",
    **{digit: digit for digit in "0123456789"},
}
LIKE_SIGNS = frozenset("".join(ALIKE.values()))
FEWEST_DIGITS = 2
FEWEST_GROUPS = 3  # of digits: with two separators it is told what each of them is
NUMBER = regex.compile(r"[-(]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,6})?\)?|-{1,2}")
BEAM = 12  # readings that are followed from step to step
REGROUPED = 1e-4  # of the best reading: a number of the same digits in the same groups, parted by other signs
LIKELY = 0.05  # of the best reading: a number that is less probable is not what the strip says
SEVERAL = 60  # readings that are followed where all are wanted that a number may be
POSSIBLE = 1e-7  # of the reading: a number that is less probable is not what the strip may say
NEGLIGIBLE = 1e-6  # probability of a sign at a time step: it begins no reading
LEAST = 1e-12  # probability of a sign at a time step, so that nothing is impossible


def is_of_figures(text: str) -> bool:
    """Whether a strip is one of figures, its separators misread at worst."""
    return sum(c.isdecimal() for c in text) >= FEWEST_DIGITS and all(c in LIKE_SIGNS for c in text)


def places_of(characters: Sequence[str]) -> list[list[int]]:
    """For each of `SIGNS` the classes of a recogniser that stand for it."""
    found = {character: i for i, character in enumerate(characters)}
    return [[found[c] for c in ALIKE[sign] if c in found] for sign in SIGNS]


def of_signs(scores: Floats, blank: int, places: Sequence[Sequence[int]]) -> Floats:
    """The probabilities of a strip (a row for each time step) of nothing (the first column) and of each sign alone."""
    columns = [scores[:, blank], *(scores[:, list(p)].sum(axis=1) for p in places)]
    kept = np.maximum(np.stack(columns, axis=1).astype(np.float64), LEAST)
    shares: Floats = kept / kept.sum(axis=1, keepdims=True)
    return shares


def readings(steps: Floats, beam: int = BEAM) -> list[tuple[str, float]]:
    """The most probable readings of a strip, the best first, each with its probability."""
    beams: dict[str, tuple[float, float]] = {"": (1.0, 0.0)}  # of paths that end in nothing, and in the last sign
    for row in steps.tolist():
        following: dict[str, tuple[float, float]] = {}
        likely = [(sign, p) for sign, p in zip(SIGNS, row[1:], strict=True) if p > NEGLIGIBLE]
        for text, (nothing, sign) in beams.items():
            _add(following, text, (nothing + sign) * row[0], sign * row[1 + SIGNS.index(text[-1])] if text else 0.0)
            for character, p in likely:
                before = nothing if text and text[-1] == character else nothing + sign
                _add(following, text + character, 0.0, before * p)
        ordered = sorted(following.items(), key=lambda item: (-sum(item[1]), item[0]))
        beams = dict(ordered[:beam])
    return [(text, nothing + sign) for text, (nothing, sign) in beams.items()]


def _add(beams: dict[str, tuple[float, float]], text: str, nothing: float, sign: float) -> None:
    one, other = beams.get(text, (0.0, 0.0))
    beams[text] = one + nothing, other + sign


def probability(steps: Floats, text: str) -> float:
    """How probable it is that a strip says `text`, of `SIGNS` alone."""
    classes = [0]
    for character in text:
        classes += [1 + SIGNS.index(character), 0]
    path = np.zeros(len(classes))
    path[: min(2, len(path))] = steps[0, classes[:2]]
    skips = np.array([i > 1 and c != 0 and c != classes[i - 2] for i, c in enumerate(classes)])
    for row in steps[1:]:
        moved = path.copy()
        moved[1:] += path[:-1]
        moved[2:] += np.where(skips[2:], path[:-2], 0.0)
        path = moved * row[classes]
    return float(path[-2:].sum())


def as_number(text: str, steps: Floats) -> str:
    """The text of a strip of figures as a number where it is none but for its separators: the most probable reading
    that is one, if it is likely enough. 468.385.75 can only be 468,385.75: there less will do."""
    plain = "".join(_plain(text))
    if NUMBER.fullmatch(plain):
        return text
    found = readings(steps)
    best = found[0][1] if found else 0.0
    numbers = [(reading, p) for reading, p in found if NUMBER.fullmatch(reading)]
    groups = _groups(plain)
    for reading, p in numbers:
        if p > LIKELY * best or (p > REGROUPED * best and len(groups) >= FEWEST_GROUPS and _groups(reading) == groups):
            return reading
    return text


def _groups(number: str) -> list[str]:
    """The digits of a number as separators part them."""
    return number.replace(",", ".").split(".")


def alternatives(text: str, steps: Floats) -> tuple[Alternative, ...]:
    """The other numbers that a strip may say which was read as `text`, the most probable first: of what it says as a
    number at all, each has its share."""
    plain = "".join(_plain(text))
    if not NUMBER.fullmatch(plain):
        return ()
    own = probability(steps, plain)
    others = [(t, p) for t, p in readings(steps, SEVERAL) if t != plain and p > POSSIBLE * own and NUMBER.fullmatch(t)]
    whole = own + sum(p for _, p in others)
    return tuple(Alternative(t, p / whole) for t, p in others)


def _plain(text: str) -> Iterator[str]:
    """The characters of a number in their plain forms; others stay."""
    wide = {"．": ".", "，": ",", "－": "-", "—": "-", "–": "-", "−": "-", "（": "(", "）": ")"}
    return (wide.get(c, c) for c in text)
