"""The words of 绩效自评表, tried on their own examples: every entry is found in its example and not in its
counter-example."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.document.characters import plain
from extractor.kept import compiled
from extractor.languages import Sentence, spoken
from extractor.tables.sheets.words import schemas
from extractor.tables.sheets.words.terms import forms
from extractor.tables.sheets.words.vocabulary import title_rule


def count() -> int:
    """How many entries have examples."""
    expressions = sum(1 for file in (schemas.titles(), schemas.expressions()) for _ in schemas.rules_in(file))
    return expressions + sum(map(len, forms().values()))


def failures() -> Iterator[Sentence]:
    """A sentence for each example that is not met."""
    for name, file in (("titles.yaml", schemas.titles()), ("expressions.yaml", schemas.expressions())):
        for steps, rule in schemas.rules_in(file):
            where, search = f"sheets/{name}, {rule.what or steps[0]}", compiled(rule.expression).search
            for text in rule.examples:
                yield from _tried(search(plain(text)) is not None, True, where, text)
            for text in rule.counterexamples:
                yield from _tried(search(plain(text)) is not None, False, where, text)
    for title in schemas.titles().titles:
        titled = title_rule(title.example)
        if titled is None or titled.id != title.id:
            yield spoken(
                "{where}: “{text}” is a title of {rule}.",
                where=f"sheets/titles.yaml, {title.id}",
                text=title.example,
                rule=titled.id if titled else spoken("none"),
            )
    for part, entries in forms().items():
        for place, form in enumerate(entries):
            where = f"sheets/forms.yaml, {part} {form.gives}"
            earlier = next((other for other in entries[:place] if other.covers(form.example)), None)
            if earlier is not None:
                yield spoken(
                    "{where}: “{text}” is covered by {earlier} before it.",
                    where=where,
                    text=form.example,
                    earlier=earlier.gives,
                )
            yield from _tried(form.covers(form.example), True, where, form.example)
            yield from _tried(form.covers(form.counterexample), False, where, form.counterexample)


def _tried(met: bool, wanted: bool, where: str, text: str) -> Iterator[Sentence]:
    if wanted and not met:
        yield spoken("{where}: “{text}” is not matched.", where=where, text=text)
    elif met and not wanted:
        yield spoken("{where}: “{text}” is matched.", where=where, text=text)
