"""The pattern library of the prose: `patterns/prose/*.yaml` and a user's own, read once and checked."""

from __future__ import annotations

from dataclasses import dataclass, field

import regex
from msgspec import Struct

from extractor import knowledge
from extractor.kept import compiled
from extractor.knowledge import checked, fault, remembered
from extractor.languages import spoken
from extractor.prose.patterns.candidates import Candidates
from extractor.prose.patterns.number_rules import NumberRules, number_rules
from extractor.prose.patterns.pattern import Pattern, PatternFile, Wording, pattern_of, wrong_in
from extractor.prose.patterns.subject_rules import SubjectRules, subject_rules
from extractor.prose.patterns.words import pieces
from extractor.prose.patterns.zone import Zone, zones
from extractor.rule import Anywhere, Whole, rules_of

_RULE_FILES = frozenset(
    f"{name}.yaml"
    for name in (
        *("words", "numbers", "years", "passing", "names", "sides", "topics", "mentions"),
        *("columns", "headings", "outline", "reasons", "running_text"),
    )
)
"""The files that hold no patterns."""
_USER_ORDER = 0


class YearRules(Struct, frozen=True, eq=False):
    """Of which year a number is, and against what it is told (`years.yaml`)."""

    years: Anywhere
    only: Whole
    last_year: Anywhere
    planned_in: Anywhere
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
    numbers = number_rules(written)
    return Library(
        _patterns(Wording(written, numbers.units)),
        numbers,
        compiled(rf"(?P<flat>{written['flat']})|(?P<absent>{written['absent']})"),
        zones(written),
        rules_of(YearRules, "prose/years.yaml", written),
        subject_rules(written),
    )


def _patterns(wording: Wording) -> tuple[Pattern, ...]:
    """All patterns, in the order of their files; a user's own before the library's."""
    found: list[tuple[int, Pattern]] = []
    shared, own = knowledge.wording_files(_RULE_FILES)
    ids: set[str] = set()
    for path in (*shared, *own):
        mine = path in own
        file = checked(path, PatternFile, wrong_in(wording, mine))
        for place, entry in enumerate(file.patterns):
            if entry.id in ids:
                raise fault(path, ("patterns", place, "id"), spoken("the id {id} is taken already", id=entry.id))
            ids.add(entry.id)
            rank = _USER_ORDER if mine else file.order
            found.append((rank, pattern_of(entry, file, wording, path.name, mine)))
    return tuple(pattern for _, pattern in sorted(found, key=lambda ranked: ranked[0]))
