"""A pattern of the prose, and what an entry of the pattern library must hold.

A pattern says what the words around one number mean. Its expression holds exactly one placeholder for the number,
{amount}, {percent}, {count}, {things}, {score} or {bare}, or {flat} (持平) or {absent} (无) for a figure without a
number. What stands before the expression in its clause is what the figure measures, unless the pattern says otherwise;
where nothing stands there, it is what was last mentioned.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

import regex
from msgspec import Struct

from extractor.errors import PatternError
from extractor.kept import compiled
from extractor.knowledge import no_expression
from extractor.languages import Sentence, joined, spoken
from extractor.records.closed_sets import Metric
from extractor.rule import written_out

KINDS = ("amount", "percent", "count", "things", "score", "bare", "flat", "absent")
SUBJECT_PARTS = ("{words}", "{base}", "{parent}", "{money}")
NOTHING = ("nothing",)  # what patterns measure that say of a number that it is no figure
_PLACEHOLDER = compiled(r"\{(" + "|".join(KINDS) + r")(?::([^{}]+))?\}")
_PIECE = compiled(r"\{([a-z_]+)\}")
_NUMBER = r"(?P<number>(?:\((?=-?[\d.,]{1,24}\)))?-?\d[\d,，]*+(?:\.\d+)?+\)?{unit})"  # (93.45)万元 too
# of A,B万元 the first has no unit of its own, and none has where it was stated once before them
_SHARED = r"(?:{unit}|(?=[,、和及]\d|[，。；、)]|$))"
_FIELDS = (
    "id says metric sections needs expression reach words after zones subject unit alone keeps context year inherits "
    "of_rate of_sum of_more of_each"
)
_KNOWN = frozenset((*_FIELDS.split(), "example", "counterexample"))


class Context(StrEnum):
    """What a figure told in passing belongs to: a reason, a plan, the use of money, staff."""

    REASON = "reason"
    PLAN = "plan"
    USE = "use"
    STAFF = "staff"


class Example(Struct, frozen=True):
    """A text in a section, and the figures that one pattern must give for it: metric, subject, value, unit."""

    section: int
    text: str
    gives: tuple[tuple[str, str, Decimal | None, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """One wording. `order` ranks it among all: the first that fits a number reads it.

    - `words`: whether something must (`some`) or must not (`none`) stand before it in the clause.
    - `after`: metrics, one of which the figure before it in the sentence must have.
    - `zones`: zones in which it holds although they are left out; `context`: to what its figure belongs, told in
      passing.
    - `alone`: it holds only in a sentence without numbers.
    - `keeps`: its subject is not what the next figure is about.
    - `year`: `this` if the figure is of this year whatever year the clause names, `last` if it is of the year before
      unless the clause names another.
    - `inherits`: among the parts of a budget it is a budget.
    - `of_rate`: its number must be what the last change in % makes of the amount before; `of_sum`: the sum of the
      amounts before; `of_more`: more than the amount before.
    - `of_each`: it is what was spent on each, and so is what it is compared with.
    - `own`: it is a user's, not the library's.
    """

    id: str
    metrics: tuple[str, ...]
    kind: str
    sections: frozenset[int]
    needs: tuple[str, ...]
    source: str
    sentence: bool
    words: str
    after: frozenset[str]
    zones: frozenset[str]
    subject: str | None
    unit: str | None
    alone: bool
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

    @property
    def expression(self) -> regex.Pattern[str]:
        """The expression, compiled when first wanted; raises `PatternError` where it does not compile."""
        if not self.compiled:
            try:
                self.compiled.append(compiled(self.source))
            except regex.error as error:
                raise of_pattern(self.file, self.id, no_expression(error)) from error
        return self.compiled[0]

    @property
    def names(self) -> bool:
        """Whether its expression names what is measured."""
        return "(?P<subject>" in self.source

    @property
    def lends(self) -> bool:
        """Whether it counts or rates in passing: money and scores after it are of what was mentioned before."""
        return self.keeps and self.subject is None and not {"count", "share_pct", "score"}.isdisjoint(self.metrics)

    @property
    def changes(self) -> bool:
        """Whether its figures are against another year or a budget."""
        return "change_amount" in self.metrics or "change_pct" in self.metrics

    def holds_in(self, section: int | None) -> bool:
        """Whether it is meant for a section; 0 among `sections` stands for those outside the standard outline."""
        return not self.sections or (section or 0) in self.sections


def of_pattern(file: str, name: str, why: Sentence) -> PatternError:
    """The error of a pattern, by its name."""
    return PatternError(spoken("{file}, pattern {name}: {why}.", file=file, name=name, why=why))


def _expand(source: str, pieces: dict[str, str], units: dict[str, str], file: str, name: str) -> tuple[str, str]:
    """The expression with pieces and its placeholder written out, and the kind of number it is about."""
    source = written_out(source, pieces, but=KINDS)
    holders = _PLACEHOLDER.findall(source)
    if len(holders) != 1:
        raise of_pattern(
            file,
            name,
            spoken(
                "the expression needs one of {kinds} in braces, not {count}",
                kinds=joined(", ", KINDS, "、"),
                count=len(holders),
            ),
        )
    kind, only = holders[0]
    if kind in ("flat", "absent"):
        written = f"(?P<number>{pieces[kind]})"
    else:
        unit = "" if kind == "bare" else _SHARED.replace("{unit}", f"万?(?:{only})" if only else units[kind])
        written = _NUMBER.replace("{unit}", unit)
    source = _PLACEHOLDER.sub(lambda _: written, source)
    if unknown := [f for f in _PIECE.findall(source) if not f.isdigit()]:
        raise of_pattern(
            file, name, spoken("{name} is neither a list of words nor a piece of words.yaml", name=f"{{{unknown[0]}}}")
        )
    return source, kind


def _examples(entry: Any, file: str, name: str, must_give: bool) -> tuple[Example, ...]:
    """One example, or a list of them."""
    return tuple(_example(e, file, name, must_give) for e in (entry if isinstance(entry, list) else [entry]))


def _example(entry: Any, file: str, name: str, must_give: bool) -> Example:
    if (
        not isinstance(entry, dict)
        or not isinstance(entry.get("text"), str)
        or not isinstance(entry.get("section"), int)
    ):
        raise of_pattern(file, name, spoken("an example needs a section (a number) and a text"))
    gives = []
    for row in entry.get("gives", ()):
        if not isinstance(row, list) or len(row) != 4:
            raise of_pattern(file, name, spoken("each figure of an example is [metric, subject, value, unit]"))
        try:
            value = None if row[2] is None else Decimal(str(row[2]))
        except InvalidOperation as error:
            raise of_pattern(file, name, spoken("“{text}” is no number", text=row[2])) from error
        gives.append((str(row[0]), str(row[1]), value, None if row[3] is None else str(row[3])))
    if must_give and not gives:
        raise of_pattern(file, name, spoken("the example must say under `gives` which figures it gives"))
    return Example(entry["section"], entry["text"], tuple(gives))


def read_pattern(
    entry: Any, defaults: dict[str, Any], pieces: dict[str, str], units: dict[str, str], file: str, own: bool
) -> Pattern:
    """An entry of a file as a pattern; raises `PatternError` where it does not keep to the schema."""
    name = _checked_name(entry, file)
    metrics = _metrics(entry, file, name)
    sections = entry.get("sections", defaults.get("sections", "all"))
    if sections != "all" and not (isinstance(sections, list) and all(isinstance(s, int) for s in sections)):
        raise of_pattern(file, name, spoken("sections is `all` or a list of numbers of the outline"))
    context = _context(entry, file, name)
    source, kind = _expand(str(entry["expression"]), pieces, units, file, name)
    return Pattern(
        id=name,
        metrics=metrics,
        kind=kind,
        sections=frozenset() if sections == "all" else frozenset(sections),
        needs=tuple(entry.get("needs", ())),
        source=source,
        sentence=entry.get("reach", "clause") == "sentence",
        words=str(entry.get("words", "any")),
        after=frozenset(entry.get("after", ())),
        zones=frozenset(entry.get("zones", ())),
        subject=entry.get("subject"),
        unit=entry.get("unit"),
        alone=bool(entry.get("alone", False)),
        keeps=bool(entry.get("keeps", False)),
        context=context,
        year=entry.get("year"),
        inherits=bool(entry.get("inherits", False)),
        of_rate=bool(entry.get("of_rate", False)),
        of_sum=bool(entry.get("of_sum", False)),
        of_more=bool(entry.get("of_more", False)),
        of_each=bool(entry.get("of_each", False)),
        file=file,
        own=own,
        says=str(entry.get("says", "")),
        examples=_examples(entry["example"], file, name, metrics != NOTHING),
        counterexamples=_examples(entry["counterexample"], file, name, False),
    )


def _checked_name(entry: Any, file: str) -> str:
    """The id of an entry, all of whose fields are known, and which has all that are needed."""
    if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
        raise PatternError(spoken("{file}: every pattern is a mapping with an id.", file=file))
    name: str = entry["id"]
    if unknown := set(entry) - _KNOWN:
        raise of_pattern(file, name, spoken("“{name}” is no field of a pattern", name=min(map(str, unknown))))
    for needed in ("metric", "expression", "example", "counterexample"):
        if needed not in entry:
            raise of_pattern(file, name, spoken("the field {name} is missing", name=needed))
    try:
        str(entry.get("subject", "")).format(words="", base="", parent="", money="")
    except (KeyError, IndexError, ValueError) as error:
        raise of_pattern(
            file, name, spoken("a subject is put together from {parts}", parts=joined(", ", SUBJECT_PARTS, "、"))
        ) from error
    return name


def _metrics(entry: dict[str, Any], file: str, name: str) -> tuple[str, ...]:
    metric = entry["metric"]
    metrics = tuple(metric) if isinstance(metric, list) else (metric,)
    if metrics != NOTHING and (wrong := [m for m in metrics if m not in list(Metric)]):
        raise of_pattern(
            file,
            name,
            spoken("“{name}” is no metric; known are {known}", name=wrong[0], known=joined(", ", sorted(Metric), "、")),
        )
    return metrics


def _context(entry: dict[str, Any], file: str, name: str) -> Context | None:
    context = entry.get("context")
    if context is None:
        return None
    if context not in set(Context):
        raise of_pattern(
            file,
            name,
            spoken("“{name}” is no context; known are {known}", name=context, known=joined(", ", Context, "、")),
        )
    return Context(context)
