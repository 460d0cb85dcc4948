"""Documents read once for all tests, and the cells of gold files by their address."""

from __future__ import annotations

import csv
import functools
import json
import re
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor.document.characters import plain
from extractor.reading import Reading, read_file
from extractor.records.rows import Fact

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"
CORPUS = ROOT.parent / "shared" / "corpus"

Address = tuple[str, str, str, str, str]
Cell = tuple[Address, Decimal]

needs_corpus = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the corpus of real disclosures is not beside the project"
)


def sample_names() -> list[str]:
    """The samples, by the meta files beside their gold."""
    return sorted(p.name.removesuffix("_meta.json") for p in (SAMPLES / "gold").glob("*_meta.json"))


def sample_meta(name: str) -> dict[str, Any]:
    """What `documents` should say of a sample."""
    found: dict[str, Any] = json.loads((SAMPLES / "gold" / f"{name}_meta.json").read_text("utf-8"))
    return found


@functools.cache
def read_sample(name: str) -> Reading:
    """A sample as read."""
    return read_file(SAMPLES / sample_meta(name)["file"])


@functools.cache
def read_corpus(file: str) -> Reading:
    """A document of the corpus as read."""
    return read_file(CORPUS / file)


def _label(text: str | None) -> str:
    return re.sub(r"^[一二三四五六七八九十]+[、.]", "", plain(text or ""))


def _address(table: str, side: str, basis: str, code: str, label: str, measure: str) -> Address:
    if table in ("01", "04"):
        return table, side, basis, _label(label), measure
    if table == "09":
        return table, "", basis, "", measure
    return table, "", basis, code or _label(label), measure


def gold_cells(path: Path) -> list[Cell]:
    """The cells of a gold file of tables; `final` is the amount, and the side of 09 is its budget stage."""
    cells = []
    for row in rows(path):
        measure = "amount" if row["measure"] == "final" else row["measure"]
        basis = row.get("basis") or (row["side"] if row["table"] == "09" and row["side"] else "final")
        address = _address(row["table"], row["side"], basis, row["code"], row["label"], measure)
        cells.append((address, Decimal(row["value"].replace(",", ""))))
    return cells


def fact_cells(facts: Iterable[Fact]) -> list[Cell]:
    """The same of facts."""
    cells = []
    for f in facts:
        code = (f.subject_code or "") if f.table_no not in ("01", "04") else ""
        basis = f.basis
        address = _address(f.table_no, f.side or "", basis, code, f.row_label or "", f.measure)
        cells.append((address, f.amount))
    return cells


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
