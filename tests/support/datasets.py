"""Datasets for the tests, of rows that are given."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from extractor.cli import main
from extractor.dataset.exports.export import export
from extractor.dataset.opening import open_to_write
from extractor.records import schema

HOSTILE = "<script>alert(1)</script>\u202e甲\x1b[31m\"'乙"  # which a page shows and never runs


def dataset(folder: Path, rows: Mapping[str, Sequence[Sequence[Any]]], *formats: str, by_year: bool = False) -> None:
    """Adds rows, by the names of their tables, to the dataset of a folder, and exports it."""
    with open_to_write(folder) as database:
        with database.transaction():
            for name, found in rows.items():
                database.insert(schema.named(name), found)
            database.execute("UPDATE dataset SET state = state + 1")
        export(database, formats, by_year)


def juesuan(*arguments: object) -> int:
    """The command in this process; its exit status."""
    before = sys.argv
    sys.argv = ["juesuan", *map(str, arguments)]
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    finally:
        sys.argv = before
    return 0
