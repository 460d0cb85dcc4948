"""A dataset → a warehouse: what changed since the last load, in one transaction.

A file whose row and rows have not changed is left alone. One that changed is replaced whole. So a second load changes
nothing, and one that is cut off leaves the warehouse as it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.dataset import tables as of_dataset
from extractor.dataset.arrow.columns import arrow_of
from extractor.dataset.database import NAME, Database
from extractor.dataset.opening import open_to_query
from extractor.dataset.tables import quoted
from extractor.errors import UsageError
from extractor.languages import spoken
from extractor.records import schema
from extractor.records.schema import Schema
from extractor.warehouse import tables
from extractor.warehouse.address import DatabaseAddress, address
from extractor.warehouse.bases.base import Base
from extractor.warehouse.bases.opened import opened
from extractor.warehouse.definitions import finish, prepare
from extractor.warehouse.tables import LOADED, POSTGRESQL, ROWS, WHOLE

if TYPE_CHECKING:
    import pyarrow as pa

BATCH_ROWS = 8192  # held at a time


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: files added, replaced, removed and unchanged; files in the warehouse that are not in the
    dataset and stay; rows written."""

    address: str
    added: int
    replaced: int
    removed: int
    unchanged: int
    left: int
    rows: int


@dataclass(frozen=True, slots=True)
class _File:
    """A file of the dataset or the warehouse: the document whose rows are there under it, and the hash of all of
    that."""

    doc_id: str | None
    content: str


def load(folder: Path, to: str, schema_name: str | None = None, prune: bool = False) -> Loaded:
    """Loads the dataset of a folder into the database at `to`; `prune` removes what left the dataset.

    Raises `UsageError` where either cannot be used; then the database is as it was.
    """
    where = address(to)
    if schema_name is not None and where.kind != "postgresql":
        raise UsageError(spoken("--schema is for PostgreSQL alone; leave it out."))
    if where.kind != "postgresql" and where.path.resolve() == (folder / NAME).resolve():
        raise UsageError(spoken("{shown} is the dataset itself; give another file with --to.", shown=where.shown))
    with open_to_query(folder) as dataset:
        _refuse_other_versions(dataset)
        base = opened(where, schema_name)
        try:
            with base.transaction():
                return _loaded(dataset, base, where, prune)
        finally:
            base.close()


def _loaded(dataset: Database, base: Base, where: DatabaseAddress, prune: bool) -> Loaded:
    new = prepare(base, where.shown)
    files = _files(dataset)
    there = {
        name: _File(doc_id, content)
        for name, doc_id, content in base.rows(f"SELECT source_file, doc_id, content FROM {LOADED.name}")
    }
    changed = [name for name, file in files.items() if there.get(name) != file]
    now = _doc_ids(files[name] for name in changed)
    left = there.keys() - files.keys()
    # A document that has another name now is not there twice, whoever prunes.
    removed = sorted(left if prune else {name for name in left if there[name].doc_id in now})
    replaced = [name for name in changed if name in there]
    gone = [*replaced, *removed]
    _remove(base, gone, sorted(now | _doc_ids(there[name] for name in gone)))
    rows = _add(dataset, base, {name: files[name] for name in changed}, whole=len(changed) == len(files))
    rows += sum(_replace_whole(dataset, base, table) for table in WHOLE)
    finish(base, new)
    return Loaded(
        where.shown, len(changed) - len(replaced), len(replaced), len(removed), len(files) - len(changed),
        len(left) - len(removed), rows,
    )  # fmt: skip


def _doc_ids(files: Iterable[_File]) -> set[str]:
    return {file.doc_id for file in files if file.doc_id}


def _refuse_other_versions(dataset: Database) -> None:
    have: dict[str, set[str]] = {}
    for table, column in dataset.rows("SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal"):
        have.setdefault(table, set()).add(column)
    newer = of_dataset.DATASET.name in have and dataset.one("SELECT schema_version FROM dataset") > of_dataset.VERSION
    if newer or any({*t.names} - have.get(t.name, set()) for t in (*schema.ALL, *of_dataset.COMPANIONS)):
        raise UsageError(
            spoken(
                "{file} was written by another version of juesuan; install that, or run convert over it once "
                "with this one.",
                file=dataset.folder / NAME,
            )
        )
    if not dataset.one("SELECT settled FROM dataset"):
        raise UsageError(
            spoken("A run over {folder} was cut off; run convert again before you load it.", folder=dataset.folder)
        )


