"""Which pattern reads a number: of those of its kind, in order, the first whose expression ends in it."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractor.prose.patterns.library import Library
from extractor.prose.patterns.pattern import NOTHING, Pattern
from extractor.prose.understanding.adding_up import adds_up
from extractor.prose.understanding.clauses import REACH
from extractor.prose.understanding.mind import Mind
from extractor.prose.understanding.numbers import Token
from extractor.prose.understanding.readings import Clause, OpenSentence, Span, TimeBudget

_LOOK_AHEAD = 40  # characters after a number that a pattern may look at
_MATCH_SECONDS = 0.1  # of processor time; the slowest match in the field takes a thousandth of it


def clause_of(
    library: Library,
    text: str,
    mind: Mind,
    budget: TimeBudget,
    section: int | None,
    token: Token,
    left: int,
    now: OpenSentence,
    held: Sequence[Span],
) -> Clause | None:
    """The clause of a number, which begins at `left`, by the first pattern that fits; those for `section` are tried
    first. None where none does, or one says that it is no figure. `held`: the stretches told in passing around it."""
    right = min(now.end, token.end + _LOOK_AHEAD)
    words, begin = text[left:right], max(now.start, token.start - REACH * 2)
    sentence, zones = text[begin:right], frozenset(zone.name for zone in held)
    for pattern in library.candidates(token.kind, section).after(
        text[left : token.end], text[begin : token.end], mind.metric, zones, now.wordless
    ):
        if pattern.first and (mind.stated or mind.told or mind.earlier):
            continue
        if pattern.id in budget.timed_out or not adds_up(library, pattern, token, mind):
            continue
        base, place = (begin, sentence) if pattern.sentence else (left, words)
        match = _match(pattern, place, token.start - base, budget)
        if match is None:
            continue
        if pattern.metrics == NOTHING:
            return None
        exact = pattern.names and match["subject"] is not None
        name = match["subject"] if exact else words[: max(0, base + match.start() - left)]
        if pattern.words != "any" and (pattern.words == "some") != bool(name.strip("、，：的")):
            continue
        begun = min(left, base + match.start(), base + match.start("subject") if exact else left)
        end = token.end if token.digits else base + match.end()
        return Clause(token, pattern, match, name, exact, text, now.start, begun, end)
    return None


def _match(pattern: Pattern, place: str, at: int, budget: TimeBudget) -> regex.Match[str] | None:
    """The match of a pattern that ends in the number at a place; None where there is none.

    A user's pattern that takes too long has none and is not tried again. Those of the library are not timed:
    reading the clock costs more than most of their matches.
    """
    start, search = 0, pattern.expression.search
    try:
        while match := search(place, start, timeout=_MATCH_SECONDS) if pattern.own else search(place, start):
            if match.start("number") >= at:
                return match if match.start("number") == at else None
            start = match.start() + 1
    except TimeoutError:
        budget.timed_out[pattern.id] = None
    return None
