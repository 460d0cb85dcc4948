"""What a warehouse has: the tables that come out, what it keeps for itself, and the statements that make them.

The rows of a document belong to it by `doc_id`, which copies of a file share; so `loaded` names the file whose rows
they are, and the keys of the other tables lead there.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from msgspec import Struct
from msgspec.structs import replace

from extractor.dataset import views
from extractor.dataset.tables import LOCATED_NAMES, OF_DOCUMENT, quoted, text
from extractor.records import schema
from extractor.records.fields import Field, Type, columns_of
from extractor.records.schema import Parent, Schema

VERSION = 1
"""Of the way the tables are used. A column more or less is no new version: the load adds and drops it."""


class WarehouseRow(Struct, frozen=True):
    """What a warehouse says of itself: the one row of `juesuan_warehouse`."""

    schema_version: Annotated[int, "结构版本"]
    definition: Annotated[str, "定义", "hash of the tables and views that it was made with"]


class LoadedRow(Struct, frozen=True):
    """What is loaded of a file: a row of `loaded`."""

    source_file: Annotated[str, "来源文件", "of documents"]
    doc_id: Annotated[str | None, "文件标识", "null where the file has no rows of its own: a copy, or unreadable"]
    content: Annotated[str, "内容散列", "of the row of documents and of all rows of the document"]


def _own(name: str, title: str, record: type, key: tuple[str, ...], *parents: Parent) -> Schema:
    return Schema(name, title, (record.__doc__ or "").strip(), columns_of(record), key, record, parents)


WAREHOUSE = _own("juesuan_warehouse", "数据仓库", WarehouseRow, ("schema_version",))
LOADED = _own("loaded", "已载入", LoadedRow, ("source_file",), Parent(schema.DOCUMENTS.name, ("source_file",)))
WHOLE = (schema.SUBJECTS, LOCATED_NAMES)
"""The tables that are no document's: replaced whole where they changed."""


def _parents_first(tables: tuple[Schema, ...]) -> Iterator[Schema]:
    """The tables in an order in which each stands behind those to whose rows its rows belong."""
    left, placed = list(tables), {schema.DOCUMENTS.name, LOADED.name}
    while left:
        ready = [t for t in left if all(p.table in placed for p in t.parents)]
        assert ready, "tables belong to each other in a circle"
        yield from ready
        placed |= {t.name for t in ready}
        left = [t for t in left if t not in ready]


ROWS = tuple(
    replace(t, parents=tuple(Parent(LOADED.name, p.columns) if p.table == schema.DOCUMENTS.name else p
                             for p in t.parents))
    for t in _parents_first(OF_DOCUMENT)
)  # fmt: skip
"""The tables whose rows are a document's, parents first."""

ALL = (WAREHOUSE, schema.DOCUMENTS, LOADED, *ROWS, *WHOLE)
"""All tables of a warehouse, parents first."""

INDEXES: dict[str, tuple[tuple[str, ...], ...]] = {
    "documents": (("doc_id",), ("unit_name", "year"), ("unit_code", "year")),
    "facts": (("unit_name", "year"), ("unit_code", "year"), ("table_no", "year", "measure"), ("subject_code", "year")),
    "narrative": (("unit_name", "year"), ("concept", "year")),
    "performance": (("unit_name", "year"), ("doc_id", "sheet")),
    "performance_funds": (("doc_id", "sheet"),),
    "checks": (("status", "check_id"),),
    "subjects": (("code",),),
}
"""The columns by which the usual questions look for rows: unit, year, table, subject."""


class Keys(StrEnum):
    """How a database is told that rows belong to rows of another table."""

    WITH_THE_TABLE = "with the table"
    AFTERWARDS = "afterwards"
    NEVER = "never"


class Dialect(Struct, frozen=True):
    """How a database writes types, and what it knows: comments on what it holds, views, keys that are checked."""

    name: str
    types: dict[Type, str]
    says_more: bool
    foreign_keys: Keys


