"""What is in the folder of a dataset: which of its entries are the dataset's own."""

from __future__ import annotations

from pathlib import PurePath

from extractor.records import schema

OURS = "juesuan."  # begins the names of the database, of what DuckDB keeps beside it, and of single-file exports
_BESIDE = frozenset({"datapackage.json", "corrections.csv"})
_EXPORTS = frozenset({"", ".csv", ".parquet"})  # a table by year is a folder


def is_own(name: str) -> bool:
    """Whether an entry of this name in a dataset's folder was made by a run, and so is not to be read."""
    path = PurePath(name)
    is_table = path.suffix in _EXPORTS and path.stem in {table.name for table in schema.ALL}
    return name.startswith(OURS) or name in _BESIDE or is_table
