"""The panel itself: chosen numbers → a frame of rows and columns with Chinese labels, and what is in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from extractor.classification import subjects
from extractor.dataset.query import Record
from extractor.errors import EmptyPanelError, counted
from extractor.identity import proposals, regions
from extractor.languages import Sentence, joined, spoken
from extractor.panel.columns import LABELS, columns, labels
from extractor.panel.documents import named
from extractor.panel.request import PLACE, Counts, Request
from extractor.panel.selection import Selection
from extractor.records.closed_sets import CheckStatus

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Panel:
    """A frame whose amounts are `Decimal` (None: blank; money in 元), its Chinese labels by column, and what is in it.

    `amounts` names the columns of numbers; `notes` are sentences on what was left out and why.
    """

    frame: pd.DataFrame
    labels: dict[str, str]
    amounts: tuple[str, ...]
    counts: Counts
    notes: tuple[Sentence, ...]


def build(selection: Selection, request: Request) -> Panel:
    """The panel of a selection, sorted by its index; columns in the order of their codes or of the printed table.

    Raises `EmptyPanelError` where no number is left, with the reason.
    """
    by_key, notes = selection.documents.by_key, list(selection.documents.notes)
    numbers = _passed(selection.numbers, notes) if request.only_passed else selection.numbers
    documents = list(by_key.values())
    if request.balanced:
        documents = _balanced(documents, request, notes)
        kept = {d["of"] for d in documents}
        numbers = [n for n in numbers if n["of"] in kept]
    if all(n["number"] is None for n in numbers):
        raise EmptyPanelError(_why_none(selection.numbers, numbers, request), notes)
    carried = _carried(selection)
    if request.long:
        frame, told, amounts = _long(numbers, by_key, carried, request)
    else:
        frame, told, amounts = _wide(numbers, by_key, documents, carried, request)
    if request.long or not request.by_document:  # else it has a row, and says why it is blank
        have = {n["of"] for n in numbers}
        without = {f"{d['unit']} {d['year']}" for d in documents if d["of"] not in have}
        if without:
            notes.append(
                spoken(
                    "{units} and year without a number here: {names}.",
                    units=counted(len(without), "unit"),
                    names=named(without),
                )
            )
    notes.extend(_renamed(numbers, by_key) if "subject_code" in request.dimensions else ())
    every_one = request.by_document and not request.long
    used = documents if every_one else [by_key[key] for key in {n["of"] for n in numbers}]
    return Panel(frame, told, amounts, _counts(frame, numbers, amounts, used), tuple(notes))


def _why_none(before: Sequence[Record], after: Sequence[Record], request: Request) -> Sentence:
    """Why a panel has no number although there were some."""
    if after:
        return spoken(
            "{panel} states no number: the documents say that there is none, or contradict themselves.",
            panel=request.subject_of,
        )
    if request.only_passed and not any(n["check_status"] == CheckStatus.PASSED for n in before):
        return spoken(
            "None of its {numbers} passes all its checks; leave --only-passed out.",
            numbers=counted(len(before), "number"),
        )
    return spoken("The units that have every year have no number of it; leave --balanced out.")


def _passed(numbers: Sequence[Record], notes: list[Sentence]) -> list[Record]:
    """The numbers all of whose checks hold; an unchecked one is not known to be right."""
    left = Counter(n["check_status"] or CheckStatus.UNCHECKED for n in numbers)
    del left[CheckStatus.PASSED]
    if left:
        failed, unchecked = left[CheckStatus.FAILED], left[CheckStatus.UNCHECKED]
        said = [
            *([spoken("{count} failed", count=failed)] if failed else []),
            *([spoken("{count} unchecked", count=unchecked)] if unchecked else []),
        ]
        words = "{cells} cells are left blank, as only passed ones were asked for."
        notes.append(spoken(words, cells=joined(" and ", said, "、")))
    return [n for n in numbers if n["check_status"] == CheckStatus.PASSED]


def _balanced(documents: Sequence[Record], request: Request, notes: list[Sentence]) -> list[Record]:
    """The documents of those units that have one for every year: of those asked for, else of those that there are."""
    years: defaultdict[str, set[int]] = defaultdict(set)
    for document in documents:
        years[document["unit"]].add(document["year"])
    there = set().union(*years.values())
    every = set(request.years or there)
    full = {unit for unit, found in years.items() if found >= every}
    if not full:
        never = ", ".join(map(str, sorted(every - there)))
        because = (
            spoken("no document is of {never}", never=never)
            if never
            else spoken("choose fewer --years, or leave --balanced out")
        )
        raise EmptyPanelError(
            spoken(
                "No unit has every year of {years}: {because}.",
                years=", ".join(map(str, sorted(every))),
                because=because,
            ),
            notes,
        )
    if len(full) < len(years):
        notes.append(
            spoken(
                "{count} of {units} units lack a year and are left out of the balanced panel: {names}.",
                count=len(years) - len(full),
                units=len(years),
                names=named(years.keys() - full),
            )
        )
    return [d for d in documents if d["unit"] in full]


def _carried(selection: Selection) -> dict[str, str]:
    """The columns of the register that go along, by their name in the panel. What proposals say of themselves, and of
    where a unit lies, does not."""
    of_proposals = {*proposals.COLUMNS} - {"unit_code", "region_code"}
    taken = LABELS.keys() - {"region_code"}
    return {f"register_{c}" if c in taken else c: c for c in selection.carried if c not in of_proposals}


def _attributes(document: Record, carried: Mapping[str, str], request: Request) -> Record:
    """What a row says about its unit in its year."""
    found: Record = {"unit_name": document["unit_name"], "unit_code": document["unit_code"]}
    code, unit = document["region_code"], document["registered"]
    place = (regions.of_code(code) if code else None) or regions.region(document["unit_name"])
    found |= {
        "province": place.province if place else None,
        "city": place.city if place else None,
        "county": place.county if place else None,
    }
    found |= {name: (unit.carried[column] or None) if unit else None for name, column in carried.items()}
    return found | {"doc_id": document["doc_id"], _state(request): document["state"]}


def _state(request: Request) -> str:
    """The column that tells why a row is blank."""
    return "table_state" if request.table else "prose_state"


Frame = tuple["pd.DataFrame", dict[str, str], tuple[str, ...]]


def _long(
    numbers: Sequence[Record], by_key: Mapping[str, Record], carried: Mapping[str, str], request: Request
) -> Frame:
    import pandas as pd

    own = [d for d in request.dimensions if d not in PLACE]
    rows = []
    for number in numbers:
        document = by_key[number["of"]]
        row = {"unit": document["unit"], "year": document["year"]} | {d: number[d] for d in own}
        if "subject_code" in own:
            row |= {"subject_name": number["subject_name_official"] or number["subject_name"]}
            row |= {"subject_level": number["subject_level"]}
        if request.table:
            row |= {"amount_yuan": number["number"]}
        else:
            row |= {"value": number["number"], "value_unit": number["number_unit"]}
        row |= {"check_status": number["check_status"], "page": number["page"]}
        attributes = _attributes(document, carried, request)
        rows.append(row | {k: v for k, v in attributes.items() if request.concepts or k != "table_state"})
    frame = pd.DataFrame(rows, dtype=object)
    frame = frame.sort_values(["unit", "year", *own], kind="stable", na_position="first", ignore_index=True)
    amount = "amount_yuan" if request.table else "value"
    return frame, {c: LABELS.get(c, c) for c in frame.columns}, (amount,)


def _wide(
    numbers: Sequence[Record],
    by_key: Mapping[str, Record],
    documents: Iterable[Record],
    carried: Mapping[str, str],
    request: Request,
) -> Frame:
    import pandas as pd

    rows: dict[tuple[object, ...], Record] = {}
    if request.by_document:
        # A unit's year is in the panel also where the table is empty or missing.
        for d in documents:
            key = tuple(d[name] for name in request.index)
            row = {name: d[name] for name in request.index}
            if request.by_unit_and_year:
                row |= _attributes(d, carried, request)
            # Of a report and its tables in another file the one with the table speaks for the row.
            if key not in rows or d["state"] == "read":
                rows[key] = row
    names = columns(numbers, request)
    cells: defaultdict[tuple[object, ...], dict[str, Decimal | None]] = defaultdict(dict)
    width = len(request.columns)
    for number in numbers:
        key = number["place"][:-width]
        rows.setdefault(key, dict(zip(request.index, key, strict=True)))
        cells[key][names[number["place"][-width:]]] = number["number"]
    amounts = tuple(names.values())
    keys = sorted(rows, key=lambda k: tuple(("" if part is None else str(part)) for part in k))
    head = {name: name for key in keys for name in rows[key]}
    head |= {name: f"register_{name}" for name in carried if name in amounts}
    frame = pd.DataFrame(
        [[*(rows[k].get(h) for h in head), *(cells[k].get(a) for a in amounts)] for k in keys],
        columns=[*head.values(), *amounts],
        dtype=object,
    )
    told = {shown: LABELS.get(h, h) for h, shown in head.items()}
    return frame, told | labels(names, numbers, by_key, request), amounts


def _renamed(facts: Sequence[Record], documents: Mapping[str, Record]) -> list[Sentence]:
    """One sentence on the codes that the classification calls differently over the years of the panel."""
    names: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for code, year in sorted({(f["subject_code"], documents[f["of"]]["year"]) for f in facts}):
        entry = subjects.official(code, subjects.kind_of(code), year)
        if entry is not None:
            names[code].setdefault(entry.name, year)
    told = [
        joined(
            " ", (code, joined(", ", (spoken("{name} (from {year})", name=n, year=y) for n, y in found.items()), "、"))
        )
        for code, found in sorted(names.items())
        if len(found) > 1
    ]
    more = spoken(" and {count} more", count=len(told) - 3) if len(told) > 3 else ""
    return (
        [
            spoken(
                "Official names change within these years: {names}{more}.",
                names=joined("; ", told[:3], "；"),
                more=more,
            )
        ]
        if told
        else []
    )


def _counts(frame: pd.DataFrame, numbers: Sequence[Record], amounts: Sequence[str], used: Sequence[Record]) -> Counts:
    filled = [a for column in amounts for a in frame[column].tolist() if a is not None]
    return Counts(
        units=len({d["unit"] for d in used}),
        years=tuple(sorted({d["year"] for d in used})),
        rows=len(frame),
        cells=len(filled),
        zeros=sum(a == 0 for a in filled),
        blanks=len(frame) * len(amounts) - len(filled),
        failed=sum(n["check_status"] == CheckStatus.FAILED for n in numbers),
        unchecked=sum(n["check_status"] not in (CheckStatus.PASSED, CheckStatus.FAILED) for n in numbers),
    )
