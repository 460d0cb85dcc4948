"""Which documents and facts a panel is made of: one document a unit and year, one fact a cell, nothing added up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from extractor.dataset.query import Record, read_records
from extractor.errors import UsageError
from extractor.identity.register import UnitRegister
from extractor.languages import Sentence, joined, spoken
from extractor.panel.request import Request
from extractor.records.closed_sets import WITH_ROWS

_DOCUMENT_COLUMNS = (
    "doc_id",
    "source_file",
    "status",
    "unit_name",
    "unit_code",
    "year",
    "report_kind",
    "tables_found",
    "tables_empty",
    "tables_missing",
    "supersedes",
)
_FACT_COLUMNS = (
    "doc_id",
    "unit_name",
    "unit_code",
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
MOST_NAMED = 20  # of the values that could be chosen instead


@dataclass(slots=True)
class Selection:
    """The documents, the facts that fill the cells, and what a reader must be told about both.

    A document that has tables of several units stands for each of them once: `of` is the key of a fact's document and
    unit here.
    """

    documents: dict[str, Record]
    facts: list[Record]
    notes: list[Sentence] = field(default_factory=list)


def select(folder: Path, request: Request, register: UnitRegister | None = None) -> Selection:
    """Reads and chooses; raises `UsageError` where a cell would need several numbers."""
    notes: list[Sentence] = []
    documents = _documents(folder, request, register, notes)
    where: dict[str, str | None] = {"table_no": request.table, "basis": request.basis, "measure": request.measure}
    where |= {"side": request.side, "item": request.item, "subject_code": request.subject}
    wanted = {column: text for column, text in where.items() if text is not None and column not in request.dimensions}
    printed = read_records(folder, "facts", _FACT_COLUMNS, wanted)
    facts = [f for f in printed if f["doc_id"] in documents]
    if request.coverage:
        facts = [f for f in facts if f["coverage"] in (None, request.coverage)]
    documents, facts = _by_unit(documents, facts, request, register, notes)
    if not facts:
        raise UsageError(_nothing(folder, request))
    for row in ("subject_code", "item"):
        if row in request.dimensions:
            facts = [f for f in facts if f[row]]
    facts = _one_level(facts, request)
    if not facts:
        raise UsageError(
            spoken(
                "Table {table} has no row with a {columns} here; choose other --columns.",
                table=request.table,
                columns=request.columns,
            )
        )
    _refuse_sums(facts, documents, request)
    without_unit = sum(f["amount_yuan"] is None for f in facts)
    if without_unit:
        words = "{count} numbers of tables that do not say whether they count in 元 or 万元 are left out."
        notes.append(spoken(words, count=without_unit))
        facts = [f for f in facts if f["amount_yuan"] is not None]
    return Selection(documents, _one_fact_a_cell(facts, documents, request, notes), notes)


def cell(fact: Record, document: Record, request: Request) -> tuple[object, ...]:
    """The place of a fact in the panel."""
    return tuple(document[d] if d in ("unit", "year") else fact[d] for d in request.dimensions)


def _documents(
    folder: Path, request: Request, register: UnitRegister | None, notes: list[Sentence]
) -> dict[str, Record]:
    """The documents that were read, with their `unit` and what the register says of it, without the superseded."""
    rows = read_records(folder, "documents", _DOCUMENT_COLUMNS)
    rows = [r for r in rows if r["status"] in WITH_ROWS]
    if request.report_kind:
        rows = [r for r in rows if r["report_kind"] == request.report_kind]
    nameless = sum(not r["unit_name"] or r["year"] is None for r in rows)
    if nameless:
        notes.append(spoken("{count} documents without a unit or a year are left out.", count=nameless))
    rows = [r for r in rows if r["unit_name"] and r["year"] is not None]
    old = {r["supersedes"] for r in rows} - {None}
    dropped = [r for r in rows if r["doc_id"] in old]
    if dropped:
        files = ", ".join(sorted(r["source_file"] for r in dropped)[:3]) + (" …" if len(dropped) > 3 else "")
        words = "{count} documents are superseded by another of the same unit and year ({files})."
        notes.append(spoken(words, count=len(dropped), files=files))
    kept = {r["doc_id"]: r for r in rows if r["doc_id"] not in old}
    for row in kept.values():
        unit = register.find(row["unit_name"], row["year"]) if register else None
        row["unit_code"] = unit.code if unit else row["unit_code"]
        row["region_code"] = unit.region_code if unit else None
        row["unit"] = row["unit_code"] or row["unit_name"]
    return kept


def _by_unit(
    documents: dict[str, Record],
    facts: Sequence[Record],
    request: Request,
    register: UnitRegister | None,
    notes: list[Sentence],
) -> tuple[dict[str, Record], list[Record]]:
    """The documents once for each unit that they have the table of, and the facts with their key `of`.

    A publisher that has none of the tables in its document is no unit of the panel. What is of nobody is left out.
    """
    found = dict(documents)
    published: defaultdict[str, set[str]] = defaultdict(set)
    kept: list[Record] = []
    for fact in facts:
        document, name = documents[fact["doc_id"]], fact["unit_name"]
        if name is None:
            continue
        key = fact["doc_id"] if name == document["unit_name"] else f"{fact['doc_id']}/{name}"
        if key not in found:
            unit = register.find(name, document["year"]) if register else None
            code = unit.code if unit else fact["unit_code"]
            own = {"unit_name": name, "unit_code": code, "unit": code or name}
            own |= {"region_code": unit.region_code if unit else None}
            own |= {"tables_found": (request.table,), "tables_empty": (), "tables_missing": ()}
            found[key] = document | own
        published[fact["doc_id"]].add(key)
        kept.append(fact | {"of": key})
    if len(kept) < len(facts):
        words = "{count} numbers of tables that do not say of which unit they are, are left out."
        notes.append(spoken(words, count=len(facts) - len(kept)))
    for doc_id, keys in published.items():
        if doc_id not in keys:
            del found[doc_id]
    for key, record in found.items():
        record["of"] = key
    return found, kept


def _nothing(folder: Path, request: Request) -> Sentence:
    """Why no fact answers the request: what there is instead."""
    asked = {"measure": request.measure, "basis": request.basis, "side": request.side, "item": request.item}
    asked["subject_code"] = request.subject
    seen = read_records(folder, "facts", tuple(asked), {"table_no": request.table})
    if not seen:
        words = "{folder} has no number of table {table}; choose another --table, or convert more documents."
        return spoken(words, folder=folder, table=request.table)
    for column, value in asked.items():
        printed = sorted({str(f[column]) for f in seen if f[column] is not None})
        if value is not None and value not in printed:
            there = ", ".join(printed[:MOST_NAMED]) + (" …" if len(printed) > MOST_NAMED else "")
            instead = spoken("choose one of {names}", names=there) if printed else spoken("leave it out")
            words = "Table {table} has no {column} {value}; {instead}."
            return spoken(words, table=request.table, column=column, value=value, instead=instead)
    return spoken("Table {table} has no number for all of this together; leave out some of it.", table=request.table)


def _one_level(facts: list[Record], request: Request) -> list[Record]:
    """The facts of the level asked for. Without one, only where the subjects are of one level: 类 = sum of its 款."""
    if "subject_code" not in request.dimensions:
        return facts
    if request.level is not None:
        return [f for f in facts if f["subject_level"] == request.level]
    levels = sorted({f["subject_level"] for f in facts if f["subject_level"] is not None})
    if len(levels) > 1 and not request.every_level:
        said = ", ".join(f"{level} ({_LEVELS.get(level, '')})" for level in levels)
        raise UsageError(
            spoken(
                "Table {table} prints subtotals beside their parts, at levels {said}: choose one with "
                "--level, so that nothing is counted twice.",
                table=request.table,
                said=said,
            )
        )
    return facts


def _refuse_sums(facts: Sequence[Record], documents: dict[str, Record], request: Request) -> None:
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
    for dimension in ("unit", "year"):
        values = sorted({str(documents[f["of"]][dimension]) for f in facts})
        if dimension not in request.dimensions and len(values) > 1:
            raise UsageError(
                spoken(
                    "There are {count} values of {dimension}: put {dimension} into --index.",
                    count=len(values),
                    dimension=dimension,
                )
            )


def _refuse_printings(one: Record, other: Record, document: Record, request: Request) -> None:
    """Two printings of one unit and year that differ: which of them is meant, the user must say."""
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


def _one_fact_a_cell(
    facts: Sequence[Record], documents: dict[str, Record], request: Request, notes: list[Sentence]
) -> list[Record]:
    """One fact for each cell. Two documents for one unit and year are an error, as are
    two printings that differ; a cell printed twice counts once."""
    chosen: dict[tuple[object, ...], Record] = {}
    differing: Counter[str] = Counter()
    sources: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for fact in facts:
        document = documents[fact["of"]]
        sources[document["unit"], document["year"]].add(fact["of"])
        first = chosen.setdefault(cell(fact, document, request), fact)
        if first["of"] == fact["of"] and first["amount_yuan"] != fact["amount_yuan"]:
            if (first["coverage"], first["printing"]) != (fact["coverage"], fact["printing"]):
                _refuse_printings(first, fact, document, request)
            differing[document["source_file"]] += 1
    rivals = {place: ids for place, ids in sources.items() if len(ids) > 1}
    if rivals:
        (unit, year), ids = min(rivals.items())
        files = joined(" and ", sorted({documents[i]["source_file"] for i in ids}), "、")
        more = spoken(", and so have {count} other units and years", count=len(rivals) - 1) if len(rivals) > 1 else ""
        raise UsageError(
            spoken(
                "{unit} has more than one document with table {table} for {year} ({files}){more}, and none "
                "supersedes the other: choose a --kind of report, or give the units their own codes with "
                "--units.",
                unit=unit,
                table=request.table,
                year=year,
                files=files,
                more=more,
            )
        )
    if differing:
        words = "{count} cells are printed more than once with different amounts (as in {file}); the first is taken."
        notes.append(spoken(words, count=sum(differing.values()), file=min(differing)))
    return list(chosen.values())
