"""What a number was read as, and what a sentence keeps in mind while it is read."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from decimal import Decimal

from extractor.prose.numbers import Token
from extractor.prose.pattern import Context, Pattern


@dataclass(frozen=True, slots=True)
class Reading:
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


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """A number that no pattern fits; its clause begins at `start`."""

    token: Token
    start: int
    context: Context | None = None

    @property
    def end(self) -> int:
        return self.token.end


@dataclass(slots=True)
class Budget:
    """How much processor time a document may take, so that a busy machine changes nothing.

    `timed_out` collects the patterns that took too long and are tried no more, or were cut off at the end.
    """

    deadline: float
    timed_out: dict[str, None] = field(default_factory=dict)

    @classmethod
    def of(cls, seconds: float) -> Budget:
        return cls(time.thread_time() + seconds)

    @property
    def spent(self) -> bool:
        return time.thread_time() > self.deadline


@dataclass(frozen=True, slots=True)
class Span:
    """A zone as it lies in a sentence: numbers of kinds that it does not admit are told in passing."""

    start: int
    end: int
    name: str
    admits: frozenset[str]
    context: Context


@dataclass(slots=True)
class Sentence:
    """A sentence while it is read; `start` and `end` are its places in the text."""

    start: int
    end: int
    zones: list[Span]
    wordless: bool  # it holds no number with a unit
    parent: str | None = None  # whose parts are told, after 其中
    brackets: list[tuple[str, ...]] = field(default_factory=list)
    metric: str | None = None  # of the figure before
    negative: bool = False
    whole: str | None = None  # the total of which an aside tells a part
    told: dict[str, None] = field(default_factory=dict)  # what it has spoken of, in order
    year: str | None = None  # named by a clause of its own (2014年，…), or of the whole whose parts are told
    last_year: str | None = None  # of the figure before
    planned: str | None = None  # the metric of the last budget that it told
    budget: str | None = None  # the metric of the whole where it is a budget: its parts are that budget's
    listed: bool = False  # several things are told of which each has its own number
    first: Reading | None = None  # of numbers that share a clause
    before: int = 0  # where the number before ended

    def held(self, token: Token) -> list[Span]:
        """The zones in which a number is told in passing."""
        if not self.zones:
            return []
        return [z for z in self.zones if z.start <= token.start < z.end and token.kind not in z.admits]

    def zone(self, token: Token) -> Span | None:
        """The zone in which a number stands, whether or not it admits it."""
        return next((z for z in self.zones if z.start <= token.start < z.end), None)
