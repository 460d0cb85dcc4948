"""The names that an identity may use: measures of columns, items of rows, metrics of the prose.

They are taken from the registries of the lexicon, and for sheets from `patterns/sheets/labels.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from extractor.knowledge import remembered
from extractor.lexicon.files import items as item_file
from extractor.lexicon.files import measures as measure_file
from extractor.lexicon.registries import Basis, Shape, Side
from extractor.lexicon.tables import tables_of
from extractor.records.closed_sets import Metric
from extractor.tables.sheets.words import schemas

SHEETS = ("P*", "P1", "P2")
# The columns of the money block, of the scores, and of 基本支出总额 and 项目支出总额 in 绩效自评表.
_SHEET_COLUMNS = ("initial_budget", "budget", "executed", "execution_rate", "score_full", "score")
_SHEET_TOTALS = ("basic", "project")
_SHEET_ROWS = ("funds", "total", "expenditure")


class Names(Struct, frozen=True):
    """The names known, by table (`P*`, P1 and P2 for sheets) and side."""

    tables: frozenset[str]
    sides: frozenset[str]
    bases: frozenset[str]
    measures_of: Mapping[str, frozenset[str]]
    items_of: Mapping[tuple[str, str | None], frozenset[str]]

    def measures(self, table: str | None) -> frozenset[str]:
        """The measures of a table; the metrics of the prose where there is none."""
        return frozenset(Metric) if table is None else self.measures_of[table]

    def items(self, table: str | None, side: str | None) -> frozenset[str]:
        """The items of the rows of a table, on one side of it."""
        return self.items_of.get((table or "", side), frozenset())


@remembered
def known_names() -> Names:
    """All names that a selector may use."""
    sheets = schemas.labels()
    measures: dict[str, frozenset[str]] = {}
    for entry in measure_file().measures:
        for table in entry.tables:
            measures[table] = measures.get(table, frozenset()) | {entry.measure}
    measures["04"] |= {"amount"}  # of its income side, which has one column as 01 has
    columns = frozenset(name for name in _SHEET_COLUMNS if name in sheets.columns) | frozenset(_SHEET_TOTALS)
    measures |= dict.fromkeys(SHEETS, columns)
    items: dict[tuple[str, str | None], frozenset[str]] = {}
    for row in item_file().items:
        for rows in row.rows:
            number, _, side = rows.partition(".")
            for table in tables_of(Shape.CODED) if number == Shape.CODED else (number,):
                items[table, side or None] = items.get((table, side or None), frozenset()) | {row.item}
    parts = frozenset(sheets.funds) | frozenset(_SHEET_ROWS)
    items |= {(table, None): parts for table in SHEETS}
    return Names(frozenset(measures), frozenset(Side), frozenset(Basis), measures, items)
