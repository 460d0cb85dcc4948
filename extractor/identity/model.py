"""Who publishes a document, for which year, and by which names it calls itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# Which of two printings of a unit and year a user prefers, where they do not say it themselves (see `vintages`).
Prefer = Literal["newest-file", "first"]
PREFERENCES: tuple[Prefer, ...] = ("newest-file", "first")


@dataclass(frozen=True, slots=True)
class Identity:
    """Who published the document, for which year, and in which unit its tables count."""

    unit_name: str | None
    unit_name_printed: str | None
    unit_code: str | None
    year: int | None
    report_kind: str | None
    currency_unit: str | None


@dataclass(frozen=True, slots=True)
class UnitName:
    """A form in which the document prints its own name, where, and how often."""

    name: str
    place: str
    count: int
