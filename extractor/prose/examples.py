"""The pattern library, tried on its own examples."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from extractor.languages import Sentence, joined, spoken
from extractor.prose.figures import printed_name
from extractor.prose.patterns.library import Library
from extractor.prose.patterns.pattern import Pattern
from extractor.prose.text.folding import folded, folded_with_numbers
from extractor.prose.text.outline import outline
from extractor.prose.understanding.engine import SectionReader
from extractor.prose.understanding.readings import TimeBudget, Understood

Row = tuple[str, str, Decimal | None, str | None]
_SECONDS = 1.0


class Failure(Struct, frozen=True):
    """A pattern that does not give what its examples say: what it `said`, and what was `meant`."""

    pattern: Pattern
    text: str
    meant: tuple[Row, ...]
    said: tuple[Row, ...]

    @property
    def sentence(self) -> Sentence:
        return spoken(
            "{file}, pattern {name}: “{text}” should give {meant}, it gives {said}.",
            file=self.pattern.file,
            name=self.pattern.id,
            text=self.text,
            meant=_listed(self.meant),
            said=_listed(self.said),
        )


def _listed(rows: tuple[Row, ...]) -> Sentence:
    return joined("; ", map(_told, rows), "；") if rows else spoken("nothing")


def _told(row: Row) -> Sentence:
    metric, subject, value, unit = row
    gives = spoken("no value") if value is None else joined(" ", filter(None, (str(value), unit)))
    return spoken("{metric} of {subject}: {value}", metric=metric, subject=subject, value=gives)


def rows_of(library: Library, pattern: Pattern, text: str, section: int) -> tuple[Row, ...]:
    """The figures that a pattern gives for a text in a section, with all other patterns at work too."""
    subject = next((k.subject for k in outline().kinds.values() if k.no == section), "")
    plain, said = folded_with_numbers("".join(text.split()))
    reader = SectionReader(library, plain, said, section, TimeBudget(_SECONDS), folded(subject))
    return tuple(
        (r.metric, printed_name(r.subject), r.value, r.unit)
        for r in reader.read(0, len(plain))
        if isinstance(r, Understood) and r.pattern is pattern and (r.context is None or r.context == pattern.context)
    )


def failures(library: Library) -> Iterator[Failure]:
    """Every example that is not met, in the order of the library."""
    for pattern in library.patterns:
        for example in (*pattern.examples, *pattern.counterexamples):
            said = rows_of(library, pattern, example.text, example.section)
            if said != example.gives:
                yield Failure(pattern, example.text, example.gives, said)
