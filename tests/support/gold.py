"""Gold cells and gold figures as the facts and figures that a faultless reading would give.

Gold tables have the columns table,side,code,label,measure,value; gold prose section,metric,subject,value,unit,page.
The amounts keep their printed decimals.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractor.classification.subjects import class_code
from extractor.identity.model import Coverage
from extractor.lexicon.files import items
from extractor.lexicon.labels import bare_label, item_of
from extractor.records.closed_sets import EngineName, Metric
from extractor.records.currency import in_yuan
from extractor.records.rows import Fact, Figure

KEPT = (
    "amount",
    "initial_budget",
    "adjusted_budget",
    "completion_pct",
    "share_pct",
    "change_amount",
    "change_pct",
    "score",
)
METRICS = {name: name for name in KEPT} | {
    "yoy_change_amount": "change_amount", "yoy_change_pct": "change_pct",
    "avg_score": "score", "persons": "count", "batches": "count", "project_count": "count", "problem_count": "count",
    "reserved_budget": "adjusted_budget", "budget_amount": "adjusted_budget",
}  # fmt: skip
# Sections of the standard outline by what their title says; the first that fits decides.
SECTIONS = (
    ("三公", 9), ("机关运行", 10), ("政府采购", 11), ("国有资产", 12), ("绩效", 13), ("专项支出", 14),
    ("政府性基金", 7), ("国有资本", 8), ("基本支出", 6), ("一般公共预算财政拨款支出", 5), ("财政拨款收入支出", 4),
    ("收入支出决算总体", 1), ("收入决算", 2), ("支出决算", 3),
)  # fmt: skip


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _item(table: str, side: str, label: str) -> str | None:
    if table == "09":
        return None
    rows = f"{table}.{side}" if table in ("01", "04") else "06" if table == "06" else "coded"
    found = item_of(rows, bare_label(label))
    return found.item if found else None


def meta_of(tables: Path) -> dict[str, Any]:
    """What is known of the document of a gold file of tables: unit, year, empty tables."""
    path = tables.with_name(tables.name.replace("_tables.csv", "_meta.json"))
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def facts_of(path: Path, engine: str = "text") -> tuple[Fact, ...]:
    """The facts of a gold file; rows count up over all tables, a page is given to each table, a name to each cell.

    With a cell that comes again another printing of its table begins. In a file of several units each has its set.
    """
    meta = meta_of(path)
    year, unit = meta.get("year"), meta.get("currency_unit", "万元")
    facts: list[Fact] = []
    opening = {str(own): str(under) for own, under in items().opening.items()}
    under: str | None = None
    rows: dict[tuple[str, ...], int] = {}
    seen: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    printings: Counter[tuple[str, ...]] = Counter()
    sets: dict[tuple[str, str], int] = {}
    for row in _rows(path):
        owner = row.get("unit", ""), row.get("coverage", "")
        set_no = sets.setdefault(owner, len(sets) + 1) if owner[0] else 0
        table, side, code, label = row["table"], row["side"], row["code"] or None, row["label"]
        item = None if code else _item(table, side, label)
        parent = None
        under = under if table == "04" else None
        if table == "04" and side == "income":
            if item == "opening_balance":
                under = label
            elif under and item in opening:
                item, parent = opening[item], under
        if table in ("01", "04") and side == "expenditure" and item is None:
            code = class_code(label, year)
        basis = side if table == "09" and side else "final"
        basis = "adjusted_budget" if basis == "budget" else basis
        place = (*owner, table, side if table != "09" else "", code or label, item or "")
        number = rows.setdefault(place, len(rows) + 1)
        cell = (*place, basis, row["measure"])
        printed = (*owner, table)
        if cell in seen.setdefault(printed, set()):
            seen[printed].clear()
            printings[printed] += 1
        seen[printed].add(cell)
        amount = Decimal(row["value"].replace(",", ""))
        facts.append(
            Fact(
                table, None, side if table in ("01", "04") else None, basis, code, label if code else None, None,
                "economic" if table == "06" else "function", {3: 1, 5: 2, 7: 3}.get(len(code or "")), label, item,
                parent, None, 1 + printings[printed], number, f"{table}/{len(facts)}",
                "amount" if row["measure"] == "final" else row["measure"], row["measure"], amount, unit,
                in_yuan(amount, unit), int(table), None, None, None, EngineName(engine),
                unit_name=owner[0] or None, coverage=Coverage(owner[1]) if owner[1] else None, set_no=set_no,
            )
        )  # fmt: skip
    return tuple(facts)


def figures_of(path: Path, facts: Iterable[Fact]) -> tuple[Figure, ...]:
    """The figures of a gold file; subject codes by the names of the tables' rows (05 for section 五, 06 for 六)."""
    names: dict[tuple[str, str], str] = {}
    for fact in facts:
        if fact.subject_code and fact.table_no in ("05", "06", "07", "08"):
            names.setdefault((fact.table_no, _plain(fact.subject_name or "")), fact.subject_code)
    tables = {5: "05", 6: "06", 7: "07", 8: "08"}
    figures = []
    for number, row in enumerate(_rows(path)):
        section = next((n for word, n in SECTIONS if word in row["section"]), None)
        value = Decimal(row["value"]) if row["value"] else None
        name = re.split(r"（款）|\(款\)", row["subject"])[-1]
        name = re.sub(r"（(类|款|项)）|\((类|款|项)\)", "", name)
        code = names.get((tables.get(section or 0, ""), _plain(name)))
        unit = row["unit"]
        yuan = in_yuan(value, unit) if value is not None else None
        metric = METRICS.get(row["metric"], "count" if row["metric"].startswith("count") else "amount")
        figures.append(
            Figure(
                section, row["section"], Metric(metric), row["subject"], code, value, unit or None, yuan, None,
                int(row["page"]) if row["page"] else None, None, number, number, row["quote"], "gold",
            )
        )  # fmt: skip
    return tuple(figures)


def _plain(name: str) -> str:
    return re.sub(r"[（）()\s]", "", name)