def _files(dataset: Database) -> dict[str, _File]:
    """All files of the dataset, by name, with a hash of their rows over all tables."""
    parts = [
        f"SELECT doc_id, '{t.name}' AS name, count(*) AS n, sum(hash(t)) AS content"
        f" FROM (SELECT {_names(t)} FROM {quoted(t.name)}) t GROUP BY doc_id"
        for t in ROWS
    ]
    query = f"""WITH parts AS ({" UNION ALL ".join(parts)}),
        of_rows AS (SELECT doc_id, string_agg(concat_ws(' ', name, n, content), ' ' ORDER BY name) AS content
            FROM parts GROUP BY doc_id),
        files AS (SELECT source_file, hash(d) AS content,
            CASE WHEN source_file = min(source_file) OVER (PARTITION BY doc_id) THEN doc_id END AS doc_id
            FROM (SELECT {_names(schema.DOCUMENTS)} FROM documents) d)
        SELECT f.source_file, f.doc_id, md5(concat_ws(' ', '{tables.digest()}', f.content, r.content))
        FROM files f LEFT JOIN of_rows r USING (doc_id) ORDER BY f.source_file"""
    return {name: _File(doc_id, content) for name, doc_id, content in dataset.rows(query)}


def _remove(base: Base, names: Sequence[str], doc_ids: Sequence[str]) -> None:
    """Removes files and the rows of documents, first those that belong to others."""
    if not names:
        return
    for table in reversed(ROWS):
        base.delete(table, "doc_id", doc_ids)
    base.delete(LOADED, "source_file", names)
    base.delete(schema.DOCUMENTS, "source_file", names)


def _add(dataset: Database, base: Base, files: dict[str, _File], whole: bool) -> int:
    """Adds these files with all their rows; `whole` if they are all that the dataset has. Gives the number of rows."""
    if not files:
        return 0
    names = None if whole else [*files]
    doc_ids = None if whole else [file.doc_id for file in files.values() if file.doc_id]
    count = base.insert(schema.DOCUMENTS, _rows(dataset, base, schema.DOCUMENTS, "source_file", names))
    base.insert(LOADED, _arrow(LOADED, [(name, file.doc_id, file.content) for name, file in files.items()]))
    return count + sum(base.insert(t, _rows(dataset, base, t, "doc_id", doc_ids)) for t in ROWS)


def _replace_whole(dataset: Database, base: Base, table: Schema) -> int:
    """Replaces the rows of a table that belongs to no document, if they have changed. Gives the number written."""
    rows = dataset.rows(f"SELECT {_names(table)} FROM {quoted(table.name)}")
    if Counter(rows) == Counter(base.rows(f"SELECT {_names(table)} FROM {quoted(table.name)}")):
        return 0
    base.execute(f"DELETE FROM {quoted(table.name)}")
    return base.insert(table, _arrow(table, rows)) if rows else 0


def _arrow(table: Schema, rows: Sequence[Sequence[Any]]) -> list[pa.RecordBatch]:
    return [arrow_of(table.fields, [*zip(*rows, strict=True)])]


def _rows(
    dataset: Database, base: Base, table: Schema, column: str = "", values: Sequence[str] | None = None
) -> Iterator[pa.RecordBatch]:
    """The rows of a table as the database takes them: all, or those with these values."""
    names = _names(table)
    if base.dialect is POSTGRESQL:  # its text has no NUL
        names = ", ".join(
            f"replace({quoted(f.name)}, chr(0), '\ufffd') AS {quoted(f.name)}" if f.type == "string" else quoted(f.name)
            for f in table.fields
        )
    query = f"SELECT {names} FROM {quoted(table.name)}"
    given: list[Any] = []
    if values is not None:
        query += f" WHERE {quoted(column)} IN (SELECT unnest(?::VARCHAR[]))"
        given = [[*values]]
    return dataset.arrow(query, BATCH_ROWS, given)


def _names(table: Schema) -> str:
    return ", ".join(quoted(field.name) for field in table.fields)
