"""A panel over many units and years comes out as it was put in, cell by cell, in every format."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest
from click.testing import CliRunner

from extractor.cli.panel import panel as panel_command
from extractor.errors import UsageError
from extractor.identity.register import read_register
from extractor.panel.build import Panel, build
from extractor.panel.request import Request
from extractor.panel.selection import select
from extractor.panel.write import write
from extractor.records import schema
from tests.support.datasets import dataset

YEARS = range(2018, 2023)
UNITS = 42
CLASSES = ("201", "207", "208", "210", "221")


@dataclass
class Output:
    """A folder as `convert` writes it, and what its panel of table 05, measure total, level 1 must be."""

    folder: Path
    register: Path
    truth: dict[tuple[str, int], dict[str, Decimal | None]] = field(default_factory=dict)
    facts: list[dict[str, Any]] = field(default_factory=list)
    documents: list[dict[str, Any]] = field(default_factory=list)
    figures: list[dict[str, Any]] = field(default_factory=list)

    def document(self, name: str, year: int, content: str = "a", **more: Any) -> dict[str, Any]:
        row = dict.fromkeys(schema.DOCUMENTS.names) | {
            "doc_id": f"{len(self.documents):016x}",
            "source_file": f"{year}/{name}{content}.pdf",
            "status": "ok",
            "unit_name": name,
            "year": year,
            "report_kind": "department_final",
            "currency_unit": "万元",
            "tables_found": ("01", "05", "07"),
            "tables_empty": ("07",),
            "tables_missing": (),
            "tables_other": (),
        }
        self.documents.append(row | more)
        return self.documents[-1]

    def fact(self, document: dict[str, Any], code: str | None, amount: str, **more: Any) -> None:
        row = dict.fromkeys(schema.FACTS.names) | {
            column: document[column] for column in ("doc_id", "source_file", "unit_name", "unit_code", "year")
        }
        row |= {"table_no": "05", "basis": "final", "measure": "total", "measure_label": "本年支出/合计"}
        row |= {"subject_code": code, "subject_kind": "function" if code else None, "subject_name": f"科目{code}"}
        row |= {"subject_level": (len(code) - 1) // 2 if code else None, "item": None if code else "grand_total"}
        row |= {"amount": Decimal(amount), "amount_yuan": Decimal(amount) * 10000, "currency_unit": "万元"}
        row |= {"page": 9, "engine": "pdfium", "check_status": "passed"}
        assert set(more) <= set(row)
        self.facts.append(row | more)

    def figure(
        self, document: dict[str, Any], concept: str, value: str | None, unit: str = "万元", **more: Any
    ) -> None:
        row = dict.fromkeys(schema.NARRATIVE.names) | {
            column: document[column] for column in ("doc_id", "source_file", "unit_name", "unit_code", "year")
        }
        number = None if value is None else Decimal(value)
        factor = {"元": 1, "万元": 10000, "亿元": 100000000}.get(unit)
        row |= {"figure": f"n{len(self.figures)}", "metric": "amount", "concept": concept, "subject": concept}
        row |= {"value": number, "value_unit": unit if value else None, "figure_year": document["year"]}
        row |= {"value_yuan": number * factor if number is not None and factor else None}
        row |= {"char_start": 0, "char_end": 1, "quote": "", "check_status": "unchecked"}
        assert set(more) <= set(row)
        self.figures.append(row | more)

    def save(self, folder: Path, *formats: str, by_year: bool = False) -> None:
        facts = [fact | {"cell": f"c{place}"} for place, fact in enumerate(self.facts)]
        rows = {"facts": facts, "documents": self.documents, "narrative": self.figures}
        dataset(folder, {n: [tuple(r.values()) for r in found] for n, found in rows.items()}, *formats, by_year=by_year)


def name_of(unit: int, year: int) -> str:
    """Unit 1 is renamed in 2020; unit 2 prints its city in even years."""
    if unit == 1 and year >= 2020:
        return "云岭县农业农村局"
    if unit == 2 and year % 2 == 0:
        return "青河市云岭县第2局"
    return "云岭县农业局" if unit == 1 else f"云岭县第{unit}局"


def fill(output: Output, document: dict[str, Any], unit: int, year: int, bias: int = 0) -> dict[str, Decimal | None]:
    """The rows of table 05 of one document; each unit leaves one class blank and has one printed 0.00."""
    cells: dict[str, Decimal | None] = {}
    total = Decimal(0)
    for place, code in enumerate(CLASSES):
        if place == unit % 5:
            cells[code] = None
            continue
        amount = (
            Decimal(0)
            if place == (unit + 1) % 5
            else Decimal(unit * 1000 + year + place + bias) / 100 + Decimal("0.07")
        )
        cells[code] = amount * 10000
        total += amount
        failed = unit == 3 and year == 2021 and code == "221"
        label = "医疗卫生与计划生育支出" if code == "210" and year == 2018 else None
        output.fact(document, code, f"{amount:.2f}", check_status="failed" if failed else "passed", subject_name=label)
        output.fact(document, code + "01", f"{amount:.2f}")
        output.fact(document, code + "01", "1.00", measure="basic")
    output.fact(document, None, f"{total:.2f}")
    return cells


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Output:
    folder = tmp_path_factory.mktemp("out")
    out = Output(folder, folder / "units.csv")
    for unit in range(1, UNITS + 1):
        for year in YEARS:
            if unit == 4 and year == 2020:  # a missing year
                continue
            if unit == 6 and year >= 2021:  # merged into unit 5
                continue
            document = out.document(name_of(unit, year), year)
            cells = fill(out, document, unit, year)
            if unit == 7 and year == 2019:  # a corrected disclosure
                corrected = out.document(name_of(unit, year), year, "b", supersedes=document["doc_id"])
                cells = fill(out, corrected, unit, year, bias=5)
            out.truth[f"{unit:06d}", year] = cells
    out.document("云岭县空表局", 2022, tables_found=("05",), tables_empty=("05",))
    out.truth["云岭县空表局", 2022] = dict.fromkeys(CLASSES)
    out.document("云岭县坏局", 2022, status="failed", error_code="encrypted")
    out.save(folder, "csv")
    lines = ["unit_code,unit_name,alias,valid_from,valid_to"]
    for unit in range(1, UNITS + 1):
        if unit == 1:
            lines += ["000001,云岭县农业局,,,2019", "000001,云岭县农业农村局,,2020,"]
        else:
            lines.append(f"{unit:06d},云岭县第{unit}局,{'青河市云岭县第2局' if unit == 2 else ''},,")
    out.register.write_text("\n".join(lines), "utf-8")
    return out


def made(output: Output, **more: Any) -> Panel:
    request = Request(**({"table": "05", "measure": "total", "level": 1} | more))
    return build(select(output.folder, request, read_register(output.register)), request)


def cells(frame: pd.DataFrame) -> dict[tuple[str, int], dict[str, Any]]:
    return {
        (row["unit"], row["year"]): {c: row[f"total_{c}"] for c in CLASSES} for row in frame.to_dict(orient="records")
    }


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


def test_columns_stand_in_the_order_of_the_table(output: Output, tmp_path: Path) -> None:
    out = Output(tmp_path, output.register)
    for year, measures in (
        (2020, ("total", "vehicle_total", "reception")),
        (2021, ("total", "abroad", "vehicle_total")),
    ):
        document = out.document("云岭县第9局", year)
        for measure in measures:
            out.fact(
                document, None, "1.50", table_no="09", item=None, measure=measure, measure_label="决算数/" + measure
            )
    out.save(tmp_path, "csv")
    panel = made(out, table="09", columns=("measure",), measure=None, level=None)
    assert panel.amounts == ("total", "abroad", "vehicle_total", "reception")
    assert panel.frame["abroad"].tolist() == [None, Decimal(15000)]


def test_csv_keeps_codes_blanks_and_decimals(output: Output, tmp_path: Path) -> None:
    path = tmp_path / "panel.csv"
    write(made(output), path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    got = {
        (r["unit"], int(r["year"])): {c: Decimal(r[f"total_{c}"]) if r[f"total_{c}"] else None for c in CLASSES}
        for r in rows
    }
    assert got == output.truth
    assert {r["total_201"] for r in rows if r["unit"] == "000004"} == {"0.00"}
    with (tmp_path / "panel.labels.csv").open(encoding="utf-8-sig", newline="") as file:
        labels = {r["column"]: r["label"] for r in csv.DictReader(file)}
    assert labels["total_210"] == "卫生健康支出 210（元）"


def test_parquet_keeps_codes_blanks_and_decimals(output: Output, tmp_path: Path) -> None:
    path = tmp_path / "panel.parquet"
    write(made(output), path)
    table = pq.read_table(path)
    assert table.schema.field("total_208").type == pa.decimal128(20, 4)
    assert table.schema.field("total_208").metadata[b"label"].decode() == "社会保障和就业支出 208（元）"
    assert cells(table.to_pandas()) == output.truth
    again = tmp_path / "again.parquet"
    write(made(output), again)
    assert path.read_bytes() == again.read_bytes()


def test_stata_keeps_codes_blanks_and_chinese_labels(output: Output, tmp_path: Path) -> None:
    path = tmp_path / "panel.dta"
    assert write(made(output), path) == [
        "Stata has no decimals: the amounts are doubles, and every one reads back as printed."
    ]
    frame = pd.read_stata(path)
    got = {
        (r["unit"], r["year"]): {
            c: None if pd.isna(r[f"total_{c}"]) else Decimal(repr(r[f"total_{c}"])) for c in CLASSES
        }
        for r in frame.to_dict(orient="records")
    }
    assert got == output.truth
    _, meta = pyreadstat.read_dta(path)
    labels = meta.column_names_to_labels
    assert labels["total_207"] == "文化旅游体育与传媒支出 207（元）" and labels["year"] == "年度"
    assert all(name.isascii() and len(label) <= 80 for name, label in labels.items())


@pytest.mark.parametrize("by_year", [False, True])
def test_the_same_panel_comes_from_parquet(output: Output, tmp_path: Path, by_year: bool) -> None:
    """Whole or partitioned by year."""
    output.save(tmp_path, "parquet", by_year=by_year)
    assert (tmp_path / "facts.parquet").exists() is not by_year
    assert cells(made(Output(tmp_path, output.register)).frame) == output.truth


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
