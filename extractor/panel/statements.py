"""The figures of the prose (情况说明) that a panel is made of: what it states of a concept for the document's year.

What is told in passing (as a reason, a plan, a use) is no statement, nor is what is told of another year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from extractor.dataset.database import Database
from extractor.dataset.query import Record, records
from extractor.errors import EmptyPanelError, UsageError, counted
from extractor.languages import Sentence, spoken
from extractor.panel.documents import Documents, named
from extractor.panel.request import OF_PROSE, PLACE, Request

_COLUMNS = (
    "doc_id",
    "unit_name",
    "concept",
    "metric",
    "compared_with",
    "value",
    "value_unit",
    "value_yuan",
    "figure_year",
    "page",
    "check_status",
)
_UNSAID = "nothing"


def of_prose(database: Database, request: Request, found: Documents) -> list[Record]:
    """The figures asked for, with the key `of` of their document and unit, and their `number`: money in 元, else as it
    is told; None where the document says that there is none (无此项).

    Says of each document what its prose states. Raises `UsageError` where a cell would need several figures, and
    `EmptyPanelError` where there is none.
    """
    wanted = {"metric": request.metric, "compared_with": request.compared_with}
    wanted = {column: value for column, value in wanted.items() if value and column not in request.dimensions}
    stated: list[Record] = []
    for concept in dict.fromkeys(request.concepts):
        stated += records(database, "narrative", _COLUMNS, {"concept": concept, "context": None} | wanted)
    documents = {d["doc_id"]: d for d in found.by_key.values()}
    of_the_year = [f for f in stated if f["doc_id"] in documents and f["figure_year"] == documents[f["doc_id"]]["year"]]
    figures = _of_units([f for f in of_the_year if f["metric"] is not None], found)
    if not figures:
        raise EmptyPanelError(_nothing(database, request), found.notes)
    _refuse_several(figures, request)
    states: defaultdict[str, set[bool]] = defaultdict(set)
    for figure in figures:
        states[figure["of"]].add(figure["number"] is not None)
    for key, document in found.by_key.items():
        document["state"] = "read" if True in states[key] else "none" if states[key] else "absent"
    return figures


def _of_units(figures: Sequence[Record], found: Documents) -> list[Record]:
    kept = []
    for figure in figures:
        if figure["unit_name"] is not None:
            money = figure["value_yuan"] is not None
            own = {"of": found.key(figure["doc_id"], figure["unit_name"])}
            own |= {"number": figure["value_yuan" if money else "value"]}
            own |= {"number_unit": "元" if money else figure["value_unit"]}
            kept.append(figure | own)
    if len(kept) < len(figures):
        files = found.files(f["doc_id"] for f in figures if f["unit_name"] is None)
        found.notes.append(
            spoken(
                "{figures} left out of passages that do not say of which unit they are: {names}.",
                figures=counted(len(figures) - len(kept), "figure"),
                names=named(files),
            )
        )
    return kept


def _nothing(database: Database, request: Request) -> Sentence:
    """Why no figure answers the request: what there is instead."""
    said = ", ".join(request.concepts)
    seen: list[Record] = []
    for concept in request.concepts:
        seen += records(database, "narrative", ("metric", "compared_with", "context"), {"concept": concept})
    if not seen:
        return spoken(
            "The prose of no document says anything of {said}; choose another --concept, or convert more documents.",
            said=said,
        )
    for column, option, value in (
        ("metric", "--metric", request.metric),
        ("compared_with", "--compared-with", request.compared_with),
    ):
        told = {str(f[column]) for f in seen if f[column] is not None}
        if value is not None and column not in request.dimensions and value not in told:
            instead = (
                spoken("choose {option} from {names}", option=option, names=named(told))
                if told
                else spoken("leave {option} out", option=option)
            )
            return spoken(
                "The prose has no {column} {value} of {said}; {instead}.",
                column=column,
                value=value,
                said=said,
                instead=instead,
            )
    return spoken(
        "The documents chosen state none of this of {said} for their own year, or only in passing; "
        "choose other --years, or look into narrative itself.",
        said=said,
    )


def _refuse_several(figures: Sequence[Record], request: Request) -> None:
    """Whatever the panel is not laid out by must have one value: for each concept and metric of its own."""
    for dimension in OF_PROSE[len(PLACE) :]:
        if dimension in request.dimensions:
            continue
        values: defaultdict[tuple[object, ...], set[str]] = defaultdict(set)
        for figure in figures:
            place = tuple(figure[d] for d in request.dimensions if d not in PLACE)
            values[place].add(str(figure[dimension] or _UNSAID))
        most = max(values.values(), key=len)
        if len(most) > 1:
            raise UsageError(
                spoken(
                    "The prose on {concepts} has {values} for {dimension}: choose one with --{option}, or put "
                    "{dimension} into --columns. A panel never adds up.",
                    concepts=", ".join(request.concepts),
                    values=", ".join(sorted(most)),
                    dimension=dimension,
                    option=dimension.replace("_", "-"),
                )
            )


def one_a_cell(figures: Sequence[Record], found: Documents) -> list[Record]:
    """One figure for each `place`: of several that agree the one printed most exactly. Where they do not agree, the
    place stays blank."""
    told: defaultdict[tuple[object, ...], list[Record]] = defaultdict(list)
    for figure in figures:
        told[figure["place"]].append(figure)
    chosen = []
    differing: list[Sentence] = []
    for several in told.values():
        best = min(several, key=_half)
        if any(_differ(best, other) for other in several):
            differing.append(found.by_key[best["of"]]["source_file"])
            found.by_key[best["of"]]["state"] = "differing"
            best = best | {"number": None}
        chosen.append(best)
    if differing:
        found.notes.append(
            spoken(
                "{cells} left blank, as the document states different figures: {names}.",
                cells=counted(len(differing), "cell"),
                names=named(differing),
            )
        )
    return chosen


def _differ(one: Record, other: Record) -> bool:
    """Whether two statements cannot be the same number, rounded or not; that there is none is another than any."""
    if one["number"] is None or other["number"] is None:
        return (one["number"] is None) != (other["number"] is None)
    return bool(abs(one["number"] - other["number"]) > _half(one) + _half(other))


def _half(figure: Record) -> Decimal:
    """Half of the last digit that is printed, in the unit of `number`: 12.3万元 is anything from 12.25 to 12.35万元."""
    value, number = figure["value"], figure["number"]
    if value is None or number is None:
        return Decimal("Infinity")
    in_unit = number / value if value else Decimal(0)  # a zero stands for itself
    return Decimal(abs(in_unit) * Decimal(5).scaleb(value.as_tuple().exponent - 1))
