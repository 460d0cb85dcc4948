"""The facts of one table that a panel is made of: of one level, of one measure, stage and row, or refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from extractor.dataset.database import Database
from extractor.dataset.query import Record, records
from extractor.dataset.tables import text
from extractor.errors import EmptyPanelError, UsageError, counted
from extractor.languages import joined, spoken
from extractor.lexicon.registries import Basis, Item, Measure
from extractor.panel.documents import MOST_NAMED, Documents, named
from extractor.panel.request import Request

_COLUMNS = (
    "doc_id",
    "unit_name",
    "coverage",
    "printing",
    "side",
    "basis",
    "subject_code",
    "subject_name",
    "subject_name_official",
    "subject_level",
    "row_label",
    "item",
    "measure",
    "measure_label",
    "amount_yuan",
    "page",
    "check_status",
)
_LEVELS = {1: "类", 2: "款", 3: "项"}
_NAMES: dict[str, set[str]] = {"measure": {*Measure}, "basis": {*Basis}, "item": {*Item}}


def of_table(database: Database, request: Request, found: Documents) -> list[Record]:
    """The facts asked for, with the key `of` of their document and unit, and their `number` in 元.

    Says of each document what became of its table. Raises `UsageError` where a cell would need several rows, and
    `EmptyPanelError` where there is no fact.
    """
    where: dict[str, str | None] = {"table_no": request.table, "basis": request.basis, "measure": request.measure}
    where |= {"side": request.side, "item": request.item, "subject_code": request.subject}
    wanted = {column: text for column, text in where.items() if text is not None and column not in request.dimensions}
    facts = [f for f in records(database, "facts", _COLUMNS, wanted) if f["doc_id"] in found.of_doc]
    if request.coverage:
        facts = [f for f in facts if f["coverage"] in (None, request.coverage)]
    _say_states(database, request, found)
    facts = _of_units(facts, found)
    if not facts:
        raise _nothing(database, request, found)
    for row in ("subject_code", "item"):
        if row in request.dimensions:
            facts = [f for f in facts if f[row]]
    if not facts:
        rows = joined(" and ", [d for d in ("subject_code", "item") if d in request.dimensions], "、")
        raise EmptyPanelError(
            spoken(
                "{panel} has no row with a {rows} here; lay it out by another.", panel=request.subject_of, rows=rows
            ),
            found.notes,
        )
    facts = _one_level(facts, request, found)
    _refuse_sums(facts, request)
    return _in_yuan(facts, found)


def _of_units(facts: Sequence[Record], found: Documents) -> list[Record]:
    """The facts with their key `of`. A number that is nobody's is left out."""
    kept = [f | {"of": found.key(f["doc_id"], f["unit_name"])} for f in facts if f["unit_name"] is not None]
    if len(kept) < len(facts):
        files = found.files(f["doc_id"] for f in facts if f["unit_name"] is None)
        found.notes.append(
            spoken(
                "{numbers} left out of tables that do not say of which unit they are: {names}.",
                numbers=counted(len(facts) - len(kept), "number"),
                names=named(files),
            )
        )
    return kept


def _in_yuan(facts: Sequence[Record], found: Documents) -> list[Record]:
    nowhere = [f["doc_id"] for f in facts if f["amount_yuan"] is None]
    if nowhere:
        found.notes.append(
            spoken(
                "{numbers} left out of tables that do not say whether they count in 元 or 万元: {names}.",
                numbers=counted(len(nowhere), "number"),
                names=named(found.files(nowhere)),
            )
        )
    return [f | {"number": f["amount_yuan"], "number_unit": "元"} for f in facts if f["amount_yuan"] is not None]


def _say_states(database: Database, request: Request, found: Documents) -> None:
    """Whether a blank row means an empty table or one that could not be read. Of several units in a document its list
    of tables says nothing: one has the table or has it not."""
    table = request.table or ""
    owners = set(
        database.rows(
            f"SELECT DISTINCT doc_id, unit_name FROM facts WHERE table_no = {text(table)} AND unit_name <> ''"
        )
    )
    for document in found.by_key.values():
        lists = (("missing", "tables_missing"), ("empty", "tables_empty"), ("read", "tables_found"))
        states = [state for state, column in lists if table in document[column]]
        if not document["is_alone"]:
            states = ["read"] if (document["doc_id"], document["unit_name"]) in owners else []
        document["state"] = states[0] if states else "absent"


