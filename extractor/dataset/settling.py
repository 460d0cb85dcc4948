"""What is said of a document beside others, once everything of a run is read: which is a copy of which, which stands
for a unit and year, and which is attached to which page. It follows from the whole dataset alone, so the order in
which documents came does not matter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from extractor.dataset import tables
from extractor.dataset.arrow import rows
from extractor.dataset.arrow.rows import document_of
from extractor.dataset.database import Database
from extractor.identity.model import Edition, Prefer
from extractor.identity.regions import says_where
from extractor.identity.vintages import Vintage, link
from extractor.records import schema
from extractor.records.closed_sets import WITH_ROWS
from extractor.records.documents import copy_row
from extractor.records.rows import DocumentRow


def settle(database: Database, prefer: Prefer | None) -> None:
    """Links copies, vintages, and pages with what is attached to them, over the whole dataset, which then counts as
    changed. Within a transaction."""
    _copies(database)
    _vintages(database, prefer)
    _parts(database)
    _located_names(database)
    database.execute("UPDATE dataset SET state = state + 1, settled = true")


def _copies(database: Database) -> None:
    """The rows of `documents` of all files that have the bytes of another, which comes before them by name."""
    query = """SELECT source_file, doc_id FROM inputs WHERE doc_id IN
        (SELECT doc_id FROM inputs WHERE doc_id IS NOT NULL GROUP BY doc_id HAVING count(*) > 1) ORDER BY source_file"""
    copies: defaultdict[str, list[str]] = defaultdict(list)
    for name, doc_id in database.rows(query):
        copies[doc_id].append(name)
    if not copies:
        return
    firsts = {first: others for first, *others in copies.values()}
    originals = documents(database, [*firsts])
    made = [copy_row(original, name) for original in originals for name in firsts[original.source_file]]
    names = [[document.source_file for document in made]]
    for table in ("documents", "editions"):
        database.execute(f"DELETE FROM {table} WHERE source_file IN (SELECT unnest(?::VARCHAR[]))", names)
    database.execute(
        "UPDATE inputs SET reader = NULL WHERE reader IS NOT NULL AND source_file IN (SELECT unnest(?::VARCHAR[]))",
        names,
    )
    database.insert(schema.DOCUMENTS, rows.rows(schema.DOCUMENTS, made))


def documents(database: Database, names: Sequence[str]) -> list[DocumentRow]:
    """The rows of `documents` of these files, by name."""
    columns = ", ".join(schema.DOCUMENTS.names)
    query = f"SELECT {columns} FROM documents WHERE source_file IN (SELECT unnest(?::VARCHAR[])) ORDER BY source_file"
    return [document_of(row) for row in database.rows(query, [[*names]])]


def _vintages(database: Database, prefer: Prefer | None) -> None:
    """Writes `supersedes` and the notes where they have changed."""
    query = """SELECT d.doc_id, d.source_file, d.status, d.unit_code, d.unit_name, d.year, d.report_kind,
        d.tables_found, d.sections_missing, e.corrected, e.dated, i.modified,
        e.notes, e.notes_zh, d.supersedes, d.notes, d.notes_zh
        FROM documents d JOIN editions e USING (source_file) JOIN inputs i USING (source_file)
        WHERE d.doc_id IS NOT NULL AND d.status IN (SELECT unnest(?::VARCHAR[])) ORDER BY d.source_file"""
    found = database.rows(query, [[*map(str, WITH_ROWS)]])
    links = link((_vintage(place, row, prefer) for place, row in enumerate(found)), prefer)
    for doc_id, name, *_, own, own_zh, supersedes, notes, notes_zh in found:
        beside = links.notes.get(doc_id)
        said = " ".join(text for text in (own, beside) if text) or None
        said_zh = "".join(text for text in (own_zh, beside and beside.chinese) if text) or None
        now = links.supersedes.get(doc_id), said, said_zh
        if (supersedes, notes, notes_zh) != now:
            database.execute(
                "UPDATE documents SET supersedes = ?, notes = ?, notes_zh = ? WHERE source_file = ?", [*now, name]
            )


def _located_names(database: Database) -> None:
    """Writes which of all names say where their unit is."""
    query = " UNION ".join(f"SELECT unit_name FROM {t}" for t in ("documents", "facts", "narrative"))
    found = [
        name for (name,) in database.rows(f"SELECT unit_name FROM ({query}) WHERE unit_name IS NOT NULL ORDER BY 1")
    ]
    database.execute("DELETE FROM located_names")
    database.insert(tables.LOCATED_NAMES, [(name,) for name in found if says_where(name)])


def _vintage(place: int, row: Sequence[Any], prefer: Prefer | None) -> Vintage:
    doc_id, name, status, code, unit, year, kind, found, missing, corrected, dated, modified = row[:12]
    year_, month, day = (*map(int, dated or ()), None, None, None)[:3]
    printed = (year_, month, day) if year_ is not None and month is not None else None
    return Vintage(
        place, doc_id, name, status, code, unit, year, kind, frozenset(found), frozenset(missing),
        Edition(corrected, printed), float(modified or 0) if prefer == "newest-file" else 0.0,
    )  # fmt: skip


def _parts(database: Database) -> None:
    """Writes `part_of`: a file is part of the first page by name that says it is attached, lies in the same folder, and
    is of no other unit or year."""
    query = """SELECT i.path, d.source_file, d.unit_name, d.year, e.attached, d.part_of
        FROM documents d JOIN inputs i USING (source_file) LEFT JOIN editions e USING (source_file)
        ORDER BY d.source_file"""
    found = database.rows(query)
    pages: dict[tuple[PurePosixPath, str], list[Sequence[Any]]] = defaultdict(list)
    for row in found:
        for name in row[4] or ():
            pages[PurePosixPath(row[0]).parent, name].append(row)
    for path, file, unit, year, _, before in found:
        place = PurePosixPath(path)
        named = pages.get((place.parent, place.name), ())
        page = next(
            (p for p in named if p[1] != file and _agree(unit, p[2]) and (year or p[3]) == (p[3] or year)), None
        )
        part_of = page[1] if page is not None else None
        if part_of != before:
            database.execute("UPDATE documents SET part_of = ? WHERE source_file = ?", [part_of, file])


def _agree(one: str | None, other: str | None) -> bool:
    """Whether two names may be of one unit: one is not known, or is a fuller form of the other."""
    return one is None or other is None or one in other or other in one
