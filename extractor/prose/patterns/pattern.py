"""A pattern of the prose, and what an entry of the pattern library must hold.

A pattern says what the words around one number mean. Its expression holds exactly one placeholder for the number,
{amount}, {percent}, {count}, {things}, {score} or {bare}, or {flat} (持平) or {absent} (无) for a figure without a
number. What stands before the expression in its clause is what the figure measures, unless the pattern says otherwise;
where nothing stands there, it is what was last mentioned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Literal

import regex
from msgspec import Struct

from extractor.errors import PatternError
from extractor.kept import compiled
from extractor.knowledge import Wrong, no_expression
from extractor.languages import Sentence, joined, spoken
from extractor.records.closed_sets import Metric
from extractor.rule import PIECE, in_one, several, written_out

KINDS = ("amount", "percent", "count", "things", "score", "bare", "flat", "absent")
SUBJECT_PARTS = ("{words}", "{base}", "{parent}", "{money}")
NOTHING = ("nothing",)  # what patterns measure that say of a number that it is no figure
_METRICS = (*Metric, *NOTHING)
_PLACEHOLDER = compiled(r"\{(" + "|".join(KINDS) + r")(?::([^{}]+))?\}")
_NUMBER = r"(?P<number>(?:\((?=-?[\d.,]{1,24}\)))?-?\d[\d,，]*+(?:\.\d+)?+\)?{unit})"  # (93.45)万元 too
_BARE = _NUMBER.replace(r"\d[\d,，]*+", r"(?>\d[\d,，]*(?<!，))").replace("{unit}", "")  # 98，: no comma is its last
# of A,B万元 the first has no unit of its own, and none has where it was stated once before them
_SHARED = r"(?:{unit}|(?=[,、和及]\d|[，。；、)]|$))"


class Context(StrEnum):
    """What a figure told in passing belongs to: a reason, a plan, the use of money, staff."""

    REASON = "reason"
    PLAN = "plan"
    USE = "use"
    STAFF = "staff"


class Example(Struct, frozen=True, forbid_unknown_fields=True):
    """A text in a section, and the figures that one pattern must give for it: metric, subject, value, unit."""

    section: int
    text: str
    gives: tuple[tuple[str, str, Decimal | None, str | None], ...] = ()


class PatternEntry(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An entry of a file: what `patterns/prose/README.md` says of its fields."""

    id: str
    metric: str | tuple[str, ...]
    expression: str | tuple[str, ...]
    example: Example | tuple[Example, ...]
    counterexample: Example | tuple[Example, ...]
    says: str = ""
    sections: tuple[int, ...] | Literal["all"] | None = None
    needs: tuple[str, ...] = ()
    reach: Literal["clause", "sentence"] = "clause"
    words: Literal["any", "some", "none"] = "any"
    after: frozenset[Metric] = frozenset()
    zones: frozenset[str] = frozenset()
    subject: str | None = None
    unit: str | None = None
    alone: bool = False
    first: bool = False
    keeps: bool = False
    context: Context | None = None
    year: Literal["this", "last"] | None = None
    inherits: bool = False
    of_rate: bool = False
    of_sum: bool = False
    of_more: bool = False
    of_each: bool = False

    @property
    def source(self) -> str:
        return in_one(self.expression)

    @property
    def metrics(self) -> tuple[str, ...]:
        return several(self.metric)

    @property
    def examples(self) -> tuple[Example, ...]:
        return several(self.example)

    @property
    def counterexamples(self) -> tuple[Example, ...]:
        return several(self.counterexample)


