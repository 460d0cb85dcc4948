"""A dataset of many units and years, and what its panel must be."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from extractor.identity.register import read_register
from extractor.panel.build import Panel, build
from extractor.panel.request import Request
from extractor.panel.selection import select
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


def many_units(folder: Path) -> Output:
    """Units over the years, one renamed, one with a year missing, one merged into another, one corrected."""
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
    """The panel of table 05, measure total, level 1, or as `more` says."""
    asked: dict[str, Any] = {"table": "05", "measure": "total", "level": 1, **more}
    request = Request(**asked)
    return build(select(output.folder, request, read_register(output.register)), request)


def cells(frame: pd.DataFrame) -> dict[tuple[str, int], dict[str, Any]]:
    """The cells of a wide panel, by unit and year."""
    return {
        (row["unit"], row["year"]): {c: row[f"total_{c}"] for c in CLASSES} for row in frame.to_dict(orient="records")
    }
