"""A rule: an expression of a pattern file, with what it is for and texts that show it.

A file that holds nothing but rules and words is declared by one Struct, which says of each field how its expression is
tried on a text; its schema is made of that (`file_of`), and so are the compiled rules (`rules_of`).
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from enum import Enum
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, TypeVar, get_args, get_origin

import msgspec
import regex
from msgspec import Struct, structs

from extractor.kept import compiled
from extractor.knowledge import Step, Wrong, load, no_expression
from extractor.languages import Sentence, spoken

Fit = Callable[[str], regex.Match[str] | None]


class Tried(Enum):
    """How an expression is tried on a text: it must fit it whole, at its beginning, or be found anywhere in it."""

    WHOLE = "fullmatch"
    BEGINNING = "match"
    ANYWHERE = "search"

    def fit(self, expression: str) -> Fit:
        """The trial of an expression, given as text."""
        fits: Fit = getattr(compiled(expression), self.value)
        return fits


Whole = Annotated[regex.Pattern[str], Tried.WHOLE]
Beginning = Annotated[regex.Pattern[str], Tried.BEGINNING]
Anywhere = Annotated[regex.Pattern[str], Tried.ANYWHERE]
Rules = TypeVar("Rules", bound=Struct)
T = TypeVar("T")
_NO_PIECES: Mapping[str, str] = MappingProxyType({})
PIECE = compiled(r"\{([a-z_]+)\}")  # the name of a piece in an expression


class Parts(Struct, frozen=True, forbid_unknown_fields=True, rename={"alternatives": "any"}):
    """A long expression in parts: what it `begins` with, and `any` of several that follow."""

    alternatives: tuple[Alternative, ...]
    begins: str = ""

    @property
    def expression(self) -> str:
        return self.begins + any_of(self.alternatives)


Alternative = str | tuple[str, ...] | Parts
"""One of several expressions: in one line, over several, or in parts."""


class Rule(Struct, frozen=True, forbid_unknown_fields=True, rename={"alternatives": "any", "counterexample": "not"}):
    """An expression, whole (`pattern`, a long one over several lines) or in parts: what it `begins` with, `any` of
    several (a long one of them over several lines), and what must stand `ahead` of its end.

    - `what`: what it is for, where its name does not say so.
    - `example`: a text, or several, that it fits; `counterexample` (`not`): texts that it does not.
    - `gives`: what comes of the (first) example, where that is more than that it fits.
    """

    example: str | tuple[str, ...]
    counterexample: str | tuple[str, ...]
    what: str = ""
    gives: str = ""
    pattern: str | tuple[str, ...] = ""
    begins: str | tuple[str, ...] = ""
    alternatives: tuple[Alternative, ...] = ()
    ahead: tuple[str, ...] = ()

    @property
    def expression(self) -> str:
        follows = any_of(self.alternatives) if self.alternatives else ""
        ahead = f"(?={'|'.join(self.ahead)})" if self.ahead else ""
        return f"{in_one(self.begins)}{in_one(self.pattern)}{follows}{ahead}"

    @property
    def examples(self) -> tuple[str, ...]:
        return several(self.example)

    @property
    def counterexamples(self) -> tuple[str, ...]:
        return several(self.counterexample)


def several(given: T | tuple[T, ...]) -> tuple[T, ...]:
    """What a file gives once, or as a list."""
    return given if isinstance(given, tuple) else (given,)


def in_one(lines: str | tuple[str, ...]) -> str:
    """An expression that a file gives in one line, or over several."""
    return "".join(lines)


def any_of(alternatives: tuple[Alternative, ...]) -> str:
    """An expression for any of several."""
    return f"(?:{'|'.join(a.expression if isinstance(a, Parts) else in_one(a) for a in alternatives)})"


def written_out(source: str, pieces: Mapping[str, str], but: Container[str] = ()) -> str:
    """An expression with the pieces in place of their names in braces; other braces stay, and so do names in `but`."""
    return PIECE.sub(lambda m: m[0] if m[1] in but else pieces.get(m[1], m[0]), source)


@cache
def file_of(rules: type[Struct]) -> type[Struct]:
    """The schema of the file that a Struct of rules is made of: a `Rule` where it has an expression, or the Struct of
    words with which the field is annotated."""
    fields = ((field.name, _in_file(field.type)) for field in structs.fields(rules))
    return msgspec.defstruct(f"{rules.__name__}File", [*fields], frozen=True, forbid_unknown_fields=True)


def _in_file(kind: Any) -> Any:
    if get_origin(kind) is Annotated:
        made_of = get_args(kind)[1]
        return Rule if isinstance(made_of, Tried) else made_of
    if kind == regex.Pattern[str]:
        return Rule
    origin, arguments = get_origin(kind), get_args(kind)
    if not arguments:
        return kind
    return origin[tuple(argument if argument is ... else _in_file(argument) for argument in arguments)]


def rules_of(rules: type[Rules], name: str, pieces: Mapping[str, str]) -> Rules:
    """The rules of `patterns/NAME`, with the pieces of `prose/words.yaml` written out in their expressions.

    Raises `PatternError`, which names the file and the line, for what breaks the schema or does not compile.
    """

    file = load(name, file_of(rules))
    try:
        return rules(**{name: _compiled(value, pieces) for name, value in structs.asdict(file).items()})
    except regex.error:  # once more, to say where
        load(name, file_of(rules), lambda value: broken(value, pieces))
        raise


def _compiled(value: Any, pieces: Mapping[str, str]) -> Any:
    """What stands in a file as its field holds it: expressions compiled, words as they are."""
    if (expression := _expression_of(value)) is not None:
        return compiled(written_out(expression, pieces))
    if isinstance(value, tuple):
        return tuple(_compiled(inside, pieces) for inside in value)
    return {k: _compiled(inside, pieces) for k, inside in value.items()} if isinstance(value, dict) else value


def _expression_of(value: Any) -> str | None:
    """The expression of a rule, or of words of which one is made."""
    expression = getattr(value, "expression", None)
    return expression if isinstance(expression, str) else None


def broken(value: Any, pieces: Mapping[str, str] = _NO_PIECES, steps: tuple[Step, ...] = ()) -> Iterator[Wrong]:
    """Which expressions in an entry of a file do not compile, and why."""
    if (expression := _expression_of(value)) is not None:
        try:
            compiled(written_out(expression, pieces))
        except regex.error as error:
            yield steps, no_expression(error)
    elif isinstance(value, Struct | tuple | dict):
        held = structs.asdict(value) if isinstance(value, Struct) else value
        for step, inside in held.items() if isinstance(held, dict) else enumerate(held):
            yield from broken(inside, pieces, (*steps, step))


def unshown(file: Struct) -> Iterator[Wrong]:
    """The rules of a file that are not found in their examples, or are found in their counterexamples; the names of
    its other rules stand in braces for their expressions."""
    rules = {name: rule for name, rule in structs.asdict(file).items() if isinstance(rule, Rule)}
    pieces = {name: rule.expression for name, rule in rules.items()}
    for name, rule in rules.items():
        search = compiled(written_out(rule.expression, pieces)).search
        if not all(map(search, rule.examples)) or any(map(search, rule.counterexamples)):
            yield (name,), spoken("its example is not found, or its counter-example is")


def unmet(file: str, rule: Rule, fit: Fit, comes: Callable[[str], str | None] | None = None) -> Iterator[Sentence]:
    """A sentence for each example of a rule that is not met: it must `fit` all of them and no counterexample, and
    what `comes` of the first must be what the rule says."""
    where = spoken("{file}, {what}", file=file, what=rule.what)
    for text in rule.examples:
        if not _finds(fit(text)):
            yield spoken("{where}: “{text}” is not what it looks for.", where=where, text=text)
    for text in rule.counterexamples:
        if _finds(fit(text)):
            yield spoken("{where}: “{text}” is what it looks for.", where=where, text=text)
    if comes is not None and (said := comes(rule.examples[0]) or "") != rule.gives:
        yield spoken(
            "{where}: “{text}” should give {meant}, it gives {said}.",
            where=where,
            text=rule.examples[0],
            meant=rule.gives or spoken("nothing"),
            said=said or spoken("nothing"),
        )


def _finds(match: regex.Match[str] | None) -> bool:
    return match is not None and match[0] != ""


def rules_in(held: Any, kind: Any) -> Iterator[tuple[Rule, Tried]]:
    """The rules that a field of a file holds, each with how its field says that it is tried."""
    if isinstance(held, Rule):
        yield held, get_args(kind)[1]
    elif isinstance(held, tuple | dict):
        inner = get_args(kind)[-1 if isinstance(held, dict) else 0] if get_origin(kind) is not Annotated else kind
        for inside in held.values() if isinstance(held, dict) else held:
            yield from rules_in(inside, inner)