def _nothing(database: Database, request: Request, found: Documents) -> EmptyPanelError | UsageError:
    """Why no fact answers the request: what there is instead. A name that no table has is no name at all."""
    asked = {"measure": request.measure, "basis": request.basis, "side": request.side, "item": request.item}
    asked["subject_code"] = request.subject
    asked = {column: value for column, value in asked.items() if column not in request.dimensions}
    seen = records(database, "facts", ("doc_id", *asked), {"table_no": request.table})
    if not seen:
        said = spoken(
            "The dataset has no number of table {table}; choose another --table, or convert more documents.",
            table=request.table,
        )
        return EmptyPanelError(said, found.notes)
    seen = [f for f in seen if f["doc_id"] in found.of_doc]
    if not seen:
        said = spoken(
            "No document chosen has a number of table {table}; choose other --years or another --kind.",
            table=request.table,
        )
        return EmptyPanelError(said, found.notes)
    for column, value in asked.items():
        printed = sorted({str(f[column]) for f in seen if f[column] is not None})
        if value is not None and value not in printed:
            there = ", ".join(printed[:MOST_NAMED]) + (" …" if len(printed) > MOST_NAMED else "")
            instead = spoken("choose one of {names}", names=there) if printed else spoken("leave it out")
            said = spoken(
                "Table {table} has no {column} {value}; {instead}.",
                table=request.table,
                column=column,
                value=value,
                instead=instead,
            )
            is_name = column not in _NAMES or value in _NAMES[column]
            return EmptyPanelError(said, found.notes) if is_name else UsageError(said)
    said = spoken("Table {table} has no number for all of this together; leave out some of it.", table=request.table)
    return EmptyPanelError(said, found.notes)


def _one_level(facts: list[Record], request: Request, found: Documents) -> list[Record]:
    """The facts of the level asked for. Without one, only where the subjects are of one level: 类 = sum of its 款."""
    if "subject_code" not in request.dimensions:
        return facts
    levels = sorted({f["subject_level"] for f in facts if f["subject_level"] is not None})
    said = ", ".join(f"{level} ({_LEVELS.get(level, '')})" for level in levels)
    if request.level is not None:
        kept = [f for f in facts if f["subject_level"] == request.level]
        if not kept:
            raise EmptyPanelError(
                spoken(
                    "Table {table} has no subject of --level {level}; there are {said}.",
                    table=request.table,
                    level=request.level,
                    said=said,
                ),
                found.notes,
            )
        return kept
    if len(levels) > 1 and not request.every_level:
        raise UsageError(
            spoken(
                "Table {table} prints subtotals beside their parts, at levels {said}: choose one with "
                "--level, so that nothing is counted twice.",
                table=request.table,
                said=said,
            )
        )
    return facts


def _refuse_sums(facts: Sequence[Record], request: Request) -> None:
    """A panel never adds up: whatever it is not laid out by must have one value."""
    for dimension, option in (("measure", "--measure"), ("basis", "--basis"), ("side", "--side")):
        values = sorted({str(f[dimension]) for f in facts if f[dimension]})
        if dimension not in request.dimensions and len(values) > 1:
            raise UsageError(
                spoken(
                    "Table {table} has {values} for {dimension}: choose one with {option}, or put {dimension} into "
                    "--columns. A panel never adds up amounts.",
                    table=request.table,
                    values=", ".join(values),
                    dimension=dimension,
                    option=option,
                )
            )
    if not {"subject_code", "item"} & set(request.dimensions):
        rows = {f["subject_code"] or f["item"] or f["row_label"] for f in facts}
        if len(rows) > 1:
            raise UsageError(
                spoken(
                    "Table {table} has several rows for a unit and a year, subtotals among them: put "
                    "subject_code into --columns with one --level, or choose one row with --subject or --item "
                    "(say, grand_total). A panel never adds up amounts.",
                    table=request.table,
                )
            )


def one_a_cell(facts: Sequence[Record], request: Request, found: Documents) -> list[Record]:
    """One fact for each `place`. Two printings that differ are an error; a number printed twice counts once."""
    chosen: dict[tuple[object, ...], Record] = {}
    differing: Counter[str] = Counter()
    for fact in facts:
        first = chosen.setdefault(fact["place"], fact)
        if first["number"] != fact["number"]:
            document = found.by_key[fact["of"]]
            if (first["coverage"], first["printing"]) != (fact["coverage"], fact["printing"]):
                _refuse_printings(first, fact, document, request)
            differing[document["source_file"]] += 1
    if differing:
        found.notes.append(
            spoken(
                "{cells} printed more than once with different amounts; the first printing is taken: {names}.",
                cells=counted(differing.total(), "cell"),
                names=named(differing),
            )
        )
    return list(chosen.values())


def _refuse_printings(one: Record, other: Record, document: Record, request: Request) -> None:
    """Raises `UsageError` for two printings of one unit and year that differ: the user must say which is meant."""
    said = spoken(
        "{file} prints table {table} of {unit} for {year}",
        file=document["source_file"],
        table=request.table,
        unit=document["unit"],
        year=document["year"],
    )
    if one["coverage"] != other["coverage"]:
        raise UsageError(
            spoken("{said} for the whole (汇总) and for itself (本级): choose one with --coverage.", said=said)
        )
    raise UsageError(
        spoken("{said} more than once, with different amounts, and does not say which of them counts.", said=said)
    )
