"""Files that hold the tables of several units: every figure under its unit, and the panel over them exact."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from extractor import convert, read
from extractor.classification.subjects import class_code
from extractor.errors import UsageError
from extractor.panel.build import build
from extractor.panel.request import Request
from extractor.panel.selection import select
from extractor.records.rows import Fact
from samples.generator import several, write
from tests.support.readings import SAMPLES, read_sample, rows

KEPT = [file.name for file in several.samples()]


def gold(folder: Path, name: str) -> list[dict[str, str]]:
    return rows(folder / "gold" / f"{name}_tables.csv")


def owned(facts: tuple[Fact, ...]) -> Counter[tuple[str, ...]]:
    """How often each unit has a number in a column of a table."""
    return Counter(
        (f.unit_name or "", f.coverage or "", f.table_no, f.subject_code or "", f.measure, str(f.amount)) for f in facts
    )


def wanted(found: list[dict[str, str]]) -> Counter[tuple[str, ...]]:
    def code(row: dict[str, str]) -> str:
        classes = row["table"] in ("01", "04") and row["side"] == "expenditure"
        return row["code"] or (class_code(row["label"], several.YEAR) or "" if classes else "")

    measure = {"final": "amount"}
    return Counter(
        (r["unit"], r["coverage"], r["table"], code(r), measure.get(r["measure"], r["measure"]), r["value"])
        for r in found
    )


@pytest.mark.parametrize("name", KEPT)
def test_every_figure_is_under_its_unit(name: str) -> None:
    found = read_sample(name)
    assert owned(found.facts) == wanted(gold(SAMPLES, name))
    assert not [check.message for check in found.checks if check.status == "fail"]


def test_a_file_sorted_by_unit_gives_what_one_sorted_by_table_gives(tmp_path: Path) -> None:
    found = read(write(several.render(several.SCHOOLS_BY_UNIT), tmp_path))
    assert (found.status, found.unit_name) == ("ok", several.SCHOOLS.publisher)
    assert owned(tuple(found.facts)) == wanted(gold(SAMPLES, several.SCHOOLS.name))


def test_the_panel_over_them_is_exact(tmp_path: Path) -> None:
    convert([SAMPLES / f"{name}.pdf" for name in KEPT], tmp_path / "out")
    request = Request("05", measure="total", level=1, coverage="summary")
    frame = build(select(tmp_path / "out", request), request).frame
    found = {
        (row["unit"], column.removeprefix("total_")): row[column]
        for row in frame.to_dict("records")
        for column in frame.columns
        if column.startswith("total_") and row[column] is not None
    }
    assert found == {
        (row["unit"], row["code"]): Decimal(row["value"]) * 10_000
        for name in KEPT
        for row in gold(SAMPLES, name)
        if (row["table"], row["measure"], len(row["code"])) == ("05", "total", 3) and row["coverage"] != "own"
    }
    assert len(frame) == 1 + len(several.MEMBERS) + len(several.SCHOOL_NAMES)
    with pytest.raises(UsageError, match="--coverage"):
        select(tmp_path / "out", Request("05", measure="total", level=1))
