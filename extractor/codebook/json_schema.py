"""JSON Schema (draft 2020-12) of the rows that come out: a definition for each table, its row an object by column."""

from __future__ import annotations

from typing import Any

from extractor.codebook.book import Column, Entry

_TYPES: dict[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "strings": {"type": "array", "items": {"type": "string"}},
    "int8": {"type": "integer", "minimum": -(2**7), "maximum": 2**7 - 1},
    "int16": {"type": "integer", "minimum": -(2**15), "maximum": 2**15 - 1},
    "int32": {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1},
    "int64": {"type": "integer"},
    "float32": {"type": "number"},
    "float64": {"type": "number"},
    "decimal": {"type": "string", "pattern": r"^-?\d{1,16}(\.\d{1,4})?$"},  # text: no reader may make it a float
    "boolean": {"type": "boolean"},
}


def json_schema(book: tuple[Entry, ...]) -> dict[str, Any]:
    """The schema of an object that has the rows of each table as a list; amounts are decimal text."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "部门决算公开数据",
        "type": "object",
        "properties": {e.table.name: {"type": "array", "items": {"$ref": f"#/$defs/{e.table.name}"}} for e in book},
        "additionalProperties": False,
        "$defs": {entry.table.name: _row(entry) for entry in book},
    }


def _row(entry: Entry) -> dict[str, Any]:
    return {
        "title": entry.table.title,
        "description": f"{entry.table.description} {entry.zh}",
        "type": "object",
        "properties": {column.field.name: _property(column) for column in entry.columns},
        "required": [column.field.name for column in entry.columns],
        "additionalProperties": False,
    }


def _property(column: Column) -> dict[str, Any]:
    field = column.field
    made: dict[str, Any] = {"title": field.title, **_TYPES[field.type]}
    if field.description:
        made["description"] = field.description
    if field.values:
        made["enum"] = [*field.values]
    if not column.is_key:
        made["type"] = [made["type"], "null"]
        if field.values:
            made["enum"].append(None)
    return made
