"""The samples: the same bytes on every run, and gold that keeps the accounts' identities as real disclosures do."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest

from samples.generator import generate, panel, render, several, write
from samples.generator.catalogue import samples
from samples.generator.disclosure import PAPERLESS

FOLDER = Path(__file__).parents[1] / "samples"
NAMES = [sample.name for sample in samples()]
PLACED = [sample.name for sample in samples() if sample.kind in ("pdf", "txt")]  # their prose has pages or lines
HALF = Decimal("0.005")
FUNDS = {
    "general": "一般公共预算财政拨款",
    "gov_fund": "政府性基金预算财政拨款",
    "state_capital": "国有资本经营预算财政拨款",
}
SOURCES = {
    "superior_subsidy": "上级补助收入", "business": "事业收入", "operating": "经营收入",
    "affiliated_remittance": "附属单位上缴收入", "other": "其他收入",
}  # fmt: skip
NATURES = ("basic", "project", "remit_to_superior", "operating", "subsidy_to_affiliated")


class Gold:
    """The printed figures of a sample; what is not printed counts as zero, as in any sum of a table."""

    def __init__(self, rows: Iterable[dict[str, str]]) -> None:
        self.cells: defaultdict[tuple[str, str, str, str], list[Decimal]] = defaultdict(list)
        for row in rows:
            label = re.sub(r"^[一二三四五六七八九十]+、", "", row["label"])
            key = (row["table"], row["side"], row["code"] or label, row["measure"])
            self.cells[key].append(Decimal(row["value"]))
        self.tables = {table for table, *_ in self.cells}
        self.faults: list[str] = []

    def at(self, table: str, key: str, measure: str = "final", side: str = "", place: int = 0) -> Decimal:
        values = self.cells.get((table, side, key, measure), [])
        return values[place] if place < len(values) else Decimal(0)

    def keys(self, table: str, side: str = "") -> list[str]:
        return list(dict.fromkeys(k for t, s, k, _ in self.cells if (t, s) == (table, side)))

    def equal(self, name: str, total: Decimal, parts: Iterable[Decimal]) -> None:
        """Σ parts = total, each figure standing for itself ± half of its last place."""
        addends = [p for p in parts if p]
        if abs(total - sum(addends)) > HALF * (len(addends) + 1):
            self.faults.append(f"{name}: {total} ≠ Σ {addends}")

    def within(self, name: str, part: Decimal, whole: Decimal) -> None:
        if part - whole > 2 * HALF:
            self.faults.append(f"{name}: {part} > {whole}")


def fund_figures(g: Gold, fund: str, year: int) -> tuple[Decimal, Decimal]:
    """Income and opening balance of a fund in table 04, whose two lines bear one label."""
    values = g.cells.get(("04", "income", FUNDS[fund], "final"), [])
    income_01 = g.at("01", f"{FUNDS[fund]}收入", side="income")
    if len(values) == 2:
        return values[0], values[1]
    if not values:
        return Decimal(0), Decimal(0)
    is_income = year <= 2018 or values[0] == income_01
    return (values[0], Decimal(0)) if is_income else (Decimal(0), values[0])


def check_summary(g: Gold) -> None:
    """T01 within itself."""
    side = "income"
    listed = [k for k in g.keys("01", side) if k.endswith("收入")]
    g.equal("T01-1", g.at("01", "本年收入合计", side=side), [g.at("01", k, side=side) for k in listed])
    surplus = [k for k in g.keys("01", side) if k.startswith(("使用非财政拨款结余", "用事业基金"))]
    parts = ["本年收入合计", *surplus, "年初结转和结余"]
    g.equal("T01-3", g.at("01", "总计", side=side), [g.at("01", k, side=side) for k in parts])
    side = "expenditure"
    listed = [k for k in g.keys("01", side) if k.endswith("支出")]
    g.equal("T01-2", g.at("01", "本年支出合计", side=side), [g.at("01", k, side=side) for k in listed])
    parts = ["本年支出合计", "结余分配", "年末结转和结余"]
    g.equal("T01-4", g.at("01", "总计", side=side), [g.at("01", k, side=side) for k in parts])
    g.equal("T01-5", g.at("01", "总计", side="income"), [g.at("01", "总计", side=side)])


def check_rows(g: Gold, table: str, columns: Iterable[str]) -> None:
    """H0n: 类=Σ款, 款=Σ项, 合计=Σ类 in every column; 合计, 基本, 项目 and the others across each row."""
    codes = [k for k in g.keys(table) if k.isdigit()]
    for column in columns:
        g.equal(f"H{table} 合计", g.at(table, "合计", column), [g.at(table, c, column) for c in codes if len(c) == 3])
        for code in codes:
            if len(code) < 7:
                parts = [g.at(table, c, column) for c in codes if len(c) == len(code) + 2 and c.startswith(code)]
                g.equal(f"H{table} {code}", g.at(table, code, column), parts)
    across = ["appropriation", *SOURCES] if table == "02" else NATURES
    for key in ["合计", *codes]:
        g.equal(f"T{table} {key}", g.at(table, key, "total"), [g.at(table, key, c) for c in across])
        if table in ("07", "08") and g.at(table, key, "income"):
            spent = [g.at(table, key, "opening_balance"), g.at(table, key, "income"), -g.at(table, key, "total")]
            g.equal(f"T{table}-1 {key}", g.at(table, key, "closing_balance"), spent)


def check_fiscal(g: Gold, year: int) -> None:
    """T04 within itself and against T01 and T02."""
    figures = {f: fund_figures(g, f, year) for f in FUNDS}
    income = g.at("04", "本年收入合计", side="income")
    opening = g.at("04", "年初财政拨款结转和结余", side="income")
    g.equal("T04-1", income, [i for i, _ in figures.values()])
    g.equal("T04-2", opening, [o for _, o in figures.values()])
    g.equal("T04-3", g.at("04", "总计", side="income"), [income, opening])
    side = "expenditure"
    for key in g.keys("04", side):
        g.equal(f"T04-4 {key}", g.at("04", key, "total", side), [g.at("04", key, f, side) for f in FUNDS])
        if key.endswith("支出"):
            g.within(f"X0104-4 {key}", g.at("04", key, "total", side), g.at("01", key, side=side))
    for measure in ("total", *FUNDS):
        classes = [g.at("04", k, measure, side) for k in g.keys("04", side) if k.endswith("支出")]
        spent = g.at("04", "本年支出合计", measure, side)
        closing = g.at("04", "年末财政拨款结转和结余", measure, side)
        g.equal(f"T04-5 {measure}", spent, classes)
        g.equal(f"T04-6 {measure}", g.at("04", "总计", measure, side), [spent, closing])
        if measure in figures:
            g.equal(f"T04-8 {measure}", sum(figures[measure], Decimal(0)), [spent, closing])
    g.equal("T04-7", g.at("04", "总计", side="income"), [g.at("04", "总计", "total", side)])
    g.equal("X0204", income, [g.at("02", "合计", "appropriation")])
    if year >= 2019:
        for fund, (amount, _) in figures.items():
            g.equal(f"X0104-1 {fund}", amount, [g.at("01", f"{FUNDS[fund]}收入", side="income")])


def check_between(g: Gold) -> None:
    """What 01, 02, 03, 05, 07 and 08 say of the same money."""
    g.equal("X0102-1", g.at("02", "合计", "total"), [g.at("01", "本年收入合计", side="income")])
    for measure, label in SOURCES.items():
        g.equal(f"X0102-3 {label}", g.at("02", "合计", measure), [g.at("01", label, side="income")])
    g.equal("X0103-1", g.at("03", "合计", "total"), [g.at("01", "本年支出合计", side="expenditure")])
    for table, fund in (("05", "general"), ("07", "gov_fund"), ("08", "state_capital")):
        if table in g.tables:
            spent = g.at("04", "本年支出合计", fund, "expenditure")
            g.equal(f"X04{table}", g.at(table, "合计", "total"), [spent])
    for key in g.keys("05"):
        for column in ("total", "basic", "project"):
            g.within(f"X0305 {key} {column}", g.at("05", key, column), g.at("03", key, column))


def check_economic(g: Gold) -> None:
    """T06 and what hangs on it: 05's basic spending, 09's items."""
    codes = [k for k in g.keys("06") if k.isdigit()]
    for code in (c for c in codes if len(c) == 3):
        parts = [g.at("06", c) for c in codes if len(c) == 5 and c.startswith(code)]
        g.equal(f"T06-1 {code}", g.at("06", code), parts)
    people = [g.at("06", c) for c in ("301", "303")]
    running = [g.at("06", c) for c in codes if len(c) == 3 and c not in ("301", "303")]
    if g.at("06", "人员经费合计"):
        g.equal("T06-2", g.at("06", "人员经费合计"), people)
        g.equal("T06-3", g.at("06", "公用经费合计"), running)
    g.equal("X0506", g.at("05", "合计", "basic"), [*people, *running])
    for code, measure in (("30212", "abroad"), ("30217", "reception"), ("30231", "vehicle_operation")):
        if "09" in g.tables:
            g.within(f"X0906 {code}", g.at("06", code), g.at("09", "", measure, "final"))


def check_three_public(g: Gold) -> None:
    for side in ("adjusted_budget", "final"):
        parts = [g.at("09", "", m, side) for m in ("abroad", "vehicle_total", "reception")]
        g.equal(f"T09-1 {side}", g.at("09", "", "total", side), parts)
        cars = [g.at("09", "", m, side) for m in ("vehicle_purchase", "vehicle_operation")]
        g.equal(f"T09-2 {side}", g.at("09", "", "vehicle_total", side), cars)


def printings(gold: Path) -> list[Gold]:
    """The sets of tables of a gold file: one, or two where a document prints all of them twice."""
    sets: list[list[dict[str, str]]] = []
    last = ""
    with gold.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["table"] == "01" != last:
                sets.append([])
            sets[-1].append(row)
            last = row["table"]
    return [Gold(rows) for rows in sets]


def faults(gold: Path, year: int) -> list[str]:
    return [fault for g in printings(gold) for fault in faults_of(g, year)]


def faults_of(g: Gold, year: int) -> list[str]:
    check_summary(g)
    check_rows(g, "02", ("total", "appropriation", *SOURCES))
    for table in ("03", "05", "07", "08"):
        check_rows(g, table, ("total", *NATURES))
    check_fiscal(g, year)
    check_between(g)
    if "06" in g.tables:
        check_economic(g)
    check_three_public(g)
    return g.faults


def test_the_same_bytes_again(tmp_path: Path) -> None:
    for sample in samples():
        write(render(sample), tmp_path)
    for file in several.samples():
        write(several.render(file), tmp_path)
    made = {p.relative_to(tmp_path): p.read_bytes() for p in tmp_path.rglob("*.*")}
    kinds = ("pdf", "txt", *PAPERLESS)
    kept = [*(p for kind in kinds for p in FOLDER.glob(f"*.{kind}")), *(FOLDER / "gold").iterdir()]
    assert made == {p.relative_to(FOLDER): p.read_bytes() for p in kept}


@pytest.mark.parametrize("name", NAMES)
def test_gold_keeps_the_identities(name: str) -> None:
    year = int(name[-4:])
    assert faults(FOLDER / "gold" / f"{name}_tables.csv", year) == []


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_seed_keeps_the_identities(tmp_path: Path, seed: int) -> None:
    for name in ("street_2024", "commerce_2021"):
        generate(name, seed, tmp_path)
        assert faults(tmp_path / "gold" / f"{name}_tables.csv", int(name[-4:])) == []


def test_a_wrong_digit_is_a_fault(tmp_path: Path) -> None:
    text = (FOLDER / "gold" / "forestry_2023_tables.csv").read_text("utf-8")
    value = re.search(r"^05,,2130201,行政运行,basic,(\d+)\.", text, re.M)
    assert value is not None
    place = value.start(1)
    broken = tmp_path / "tables.csv"
    broken.write_text(text[:place] + str((int(text[place]) + 1) % 10) + text[place + 1 :], "utf-8")
    assert any("2130201" in f or "21302" in f for f in faults(broken, 2023))


@pytest.mark.parametrize("name", PLACED)
def test_every_figure_of_the_prose_stands_where_gold_says(name: str) -> None:
    pdf = FOLDER / f"{name}.pdf"
    if pdf.exists():
        document = pypdfium2.PdfDocument(pdf)
        places = ["".join(page.get_textpage().get_text_range().split()) for page in document]
        document.close()
    else:
        places = [line.replace(" ", "") for line in (FOLDER / f"{name}.txt").read_text("utf-8").split("\n")]
    with (FOLDER / "gold" / f"{name}_prose.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) > 50
    for row in rows:
        printed = row["value"].lstrip("-")
        assert not printed or printed in places[int(row["page"]) - 1].replace(",", ""), row


def test_scores_of_a_sheet_add_up() -> None:
    for path in (FOLDER / "gold").glob("*_performance.csv"):
        with path.open(encoding="utf-8", newline="") as lines:
            rows = [r for r in csv.DictReader(lines) if r["score_full"]]
        sums: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for row in rows:
            assert Decimal(row["score"]) <= Decimal(row["score_full"])
            sums[row["table_no"], row["project_name"]] += Decimal(row["score_full"])
        assert set(sums.values()) <= {Decimal(90)}


def test_meta_names_the_tables() -> None:
    for name in NAMES:
        meta = json.loads((FOLDER / "gold" / f"{name}_meta.json").read_text("utf-8"))
        printed = {t for g in printings(FOLDER / "gold" / f"{name}_tables.csv") for t in g.tables}
        assert printed == {t for t in meta["tables_found"] if t.isdigit()} - set(meta["tables_empty"])


def test_panel_has_what_makes_panels_hard(tmp_path: Path) -> None:
    made = panel.write(tmp_path, departments=16, years=range(2019, 2023))
    assert len({p.file for p in made.publications}) == len(list(tmp_path.iterdir())) == len(made.publications)
    corrected = [p for p in made.publications if (p.unit_code, p.year) == ("330007", 2021)]
    assert [p.is_superseded for p in corrected] == [True, False]
    assert corrected[0].cells != corrected[1].cells
    assert not [p for p in made.publications if (p.unit_code, p.year) == ("330014", 2020)]
    merged = {p.unit_code for p in made.publications if p.year == 2022}
    assert "330016" in merged
    assert not {"330011", "330012"} & merged
    names = {c.label for c in made.cells if c.code == "20805"}
    assert names == {"行政事业单位离退休", "行政事业单位养老支出"}
    assert len({p.unit_name for p in made.publications if p.unit_code == "330003"}) == 2
