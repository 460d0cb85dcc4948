"""The pattern library of the prose: `patterns/prose/*.yaml` and a user's own, read once and checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import regex
from msgspec import Struct

from extractor import knowledge
from extractor.errors import PatternError
from extractor.kept import compiled
from extractor.knowledge import remembered
from extractor.languages import spoken
from extractor.prose.patterns.candidates import Candidates
from extractor.prose.patterns.number_rules import NumberRules, number_rules
from extractor.prose.patterns.pattern import Pattern, of_pattern, read_pattern
from extractor.prose.patterns.subject_rules import SubjectRules, subject_rules
from extractor.prose.patterns.words import pieces
from extractor.prose.patterns.zone import Zone, zones
from extractor.rule import Anywhere, rules_of

_RULE_FILES = frozenset(
    f"{name}.yaml"
    for name in (
        *("words", "numbers", "years", "passing", "names", "sides", "topics", "mentions"),
        *("columns", "outline", "reasons", "running_text"),
    )
)
"""The files that hold no patterns."""
_USER_ORDER = 0


class YearRules(Struct, frozen=True, eq=False):
    """Of which year a number is, and against what it is told (`years.yaml`)."""

    years: Anywhere
    last_year: Anywhere
    bases: dict[str, Anywhere]


@dataclass(frozen=True, slots=True, eq=False)
class Library:
    """All that the engine needs. `words`: what says something without a number, 持平 and 无."""

    patterns: tuple[Pattern, ...]
    numbers: NumberRules
    words: regex.Pattern[str]
    zones: tuple[Zone, ...]
    years: YearRules
    subjects: SubjectRules
    _chosen: dict[tuple[str, int | None], Candidates] = field(default_factory=dict, compare=False)

    def candidates(self, kind: str, section: int | None) -> Candidates:
        """The patterns for a kind of number, in the order in which they are tried: those for the section before all
        others.

        That there is nothing (无) is read only where a pattern is meant for the section.
        """
        found = self._chosen.get((kind, section))
        if found is None:
            alike = [p for p in self.patterns if p.kind == kind]
            others = [p for p in alike if not p.holds_in(section) and kind != "absent"]
            found = Candidates.of((*(p for p in alike if p.holds_in(section)), *others))
            self._chosen[kind, section] = found
        return found


@remembered
def library() -> Library:
    """The pattern library, with the patterns of the user's folder in use before its own. Raises `PatternError` where an
    entry is wrong."""
    written = pieces()
    numbers = number_rules()
    return Library(
        _patterns(written, numbers.units),
        numbers,
        compiled(rf"(?P<flat>{written['flat']})|(?P<absent>{written['absent']})"),
        zones(written),
        rules_of(YearRules, "prose/years.yaml", written),
        subject_rules(written),
    )


def check_own() -> None:
    """Raises `PatternError` where a pattern of the user's folder in use cannot be used: before a run rather than within
    it."""
    for pattern in library().patterns:
        if pattern.own:
            _ = pattern.expression  # compiled when first wanted, which would be in the middle of the run


def _patterns(written: dict[str, str], units: dict[str, str]) -> tuple[Pattern, ...]:
    found: list[tuple[int, Pattern]] = []
    shared, own = knowledge.prose_files()
    files: list[tuple[Path, int | None]] = [(p, None) for p in shared if p.name not in _RULE_FILES]
    files += [(p, _USER_ORDER) for p in own]
    for path, order in files:
        content = knowledge.read_yaml(path)
        if not isinstance(content, dict) or not isinstance(content.get("patterns"), list):
            raise PatternError(spoken("{file}: a pattern file is a mapping with a list `patterns`.", file=path))
        rank = content.get("order", 50) if order is None else order
        if not isinstance(rank, int):
            raise PatternError(spoken("{file}: order must be a whole number.", file=path))
        mine = order is not None
        found += [(rank, read_pattern(e, content, written, units, path.name, mine)) for e in content["patterns"]]
    ids: set[str] = set()
    for _, pattern in found:
        if pattern.id in ids:
            raise of_pattern(pattern.file, pattern.id, spoken("this id is taken already"))
        ids.add(pattern.id)
    return tuple(p for _, p in sorted(found, key=lambda f: f[0]))
