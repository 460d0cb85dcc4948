"""What a panel is made of: one document a unit and year, one number a cell, nothing added up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.dataset.opening import open_to_query
from extractor.dataset.query import Record
from extractor.errors import UsageError
from extractor.identity.register import UnitRegister
from extractor.languages import joined, spoken
from extractor.panel import facts, statements
from extractor.panel.documents import Documents, documents
from extractor.panel.request import PLACE, Request


@dataclass(frozen=True, slots=True)
class Selection:
    """The documents, and the numbers that fill the cells: facts or figures with their `number`, its `number_unit` and
    their `place` in the panel. `carried` are the columns of the register that go along."""

    documents: Documents
    numbers: list[Record]
    carried: tuple[str, ...] = ()


def select(folder: Path, request: Request, register: UnitRegister | None = None) -> Selection:
    """Reads and chooses. Raises `UsageError` where a cell would need several numbers, and `EmptyPanelError` where there
    is none."""
    with open_to_query(folder) as database:
        found = documents(database, request, register)
        read = facts.of_table if request.table else statements.of_prose
        numbers = read(database, request, found)
    for number in numbers:
        document = found.by_key[number["of"]]
        number["place"] = tuple(document[d] if d in PLACE else number[d] for d in request.dimensions)
    _refuse_several_places(numbers, found, request)
    _refuse_rivals(numbers, found, request)
    chosen = facts.one_a_cell(numbers, request, found) if request.table else statements.one_a_cell(numbers, found)
    return Selection(found, chosen, register.carried if register else ())


def _refuse_several_places(numbers: Sequence[Record], found: Documents, request: Request) -> None:
    for dimension in PLACE:
        values = {found.by_key[n["of"]][dimension] for n in numbers}
        if dimension not in request.dimensions and len(values) > 1:
            raise UsageError(
                spoken(
                    "There are {count} values of {dimension}: put {dimension} into --index.",
                    count=len(values),
                    dimension=dimension,
                )
            )


def _refuse_rivals(numbers: Sequence[Record], found: Documents, request: Request) -> None:
    """Two documents for one unit and year are an error."""
    sources: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for number in numbers:
        document = found.by_key[number["of"]]
        sources[document["unit"], document["year"]].add(number["of"])
    rivals = {place: keys for place, keys in sources.items() if len(keys) > 1}
    if rivals:
        (unit, year), keys = min(rivals.items())
        files = joined(" and ", sorted({found.by_key[key]["source_file"] for key in keys}), "、")
        more = spoken(", and so have {count} other units and years", count=len(rivals) - 1) if len(rivals) > 1 else ""
        what = spoken("table {table}", table=request.table) if request.table else ", ".join(request.concepts)
        raise UsageError(
            spoken(
                "{unit} has more than one document with {what} for {year} ({files}){more}, and none "
                "supersedes the other: choose a --kind of report, or give the units their own codes with "
                "--units.",
                unit=unit,
                what=what,
                year=year,
                files=files,
                more=more,
            )
        )
