"""The names that an identity may use: measures of columns, items of rows, metrics of the prose.

They are taken from the pattern library, where columns, rows and sheets get them; whatever holds them elsewhere one day
is asked in `known_names` alone.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from extractor import knowledge

METRICS = frozenset(
    "amount initial_budget adjusted_budget completion_pct share_pct change_amount change_pct count score".split()  # noqa: SIM905
)
CODED = ("02", "03", "05", "07", "08")
SHEETS = ("P*", "P1", "P2")
# The columns of the money block, of the scores, and of 基本支出总额 and 项目支出总额 in 绩效自评表.
_SHEET_COLUMNS = ("initial_budget", "budget", "executed", "execution_rate", "score_full", "score")
_SHEET_TOTALS = ("basic", "project")
_SHEET_ROWS = ("funds", "total", "expenditure")


@dataclass(frozen=True, slots=True)
class Names:
    """The names known, by table (`P*`, P1 and P2 for sheets) and side."""

    tables: frozenset[str]
    sides: frozenset[str]
    bases: frozenset[str]
    measures_of: Mapping[str, frozenset[str]]
    items_of: Mapping[tuple[str, str | None], frozenset[str]]

    def measures(self, table: str | None) -> frozenset[str]:
        """The measures of a table; the metrics of the prose where there is none."""
        return METRICS if table is None else self.measures_of[table]

    def items(self, table: str | None, side: str | None) -> frozenset[str]:
        """The items of the rows of a table, on one side of it."""
        return self.items_of.get((table or "", side), frozenset())


@functools.cache
def known_names() -> Names:
    """All names that a selector may use."""
    headers, rows = knowledge.entry("headers.yaml"), knowledge.entry("rows.yaml")
    sheets = knowledge.entry("performance.yaml")
    measures = {table: frozenset(_named(rules, "measure")) for table, rules in headers["measures"].items()}
    measures["04"] |= {"amount"}  # of its income side, which has one column as 01 has
    measures["09"] |= frozenset(_named(headers["vertical_09"], "measure"))
    columns = frozenset(name for name in _SHEET_COLUMNS if name in sheets["columns"]) | frozenset(_SHEET_TOTALS)
    measures |= dict.fromkeys(SHEETS, columns)
    items: dict[tuple[str, str | None], frozenset[str]] = {}
    for table in ("01", "04"):
        for side, rules in rows[table].items():
            items[table, side] = frozenset(_named(rules, "item"))
    items["04", "income"] |= frozenset(rows["opening"]["items"].values())
    items |= {(table, None): frozenset(_named(rows["coded"], "item")) for table in CODED}
    items["06", None] = frozenset(_named(rows["06"], "item"))
    parts = frozenset(sheets["funds"]) | frozenset(_SHEET_ROWS)
    items |= {(table, None): parts for table in SHEETS}
    bases = frozenset(_named(headers["basis"], "basis"))
    return Names(
        frozenset(measures),
        frozenset(side for _, side in items if side is not None),
        bases,
        measures,
        items,
    )


def _named(rules: list[dict[str, Any]], key: str) -> list[str]:
    return [rule[key] for rule in rules]
