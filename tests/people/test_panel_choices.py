"""What a panel can be asked for beside one measure of one table, and that nobody is lost on the way without a word."""

from __future__ import annotations

import csv
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyreadstat
import pytest

from extractor.cli import main
from extractor.errors import EmptyPanelError, UsageError
from extractor.identity.register import read_register
from extractor.panel.build import Panel, build
from extractor.panel.request import Request, years
from extractor.panel.selection import select
from extractor.panel.write import write
from tests.support.panels import Output


def panel(out: Output, register: Path | None = None, code: str = "unit_code", **more: Any) -> Panel:
    request = Request(**more)
    return build(select(out.folder, request, read_register(register, code) if register else None), request)


def rows(made: Panel) -> dict[str, dict[Any, Any]]:
    return {f"{row['unit']} {row['year']}": row for row in made.frame.to_dict(orient="records")}


@pytest.fixture
def three_public(tmp_path: Path) -> Output:
    """Three units with table 09: with both columns, with a budget alone, with an empty one; one that lacks it."""
    out = Output(tmp_path, tmp_path / "units.csv")
    both, budget = out.document("云岭县甲局", 2021), out.document("云岭县乙局", 2022)
    for document, bases in ((both, ("adjusted_budget", "final")), (budget, ("adjusted_budget",))):
        for basis in bases:
            for measure in ("total", "reception"):
                amount = "3.50" if basis == "final" else "4.00"
                more: dict[str, Any] = {"table_no": "09", "item": None, "measure": measure, "basis": basis}
                out.fact(document, None, amount, **more)
    out.document("云岭县丙局", 2022, tables_empty=("09",))
    out.document("云岭县丁局", 2023)
    out.save(tmp_path)
    return out


def test_columns_of_measure_and_basis_lose_no_unit(three_public: Output) -> None:
    made = panel(three_public, table="09", columns=("measure", "basis"))
    assert made.amounts == ("total_adjusted_budget", "total_final", "reception_adjusted_budget", "reception_final")
    found = rows(made)
    assert set(found) == {"云岭县甲局 2021", "云岭县乙局 2022", "云岭县丙局 2022", "云岭县丁局 2023"}
    assert found["云岭县甲局 2021"]["total_final"] == Decimal(35000)
    assert found["云岭县乙局 2022"]["total_final"] is None
    assert found["云岭县乙局 2022"]["total_adjusted_budget"] == Decimal(40000)
    assert [found[k]["table_state"] for k in ("云岭县丙局 2022", "云岭县丁局 2023")] == ["empty", "absent"]
    assert made.labels["total_final"].endswith("决算数（元）")


def test_years_are_chosen_and_a_balanced_panel_has_them_all(three_public: Output) -> None:
    assert years("2019-2021,2023") == {2019, 2020, 2021, 2023} and years("2021") == {2021}
    for text in ("2023-2019", "19-23", "2019-", "all"):
        with pytest.raises(UsageError, match="--years takes"):
            years(text)
    made = panel(three_public, table="09", columns=("measure", "basis"), years=years("2022-2023"))
    assert {key[-4:] for key in rows(made)} == {"2022", "2023"}
    with pytest.raises(EmptyPanelError, match=r"every year of 2021, 2022, 2030: no document is of 2030"):
        panel(three_public, table="09", columns=("measure", "basis"), years=years("2021-2022,2030"), balanced=True)


def test_who_has_no_number_is_named_where_he_has_no_row(three_public: Output) -> None:
    for more in ({"long": True}, {"index": ("unit", "year", "basis"), "columns": ("measure",)}):
        made = panel(three_public, **({"table": "09", "columns": ("measure", "basis")} | more))
        (note,) = [note for note in made.notes if "without a number here" in note]
        assert "云岭县丙局 2022" in note and "云岭县丁局 2023" in note


