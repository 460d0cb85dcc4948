"""`juesuan check` on what convert wrote and on one file: order, formats, exit status."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from extractor.cli.commands.check import check
from extractor.cli.commands.convert import convert
from extractor.cli.failures import COLUMNS
from extractor.cli.layout import table, width
from extractor.dataset.arrow.rows import rows as rows_of
from extractor.errors import UsageError
from extractor.records import schema
from extractor.records.closed_sets import DocumentStatus
from extractor.records.rows import DocumentRow
from tests.support.datasets import dataset

PRINTED = ("d1", "P5a", "五", "fail", "92.17", "97.34", "5.17", "S5/amount", "05", "12;18", "printed", "Printed wrong.")
SMALL = ("d2", "T05-1", "行", "fail", "8.9", "9", "0.1", "208/total", "05", "12", "doubtful", "Small.")
LARGE = ("d2", "H05-total", "合计", "fail", "4", "9", "5", "grand_total/total", "05", "12", "doubtful", "Large.")
EARLY = ("d2", "T01-5", "总计", "fail", "4", "5", "1", "grand_total/amount", "01", "5", "printed", "Early.")
PASSED = ("d2", "T01-1", "合计", "pass", "5", "5", "0", "current_total/amount", "01", "5", None, None)
SKIPPED = ("d2", "T06-4", "合计", "skipped", None, None, None, "grand_total/amount", "06", "", None, "Not printed.")
NAMES = (
    "doc_id", "check_id", "check_name", "status", "expected", "actual", "difference", "scope", "tables", "pages",
    "verdict", "message",
)  # fmt: skip


def checked(folder: Path, checks: Sequence[tuple[str | None, ...]], form: str = "table") -> Result:
    """What the command says of a dataset of two documents with these checks."""
    rows = []
    for number, values in enumerate(checks):
        row: dict[str, Any] = dict.fromkeys(schema.CHECKS.names) | dict(zip(NAMES, values, strict=True))
        row |= {name: Decimal(row[name]) for name in ("expected", "actual", "difference") if row[name]}
        row |= {name: tuple((row[name] or "").split(";")) for name in ("tables", "pages")}
        rows.append(tuple((row | {"check_no": number, "currency_unit": "万元", "tolerance": Decimal("0.01")}).values()))
    documents = [DocumentRow(f"d{n}", f"{name}.pdf", DocumentStatus.OK) for n, name in ((1, "a"), (2, "b"))]
    dataset(folder, {"documents": rows_of(schema.DOCUMENTS, documents), "checks": rows})
    return CliRunner().invoke(check, [str(folder), "--format", form], catch_exceptions=False)


def test_doubtful_documents_come_first_then_pages_then_the_worst(tmp_path: Path) -> None:
    result = checked(tmp_path, [PRINTED, SMALL, LARGE, EARLY, PASSED, SKIPPED])
    assert result.exit_code == 1
    places = [result.stdout.index(w) for w in ("b.pdf: 3", "Early.", "Large.", "Small.", "a.pdf: 1", "Printed wrong.")]
    assert places == sorted(places)
    assert "5 checks tried, 4 failed in 2 documents, 2 of them doubtful." in result.stderr


def test_what_the_document_prints_is_no_error(tmp_path: Path) -> None:
    assert checked(tmp_path / "one", [PRINTED, PASSED]).exit_code == 0
    nothing = checked(tmp_path / "two", [PASSED])
    assert nothing.exit_code == 0 and nothing.stdout == ""


def test_csv_and_json_hold_the_failed_checks_alone(tmp_path: Path) -> None:
    lines = [PRINTED, PASSED, LARGE]
    written = checked(tmp_path / "csv", lines, "csv").stdout
    assert written.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(written[1:])))
    assert [(r["source_file"], r["check_id"], r["pages"]) for r in rows] == [
        ("b.pdf", "H05-total", "12"),
        ("a.pdf", "P5a", "12;18"),
    ]
    assert json.loads(checked(tmp_path / "json", lines, "json").stdout) == rows
    assert tuple(rows[0]) == COLUMNS


def test_a_run_partitioned_by_year_is_read(tmp_path: Path) -> None:
    sample = Path(__file__).parents[2] / "samples" / "street_2024.txt"
    options = ["--format", "parquet", "--partition-by", "year", "--quiet"]
    CliRunner().invoke(convert, [str(sample), "-o", str(tmp_path), *options], catch_exceptions=False)
    result = CliRunner().invoke(check, [str(tmp_path)], catch_exceptions=False)
    assert result.exit_code == 0 and "checks tried, 0 failed" in result.stderr


def test_what_is_no_run_is_refused(tmp_path: Path) -> None:
    for path, says in ((tmp_path / "nowhere", "There is no"), (tmp_path, "has no juesuan.duckdb")):
        with pytest.raises(UsageError, match=says):
            CliRunner().invoke(check, [str(path)], catch_exceptions=False)


def test_one_file_is_read_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("No accounts at all.\n", "utf-8")
    result = CliRunner().invoke(check, [str(path)], catch_exceptions=False)
    assert result.exit_code == 0 and "0 checks tried" in result.stderr and "not_a_disclosure" in result.stderr


def test_the_number_that_explains_the_failures_comes_first(tmp_path: Path) -> None:
    """(On a disclosure in which one number of table 02 was changed: 740.61.)"""
    text = (Path(__file__).parents[2] / "samples" / "street_2024.txt").read_text("utf-8")
    spoilt = tmp_path / "spoilt.txt"
    spoilt.write_text(text.replace("2010301\t行政运行\t740.61", "2010301\t行政运行\t790.61", 1), "utf-8")
    CliRunner().invoke(convert, [str(spoilt), "-o", str(tmp_path / "out"), "-j", "0"], catch_exceptions=False)
    alone, kept = (CliRunner().invoke(check, [str(p)], catch_exceptions=False) for p in (spoilt, tmp_path / "out"))
    assert alone.exit_code == kept.exit_code == 1 and alone.stdout == kept.stdout
    _, likely, *rest = alone.stdout.splitlines()
    assert (
        likely.startswith("  Likely cause: 02 2010301 行政运行 本年收入合计") and "read as 790.61万元" in alone.stdout
    )
    assert "740.61" in alone.stdout and max(map(width, rest)) <= 80
    written = tmp_path / "failed.csv"
    told = CliRunner().invoke(check, [str(spoilt), "--format", "csv", "-o", str(written)], catch_exceptions=False)
    assert told.stdout.strip() == str(written) and written.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(written.read_text("utf-8-sig"))))
    assert {(row["likely_cause"].split("/")[0], row["mended"]) for row in rows} == {("02.1", "740.61")}


@pytest.mark.parametrize("wide", [40, 80, 132])
def test_lines_keep_to_the_terminal_and_numbers_whole(wide: int) -> None:
    head = ("page", "check", "verdict", "makes", "should be", "off by", "where")
    amount = "1234567890123.45"
    rows = [("12,18", "T05-1", "doubtful", amount, amount, f"-{amount} 万元", "2080505/total@initial_budget")]
    lines = list(
        table(head, rows, ["类＝Σ款：05表 2080505 机关事业单位基本养老保险缴费支出合计不等。"], wide, {3, 4, 5})
    )
    assert max(map(width, lines)) <= wide
    assert sum(line.count(amount) for line in lines) == 3


def test_documents_that_print_what_does_not_add_up_are_counted(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "samples" / "street_2024.txt").read_text("utf-8")
    misprinted = tmp_path / "misprinted.txt"
    misprinted.write_text(text.replace("占67.46%", "占68.46%", 1), "utf-8")
    run = CliRunner().invoke(convert, [str(misprinted), "-o", str(tmp_path / "out"), "-j", "0"], catch_exceptions=False)
    assert run.exit_code == 0
    assert "1 document of these print what does not add up (see juesuan check)." in run.stderr.splitlines()
