"""What a right reading of a sample finds, written beside it in the form that the scorers read."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from samples.generator.grid import Address, Cell, Grid
from samples.generator.passages import Figure, Passage


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of a performance sheet, as printed; empty text where the form has no such column."""

    table_no: str
    project_name: str
    indicator_level1: str
    indicator_level2: str
    indicator_level3: str
    evaluation_point: str = ""
    indicator_kind: str = ""
    target: str = ""
    actual: str = ""
    score_full: str = ""
    score: str = ""
    deviation_reason: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure of the prose with its passage and the page (or the line of a text file) it stands on, where there are
    any."""

    passage: Passage
    figure: Figure
    page: int | None


def figures(grids: Iterable[Grid]) -> list[tuple[Address, Cell]]:
    """The printed figures of the nine tables, row by row."""
    cells = (c for g in grids if g.kind.isdigit() for c in sorted(g.cells, key=lambda c: (c.row, c.column)))
    return [(c.address, c) for c in cells if c.address is not None and c.value is not None]


def table_rows(grids: Sequence[Grid], final: bool = True) -> str:
    """`NAME_tables.csv`: the final figures and both sides of 09; budgets of triple columns with `final` false."""
    rows = [
        (a.table, a.side, a.code, a.label, a.measure, str(c.value))
        for a, c in figures(grids)
        if (a.table == "09" or a.basis == "final") == final
    ]
    bases = [a.basis for a, _ in figures(grids) if not (a.table == "09" or a.basis == "final")]
    header = ["table", "side", "code", "label", "measure", "value"]
    if final:
        return _csv(header, rows)
    return _csv([*header, "basis"], [(*r, b) for r, b in zip(rows, bases, strict=True)])


def owned_rows(sets: Iterable[tuple[str, str, Sequence[Grid]]]) -> str:
    """`NAME_tables.csv` of a file of several units: the figures of each set with its unit and its coverage (`summary`,
    `own`, or empty where the file does not tell)."""
    rows = [
        (a.table, a.side, a.code, a.label, a.measure, str(c.value), unit, coverage)
        for unit, coverage, grids in sets
        for a, c in figures(grids)
    ]
    return _csv(["table", "side", "code", "label", "measure", "value", "unit", "coverage"], rows)


def prose_rows(placed: Iterable[Placed]) -> str:
    """`NAME_prose.csv`: one row per figure of the prose."""
    header = ["section", "metric", "subject", "value", "unit", "page", "quote", "note"]
    rows = []
    for p in placed:
        f = p.figure
        value = "" if f.value is None else str(f.value)
        rows.append((p.passage.section, f.metric, f.subject, value, f.unit, p.page, p.passage.quote(f), ""))
    return _csv(header, rows)


def performance_rows(indicators: Sequence[Indicator]) -> str:
    """`NAME_performance.csv`: the scorer's columns first, then the others of `performance`."""
    header = [
        "table_no", "project_name", "indicator_level3", "evaluation_point", "indicator_kind", "target", "actual",
        "indicator_level1", "indicator_level2", "score_full", "score", "deviation_reason",
    ]  # fmt: skip
    return _csv(header, [tuple(asdict(i)[name] for name in header) for i in indicators])


def sheet_rows(heads: Sequence[tuple[str, dict[str, str]]]) -> str:
    """`NAME_sheets.csv`: the heads of the performance sheets, by column of `performance_sheets`."""
    names = list(dict.fromkeys(name for _, head in heads for name in head))
    return _csv(["table_no", *names], [(kind, *(head.get(n, "") for n in names)) for kind, head in heads])


def as_json(meta: dict[str, Any]) -> str:
    return json.dumps(meta, ensure_ascii=False, indent=1) + "\n"


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()
