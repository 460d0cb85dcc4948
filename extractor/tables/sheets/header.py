"""Header rows → slots: which columns there are, in order, and what each gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from extractor.tables.sheets.flow import Piece, Row
from extractor.tables.sheets.quantity import is_number
from extractor.tables.sheets.vocabulary import label, vocabulary

LEVELS = ("indicator_level1", "indicator_level2", "indicator_level3")
VALUES = frozenset({"target", "actual", "score", "score_full", "evaluation_point"})
MONEY = frozenset({"initial_budget", "budget", "executed", "execution_rate"})
Kind = Literal["indicators", "funds", "projects"]


@dataclass(frozen=True, slots=True)
class Slot:
    """A column: its role (None: no header; `group`: the label left of the levels; `unknown`), and its range."""

    role: str | None
    low: float
    high: float
    text: str


@dataclass(frozen=True, slots=True)
class Header:
    """`rows` is how many rows the header takes."""

    kind: Kind
    slots: tuple[Slot, ...]
    rows: int

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(s.role for s in self.slots if s.role)

    def find(self, role: str) -> Slot | None:
        return next((s for s in self.slots if s.role == role), None)


def role_of(piece: Piece | Slot) -> str | None:
    """What a column is by its header; None where the library does not know it."""
    return vocabulary().columns.get(label(piece.text))


def _roles(row: Row) -> set[str]:
    return {role for piece in row.pieces if (role := role_of(piece))}


def _all_headers(row: Row) -> bool:
    return bool(row.new) and all(role_of(p) for p in row.new)


def read_header(rows: Sequence[Row], start: int) -> Header | None:
    """The header that begins in `rows[start]`; None where the row is none."""
    row = rows[start]
    roles = _roles(row)
    if len(roles) < 2:
        return None
    below = []
    for following in rows[start + 1 : start + 3]:
        if following.page != row.page or not _all_headers(following) or following.number <= row.number:
            break
        below.append(following)
    together = roles.union(*(_roles(b) for b in below))
    kind = _kind(roles, together)
    if kind is None or (kind == "funds" and not _is_funds_row(row)):
        return None
    if kind == "funds":
        below = []
    slots = _slots(row)
    for following in below:
        slots = _refined(slots, following)
    return Header(kind, tuple(slots) if kind == "funds" else _named(slots), 1 + len(below))


def _kind(first: set[str], together: set[str]) -> Kind | None:
    levels = first & set(LEVELS)
    if (len(levels) >= 2 or "indicator_level3" in levels) and together & VALUES:
        return "indicators"
    if "project_name" in first and len(together & (MONEY | {"score", "grade"})) >= 2:
        return "projects"
    if len(first & MONEY) >= 2 or (first & {"budget", "executed"} and first & {"score", "execution_rate"}):
        return "funds"
    return None


def _is_funds_row(row: Row) -> bool:
    """Whether nothing but the block's own label stands beside the measures and their amounts: an indicator named
    预算执行率 has its target and its explanation there."""
    strange = [p for p in row.new if not (role_of(p) or is_number(p.text) or label(p.text) in vocabulary().funds)]
    return strange in ([], list(row.new[:1]))


def _slots(row: Row) -> list[Slot]:
    return [Slot(role_of(p) or ("unknown" if p.text else None), p.low, p.high, p.text) for p in row.pieces]


def _refined(slots: list[Slot], row: Row) -> list[Slot]:
    """Slots with those of a second header row in the places of the ones over them."""
    refined: list[Slot] = []
    for slot in slots:
        parts = [p for p in row.new if role_of(p) and p.overlap(slot.low, slot.high) > 0.5 * (p.high - p.low)]
        refined.extend([Slot(role_of(p), p.low, p.high, p.text) for p in parts] or [slot])
    return refined


def _named(slots: list[Slot]) -> tuple[Slot, ...]:
    """Columns left of the levels are the group's label; where no 一级指标 is printed, the one next to 二级 is it.

    Of two columns with one meaning (自评得分, 复核得分) the first counts.
    """
    first = next((i for i, s in enumerate(slots) if s.role in LEVELS), len(slots))
    named: list[Slot] = []
    for i, slot in enumerate(slots):
        role = "group" if i < first and slot.role in (None, "unknown") else slot.role
        again = role not in (None, "group") and any(n.role == role for n in named)
        named.append(replace(slot, role="unknown" if again else role))
    if (
        first > 0
        and not any(s.role == LEVELS[0] for s in named)
        and any(s.role == LEVELS[1] for s in named[first:][:1])
    ):
        before = named[first - 1]
        if before.role == "group" and before.text:
            named[first - 1] = replace(before, role="indicator_level1")
    return tuple(named)


def covered(piece: Piece, slots: Sequence[Slot]) -> list[int]:
    """The indexes of the slots that a piece stands in: most of the narrower of the two is shared."""
    return [
        i
        for i, s in enumerate(slots)
        if piece.overlap(s.low, s.high) > 0.5 * min(piece.high - piece.low, s.high - s.low)
    ]