class PatternFile(Struct, frozen=True, forbid_unknown_fields=True):
    """A file of patterns: its place among the others, and the sections of those that name none."""

    patterns: tuple[PatternEntry, ...]
    order: int = 50
    sections: tuple[int, ...] | Literal["all"] = "all"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One wording. `order` ranks it among all: the first that fits a number reads it.

    - `words`: whether something must (`some`) or must not (`none`) stand before it in the clause.
    - `after`: metrics, one of which the figure before it in the sentence must have.
    - `zones`: zones in which it holds although they are left out; `context`: to what its figure belongs, told in
      passing.
    - `alone`: it holds only in a sentence without numbers; `first`: only for the first number of its section.
    - `keeps`: its subject is not what the next figure is about.
    - `year`: `this` if the figure is of this year whatever year the clause names, `last` if it is of the year before
      unless the clause names another.
    - `inherits`: among the parts of a budget it is a budget.
    - `of_rate`: its number must be what the last change in % makes of the amount before; `of_sum`: the sum of the
      amounts before; `of_more`: more than the amount before.
    - `of_each`: it is what was spent on each, and so is what it is compared with.
    - `own`: it is a user's, not the library's.
    - `names`: its expression names what is measured; `lends`: it counts or rates in passing, so that money and scores
      after it are of what was mentioned before; `changes`: its figures are against another year or a budget.
    """

    id: str
    metrics: tuple[str, ...]
    kind: str
    sections: frozenset[int]
    needs: tuple[str, ...]
    source: str
    sentence: bool
    words: str
    after: frozenset[Metric]
    zones: frozenset[str]
    subject: str | None
    unit: str | None
    alone: bool
    first: bool
    keeps: bool
    context: Context | None
    year: str | None
    inherits: bool
    of_rate: bool
    of_sum: bool
    of_more: bool
    of_each: bool
    file: str
    own: bool
    says: str
    examples: tuple[Example, ...]
    counterexamples: tuple[Example, ...]
    compiled: list[regex.Pattern[str]] = field(default_factory=list, compare=False, repr=False)
    names: bool = field(init=False, compare=False, repr=False)
    lends: bool = field(init=False, compare=False, repr=False)
    changes: bool = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        rates = not {"count", "share_pct", "score"}.isdisjoint(self.metrics)
        object.__setattr__(self, "names", "(?P<subject>" in self.source)
        object.__setattr__(self, "lends", self.keeps and self.subject is None and rates)
        object.__setattr__(self, "changes", not {"change_amount", "change_pct"}.isdisjoint(self.metrics))

    @property
    def expression(self) -> regex.Pattern[str]:
        """The expression, compiled when first wanted; raises `PatternError` where it does not compile."""
        if not self.compiled:
            try:
                self.compiled.append(compiled(self.source))
            except regex.error as error:
                why = no_expression(error)
                raise PatternError(
                    spoken("{file}, pattern {name}: {why}.", file=self.file, name=self.id, why=why)
                ) from error
        return self.compiled[0]

    def holds_in(self, section: int | None) -> bool:
        """Whether it is meant for a section; 0 among `sections` stands for those outside the standard outline."""
        return not self.sections or (section or 0) in self.sections


class Wording(Struct, frozen=True):
    """What expressions are written with: pieces and words by their names, and the units of each kind of number."""

    pieces: Mapping[str, str]
    units: Mapping[str, str]

    def fault(self, source: str) -> Sentence | None:
        """Why an expression cannot be written out; None where it can."""
        source = written_out(source, self.pieces, but=KINDS)
        if (count := len(_PLACEHOLDER.findall(source))) != 1:
            kinds = joined(", ", KINDS, "、")
            return spoken("the expression needs one of {kinds} in braces, not {count}", kinds=kinds, count=count)
        unknown = [name for name in PIECE.findall(_PLACEHOLDER.sub("", source)) if not name.isdigit()]
        name = f"{{{unknown[0]}}}" if unknown else ""
        return spoken("{name} is neither a list of words nor a piece of words.yaml", name=name) if name else None

    def written(self, source: str) -> tuple[str, str]:
        """An expression without a fault with its pieces and its placeholder written out, and the kind of number it is
        about."""
        source = written_out(source, self.pieces, but=KINDS)
        kind, only = _PLACEHOLDER.findall(source)[0]
        if kind in ("flat", "absent"):
            number = f"(?P<number>{self.pieces[kind]})"
        else:
            units = f"[多余]?万?(?:{only})" if only else self.units.get(kind, "")
            number = _BARE if kind == "bare" else _NUMBER.replace("{unit}", _SHARED.replace("{unit}", units))
        return _PLACEHOLDER.sub(lambda _: number, source), kind


def wrong_in(wording: Wording, own: bool) -> Callable[[PatternFile], Iterator[Wrong]]:
    """What is wrong in a file of patterns beyond its schema. Only a user's `own` expressions are compiled: those of
    the library are when they are first wanted."""

    def wrong(file: PatternFile) -> Iterator[Wrong]:
        for place, entry in enumerate(file.patterns):
            for key, reason in _faults(entry, wording, own):
                yield ("patterns", place, key), reason

    return wrong


def _faults(entry: PatternEntry, wording: Wording, own: bool) -> Iterator[tuple[str, Sentence]]:
    for metric in entry.metrics:
        if metric not in _METRICS:
            known = joined(", ", sorted(_METRICS), "、")
            yield "metric", spoken("“{name}” is no metric; known are {known}", name=metric, known=known)
    if (told := wording.fault(entry.source)) is not None:
        yield "expression", told
    elif own:
        try:
            compiled(wording.written(entry.source)[0])
        except regex.error as error:
            yield "expression", no_expression(error)
    try:
        (entry.subject or "").format(words="", base="", parent="", money="")
    except (KeyError, IndexError, ValueError):
        parts = joined(", ", SUBJECT_PARTS, "、")
        yield "subject", spoken("a subject is put together from {parts}", parts=parts)
    if entry.metrics != NOTHING and not all(example.gives for example in entry.examples):
        yield "example", spoken("the example must say under `gives` which figures it gives")


def pattern_of(entry: PatternEntry, file: PatternFile, wording: Wording, name: str, own: bool) -> Pattern:
    """An entry of a checked file, with the `name` of that file, as a pattern."""
    sections = file.sections if entry.sections is None else entry.sections
    source, kind = wording.written(entry.source)
    return Pattern(
        id=entry.id,
        metrics=entry.metrics,
        kind=kind,
        sections=frozenset() if sections == "all" else frozenset(sections),
        needs=entry.needs,
        source=source,
        sentence=entry.reach == "sentence",
        words=entry.words,
        after=entry.after,
        zones=entry.zones,
        subject=entry.subject,
        unit=entry.unit,
        alone=entry.alone,
        first=entry.first,
        keeps=entry.keeps,
        context=entry.context,
        year=entry.year,
        inherits=entry.inherits,
        of_rate=entry.of_rate,
        of_sum=entry.of_sum,
        of_more=entry.of_more,
        of_each=entry.of_each,
        file=name,
        own=own,
        says=entry.says,
        examples=entry.examples,
        counterexamples=entry.counterexamples,
    )
