"""The rules of the prose, tried on their own examples: each fits them, and not its counterexamples."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct, structs

from extractor.knowledge import load
from extractor.languages import Sentence
from extractor.prose.patterns.library import YearRules, library
from extractor.prose.patterns.number_rules import number_file
from extractor.prose.patterns.subject_rules import Mentions, Names, Sides, SubjectRules, Topics
from extractor.prose.patterns.words import pieces, word_file
from extractor.prose.patterns.zone import zone_entries
from extractor.prose.reasons import ReasonRules
from extractor.prose.text.printed_lines import LineRules
from extractor.prose.text.sections import HeadingRules
from extractor.prose.text.typed_tables import TableRules
from extractor.prose.understanding.subjects import names_of, topic_of
from extractor.rule import Fit, Rule, Tried, any_of, file_of, rules_in, unmet, written_out

_FILES: dict[str, type[Struct]] = {
    "names.yaml": Names,
    "sides.yaml": Sides,
    "topics.yaml": Topics,
    "mentions.yaml": Mentions,
    "years.yaml": YearRules,
    "reasons.yaml": ReasonRules,
    "running_text.yaml": LineRules,
    "headings.yaml": HeadingRules,
    "columns.yaml": TableRules,
}
Trial = tuple[str, Rule, Fit, Callable[[str], str | None] | None]
"""A file, a rule of it, how it is tried on a text, and what comes of a text where the rule says what that is."""


def failures() -> Iterator[Sentence]:
    """A sentence for each example that is not met."""
    for trial in _trials():
        yield from unmet(*trial)


def count() -> int:
    """How many rules there are."""
    return sum(1 for _ in _trials())


def _trials() -> Iterator[Trial]:
    written, subjects = pieces(), library().subjects
    for name, piece in word_file().pieces.items():
        yield "words.yaml", piece, Tried.WHOLE.fit(written[name]), None
    for mask, expression in number_file().masks.expressions:
        fit = Tried.ANYWHERE.fit(written_out(expression, written))
        yield "numbers.yaml", mask, fit, _found_by(fit)
    for zone in zone_entries():
        shown = Rule(zone.example, zone.counterexample, zone.what)
        yield "passing.yaml", shown, Tried.ANYWHERE.fit(written_out(any_of(zone.begins), written)), None
    for file, rules in _FILES.items():
        held = load(f"prose/{file}", file_of(rules))
        for field in structs.fields(rules):
            for rule, tried in rules_in(getattr(held, field.name), field.type):
                fit = tried.fit(written_out(rule.expression, written))
                yield file, rule, fit, _comes(field.name, subjects, fit)


def _comes(field: str, subjects: SubjectRules, fit: Fit) -> Callable[[str], str | None] | None:
    """What comes of the text that a rule of a field fits, with all other rules at work too."""
    if field in ("before", "after"):
        return lambda words: "、".join(names_of(subjects, words)) or None
    if field == "topics":
        return lambda clause: topic_of(subjects, clause)
    return (lambda text: match["reason"] if (match := fit(text)) else None) if field == "reason" else None


def _found_by(fit: Fit) -> Callable[[str], str | None]:
    return lambda text: match[0] if (match := fit(text)) else None
