"""绩效自评表 of the samples: every indicator and every field, against what the generator knows and a golden file.

`JUESUAN_GOLDEN=write python -m pytest tests/sheets/test_performance_samples.py` writes the golden file anew.
"""

from __future__ import annotations

import csv
import functools
import json
import os
from pathlib import Path

import pytest

from extractor.audit.sheets import sheet_checks
from extractor.document.read import read_document
from extractor.tables.locate import locate
from extractor.tables.sheets.read import Performance, read_sheets
from extractor.tables.sheets.words.vocabulary import level_name

SAMPLES = Path(__file__).parents[2] / "samples"
GOLDEN = Path(__file__).parents[1] / "golden" / "performance_sheets.json"
NAMES = sorted(p.name.removesuffix("_performance.csv") for p in (SAMPLES / "gold").glob("*_performance.csv"))
_HANGING = str.maketrans("", "", "，。、；：")


@functools.cache
def result(name: str) -> Performance:
    (path,) = SAMPLES.glob(f"{name}.*")
    return read_sheets(locate(read_document(path)))


def gold(name: str, part: str) -> list[dict[str, str]]:
    with (SAMPLES / "gold" / f"{name}_{part}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def plain(value: object) -> str:
    """Punctuation may hang over the border of its cell: whose it is, is the grid's matter and tested there."""
    return "" if value is None else str(value).translate(_HANGING)


def test_samples_have_the_layouts_of_the_issue() -> None:
    assert sum((SAMPLES / f"{name}.pdf").exists() for name in NAMES) >= 4


@pytest.mark.parametrize("name", NAMES)
def test_indicators(name: str) -> None:
    rows = gold(name, "performance")
    found = [{key: plain(getattr(i, key)) for key in rows[0]} for i in result(name).indicators]
    # The generator gives levels as printed, with their weights: 产出指标(50分).
    wanted = [{k: plain(level_name(v) if "level" in k else v) for k, v in row.items()} for row in rows]
    assert found == wanted
    assert result(name).unread == ()


@pytest.mark.parametrize("name", NAMES)
def test_sheet_fields(name: str) -> None:
    """What the generator gives is found; what the sheet prints beside it is in the golden file."""
    rows = gold(name, "sheets")
    sheets = result(name).sheets
    assert [s.table_no for s in sheets] == [row["table_no"] for row in rows]
    for sheet, row in zip(sheets, rows, strict=True):
        given = {k: v for k, v in row.items() if v and k != "table_no"}
        assert {k: plain(sheet.fields.get(k)) for k in given} == {k: plain(v) for k, v in given.items()}


@pytest.mark.parametrize("name", NAMES)
def test_identities_hold(name: str) -> None:
    checks = sheet_checks(result(name).sheets, result(name).indicators)
    assert [c.message for c in checks if c.status == "fail"] == []
    assert any(c.status == "pass" for c in checks)


def test_sheet_heads_are_as_in_the_golden_file() -> None:
    found = {n: [{k: str(v) for k, v in s.fields.items()} for s in result(n).sheets] for n in NAMES}
    if os.environ.get("JUESUAN_GOLDEN") == "write":
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert found == json.loads(GOLDEN.read_text("utf-8"))
