"""A number as it was read, with its place and what the accounts say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from extractor.document.model import Box

BOX = ("page", "x0", "top", "x1", "bottom")
"""The columns of the dataset that say where a number is printed."""


class State(StrEnum):
    """What the accounts say of a number; `unread`: it was seen and not understood; `read`: it is of a 绩效自评表, of
    which only what fails is known by its number."""

    PASSED = "passed"
    FAILED = "failed"
    UNCHECKED = "unchecked"
    UNREAD = "unread"
    READ = "read"


@dataclass(frozen=True, slots=True)
class Mark:
    """A number as it was read. `words` are what stands with it: table, row and column, or the words of the prose;
    `by_hand` whether a person corrected or confirmed it; `known_by` are the words by which a correction knows
    it again. `drawn` is False where another number is drawn in the same place: of an indicator only the row is known.
    """

    name: str
    is_cell: bool
    state: State
    amount: Decimal | None
    unit: str | None
    words: str
    engine: str | None
    page: int | None
    box: Box | None
    where: str | None = None
    table_no: str | None = None
    by_hand: bool = False
    known_by: str = ""
    drawn: bool = True

    @property
    def is_of_sheet(self) -> bool:
        """Whether it is of a 绩效自评表."""
        return self.is_cell and self.name.startswith("P")


def box_of(row: Mapping[str, Any]) -> Box | None:
    """The box of a row of the dataset; None where it has none."""
    corners = [row[name] for name in ("x0", "top", "x1", "bottom")]
    return None if None in corners else Box(*map(float, corners))
