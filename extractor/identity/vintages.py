"""A disclosure published twice: which document of a unit and year stands for it, without losing the other.

Two documents are vintages of one disclosure when unit (its code, or else its name), year and kind of report are the
same, their content differs, and they print some table both; a report and its tables in a separate file are no
vintages of each other. All rows of all of them stay in the data.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Prefer = Literal["newest-file", "first"]
PREFERENCES: tuple[Prefer, ...] = ("newest-file", "first")
_READ = ("ok", "partial")


@dataclass(frozen=True, slots=True)
class Vintage:
    """What decides about a row of `documents`; `modified` is the file's time of modification in seconds."""

    doc_id: str
    status: str
    unit_code: str | None
    unit_name: str | None
    year: int | None
    report_kind: str | None
    tables: frozenset[str]
    modified: float = 0.0


def supersedes(documents: Sequence[Vintage], prefer: Prefer = "newest-file") -> dict[str, str]:
    """For each document that takes the place of another: its `doc_id` → the `doc_id` it supersedes.

    Of three vintages the best supersedes the second and the second the third. `newest-file` prefers the file modified
    last (of equal ones the later in order), `first` the one that stands first. Documents must stand in the order of
    the output; those without a unit or a year, and those not read, take no part.
    """
    groups: defaultdict[tuple[str, int, str | None], list[tuple[int, Vintage]]] = defaultdict(list)
    for place, document in enumerate(documents):
        unit = document.unit_code or document.unit_name
        if unit and document.year is not None and document.status in _READ:
            groups[unit, document.year, document.report_kind].append((place, document))
    found: dict[str, str] = {}
    for group in groups.values():
        best_first = sorted(group, key=_rank if prefer == "newest-file" else _place)
        rest = list(dict.fromkeys(document for _, document in best_first))
        while rest:
            last = rest.pop(0)
            printed = last.tables
            for other in list(rest):
                if other.doc_id != last.doc_id and other.tables & printed:
                    found[last.doc_id] = other.doc_id
                    last, printed = other, printed | other.tables
                    rest.remove(other)
    return found


def _rank(item: tuple[int, Vintage]) -> tuple[float, int]:
    place, document = item
    return -document.modified, -place


def _place(item: tuple[int, Vintage]) -> int:
    return item[0]
