"""What a strip of figures says, held to the signs of numbers: its probabilities (CTC) are kept and can be asked again.

A strip is a path through its time steps, and a reading is as probable as all the paths that spell it together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import regex

from extractor.document.model import Alternative, Floats

SIGNS = "0123456789.,-()"
# Characters of the recogniser that are these signs, or their like.
ALIKE = {
    ".": ".．·•。:：'",
    ",": ",，、;；‘’`",
    "-": "-－—–−一_",
    "(": "(（",
    ")": ")）",
    **{digit: digit for digit in "0123456789"},
}
LIKE_SIGNS = frozenset("".join(ALIKE.values()))
FEWEST_DIGITS = 2
FEWEST_GROUPS = 3  # of digits: with two separators it is told what each of them is, and so it is with one where
THOUSANDS = 3  # the last group has not so many digits
NUMBER = regex.compile(r"[-(]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,6})?\)?|-{1,2}")
_SEPARATORS = regex.compile("[.,]+")  # of groups of digits; a speck beside a point is read as a point
BEAM = 12  # readings that are followed from step to step
REGROUPED = 1e-4  # of the best reading, for each sign: a number of the same digits, parted by other signs
LIKELY = 0.05  # of the best reading: a number that is less probable is not what the strip says
SEVERAL = 60  # readings that are followed where all are wanted that a number may be
POSSIBLE = 1e-7  # of the reading: a number that is less probable is not what the strip may say
NEGLIGIBLE = 1e-6  # probability of a sign at a time step: it begins no reading
FORLORN = 1e-10  # of the best beginning of a reading: one that is less probable comes to nothing
LEAST = 1e-12  # probability of a sign at a time step, so that nothing is impossible


def is_of_figures(text: str) -> bool:
    """Whether a strip is one of figures, with misread separators at worst."""
    return sum(c.isdecimal() for c in text) >= FEWEST_DIGITS and all(c in LIKE_SIGNS for c in text)


def places_of(characters: Sequence[str]) -> list[list[int]]:
    """For each of `SIGNS` the classes of a recogniser that stand for it."""
    found = {character: i for i, character in enumerate(characters)}
    return [[found[c] for c in ALIKE[sign] if c in found] for sign in SIGNS]


def of_signs(scores: Floats, blank: int, places: Sequence[Sequence[int]]) -> Floats:
    """The probabilities in a strip (a row for each time step) of nothing (the first column) and of each sign."""
    columns = [scores[:, blank], *(scores[:, list(p)].sum(axis=1) for p in places)]
    kept = np.maximum(np.stack(columns, axis=1).astype(np.float64), LEAST)
    shares: Floats = kept / kept.sum(axis=1, keepdims=True)
    return shares


def readings(steps: Floats, beam: int = BEAM) -> list[tuple[str, float]]:
    """The most probable readings of a strip, the best first, each with its probability."""
    beams: dict[str, tuple[float, float]] = {"": (1.0, 0.0)}  # of paths that end in nothing, and in the last sign
    for blank, *row in steps.tolist():
        shares = dict(zip(SIGNS, row, strict=True))
        likely = sorted(((p, sign) for sign, p in shares.items() if p > NEGLIGIBLE), reverse=True)
        following = {
            text: ((nothing + sign) * blank, sign * shares[text[-1]] if text else 0.0)
            for text, (nothing, sign) in beams.items()
        }
        least = FORLORN * max(nothing + sign for nothing, sign in beams.values())
        for text, (nothing, sign) in beams.items():
            whole, last = nothing + sign, text[-1:]
            for p, character in likely:
                if whole * p <= least:
                    break  # nor does it become more with a sign that is less probable still
                before = nothing if character == last else whole
                if before:
                    longer = text + character
                    known = following.get(longer)
                    following[longer] = (known[0], known[1] + before * p) if known else (0.0, before * p)
        beams = _best(following, beam)
    found = [(text, nothing + sign) for text, (nothing, sign) in beams.items()]
    return sorted(found, key=lambda reading: (-reading[1], reading[0]))


def _best(beams: dict[str, tuple[float, float]], count: int) -> dict[str, tuple[float, float]]:
    """The most probable of some beginnings, without those that come to nothing."""
    if len(beams) <= count:
        return beams
    sums = {text: nothing + sign for text, (nothing, sign) in beams.items()}
    least = FORLORN * max(sums.values())
    kept = [text for text, p in sums.items() if p > least]
    if len(kept) > count:
        kept = sorted(kept, key=lambda text: (-sums[text], text))[:count]
    return {text: beams[text] for text in kept}


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
    """The text of a strip of figures as a number, where only its separators keep it from being one: the most probable
    reading that is a number, if it is probable enough. 468.385.75 can only be 468,385.75 and 307,82 only 307.82, and a
    separator at the end of a number is dirt: there less probability will do."""
    plain = "".join(_plain(text))
    if NUMBER.fullmatch(plain):
        return text
    found = readings(steps, SEVERAL)
    best = found[0][1] if found else 0.0
    for reading, p in found:
        if p > LIKELY * best and NUMBER.fullmatch(reading):
            return reading
    other, changed = _regrouped(plain)
    return other if changed and probability(steps, other) > REGROUPED**changed * best else text


def _regrouped(read: str) -> tuple[str, int]:
    """The number with the same digits in the same groups, where these tell which sign stands between them, and how many
    signs that changes; none where there is no such number."""
    signs = _SEPARATORS.findall(bare := read.strip(".,"))
    groups = _SEPARATORS.split(bare)
    if len(groups) < FEWEST_GROUPS and not (len(groups) > 1 and len(groups[-1]) != THOUSANDS):
        return read, 0
    last = "," if len(groups[-1]) == THOUSANDS else "."
    other = last.join((",".join(groups[:-1]), groups[-1]))
    meant = [*("," for _ in groups[2:]), last]
    return other, sum(a != b for a, b in zip(signs, meant, strict=True)) or 1 if NUMBER.fullmatch(other) else 0


def alternatives(text: str, steps: Floats) -> tuple[Alternative, ...]:
    """The other numbers that a strip read as `text` may say, the most probable first; each has its share of the
    probability that it says a number at all."""
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
