"""What a dataset knows of the files it was given: `inputs`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from msgspec.structs import astuple, fields, replace

from extractor.dataset import tables
from extractor.dataset.book import names
from extractor.dataset.database import Database
from extractor.dataset.tables import InputRow, quoted
from extractor.records.schema import ALL, Schema

_COLUMNS = ", ".join(field.name for field in fields(InputRow))


class _Holders:
    """The paths of the files with the same bytes, by `doc_id`. Nearly all are the only ones, and a run may know
    millions: a single path is kept bare."""

    def __init__(self) -> None:
        self._paths: dict[str, str | set[str]] = {}

    def of(self, doc_id: str) -> Collection[str]:
        held = self._paths.get(doc_id, ())
        return (held,) if isinstance(held, str) else held

    def all(self) -> Iterator[Collection[str]]:
        """Those of each `doc_id` that some file holds."""
        return filter(None, map(self.of, self._paths))

    def add(self, row: InputRow) -> None:
        if row.doc_id is not None:
            held = self._paths.setdefault(row.doc_id, row.path)
            if isinstance(held, set):
                held.add(row.path)
            elif held != row.path:
                self._paths[row.doc_id] = {held, row.path}

    def remove(self, row: InputRow) -> None:
        if row.doc_id is not None:
            held = self._paths.get(row.doc_id)
            if isinstance(held, set):
                held.discard(row.path)
            elif held == row.path:
                del self._paths[row.doc_id]


class Known:
    """The inputs of a dataset by their paths, while a run goes on; which file is a copy of which is decided by name."""

    def __init__(self, rows: Iterable[InputRow] = ()) -> None:
        self._rows = {row.path: row for row in rows}
        self._holders = _Holders()
        for row in self._rows.values():
            self._holders.add(row)

    def get(self, path: str) -> InputRow | None:
        return self._rows.get(path)

    def rows(self) -> list[InputRow]:
        """All of them."""
        return [*self._rows.values()]

    def know(self, row: InputRow) -> None:
        """Takes a file as it is now."""
        if (before := self._rows.get(row.path)) is not None:
            self._holders.remove(before)
        self._rows[row.path] = row
        self._holders.add(row)

    def first_of(self, doc_id: str, path: str, name: str) -> bool:
        """Whether a file of this name is the first by name of those with the same bytes."""
        others = (self._rows[other].source_file for other in self._holders.of(doc_id) if other != path)
        return all(name < other for other in others)

    def heirs(self) -> list[InputRow]:
        """The files that are now the first by name with their bytes, and were never read themselves."""
        firsts = (min((self._rows[p] for p in paths), key=lambda row: row.source_file) for paths in self._holders.all())
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
    """Gives the rows of files that leave to their copies, whose own are dropped; within a transaction."""
    if heirs:
        for table in ("documents", "editions"):
            names = [[*heirs.values()]]
            database.execute(f"DELETE FROM {table} WHERE source_file IN (SELECT unnest(?::VARCHAR[]))", names)
        _rename(database, heirs, (*ALL, tables.EDITIONS))


def _rename(database: Database, renamed: Mapping[str, str], of: Iterable[Schema]) -> None:
    """(Each first gets a name that no file has, since two may change places.)"""
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
