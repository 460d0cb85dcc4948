"""A panel over many units and years comes out as it was put in, cell by cell, in every format."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from extractor.cli.commands.panel import panel as panel_command
from extractor.errors import UsageError
from extractor.identity.register import read_register
from extractor.panel.build import build
from extractor.panel.request import Request
from extractor.panel.selection import select
from tests.support.panels import CLASSES, YEARS, Output, cells, fill, made, many_units


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Output:
    return many_units(tmp_path_factory.mktemp("out"))


def test_every_cell_is_what_was_printed(output: Output) -> None:
    panel = made(output)
    assert cells(panel.frame) == output.truth
    assert panel.amounts == tuple(f"total_{c}" for c in CLASSES)
    # 42 units of 5 years and one of 1, less the missing year and the two after the merger
    assert (panel.counts.units, panel.counts.years, panel.counts.rows) == (43, tuple(YEARS), 42 * 5 - 3 + 1)
    assert (panel.counts.cells, panel.counts.blanks) == (207 * 4, 207 + 5)
    assert (panel.counts.zeros, panel.counts.failed, panel.counts.unchecked) == (207, 1, 0)
    assert any("superseded" in note and "2019/云岭县第7局a.pdf" in note for note in panel.notes)
    assert any("210 医疗卫生与计划生育支出 (from 2018), 卫生健康支出 (from 2019)" in note for note in panel.notes)
    states = dict(zip(panel.frame["unit"], panel.frame["table_state"], strict=True))
    assert (states["云岭县空表局"], states["000009"]) == ("empty", "read")


def test_only_passed_blanks_the_failed_cell_alone(output: Output) -> None:
    expected = {key: dict(value) for key, value in output.truth.items()}
    expected["000003", 2021]["221"] = None
    panel = made(output, only_passed=True)
    assert cells(panel.frame) == expected
    assert any(note.startswith("1 failed cells are left blank") for note in panel.notes)


def test_a_balanced_panel_keeps_the_units_of_every_year(output: Output) -> None:
    panel = made(output, balanced=True)
    left_out = {"000004", "000006", "云岭县空表局"}
    assert cells(panel.frame) == {key: value for key, value in output.truth.items() if key[0] not in left_out}
    assert any("3 of 43 units" in note for note in panel.notes)


def test_without_the_register_nothing_is_merged(output: Output) -> None:
    request = Request(table="05", measure="total", level=1)
    panel = build(select(output.folder, request), request)
    assert {"云岭县农业局", "云岭县农业农村局", "云岭县第2局", "青河市云岭县第2局"} <= set(panel.frame["unit"])
    assert panel.counts.rows == len(output.truth)


def test_a_register_says_where_a_unit_lies(output: Output, tmp_path: Path) -> None:
    register = tmp_path / "units.csv"
    register.write_text("unit_code,unit_name,region_code\n1,云岭县第3局,421303\n2,云岭县第4局,999999\n", "utf-8")
    request = Request(table="05", measure="total", level=1)
    frame = build(select(output.folder, request, read_register(register)), request).frame
    places = {row["unit"]: (row["province"], row["county"]) for row in frame.to_dict(orient="records")}
    assert places["1"] == ("湖北省", "曾都区")
    assert places["2"] == (None, None)


def test_the_long_form_has_a_row_for_each_printed_number(output: Output) -> None:
    panel = made(output, long=True)
    got = {(r["unit"], r["year"], r["subject_code"]): r["amount_yuan"] for r in panel.frame.to_dict(orient="records")}
    expected = {(*key, c): v for key, row in output.truth.items() for c, v in row.items() if v is not None}
    assert got == expected and len(panel.frame) == len(expected)
    every = made(output, long=True, level=None, every_level=True)
    assert set(every.frame["subject_level"]) == {1, 2}


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"level": None}, "subtotals beside their parts"),
        ({"measure": None, "level": 2}, "basic, total"),
        ({"columns": ("measure",), "measure": None}, "never adds up"),
        ({"index": ("year",)}, "put unit into --index"),
        ({"measure": "tootal"}, "choose one of basic, total"),
        ({"level": None, "every_level": True}, "needs --long"),
        ({"index": ("unit", "unit")}, "each once"),
        ({"columns": ("unit",)}, "--columns takes"),
    ],
)
def test_what_would_need_a_sum_is_refused(output: Output, more: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        made(output, **more)


def test_two_documents_of_which_none_supersedes_the_other_are_refused(output: Output, tmp_path: Path) -> None:
    twice = Output(tmp_path, output.register)
    for content in "ab":
        fill(twice, twice.document("云岭县第8局", 2020, content), 8, 2020)
    twice.save(tmp_path, "csv")
    with pytest.raises(UsageError, match=r"云岭县第8局a\.pdf and 2020/云岭县第8局b\.pdf"):
        made(twice)


def test_one_row_over_the_years(output: Output) -> None:
    panel = made(output, level=None, index=("unit",), columns=("year",), item="grand_total")
    by_unit = {row["unit"]: row for row in panel.frame.to_dict(orient="records")}
    total = sum((v for v in output.truth["000009", 2021].values() if v is not None), Decimal(0))
    assert by_unit["000009"]["total_2021"] == total
    assert by_unit["000004"]["total_2020"] is None
    assert panel.labels["total_2021"] == "2021年（元）"


def test_the_command_says_what_it_made(output: Output, tmp_path: Path) -> None:
    path = tmp_path / "panel.dta"
    arguments = [
        str(output.folder),
        "--table",
        "05",
        "--measure",
        "total",
        "--units",
        str(output.register),
        "-o",
        str(path),
    ]
    done = CliRunner().invoke(panel_command, [*arguments, "--level", "1"])
    assert done.exit_code == 0, done.output
    assert done.stdout == f"{path}\n"
    assert "43 units, 5 years (2018–2022), 208 rows; 828 cells with a number (207 of them 0), 212 blank" in done.stderr
    assert "; 1 failed a check, 0 unchecked." in done.stderr
    with pytest.raises(UsageError, match="--level"):
        CliRunner().invoke(panel_command, arguments, catch_exceptions=False)
