"""What convert writes: the same bytes whatever the workers, exact amounts, formats, partitions, the data package."""

from __future__ import annotations

import csv
import hashlib
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pyarrow as pa
import pyarrow.dataset as dataset
import pyarrow.parquet as parquet
import pytest
from hypothesis import given, strategies

from extractor.cli import main
from extractor.dataset.read_back import read_records
from extractor.dataset.spreadsheet import guarded, unguarded
from extractor.dataset.writer import Store
from extractor.records import schema
from extractor.records.schema import Field, Schema
from tests.support import disclosures

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
    import sys

    before = sys.argv
    sys.argv = ["juesuan", "convert", *map(str, arguments)]
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    finally:
        sys.argv = before
    return 0


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


def test_the_same_bytes_whatever_the_workers(inputs: Path, out: Path, tmp_path: Path) -> None:
    for jobs in (0, 4):
        convert(inputs, "-o", tmp_path / str(jobs), "-q", "-j", jobs)
        for file in sorted(out.iterdir()):
            other = tmp_path / str(jobs) / file.name
            if file.stem != "documents":
                assert other.read_bytes() == file.read_bytes(), file.name
        without = [
            [{k: v for k, v in row.items() if k != "seconds"} for row in records(folder / "documents.csv")]
            for folder in (out, tmp_path / str(jobs))
        ]
        assert without[0] == without[1]


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
    kinds = ["string", "strings", "int8", "int16", "int32", "float32", "float64", "decimal"]
    everything = Schema("everything", "", "", tuple(Field(k, k, k) for k in kinds))
    rows: list[list[Any]] = [
        ["合计", ("01", "02"), -128, -32768, 2**31 - 1, 0.5, 0.1, Decimal("-9999999999999999.9999")],
        [None] * len(kinds),
        ["", (), 127, 0, 0, -1.25, 1e300, Decimal("0.00005")],
        ["=1+A1", ("=A()",), 0, 0, 0, 0.0, 0.0, Decimal(10) ** 16],
    ]
    store = Store(tmp_path, [everything], ["csv", "parquet"])
    store.write("everything", rows)
    store.write("everything", [])
    store.close()
    read = [[*row.values()] for row in parquet.read_table(tmp_path / "everything.parquet").to_pylist()]
    rows[2][7], rows[3][7] = Decimal("0.0000"), None  # four decimals, half to even; no money is that large
    assert [[tuple(v) if isinstance(v, list) else v for v in row] for row in read] == rows
    written = [[*row.values()] for row in records(tmp_path / "everything.csv")]
    assert written[0] == ["合计", "01;02", "-128", "-32768", "2147483647", "0.50", "0.1", "-9999999999999999.9999"]
    assert written[1] == [""] * len(kinds)
    assert written[3][:2] == ["'=1+A1", "'=A()"]
    assert written[3][7] == ""


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
    for chosen in ("csv", "parquet"):
        folder = tmp_path / chosen
        assert convert(inputs / "a.pdf", "-o", folder, "--format", chosen) == 0
        assert {p.name for p in folder.iterdir()} == {"datapackage.json", *(f"{n}.{chosen}" for n in TABLES)}
        assert set(capsys.readouterr().out.split()) == {str(p) for p in folder.iterdir()}
    assert convert(inputs / "a.pdf", "-o", tmp_path / "no", "--format", "xlsx") == 2
    assert "xlsx" in capsys.readouterr().err


def test_a_form_that_an_earlier_run_left_is_not_taken_for_this_runs(inputs: Path, tmp_path: Path) -> None:
    for arguments in (["--partition-by", "year"], ["--format", "csv"], ["--format", "parquet"]):
        name = "a.pdf" if "year" in arguments else "b.txt"
        convert(inputs / name, "-o", tmp_path, "-q", *arguments)
        assert {r["source_file"] for r in read_records(tmp_path, "facts", ("source_file",))} == {name}
    assert {p.name for p in tmp_path.iterdir()} == {"datapackage.json", *(f"{n}.parquet" for n in TABLES)}


@given(
    strategies.one_of(
        strategies.text("'=+-@＝＋ \t\r\n1,.%％aA(", max_size=8), strategies.text(), strategies.decimals().map(str)
    )
)
def test_no_spreadsheet_runs_a_text(text: str) -> None:
    cell = guarded(text)
    assert unguarded(cell) == text
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
    convert(inputs / "b.txt", "-o", tmp_path, "-q", "--partition-by", "year")
    assert {p.parent.name for p in (tmp_path / "facts").rglob("*.parquet")} == {"year=2022"}


def test_exit_status(inputs: Path, tmp_path: Path) -> None:
    assert convert(inputs / "a.pdf", "-o", tmp_path, "-q", "-j", 0) == 0
    assert convert(inputs / "a.pdf", inputs / "c.pdf", "-o", tmp_path, "-q", "-j", 0) == 0
    assert [r["status"] for r in records(tmp_path / "documents.csv")] == ["ok", "duplicate"]
    assert convert(inputs / "a.pdf", inputs / "d.pdf", "-o", tmp_path, "-q", "-j", 0) == 1
    assert convert(inputs / "missing.pdf", "-o", tmp_path, "-q") == 2
