"""A table → Parquet, one file or a Hive-partitioned dataset with a folder a year (`year=2024/`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from extractor.dataset.database import Database
from extractor.dataset.exports.sorted import column, path_of, query, year_is
from extractor.dataset.tables import quoted
from extractor.records.schema import Schema

ROW_GROUP = 16_384  # rows that are held while a file is written
NO_YEAR = "__HIVE_DEFAULT_PARTITION__"


def write_parquet(
    database: Database, table: Schema, path: Path, where: str = "", without: tuple[str, ...] = ()
) -> None:
    """Writes the rows of a table, or those for which `where` holds."""
    columns = [_nullable(column(field), field.name) for field in table.fields if field.name not in without]
    form = f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
    database.execute(f"COPY ({query(table, columns, where)}) TO {path_of(path)} {form}")


def _nullable(value: str, name: str) -> str:
    """The column, declared as one that may be null whatever the rows are: else its type would follow from the data."""
    return f"CASE WHEN {value} IS NOT NULL THEN {value} END AS {quoted(name)}"


def years(database: Database, table: Schema) -> Iterator[tuple[PurePosixPath, str]]:
    """The files of a dataset by year, relative to its folder, with the condition for the rows of each."""
    found = database.rows(f"SELECT DISTINCT year FROM {quoted(table.name)} ORDER BY year NULLS LAST")
    for (year,) in found:
        yield PurePosixPath(table.name, f"year={NO_YEAR if year is None else year}", "part-0.parquet"), year_is(year)
