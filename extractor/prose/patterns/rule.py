"""A rule of the prose: an expression of a pattern file, with what it is for and texts that show it.

`names.yaml`, `sides.yaml`, `topics.yaml` and `mentions.yaml` hold nothing but rules and words; a Struct of `rules`
declares what stands in each, and how each expression is tried on a text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache
from typing import Annotated, Any, TypeVar, get_args, get_origin

import msgspec
import regex
from msgspec import Struct, structs

from extractor.kept import compiled
from extractor.knowledge import Step, Wrong, load, no_expression
from extractor.prose.patterns.pattern import written_out


class Tried(Enum):
    """How an expression is tried on a text: it must fit it whole, at its beginning, or be found anywhere in it."""

    WHOLE = "fullmatch"
    BEGINNING = "match"
    ANYWHERE = "search"

    def on(self, expression: regex.Pattern[str], text: str) -> regex.Match[str] | None:
        found: regex.Match[str] | None = getattr(expression, self.value)(text)
        return found


Whole = Annotated[regex.Pattern[str], Tried.WHOLE]
Beginning = Annotated[regex.Pattern[str], Tried.BEGINNING]
Anywhere = Annotated[regex.Pattern[str], Tried.ANYWHERE]
Rules = TypeVar("Rules", bound=Struct)


class Parts(Struct, frozen=True, forbid_unknown_fields=True, rename={"alternatives": "any"}):
    """A long expression in parts: what it `begins` with, and `any` of several that follow."""

    alternatives: tuple[str | Parts, ...]
    begins: str = ""

    @property
    def expression(self) -> str:
        return self.begins + any_of(self.alternatives)


class Rule(Struct, frozen=True, forbid_unknown_fields=True, rename={"alternatives": "any", "counterexample": "not"}):
    """An expression, whole (`pattern`) or in parts: what it `begins` with, `any` of several, and what must stand
    `ahead` of its end.

    - `what`: what it is for.
    - `example`: a text, or several, that it fits; `counterexample` (`not`): texts that it does not.
    - `gives`: what comes of the (first) example, where that is more than that it fits.
    """

    what: str
    example: str | tuple[str, ...]
    counterexample: str | tuple[str, ...]
    gives: str = ""
    pattern: str = ""
    begins: str = ""
    alternatives: tuple[str, ...] = ()
    ahead: tuple[str, ...] = ()

    @property
    def expression(self) -> str:
        follows = any_of(self.alternatives) if self.alternatives else ""
        return f"{self.begins}{self.pattern}{follows}" + (f"(?={'|'.join(self.ahead)})" if self.ahead else "")

    @property
    def examples(self) -> tuple[str, ...]:
        return (self.example,) if isinstance(self.example, str) else self.example

    @property
    def counterexamples(self) -> tuple[str, ...]:
        return (self.counterexample,) if isinstance(self.counterexample, str) else self.counterexample


def any_of(alternatives: tuple[str | Parts, ...]) -> str:
    """An expression for any of several."""
    return f"(?:{'|'.join(a if isinstance(a, str) else a.expression for a in alternatives)})"


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
    """The rules of `patterns/prose/NAME`, with the pieces (`words.yaml`) written out in their expressions.

    Raises `PatternError`, which names the file and the line, for what breaks the schema or does not compile.
    """

    file = load(f"prose/{name}", file_of(rules))
    try:
        return rules(**{name: _compiled(value, pieces) for name, value in structs.asdict(file).items()})
    except regex.error:  # once more, to say where
        load(f"prose/{name}", file_of(rules), lambda value: _broken(value, pieces))
        raise


def _compiled(value: Any, pieces: Mapping[str, str]) -> Any:
    """What stands in a file as its field holds it: expressions compiled, words as they are."""
    if hasattr(value, "expression"):
        return compiled(written_out(value.expression, pieces))
    if isinstance(value, tuple):
        return tuple(_compiled(inside, pieces) for inside in value)
    return {k: _compiled(inside, pieces) for k, inside in value.items()} if isinstance(value, dict) else value


def _broken(value: Any, pieces: Mapping[str, str], steps: tuple[Step, ...] = ()) -> Iterator[Wrong]:
    """Which expressions do not compile, and why."""
    if hasattr(value, "expression"):
        try:
            compiled(written_out(value.expression, pieces))
        except regex.error as error:
            yield steps, no_expression(error)
    elif isinstance(value, Struct | tuple | dict):
        if isinstance(value, Struct):
            entries: Any = structs.asdict(value).items()
        else:
            entries = value.items() if isinstance(value, dict) else enumerate(value)
        for step, held in entries:
            yield from _broken(held, pieces, (*steps, step))
