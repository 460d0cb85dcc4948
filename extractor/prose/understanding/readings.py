"""What a number was read as, and where in its sentence it stands."""

from __future__ import annotations

import time
from decimal import Decimal

from msgspec import Struct, field

from extractor.prose.patterns.pattern import Context, Pattern
from extractor.prose.understanding.numbers import Token
from extractor.prose.understanding.years import LAST


class Reading(Struct, frozen=True):
    """What a token was read as; the words of its quote stand from `start` to `end`.

    `against` says what a change or a completion is against: a year in four digits, `last` for the year before,
    `initial_budget`, `adjusted_budget`, `budget` for one without a word for which, or None. `year` is the fiscal year
    of the figure where one is named: four digits or `last`. `path` is the subject with the 类 and 款 that were named
    above it. A figure with a `context` is told in passing.
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


class Budget(Struct):
    """How much processor time a document may take, so that a busy machine changes nothing.

    `timed_out` collects the patterns that took too long and are tried no more.
    """

    seconds: float
    timed_out: dict[str, None] = field(default_factory=dict)
    spent: bool = False
    _used_before: float = 0
    _look_at: float = 0

    def __post_init__(self) -> None:
        self._used_before, self._look_at = time.thread_time(), time.monotonic() + self.seconds

    def is_spent(self) -> bool:
        """Whether it is spent. Of the processor's time no more can have passed than of any: its clock, slow on some
        systems, is looked at only when as much has gone by as was left at the last look."""
        now = time.monotonic()
        if not self.spent and now > self._look_at:
            left = self.seconds - (time.thread_time() - self._used_before)
            self.spent, self._look_at = left < 0, now + left
        return self.spent


class Span(Struct, frozen=True):
    """A zone as it lies in a sentence: numbers of kinds that it does not admit are told in passing.

    It admits none before `opened`.
    """

    start: int
    end: int
    name: str
    admits: frozenset[str]
    context: Context
    opened: int


class Sentence(Struct):
    """A sentence while it is read; `start` and `end` are its places in the text."""

    start: int
    end: int
    zones: list[Span]
    wordless: bool  # it holds no number with a unit
    first: Reading | None = None  # of numbers that share a clause
    severed: int = 0  # how many numbers of one clause are each of something that was not understood
    before: int = 0  # where the number before ended,
    counted: bool = False  # and whether it was a count
    aside: Reading | None = None  # and it, where it was told in passing

    def held(self, token: Token) -> list[Span]:
        """The zones in which a number is told in passing."""
        if not self.zones:
            return []
        at, kind = token.start, token.kind
        return [z for z in self.zones if z.start <= at < z.end and (at < z.opened or kind not in z.admits)]

    def zone(self, token: Token) -> Span | None:
        """The zone in which a number stands, whether or not it admits it."""
        return next((z for z in self.zones if z.start <= token.start < z.end), None)
