"""`juesuan check` on what convert wrote and on one file: order, formats, exit status."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from extractor.cli.check import COLUMNS, check
from extractor.cli.convert import convert
from extractor.errors import UsageError

DOCUMENTS = "doc_id,source_file\nd1,a.pdf\nd2,b.pdf\n"
HEAD = ",".join(COLUMNS[1:])
PRINTED = "d1,P5a,五,fail,92.17,97.34,5.17,0.01,万元,S5/amount,05,12;18,printed,Printed wrong."
SMALL = "d2,T05-1,行,fail,8.9,9,0.1,0.01,万元,208/total,05,12,doubtful,Small."
LARGE = "d2,H05-total,合计,fail,4,9,5,0.01,万元,grand_total/total,05,12,doubtful,Large."
EARLY = "d2,T01-5,总计,fail,4,5,1,0,万元,grand_total/amount,01,5,printed,Early."
PASSED = "d2,T01-1,合计,pass,5,5,0,0.01,万元,current_total/amount,01,5,,"
SKIPPED = "d2,T06-4,合计,skipped,,,,,,grand_total/amount,06,,,Not printed."


@pytest.fixture
def run(tmp_path: Path) -> Path:
    (tmp_path / "documents.csv").write_text(DOCUMENTS, "utf-8-sig")
    return tmp_path


def checked(folder: Path, lines: list[str], form: str = "table") -> Result:
    (folder / "checks.csv").write_text("\n".join([HEAD, *lines]) + "\n", "utf-8-sig")
    return CliRunner().invoke(check, [str(folder), "--format", form], catch_exceptions=False)


def test_doubtful_documents_come_first_then_pages_then_the_worst(run: Path) -> None:
    result = checked(run, [PRINTED, SMALL, LARGE, EARLY, PASSED, SKIPPED])
    assert result.exit_code == 1
    places = [result.stdout.index(w) for w in ("b.pdf: 3", "Early.", "Large.", "Small.", "a.pdf: 1", "Printed wrong.")]
    assert places == sorted(places)
    assert "5 checks tried, 4 failed in 2 documents, 2 of them doubtful." in result.stderr


def test_what_the_document_prints_is_no_error(run: Path) -> None:
    assert checked(run, [PRINTED, PASSED]).exit_code == 0
    nothing = checked(run, [PASSED])
    assert nothing.exit_code == 0 and nothing.stdout == ""


def test_csv_and_json_hold_the_failed_checks_alone(run: Path) -> None:
    lines = [PRINTED, PASSED, LARGE]
    rows = list(csv.DictReader(io.StringIO(checked(run, lines, "csv").stdout)))
    assert [(r["source_file"], r["check_id"], r["pages"]) for r in rows] == [
        ("b.pdf", "H05-total", "12"),
        ("a.pdf", "P5a", "12;18"),
    ]
    assert json.loads(checked(run, lines, "json").stdout) == rows
    assert tuple(rows[0]) == COLUMNS


def test_parquet_alone_is_read(run: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as parquet

    checks = [dict(zip(HEAD.split(","), line.split(","), strict=True)) for line in (LARGE, PASSED)]
    table = pa.Table.from_pylist([{**row, "pages": [int(row["pages"])], "tables": [row["tables"]]} for row in checks])
    parquet.write_table(table, run / "checks.parquet")
    result = CliRunner().invoke(check, [str(run), "--format", "json"])
    assert result.exit_code == 1 and [r["pages"] for r in json.loads(result.stdout)] == ["12"]


def test_a_run_partitioned_by_year_is_read(tmp_path: Path) -> None:
    sample = Path(__file__).parents[1] / "samples" / "street_2024.txt"
    options = ["--format", "parquet", "--partition-by", "year", "--quiet"]
    CliRunner().invoke(convert, [str(sample), "-o", str(tmp_path), *options], catch_exceptions=False)
    result = CliRunner().invoke(check, [str(tmp_path)], catch_exceptions=False)
    assert result.exit_code == 0 and "checks tried, 0 failed" in result.stderr


def test_what_is_no_run_is_refused(tmp_path: Path) -> None:
    for path, says in ((tmp_path / "nowhere", "There is no"), (tmp_path, "neither documents.parquet nor")):
        with pytest.raises(UsageError, match=says):
            CliRunner().invoke(check, [str(path)], catch_exceptions=False)


def test_one_file_is_read_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("No accounts at all.\n", "utf-8")
    result = CliRunner().invoke(check, [str(path)], catch_exceptions=False)
    assert result.exit_code == 0 and "0 checks tried" in result.stderr and "not_a_disclosure" in result.stderr
