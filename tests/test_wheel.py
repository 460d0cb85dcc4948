"""What is built works outside the checkout: patterns are in the wheel, and in the sdist all that a reader needs."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

from tests.support.readings import ROOT, SAMPLES


def test_the_installed_wheel_converts_a_sample(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("juesuan-*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    assert {"extractor/py.typed", "extractor/patterns/editions.yaml", "extractor/__init__.py"} <= inside
    assert {f"extractor/review/{name}" for name in ("templates/list.html", "static/review.css")} <= inside
    assert {f"extractor/evidence/{name}" for name in ("templates/sheet.html", "static/marks.css")} <= inside
    assert {"extractor/report/templates/report.html", "extractor/locale/zh_CN/LC_MESSAGES/pages.mo"} <= inside
    assert not [name for name in inside if name.startswith(("tests/", "samples/", "bench/"))]
    site = tmp_path / "site"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(site)]
    subprocess.run([*install, str(wheel)], check=True, capture_output=True)
    environment = {**os.environ, "PYTHONPATH": str(site)}
    command = [sys.executable, "-P", "-m", "extractor", "convert", str(SAMPLES / "finance_2024.pdf"), "-o", "out"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with (tmp_path / "out" / "facts.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) > 200
    where = "import extractor, extractor.knowledge as k; print(extractor.__file__, k.library())"
    told = subprocess.run(
        [sys.executable, "-P", "-c", where], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout.count(str(site)) == 2


def test_the_sdist_holds_what_a_reader_needs(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--sdist", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (sdist,) = tmp_path.glob("juesuan-*.tar.gz")
    with tarfile.open(sdist) as archive:
        inside = {name.partition("/")[2] for name in archive.getnames()}
    pages = {"README.md", "README.zh-CN.md", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE"}
    assert pages | {"pyproject.toml", "Makefile", "requirements.lock", ".pre-commit-config.yaml"} <= inside
    assert {"docs/nightly.md", "docs/windows-excel.md", "Dockerfile", ".dockerignore", "compose.yaml"} <= inside
    assert {"extractor/py.typed", "patterns/lexicon/terms.yaml", "tests/support/__init__.py"} <= inside
    assert "samples/gold/street_2024_tables.csv" in inside
    assert not [name for name in inside if "__pycache__" in name or ".venv" in name or "/out/" in name]
