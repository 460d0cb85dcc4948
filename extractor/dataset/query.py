"""Rows of a dataset for those who work with it: a table, some columns, some rows, without loading the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from extractor.dataset.database import Database
from extractor.dataset.exports.sorted import column, query
from extractor.dataset.opening import open_to_query
from extractor.dataset.tables import DECIMALS, amounts, quoted, text
from extractor.records import schema

Record = dict[str, Any]


def read_records(
    folder: Path, name: str, columns: Sequence[str], where: Mapping[str, str | None] | None = None
) -> list[Record]:
    """The rows of table `name` of the dataset in a folder, in their stated order.

    `columns` are some of the table's schema; a list is a tuple, money a `Decimal` with its printed decimals. `where`
    keeps the rows with these texts (None: blank). Raises `UsageError` where there is no dataset, or a run is writing.
    """
    with open_to_query(folder) as database:
        return records(database, name, columns, where)


def records(
    database: Database, name: str, columns: Sequence[str], where: Mapping[str, str | None] | None = None
) -> list[Record]:
    """The same for a dataset that is open."""
    table = schema.named(name)
    places = {amount: place for place, amount in enumerate(amounts(table))}
    fields = [table.field(each) for each in columns]
    conditions = [
        f"t.{quoted(each)} IS NULL" if value is None else f"t.{quoted(each)} = {text(value)}"
        for each, value in (where or {}).items()
    ]
    decimals = [f"t.{DECIMALS.name}"] if any(field.type == "decimal" for field in fields) else []
    made = query(table, [*map(column, fields), *decimals], " AND ".join(conditions))
    found = []
    for row in database.rows(made):
        record = {f.name: tuple(v or ()) if f.type == "strings" else v for f, v in zip(fields, row, strict=False)}
        for amount in places.keys() & record.keys():
            if record[amount] is not None:
                record[amount] = _as_printed(record[amount], row[-1][places[amount]])
        found.append(record)
    return found


def _as_printed(amount: Any, decimals: str) -> Any:
    return round(amount, int(decimals)) if decimals.isdigit() else amount
