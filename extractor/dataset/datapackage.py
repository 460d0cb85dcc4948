"""`datapackage.json`: the tables described as a Frictionless Data Package (version 2), made from the schema."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec import Struct

from extractor import __version__
from extractor.dataset.tables import VERSION
from extractor.document import content_hash
from extractor.records.fields import Field
from extractor.records.schema import Schema

NAME = "datapackage.json"
_TYPES = {
    "string": {"type": "string"},
    "strings": {"type": "list", "delimiter": ";"},
    "int8": {"type": "integer"},
    "int16": {"type": "integer"},
    "int32": {"type": "integer"},
    "int64": {"type": "integer"},
    "float32": {"type": "number"},
    "float64": {"type": "number"},
    "decimal": {"type": "number"},
    "boolean": {"type": "boolean"},
}
_MEDIA = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
# Official documents are under no copyright, and the rows say nothing else: whoever publishes a dataset may say more.
_LICENCE = {
    "name": "CC0-1.0",
    "title": "Creative Commons Zero v1.0 Universal",
    "path": "https://creativecommons.org/publicdomain/zero/1.0/",
}


class Resource(Struct, frozen=True):
    """A file that holds a table, or one year of it; its path is relative to the package."""

    table: Schema
    path: PurePosixPath

    @property
    def of_a_year(self) -> str:
        """What its name says of its year: `year=2024`; nothing where it holds them all."""
        return self.path.parent.name

    @property
    def format(self) -> str:
        return self.path.suffix.removeprefix(".")

    @property
    def name(self) -> str:
        """Unique in the package; the CSV file of a table has the table's."""
        year = self.of_a_year.removeprefix("year=").strip("_").lower().replace("_", "-")
        parts = [self.table.name, *([] if self.format == "csv" else [self.format]), *([year] if year else [])]
        return "-".join(parts)


def _field(field: Field) -> dict[str, Any]:
    described: dict[str, Any] = {"name": field.name, **_TYPES[field.type], "title": field.title}
    if field.description:
        described["description"] = field.description
    if field.values:
        described["constraints"] = {"enum": list(field.values)}
    return described


def _described(folder: Path, resource: Resource, names: dict[tuple[str, str], str]) -> dict[str, Any]:
    table = resource.table
    fields = [f for f in table.fields if not (resource.of_a_year and f.name == "year")]  # it stands in the path
    table_schema: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [_field(f) for f in fields],
        "missingValues": [""],
    }
    if table.key:
        table_schema["primaryKey"] = list(table.key)
    parents = [(p, names.get((p.table, resource.format))) for p in table.parents]
    if links := [
        {"fields": list(p.columns), "reference": {"resource": name, "fields": list(p.columns)}}
        for p, name in parents
        if name is not None
    ]:
        table_schema["foreignKeys"] = links
    path = folder / resource.path
    described: dict[str, Any] = {
        "name": resource.name,
        "type": "table",
        "title": table.title,
        "description": table.description,
        "path": resource.path.as_posix(),
        "format": resource.format,
        "mediatype": _MEDIA[resource.format],
    }
    if resource.format == "csv":
        described["encoding"] = "utf-8-sig"
    return {
        **described,
        "hash": f"sha256:{content_hash.of_file(path)}",
        "bytes": path.stat().st_size,
        "schema": table_schema,
    }


def write_datapackage(folder: Path, resources: Sequence[Resource]) -> Path:
    """Writes the description of the files in `folder`, each with its hash."""
    names = {(r.table.name, r.format): r.name for r in resources if not r.of_a_year}
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "juesuan",
        "title": "部门决算公开数据",
        "description": "Published department final accounts as tidy data, every number with its page, box and verdict.",
        "version": f"{__version__}+schema{VERSION}",
        "licenses": [_LICENCE],
        "resources": [_described(folder, resource, names) for resource in resources],
    }
    target = folder / NAME
    target.write_text(json.dumps(package, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return target
