"""`datapackage.json`: the tables described as a Frictionless Data Package (version 2), made from the schema."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from extractor import __version__
from extractor.records.fields import Field
from extractor.records.schema import Schema

_TYPES = {
    "string": {"type": "string"},
    "strings": {"type": "list", "delimiter": ";"},
    "int8": {"type": "integer"},
    "int16": {"type": "integer"},
    "int32": {"type": "integer"},
    "float32": {"type": "number"},
    "float64": {"type": "number"},
    "decimal": {"type": "number"},
}


def _field(field: Field) -> dict[str, Any]:
    described: dict[str, Any] = {"name": field.name, **_TYPES[field.type], "title": field.title}
    if field.description:
        described["description"] = field.description
    if field.values:
        described["constraints"] = {"enum": list(field.values)}
    return described


def _resource(folder: Path, schema: Schema, path: Path) -> dict[str, Any]:
    kind = path.suffix.removeprefix(".")
    relative = path.relative_to(folder).as_posix()
    name = schema.name if kind == "csv" else f"{schema.name}-parquet"
    fields = list(schema.fields)
    if "year=" in relative:  # the year stands in the path and not in the file
        name += "-" + relative.split("/")[1].removeprefix("year=").strip("_").lower().replace("_", "-")
        fields = [f for f in fields if f.name != "year"]
    table_schema: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [_field(f) for f in fields],
        "missingValues": [""],
    }
    if schema.key:
        table_schema["primaryKey"] = list(schema.key)
    resource: dict[str, Any] = {
        "name": name,
        "type": "table",
        "title": schema.title,
        "description": schema.description,
        "path": relative,
        "format": kind,
        "mediatype": "text/csv" if kind == "csv" else "application/vnd.apache.parquet",
    }
    if kind == "csv":
        resource["encoding"] = "utf-8-sig"
    if schema.name != "documents":  # its seconds differ from run to run, and so would its hash
        with path.open("rb") as file:
            resource["hash"] = f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
        resource["bytes"] = path.stat().st_size
    resource["schema"] = table_schema
    return resource


def write_datapackage(folder: Path, schemas: Sequence[Schema], paths: Mapping[str, Sequence[Path]]) -> Path:
    """Writes the description of the given files into `folder`."""
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "juesuan",
        "title": "部门决算公开数据",
        "description": "Published department final accounts as tidy data, every number with its page, box and verdict.",
        "version": __version__,
        "resources": [_resource(folder, schema, path) for schema in schemas for path in paths[schema.name]],
    }
    target = folder / "datapackage.json"
    target.write_text(json.dumps(package, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return target
