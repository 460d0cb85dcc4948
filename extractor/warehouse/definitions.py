"""The tables of a warehouse as they exist: made, brought up to date, or refused where they are somebody else's."""

from __future__ import annotations

from extractor.dataset import views
from extractor.dataset.tables import quoted, text
from extractor.errors import UsageError
from extractor.languages import spoken
from extractor.records.schema import Schema
from extractor.warehouse import tables
from extractor.warehouse.bases.base import Base
from extractor.warehouse.tables import WAREHOUSE


def prepare(base: Base, shown: str) -> list[Schema]:
    """Makes the tables that are not there, and gives those of an earlier version the columns of this one.

    Returns the new ones, which `finish` links when they have rows. Within a transaction. Raises `UsageError` where
    another program made a table of such a name, where somebody changed one, or where a newer juesuan made them.
    """
    found = base.columns()
    if WAREHOUSE.name not in found:
        names = {*(t.name for t in tables.ALL), *(views.NAMES if base.dialect.says_more else ())}
        if foreign := sorted(names & found.keys()):
            raise UsageError(
                spoken(
                    "{shown} has a table {name} that juesuan did not make; give another database or --schema.",
                    shown=shown,
                    name=foreign[0],
                )
            )
        return _brought(base, {})
    rows = base.rows(f"SELECT schema_version, definition FROM {WAREHOUSE.name}")
    if not rows or rows[0][0] > tables.VERSION:
        raise UsageError(
            spoken(
                "{shown} was loaded by a newer version of juesuan; install that, or give another --schema.", shown=shown
            )
        )
    if rows[0][1] != tables.digest():
        return _brought(base, found)
    for table in tables.ALL:
        have = found.get(table.name, {})
        if have != tables.kinds(table, base.dialect):
            differing = sorted(set(have.items()) ^ set(tables.kinds(table, base.dialect).items()))
            raise UsageError(
                spoken(
                    "The table {name} in {shown} has other columns than juesuan gave it ({column}); undo that, "
                    "or give another database or --schema.",
                    name=table.name,
                    shown=shown,
                    column=differing[0][0],
                )
            )
    return []


def _brought(base: Base, found: dict[str, dict[str, str]]) -> list[Schema]:
    """Brings all tables to the columns of this version; gives the new ones."""
    if base.dialect.says_more:
        for name in reversed(views.NAMES):
            base.execute(views.dropped(name))
    new = []
    for table in tables.ALL:
        have, want = found.get(table.name), tables.kinds(table, base.dialect)
        if have is None:
            new.append(table)
            statements = tables.made(table, base.dialect)
        else:
            name = quoted(table.name)
            old = [column for column, kind in have.items() if want.get(column) != kind]
            statements = [f"ALTER TABLE {name} DROP COLUMN {quoted(column)}" for column in old]
            statements += [
                f"ALTER TABLE {name} ADD COLUMN {quoted(column)} {kind}"
                for column, kind in want.items()
                if have.get(column) != kind
            ]
            statements += tables.comments(table) if base.dialect.says_more else []
        for statement in statements:
            base.execute(statement)
    base.execute(f"DELETE FROM {WAREHOUSE.name}")
    base.execute(f"INSERT INTO {WAREHOUSE.name} VALUES ({tables.VERSION}, {text(tables.digest())})")
    if base.dialect.says_more:
        for statement in views.anew():
            base.execute(statement)
    return new


def finish(base: Base, new: list[Schema]) -> None:
    """Links the tables that were made, now that they have rows."""
    for table in new:
        for statement in tables.linked(table, base.dialect):
            base.execute(statement)