POSTGRESQL = Dialect(
    "postgresql",
    {
        "string": "text", "strings": "text[]", "int8": "smallint", "int16": "smallint", "int32": "integer",
        "int64": "bigint", "float32": "real", "float64": "double precision", "decimal": "numeric(20,4)",
        "boolean": "boolean",
    },
    says_more=True,
    foreign_keys=Keys.AFTERWARDS,
)  # fmt: skip
DUCKDB = Dialect(
    "duckdb",
    {
        "string": "VARCHAR", "strings": "VARCHAR[]", "int8": "TINYINT", "int16": "SMALLINT", "int32": "INTEGER",
        "int64": "BIGINT", "float32": "FLOAT", "float64": "DOUBLE", "decimal": "DECIMAL(20,4)", "boolean": "BOOLEAN",
    },
    says_more=True,
    foreign_keys=Keys.NEVER,  # it refuses to replace a row to which others belonged in the same transaction
)  # fmt: skip
SQLITE = Dialect(
    "sqlite",
    {
        "string": "TEXT", "strings": "TEXT", "int8": "INTEGER", "int16": "INTEGER", "int32": "INTEGER",
        "int64": "INTEGER", "float32": "REAL", "float64": "REAL", "decimal": "TEXT", "boolean": "INTEGER",
    },
    says_more=False,  # no comments, and not all that the views say
    foreign_keys=Keys.WITH_THE_TABLE,
)  # fmt: skip


def kinds(table: Schema, dialect: Dialect) -> dict[str, str]:
    """The type of each column."""
    return {field.name: dialect.types[field.type] for field in table.fields}


def made(table: Schema, dialect: Dialect) -> list[str]:
    """The statements that make a table with its primary key and Chinese comments."""
    parts = [_column(table, field, dialect) for field in table.fields]
    if table.key:
        parts.append(f"PRIMARY KEY ({_names(table.key)})")
    if table is LOADED:
        parts.append("UNIQUE (doc_id)")
    if dialect.foreign_keys is Keys.WITH_THE_TABLE:
        parts += map(_belongs, table.parents)
    return [_create(quoted(table.name), parts), *(comments(table) if dialect.says_more else [])]


def linked(table: Schema, dialect: Dialect) -> list[str]:
    """The statements that add foreign keys and indexes: quicker when the rows are there."""
    name = quoted(table.name)
    keys = [f"ALTER TABLE {name} ADD {_belongs(p)}" for p in table.parents]
    indexes = [
        f"CREATE INDEX {quoted('_'.join((table.name, *columns)))} ON {name} ({_names(columns)})"
        for columns in INDEXES.get(table.name, ())
    ]
    # DuckDB reads columns whole, and keeps no index up to date in a transaction for nothing.
    return [*(keys if dialect.foreign_keys is Keys.AFTERWARDS else []), *(indexes if dialect is not DUCKDB else [])]


def _belongs(parent: Parent) -> str:
    columns = _names(parent.columns)
    return f"FOREIGN KEY ({columns}) REFERENCES {quoted(parent.table)} ({columns})"


def _create(name: str, parts: list[str]) -> str:
    return f"CREATE TABLE {name} (\n  " + ",\n  ".join(parts) + "\n)"


def comments(table: Schema) -> list[str]:
    """The statements that say of a table and its columns what they mean."""
    name = quoted(table.name)
    return [
        f"COMMENT ON TABLE {name} IS {text(f'{table.title}: {table.description}')}",
        *(f"COMMENT ON COLUMN {name}.{quoted(field.name)} IS {text(_said(field))}" for field in table.fields),
    ]


def script(dialect: Dialect = POSTGRESQL) -> list[str]:
    """The statements that make an empty warehouse."""
    statements = [statement for step in (made, linked) for table in ALL for statement in step(table, dialect)]
    statements.append(f"INSERT INTO {WAREHOUSE.name} VALUES ({VERSION}, {text(digest())})")
    return statements + (views.anew() if dialect.says_more else [])


@functools.cache
def digest() -> str:
    """A hash of all tables and views of this version: a warehouse with another one is brought up to date."""
    told = repr([(t.name, t.key, [(f.name, f.type) for f in t.fields]) for t in ALL])
    return hashlib.sha256(f"{told} {views.digest()}".encode()).hexdigest()[:16]


def _said(field: Field) -> str:
    return f"{field.title}: {field.description}" if field.description else field.title


def _column(table: Schema, field: Field, dialect: Dialect) -> str:
    needed = " NOT NULL" if field.name in table.key else ""
    return f"{quoted(field.name)} {dialect.types[field.type]}{needed}"


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(map(quoted, columns))
