"""The pattern library of the prose: `patterns/prose/*.yaml` and a user's own, read once and checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args, get_origin

import regex
from msgspec import Struct, structs

from extractor import knowledge
from extractor.errors import PatternError
from extractor.kept import compiled
from extractor.knowledge import missing_or_wrong, remembered
from extractor.languages import spoken
from extractor.prose.patterns.candidates import Candidates
from extractor.prose.patterns.pattern import Context, Pattern, of_pattern, read_pattern, written_out

_OTHER_FILES = frozenset({"columns.yaml", "fragments.yaml", "outline.yaml", "reasons.yaml", "running_text.yaml"})
_USER_ORDER = 0
RULE = "rule"  # with its number the group of an expression among others
_PLAIN_UNIT = compiled(r"\(\?[^)]*\)$|\[[^\]]*\]\??|\?")


class Zone(Struct, frozen=True):
    """A stretch of a sentence whose numbers are told in passing, unless of a kind it admits; no sections: in all."""

    name: str
    sections: frozenset[int]
    begins: regex.Pattern[str]
    ends: regex.Pattern[str] | None
    admits: frozenset[str]
    admits_from: regex.Pattern[str] | None
    context: Context


class SubjectRules(Struct, frozen=True, eq=False):
    """How the words before a number become the name of what it measures (see `fragments.yaml`)."""

    before: tuple[regex.Pattern[str], ...]
    first_before: regex.Pattern[str]
    after: tuple[regex.Pattern[str], ...]
    any_after: regex.Pattern[str]
    guests: regex.Pattern[str]
    done: regex.Pattern[str]
    begun: regex.Pattern[str]
    nothing: regex.Pattern[str]
    opens: regex.Pattern[str]
    cause: regex.Pattern[str]
    unless_new: frozenset[str]
    turn: regex.Pattern[str]
    turn_whole: regex.Pattern[str]
    turn_both: regex.Pattern[str]
    turn_title: regex.Pattern[str]
    turn_from: regex.Pattern[str]
    left: regex.Pattern[str]
    each: regex.Pattern[str]
    each_ends: regex.Pattern[str]
    stages: frozenset[str]
    planned_sums: regex.Pattern[str]
    announced: regex.Pattern[str]
    balance: regex.Pattern[str]
    bears: regex.Pattern[str]
    made_of: regex.Pattern[str]
    spent: regex.Pattern[str]
    all_done: regex.Pattern[str]
    of_all: regex.Pattern[str]
    compares: regex.Pattern[str]
    saved: regex.Pattern[str]
    severally: regex.Pattern[str]
    also: regex.Pattern[str]
    joint: regex.Pattern[str]
    together: regex.Pattern[str]
    whole_in_brackets: regex.Pattern[str]
    joint_gives: tuple[str, ...]
    pair: tuple[str, ...]
    sum: regex.Pattern[str]
    single: str
    both: regex.Pattern[str]
    own: regex.Pattern[str]
    own_of: regex.Pattern[str]
    only: regex.Pattern[str]
    this_year: regex.Pattern[str]
    of_any_year: regex.Pattern[str]
    set_aside: regex.Pattern[str]
    others: dict[str, frozenset[str]]
    both_sides: regex.Pattern[str]
    topics: tuple[regex.Pattern[str], ...]
    item: regex.Pattern[str]
    head: regex.Pattern[str]
    point: regex.Pattern[str]
    itemised: regex.Pattern[str]
    titled: regex.Pattern[str]
    in_a_budget: regex.Pattern[str]
    within: regex.Pattern[str]
    fund: regex.Pattern[str]
    work: str
    parts: regex.Pattern[str]
    about: dict[int, regex.Pattern[str]]
    aside: regex.Pattern[str]
    aside_of: regex.Pattern[str]
    of_no_side: regex.Pattern[str]
    of_all_of_a_side: regex.Pattern[str]
    goes_on: str
    rate: str
    project: str
    planned: str
    outturn: str


@dataclass(frozen=True, slots=True, eq=False)
class Library:
    """All that the engine needs. `multiples`: how many 元 a unit of money is, by the unit as written out."""

    patterns: tuple[Pattern, ...]
    tokens: regex.Pattern[str]
    words: regex.Pattern[str]
    masks: regex.Pattern[str]
    stated_unit: regex.Pattern[str]
    unit_names: dict[str, str]
    multiples: dict[str, int]
    zones: tuple[Zone, ...]
    bases: dict[str, regex.Pattern[str]]
    years: regex.Pattern[str]
    last_year: regex.Pattern[str]
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
    base = knowledge.entry("prose/fragments.yaml")
    try:
        return _library(_composed(base))
    except PatternError:  # a `ValueError` that says already what is wrong
        raise
    except (KeyError, TypeError, ValueError, regex.error) as error:
        raise missing_or_wrong("patterns/prose/fragments.yaml", error) from error


def check_own() -> None:
    """Raises `PatternError` where a pattern of the user's folder in use cannot be used: before a run rather than within
    it."""
    for pattern in library().patterns:
        if pattern.own:
            _ = pattern.expression  # compiled when first wanted, which would be in the middle of the run


def _composed(base: dict[str, Any]) -> dict[str, Any]:
    """The file, with the words and fragments in braces written out in all its expressions."""
    listed = {name: f"(?:{'|'.join(sorted(words, key=len, reverse=True))})" for name, words in base["words"].items()}
    fragments: dict[str, str] = listed
    for name, text in base["fragments"].items():  # each of words, and of fragments above it
        fragments[name] = written_out(text, fragments)

    def filled(value: Any) -> Any:
        if isinstance(value, str):
            return written_out(value, fragments)
        if isinstance(value, list):
            return [filled(v) for v in value]
        return {k: filled(v) for k, v in value.items()} if isinstance(value, dict) else value

    expressions = ("bases", "years", "last_year", "zones", "subjects")
    return base | {"fragments": fragments} | {name: filled(base[name]) for name in expressions}


def _library(base: dict[str, Any]) -> Library:
    units: dict[str, str] = {}
    multiples: dict[str, int] = {}
    names: dict[str, str] = base["unit_names"]
    for kind, listed in base["units"].items():
        units[kind] = "|".join(f"(?:{_expression(unit)})" for unit in listed)
        if kind == "amount":
            for unit, multiple in listed.items():
                plain = _PLAIN_UNIT.sub("", unit)
                multiples[names.get(plain, plain)] = multiple
    kinds = "|".join(f"(?P<{kind}>{text})" for kind, text in units.items())
    zones = tuple(
        Zone(
            z["name"],
            frozenset(z.get("sections", ())),
            compiled(z["begins"]),
            compiled(z["ends"]) if "ends" in z else None,
            frozenset(z["admits"]),
            compiled(z["admits_from"]) if "admits_from" in z else None,
            Context(z["context"]),
        )
        for z in base["zones"]
    )
    fragments: dict[str, str] = base["fragments"]
    number = rf"(?P<minus>{base['minus']})?(?P<value>{base['number']})"
    signed = f"(?P<amount>{units['amount']})|(?P<percent>{units['percent']})"
    digits = rf"(?<!\d)(?=\d)(?:{_expression(base['masks']['digits'])})"
    held = rf"\((?P<minus>-)?(?P<value>{base['number']})\)(?:{signed})"  # (93.45)万元, a place of a template filled in
    return Library(
        _patterns(fragments, units),
        compiled(rf"(?=[\d(-])(?:{held}|{number}(?:{kinds}|(?P<other>{base['other_units']}))?)"),
        compiled(rf"(?P<flat>{fragments['flat']})|(?P<absent>{fragments['absent']})"),
        compiled(rf"(?=[{base['masks']['begin']}])(?:{digits}|(?!\d)(?:{_expression(base['masks']['others'])}))"),
        compiled(base["stated_unit"]),
        names,
        multiples,
        zones,
        {name: compiled(text) for name, text in base["bases"].items()},
        compiled(base["years"]),
        compiled(base["last_year"]),
        _subject_rules(base["subjects"]),
    )


def _subject_rules(subjects: dict[str, Any]) -> SubjectRules:
    """The rules of the file, each of the type of its field; those made of several are put together here."""
    composed: dict[str, Any] = {
        "first_before": _first(subjects["before"]),
        "any_after": compiled(_any(subjects["after"])),
        "nothing": _nothing(subjects["nothing"]),
        "unless_new": frozenset(subjects["nothing"]["unless_new"]),
    }
    others = (field for field in structs.fields(SubjectRules) if field.name not in composed)
    return SubjectRules(**composed, **{field.name: _of_type(field.type, subjects[field.name]) for field in others})


def _of_type(kind: Any, value: Any) -> Any:
    """A rule as its field holds it: expressions compiled, words as they are, and collections of these."""
    if kind == regex.Pattern[str]:
        return compiled(_expression(value))
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is dict:
        return {arguments[0](key): _of_type(arguments[1], inside) for key, inside in value.items()}
    return origin(_of_type(arguments[0], inside) for inside in value) if origin in (tuple, frozenset) else value


def _expression(value: Any) -> str:
    """An expression, which the file may give in parts: what it `begins` with, and `any` of several that follow."""
    if isinstance(value, str):
        return value
    return f"{value.get('begins', '')}(?:{'|'.join(map(_expression, value['any']))})"


def _any(expressions: list[str]) -> str:
    """An expression that matches where one of several does: tried first, since mostly none does."""
    return "|".join(f"(?:{expression})" for expression in expressions)


def _first(expressions: list[str]) -> regex.Pattern[str]:
    """An expression that matches more than nothing where one of several does; `lastgroup` says which is the first."""
    named = "|".join(f"(?P<{RULE}{place}>{expression})" for place, expression in enumerate(expressions))
    return compiled(f"(?:{named})(?s:(?<=.))")


def _nothing(words: dict[str, list[str]]) -> regex.Pattern[str]:
    """An expression for words that name nothing (see `fragments.yaml`)."""
    alone, heads, beside = ("|".join(words[name]) for name in ("alone", "heads", "beside"))
    return compiled(rf"{alone}|(?:19|20)\d\d|(?:{beside})*(?:{heads})?(?:{beside})*")


def _patterns(fragments: dict[str, str], units: dict[str, str]) -> tuple[Pattern, ...]:
    found: list[tuple[int, Pattern]] = []
    shared, own = knowledge.prose_files()
    files: list[tuple[Path, int | None]] = [(p, None) for p in shared if p.name not in _OTHER_FILES]
    files += [(p, _USER_ORDER) for p in own]
    for path, order in files:
        content = knowledge.read_yaml(path)
        if not isinstance(content, dict) or not isinstance(content.get("patterns"), list):
            raise PatternError(spoken("{file}: a pattern file is a mapping with a list `patterns`.", file=path))
        rank = content.get("order", 50) if order is None else order
        if not isinstance(rank, int):
            raise PatternError(spoken("{file}: order must be a whole number.", file=path))
        mine = order is not None
        found += [(rank, read_pattern(e, content, fragments, units, path.name, mine)) for e in content["patterns"]]
    ids: set[str] = set()
    for _, pattern in found:
        if pattern.id in ids:
            raise of_pattern(pattern.file, pattern.id, spoken("this id is taken already"))
        ids.add(pattern.id)
    return tuple(p for _, p in sorted(found, key=lambda f: f[0]))
