"""The schema as sources of dbt: descriptions in both languages, and the tests that keys and closed sets make.

What dbt has no test for (keys of several columns) is tested by the two of `dbt/tests/generic/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from extractor.codebook.book import Column, Entry

NAME = "juesuan"
OPEN = frozenset({"compared_with"})  # which may also be a year
_HEAD = "# Made by `juesuan schema --format dbt`; a test holds it to the schema.\n"
# In PostgreSQL a load puts the tables where it was told; in DuckDB the dataset is attached under this name.
_DATABASE = "{{ target.dbname if target.type == 'postgres' else 'dataset' }}"
_SCHEMA = "{{ var('warehouse_schema', 'public') if target.type == 'postgres' else 'main' }}"


def as_dbt(book: tuple[Entry, ...], views: Mapping[str, str]) -> str:
    """`sources.yml` of all tables, and of the views with what they say of themselves."""
    tables = [*map(_table, book), *({"name": name, "description": said} for name, said in views.items())]
    source = {"name": NAME, "database": _DATABASE, "schema": _SCHEMA, "tables": tables}
    made = yaml.safe_dump({"version": 2, "sources": [source]}, allow_unicode=True, sort_keys=False, width=110)
    return _HEAD + str(made)


def _table(entry: Entry) -> dict[str, Any]:
    table = entry.table
    tests = [_test("unique_together", columns=[*table.key])] if len(table.key) > 1 else []
    tests += [
        _test("belongs_to", parent=f"source('{NAME}', '{parent.table}')", columns=[*parent.columns])
        for parent in table.parents
    ]
    found = {"name": table.name, "description": f"{table.title}。{entry.zh} {table.description}"}
    return found | ({"data_tests": tests} if tests else {}) | {"columns": [*map(_column, entry.columns)]}


def _column(column: Column) -> dict[str, Any]:
    field = column.field
    unit = f" [{column.unit}]" if column.unit else ""
    found: dict[str, Any] = {
        "name": field.name,
        "description": f"{field.title}: {field.description or column.en}{unit}",
    }
    tests: list[Any] = ["not_null"] if column.is_key else []
    if column.values and field.type != "strings" and field.name not in OPEN:
        values = [str(value.value) for value in column.values]
        tests.append(_test("accepted_values", values=values, quote=field.type == "string"))
    return found | ({"data_tests": tests} if tests else {})


def _test(name: str, **arguments: Any) -> dict[str, Any]:
    return {name: {"arguments": arguments}}
