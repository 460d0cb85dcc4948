"""The numbers of a stretch of text, with their units, before anything is known of what they mean."""

from __future__ import annotations

from dataclasses import dataclass, replace

from extractor.prose.pattern_library import Library

FIGURES = frozenset({"amount", "percent", "count", "score"})  # the kinds that have a unit
_BETWEEN = ",、和及"  # may stand between the two numbers of A,B万元


@dataclass(frozen=True, slots=True)
class Token:
    """A number, or 持平 or 无, in the text.

    `kind` is amount, percent, count, score, bare (no unit), flat or absent; `digits` the number as printed without
    separators, `unit` as written out. `slot` is 1 and 2 for two numbers of one clause, A,B万元 or P1%、P2%: where two
    things are spoken of, each has its own.
    """

    kind: str
    start: int
    end: int
    digits: str
    unit: str | None
    slot: int = 0


def numbers(library: Library, text: str, start: int, end: int) -> list[Token]:
    """The numbers of a stretch in order, those inside names (单价100万元以上) left out."""
    masked = [m.span() for m in library.masks.finditer(text, start, end)]
    found: list[Token] = []
    at = 0
    for match in library.tokens.finditer(text, start, end):
        while at < len(masked) and masked[at][1] <= match.start():
            at += 1
        if at < len(masked) and masked[at][0] < match.end():
            continue
        kind = match.lastgroup if match.lastgroup in FIGURES else "bare"
        unit = match[kind] if kind != "bare" else None
        if unit is not None:
            unit = "%" if kind == "percent" else library.unit_names.get(unit, unit)
        digits = ("-" if match["minus"] else "") + match["value"].replace(",", "").replace("，", "")
        token = Token(kind, match.start(), match.end(), digits, unit)
        if found and kind != "bare" and (first := _paired(text, found[-1], token)):
            found[-1] = first
            token = replace(token, slot=2)
        found.append(token)
    return found


def _paired(text: str, first: Token, second: Token) -> Token | None:
    """The first of two numbers that share a clause, with the unit of the second; None where they do not."""
    if first.slot or second.start != first.end + 1 or text[first.end] not in _BETWEEN:
        return None
    if first.kind != "bare" and (first.kind, first.unit) != (second.kind, second.unit):
        return None
    return replace(first, kind=second.kind, unit=second.unit, slot=1)


def said_without_number(library: Library, text: str, start: int, end: int, absence: bool) -> list[Token]:
    """持平 and its like, and where `absence` is asked for also 无, as tokens without digits."""
    return [
        Token(m.lastgroup or "", m.start(), m.end(), "", None)
        for m in library.words.finditer(text, start, end)
        if absence or m.lastgroup == "flat"
    ]
