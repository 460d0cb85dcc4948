"""The rules of the prose, tried on their own examples: each fits them, and not its counterexamples."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, get_args, get_origin

import regex
from msgspec import Struct, structs

from extractor.kept import compiled
from extractor.knowledge import load
from extractor.languages import Sentence, spoken
from extractor.prose.patterns.library import YearRules, library
from extractor.prose.patterns.number_rules import number_file
from extractor.prose.patterns.pattern import written_out
from extractor.prose.patterns.rule import Rule, Tried, file_of
from extractor.prose.patterns.subject_rules import Mentions, Names, Sides, SubjectRules, Topics
from extractor.prose.patterns.words import pieces, word_file
from extractor.prose.patterns.zone import zone_entries
from extractor.prose.understanding.subjects import names_of, topic_of

_FILES: dict[str, type[Struct]] = {
    "names.yaml": Names,
    "sides.yaml": Sides,
    "topics.yaml": Topics,
    "mentions.yaml": Mentions,
    "years.yaml": YearRules,
}
Fit = Callable[[str], regex.Match[str] | None]


class Trial(Struct, frozen=True):
    """A rule of a file, how it is tried on a text, and what comes of a text where the rule says what that is."""

    file: str
    rule: Rule
    fit: Fit
    comes: Callable[[str], str | None] | None = None

    @property
    def failures(self) -> Iterator[Sentence]:
        where = spoken("{file}, {what}", file=self.file, what=self.rule.what)
        for text in self.rule.examples:
            if (found := self.fit(text)) is None or not found[0]:
                yield spoken("{where}: “{text}” is not what it looks for.", where=where, text=text)
        for text in self.rule.counterexamples:
            if (found := self.fit(text)) is not None and found[0]:
                yield spoken("{where}: “{text}” is what it looks for.", where=where, text=text)
        if self.comes is not None and (said := self.comes(self.rule.examples[0]) or "") != self.rule.gives:
            yield spoken(
                "{where}: “{text}” should give {meant}, it gives {said}.",
                where=where,
                text=self.rule.examples[0],
                meant=self.rule.gives,
                said=said or spoken("nothing"),
            )


def trials() -> Iterator[Trial]:
    """All rules that have examples."""
    written, subjects = pieces(), library().subjects
    for name, piece in word_file().pieces.items():
        yield Trial("words.yaml", piece, _tried(Tried.WHOLE, written[name]))
    for rule, expression in number_file().masks.expressions:
        fit = _tried(Tried.ANYWHERE, expression)
        yield Trial("numbers.yaml", rule, fit, _found_by(fit))
    for file, rules in _FILES.items():
        held = load(f"prose/{file}", file_of(rules))
        for field in structs.fields(rules):
            for rule, tried in _rules_in(getattr(held, field.name), field.type):
                fit = _tried(tried, written_out(rule.expression, written))
                yield Trial(file, rule, fit, _comes(field.name, subjects))
    for zone in zone_entries():
        expression = written_out("|".join(zone.begins), written)
        shown = Rule(zone.what, zone.example, zone.counterexample)
        yield Trial("passing.yaml", shown, _tried(Tried.ANYWHERE, expression))


def failures() -> Iterator[Sentence]:
    """A sentence for each example that is not met."""
    for trial in trials():
        yield from trial.failures


def count() -> int:
    """How many rules there are."""
    return sum(1 for _ in trials())


def _tried(how: Tried, expression: str) -> Fit:
    pattern = compiled(expression)
    return lambda text: how.on(pattern, text)


def _found_by(fit: Fit) -> Callable[[str], str | None]:
    return lambda text: match[0] if (match := fit(text)) else None


def _comes(field: str, subjects: SubjectRules) -> Callable[[str], str | None] | None:
    """What comes of the words that a rule of a field fits, with all other rules at work too."""
    if field in ("before", "after"):
        return lambda words: "、".join(names_of(subjects, words)) or None
    return (lambda clause: topic_of(subjects, clause)) if field == "topics" else None


def _rules_in(held: Any, kind: Any) -> Iterator[tuple[Rule, Tried]]:
    """The rules that a field of a file holds, each with how it is tried."""
    if isinstance(held, Rule):
        yield held, get_args(kind)[1]
    elif isinstance(held, tuple | dict):
        inner = get_args(kind)[-1 if isinstance(held, dict) else 0] if get_origin(kind) is not Annotated else kind
        for inside in held.values() if isinstance(held, Mapping) else held:
            yield from _rules_in(inside, inner)
