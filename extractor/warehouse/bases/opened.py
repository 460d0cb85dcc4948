"""The database that an address is of, open; its library is imported when it is asked for."""

from __future__ import annotations

from extractor.warehouse.address import DatabaseAddress
from extractor.warehouse.bases.base import Base


def opened(address: DatabaseAddress, schema: str | None) -> Base:
    """The database of an address; `schema` is one of PostgreSQL's, made where it is not there."""
    if address.kind == "postgresql":
        from extractor.warehouse.bases.postgresql import PostgreSQL

        return PostgreSQL(address, schema)
    if address.kind == "duckdb":
        from extractor.warehouse.bases.duckdb_file import DuckDBFile

        return DuckDBFile(address)
    from extractor.warehouse.bases.sqlite_file import SQLiteFile

    return SQLiteFile(address)
