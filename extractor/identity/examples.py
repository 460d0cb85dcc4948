"""The expressions by which documents name themselves, tried on their own examples."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import asdict

from extractor.identity.shapes import self_naming
from extractor.languages import Sentence
from extractor.rule import Rule, Tried, unmet

_FILE = "self_naming.yaml"


def failures() -> Iterator[Sentence]:
    """A sentence for each example that is not met."""
    for rule, tried in _rules():
        yield from unmet(_FILE, rule, tried.fit(rule.expression))


def count() -> int:
    """How many expressions there are."""
    return sum(1 for _ in _rules())


def _rules() -> Iterator[tuple[Rule, Tried]]:
    file = self_naming()
    for whole in (*file.parts.values(), *file.generic, file.superior):
        yield whole, Tried.WHOLE
    for begins in (file.before, file.before_place, file.says_where.place, file.part):
        yield begins, Tried.BEGINNING
    for found in (*file.placeholders, file.after, file.endings, *asdict(file.signs).values()):
        yield found, Tried.ANYWHERE
