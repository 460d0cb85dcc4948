"""Forty departments over five years, from the disclosures to the panel, cell by cell as the generator knows them."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from extractor import Conversion, Options, convert
from extractor.cli.commands.panel import panel as panel_command
from extractor.identity.register import read_register
from samples.generator import panel as generator


@dataclass(frozen=True)
class Converted:
    """The documents written, what came of them, and the folder of tables."""

    truth: generator.Panel
    outcome: Conversion
    out: Path
    register: Path


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Converted:
    folder = tmp_path_factory.mktemp("panel")
    truth = generator.write(folder / "downloads", paper=1)
    register = folder / "units.csv"
    truth.write_register(register)
    out = folder / "out"
    options = Options(register=read_register(register))
    done = convert(folder / "downloads", out, options, formats="parquet", jobs=2)
    return Converted(truth, done, out, register)


def test_every_document_is_read_and_keyed(converted: Converted) -> None:
    assert len({u.code for u in converted.truth.units}) >= 40
    rows = {row.source_file: row for row in converted.outcome.documents}
    assert len(rows) == len(converted.truth.publications)
    for publication in converted.truth.publications:
        row = rows[publication.file]
        assert row.status == "ok", row.error
        assert (row.unit_code, row.year) == (publication.unit_code, publication.year)


def test_the_correction_supersedes_and_nothing_is_lost(converted: Converted) -> None:
    rows = {row.source_file: row for row in converted.outcome.documents}
    (old,) = [p for p in converted.truth.publications if p.is_superseded]
    superseding = [row for row in rows.values() if row.supersedes is not None]
    assert [row.supersedes for row in superseding] == [rows[old.file].doc_id]
    assert (superseding[0].unit_code, superseding[0].year) == (old.unit_code, old.year)


@pytest.mark.parametrize(("table", "measure", "level"), [("05", "total", 1), ("03", "basic", 3), ("06", "amount", 2)])
def test_a_panel_is_what_the_generator_knows(
    converted: Converted, tmp_path: Path, table: str, measure: str, level: int
) -> None:
    wanted: dict[tuple[str, int], dict[str, Decimal]] = defaultdict(dict)
    for cell in converted.truth.cells:
        printed = "amount" if cell.measure == "final" else cell.measure
        if cell.table == table and printed == measure:
            row = wanted[cell.unit_code, cell.year]
            if len(cell.code) == 2 * level + 1:
                row[cell.code] = cell.yuan
    target = tmp_path / "panel.csv"
    arguments = ["--table", table, "--measure", measure, "--level", str(level), "--units", str(converted.register)]
    arguments += ["--index", "unit,year", "--columns", "subject_code", "-o", str(target)]
    panel_command.main([str(converted.out), *arguments], standalone_mode=False)
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {(row["unit_code"], int(row["year"])) for row in rows} == set(wanted)
    columns = {name: digits for name in rows[0] if (digits := name.rpartition("_")[2]).isdigit()}
    for line in rows:
        known = wanted[line["unit_code"], int(line["year"])]
        found = {code: Decimal(line[name]) for name, code in columns.items() if line[name]}
        # a dash that stands for zero is a zero of the data, and in no gold
        assert {c: v for c, v in found.items() if v} == {c: v for c, v in known.items() if v}
        assert {c for c, v in known.items() if not v} <= {c for c, v in found.items() if not v}
