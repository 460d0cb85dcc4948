"""Other formats of a dataset, what is pruned from it and merged into it, and what its status tells."""

from __future__ import annotations

import csv
import json
import sqlite3
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from extractor import UsageError, convert
from extractor.dataset.book import merging
from extractor.dataset.book.progress import NAME as PROGRESS
from extractor.dataset.database import NAME
from extractor.dataset.exports import as_xlsx
from extractor.dataset.opening import open_to_query
from extractor.records import schema
from tests.support import disclosures
from tests.support.datasets import juesuan


def write(folder: Path, **years: int) -> Path:
    """A folder with a disclosure of a year under each name."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, year in years.items():
        (folder / f"{name}.txt").write_text(disclosures.text().replace("2023", str(year)), "utf-8")
    return folder


def exports(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.suffix in (".csv", ".parquet", ".json")}


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    convert(write(tmp_path_factory.mktemp("in"), a=2021, b=2022, c=2021), folder, jobs=0, formats="csv")
    return folder


def table(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_every_format_says_the_same(out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert juesuan("export", out, "--format", "sqlite,xlsx", "-o", tmp_path) == 0
    assert {Path(path).name for path in capsys.readouterr().out.split()} == {"juesuan.sqlite", "juesuan.xlsx"}
    assert (out / "facts.csv").exists()  # what is exported elsewhere changes nothing here
    book = openpyxl.load_workbook(tmp_path / "juesuan.xlsx", read_only=True)
    base = sqlite3.connect(tmp_path / "juesuan.sqlite")
    assert book.sheetnames == [t.name for t in schema.ALL]
    for t in schema.ALL:
        header, *rows = table(out / f"{t.name}.csv")
        in_base = base.execute(f"SELECT * FROM {t.name}").fetchall()
        in_book = list(book[t.name].iter_rows(values_only=True))
        assert list(in_book[0]) == header and len(in_base) == len(in_book) - 1 == len(rows)
        for printed, stored, shown in zip(rows, in_base, in_book[1:], strict=True):
            for field, text, value, cell in zip(t.fields, printed, stored, shown, strict=True):
                if field.type == "decimal":
                    assert text == (value or "") and (not text or Decimal(text) == Decimal(str(cell)))
                elif field.type == "string":
                    assert isinstance(value, str | None) and isinstance(cell, str | None)


def test_what_excel_cannot_hold_is_refused(out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(as_xlsx, "MOST_ROWS", 5)
    assert juesuan("export", out, "--format", "xlsx", "-o", tmp_path) == 2
    assert not [*tmp_path.iterdir()]


def test_an_export_in_place_replaces_the_others(tmp_path: Path) -> None:
    convert(write(tmp_path / "in", a=2021), tmp_path / "out", jobs=0, formats="duckdb")
    assert juesuan("export", tmp_path / "out", "--format", "parquet", "--partition-by", "year") == 0
    assert (tmp_path / "out" / "facts" / "year=2021" / "part-0.parquet").exists()
    assert juesuan("export", tmp_path / "out", "--format", "sqlite") == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {NAME, "juesuan.sqlite"}
    assert juesuan("export", tmp_path / "none", "--format", "csv") == 2 and not (tmp_path / "none").exists()


@pytest.mark.parametrize("gone", ["a", "b", "c"])
def test_what_is_gone_is_pruned(gone: str, tmp_path: Path) -> None:
    """Also the original of a copy: the copy has its rows then."""
    folder, out = write(tmp_path / "in", a=2021, b=2022, c=2021), tmp_path / "out"
    convert(folder, out, jobs=0)
    before = exports(out)
    (folder / f"{gone}.txt").unlink()
    convert(folder, out, jobs=0)
    assert exports(out) == before
    assert juesuan("dataset", "prune", out) == 0
    convert(folder, tmp_path / "anew", jobs=0)
    assert exports(out) == exports(tmp_path / "anew")
    convert(folder, out, jobs=0)
    assert exports(out) == exports(tmp_path / "anew")


def test_what_is_gone_from_an_archive_is_pruned(tmp_path: Path) -> None:
    """The archive is still there; also where a folder has the first half of a name with # in it."""
    folder, packed, out = write(tmp_path / "in", a=2021, b=2022), tmp_path / "zip", tmp_path / "out"
    (packed / "c").mkdir(parents=True)
    hashed = (folder / "b.txt").rename(packed / "c#1.txt")
    for names in (("a.txt", "a2.txt"), ("a2.txt",)):
        with zipfile.ZipFile(packed / "x.zip", "w") as archive:
            for name in names:
                archive.writestr(name, (folder / "a.txt").read_bytes() + name.encode())
        convert(packed, out, jobs=0)
        hashed.unlink(missing_ok=True)
    assert juesuan("dataset", "prune", out) == 0
    convert(packed, tmp_path / "anew", jobs=0)
    assert exports(out) == exports(tmp_path / "anew")


def test_a_merged_dataset_is_that_of_all_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "PART", 1e-9)  # file by file, as the largest are
    one = write(tmp_path / "in" / "one", a=2021, b=2022)
    other = write(tmp_path / "in" / "other", a=2022, c=2020)  # its a.txt is the copy of b.txt, which comes after it
    convert(one, tmp_path / "1", jobs=0, formats="duckdb")
    convert(other, tmp_path / "2", jobs=0, formats="duckdb")
    convert([one, other], tmp_path / "both", jobs=0)
    for first, second in (("1", "2"), ("2", "1")):
        merged = tmp_path / f"merged{first}"
        assert juesuan("dataset", "merge", merged, tmp_path / first, tmp_path / second, "--format", "csv,parquet") == 0
        found, wanted = exports(merged), exports(tmp_path / "both")
        assert found == wanted
        assert convert([one, other], merged, jobs=0).read <= 1  # what was a copy in its own dataset, at most


def test_a_status_tells_what_is_there(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert juesuan("status", out, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["files"] == 3 and said["rows"]["documents"] == 3 and said["exports"] == ["csv"] and not said["stale"]
    assert {o["status"]: o["files"] for o in said["outcomes"]} == {"ok": 2, "duplicate": 1}
    (out / PROGRESS).write_text(
        '{"process": 999999999, "host": "elsewhere", "started": "2024-01-01T00:00:00+00:00", "updated": '
        '"2024-01-01T00:00:01+00:00", "doing": "reading", "files": 9, "done": 4, "statuses": {"ok": 4}}'
    )
    try:
        assert juesuan("status", out) == 1
        assert "The last run was cut off: 4 of 9 files (4 ok), reading" in capsys.readouterr().out
    finally:
        (out / PROGRESS).unlink()


def test_what_is_no_dataset_is_neither_pruned_nor_shown(tmp_path: Path) -> None:
    commands: list[Callable[[], int]] = [
        lambda: juesuan("dataset", "prune", tmp_path),
        lambda: juesuan("status", tmp_path),
        lambda: juesuan("dataset", "merge", tmp_path / "out", tmp_path),
    ]
    assert [command() for command in commands] == [2, 2, 2]
    with pytest.raises(UsageError):
        open_to_query(tmp_path)
