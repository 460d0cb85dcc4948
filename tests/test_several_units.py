"""Files that hold the tables of several units: every figure under its unit, and the panel over them exact."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from extractor import convert, read
from extractor.errors import UsageError
from extractor.panel.build import build
from extractor.panel.request import Request
from extractor.panel.selection import select
from samples.generator import several


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[several.File]:
    folder = tmp_path_factory.mktemp("several")
    return [several.system(folder), several.schools(folder, by_table=True)]


def test_every_figure_is_under_its_unit(files: list[several.File]) -> None:
    for file in files:
        found = read(file.path)
        assert (found.status, found.unit_name) == ("ok", file.publisher)
        wanted = Counter((f.unit, f.coverage, f.table, f.basis, f.value) for f in file.figures)
        printed = ((f.unit_name, f.coverage or "", f.table_no, f.basis, f.amount) for f in found.facts)
        assert Counter(printed) == wanted
        assert not [check.message for check in found.checks if check.status == "fail"]


def test_the_panel_over_them_is_exact(files: list[several.File], tmp_path: Path) -> None:
    convert([file.path.parent for file in files[:1]], tmp_path / "out")
    request = Request("05", measure="total", level=1, coverage="summary")
    frame = build(select(tmp_path / "out", request), request).frame
    found = {
        (row["unit"], column.removeprefix("total_")): row[column]
        for row in frame.to_dict("records")
        for column in frame.columns
        if column.startswith("total_") and row[column] is not None
    }
    wanted: dict[tuple[str, str], Decimal] = {
        (f.unit, f.code): f.value * 10_000
        for file in files
        for f in file.figures
        if (f.table, f.measure, len(f.code)) == ("05", "total", 3) and f.coverage != "own"
    }
    assert found == wanted and len(frame) == 1 + len(several.MEMBERS) + len(several.SCHOOLS)
    with pytest.raises(UsageError, match="--coverage"):
        select(tmp_path / "out", Request("05", measure="total", level=1))
