"""What convert writes: the same bytes whatever the workers, exact amounts, formats, partitions, the data package."""

from __future__ import annotations

import csv
import hashlib
import json
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pyarrow as pa
import pyarrow.dataset as dataset
import pyarrow.parquet as parquet
import pytest
from hypothesis import given, strategies

from extractor.dataset.database import NAME
from extractor.dataset.exports.as_csv import write_csv
from extractor.dataset.exports.as_parquet import write_parquet
from extractor.dataset.opening import open_to_write
from extractor.dataset.spreadsheet import guarded
from extractor.dataset.tables import definition
from extractor.records import schema
from extractor.records.fields import Field, Type
from extractor.records.schema import Schema
from tests.support import disclosures
from tests.support.datasets import juesuan

TABLES = [s.name for s in schema.ALL]
AMOUNTS = {"12345678901234.5678", "0.10", "12345678901234.6678"}

# The parts of https://datapackage.org/profiles/2.0/datapackage.json that a package of tables must keep to.
PACKAGE = {
    "type": "object",
    "required": ["$schema", "resources"],
    "properties": {
        "$schema": {"const": "https://datapackage.org/profiles/2.0/datapackage.json"},
        "name": {"type": "string", "pattern": "^[a-z0-9._-]+$"},
        "resources": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["name", "path", "schema"],
                "properties": {
                    "name": {"type": "string", "pattern": "^[a-z0-9._-]+$"},
                    "path": {"type": "string", "pattern": "^[^/~.][^~]*$"},
                    "type": {"const": "table"},
                    "format": {"enum": ["csv", "parquet"]},
                    "mediatype": {"type": "string", "pattern": "^[^/]+/[^/]+$"},
                    "encoding": {"type": "string"},
                    "bytes": {"type": "integer"},
                    "hash": {"type": "string", "pattern": "^([^:]+:[a-fA-F0-9]+|[a-fA-F0-9]{32})$"},
                    "schema": {
                        "type": "object",
                        "required": ["fields"],
                        "properties": {
                            "$schema": {"const": "https://datapackage.org/profiles/2.0/tableschema.json"},
                            "missingValues": {"type": "array", "items": {"type": "string"}},
                            "fields": {
                                "type": "array",
                                "minItems": 1,
                                "items": {
                                    "type": "object",
                                    "required": ["name", "type"],
                                    "properties": {
                                        "name": {"type": "string"},
                                        "title": {"type": "string"},
                                        "description": {"type": "string"},
                                        "type": {"enum": ["string", "number", "integer", "list"]},
                                        "delimiter": {"type": "string"},
                                    },
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}


def convert(*arguments: object) -> int:
    """The command in this process; its exit status."""
    return juesuan("convert", *arguments)


def header(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return next(csv.reader(file))


def records(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PDF, its text of another year, a copy, and something that is none."""
    folder = tmp_path_factory.mktemp("in")
    (folder / "a.pdf").write_bytes(disclosures.pdf(disclosures.table()))
    (folder / "b.txt").write_text(disclosures.text().replace("2023", "2022"), "utf-8")
    (folder / "c.pdf").write_bytes(disclosures.pdf(disclosures.table()))
    (folder / "d.pdf").write_bytes(b"%PDF-1.4 cut")
    return folder


@pytest.fixture(scope="module")
def out(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    assert convert(inputs, "-o", folder, "-q") == 1
    return folder


def exports(folder: Path) -> dict[str, bytes]:
    """What was exported, by name."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in (".csv", ".parquet", ".json")}


def test_the_same_bytes_whatever_the_workers(inputs: Path, out: Path, tmp_path: Path) -> None:
    for jobs in (0, 4):
        convert(inputs, "-o", tmp_path / str(jobs), "-q", "-j", jobs)
        assert exports(tmp_path / str(jobs)) == exports(out)


@pytest.mark.parametrize("source", ["a.pdf", "b.txt"])
def test_no_amount_passes_through_a_float(out: Path, source: str) -> None:
    # 12345678901234.5678 has more digits than a float holds, and 0.10 keeps its zero.
    printed = {r["amount"] for r in records(out / "facts.csv") if r["source_file"] == source}
    assert printed == AMOUNTS
    table = parquet.read_table(out / "facts.parquet").to_pylist()
    amounts = [(r["amount"], r["amount_yuan"]) for r in table if r["source_file"] == source]
    assert {a for a, _ in amounts} == {Decimal(a) for a in AMOUNTS}
    assert all(isinstance(a, Decimal) and a == yuan for a, yuan in amounts)


def test_money_has_one_type(out: Path) -> None:
    for s in schema.ALL:
        arrow = parquet.read_schema(out / f"{s.name}.parquet")
        for field in s.fields:
            if field.type == "decimal":
                assert arrow.field(field.name).type == pa.decimal128(20, 4)


def test_csv_is_marked_for_excel_and_says_the_same_as_parquet(out: Path) -> None:
    for name in TABLES:
        assert (out / f"{name}.csv").read_bytes().startswith(b"\xef\xbb\xbf")
        table = parquet.read_table(out / f"{name}.parquet")
        assert header(out / f"{name}.csv") == table.column_names
        assert len(records(out / f"{name}.csv")) == table.num_rows


def test_every_type_survives_the_writing(tmp_path: Path) -> None:
    kinds = get_args(Type)
    everything = Schema("everything", "", "", tuple(Field(k, k, k) for k in kinds))
    rows: list[list[Any]] = [
        ["合计", ("01", "02"), -128, -32768, 2**31 - 1, 2**63 - 1, 0.5, 0.1, Decimal("-9999999999999999.9999"), True],
        [None] * len(kinds),
        ["", (), 127, 0, 0, 0, -1.25, 1e300, Decimal("0.00005"), False],
        ["=1+A1", ("=A()",), 0, 0, 0, 0, 0.0, 0.0, Decimal(10) ** 16, False],
        ["a\rb", ("a,b", '"'), 0, 0, 0, 0, 0.0, 0.0, Decimal("1E+2"), False],
    ]
    with open_to_write(tmp_path) as database:
        for statement in definition(everything):
            database.execute(statement)
        database.insert(everything, rows)
        database.insert(everything, [])
        write_csv(database, everything, tmp_path / "everything.csv")
        write_parquet(database, everything, tmp_path / "everything.parquet")
    read = [[*row.values()] for row in parquet.read_table(tmp_path / "everything.parquet").to_pylist()]
    rows[2][8], rows[3][8] = Decimal("0.0000"), None  # four decimals, half to even; no money is that large
    assert [[tuple(v) if isinstance(v, list) else v for v in row] for row in read] == rows
    written = [[*row.values()] for row in records(tmp_path / "everything.csv")]
    assert written[0] == [
        "合计", "01;02", "-128", "-32768", "2147483647", "9223372036854775807", "0.50", "0.1", "-9999999999999999.9999",
        "true",
    ]  # fmt: skip
    assert written[1] == [""] * len(kinds)
    assert written[3][:2] == ["'=1+A1", "'=A()"]
    assert written[3][8] == "" and written[4][:2] == ["a\rb", 'a,b;"'] and written[4][8] == "100"
    assert b'"a\rb"' in (tmp_path / "everything.csv").read_bytes()


def test_the_data_package_keeps_to_its_profile_and_to_the_files(out: Path) -> None:
    package = json.loads((out / "datapackage.json").read_text("utf-8"))
    jsonschema.validate(package, PACKAGE)
    names = [r["name"] for r in package["resources"]]
    assert len(set(names)) == len(names)
    assert {r["path"] for r in package["resources"]} == {f"{n}.{f}" for n in TABLES for f in ("csv", "parquet")}
    for resource in package["resources"]:
        path = out / resource["path"]
        columns = header(path) if path.suffix == ".csv" else parquet.read_schema(path).names
        assert [f["name"] for f in resource["schema"]["fields"]] == columns
        if "hash" in resource:
            assert resource["hash"] == f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
            assert resource["bytes"] == path.stat().st_size


def test_formats(inputs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for chosen in ("csv", "parquet", "duckdb"):
        folder = tmp_path / chosen
        assert convert(inputs / "a.pdf", "-o", folder, "--format", chosen) == 0
        files = {"datapackage.json", *(f"{n}.{chosen}" for n in TABLES)} if chosen != "duckdb" else set()
        assert {p.name for p in folder.iterdir()} == {NAME, *files}
        assert {Path(path).name for path in capsys.readouterr().out.split()} == files
    assert convert(inputs / "a.pdf", "-o", tmp_path / "no", "--format", "ods") == 2
    assert "ods" in capsys.readouterr().err


def test_an_export_of_an_earlier_state_is_not_taken_for_this_one(inputs: Path, tmp_path: Path) -> None:
    def files() -> set[str]:
        return {path.name for path in tmp_path.iterdir() if path.is_file()}

    convert(inputs / "a.pdf", "-o", tmp_path, "-q", "--partition-by", "year")
    convert(inputs / "b.txt", "-o", tmp_path, "-q", "--format", "csv")
    assert files() == {NAME, "datapackage.json", *(f"{n}.csv" for n in TABLES)}
    assert not any(path.is_dir() for path in tmp_path.iterdir())
    assert {r["source_file"] for r in records(tmp_path / "facts.csv")} == {"a.pdf", "b.txt"}
    convert(inputs / "d.pdf", "-o", tmp_path, "-q", "--format", "duckdb")
    assert files() == {NAME}


@given(
    strategies.one_of(
        strategies.text("'=+-@＝＋ \t\r\n1,.%％aA(", max_size=8), strategies.text(), strategies.decimals().map(str)
    )
)
def test_no_spreadsheet_runs_a_text(text: str) -> None:
    cell = guarded(text)
    assert cell in (text, f"'{text}")
    bare = cell.lstrip(" \u3000")
    if bare[:1] in ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n"):
        assert cell == text and bare[0] in "+-＋－"
        harmless = set(cell) <= set("+-－＋0123456789.,．，%％")  # a number or a dash
        assert harmless or not any(c.isascii() and (c.isalnum() or c in '(|!"') for c in cell)  # －其中
    if text.isalnum():
        assert cell == text


def test_partitions_by_year(inputs: Path, out: Path, tmp_path: Path) -> None:
    convert(inputs, "-o", tmp_path, "-q", "--partition-by", "year")
    assert {p.parent.name for p in (tmp_path / "facts").rglob("*.parquet")} == {"year=2022", "year=2023"}
    by_year = pa.schema([("year", pa.int16())])
    parts = dataset.dataset(tmp_path / "facts", partitioning=dataset.partitioning(by_year, flavor="hive")).to_table()
    whole = parquet.read_table(out / "facts.parquet")
    key = [("source_file", "ascending"), ("x0", "ascending"), ("top", "ascending"), ("line", "ascending")]
    key += [("measure", "ascending")]
    assert parts.select(whole.column_names).sort_by(key).equals(whole.sort_by(key))
    package = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    jsonschema.validate(package, PACKAGE)
    for resource in package["resources"]:
        if resource["format"] == "parquet":
            names = parquet.ParquetFile(tmp_path / resource["path"]).schema_arrow.names
            assert [f["name"] for f in resource["schema"]["fields"]] == names


def test_exit_status(inputs: Path, tmp_path: Path) -> None:
    assert convert(inputs / "a.pdf", "-o", tmp_path, "-q", "-j", 0) == 0
    assert convert(inputs / "a.pdf", inputs / "c.pdf", "-o", tmp_path, "-q", "-j", 0) == 0
    assert [r["status"] for r in records(tmp_path / "documents.csv")] == ["ok", "duplicate"]
    assert convert(inputs / "d.pdf", "-o", tmp_path, "-q", "-j", 0) == 1
    assert convert(inputs / "a.pdf", "-o", tmp_path, "-q", "-j", 0) == 0  # that of this run's inputs alone
    assert convert(inputs / "a.pdf", inputs / "d.pdf", "-o", tmp_path, "-q", "-j", 0) == 1
    assert convert(inputs / "missing.pdf", "-o", tmp_path, "-q") == 2
