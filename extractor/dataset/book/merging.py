"""The documents of other datasets taken into one, as those of a region into those of a country, without reading them
again."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from extractor.dataset import tables
from extractor.dataset.book.inputs import Known, known, rename_rows
from extractor.dataset.book.runs import preferred_last
from extractor.dataset.database import NAME, Database
from extractor.dataset.opening import open_to_query
from extractor.dataset.settling import settle
from extractor.dataset.tables import quoted, text
from extractor.errors import UsageError
from extractor.languages import spoken
from extractor.records import schema
from extractor.records.schema import Schema

_BY_NAME = (schema.DOCUMENTS, tables.EDITIONS)
PART = 0.25  # of what the database may keep in memory is taken at once: rows and their keys stand there twice


def merge(database: Database, folders: Iterable[Path]) -> int:
    """Takes in the files of these datasets that this one does not have, with their rows; gives their number.

    A file is known by its absolute path. Of equal files in both, the first by name keeps its rows. What was taken
    stays if a merge is cut off, and the next one carries on from there. Raises `UsageError` for what is no dataset,
    or one of another version.
    """
    return sum(_take(database, folder) for folder in folders)


def _take(database: Database, folder: Path) -> int:
    if folder.resolve() == database.folder.resolve():
        raise UsageError(spoken("{folder} cannot be merged into itself; give other datasets.", folder=folder))
    with open_to_query(folder) as other:
        _refuse_other_versions(database, other)
        theirs = known(other)
    mine = known(database)
    taken = [row for row in theirs.rows() if mine.get(row.path) is None]
    names, renamed = mine.rename({row.path: row.root for row in taken}, {})
    rename_rows(database, renamed)
    size = (folder / NAME).stat().st_size
    at_once = max(1, int(len(taken) * PART * database.at_ease(size) / size))
    database.execute(f"ATTACH {text(folder / NAME)} AS other (READ_ONLY)")
    try:
        for start in range(0, len(taken), at_once):
            part = taken[start : start + at_once]
            with database.transaction():
                database.execute("UPDATE dataset SET settled = false WHERE settled")
                database.execute(
                    "CREATE OR REPLACE TEMP TABLE taken AS"
                    " SELECT unnest(?::VARCHAR[]) AS old, unnest(?::VARCHAR[]) AS new",
                    [[row.source_file for row in part], [names[row.path] for row in part]],
                )
                _take_rows(database, mine)
                database.execute("DROP TABLE taken")
    finally:
        database.execute("DETACH other")
    if not database.one("SELECT settled FROM dataset"):
        with database.transaction():
            settle(database, preferred_last(database))
    return len(taken)


def _take_rows(database: Database, mine: Known) -> None:
    """Copies what is in `taken`, under the new names; of two originals with the same bytes the first by name stays."""
    theirs = """SELECT i.doc_id, t.old, t.new FROM other.inputs i JOIN taken t ON i.source_file = t.old
        WHERE i.reader IS NOT NULL AND i.doc_id IS NOT NULL"""
    later = [new for doc_id, _, new in database.rows(theirs) if not mine.first_of(doc_id, "", new)]
    database.execute(
        f"CREATE OR REPLACE TEMP TABLE originals AS FROM ({theirs}) WHERE new NOT IN (SELECT unnest(?::VARCHAR[]))",
        [later],
    )
    for table in tables.OF_DOCUMENT:
        name = quoted(table.name)
        database.execute(f"DELETE FROM {name} WHERE doc_id IN (SELECT doc_id FROM originals)")
        renamed = " REPLACE (o.new AS source_file)" if "source_file" in table.names else ""
        found = f"SELECT f.*{renamed} FROM other.{name} f JOIN originals o ON f.doc_id = o.doc_id"
        database.execute(f"INSERT INTO {name} BY NAME {found}")
    for table in _BY_NAME:
        name = quoted(table.name)
        database.execute(
            f"INSERT INTO {name} BY NAME SELECT f.* REPLACE (t.new AS source_file)"
            f" FROM other.{name} f JOIN taken t ON f.source_file = t.old"
        )
    database.execute(
        """INSERT INTO inputs BY NAME SELECT f.* REPLACE (t.new AS source_file, 0 AS run)
        FROM other.inputs f JOIN taken t ON f.source_file = t.old"""
    )
    corrections = ", ".join(map(quoted, tables.CORRECTIONS.names))
    database.execute(
        f"INSERT INTO corrections BY NAME SELECT {corrections} FROM other.corrections c"
        " WHERE c.doc_id IN (SELECT doc_id FROM originals) EXCEPT FROM corrections"
    )
    database.execute("INSERT INTO readers BY NAME FROM other.readers r ANTI JOIN readers USING (reader)")
    if database.one("SELECT count(*) FROM subjects") == 0:  # no run has written to this one
        database.execute("INSERT INTO subjects BY NAME FROM other.subjects")
    database.execute("DROP TABLE originals")


def _refuse_other_versions(database: Database, other: Database) -> None:
    def columns(of: Database, table: Schema) -> set[tuple[str, str]]:
        query = "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ? AND NOT internal"
        return set(of.rows(query, [table.name]))

    for table in (*schema.ALL, tables.INPUTS, tables.EDITIONS, tables.READERS, tables.CORRECTIONS):
        if columns(database, table) != columns(other, table):
            raise UsageError(
                spoken(
                    "{folder} was written by another version; run convert on it with this one, then merge again.",
                    folder=other.folder,
                )
            )
