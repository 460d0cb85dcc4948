"""One schema, told everywhere: the records, the data package, the codebook, JSON Schema and SQL say the same."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

import duckdb
import frictionless
import jsonschema
import pytest
from click.testing import CliRunner

from extractor import convert
from extractor.cli import cli
from extractor.codebook.book import book, file, values
from extractor.codebook.json_schema import json_schema
from extractor.dataset.query import read_records
from extractor.lexicon.registries import Basis, Item, Measure, Side
from extractor.prose.patterns.pattern import Context
from extractor.records import schema
from extractor.warehouse import tables
from tests.support import disclosures


def told(form: str) -> str:
    return CliRunner().invoke(cli, ["schema", "--format", form], catch_exceptions=False).stdout


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("schema")
    (folder / "a.txt").write_text(disclosures.text(), "utf-8")
    convert([folder / "a.txt"], folder / "out", jobs=0, formats=("csv",))
    return folder / "out"


def test_codebook_package_and_json_schema_have_the_columns_of_the_records(dataset: Path) -> None:
    columns = {table.name: [*table.names] for table in schema.ALL}
    in_csv: dict[str, dict[str, None]] = {}
    for row in csv.DictReader(io.StringIO(told("csv"))):
        in_csv.setdefault(row["table"], {})[row["column"]] = None
        assert row["title_zh"] and row["title_en"]
    assert {name: [*found] for name, found in in_csv.items()} == columns
    of_rows = json.loads(told("json"))["$defs"]
    assert {name: [*row["properties"]] for name, row in of_rows.items()} == columns
    package = json.loads((dataset / "datapackage.json").read_text("utf-8"))["resources"]
    assert {r["name"]: [f["name"] for f in r["schema"]["fields"]] for r in package} == columns
    assert {r["name"]: r["schema"].get("primaryKey", []) for r in package} == {t.name: [*t.key] for t in schema.ALL}
    markdown = told("md")
    missing = [f"{t.name}.{f}" for t in schema.ALL for f in t.names if f"| `{f}` |" not in markdown]
    assert not missing and all(f"## {t.name} · {t.title}" in markdown for t in schema.ALL)


def test_the_data_package_is_valid_and_so_are_its_rows(dataset: Path, tmp_path: Path) -> None:
    """By frictionless, which reads the files: types, required values, primary and foreign keys."""
    for path in (dataset / "datapackage.json", *dataset.glob("*.csv")):
        shutil.copy(path, tmp_path)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["name", "type", "message"])
    assert report.stats["tasks"] == len(schema.ALL)
    # It does look: a row twice is no valid one.
    path = tmp_path / "facts.csv"
    path.write_text((text := path.read_text("utf-8")) + text.splitlines()[-1] + "\n", "utf-8")
    assert not frictionless.validate(str(tmp_path / "datapackage.json")).valid


def test_sql_makes_the_same_columns_with_their_types(tmp_path: Path) -> None:
    with duckdb.connect() as base:
        base.execute(";".join(tables.script(tables.DUCKDB)))
        for table in tables.ALL:
            found = {name: kind for _, name, kind, *_ in base.execute(f"PRAGMA table_info('{table.name}')").fetchall()}
            assert found == tables.kinds(table, tables.DUCKDB)
        said = base.execute(
            "SELECT comment FROM duckdb_columns() SEMI JOIN duckdb_tables() USING (table_oid) WHERE NOT internal"
        ).fetchall()
        assert said and all(comment for (comment,) in said)
    with sqlite3.connect(tmp_path / "a.sqlite") as lite:
        lite.executescript(";".join(tables.script(tables.SQLITE)))
        for table in tables.ALL:
            assert [row[1] for row in lite.execute(f"PRAGMA table_info({table.name})")] == [*table.names]
            keys = lite.execute(f"PRAGMA foreign_key_list({table.name})").fetchall()
            assert {(key[2], key[3]) for key in keys} == {(p.table, c) for p in table.parents for c in p.columns}
    lite.close()


def test_every_value_of_a_closed_set_has_its_meaning() -> None:
    for table in schema.ALL:
        for field in table.fields:
            if field.values:
                assert {v.value for v in values(table, field)} == {*field.values}, f"{table.name}.{field.name}"
    registries: dict[str, type[StrEnum]] = {"measure": Measure, "item": Item, "side": Side, "basis": Basis}
    facts = {name: {v.value for v in values(schema.FACTS, schema.FACTS.field(name))} for name in registries}
    assert facts == {name: set(registry) for name, registry in registries.items()}
    assert {v.value for v in values(schema.NARRATIVE, schema.NARRATIVE.field("context"))} == set(Context)
    meanings = [v for entry in book() for column in entry.columns for v in column.values]
    assert all(v.en and v.zh for v in meanings)


def test_the_codebook_speaks_of_columns_that_are_there() -> None:
    columns = {name for t in schema.ALL for f in t.names for name in (f, f"{t.name}.{f}")}
    assert not {*file().units, *file().values} - columns and [*file().tables] == [t.name for t in schema.ALL]


def test_what_comes_out_keeps_to_the_json_schema(dataset: Path) -> None:
    found = {t.name: read_records(dataset, t.name, t.names) for t in schema.ALL}
    rows = {
        name: [{k: str(v) if isinstance(v, Decimal) else list(v) if isinstance(v, tuple) else v for k, v in r.items()}
               for r in records[:50]]
        for name, records in found.items()
    }  # fmt: skip
    described = json_schema(book())
    jsonschema.Draft202012Validator.check_schema(described)
    jsonschema.validate(rows, described)
    rows["facts"][0]["engine"] = "magic"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(rows, described)
