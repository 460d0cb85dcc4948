"""The model for dbt: its sources are the schema, and it builds and passes its tests on a dataset."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from extractor import convert
from extractor.cli import cli
from tests.support.readings import ROOT, SAMPLES
from tests.support.servers import missing

# An environment of its own beside the one that runs the tests: `make test` makes it.
DBT = Path(sys.prefix).with_name(".venv-dbt") / "bin" / "dbt"


def test_the_sources_are_the_schema() -> None:
    told = CliRunner().invoke(cli, ["schema", "--format", "dbt"], catch_exceptions=False).stdout
    assert (ROOT / "dbt" / "models" / "sources.yml").read_text("utf-8") == told


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A dataset and a copy of the project beside it."""
    if not DBT.exists():
        missing("dbt is not installed (`make .venv-dbt/.ready`)")
    convert(
        [SAMPLES / "street_2024.txt", SAMPLES / "commerce_2021.txt"], tmp_path / "data", formats=("duckdb",), jobs=0
    )
    shutil.copytree(ROOT / "dbt", tmp_path / "dbt", ignore=shutil.ignore_patterns("target", "logs"))
    return tmp_path / "dbt"


def build(project: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "JUESUAN_DATA": "../data", "JUESUAN_MODELS": "models.duckdb"}
    environment.pop("PYTHONPATH", None)
    command = [str(DBT), "--no-use-colors", "build", "--profiles-dir", "."]
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, encoding="utf-8")


def test_the_models_build_and_hold_on_a_dataset(project: Path) -> None:
    done = build(project)
    assert done.returncode == 0 and "Completed successfully" in done.stdout, done.stdout[-3000:]
    with duckdb.connect(project / "models.duckdb", read_only=True) as models:
        units = models.execute("SELECT unit_name, year, income, expenditure FROM unit_years ORDER BY year").fetchall()
        shares = models.execute("SELECT sum(share) FROM expenditure_by_class GROUP BY doc_id").fetchall()
        spent = models.execute(
            "SELECT spent FROM three_public_execution WHERE measure = 'total' AND year = 2024"
        ).fetchall()
    assert [row[1] for row in units] == [2021, 2024]
    assert units[1] == ("澄州市望湖区人民政府听松街道办事处", 2024, Decimal("21709500.0000"), Decimal("21709500.0000"))
    assert all(abs(share - 1) < 1e-9 for (share,) in shares) and len(shares) == 2
    assert spent == [(pytest.approx(0.864),)]


def test_a_test_of_the_sources_finds_what_is_wrong(project: Path) -> None:
    with duckdb.connect(project.parent / "data" / "juesuan.duckdb") as dataset:
        dataset.execute("UPDATE facts SET basis = 'guessed' WHERE measure = 'basic'")
        dataset.execute(
            "UPDATE checks SET doc_id = 'nobody' WHERE check_no = 1 AND doc_id = (SELECT min(doc_id) FROM checks)"
        )
    done = build(project)
    assert done.returncode == 1
    failed = [line for line in done.stdout.splitlines() if " FAIL " in line]
    for test in ("accepted_values_juesuan_facts_basis", "belongs_to_juesuan_checks"):
        assert any(test in line for line in failed), done.stdout[-3000:]
