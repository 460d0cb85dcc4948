"""Which documents a panel is made of, each once for every unit it covers, and which are left out and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extractor.dataset.database import Database
from extractor.dataset.query import Record, records
from extractor.errors import EmptyPanelError, counted
from extractor.identity.register import Unit, UnitRegister
from extractor.languages import Sentence, joined, spoken
from extractor.panel.request import Request
from extractor.records.closed_sets import WITH_ROWS, DocumentStatus

_COLUMNS = (
    "doc_id",
    "source_file",
    "status",
    "error_code",
    "unit_name",
    "unit_code",
    "year",
    "report_kind",
    "tables_found",
    "tables_empty",
    "tables_missing",
    "supersedes",
)
MOST_NAMED = 20  # files, units or values in one sentence


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents by the key `of`: a document, or one of several units in it; `of_doc` are the keys of a document by
    the name of the unit. `notes` say what is left out."""

    by_key: dict[str, Record]
    of_doc: dict[str, dict[str, str]]
    notes: list[Sentence] = field(default_factory=list)

    def key(self, doc_id: str, unit_name: str) -> str | None:
        """The key of a unit in a document; None for a document that is not in the panel."""
        return self.of_doc.get(doc_id, {}).get(unit_name)

    def files(self, doc_ids: Iterable[str]) -> set[str]:
        """The files of documents."""
        wanted = set(doc_ids)
        return {d["source_file"] for d in self.by_key.values() if d["doc_id"] in wanted}


def named(names: Iterable[str]) -> Sentence:
    """Names for a sentence: all of them, or the first of very many."""
    found = sorted(set(names))
    more = spoken(" and {count} more", count=len(found) - MOST_NAMED) if len(found) > MOST_NAMED else ""
    return joined("", (joined(", ", found[:MOST_NAMED], "、"), more))


def documents(database: Database, request: Request, register: UnitRegister | None) -> Documents:
    """The documents of the request. Raises `EmptyPanelError` where there is none, with the reason."""
    notes: list[Sentence] = []
    every = records(database, "documents", _COLUMNS)
    rows = _read(every, request, notes)
    kept = _of_the_years(_not_superseded(rows, notes), request)
    found = Documents({}, {}, notes)
    units = _units(database, ("facts",) if request.table else ("facts", "narrative"))
    for row in kept:
        _place(found, row, units.get(row["doc_id"], {}), register)
    unknown = {d["unit"] for d in found.by_key.values() if register and d["registered"] is None}
    if unknown:
        notes.append(
            spoken(
                "The register does not have {units} of the panel: {names}.",
                units=counted(len(unknown), "unit"),
                names=named(unknown),
            )
        )
    return found


def _read(every: Sequence[Record], request: Request, notes: list[Sentence]) -> list[Record]:
    """Those that were read, with a unit and a year, of the kind asked for."""
    causes: defaultdict[str, list[Sentence]] = defaultdict(list)
    for row in every:
        if row["status"] not in (*WITH_ROWS, DocumentStatus.DUPLICATE):
            causes[row["error_code"] or row["status"]].append(row["source_file"])
    for cause, files in sorted(causes.items()):
        notes.append(
            spoken(
                "{documents} left out as {cause}: {names}.",
                documents=counted(len(files), "document"),
                cause=cause,
                names=named(files),
            )
        )
    rows = [row for row in every if row["status"] in WITH_ROWS]
    if not rows:
        raise EmptyPanelError(spoken("The dataset has no document that was read; see `juesuan status`."), notes)
    nameless = [row["source_file"] for row in rows if not row["unit_name"] or row["year"] is None]
    if nameless:
        notes.append(
            spoken(
                "{documents} left out without a unit or a year: {names}.",
                documents=counted(len(nameless), "document"),
                names=named(nameless),
            )
        )
    rows = [row for row in rows if row["unit_name"] and row["year"] is not None]
    if request.report_kind and rows:
        kinds = {str(row["report_kind"]) for row in rows if row["report_kind"]}
        rows = [row for row in rows if row["report_kind"] == request.report_kind]
        if not rows:
            there = spoken("; there is {names}", names=named(kinds)) if kinds else ""
            raise EmptyPanelError(
                spoken("No document is of --kind {kind}{there}.", kind=request.report_kind, there=there), notes
            )
    if not rows:
        raise EmptyPanelError(spoken("No document that was read says of which unit and year it is."), notes)
    return rows


def _not_superseded(rows: Sequence[Record], notes: list[Sentence]) -> list[Record]:
    old = {row["supersedes"] for row in rows} - {None}
    dropped = [row["source_file"] for row in rows if row["doc_id"] in old]
    if dropped:
        notes.append(
            spoken(
                "{documents} left out, superseded by another of the same unit and year: {names}.",
                documents=counted(len(dropped), "document"),
                names=named(dropped),
            )
        )
    return [row for row in rows if row["doc_id"] not in old]


def _of_the_years(rows: Sequence[Record], request: Request) -> list[Record]:
    """Those of the years asked for."""
    if request.years is None:
        return list(rows)
    kept = [row for row in rows if row["year"] in request.years]
    if not kept:
        raise EmptyPanelError(
            spoken("No document is of these --years; there are {years}.", years=named(str(r["year"]) for r in rows))
        )
    return kept


def _units(database: Database, tables: Sequence[str]) -> dict[str, dict[str, str | None]]:
    """By document the units that its numbers are of, with their codes."""
    found: defaultdict[str, dict[str, str | None]] = defaultdict(dict)
    for table in tables:
        for doc_id, name, code in database.rows(
            f"SELECT doc_id, unit_name, max(unit_code) FROM {table} WHERE unit_name IS NOT NULL "
            "GROUP BY doc_id, unit_name ORDER BY doc_id, unit_name"
        ):
            found[doc_id].setdefault(name, code)
    return found


def _place(found: Documents, row: Record, units: dict[str, str | None], register: UnitRegister | None) -> None:
    """Puts a document in, once for each of its units. A publisher for which it has no number, beside others for which
    it has some, is no unit of the panel."""
    doc_id, publisher = row["doc_id"], row["unit_name"]
    keys = found.of_doc.setdefault(doc_id, {})
    for name, code in units.items() if units else ((publisher, row["unit_code"]),):
        key = keys[name] = doc_id if name == publisher else f"{doc_id}/{name}"
        unit = register.find(name, row["year"]) if register else None
        own = row | {"of": key, "unit_name": name, "registered": unit, "is_alone": len(units) < 2}
        own["unit_code"] = _code(unit, row["unit_code"] if name == publisher else code, register)
        own["region_code"] = unit.region_code if unit else None
        own["unit"] = own["unit_code"] or name
        found.by_key[key] = own


def _code(unit: Unit | None, code: str | None, register: UnitRegister | None) -> str | None:
    """A unit's code; that of the dataset only where the register does not count in others."""
    if unit is not None:
        return unit.code
    return None if register is not None and register.has_codes_of_its_own else code
