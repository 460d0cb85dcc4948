"""The numbers of a stretch of text, with their units, before it is known what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import regex
from msgspec import Struct
from msgspec.structs import replace

from extractor.document.lines import UNREADABLE
from extractor.kept import compiled
from extractor.prose.patterns.library import Library

FIGURES = frozenset({"amount", "percent", "count", "score"})  # the kinds of which an account speaks
COUNTED = frozenset({"count", "things"})
_WITH_UNIT = FIGURES | {"things"}
EXACT = frozenset({"amount", "percent"})  # of which each must be understood
_DASHES = "—-~"
_RANGE = (*_DASHES, "——")  # between the two of which a number is one
_BETWEEN = ",、和及"  # may stand between the numbers of A,B万元
_DIGIT = compiled("[0-9]")
_NAME = compiled(r"[\p{Han})：]")  # with what a name ends
_THOUSANDS = compiled(r"\d{3}(?!\d)")
_TORN = compiled(r"\ufffd{2}\d|\ufffd[.,]\d|\d[.,]?\ufffd")  # (one before a number may be a bullet)
STATED = "单位："  # before the unit of all sums behind it
_TEN_THOUSAND = "万"  # 126.35万人次 are 1263500人次
_BEHIND_A_UNIT = frozenset(")：为是")  # (万元)：, (万元)为: may stand before a number
_LONGEST_UNIT = 6  # characters, with what stands behind it
_SLOTS = 8  # numbers that can share a clause


class Token(Struct, frozen=True):
    """A number, or 持平 or 无, in the text.

    - `kind`: amount, percent, count, things (counts of what an account rarely counts), score, bare (no unit, or one
      that no figure of an account has), flat or absent.
    - `digits`: the number as printed, without separators; `unit`: as written out.
    - `slots`: how many numbers share its clause (A,B万元, P1%、P2%、P3%), and `slot`: which it is, from 1; where as
      many things are named, each has its own.
    - `bracketed`: (93.45)万元, among others that are not; where all are, a template had places for them.
    """

    kind: str
    start: int
    end: int
    digits: str
    unit: str | None
    slot: int = 0
    slots: int = 1
    broken: bool = False
    bracketed: bool = False


def numbers(
    library: Library, text: str, said: Mapping[int, str], start: int, end: int, headed: str | None = None
) -> list[Token]:
    """The numbers of a stretch in order, without dates, ordinals, codes and those within names (单价100万元以上).

    `said` are those for which digits only stand in, by their places; `headed` is the unit of sums that have none, where
    a heading says it.
    """
    if not _DIGIT.search(text, start, end):
        return []
    masked = [m.span() for m in library.numbers.masks.finditer(text, start, end)]
    found: list[Token] = []
    bracketed, at, priced = False, 0, text.find("/", start, end) >= 0
    is_torn = text.find(UNREADABLE, start, end) >= 0
    stated = library.numbers.stated_unit.search(text, start, end) if text.find(STATED, start, end) >= 0 else None
    for match in library.numbers.tokens.finditer(text, start, end):
        while at < len(masked) and masked[at][1] <= match.start():
            at += 1
        if at < len(masked) and masked[at][0] < match.end():
            continue
        if is_torn and _TORN.search(text, max(match.start() - 2, start), match.end("value") + 1):
            continue
        kind = match.lastgroup if match.lastgroup in _WITH_UNIT else "bare"
        unit = match[kind] if kind != "bare" else match["other"]
        if kind == "bare" and unit is None and text[match.start() - 1] in _BEHIND_A_UNIT:
            behind = library.numbers.named_unit.search(text, max(match.start() - _LONGEST_UNIT, start), match.start())
            kind, unit = ("amount", behind[0]) if behind else (kind, unit)
        if (stated or headed) and kind == "bare" and unit is None and _is_sum(match):
            own = stated[0] if stated and stated.end() < match.start() else headed
            kind, unit = ("amount", own) if own else (kind, unit)
        if unit is not None:
            unit = "%" if kind == "percent" else library.numbers.unit_names.get(unit, unit)
        value = said.get(match.start("value")) or match["value"].replace(",", "").replace("，", "")
        digits = f"-{value}" if match["minus"] else value
        if kind in ("count", "things") and unit is not None and unit.startswith(_TEN_THOUSAND):
            digits, unit = f"{Decimal(digits).scaleb(4).normalize():f}", unit.removeprefix(_TEN_THOUSAND)
            unit = library.numbers.unit_names.get(unit, unit)
        held = text[match.start()] == "("
        bracketed = bracketed or held
        found.append(Token(kind, match.start(), match.end(), digits, unit, bracketed=held))
        if text[match.start() - 1] in _DASHES and len(found) > 1 and text[found[-2].end : match.start()] in _RANGE:
            found[-1] = replace(found[-1], broken=True)  # 3—5辆 says neither
        elif priced and kind == "amount" and text.startswith(library.numbers.of_each, match.end()):
            found[-1] = replace(found[-1], broken=True)  # 18万元/辆 is a price
        elif kind in EXACT and _is_broken(text, found):
            *found, before, last = found
            found.append(replace(last, start=before.start, digits="", broken=True))
        elif kind != "bare":
            _share(text, found)
    if bracketed and all(t.bracketed for t in found if t.kind == "amount"):
        return [replace(t, bracketed=False) for t in found]
    return found


def _is_sum(number: regex.Match[str]) -> bool:
    """Whether a number without a unit is written as a sum, right after a name."""
    value = number["value"]
    return ("." in value or "," in value) and _NAME.match(number.string, number.start() - 1) is not None


def _is_broken(text: str, found: list[Token]) -> bool:
    """Whether the last number begins after a separator that may separate thousands: nobody writes two amounts so, with
    the comma of Western numbers; with the other one (3，200元) it is not said whether it does."""
    if len(found) < 2:
        return False
    before, last = found[-2:]
    if before.kind != "bare" or "." in before.digits:
        return False
    between = text[before.end : last.start]
    return between == "," or (between == "，" and _THOUSANDS.match(text, last.start) is not None)


def _share(text: str, found: list[Token]) -> None:
    """Gives the last number, and those that share its clause, their slots; and the unit to those without one."""
    last = found[-1]
    first = len(found) - 1
    while first > max(0, len(found) - _SLOTS):
        before = found[first - 1]
        if before.end + 1 != found[first].start or text[before.end] not in _BETWEEN:
            break
        if before.kind != "bare" and (before.kind, before.unit) != (last.kind, last.unit):
            break
        first -= 1
    slots = len(found) - first
    if slots > 1:
        for slot, i in enumerate(range(first, len(found)), 1):
            found[i] = replace(found[i], kind=last.kind, unit=last.unit, slot=slot, slots=slots)


def said_without_number(library: Library, text: str, start: int, end: int, absence: bool) -> list[Token]:
    """持平 and the like, and if `absence` is wanted also 无, as tokens without digits."""
    return [
        Token(m.lastgroup or "", m.start(), m.end(), "", None)
        for m in library.words.finditer(text, start, end)
        if absence or m.lastgroup == "flat"
    ]
