"""Labels known by their parts: qualifiers and a head word, as `patterns/sheets/forms.yaml` has them.

A label that is in no list is cut into words; a form that covers it completely says what it names. A rest that no word
covers leaves it unknown, and it is reported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import regex
from msgspec import Struct

from extractor.kept import compiled
from extractor.knowledge import remembered, remembering
from extractor.tables.sheets.words import schemas


class Form(Struct, frozen=True):
    """A form of labels: what it gives, and a label of it and one that is none."""

    gives: str
    pattern: regex.Pattern[str]
    example: str
    counterexample: str

    def covers(self, label: str) -> bool:
        return self.pattern.fullmatch(label) is not None


@remembered
def forms() -> Mapping[str, tuple[Form, ...]]:
    """The forms by part of a sheet (columns, funds, fields …); raises `PatternError` if they are broken."""
    file = schemas.forms()
    return {
        part: tuple(Form(f.gives, compiled(_pattern(f.form, file.words)), f.example, f.counterexample) for f in entries)
        for part, entries in file.composed.items()
    }


def composed(part: str, label: str) -> str | None:
    """What a label of a part of the sheet means by its words; None where they do not cover it."""
    return None if label.isascii() else _covered(part, label)  # amounts and codes, which most cells are, have no words


@remembering(8192)
def _covered(part: str, label: str) -> str | None:
    return next((form.gives for form in forms()[part] if form.covers(label)), None)


def _pattern(form: str, words: Mapping[str, Sequence[str]]) -> str:
    """`<group>`: any of its words; `a|b`: one of them; `[a|b]`: one or none; `{group:a|b}`: words of the group only, in
    any order, with one of the others among them."""
    parts: list[str] = []
    for token in form.split():
        inner = token[1:-1]
        if token.startswith("<"):
            parts.append(f"{_one_of(words[inner])}*")
        elif token.startswith("["):
            parts.append(f"{_one_of(inner.split('|'))}?")
        elif token.startswith("{"):
            group, among = inner.split(":")
            parts.append(f"(?=.*{_one_of(among.split('|'))}){_one_of([*words[group], *among.split('|')])}*+")
        else:
            parts.append(_one_of(token.split("|")))
    return "".join(parts)


def _one_of(words: Sequence[str]) -> str:
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"