@pytest.fixture
def prose(tmp_path: Path) -> Output:
    out = Output(tmp_path, tmp_path / "units.csv")
    said = out.document("云岭县甲局", 2022)
    out.figure(said, "operating_expenses", "23.4")
    out.figure(said, "operating_expenses", "23.42")
    out.figure(said, "operating_expenses", "99.00", context="reason")
    out.figure(said, "operating_expenses", "20.00", figure_year=2021)
    out.figure(said, "operating_expenses", "-3.42", metric="change_amount", compared_with="last_year")
    out.figure(said, "operating_expenses", "-12.75", "%", metric="change_pct", compared_with="last_year")
    torn = out.document("云岭县乙局", 2022)
    out.figure(torn, "operating_expenses", "5.00")
    out.figure(torn, "operating_expenses", "6.00")
    none = out.document("云岭县丙局", 2022)
    out.figure(none, "operating_expenses", None)
    out.document("云岭县丁局", 2022)
    out.save(tmp_path)
    return out


def test_a_panel_of_the_prose(prose: Output) -> None:
    made = panel(prose, concepts=("operating_expenses",))
    found = {key: (row["operating_expenses"], row["prose_state"]) for key, row in rows(made).items()}
    assert found == {
        "云岭县甲局 2022": (Decimal("234200.00"), "read"),
        "云岭县乙局 2022": (None, "differing"),
        "云岭县丙局 2022": (None, "none"),
        "云岭县丁局 2022": (None, "absent"),
    }
    assert made.labels["operating_expenses"] == "机关运行经费（元）"
    assert any("different figures" in note and "云岭县乙局a.pdf" in note for note in made.notes)
    every = panel(prose, concepts=("operating_expenses",), columns=("metric",))
    assert every.amounts == ("amount", "change_amount", "change_pct")
    assert rows(every)["云岭县甲局 2022"]["change_pct"] == Decimal("-12.75")
    assert every.labels["change_pct"] == "增减百分比（%）"
    with pytest.raises(UsageError, match="amount, change_amount, change_pct for metric"):
        panel(prose, concepts=("operating_expenses",), metric=None)


EMPTY = [
    (("--table", "06"), "no number of table 06"),
    (("--table", "09", "--measure", "abroad"), "no measure abroad; choose one of reception, total"),
    (("--table", "09", "--columns", "measure,basis", "--years", "1999"), "there are 2021, 2022, 2023"),
    (("--table", "09", "--measure", "total", "--kind", "unit_final"), "there is department_final"),
    (("--table", "09", "--columns", "measure,basis", "--years", "2023"), "No document chosen has a number of table 09"),
    (("--table", "09", "--columns", "subject_code"), "no row with a subject_code"),
    (("--concept", "operating_expenses"), "says anything of operating_expenses"),
]


