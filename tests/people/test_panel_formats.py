"""A panel in every format: codes, blanks, decimals and labels come out as they were put in."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest

from extractor.panel.write import write
from tests.support.panels import CLASSES, Output, cells, made, many_units


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Output:
    return many_units(tmp_path_factory.mktemp("out"))


def test_columns_stand_in_the_order_of_the_table(output: Output, tmp_path: Path) -> None:
    out = Output(tmp_path, output.register)
    for year, measures in (
        (2020, ("total", "vehicle_total", "reception")),
        (2021, ("total", "abroad", "vehicle_total")),
    ):
        document = out.document("云岭县第9局", year)
        for measure in measures:
            out.fact(
                document, None, "1.50", table_no="09", item=None, measure=measure, measure_label="决算数/" + measure
            )
    out.save(tmp_path, "csv")
    panel = made(out, table="09", columns=("measure",), measure=None, level=None)
    assert panel.amounts == ("total", "abroad", "vehicle_total", "reception")
    assert panel.frame["abroad"].tolist() == [None, Decimal(15000)]


def test_csv_keeps_codes_blanks_and_decimals(output: Output, tmp_path: Path) -> None:
    path = tmp_path / "panel.csv"
    write(made(output), path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    got = {
        (r["unit"], int(r["year"])): {c: Decimal(r[f"total_{c}"]) if r[f"total_{c}"] else None for c in CLASSES}
        for r in rows
    }
    assert got == output.truth
    assert {r["total_201"] for r in rows if r["unit"] == "000004"} == {"0.00"}
    with (tmp_path / "panel.labels.csv").open(encoding="utf-8-sig", newline="") as file:
        labels = {r["column"]: r["label"] for r in csv.DictReader(file)}
    assert labels["total_210"] == "卫生健康支出 210（元）"


def test_parquet_keeps_codes_blanks_and_decimals(output: Output, tmp_path: Path) -> None:
    path = tmp_path / "panel.parquet"
    write(made(output), path)
    table = pq.read_table(path)
    assert table.schema.field("total_208").type == pa.decimal128(20, 4)
    assert table.schema.field("total_208").metadata[b"label"].decode() == "社会保障和就业支出 208（元）"
    assert cells(table.to_pandas()) == output.truth
    again = tmp_path / "again.parquet"
    write(made(output), again)
    assert path.read_bytes() == again.read_bytes()


def test_stata_keeps_codes_blanks_and_chinese_labels(output: Output, tmp_path: Path) -> None:
    path = tmp_path / "panel.dta"
    assert write(made(output), path) == [
        "Stata has no decimals: the amounts are doubles, and every one reads back as printed."
    ]
    frame = pd.read_stata(path)
    got = {
        (r["unit"], r["year"]): {
            c: None if pd.isna(r[f"total_{c}"]) else Decimal(repr(r[f"total_{c}"])) for c in CLASSES
        }
        for r in frame.to_dict(orient="records")
    }
    assert got == output.truth
    _, meta = pyreadstat.read_dta(path)
    labels = meta.column_names_to_labels
    assert labels["total_207"] == "文化旅游体育与传媒支出 207（元）" and labels["year"] == "年度"
    assert all(name.isascii() and len(str(label)) <= 80 for name, label in labels.items())


@pytest.mark.parametrize("by_year", [False, True])
def test_the_same_panel_comes_from_parquet(output: Output, tmp_path: Path, by_year: bool) -> None:
    """Whole or partitioned by year."""
    output.save(tmp_path, "parquet", by_year=by_year)
    assert (tmp_path / "facts.parquet").exists() is not by_year
    assert cells(made(Output(tmp_path, output.register)).frame) == output.truth
