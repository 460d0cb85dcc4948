"""What a dataset knows of the files that it was given: `inputs`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from msgspec.structs import astuple, fields, replace

from extractor.dataset import names, tables
from extractor.dataset.database import Database
from extractor.dataset.tables import InputRow, quoted
from extractor.records.schema import ALL, Schema

_COLUMNS = ", ".join(field.name for field in fields(InputRow))


class Known:
    """The inputs of a dataset by their paths, while a run goes on; what a file is a copy of is decided by name."""

    def __init__(self, rows: Iterable[InputRow] = ()) -> None:
        self._rows = {row.path: row for row in rows}
        self._holders: defaultdict[str, set[str]] = defaultdict(set)
        for row in self._rows.values():
            if row.doc_id is not None:
                self._holders[row.doc_id].add(row.path)

    def get(self, path: str) -> InputRow | None:
        return self._rows.get(path)

    def rows(self) -> list[InputRow]:
        """All of them."""
        return [*self._rows.values()]

    def know(self, row: InputRow) -> None:
        """Takes a file as it is now."""
        before = self._rows.get(row.path)
        if before is not None and before.doc_id is not None:
            self._holders[before.doc_id].discard(row.path)
        self._rows[row.path] = row
        if row.doc_id is not None:
            self._holders[row.doc_id].add(row.path)

    def first_of(self, doc_id: str, path: str, name: str) -> bool:
        """Whether a file of this name is the first by name of those with the same bytes."""
        others = (self._rows[other].source_file for other in self._holders[doc_id] if other != path)
        return all(name < other for other in others)

    def heirs(self) -> list[InputRow]:
        """The files that are the first by name of their bytes, and were never read for themselves."""
        firsts = (min((self._rows[p] for p in paths), key=lambda row: row.source_file)
                  for paths in self._holders.values() if paths)  # fmt: skip
        return sorted((row for row in firsts if row.reader is None), key=lambda row: row.source_file)

    def rename(self, roots: Mapping[str, str], legible: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
        """The names of all files by their paths, these new ones with their input folders among them; and the new names
        of those that were named otherwise before, by the old."""
        every = {row.path: row.root for row in self._rows.values()}
        for path, root in roots.items():
            every[path] = names.outermost(root, every[path]) if path in every else root
        found = names.named(every, legible)
        renamed = {row.source_file: found[path] for path, row in self._rows.items() if row.source_file != found[path]}
        for path, row in self._rows.items():
            self._rows[path] = replace(row, source_file=found[path], root=every[path])
        return found, renamed

    def root(self, path: str, given: str) -> str:
        row = self._rows.get(path)
        return names.outermost(row.root, given) if row else given


def known(database: Database) -> Known:
    """The inputs of a dataset."""
    return Known(InputRow(*row) for row in database.rows(f"SELECT {_COLUMNS} FROM inputs"))


def write_inputs(database: Database, rows: Iterable[InputRow]) -> None:
    """Writes what is known of these files now; within a transaction."""
    by_path = {row.path: row for row in rows}
    if by_path:
        database.execute("DELETE FROM inputs WHERE path IN (SELECT unnest(?))", [[*by_path]])
        database.insert(tables.INPUTS, [astuple(row) for row in by_path.values()])


def rename_rows(database: Database, renamed: Mapping[str, str]) -> None:
    """Gives files and their rows new names, by the old."""
    if renamed:
        with database.transaction():
            _rename(database, renamed, (*ALL, tables.INPUTS, tables.EDITIONS))
            database.execute("UPDATE dataset SET settled = false")


def rename_documents(database: Database, heirs: Mapping[str, str]) -> None:
    """Gives the rows of files that leave to copies of theirs, which lose their own; within a transaction."""
    if heirs:
        for table in ("documents", "editions"):
            names = [[*heirs.values()]]
            database.execute(f"DELETE FROM {table} WHERE source_file IN (SELECT unnest(?::VARCHAR[]))", names)
        _rename(database, heirs, (*ALL, tables.EDITIONS))


def _rename(database: Database, renamed: Mapping[str, str], of: Iterable[Schema]) -> None:
    """(First a name is given that no file has: two may change places.)"""
    database.execute(
        "CREATE OR REPLACE TEMP TABLE renamed AS SELECT unnest(?::VARCHAR[]) AS old, unnest(?::VARCHAR[]) AS new",
        [[*renamed], [*renamed.values()]],
    )
    for table in of:
        if "source_file" in table.names:
            name = quoted(table.name)
            database.execute(f"UPDATE {name} SET source_file = '/' || new FROM renamed WHERE source_file = old")
            database.execute(f"UPDATE {name} SET source_file = substr(source_file, 2) WHERE source_file[1] = '/'")
    database.execute("DROP TABLE renamed")