@pytest.mark.parametrize(("arguments", "why"), EMPTY)
def test_an_empty_panel_is_not_written_and_says_why(
    three_public: Output, arguments: tuple[str, ...], why: str, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    target = three_public.folder / "panel.csv"
    monkeypatch.setattr(sys, "argv", ["juesuan", "panel", str(three_public.folder), *arguments, "-o", str(target)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1 and not target.exists()
    said = capsys.readouterr()
    assert why in said.err and said.out == ""


def test_numbers_that_pass_nothing_make_no_panel(prose: Output) -> None:
    with pytest.raises(EmptyPanelError, match="passes all its checks"):
        panel(prose, concepts=("operating_expenses",), only_passed=True)


def test_documents_that_are_left_out_are_named(three_public: Output, tmp_path: Path) -> None:
    folder = tmp_path / "more"
    out = Output(folder, three_public.register, facts=three_public.facts, documents=three_public.documents)
    out.document("云岭县戊局", 2022, status="failed", error_code="encrypted")
    out.document("云岭县己局", 2022, status="not_a_disclosure")
    out.document("", 2022, unit_name=None)
    out.document("云岭县甲局", 2021, "b", supersedes=three_public.documents[0]["doc_id"])
    out.save(folder)
    notes = " ".join(panel(out, table="09", columns=("measure", "basis")).notes)
    for file in ("2022/云岭县戊局a.pdf", "2022/云岭县己局a.pdf", "2022/a.pdf", "2021/云岭县甲局a.pdf"):
        assert file in notes
    assert "1 document left out as encrypted" in notes


REGISTER = """预算单位编码,单位名称,主管部门,unit_code,alias
001001,云岭县甲局,县政府,9,
001002,云岭县乙局,,8,
"""


def test_the_columns_of_a_register_go_along(three_public: Output) -> None:
    three_public.register.write_bytes(REGISTER.encode("gb18030"))
    made = panel(three_public, three_public.register, "预算单位编码", table="09", columns=("measure", "basis"))
    found = rows(made)
    first = found["001001 2021"]
    assert (first["unit_code"], first["主管部门"], first["register_unit_code"]) == ("001001", "县政府", "9")
    assert found["001002 2022"]["主管部门"] is None
    assert any("does not have 2 units" in note and "云岭县丁局" in note for note in made.notes)
    path = three_public.folder / "panel.dta"
    notes = write(made, path)
    frame, told = pyreadstat.read_dta(path)
    (name,) = [name for name, label in told.column_names_to_labels.items() if label == "主管部门"]
    assert name.isascii() and next(iter(frame["unit"])) == "001001" and name in notes[1]
    long = panel(
        three_public, three_public.register, "预算单位编码", table="09", columns=("measure", "basis"), long=True
    )
    assert set(long.frame["主管部门"]) == {"县政府", None}


def test_codes_of_another_register_are_not_mixed_in(tmp_path: Path) -> None:
    out = Output(tmp_path, tmp_path / "units.csv")
    for name in ("云岭县甲局", "云岭县乙局"):
        out.fact(out.document(name, 2021, unit_code="001001"), "205", "1.00")
    out.save(tmp_path)
    out.register.write_text(REGISTER.splitlines()[0] + "\n001001,云岭县甲局,,,\n", "utf-8")
    assert set(rows(panel(out, out.register, "预算单位编码", table="05"))) == {"001001 2021", "云岭县乙局 2021"}


def test_a_workbook_keeps_codes_as_text(tmp_path: Path) -> None:
    out = Output(tmp_path, tmp_path / "units.csv")
    document = out.document("云岭县甲局", 2021, unit_code="001001")
    out.fact(document, "205", "0.00")
    out.fact(document, "208", "1234.56")
    out.fact(document, "210", "123456789012.4567")
    out.save(tmp_path)
    path = tmp_path / "panel.xlsx"
    made = panel(out, table="05", measure="total", level=1)
    assert write(made, path) == ["1 amount with more digits than Excel keeps, as text."]
    book = openpyxl.load_workbook(path)
    head, row = ([cell.value for cell in line] for line in book["panel"].iter_rows())
    found = dict(zip(head, row, strict=True))
    assert (found["unit"], found["unit_code"], found["year"]) == ("001001", "001001", 2021)
    assert (found["total_205"], found["total_208"], found["total_210"]) == (0, 12345600, "1234567890124567.00")
    labels = {line[0].value: line[1].value for line in book["labels"].iter_rows()}
    assert labels["total_205"] == made.labels["total_205"]
    before = path.read_bytes()
    write(made, path)
    assert path.read_bytes() == before
    long = panel(out, table="05", level=1, long=True)
    write(long, path)
    codes = pd.read_excel(path, sheet_name="panel", dtype=object)["subject_code"]
    assert list(codes) == ["205", "208", "210"]
    write(long, tmp_path / "panel.csv")
    with (tmp_path / "panel.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [r["amount_yuan"] for r in csv.DictReader(file)][:2] == ["0.00", "12345600.00"]
