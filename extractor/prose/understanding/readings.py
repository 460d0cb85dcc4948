"""What a number is understood as, and where in its sentence it stands."""

from __future__ import annotations

import time
from decimal import Decimal

import regex
from msgspec import Struct, field

from extractor.prose.patterns.pattern import Context, Pattern
from extractor.prose.understanding.numbers import Token
from extractor.prose.understanding.years import LAST

ALL = Decimal(100)  # %
EDGE = "、，：；。)\n"  # punctuation with which no quote begins


class Clause(Struct, frozen=True):
    """A number and the words around it, by a pattern that says what it is (budget, outturn, change, share, …).

    `words` stand before it and may name what is measured, as a complete name if `exact`; the clause reaches from
    `start` to `end` in `text`, and its sentence begins at `sentence`.
    """

    token: Token
    pattern: Pattern
    match: regex.Match[str]
    words: str
    exact: bool
    text: str
    sentence: int
    start: int
    end: int

    def group(self, name: str) -> str:
        """The text of a group of the expression; empty where it has no such group."""
        return (self.match[name] or "") if name in self.pattern.expression.groupindex else ""

    @property
    def quote(self) -> int:
        """Where its quote begins."""
        start = self.start
        while start < self.token.start and self.text[start] in EDGE:
            start += 1
        return start


class Understood(Struct, frozen=True):
    """What a number says; its quote reaches from `start` to `end` in the text.

    - `against`: what a change or a completion is against: a year in four digits, `last` for the year before,
      `initial_budget`, `adjusted_budget`, `budget` (no word says which), or None.
    - `year`: the fiscal year of the figure, if one is named: four digits, or `last`.
    - `path`: the subject, with the 类 and 款 named above it.
    - `context`: set for a figure told in passing.
    """

    token: Token
    pattern: Pattern
    metric: str
    subject: str
    parent: str | None
    value: Decimal | None
    unit: str | None
    start: int
    end: int
    against: str | None
    path: str
    year: str | None = None
    context: Context | None = None

    def is_of_last_year(self) -> bool:
        """Whether its words say so without naming the year."""
        return LAST in (self.year, self.pattern.year)


class NotUnderstood(Struct, frozen=True):
    """A number that no pattern fits; its clause begins at `start`."""

    token: Token
    start: int
    context: Context | None = None

    @property
    def end(self) -> int:
        return self.token.end


class TimeBudget(Struct):
    """The processor time that a document may take, so that a busy machine changes nothing.

    `timed_out` collects the patterns that took too long and are not tried again.
    """

    seconds: float
    timed_out: dict[str, None] = field(default_factory=dict)
    spent: bool = False
    _used_before: float = 0
    _look_at: float = 0

    def __post_init__(self) -> None:
        self._used_before, self._look_at = time.thread_time(), time.monotonic() + self.seconds

    def is_spent(self) -> bool:
        """Whether the time is spent. No more processor time than clock time can have passed: the processor's clock,
        slow on some systems, is read only when as much time has gone by as was left when it was last read."""
        now = time.monotonic()
        if not self.spent and now > self._look_at:
            left = self.seconds - (time.thread_time() - self._used_before)
            self.spent, self._look_at = left < 0, now + left
        return self.spent


class Span(Struct, frozen=True):
    """A zone (reason, use, plan …) within a sentence: its numbers are told in passing, except those of the kinds that
    it admits.

    Before `opened` it admits none.
    """

    start: int
    end: int
    name: str
    admits: frozenset[str]
    context: Context
    opened: int


class OpenSentence(Struct):
    """A sentence while it is read; `start` and `end` are its places in the text."""

    start: int
    end: int
    zones: list[Span]
    wordless: bool  # it holds no number with a unit
    first: Understood | None = None  # of numbers that share a clause
    severed: int = 0  # how many numbers of one clause are each of something that was not understood
    before: int = 0  # where the number before ended,
    counted: bool = False  # and whether it was a count
    aside: Understood | None = None  # and it, where it was told in passing,
    asides: dict[str | None, Understood] = field(default_factory=dict)  # and the last count so told of each unit

    def held(self, token: Token) -> list[Span]:
        """The zones in which a number is told in passing."""
        if not self.zones:
            return []
        at, kind = token.start, token.kind
        return [z for z in self.zones if z.start <= at < z.end and (at < z.opened or kind not in z.admits)]

    def zone(self, token: Token) -> Span | None:
        """The zone in which a number stands, whether or not it admits it."""
        return next((z for z in self.zones if z.start <= token.start < z.end), None)
